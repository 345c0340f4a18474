"""The sixteen verdicts re-derived by roads that share nothing with migov.

Twice over: from figures typed by hand, which runs anywhere, and from publishers' files read with
pandas, where they are.  Verdict, figures then and now, vintages, the evidence beside them and
every number in the sentence of reason are compared.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import migov
from claims.arithmetic import DERIVED, OLDER_ABOVE_ONE, Expected
from claims.printed_figures import PRINTED, Figures
from claims.publishers_figures import read

IDS = sorted(DERIVED)
# What the papers print, and how far a figure may lie off, written out a second time.
STATED = {
    "O017": (1.0, None, 1995),
    "O018": (70.0, 0.05, 1995),
    "O019": (66.0, 0.05, 1995),
    "O025": (0.5, None, 1995),
    "O034": (None, None, 2000),
    "O035": (1.1, 0.05, 1960),
    "O036": (2.0, 0.05, 1980),
    "O037": (7.4, 0.05, 1997),
    "O057": (125.0, 0.05, 1995),
    "O058": (2.0, 0.25, 1995),
    "O059": (None, None, 2000),
    "G053": (1.0, None, 2004),
    "G065": (60.0, 0.05, 2005),
    "G067": (175.0, 0.05, 2000),
    "G068": (50.0, 0.05, 2000),
    "G069": (None, None, 2005),
}
VERDICTS = {
    "O017": "holds",
    "O018": "revised",
    "O019": "holds",
    "O025": "overtaken",
    "O034": "holds",
    "O035": "not testable",
    "O036": "revised",
    "O037": "revised",
    "O057": "revised",
    "O058": "revised",
    "O059": "holds",
    "G053": "fails",
    "G065": "holds",
    "G067": "holds",
    "G068": "fails",
    "G069": "fails",
}
# Held by no file at hand: a typed figure may stand in for these and for no other.
ONLY_IN_PRINT = {"migrants@2019", "living in Asia first printed"}
# Typed figures have four digits at least; birth rates, from which the files give population, five.
PRECISION = {"typed": 3e-4, "files": 5e-5}


@pytest.fixture(scope="module")
def from_files(reference: Path) -> Figures:
    return read(reference / "data")


def test_these_are_all_the_claims() -> None:
    # Later claims have tests of their own; none of these may go missing.
    assert set(IDS) == set(STATED) == set(VERDICTS)
    for name in IDS:
        assert migov.claims.get(name).id == name


@pytest.mark.parametrize("name", IDS)
def test_the_ledger_states_what_the_paper_prints(name: str) -> None:
    claim = migov.claims.get(name)
    assert (claim.stated, claim.tolerance, claim.year) == STATED[name]


@pytest.mark.parametrize("name", IDS)
def test_verdict_by_typed_figures(name: str, findings: dict) -> None:
    expected = DERIVED[name](PRINTED)
    assert expected.verdict == VERDICTS[name]
    compare(findings[name], expected, PRECISION["typed"])


@pytest.mark.reference
@pytest.mark.parametrize("name", IDS)
def test_verdict_by_publishers_files(name: str, findings: dict, from_files: Figures) -> None:
    figures = {**PRINTED, **from_files}
    assert set(PRINTED) - set(from_files) == ONLY_IN_PRINT
    expected = DERIVED[name](figures)
    assert expected.verdict == VERDICTS[name]
    compare(findings[name], expected, PRECISION["files"])


@pytest.mark.reference
@pytest.mark.parametrize("name", sorted(set(PRINTED) - ONLY_IN_PRINT))
def test_typed_figures_are_the_publishers(name: str, from_files: Figures) -> None:
    for year, figure in PRINTED[name].items():
        assert from_files[name][year] == pytest.approx(figure, rel=1e-4), year


@pytest.mark.parametrize("name", IDS)
def test_no_number_of_a_reason_is_out_of_thin_air(name: str, findings: dict) -> None:
    expected = DERIVED[name](PRINTED)
    known = list(expected.said)
    for pair in (expected.then, expected.now, *expected.beside):
        known += pair or ()
    for number in numbers(findings[name].reason):
        digits = len(number.partition(".")[2])
        value = float(number.replace(",", ""))
        slack = 0.5 * 10**-digits * 1.02
        assert any(abs(value - each) <= slack for each in known), number


def test_numbers_are_found_in_a_sentence() -> None:
    said = "From 1960 it was 2.83 (2024 revision), of 5,759 million, 3.6-fold, in 0.4999. Then 90."
    assert numbers(said) == ["1960", "2.83", "2024", "5,759", "3.6", "0.4999", "90"]


def numbers(sentence: str) -> list[str]:
    return re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", sentence)


def compare(finding: migov.claims.Finding, expected: Expected, rel: float) -> None:
    assert finding.verdict.value == expected.verdict
    if expected.then is None:
        assert finding.then is None
    else:
        assert finding.then is not None and finding.then.year == expected.then[0]
        assert finding.then.value == pytest.approx(expected.then[1], rel=rel)
    assert finding.now is not None and finding.now.year == expected.now[0]
    assert finding.now.value == pytest.approx(expected.now[1], rel=rel)
    found = dict(zip(finding.vintages["version"], finding.vintages["value"], strict=True))
    for vintage, value in expected.vintages.items():
        assert found[vintage] == pytest.approx(value, rel=rel), vintage
    # What the finding has besides, such as an edition that no file at hand holds, stays in range.
    low, high = min(found.values(), default=0.0), max(found.values(), default=0.0)
    if expected.vintages:
        assert low == pytest.approx(min(expected.vintages.values()), rel=rel)
        assert high == pytest.approx(max(expected.vintages.values()), rel=rel)
    pinned = finding.lines[finding.lines["pinned"] & ~finding.lines["basis"]]
    for year, value in expected.beside:
        if finding.claim.id == "G069" and year == 1990:
            shown = finding.lines.loc[finding.lines["year"] == year, "value"]
        else:
            shown = pinned.loc[pinned["year"] == year, "value"]
        assert any(each == pytest.approx(value, rel=rel) for each in shown), (year, value)


@pytest.mark.reference
def test_remittances_above_investment_in_older_vintages(reference: Path) -> None:
    table = pd.read_parquet(reference / "data" / "worldbank" / "vintages_long.parquet")
    table = table[table["code"].isin(["LAC", "LCN"]) & ~table["transcribed"]]
    wide = table.pivot_table(
        index=["code", "vintage", "year"], columns="ind", values="value", observed=True
    )
    above = wide[wide["BX.TRF.PWKR.CD.DT"] > wide["BX.KLT.DINV.CD.WD"]].reset_index()
    assert "LCN" not in set(above["code"])
    years = {name: set(rows["year"]) for name, rows in above.groupby("vintage", observed=True)}
    assert sorted(set().union(*years.values()) - years["2026-07-01"]) == OLDER_ABOVE_ONE


# Where the ledger keeps figures from print, and where they are typed a second time here.
TYPED_AGAIN = {
    "unctad-2026-share": "inflows share@2026",
    "unctad-1998-inflows": "inflows first printed",
    "unctad-1998-mergers": "mergers first printed",
    "idb-2004-remittances": "bank remittances",
    "idb-2004-ratio": "bank times fdi",
    "un-2002-migrants-in-asia": "living in Asia first printed",
    "gbmd-migrants": "migrants redrawn",
}


def test_figures_from_print_are_those_that_were_printed() -> None:
    table = migov.claims.printed()
    assert set(table["id"]) == set(TYPED_AGAIN)
    for row in table.to_dict("records"):
        again = PRINTED[TYPED_AGAIN[row["id"]]][row["year"]]
        assert row["value"] == pytest.approx(again, abs=0.005), row["id"]
