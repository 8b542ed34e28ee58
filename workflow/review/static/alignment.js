// Merging, splitting and shifting beads.

import { post, said } from "./api.js";
import { client, may, t } from "./client.js";
import { $, dialog, h, speak } from "./dom.js";
import { offerHelp } from "./help.js";
import { onKeys } from "./keys.js";

let alignment = JSON.parse($("alignment-data").textContent);
let here = 0;
let busy = false;

const beads = () => $("beads").children;

function draw() {
    const langs = { source: alignment.source_lang, target: alignment.target_lang };
    $("beads").replaceChildren(...alignment.beads.map((bead) => {
        const gap = !bead.source.length || !bead.target.length;
        return h("li", { className: gap ? "bead gap" : "bead", "data-bead": bead.position },
            h("p", { className: "where quiet number" }, String(bead.position + 1)),
            ...["source", "target"].map((side) =>
                h("div", { lang: langs[side] }, ...bead[side].map((text) => h("p", { className: "words" }, text)))),
            h("p", { className: "about quiet number" }, bead.type,
                bead.pair && h("a", { href: `${client.base}/pair/${bead.pair.id}`, className: `status ${bead.pair.status}` }, t(`status.${bead.pair.status}`)),
                bead.edited ? h("span", {}, t("alignment.by-hand")) : null));
    }));
    ready();
}

/** Let one bead be reached by Tab, the others from there. */
function ready() {
    for (const [n, bead] of [...beads()].entries()) bead.tabIndex = n === here ? 0 : -1;
}

function select(n, { focus = true } = {}) {
    beads()[here]?.classList.remove("here");
    here = Math.min(Math.max(n, 0), alignment.beads.length - 1);
    ready();
    beads()[here]?.classList.add("here");
    if (focus) beads()[here]?.focus();
}

async function change(action, values) {
    if (busy) return;
    busy = true;
    try {
        alignment = (await post(`alignment/${alignment.id}/${action}`, { version: alignment.version, ...values })).alignment;
        draw();
        select(here);
        say(t(`alignment.${action}`));
    } catch (refusal) {
        if (refusal.status === 409 && refusal.answer.current) {
            alignment = refusal.answer.current;
            draw();
            select(here);
            say(t("alignment.changed"));
        } else say(said(refusal));
    } finally {
        busy = false;
    }
}

function say(text) {
    $("alignment-state").textContent = text;
    speak(text);
}

const shift = (side, count) => () => change("shift", { bead: here, side, count });

/** Ask where to cut a bead: after how many sentences of either side. */
function split() {
    const bead = alignment.beads[here];
    const choices = (side) => h("fieldset", {},
        h("legend", {}, t(`alignment.${side}`)),
        ...["", ...bead[side]].map((text, n) => h("label", { className: "words" },
            h("input", { type: "radio", name: side, value: n, checked: n === Math.min(1, bead[side].length) }),
            n ? text : t("alignment.before-all"))));
    const cut = (event) => {
        event.preventDefault();
        const form = new FormData(event.target);
        element.close();
        change("split", { bead: here, sizes: [Number(form.get("source")), Number(form.get("target"))] });
    };
    const element = dialog(t("alignment.split"),
        h("form", { onsubmit: cut },
            h("p", { className: "quiet" }, t("alignment.split.where")),
            h("div", { className: "cuts" }, choices("source"), choices("target")),
            h("div", { className: "actions" },
                h("button", { className: "primary", id: "split-do" }, t("alignment.split")),
                h("button", { type: "button", onclick: () => element.close() }, t("cancel")))));
    element.addEventListener("close", () => beads()[here]?.focus());
    element.querySelector("input:checked").focus();
}

function begin() {
    $("beads").addEventListener("click", (event) => {
        const bead = event.target.closest(".bead");
        if (bead && !event.target.closest("a")) select(Number(bead.dataset.bead));
    });
    const keys = { KeyJ: () => select(here + 1), KeyK: () => select(here - 1), ArrowDown: () => select(here + 1), ArrowUp: () => select(here - 1) };
    if (may("review-edit")) {
        const actions = {
            merge: ["KeyM", () => change("merge", { bead: here })],
            split: ["KeyS", split],
            "give-source": ["BracketLeft", shift("source", 1)],
            "take-source": ["BracketRight", shift("source", -1)],
            "give-target": ["Shift+BracketLeft", shift("target", 1)],
            "take-target": ["Shift+BracketRight", shift("target", -1)],
            "undo-edit": ["KeyZ", () => change("undo", {})],
        };
        $("tools").hidden = false;
        for (const [id, [key, action]] of Object.entries(actions)) {
            keys[key] = action;
            $(id).addEventListener("click", action);
        }
    }
    offerHelp();
    onKeys(keys);
    draw();
    select(0, { focus: false });
}

begin();
