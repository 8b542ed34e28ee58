// Taking back what somebody changed.

import { $ } from "./dom.js";
import { offerHelp } from "./help.js";
import { preview } from "./preview.js";

offerHelp();
if ($("take-back")) {
    $("take-back").hidden = false;
    $("take-back").addEventListener("submit", (event) => {
        event.preventDefault();
        const body = { author: $("author").value, since: $("since").value };
        if ($("until").value) body.until = $("until").value;
        preview($("take-back").querySelector("h3").textContent, "revert", body, $("take-back-state"));
    });
}
