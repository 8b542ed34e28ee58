// Who else has this pair open: a hint, no lock.

import { post } from "./api.js";
import { may, t } from "./client.js";
import { $ } from "./dom.js";

const EVERY = 10_000;
const SETTLED = 500; // pairs that are only passed by are nobody's

let timer;
let told = null; // the pair of which the server thinks that we have it open

/** Tell the server that the pair is open, and show who else has it, until another is watched. */
export function watch(id) {
    clearTimeout(timer);
    $("editors").textContent = "";
    if (told !== null && told !== id) leave();
    if (may("review-edit")) timer = setTimeout(() => ping(id), SETTLED);
}

function leave() {
    post(`pair/${told}/presence`, { gone: true }).catch(() => {});
    told = null;
}

async function ping(id) {
    const mine = timer;
    told = id;
    let names = [];
    try {
        if (!document.hidden) names = (await post(`pair/${id}/presence`, {})).editors;
    } catch {
        // A hint that does not come is no loss.
    }
    if (timer !== mine) return;
    const text = names.length ? t("editing", { n: names.length, names: names.join(", ") }) : "";
    if ($("editors").textContent !== text) $("editors").textContent = text;
    timer = setTimeout(() => ping(id), EVERY);
}
