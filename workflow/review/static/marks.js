// Texts with what stands out in them: glossary terms, and differences.

import { diff } from "./diff.js";
import { h } from "./dom.js";

/** Cut a text at spans `{start, stop, …}` counted in code points; overlapping ones are left out. */
export function marked(text, spans, mark) {
    const signs = Array.from(text);
    const parts = [];
    let at = 0;
    for (const span of [...spans].sort((a, b) => a.start - b.start || b.stop - a.stop)) {
        if (span.start < at || span.stop > signs.length) continue;
        if (span.start > at) parts.push(signs.slice(at, span.start).join(""));
        parts.push(mark(signs.slice(span.start, span.stop).join(""), span));
        at = span.stop;
    }
    return at < signs.length ? [...parts, signs.slice(at).join("")] : parts;
}

/** Find the approved English of terms in a text: `{start, stop, term}`, in code points. */
export function findEnglish(text, terms) {
    const found = [];
    for (const [number, term] of terms.entries()) {
        for (const english of term.english) {
            const words = english.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
            const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?:s|es|['’]s?)?(?![\\p{L}\\p{N}])`, "giu");
            for (const hit of text.matchAll(pattern)) {
                const start = Array.from(text.slice(0, hit.index)).length;
                found.push({ start, stop: start + Array.from(hit[0]).length, term: number });
            }
        }
    }
    return found;
}

/** Show what became of a text: what is gone struck out, what is new underlined. */
export function differences(before, after) {
    return diff(before, after).flatMap(([same, gone, added]) =>
        same ? [gone] : [gone && h("del", {}, gone), added && h("ins", {}, added)].filter(Boolean),
    );
}
