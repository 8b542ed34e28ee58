// Approve, reject, replace on a selection or on all that the filter finds: first what would happen.

import { post } from "./api.js";
import { t } from "./client.js";
import { $, dialog, h } from "./dom.js";
import { differences } from "./marks.js";

const picks = [...document.querySelectorAll("#rows .pick input")];
const chosen = () => picks.filter((pick) => pick.checked).map((pick) => [Number(pick.value), Number(pick.dataset.version)]);

/** Bring the bar to life. */
export function beginBulk() {
    for (const pick of picks) {
        pick.hidden = false;
        pick.addEventListener("change", update);
    }
    $("bulk-all").addEventListener("change", update);
    $("bulk-action").addEventListener("change", update);
    $("bulk").addEventListener("submit", preview);
    update();
}

function update() {
    const ids = chosen();
    $("bulk").hidden = !ids.length && !$("bulk-all").checked;
    $("bulk-count").textContent = $("bulk-all").checked ? "" : t("bulk.count", { n: ids.length });
    const action = $("bulk-action").value;
    $("bulk-reason").required = action === "reject";
    for (const id of ["bulk-find", "bulk-replace"]) $(id).hidden = action !== "replace";
    $("bulk-find").required = action === "replace";
}

function request() {
    const action = $("bulk-action").value;
    const body = { action };
    if ($("bulk-reason").value) body.reason = $("bulk-reason").value;
    if (action === "replace") Object.assign(body, { find: $("bulk-find").value, replace: $("bulk-replace").value });
    if (!$("bulk-all").checked) return { ...body, ids: chosen() };
    const filter = Object.fromEntries(new URLSearchParams(location.search));
    delete filter.after;
    for (const name of Object.keys(filter)) if (!filter[name]) delete filter[name];
    return { ...body, filter, all: !Object.keys(filter).length };
}

async function preview(event) {
    event.preventDefault();
    try {
        const body = request();
        const found = await post("bulk", { ...body, dry_run: true });
        $("bulk-state").textContent = "";
        confirm(body, found);
    } catch (refusal) {
        $("bulk-state").textContent = refusal.status ? `${refusal.message}. ${refusal.hint}` : t("offline");
    }
}

function confirm(body, found) {
    const run = async (pressed) => {
        pressed.target.disabled = true;
        try {
            summary(await post("bulk", { ...body, dry_run: false, as_of: found.as_of }));
        } catch (refusal) {
            state.textContent = refusal.status ? `${refusal.message}. ${refusal.hint}` : t("offline");
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
    const element = dialog(t("bulk.preview"), state, examples(found.examples), actions);
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
