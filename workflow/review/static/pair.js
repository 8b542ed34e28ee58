// The editor: shows a pair, takes a person's text, saves it, goes on.

import { get, post } from "./api.js";
import { client, may, t, time } from "./client.js";
import { askWhich } from "./conflict.js";
import { $, fill, h, speak } from "./dom.js";
import { draftOf, drop, keep } from "./drafts.js";
import { offerHelp } from "./help.js";
import { onKeys } from "./keys.js";
import { showComments, showKnown, tickTerms } from "./known.js";
import { differences, findEnglish, marked } from "./marks.js";
import { watch } from "./presence.js";
import { insist } from "./saving.js";

const field = $("target");
const filter = location.search.slice(1);
const done = []; // what was saved since the page was opened, for undo: { id, to, version }
let pair = JSON.parse($("pair-data").textContent);
let coming = null; // the next unreviewed pair, fetched while this one is edited
let saving = false;

const dirty = () => field.value !== pair.target;

function show(next, { push = false } = {}) {
    pair = next;
    if (push) history.pushState(null, "", `${client.base}/pair/${pair.id}${location.search}`);
    document.title = `${t("pair", { id: pair.id })} · workflow`;
    $("pair-title").textContent = t("pair", { id: pair.id });
    fill($("status"), h("span", { className: `status ${pair.status}` }, t(`status.${pair.status}`)));
    showPlace();
    const terms = pair.terms.flatMap((term, n) => term.spans.map(([start, stop]) => ({ start, stop, n })));
    fill($("source"), ...marked(pair.source, terms, (text, { n }) => h("mark", { title: pair.terms[n].english.join("; ") }, text)));
    fill($("machine"), pair.machine ?? t("no-machine"));
    $("machine-title").textContent = t(pair.made_by ? "machine" : "draft");
    $("made-by").textContent = pair.made_by;
    for (const [id, lang] of [["source", pair.source_lang], ["target", pair.target_lang], ["machine", pair.target_lang], ["diff", pair.target_lang]])
        $(id).lang = lang;
    $("source-lang").textContent = pair.source_lang;
    $("target-lang").textContent = pair.target_lang;
    showNeighbours("before");
    showNeighbours("after");
    showKnown(pair, act);
    $("previous").disabled = pair.previous === null;
    $("next").disabled = pair.next === null;
    if ($("identical-label")) {
        $("identical-label").hidden = !pair.identical;
        $("identical").checked = false;
        $("identical-text").textContent = pair.identical ? t("identical", { n: pair.identical }) : "";
        $("reject-form").hidden = true;
    }
    field.value = pair.target;
    fill($("notices"));
    restore();
    look();
    watch(pair.id);
    coming = prefetch(pair.id);
}

function showPlace() {
    const place = pair.document
        ? [h("a", { href: `${client.base}/document/${pair.document.id}#pair-${pair.id}` }, pair.document.title || pair.document.path),
            pair.paragraph === null ? "" : ` ¶ ${pair.paragraph + 1}`]
        : [];
    fill($("place"), ...place);
}

function showNeighbours(id) {
    fill($(id), ...pair[id].map((each) =>
        h("li", {},
            h("a", { href: `${client.base}/pair/${each.id}${location.search}`, lang: pair.source_lang }, each.source),
            h("span", { lang: pair.target_lang }, each.target))));
}

/** Bring everything that follows the text up to date with it. */
function look() {
    const text = field.value;
    const terms = findEnglish(text, pair.terms);
    fill($("behind"), ...marked(text, terms, (words) => h("mark", { className: "found" }, words)), "\u200b");
    tickTerms(pair, text);
    const machine = pair.machine;
    fill($("diff"), ...(machine === null ? [t("no-machine")] : machine === text ? [h("span", { className: "quiet" }, t("same"))] : differences(machine, text)));
    if (!saving) report(!may("review-edit") ? t("readonly") : dirty() ? t("unsaved") : "", false);
}

function report(text, bad) {
    $("saved").textContent = text;
    $("saved").classList.toggle("bad", bad);
}

function restore() {
    const draft = draftOf(pair);
    if (!draft || !may("review-edit")) return;
    field.value = draft.target;
    const away = () => {
        drop(pair);
        field.value = pair.target;
        fill($("notices"));
        look();
        field.focus();
    };
    const message = t(draft.version === pair.version ? "restored" : "restored.old", { at: time(draft.at) });
    fill($("notices"), h("p", { className: "notice" }, message, " ", h("button", { type: "button", className: "plain", onclick: away }, t("discard"))));
}

function prefetch(id) {
    return get(`next?${filter}${filter ? "&" : ""}after=${id}`).then((answer) => answer.pair).catch(() => undefined);
}

/** Go on to the next unreviewed pair. */
async function goOn() {
    let next = await coming;
    if (next === undefined) next = (await get(`next?${filter}${filter ? "&" : ""}after=${pair.id}`)).pair;
    if (next) show(next, { push: true });
    else report(t("no-reviewable"), false);
    if (next) field.focus();
}

/** Send a change of this pair; what it answers, or null where nothing was changed. */
async function change(action, values) {
    const from = pair;
    saving = true;
    try {
        const answer = await insist(`pair/${from.id}/${action}`, { version: from.version, ...values }, report, () => pair !== from);
        if (answer.pair.version > from.version)
            done.push({ id: from.id, to: from.version, target: from.target, version: answer.pair.version });
        drop(from);
        return answer.pair;
    } catch (refusal) {
        return await refused(from, action, values, refusal);
    } finally {
        saving = false;
    }
}

async function refused(from, action, values, refusal) {
    if (refusal.status === 409) return await settle(from, action, values, refusal.answer.current);
    report(refusal.status === 401 ? t("loggedout") : refusal.answer ? `${refusal.message}. ${refusal.hint}` : t("failed"), true);
    if (refusal.status === 401)
        $("saved").append(" ", h("a", { href: `${client.base}/login`, target: "_blank" }, t("login")));
    return null;
}

/** Somebody was faster: the answer of a save that got lost was our own, else the person decides. */
async function settle(from, action, values, current) {
    const text = values.target ?? from.target;
    if (current.author === client.user && current.target === text && current.version === from.version + 1) {
        drop(from);
        return current;
    }
    const choice = await askWhich(from.target, text, current);
    if (choice === null) {
        report(t("unsaved"), true);
        return null;
    }
    drop(from);
    if (choice === current.target && !["approve", "reject"].includes(action)) {
        show((await get(`pair/${from.id}?${filter}`)).pair);
        return null;
    }
    pair = { ...pair, version: current.version, target: current.target };
    return await change(action, { ...values, target: choice });
}

const identical = () => ($("identical")?.checked ? { identical: true } : {});

const act = {
    lang: () => pair.source_lang,

    async save() {
        if (!may("review-edit") || saving) return;
        if (!dirty() && !$("identical").checked) {
            speak(t("unchanged"));
            return await goOn();
        }
        const id = pair.id;
        if (await change("save", { target: field.value, ...identical() })) await finish(t("saved", { id }));
    },

    async approve() {
        if (!may("review-approve") || saving) return;
        const id = pair.id;
        if (await change("approve", { target: field.value, ...identical() })) await finish(t("approved", { id }));
    },

    async reject(event) {
        event.preventDefault();
        const id = pair.id;
        const reason = $("reject-reason").value;
        if (await change("reject", { reason })) {
            $("reject-reason").value = "";
            await finish(t("rejected", { id }));
        }
    },

    async undo() {
        const last = done.pop();
        if (!last) return report(t("nothing-to-undo"), false);
        try {
            const { pair: undone } = await takeBack(last);
            show(undone, { push: undone.id !== pair.id });
            tell(t("undone", { id: last.id }));
        } catch (refusal) {
            report(`${refusal.message}. ${refusal.hint}`, true);
        }
    },

    async revert(version) {
        const reverted = await change("revert", { to: version });
        if (!reverted) return;
        show(reverted);
        tell(t("reverted", { version }));
    },

    async dismiss(finding, reason) {
        const { check, message } = finding;
        const body = reason === null ? { check, message, undo: true } : { check, message, reason };
        try {
            pair.findings = (await post(`pair/${pair.id}/dismiss`, body)).findings;
            showKnown(pair, act);
            tickTerms(pair, field.value);
        } catch (refusal) {
            report(`${refusal.message}. ${refusal.hint}`, true);
        }
    },

    async comment(event) {
        event.preventDefault();
        try {
            pair.comments = (await post(`pair/${pair.id}/comment`, { text: $("comment").value })).comments;
            $("comment").value = "";
            showComments(pair.comments);
        } catch (refusal) {
            report(refusal.status ? `${refusal.message}. ${refusal.hint}` : t("offline"), true);
        }
    },

    insert(english) {
        field.focus();
        const before = field.value.slice(0, field.selectionStart);
        const after = field.value.slice(field.selectionEnd);
        const word = /[\p{L}\p{N}]$/u.test(before) ? ` ${english}` : english;
        type(/^[\p{L}\p{N}]/u.test(after) ? `${word} ` : word);
    },

    replace(text) {
        field.focus();
        field.select();
        type(text);
    },

    async go(id) {
        if (id === null) return;
        if (dirty()) keep(pair, field.value);
        try {
            show((await get(`pair/${id}?${filter}`)).pair, { push: true });
            field.focus();
        } catch (refusal) {
            report(refusal.status ? refusal.message : t("offline"), true);
        }
    },
};

/** Undo a change of ours: with its status, or as a correction where the role allows no more. */
function takeBack({ id, version, to, target }) {
    return may("review-revert") ? post(`pair/${id}/revert`, { version, to }) : post(`pair/${id}/save`, { version, target });
}

/** Type for the person, so that the browser's own undo takes it back. */
function type(text) {
    document.execCommand("insertText", false, text);
    look();
}

async function finish(message) {
    await goOn();
    tell(message);
}

function tell(message) {
    speak(message);
    if (!dirty()) fill($("saved"), message, " ", done.length ? h("button", { type: "button", className: "plain", id: "undo", onclick: act.undo }, t("undo")) : "");
}

function askReason() {
    $("reject-form").hidden = false;
    $("reject-reason").focus();
}

function begin() {
    $("commands").hidden = false;
    $("previous").addEventListener("click", () => act.go(pair.previous));
    $("next").addEventListener("click", () => act.go(pair.next));
    const keys = {
        "Alt+ArrowUp": () => act.go(pair.previous),
        "Alt+ArrowDown": () => act.go(pair.next),
        "Alt+KeyQ": () => location.assign(`${client.base}${location.search}`),
    };
    addEventListener("popstate", async () => {
        const id = location.pathname.match(/\/pair\/(\d+)$/)?.[1];
        if (dirty()) keep(pair, field.value);
        if (id) show((await get(`pair/${id}?${filter}`)).pair);
    });
    if (may("review-comment")) {
        $("comment-form").hidden = false;
        $("comment-form").addEventListener("submit", act.comment);
        keys["Alt+KeyC"] = () => $("comment").focus();
    }
    if (may("review-approve")) {
        $("approve").addEventListener("click", act.approve);
        keys["Ctrl+Shift+Enter"] = act.approve;
    }
    if (may("review-edit")) beginEditing(keys);
    offerHelp();
    onKeys(keys);
    show(pair);
    if (may("review-edit")) field.focus({ preventScroll: true });
}

function beginEditing(keys) {
    field.readOnly = false;
    field.addEventListener("input", () => {
        keep(pair, field.value);
        look();
    });
    addEventListener("beforeunload", (event) => {
        if (dirty()) event.preventDefault();
    });
    $("save").addEventListener("click", act.save);
    $("reject").addEventListener("click", askReason);
    $("reject-form").addEventListener("submit", act.reject);
    $("reject-cancel").addEventListener("click", () => {
        $("reject-form").hidden = true;
        field.focus();
    });
    Object.assign(keys, {
        "Ctrl+Enter": act.save,
        "Alt+KeyR": askReason,
        "Alt+KeyZ": act.undo,
        "Alt+KeyM": () => pair.machine !== null && act.replace(pair.machine),
    });
    for (let n = 1; n <= 9; n++)
        keys[`Alt+Digit${n}`] = () => pair.terms[n - 1] && act.insert(pair.terms[n - 1].english[0]);
}

begin();
