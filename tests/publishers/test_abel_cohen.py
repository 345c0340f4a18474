"""Abel and Cohen's flows: a small file by hand, and every figure against a copy in another form."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov import tidy
from migov.publishers import abel_cohen
from publishers import FileOf

# What the copy calls otherwise; it has no Channel Islands.
OTHERWISE = {"SUD": "SDN", "CHI": "CHL"}

FILE = "bilat_mig.csv.gz"
SMALL = """year0,orig,dest,sd_drop_neg,sd_rev_neg,mig_rate,da_min_open,da_min_closed,da_pb_closed
1990,NAM,NAM,0,0,0,0,0,0
1990,NAM,AGO,1,2,3,4,5,6
1990,AGO,NAM,0,0,0,0,0,70
2015,NAM,SUD,10,20,30,40,50,60
"""


def found(text: str, method: str) -> dict[tuple[str, str, int], float]:
    reading = abel_cohen.read_flows(io.BytesIO(text.encode()), method)
    return reading.table.set_index(["origin", "destination", "year"])["value"].to_dict()


def test_one_method_without_the_diagonal_and_with_the_zeros() -> None:
    assert found(SMALL, "mig_rate") == {
        ("NAM", "AGO", 1990): 3, ("AGO", "NAM", 1990): 0, ("NAM", "SDN", 2015): 30,
    }  # fmt: skip
    reading = abel_cohen.read_flows(io.BytesIO(SMALL.encode()), "da_pb_closed")
    tidy.check(reading.table, "corridor")
    assert reading.unit == "persons in five years"
    assert "pseudo-Bayesian" in reading.title and "not a count" in reading.notes[0]


def test_every_method_of_the_header_is_known() -> None:
    assert list(abel_cohen.METHODS) == SMALL.splitlines()[0].split(",")[3:]


@given(flows=st.lists(st.integers(0, 10**8), min_size=1, max_size=40))
def test_whatever_is_written_is_read(flows: list[int]) -> None:
    rows = [f"{1800 + 5 * n},NAM,AGO,{flow}" for n, flow in enumerate(flows)]
    text = "\n".join(["year0,orig,dest,da_pb_closed", *rows])
    assert list(found(text, "da_pb_closed").values()) == flows


@pytest.mark.reference
@pytest.mark.parametrize("method", abel_cohen.METHODS)
def test_every_figure_is_that_of_an_independent_copy(file_of: FileOf, method: str) -> None:
    """The copy has no zeros, and calls Sudan SUD before 2010 and SDN from then on, Chile CHI."""
    table = tidy.check(abel_cohen.read_flows(file_of(FILE), method).table, "corridor")
    copy = file_of("abel_cohen_2022_all_methods.csv.gz")
    expected = {}
    with gzip.open(copy, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if (row["method"], row["sex"], row["type"]) == (method, "both", "all"):
                sides = (OTHERWISE.get(row[side], row[side]) for side in ("orig", "dest"))
                expected[(*sides, int(row["year0"]))] = int(row["flow"])
    keys = zip(table["origin"], table["destination"], table["year"], strict=True)
    figures = dict(zip(keys, table["value"], strict=True))
    assert {key: value for key, value in figures.items() if value} == expected
    assert len(figures) == 307_833 - 1_359  # all pairs of the areas of a period, less the diagonal


@pytest.mark.reference
@pytest.mark.parametrize(
    ("method", "millions"),
    [
        ("da_pb_closed", [72.7, 71.4, 76.3, 89.0, 97.5, 101.2]),
        ("da_min_closed", [42.7, 38.1, 39.6, 47.7, 49.9, 46.8]),
        ("sd_drop_neg", [22.5, 21.7, 26.9, 34.3, 31.4, 35.4]),
    ],
)
def test_world_totals_are_those_published(
    file_of: FileOf, method: str, millions: list[float]
) -> None:
    table = abel_cohen.read_flows(file_of(FILE), method).table
    assert (table.groupby("year")["value"].sum() / 1e6).round(1).tolist() == millions


HEAD = "year0,orig,dest,mig_rate\n"


def test_a_copy_that_calls_chile_chi_is_read_as_chile() -> None:
    rows = "2010,CHI,ARG,47434\n2010,ARG,CHI,52000\n"
    found = abel_cohen.read_flows(io.BytesIO((HEAD + rows).encode()), "mig_rate")
    assert set(found.table["origin"]) == {"CHL", "ARG"}
    assert any("CHI is Chile" in note for note in found.notes)


def test_the_channel_islands_stay_where_chile_has_its_own_code() -> None:
    codes = ("CHI", "CHL", "ARG", "GBR")
    rows = "".join(f"2010,{of},{to},{9 * (of != to)}\n" for of in codes for to in codes)
    found = abel_cohen.read_flows(io.BytesIO((HEAD + rows).encode()), "mig_rate")
    assert {"CHI", "CHL"} <= set(found.table["origin"])
    assert not any("Chile" in note for note in found.notes)


@pytest.mark.reference
def test_chile_sends_more_to_argentina_than_a_few_islands_could(file_of) -> None:
    copy = file_of("abel_cohen_2022_all_methods.csv.gz")
    table = abel_cohen.read_copy(copy, "da_pb_closed").table
    found = table[(table["origin"] == "CHL") & (table["destination"] == "ARG")]
    assert found.set_index("year")["value"][2010] == 47434
    assert "CHI" not in set(table["origin"])
