"""UNHCR's answers: small ones by hand, and every figure against a copy in another form."""

from __future__ import annotations

import csv
import gzip
import io
import json
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov import tidy
from migov.publishers import unhcr, unhcr_within
from publishers import FileOf
from publishers.unhcr_files import APPLICATIONS, DECISIONS, PEOPLE, row, written

API = "api.unhcr.org/population/v1"
ASKED = "yearFrom=1951&yearTo=2026&coo_all=true&coa_all=true"


def found(table: pd.DataFrame) -> dict[tuple[str, str, int], float]:
    keys = zip(table["origin"], table["destination"], table["year"], strict=True)
    return dict(zip(keys, table["value"], strict=True))


# --- by hand --------------------------------------------------------------------------------------


def test_codes_are_iso_and_a_dash_is_no_figure(tmp_path: Path) -> None:
    reading = unhcr.read_population(written(tmp_path, PEOPLE))
    assert found(tidy.check(reading.table, "corridor")) == {
        ("AFG", "IRN", 2005): 920248,
        ("XXX", "DEU", 2005): 0,  # the publisher's GFR; UKN is an unknown origin
        ("XXA", "DEU", 2006): 1216,
        ("TIB", "NAM", 2006): 5,  # Tibetans have no ISO code
    }
    assert (reading.unit, reading.released, reading.notes) == ("persons", None, ())


def test_a_group_is_read_by_its_name(tmp_path: Path) -> None:
    reading = unhcr.read_population(written(tmp_path, PEOPLE), "asylum_seekers")
    # AUS is Austria: UNHCR's own codes are not ISO's.
    assert found(reading.table)[("AFG", "AUT", 2005)] == 7
    assert reading.title == "Asylum-seekers"


def test_pages_may_come_in_any_order_and_one_may_stand_alone(tmp_path: Path) -> None:
    pages = written(tmp_path, PEOPLE)
    whole = unhcr.read_population(pages).table
    pd.testing.assert_frame_equal(unhcr.read_population(pages[::-1]).table, whole)
    joined = tmp_path / "joined.json"
    joined.write_bytes(b"[\n" + b",\n".join(each.read_bytes() for each in pages) + b"\n]\n")
    pd.testing.assert_frame_equal(unhcr.read_population(joined).table, whole)
    (single,) = written(tmp_path, PEOPLE, size=10)
    pd.testing.assert_frame_equal(unhcr.read_population(single).table, whole)
    with_mark = io.BytesIO(b"\xef\xbb\xbf" + single.read_bytes())
    pd.testing.assert_frame_equal(unhcr.read_population(with_mark).table, whole)


def test_stages_of_the_procedure_are_added_up(tmp_path: Path) -> None:
    pages = written(tmp_path, APPLICATIONS, total={"applied": 551})
    reading = unhcr.read_asylum_applications(pages)
    assert found(reading.table) == {("AFG", "AUT", 2006): 20, ("AFG", "DEU", 2006): 531}
    assert reading.notes == ("1 of 3 rows count cases, which may hold several persons.",)
    assert found(unhcr.read_asylum_applications(pages, "N").table) == {("AFG", "AUT", 2006): 14}
    # NA is a code, of a new application on appeal, and no missing value.
    assert found(unhcr.read_asylum_applications(pages, "NA").table)[("AFG", "DEU", 2006)] == 531


def test_an_outcome_that_one_stage_does_not_have_is_that_of_the_others(tmp_path: Path) -> None:
    total = {"dec_recognized": 9, "dec_total": 17}
    pages = written(tmp_path, DECISIONS, total=total)
    assert found(unhcr.read_decisions(pages).table) == {("AFG", "AUT", 2006): 17}
    recognised = unhcr.read_decisions(pages, "dec_recognized")
    assert found(recognised.table) == {("AFG", "AUT", 2006): 9}


def test_people_who_crossed_no_border_are_counted_by_economy(tmp_path: Path) -> None:
    rows = [
        row(2020, "AFG", "AFG", idps=5, stateless="0", hst=30),
        row(2020, "AFG", "IRN", idps="0", stateless="0", hst="0"),
        row(2020, "STA", "IRN", idps="0", stateless=7, hst="0"),
        row(2020, "UKN", "IRN", idps="-", stateless="0", hst=12),
        row(2020, "UKN", "AFG", idps="0", stateless="0", hst=2),
    ]
    expected = {
        "idps": {("AFG", 2020): 5},  # noughts between two places are no figures
        "stateless": {("IRN", 2020): 7},
        "hst": {("AFG", 2020): 32, ("IRN", 2020): 12},
    }
    for measure, figures in expected.items():
        reading = unhcr_within.read_population(written(tmp_path, rows), measure)
        table = tidy.check(reading.table, "economy")
        assert table.set_index(["economy", "year"])["value"].to_dict() == figures
        assert reading.title == unhcr_within.WITHIN[measure]


@given(
    counts=st.lists(st.integers(0, 10**7) | st.none(), min_size=1, max_size=30),
    size=st.integers(1, 12),
)
def test_whatever_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int | None], size: int
) -> None:
    rows = [
        row(1960 + n, "AFG", "IRN", resettlement="-" if count is None else count or "0")
        for n, count in enumerate(counts)
    ]
    pages = written(tmp_path_factory.mktemp("pages"), rows, size)
    table = unhcr.read_solutions(pages, "resettlement").table
    assert dict(zip(table["year"], table["value"], strict=True)) == {
        1960 + n: count for n, count in enumerate(counts) if count is not None
    }


# --- the publisher's figures ----------------------------------------------------------------------


def _pages(mirror: str, table: str, folder: Path, limit: int) -> list[Path]:
    paths: list[Path] = []
    while not paths or len(paths) < json.loads(paths[0].read_bytes())["maxPages"]:
        address = f"{mirror}/{API}/{table}/?limit={limit}&page={len(paths) + 1}&{ASKED}"
        paths.append(folder / f"{table}-{len(paths) + 1}.json")
        urllib.request.urlretrieve(address, paths[-1])
    return paths


def _copy(file_of: FileOf, table: str) -> Iterator[dict[str, str]]:
    path = file_of(f"{table}_2026-06-25.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("table", "copy", "read", "measures"),
    [
        ("population", "population", unhcr.read_population,
         ("refugees", "asylum_seekers", "ooc", "oip")),
        ("asylum-applications", "asylum_applications", None, ("applied",)),
        ("asylum-decisions", "asylum_decisions", unhcr.read_decisions,
         ("dec_recognized", "dec_total")),
        ("solutions", "solutions", unhcr.read_solutions, ("returned_refugees", "naturalisation")),
    ],
)  # fmt: skip
def test_every_figure_is_that_of_an_independent_copy(
    file_of: FileOf, mirror: str, tmp_path: Path, table: str, copy: str, read, measures
) -> None:
    pages = _pages(mirror, table, tmp_path, 30_000)
    assert len(pages) == (5 if table == "population" else len(pages))
    expected: dict[str, dict] = {each: defaultdict(float) for each in measures}
    for each in _copy(file_of, copy):
        sides = ["XXX" if each[side] == "UNK" else each[side] for side in ("coo_iso", "coa_iso")]
        for measure in measures:
            if each[measure]:
                expected[measure][(*sides, int(each["year"]))] += int(each[measure])
    for measure in measures:
        reading = read(pages, measure) if read else unhcr.read_asylum_applications(pages)
        assert found(tidy.check(reading.table, "corridor")) == expected[measure]


@pytest.mark.reference
def test_refugees_are_those_published(mirror: str, tmp_path: Path) -> None:
    table = unhcr.read_population(_pages(mirror, "population", tmp_path, 200_000)).table
    world = table.groupby("year")["value"].sum()
    assert world[[1975, 1992, 2005, 2025]].tolist() == [3529434, 17838020, 8661293, 28461306]
    figures = found(table)
    assert figures[("AFG", "PAK", 1990)] == 3_253_000
    assert figures[("AFG", "IRN", 2005)] == 920_248
