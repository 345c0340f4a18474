"""Answers that no publisher should give, and files that change under a reader's eyes.

The servers here are the tests' own and say whatever they are told to; no publisher's file is
needed.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pandas as pd
import pytest

import migov
from migov import live, registry, roads, store
from migov.config import config
from migov.errors import DownloadError, LayoutError, UnknownNameError, warn_caller

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


def _paged(told: Told, *stamps: str) -> None:
    """An answer of some pages, each with its stamp."""
    for number, stamp in enumerate(stamps, start=1):
        body = {"page": number, "maxPages": len(stamps), "rows": [stamp]}

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
