// Approve, reject, replace on a selection or on all that the filter finds: first what would happen.

import { t } from "./client.js";
import { $ } from "./dom.js";
import { preview } from "./preview.js";

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
    $("bulk").addEventListener("submit", (event) => {
        event.preventDefault();
        preview($("bulk-action").selectedOptions[0].text, "bulk", request(), $("bulk-state"));
    });
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
    const filter = Object.fromEntries(new URLSearchParams($("bulk").dataset.filter));
    return { ...body, filter, all: !Object.keys(filter).length };
}
