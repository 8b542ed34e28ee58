// The queue by keyboard, and changing many of its pairs at once.

import { beginBulk } from "./bulk.js";
import { client, t } from "./client.js";
import { $, fill, h } from "./dom.js";
import { drafts } from "./drafts.js";
import { offerHelp } from "./help.js";
import { onKeys } from "./keys.js";

const rows = [...document.querySelectorAll("#rows .row")];

function at() {
    return rows.indexOf(document.activeElement?.closest(".row"));
}

function go(step) {
    const to = Math.min(Math.max(at() + step, 0), rows.length - 1);
    rows[to]?.querySelector("a").focus();
}

function select() {
    rows[at()]?.querySelector("input:not([hidden])")?.click();
}

const keys = {
    KeyJ: () => go(1),
    KeyK: () => go(-1),
    KeyX: select,
    Slash: () => $("text").focus(),
};
if (matchMedia("(max-width: 60rem)").matches) $("filters").open = false;
$("filters").addEventListener("change", (event) => {
    // What is chosen from a list is applied at once; what is typed, at Enter.
    if (event.target.matches("select, [type=date]")) event.target.form.requestSubmit();
});

/** Remind of texts that are only in this browser. */
function remind() {
    const links = drafts().flatMap((id) => [" ", h("a", { href: `${client.base}/pair/${id}` }, t("pair", { id }))]);
    if (links.length) fill($("drafts"), h("p", { className: "notice" }, t("drafts"), ...links));
}

remind();
offerHelp();
onKeys(keys);
if ($("bulk")) beginBulk();
