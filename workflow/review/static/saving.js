// Writing to the server until it has answered: a lost connection or a busy database is waited out.

import { post } from "./api.js";
import { t } from "./client.js";

const LONGEST = 15;

/**
 * Post and return the answer. `report(text, bad)` says what is going on, `given()` whether the
 * person has turned away; then the last refusal is thrown, as every other refusal is at once.
 */
export async function insist(route, body, report, given) {
    for (let seconds = 1; ; seconds = Math.min(seconds * 2, LONGEST)) {
        try {
            report(t("saving"), false);
            return await post(route, body);
        } catch (refusal) {
            if (![0, 503].includes(refusal.status)) throw refusal;
            report(t(refusal.status ? "busy" : "offline"), true);
            await reachable(refusal.wait || seconds);
            if (given()) throw refusal;
        }
    }
}

/** Wait some seconds, or until the connection is back. */
function reachable(seconds) {
    return new Promise((done) => {
        const finish = () => {
            clearTimeout(timer);
            removeEventListener("online", finish);
            done();
        };
        const timer = setTimeout(finish, seconds * 1000);
        addEventListener("online", finish);
    });
}
