"""Write pairs of official sentences from templates: python templates.py OUT.tsv [--pairs N].

`templates/sentences/*.tsv` are templates, Russian and English; `templates/*.tsv` and the
glossary are what fills their slots. A slot is `{name.case}` in Russian (n g d a i p) and `{name}`
in English; `name2` is another of the kind. `{verb~name}` and `{participle^name}` agree with a
slot, `{n|noun}` is a number with its noun, `[a|b]` chooses alike in both languages, `<a|b>` in one
alone; `{a name}`, `{the name}`, `{his name}`, `{Name}` are English only.
"""

from __future__ import annotations

import argparse
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inflect import CASES, agree, analyser, counted, many
from slots import Fillers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from value import Value

FOLDER = Path(__file__).parent / "templates"
_SLOT = re.compile(r"\{([^{}]+)\}")
_CHOICE = re.compile(r"\[([^\[\]]+)\]")
_FREE = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence in both languages with slots."""

    russian: str
    english: str
    origin: str

    def __post_init__(self) -> None:
        """Refuse what cannot be filled alike on both sides."""
        sides = (_CHOICE.findall(self.russian), _CHOICE.findall(self.english))
        counts = [sorted(choice.count("|") for choice in side) for side in sides]
        if counts[0] != counts[1]:
            raise ValueError(f"{self.origin}: choices differ: {self.russian}")


def templates(folder: Path = FOLDER) -> list[Template]:
    """Return all templates, in order."""
    found = []
    for path in sorted((folder / "sentences").glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            russian, english = line.split("\t")
            found.append(Template(russian, english, f"{path.name}:{number}"))
    return found


def _choose(text: str, picks: list[int], other: str) -> str:
    """Replace each choice by its option; choices of the two sides pair by their sizes in order."""
    sizes = [choice.count("|") for choice in _CHOICE.findall(other)]
    left = list(zip(sizes, picks, strict=True))

    def option(match: re.Match[str]) -> str:
        options = match[1].split("|")
        index = next(i for i, (size, _) in enumerate(left) if size == len(options) - 1)
        return options[left.pop(index)[1]]

    return _CHOICE.sub(option, text)


def fill(template: Template, fillers: Fillers, rng: random.Random) -> tuple[str, str]:
    """Return one pair that a template makes.

    Raises:
        ValueError: a slot's word has no such form.

    """
    sizes = [choice.count("|") + 1 for choice in _CHOICE.findall(template.russian)]
    picks = [rng.randrange(size) for size in sizes]
    russian = _choose(template.russian, picks, template.russian)
    english = _choose(template.english, picks, template.russian)
    russian = _FREE.sub(lambda m: rng.choice(m[1].split("|")), russian)
    values: dict[str, Value] = {}

    def value(name: str) -> Value:
        if name not in values:
            values[name] = fillers.draw(name, [v.russian for v in values.values()])
        return values[name]

    russian = _polished(_SLOT.sub(lambda m: _russian(m[1], value), russian), rng)
    english = _SLOT.sub(lambda m: _english(m[1], value), english)
    # what goes on a sentence begins small in both
    if template.russian[0].islower():
        return russian, english
    return _capital(russian), _capital(english)


def _russian(slot: str, value: Callable[[str], Value]) -> str:
    """Return what stands in a Russian slot.

    Raises:
        ValueError: a word has no such form.

    """
    if match := re.fullmatch(r"(\w+)([~^])(\w+)", slot):
        gender = value(match[3]).agreeing()
        return agree(match[1], gender, "accs" if match[2] == "^" else "nomn")
    if "|" in slot:
        name, noun = slot.split("|")
        return _number(value(name), *noun.split("."))
    name, _, case = slot.partition(".")
    text = value(name.lower()).cased(CASES[case]) if case else value(name.lower()).russian
    return _as_slot(name, text)


def _number(number: Value, noun: str, case: str = "") -> str:
    """Return a number and its noun; with a case, the noun in the plural of it."""
    if case == "accs":  # 5 нарушителей, but 5 документов
        living = "anim" in analyser().parse(noun)[0].tag
        form = many(noun) if living else counted(noun, number.form)
    else:
        form = many(noun, CASES.get(case, case)) if case else counted(noun, number.form)
    return f"{number.russian} {form}"


def _english(slot: str, value: Callable[[str], Value]) -> str:
    """Return what stands in an English slot."""
    word, _, name = slot.rpartition(" ")
    drawn = value(name.lower())
    text = _as_slot(name, drawn.english)
    if word.lower() == "a":
        return f"{word}n {text}" if text[0] in "aeiouAEIO" else f"{word} {text}"
    if word.lower() == "the":
        return word[0] + drawn.article()[1:] if drawn.article() != text else text
    if not word:
        return text  # a date or a figure has no gender to ask for
    feminine = drawn.agreeing() == "femn"
    replaced = {"his": ("his", "her"), "himself": ("himself", "herself")}
    return replaced[word][feminine] if word in replaced else f"{('Mr', 'Ms')[feminine]} {text}"


def _as_slot(name: str, text: str) -> str:
    """Give a filler the capitals that its slot's name has."""
    if name.isupper():
        return text.upper()
    return _capital(text) if name[0].isupper() else text


def _capital(text: str) -> str:
    """Begin with a capital, behind a quotation mark too."""
    return re.sub(r"^([«“–\s]*)(\w)", lambda m: m[1] + m[2].upper(), text)


def _polished(text: str, rng: random.Random) -> str:
    """Write «во», «со», «об» where they belong, and mostly «е» for «ё», as documents do."""
    text = re.sub(r"\b([Вв]) (?=[ВФвф][бвгджзклмнпрстфхцчшщ])", r"\1о ", text)
    text = re.sub(r"\b([Сс]) (?=[СсЗзШш][бвгджзклмнпрстфхцчшщ])", r"\1о ", text)
    text = re.sub(r"\b([Оо]) (?=[АЭИОУаэиоу])", r"\1б ", text)
    text = text.replace("..", ".")  # «2009 г.» at the end
    return text if rng.random() < 0.3 else text.translate(str.maketrans("ёЁ", "еЕ"))  # noqa: PLR2004


def pairs(glossaries: Path, count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield different pairs, the templates by turns; one whose forms fail is drawn anew."""
    rng = random.Random(seed)
    fillers, seen = Fillers(FOLDER, glossaries, rng), set()
    every = templates()
    for turn in range(count * 4):
        try:
            pair = fill(every[turn % len(every)], fillers, rng)
        except ValueError:
            continue
        if pair not in seen and len(seen) < count:
            seen.add(pair)
            yield pair


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=int, default=75_000)
    parser.add_argument("--glossaries", type=Path, default=Path(__file__).parents[1] / "glossaries")
    options = parser.parse_args()
    with options.out.open("w", encoding="utf-8") as file:
        for russian, english in pairs(options.glossaries, options.pairs):
            file.write(f"{russian}\t{english}\ttemplates\n")


if __name__ == "__main__":
    main()
