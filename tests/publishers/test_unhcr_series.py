"""Every series of UNHCR's, fetched as a user would, against plain pandas on another copy of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from migov import live, registry, tidy
from migov.config import config
from publishers import FileOf

SERIES = sorted(each.id for each in registry.series().values() if each.publisher.id == "unhcr")
COPIES = {
    "population": "population", "solutions": "solutions", "idmc": "idmc", "unrwa": "unrwa",
    "asylum-applications": "asylum_applications", "asylum-decisions": "asylum_decisions",
}  # fmt: skip
# What the publisher counts, all of it, under the name of a series.
COUNTED = {
    "population": {"refugees", "asylum_seekers", "idps", "stateless", "ooc", "oip", "hst"},
    "asylum-applications": {"applied"},
    "asylum-decisions": {"dec_recognized", "dec_other", "dec_rejected", "dec_closed", "dec_total"},
    "solutions": {"returned_refugees", "resettlement", "naturalisation", "returned_idps"},
    "idmc": {"total"},
    "unrwa": {"total"},
}
# World, as printed by the publisher in June 2026 and counted in its own file.
WORLD = {
    "refugees": {1975: 3_529_434, 1992: 17_838_020, 2005: 8_661_293, 2025: 28_461_306},
    "others_in_need_of_protection": {2020: 3_862_102, 2025: 7_177_473},
    "internally_displaced": {1993: 4_198_400, 2025: 64_239_352},
    "internally_displaced_idmc": {1990: 21_300_000, 2025: 68_653_080},
    "palestine_refugees_unrwa": {2025: 5_964_782},
    "refugee_returns": {2025: 4_362_272},
}


@pytest.fixture(scope="module")
def came(mirror: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, live.Answer]:
    before = config.mirror, config.cache
    config.mirror, config.cache = mirror, Path(tmp_path_factory.mktemp("cache"))
    try:
        return {each.series: each for each in live.answers(SERIES)}
    finally:
        config.mirror, config.cache = before


def _copy(file_of: FileOf, table: str) -> pd.DataFrame:
    copy = pd.read_csv(
        file_of(f"{COPIES[table]}_2026-06-25.csv.gz"), keep_default_na=False, na_values=[""]
    )
    sides = copy[["coo_iso", "coa_iso"]].replace("UNK", "XXX").set_axis(["from", "to"], axis=1)
    # What has no ISO code keeps the publisher's own (Tibetans).
    none = sides["from"].isna() | (sides["from"] == "-")
    sides["from"] = sides["from"].mask(none, copy["coo"])
    return copy.join(sides)


def test_whatever_the_publisher_counts_is_a_series() -> None:
    codes = {registry.find(name).code for name in SERIES}
    assert codes == {f"{table}/{what}" for table, each in COUNTED.items() for what in each}


@pytest.mark.reference
@pytest.mark.parametrize("name", SERIES)
def test_a_series_is_the_publishers_table(
    came: dict[str, live.Answer], file_of: FileOf, name: str
) -> None:
    answer, record = came[name], registry.find(name)
    assert answer.error is None and answer.found is not None
    found = tidy.check(answer.found.table, record.kind)
    for side in tidy.KEYS[record.kind][:-1]:  # totals that migov adds
        found = found[found[side] != "WLD"]
    table, what = record.code.split("/")
    copy = _copy(file_of, table).dropna(subset=[what])
    keys = ["from", "to", "year"] if record.kind == "corridor" else ["to", "year"]
    expected = copy.groupby(keys)[what].sum()
    figures = found.set_index([each for each in found.columns if each != "value"])["value"]
    # Of people who crossed no border the noughts between two places are no figures.
    if record.kind == "economy":
        assert (expected.drop(figures.index) == 0).all()
        expected = expected.loc[figures.index]
    assert figures.to_dict() == expected.astype(float).to_dict()
    world = found.groupby("year")["value"].sum()
    for year, total in WORLD.get(name, {}).items():
        assert world[year] == total


@pytest.mark.reference
@pytest.mark.parametrize("what", ["returned_refugees", "returned_idps"])
def test_returns_are_printed_twice_alike(file_of: FileOf, what: str) -> None:
    """Why the population table's columns of returns are no series: they are the solutions'."""
    keys = ["year", "coo", "coa"]
    one, other = (
        _copy(file_of, table).set_index(keys)[what].replace(0, float("nan")).dropna().sort_index()
        for table in ("population", "solutions")
    )
    assert len(one) > 300
    pd.testing.assert_series_equal(one, other, check_dtype=False)
