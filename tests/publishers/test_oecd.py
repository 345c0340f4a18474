"""OECD's aid: small files in the documented layout, and real figures of 2018 to 2020 put into it.

No bulk file of the publisher's is at hand: what these tests hold is the reader, not the layout.
"""

from __future__ import annotations

import csv
import gzip
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pandas as pd
import pytest

import migov
from migov import economies, live, tidy
from migov.config import config
from migov.errors import DownloadError, LayoutError, OfflineError
from migov.publishers import oecd
from migov.store import transfer
from publishers import FileOf
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
from publishers.oecd_server import BULK, DAC1, DAC2A, Oecd, serving

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
    reading = oecd.read_dac2a(bulk(RECEIVED, HEADER_2A), donor="20001")
    assert found(tidy.check(reading.table, "economy")) == {
        ("NAM", 2019): 130_250_000,
        ("XXX", 2019): 1_500_000_000,  # regional and unspecified
    }
    assert reading.notes == ("1 groups of recipients are left out; they hold the others.",)
    alone = oecd.read_dac2a(bulk([*RECEIVED, received("275", "Namibia", 1, year=2018)], HEADER_2A),
                            donor="302")  # fmt: skip
    assert found(alone.table) == {("NAM", 2019): 20_000_000}


def test_each_donor_to_each_recipient() -> None:
    reading = oecd.read_dac2a_corridors(bulk(GIVERS, HEADER_2A))
    table = tidy.check(reading.table, "corridor")
    keys = table.set_index(["origin", "destination", "year"])["value"].to_dict()
    assert keys == {
        ("USA", "NAM", 2019): 20_000_000,
        ("DEU", "NAM", 2019): 25_500_000,
        ("4EU001", "NAM", 2019): 10_000_000,
        ("20002", "NAM", 2019): 17_000_000,
        ("20005", "NAM", 2019): 62_500_000,
        ("USA", "XXX", 2019): 8_000_000,  # regional and unspecified
        ("DEU", "YUG", 1985): -1_500_000,
    }
    assert reading.notes == (
        "1 groups of recipients are left out; they hold the others.",
        "4 international bodies and foundations are left out; groups of donors hold them.",
    )
    assert reading.title == "ODA: Total Net, by donor and recipient"
    everybody = oecd.read_dac2a(bulk(GIVERS, HEADER_2A))  # all official donors
    assert found(everybody.table) == {("NAM", 2019): 62_500_000}


# --- the whole way, from an address to a table ----------------------------------------------------


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Oecd]:
    """OECD's host behind the mirror, and an empty cache."""
    files = {DAC1: bulk(GIVEN).getvalue(), DAC2A: bulk(GIVERS, HEADER_2A).getvalue()}
    with serving(files) as found:
        settings = {"mirror": found.base, "cache": str(tmp_path), "tries": 2}
        monkeypatch.setattr(config, "_set", settings)
        yield found


def test_the_latest_is_fetched_by_name_and_read(publisher: Oecd) -> None:
    table = migov.load("oda_given_oecd", version="latest")
    assert table.set_index("economy").loc["USA", "value"] == 32_980_530_000
    said = tidy.provenance(table)["value"]
    assert said["url"] == "https://webfs-dcd.oecd.org/files/dotStat/DSD_DAC1/Table1_Data.zip"
    assert said["sha256"] and said["retrieved"]
    grants = migov.load("oda_given_grant_equivalent_oecd", "USA", version="latest")
    assert grants["value"].tolist() == [33_492_100_000]
    dac = migov.load("oda_given_oecd", "20001", version="latest")
    assert dac["value"].tolist() == [146_590_000_000]
    # Fetched once, asked again each time, and under our own name.
    assert [status for _, _, status in publisher.asked] == [200, 304, 304]
    assert all(name.startswith("migov/") for _, name, _ in publisher.asked)


def test_both_tables_of_recipients_are_one_file(publisher: Oecd) -> None:
    names = ["oda_received_oecd", "oda_bilateral_oecd"]
    came = {each.series: each for each in live.answers(names)}
    assert [status for _, _, status in publisher.asked] == [200]
    assert all(came[name].error is None for name in names)
    pairs = migov.load("oda_bilateral_oecd", origins="DEU", version="latest")
    assert set(pairs["destination"]) == {"NAM", "YUG"}
    received = migov.load("oda_received_oecd", "NAM", version="latest")
    assert received["value"].tolist() == [62_500_000]


def test_a_client_without_a_name_is_turned_away(
    publisher: Oecd, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(HTTPError, match="403"):
        urllib.request.urlopen(publisher.base + DAC1)
    monkeypatch.setattr(transfer, "user_agent", lambda url: "python-requests/2.32")
    with pytest.raises(DownloadError, match="refuses the request or the name") as caught:
        migov.load("oda_given_oecd", version="latest")
    assert caught.value.status == 403
    # A refusal is no accident: it is not asked again and again.
    assert len(publisher.asked) == 2


def test_a_new_release_takes_the_place_of_the_old(publisher: Oecd) -> None:
    before = migov.load("oda_given_oecd", "USA", version="latest")
    publisher.files[DAC1] = bulk([given("302", "United States", 2019, 33_000)]).getvalue()
    after = migov.load("oda_given_oecd", "USA", version="latest")
    assert (before["value"].item(), after["value"].item()) == (32_980_530_000, 33e9)


@pytest.mark.parametrize(
    ("goal", "says"),
    [
        ("https://www.oecd.org/en/data.html", "leads on to https://www.oecd.org/en/data.html"),
        ("/stats.oecd.org/wbos/fileview2.aspx?IDFile=570b240e", "stats.oecd.org/wbos"),
    ],
)
def test_a_file_that_moved_leaves_the_old_one(publisher: Oecd, goal: str, says: str) -> None:
    migov.load("oda_given_oecd", version="latest")
    publisher.moved[DAC1] = goal if goal.startswith("https") else publisher.base + goal
    with pytest.raises(DownloadError, match=f"{says}.*registry does not allow.*kept as it was"):
        migov.load("oda_given_oecd", version="latest")
    config.offline = True
    kept = migov.load("oda_given_oecd", "USA")
    assert kept["value"].tolist() == [32_980_530_000]


def test_a_move_within_the_host_is_followed(publisher: Oecd) -> None:
    anew = f"{BULK}/DSD_DAC1/v2/Table1_Data.zip"
    publisher.files[anew] = publisher.files.pop(DAC1)
    publisher.moved[DAC1] = publisher.base + anew
    assert not migov.load("oda_given_oecd", version="latest").empty


def test_a_new_dimension_is_refused_and_nothing_is_stored(publisher: Oecd) -> None:
    wider = [*HEADER, "SECTOR", "Sector"]
    rows = [[*row, "100", "Not applicable"] for row in GIVEN]
    publisher.files[DAC1] = bulk(rows, wider).getvalue()
    with pytest.raises(LayoutError, match=r"'SECTOR', 'Sector'.*was not stored"):
        migov.load("oda_given_oecd", version="latest")
    with pytest.raises(OfflineError):
        config.offline = True
        migov.load("oda_given_oecd")


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
def test_real_figures_come_the_whole_way(publisher: Oecd, file_of: FileOf) -> None:
    """From the address to a table, against plain pandas on the same figures in another layout."""
    publisher.files[DAC1] = bulk(_sample(file_of)).getvalue()
    copy = pd.read_csv(file_of(SAMPLE), dtype={"aidtype_code": str, "flows_code": str})
    for name, (aid, flows) in {
        "oda_given_oecd": ("1010", "1140"),
        "oda_given_grant_equivalent_oecd": ("11010", "1160"),
    }.items():
        rows = copy[
            (copy["aidtype_code"] == aid)
            & (copy["flows_code"] == flows)
            & (copy["amounttype_code"] == "A")
        ]
        dac = rows[rows["donor_name"] == "DAC countries"].set_index("year")["value"]
        table = migov.load(name, "20001", version="latest").set_index("year")["value"]
        assert (table / 1e6).round(2).to_dict() == dac.round(2).to_dict()
        whole = migov.load(name, version="latest")
        names = rows[rows["donor_code"].fillna(0) < 1000]
        assert whole["value"].sum() / 1e6 == pytest.approx(
            names.loc[names["donor_code"].notna(), "value"].sum(), abs=0.01 * len(names)
        )


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
