"""The newest figures, asked of the publishers: the same as the snapshot where the vintage is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest

import migov
from migov import figures, lineage, live, registry, roads, store, tidy
from migov.changes import embedded_rows
from migov.cli import main
from migov.config import config
from migov.errors import DownloadError, OfflineError, UnknownNameError
from migov.store import Fetched
from migov.store.fetch import Step, decide

ROOT = Path(__file__).resolve().parent.parent
SERIES = sorted(registry.series())
NOT_HELD = {"webfs-dcd.oecd.org", "zenodo.org"}
ZIP = "https://api.worldbank.org/v2/en/indicator/SM.POP.NETM?downloadformat=csv"


@pytest.fixture(scope="module")
def shared_cache(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def asked(mirror, tmp_path, monkeypatch):
    """The publishers behind a mirror and an empty cache; the requests that they get."""
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path), "tries": 2})
    before = len(_requests(mirror))
    return lambda: _requests(mirror)[before:]


def _requests(base: str) -> list[dict]:
    with urllib.request.urlopen(f"{base}/_replay/requests") as answer:
        return json.load(answer)


# --- every publisher's newest vintage -------------------------------------------------------------


@pytest.mark.reference
@pytest.mark.parametrize("name", SERIES)
def test_the_newest_figures_are_the_snapshots_where_the_vintage_is(
    name, mirror, shared_cache, monkeypatch
):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(shared_cache)})
    record = registry.find(name)
    pinned = record.versions[record.pinned]
    if store.host(record.url) in NOT_HELD:
        pytest.skip(f"the stand-in holds nothing of {store.host(record.url)}")
    newest = figures.latest(record).file
    if newest is not None and newest.url == newest.landing_page:
        with pytest.raises(DownloadError, match="gives no address"):
            migov.load(name, version="latest")
        return
    if newest is not None and newest.parts:  # tests/publishers/test_unctad_workbooks.py serves them
        with pytest.raises(DownloadError, match="files that make up the table"):
            migov.load(name, version="latest")
        return
    rows = list(pinned.embed or ()) or None
    found = migov.load(name, rows, version="latest")
    said = tidy.provenance(found)["value"]
    if pinned.threshold is not None:
        found = embedded_rows(found, record.kind, None, pinned.threshold)
    held = migov.load(name, rows)
    if said["version"] == record.pinned or pinned.file is None:
        pd.testing.assert_frame_equal(found, held, rtol=1e-12)
    tidy.check(found, record.kind)
    if pinned.file is not None:
        assert len(said["sha256"]) == 64 and said["retrieved"]
        entry = store.read_lock()[said["url"]]
        assert (entry.sha256, entry.released) == (said["sha256"], said["released"])


@pytest.mark.reference
def test_a_derived_series_names_the_vintages_it_follows_from(asked):
    said = tidy.provenance(migov.load("gfcf", "WLD", version="latest"))["value"]
    assert said["version"] == "2025-12"
    assert "gfcf_share_of_gdp 2025-12; gdp 2026-07" in said["derived"]


@pytest.mark.reference
def test_a_corridor_series_has_its_sexes(asked):
    both, women = (
        migov.load("migrant_stock", origins="MEX", destinations="USA", version="latest", sex=sex)
        for sex in ("both", "female")
    )
    assert both["value"].iloc[-1] == 11_279_561
    assert (women["value"] < both["value"]).all()


# --- asking politely ------------------------------------------------------------------------------


@pytest.mark.reference
def test_what_did_not_change_is_not_sent_again(asked):
    migov.load("net_migration", version="latest")
    migov.load("net_migration", version="latest")
    first, second = asked()
    assert (first["status"], second["status"]) == (200, 304)
    assert second["bytes"] == 0


@pytest.mark.reference
def test_migov_gives_its_name(asked):
    store.fetch(ZIP)
    (agent,) = {next(value for key, value in each.items() if "agent" in key) for each in asked()}
    assert "migov/" in agent and "https://github.com/migov/migov" in agent


@pytest.mark.reference
def test_several_series_of_one_file_are_one_request(asked):
    names = ["births_wpp", "deaths_wpp", "net_migration_wpp", "population_wpp"]
    came = list(live.answers(names))
    assert sorted(each.series for each in came) == names
    assert all(each.found is not None for each in came)
    assert len(asked()) == 1


@pytest.mark.reference
def test_one_that_fails_does_not_stop_the_others(asked, monkeypatch):
    spoilt = replace(registry.find("gdp"), code="NO.SUCH.CODE")
    monkeypatch.setattr(
        live, "find_series", lambda name, _: spoilt if name == "gdp" else registry.find(name)
    )
    came = {each.series: each for each in live.answers(["gdp", "net_migration"])}
    assert isinstance(came["gdp"].error, DownloadError) and came["gdp"].found is None
    assert came["net_migration"].found is not None


@pytest.mark.reference
def test_a_panel_of_the_latest_asks_side_by_side_and_once(asked):
    names = ["gdp", "population", "gfcf", "net_migration"]
    wide = migov.panel(*names, economies="MEX", years=2000, version="latest")
    assert wide[names].notna().all(axis=None)
    assert sorted(each["path"].rpartition("/")[2] for each in asked()) == [
        "NE.GDI.FTOT.ZS", "NY.GDP.MKTP.CD", "SM.POP.NETM", "SP.POP.TOTL"
    ]  # fmt: skip


def test_no_more_than_four_at_a_time_from_one_host(tmp_path, monkeypatch):
    now, most, lock = 0, 0, threading.Lock()

    class Slow(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            nonlocal now, most
            with lock:
                now += 1
                most = max(most, now)
            threading.Event().wait(0.02)
            with lock:
                now -= 1
            self.send_response(200)
            self.send_header("Content-Length", "9")
            self.end_headers()
            self.wfile.write(b"some,text")

        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mirror = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(config, "_set", {"cache": str(tmp_path), "mirror": mirror, "tries": 1})
    addresses = [f"https://example.org/{number}.csv" for number in range(20)]
    with ThreadPoolExecutor(12) as pool:
        came = list(pool.map(store.fetch, addresses))
    server.shutdown()
    assert len({path.read_bytes() for path in came}) == 1 and len(set(came)) == 20
    assert most == 4


@pytest.mark.reference
def test_no_more_than_four_connections_to_one_host(stand_in, tmp_path, monkeypatch):
    """Seen from the other side: each answer takes a while, and the server notes when it began."""
    log, wait = tmp_path / "log.jsonl", 0.15
    process = subprocess.Popen(
        [sys.executable, str(stand_in), "--port", "0", "--print-url", "--log", str(log),
         "--latency-ms", str(int(wait * 1000))],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        base = process.stdout.readline().strip()
        monkeypatch.setattr(config, "_set", {"mirror": base, "cache": str(tmp_path / "cache")})
        names = [each.id for each in WORLD_BANK][:17]
        assert all(each.found is not None for each in live.answers(names))
    finally:
        process.terminate()
        process.wait(timeout=10)
    began = sorted(
        datetime.fromisoformat(json.loads(line)["time"]).timestamp()
        for line in log.read_text().splitlines()
    )
    assert len(began) == 17
    # A fifth within one answer's wait would be a fifth connection; four at once there should be.
    assert all(fifth - first >= wait * 0.9 for first, fifth in zip(began, began[4:], strict=False))
    assert any(fourth - first < wait for first, fourth in zip(began, began[3:], strict=False))


# --- two formats of one table ---------------------------------------------------------------------

WORLD_BANK = [each for each in registry.series().values()
              if each.publisher.id == "worldbank" and not each.derived_only]  # fmt: skip
# What has left the indicators is still served as a zip, and a message stands in for its rows.
ARCHIVED = {"SM.POP.REFG", "SM.POP.REFG.OR", "BM.KLT.DINV.GD.ZS"}


@pytest.mark.reference
@pytest.mark.parametrize("name", [each.id for each in WORLD_BANK])
def test_both_formats_of_the_world_bank_give_the_same_table(
    name, mirror, shared_cache, monkeypatch
):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(shared_cache)})
    record = registry.find(name)
    ways = roads.roads(figures.latest(record))
    if len(ways) == 1:
        assert record.former or record.code in ARCHIVED, "its newest file is one of the archives"
        return
    first, second = ways
    one = figures.whole(record, first)
    if record.code in ARCHIVED:
        with pytest.raises(DownloadError, match="may have been deleted or archived"):
            figures.whole(record, second)
        return
    other = figures.whole(record, second)
    pd.testing.assert_frame_equal(one.table, other.table)
    assert one.version.name == other.version.name
    assert one.facts["released"] == other.facts["released"]
    assert one.facts["sha256"] != other.facts["sha256"]
    said = lineage.provenance(other)
    assert said["url"] == second.file.address(record, second) != lineage.provenance(one)["url"]


@pytest.mark.reference
def test_figures_of_the_other_format_stay_loadable_by_their_name(asked, monkeypatch):
    record = registry.find("gdp")
    older = replace(record, pinned="2016-11", latest="wdi-indicator", versions=MappingProxyType(
        {"2016-11": record.versions["2016-11"]}
    ))  # fmt: skip
    known = {**registry.series(), record.id: older}
    monkeypatch.setattr(registry, "series", lambda: known)
    second = roads.roads(figures.latest(older))[1]
    found = figures.whole(older, second)
    config.offline = True
    again = migov.load("gdp", version="2026-07", aggregates=True)
    kept = found.table[found.table["economy"].isin(again["economy"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, again, check_like=True)
    assert tidy.provenance(again)["value"]["url"] == second.file.address(older, second)


# --- vintages that are not embedded ---------------------------------------------------------------


@pytest.fixture
def obtainable(monkeypatch):
    """A series whose old vintages are for the user to fetch."""
    record = registry.find("fdi_inflow")
    versions = dict(record.versions)
    for name, each in versions.items():
        if name != record.pinned:
            versions[name] = replace(each, embed=())
    changed = replace(record, versions=MappingProxyType(versions))
    known = {**registry.series(), record.id: changed}
    monkeypatch.setattr(registry, "series", lambda: known)
    return changed


@pytest.mark.reference
def test_a_vintage_that_is_not_embedded_is_fetched_once(asked, obtainable):
    name = next(each for each in obtainable.versions if each != obtainable.pinned)
    rows = migov.versions("fdi_inflow").set_index("version")
    assert rows.loc[name, "where"] == "obtainable" and rows.loc[name, "embedded"] == "none"
    assert rows.loc[obtainable.pinned, "where"] == "embedded"
    found = migov.load("fdi_inflow", version=name)
    assert len(found) > 100 and tidy.provenance(found)["value"]["version"] == name
    migov.load("fdi_inflow", version=name)
    assert len(asked()) == 1
    rows = migov.versions("fdi_inflow").set_index("version")
    assert rows.loc[name, "where"] == "cached"
    assert name not in migov.revisions("fdi_inflow").columns


def test_a_vintage_that_is_not_embedded_needs_the_network(tmp_path, monkeypatch, obtainable):
    monkeypatch.setattr(config, "_set", {"offline": True, "cache": str(tmp_path)})
    name = next(each for each in obtainable.versions if each != obtainable.pinned)
    with pytest.raises(OfflineError, match="MIGOV_OFFLINE=1 refuses"):
        migov.load("fdi_inflow", version=name)


@pytest.mark.reference
def test_the_newest_vintage_stays_loadable_by_its_name(asked, monkeypatch):
    record = registry.find("gdp")
    older = replace(record, pinned="2016-11", versions=MappingProxyType(
        {"2016-11": record.versions["2016-11"]}
    ))  # fmt: skip
    # The registry of an older release: it knows nothing of the newest vintage.
    known = {**registry.series(), record.id: older}
    monkeypatch.setattr(registry, "series", lambda: known)
    wdi = replace(older, latest="wdi-indicator")
    known[record.id] = wdi
    with pytest.raises(UnknownNameError):
        figures.find_version(wdi, "2026-07")
    found = migov.load("gdp", version="latest")
    assert tidy.provenance(found)["value"]["version"] == "2026-07"
    config.offline = True
    again = migov.load("gdp", version="2026-07")
    pd.testing.assert_frame_equal(found, again)
    assert migov.versions("gdp")["where"].tolist()[0] == "cached"


# --- the command line -----------------------------------------------------------------------------


@pytest.mark.reference
def test_fetch_by_series_and_by_lock_file(asked, tmp_path, capsys):
    assert main(["fetch", "gdp", "net_migration"]) == 0
    out = capsys.readouterr().out
    assert "gdp: 2026-07" in out and "migov.lock" in out
    kept = tmp_path / "paper.lock"
    kept.write_text(store.lock_file().read_text())
    config.cache = tmp_path / "another"
    assert main(["fetch", "--locked", str(kept)]) == 0
    assert "2 files, the very bytes" in capsys.readouterr().out
    assert store.verify(kept) == {}
    assert store.read_lock()[ZIP].released == "2026-07-01"


def test_fetch_without_a_series_says_so(capsys):
    assert main(["fetch"]) == 1
    assert "Name the series" in capsys.readouterr().err
    assert main(["fetch", "gdp", "--locked", "x"]) == 1
    assert main(["fetch", "--locked", "no-such-file.lock"]) == 1
    assert "There is no lock file" in capsys.readouterr().err


# --- decisions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sound", "refresh", "stamped", "step"),
    [
        (False, False, False, Step.DOWNLOAD),
        (False, True, True, Step.DOWNLOAD),
        (True, False, True, Step.KEEP),
        (True, True, False, Step.DOWNLOAD),
        (True, True, True, Step.REVALIDATE),
    ],
)
def test_what_is_done_about_a_file(sound, refresh, stamped, step):
    assert decide(sound, refresh, stamped) is step


def test_a_lock_file_says_what_was_written_to_it(tmp_path):
    records = {
        "https://a.org/x": Fetched("https://a.org/x", "2026-11-21T10:00:00Z", 3, "ab", "2026-07"),
        "https://a.org/y": Fetched(
            "https://a.org/y", "2026-11-21T10:00:00Z", 3, "cd", etag='"é"',
            before=Fetched("https://a.org/y", "2025-11-21T10:00:00Z", 2, "ef"),
        ),
    }  # fmt: skip
    path = store.lock.write_lock(records, tmp_path / "new" / "migov.lock")
    assert store.read_lock(path) == records
    assert [each.name for each in path.parent.iterdir()] == ["migov.lock"]


# --- beyond the registry --------------------------------------------------------------------------


@pytest.mark.reference
def test_a_month_of_the_archives_is_fetched(asked):
    assert "2018-05" not in registry.find("population").versions
    table = migov.load("population", "MEX", 2000, version="2018-05")
    said = tidy.provenance(table)["value"]
    assert said["version"] == "2018-05" and "version/201805" in said["url"]
    now = migov.load("population", "MEX", 2000)["value"].item()
    assert table["value"].item() != now and table["value"].item() == pytest.approx(now, rel=0.05)
    config.offline = True
    pd.testing.assert_frame_equal(
        migov.load("population", "MEX", 2000, version="2018-05"), table
    )


@pytest.mark.reference
def test_a_month_that_the_archives_do_not_have_is_said(asked):
    with pytest.raises(UnknownNameError, match=r"archives have 17 months from 2013-12") as caught:
        migov.load("population", version="2018-07")
    assert "2018-06" in caught.value.nearest


def test_a_month_of_the_archives_needs_the_network(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"offline": True, "cache": str(tmp_path)})
    with pytest.raises(OfflineError):
        migov.load("population", version="2018-05")


@pytest.fixture
def without_gni(monkeypatch):
    """A registry that has never heard of gross national income."""
    known = {name: each for name, each in registry.series().items() if name != "gni"}
    codes = {each.code.upper(): name for name, each in known.items()}
    monkeypatch.setattr(registry, "series", lambda: known)
    monkeypatch.setattr(registry, "_by_code", lambda: codes)


@pytest.mark.reference
def test_any_indicator_of_the_world_bank(asked, without_gni):
    table = migov.load("NY.GNP.MKTP.CD", ["MEX", "WLD"], (2000, 2010), version="latest")
    assert len(table) == 22
    said = tidy.provenance(table)["value"]
    assert (said["title"], said["unit"]) == ("GNI (current US$)", "current US$")
    assert said["licence"] == "CC BY 4.0" and "datacatalog" in said["licence_url"]
    assert said["version"] == "2016-11"
    assert "NY.GNP.MKTP.CD" in migov.cite(table)
    held = store.read_snapshot("gni", "2016-11")
    one = held[(held["economy"] == "MEX") & (held["year"] == 2005)]["value"].item()
    assert table.loc[(table["economy"] == "MEX") & (table["year"] == 2005), "value"].item() == one
    side = migov.panel("NY.GNP.MKTP.CD", "gdp", economies="MEX", years=2005, version="latest")
    assert side["NY.GNP.MKTP.CD"].item() == one


@pytest.mark.reference
def test_an_indicator_that_nobody_knows(asked):
    with pytest.raises(UnknownNameError, match="World Bank does not know it either"):
        migov.load("NY.NOT.KNOWN.CD", version="latest")


def test_an_indicator_without_the_latest_version_says_how(without_gni):
    with pytest.raises(UnknownNameError, match='version="latest"'):
        migov.load("NY.GNP.MKTP.CD")


@pytest.mark.reference
def test_the_archives_are_listed_and_compared(asked):
    rows = migov.versions("gdp", archive=True).set_index("version")
    assert rows.loc["2018-06", ["where", "embedded"]].tolist() == ["obtainable", "none"]
    assert len(rows) > len(migov.versions("gdp"))
    with pytest.warns(UserWarning, match=r"archives gave no population for 2018-06"):
        wide = migov.revisions("population", "MEX", (2000, 2002), archive=True)
    assert {"2018-05", "2026-07"} <= set(wide.columns)
    assert "2018-05" not in migov.revisions("population", "MEX", (2000, 2002)).columns
    assert migov.versions("population").set_index("version").index.is_unique


# --- ways to the publishers -----------------------------------------------------------------------


@pytest.mark.reference
@pytest.mark.parametrize("form", ["{}", "file:{}", "file://{}"])
def test_a_folder_may_be_named_in_any_way(asked, tmp_path, form):
    data = store.fetch(ZIP).read_bytes()
    folder = tmp_path / "mir ror"
    goal = folder / "api.worldbank.org" / "v2" / "en" / "indicator" / "SM.POP.NETM"
    goal.parent.mkdir(parents=True)
    goal.write_bytes(data)
    config.mirror = form.format(str(folder).replace(" ", "%20") if "file" in form else folder)
    config.cache = tmp_path / "another"
    config.offline = True
    assert store.fetch(ZIP, expect="zip").read_bytes() == data


def test_the_usual_variables_name_a_proxy(tmp_path, monkeypatch):
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"a,b\n1")

        def log_message(self, *_):
            pass

    paths = []
    with HTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.setattr(
            config, "_set", {"mirror": "http://mirror.invalid", "cache": str(tmp_path), "tries": 1}
        )
        assert store.fetch("https://a.org/x.csv", expect="csv").read_bytes() == b"a,b\n1"
        server.shutdown()
    assert paths == ["http://mirror.invalid/a.org/x.csv"]


def test_settings_that_are_no_numbers_are_refused(monkeypatch):
    from migov.errors import ArgumentError

    monkeypatch.setattr(config, "_set", {})
    monkeypatch.setenv("MIGOV_TRIES", "often")
    with pytest.raises(ArgumentError, match=r"MIGOV_TRIES.*'often'"):
        _ = config.tries
    config.tries = 2
    assert config.tries == 2


@pytest.mark.reference
def test_many_threads_import_what_they_need_without_waiting_for_each_other(mirror, tmp_path):
    code = (
        "from migov import live, registry\n"
        "names = [each.id for each in registry.series().values()\n"
        "         if each.publisher.id == 'worldbank' and not each.derived][:16]\n"
        "print(sum(each.found is not None for each in live.answers(names)))\n"
    )
    found = {**os.environ, "MIGOV_MIRROR": mirror, "PYTHONPATH": str(ROOT)}
    for attempt in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False,
            env={**found, "MIGOV_CACHE": str(tmp_path / str(attempt))},
        )  # fmt: skip
        assert done.stdout.strip() == "16", done.stderr


@pytest.mark.reference
def test_a_month_that_fails_is_not_taken_for_one_without_the_series(asked, monkeypatch):
    kept = migov.vintages.load

    def failing(series, *rest, version=None, **options):
        if version == "2018-05":
            raise DownloadError("the connection failed", "https://api.worldbank.org")
        return kept(series, *rest, version=version, **options)

    monkeypatch.setattr(migov.vintages, "load", failing)
    with pytest.raises(DownloadError, match="connection failed"):
        migov.revisions("population", "MEX", 2000, archive=True)
