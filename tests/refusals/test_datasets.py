"""Tables of economies that are missing, damaged or of another release; settings that are none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import migov
from migov.config import config, datasets_dir
from migov.economies import tables
from migov.errors import ArgumentError, SnapshotError

TABLES = sorted(path.name for path in (datasets_dir() / "economies").glob("*.csv"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that may be broken."""
    shutil.copytree(datasets_dir() / "economies", tmp_path / "economies")
    monkeypatch.setenv("MIGOV_DATA_DIR", str(tmp_path))
    return tmp_path / "economies"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(SnapshotError, match=rf"{name} is missing. Install migov again.*DATA_DIR"):
        tables.read_table(name)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_with_a_column_gone(folder: Path, name: str) -> None:
    header, rows = (folder / name).read_text(encoding="utf-8").split("\n", 1)
    first, rest = header.split(",", 1)
    (folder / name).write_text(f"renamed,{rest}\n{rows}", encoding="utf-8")
    with pytest.raises(SnapshotError, match=rf"{name} lacks the column {first};"):
        tables.read_table(name)


@pytest.mark.parametrize(
    "body", [b"", b"economy\xff\n", b'economy,name\n"never closed', b"a,b\n1,2,3,4\n5,6,7,8,9\n"]
)
def test_a_table_that_is_damaged(folder: Path, body: bytes) -> None:
    (folder / "economies.csv").write_bytes(body)
    with pytest.raises(SnapshotError, match=r"economies\.csv (cannot be read|lacks)"):
        tables.read_table("economies.csv")


def test_a_folder_in_place_of_a_table(folder: Path) -> None:
    (folder / "economies.csv").unlink()
    (folder / "economies.csv").mkdir()
    with pytest.raises(SnapshotError, match="cannot be read"):
        tables.read_table("economies.csv")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda path: path.unlink(), "economies.csv is missing"),
        (
            lambda path: path.write_text(
                path.read_text(encoding="utf-8").replace(",1992,", ",soon,"), encoding="utf-8"
            ),
            "which is no year",
        ),
    ],
    ids=["missing", "no year"],
)
@pytest.mark.slow
def test_whoever_asks_hears_it(folder: Path, change: object, says: str) -> None:
    change(folder / "economies.csv")  # type: ignore[operator]
    # In a process of its own: tables are read once.
    asked = subprocess.run(
        [sys.executable, "-c", "from migov import economies; economies.resolve('Mexico')"],
        env={**os.environ, "MIGOV_DATA_DIR": str(folder.parent)},
        capture_output=True,
        text=True,
    )
    assert "SnapshotError" in asked.stderr and says in asked.stderr


def test_settings_that_there_are_not() -> None:
    with pytest.raises(ArgumentError, match=r"no setting colour, speed\. Must be one of mirror"):
        config.override(speed=1, colour="red").__enter__()


@pytest.mark.parametrize(
    "settings", [{"tries": "many"}, {"mirror": 5}, {"cache": ["a"]}, {"timeout": -1}]
)
def test_a_setting_that_it_cannot_be_leaves_all_as_they_were(settings: dict[str, object]) -> None:
    before = config.mirror, config.cache, config.tries, config.timeout
    with (
        pytest.raises(ArgumentError, match="should be"),
        config.override(offline=True, **settings),
    ):
        raise AssertionError("the block must not be entered")
    assert (config.mirror, config.cache, config.tries, config.timeout) == before
    assert not config.offline or os.environ.get("MIGOV_OFFLINE")


def test_an_error_in_the_block_and_blocks_in_blocks_leave_all_as_it_was() -> None:
    before = config.mirror, config.tries
    with pytest.raises(KeyError), config.override(mirror="one", tries=2):
        with config.override(mirror="two"):
            assert (config.mirror, config.tries) == ("two", 2)
        assert (config.mirror, config.tries) == ("one", 2)
        raise KeyError
    assert (config.mirror, config.tries) == before


@pytest.mark.parametrize("word", ["1", "true", "TRUE", " yes ", "on", "Y"])
def test_what_says_offline(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("MIGOV_OFFLINE", word)
    assert config.offline


@pytest.mark.parametrize("word", ["", "0", "false", "No", "off"])
def test_what_says_online(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("MIGOV_OFFLINE", word)
    assert not config.offline
    with config.override(offline=word):
        assert not config.offline


@pytest.mark.parametrize("word", ["2", "01", "maybe", "offline"])
def test_offline_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("MIGOV_OFFLINE", word)
    with pytest.raises(ArgumentError, match="neither yes nor no"):
        migov.load("gdp", version="latest")


@pytest.mark.parametrize("mirror", ["ftp://files.example.org/x", "localhost:8000", "host:80/x"])
def test_a_mirror_is_an_address_or_a_folder(mirror: str, tmp_path: Path) -> None:
    with (
        config.override(mirror=None, cache=tmp_path, offline=False),
        pytest.raises(ArgumentError, match="http://"),
    ):
        config.mirror = mirror
        migov.load("gdp", version="latest")


def test_a_cache_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("nothing")
    with (
        config.override(cache=tmp_path / "a file", offline=False, mirror=tmp_path),
        pytest.raises(ArgumentError, match="is no folder"),
    ):
        migov.load("gdp", version="latest")
