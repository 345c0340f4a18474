"""What can go wrong between a publisher and a figure, one test a fault.

Each test's name says the fault and its docstring what comes of it; ``docs/faults.md`` is made from
them.  The publishers are a local server that misbehaves when it is told to; what it cannot do is
done to the files of a mirror or to the process itself.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import pickle
import resource
import signal
import stat
import struct
import subprocess
import sys
import threading
import time
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest
from publishers import fdi_files

import migov
from migov import store
from migov.config import config
from migov.errors import DownloadError, LayoutError, OfflineError
from migov.store import lock, sums

ROOT = Path(__file__).resolve().parent.parent
SERIES, CODE = "net_migration", "SM.POP.NETM"
ZIP = f"https://api.worldbank.org/v2/en/indicator/{CODE}?downloadformat=csv"
ARCHIVED = "fdi_outflow_share_of_gdp_former"
KNOMAD = "https://www.knomad.org/sites/default/files/2022-12/bilateral_remittance_matrix_2021_0.xlsx"
WORKBOOK = (
    "https://unctad.org/system/files/non-official-document/WIR2024_tab06.xlsx"
)
FETCH = """
import os, sys
from migov import store
{before}
print(store.obtain(sys.argv[1], refresh=True, expect="zip").how)
"""


class Publishers:
    """The local server, and the faults it is told to have."""

    def __init__(self, base: str) -> None:
        self.base = base

    def fault(self, *specs: str) -> None:
        self._post("faults", "\n".join(specs))

    def mend(self) -> None:
        self._post("reset", "")

    def requests(self) -> list[dict]:
        with urllib.request.urlopen(f"{self.base}/_replay/requests") as answer:
            return json.load(answer)

    def _post(self, what: str, text: str) -> None:
        request = urllib.request.Request(f"{self.base}/_replay/{what}", text.encode())
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200


@pytest.fixture(scope="module")
def server(stand_in: Path) -> Iterator[Publishers]:
    process = subprocess.Popen(
        [sys.executable, str(stand_in), "--port", "0", "--print-url"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield Publishers(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(config, "_set", {"cache": str(tmp_path / "cache"), "tries": 3})
    monkeypatch.setenv("MIGOV_BACKOFF", "0.01")
    return tmp_path / "cache"


@pytest.fixture
def publishers(server: Publishers, cache: Path) -> Publishers:
    server.mend()
    config.mirror = server.base
    return server


pytestmark = pytest.mark.reference


# --- what is asked of every fault -----------------------------------------------------------------


def _figures(series: str = SERIES) -> pd.DataFrame:
    return migov.load(series, version="latest")


def _passes(publishers: Publishers, fault: str) -> None:
    """The fault once: the figures come all the same."""
    publishers.fault(f"api.worldbank.org={fault}x1")
    pd.testing.assert_frame_equal(_figures(), migov.load(SERIES))
    assert len(publishers.requests()) == 2


def _stays(publishers: Publishers, fault: str, said: str, error: type = DownloadError) -> None:
    """The fault always: an error, and the file that was there is there, whole."""
    with _nothing_lost(ZIP):
        publishers.fault(f"api.worldbank.org={fault}")
        with pytest.raises(error, match=said) as caught:
            _figures()
        assert "is kept as it was" in str(caught.value)
    publishers.mend()
    assert len(_figures()) == len(migov.load(SERIES))


@contextmanager
def _nothing_lost(
    url: str, paged: bool = False, parts: tuple[str, ...] = ()
) -> Iterator[Path]:
    """A file is fetched; after what is done in the block it is there, sound, and alone."""
    path = store.obtain(url, paged=paged, parts=parts).path
    whole, record = path.read_bytes(), store.read_lock()[url]
    # An older stamp, so that the next request gets the file and not "not modified".
    lock.change_lock(url, lambda now: lock.replace(now, etag='"older"', modified=None))
    path.parent.joinpath("other").touch()
    yield path
    assert path.read_bytes() == whole
    found = store.standing(url)
    assert found is not None and found[1] is not None and found[1].sha256 == record.sha256
    assert _temporaries() == []


def _temporaries() -> list[Path]:
    return [each for each in config.cache.rglob("*") if each.name.endswith(".part")]


def _run(before: str, *, wait: bool = True) -> subprocess.Popen[str]:
    """Fetch the file in a process of its own, after something is done to it."""
    environment = {
        **os.environ, "MIGOV_CACHE": str(config.cache), "MIGOV_MIRROR": str(config.mirror),
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", FETCH.format(before=before), ZIP],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    if wait:
        process.wait(timeout=60)
    return process


def _mirrored(publishers: Publishers, folder: Path, change: Callable[[bytes], bytes]) -> None:
    """A folder that stands in for the publishers, with one file changed by hand."""
    config.mirror = publishers.base
    before = store.fetch(ZIP).read_bytes()
    goal = folder / "api.worldbank.org" / "v2" / "en" / "indicator" / CODE
    goal.parent.mkdir(parents=True)
    goal.write_bytes(change(before))
    config.mirror = str(folder)


def _rewritten(member: str, change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    def rewrite(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                text = old.read(name).decode("utf-8-sig")
                new.writestr(name, change(text) if name.startswith(member) else text)
        return out.getvalue()

    return rewrite


# --- answers of the server ------------------------------------------------------------------------


def test_status_502_once(publishers):
    """The request is repeated after a pause; the figures come."""
    _passes(publishers, "502")


def test_status_502_always(publishers):
    """An error after several tries; the old file stays."""
    _stays(publishers, "502", "status 502.*3 times")


def test_status_503_with_retry_after(publishers):
    """The pause is as long as the publisher asks for; the figures come."""
    start = time.monotonic()
    publishers.fault("api.worldbank.org=503x1+retry-after:1")
    assert len(_figures()) > 1000
    assert time.monotonic() - start >= 1.0


def test_status_503_with_a_retry_after_of_an_hour(publishers):
    """Nobody waits an hour: an error that says how long; the old file stays."""
    _stays(publishers, "503+retry-after:3600", "asks to wait 3600 seconds")


def test_status_504_once(publishers):
    """The request is repeated; the figures come."""
    _passes(publishers, "504")


def test_status_429_once(publishers):
    """The request is repeated after a pause; the figures come."""
    _passes(publishers, "429")


def test_status_403(publishers):
    """Refused for good: asked once, and an error that says so; the old file stays."""
    _stays(publishers, "403", "status 403.*refuses the request")
    publishers.mend()
    publishers.fault("api.worldbank.org=403")
    with pytest.raises(DownloadError) as caught:
        store.fetch(ZIP, refresh=True)
    assert caught.value.status == 403 and caught.value.url == ZIP
    assert len(publishers.requests()) == 1


def test_page_with_status_400_at_random(publishers):
    """What the World Bank sends to sound requests: repeated; the figures come."""
    _passes(publishers, "html400")


def test_page_with_another_status_at_random(publishers):
    """A page of status 422 is repeated like one of 400; the figures come."""
    _passes(publishers, "422")


def test_status_404_with_a_page(publishers):
    """Gone for good: asked once, and an error that says so; the old file stays."""
    with _nothing_lost(ZIP):
        publishers.mend()
        publishers.fault("api.worldbank.org=404")
        with pytest.raises(DownloadError, match=r"status 404.*moved or is gone.*kept as it was"):
            store.fetch(ZIP, refresh=True)
        assert len(publishers.requests()) == 1


def test_status_408_once(publishers):
    """The request is repeated; the figures come."""
    _passes(publishers, "408")


def test_page_with_status_400_always(publishers):
    """An error after several tries; the old file stays."""
    _stays(publishers, "html400", "status 400")


def test_page_with_status_200_once(publishers):
    """A maintenance page is no file: repeated; the figures come."""
    _passes(publishers, "html200")


def test_page_with_status_200_always(publishers):
    """An error that quotes the page's title; the page is never kept, the old file stays."""
    _stays(publishers, "html200", "web page titled 'Scheduled maintenance'")


def test_message_in_xml_with_status_200(publishers):
    """An error that quotes the publisher's message; the old file stays."""
    _stays(publishers, "xml-error", "may have been deleted or archived")


def test_message_in_json_with_status_200(publishers):
    """An error that quotes the publisher's message; nothing is kept."""
    url = "https://api.worldbank.org/v2/country/all/indicator/NO.SUCH.CODE?format=json"
    with pytest.raises(DownloadError, match="parameter value is not valid"):
        store.fetch(url, expect="json")
    assert store.standing(url) is None


def test_answer_without_figures(publishers):
    """An empty envelope in JSON is an error; the old file stays."""
    url = f"https://api.worldbank.org/v2/country/all/indicator/{CODE}?format=json&per_page=20000"
    with _nothing_lost(url):
        publishers.fault("api.worldbank.org=nodata")
        with pytest.raises(DownloadError, match=r"no figures.*kept as it was"):
            store.fetch(url, refresh=True, expect="json")


def test_redirect_to_a_page(publishers):
    """A retired address that leads to a web page: refused, with where it led; nothing is kept."""
    with pytest.raises(DownloadError, match=r"remittances-knomad.*registry does not allow"):
        store.fetch(KNOMAD, expect="xlsx")
    assert store.standing(KNOMAD) is None


def test_redirect_to_another_host(publishers):
    """Refused unless the registry allows that host; the old file stays."""
    _stays(publishers, "redirect-html", "leads on to https://www.worldbank.org")


def test_redirect_that_the_registry_allows(publishers):
    """Followed; what is there must still be the file."""
    with pytest.raises(DownloadError, match="a web page titled 'Remittances'"):
        store.fetch(KNOMAD, expect="xlsx", redirects=("www.worldbank.org",))


@pytest.fixture
def led_on(cache: Path) -> Iterator[Callable[..., bool]]:
    """Asks a publisher of https whose answer leads on, and says whether its figures are current."""
    goal = ""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            good = self.path.endswith("/good.csv")
            self.send_response(200 if good else 302)
            if not good:
                self.send_header("Location", goal)
            self.send_header("Content-Length", "8" if good else "0")
            self.end_headers()
            self.wfile.write(b"a,b\n1,2\n" if good else b"")

        def log_message(self, *words: object) -> None:
            pass

    def ask(to: str, allowed: tuple[str, ...] = ()) -> bool:
        nonlocal goal
        goal = to
        asked = "https://api.worldbank.org/moved.csv"
        return store.obtain(asked, expect="csv", refresh=True, redirects=allowed).how != "kept"

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        config.mirror = f"http://127.0.0.1:{server.server_port}"
        yield ask
        server.shutdown()


def test_redirect_from_https_to_http(led_on):
    """Refused, on the same host too, unless the registry names the http address."""
    assert led_on("https://api.worldbank.org/good.csv")
    assert led_on("good.csv")
    for unsafe in ("http://api.worldbank.org/good.csv", "//other.org/good.csv"):
        with pytest.raises(DownloadError, match="leads on to"):
            led_on(unsafe, ("api.worldbank.org",))
    with pytest.raises(DownloadError, match="leads on to"):
        led_on("file:///etc/hostname", ("",))
    assert led_on("http://api.worldbank.org/good.csv", ("http://api.worldbank.org",))


def test_body_cut_short_once(publishers):
    """Fewer bytes than announced: repeated; the figures come."""
    _passes(publishers, "truncate")


def test_body_cut_short_always(publishers):
    """An error after several tries; the old file stays."""
    _stays(publishers, "truncate:0.5", "cut short")


def test_packed_json_cut_short(publishers):
    """The same for an answer that is packed on its way."""
    publishers.fault("api.worldbank.org=truncatex1")
    pd.testing.assert_frame_equal(_figures(ARCHIVED), migov.load(ARCHIVED))


def test_connection_dropped_once(publishers):
    """Repeated; the figures come."""
    _passes(publishers, "reset")


def test_connection_dropped_always(publishers):
    """An error after several tries; the old file stays."""
    _stays(publishers, "reset", "dropped the connection")


def test_silence(publishers):
    """No byte for as long as config.timeout says: repeated, then an error; the old file stays."""
    config.timeout = 0.2
    _stays(publishers, "slow:0.6", "silent for 0.2 seconds")
    time.sleep(0.8)  # the server notes the requests that were given up when it has slept


def test_flipped_bytes_in_a_zip(publishers):
    """The archive's check sums tell: repeated, then an error; the old file stays."""
    _passes(publishers, "corrupt")
    publishers.mend()
    _stays(publishers, "corrupt", "damaged|cannot be unpacked|not a zip")


def test_flipped_bytes_in_json(publishers):
    """No longer valid JSON: repeated; the figures come."""
    publishers.fault("api.worldbank.org=corruptx1")
    pd.testing.assert_frame_equal(_figures(ARCHIVED), migov.load(ARCHIVED))


def test_flipped_bytes_in_a_7z(publishers):
    """The archive's check sums tell: repeated; the figures come."""
    publishers.fault("unctadstat-api.unctad.org=corruptx1")
    assert len(migov.load("fdi_inflow_unctad", version="latest")) > 5000
    asked = [each for each in publishers.requests() if "bulkdownload" in each["path"]]
    assert len(asked) == 2


def test_flipped_bytes_in_the_cache(publishers):
    """A kept file that is not as it was fetched is fetched again, and refused offline."""
    path = store.fetch(ZIP)
    whole = path.read_bytes()
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    config.offline = True
    with pytest.raises(OfflineError, match="damaged"):
        store.fetch(ZIP)
    config.offline = None
    assert store.fetch(ZIP).read_bytes() == whole


def test_bad_zip(publishers):
    """Noise behind the right first bytes: repeated, then an error; the old file stays."""
    _passes(publishers, "badzip")
    publishers.mend()
    _stays(publishers, "badzip", "cannot be unpacked")


def test_bad_7z(publishers):
    """The same for a 7z archive."""
    publishers.fault("unctadstat-api.unctad.org=badzipx1")
    assert len(migov.load("fdi_inflow_unctad", version="latest")) > 5000


def test_zip_without_members(publishers):
    """Repeated, then an error; the old file stays."""
    _stays(publishers, "emptyzip", "not a zip|without any member")


def test_empty_body(publishers):
    """Repeated, then an error; the old file stays."""
    _passes(publishers, "empty")
    publishers.mend()
    _stays(publishers, "empty", "an empty answer")


def test_byte_order_mark(publishers):
    """Read as if it were not there."""
    publishers.fault("api.worldbank.org=bom")
    pd.testing.assert_frame_equal(_figures(ARCHIVED), migov.load(ARCHIVED))


def test_renamed_columns(publishers):
    """The reader says which it does not know; the new file is not stored, the old one stays."""
    _stays(publishers, "rename-columns", r"Country Code|Economy Code", LayoutError)


def test_renamed_columns_in_a_workbook(publishers):
    """Headers are read by their meaning: the right figures, or a sentence; never a guess."""
    publishers.fault("www.un.org=rename-columns")
    name = "migrant_stock_total_undesa"
    try:
        pd.testing.assert_frame_equal(_figures(name), migov.load(name))
    except LayoutError as error:
        assert "not stored" in str(error) and store.read_lock() == {}


# --- the publisher's other format -----------------------------------------------------------------

ZIPS, ROWS = "api.worldbank.org/v2/en/indicator/*", "api.worldbank.org/v2/country/*"
JSON = (
    f"https://api.worldbank.org/v2/country/all/indicator/{CODE}"
    "?format=json&date=1900:2100&per_page=20000"
)


def _comes_in_rows(publishers: Publishers, fault: str) -> None:
    """The fault always, of the zip alone: the same figures come in JSON, and that is said."""
    publishers.fault(f"{ZIPS}={fault}")
    with pytest.warns(UserWarning, match=f"{SERIES}: .*publisher's other format") as caught:
        table = _figures()
    assert ZIP in str(caught[0].message), "the warning gives the reason"
    pd.testing.assert_frame_equal(table, migov.load(SERIES))
    said = migov.tidy.provenance(table)["value"]
    assert said["url"] == JSON and "could not be had" in said["caveats"][0]
    record = store.read_lock()[JSON]
    assert (said["sha256"], said["released"]) == (record.sha256, record.released)
    assert said["released"] == "2026-07-01" and ZIP not in store.read_lock()


def test_status_502_of_the_zip_alone(publishers):
    """The publisher's other format is asked for; the same figures, and a warning says so."""
    _comes_in_rows(publishers, "502")


def test_page_in_place_of_the_zip_alone(publishers):
    """The same."""
    _comes_in_rows(publishers, "html200")


def test_redirect_of_the_zip_alone(publishers):
    """The same."""
    _comes_in_rows(publishers, "redirect-html")


def test_zip_that_stays_cut_short(publishers):
    """The same."""
    _comes_in_rows(publishers, "truncate")


def test_zip_that_stays_damaged(publishers):
    """The same, for flipped bytes, noise and an archive without members."""
    for fault in ("corrupt", "badzip", "emptyzip"):
        publishers.mend()
        _comes_in_rows(publishers, fault)


def test_connection_dropped_for_the_zip_alone(publishers):
    """The same."""
    _comes_in_rows(publishers, "reset")


def test_silence_for_the_zip_alone(publishers):
    """The same."""
    config.timeout, config.tries = 0.3, 1
    _comes_in_rows(publishers, "slow:0.6")
    time.sleep(0.8)  # the server notes the requests that were given up when it has slept


def test_renamed_columns_of_the_zip_alone(publishers):
    """The same: a layout that is not known is no figure; the other format's is."""
    _comes_in_rows(publishers, "rename-columns")


def test_zip_alone_that_recovers(publishers):
    """The next update takes the zip again, and says nothing of the other format."""
    _comes_in_rows(publishers, "502")
    publishers.mend()
    said = migov.tidy.provenance(_figures())["value"]
    assert said["url"] == ZIP and not any("other format" in each for each in said["caveats"])


def test_old_zip_and_newer_rows(publishers):
    """The rows are fetched; the old zip stays, whole, with its own record."""
    with _nothing_lost(ZIP):
        publishers.fault(f"{ZIPS}=502")
        with pytest.warns(UserWarning, match=r"other format.*kept as it was"):
            assert len(_figures()) == len(migov.load(SERIES))


def test_both_formats_that_fail(publishers):
    """One error gives both reasons; the old file stays."""
    with _nothing_lost(ZIP):
        publishers.fault(f"{ZIPS}=502", f"{ROWS}=html200")
        with pytest.raises(
            DownloadError, match=r"(?s)status 502.*another format.*Scheduled maintenance"
        ):
            _figures()
        assert JSON not in store.read_lock()


def test_rows_without_figures_after_a_zip_that_failed(publishers):
    """An empty envelope is no figures: one error with both reasons."""
    publishers.fault(f"{ZIPS}=502", f"{ROWS}=nodata")
    with pytest.raises(DownloadError, match=r"status 502.*another format.*no figures"):
        _figures()
    assert store.read_lock() == {}


def test_rows_of_the_first_page_only(publishers, tmp_path):
    """An answer with fewer rows than it counts is refused, though it is the last resort."""
    head, rows = json.loads(urllib.request.urlopen(store.address(JSON)).read())
    place = store.places.in_mirror(tmp_path / "mirror", JSON)[0]
    place.parent.mkdir(parents=True)
    config.mirror = str(tmp_path / "mirror")
    for cut in ([{**head, "pages": 350}, rows[:50]], [head, rows[:-66]]):
        place.write_text(json.dumps(cut))
        with pytest.raises(DownloadError, match=r"no file.*another format.*not whole"):
            _figures()
        assert store.read_lock() == {}


def test_status_429_always(publishers):
    """A publisher that asks for fewer requests is not asked for another format."""
    _stays(publishers, "429", "status 429")
    publishers.fault("api.worldbank.org=429")
    with pytest.raises(DownloadError, match="429"):
        _figures("population")
    assert not any("country" in each["path"] for each in publishers.requests())


# --- answers that are whole and wrong -------------------------------------------------------------


def test_answer_for_another_indicator(publishers, tmp_path):
    """Refused by the reader; the old file stays."""
    _mirrored(
        publishers, tmp_path / "mirror",
        _rewritten("API_", lambda text: text.replace(CODE, "SP.POP.TOTL")),
    )  # fmt: skip
    with _nothing_lost(ZIP), pytest.raises(LayoutError, match=r"holds 'SP.POP.TOTL'.*kept as it"):
        _figures()


def test_one_economy_short(publishers, tmp_path):
    """A table without a row for an economy that the file itself lists is refused."""

    def without_mexico(text: str) -> str:
        return "".join(line for line in text.splitlines(True) if not line.startswith('"Mexico"'))

    _mirrored(publishers, tmp_path / "mirror", _rewritten("API_", without_mexico))
    with _nothing_lost(ZIP), pytest.raises(LayoutError, match=r"not whole.*MEX"):
        _figures()


def test_no_list_of_economies(publishers, tmp_path):
    """A zip without the list that its table is held against is refused; the old file stays."""
    _mirrored(
        publishers, tmp_path / "mirror",
        _rewritten("Metadata_Country", lambda text: text.splitlines(True)[0]),
    )  # fmt: skip
    with _nothing_lost(ZIP), pytest.raises(LayoutError, match="lists no economies"):
        _figures()


@pytest.fixture
def archive(publishers, tmp_path) -> Callable[[Callable[[dict], dict]], None]:
    """A mirror's folder with an answer of the archives that a test may change."""
    _figures(ARCHIVED)
    url, record = store.read_lock().popitem()
    answer = json.loads(store.fetch(url).read_bytes())
    places = store.places.in_mirror(tmp_path / "mirror", url)
    assert record.size > 10_000

    def serve(change: Callable[[dict], dict]) -> None:
        places[0].parent.mkdir(parents=True, exist_ok=True)
        places[0].write_text(json.dumps(change(answer)))
        config.mirror = str(tmp_path / "mirror")

    return serve


def _with_rows(answer: dict, rows: list, **envelope: int) -> dict:
    return {**answer, **envelope, "source": {**answer["source"], "data": rows}}


def test_page_past_the_end(archive):
    """An answer without rows is an error, never an empty table."""
    archive(lambda answer: _with_rows(answer, [], page=99))
    with pytest.raises(LayoutError, match="kept as it was"):
        _figures(ARCHIVED)


def test_page_that_repeats(archive):
    """Rows that come twice are refused."""
    archive(lambda answer: _with_rows(
        answer, answer["source"]["data"][:50] * 2, total=100
    ))  # fmt: skip
    with pytest.raises(LayoutError, match="twice"):
        _figures(ARCHIVED)


def test_first_page_of_several(archive):
    """An answer with fewer rows than it counts is refused."""
    archive(lambda answer: _with_rows(answer, answer["source"]["data"][:50], pages=2))
    with pytest.raises(LayoutError, match="not whole"):
        _figures(ARCHIVED)


# UNHCR's answers, in pages of a few hundred rows.
PAGES = (
    "https://api.unhcr.org/population/v1/solutions/"
    "?limit=400&page=1&yearFrom=2015&yearTo=2016&coo_all=true&coa_all=true"
)


def _paged(publishers: Publishers, **options: object) -> Path:
    return store.obtain(PAGES, expect="json", paged=True, **options).path


def test_answer_in_several_pages(publishers):
    """All are asked for and kept as one file, whole; later each is asked whether it changed."""
    lines = _paged(publishers).read_bytes().splitlines()
    pages = [json.loads(line.rstrip(b",")) for line in lines[1:-1]]
    assert [each["page"] for each in pages] == list(range(1, pages[0]["maxPages"] + 1))
    assert len(pages) > 2 and all(each["items"] for each in pages)
    rows = sum(len(each["items"]) for each in pages)
    one = store.fetch(PAGES.replace("limit=400", "limit=200000"), expect="json")
    assert rows == len(json.loads(one.read_bytes())["items"])
    asked = len(publishers.requests())
    assert store.obtain(PAGES, expect="json", paged=True, refresh=True).how == "unchanged"
    deadline = time.monotonic() + 10  # the server notes a request after it has answered
    while len(publishers.requests()) < asked + len(pages) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [each["status"] for each in publishers.requests()[asked:]] == [304] * len(pages)


def test_last_page_that_fails(publishers):
    """Without one of its pages there is no answer: an error, and the old file stays."""
    with _nothing_lost(PAGES, paged=True):
        publishers.fault("api.unhcr.org/*page?3*=500")
        with pytest.raises(DownloadError, match=r"status 500.*kept as it was"):
            _paged(publishers, refresh=True)


def test_page_that_repeats_among_pages(publishers, tmp_path):
    """The first page in the place of the second: an error, and the old file stays."""
    with _nothing_lost(PAGES, paged=True):
        first = urllib.request.urlopen(store.address(PAGES)).read()
        config.mirror = str(tmp_path / "mirror")
        for number in (1, 2, 3, 4, 5, 6, 7, 8):
            place = store.places.in_mirror(
                tmp_path / "mirror", PAGES.replace("page=1", f"page={number}")
            )[0]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(first)
        with pytest.raises(DownloadError, match=r"for page 2 of \d+ came page 1.*kept as it was"):
            _paged(publishers, refresh=True)


# --- a table in many files ------------------------------------------------------------------------

MANY = "https://unctad.org/system/files/non-official-document/webdiaeia2014d3_*.xls"
PARTS = tuple(f"P{number:02}" for number in range(20))


def _parts() -> store.Obtained:
    return store.obtain(MANY, refresh=True, expect="xls", parts=PARTS)


@pytest.fixture
def many(cache: Path) -> Iterator[fdi_files.Unctad]:
    """A server with a table in twenty files; the cache holds older ones."""
    with fdi_files.serving(dict.fromkeys(PARTS, fdi_files.NAMIBIA)) as server:
        config.mirror = server.base
        _parts()
        server.files = {place: body + bytes(8) for place, body in server.files.items()}
        server.asked.clear()
        yield server


def test_one_of_many_files_that_does_not_come(many):
    """The table is whole or refused: an error that names the file, and the old ones stay."""
    with _nothing_lost(MANY, parts=PARTS):
        many.failing["P07"] = 502
        with pytest.raises(DownloadError, match=r"the file of P07 .*status 502.*kept as it was"):
            _parts()


def test_one_of_many_files_that_recovers(many):
    """What had come before it is not fetched again, if the server says that it did not change."""
    many.failing["P19"] = 403
    with pytest.raises(DownloadError, match="the file of P19 "):
        _parts()
    came = many.statuses()[200]
    many.failing.clear()
    assert len(list(store.parts_in(_parts().path, MANY))) == 20
    assert many.statuses() == {304: came, 200: 20 - came}


def test_one_of_many_files_that_the_publisher_does_not_have(many):
    """Told from a failure: the others are the table, which says of what there is no file."""
    del many.files[f"{fdi_files.FOLDER}/webdiaeia2014d3_P07.xls"]
    path = _parts().path
    assert store.absent_in(path) == ("P07",) and len(list(store.parts_in(path, MANY))) == 19


def test_most_of_many_files_gone(many):
    """They have moved: an error before all of them are asked for, and the old ones stay."""
    with _nothing_lost(MANY, parts=PARTS):
        many.files.clear()
        many.asked.clear()
        with pytest.raises(DownloadError, match=r"of the 20 files .*, 3 are .* probably moved"):
            _parts()
        assert len(many.asked) < 20


# --- layouts that nobody knows --------------------------------------------------------------------


def _refused(publishers: Publishers, tmp_path: Path, change: Callable[[str], str], said: str):
    """A file with a changed table is refused; the old file stays."""
    _mirrored(publishers, tmp_path / "mirror", _rewritten("API_", change))
    with _nothing_lost(ZIP), pytest.raises(LayoutError, match=rf"{said}[\s\S]*kept as it was"):
        _figures()


def test_column_that_nobody_knows(publishers, tmp_path):
    """The reader names it and says which it expects; the old file stays."""

    def with_another(text: str) -> str:
        return text.replace('"Indicator Code",', '"Indicator Code","Revision",')

    _refused(publishers, tmp_path, with_another, "no years: 'Revision'.*Expected are Country Name")


def test_code_that_nobody_knows(publishers, tmp_path):
    """The reader names it and says where it belongs; the old file stays."""

    def with_another(text: str) -> str:
        line = next(line for line in text.splitlines(True) if ',"NAM",' in line)
        return text + line.replace('"Namibia","NAM"', '"Atlantis","QQA"')

    _refused(publishers, tmp_path, with_another, r"does not know 1 code: 'QQA'.*codes\.csv")


def test_unit_that_nobody_expects(publishers, tmp_path):
    """Figures in thousands are never taken for persons: an error names both; the old file stays."""

    def in_thousands(text: str) -> str:
        return text.replace('"Net migration"', '"Net migration (thousand persons)"')

    said = "prints its figures in 'thousand persons'; net_migration is in 'persons'"
    _refused(publishers, tmp_path, in_thousands, said)


def test_prices_of_another_year(publishers, tmp_path):
    """What publishers do every few years: the table says which prices, and is in no other."""
    name = "oda_received_constant"
    url = ZIP.replace(CODE, migov.registry.find(name).code)
    before = store.fetch(url).read_bytes()
    goal = store.places.in_mirror(tmp_path / "mirror", url)[0]
    goal.parent.mkdir(parents=True)
    change = _rewritten("API_", lambda text: text.replace("constant 2013", "constant 2023"))
    goal.write_bytes(change(before))
    config.mirror = str(tmp_path / "mirror")
    said = migov.tidy.provenance(_figures(name))["value"]
    assert said["unit"] == "constant 2023 US$"
    assert said["caveats"][0] == (
        "In constant 2023 US$: earlier vintages are in constant 2013 US$."
    )


def test_sheet_that_nobody_knows(publishers, tmp_path):
    """The reader names the sheets that are there and the one it expects; nothing is kept."""
    name = "migrant_stock_total_undesa"
    record = migov.registry.find(name)
    version = record.versions[record.pinned]
    url = version.file.address(record, version)
    before = store.fetch(url).read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "xl/workbook.xml":
                assert b'name="Table 1"' in data
                data = data.replace(b'name="Table 1"', b'name="Stocks"')
            new.writestr(member, data)
    goal = store.places.in_mirror(tmp_path / "mirror", url)[0]
    goal.parent.mkdir(parents=True)
    goal.write_bytes(out.getvalue())
    config.mirror = str(tmp_path / "mirror")
    with (
        _nothing_lost(url),
        pytest.raises(LayoutError, match=r"no sheet 'Table 1'; it has .*'Stocks'"),
    ):
        _figures(name)


# --- archives that mean harm ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\e.csv"])
def test_zip_member_outside_its_folder(publishers, tmp_path, name):
    """Members with .. or an absolute path are refused; the old file stays."""

    def smuggle(data: bytes) -> bytes:
        out = io.BytesIO(data)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(zipfile.ZipInfo(name), "evil")
        return out.getvalue()

    _mirrored(publishers, tmp_path / "mirror", smuggle)
    with _nothing_lost(ZIP), pytest.raises(DownloadError, match="outside the folder"):
        _figures()


def _renamed_in_7z(data: bytes, old: str, new: str) -> bytes:
    """An archive whose plain header calls a member otherwise, with its check sums put right."""
    assert len(old) == len(new)
    start, size = struct.unpack("<QQ", data[12:28])
    header = data[32 + start : 32 + start + size]
    assert header.count(old.encode("utf-16-le")) == 1
    header = header.replace(old.encode("utf-16-le"), new.encode("utf-16-le"))
    begins = struct.pack("<QQL", start, size, zlib.crc32(header))
    return (
        data[:8] + struct.pack("<L", zlib.crc32(begins)) + begins
        + data[32 : 32 + start] + header + data[32 + start + size :]
    )  # fmt: skip


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/ev.csv", "C:\\evil.csv"])
def test_7z_member_outside_its_folder(tmp_path, cache, name):
    """The same for a 7z archive."""
    place = _seven(tmp_path, "xx/evil.csv"[: len(name)].ljust(len(name), "v"), b"evil")
    url = "https://unctadstat-api.unctad.org/x.7z"
    with _nothing_lost(url) as kept:
        whole = kept.read_bytes()
        member = "xx/evil.csv"[: len(name)].ljust(len(name), "v")
        place.write_bytes(_renamed_in_7z(whole, member, name))
        with pytest.raises(DownloadError, match="outside the folder"):
            store.fetch(url, refresh=True, expect="7z")


def test_7z_that_swells(tmp_path, cache):
    """The same for a 7z archive, told by its list before anything is unpacked."""
    _seven(tmp_path, "bomb.csv", bytes(64 << 20))
    with pytest.raises(DownloadError, match="swells to"):
        store.fetch("https://unctadstat-api.unctad.org/x.7z", expect="7z")


def _seven(folder: Path, member: str, data: bytes) -> Path:
    """A mirror's folder with a 7z archive of one member, its list unpacked."""
    py7zr = pytest.importorskip("py7zr")
    place = folder / "mirror" / "unctadstat-api.unctad.org" / "x.7z"
    place.parent.mkdir(parents=True)
    with py7zr.SevenZipFile(place, "w") as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(data, member)
    config.mirror = str(folder / "mirror")
    return place


def test_zip_that_swells(publishers, tmp_path):
    """An archive that unpacks to far more than the publisher has is refused; the old file stays."""

    def bomb(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("API_bomb.csv", bytes(64 << 20))
        return out.getvalue()

    _mirrored(publishers, tmp_path / "mirror", bomb)
    with _nothing_lost(ZIP), pytest.raises(DownloadError, match="swells to"):
        _figures()


def test_gzip_that_swells(tmp_path, cache):
    """The same for gzip, which is stopped at the bound and never unpacked whole."""
    place = tmp_path / "mirror" / "population.un.org" / "x.csv.gz"
    place.parent.mkdir(parents=True)
    with gzip.open(place, "wb") as stream:
        for _ in range(64):
            stream.write(bytes(1 << 20))
    config.mirror = str(tmp_path / "mirror")
    with pytest.raises(DownloadError, match="swells to"):
        store.fetch("https://population.un.org/x.csv.gz", expect="gz")


def test_pickle(tmp_path, cache, monkeypatch):
    """No pickle is ever read, from a publisher or from the cache."""

    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a pickle was read")

    for name in ("load", "loads", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)
    place = tmp_path / "mirror" / "api.worldbank.org" / "v2" / "en" / "indicator" / CODE
    place.parent.mkdir(parents=True)
    place.write_bytes(b"\x80\x05\x95\x10" + bytes(100))
    config.mirror = str(tmp_path / "mirror")
    with pytest.raises(DownloadError, match="not a zip"):
        _figures()
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "migov").rglob("*.py"))
    assert "pickle" not in sources


# --- this machine ---------------------------------------------------------------------------------


def test_disk_that_fills_during_a_download(publishers):
    """An error that says so; the old file stays and nothing half-written is left."""
    with _nothing_lost(ZIP):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
        try:
            with pytest.raises(DownloadError, match=r"disk is full.*kept as it was.*make room"):
                _figures()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(_figures()) > 1000


def test_disk_without_any_room(publishers, monkeypatch, tmp_path):
    """The same where not one byte can be written."""
    full = tmp_path / "full.part"
    full.symlink_to("/dev/full")
    with _nothing_lost(ZIP):
        monkeypatch.setattr(sys.modules["migov.store.fetch"], "arriving_path", lambda _: full)
        with pytest.raises(DownloadError, match="disk is full"):
            store.fetch(ZIP, refresh=True)


def test_cache_that_is_read_only(publishers):
    """What is kept is read; what must be written is an error that says where and why."""
    path = store.fetch(ZIP)
    folders = [config.cache, *(each for each in config.cache.rglob("*") if each.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with _not_root(config.cache):
            assert store.fetch(ZIP) == path
            other = ZIP.replace(CODE, "SP.POP.TOTL")
            with pytest.raises(DownloadError, match=r"cannot be written, .*set MIGOV_CACHE"):
                store.fetch(other)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert store.standing(ZIP) is not None and _temporaries() == []


@contextmanager
def _not_root(folder: Path) -> Iterator[None]:
    """Permissions mean nothing to root, so that the test goes on as nobody."""
    if os.geteuid() != 0:
        yield
        return
    closed = [each for each in folder.parents if not each.stat().st_mode & stat.S_IXOTH]
    modes = {each: each.stat().st_mode for each in closed}
    for each in closed:
        each.chmod(modes[each] | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        for each, mode in modes.items():
            each.chmod(mode)


def test_killed_during_a_download(publishers):
    """The old file stays, whole; what was half-written is swept up by the next fetch."""
    with _nothing_lost(ZIP):
        publishers.fault("api.worldbank.org=trickle:6")
        process = _run("", wait=False)
        deadline = time.monotonic() + 30
        while not any(each.stat().st_size for each in _temporaries()):
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        assert len(_temporaries()) == 1
        found = store.standing(ZIP)
        assert found is not None and found[1] is not None
        config.offline = True
        assert store.fetch(ZIP) == found[0]
        config.offline = None
        publishers.mend()
        assert store.obtain(ZIP, refresh=True).how == "unchanged"


@pytest.mark.parametrize("step", [1, 2, 3])
def test_killed_during_a_write(publishers, tmp_path, step):
    """Whichever of its three moves was not made: one whole file, with its own record."""
    with zipfile.ZipFile(io.BytesIO(store.fetch(ZIP).read_bytes())) as archive:
        names = archive.namelist()
    _mirrored(publishers, tmp_path / "mirror", _rewritten("API_", lambda text: text + "\n"))
    old = store.fetch(ZIP).read_bytes()
    process = _run(
        "moved = 0\n"
        "move = os.replace\n"
        "def stop(*paths):\n"
        "    global moved\n"
        "    moved += 1\n"
        f"    os.kill(os.getpid(), 9) if moved == {step} else move(*paths)\n"
        "os.replace = stop\n"
    )
    assert process.returncode == -signal.SIGKILL
    found = store.standing(ZIP)
    assert found is not None and found[1] is not None
    data = found[0].read_bytes()
    assert (data == old) == (step < 3)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == names and archive.testzip() is None
    assert len(_figures()) > 1000
    assert _temporaries() == []
    record = store.read_lock()[ZIP]
    assert record.before is None and record.sha256 == sums.sha256_of(found[0])


def test_eight_processes_at_once(publishers):
    """The file is fetched once; the seven others wait for it."""
    publishers.fault("api.worldbank.org=slow:1")
    processes = [_run("", wait=False) for _ in range(8)]
    said = [process.communicate(timeout=120) for process in processes]
    assert [error for _, error in said] == [""] * 8
    assert sorted(out.strip() for out, _ in said).count("fetched") == 1
    gets = [each for each in publishers.requests() if each["status"] == 200]
    assert len(gets) == 1
    assert store.standing(ZIP) is not None and _temporaries() == []


def test_clock_that_goes_back(publishers, monkeypatch):
    """No decision rests on a clock: the newest is fetched, and the oldest record is no older."""
    with _nothing_lost(ZIP) as path:
        os.utime(path, (4e9, 4e9))

        class Earlier(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime(1999, 12, 31, tzinfo=UTC)

        monkeypatch.setattr(sys.modules["migov.store.fetch"], "datetime", Earlier)
        assert store.obtain(ZIP, refresh=True).how == "unchanged"
        path.unlink()
        assert store.obtain(ZIP, refresh=True).how == "fetched"
        assert store.read_lock()[ZIP].time == "1999-12-31T00:00:00Z"
        assert store.obtain(ZIP, refresh=True).how == "unchanged"


def test_clock_that_was_ahead(publishers, tmp_path):
    """What came by a clock of the future gives way to newer figures, which have their name."""
    _comes_in_rows(publishers, "502")
    publishers.mend()
    _figures()
    for url in (ZIP, JSON):
        lock.change_lock(url, lambda now: lock.replace(now, time="2099-01-01T00:00:00Z"))
    _mirrored(
        publishers, tmp_path / "mirror",
        _rewritten("API_", lambda text: text.replace("2026-07-01", "2026-10-01", 1)),
    )  # fmt: skip
    said = migov.tidy.provenance(_figures())["value"]
    assert (said["version"], said["released"]) == ("2026-10", "2026-10-01")
    assert migov.versions(SERIES)["version"].tolist()[:2] == ["2026-10", "2026-07"]
    config.offline = True
    pd.testing.assert_frame_equal(migov.load(SERIES, version="2026-10"), migov.load(SERIES))


def test_lock_file_that_is_damaged(publishers):
    """An error that says what to do; the files stay."""
    path = store.fetch(ZIP)
    store.lock_file().write_text("{", "utf-8")
    with pytest.raises(LayoutError, match=r"no lock file of migov.*Delete it"):
        _figures()
    store.lock_file().unlink()
    assert path.is_file() and len(_figures()) > 1000


def test_file_that_the_publisher_replaced(publishers, tmp_path):
    """A lock file asks for the very same bytes: an error, and what is kept stays."""
    store.fetch(ZIP)
    wanted = Path(store.lock_file()).read_text()
    _mirrored(publishers, tmp_path / "mirror", _rewritten("API_", lambda text: text + "\n"))
    store.obtain(ZIP, refresh=True)
    copy = tmp_path / "paper.lock"
    copy.write_text(wanted)
    assert store.verify(copy) == {ZIP: "other bytes"}
    with _nothing_lost(ZIP), pytest.raises(DownloadError, match="publisher replaced it"):
        store.fetch_locked(copy)
    config.mirror = publishers.base
    assert [each.how for each in store.fetch_locked(copy)] == ["fetched"]
    assert store.verify(copy) == {}


def test_network_that_is_refused(cache):
    """MIGOV_OFFLINE=1: an error in words, and never an older vintage in the place of the newest."""
    config.offline = True
    with pytest.raises(OfflineError, match="MIGOV_OFFLINE=1 refuses"):
        _figures()


def test_the_rewriting_of_zips_changes_nothing_else():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("API_x.csv", "a,b\n1,2\n")
    again = _rewritten("API_", lambda text: text)(out.getvalue())
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert list(csv.reader(io.StringIO(archive.read("API_x.csv").decode()))) == [
            ["a", "b"], ["1", "2"]
        ]  # fmt: skip


def test_the_page_of_faults_is_what_the_tests_say():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "faults.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_many_threads_refresh_a_changed_file_through_few_connections(publishers):
    """None waits for its turn on an open connection, which the one whose turn it is would need."""
    first = store.obtain(ZIP, refresh=True, expect="zip")
    other = b"older"
    first.path.write_bytes(other)
    lock.change_lock(
        ZIP,
        lambda now: lock.replace(
            now, etag='"older"', modified=None, sha256=hashlib.sha256(other).hexdigest()
        ),
    )
    publishers.fault("api.worldbank.org=truncatex1")
    with ThreadPoolExecutor(8) as pool:
        tasks = [pool.submit(store.obtain, ZIP, refresh=True, expect="zip") for _ in range(8)]
        came = [task.result(timeout=60) for task in tasks]
    assert {each.record.sha256 for each in came} == {first.record.sha256}
    assert "fetched" in {each.how for each in came}
