// Changes of many pairs: first what would happen, then the same.

import { post, said } from "./api.js";
import { t } from "./client.js";
import { $, dialog, h } from "./dom.js";
import { differences } from "./marks.js";

/** Ask the server what would happen, show it, and do it if the person says so. */
export async function preview(title, route, body, place) {
    try {
        const found = await post(route, { ...body, dry_run: true });
        place.textContent = "";
        confirm(title, route, body, found);
    } catch (refusal) {
        place.textContent = said(refusal);
    }
}

function confirm(title, route, body, found) {
    const run = async (pressed) => {
        pressed.target.disabled = true;
        try {
            summary(await post(route, { ...body, dry_run: false, as_of: found.as_of }));
        } catch (refusal) {
            state.textContent = said(refusal);
            pressed.target.disabled = false;
        }
    };
    const summary = (changed) => {
        state.textContent = [t("bulk.did", { n: changed.changed }), rest(changed)].filter(Boolean).join("; ");
        actions.replaceChildren(h("button", { type: "button", id: "bulk-done", onclick: () => location.reload() }, t("close")));
        $("bulk-done").focus();
    };
    const state = h("p", { role: "status" }, [t("bulk.would", { n: found.changed }), rest(found)].filter(Boolean).join("; "));
    const actions = h("div", { className: "actions" },
        h("button", { type: "button", id: "bulk-do", className: "primary", disabled: !found.changed, onclick: run }, t("bulk.do", { n: found.changed })),
        h("button", { type: "button", onclick: () => element.close() }, t("cancel")));
    const element = dialog(title, state, examples(found.examples), actions);
}

function rest(found) {
    const parts = [];
    if (found.unchanged) parts.push(t("bulk.same", { n: found.unchanged }));
    if (found.conflicts.length) parts.push(t("bulk.conflicts", { n: found.conflicts.length }));
    if (found.refused.length) parts.push(t("bulk.refused", { n: found.refused.length, why: found.refused[0].why }));
    return parts.join("; ");
}

function examples(list) {
    const differing = list.filter((each) => each.before !== each.after);
    if (!differing.length) return null;
    return h("section", {}, h("h3", {}, t("bulk.examples")),
        ...differing.map((each) => h("p", { className: "words" }, ...differences(each.before, each.after))));
}
