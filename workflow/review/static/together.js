// Whether what a person does to a pair is done to those with the same source, too: unless switched off.

import { client } from "./client.js";

const name = `workflow-together ${client.base} ${client.user}`;

export function together() {
    try {
        return localStorage.getItem(name) !== "off";
    } catch {
        return true;
    }
}

/** Remember the choice in this browser. */
export function setTogether(on) {
    try {
        localStorage.setItem(name, on ? "on" : "off");
    } catch {
        // Private windows may refuse; then it holds for this pair.
    }
}
