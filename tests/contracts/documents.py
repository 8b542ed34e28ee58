"""What every reader keeps; a test class for a format inherits this and states what it is about."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workflow.documents.encoding import to_text
from workflow.errors import DocumentError
from workflow.model import Document, Edit, Paragraph
from workflow.text import clean

if TYPE_CHECKING:
    from workflow.documents.base import Reader

ENCODINGS = ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "cp866", "iso8859-5"]
MARKED = [("\ufeff", "utf-16-le"), ("\ufeff", "utf-16-be"), ("", "utf-16-le"), ("", "utf-16-be")]
LINE_ENDS = ["\n", "\r\n", "\r"]

NASTY = [
    "",
    " \t\r\n\f ",
    "а",
    "—",
    "2024",
    "Слово\u00a0слово\u00adслово\u200bслово",
    "Сто\u0301ит й и и\u0306",
    "<b>жирно</b> & «тихо» &amp; &lt;",
    "<p <b <!-- <![CDATA[ <!x ]]> -- > &#; &#x110000; &#xD800; &notit; &",
    "**жирно** _тихо_ `код` [ссылка](x) ![картинка](y) ~~нет~~ \\",
    "1. раз\n- два\n# три\n> четыре\n| пять | шесть |\n|---|---|\n***\n===\n```\nсемь",
    "---\ntitle: 'x\n---\n",
    "a\u0301\u0308" * 50,
    "\N{GRINNING FACE} \U0001d504\U0001d505 漢字とかな \u202eслева\u202c \ufffd\ufeff",
    "строка\u2028строка\u2029строка\u0085строка\x0bстрока\x0cстрока",
    "[" * 300 + "*" * 300 + "<" * 300 + "слово",
]
_TOKENS = "Minsk met 5 May, 2024. “word” (UN) a_b * <i> A&T &lt; [1] # 1. - > ` ' | ~~ ! _x_ Łódź ="
WORDS = st.lists(st.sampled_from([*_TOKENS.split(), '"', "\\", "№"]), min_size=1, max_size=12).map(
    " ".join
)
SOUP = st.text(
    st.sampled_from("аяЁ bZ09.,\n\n\r\t *_`[]()<>/&;#-=\"'!|\\~:pbi\u00a0\u00ad«»"), max_size=80
)
# One test, run for each format: that is what a contract is.
inherited = [HealthCheck.differing_executors]
few = settings(max_examples=25, deadline=None, suppress_health_check=inherited)
some = settings(few, max_examples=100)
many = settings(few, max_examples=200)


class EditingContract:
    """What holds for all formats. Subclasses give a reader and a sample with all that it knows."""

    reader: ClassVar[Reader]

    def data(self) -> bytes:
        """Return the sample."""
        raise NotImplementedError

    def document(self) -> Document:
        return self.reader.read(self.data(), "x")

    @few
    @given(WORDS)
    def test_new_text_reads_as_it_was_given(self, new: str) -> None:
        document = self.document()
        edits = [
            Edit(number, 0, len(paragraph.text), new)
            for number, paragraph in enumerate(document.paragraphs)
        ]
        again = self.reader.read(self.reader.write(document, edits), "x")
        # What goes on in another line may be another paragraph when it says something else.
        assert squeezed("".join(texts(again))) == squeezed(new) * len(edits)

    @some
    @given(WORDS, st.integers(0, 1_000))
    def test_an_edit_touches_nothing_else(self, new: str, number: int) -> None:
        document = self.document()
        before = texts(document)
        number %= len(before)
        stop = len(before[number]) // 2
        after = texts(
            self.reader.read(self.reader.write(document, [Edit(number, 0, stop, new)]), "x")
        )
        wanted = [*before[:number], new + before[number][stop:], *before[number + 1 :]]
        check_texts(after, wanted, document.paragraphs[number])

    @few
    @given(WORDS, st.integers(0, 1_000), st.integers(0, 1_000))
    def test_what_is_added_stands_where_it_should(self, new: str, number: int, place: int) -> None:
        document = self.document()
        before = texts(document)
        number %= len(before)
        place %= len(before[number]) + 1
        after = texts(
            self.reader.read(self.reader.write(document, [Edit(number, place, place, new)]), "x")
        )
        changed = before[number][:place] + new + before[number][place:]
        wanted = [*before[:number], changed, *before[number + 1 :]]
        check_texts(after, wanted, document.paragraphs[number])

    @many
    @given(st.binary(max_size=60))
    def test_any_bytes_are_refused_or_survive(self, data: bytes) -> None:
        try:
            document = self.reader.read(data, "x")
        except DocumentError:
            return
        assert self.reader.write(document, []) == data


class ReaderContract(EditingContract):
    """Subclasses give a reader and a sample that has all that the format knows.

    The sample's characters are in every encoding of `ENCODINGS`, its lines end in `\\n`.
    """

    sample: ClassVar[str]

    def data(self) -> bytes:
        return self.sample.encode()

    @pytest.mark.parametrize("line_end", LINE_ENDS)
    @pytest.mark.parametrize("encoding", ENCODINGS)
    def test_every_encoding_is_found_and_kept(self, encoding: str, line_end: str) -> None:
        text = self.sample.replace("\n", line_end)
        document = self.reader.read(text.encode(encoding), "x")
        assert document.encoding == encoding
        self.check(document, text)

    @pytest.mark.parametrize(("mark", "encoding"), MARKED)
    def test_utf16_is_found_with_and_without_a_mark(self, mark: str, encoding: str) -> None:
        text = mark + self.sample
        document = self.reader.read(text.encode(encoding), "x")
        assert document.encoding == encoding
        self.check(document, text)
        assert texts(document) == texts(self.reader.read(self.sample.encode(), "x"))

    def test_an_encoding_can_be_stated(self) -> None:
        document = self.reader.read("Да".encode("koi8-r"), "x", "KOI8-R")
        assert (document.encoding, texts(document)) == ("koi8-r", ["Да"])
        with pytest.raises(DocumentError):
            self.reader.read("Да".encode("cp1251"), "x", "utf-8")
        with pytest.raises(DocumentError):
            self.reader.read(b"x", "x", "no-such-encoding")

    @pytest.mark.parametrize("text", NASTY)
    def test_nasty_text_survives(self, text: str) -> None:
        self.check(self.reader.read(text.encode(), "x"), text)

    @many
    @given(SOUP)
    @example("&")
    def test_any_text_survives(self, text: str) -> None:
        self.check(self.reader.read(text.encode(), "x"), text)

    @many
    @given(st.binary(max_size=60))
    def test_any_bytes_are_refused_or_survive(self, data: bytes) -> None:
        try:
            document = self.reader.read(data, "x")
        except DocumentError:
            return
        self.check(document, to_text(data, document.encoding))

    def test_broken_bytes_survive_around_an_edit(self) -> None:
        data = "Первый абзац целый.\n\nВторой аб\0\0зац битый.".encode().replace(
            b"\0\0", b"\xff\xd0"
        )
        document = self.reader.read(data, "x")
        assert document.encoding == "utf-8"
        assert any("\ufffd\ufffd" in text for text in texts(document))
        assert all(
            "\ufffd" in text or text.isprintable() or "\n" in text for text in texts(document)
        )
        assert self.reader.write(document, []) == data
        word = document.paragraphs[0].text.index("Первый")
        written = self.reader.write(document, [Edit(0, word, word + 6, "First")])
        assert written == data.replace("Первый".encode(), b"First")

    def test_characters_that_the_encoding_lacks_are_written(self) -> None:
        document = self.reader.read(self.sample.encode("koi8-r"), "x")
        edits = [Edit(number, 0, len(text), "Łódź") for number, text in enumerate(texts(document))]
        again = self.reader.read(self.reader.write(document, edits), "x")
        assert [squeezed(text) for text in texts(again)] == ["Łódź"] * len(edits)

    def test_wrong_edits_are_refused(self) -> None:
        document = self.reader.read("Одно слово".encode(), "x")
        with pytest.raises(ValueError, match="overlap"):
            self.reader.write(document, [Edit(0, 0, 5, "a"), Edit(0, 4, 6, "b")])
        with pytest.raises(ValueError, match="outside"):
            self.reader.write(document, [Edit(0, 5, 99, "a")])

    @pytest.mark.parametrize(
        "data", [b"%PDF-1.7\n", b"PK\x03\x04\0\0", b"\x89PNG\r\n\x1a\n\0", b"a\0b", b"\x01\x02" * 9]
    )
    def test_binary_files_are_refused_in_a_sentence(self, data: bytes) -> None:
        with pytest.raises(DocumentError) as caught:
            self.reader.read(data, "file.bin")
        assert "file.bin" in caught.value.message
        assert not caught.value.message.endswith(".")
        assert caught.value.hint

    def check(self, document: Document, text: str) -> None:
        """Check all that must hold for a document just read from `text`."""
        reader = self.reader
        assert to_text(document.source, document.encoding).removeprefix("\ufeff") == (
            text.removeprefix("\ufeff")
        )
        assert reader.write(document, []) == document.source
        same = [
            Edit(number, 0, len(paragraph.text), paragraph.text)
            for number, paragraph in enumerate(document.paragraphs)
        ]
        assert reader.write(document, same) == document.source
        decoded = to_text(document.source, document.encoding)
        for paragraph in document.paragraphs:
            check_runs(paragraph, decoded)
        places = sorted((r.start, r.stop) for p in document.paragraphs for r in p.runs)
        assert all(before[1] <= after[0] for before, after in pairwise(places))


def check_texts(after: list[str], wanted: list[str], edited: Paragraph) -> None:
    """Check what stands in a document of which one paragraph was edited.

    Lines that say something else may be paragraphs now, or one paragraph.
    """
    if any(run.breaks for run in edited.runs) or len(after) != len(wanted):
        after, wanted = ["".join(after)], ["".join(wanted)]
    assert [squeezed(text) for text in after] == [squeezed(text) for text in wanted]


def check_runs(paragraph: Paragraph, decoded: str) -> None:
    """Check that the runs rebuild the text, in order, from where they say."""
    assert paragraph.text.strip() == paragraph.text != ""
    assert "".join(run.text for run in paragraph.runs) == paragraph.text
    paragraph.text.encode()  # no lone surrogate: it goes to a database
    at = 0
    for run in paragraph.runs:
        assert at <= run.start < run.stop <= len(decoded)
        at = run.stop
        spelled = decoded[run.start : run.stop]
        atomic = spelled.startswith(("&", "\\", "''")) or re.fullmatch("[\ud800-\udfff]", spelled)
        assert run.text == spelled or atomic or (run.breaks and run.text == "\n")


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def squeezed(text: str) -> str:
    """Return the text without white space and invisible characters."""
    return clean(text).replace(" ", "")
