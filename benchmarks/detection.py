"""Language detection by class and language, and its time, beside other detectors.

    python benchmarks/detection.py [--json] [STRINGS]

STRINGS is tab-separated: language, kind (`short`, `title`, `sent`), source, text; the development
set in `../shared/eval/lid` unless stated. Every string stands alone, all detectors see the same
strings in one run, and time is that of a second pass, in seconds for 1,000 strings. `without names`
is ours without the names that it knows by heart, those of CLDR: half of the single words in STRINGS
are from there. Peers that are not installed are named and left out: `langdetect` (seeded),
LibreTranslate's detector (the file `detect.py` of the package `libretranslate`, with `lexilang`;
the languages of its models), `py3langid`, `pycld2` and `lingua` (package `lingua-language-
detector`), each with all languages.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Detector = Callable[[str], str]

ROOT = Path(__file__).resolve().parents[1]
STRINGS = ROOT / ".." / "shared" / "eval" / "lid" / "short-strings.tsv"
ASKED = ("ru", "be", "uk", "kk", "ky", "tg")
CLASSES = ("one word", "two or three", "title", "sentence")
# The codes of the languages that LibreTranslate has models for.
LIBRETRANSLATE = """
    ar az bg bn ca cs da de el en eo es et eu fa fi fr ga gl he hi hu id it ja ko ky lt lv ms nb
    nl pb pl pt ro ru sk sl sq sv th tl tr uk ur vi zh zt
""".split()  # noqa: SIM905


class String(NamedTuple):
    """A string, its language and its class."""

    text: str
    lang: str
    size: str


def read(path: Path) -> list[String]:
    """Return the strings of a file."""
    strings = []
    for line in path.read_text("utf-8").splitlines():
        lang, kind, _, text = line.split("\t")
        short = CLASSES[0] if len(text.split()) == 1 else CLASSES[1]
        size = {"title": "title", "sent": "sentence"}.get(kind, short)
        strings.append(String(text, lang, size))
    return strings


def ours() -> Detector:
    """Return the project's detector."""
    from workflow.detect import detect

    return lambda text: detect(text).lang


def unnamed() -> Detector:
    """Return the project's detector without the names of CLDR, which are some of the strings."""
    detector = ours()

    def decide(text: str) -> str:
        with patch("workflow.detect.decide.spellers", return_value=frozenset()):
            return detector(text)

    return decide


def langdetect() -> Detector:
    """Return langdetect with a fixed seed: unseeded it answers by chance."""
    from langdetect import DetectorFactory, LangDetectException, detect

    DetectorFactory.seed = 0

    def decide(text: str) -> str:
        try:
            return str(detect(text))
        except LangDetectException:
            return "und"

    return decide


def libretranslate() -> Detector:
    """Return LibreTranslate's detector; its file is loaded without the server around it."""
    package = importlib.util.find_spec("libretranslate")
    if package is None or not package.submodule_search_locations:
        raise ImportError("libretranslate")
    path = Path(package.submodule_search_locations[0]) / "detect.py"
    spec = importlib.util.spec_from_file_location("libretranslate_detect", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    detector = module.Detector(LIBRETRANSLATE)
    return lambda text: str(detector.detect(text)[0].code)


def py3langid() -> Detector:
    """Return py3langid, langid.py's faster successor."""
    import py3langid

    return lambda text: str(py3langid.classify(text)[0])


def pycld2() -> Detector:
    """Return Google's Compact Language Detector 2, its best effort."""
    import pycld2

    def decide(text: str) -> str:
        try:
            return str(pycld2.detect(text, bestEffort=True)[2][0][1])
        except pycld2.error:
            return "und"

    return decide


def lingua() -> Detector:
    """Return lingua with all its languages and its full models."""
    import lingua

    detector = lingua.LanguageDetectorBuilder.from_all_languages().build()

    def decide(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return decide


DETECTORS: dict[str, Callable[[], Detector]] = {
    "workflow": ours,
    "without names": unnamed,
    "langdetect": langdetect,
    "LibreTranslate": libretranslate,
    "py3langid": py3langid,
    "pycld2": pycld2,
    "lingua": lingua,
}


def measure(detector: Detector, strings: list[String]) -> dict[str, Any]:
    """Return the percentage right by class for the languages asked, by language, and the time."""
    shuffled = random.Random(0).sample(strings, len(strings))
    answers = {string: detector(string.text) for string in shuffled}
    began = time.perf_counter()
    for string in shuffled:
        detector(string.text)
    seconds = (time.perf_counter() - began) / len(strings) * 1000
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for string, answer in answers.items():
        for key in (string.size, string.lang):
            if key == string.lang or string.lang in ASKED:
                total[key] += 1
                right[key] += answer == string.lang
    shares = {key: round(100 * right[key] / total[key], 1) for key in total}
    return {
        "classes": {size: shares[size] for size in CLASSES if size in shares},
        "languages": {lang: share for lang, share in sorted(shares.items()) if lang not in CLASSES},
        "seconds per 1000": round(seconds, 3),
    }


def table(results: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of a readable table."""
    columns = [size for size in CLASSES if size in results["workflow"]["classes"]]
    langs = list(results["workflow"]["languages"])
    yield f"{'percent right':16}" + "".join(f"{c:>14}" for c in columns) + f"{'s/1000':>10}"
    for name, result in results.items():
        cells = "".join(f"{result['classes'][size]:14.1f}" for size in columns)
        yield f"{name:16}{cells}{result['seconds per 1000']:10.3f}"
    yield ""
    yield f"{'by language':16}" + "".join(f"{lang:>7}" for lang in langs)
    for name, result in results.items():
        yield f"{name:16}" + "".join(f"{result['languages'][lang]:7.1f}" for lang in langs)


def main() -> None:
    """Measure every detector that is installed and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("strings", nargs="?", type=Path, default=STRINGS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.strings.exists():
        sys.exit(f"{options.strings} does not exist; name a file of strings")
    strings = read(options.strings)
    results = {}
    for name, make in DETECTORS.items():
        try:
            detector = make()
        except ImportError as missing:
            print(f"{name}: not installed ({missing.name or missing})", file=sys.stderr)
            continue
        results[name] = measure(detector, strings)
    if options.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{len(strings)} strings; classes over {', '.join(ASKED)}, languages over all classes\n")
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
