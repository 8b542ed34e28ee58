from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.contracts.engines import SENTENCES, EngineContract
from workflow.engines.argos import ArgosEngine
from workflow.engines.decoder import MAX_PIECES, SHORTLIST, Decoder, Options, Unit
from workflow.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from workflow.models import Model

LONG = "Совет рассмотрел доклад комиссии, утвердил план, принял решение; " * 14


class TestArgos(EngineContract):
    @pytest.fixture
    def engine(self, argos_engine: ArgosEngine) -> ArgosEngine:
        return argos_engine


@pytest.fixture
def unlisted(tmp_path: Path, model: Model) -> Model:
    """The embedded package without its shortlist, as other packages are."""
    folder = tmp_path / model.path.name
    shutil.copytree(model.path, folder, ignore=shutil.ignore_patterns(SHORTLIST))
    return replace(model, path=folder, embedded=False)


def test_gives_what_argos_gives(unlisted: Model) -> None:
    from argostranslate import package, translate

    languages = translate.Language("ru", "Russian"), translate.Language("en", "English")
    peer = translate.PackageTranslation(*languages, package.Package(unlisted.path))
    sentences = [*SENTENCES[:4], "Встреча прошла в Москве.", "Я живу здесь."]
    engine = ArgosEngine([unlisted], device="cpu")
    ours = dict(engine.translate(sentences))
    compared = 0
    for index, sentence in enumerate(sentences):
        if ours[index].attempts == 1:
            expected = peer.hypotheses(sentence, 1)[0]
            assert ours[index].text == " ".join(expected.value.split())
            pieces = len(engine._stages[0].decoder.encode(ours[index].text)) + 1
            assert ours[index].score == pytest.approx(expected.score * pieces**-0.8, rel=0.2)
            compared += 1
    assert compared >= 3


def test_only_listed_pieces_are_chosen(
    argos_engine: ArgosEngine, unlisted: Model, model: Model
) -> None:
    shortlist = {}
    for line in (model.path / "model" / SHORTLIST).read_text("utf-8").splitlines():
        piece, _, listed = line.partition("\t")
        shortlist[piece] = set(listed.split(" "))
    sides = (
        set(json.loads((model.path / "model" / f"{side}_vocabulary.json").read_text("utf-8")))
        for side in ("source", "target")
    )
    assert set(shortlist) - {""} <= next(sides)
    assert set().union(*shortlist.values()) <= next(sides)
    listed, unhindered = argos_engine._stages[0].decoder, Decoder(unlisted, device="cpu")
    assert (listed.shortlist, unhindered.shortlist) == (True, False)
    units = [Unit(n, listed.encode(sentence)) for n, sentence in enumerate(SENTENCES[:4])]
    chosen = {n: each[0].tokens for n, each in listed.decode(units, Options())}
    for unit in units:
        allowed = shortlist[""].union(*(shortlist.get(piece, set()) for piece in unit.pieces))
        assert set(chosen[unit.owner]) <= allowed
    # a prefix may be anything, and what follows it is chosen among all pieces
    prefix = tuple(listed.encode("Zanzibar kumquat"))
    forced = [replace(unit, target=prefix) for unit in units]
    assert list(listed.decode(forced, Options())) == list(unhindered.decode(forced, Options()))


def test_long_sentence_is_split_not_cut(argos_engine: ArgosEngine) -> None:
    stage = argos_engine._stages[0]
    parts = stage._parts(LONG.strip(), split=False)
    assert len(parts) >= 2
    assert all(0 < len(part.pieces) <= MAX_PIECES for part in parts)
    assert " ".join(part.text for part in parts) == LONG.strip()
    made = dict(argos_engine.translate([LONG.strip()]))[0]
    assert made.text.split()


def test_objections_are_tried_again(argos_engine: ArgosEngine) -> None:
    hard = ["кщ " * 80, "тра-та-та, " * 25, "щщщ " * 40, "ха-ха-ха " * 30, "Да."]
    made = dict(argos_engine.translate(hard))
    assert max(each.attempts for each in made.values()) > 1
    assert all(each.attempts <= 3 for each in made.values())
    for each in made.values():
        assert each.attempts == 3 or not each.problem or len(each.text.split()) < 4


def test_wordless_sentence_is_its_own_translation(argos_engine: ArgosEngine) -> None:
    made = dict(argos_engine.translate(["2024", "— * —", "Да."]))
    assert (made[0].text, made[0].attempts) == ("2024", 0)
    assert made[1].text == "— * —"


def test_figures_alone_get_english_points(argos_engine: ArgosEngine) -> None:
    made = dict(argos_engine.translate(["8,1", "1 046,5", "10:30", "(+2,3 %)"]))
    assert [made[n].text for n in range(4)] == ["8.1", "1,046.5", "10:30", "(+2.3 %)"]
    assert not any(each.problem or each.attempts for each in made.values())


def test_jobs_and_company_change_nothing(argos_engine: ArgosEngine, model: Model) -> None:
    many = [f"{sentence} № {n}." for n in range(12) for sentence in SENTENCES[:3]]
    together = dict(argos_engine.translate(many))
    alone = ArgosEngine([model], jobs=1, device="cpu")
    assert alone.provenance == argos_engine.provenance
    for index in range(0, len(many), 5):
        assert dict(alone.translate([many[index]]))[0].text == together[index].text


def test_chain(argos_engine: ArgosEngine, model: Model) -> None:
    # The same package stands in for a second one: what counts is that text passes through both.
    second = replace(model, source="en", target="de", version="0.2")
    chain = ArgosEngine([model, second], device="cpu")
    assert (chain.source_lang, chain.target_lang) == ("ru", "de")
    assert chain.provenance.model == f"{model.name} + en-de 0.2"
    assert chain.provenance.digest not in {model.digest, argos_engine.provenance.digest}
    first = dict(argos_engine.translate(SENTENCES))
    made = dict(chain.translate(SENTENCES))
    assert sorted(made) == list(range(len(SENTENCES)))
    for index, each in made.items():
        assert each.attempts >= first[index].attempts
        assert each.score <= first[index].score


def test_provenance_names_what_changes_output(argos_engine: ArgosEngine, model: Model) -> None:
    options = json.loads(argos_engine.provenance.options)
    assert options["max_pieces"] == MAX_PIECES
    assert options["rounds"][0]["options"]["beam_size"] == 4
    assert argos_engine.provenance.digest == model.digest
    other = ArgosEngine([model], beam_size=2, device="cpu")
    assert other.provenance != argos_engine.provenance


def test_broken_model_is_one_sentence(tmp_path: Path, model: Model) -> None:
    with pytest.raises(ModelError, match=f"{model.name} cannot be loaded"):
        ArgosEngine([replace(model, path=tmp_path, embedded=False)], device="cpu")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send there")
def test_interrupt_stops_soon(tmp_path: Path) -> None:
    program = (
        "from workflow.engines.argos import ArgosEngine\n"
        "from workflow.models.model import read\n"
        "from workflow.models import embedded\n"
        "engine = ArgosEngine([read(embedded.FOLDER)], device='cpu')\n"
        "text = 'Совет принял решение о созыве заседания номер {} в Минске, в четверг.'\n"
        "for n, _ in enumerate(engine.translate([text.format(n) * 2 for n in range(5000)])):\n"
        "    print(n, flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "ARGOS_PACKAGES_DIR": str(tmp_path)},
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGINT)
    asked = time.monotonic()
    child.communicate(timeout=60)
    # Two seconds on an idle machine; other programs may hold up the batches that are running.
    assert time.monotonic() - asked < 15
    assert child.returncode != 0
