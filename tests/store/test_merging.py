from __future__ import annotations

from dataclasses import replace

import pytest

from workflow.model import Status, Unit
from workflow.store.exchange.merging import Conflict, Correction, Version, change

OLD = Version(7, 1, "Да.", "Yes.", "ru", "en", "machine", "machine", 0)
AGAIN = OLD._replace(number=2, target="Aye.")
ANNA = OLD._replace(number=2, target="Yes!", origin="human", status="corrected")
APPROVED = OLD._replace(number=2, status="approved")
UNIT = Unit("Да.", "Yes.", "ru", "en", "d.7", 1)


def outcome(target, status, stored, exported=OLD, override=None):
    unit = replace(UNIT, target=target, version=exported.number if exported else 0)
    found = change(unit, stored, exported, status, override)
    if isinstance(found, Correction):
        return found.after
    return found.message.partition(" has changed")[0] if isinstance(found, Conflict) else None


M, C, A, R = Status.MACHINE, Status.CORRECTED, Status.APPROVED, Status.REJECTED


@pytest.mark.parametrize(
    ("target", "status", "stored", "expected"),
    [
        # nothing was done in the file
        ("Yes.", M, OLD, None),
        ("Yes.", None, OLD, None),
        (" Yes.\u00a0", M, OLD, None),
        ("Yes.", M, ANNA, None),
        ("Yes.", M, AGAIN, None),
        ("Yes.", M, APPROVED, None),
        # a text was corrected, the pair stands as it was
        ("Indeed.", M, OLD, ("Indeed.", C)),
        ("Indeed.", None, OLD, ("Indeed.", C)),
        ("Indeed.", A, OLD, ("Indeed.", A)),
        ("Indeed.", R, OLD, ("Indeed.", R)),
        # only the status was decided
        ("Yes.", A, OLD, ("Yes.", A)),
        ("Yes.", R, OLD, ("Yes.", R)),
        # a machine has translated again: the person's word goes
        ("Indeed.", M, AGAIN, ("Indeed.", C)),
        ("Yes.", A, AGAIN, ("Yes.", A)),
        # a person has changed it, too
        ("Indeed.", M, ANNA, "a person"),
        ("Indeed.", A, APPROVED, "a person"),
        ("Yes.", R, ANNA, "a person"),
        # both have done the same
        ("Yes!", M, ANNA, None),
        ("Yes!", C, ANNA, None),
        ("Yes.", A, APPROVED, None),
    ],
)
def test_a_merge_of_three_texts(target, status, stored, expected):
    assert outcome(target, status, stored) == expected


@pytest.mark.parametrize(
    ("target", "status", "stored", "expected"),
    [
        ("Yes.", A, OLD, None),
        ("Indeed.", M, OLD, ("Indeed.", C)),
        ("Indeed.", A, OLD, ("Indeed.", A)),
        ("Indeed.", M, ANNA, "a person"),
        ("Yes!", M, ANNA, None),
    ],
)
def test_without_the_version_that_was_exported(target, status, stored, expected):
    assert outcome(target, status, stored, exported=None) == expected


def test_an_approval_of_what_was_approved_stays_with_a_corrected_text():
    exported = OLD._replace(status="approved")
    assert outcome("Indeed.", A, exported, exported) == ("Indeed.", A)


def test_a_status_of_the_command_line_is_that_of_every_corrected_text():
    assert outcome("Indeed.", M, OLD, override=A) == ("Indeed.", A)
    assert outcome("Indeed.", R, OLD, override=A) == ("Indeed.", A)
    assert outcome("Yes.", M, OLD, override=A) is None
    assert outcome("Yes.", R, OLD, override=A) == ("Yes.", R)


def test_a_changed_source_is_refused():
    unit = replace(UNIT, source="Да, да.", target="Yes, yes.")
    found = change(unit, OLD, OLD, M, None)
    assert isinstance(found, Conflict)
    assert found.message == "its source was changed in the file"
    moved = OLD._replace(number=2, source="Да, да.")
    found = change(replace(UNIT, target="Indeed."), moved, OLD, M, None)
    assert isinstance(found, Conflict)
    assert found.message == "the source of the pair has changed in the meantime"


def test_a_pair_of_a_read_only_memory_is_left_alone():
    found = change(replace(UNIT, target="Indeed."), OLD._replace(fixed=1), OLD, M, None)
    assert isinstance(found, Conflict)
    assert found.message == "its memory is read-only"
