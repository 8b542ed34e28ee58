// Two people have changed one pair: mine, theirs, or both together.

import { t, time } from "./client.js";
import { merge } from "./diff.js";
import { dialog, h } from "./dom.js";
import { differences } from "./marks.js";

/**
 * Ask which text shall stay, and answer with it: `mine` is the text typed, `base` the one it began
 * from, `current` the pair as it is now. Null leaves everything open.
 */
export function askWhich(base, mine, current) {
    const author = current.author || t("by-run");
    const both = merge(base, mine, current.target);
    const lang = current.target_lang;
    const merged = h("textarea", { id: "merged", rows: 4, lang, className: "words" });
    merged.value = both.text;
    return new Promise((decide) => {
        let choice = null;
        const take = (text) => () => {
            choice = text();
            element.close();
        };
        const side = (title, text) =>
            h("section", {}, h("h3", {}, title), h("p", { className: "words", lang }, ...differences(base, text)));
        const element = dialog(
            t("conflict"),
            h("p", {}, t("conflict.what", { author })),
            h("div", { className: "conflict" },
                side(t("conflict.mine"), mine),
                side(t("conflict.theirs", { author, at: time(current.updated_at) }), current.target)),
            h("label", { for: "merged" }, t("conflict.merge")),
            merged,
            both.overlaps && h("p", { className: "quiet" }, t("conflict.overlap")),
            h("div", { className: "actions" },
                button("keep-mine", take(() => mine)),
                button("keep-theirs", take(() => current.target)),
                button("keep-merge", take(() => merged.value), "primary"),
                h("button", { type: "button", onclick: () => element.close() }, t("cancel"))),
        );
        element.addEventListener("close", () => decide(choice));
    });
}

function button(name, onclick, className) {
    return h("button", { type: "button", id: name, className, onclick }, t(`conflict.${name}`));
}
