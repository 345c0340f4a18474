"""Names in publishers' files against those that migov knows: unknown, missing, unused."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest
from editions import newer, publish
from hypothesis import given
from hypothesis import strategies as st

import migov
from migov import economies
from migov.config import config
from migov.economies import usage
from migov.errors import (
    ArgumentError,
    LayoutError,
    MissingNamesWarning,
    MissingYearsWarning,
    NamesWarning,
    UnknownNamesWarning,
    UnusedNamesWarning,
)

CURRENT = economies.table().query("status == 'current'")["economy"].tolist()


def test_unknown_missing_and_unused_are_three_different_warnings():
    kinds = {UnknownNamesWarning, MissingNamesWarning, UnusedNamesWarning}
    assert len(kinds) == 3
    for kind in kinds:
        assert issubclass(kind, NamesWarning)
        assert not any(issubclass(kind, other) for other in kinds - {kind})


def test_what_is_not_known_is_warned_of_by_name_and_left_empty():
    with pytest.warns(UnknownNamesWarning, match="A list: not known: 'ATL', 'MU'") as caught:
        found = usage.check_names(pd.Series(["MEX", "ATL", "MU", "ATL"]), "worldbank", "A list")
    assert found.tolist() == ["MEX", "", "", ""]
    assert [each.category for each in caught] == [UnknownNamesWarning]


def test_a_reader_refuses_what_is_not_known_and_says_where_it_belongs():
    with pytest.raises(LayoutError, match=r"does not know 1 code: 'ATL'.*codes\.csv"):
        economies.translate(pd.Series(["MEX", "ATL"]), "worldbank")


def test_what_is_missing_is_warned_of_by_code():
    with pytest.warns(MissingNamesWarning, match="missing, where they are expected: CUB, PER\\."):
        found = usage.check_names(
            pd.Series(["Mexico"]), "knomad_name", expected={"MEX", "PER", "CUB"}
        )
    assert found.tolist() == ["MEX"]


def test_what_is_as_expected_is_not_warned_of():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = usage.check_names(pd.Series(["MEX", "ROM"]), "worldbank", "A list", ["ROU"])
    assert found.tolist() == ["MEX", "ROU"]


def test_what_no_file_has_is_unused():
    with usage.recorded() as seen:
        economies.translate(pd.Series(["ROM", "FRA"]), "cepii")
    rows = usage.unused(seen)
    # The five codes of 2004 that differ from today's, as their publisher's file has them.
    assert set(rows["value"]) == {"PAL", "TMP", "YUG", "ZAR"}
    with pytest.warns(UnusedNamesWarning, match="Unused: 4 of the names of the scheme 'cepii'"):
        usage.warn_unused(seen)


def test_what_is_used_in_another_spelling_is_used():
    with usage.recorded() as seen:
        economies.translate(pd.Series(["rom ", "pal", "tmp", "yug", "zar"]), "cepii")
    assert usage.unused(seen).empty
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        usage.warn_unused(seen)


def test_nothing_is_recorded_outside_of_a_block():
    with usage.recorded() as seen:
        pass
    economies.translate(pd.Series(["ROM"]), "cepii")
    assert seen == {}


def test_a_scheme_that_is_not_known_is_refused():
    with pytest.raises(ArgumentError, match="No scheme 'wb'"):
        usage.check_names(pd.Series(["MEX"]), "wb")


@given(st.lists(st.sampled_from([*CURRENT, "AA1", "BB2", "?"]), min_size=1, max_size=30))
def test_every_value_is_known_and_translated_or_unknown_and_empty(values):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = usage.check_names(pd.Series(values), "worldbank")
    wrong = [value for value in values if value in ("AA1", "BB2", "?")]
    assert found.tolist() == ["" if value in wrong else value for value in values]
    assert bool(said) == bool(wrong)


# --- economies that a newer vintage lacks ---------------------------------------------------------


@pytest.fixture
def newest(mirror, tmp_path, monkeypatch):
    """Publishes a newer edition of net migration, changed by hand."""
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})

    def serve(change):
        publish(tmp_path / "newer", "net_migration", lambda rows: change(newer(rows)))
        config.mirror = str(tmp_path / "newer")

    return serve


def _emptied(rows, code):
    return [row[:4] + [""] * (len(row) - 4) if row[1:2] == [code] else row for row in rows]


@pytest.mark.reference
def test_an_economy_without_any_figure_in_a_newer_vintage_is_warned_of(newest):
    newest(lambda rows: _emptied(_emptied(rows, "MEX"), "SAS"))
    said = r"net_migration \(2027-01\) has no figures of MEX, which the embedded 2026-07 has"
    with pytest.warns(MissingNamesWarning, match=said):
        table = migov.load("net_migration", version="latest")
    assert "MEX" not in set(table["economy"])


@pytest.mark.reference
def test_an_economy_that_the_same_vintage_lost_is_warned_of(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})
    publish(tmp_path / "shorter", "net_migration", lambda rows: _emptied(rows, "MEX"))
    config.mirror = str(tmp_path / "shorter")
    said = r"net_migration \(2026-07\) has no figures of MEX, which the embedded 2026-07 has"
    with pytest.warns(MissingNamesWarning, match=said) as caught:
        migov.load("net_migration", version="latest")
    assert {each.category for each in caught} == {MissingNamesWarning}


@pytest.mark.reference
def test_a_year_that_a_newer_vintage_lost_is_warned_of(newest):
    newest(lambda rows: [*rows[:5], *(_without(row, rows[4].index("1995")) for row in rows[5:])])
    said = r"net_migration \(2027-01\) has no figure of 1995, which the embedded 2026-07 has"
    with pytest.warns(MissingYearsWarning, match=said) as caught:
        migov.load("net_migration", version="latest")
    assert {each.category for each in caught} == {MissingYearsWarning}


def _without(row, place):
    return [*row[:place], "", *row[place + 1 :]]


@pytest.mark.reference
def test_a_newer_vintage_with_the_same_economies_is_not_warned_of(newest):
    newest(lambda rows: rows)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not migov.load("net_migration", version="latest").empty
