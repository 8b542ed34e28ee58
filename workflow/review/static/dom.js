// Building pages out of elements and text; text never becomes markup.

export const $ = (id) => document.getElementById(id);

/** Make an element: properties by name (`aria-…`, `data-…`, `on…` too), then its children. */
export function h(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (value === undefined || value === null || value === false) continue;
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else element.setAttribute(name === "className" ? "class" : name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return element;
}

/** Put children in place of those that an element has. */
export function fill(element, ...children) {
    element.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

/** Say something to people who listen to the page. */
export function speak(text) {
    const place = $("spoken");
    place.textContent = "";
    requestAnimationFrame(() => (place.textContent = text));
}

/** Open a dialog with a title; it is gone from the page once it is closed. */
export function dialog(title, ...children) {
    const element = h("dialog", { "aria-labelledby": "dialog-title" }, h("h2", { id: "dialog-title", tabindex: -1, autofocus: true }, title), ...children);
    element.addEventListener("close", () => element.remove());
    document.body.append(element);
    element.showModal();
    return element;
}
