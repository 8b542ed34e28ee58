"""The templates make sentences that agree, and none that a score is given on."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))

from inflect import agree, counted, inflect, inflect_name  # noqa: E402
from slots import Fillers  # noqa: E402
from templates import FOLDER, Template, fill, pairs, templates  # noqa: E402

EVALUATION = ROOT.parent / "shared" / "eval" / "mt"
RUN = 8  # fixed words of a template in a row that nothing else should have


@pytest.fixture(scope="module")
def made() -> list[tuple[str, str]]:
    return list(pairs(ROOT / "glossaries", 2500))


@pytest.mark.parametrize(
    ("phrase", "case", "expected"),
    [
        ("рабочий визит", "ablt", "рабочим визитом"),
        ("Парламентская Ассамблея ОДКБ", "gent", "Парламентской Ассамблеи ОДКБ"),
        ("Министр иностранных дел Армении", "datv", "Министру иностранных дел Армении"),
        ("Министр обороны", "accs", "Министра обороны"),
        ("проект закона", "accs", "проект закона"),
        ("высшее образование", "datv", "высшему образованию"),
        ("Исламская Республика Иран", "loct", "Исламской Республике Иран"),
        ("вице-премьер", "ablt", "вице-премьером"),
    ],
)
def test_phrases(phrase: str, case: str, expected: str) -> None:
    assert inflect(phrase, case) == expected


def test_a_phrase_without_a_noun_is_refused() -> None:
    with pytest.raises(ValueError, match="СНГ"):
        inflect("СНГ", "gent")


@pytest.mark.parametrize(
    ("name", "gender", "case", "expected"),
    [
        ("Сергей Петров", "masc", "ablt", "Сергеем Петровым"),
        ("Анна Рахимова", "femn", "accs", "Анну Рахимову"),
        ("Армен Хачатурян", "masc", "datv", "Армену Хачатуряну"),
        ("Ольга Бондаренко", "femn", "gent", "Ольги Бондаренко"),
        ("Н. Волков", "masc", "gent", "Н. Волкова"),
    ],
)
def test_names(name: str, gender: str, case: str, expected: str) -> None:
    assert inflect_name(name, gender, case) == expected


def test_agreement() -> None:
    assert agree("провёл", "femn") == "провела"
    assert agree("подписан", "neut") == "подписано"
    assert agree("состоится", "femn") == "состоится"
    assert agree("принятый", "femn", "accs") == "принятую"
    assert [counted("самолёт", n) for n in (1, 2, 5)] == ["самолёт", "самолёта", "самолётов"]
    assert [counted("человек", n) for n in (2, 5, 12, 34)] == [
        "человека", "человек", "человек", "человека"
    ]  # fmt: skip
    assert [counted("год", n) for n in (3, 7)] == ["года", "лет"]


def test_every_template_can_be_filled() -> None:
    every = templates()
    assert len({template.russian for template in every}) == len(every) > 700
    rng = random.Random(7)
    fillers = Fillers(FOLDER, ROOT / "glossaries", rng)
    left = every
    for _ in range(9):  # a word without the form that is asked for is drawn anew
        left = [template for template in left if not _pairs(template, fillers, rng)]
    assert left == []


def _pairs(template: Template, fillers: Fillers, rng: random.Random) -> list[tuple[str, str]]:
    """Give one pair, or none where a word that was drawn has no such form."""
    try:
        return [fill(template, fillers, rng)]
    except ValueError:
        return []


def test_what_is_made_is_whole(made: list[tuple[str, str]]) -> None:
    assert len(made) == len(set(made)) == 2500
    assert sum(bool(re.search(r"\d", russian)) for russian, _ in made) > 600
    for russian, english in made:
        assert not re.search(r"[{}\[\]<>|~^]", russian + english), (russian, english)
        assert re.search("[А-Яа-яЁё]", russian) or re.fullmatch(r"[\d :.,г]+", russian)
        undated = re.sub(r"\b\d\d\.\d\d(?=\.\d{4})", "", russian)  # 05.02.2024: 5 February 2024
        digits = [Counter(re.findall(r"\d", side)) for side in (undated, english)]
        assert not digits[0] - digits[1], russian  # «Большая двадцатка» is G20
        assert not re.search("[А-Яа-яЁё]", english), english
        assert "  " not in russian + english


@pytest.mark.parametrize(
    ("slot", "russian", "english"),
    [
        ("address", r"(ул|пр|пер|пл|ш|б-р|пр-т)\.? .+, (д\. |дом )?\d+", r"\d+[AB]? [A-Z\d].+"),
        ("street.p", "На .+", r"[A-Z\d][\w ]+ (Street|Avenue|Square|Boulevard|Highway)"),
        ("listed", r"[\w-]+( [\w-]+)* [А-Я]\. ?[А-Я]\.", r"[A-Z][a-z]?\. [A-Z][a-z]?\. .+"),
        ("namesake.g", "(им\\.|имени) ", "[A-Z].+"),
        ("acting.n", "(и\\. ?о\\.|врио|исполняющий обязанности) ", "Acting [A-Z].+"),
    ],
)
def test_offices_and_addresses(slot: str, russian: str, english: str) -> None:
    rng = random.Random(3)
    fillers = Fillers(FOLDER, ROOT / "glossaries", rng)
    name, _, _ = slot.partition(".")
    template = Template(f"– на {{{slot}}}", f"– {{{name}}}", "here:1")
    made = [pair for _ in range(40) for pair in _pairs(template, fillers, rng)]
    assert len(made) > 30, "more words than a few lack the form"
    for pair in made:
        assert re.search(russian, pair[0]), pair
        assert re.fullmatch(f"– {english}", pair[1]), pair


def test_slots_and_choices_are_the_same_on_both_sides() -> None:
    for template in templates():
        names = [
            {
                re.split(r"[ ~^|]", slot.split(".")[0])[-1 if side else 0].lower()
                for slot in re.findall(r"\{([^{}]+)\}", text)
                if not re.search("[~^]", slot)
            }
            for side, text in enumerate((template.russian, template.english))
        ]
        assert names[0] - names[1] <= {"event"}, template.origin
        assert names[1] <= names[0], template.origin
    with pytest.raises(ValueError, match="choices differ"):
        Template("[да|нет]", "yes", "here:1")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("ё", "е"))


def _runs(texts: list[str]) -> set[tuple[str, ...]]:
    return {
        tuple(words[i : i + RUN])
        for words in map(_words, texts)
        for i in range(len(words) - RUN + 1)
    }


def _fixed() -> dict[tuple[str, ...], str]:
    found = {}
    for template in templates():
        for text in (template.russian, template.english):
            for part in re.split(r"\{[^{}]+\}|\[[^\]]+\]|<[^>]+>", text):
                found |= dict.fromkeys(_runs([part]), template.origin)
    return found


def test_no_template_repeats_the_corpus() -> None:
    files = [
        p for p in (ROOT / "corpus").rglob("*") if p.suffix in (".txt", ".md", ".html", ".tsv")
    ]
    texts = [
        line for path in files for line in path.read_bytes().decode("utf-8", "ignore").splitlines()
    ]
    shared = _runs(texts) & _fixed().keys()
    assert not {(_fixed()[run], run) for run in shared}


def test_no_template_repeats_the_test_sets() -> None:
    if not EVALUATION.is_dir():
        pytest.skip("needs ../shared/eval/mt")
    texts = [line for path in EVALUATION.iterdir() for line in path.read_text("utf-8").splitlines()]
    shared = _runs(texts) & _fixed().keys()
    assert not {(_fixed()[run], run) for run in shared}


def test_no_sentence_made_stands_in_the_corpus(made: list[tuple[str, str]]) -> None:
    lines = {
        " ".join(_words(side))
        for path in (ROOT / "corpus" / "references").glob("*.tsv")
        for line in path.read_text("utf-8").splitlines()
        for side in line.split("\t")
    }
    repeated = {" ".join(_words(side)) for pair in made for side in pair} & lines
    assert {text for text in repeated if len(text.split()) > 3} == set()


def test_the_same_seed_gives_the_same_pairs(made: list[tuple[str, str]]) -> None:
    assert list(pairs(ROOT / "glossaries", 50)) == made[:50]
    assert FOLDER.is_dir()
