// A document by keyboard.

import { offerHelp } from "./help.js";
import { onKeys } from "./keys.js";

const links = [...document.querySelectorAll("#blocks .piece a")];

function go(step) {
    const at = links.indexOf(document.activeElement);
    const from = at < 0 ? links.findIndex((link) => link.closest(":target")) : at;
    links[Math.min(Math.max(from + step, 0), links.length - 1)]?.focus();
}

offerHelp();
onKeys({ KeyJ: () => go(1), KeyK: () => go(-1) });
