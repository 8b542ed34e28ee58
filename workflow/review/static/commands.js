// The editor's buttons and keys.

import { client, may } from "./client.js";
import { $ } from "./dom.js";
import { offerHelp } from "./help.js";
import { onKeys } from "./keys.js";

/** Bind what a person may do, `act`, to its buttons and keys. */
export function bindCommands(act) {
    $("commands").hidden = false;
    $("previous").addEventListener("click", act.previous);
    $("next").addEventListener("click", act.next);
    offerHelp();
    onKeys({
        "Alt+ArrowUp": act.previous,
        "Alt+ArrowDown": act.next,
        "Alt+KeyQ": () => location.assign(`${client.base}${location.search}`),
        ...(may("review-comment") && commenting(act)),
        ...(may("review-approve") && approving(act)),
        ...(may("review-edit") && editing(act)),
    });
}

function commenting(act) {
    $("comment-form").hidden = false;
    $("comment-form").addEventListener("submit", act.comment);
    return { "Alt+KeyC": () => $("comment").focus() };
}

function approving(act) {
    $("approve").addEventListener("click", act.approve);
    return { "Ctrl+Shift+Enter": act.approve };
}

function editing(act) {
    $("target").readOnly = false;
    $("save").addEventListener("click", act.save);
    $("identical").addEventListener("change", act.together);
    $("rework").addEventListener("click", act.rework);
    $("reject").addEventListener("click", askReason);
    $("reject-form").addEventListener("submit", act.reject);
    $("reject-cancel").addEventListener("click", () => {
        $("reject-form").hidden = true;
        $("target").focus();
    });
    const keys = {
        "Ctrl+Enter": act.save,
        "Alt+KeyR": askReason,
        "Alt+KeyW": act.rework,
        "Alt+KeyZ": act.undo,
        "Alt+KeyM": act.draft,
    };
    for (let n = 1; n <= 9; n++) keys[`Alt+Digit${n}`] = () => act.term(n - 1);
    return keys;
}

function askReason() {
    $("reject-form").hidden = false;
    $("reject-reason").focus();
}
