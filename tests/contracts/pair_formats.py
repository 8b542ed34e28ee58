"""What every format of translation units keeps; a test class for one inherits this and names it.

A subclass says in `written_as` what becomes of a string that its format cannot hold, and in
`spoiled` how a record breaks; `docs/interchange.md` has a section for each format.
"""

from __future__ import annotations

import tracemalloc
from contextlib import contextmanager
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workflow import registry
from workflow.errors import ExchangeError
from workflow.interchange.base import Header
from workflow.model import Fault, Finding, Origin, Severity, Status, Unit

HEADER = Header("ru", "en", "workflow 0.1.0", "2026-11-22T01:24:23+00:00", "Мир", "CC0-1.0")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "interchange.md"

NASTY = [
    "=1+1",
    "'=1",
    "''-2",
    '=HYPERLINK("http://x")',
    "+7 (495) 606-36-02",
    "-stan",
    "@home",
    "＝x",
    'a"b""c',
    "a,b;c|d",
    "<b>&amp;</b>",
    "]]>",
    "<![CDATA[x]]>",
    "&#11;",
    "&lt;",
    "%s \\n \\\\ \\",
    "%d из %(name)s",
    " с краю ",
    "  ",
    "\tтаб\t",
    "строка\nстрока",
    "строка\r\nстрока\r",
    "\n",
    "a\u2028b\u2029c\x85d\x0be\x0cf",
    "нуль\x00 звонок\x07 esc\x1b del\x7f",
    "شالوم RTL \u202eabc\u202c \u200f",
    "𝔐𝔬𝔰𝔨𝔳𝔞 😀👩‍👩‍👧 🇷🇺",
    "е\u0301 й и\u0306",
    "\ufeffначало",
    "\u00a0\u3000",
    "#, fuzzy",
    "msgid",
    "NULL",
    "None",
    "nan",
    "007",
    "1e5",
    "true",
    "2026-11-22",
    "_x000D_",
    "_x005F_x000D_",
    "[]",
    "{}",
    "# заголовок",
    "- пункт",
    "\ue000\uf8ff",
]
"""Strings that some format, or some program that opens it, takes for something else."""

DAMAGE = [
    b"<",
    b">",
    b"&",
    b'"',
    b"\n",
    b"\x00",
    b"]]>",
    b"<!--",
    b"\xff",
    b"\\",
    b"'",
    b"{",
    b"\t",
]
"""Bytes that break files."""

# No half characters: no file in UTF-8 has them.
CHARACTERS = st.characters(exclude_categories=["Cs"])
STRINGS = (
    st.sampled_from(NASTY)
    | st.text(CHARACTERS, min_size=1, max_size=30)
    | st.text("ОДКБ '\"=\t,;-\r\n<&>]%\\\x0b\x00{}|#", min_size=1, max_size=10)
)
WORDS = st.sampled_from(["numbers", "length", "terms", "x1"])
TIMES = st.datetimes().map(lambda time: time.isoformat(timespec="milliseconds") + "+00:00")
SCORES = st.none() | st.floats(-20, 1)
PLACES = st.none() | st.integers(0, 10**6)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    """A unit as the store gives it: languages of the header, offsets both or neither."""
    unit = Unit(draw(STRINGS), draw(STRINGS), HEADER.source_lang, HEADER.target_lang)
    if draw(st.booleans()):  # as another program may have given it: nothing but two texts
        return unit
    start = draw(PLACES)
    return replace(
        unit,
        id=f"{draw(st.sampled_from(['3f2a9c', 'B-1']))}.{draw(st.integers(1, 10**7))}",
        version=draw(st.integers(0, 99)),
        origin=draw(st.sampled_from(Origin)),
        status=draw(st.sampled_from(Status)),
        score=draw(SCORES),
        document=draw(st.sampled_from(["", 'а/б <1> & "2".html', "C:\\x.txt"])),
        paragraph=draw(PLACES),
        start=start,
        stop=None if start is None else start + 5,
        before=draw(st.just("") | STRINGS),
        after=draw(st.just("") | STRINGS),
        created_at=draw(st.just("") | TIMES),
        updated_at=draw(st.just("") | TIMES),
        author=draw(st.just("") | STRINGS),
        made_by=draw(st.sampled_from(["", "argos translate-ru_en-1_9", "a <b>"])),
        memory=draw(st.sampled_from(["", "ООН 2024", "=m"])),
        findings=tuple(
            draw(
                st.lists(st.builds(Finding, WORDS, st.sampled_from(Severity), STRINGS), max_size=2)
            )
        ),
        notes=tuple(draw(st.lists(STRINGS, max_size=2))),
    )


FULL = Unit(
    "Встреча состоялась.",
    "The meeting took place.",
    "ru",
    "en",
    id="3f2a9c.17",
    version=3,
    origin=Origin.MACHINE,
    status=Status.APPROVED,
    score=-0.25,
    document="а/б.html",
    paragraph=4,
    start=10,
    stop=29,
    before="До.",
    after="После.",
    created_at="2026-01-02T03:04:05.000+00:00",
    updated_at="2026-02-03T04:05:06.000+00:00",
    author="анна",
    made_by="argos translate-ru_en-1_9",
    memory="ООН",
    findings=(Finding("numbers", Severity.WARNING, "The 5 is missing."),),
    notes=("Проверить имя.", "Fine."),
)
"""A unit of which everything is known."""


class Refused:
    """What was refused, and why: empty where nothing was."""

    sentence = ""


@contextmanager
def refused():
    """Allow a refusal, which is one sentence and a hint."""
    refusal = Refused()
    try:
        yield refusal
    except ExchangeError as error:
        refusal.sentence = error.message
        assert "\n" not in error.message, error.message  # noqa: PT017 (allowed, not awaited)
        assert error.hint  # noqa: PT017


class PairFormatContract:
    """Subclasses name the format."""

    name: ClassVar[str]
    longest: ClassVar[int] = 10**6
    """Characters of a segment that the format holds."""

    @classmethod
    def form(cls):
        module, _, member = registry.PAIR_FORMATS[cls.name].partition(":")
        return getattr(import_module(module), member)()

    def written_as(self, unit: Unit) -> Unit:
        """What a unit comes back as; the page of the format lists why it is not the unit itself."""
        return unit

    def spoiled(self, path: Path) -> None:
        """Break the record of the second of three units («Два.») in the file or those beside it."""
        raise NotImplementedError

    def written(self, folder, given_units) -> Path:
        path = Path(folder) / f"pairs{self.form().suffixes[0]}"
        self.form().write(iter(given_units), path, HEADER)
        return path

    def read(self, path, languages=(HEADER.source_lang, HEADER.target_lang)):
        return list(self.form().read(path, languages))

    def round_trip(self, given_units):
        with TemporaryDirectory() as folder:
            return self.read(self.written(folder, given_units))

    def same(self, back, expected):
        """Assert that every field the format keeps is as expected."""
        kept = [field.name for field in fields(Unit) if field.name in self.form().keeps]
        assert [unit for unit in back if isinstance(unit, Fault)] == []
        assert [{name: getattr(unit, name) for name in kept} for unit in back] == [
            {name: getattr(unit, name) for name in kept} for unit in expected
        ]

    def test_what_it_keeps_are_fields_and_the_texts_are_among_them(self):
        assert {"source", "target"} <= self.form().keeps <= {field.name for field in fields(Unit)}

    def test_the_page_describes_it(self):
        assert f"`{self.name}`" in PAGE.read_text(encoding="utf-8")

    @given(st.lists(units(), max_size=4))
    @example([FULL])
    @example([Unit(text, text, "ru", "en") for text in NASTY])
    @example([replace(FULL, before=text, author=text, notes=(text,)) for text in NASTY])
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    def test_read_of_write_is_the_identity_but_for_listed_losses(self, given_units):
        self.same(self.round_trip(given_units), [self.written_as(unit) for unit in given_units])

    def test_a_segment_of_a_million_characters(self):
        text = ("Слово <и> & 😀 " * (self.longest // 14 + 1))[: self.longest - 1] + "."
        given_units = [Unit(text, text[::-1].strip(), "ru", "en")]
        self.same(self.round_trip(given_units), [self.written_as(unit) for unit in given_units])

    def test_a_segment_too_long_for_the_format_is_one_sentence(self, tmp_path):
        if self.longest >= 10**6:
            pytest.skip("this format has no such limit")
        with pytest.raises(ExchangeError) as caught:
            self.written(tmp_path, [Unit("я" * (self.longest + 1), "z", "ru", "en")])
        assert "\n" not in caught.value.message
        assert caught.value.hint

    def test_half_a_character_is_replaced_or_refused_in_a_sentence(self, tmp_path):
        half = Unit("а\ud800б", "c", "ru", "en")
        with refused() as error:
            path = self.written(tmp_path, [half])
        if error.sentence:
            assert "character" in error.sentence
        else:
            self.same(self.read(path), [self.written_as(half)])

    def test_the_same_units_are_the_same_bytes(self, tmp_path):
        made = []
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
            self.written(tmp_path / name, [FULL])
            made.append([(p.name, p.read_bytes()) for p in sorted((tmp_path / name).iterdir())])
        assert made[0] == made[1]
        assert all(name.startswith("pairs") for name, _ in made[0])

    def test_memory_does_not_grow_with_the_number_of_units(self, tmp_path):
        def peak(count: int) -> int:
            folder = tmp_path / str(count)
            folder.mkdir()
            tracemalloc.start()
            try:
                text = "слово " * 100
                path = self.written(
                    folder,
                    (replace(FULL, id=f"a.{n}", source=f"{n} {text}.") for n in range(count)),
                )
                assert sum(1 for _ in self.form().read(path, ("ru", "en"))) == count
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        peak(10)  # imports and caches
        few, many = peak(1_000), peak(6_000)
        assert many < few + 3 * 2**20  # the texts of 5,000 units are 6 MB

    def test_reading_starts_before_all_is_read(self, tmp_path):
        path = self.written(tmp_path, [FULL, replace(FULL, id="3f2a9c.18")])
        stream = self.form().read(path, ("ru", "en"))
        assert next(stream).source == FULL.source
        stream.close()  # nothing may hang on the rest

    def test_a_broken_record_is_a_fault_and_the_rest_is_taken(self, tmp_path):
        path = self.written(
            tmp_path,
            [
                Unit(text, "x.", "ru", "en", id=f"a.{n}")
                for n, text in enumerate(("Раз.", "Два.", "Три."), 1)
            ],
        )
        self.spoiled(path)
        back = self.read(path)
        assert [u.source for u in back if isinstance(u, Unit)] == ["Раз.", "Три."]
        (fault,) = [fault for fault in back if isinstance(fault, Fault)]
        assert not fault.taken
        assert fault.place > 0
        assert "\n" not in fault.message
        assert not fault.message.endswith(".")

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x00" * 64, b"\xff\xfe\x00\x01", b"\x89PNG\r\n\x1a\n", b"<x>" * 999, b"PK\x03\x04"],
    )
    def test_what_is_no_such_file_brings_no_unit_and_no_traceback(self, tmp_path, content):
        path = tmp_path / f"pairs{self.form().suffixes[0]}"
        path.write_bytes(content)
        back = []
        with refused() as error:
            back = self.read(path)
        assert not error.sentence or error.sentence.startswith(str(path))
        assert all(isinstance(fault, Fault) for fault in back)

    @given(st.data())
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
    )
    def test_damage_is_listed_or_refused_in_a_sentence(self, data):
        with TemporaryDirectory() as folder:
            path = self.written(folder, [FULL, replace(FULL, id="3f2a9c.18", source="Мир <&> 5")])
            if not path.is_file():
                pytest.skip("this format has no file of that name")
            content = bytearray(path.read_bytes())
            places = st.integers(0, len(content) - 1)
            for _ in range(data.draw(st.integers(1, 3))):
                start = data.draw(places)
                stop = start + data.draw(st.sampled_from([0, 1, 1, 2, 40]))
                content[start:stop] = data.draw(st.binary(max_size=3) | st.sampled_from(DAMAGE))
            path.write_bytes(content)
            back = []
            with refused() as error:
                back = self.read(path)
            assert not error.sentence or error.sentence.startswith(str(path))
            assert all(isinstance(item, Unit | Fault) for item in back)

    def test_a_missing_file_is_one_sentence(self, tmp_path):
        with pytest.raises(ExchangeError, match="cannot be read: no such file"):
            self.read(tmp_path / f"none{self.form().suffixes[0]}")
