// Putting a pair on the page.

import { client, t } from "./client.js";
import { $, fill, h } from "./dom.js";
import { showKnown, tickTerms } from "./known.js";
import { differences, findEnglish, marked } from "./marks.js";
import { together } from "./together.js";

/** Show everything about a pair but the text in the field; `act` has what people can do. */
export function paint(pair, act) {
    document.title = `${t("pair", { id: pair.id })} · workflow`;
    $("pair-title").textContent = t("pair", { id: pair.id });
    fill($("status"), h("span", { className: `status ${pair.status}` }, t(`status.${pair.status}`)));
    paintPlace(pair);
    paintSource(pair);
    fill($("machine"), pair.machine ?? t("no-machine"));
    $("machine-title").textContent = t(pair.made_by ? "machine" : "draft");
    $("made-by").textContent = pair.made_by;
    for (const id of ["target", "machine", "diff"]) $(id).lang = pair.target_lang;
    $("target-lang").textContent = pair.target_lang;
    paintNeighbours(pair, "before");
    paintNeighbours(pair, "after");
    showKnown(pair, act);
    paintCommands(pair);
}

/** Show what follows the text in the field: its terms, and how it differs from the draft. */
export function paintText(pair, text) {
    const terms = findEnglish(text, pair.terms);
    // Without the last sign, a line break at the end would make no line.
    fill($("behind"), ...marked(text, terms, (words) => h("mark", { className: "found" }, words)), "\u200b");
    tickTerms(pair, text);
    const { machine } = pair;
    const same = () => [h("span", { className: "quiet" }, t("same"))];
    fill($("diff"), ...(machine === null ? [t("no-machine")] : machine === text ? same() : differences(machine, text)));
}

function paintSource(pair) {
    const spans = pair.terms.flatMap((term, n) => term.spans.map(([start, stop]) => ({ start, stop, n })));
    const mark = (text, { n }) => h("mark", { title: pair.terms[n].english.join("; ") }, text);
    fill($("source"), ...marked(pair.source, spans, mark));
    $("source").lang = pair.source_lang;
    $("source-lang").textContent = pair.source_lang;
}

function paintPlace({ id, document, paragraph }) {
    if (!document) return fill($("place"));
    const link = h("a", { href: `${client.base}/document/${document.id}#pair-${id}` }, document.title || document.path);
    fill($("place"), link, paragraph === null ? "" : ` ¶ ${paragraph + 1}`);
}

function paintNeighbours(pair, side) {
    fill($(side), ...pair[side].map((each) =>
        h("li", {},
            h("a", { href: `${client.base}/pair/${each.id}${location.search}`, lang: pair.source_lang }, each.source),
            h("span", { lang: pair.target_lang }, each.target))));
}

function paintCommands(pair) {
    $("previous").disabled = pair.previous === null;
    $("next").disabled = pair.next === null;
    if (!$("save")) return;
    $("identical-label").hidden = !pair.identical;
    $("identical").checked = Boolean(pair.identical) && together();
    $("identical-text").textContent = pair.identical ? t("identical", { n: pair.identical }) : "";
    $("reject-form").hidden = true;
    $("rework").hidden = !["approved", "rejected", "corrected"].includes(pair.status);
}
