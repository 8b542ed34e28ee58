from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from workflow import models
from workflow.engines.argos import ArgosEngine
from workflow.engines.echo import EchoEngine
from workflow.errors import EngineError
from workflow.model import Sentence
from workflow.pipeline import translate as pipeline
from workflow.pipeline.order import Order
from workflow.pipeline.request import Request
from workflow.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workflow.model import Translation

SENTENCES = [Sentence(f"Пункт {n} повестки дня утвержден без голосования.") for n in range(60)]


class Failing(EchoEngine):
    """Gives out after three sentences."""

    def translate(self, *args: object) -> Iterator[tuple[int, Translation]]:
        for index, made in super().translate(*args):  # type: ignore[arg-type]
            if index == 3:
                raise EngineError("The engine gave out", "Try again.")
            yield index, made


def test_everything_comes_and_is_saved_in_the_thread_of_the_order():
    saved = {}
    threads = set()

    def save(made):
        threads.add(threading.current_thread())
        saved.update(made)

    order = Order(EchoEngine(), SENTENCES, save)
    made = order.finish()
    order.close()
    assert {s.text: t.text for s, t in made.items()} == {
        s.text: f"[en] {s.text}" for s in SENTENCES
    }
    assert saved == made
    assert threads == {threading.current_thread()}


def test_what_came_before_the_engine_gave_out_is_saved():
    saved = {}
    order = Order(Failing(), SENTENCES, saved.update)
    with pytest.raises(EngineError, match="gave out"):
        order.finish()
    order.close()
    assert list(saved) == SENTENCES[:3]


def test_closing_stops_the_engine_soon_and_saves_what_it_made():
    saved = {}
    engine = ArgosEngine(models.find("ru", "en"))
    many = [Sentence(f"{s.text} {n}") for n in range(40) for s in SENTENCES]
    order = Order(engine, many, saved.update)
    while not saved:
        order.collect()
        time.sleep(0.02)
    asked = time.monotonic()
    order.close()
    assert time.monotonic() - asked < 10
    assert 0 < len(saved) < len(many)
    assert "engine" not in {thread.name for thread in threading.enumerate()}
    assert list(engine.translate(["Заседание открыто."])) == []


def test_windows_overlap_and_a_sentence_of_two_windows_is_translated_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pipeline, "FIRST_WINDOW", 8)
    monkeypatch.setattr(pipeline, "WINDOW", 16)
    source = tmp_path / "in"
    source.mkdir()
    for number in range(12):
        own = [f"Документ {number}, пункт {n} утвержден." for n in range(4)]
        (source / f"{number:02}.txt").write_text("\n\n".join([*own, "Заседание закрыто."]), "utf-8")
    with Store.open(str(tmp_path / "pairs.db")) as store:
        report = pipeline.translate(Request([str(source)], out=tmp_path / "out"), store)
    totals = report.total("sentences")
    assert totals["translated"] == 12 * 4 + 1
    assert totals["reused"] == 11
    assert [document.path[-6:] for document in report.documents] == [
        f"{number:02}.txt" for number in range(12)
    ]
    closing = {
        (tmp_path / "out" / f"{n:02}.en.txt").read_text().split("\n\n")[4] for n in range(12)
    }
    assert len(closing) == 1
