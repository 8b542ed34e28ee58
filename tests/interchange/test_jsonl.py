"""JSON Lines: the contract, and lines of other programs."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from tests.contracts.pair_formats import FULL, HEADER, PairFormatContract
from workflow.errors import ExchangeError
from workflow.interchange.jsonl import JsonLines
from workflow.model import Fault, Status, Unit


class TestJsonLines(PairFormatContract):
    name = "jsonl"

    def spoiled(self, path):
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([lines[0], lines[1][:-5], lines[2]]), "utf-8")


def read(tmp_path, *lines, languages=("ru", "en")):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n".join(one if isinstance(one, bytes) else one.encode() for one in lines))
    return list(JsonLines().read(path, languages))


def test_a_line_says_what_is_known_by_the_names_of_the_model(tmp_path):
    path = tmp_path / "out.jsonl"
    JsonLines().write([FULL, Unit("Да.", "", "ru", "en")], path, HEADER)
    full, bare = map(json.loads, path.read_text("utf-8").splitlines())
    assert full["score"] == -0.25
    assert (full["document"], full["paragraph"]) == ("а/б.html", 4)
    assert FULL.source == full["source"]
    assert full["findings"] == [
        {"check": "numbers", "severity": "warning", "message": "The 5 is missing."}
    ]
    assert list(full) == list(bare) == [field.name for field in fields(Unit)]
    assert {name for name, value in bare.items() if value not in ("", None, [])} == {
        "source",
        "source_lang",
        "target_lang",
        "version",
        "origin",
        "status",
    }


def test_unknown_names_are_ignored_and_missing_ones_unknown(tmp_path):
    assert read(tmp_path, '{"source": "а", "target": "b", "colour": {"x": [1]}}') == [
        Unit("а", "b", "ru", "en")
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "it is no JSON"),
        ("[1]", "it is no JSON object"),
        ("[" * 100_000, "it is no JSON"),
        ('{"source": "а"}', "it has no target"),
        ('{"source": 5, "target": "b"}', "«5» as source is no text"),
        ('{"source": "\\ud800", "target": "b"}', "«\ud800» as source is no text"),
        ('{"source": "а", "target": "b", "version": ' + "9" * 5000 + "}", "it is no JSON"),
    ],
)
def test_a_broken_line_is_listed_with_its_number_and_the_rest_is_taken(tmp_path, line, message):
    good = '{"source": "а", "target": "b"}'
    fault, unit = read(tmp_path, "", line, good)
    assert (fault.place, fault.message, fault.taken) == (2, message, False)
    assert unit == Unit("а", "b", "ru", "en")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("version", '"x"', "x"),
        ("version", "true", "True"),
        ("version", "9007199254740992", "9007199254740992"),
        ("created_at", '"yesterday"', "yesterday"),
        ("version", "1e999", "inf"),
        ("status", '"fine"', "fine"),
        ("score", "NaN", "nan"),
        ("start", "-1", "-1"),
        ("findings", '[{"check": "x"}]', "[{'check': 'x'}]"),
        ("author", "[]", "[]"),
    ],
)
def test_a_value_that_cannot_be_is_left_out_and_said(tmp_path, name, value, shown):
    back = read(tmp_path, f'{{"source": "а", "target": "b", "{name}": {value}}}')
    message = f"«{shown}» as {name.replace('_', ' ')} makes no sense and is left out"
    assert back == [Fault(1, message, taken=True), Unit("а", "b", "ru", "en")]


def test_bytes_of_another_encoding_are_a_fault_or_refused(tmp_path):
    good = '{"source": "я", "target": "b"}'
    unit, fault = read(tmp_path, good, good.encode("cp1251"))
    assert unit == Unit("я", "b", "ru", "en")
    assert (fault.place, fault.taken) == (2, False)
    with pytest.raises(ExchangeError, match="not UTF-8") as error:
        read(tmp_path, good.encode("cp1251"), good)
    assert "iconv" in error.value.hint


def test_languages_must_be_known(tmp_path):
    lines = ('{"source": "а", "target": "b", "source_lang": "be"}',)
    assert read(tmp_path, *lines, languages=None) == [Fault(1, "it has no target language")]
    (unit,) = read(tmp_path, *lines)
    assert (unit.source_lang, unit.target_lang) == ("be", "en")
    assert unit.status is Status.MACHINE
