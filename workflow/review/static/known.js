// What is known about a pair: its terms, findings, similar sentences, comments and history.

import { has, may, said, t, time } from "./client.js";
import { $, fill, h } from "./dom.js";
import { differences, findEnglish } from "./marks.js";

/** Show all of it; `act` has what people can do from here. */
export function showKnown(pair, act) {
    list("terms", pair.terms.map((term, n) => termItem(term, n, act)));
    list("findings", pair.findings.map((finding) => findingItem(finding, act)));
    list("matches", pair.matches.map((match) => matchItem(pair, match, act)));
    showComments(pair.comments);
    list("history", pair.history.map((version, n) => versionItem(pair, version, n, act)));
}

/** Tell which terms the text has. */
export function tickTerms(pair, text) {
    const used = new Set(findEnglish(text, pair.terms).map((hit) => hit.term));
    for (const [n, item] of [...$("terms").querySelectorAll("li")].entries())
        item.querySelector(".used").textContent = used.has(n) ? `✓ ${t("term.found")}` : t("term.missing");
}

export function showComments(comments) {
    const items = comments.map((comment) =>
        h("li", {},
            h("div", { className: "line" }, h("b", {}, comment.author), h("span", { className: "quiet" }, time(comment.at))),
            h("p", { className: "words" }, comment.text)));
    fill($("comments").querySelector("ul"), ...items);
}

function list(id, items) {
    fill($(id).querySelector("ul, ol"), ...items);
    $(id).hidden = !items.length;
}

function termItem(term, n, act) {
    const key = n < 9 ? h("kbd", {}, `Alt+${n + 1}`) : null;
    const choices = term.english.map((english) =>
        may("review-edit")
            ? h("button", { type: "button", className: "plain", title: t("insert", { text: english }), onclick: () => act.insert(english) }, english)
            : h("span", {}, english));
    return h("li", { className: "term" },
        h("span", {}, key),
        h("span", { className: "line" }, h("span", { lang: act.lang() }, term.entry), h("span", { className: "used quiet push" })),
        h("span", { className: "choices" }, ...choices));
}

function findingItem(finding, act) {
    const item = h("li", { className: finding.dismissed ? "dismissed" : null },
        h("span", { className: `severity ${finding.severity}` }, t(`severity.${finding.severity}`)),
        " ",
        h("span", { className: "message" }, said(finding.message)));
    if (finding.dismissed)
        item.append(h("p", { className: "quiet" }, t("dismissed", finding.dismissed)));
    if (!may("review-edit")) return item;
    if (finding.dismissed) {
        item.append(h("button", { type: "button", className: "plain", onclick: () => act.dismiss(finding, null) }, t("undismiss")));
        return item;
    }
    const reason = h("input", { required: true, autocomplete: "off", placeholder: t("dismiss.reason"), "aria-label": t("dismiss.reason") });
    const send = (event) => {
        event.preventDefault();
        act.dismiss(finding, reason.value);
    };
    const form = h("form", { onsubmit: send, hidden: true }, reason, h("button", {}, t("dismiss.do")));
    const open = () => {
        form.hidden = !form.hidden;
        if (!form.hidden) reason.focus();
    };
    item.append(h("div", {}, h("button", { type: "button", className: "plain", onclick: open }, t("dismiss"))), form);
    return item;
}

function matchItem(pair, match, act) {
    const kind = `match.${match.kind}`;
    return h("li", {},
        h("div", { className: "line" },
            h("b", { className: "number" }, `${match.percent} %`),
            h("span", { className: "quiet" }, has(kind) ? t(kind) : match.kind, match.memory ? ` · ${match.memory}` : ""),
            may("review-edit") && h("button", { type: "button", className: "plain push", onclick: () => act.replace(match.target) }, t("use"))),
        h("p", { className: "words", lang: pair.source_lang }, ...differences(match.source, pair.source)),
        h("p", { className: "words", lang: pair.target_lang }, match.target));
}

function versionItem(pair, version, n, act) {
    const before = pair.history[n + 1];
    const who = [version.author || t("by-run"), time(version.at)].join(", ");
    return h("li", {},
        h("div", { className: "line" },
            h("span", { className: `status ${version.status}` }, t(`status.${version.status}`)),
            h("span", { className: "quiet" }, who),
            n === 0
                ? h("span", { className: "quiet push" }, t("current"))
                : may("review-revert") && h("button", { type: "button", className: "plain push", onclick: () => act.revert(version.version) }, t("revert"))),
        version.reason ? h("p", { className: "quiet" }, version.reason) : null,
        h("p", { className: "words", lang: pair.target_lang }, ...(before ? differences(before.target, version.target) : [version.target])),
        version.source !== pair.source && h("p", { className: "quiet" }, t("source-then", { text: version.source })));
}
