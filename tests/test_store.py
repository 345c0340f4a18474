"""The embedded snapshot: whole, checked, and never mended behind the user's back."""

import hashlib
import json
import shutil

import pytest

from migov import store
from migov.config import config, datasets_dir
from migov.errors import DownloadError, OfflineError, SnapshotError
from migov.store import snapshot


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the datasets that a test may spoil."""
    folder = tmp_path / "datasets"
    (folder / "snapshot").mkdir(parents=True)
    for name in ("registry", "economies", "claims"):
        shutil.copytree(datasets_dir() / name, folder / name)
    shutil.copyfile(
        store.snapshot_dir() / store.MANIFEST, folder / "snapshot" / store.MANIFEST
    )
    shutil.copytree(store.snapshot_dir() / "gdp", folder / "snapshot" / "gdp")
    monkeypatch.setenv("MIGOV_DATA_DIR", str(folder))
    return folder / "snapshot"


def test_every_listed_file_is_there_with_its_hash_and_nothing_else():
    folder = store.snapshot_dir()
    listed = store.manifest()
    found = {str(path.relative_to(folder)) for path in folder.rglob("*.parquet")}
    assert found == set(listed)
    for name, facts in listed.items():
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert digest == facts["sha256"], name


def test_datasets_stay_small():
    sizes = [path.stat().st_size for path in datasets_dir().rglob("*") if path.is_file()]
    assert sum(sizes) < 15e6
    assert max(sizes) < 5e6


@pytest.mark.parametrize("spoil", ["truncate", "edit", "remove"])
def test_a_spoilt_file_is_refused_and_left_as_it_is(copied, spoil):
    path = next((copied / "gdp").glob("*.parquet"))
    whole = path.read_bytes()
    if spoil == "truncate":
        path.write_bytes(whole[: len(whole) // 2])
    elif spoil == "edit":
        path.write_bytes(whole[:-9] + b"x" + whole[-8:])
    else:
        path.unlink()
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(SnapshotError, match=r"gdp/.*install migov again"):
        store.embedded("gdp", path.stem)
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_spoilt_file_is_noticed_after_it_was_read_once(copied):
    path = next((copied / "gdp").glob("*.parquet"))
    assert store.embedded("gdp", path.stem) == path
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(SnapshotError):
        store.embedded("gdp", path.stem)


def test_a_file_that_matches_its_hash_but_is_no_parquet_is_refused(copied):
    path = next((copied / "gdp").glob("*.parquet"))
    path.write_bytes(b"not parquet")
    listed = json.loads((copied / store.MANIFEST).read_text())
    listed[f"gdp/{path.name}"]["sha256"] = hashlib.sha256(b"not parquet").hexdigest()
    (copied / store.MANIFEST).write_text(json.dumps(listed))
    with pytest.raises(SnapshotError, match="cannot be read"):
        store.read_snapshot("gdp", path.stem)


def test_a_spoilt_list_is_refused(copied):
    (copied / store.MANIFEST).write_text("{")
    with pytest.raises(SnapshotError, match="not valid JSON"):
        store.manifest()
    (copied / store.MANIFEST).unlink()
    with pytest.raises(SnapshotError, match="is missing"):
        store.manifest()


def test_reading_the_snapshot_never_opens_a_socket(monkeypatch):
    import socket

    def refuse(*_):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    snapshot._checked.cache_clear()
    assert store.embedded("gdp", "2016-11") is not None


def test_offline_refuses_the_network_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"offline": True, "cache": str(tmp_path)})
    with pytest.raises(OfflineError, match="MIGOV_OFFLINE=1 refuses"):
        store.fetch("https://api.worldbank.org/v2/source/2?format=json")


def test_a_folder_stands_in_for_a_publisher(tmp_path, monkeypatch):
    monkeypatch.setattr(
        config, "_set", {"mirror": str(tmp_path / "mirror"), "cache": str(tmp_path / "cache")}
    )
    url = "https://api.worldbank.org/v2/en/indicator/X?downloadformat=csv"
    with pytest.raises(DownloadError, match="has no file"):
        store.fetch(url)
    path = tmp_path / "mirror" / "api.worldbank.org" / "v2" / "en" / "indicator"
    path.mkdir(parents=True)
    (path / "X_downloadformat_csv").write_bytes(b"bytes")
    assert store.fetch(url).read_bytes() == b"bytes"


def test_a_mirror_rewrites_addresses_and_nothing_else(monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": "http://127.0.0.1:9/base/"})
    assert (
        store.address("https://www.un.org/a/b.xlsx?c=d")
        == "http://127.0.0.1:9/base/www.un.org/a/b.xlsx?c=d"
    )


def test_an_answer_that_does_not_come_leaves_the_cache_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(
        config, "_set", {"mirror": "http://127.0.0.1:9", "cache": str(tmp_path)}
    )
    with pytest.raises(DownloadError, match="could not be fetched"):
        store.fetch("https://api.worldbank.org/v2/source/2")
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size] == []


@pytest.mark.reference
def test_a_file_is_fetched_through_the_mirror_once(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path)})
    url = "https://api.worldbank.org/v2/en/indicator/SM.POP.NETM?downloadformat=csv"
    first = store.obtain(url, expect="zip")
    assert first.how == "fetched" and first.path.read_bytes()[:2] == b"PK"
    assert store.obtain(url).how == "kept"
    assert store.obtain(url, refresh=True).how == "unchanged"


@pytest.mark.reference
def test_a_kept_file_that_was_damaged_is_fetched_again(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path)})
    url = "https://api.worldbank.org/v2/en/indicator/SM.POP.NETM?downloadformat=csv"
    path = store.fetch(url)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    config.offline = True
    with pytest.raises(OfflineError, match="is damaged"):
        store.fetch(url)
    config.offline = None
    assert store.fetch(url).read_bytes() == whole
