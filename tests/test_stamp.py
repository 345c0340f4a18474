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
