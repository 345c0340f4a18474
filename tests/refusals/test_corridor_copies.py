"""What the readers of tidy copies of corridors refuse, and what they say."""

from __future__ import annotations

import gzip
import io

import pandas as pd
import pytest

from migov.errors import ArgumentError, LayoutError
from migov.publishers import (
    _ims_copies,
    abel_cohen,
    gaskin_abel,
    gbmd,
    unctad_bilateral,
    unhcr_copies,
)
from migov.tidy import Reading


def _file(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode())


STOCKS = "year,sex,orig,dest,migrants\n" + "".join(
    f"{year},{sex},MEX,USA,{stock + 10 * at}\n"
    for at, year in enumerate((1960, 1970, 1980, 1990, 2000))
    for sex, stock in (("Female", 5), ("Male", 7))
)


def _backward(text: str) -> str:
    """The file with its years the wrong way round, as one carrier has them."""
    head, *rows = text.splitlines()
    return "\n".join([head, *(f"{3960 - int(row[:4])}{row[4:]}" for row in rows)]) + "\n"


def test_stocks_as_they_are() -> None:
    table = gbmd.read_stocks(_file(STOCKS)).table
    both = table[table["sex"] == "both"]
    assert both["value"].tolist() == [12, 32, 52, 72, 92]


def test_years_that_run_backwards() -> None:
    with pytest.raises(LayoutError, match=r"1960: 0\.00.*wrong way round: turn them"):
        gbmd.read_stocks(_file(_backward(STOCKS)))


def test_a_world_that_grows_while_one_corridor_runs_backwards() -> None:
    others = "".join(
        f"{year},Female,IND,PAK,{1000 * (at + 1)}\n"
        for at, year in enumerate((1960, 1970, 1980, 1990, 2000))
    )
    with pytest.raises(LayoutError, match="Mexicans in the United States did not grow"):
        gbmd.read_stocks(_file(_backward(STOCKS) + others))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("migrants", "people", "lacks the column migrants"),
        ("1980,Female", "1985,Female", "as year; it should have"),
        ("Female", "F", "as sex; it should have"),
        ("1980,Female,MEX,USA,25", "1980,Female,MEX,USA,-25", "1 negative stocks, first MEX"),
        ("1980,Female,MEX,USA,25", "1980,Female,MEX,USA,2.5", "has 2.5 as migrants in row 6"),
        ("1980,Female,MEX,USA,25", "1980,Female,MEX,USA,", "row 6, column migrants"),
        ("1980,Female,MEX,USA,25", "1980,Female,MEX,USA,many", "row 6, column migrants: 'many'"),
        ("1980,Male", "1980,Female", "repeat each other"),
        ("MEX,USA", "ATL,USA", "'ATL'|Mexicans"),
    ],
)
def test_stocks_that_were_changed(old: str, new: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        gbmd.read_stocks(_file(STOCKS.replace(old, new)))


ANNUAL = "orig,dest,year,mig_prev\nNAM,AGO,1990,2.5\nAGO,NAM,1990,3\nNAM,NAM,1990,9\n"


def test_yearly_flows_by_either_name() -> None:
    one = gaskin_abel.read_flows(_file(ANNUAL)).table
    two = gaskin_abel.read_flows(_file(ANNUAL.replace("mig_prev", "flow"))).table
    pd.testing.assert_frame_equal(one, two)
    assert one["value"].tolist() == [3, 2.5]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("mig_prev", "mig_brth", "none of the columns mig_prev, flow"),
        ("dest", "destination", "lacks the column dest"),
        ("2.5", "-2.5", "1 negative flows, first NAM to AGO"),
        ("2.5", "", "row 2, column mig_prev"),
        ("AGO,NAM,1990", "NAM,AGO,1990", "repeat each other: NAM AGO 1990"),
        ("1990,2.5", "1990.5,2.5", "has 1990.5 as year"),
        ("AGO", "ATL", "'ATL'"),
    ],
)
def test_yearly_flows_that_were_changed(old: str, new: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        gaskin_abel.read_flows(_file(ANNUAL.replace(old, new)))


FIVE = "method,sex,type,year0,orig,dest,flow\nmig_rate,both,all,1990,NAM,AGO,9\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("flow", "value", "lacks the column flow"),
        ("both", "male", "no flows of both sexes and all types by mig_rate"),
        ("all", "return", "it has the methods 'mig_rate'"),
        ("1990", "1991", "does not begin a period"),
        (",9", ",-9", "negative flow"),
        ("NAM,AGO", "NAM,NAM", "from a place to itself"),
    ],
)
def test_a_copy_of_five_year_flows_that_was_changed(old: str, new: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        abel_cohen.read_copy(_file(FIVE.replace(old, new)), "mig_rate")


TEN = "decade,orig,dest,flow\n1990_2000,NAM,AGO,250\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("decade", "period", "lacks the column decade"),
        ("1990_2000", "1990_1995", "whose decade is none, first '1990_1995'"),
        ("1990_2000", "1990", "whose decade is none"),
        ("250", "-250", "negative flow"),
        ("AGO", "ATL", "'ATL'"),
    ],
)
def test_a_copy_of_ten_year_flows_that_was_changed(old: str, new: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        abel_cohen.read_decades(_file(TEN.replace(old, new)))


def test_a_method_that_is_none() -> None:
    with pytest.raises(ArgumentError, match="try 'da_pb_closed'"):
        abel_cohen.read_copy(_file(FIVE), "da_pb_close")


PEOPLE = (
    "year,coo,coo_iso,coa,coa_iso,refugees\n2001,AFG,AFG,PAK,PAK,2197821\n"
    "2001,UKN,UNK,AUL,AUS,5\n2002,STA,XXA,AUS,AUT,\n"
)


def test_an_earlier_state_joins_on_iso_codes() -> None:
    table = unhcr_copies.read_population(_file(PEOPLE)).table
    assert table[["origin", "destination"]].values.tolist() == [["AFG", "PAK"], ["XXX", "AUS"]]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("coa_iso", "iso", "lacks the column coa_iso"),
        ("2197821", "2197821.5", "no count of persons, first AFG to PAK"),
        ("2197821", "-1", "no count of persons"),
        ("2001,UKN,UNK,AUL,AUS", "2001,AFG,AFG,PAK,PAK", "repeat each other"),
        ("2001,UKN,UNK,AUL,AUS", "2001,-,-,AUL,AUS", "rows without coo"),
        ("AFG,AFG", "AFG,ATL", "'ATL'"),
    ],
)
def test_an_earlier_state_that_was_changed(old: str, new: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        unhcr_copies.read_population(_file(PEOPLE.replace(old, new)))


def test_a_group_that_is_none() -> None:
    with pytest.raises(ArgumentError, match="'refuges' is not one of 'refugees'"):
        unhcr_copies.read_population(_file(PEOPLE), "refuges")


INVESTED = "host,partner,year,FDI_inflows,FDI_outflows\nABW,CHL,2002,16.4,\nHGK,BMU,2002,-3,4\n"


def test_investment_goes_from_the_investor_to_the_host() -> None:
    inward = unctad_bilateral.read_pairs(_file(INVESTED), "FDI_inflows").table
    assert inward.values.tolist() == [["BMU", "HKG", 2002, -3e6], ["CHL", "ABW", 2002, 16.4e6]]
    outward = unctad_bilateral.read_pairs(_file(INVESTED), "FDI_outflows").table
    assert outward.values.tolist() == [["HKG", "BMU", 2002, 4e6]]


def test_two_figures_of_one_pair_are_none() -> None:
    many = "".join(f"ABW,CHL,{year},1,2\n" for year in range(1900, 1990))
    twice = "ABW,CHL,2002,16.5,\n"
    reading = unctad_bilateral.read_pairs(_file(INVESTED + many + twice), "FDI_inflows")
    assert 2002 not in reading.table.query("destination == 'ABW'")["year"].tolist()
    assert reading.notes[1].startswith("1 figures are left out")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("partner", "with", "lacks the column partner"),
        ("16.4", "much", "row 2, column FDI_inflows: 'much'"),
        ("ABW,CHL,2002", "HGK,BMU,2002", "2 of 2 rows that share their host"),
        ("ABW", "ATL", "'ATL'"),
        ("ABW,CHL,2002", "ABW,CHL,", "has nothing as year"),
    ],
)
def test_investment_that_was_changed(old: str, new: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        unctad_bilateral.read_pairs(_file(INVESTED.replace(old, new)), "FDI_inflows")


def test_a_measure_that_is_none() -> None:
    with pytest.raises(ArgumentError, match="'FDI' is not one of 'FDI_inflows'"):
        unctad_bilateral.read_pairs(_file(INVESTED), "FDI")


PAIRS = "destination,origin,sex,year,migrants\nnam,ago,male,2019,6\nnam,ago,female,2019,4\n"


def _totals(male: int, female: int) -> dict[str, Reading]:
    def reading(value: int) -> Reading:
        rows = [("NAM", 2019, float(value)), ("WLD", 2019, float(value))]
        return Reading(pd.DataFrame(rows, columns=["economy", "year", "value"]), "t")

    return {"both": reading(male + female), "female": reading(female), "male": reading(male)}


def test_what_the_totals_count_beyond_the_pairs_is_of_unknown_origin() -> None:
    pairs = _ims_copies.read_pairs(_file(PAIRS))
    table = _ims_copies.completed(pairs, _totals(7, 4), "the copy").table
    found = table[table["sex"] == "both"].set_index(["origin", "destination"])["value"].to_dict()
    assert found == {
        ("AGO", "NAM"): 10, ("AGO", "WLD"): 10, ("XXX", "NAM"): 1, ("XXX", "WLD"): 1,
        ("WLD", "NAM"): 11, ("WLD", "WLD"): 11,
    }  # fmt: skip
    assert table[(table["origin"] == "XXX") & (table["sex"] == "female")].empty


def test_pairs_and_totals_of_different_revisions() -> None:
    pairs = _ims_copies.read_pairs(_file(PAIRS))
    with pytest.raises(LayoutError, match="more migrants than the workbook of totals"):
        _ims_copies.completed(pairs, _totals(5, 4), "the copy")
    with pytest.raises(LayoutError, match="does not know: 'ZAF'"):
        moved = pairs.replace({"destination": {"NAM": "ZAF"}})
        _ims_copies.completed(moved, _totals(7, 4), "the copy")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("origin", "from", "lacks the column origin"),
        ("female", "both", "as sex; female and male are expected"),
        ("male,2019,6", "male,2019,6.5", "has 6.5 as migrants"),
        ("ago", "atl", "'atl'"),
        ("nam,ago,female", "nam,ago,male", "as sex|repeat"),
    ],
)
def test_pairs_that_were_changed(old: str, new: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        _ims_copies.read_pairs(_file(PAIRS.replace(old, new)))


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>moved</html>", b"PK\x03\x04", b'"year', gzip.compress(STOCKS.encode())[:-12]],
)
def test_what_is_no_table(body: bytes) -> None:
    for read in (
        gbmd.read_stocks,
        gaskin_abel.read_flows,
        unhcr_copies.read_population,
        _ims_copies.read_pairs,
        lambda file: unctad_bilateral.read_pairs(file, "FDI_inflows"),
        lambda file: abel_cohen.read_copy(file, "mig_rate"),
    ):
        with pytest.raises(LayoutError):
            read(io.BytesIO(body))
