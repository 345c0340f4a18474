"""A mirror: a folder or a static server that gives the figures that the publishers gave."""

import errno
import functools
import io
import threading
import zipfile
from http.server import HTTPServer, SimpleHTTPRequestHandler

import pandas as pd
import pytest

import migov
from migov import mirror as mirrors
from migov import registry, regrouping, store
from migov.cli import main
from migov.config import config
from migov.errors import ArgumentError

NAMES = ["gfcf", "net_migration", "refugees_hosted"]
ZIP = "https://api.worldbank.org/v2/en/indicator/SM.POP.NETM?downloadformat=csv"

pytestmark = pytest.mark.reference


@pytest.fixture
def built(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})
    found = mirrors.build(tmp_path / "classroom", only=NAMES)
    assert (found.files, found.failed, found.terms) == (4, (), ())
    config.cache = tmp_path / "another"
    return found.folder


def test_a_folder_gives_the_figures(built):
    config.mirror = built
    config.offline = True
    for name in NAMES:
        found = migov.load(name, "MEX", version="latest")
        assert len(found) > 20
    pd.testing.assert_frame_equal(
        migov.load("net_migration", version="latest"), migov.load("net_migration")
    )


def test_a_whole_mirror_has_the_publishers_lists_too(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})
    few = {name: registry.find(name) for name in ["net_migration"]}
    monkeypatch.setattr(registry, "series", lambda: few)
    found = mirrors.build(tmp_path / "classroom")
    assert (found.files, found.failed) == (3, ())
    monkeypatch.undo()
    monkeypatch.setattr(
        config, "_set",
        {"mirror": str(found.folder), "cache": str(tmp_path / "another"), "offline": True},
    )  # fmt: skip
    assert "SP.DYN.LE00.IN" in migov.search("life expectancy", online=True)["series"].tolist()
    assert regrouping.regrouped().empty


def test_a_file_that_cannot_be_read_takes_nobodys_place(built, tmp_path):
    """Neither in the cache, where a good one lies, nor in the classroom's folder."""
    config.mirror = built
    kept = store.fetch(ZIP)
    good = kept.read_bytes()
    served = store.served_path(built, ZIP)
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(served, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Country Code", b"Country Kode"))
    found = mirrors.build(tmp_path / "another classroom", only=["net_migration"])
    assert found.files == 0 and "Country Kode" in found.failed[0]
    assert kept.read_bytes() == good and not list((tmp_path / "another classroom").rglob("*.*"))


def test_a_static_server_gives_the_figures(built):
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(built))
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config.mirror = f"http://127.0.0.1:{server.server_port}"
        pd.testing.assert_frame_equal(
            migov.load("net_migration", version="latest"), migov.load("net_migration")
        )
        server.shutdown()


def test_what_cannot_be_had_is_said_and_the_rest_is_there(mirror, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})
    assert main(["mirror", "build", str(tmp_path / "room"), "--only", "net_migration"]) == 0
    assert "1 files" in capsys.readouterr().out
    config.mirror = tmp_path / "room"
    found = mirrors.build(tmp_path / "second", only=["net_migration", "gdp"])
    assert found.files == 1 and "has no file" in found.failed[0]
    with pytest.raises(ArgumentError, match="is the mirror in use"):
        mirrors.build(tmp_path / "room")


def test_a_folder_that_cannot_be_written_is_refused(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(ArgumentError, match="cannot be written"):
        mirrors.build(tmp_path / "file", only=["net_migration"])


def test_a_disk_that_fills_leaves_no_half_a_file_in_the_folder(built, monkeypatch):
    def fill(source, goal):
        goal.write_bytes(source.read_bytes()[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    before = sorted(built.rglob("*"))
    monkeypatch.setattr(mirrors.shutil, "copyfile", fill)
    with pytest.raises(ArgumentError, match="No space left on device"):
        mirrors.build(built, only=["net_migration"])
    assert sorted(built.rglob("*")) == before
