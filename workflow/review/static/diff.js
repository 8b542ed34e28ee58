// What differs between two texts, word by word, and bringing two changes of one text together.

const LARGEST = 4_000_000; // cells of the table; beyond, the middle counts as wholly changed

/** Cut a text into words, white space and single signs. */
export const tokens = (text) => text.match(/[\p{L}\p{N}]+|\s+|./gsu) ?? [];

/**
 * Compare two texts by a longest common subsequence of their tokens: a list of
 * `[same, text before, text after]`. White space between two changes belongs to the change.
 */
export function diff(before, after) {
    const parts = [];
    const found = [...blocks(tokens(before), tokens(after))].map(([same, a, b]) => [same, a.join(""), b.join("")]);
    for (const [n, [same, a, b]] of found.entries()) {
        const inside = same && n > 0 && n < found.length - 1 && !a.trim();
        const last = parts.at(-1);
        if (last && !last[0] && (inside || !same)) {
            last[1] += a;
            last[2] += b;
        } else parts.push([same, a, b]);
    }
    return parts;
}

/**
 * Merge two changes of one text. `overlaps` tells whether both changed the same place, where mine
 * then stands.
 */
export function merge(base, mine, theirs) {
    const words = tokens(base);
    const ours = edits(words, tokens(mine));
    const others = edits(words, tokens(theirs));
    const kept = others.filter((b) => !ours.some((a) => touches(a, b)));
    const overlaps = kept.length < others.filter((b) => !ours.some((a) => equal(a, b))).length;
    const merged = [];
    let at = 0;
    for (const edit of [...ours, ...kept].sort((a, b) => a.start - b.start)) {
        merged.push(...words.slice(at, edit.start), ...edit.words);
        at = edit.stop;
    }
    return { text: [...merged, ...words.slice(at)].join(""), overlaps };
}

function edits(base, words) {
    const found = [];
    let at = 0;
    for (const [same, a, b] of blocks(base, words)) {
        if (!same) found.push({ start: at, stop: at + a.length, words: b });
        at += a.length;
    }
    return found;
}

function touches(a, b) {
    return a.start < b.stop && b.start < a.stop || a.start === b.start || a.stop === b.start || b.stop === a.start;
}

function equal(a, b) {
    return a.start === b.start && a.stop === b.stop && a.words.join("") === b.words.join("");
}

/** Yield `[same, tokens before, tokens after]`, by turns the same and not. */
function* blocks(a, b) {
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let end = 0;
    while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
    if (start) yield [true, a.slice(0, start), b.slice(0, start)];
    yield* middle(a.slice(start, a.length - end), b.slice(start, b.length - end));
    if (end) yield [true, a.slice(-end), b.slice(-end)];
}

function* middle(a, b) {
    if (!a.length && !b.length) return;
    if (!a.length || !b.length || a.length * b.length > LARGEST) {
        yield [false, a, b];
        return;
    }
    const width = b.length + 1;
    const longest = new Uint32Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--)
        for (let j = b.length - 1; j >= 0; j--)
            longest[i * width + j] = a[i] === b[j]
                ? longest[(i + 1) * width + j + 1] + 1
                : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
        const [from, to] = [i, j];
        while (i < a.length && j < b.length && a[i] === b[j]) i++, j++;
        if (i > from) yield [true, a.slice(from, i), b.slice(to, j)];
        const [x, y] = [i, j];
        while ((i < a.length || j < b.length) && !(i < a.length && j < b.length && a[i] === b[j]))
            if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) i++;
            else j++;
        if (i > x || j > y) yield [false, a.slice(x, i), b.slice(y, j)];
    }
}
