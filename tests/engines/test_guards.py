from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.engines.guards import PROBLEMS, objection

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "eval" / "mt"

# source | target | problem
GOLDEN = """
Президент прибыл в Минск. | The President has arrived in Minsk. |
Нет, нет и нет! | No, no and no! |
Шаг за шагом, день за днём. | Step by step by day by day. |
Что было, то было. | What he had had was his. |
Он сказал: «Ура! Ура! Ура!» | He said: "Hooray! Hooray! Hooray!" |
Министр заявил, что стороны согласны. | The Minister the Minister the Minister said. | loop
Решение принято. | The decision of the of the of the of the. | loop
Совет одобрил доклад комиссии. | They took the report of the group the report of the group. | loop
Хорошо. | Hahahahahahahaha. | loop
Аааааааа! | Aaaaaaaa! |
Главы государств подписали заявление. | Главы государств подписали заявление. | copied
Главы государств подписали заявление. | Heads подписали заявление. | copied
Встреча в формате «ОДКБ» прошла. | The meeting in the "ОДКБ" format was held in Minsk. |
Стороны договорились. | ... | empty
Стороны договорились. | | empty
12. | |
OK | OK |
""".strip().splitlines()


@pytest.mark.parametrize("line", GOLDEN)
def test_golden(line: str) -> None:
    source, target, expected = (field.strip() for field in line.split("|"))
    pieces = 2 * len(source.split()) + 2
    assert objection(source, target, pieces, pieces, "en") == expected


def test_lengths() -> None:
    source, target = "слово " * 20, "word"
    assert objection(source, target, 40, 1, "en") == "dropped"
    assert objection(source, target, 4, 1, "en") == ""
    assert objection("да", "yes indeed", 1, 18, "en") == ""
    assert objection("да", "yes indeed", 1, 19, "en") == "runaway"


def test_cyrillic_is_right_in_cyrillic_languages() -> None:
    assert objection("The talks took place in Minsk", "Переговоры прошли", 6, 3, "ru") == ""
    assert objection("Мінск", "Минск", 2, 2, "ru") == ""


@given(st.text(), st.text(), st.integers(0, 300), st.integers(0, 600))
def test_answers_whatever_comes(source: str, target: str, long: int, made: int) -> None:
    assert objection(source, target, long, made, "en") in PROBLEMS


@given(st.text(alphabet="абв ,.", max_size=60))
def test_repeating_as_the_source_does_is_no_loop(text: str) -> None:
    assert objection(text, text, 10, 10, "ru") in {"", "copied"}


def test_people_are_seldom_objected_to() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared evaluation sets are not here")
    objected = total = 0
    for name in ("newstest2014", "newstest2016", "flores-dev"):
        pairs = zip(
            (SHARED / f"{name}.ru").read_text("utf-8").splitlines(),
            (SHARED / f"{name}.en").read_text("utf-8").splitlines(),
            strict=True,
        )
        for source, target in pairs:
            total += 1
            # About 4.5 characters a piece in both languages.
            lengths = len(source) * 2 // 9, len(target) * 2 // 9
            objected += objection(source, target, *lengths, "en") != ""
    assert objected <= 3, f"{objected} of {total} human translations were objected to"
