// Texts that are not saved yet, kept in this browser: they outlive a closed tab.

import { client } from "./client.js";

const prefix = `workflow-draft ${client.base} ${client.user} `;
const name = (pair) => prefix + pair.id;

/** Keep what was typed for a pair, or nothing if it is what is stored. */
export function keep(pair, target) {
    if (target === pair.target) return drop(pair);
    const draft = { target, version: pair.version, base: pair.target, source: pair.source, at: new Date().toISOString() };
    try {
        localStorage.setItem(name(pair), JSON.stringify(draft));
    } catch {
        // Private windows may refuse; leaving the page still asks.
    }
}

/** Return the draft of a pair; one of another database's pair, with another source, is none. */
export function draftOf(pair) {
    try {
        const draft = JSON.parse(localStorage.getItem(name(pair)));
        return draft && draft.source === pair.source && draft.target !== pair.target ? draft : null;
    } catch {
        return null;
    }
}

export function drop(pair) {
    try {
        localStorage.removeItem(name(pair));
    } catch {
        // as above
    }
}

/** Return the numbers of the pairs that have a draft. */
export function drafts() {
    try {
        const names = Object.keys(localStorage).filter((each) => each.startsWith(prefix));
        return names.map((each) => Number(each.slice(prefix.length))).sort((a, b) => a - b);
    } catch {
        return [];
    }
}
