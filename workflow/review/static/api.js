// Talking to the server in JSON.

import { client, t } from "./client.js";

/** The server's refusal; `status` is 0 where it cannot be reached, `answer` what it said. */
export class Refusal extends Error {
    constructor(status, answer, wait = 0) {
        super(answer?.error?.message ?? `status ${status}`);
        this.status = status;
        this.answer = answer;
        this.hint = answer?.error?.hint ?? "";
        this.wait = wait;
    }
}

/** Return what a refusal says to people; an error of ours is thrown on. */
export function said(refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (!refusal.status) return t("unreachable");
    return refusal.answer ? `${refusal.message}. ${refusal.hint}` : t("failed");
}

export const get = (route) => ask(route, {});

export const post = (route, body) =>
    ask(route, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
    });

async function ask(route, options) {
    let response;
    try {
        response = await fetch(`${client.base}/api/${route}`, { credentials: "same-origin", ...options });
    } catch {
        throw new Refusal(0, null);
    }
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = json ? await response.json() : null;
    if (!response.ok) throw new Refusal(response.status, answer, Number(response.headers.get("Retry-After")));
    return answer;
}
