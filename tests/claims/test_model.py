"""What a claim and a finding are, and the two places where a verdict is decided."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import migov
from migov import figures, registry
from migov.claims.model import Finding
from migov.claims.run import one_run
from migov.claims.values import Figure, format_value
from migov.claims.verdicts import Verdict, judge_level, judge_relation

# Whole numbers and 64ths are exact in floating point, so the edge of a tolerance is too.
STATED = st.integers(1, 10_000)
TOLERANCE = st.integers(0, 63).map(lambda part: part / 64)
FOUND = st.integers(0, 40_000)


@given(STATED, TOLERANCE, st.booleans(), st.sampled_from([-1, 1]))
def test_a_figure_on_the_edge_of_the_tolerance_holds(stated, tolerance, stands, side):
    edge = stated * (1 + side * tolerance)
    assert judge_level(stated, edge, tolerance, stands) is Verdict.HOLDS


@given(STATED, TOLERANCE, st.booleans(), st.sampled_from([-1, 1]))
def test_a_figure_beyond_the_edge_does_not_hold(stated, tolerance, stands, side):
    beyond = stated * (1 + side * (tolerance + 1 / 64))
    expected = Verdict.REVISED if stands else Verdict.FAILS
    assert judge_level(stated, beyond, tolerance, stands) is expected


@given(STATED, FOUND, FOUND, TOLERANCE, st.booleans())
def test_a_nearer_figure_is_never_judged_worse(stated, one, other, tolerance, stands):
    near, far = sorted((one, other), key=lambda found: abs(found - stated))
    if judge_level(stated, far, tolerance, stands) is Verdict.HOLDS:
        assert judge_level(stated, near, tolerance, stands) is Verdict.HOLDS


@given(STATED, FOUND, TOLERANCE, TOLERANCE, st.booleans())
def test_a_wider_tolerance_never_takes_away(stated, found, one, other, stands):
    narrow, wide = sorted((one, other))
    if judge_level(stated, found, narrow, stands) is Verdict.HOLDS:
        assert judge_level(stated, found, wide, stands) is Verdict.HOLDS


@given(STATED, FOUND, TOLERANCE, st.sampled_from([0.001, 0.5, 3.0, 1e9]), st.booleans())
def test_the_unit_does_not_matter(stated, found, tolerance, factor, stands):
    gap = abs(abs(found - stated) - tolerance * stated)
    if gap > 1e-6 * stated:  # rounding decides on the edge itself
        one = judge_level(stated, found, tolerance, stands)
        assert judge_level(stated * factor, found * factor, tolerance, stands) is one


@given(STATED, FOUND, TOLERANCE)
def test_the_point_matters_only_outside_the_tolerance(stated, found, tolerance):
    with_point, without = (judge_level(stated, found, tolerance, each) for each in (True, False))
    assert (with_point, without) in {
        (Verdict.HOLDS, Verdict.HOLDS),
        (Verdict.REVISED, Verdict.FAILS),
    }


def test_a_claim_judges_by_its_own_figure_and_tolerance():
    claim = migov.claims.get("O018")
    assert claim.judge(claim.stated) is Verdict.HOLDS
    assert claim.judge(claim.stated * 1.04) is Verdict.HOLDS
    assert claim.judge(claim.stated * 1.06) is Verdict.FAILS
    assert claim.judge(claim.stated * 1.06, point_stands=True) is Verdict.REVISED


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        (True, True, "holds"),
        (True, False, "overtaken"),
        (False, True, "fails"),
        (False, False, "fails"),
    ],
)
def test_a_relation_then_and_now(then, now, verdict):
    assert judge_relation(then, now).value == verdict


def test_the_verdicts_are_the_five_of_the_design():
    assert [str(each) for each in Verdict] == [
        "holds",
        "revised",
        "fails",
        "overtaken",
        "not testable",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1356.685, "US$ billion", "US$ 1,356.7 billion"),
        (6.53704, "%", "6.5 %"),
        (1.5264, "ratio", "1.53"),
        (163.176, "million persons", "163.2 million"),
        (1234.5, "things", "1,234.5 things"),
    ],
)
def test_a_figure_is_written_with_its_unit(value, unit, text):
    assert format_value(value, unit) == text
    assert str(Figure(value, 1995, unit, "a line", "2026-07")) == f"{text} (1995)"


def test_records_cannot_be_changed(findings):
    finding = findings["O018"]
    for record, field in ((finding, "verdict"), (finding.claim, "stated"), (finding.then, "value")):
        with pytest.raises(FrozenInstanceError):
            setattr(record, field, None)


def test_a_claim_checks_itself():
    finding = migov.claims.get("G067").check()
    assert isinstance(finding, Finding) and finding.claim.id == "G067"


def with_evidence(findings):
    """Findings that rest on figures; the others say why none can decide (see below)."""
    return {name: each for name, each in findings.items() if len(each.lines)}


def test_a_finding_without_evidence_is_not_testable_and_says_why(findings):
    bare = {name: each for name, each in findings.items() if not len(each.lines)}
    assert bare
    for name, finding in bare.items():
        assert finding.verdict is Verdict.NOT_TESTABLE, name
        assert finding.then is None and finding.now is None, name
        assert finding.claim.why_not in finding.reason, name
        assert finding.claim.needs in finding.reason, name
        assert finding.row()["sources"] == "" and finding.table.empty, name


def test_every_finding_has_every_field(findings):
    for name, finding in with_evidence(findings).items():
        assert isinstance(finding.verdict, Verdict), name
        assert finding.reason, name
        assert set(finding.lines) == {
            "label",
            "source",
            "series",
            "version",
            "population",
            "year",
            "value",
            "unit",
            "basis",
            "pinned",
            "second",
        }, name
        assert finding.lines.notna().all().all(), name
        assert not finding.lines.duplicated(["label", "version", "year"]).any(), name
        assert list(finding.vintages) == ["label", "version", "value"], name
        assert finding.vintages["version"].is_unique, name
        # One line carries the verdict, in one vintage, and then and now are on it.
        basis = finding.lines[finding.lines["basis"]]
        assert len(basis[["label", "version"]].drop_duplicates()) == 1, name
        values = basis.set_index("year")["value"]
        assert finding.now.year == values.index.max(), name
        for figure in (finding.then, finding.now):
            if figure is not None:
                assert values[figure.year] == figure.value, name
                assert figure.unit == finding.claim.unit, name
                assert figure.version == basis["version"].iloc[0], name


def test_readings_are_the_papers_year_and_the_newest(findings):
    for name, finding in with_evidence(findings).items():
        readings = finding.readings
        then, now = (readings[readings["role"] == role] for role in ("then", "now"))
        assert (then["year"] == finding.claim.year).all(), name
        last = finding.lines.groupby(["label", "version"])["year"].max()
        assert now["year"].tolist() == [
            last[label, version]
            for label, version in zip(now["label"], now["version"], strict=True)
        ], name


def test_the_table_has_a_column_for_each_pinned_line(findings):
    for name, finding in with_evidence(findings).items():
        pinned = finding.lines[finding.lines["pinned"]]
        assert set(finding.table.columns) == set(pinned["label"]), name
        basis = finding.lines.loc[finding.lines["basis"], "label"].iloc[0]
        assert finding.table[basis][finding.now.year] == finding.now.value, name


def test_the_table_can_be_cited(findings):
    said = migov.cite(findings["O018"].table)
    assert "Evidence on O018" in said and "Overbeek (2002)" in said
    assert "BX.TRF.PWKR.CD.DT" in said and "DT.ODA.ODAT.CD" in said


def test_a_finding_without_evidence_still_has_readings(findings):
    empty = replace(findings["O035"], lines=findings["O035"].lines.iloc[:0])
    assert empty.readings.empty and "role" in empty.readings
    assert empty.row()["sources"] == ""


def test_beside_names_every_other_line_then_and_now(findings):
    for name, finding in with_evidence(findings).items():
        others = finding.lines[finding.lines["pinned"] & ~finding.lines["basis"]]
        said = finding.beside()
        assert len(said) == others["label"].nunique(), name
        for line, label in zip(said, others["label"].unique(), strict=True):
            last = others.loc[others["label"] == label, "year"].max()
            assert line.startswith(f"{label}: ") and f"({last})" in line, name
    assert "no figure (1960)" in findings["O035"].beside()[0]


def test_html_says_what_the_finding_says_and_escapes_it(findings):
    finding = findings["O035"]
    shown = finding._repr_html_()
    assert "not testable" in shown and "no figure" in shown and finding.claim.id in shown
    sharp = replace(finding, reason="<b>5 & 6</b>")._repr_html_()
    assert "&lt;b&gt;5 &amp; 6" in sharp and "<b>5" not in sharp


def test_a_row_is_flat(findings):
    for finding in findings.values():
        for key, value in finding.row().items():
            assert value is None or pd.api.types.is_scalar(value), key


def test_words_follow_figures_that_were_revised():
    record = registry.find("remittances_received")
    pinned = figures.whole(record, figures.find_version(record))
    tenth = replace(pinned, table=pinned.table.assign(value=pinned.table["value"] / 10))
    with figures.standing_in({(record.id, record.pinned): tenth}), one_run():
        finding = migov.claims.get("O018").check()
    assert finding.verdict == "fails"
    assert finding.verdict is Verdict.FAILS
    assert "falls short of the aid of the year" in finding.reason
