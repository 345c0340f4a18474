"""Answers that no publisher should give, and files that change under a reader's eyes.

The servers here are the tests' own and say whatever they are told to; no publisher's file is
needed.
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pandas as pd
import pytest

import migov
from migov import beyond, figures, live, registry, roads, store
from migov.config import config
from migov.errors import ArgumentError, DownloadError, LayoutError, UnknownNameError, warn_caller
from migov.store import bodies, lock, parts, places
from migov.store import stamp as stamps
from migov.store.fetch import Obtained, stamps_of
from migov.store.lock import BusyError, Fetched, held, lock_file
from migov.tidy import Reading

pytestmark = pytest.mark.slow

URL = "https://figures.example.org/all.csv"
Route = Callable[[dict[str, str]], tuple[int, dict[str, str], bytes]]


class Told:
    """A server, what it should say to each path, and what it was asked."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def says(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.routes[path] = lambda _: (status, named, body)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    own = Told()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            own.asked.append((self.path, dict(self.headers)))
            status, headers, body = own.routes[self.path](dict(self.headers))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setattr(
            config, "_set", {"mirror": base, "cache": str(tmp_path / "cache"), "tries": 2}
        )
        yield own
        server.shutdown()


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], None]]:
    """A server that sends bytes as they are, whether or not they are an answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answer = b""

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

        Thread(target=serve, daemon=True).start()
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        monkeypatch.setattr(
            config, "_set",
            {"mirror": base, "cache": str(tmp_path / "cache"), "tries": 2, "timeout": 2},
        )  # fmt: skip

        def say(answered: bytes) -> None:
            nonlocal answer
            answer = answered

        yield say
        listening.shutdown(socket.SHUT_RDWR)


# --- bodies that are packed on their way ----------------------------------------------------------

CSV = b"economy,year,value\n" + b"".join(b"MEX,%d,1.5\n" % year for year in range(1000, 3000))


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(CSV),
        gzip.compress(CSV[:700]) + gzip.compress(CSV[700:]),
        gzip.compress(CSV) + bytes(512),
        *(gzip.compress(CSV[:cut]) + gzip.compress(CSV[cut:]) for cut in (0, len(CSV))),
    ],
    ids=["one member", "two members", "filled up", "an empty first", "an empty last"],
)
def test_a_packed_body_is_unpacked_whole(told: Told, body: bytes) -> None:
    told.says("/figures.example.org/all.csv", body, Content_Encoding="gzip")
    assert store.fetch(URL, expect="csv").read_bytes() == CSV


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_packed_body_that_ends_early_is_no_answer(told: Told, share: float) -> None:
    body = gzip.compress(CSV)
    told.says(
        "/figures.example.org/all.csv", body[: int(len(body) * share)], Content_Encoding="gzip"
    )
    with pytest.raises(DownloadError, match="ends in the middle, 2 times"):
        store.fetch(URL, expect="csv")
    assert store.standing(URL) is None


def test_a_packed_body_cut_at_a_flush_is_no_answer(told: Told) -> None:
    """Where the packing could end, the text may even end with a line."""
    import zlib

    pack = zlib.compressobj(wbits=31)
    half = CSV[: CSV.index(b"MEX,2000")]
    body = pack.compress(half) + pack.flush(zlib.Z_SYNC_FLUSH)
    told.says("/figures.example.org/all.csv", body, Content_Encoding="gzip")
    with pytest.raises(DownloadError, match="ends in the middle"):
        store.fetch(URL, expect="csv")


@pytest.mark.parametrize(
    ("packing", "body", "said"),
    [("gzip", b"\x1f\x8b\x08nonsense", "damaged"), ("br", CSV, "packed as 'br'")],
)
def test_what_cannot_be_unpacked_is_no_answer(
    told: Told, packing: str, body: bytes, said: str
) -> None:
    told.says("/figures.example.org/all.csv", body, Content_Encoding=packing)
    with pytest.raises(DownloadError, match=said):
        store.fetch(URL, expect="csv")


@pytest.mark.parametrize("packing", ["", " ", "identity"])
def test_a_body_of_no_packing_is_taken_as_it_is(told: Told, packing: str) -> None:
    told.says("/figures.example.org/all.csv", CSV, Content_Encoding=packing)
    assert store.fetch(URL, expect="csv").read_bytes() == CSV


def test_a_packed_body_that_swells_is_no_answer(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MOST_UNPACKED", len(CSV) - 1, raising=False)
    told.says("/figures.example.org/all.csv", gzip.compress(CSV), Content_Encoding="gzip")
    with pytest.raises(DownloadError, match="swells beyond"):
        store.fetch(URL, expect="csv")


# --- answers that make no sense -------------------------------------------------------------------

OK = b"HTTP/1.1 200 OK\r\n"
BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n"


@pytest.mark.parametrize("expect", ["csv", "json", "zip"])
@pytest.mark.parametrize(
    "answer",
    [
        BUSY + b"Retry-After: Sun, 06 Nov 99999 08:49:37 GMT\r\n\r\n",
        BUSY + b"Retry-After: " + b"9" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[bad\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://x:99999/\r\nContent-Length: 0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n",
        b"HTTP/1.1 abc X\r\n\r\n",
        b"",
    ],
    ids=["a date", "a long wait", "an address", "a port", "a chunk", "a status", "none"],
)
def test_an_answer_without_sense_is_an_error_in_words(
    raw: Callable[[bytes], None], answer: bytes, expect: str
) -> None:
    raw(answer)
    with pytest.raises(DownloadError, match="could not be fetched"):
        store.fetch(URL, expect=expect)


def test_brackets_without_end_are_no_answer(raw: Callable[[bytes], None]) -> None:
    raw(OK + b"Content-Length: 60001\r\n\r\n" + b"[" * 60_000 + b"]")
    with pytest.raises(DownloadError, match="not valid JSON"):
        store.fetch(URL, expect="json")


@pytest.mark.parametrize("length", ["²".encode("latin-1"), b"9" * 5000])
def test_a_length_that_is_no_number_says_nothing(
    raw: Callable[[bytes], None], length: bytes
) -> None:
    raw(OK + b"Content-Length: " + length + b"\r\nConnection: close\r\n\r\n" + CSV)
    try:
        assert store.fetch(URL, expect="csv").read_bytes() == CSV
    except DownloadError as error:
        assert "could not be fetched" in str(error)


def test_a_page_in_place_of_a_description_is_not_an_unknown_code(told: Told) -> None:
    page = b"<!doctype html><html><head><title>Maintenance</title></head></html>"
    told.says("/api.worldbank.org/v2/indicator/XX.NOT.KNOWN?format=json", page)
    with pytest.raises(DownloadError, match="a web page titled 'Maintenance'"):
        migov.load("XX.NOT.KNOWN", version="latest")
    message = [{"message": [{"id": "120", "key": "Invalid value", "value": "not valid"}]}]
    told.says(
        "/api.worldbank.org/v2/indicator/XX.NOT.KNOWN?format=json", json.dumps(message).encode()
    )
    with pytest.raises(UnknownNameError, match="The World Bank does not know it either"):
        migov.load("XX.NOT.KNOWN", version="latest")


# --- the way to the server ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "said", "times"),
    [
        (b"", "dropped the connection, 2 times", 2),
        (b"HTTP/1.1 400 Bad\r\n\r\n", "the connection failed .*, 2 times", 2),
    ],
    ids=["nothing", "no safe connection"],
)
def test_a_safe_connection_that_breaks_is_tried_again(
    raw: Callable[[bytes], None], answer: bytes, said: str, times: int
) -> None:
    """The publishers' servers are all reached so; a certificate has nothing to do with it."""
    raw(answer)
    config.mirror = str(config.mirror).replace("http:", "https:")
    with pytest.raises(DownloadError, match=said) as caught:
        store.fetch(URL, expect="csv")
    assert "certificate" not in str(caught.value) and caught.value.passing


def test_a_certificate_that_nobody_trusts_is_not_tried_again(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    from urllib3.exceptions import SSLError

    def ask(*_: object) -> None:
        told.asked.append(("", {}))
        raise SSLError(ssl.SSLCertVerificationError("self-signed certificate"))

    monkeypatch.setattr("migov.store.transfer.ask", ask)
    with pytest.raises(DownloadError, match="certificate cannot be trusted"):
        store.fetch(URL)
    assert len(told.asked) == 1


def test_a_proxy_that_is_not_there_is_called_so(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(DownloadError, match="the proxy that the environment names"):
        store.fetch(URL)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    told.says("/figures.example.org/all.csv", CSV)
    assert store.fetch(URL).read_bytes() == CSV


def test_a_mirror_may_be_written_in_capitals(told: Told) -> None:
    told.says("/figures.example.org/all.csv", b"", 302, Location="/figures.example.org/new")
    told.says("/figures.example.org/new", CSV)
    config.mirror = str(config.mirror).replace("http:", "HTTP:") + "/"
    assert store.fetch(URL).read_bytes() == CSV


def test_a_setting_that_is_no_number_is_not_the_servers_fault(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIGOV_TIMEOUT", "a minute")
    with pytest.raises(ArgumentError, match="MIGOV_TIMEOUT"):
        store.fetch(URL)
    assert told.asked == []


def test_the_address_that_was_asked_is_recorded_whatever_the_settings_say_by_then(
    told: Told,
) -> None:
    """Or the stamp of one server would be shown to another, which may take it for its own."""
    first = str(config.mirror)

    def answer(_: object) -> tuple[int, dict[str, str], bytes]:
        config.mirror = "http://another.invalid"
        return 200, {"ETag": '"1"'}, CSV

    told.routes["/figures.example.org/all.csv"] = answer
    record = store.obtain(URL, expect="csv").record
    assert record.asked == f"{first}/figures.example.org/all.csv"
    assert stamps_of(record, places.address(URL)) == ({}, ())


@pytest.mark.parametrize("stamp", ['"a\nb"', '"→"', '"a\x7f"'])
def test_a_stamp_that_no_header_can_carry_is_not_sent(stamp: str) -> None:
    for entry in (
        Fetched(URL, "2026", 1, "0", etag=stamp, asked=URL),
        Fetched(URL, "2026", 1, "0", modified=stamp, asked=URL),
        Fetched(URL, "2026", 1, "0", pages=('"1"', stamp), asked=URL),
    ):
        assert stamps_of(entry, URL) == ({}, ())


# --- folders that may not be read -----------------------------------------------------------------


def _closed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Permissions mean nothing to root; so the folder's files refuse to be opened."""
    opened = Path.open

    def refuse(self: Path, *given: object, **named: object) -> object:
        if folder in self.parents:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return opened(self, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)


def test_a_mirror_that_may_not_be_read_is_not_called_a_cache(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mirror" / "figures.example.org" / "all.csv"
    file.parent.mkdir(parents=True)
    file.write_bytes(CSV)
    config.mirror = str(tmp_path / "mirror")
    store.fetch(URL)
    with monkeypatch.context() as patch:
        _closed(patch, tmp_path / "mirror")
        patch.setattr("shutil.copyfile", lambda source, _: source.open("rb"))
        for ask in (partial(store.fetch, refresh=True), store.state_of):
            with pytest.raises(DownloadError, match=r"the mirror's .*all\.csv cannot be read"):
                ask(URL)
    assert store.state_of(URL) == "unchanged"


def test_a_name_that_is_too_long_for_a_file_is_not_in_a_mirror(told: Told, tmp_path: Path) -> None:
    file = tmp_path / "mirror" / "figures.example.org" / "all.csv"
    file.parent.mkdir(parents=True)
    config.mirror = str(tmp_path / "mirror")
    with pytest.raises(DownloadError, match="the mirror has no file"):
        store.fetch(f"{URL}?name={'a' * 300}")
    file.write_bytes(CSV)  # its query is left out where the server ignores it
    assert store.fetch(f"{URL}?name={'a' * 300}").read_bytes() == CSV


def test_a_kept_file_that_may_not_be_read_is_not_held(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.says("/figures.example.org/all.csv", CSV)
    path = store.fetch(URL)
    _closed(monkeypatch, path.parent)
    assert store.standing(URL) is None


def test_a_disk_that_is_full_keeps_no_half_of_the_parts_that_came(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.says("/figures.example.org/d_A.csv", CSV)
    told.says("/figures.example.org/d_B.csv", b"", 404)
    write = parts.zipfile.ZipFile.writestr

    def fill(self: parts.zipfile.ZipFile, *given: object) -> None:
        write(self, *given)  # type: ignore[arg-type]
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parts.zipfile.ZipFile, "writestr", fill)
    with pytest.raises(DownloadError, match="the files have probably moved"):
        store.obtain("https://figures.example.org/d_*.csv", parts=("A", "B"), expect="csv")
    assert [each.name for each in (tmp_path / "cache" / "files").rglob("*.*")] == [
        "figures.example.org"
    ]


def test_a_stamp_is_not_waited_for_as_a_file_is(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    paused: list[float] = []
    monkeypatch.setattr(stamps, "pause", paused.append, raising=False)
    monkeypatch.setattr("time.sleep", paused.append)
    told.says("/figures.example.org/all.csv", CSV)
    got = store.obtain(URL)
    config.tries, config.backoff = 5, 0
    told.says("/figures.example.org/stamp", b"", 503, Retry_After="100")
    assert store.stamped("https://figures.example.org/stamp", got) is None
    told.says("/figures.example.org/stamp", b"", 503, Retry_After="2")
    assert store.stamped("https://figures.example.org/stamp", got) is None
    assert paused == [2, 2, 2, 2]


def test_a_stamp_without_a_temporary_folder_is_no_failure(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    told.says("/figures.example.org/all.csv", CSV)
    got = store.obtain(URL)
    monkeypatch.setattr(stamps.tempfile, "TemporaryDirectory", full)
    assert store.stamped("https://figures.example.org/stamp", got) is None


# --- redirects and stamps -------------------------------------------------------------------------


def test_a_redirect_to_the_publishers_own_host_stays_with_the_mirror(told: Told) -> None:
    told.says("/figures.example.org/all.csv", b"", 302, Location="https://figures.example.org/new")
    told.says("/figures.example.org/new", CSV)
    assert store.fetch(URL, expect="csv").read_bytes() == CSV
    assert [path for path, _ in told.asked] == [
        "/figures.example.org/all.csv", "/figures.example.org/new",
    ]  # fmt: skip


def test_whether_it_changed_is_asked_again_after_a_fault(told: Told) -> None:
    told.says("/figures.example.org/all.csv", CSV, ETag='"1"')
    assert store.state_of(URL) == "not fetched"
    store.fetch(URL, expect="csv")
    answers = iter([(503, {}, b""), (304, {}, b"")])
    told.routes["/figures.example.org/all.csv"] = lambda _: next(answers)
    assert store.state_of(URL) == "unchanged"
    told.says("/figures.example.org/all.csv", CSV + b"\n", ETag='"2"')
    assert store.state_of(URL) == "moved on"


def test_a_server_without_stamps_cannot_say_whether_it_changed(told: Told) -> None:
    told.says("/figures.example.org/all.csv", CSV)
    store.fetch(URL, expect="csv")
    assert store.state_of(URL) == "unknown"


# --- pages ----------------------------------------------------------------------------------------

PAGED = "https://figures.example.org/rows?page=1"


def _paged(told: Told, *marks: str) -> None:
    """An answer of some pages, each with its stamp."""
    for number, stamp in enumerate(marks, start=1):
        body = {"page": number, "maxPages": len(marks), "rows": [stamp]}

        def answer(
            headers: dict[str, str], stamp: str = stamp, body: dict[str, object] = body
        ) -> tuple[int, dict[str, str], bytes]:
            if stamp and headers.get("If-None-Match") == f'"{stamp}"':
                return 304, {}, b""
            return 200, {"ETag": f'"{stamp}"'} if stamp else {}, json.dumps(body).encode()

        told.routes[f"/figures.example.org/rows?page={number}"] = answer


def _asked_for_pages(told: Told) -> tuple[str, int]:
    told.asked.clear()
    return store.obtain(PAGED, refresh=True, expect="json", paged=True).how, len(told.asked)


def test_pages_that_stand_are_not_fetched_again(told: Told) -> None:
    _paged(told, "a", "b", "c")
    assert _asked_for_pages(told) == ("fetched", 3)
    assert _asked_for_pages(told) == ("unchanged", 3)
    assert all("If-None-Match" in headers for _, headers in told.asked)
    assert store.state_of(PAGED) == "unchanged"


def test_one_page_that_changed_brings_all(told: Told) -> None:
    _paged(told, "a", "b", "c")
    _asked_for_pages(told)
    _paged(told, "a", "new", "c")
    assert store.state_of(PAGED) == "moved on"
    assert _asked_for_pages(told) == ("fetched", 2 + 3)
    rows = [page["rows"] for page in json.loads(store.fetch(PAGED).read_bytes())]
    assert rows == [["a"], ["new"], ["c"]]


def test_a_page_more_brings_all(told: Told) -> None:
    """Each page names how many there are, so that the stamps of all differ."""
    _paged(told, "a", "b")
    _asked_for_pages(told)
    _paged(told, "a of 3", "b of 3", "c of 3")
    assert _asked_for_pages(told) == ("fetched", 1 + 3)


def test_a_page_without_a_stamp_has_all_asked_for_whole(told: Told) -> None:
    _paged(told, "a", "", "c")
    assert _asked_for_pages(told) == ("fetched", 3)
    assert _asked_for_pages(told) == ("unchanged", 3)  # the same bytes, which had to come
    assert not any("If-None-Match" in headers for _, headers in told.asked)
    assert store.state_of(PAGED) == "unknown"


# --- the lock file --------------------------------------------------------------------------------

RECORD = {"time": "2026-01-01T00:00:00Z", "size": 4, "sha256": "0" * 64}


def _locked(tmp_path: Path, *records: tuple[str, dict[str, object]], mark: str = "") -> Path:
    path = tmp_path / "migov.lock"
    path.write_text(mark + json.dumps({"form": 1, "files": dict(records)}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "edited",
    [
        {"time": 2026}, {"released": ["2026"]}, {"etag": 5}, {"modified": {"day": 1}},
        {"asked": None}, {"pages": [1]}, {"parts": [["AFG"]]}, {"sha256": None}, {"size": "4"},
        {"before": {**RECORD, "time": 2026}},
    ],
    ids=lambda edited: next(iter(edited)),
)  # fmt: skip
def test_a_record_with_something_else_than_text_is_refused_in_words(
    tmp_path: Path, edited: dict[str, object]
) -> None:
    path = _locked(tmp_path, (URL, {**RECORD, **edited}))
    with pytest.raises(LayoutError, match="was edited or cut off"):
        store.read_lock(path)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"form": 1, "files": {"http://[a": %s}}'])
def test_what_is_no_record_of_an_address_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "migov.lock"
    path.write_text(text.replace("%s", json.dumps(RECORD)))
    for read in (store.read_lock, store.verify, store.fetch_locked):
        with pytest.raises(LayoutError, match="is no lock file of migov"):
            read(path)


def test_a_lock_file_of_a_newer_migov_is_not_to_be_deleted(tmp_path: Path) -> None:
    path = tmp_path / "migov.lock"
    path.write_text('{"form": 2, "files": []}')
    with pytest.raises(LayoutError, match=r"newer migov.* Update migov") as caught:
        store.read_lock(path)
    assert "elete" not in str(caught.value)


def test_a_lock_file_may_have_passed_through_an_editor(tmp_path: Path) -> None:
    path = _locked(tmp_path, (URL, RECORD), mark="\ufeff")
    path.write_bytes(path.read_bytes().replace(b", ", b",\r\n"))
    assert list(store.read_lock(path)) == [URL]


def test_a_cache_of_two_names_has_one_order_of_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or each would sweep up what the other writes, and their records would be lost."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "link").symlink_to("cache", target_is_directory=True)
    monkeypatch.setattr(config, "_set", {"cache": str(tmp_path / "cache")})
    with held(lock_file()):
        config.cache = tmp_path / "link"
        with pytest.raises(BusyError), held(lock_file(), wait=False):
            pass
        monkeypatch.chdir(tmp_path)
        config.cache = "cache"
        with pytest.raises(BusyError), held(places.kept_path(URL).parents[2] / "migov.lock", False):
            pass


@pytest.mark.parametrize("name", ["a cache", "Zwischenspeicher für später", "\udcff"])
def test_a_cache_may_have_any_name(told: Told, tmp_path: Path, name: str) -> None:
    """Even one that is no text in the coding of the system."""
    config.cache = tmp_path / name
    told.says("/figures.example.org/all.csv", CSV)
    assert store.fetch(URL).read_bytes() == CSV
    assert list(store.read_lock()) == [URL]


def test_a_disk_that_fills_after_the_last_move_has_lost_nothing(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.says("/figures.example.org/all.csv", CSV)
    store.fetch(URL)
    told.says("/figures.example.org/all.csv", CSV + b"MEX,3000,2.5\n")
    written, write = [], lock.write_lock

    def fill(*given: object) -> Path:
        written.append(given)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(lock, "write_lock", fill)
    got = store.obtain(URL, refresh=True)
    assert got.how == "fetched" and got.path.read_bytes().endswith(b"MEX,3000,2.5\n")
    assert store.standing(URL) is not None and len(written) == 2


# --- what is fetched must be what it is called ----------------------------------------------------


def _found(monkeypatch: pytest.MonkeyPatch, released: str | None) -> None:
    """Whatever is asked for, this is what the cache has by then."""
    entry = Fetched(URL, "2026-11-22T00:00:00Z", 4, "0" * 64, released=released)
    table = pd.DataFrame({"economy": ["MEX"], "year": [2000], "value": [1.0]})
    came = Obtained(Path("none"), entry, "kept"), Reading(table, "", released, "persons"), ()
    monkeypatch.setattr(roads, "_obtained", lambda *_: came)
    monkeypatch.setattr(roads, "unit_of", lambda *_: "persons")
    monkeypatch.setattr(roads, "with_margins", lambda table: table)
    monkeypatch.setattr(store, "note_released", lambda *_: None)


def test_a_newer_file_is_not_given_by_the_name_of_the_one_it_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another process may have fetched it since the cache was looked at."""
    gdp = registry.find("gdp")
    kept = replace(figures.latest(gdp), name="2026-10")
    _found(monkeypatch, "2026-10-15")
    assert roads.fetched(gdp, kept, None, False)[0].name == "2026-10"
    _found(monkeypatch, "2026-11-20")
    with pytest.raises(UnknownNameError, match="until somebody fetched a newer one") as caught:
        roads.fetched(gdp, kept, None, False)
    assert caught.value.nearest == ["2026-11"]


@pytest.mark.parametrize(
    ("series", "released", "said"),
    [
        ("internally_displaced_idmc", None, True),
        ("internally_displaced_idmc", "2026-06", False),  # the file itself says which it is
        ("bilateral_fdi_inflow", None, False),  # its publisher has closed the edition
        ("migration_flow_annual", None, False),  # the address is the edition's
    ],
)
def test_an_undated_file_is_said_to_be_taken_for_the_vintage(
    monkeypatch: pytest.MonkeyPatch, series: str, released: str | None, said: bool
) -> None:
    record = registry.find(series)
    _found(monkeypatch, released)
    monkeypatch.setattr(store, "stamped", lambda *_, **__: None)
    pinned = record.versions[record.pinned]
    caveats = roads.fetched(record, pinned, None, False)[2].get("caveats", ())
    assert any(f"are taken for the version {record.pinned}" in each for each in caveats) == said


def test_a_description_that_cannot_be_read_takes_no_others_place(told: Told) -> None:
    about = "/api.worldbank.org/v2/indicator/AB.CD?format=json"
    terms = "/api.worldbank.org/v2/sources/2/series/AB.CD/metadata?format=json"
    told.says(about, json.dumps([{"page": 1}, [{"id": "AB.CD", "name": "Cattle"}]]).encode())
    told.says(terms, b'{"source": []}')
    assert beyond.find_series("AB.CD", "latest").title == "Cattle"
    told.says(about, json.dumps([{"page": 1}, [{"id": "EF.GH", "name": "Sheep"}]]).encode())
    with pytest.raises(LayoutError, match="was not stored"):
        beyond.find_series("AB.CD", "latest")
    assert beyond.find_kept("AB.CD").title == "Cattle"
    told.says(about, json.dumps([{"page": 1}, [{"id": "AB.CD", "name": "Cattle"}]]).encode())
    told.says(terms, b'{"another": "form"}')
    with pytest.raises(LayoutError, match="was not stored"):
        beyond.find_series("AB.CD", "latest")
    assert beyond.find_kept("AB.CD").title == "Cattle"


# --- files that change, threads and processes -----------------------------------------------------


def test_what_was_replaced_while_it_was_read_is_not_kept_in_mind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kept"
    file.write_bytes(b"old")
    digest = store.sum_of(file)

    def read(path: Path) -> bytes:
        found = path.read_bytes()
        path.write_bytes(b"older" if found == b"old" else b"old")
        return found

    monkeypatch.setattr(roads, "reader", lambda _: read)
    for _ in range(2):
        file.write_bytes(b"old")
        with pytest.raises(roads._ReplacedError):
            roads._read(file, digest, "any", "{}")


def test_a_file_that_is_replaced_each_time_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def replaced(*given: object) -> None:
        tried.append(given[-1])
        raise roads._ReplacedError

    monkeypatch.setattr(roads, "_obtained", replaced)
    gdp = registry.find("gdp")
    with pytest.raises(DownloadError, match="another process replaced its file"):
        roads.fetched(gdp, roads.replace(gdp.versions["2026-07"]), None, True)
    assert tried[:3] == [True, False, False]


def test_a_series_that_cannot_be_read_leaves_the_others_no_older_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The new file did not go to the cache; what is there is not the latest."""
    names = [f"migration_flow_{way}" for way in ("sd_drop_neg", "sd_rev_neg", "da_min_open")]
    asked = {}

    def whole(record: registry.Series, *_: object, refresh: bool | None, **__: object) -> object:
        asked[record.id] = refresh
        if len(asked) == 1:
            raise LayoutError("a column is gone")
        return SimpleNamespace(table=pd.DataFrame())

    monkeypatch.setattr(live, "whole", whole)
    found = list(live.answers(names))
    assert [each.found is None for each in found] == [True, False, False]
    assert list(asked.values()) == [None, None, False]


def test_a_warning_of_a_thread_points_at_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(record: registry.Series, *_: object, **__: object) -> object:
        warn_caller(f"{record.id} came by another road")
        raise LayoutError("and could not be read")

    monkeypatch.setattr(live, "whole", whole)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with pytest.raises(LayoutError):
            migov.panel("gdp", version="latest")
    assert [(str(each.message), each.filename) for each in said] == [
        ("gdp came by another road", __file__)
    ]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_does_not_wait_for_a_thread_of_its_parents() -> None:
    with roads._TURN, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks while there are threads
        child = os.fork()
        if not child:
            os._exit(0 if roads._TURN.acquire(timeout=5) else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_threads_that_load_first_leave_the_users_warnings_alone() -> None:
    code = (
        "import threading, warnings, migov\n"
        "before = list(warnings.filters)\n"
        "names = ['gdp', 'population', 'gni', 'net_migration']\n"
        "work = [threading.Thread(target=migov.load, args=(name, 'MEX')) for name in names]\n"
        "[each.start() for each in work]\n"
        "[each.join() for each in work]\n"
        "print([each for each in warnings.filters if each[0] == 'ignore' and each not in before\n"
        "       and each[2] is Warning])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- calls that are interrupted -------------------------------------------------------------------

INTERRUPTED = """
import json, os, signal, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread, Timer

import migov
from migov import live, store
from migov.config import config

how, what = sys.argv[1:3]
asked = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.path)
        Timer(0.3, interrupt).start()
        if how == "silent":
            time.sleep(60)
        self.send_response(503)
        self.send_header("Retry-After", "30")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def interrupt():
    if not since:
        since.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)


since = []
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
Thread(target=server.serve_forever, daemon=True).start()
config.mirror, config.cache = f"http://127.0.0.1:{server.server_port}", sys.argv[3]
config.tries, config.timeout = 2, 20
try:
    if what == "series":
        list(live.answers(["gdp", "population", "gni", "exports", "imports"]))
    else:
        store.obtain("https://figures.example.org/d_*.csv", parts=("A", "B", "C", "D", "E", "F"))
except KeyboardInterrupt:
    waited = time.monotonic() - since[0]
time.sleep(0.5)
left = [each.name for each in Path(sys.argv[3]).rglob("*.part")] if how == "busy" else []
print(json.dumps([waited, len(asked), left]), flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("what", ["series", "parts"])
@pytest.mark.parametrize("how", ["silent", "busy"])
def test_who_interrupts_a_fetch_has_the_prompt_back(tmp_path: Path, how: str, what: str) -> None:
    """Neither a server that is silent nor one that asks to wait holds up the call."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, how, what, str(tmp_path)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    waited, asked, left = json.loads(done.stdout)
    assert waited < 5 and asked <= 4 and left == []
