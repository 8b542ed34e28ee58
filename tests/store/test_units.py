from __future__ import annotations

import pytest

from tests.store.building import decide, machine, save
from workflow.model import Finding, Origin, Pair, Severity, Status, Unit
from workflow.store import Store
from workflow.store.exchange.importing import Intake
from workflow.store.exchange.selection import Selection

NEWS = [["Совет собрался.", "Он обсудил 5 вопросов."], ["Заседание закрыто."]]


def numbers(store, **wanted) -> list[int]:
    return [candidate.id for candidate in store.candidates(Selection(**wanted))]


def imported(store, *units, memory="ООН"):
    return store.merge_units(units, Intake(memory, "import:x", lambda _: ()))


def test_a_unit_knows_all_that_the_database_knows(store):
    save(store, NEWS)
    decide(store, 2, "approved", "It discussed five questions.")
    store.db.execute("UPDATE pairs SET author = 'анна' WHERE id = 2")
    store.db.execute(
        "INSERT INTO comments (pair_id, author, text, written_at) VALUES (2, 'олег', 'Верно.', '')"
    )
    (unit,) = store.units([2])
    assert unit.created_at
    assert unit == Unit(
        "Он обсудил 5 вопросов.",
        "It discussed five questions.",
        "ru",
        "en",
        f"{store.identity}.2",
        2,
        Origin.MACHINE,
        Status.APPROVED,
        -0.25,
        "/desk/news.txt",
        0,
        16,
        38,
        "Совет собрался.",
        "Заседание закрыто.",
        unit.created_at,
        unit.updated_at,
        "анна",
        "argos translate-ru_en",
        "",
        (Finding("numbers", Severity.WARNING, "5 is missing from Он обсудил 5 вопросов."),),
        ("олег: Верно.",),
    )


def test_dismissed_findings_stay_at_home(store):
    save(store, NEWS)
    (message,) = store.db.execute("SELECT message FROM findings").fetchone()
    assert [c.worst for c in store.candidates(Selection())] == [0, 2, 0]
    store.db.execute(
        "INSERT INTO dismissals (pair_id, check_name, message, author, reason, dismissed_at)"
        " VALUES (2, 'numbers', ?, 'анна', '', '')",
        [message],
    )
    assert [unit.findings for unit in store.units([2])] == [()]
    assert [c.worst for c in store.candidates(Selection())] == [0, 0, 0]


def test_documents_come_by_path_in_reading_order_then_what_was_imported(store):
    save(store, [["Я.", "Ю."]], "/desk/b.txt")
    imported(store, Unit("Э.", "E.", "ru", "en"))
    save(store, [["А."], ["Б."]], "/desk/a.txt")
    save(store, [["Новое.", "Я.", "Ю."]], "/desk/b.txt")
    found = [c.source for c in store.candidates(Selection())]
    assert found == ["А.", "Б.", "Новое.", "Я.", "Ю.", "Э."]


def test_a_sentence_that_is_gone_from_its_document_comes_after_those_that_stand(store):
    save(store, NEWS)
    decide(store, 1, "approved")
    save(store, [["Заседание закрыто."]])
    units = list(store.units(numbers(store)))
    assert [u.source for u in units] == ["Заседание закрыто.", "Совет собрался."]
    assert (units[1].paragraph, units[1].start, units[1].stop) == (None, None, None)
    assert (units[1].before, units[1].after) == ("", "")


def test_units_come_in_the_order_of_their_numbers_and_without_what_is_gone(store):
    save(store, NEWS)
    found = [unit.id.partition(".")[2] for unit in store.units([3, 1, 999, 2, 1])]
    assert found == ["3", "1", "2", "1"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [1, 2, 4]),
        ({"statuses": (Status.REJECTED,)}, [3]),
        ({"statuses": (Status.APPROVED, Status.MACHINE)}, [1, 2, 4]),
        ({"origins": (Origin.IMPORT,)}, [4]),
        ({"languages": ("ru", "en")}, [1, 2, 4]),
        ({"languages": ("en", "ru")}, []),
        ({"documents": (1,)}, [1, 2]),
        ({"documents": (2,)}, []),
        ({"memories": (1,)}, [4]),
        ({"since": "2999"}, []),
        ({"min_score": -0.3}, [1, 2, 4]),
        ({"min_score": -0.2}, [2, 4]),
    ],
)
def test_a_selection_asks_for_every_property(store, wanted, found):
    def scored(source: str) -> Pair:
        pair = machine(source)
        return pair if "Совет" in source else Pair(source, "x", "ru", "en", Origin.DOCUMENT)

    save(store, NEWS, make=scored)
    decide(store, 2, "approved")
    decide(store, 3, "rejected")
    imported(store, Unit("Э.", "E.", "ru", "en"))
    assert numbers(store, **wanted) == found
    assert sum(store.count_languages(Selection(**wanted)).values()) == len(found)


def test_a_snapshot_does_not_see_what_others_write(tmp_path):
    path = str(tmp_path / "pairs.db")
    with Store.open(path) as store, Store.open(path) as other:
        save(store, NEWS)
        with store.snapshot():
            before = numbers(store)
            save(other, [["Новое."]], "/desk/other.txt")
            assert numbers(store) == before
        assert len(numbers(store)) == len(before) + 1
