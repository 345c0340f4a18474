"""No verdict of "fails" or "revised" on one file alone, unless the claim says why there is none.

What is a second one is told from the evidence itself: another publisher or another vintage, the
same unit, and a figure for the year that the verdict is about.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

import migov
from migov.claims import ledger
from migov.claims.evidence import finding as found_with
from migov.claims.verdicts import Verdict

AGAINST = {Verdict.FAILS, Verdict.REVISED}


def seconds(finding):
    """The rows that measure what the verdict rests on, for its year, by somebody else or anew."""
    lines = finding.lines
    basis = lines[lines["basis"]]
    year = (finding.then or finding.now).year
    marked = lines[lines["second"] & (lines["year"] == year)]
    same = (marked["source"] == basis["source"].iloc[0]) & (
        marked["version"] == basis["version"].iloc[0]
    )
    return marked[~same]


def test_what_fails_or_is_revised_rests_on_two_or_says_why_on_one(findings):
    silent, spoken_twice = [], []
    for name, finding in findings.items():
        if finding.verdict in AGAINST:
            two, why = len(seconds(finding)) > 0, finding.claim.only_source
            silent += [name] * (not two and not why)
            spoken_twice += [name] * (two and bool(why))
    assert not silent, f"{silent}: show a line with second=True, or say only_source in the ledger"
    assert not spoken_twice, f"{spoken_twice} show a second and say that there is none"


def test_only_those_verdicts_excuse_a_single_source(findings):
    for name, finding in findings.items():
        why = finding.claim.only_source
        if why:
            assert finding.verdict in AGAINST, name
            assert why.endswith(".") and why[:-1].strip() == why[:-1] and ". " not in why, name


def test_a_second_line_is_in_the_unit_of_the_first(findings):
    shown = 0
    for name, finding in findings.items():
        rows = finding.lines
        assert not (rows["second"] & rows["basis"]).any(), name
        assert set(rows.loc[rows["second"], "unit"]) <= {finding.claim.unit}, name
        shown += bool(rows["second"].any())
    assert shown > 20


def test_another_vintage_of_the_first_line_is_a_second_and_another_line_is_not(findings):
    rows = findings["O018"].lines
    same = rows[rows["label"] == "Remittances received, world"]
    assert same.groupby("version")["second"].first().to_dict() == {
        version: version != "2026-07" for version in same["version"].unique()
    }
    assert not rows.loc[rows["label"] == "ODA received, world", "second"].any()


@pytest.mark.parametrize("why", ["", "Nobody else counts <them>."])
def test_a_card_a_page_a_row_and_a_report_say_it(why, findings, monkeypatch, tmp_path):
    from migov.course.ledger import claim_page

    claim = replace(findings["O018"].claim, only_source=why)
    finding = replace(findings["O018"], claim=claim)
    said = bool(why)
    assert finding.row()["only_source"] == why
    assert ("One source" in repr(finding)) is said and why in repr(finding)
    assert ("&lt;them&gt;" in finding._repr_html_()) is said
    assert ("**One source:**" in claim_page({**finding.row(), "code": ""}, claim, None)) is said
    monkeypatch.setattr(migov.claims, "findings", lambda names: [finding])
    for ending in ("md", "html", "tex"):
        text = migov.claims.report(tmp_path / f"one.{ending}").read_text("utf-8")
        assert ("Nobody else counts" in text) is said, ending


def test_the_first_line_alone_carries_the_verdict(findings):
    from migov.claims.evidence import levels

    claim = ledger.get("O018")
    lines = levels("remittances_received", "Remittances received, world", "US$ billion")
    marked = [replace(line, second=True) for line in lines]
    rows = found_with(claim, Verdict.REVISED, "Said.", marked).lines
    assert rows.loc[rows["basis"], "second"].eq(False).all()
    assert rows.loc[~rows["basis"], "second"].all()
