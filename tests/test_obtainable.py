"""Series that are not embedded: each is fetched from its publisher when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import migov
from migov import registry, tidy
from migov.config import config
from migov.errors import DownloadError, OfflineError

OBTAINABLE = [
    (series.id, name)
    for series in registry.series().values()
    for name, version in series.versions.items()
    if version.obtainable
]
# World totals of a year, found another way.
TOTALS = {
    "bilateral_remittances": (2021, 781_076e6),
    "internally_displaced_idmc": (2025, 68_653_080),
    "palestine_refugees_unrwa": (2025, 5_964_782),
}
# No file in its layout is at hand, so no stand-in for the publisher can have it; tests/publishers
# prove these roads by servers and files of their own.
ABSENT = {
    "dac1-bulk": "Table1_Data.zip",
    "dac2a-bulk": "Table2a_Data.zip",
    "dac2a-bulk-corridors": "Table2a_Data.zip",
    "knomad-data360-pairs": "WB_KNOMAD_BRE.csv",
    "knomad-matrix-2018": "Bilateralremittancematrix2018Oct2019.xlsx",
    "annual-flows": "mig_bilateral.csv",
    "bilateral-fdi-workbooks": r"webdiaeia2014d3_\*\.xls could not be .* of the 206 files",
}


@pytest.fixture(scope="module")
def through_the_mirror(mirror: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The publishers' stand-in, and a cache that all series here share."""
    before = config.mirror, config.cache
    config.mirror, config.cache = mirror, Path(tmp_path_factory.mktemp("cache"))
    yield
    config.mirror, config.cache = before


@pytest.mark.reference
@pytest.mark.parametrize(("series", "version"), OBTAINABLE)
def test_it_is_fetched_and_read(through_the_mirror: None, series: str, version: str) -> None:
    file = registry.find(series).versions[version].file
    assert file is not None
    no_address = "cannot be fetched" if file.url == file.landing_page else ""
    if missing := ABSENT.get(file.id, no_address):
        with pytest.raises(DownloadError, match=missing):
            migov.load(series, version=version)
        return
    table = tidy.check(migov.load(series, version=version))
    said = tidy.provenance(table)["value"]
    assert said["series"] == series and said["sha256"] and said["url"].startswith("https://")
    assert not table.empty
    if series in TOTALS:
        year, total = TOTALS[series]
        assert table.loc[table["year"] == year, "value"].sum() == pytest.approx(total, rel=5e-3)


@pytest.mark.parametrize("series", ["palestine_refugees_unrwa", "oda_given_oecd"])
def test_offline_it_is_said_to_be_needed(
    series: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "offline", True)
    monkeypatch.setattr(config, "cache", tmp_path)
    with pytest.raises(OfflineError):
        migov.load(series)


def test_versions_say_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "cache", tmp_path)
    assert set(migov.versions("oda_bilateral_oecd")["where"]) == {"obtainable"}
