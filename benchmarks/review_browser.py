"""How long a reviewer waits between saving a pair and seeing the next, in headless Chromium.

    PYTHONPATH=. python benchmarks/review_browser.py FILE

FILE is a database that `benchmarks/review.py make` has written; a copy is changed. A person types
into a pair, thinks for half a second, and presses Ctrl+Enter; the clock runs in the browser from
the key to the frame in which the next pair is painted, with the server's answer to the save in
between. Reported are the 50th and 95th percentile in milliseconds, of the clock and of the time in
which the page itself was at work: on a busy machine the second says more.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.review.browser.cdp import Browser
from tests.review.browser.person import Person
from tests.review.support import PASSWORD, add_users, server
from workflow.review.server import build

ROUNDS = 100
THINKING = 0.5
CLOCK = """
window.waits = [];
let pressed = 0;
addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.code === "Enter") pressed = performance.now();
}, true);
new MutationObserver(() => {
    const begun = pressed;
    if (begun) requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - begun)));
    pressed = 0;
}).observe(document.getElementById("pair-title"), { childList: true });
"""


def main() -> None:
    """Review and report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        shutil.copy(sys.argv[1], path)
        add_users(build(str(path))[1], {"anna": "approver"})
        browser = Browser(Path(folder) / "chromium")
        try:
            with server(path) as said:
                person = Person(browser.window(), said["url"], path)
                person.log_in("anna", PASSWORD)
                waits, work = review(person)
        finally:
            browser.close()
    for name, values in (("clock", waits), ("page at work", work)):
        middle, high = (sorted(values)[int(len(values) * at)] for at in (0.5, 0.95))
        print(f"{name:16}{middle:9.1f}{high:9.1f}")


def review(person: Person) -> tuple[list[float], list[float]]:
    """Correct pairs one after the other; the waits, and how long the page worked in each."""
    page = person.page
    page.keys("KeyJ", "Enter")
    page.wait("document.activeElement?.id === 'target'")
    page.run(CLOCK)
    page.call("Performance.enable")
    work = []
    for n in range(ROUNDS):
        page.run("document.getElementById('target').setSelectionRange(0, 0)")
        page.type(f"Corrected {n}: ")
        time.sleep(THINKING)
        before = busy(person)
        page.keys("Ctrl+Enter")
        page.wait(f"waits.length === {n + 1}")
        work.append(busy(person) - before)
    return list(map(float, page.run("waits"))), work


def busy(person: Person) -> float:
    """Return how long the page has been at work, in milliseconds."""
    metrics = person.page.call("Performance.getMetrics")["metrics"]
    return 1000 * next(float(m["value"]) for m in metrics if m["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
