"""A table that is served in parts: whole or refused, asked for politely, and kept as one file."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest
from publishers import fdi_files as files

import migov
from migov import mirror as mirrors
from migov import registry, store, tidy
from migov.config import config
from migov.errors import DownloadError, LayoutError, OfflineError
from migov.publishers.unctad_workbooks import read_workbooks

pytestmark = pytest.mark.slow

SERIES = "bilateral_fdi_outflow"
FILE = registry.files()["bilateral-fdi-workbooks"]
# A fifth of the publisher's files are enough here; tests/publishers has a test with all.
URL, PARTS = FILE.url, (*FILE.parts[:30], "HGK", "NAM", "SHN", *FILE.parts[-7:])


def _of_partners(name: str, value: float) -> bytes:
    """A workbook with one figure: what Brazil says that it invested there in 2001."""
    sheet = files.told(name, "inflows", [("Brazil", [value])], (2001,))
    return files.of(name, inflows=sheet)


@pytest.fixture(scope="module")
def bodies() -> dict[str, bytes]:
    """A workbook for each name of the registry's list."""
    names = migov.economies.table().set_index("economy")["name"]
    called = {"HGK": "HKG", "BIOT": "IOT"}
    return {
        part: _of_partners(names[called.get(part, part)], 1 + at) for at, part in enumerate(PARTS)
    }


@pytest.fixture
def unctad(
    bodies: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[files.Unctad]:
    with files.serving(bodies) as server:
        monkeypatch.setattr(
            config, "_set",
            {"mirror": server.base, "cache": str(tmp_path / "cache"), "tries": 2, "backoff": 0.01},
        )  # fmt: skip
        few = {
            name: replace(record, versions={
                each.name: replace(each, file=replace(FILE, parts=PARTS))
                for each in record.versions.values()
            })
            for name, record in registry.series().items() if name.startswith("bilateral_fdi")
        }  # fmt: skip
        monkeypatch.setattr(registry, "series", lambda: few)
        yield server


def _latest() -> pd.DataFrame:
    return migov.load(SERIES, version="latest")


def _place(part: str) -> str:
    return f"{files.FOLDER}/webdiaeia2014d3_{part}.xls"


def _obtain() -> store.Obtained:
    return store.obtain(URL, refresh=True, expect="xls", parts=PARTS)


def test_it_is_fetched_once_and_asked_about_afterwards(unctad: files.Unctad) -> None:
    unctad.pause = 0.005
    table = _latest()
    assert unctad.statuses() == {200: 40}
    assert 1 < unctad.most_at_once <= 4
    assert table.set_index("destination")["value"]["AFG"] == 1e6 * (1 + PARTS.index("AFG"))
    assert len(table) == 40
    pd.testing.assert_frame_equal(_latest(), table)
    assert unctad.statuses() == {304: 40}
    pd.testing.assert_frame_equal(migov.load(SERIES), table)
    assert unctad.statuses() == {}  # the vintage that is kept is read
    held = store.read_lock()[URL]
    assert held.parts == PARTS and store.verify(store.lock_file()) == {}


def test_only_what_changed_is_fetched_again(unctad: files.Unctad) -> None:
    before = _obtain().record
    unctad.statuses()
    unctad.files[_place("NAM")] = _of_partners("Namibia", 77)
    found = _latest().set_index("destination")["value"]
    assert unctad.statuses() == {304: 39, 200: 1}
    assert found["NAM"] == 77e6 and found["AFG"] == 1e6 * (1 + PARTS.index("AFG"))
    after = store.read_lock()[URL]
    assert after.sha256 != before.sha256 and after.time >= before.time


def test_a_server_without_stamps_is_asked_for_all_again(unctad: files.Unctad) -> None:
    unctad.stamped = False
    first = _obtain()
    assert (first.how, _obtain().how) == ("fetched", "unchanged")
    assert unctad.statuses() == {200: 80}


def test_the_same_parts_are_the_same_bytes_from_any_server(
    unctad: files.Unctad, tmp_path: Path
) -> None:
    one = _obtain().record
    unctad.stamped = False
    config.cache = tmp_path / "another"
    assert _obtain().record.sha256 == one.sha256


def test_what_the_publisher_does_not_have_is_told_from_a_failure(unctad: files.Unctad) -> None:
    for part in ("NAM", "SHN"):
        del unctad.files[_place(part)]
    table = _latest()
    assert len(table) == 38 and "NAM" not in set(table["destination"])
    caveats = tidy.provenance(table)["value"]["caveats"]
    assert caveats[0] == "The publisher has no file for NAM, SHN."
    # The next asking finds it.
    unctad.files[_place("NAM")] = _of_partners("Namibia", 1)
    assert "The publisher has no file for SHN." in tidy.provenance(_latest())["value"]["caveats"]


def test_files_that_moved_are_no_absence(unctad: files.Unctad) -> None:
    for part in PARTS[10:]:
        del unctad.files[_place(part)]
    with pytest.raises(DownloadError, match=r"of the 40 files .* have probably moved") as caught:
        _latest()
    assert caught.value.status == 404 and "Nothing was stored" in str(caught.value)
    assert len(unctad.asked) < 25  # it is not asked for every one of them
    with pytest.raises(DownloadError):
        migov.load(SERIES, version="2014")


@pytest.mark.parametrize("status", [500, 403, 200])
def test_one_that_does_not_come_refuses_all(unctad: files.Unctad, status: int) -> None:
    path = _obtain().path
    whole = path.read_bytes()
    unctad.files = {place: body + b" " for place, body in unctad.files.items()}
    unctad.failing["NAM"] = status
    said = "a web page titled 'Page not found'" if status == 200 else f"status {status}"
    with pytest.raises(DownloadError, match=rf"the file of NAM .*{said}.*is kept as it was"):
        _obtain()
    assert path.read_bytes() == whole
    assert not [each for each in config.cache.rglob("*.part")]


def test_what_came_before_the_trouble_is_not_fetched_again(unctad: files.Unctad) -> None:
    unctad.failing[PARTS[-1]] = 403
    with pytest.raises(DownloadError, match=f"the file of {PARTS[-1]} "):
        _latest()
    came = unctad.statuses()[200]
    assert came >= 35
    unctad.failing.clear()
    assert len(_latest()) == 40
    assert unctad.statuses() == {304: came, 200: 40 - came}
    assert not [each for each in config.cache.rglob("*.before")]


def test_a_workbook_that_is_no_workbook_leaves_the_old(unctad: files.Unctad) -> None:
    table = _latest()
    unctad.files[_place("NAM")] = unctad.files[_place("NAM")][:700]
    with pytest.raises(LayoutError, match=r"NAM\.xls.*not stored.*is kept as it was"):
        _latest()
    pd.testing.assert_frame_equal(migov.load(SERIES, version="2014"), table)
    # The stamp of the bad one keeps nobody from the good one.
    unctad.files[_place("NAM")] = _of_partners("Namibia", 5)
    assert _latest().set_index("destination")["value"]["NAM"] == 5e6


def test_stamps_of_other_bytes_are_not_believed(unctad: files.Unctad) -> None:
    path = _obtain().path
    path.write_bytes(path.read_bytes()[:-200])
    unctad.statuses()
    assert len(_latest()) == 40
    assert unctad.statuses() == {200: 40}


def test_offline(unctad: files.Unctad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(config._set, "offline", True)
    with pytest.raises(OfflineError, match="the cache does not hold it"):
        migov.load(SERIES)
    monkeypatch.setitem(config._set, "offline", False)
    table = _latest()
    monkeypatch.setitem(config._set, "offline", True)
    pd.testing.assert_frame_equal(migov.load(SERIES), table)
    with pytest.raises(OfflineError):
        _latest()


def test_a_lock_file_asks_for_the_very_same(unctad: files.Unctad, tmp_path: Path) -> None:
    table = _latest()
    lock = tmp_path / "migov.lock"
    lock.write_bytes(store.lock_file().read_bytes())
    config.cache = tmp_path / "another"
    assert store.verify(lock) == {URL: "missing"}
    (got,) = store.fetch_locked(lock)
    assert got.how == "fetched" and store.verify(lock) == {}
    pd.testing.assert_frame_equal(migov.load(SERIES), table)
    unctad.files[_place("NAM")] = _of_partners("Namibia", 77)
    config.cache = tmp_path / "third"
    with pytest.raises(DownloadError, match="the publisher replaced it"):
        store.fetch_locked(lock)


def test_a_mirror_has_each_part_at_its_own_address(unctad: files.Unctad, tmp_path: Path) -> None:
    del unctad.files[_place("NAM")]
    found = mirrors.build(tmp_path / "classroom", only=[SERIES, "bilateral_fdi_inflow"])
    assert (found.files, found.failed) == (39, ())
    assert found.terms == ("UNCTAD: UNCTAD terms of use",)
    table = _latest()
    absent = "The publisher has no file for NAM."

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    config.mirror, config.cache = found.folder, tmp_path / "another"
    pd.testing.assert_frame_equal(_latest(), table)
    assert absent in tidy.provenance(_latest())["value"]["caveats"]
    handler = functools.partial(Quiet, directory=str(found.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config.mirror = f"http://127.0.0.1:{server.server_port}"
        config.cache = tmp_path / "third"
        try:
            pd.testing.assert_frame_equal(_latest(), table)
        finally:
            server.shutdown()


def test_the_zip_is_what_a_reader_reads(unctad: files.Unctad) -> None:
    path = _obtain().path
    assert len(dict(store.parts_in(path, URL))) == 40
    table = read_workbooks(path, "FDI_outflows").table
    pd.testing.assert_frame_equal(table, pd.DataFrame(_latest()), check_names=False)


def test_several_series_ask_once(unctad: files.Unctad) -> None:
    """Both sides of investment are read from one asking."""
    told = files.told("Namibia", "outflows", [("Chile", [4])], (2001,))
    inflows = files.told("Namibia", "inflows", [("Brazil", [2])], (2001,))
    unctad.files[_place("NAM")] = files.of("Namibia", inflows=inflows, outflows=told)
    from migov import live

    found = {each.series: each for each in live.answers([SERIES, "bilateral_fdi_inflow"])}
    assert unctad.statuses() == {200: 40}
    assert found["bilateral_fdi_inflow"].found is not None
    assert found["bilateral_fdi_inflow"].found.table["value"].tolist() == [4e6]


def test_published_totals_are_a_matrix_margins(unctad: files.Unctad) -> None:
    unctad.files[_place("NAM")] = files.NAMIBIA
    table = migov.matrix("bilateral_fdi_inward_stock", 2010, version="latest", margins=True)
    assert table["NAM"].dropna().to_dict() == {
        "ZAF": 5_634e6, "XXX": 1_408e6, "Not allocated": 0, "WLD": 7_042e6
    }  # fmt: skip
