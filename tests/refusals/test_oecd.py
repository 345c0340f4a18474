"""What the readers of OECD's bulk files refuse, and what they say."""

from __future__ import annotations

import io

import pytest
from publishers.cepii_files import zipped
from publishers.oecd_files import (
    GIVEN,
    GIVERS,
    HEADER,
    HEADER_2A,
    RECEIVED,
    bulk,
    given,
    received,
)

from migov.errors import ArgumentError, LayoutError
from migov.publishers import oecd

USA = ("302", "United States", 2019)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([*GIVEN, given(*USA, 1)], "repeat each other: 302 2019"),
        ([given("99999", "Atlantis", 2019, 1)], "'99999'"),
        ([given("", "Atlantis", 2019, 1)], "does not know"),
        ([given(*USA, "n/a")], "column Value: 'n/a'"),
        ([given(*USA, 1, amount=["A", "Constant prices"])], "where current prices are expected"),
        ([given(*USA, 1, time=["2019", "2018"])], "whose TIME is not their Year"),
        ([*GIVEN, given("4", "France", 2019, 1, aid=["1010", "Net ODA"])], "several labels"),
        ([given(*USA, 1, part=["0", "All"])], "no row with PART 1, AIDTYPE 1010"),
        ([given(*USA, 1, time=["2019.5", "2019.5"])], "has 2019.5 as year in row"),
        ([], "no row with"),
    ],
)
def test_rows_that_were_changed(rows: list[list[str]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        oecd.read_dac1(bulk(rows))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ([*HEADER[:-1], "Notes"], "lacks Flags and has 'Notes', which is not known"),
        ([*HEADER, "SECTOR", "Sector"], "has 'SECTOR', 'Sector', which is not known"),
        (["DONOR", *HEADER], "lacks DONOR"),
        (HEADER_2A, "lacks FLOWS, Fund flows, AMOUNTTYPE and has 'RECIPIENT'"),
        ([], "lacks DONOR"),
    ],
)
def test_a_dimension_that_is_not_known_stands_open(header: list[str], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        oecd.read_dac1(bulk([row + [""] * (len(header) - len(row)) for row in GIVEN], header))


def test_recipients_that_were_changed() -> None:
    dac = "20001"
    with pytest.raises(LayoutError, match="'777'"):
        oecd.read_dac2a(bulk([*RECEIVED, received("777", "Atlantis", 1)], HEADER_2A), donor=dac)
    with pytest.raises(LayoutError, match="repeat each other: 275 2019"):
        oecd.read_dac2a(bulk([*RECEIVED, received("275", "Namibia", 1)], HEADER_2A), donor=dac)
    with pytest.raises(LayoutError, match="lacks RECIPIENT"):
        oecd.read_dac2a(bulk(GIVEN))


def test_corridors_that_were_changed() -> None:
    atlantis = ("777", "Atlantis")
    for row, says in (
        (received("275", "Namibia", 1, donor=atlantis), "DONOR: .*'777'"),
        (received("777", "Atlantis", 1, donor=("5", "Germany")), "RECIPIENT: .*'777'"),
        (received("275", "Namibia", 1, donor=("5", "Germany")), "repeat each other: 5 275 2019"),
        (received("275", "Namibia", "n/a", donor=("4", "France")), "column Value: 'n/a'"),
    ):
        with pytest.raises(LayoutError, match=says):
            oecd.read_dac2a_corridors(bulk([*GIVERS, row], HEADER_2A))
    with pytest.raises(LayoutError, match="no row with PART 1, AIDTYPE 240"):
        oecd.read_dac2a_corridors(bulk(GIVERS, HEADER_2A), "240")
    with pytest.raises(LayoutError, match="'SECTOR'"):
        oecd.read_dac2a_corridors(bulk([[*row, "x"] for row in GIVERS], [*HEADER_2A, "SECTOR"]))


@pytest.mark.parametrize("code", ["", "*", "1010+1015", "all"])
def test_an_open_dimension(code: str) -> None:
    with pytest.raises(ArgumentError, match="none may stay open"):
        oecd.read_dac1(bulk(GIVEN), code)
    with pytest.raises(ArgumentError, match="none may stay open"):
        oecd.read_dac1(bulk(GIVEN), "1010", code)
    with pytest.raises(ArgumentError, match="none may stay open"):
        oecd.read_dac2a(bulk(RECEIVED, HEADER_2A), donor=code)


def test_an_archive_that_swells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oecd, "LARGEST_MEMBER", 100)
    with pytest.raises(LayoutError, match="far more than such a table"):
        oecd.read_dac1(bulk(GIVEN))


BODY = bulk(GIVEN).getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>403 Forbidden</html>", b"PK\x03\x04 noise", b"DONOR,Donor\n", BODY[:-60],
        zipped(("../Table1_Data.csv", b"DONOR")).getvalue(),
        zipped(("a.csv", b"DONOR"), ("b.csv", b"DONOR")).getvalue(),
        zipped(("Table1_Data.csv", b"")).getvalue(),
        zipped(("Table1_Data.csv", b"\xff\xfe\x00")).getvalue(),
    ],
)  # fmt: skip
def test_what_is_no_file(body: bytes) -> None:
    with pytest.raises(LayoutError):
        oecd.read_dac1(io.BytesIO(body))
