// The editor: shows a pair, takes a person's text, saves it, goes on.

import { get, post, said } from "./api.js";
import { client, may, t, time } from "./client.js";
import { bindCommands } from "./commands.js";
import { askWhich } from "./conflict.js";
import { $, fill, h, speak } from "./dom.js";
import { draftOf, drop, keep } from "./drafts.js";
import { showComments, showKnown, tickTerms } from "./known.js";
import { paint, paintText } from "./paint.js";
import { watch } from "./presence.js";
import { insist } from "./saving.js";
import { setTogether } from "./together.js";

const field = $("target");
const filter = location.search.slice(1);
const done = []; // what was saved since the page was opened, for undo: { id, to, version }
let pair = JSON.parse($("pair-data").textContent);
let coming = null; // the next unreviewed pair, fetched while this one is edited
let saving = false;
let chosen = false; // whether the person has just ticked the box for pairs with the same source
let sent = ""; // what stood in the field when it was last sent

const dirty = () => field.value !== pair.target;

function show(next, { push = false } = {}) {
    pair = next;
    if (push) history.pushState(null, "", `${client.base}/pair/${pair.id}${location.search}`);
    paint(pair, act);
    field.value = pair.target;
    chosen = false;
    fill($("notices"));
    restore();
    look();
    watch(pair.id);
    coming = prefetch(pair.id);
}

/** Bring everything that follows the text up to date with it. */
function look() {
    paintText(pair, field.value);
    if (!saving) report(!may("review-edit") ? t("readonly") : dirty() ? t("unsaved") : "", false);
}

function report(text, bad) {
    $("saved").textContent = text;
    $("saved").classList.toggle("bad", bad);
}

function restore() {
    const draft = draftOf(pair);
    if (!draft || !may("review-edit")) return;
    const stored = pair;
    field.value = draft.target;
    // With the version that it was meant for, so that the server tells of what came between.
    pair = { ...pair, version: draft.version, target: draft.base };
    const away = () => {
        drop(stored);
        show(stored);
        field.focus();
    };
    const message = t(draft.version === stored.version ? "restored" : "restored.old", { at: time(draft.at) });
    fill($("notices"), h("p", { className: "notice" }, message, " ", h("button", { type: "button", className: "plain", onclick: away }, t("discard"))));
}

const fetchNext = async (id) => (await get(`next?${filter}${filter ? "&" : ""}after=${id}`)).pair;

function prefetch(id) {
    return fetchNext(id).catch(() => undefined);
}

/** Go on to the next unreviewed pair, and say whether there is one. */
async function goOn({ anew = false } = {}) {
    let next = anew ? undefined : await coming;
    // What was fetched before this pair was saved may be this pair again.
    if (next === undefined || next?.id === pair.id) next = await fetchNext(pair.id);
    if (!next || next.id === pair.id) return false;
    show(next, { push: true });
    field.focus();
    return true;
}

/** Send a change of this pair; what it answers, or null where nothing was changed. */
async function change(action, values) {
    if (saving) return null;
    const from = pair;
    saving = true;
    sent = field.value;
    try {
        const answer = await insist(`pair/${from.id}/${action}`, { version: from.version, ...values }, report, () => pair !== from);
        if (answer.pair.version > from.version)
            done.push({ id: from.id, to: from.version, target: from.target, version: answer.pair.version });
        // What was typed and not sent, because a decision needs no text, stays as a draft.
        if ("target" in values) drop(from);
        return { ...answer.pair, others: answer.others?.changed ?? 0 };
    } catch (refusal) {
        return await refused(from, action, values, refusal);
    } finally {
        saving = false;
    }
}

async function refused(from, action, values, refusal) {
    if (pair !== from) return tell(t("kept", { id: from.id }));
    if (refusal.status === 409) return await settle(from, action, values, refusal.answer.current);
    report(refusal.status === 401 ? t("loggedout") : said(refusal), true);
    if (refusal.status === 401)
        $("saved").append(" ", h("a", { href: `${client.base}/login`, target: "_blank" }, t("login")));
    return null;
}

/** Somebody was faster: the person decides. */
async function settle(from, action, values, current) {
    const text = values.target ?? from.target;
    const choice = await askWhich(from.target, text, current);
    if (choice === null) {
        report(t("unsaved"), true);
        return null;
    }
    drop(from);
    if (choice === current.target && action === "save") {
        show((await get(`pair/${from.id}?${filter}`)).pair);
        return null;
    }
    pair = { ...pair, version: current.version, target: current.target };
    field.value = choice;
    saving = false;
    return await change(action, { ...values, target: choice });
}

const identical = () => ($("identical")?.checked ? { identical: true } : {});

const act = {
    lang: () => pair.source_lang,

    together(event) {
        chosen = true;
        setTogether(event.target.checked);
    },

    async save() {
        if (document.activeElement === $("comment")) return $("comment-form").requestSubmit();
        if (!dirty() && !(chosen && $("identical").checked)) {
            speak(t("unchanged"));
            return await goOn().then((more) => more || tell(t("no-reviewable")), complain);
        }
        await finish(pair.id, await change("save", { target: field.value, ...identical() }), "saved");
    },

    async approve() {
        await finish(pair.id, await change("approve", { target: field.value, ...identical() }), "approved");
    },

    async reject(event) {
        event.preventDefault();
        const saved = await change("reject", { reason: $("reject-reason").value });
        if (saved) $("reject-reason").value = "";
        await finish(pair.id, saved, "rejected");
    },

    async rework() {
        const saved = await change("rework", {});
        if (!saved) return;
        show(saved);
        tell(t("reworked", { id: saved.id }));
    },

    async undo() {
        const last = done.at(-1);
        if (!last) return report(t("nothing-to-undo"), false);
        try {
            const { pair: undone } = await takeBack(last);
            done.pop();
            show(undone, { push: undone.id !== pair.id });
            tell(t("undone", { id: last.id }));
        } catch (refusal) {
            complain(refusal);
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
            complain(refusal);
        }
    },

    async comment(event) {
        event.preventDefault();
        try {
            pair.comments = (await post(`pair/${pair.id}/comment`, { text: $("comment").value })).comments;
            $("comment").value = "";
            showComments(pair.comments);
        } catch (refusal) {
            complain(refusal);
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

    term(n) {
        if (pair.terms[n]) act.insert(pair.terms[n].english[0]);
    },

    draft() {
        if (pair.machine !== null) act.replace(pair.machine);
    },

    previous: () => pair.previous !== null && open(pair.previous, { push: true }),
    next: () => pair.next !== null && open(pair.next, { push: true }),
};

/** Show another pair; what is typed here stays as a draft. */
async function open(id, how) {
    const left = dirty() ? pair.id : null;
    if (left) keep(pair, field.value);
    try {
        show((await get(`pair/${id}?${filter}`)).pair, how);
        field.focus();
        if (left) tell(t("kept", { id: left }));
    } catch (refusal) {
        complain(refusal);
    }
}

const complain = (refusal) => report(said(refusal), true);

/** Undo a change of ours: with its status, or as a correction where the role allows no more. */
function takeBack({ id, version, to, target }) {
    return may("review-revert") ? post(`pair/${id}/revert`, { version, to }) : post(`pair/${id}/save`, { version, target });
}

/** Type for the person, so that the browser's own undo takes it back. */
function type(text) {
    document.execCommand("insertText", false, text);
}

/** After a change of a pair: go on, unless the person has already, or has typed on meanwhile. */
async function finish(id, saved, message) {
    if (!saved) return;
    const saidSo = t(message, { id });
    const done = saved.others ? `${saidSo}, ${t("identical", { n: saved.others })}` : saidSo;
    if (pair.id !== id) return tell(done);
    const text = field.value;
    // The next pair may not come: then this one stays, as it is now.
    const more = text === sent ? await goOn({ anew: $("identical").checked }).catch(() => null) : null;
    if (!more) show(saved);
    if (text !== sent) act.replace(text);
    tell(more === false ? `${done}. ${t("no-reviewable")}` : done);
}

function tell(message) {
    speak(message);
    if (!dirty()) fill($("saved"), message, " ", done.length ? h("button", { type: "button", className: "plain", id: "undo", onclick: act.undo }, t("undo")) : "");
}

addEventListener("popstate", () => {
    const id = location.pathname.match(/\/pair\/(\d+)$/)?.[1];
    if (id) open(id);
});
addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
});
field.addEventListener("input", () => {
    keep(pair, field.value);
    look();
});
bindCommands(act);
show(pair);
if (may("review-edit")) field.focus({ preventScroll: true });
