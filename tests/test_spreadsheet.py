from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.spreadsheet import guarded, unguarded

CELLS = st.text("'=+-@\t\r\nа1 ", max_size=6) | st.text(max_size=6)


@given(CELLS)
def test_a_guarded_cell_is_no_formula_and_is_restored(cell):
    assert not guarded(cell).startswith(tuple("=+-@\t\r\n"))
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["", "ОДКБ", "'", "'а", "a=b", "l'Union", " =1"])
def test_other_cells_stay(cell):
    assert guarded(cell) == unguarded(cell) == cell
