"""What a check reads is what its claim lists, its finding names and its code loads."""

from __future__ import annotations

import contextlib
import io
from functools import cache

import numpy as np
import pandas as pd
import pytest

import migov
from migov import registry
from migov.claims.evidence import the_one
from migov.claims.ledger import claims
from migov.claims.run import Read, noting
from migov.claims.sums import spread
from migov.errors import ArgumentError, MigovError
from migov.figures import find_version, whole
from migov.plots import labels

CHECKED = [name for name, claim in claims().items() if claim.check_name != "evidence.undecided"]


@cache
def seen(name: str) -> tuple[tuple[Read, ...], migov.claims.Finding]:
    with noting() as read:
        finding = migov.claims.get(name).check()
    return tuple(read), finding


@cache
def ran(name: str) -> tuple[str, dict[str, pd.DataFrame]]:
    """What the code of a claim prints in a namespace of its own, and the tables that it makes."""
    said, namespace = io.StringIO(), {}
    with contextlib.redirect_stdout(said):
        exec(migov.claims.get(name).code().replace("finding.plot()", ""), namespace)
    tables = {key: each for key, each in namespace.items() if isinstance(each, pd.DataFrame)}
    return said.getvalue(), tables


# --- sources -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHECKED)
def test_a_claim_lists_the_series_that_its_check_reads(name: str) -> None:
    read, finding = seen(name)
    assert {each.name for each in read if each.what == "series"} == set(finding.claim.series)


@pytest.mark.parametrize("name", [name for name in CHECKED if claims()[name].series])
def test_a_finding_names_the_publisher_of_every_series_that_was_read(name: str) -> None:
    read, finding = seen(name)
    told = set(finding.row()["sources"].split("; "))
    for each in read:
        if each.what == "series":
            assert registry.find(each.name).publisher.name in told, each.name


@pytest.mark.parametrize(
    ("name", "whose"),
    [("O014", "UN DESA"), ("O013", "UN DESA"), ("O051", "UNHCR"), ("G005", "UN DESA"),
     ("G005", "Treaty Collection"), ("G027", "Treaty Collection")],
)  # fmt: skip
def test_the_caption_credits_whoever_the_axis_rests_on(name: str, whose: str) -> None:
    assert whose in labels.source_line(seen(name)[1])


def test_the_report_cites_the_lists_behind_a_line_on_a_series(tmp_path) -> None:
    path = migov.claims.report(tmp_path / "ledger.md", ["G005", "O124", "O084"])
    text = path.read_text("utf-8")
    assert "- United Nations Treaty Collection, IV-13, as at 3 February 2026.\n" in text
    assert "Geddes (2018), who lists them, as of 2004." in text
    assert "version 1997" not in text and "version 2004" not in text


def test_lists_and_documents_have_no_version() -> None:
    plan = labels.source_line(seen("O084")[1])
    assert plan.endswith("criteria for observers of January 1999 (Spanish).")
    proposals = labels.source_line(seen("O124")[1])
    assert proposals == "Source: Geddes (2018), who lists them, as of 2004."
    # What is an edition is called one still.
    assert "DESTA), version 2.3" in labels.source_line(seen("O067c")[1])


# --- code ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKED)
def test_the_code_of_every_claim_runs_and_shows_its_verdict_and_evidence(name: str) -> None:
    said, tables = ran(name)
    finding = seen(name)[1]
    assert str(finding.verdict) in said
    if finding.now is not None:
        assert str(finding.now.year) in said
    assert all(len(each) for each in tables.values())


@pytest.mark.slow
def test_what_the_code_loads_has_the_figures_of_the_verdict() -> None:
    there = 0
    for name in CHECKED:
        finding = seen(name)[1]
        basis = finding.lines[finding.lines["basis"].astype(bool)]
        if basis.empty or finding.then is None or basis["series"].iloc[0] not in registry.series():
            continue
        record = registry.find(basis["series"].iloc[0])
        for figure in (finding.then, finding.now):
            published = whole(record, find_version(record)).table
            if record.kind == "corridor":  # sums of pairs may be like a pair by chance
                published = published[published["origin"].eq("WLD")
                                      & published["destination"].eq("WLD")]  # fmt: skip
            if not has(published["value"][published["year"] == figure.year], figure.value):
                continue  # it is made of several
            loaded = pd.concat([
                each.loc[each["year"] == figure.year, column]
                for each in ran(name)[1].values() if "year" in each
                for column in ("value", record.id) if column in each
            ])  # fmt: skip
            assert has(loaded, figure.value), (name, figure)
            there += 1
    assert there >= 25


def has(values: pd.Series, figure: float) -> bool:
    found = values.dropna().to_numpy(dtype=float)
    units = (1, 1e-6, 1e-9)
    return any(np.isclose(found * unit, figure, rtol=1e-9, atol=0).any() for unit in units)


def test_the_code_of_a_trend_has_its_years_and_its_places() -> None:
    debt = ran("O012")[1]["figures"]
    assert set(debt["economy"]) == {"SSA", "LAC", "ECA"}
    assert {1975, 1987, 2000, 2024} <= set(debt["year"])
    outflow = ran("O051")[1]
    assert set(range(1971, 2001)) <= set(outflow["refugees"]["year"])
    assert set(outflow["figures"]["economy"]) == {"902"}
    world = ran("O014")[1]["refugees"]
    assert set(world["origin"]) == set(world["destination"]) == {"WLD"}
    assert {1975, 1990, 2000} <= set(world["year"])


def test_the_code_of_a_claim_on_lists_loads_the_lists_that_are_read() -> None:
    observers = migov.claims.get("O088").code()
    assert 'members("RCM", on=2001, status="observer")' in observers
    assert 'other_lists("RCM")' in observers
    # The Union's members are named in O067c, and its check reads none of them.
    assert "governance" not in migov.claims.get("O067c").code()
    assert ran("O124")[1]["dates"]["founded"].notna().all()


# --- nothing there -------------------------------------------------------------------------------


def test_years_in_which_nobody_was_counted_are_no_noughts() -> None:
    table = migov.load("internally_displaced")
    counted = table.groupby("year")["value"].sum()
    first = int(counted.index[counted > 0].min())
    finding = seen("O014")[1]
    inside = finding.lines[finding.lines["series"].str.startswith("internally_displaced")]
    assert inside["year"].min() == first == 1993 and (inside["value"] > 0).all()
    assert finding.table["Displaced within their country (UNHCR)"].loc[:1992].isna().all()
    # The publisher's series stays as it is published.
    assert counted.loc[:1992].eq(0).any()


def test_no_claim_shows_years_in_which_nobody_was_counted() -> None:
    silent = {
        name for name, record in registry.series().items()
        if any("nobody counted" in said for said in record.caveats)
    }  # fmt: skip
    assert "internally_displaced" in silent
    for name in CHECKED:
        lines = seen(name)[1].lines
        for series in silent & set(claims()[name].series):
            rows = lines[lines["series"].str.split(", ").map(lambda ids, one=series: one in ids)]
            assert len(rows) and (rows.groupby("year")["value"].sum() > 0).all(), (name, series)


def test_no_line_that_fits_is_a_named_refusal() -> None:
    with pytest.raises(ArgumentError, match="No vintage at hand has participation of women"):
        the_one([], lambda line: True, "participation of women")
    with pytest.raises(ArgumentError, match="1995"):
        spread([], 1995)


@pytest.mark.parametrize("date", ["2016-02", "2013-12", "2016-10", "2011-04"])
def test_a_claim_without_figures_of_a_date_says_so(date: str) -> None:
    found = migov.claims.diff(date, names=["O031", "O018", "G066"])
    left = {one for said in found.attrs["migov"]["caveats"] for one in ("O031",) if one in said}
    assert left or found.set_index("id").loc["O031", "from"] == "no figures"


def test_a_sentence_on_older_revisions_is_no_reason_to_find_nothing() -> None:
    # In 2017 there was one revision of the stock only, and the claim can be checked on it.
    found = migov.claims.diff("2017", names=["G091"])
    assert found.empty or "no figures" not in set(found["from"])


def vintages() -> list[str]:
    names = {name for claim in claims().values() for name in claim.series}
    return sorted({
        version for name in names
        for version, each in registry.find(name).versions.items() if not each.obtainable
    })  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("date", vintages())
def test_every_vintage_can_be_set_beside_the_pinned_ones(date: str) -> None:
    try:
        found = migov.claims.diff(date)
    except MigovError as error:
        assert isinstance(error, ArgumentError) and date in str(error)
        return
    verdicts = {str(each) for each in migov.claims.Verdict} | {"no figures"}
    assert set(found["from"]) | set(found["to"]) <= verdicts
    assert not found["reason"].str.contains(r"\b(?:nan|inf|None)\b").any()


# --- pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["O067c", "G089", "O012", "O013"])
def test_the_names_at_the_ends_stand_in_one_column_and_apart(name: str) -> None:
    from matplotlib.text import Text

    ax = seen(name)[1].plot()
    figure = ax.figure
    figure.draw_without_rendering()
    boxes = [Text.get_window_extent(each) for each in ax.texts
             if Text.get_window_extent(each).x0 > ax.get_window_extent().x1]  # fmt: skip
    assert len(boxes) == len(set(seen(name)[1].lines.query("pinned")["label"])) or name == "O013"
    assert max(box.x0 for box in boxes) - min(box.x0 for box in boxes) < 1
    for one, other in zip(*(sorted(boxes, key=lambda box: box.y0)[at:] for at in (0, 1)),
                          strict=False):  # fmt: skip
        assert one.y1 <= other.y0 + 0.5, name


def test_what_all_names_begin_with_is_said_once() -> None:
    ax = seen("O067c")[1].plot()
    words = [each.get_text() for each in ax.texts]
    assert not any("Partners with such" in each for each in words)
    assert ax.get_ylabel() == "Partners with such a clause\nPer cent"
    assert {"by texts", "the Mediterranean"} <= set(words)
    assert any(each.startswith("all\ndata, 2023") for each in words)
