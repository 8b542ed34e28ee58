// Keys by their place on the keyboard (`event.code`), the same on every layout.

/** Name what was pressed: `Ctrl+Shift+Enter`, `Alt+Digit1`, `KeyJ`; on a Mac, Command is Ctrl. */
export function stroke(event) {
    const held = [];
    if (event.ctrlKey || event.metaKey) held.push("Ctrl");
    if (event.altKey) held.push("Alt");
    if (event.shiftKey) held.push("Shift");
    return [...held, event.code === "NumpadEnter" ? "Enter" : event.code].join("+");
}

/**
 * Do something at a key. Keys without Ctrl and Alt wait until nobody is typing; none acts while an
 * input method composes, while AltGr writes a character, or behind an open dialog.
 */
export function onKeys(bindings) {
    document.addEventListener("keydown", (event) => {
        if (event.isComposing || event.getModifierState("AltGraph")) return;
        if (document.querySelector("dialog[open]")) return;
        const action = bindings[isQuestion(event) ? "?" : stroke(event)];
        if (!action || (typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey)) return;
        if (action(event) !== false) event.preventDefault();
    });
}

/** Whether keys write into this element. */
export function typing(element) {
    return element.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

function isQuestion(event) {
    return event.key === "?" || (event.altKey && event.code === "Slash");
}
