"""Corridors of the snapshot: totals found by plain pandas on the publishers' files, figures typed
from publications, what a threshold leaves out, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import migov
from migov import economies, news, registry, store, tidy
from migov.changes import embedded_rows, left_out
from migov.errors import ArgumentError, DownloadError, SchemaError
from migov.figures import find_version, whole
from migov.load import describe
from migov.margins import with_margins

FileOf = Callable[..., Path]
HELD = [
    (series.id, name)
    for series in registry.series().values()
    if series.kind == "corridor"
    for name, version in series.versions.items()
    if version.file is not None and not version.obtainable
]
ADDED = [pair for pair in HELD if registry.find(pair[0]).margins == "added"]
METHODS = ("sd_drop_neg", "sd_rev_neg", "mig_rate", "da_min_open", "da_min_closed", "da_pb_closed")

# Typed from the publishers' pages and workbooks: origin, destination, year, figure.
PRINTED = [
    ("migrant_stock", "2024", "MEX", "USA", 2024, 11_279_561),
    ("migrant_stock", "2024", "IND", "ARE", 2024, 3_248_545),
    ("migrant_stock", "2020", "IND", "ARE", 2020, 3_471_300),
    ("migrant_stock", "2019", "WLD", "WLD", 2019, 271_642_105),
    ("migrant_stock", "2019", "WLD", "WLD", 1990, 153_011_473),
    ("migrant_stock", "2017", "WLD", "WLD", 2017, 257_715_425),
    ("migrant_stock", "2017", "WLD", "WLD", 1990, 152_542_373),
    ("refugees", "2026-06", "WLD", "WLD", 1975, 3_529_434),
    ("refugees", "2026-06", "WLD", "WLD", 1992, 17_838_020),
    ("refugees", "2026-06", "WLD", "WLD", 2005, 8_661_293),
    ("refugees", "2026-06", "WLD", "WLD", 2025, 28_461_306),
    ("refugees", "2026-06", "AFG", "PAK", 2001, 2_197_821),
    ("refugees", "2026-06", "AFG", "IRN", 2023, 3_752_317),
    ("refugees", "2023-04", "WLD", "WLD", 2022, 26_664_700),
    ("refugees", "2024-10", "WLD", "WLD", 2024, 31_956_584),
    ("bilateral_remittances", "2022-12", "WLD", "WLD", 2021, 781_076e6),
    ("bilateral_remittances", "2022-12", "USA", "MEX", 2021, 52_595e6),
    ("bilateral_remittances", "2022-12", "ARE", "IND", 2021, 19_821e6),
    ("bilateral_remittances", "2018-04", "WLD", "WLD", 2017, 613_466e6),
    ("bilateral_remittances", "2018-04", "USA", "MEX", 2017, 30_019e6),
    ("migrant_stock_gbmd", "2011", "WLD", "WLD", 1960, 93_067_709),
    ("migrant_stock_gbmd", "2011", "WLD", "WLD", 2000, 167_063_706),
]
# World totals in millions per five years from 1990 on, as the authors' edition of 2022 has them.
FLOWS = {
    "da_pb_closed": (72.7, 71.4, 76.3, 89.0, 97.5, 101.2),
    "da_min_closed": (42.7, 38.1, 39.6, 47.7, 49.9, 46.8),
    "da_min_open": (32.2, 28.8, 33.4, 40.2, 38.5, 41.7),
    "mig_rate": (58.7, 52.0, 52.3, 69.5, 67.2, 56.7),
    "sd_rev_neg": (35.5, 31.0, 36.3, 40.4, 38.0, 39.8),
    "sd_drop_neg": (22.5, 21.7, 26.9, 34.3, 31.4, 35.4),
}


def world(series: str, version: str | None = None, **options: str) -> pd.Series:
    table = migov.load(series, origins="WLD", destinations="WLD", version=version, **options)
    return table.set_index("year")["value"]


def raw(path: Path, **options: object) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, na_values=[""], **options)


def pairs(table: pd.DataFrame) -> pd.DataFrame:
    return table[(table["origin"] != "WLD") & (table["destination"] != "WLD")]


# --- figures that are printed ---------------------------------------------------------------------


@pytest.mark.parametrize(("series", "version", "origin", "destination", "year", "figure"), PRINTED)
def test_a_printed_figure(
    series: str, version: str, origin: str, destination: str, year: int, figure: float
) -> None:
    table = migov.load(
        series, origins=origin, destinations=destination, years=year, version=version
    )
    # The matrices of remittances are quoted in whole millions.
    assert table["value"].item() == pytest.approx(figure, abs=0.5e6 if figure > 1e9 else 0)


@pytest.mark.parametrize("method", METHODS)
def test_world_flows_by_method_and_period(method: str) -> None:
    found = world(f"migration_flow_{method}")
    assert found.index.tolist() == [1990, 1995, 2000, 2005, 2010, 2015]
    assert (found / 1e6).round(1).tolist() == list(FLOWS[method])


def test_flows_by_decade_of_the_newest_edition() -> None:
    table = migov.load("migration_flow_decade_da_pb_closed")
    sums = table.groupby("year")["value"].sum()
    assert (sums / 1e6).round(1).to_dict() == {1990: 140.2, 2000: 168.5, 2010: 205.8}
    assert table["value"].min() == 100 and not (table["origin"] == "WLD").any()


def test_mexicans_in_the_united_states_before_1990() -> None:
    table = migov.load("migrant_stock_gbmd", origins="MEX", destinations="USA")
    assert (table["value"] / 1e6).round(2).tolist() == [0.61, 0.94, 2.41, 4.66, 9.37]
    totals = world("migrant_stock_gbmd")
    assert (totals / 1e6).round(1).tolist() == [93.1, 105.8, 120.2, 141.9, 167.1]


def test_unhcr_revised_its_newest_years_and_no_older_ones() -> None:
    one, two, three = (world("refugees", name) for name in ("2023-04", "2024-10", "2026-06"))
    shared = [year for year in one.index if year < 2022]
    assert one[shared].equals(two[shared]) and two[shared].equals(three[shared])
    assert (two[2022], three[2022]) == (29_429_078, 29_429_078)
    assert (two[2023], three[2023]) == (31_637_408, 31_637_408)


# --- totals by another road -----------------------------------------------------------------------


@pytest.mark.reference
@pytest.mark.parametrize(
    ("series", "column", "name"),
    [
        ("refugees", "refugees", "population_2026-06-25.csv.gz"),
        ("asylum_seekers", "asylum_seekers", "population_2026-06-25.csv.gz"),
        ("others_of_concern", "ooc", "population_2026-06-25.csv.gz"),
        ("others_in_need_of_protection", "oip", "population_2026-06-25.csv.gz"),
        ("asylum_applications", "applied", "asylum_applications_2026-06-25.csv.gz"),
        ("asylum_decisions", "dec_total", "asylum_decisions_2026-06-25.csv.gz"),
        ("asylum_decisions_recognised", "dec_recognized", "asylum_decisions_2026-06-25.csv.gz"),
        ("asylum_decisions_other_protection", "dec_other", "asylum_decisions_2026-06-25.csv.gz"),
        ("asylum_decisions_rejected", "dec_rejected", "asylum_decisions_2026-06-25.csv.gz"),
        ("asylum_decisions_closed", "dec_closed", "asylum_decisions_2026-06-25.csv.gz"),
        ("refugee_returns", "returned_refugees", "solutions_2026-06-25.csv.gz"),
        ("refugee_resettlement", "resettlement", "solutions_2026-06-25.csv.gz"),
        ("refugee_naturalisation", "naturalisation", "solutions_2026-06-25.csv.gz"),
    ],
)
def test_totals_of_unhcr(file_of: FileOf, series: str, column: str, name: str) -> None:
    printed = raw(file_of(name))
    printed = printed[printed[column].notna()]
    assert world(series).to_dict() == printed.groupby("year")[column].sum().to_dict()
    hosts = migov.load(series, origins="WLD").query("destination != 'WLD'")
    by_host = printed.groupby(["coa_iso", "year"])[column].sum()
    found = hosts.set_index(["destination", "year"])["value"]
    shared = set(hosts["destination"]) & set(printed["coa_iso"])
    assert len(shared) >= 0.98 * printed["coa_iso"].nunique()
    for code in shared:
        assert found[code].to_dict() == by_host[code].to_dict()


@pytest.mark.reference
@pytest.mark.parametrize("method", METHODS)
def test_totals_of_flows_count_the_corridors_that_are_left_out(
    file_of: FileOf, method: str
) -> None:
    printed = raw(file_of("abel_cohen_2022_all_methods.csv.gz"))
    printed = printed[
        (printed["method"] == method) & (printed["sex"] == "both") & (printed["type"] == "all")
    ]
    series = f"migration_flow_{method}"
    assert world(series).to_dict() == printed.groupby("year0")["flow"].sum().to_dict()
    out = migov.load(series, destinations="WLD").query("origin != 'WLD'")
    otherwise = {"SUD": "SDN", "CHI": "CHL"}
    by_origin = printed.replace({"orig": otherwise}).groupby(["orig", "year0"])["flow"].sum()
    assert out.set_index(["origin", "year"])["value"].to_dict() == by_origin.to_dict()
    most = printed.replace({side: otherwise for side in ("orig", "dest")})
    most = most.groupby(["orig", "dest"])["flow"].max()
    table = migov.load(series)
    held = set(zip(table["origin"], table["destination"], strict=True))
    assert held == set(most[most >= 100].index)
    share = table["value"].sum() / printed["flow"].sum()
    facts = store.manifest()[f"{series}/2022.parquet"]["left_out"]
    assert share == pytest.approx(facts["share_kept"], abs=1e-6) and share > 0.997
    assert (facts["pairs"], facts["of"]) == (int((most < 100).sum()), len(most))


@pytest.mark.reference
def test_the_stock_of_2019_is_its_pairs_and_the_rest_unknown(file_of: FileOf) -> None:
    printed = raw(file_of("ims2019_destination_origin_sex.csv.gz"))
    sums = printed.groupby("year")["migrants"].sum()
    assert round(sums[2019] / 1e6, 1) == 260.3
    for sex, rows in printed.groupby("sex"):
        table = migov.load("migrant_stock", version="2019", sex=str(sex))
        named = table[table["origin"] != "XXX"]
        assert named["value"].sum() == rows["migrants"].sum()
    unknown = migov.load("migrant_stock", origins="XXX", destinations="WLD", version="2019")
    rest = world("migrant_stock", "2019") - sums
    assert unknown.set_index("year")["value"].to_dict() == rest.to_dict()
    # The totals of the workbook are those of the series of totals, which is read apart.
    hosts = migov.load("migrant_stock", origins="WLD", version="2019").query("destination != 'WLD'")
    totals = migov.load("migrant_stock_total_undesa", version="2019")
    expected = totals.rename(columns={"economy": "destination"})
    pd.testing.assert_frame_equal(
        hosts.drop(columns="origin").reset_index(drop=True), expected, check_like=True
    )


@pytest.mark.reference
def test_the_stock_of_2017_by_name(file_of: FileOf) -> None:
    printed = raw(file_of("ims2017_destination_origin_both.csv.gz"))
    table = migov.load("migrant_stock", version="2017")
    for destination, origin, codes in (
        ("Germany", "Poland", ("POL", "DEU")),
        ("Namibia", "Angola", ("AGO", "NAM")),
        ("Saudi Arabia", "India", ("IND", "SAU")),
    ):
        rows = printed[(printed["destination"] == destination) & (printed["origin"] == origin)]
        found = table[(table["origin"] == codes[0]) & (table["destination"] == codes[1])]
        assert found["value"].tolist() == rows.sort_values("year")["migrants"].tolist()
    assert (table["value"] > 0).all()  # the copy does not tell 0 from an empty cell
    unknown = migov.load("migrant_stock", origins="XXX", destinations="WLD", version="2017")
    rows = printed[printed["destination"] == "WORLD"]
    other = rows[rows["origin"].isin(["Other North", "Other South"])].groupby("year")["migrants"]
    assert unknown.set_index("year")["value"].to_dict() == other.sum().to_dict()


@pytest.mark.reference
def test_the_database_before_1990_by_sex(file_of: FileOf) -> None:
    printed = raw(file_of("gbmd_1960_2000_years_corrected.csv.gz"))
    for sex in ("female", "male"):
        rows = printed[printed["sex"] == sex.title()]
        assert world("migrant_stock_gbmd", sex=sex).to_dict() == (
            rows.groupby("year")["migrants"].sum().to_dict()
        )


@pytest.mark.parametrize(("series", "version"), ADDED)
def test_added_totals_are_the_sums_of_what_is_whole(series: str, version: str) -> None:
    """Where nothing but zeros is left out, every total is the sum of the pairs that are held."""
    vintage = registry.find(series).versions[version]
    table = store.read_snapshot(series, version)
    keys = [key for key in tidy.keys_of(table, "corridor") if key not in ("origin", "destination")]
    held = pairs(table)
    small = vintage.threshold is not None and vintage.threshold > 1
    for side, other in (("origin", "destination"), ("destination", "origin")):
        sums = held.groupby([side, *keys])["value"].sum()
        margin = table[(table[other] == "WLD") & (table[side] != "WLD")]
        margin = margin.set_index([side, *keys])["value"]
        rest = margin - sums.reindex(margin.index, fill_value=0)
        assert (rest >= 0).all() if small else (rest == 0).all()
        assert set(sums.index) <= set(margin.index)


def test_within_a_corridor_no_year_is_left_out() -> None:
    table = migov.load("migration_flow_da_pb_closed")
    assert (table["value"] < 100).any()  # small years of corridors that are large in others
    most = table.groupby(["origin", "destination"])["value"].max()
    assert most.min() == 100


# --- what is said ---------------------------------------------------------------------------------


def test_caveats_say_what_is_added_and_what_is_left_out() -> None:
    flows = describe("migration_flow_da_pb_closed")["caveats"]
    assert any("reach 100 in no year" in each and "16,913 of 28,167" in each for each in flows)
    assert any("added up by migov" in each for each in flows)
    said = describe("asylum_seekers")["caveats"]
    assert any(each.startswith("Pairs that are zero in every year") for each in said)
    stock = describe("migrant_stock")["caveats"]
    assert not any("added up by migov from every pair" in each for each in stock)


def test_versions_say_which_corridors_are_held() -> None:
    row = migov.versions("migration_flow_mig_rate").set_index("version")
    assert row.loc["2022", "embedded"] == "corridors that reach 100 in a year, and all totals"
    assert row.loc["2025", "where"] in ("obtainable", "cached")


def test_a_corridor_below_the_threshold_is_not_said_to_be_zero() -> None:
    with pytest.raises(ArgumentError, match=r"not zero.*reach 100 in no year are not embedded"):
        migov.load("migration_flow_mig_rate", origins="NRU", destinations="AND")


@pytest.mark.parametrize("sex", ["female", "male", "each"])
def test_women_and_men_are_not_invented(sex: str) -> None:
    with pytest.raises(ArgumentError, match="does not count"):
        migov.load("refugees", sex=sex)


def test_a_version_of_both_sexes_only() -> None:
    with pytest.raises(ArgumentError, match=r"migrant_stock \(2017\) does not count female apart"):
        migov.load("migrant_stock", version="2017", sex="female")
    assert set(migov.load("migrant_stock", version="2017", sex="each")["sex"]) == {"both"}


def test_what_has_no_address_is_said() -> None:
    with pytest.raises(DownloadError, match=r"gives no address.*is read by migov\.publishers\."):
        migov.load("migrant_stock_gbmd", version="latest")


def test_closed_corridors_are_not_embedded() -> None:
    for series in ("migration_flow_annual", "bilateral_fdi_inflow", "palestine_refugees_unrwa"):
        assert not any(name.startswith(f"{series}/") for name in store.manifest())


# --- margins and thresholds of any table ----------------------------------------------------------

CODES = st.sampled_from(["AGO", "NAM", "USA", "XXX", "XXA"])
ROWS = st.dictionaries(
    st.tuples(CODES, CODES, st.sampled_from([2000, 2001])), st.integers(0, 500), min_size=1
)


def _table(rows: dict[tuple[str, str, int], int]) -> pd.DataFrame:
    frame = pd.DataFrame([(*key, value) for key, value in rows.items()],
                         columns=["origin", "destination", "year", "value"])  # fmt: skip
    return tidy.arrange(frame, "corridor")


@given(ROWS)
def test_margins_of_any_table(rows: dict[tuple[str, str, int], int]) -> None:
    found = tidy.check(with_margins(_table(rows)), "corridor")
    values = found.set_index(["origin", "destination", "year"])["value"].to_dict()
    for (origin, destination, year), value in values.items():
        expected = sum(
            each for (o, d, y), each in rows.items()
            if y == year and origin in (o, "WLD") and destination in (d, "WLD")
        )  # fmt: skip
        assert value == expected


@given(ROWS, st.integers(0, 600))
def test_a_threshold_keeps_whole_corridors_and_every_total(
    rows: dict[tuple[str, str, int], int], threshold: int
) -> None:
    before = with_margins(_table(rows))
    after = embedded_rows(before, "corridor", None, threshold)
    total = (before["origin"] == "WLD") | (before["destination"] == "WLD")
    kept = after[(after["origin"] == "WLD") | (after["destination"] == "WLD")]
    pd.testing.assert_frame_equal(kept.reset_index(drop=True), before[total].reset_index(drop=True))
    large = {key[:2] for key, value in rows.items() if value >= threshold}
    expected = {key: value for key, value in rows.items() if key[:2] in large}
    found = pairs(after).set_index(["origin", "destination", "year"])["value"].to_dict()
    assert found == expected


def test_totals_are_not_added_twice() -> None:
    once = with_margins(_table({("AGO", "NAM", 2000): 5}))
    with pytest.raises(SchemaError, match="count everyone twice"):
        with_margins(once)


def test_both_sexes_decide_what_is_left_out() -> None:
    rows = [("AGO", "NAM", 2000, sex, value)
            for sex, value in (("both", 100.0), ("female", 40.0), ("male", 60.0))]  # fmt: skip
    rows += [("NAM", "AGO", 2000, sex, value)
             for sex, value in (("both", 99.0), ("female", 99.0), ("male", 0.0))]  # fmt: skip
    table = pd.DataFrame(rows, columns=["origin", "destination", "year", "sex", "value"])
    kept = embedded_rows(table, "corridor", None, 100)
    assert kept["origin"].tolist() == ["AGO"] * 3
    assert left_out(table, kept) == {"pairs": 1, "of": 2, "share_kept": round(100 / 199, 6)}


# --- an update ------------------------------------------------------------------------------------


def test_an_update_compares_what_would_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    record = registry.find("migration_flow_mig_rate")
    held = whole(record, find_version(record))
    assert not news.changes(None, record, held)
    one = pairs(held.table).index[0]
    moved = held.table.copy()
    moved.loc[one, "value"] += 1000
    changes = news.changes(None, record, type(held)(record, held.version, moved))
    assert len(changes.revised) == 1 and not changes.added and not changes.removed


# --- distances ------------------------------------------------------------------------------------


def test_the_great_circle_is_that_of_the_sphere() -> None:
    table = migov.great_circle()
    both = table.merge(
        table.rename(columns={"origin": "destination", "destination": "origin"}),
        on=["origin", "destination"],
    )
    assert len(both) == len(table) and (both["distance_x"] - both["distance_y"]).abs().max() < 1e-6
    assert table["distance"].between(0, 20_016, inclusive="neither").all()
    codes = economies.table()
    today = set(codes.loc[codes["status"] == "current", "economy"])
    assert today <= set(table["origin"])


@pytest.mark.reference
def test_distances_and_ties_of_cepii(
    mirror: str, file_of: FileOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migov.config, "_set", {"mirror": mirror, "cache": str(tmp_path)})
    table = migov.geodist()
    found = table.set_index(["origin", "destination"])
    printed = raw(file_of("geodist_dist.csv.gz")).set_index(["iso_o", "iso_d"])
    for pair in (("FRA", "DEU"), ("NAM", "AGO"), ("CHN", "USA")):
        assert found.loc[pair, "distance"] == printed.loc[pair, "dist"]
    assert found.loc[("ROU", "DEU"), "distance"] == printed.loc[("ROM", "DEU"), "dist"]
    assert bool(found.loc[("MEX", "USA"), "contiguous"])
    assert not bool(found.loc[("MEX", "USA"), "official_language"])
    assert bool(found.loc[("DZA", "FRA"), "colony"])
    assert {"ROU", "COD", "TLS", "PSE", "SCG"} <= set(table["origin"])
    said = tidy.provenance(table)["distance"]
    for code in ("MNE", "SRB", "SSD", "XKX"):
        assert code not in set(table["origin"]) and code in said["caveats"][0]
    # Two roads to a distance agree where the points are the same places, more or less.
    both = migov.great_circle().merge(table, on=["origin", "destination"], suffixes=("", "_cepii"))
    assert both["distance"].corr(both["distance_cepii"]) > 0.99
    with pytest.raises(ArgumentError, match="latest"):
        migov.geodist("2004")
