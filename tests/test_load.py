"""The verbs: what they give, by figures found another way, and what they refuse."""

import pandas as pd
import pytest

import migov
from migov import registry, store, tidy
from migov.errors import AmbiguousNameError, ArgumentError, UnknownNameError

SERIES = sorted(registry.series())


@pytest.mark.parametrize("series", SERIES)
def test_every_series_loads_in_every_vintage_and_obeys_the_schema(series):
    record = registry.find(series)
    embedded = [name for name, each in record.versions.items() if not each.obtainable]
    if not embedded:
        pytest.skip("not embedded")
    for version in embedded:
        options = {"aggregates": True} if record.versions[version].embed else {}
        table = tidy.check(migov.load(series, version=version, **options), record.kind)
        assert len(table), version
        said = tidy.provenance(table)["value"]
        for field in ("title", "unit", "licence", "attribution", "url", "publisher_name", "code"):
            assert said[field], (version, field)
        assert said["version"] == version
        assert bool(said["derived"]) == (record.versions[version].file is None)
        if not said["derived"]:
            assert said["sha256"] and said["retrieved"]


def test_a_figure_of_each_publisher():
    # Mexico 2024, world 1997 and Mexico → United States as the publishers print them.
    one = migov.load("remittances_received", economies="WLD", years=1995)["value"].item()
    assert one == pytest.approx(94.547e9, rel=1e-5)
    one = migov.load("fdi_inflow_unctad", economies="WLD", years=1997)["value"].item()
    assert one == pytest.approx(480_628.48e6, rel=1e-6)
    one = migov.load("migrant_stock", origins="MEX", destinations="USA", years=2024)
    assert one["value"].item() == 11_279_561


def test_economies_and_aggregates_never_mix_by_accident():
    plain = migov.load("gdp", years=2000)
    groups = migov.load("gdp", years=2000, aggregates=True)
    assert not migov.economies.is_aggregate(plain["economy"]).any()
    assert migov.economies.is_aggregate(groups["economy"]).all()
    asked = migov.load("gdp", economies=["WLD", "MEX"], years=2000)
    assert asked["economy"].tolist() == ["MEX", "WLD"]


def test_namibia_is_there():
    assert len(migov.load("gdp", economies="Namibia")) > 20
    assert len(migov.load("migrant_stock", destinations="NAM", years=2024)) > 5


def test_a_group_gives_its_members():
    table = migov.load("gdp", economies="ECOWAS", years=2010)
    assert set(table["economy"]) <= set(migov.economies.members("ECOWAS"))
    assert len(table) >= 10


def test_years_in_every_form():
    by_pair = migov.load("gdp", economies="MEX", years=(1990, 1992))
    for years in (range(1990, 1993), [1990, 1991, 1992]):
        pd.testing.assert_frame_equal(by_pair, migov.load("gdp", economies="MEX", years=years))
    assert migov.load("gdp", economies="MEX", years=1991)["year"].tolist() == [1991]


def test_a_publishers_code_is_a_name():
    pd.testing.assert_frame_equal(
        migov.load("BX.TRF.PWKR.CD.DT"), migov.load("remittances_received")
    )


def test_sexes_add_up_in_every_corridor():
    each = migov.load("migrant_stock", years=2020, sex="each")
    wide = each.pivot(index=["origin", "destination"], columns="sex", values="value").dropna()
    assert len(wide) > 5000
    assert (wide["female"] + wide["male"] - wide["both"]).abs().max() <= 1


def test_margins_with_the_world_equal_the_sum_of_pairs():
    pairs = migov.load("migrant_stock", years=2024)
    world = migov.load("migrant_stock", origins="WLD", destinations="WLD", years=2024)
    assert pairs["value"].sum() == world["value"].item() == 304_021_813


def test_a_derived_series_is_what_it_says():
    share = migov.load("gfcf_share_of_gdp", economies="IND", years=2000)["value"].item()
    gdp = migov.load("gdp", economies="IND", years=2000)["value"].item()
    table = migov.load("gfcf", economies="IND", years=2000)
    assert table["value"].item() == pytest.approx(share * gdp / 100)
    said = tidy.provenance(table)["value"]
    assert "gfcf_share_of_gdp 2025-12; gdp 2026-07" in said["derived"]
    assert "Not published" in said["caveats"][0] and "computed by migov" in said["caveats"][0]
    assert [each["sha256"] is not None for each in said["ingredients"]] == [True, True]


def test_a_series_derived_from_a_derived_one_says_every_vintage():
    said = tidy.provenance(migov.load("fdi_inflow_share_of_gfcf", "WLD"))["value"]
    assert "gfcf_share_of_gdp 2025-12" in said["derived"]
    assert len(migov.cite("fdi_inflow_share_of_gfcf").splitlines()) == 5


def test_a_group_is_as_it_was_on_the_date_and_says_so():
    today = migov.load("gdp", "EU", years=1995)
    then = migov.load("gdp", "EU", years=1995, on=1995)
    assert "GBR" not in set(today["economy"]) and "GBR" in set(then["economy"])
    assert len(then) == 15
    assert any("members of today" in each for each in tidy.provenance(today)["value"]["caveats"])
    assert any("members of 1995" in each for each in tidy.provenance(then)["value"]["caveats"])


def test_an_economy_without_a_figure_is_named():
    table = migov.load("remittances_received", ["MEX", "PRK"], years=2020)
    assert any("PRK" in each for each in tidy.provenance(table)["value"]["caveats"])


def test_the_licence_is_that_of_the_file():
    said = tidy.provenance(migov.load("migrant_stock_total_undesa", "WLD", version="2015"))
    assert said["value"]["licence"] == "All rights reserved"
    assert "CC BY" not in said["value"]["attribution"]


def test_a_panel_keeps_every_figure_and_invents_none():
    names = ["remittances_received", "oda_received", "gdp"]
    table = migov.panel(*names)
    for name in names:
        alone = migov.load(name)
        column = table[["economy", "year", name]].dropna().reset_index(drop=True)
        pd.testing.assert_frame_equal(column.rename(columns={name: "value"}), alone)
    assert not table.duplicated(["economy", "year"]).any()
    assert set(tidy.provenance(table)) == set(names)


def test_a_panel_of_corridors_keeps_every_figure_and_invents_none():
    names = ["migrant_stock", "migrant_stock_gbmd", "refugees"]
    table = migov.panel(*names, destinations=["USA", "DEU"], years=(1990, 2000))
    keys = ["origin", "destination", "year"]
    for name in names:
        alone = migov.load(name, destinations=["USA", "DEU"], years=(1990, 2000))
        column = table[[*keys, name]].dropna().reset_index(drop=True)
        pd.testing.assert_frame_equal(
            column.rename(columns={name: "value"}), alone, check_dtype=False
        )
    assert table[keys].equals(table[keys].drop_duplicates().sort_values(keys, ignore_index=True))
    assert table.columns.tolist() == [*keys, *names]
    assert set(tidy.provenance(table)) == set(names)


def test_a_matrix_has_an_absent_corridor_unknown_and_not_zero():
    table = migov.matrix("migrant_stock", 2024)
    assert table.loc["MEX", "USA"] == 11_279_561
    assert table.isna().to_numpy().sum() > 10_000
    assert table.attrs["migov"]["columns"]["value"]["series"] == "migrant_stock"


def test_revisions_show_each_vintage_as_it_was():
    table = migov.revisions("remittances_received", years=(1990, 2004))
    assert table.index.tolist() == list(range(1990, 2005))
    assert table.columns.tolist() == sorted(table.columns)
    old = migov.load("remittances_received", "WLD", 2003, version="2013-12")["value"].item()
    assert table.loc[2003, "2013-12"] == old == pytest.approx(207.59e9, rel=1e-4)


def test_revisions_of_several_economies_are_keyed_by_both():
    table = migov.revisions("gdp", economies=["MEX", "IND"], years=2000)
    assert table.index.names == ["economy", "year"] and len(table) == 2


def test_versions_say_what_is_held():
    table = migov.versions("remittances_received").set_index("version")
    assert table.loc["2026-07", "pinned"] and table["pinned"].sum() == 1
    assert table.loc["2016-11", "rows"] == len(
        store.read_snapshot("remittances_received", "2016-11")
    )


def test_loading_does_not_change_what_the_next_one_gets():
    first = migov.load("gdp", economies="MEX")
    first["value"] = 0
    first.attrs["migov"]["columns"]["value"]["unit"] = "spoilt"
    second = migov.load("gdp", economies="MEX")
    assert second["value"].min() > 0
    assert tidy.provenance(second)["value"]["unit"] == "current US$"


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: migov.load("remitances_received"), UnknownNameError, "'remittances_received'"),
        (lambda: migov.load(None), ArgumentError, "not the name of one series"),
        (lambda: migov.load(["gdp", "population"]), ArgumentError, "migov.panel"),
        (lambda: migov.load("US.FdiFlowsStock"), AmbiguousNameError, "fdi_outflow_unctad"),
        (lambda: migov.load("fdi_inflow_unctad"), ArgumentError, "snapshot holds only WLD"),
        (lambda: migov.load("fdi_inflow_unctad", years=2020), ArgumentError, "holds only WLD"),
        (lambda: migov.load("fdi_inflow_unctad", ["WLD", "MEX"]), ArgumentError, "MEX"),
        (lambda: migov.load("gdp", "MEX", aggregates=True), ArgumentError, "Leave one"),
        (lambda: migov.load("gdp", "Mexiko"), UnknownNameError, "Mexico|MEX"),
        (lambda: migov.load("gdp", ["MEX", "Narnia", "IND"]), UnknownNameError, "Narnia"),
        (lambda: migov.load("gdp", "ECOWASS"), UnknownNameError, "ECOWAS"),
        (lambda: migov.load("gdp", version="2016-13"), UnknownNameError, "2016-11"),
        (lambda: migov.load("gdp", version=["2016-11"]), ArgumentError, "not one vintage"),
        (lambda: migov.load("gdp", years=(2000, 1990)), ArgumentError, "ends before it begins"),
        (lambda: migov.load("gdp", years="2000"), ArgumentError, "not a year"),
        (lambda: migov.load("gdp", years=1850), ArgumentError, "covers 1960 to"),
        (lambda: migov.load("gdp", years=[]), ArgumentError, "empty"),
        (lambda: migov.load("gdp", years=(1990.5, 2000)), ArgumentError, "not a year"),
        (lambda: migov.load("gdp", sex="female"), ArgumentError, "not counted by sex"),
        (lambda: migov.load("gdp", origins="MEX"), ArgumentError, "no corridors"),
        (lambda: migov.load("migrant_stock", "MEX"), ArgumentError, "origins= or destinations="),
        (lambda: migov.load("migrant_stock", sex="women"), ArgumentError, "'both', 'female', 'ma"),
        (lambda: migov.load("migrant_stock", years=2001), ArgumentError, "1990, 1995"),
        (lambda: migov.load("fdi_inflow_unctad", "MEX"), ArgumentError, "terms"),
        (
            lambda: migov.load("migrant_stock", origins="935", destinations="935"),
            ArgumentError,
            "Between two aggregates",
        ),
        (lambda: migov.panel(), ArgumentError, "at least one"),
        (lambda: migov.panel("gdp", "gdp"), ArgumentError, "more than once"),
        (lambda: migov.panel("gdp", "migrant_stock"), ArgumentError, "two sides"),
        (lambda: migov.matrix("gdp", 2000), ArgumentError, "not of a corridor"),
        (lambda: migov.matrix("migrant_stock", 2024, sex="each"), ArgumentError, "one sex"),
        (lambda: migov.revisions("migrant_stock"), ArgumentError, "corridors"),
        (lambda: migov.revisions("gdp", years=1850), ArgumentError, "No vintage"),
        (lambda: migov.versions("gpd"), UnknownNameError, "gdp"),
    ],
)
def test_what_cannot_be_given_is_refused_in_words(call, error, said):
    with pytest.raises(error, match=said):
        call()


def test_a_list_of_members_that_ended_long_ago_says_so() -> None:
    """The list of the Council of Europe ends in 2014 and still has Russia, which left in 2022."""
    with pytest.warns(UserWarning, match="known to 2014-12-31"):
        table = migov.load("population", economies="Council of Europe", years=2020)
    said = " ".join(tidy.provenance(table)["value"]["caveats"])
    assert "its 47 members of today, by a list that ends on 2014-12-31" in said


@pytest.mark.parametrize("sex", ["female", "both", "each"])
def test_a_table_of_one_sex_says_which(sex: str) -> None:
    table = migov.load("migrant_stock", origins="MEX", destinations="USA", sex=sex)
    said = tidy.provenance(table)["value"]
    assert said.get("sex") == ("female" if sex == "female" else None)
