"""What the reader of the World Population Prospects refuses, and what it says."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from publishers.test_wpp import HEADER, ROWS, small

from migov.errors import ArgumentError, LayoutError
from migov.publishers import wpp

NAMIBIA = ROWS[2]


@pytest.mark.parametrize(
    ("header", "rows", "says"),
    [
        (HEADER.replace("LocID", "LocationID"), ROWS, "lacks the column LocID"),
        (HEADER.replace("TPopulation1July", "TPopulationMidYear"), ROWS, "TPopulation1July"),
        (HEADER, [*ROWS, NAMIBIA], "2 rows that repeat each other: 516 2023"),
        (HEADER, [NAMIBIA.replace("516", "999")], "999"),
        (HEADER, [NAMIBIA.replace("516", "")], "has nothing as LocID in row 2"),
        (HEADER, [NAMIBIA.replace(",2023,", ",2023.5,")], "has 2023.5 as Time in row 2"),
        (HEADER, [*ROWS, NAMIBIA.replace("516", "516.5")], "has 516.5 as LocID in row"),
        (HEADER, [NAMIBIA.replace("2963.095", "many")], "row 2, column TPopulation1July: 'many'"),
        (HEADER, [NAMIBIA.replace("Medium", "High")], "the variants 'High'"),
        (HEADER, [*ROWS, NAMIBIA.replace("Medium", "Low").replace("2023", "2022")], "'Low'"),
        (HEADER, ROWS[1::2], "has no estimates in the column"),
    ],
)
def test_a_file_that_was_changed(tmp_path: Path, header: str, rows: list[str], says: str) -> None:
    path = small(tmp_path / "wpp.csv.gz", header, rows)
    before = path.read_bytes()
    with pytest.raises(LayoutError, match=says) as caught:
        wpp.read_indicators(path, "TPopulation1July")
    assert "wpp.csv.gz" in str(caught.value)
    assert path.read_bytes() == before


def test_choices(tmp_path: Path) -> None:
    path = small(tmp_path / "wpp.csv.gz")
    with pytest.raises(ArgumentError, match="try 'NetMigrations'"):
        wpp.read_indicators(path, "NetMigration")
    with pytest.raises(ArgumentError, match="'estimates', 'projections', 'all'"):
        wpp.read_indicators(path, "Births", period="forecast")


@pytest.mark.parametrize(
    "body", [b"<html>moved</html>", b"", b"\x1f\x8b and noise", b"LocID\xff\xfe\n1\n"]
)
def test_what_is_no_table(body: bytes) -> None:
    with pytest.raises(LayoutError):
        wpp.read_indicators(io.BytesIO(body), "TPopulation1July")


def test_a_file_that_is_cut_short(tmp_path: Path) -> None:
    whole = small(tmp_path / "wpp.csv.gz").read_bytes()
    with pytest.raises(LayoutError, match="cut short"):
        wpp.read_indicators(io.BytesIO(whole[:-20]), "TPopulation1July")
