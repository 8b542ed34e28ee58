"""How often an office is named as another one, by the package alone and with the glossary.

    python benchmarks/offices.py [--json]

`offices.tsv` has 98 offices, each with English beginnings of words of which one must stand in the
translation of seven sentences about its holder. Lower is better; the list was drawn up to find what
the model lacks, so a larger package has the same 686 sentences to answer for.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import models
from workflow.engines.argos import ArgosEngine
from workflow.glossary import Glossary, demands

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parent
FRAMES = (
    "{} комиссии представил отчёт.",
    "{} центра ответил на вопросы.",
    "Вчера {} управления встретился с журналистами.",
    "Об этом рассказал {} фонда Антон Белов.",
    "{} больницы Нурлан Сеитов предупредил о дефиците лекарств.",
    "В группу вошли врач, юрист и {} архива.",
    "– Я этого не говорил, – уточнил {}.",
)
_ROWS = (HERE / "offices.tsv").read_text("utf-8").splitlines()
OFFICES = [(office, english.split("|")) for office, english in (row.split("\t") for row in _ROWS)]


def wrong(translations: Sequence[str]) -> int:
    """Return in how many sentences, an office's frames in a row, the office is another one."""
    accepted = [english for _, english in OFFICES for _ in FRAMES]
    return sum(
        not any(word.lower() in text.lower() for word in english)
        for text, english in zip(translations, accepted, strict=True)
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    sentences = [frame.format(office) for office, _ in OFFICES for frame in FRAMES]
    sentences = [sentence[0].upper() + sentence[1:] for sentence in sentences]
    glossary = Glossary.load([HERE.parent / "glossaries"])
    wanted = [demands(glossary, sentence) for sentence in sentences]
    for model in models.find("ru", "en"):
        engine = ArgosEngine([model], device="cpu")
        alone, held = dict(engine.translate(sentences)), dict(engine.translate(sentences, wanted))
        row = {
            "model": model.name,
            "sentences": len(sentences),
            "wrong": wrong([alone[n].text for n in range(len(sentences))]),
            "wrong_with_glossary": wrong([held[n].text for n in range(len(sentences))]),
        }
        print(
            json.dumps(row)
            if options.json
            else f"{row['model']}: of {row['sentences']} sentences another office in "
            f"{row['wrong']}, with the glossary in {row['wrong_with_glossary']}"
        )


if __name__ == "__main__":
    main()
