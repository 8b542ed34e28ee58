"""Make the names that `workflow.detect` knows by heart: the world's as each spells them.

    python benchmarks/detection_names.py

Languages, scripts, countries, regions, currencies, months and days from CLDR (in the package
`babel`, which this needs; Unicode License v3), in the languages written in Cyrillic letters.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from babel import Locale

from workflow.detect.names import LONGEST
from workflow.detect.tokens import tokens
from workflow.languages import ALPHABETS

OUT = Path(__file__).resolve().parents[1] / "workflow" / "detect" / "names.tsv"


def cldr(lang: str) -> set[str]:
    """Return CLDR's names in a language that is written in Cyrillic letters."""
    locale = Locale.parse(f"{lang}_Cyrl" if lang in {"sr", "uz"} else lang)
    of = (locale.languages, locale.territories, locale.scripts, locale.currencies)
    of += (*locale.months["format"].values(), *locale.months["stand-alone"].values())
    of += (*locale.days["format"].values(), *locale.days["stand-alone"].values())
    return {unicodedata.normalize("NFC", name) for names in of for name in names.values()}


def main() -> None:
    """Write `name<TAB>languages`, the words of a name as `workflow.detect` looks them up."""
    spelled: dict[str, list[str]] = defaultdict(list)
    for lang in ALPHABETS["Cyrillic"]:
        found = [list(tokens(name)) for name in cldr(lang)]
        own = {
            " ".join(token.form for token in words)
            for words in found
            if 0 < len(words) <= LONGEST
            and all(token.script == "Cyrillic" and len(token.form) > 2 for token in words)
        }
        for name in own:
            spelled[name].append(lang)
    lines = (f"{name}\t{' '.join(langs)}\n" for name, langs in sorted(spelled.items()))
    OUT.write_text("".join(lines), "utf-8")
    print(f"{OUT}: {len(spelled)} names, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
