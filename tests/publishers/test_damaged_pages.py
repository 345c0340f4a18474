"""An answer of UNHCR's that was damaged is read to the last figure, or it is refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from migov.errors import LayoutError
from migov.publishers import unhcr
from publishers.unhcr_files import PEOPLE, written

TOTAL = {"refugees": 920248 + 1216 + 5, "asylum_seekers": 55}
KEYS = ("year", "coo", "coo_iso", "coa", "coa_iso", "refugees")
Row = dict[str, Any]


def _read(folder: Path, rows: list[Row], total: Any = TOTAL) -> pd.DataFrame:
    return unhcr.read_population(list(written(folder, rows, total=total)), "refugees").table


def _changed(at: int, key: str, cell: object) -> list[Row]:
    return [row | {key: cell} if n == at else row for n, row in enumerate(PEOPLE)]


@pytest.mark.parametrize("key", ["year", "coo_iso", "coa_iso", "refugees"])
@pytest.mark.parametrize("cell", [True, False, "2020-01-01", "n.a.", 1.5, [5], {"a": 1}])
def test_a_cell_that_is_none(tmp_path: Path, key: str, cell: object) -> None:
    for at in range(len(PEOPLE)):
        with pytest.raises(LayoutError):
            _read(tmp_path, _changed(at, key, cell))


@pytest.mark.parametrize("cell", [True, False, [5], {"a": 1}])
def test_a_code_that_is_no_text(tmp_path: Path, cell: object) -> None:
    for side in ("coo", "coa"):
        with pytest.raises(LayoutError):
            _read(tmp_path, _changed(0, side, cell))


def test_true_beside_one(tmp_path: Path) -> None:
    """To Python they are the same cell."""
    rows = [PEOPLE[0] | {"refugees": 1}, PEOPLE[3] | {"refugees": True}]
    for order in (rows, rows[::-1]):
        with pytest.raises(LayoutError, match="true or false as refugees"):
            _read(tmp_path, order, total={"refugees": 2})


@pytest.mark.parametrize("at", range(len(PEOPLE)))
def test_a_row_that_was_lost_or_is_there_twice(tmp_path: Path, at: int) -> None:
    if PEOPLE[at]["refugees"] not in ("0", "-"):  # which add nothing to the sum that is printed
        with pytest.raises(LayoutError, match="Rows are missing"):
            _read(tmp_path, PEOPLE[:at] + PEOPLE[at + 1 :])
    with pytest.raises(LayoutError, match="repeat each other"):
        _read(tmp_path, [*PEOPLE[: at + 1], *PEOPLE[at:]])


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_gone_or_called_otherwise(tmp_path: Path, key: str) -> None:
    for at in range(len(PEOPLE)):
        rows = [dict(row) for row in PEOPLE]
        rows[at][f"{key}_new"] = rows[at].pop(key)
        with pytest.raises(LayoutError, match=f"rows without {key}"):
            _read(tmp_path, rows)


def test_the_order_of_keys_says_nothing(tmp_path: Path) -> None:
    turned = [dict(reversed(row.items())) for row in PEOPLE]
    pd.testing.assert_frame_equal(_read(tmp_path, turned), _read(tmp_path, PEOPLE))
