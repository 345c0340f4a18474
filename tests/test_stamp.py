"""What a publisher says of a version where its file prints none; and what comes of silence."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import migov
from migov import registry, store, tidy
from migov.config import config
from migov.roads import name_of
from migov.store import Fetched, Obtained

FILE = registry.files()["unctadstat-fdi"]
STAMP = FILE.stamp
SAID = {"version": 2025, "lastUpdated": "2025-10-02T00:00:00Z"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands in for the publishers, empty."""
    settings = {"mirror": str(tmp_path / "mirror"), "cache": str(tmp_path / "cache")}
    monkeypatch.setattr(config, "_set", settings)
    return tmp_path / "mirror"


def _says(folder: Path, body: Any) -> None:
    path = folder / STAMP.removeprefix("https://")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body if isinstance(body, str) else json.dumps(body))


def _got(how: str = "fetched", released: str | None = None) -> Obtained:
    entry = Fetched(FILE.url, "2026-11-21T10:00:00Z", 3, "ab", released)
    return Obtained(Path("x"), entry, how)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (SAID, "2025, updated 2025-10-02"),
        (SAID | {"version": "2026-05"}, "2026-05, updated 2025-10-02"),
        (SAID | {"version": 7}, "2025-10-02"),  # a count of releases names none
        (SAID | {"lastUpdated": "soon"}, "2025"),
        ({"version": 7, "lastUpdated": "02/10/2025"}, None),
        ({}, None),
        ([], None),
        ("<html>maintenance</html>", None),
        ("{", None),
        ("", None),
    ],
)
def test_what_a_stamp_says(folder: Path, said: Any, found: str | None) -> None:
    _says(folder, said)
    assert store.stamped(STAMP, _got()) == found


def test_a_stamp_that_cannot_be_had_is_no_failure(folder: Path) -> None:
    assert store.stamped(STAMP, _got()) is None
    config.mirror, config.offline = "", True
    assert store.stamped(STAMP, _got()) is None


@pytest.mark.parametrize("how", ["kept", "unchanged"])
def test_bytes_that_were_there_keep_the_stamp_of_their_day(folder: Path, how: str) -> None:
    _says(folder, SAID | {"lastUpdated": "2026-01-01"})
    assert store.stamped(STAMP, _got(how, "2025, updated 2025-10-02")) == "2025, updated 2025-10-02"
    assert store.stamped(STAMP, _got(how)) == "2025, updated 2026-01-01"


@pytest.mark.parametrize(
    ("released", "name"),
    [
        ("2026, updated 2026-07-03", "2026"),
        ("2026-07, updated 2026-07-03", "2026-07"),
        ("2026-07-03", "2026-07"),
        (None, "2026-11-21"),  # by the day on which it came
    ],
)
def test_a_vintage_is_called_by_its_stamp(released: str | None, name: str) -> None:
    record = registry.find("fdi_inflow_unctad")
    newest = replace(record.versions[record.pinned], name="latest", embed=())
    assert name_of(record, newest, _got().record, released) == name


@pytest.mark.reference
def test_the_latest_of_unctad_says_which_release_it_is(
    mirror: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path), "tries": 1})
    with urllib.request.urlopen(f"{mirror}/{STAMP.removeprefix('https://')}") as answer:
        said = json.load(answer)
    for _ in range(2):  # fetched, then unchanged
        table = migov.load("fdi_inflow_unctad", "WLD", version="latest")
        found = tidy.provenance(table)["value"]
        assert found["version"] == str(said["version"])
        assert found["released"] == f"{said['version']}, updated {said['lastUpdated'][:10]}"
    assert store.read_lock()[FILE.url].released == found["released"]
    # The stamp names a file; it is none itself, and no lock file holds a paper to it.
    assert STAMP not in store.read_lock()
    config.offline = True
    again = migov.load("fdi_inflow_unctad", "WLD", version="2025")
    assert again["value"].tolist() == table["value"].tolist()


# --- a publisher who gives each edition an address of its own -----------------------------------

FLOWS = registry.files()["bilateral-flows"]
ARTICLE = {
    "id": 7731233,
    "version": 8,
    "published_date": "2025-03-26T08:12:40Z",
    "modified_date": "2025-04-01T00:00:00Z",
    "files": [{"id": 53235671, "download_url": FLOWS.url, "name": "bilat_mig.csv"}],
}
ROWS = (
    "year0,orig,dest,sd_drop_neg,sd_rev_neg,mig_rate,da_min_open,da_min_closed,da_pb_closed\n"
    "1990,NAM,NAM,0,0,0,0,0,0\n1990,NAM,ZAF,250,250,250,250,250,250\n"
)


def _lay(folder: Path, url: str, body: str) -> Path:
    path = folder / url.removeprefix("https://")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body)
    return path


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (ARTICLE, "2025, version 8 of 2025-03-26"),
        (ARTICLE | {"published_date": "soon"}, None),
        (ARTICLE | {"version": "eight"}, None),
        (ARTICLE | {"published_date": None}, None),
    ],
)
def test_what_an_article_says(folder: Path, said: dict[str, Any], found: str | None) -> None:
    _lay(folder, FLOWS.stamp, json.dumps(said))
    got = replace(_got(), record=replace(_got().record, url=FLOWS.url))
    assert store.stamped(FLOWS.stamp, got) == found


@pytest.mark.parametrize("files", [[], [{"download_url": "https://elsewhere"}], [None, "x"]])
def test_an_article_with_other_files_is_a_newer_edition(folder: Path, files: list[Any]) -> None:
    _lay(folder, FLOWS.stamp, json.dumps(ARTICLE | {"version": 9, "files": files}))
    record = replace(_got().record, url=FLOWS.url)
    with pytest.warns(UserWarning, match="not among the files of version 9 of 2025-03-26"):
        assert store.stamped(FLOWS.stamp, replace(_got(), record=record)) is None
    kept = replace(record, released="2025, version 8 of 2025-03-26")
    same = replace(_got("unchanged"), record=kept)
    with pytest.warns(UserWarning, match="another edition, which this release"):
        assert store.stamped(FLOWS.stamp, same, anew=True) == kept.released
    assert store.stamped(FLOWS.stamp, same) == kept.released  # not asked


def test_the_latest_flows_are_called_by_their_edition_and_listed_once(folder: Path) -> None:
    _lay(folder, FLOWS.url, ROWS)
    _lay(folder, FLOWS.stamp, json.dumps(ARTICLE))
    series = "migration_flow_da_pb_closed"
    said = tidy.provenance(migov.load(series, version="latest"))["value"]
    assert (said["version"], said["released"]) == ("2025", "2025, version 8 of 2025-03-26")
    line = migov.cite(migov.load(series, version="latest"))
    assert "version 2025 (version 8 of 2025-03-26), retrieved " in line
    assert "Abel, G. J. and Cohen, J. E. (2025)" in line
    listed = migov.versions(series)
    assert listed["version"].tolist() == ["2025", "2022"]
    assert listed["where"].tolist() == ["cached", "embedded"]
    assert listed["rows"].isna().tolist() == [True, False]  # nobody counted them
    assert migov.load(series, version="2025")["value"].tolist() == [250.0]


def test_without_a_stamp_the_edition_is_the_address_s(folder: Path) -> None:
    _lay(folder, FLOWS.url, ROWS)
    said = tidy.provenance(migov.load("migration_flow_mig_rate", version="latest"))["value"]
    assert (said["version"], said["released"]) == ("2025", None)


@pytest.mark.reference
@pytest.mark.parametrize(
    "name", ["bilateral_remittances", "internally_displaced_idmc", "migration_flow_mig_rate"]
)
def test_one_file_is_listed_once(
    name: str, mirror: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path), "tries": 1})
    before = migov.versions(name)
    migov.load(name, version="latest")
    after = migov.versions(name)
    assert after["version"].tolist() == before["version"].tolist()
    cached = after[after["where"] == "cached"]
    assert len(cached) == 1 and cached["retrieved"].notna().all()
    assert "cached" not in before["where"].tolist()
