"""Chromium by its DevTools protocol over a pipe: all that the browser tests need, and no driver.

With `--remote-debugging-pipe` the browser reads JSON messages from file descriptor 3 and writes
its answers to 4, each ended by a zero byte (https://chromedevtools.github.io/devtools-protocol/).
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from tests.review.browser.keyboard import Stroke, strokes

if TYPE_CHECKING:
    from pathlib import Path

FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # containers run tests as root, and the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
    "--hide-scrollbars",
    "--lang=en",
)


def chromium() -> str | None:
    """Return the path of a Chromium, if this machine has one."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


class PageError(AssertionError):
    """A script raised in the page, or a condition did not come true."""


class Browser:
    """A headless Chromium with a profile of its own in `folder`."""

    def __init__(self, folder: Path) -> None:
        command = chromium()
        assert command, "no Chromium"
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        # The shell puts the two ends where the browser expects them.
        script = f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", script, command, *FLAGS, f"--user-data-dir={folder}"],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._numbers = itertools.count(1)
        self.events: deque[dict[str, Any]] = deque()

    def close(self) -> None:
        """End the browser."""
        try:
            self.call("Browser.close")
        except (OSError, PageError):
            self._process.kill()
        self._process.wait(timeout=20)
        os.close(self._read)
        os.close(self._write)

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """Send a command and return its result; what happens meanwhile goes to `events`."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._send(message)
        deadline = time.monotonic() + 30
        while (answer := self._receive(deadline)).get("id") != number:
            self._note(answer)
        if "error" in answer:
            raise PageError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def drain(self, seconds: float = 0.0) -> None:
        """Collect the events that have arrived."""
        try:
            while True:
                self._note(self._receive(time.monotonic() + seconds))
        except PageError:
            return

    def window(self, width: int = 1280, height: int = 900) -> Page:
        """Open a window that shares no cookies and no storage with the others."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        return self.tab(context, width, height)

    def tab(self, context: str, width: int = 1280, height: int = 900) -> Page:
        """Open a tab in a context."""
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        number = target["targetId"]
        session = self.call("Target.attachToTarget", targetId=number, flatten=True)["sessionId"]
        return Page(self, context, number, session, (width, height))

    def _note(self, message: dict[str, Any]) -> None:
        # What has no method is the late answer to a call that was given up.
        if "method" in message:
            self.events.append(message)

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]

    def _receive(self, deadline: float) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            left = max(deadline - time.monotonic(), 0)
            if not select.select([self._read], [], [], left)[0]:
                raise PageError("the browser does not answer")
            chunk = os.read(self._read, 1 << 20)
            if not chunk:
                raise PageError("the browser is gone")
            self._buffer += chunk
        message, _, self._buffer = self._buffer.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer


class Page:
    """A tab of the browser, used as a person uses it: keys, clicks, looking."""

    def __init__(
        self, browser: Browser, context: str, target: str, session: str, size: tuple[int, int]
    ) -> None:
        self.browser, self.context, self.target, self.session = browser, context, target, session
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.resize(*size)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command of the protocol to this tab."""
        return self.browser.call(method, self.session, **params)

    def goto(self, url: str) -> None:
        """Load a page and wait until its scripts have started."""
        # The mark tells the new document from the one that is still there.
        self.run("window.isOld = true")
        self.call("Page.navigate", url=url)
        self.wait("!window.isOld && document.readyState === 'complete'")

    def close(self) -> None:
        """Close the tab without asking it."""
        self.browser.call("Target.closeTarget", targetId=self.target)

    def reopened(self) -> Page:
        """Close the tab without asking it, and open another of the same window."""
        self.close()
        return self.browser.tab(self.context)

    def run(self, script: str) -> Any:
        """Return the value of an expression, of its promise if it is one."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise PageError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: float = 10.0) -> None:
        """Wait until an expression is true."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                # What is asked for may not be there yet.
                if self.run(
                    f"(() => {{ try {{ return !!({condition}) }} catch {{ return 0 }} }})()"
                ):
                    return
            except PageError as error:  # the page is being replaced
                if "context" not in str(error):
                    raise
            if time.monotonic() > deadline:
                shown = self.run("location.href + ': ' + document.body.innerText.slice(0, 500)")
                raise PageError(f"never true: {condition}, at {shown}")
            time.sleep(0.02)

    def text(self, selector: str) -> str:
        """Return what a person reads in an element, empty where there is none."""
        return str(self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    def sees(self, selector: str, text: str) -> None:
        """Wait until an element shows a text."""
        quoted = json.dumps(selector), json.dumps(text)
        self.wait("document.querySelector({})?.innerText.includes({})".format(*quoted))

    def value(self, selector: str) -> str:
        """Return the value of a field."""
        return str(self.run(f"document.querySelector({json.dumps(selector)}).value"))

    def focused(self) -> str:
        """Return the id of the element that has the focus."""
        return str(self.run("document.activeElement?.id ?? ''"))

    def click(self, selector: str) -> None:
        """Click in the middle of an element, wherever that is after scrolling to it."""
        quoted = json.dumps(selector)
        box = self.run(
            f"(() => {{ const e = document.querySelector({quoted});"
            " e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const b = e.getClientRects()[0];"
            " return [b.x + b.width / 2, b.y + b.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind, x=box[0], y=box[1], button="left", clickCount=1,
            )  # fmt: skip

    def keys(self, *names: str, russian: bool = False) -> None:
        """Press keys such as `Ctrl+Enter`, `Alt+Digit1`, `KeyJ`, as the layout makes them."""
        for name in names:
            for stroke in strokes(name, russian=russian):
                self._press(stroke)

    def type(self, text: str) -> None:
        """Put text in at the cursor, as an input method does."""
        self.call("Input.insertText", text=text)

    def _press(self, stroke: Stroke) -> None:
        shared = {"code": stroke.code, "key": stroke.key, "modifiers": stroke.modifiers}
        codes = {"windowsVirtualKeyCode": stroke.number, "nativeVirtualKeyCode": stroke.number}
        text = {"text": stroke.text} if stroke.text else {}
        kind = "keyDown" if stroke.text else "rawKeyDown"
        self.call("Input.dispatchKeyEvent", type=kind, **shared, **codes, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **shared, **codes)

    def resize(self, width: int, height: int) -> None:
        """Give the page another size, in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip

    def prefer(self, **features: str) -> None:
        """Set media features, such as `color_scheme="dark"`."""
        values = [
            {"name": f"prefers-{k.replace('_', '-')}", "value": v} for k, v in features.items()
        ]
        self.call("Emulation.setEmulatedMedia", features=values)

    def offline(self, *, cut: bool) -> None:
        """Cut the connection, or restore it."""
        self.call(
            "Network.emulateNetworkConditions",
            offline=cut, latency=0, downloadThroughput=-1, uploadThroughput=-1,
        )  # fmt: skip

    def picture(self, path: Path, *, whole: bool = False) -> Path:
        """Write what is seen, or the `whole` page, as a PNG or WebP file."""
        answer = self.call(
            "Page.captureScreenshot",
            format=path.suffix[1:], quality=80, captureBeyondViewport=whole,
        )  # fmt: skip
        path.write_bytes(base64.b64decode(answer["data"]))
        return path

    def events(self, method: str) -> list[dict[str, Any]]:
        """Return the events of this tab that nobody has asked for yet, the oldest first."""
        self.browser.drain()
        kind = (self.session, method)
        found = [e for e in self.browser.events if (e.get("sessionId"), e["method"]) == kind]
        for event in found:
            self.browser.events.remove(event)
        return [event["params"] for event in found]

    def event(self, method: str, seconds: float = 10.0) -> dict[str, Any]:
        """Wait for an event of this tab and return it."""
        deadline = time.monotonic() + seconds
        while not (found := self.events(method)):
            if time.monotonic() > deadline:
                raise PageError(f"never happened: {method}")
            time.sleep(0.02)
        return found[0]

    def forgive(self, text: str) -> None:
        """Drop the complaints so far that hold a text: they were provoked."""
        self.browser.drain()
        kept = [e for e in self.browser.events if text not in json.dumps(e.get("params", {}))]
        self.browser.events = deque(kept)

    def complaints(self) -> list[str]:
        """Return the errors of scripts and the refusals of the browser since the start."""
        found = []
        for params in self.events("Runtime.exceptionThrown"):
            details = params["exceptionDetails"]
            found.append(details.get("exception", {}).get("description", details["text"]))
        entries = [params["entry"] for params in self.events("Log.entryAdded")]
        errors = [entry for entry in entries if entry["level"] == "error"]
        return found + [f"{entry['text']} {entry.get('url', '')}" for entry in errors]
