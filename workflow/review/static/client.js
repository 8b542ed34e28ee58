// What the server told this page: the language's messages, who is here, where the app is.

export const client = JSON.parse(document.getElementById("client").textContent);

const plurals = new Intl.PluralRules(client.lang);
const numbers = new Intl.NumberFormat(client.lang === "en" ? "en-GB" : client.lang);
const times = new Intl.DateTimeFormat(client.lang === "en" ? "en-GB" : client.lang, {
    dateStyle: "medium",
    timeStyle: "short",
});

/** Return a message with its values filled in. */
export function t(name, values = {}) {
    let text = client.messages[name];
    if (text === undefined) throw new Error(`no message ${name}`);
    if (typeof text !== "string") text = text[plurals.select(values.n)];
    return text.replace(/\{(\w+)\}/g, (_, key) => shown(values[key]));
}

/** Return what a check says, in English, in the reader's language (`messages.finding` in Python). */
export function said(message) {
    const { findings = [], languages, and, more } = client.findings;
    for (const [pattern, text] of findings) {
        const found = new RegExp(`^(?:${pattern})$`, "s").exec(message);
        if (!found) continue;
        return text.replace(/\{(\d)(?::(\w+))?\}/g, (_, number, kind) => {
            const part = found[number];
            if (kind === "lang") return languages[part] ?? part;
            if (kind === "list") return part.replaceAll(" and ", and).replace(/(\d+) more$/, `${more} $1`);
            return part;
        });
    }
    return message;
}

/** Whether there is a message of this name. */
export const has = (name) => name in client.messages;

/** Whether the person who is here may do an action, such as `review-edit`. */
export const may = (action) => client.may.includes(action);

/** Spell out a time of the server (ISO 8601, UTC) in the reader's own zone. */
export function time(iso) {
    const date = new Date(/Z|[+-]\d\d:\d\d$/.test(iso) ? iso : `${iso}Z`);
    return Number.isNaN(date.valueOf()) ? iso : times.format(date);
}

function shown(value) {
    return typeof value === "number" ? numbers.format(value) : String(value);
}
