"""The verdicts on debt, aid, work and mergers, reached by typed figures and by publishers' files.

Nothing of the claims' own code is used for the arithmetic: figures are typed from what publishers
print, or read from their files with plain pandas, and every number in a reason is found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import migov

# Claim: verdict, then, now, the year of now.  Typed from the publishers' tables (see below).
EXPECTED = {
    "O012": ("holds", 50.5, 45.3, 2024),
    "O013": ("fails", -8.284, 75.18, 2014),
    "O026": ("holds", 33.65, 14.31, 2024),
    "O027": ("overtaken", 60.63, 29.26, 2024),
    "O030": ("holds", 40.58, 53.12, 2025),
    "O031": ("fails", 60.2, 60.2, 2014),
    "O041": ("revised", 135.7, 135.7, 1997),
    "O043": ("holds", 187.3, 378.4, 2023),
    "O044": ("revised", 187.3, 378.4, 2023),
    "O045": ("holds", 46.9, 378.4, 2023),
    "O046": ("revised", 38.97, 26.01, 2023),
    "O047": ("holds", 91.1, 78.2, 2023),
    "O052": ("overtaken", 64.49, 44.4, 2025),
}
# World Investment Report 2024, annex table 6: world and developed economies, US$ billion.
MERGERS = {1990: 98.0, 1991: 58.9, 1992: 46.9, 1993: 43.5, 1994: 93.9, 1995: 109.9, 1996: 141.2,
           1997: 187.3}  # fmt: skip
# UNCTADstat 2025: world inflows of foreign direct investment, US$ billion.
INFLOWS = {1990: 204.9, 1991: 154.0, 1992: 164.7, 1993: 222.2, 1994: 255.9, 1995: 345.1,
           1996: 392.8, 1997: 480.6}  # fmt: skip

CENTRAL_AMERICA = ("BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV")
# World Population Prospects 2024: millions in 1988 and in 1998, the middle years.
PEOPLE_OF_CENTRAL_AMERICA = (27.90, 35.04)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_verdict_and_its_figures(findings, name: str) -> None:
    verdict, then, now, year = EXPECTED[name]
    found = findings[name]
    assert str(found.verdict) == verdict
    assert found.then.value == pytest.approx(then, rel=3e-3)
    assert found.now.value == pytest.approx(now, rel=3e-3)
    assert (found.then.year, found.now.year) == (found.claim.year, year)


def test_typed_figures_give_the_verdicts() -> None:
    # Literacy of the censuses: men 61.64 and 73.41, women 33.73 and 47.84 per cent.
    for (first, second), stated, expected in (
        ((61.64, 73.41), 35.0, 33.65), ((33.73, 47.84), 60.0, 60.63)
    ):
        unread = 100 - (first + 0.4 * (second - first))
        assert unread == pytest.approx(expected, abs=0.01)
        assert abs(unread - stated) / stated < 0.05
    assert 100 - 47.84 < 60 < 60.63  # women: above 60 on the line to 1995, below it by 2001
    # Sales of 9.5 trillion over exports of 7.00 trillion lie outside 5 per cent of 148.
    assert abs(9500 / 7000.8 * 100 - 148) / 148 > 0.05
    # Mergers: 187.3 is not 342, and more than twice the 46.9 of 1992.
    assert abs(187.3 - 342) / 342 > 0.05 and 187.3 > 2 * 46.9
    assert 187.3 / 480.6 > 46.9 / 164.7
    years = sorted(MERGERS)[1:]
    changes = [
        [np.log(table[year] / table[year - 1]) for year in years] for table in (MERGERS, INFLOWS)
    ]
    assert np.corrcoef(changes)[0, 1] == pytest.approx(0.56, abs=0.01)
    # It hangs on one of seven years, which the reason says.
    assert np.corrcoef([line[1:] for line in changes])[0, 1] == pytest.approx(-0.08, abs=0.01)
    parts = [100 * MERGERS[year] / INFLOWS[year] for year in (1990, 1992, 1997)]
    assert parts == pytest.approx([47.9, 28.5, 39.0], abs=0.1)
    # Gross as net of 1992, if the two stood as in 1997, whose gross value UNCTAD first printed.
    assert round(46.9 * 342 / 187.3) == 86 < 100
    assert round(100 * 342 / 480.6) == 71


def test_the_numbers_of_the_reasons(findings) -> None:
    said = {
        "O012": ["13", "1975", "51", "2000", "19", "33", "27", "1987", "46", "48"],
        "O013": ["-20", "-8", "-5", "10", "-27"],
        "O026": ["38.4", "26.6", "33.7", "14.3"],
        "O027": ["66.3", "52.2", "60.6", "29.3"],
        "O030": ["23", "41", "53"],
        "O031": ["-0.3", "-1.3", "1.9", "2.8"],
        "O041": ["7,001", "6,419", "136", "137", "169"],
        "O043": ["0.56", "-0.08", "0.64", "29", "39", "48"],
        "O044": ["342", "187", "4.0", "47"],
        "O045": ["47", "1995", "86"],
        "O046": ["39", "29", "342", "71", "58"],
        "O047": ["91", "78", "49", "2013"],
        "O052": ["64.5", "44.4", "2010"],
    }
    for name, numbers in said.items():
        told = re.findall(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?", findings[name].reason)
        missing = [number for number in numbers if number not in told]
        assert not missing, (name, missing, findings[name].reason)


# --- from the publishers' files ------------------------------------------------------------------


@pytest.fixture(scope="module")
def bank(file_of: Callable[..., Path]) -> Callable[..., pd.Series]:
    held = pd.read_parquet(file_of("vintages_long.parquet"))
    held = held.astype({"ind": str, "code": str, "vintage": str})

    def read(indicator: str, place: str, vintage: str) -> pd.Series:
        rows = held[
            (held["ind"] == indicator) & (held["code"] == place)
            & held["vintage"].str.startswith(vintage)
        ]
        assert len(rows), (indicator, place, vintage)
        return rows.set_index("year")["value"].sort_index()

    return read


@pytest.fixture(scope="module")
def mergers(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = pd.read_csv(file_of("WIR2024_tab06.csv.gz"), skiprows=2, dtype=str)
    table = table.set_index(table.columns[0])
    table.index = table.index.str.strip()
    plain = table.loc[["World", "Developed economies"], [str(year) for year in range(1990, 2024)]]
    plain = plain.map(lambda cell: float(re.sub(r"[\s\u00a0]", "", cell)))
    plain.columns = plain.columns.astype(int)
    return plain.T / 1000


@pytest.mark.reference
def test_debt_and_aid_from_the_files(findings, bank) -> None:
    table = findings["O012"].table
    for code, name in (("SSA", "Sub-Saharan Africa"), ("LAC", "Latin America and the Caribbean")):
        ratio = 100 * bank("DT.DOD.DECT.CD", code, "2025-12") / bank(
            "NY.GDP.MKTP.CD", code, migov.registry.find("gdp").pinned
        )
        column = table[f"Debt ÷ GDP, {name}"].dropna()
        pd.testing.assert_series_equal(
            column, ratio.dropna(), check_names=False, check_dtype=False, rtol=1e-6,
            check_index_type=False,
        )
        assert ratio[2000] >= 1.5 * ratio[1975] and ratio.dropna().iloc[-1] >= 1.5 * ratio[1975]
    africa = bank("DT.ODA.ODAT.KD", "SSF", "2016-11")
    centre = sum(
        bank("DT.ODA.ODAT.KD", code, "2016-11")
        for code in CENTRAL_AMERICA
    )
    falls = [
        100 * (line.loc[1996:2000].mean() / line.loc[1986:1990].mean() - 1)
        for line in (africa, centre)
    ]
    assert falls == pytest.approx([-19.74, -8.28], abs=0.05)
    assert falls[0] <= -10 < falls[1]  # a tenth in Africa, and not in Central America
    lines = findings["O013"].lines
    shown = lines[lines["label"] == "Change of real aid, the lesser fall of the two"]
    shown = shown.set_index(["version", "year"])["value"]
    for vintage, lesser in (("2016-11", -8.28), ("2016-02", -6.71), ("2013-12", -5.18)):
        aid = {
            place: sum(bank("DT.ODA.ODAT.KD", code, vintage) for code in codes)
            for place, codes in (("Africa", ["SSF"]), ("centre", CENTRAL_AMERICA))
        }
        fall = [100 * (a.loc[1996:2000].mean() / a.loc[1986:1990].mean() - 1) for a in aid.values()]
        assert max(fall) == pytest.approx(lesser, abs=0.01)
        assert shown[vintage, 2000] == pytest.approx(max(fall), rel=1e-6)
    before, after = PEOPLE_OF_CENTRAL_AMERICA
    assert 100 * ((1 + falls[1] / 100) * before / after - 1) == pytest.approx(-27, abs=0.5)


@pytest.mark.reference
def test_work_and_weight_from_the_files(bank) -> None:
    pinned = {name: migov.registry.find(name).pinned for name in (
        "urban_population_share", "gdp", "labour_force_participation_rate_female",
    )}  # fmt: skip
    urban = bank("SP.URB.TOTL.IN.ZS", "LMY", pinned["urban_population_share"])
    assert urban.loc[[1960, 1970, 1980, 1990, 2000]].is_monotonic_increasing
    assert urban.iloc[-1] > urban[2002] == pytest.approx(40.58, abs=0.01)
    every = bank("SL.TLF.CACT.ZS", "HIC", "2016-11")
    assert -0.5 < every[2002] - every[1990] < 0
    # In the older vintages it fell by more; in none did it rise.
    for vintage, moved in (("2016-02", -1.01), ("2013-12", -1.28)):
        older = bank("SL.TLF.CACT.ZS", "HIC", vintage)
        assert older[2002] - older[1990] == pytest.approx(moved, abs=0.01)
    rates = {  # women's and men's, in the vintage of the rate of all and in the newest
        "2016-11": (1.93, -2.85),
        pinned["labour_force_participation_rate_female"]: (0.99, -3.42),
    }
    for vintage, moved in rates.items():
        for sex, points in zip(("FE", "MA"), moved, strict=True):
            rate = bank(f"SL.TLF.CACT.{sex}.ZS", "HIC", vintage)
            assert rate[2002] - rate[1990] == pytest.approx(points, abs=0.01), (vintage, sex)
    seven = sum(
        bank("NY.GDP.MKTP.CD", code, pinned["gdp"])
        for code in ("USA", "JPN", "DEU", "FRA", "GBR", "ITA", "CAN")
    )
    weight = 100 * seven / bank("NY.GDP.MKTP.CD", "WLD", pinned["gdp"])
    assert weight[2002] > 50 > weight[2010] and weight[2009] > 50
    assert weight.dropna().iloc[-1] == pytest.approx(44.4, abs=0.05)


@pytest.mark.reference
def test_mergers_from_the_file(findings, mergers: pd.DataFrame) -> None:
    world, developed = mergers["World"], mergers["Developed economies"]
    assert {year: round(world[year], 1) for year in MERGERS} == MERGERS
    share = 100 * developed / world
    column = findings["O047"].table.iloc[:, 0]
    np.testing.assert_allclose(column.to_numpy(), share.to_numpy(), rtol=1e-6)
    assert share.idxmin() == 2013 and share[1997] > 50 < share[2023]
    assert world.loc[1993:][world >= 100].index[0] == 1995
