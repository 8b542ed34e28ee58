// The list of keys, at `?`.

import { has, t } from "./client.js";
import { $, dialog, h } from "./dom.js";
import { onKeys } from "./keys.js";

export const KEYS = {
    pair: [
        ["save", "Ctrl+Enter"],
        ["approve", "Ctrl+Shift+Enter"],
        ["previous", "Alt+↑"],
        ["next", "Alt+↓"],
        ["reject", "Alt+R"],
        ["rework", "Alt+W"],
        ["term", "Alt+1…9"],
        ["undo", "Alt+Z"],
        ["undo-typing", "Ctrl+Z"],
        ["machine", "Alt+M"],
        ["comment", "Alt+C"],
        ["queue", "Alt+Q"],
        ["help", "Alt+/"],
    ],
    queue: [
        ["down", "J"],
        ["up", "K"],
        ["open", "Enter"],
        ["select", "X"],
        ["search", "/"],
        ["help", "?"],
    ],
    alignment: [
        ["down", "J"],
        ["up", "K"],
        ["merge", "M"],
        ["split", "S"],
        ["give-source", "["],
        ["take-source", "]"],
        ["give-target", "Shift+["],
        ["take-target", "Shift+]"],
        ["undo-edit", "Z"],
    ],
};

/** Show which keys there are. */
export function help() {
    const close = () => element.close();
    const element = dialog(
        t("help"),
        h("div", { className: "key-lists" }, ...Object.entries(KEYS).map(([part, keys]) =>
            h("section", {},
                h("h3", {}, t(`help.${part}`)),
                h("dl", { className: "keys-list" }, ...keys.flatMap(([name, key]) => [
                    h("dt", {}, h("kbd", {}, key)),
                    h("dd", {}, t(`key.${name}`)),
                ]))))),
        h("button", { type: "button", onclick: close }, t("close")),
    );
}

/** Offer the list at its button and at its keys. */
export function offerHelp() {
    const button = $("help-button");
    if (!button || !has("help")) return;
    button.hidden = false;
    button.addEventListener("click", help);
    onKeys({ "?": help });
}
