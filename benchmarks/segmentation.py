"""Errors in sentence boundaries: our rules, other splitters, and the package's own network.

    python benchmarks/segmentation.py [--json] [FILES]

FILES hold a sentence a line and end in the language (`.ru`, `.en`); the development sets in
`../shared/eval` unless stated. Twelve lines at a time are joined with a space; an error is a
boundary that is missed or one too many. Lines without a mark at their end, such as headlines, are
left out. `network` is what the embedded package brings for Argos Translate, read by MiniSBD; it
knows Russian only. razdel is what our Russian rules end with. `sentencex` (`pip install
sentencex`) is left out, and named, where it is not installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.models import embedded
from workflow.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable

    Split = Callable[[str], list[str]]

EVAL = Path(__file__).resolve().parents[1] / ".." / "shared" / "eval"
STEMS = (
    "align/dev/nat_auto_nos",
    "align/dev/nat_auto_smert_ivana_ilyicha",
    "align/dev/nat_auto_the_canterville_ghost",
    "mt/newstest2014",
    "mt/newstest2016",
)
FILES = [EVAL / f"{stem}.{lang}" for lang in ("ru", "en") for stem in STEMS]
JOINED = 12  # lines
ENDED = re.compile(r"[.!?…][»\"”’')]*$")


def splitters(lang: str) -> dict[str, Split]:
    """Return what can split a language here."""
    from minisbd import SBDetect
    from razdel import sentenize

    found: dict[str, Split] = {
        "rules": lambda text: [sentence.text for sentence in segment(text, lang)],
        "razdel": lambda text: [sentence.text for sentence in sentenize(text)],
    }
    if lang == "ru":
        (file,) = (embedded.FOLDER / "minisbd").iterdir()
        found["network"] = SBDetect(str(file), use_gpu=False).sentences
    if importlib.util.find_spec("sentencex"):
        from sentencex import segment as peer

        found["sentencex"] = lambda text: list(peer(lang, text))
    return found


def stops(parts: list[str]) -> set[int]:
    """Return where parts end, in characters that are no space, but for the last."""
    return set(accumulate(len("".join(part.split())) for part in parts[:-1]))


def measure(path: Path) -> dict[str, Any]:
    """Return a file's boundaries and each splitter's errors and seconds."""
    lines = (" ".join(line.split()) for line in path.read_text("utf-8").splitlines())
    whole = [line for line in lines if ENDED.search(line)]
    groups = [whole[start : start + JOINED] for start in range(0, len(whole), JOINED)]
    row: dict[str, Any] = {"file": path.name, "boundaries": len(whole) - len(groups)}
    for name, split in splitters(path.suffix[1:]).items():
        start = time.perf_counter()
        said = [split(" ".join(group)) for group in groups]
        seconds = time.perf_counter() - start
        pairs = [(stops(group), stops(parts)) for group, parts in zip(groups, said, strict=True)]
        row[name] = {
            "missed": sum(len(right - found) for right, found in pairs),
            "extra": sum(len(found - right) for right, found in pairs),
            "seconds": round(seconds, 2),
        }
    return row


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = options.files or [path for path in FILES if path.is_file()]
    if not files:
        sys.exit("name files with a sentence a line: the development sets are not here")
    if not importlib.util.find_spec("sentencex"):
        print("sentencex is not installed and left out", file=sys.stderr)
    for path in files:
        row = measure(path)
        if options.json:
            print(json.dumps(row))
            continue
        said = [
            f"{name} {errors['missed']}+{errors['extra']} in {errors['seconds']:.2f} s"
            for name, errors in row.items()
            if isinstance(errors, dict)
        ]
        print(
            f"{row['file']}, {row['boundaries']:,} boundaries, missed + too many:", *said, sep="  "
        )


if __name__ == "__main__":
    main()
