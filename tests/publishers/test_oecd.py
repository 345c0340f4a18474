"""OECD's aid: small files in the documented layout, and real figures of 2018 to 2020 put into it.

No bulk file of the publisher's is at hand: what these tests hold is the reader, not the layout.
"""

from __future__ import annotations

import csv
import gzip

import pandas as pd
import pytest

from migov import economies, tidy
from migov.publishers import oecd
from publishers import FileOf
from publishers.oecd_files import GIVEN, HEADER_2A, RECEIVED, bulk, given, received

SAMPLE = "dac1_2018_2020.csv.gz"


def found(table: pd.DataFrame) -> dict[tuple[str, int], float]:
    return table.set_index(["economy", "year"])["value"].to_dict()


def test_every_dimension_is_pinned() -> None:
    reading = oecd.read_dac1(bulk(GIVEN))
    assert found(tidy.check(reading.table, "economy")) == {
        ("USA", 2019): 32_980_530_000,
        ("20001", 2019): 146_590_000_000,
        ("4EU001", 2019): 14_827_000_000,
        ("KOR", 1987): -500_000,  # more was paid back than given
    }
    assert reading.unit == "current US$" and reading.title.endswith("Disbursements, net")
    assert reading.notes == ("1 figures have the flag p.",)
    grants = oecd.read_dac1(bulk(GIVEN), "11010", "1160")
    assert found(grants.table) == {("USA", 2019): 33_492_100_000}


@pytest.mark.parametrize("mark", [",", "|", ";", "\t"])
def test_columns_may_be_parted_by_other_signs(mark: str) -> None:
    assert len(oecd.read_dac1(bulk(GIVEN, mark=mark)).table) == 4


def test_rows_are_found_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oecd, "_ROWS", 3)
    rows = [given("302", "United States", year, year) for year in range(1960, 2020)]
    table = oecd.read_dac1(bulk(rows)).table
    assert table["value"].tolist() == [year * 1e6 for year in range(1960, 2020)]


def test_recipients_of_one_donor() -> None:
    reading = oecd.read_dac2a(bulk(RECEIVED, HEADER_2A))
    assert found(tidy.check(reading.table, "economy")) == {
        ("NAM", 2019): 130_250_000,
        ("XXX", 2019): 1_500_000_000,  # regional and unspecified
    }
    assert reading.notes == ("1 groups of recipients are left out; they hold the others.",)
    alone = oecd.read_dac2a(bulk([*RECEIVED, received("275", "Namibia", 1, year=2018)], HEADER_2A),
                            donor="302")  # fmt: skip
    assert found(alone.table) == {("NAM", 2019): 20_000_000}


# --- the publisher's figures, in another layout ---------------------------------------------------


def _sample(file_of: FileOf) -> list[list[str]]:
    with gzip.open(file_of(SAMPLE), "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [
        given(
            row["donor_code"].removesuffix(".0") or "20004", row["donor_name"], int(row["year"]),
            row["value"], aid=[row["aidtype_code"], row["aid_type"]],
            flows=[row["flows_code"], row["fund_flows"]],
            amount=[row["amounttype_code"], row["amount_type"]],
        )
        for row in rows
    ]  # fmt: skip


@pytest.mark.reference
def test_totals_are_those_published(file_of: FileOf) -> None:
    file = bulk(_sample(file_of))
    for codes, billions in (
        (("1010", "1140"), [150.16, 146.59, 162.68]),
        (("11010", "1160"), [153.60, 151.83, 162.32]),
    ):
        file.seek(0)
        figures = found(oecd.read_dac1(file, *codes).table)
        for year, billion in zip((2018, 2019, 2020), billions, strict=True):
            assert round(figures[("20001", year)] / 1e9, 2) == billion


@pytest.mark.reference
def test_donors_add_up_to_their_group(file_of: FileOf) -> None:
    """The codes are right if the DAC countries' figures make the publisher's total of them."""
    table = oecd.read_dac1(bulk(_sample(file_of))).table
    dac = economies.select([
        "AUS", "AUT", "BEL", "CAN", "CZE", "DNK", "FIN", "FRA", "DEU", "GRC", "HUN", "ISL", "IRL",
        "ITA", "JPN", "KOR", "LUX", "NLD", "NZL", "NOR", "POL", "PRT", "SVK", "SVN", "ESP", "SWE",
        "CHE", "GBR", "USA", "LTU", "EST",
    ])  # fmt: skip
    sums = table[table["economy"].isin(dac)].groupby("year")["value"].sum()
    total = table[table["economy"] == "20001"].set_index("year")["value"]
    assert (sums / total - 1).abs().max() < 1e-5


@pytest.mark.reference
def test_every_donor_by_its_name(file_of: FileOf) -> None:
    names = {row[0]: row[1] for row in _sample(file_of)}
    codes = pd.Series(list(names))
    ours = economies.translate(codes, "dac")
    for name, code in zip(names.values(), ours, strict=True):
        if not economies.is_aggregate(code):
            name = {"Korea": "KOR", "Chinese Taipei": "TWN"}.get(name, name)
            assert economies.resolve(name) == code
