"""Known errors of publishers: put right in one place, named, and reported when they are gone."""

from __future__ import annotations

import shutil
import warnings
from datetime import date

import pandas as pd
import pytest

import migov
from migov import corrections, registry, store
from migov.config import datasets_dir
from migov.errors import KnownErrorWarning

SERIES, VERSION = "gdp", "2016-11"


@pytest.fixture
def declare(tmp_path, monkeypatch):
    """Datasets with one declaration in the place of the declared ones."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets_dir(), folder, ignore=shutil.ignore_patterns("maps"))
    monkeypatch.setenv("MIGOV_DATA_DIR", str(folder))
    printed = migov.load(SERIES, "MEX", 2015, version=VERSION)["value"].item()
    facts = {
        "series": [SERIES], "versions": [VERSION], "economies": ["MEX"], "years": [2015],
        "published": printed, "action": "drop", "reason": "Typed twice.", "evidence": "A letter.",
        "expires": "never",
    }  # fmt: skip

    def write(**changes):
        chosen = {key: value for key, value in {**facts, **changes}.items() if value is not None}
        lines = [f"{key} = {_toml(value)}" for key, value in chosen.items()]
        (folder / corrections.FILE).write_text("[one]\n" + "\n".join(lines) + "\n", "utf-8")

    return write


def _toml(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _load(**options):
    return migov.load(SERIES, "MEX", (2014, 2015), version=VERSION, **options)


# --- what is declared -----------------------------------------------------------------------------


def test_every_declaration_still_corrects_what_it_says():
    for error in corrections.declared():
        for name in error.series:
            for version in registry.find(name).versions.values():
                if version.obtainable or not error.concerns(name, version.name):
                    continue
                table = store.read_snapshot(name, version.name)
                made = [each for each in corrections.correct(table, name, version.name)[1]
                        if each.error == error]  # fmt: skip
                assert [each.complaint for each in made] == [""], error.id
                assert made[0].corrected > 0


def test_totals_of_a_year_that_was_not_filled_are_left_out_and_the_table_says_so():
    name, version = "oda_and_official_aid_received", "2016-02"
    printed = pd.read_parquet(store.embedded(name, version))
    zero = printed[(printed["year"] == 2014) & (printed["value"] == 0)]
    # Every figure of the year is such a zero, and the snapshot holds them as they were printed.
    assert len(zero) == (printed["year"] == 2014).sum() == 33
    table = migov.load(name, "WLD", version=version)
    assert table["year"].max() == 2013
    (said,) = [each for each in table.attrs["migov"]["columns"]["value"]["caveats"]
               if "Known error" in each]  # fmt: skip
    assert "2014" in said and "left out" in said and "not filled the year" in said


def test_a_true_zero_of_the_world_stays():
    # World net migration is zero by construction.
    assert (migov.load("net_migration", "WLD")["value"] == 0).all()


def test_a_series_without_a_declaration_is_not_touched():
    table = store.read_snapshot("gdp", "2026-07")
    found, made = corrections.correct(table, "gdp", "2026-07")
    assert found is table and made == ()


# --- one declaration ------------------------------------------------------------------------------


def test_a_figure_is_left_out(declare):
    whole = _load()
    declare()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = _load()
    assert whole["year"].tolist() == [2014, 2015] and table["year"].tolist() == [2014]


def test_a_figure_is_replaced_and_its_source_named(declare):
    declare(action="replace", value=9000.0, source="the publisher's errata")
    table = _load()
    assert table["value"].tolist()[1] == 9000.0
    caveat = table.attrs["migov"]["columns"]["value"]["caveats"][0]
    assert "replaced by 9,000 (the publisher's errata)" in caveat and "Typed twice." in caveat


def test_a_derived_series_follows_from_the_corrected_figures(declare):
    gdp = migov.load("gdp", "MEX", 2024)["value"].item()
    before = migov.load("gfcf", "MEX", 2024)["value"].item()
    declare(
        series=["gdp"], versions=["2026-07"], years=[2024], published=gdp, action="replace",
        value=2 * gdp, source="a test",
    )  # fmt: skip
    table = migov.load("gfcf", "MEX", 2024)
    assert table["value"].item() == pytest.approx(2 * before)
    assert any("a test" in each for each in table.attrs["migov"]["columns"]["value"]["caveats"])


def test_an_error_that_is_gone_is_reported_and_nothing_is_touched(declare):
    whole = _load()
    declare(published=1.0)
    with pytest.warns(KnownErrorWarning, match="'one'.*publisher has mended it in gdp"):
        table = _load()
    pd.testing.assert_frame_equal(table, whole)
    assert not any(
        "Known error" in each for each in table.attrs["migov"]["columns"]["value"]["caveats"]
    )


def test_an_error_that_is_mended_in_part_is_reported(declare):
    declare(years=[2014, 2015])
    with pytest.warns(KnownErrorWarning, match="1 of its figures .* mended in part"):
        assert _load()["year"].tolist() == [2014]


def test_a_declaration_that_matches_no_figure_is_reported(declare):
    declare(years=[1066])
    with pytest.warns(KnownErrorWarning, match="matches no figure of gdp 2016-11.*unused"):
        _load()


def test_one_that_expired_is_reported_and_still_corrected(declare):
    # A figure must not depend on the day on which it is loaded.
    declare(expires=date(2020, 12, 31))
    with pytest.warns(KnownErrorWarning, match="expired on 2020-12-31.*was corrected"):
        assert _load()["year"].tolist() == [2014]


def test_a_declaration_of_this_and_every_later_vintage(declare):
    declare(versions=["2016-02+"], expires=date(2999, 1, 1))
    (error,) = corrections.declared()
    assert error.concerns(SERIES, "2016-02") and error.concerns(SERIES, "2027-01")
    assert not error.concerns(SERIES, "2013-12") and not error.concerns("gni", "2027-01")


def test_corridors_are_corrected_by_both_sides_and_by_sex(declare):
    before = migov.load("migrant_stock", origins="MEX", destinations="USA", sex="each")
    female = before[(before["sex"] == "female") & (before["year"] == 2020)]["value"].item()
    declare(
        series=["migrant_stock"], versions=["2024"], economies=None, origins=["MEX"],
        destinations=["USA"], sexes=["female"], years=[2020], published=female,
    )  # fmt: skip
    after = migov.load("migrant_stock", origins="MEX", destinations="USA", sex="each")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        both = migov.load("migrant_stock", origins="MEX", destinations="USA")
        women = migov.load("migrant_stock", origins="MEX", destinations="USA", sex="female")
    assert 2020 in both["year"].tolist() and 2020 not in women["year"].tolist()
    gone = before.merge(after, how="left", indicator=True).query("_merge == 'left_only'")
    assert gone[["sex", "year"]].to_numpy().tolist() == [["female", 2020]]


def test_a_series_that_is_not_known_is_said_and_stops_nobody(declare):
    declare(series=["gdpp"])
    assert len(_load()) == 2
    (said,) = corrections.unknown()
    assert "names the series 'gdpp', which is not known" in said


def test_every_series_that_is_declared_is_known():
    assert corrections.unknown() == []
