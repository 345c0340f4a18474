"""Indicators and vintages of the World Bank that the registry does not name."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
import pytest

import migov
from migov import absences, figures, registry, tidy
from migov.catalogue import search
from migov.cli import main
from migov.compiled import said_of
from migov.config import config
from migov.errors import ArgumentError, DownloadError, OfflineError, UnknownNameError
from migov.publishers import wdi_catalogue

CODE = "NY.GNP.MKTP.CD"
ABOUT = f"/api.worldbank.org/v2/indicator/{CODE}"
NOTE = "What residents earn, at home and abroad."
PAGE = b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body></body></html>"
MESSAGE = b'[{"message":[{"id":"120","key":"Invalid value","value":"not valid"}]}]'


def _terms(source: str) -> str:
    return f"/api.worldbank.org/v2/sources/{source}/series/{CODE}/metadata"


def _licensed(name: str) -> bytes:
    variable = {"id": CODE, "metatype": [{"id": "License_Type", "value": name}]}
    return json.dumps({"source": [{"concept": [{"variable": [variable]}]}]}).encode()


def _described(source: str, name: str) -> bytes:
    facts = {"id": CODE, "name": "GNI (current US$)", "sourceNote": NOTE,
             "source": {"id": source, "value": name}, "sourceOrganization": "Statisticians"}
    return json.dumps([{"page": 1, "pages": 1, "total": 1}, [facts]]).encode()


@pytest.fixture
def altered(mirror, tmp_path, monkeypatch):
    """The publisher, but for the answers that a test gives: path → (status, body).

    The registry has never heard of gross national income.
    """
    known = {name: each for name, each in registry.series().items() if name != "gni"}
    codes = {each.code.upper(): name for name, each in known.items()}
    monkeypatch.setattr(registry, "series", lambda: known)
    monkeypatch.setattr(registry, "_by_code", lambda: codes)
    answers: dict[str, tuple[int, bytes]] = {}

    class Altered(BaseHTTPRequestHandler):
        def do_GET(self):
            status, body = answers.get(self.path.partition("?")[0]) or self._usual()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _usual(self):
            try:
                with urllib.request.urlopen(f"{mirror}{self.path}") as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as error:
                return error.code, error.read()

        def log_message(self, *said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Altered)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(config, "_set", {
        "mirror": f"http://127.0.0.1:{server.server_port}", "cache": str(tmp_path), "tries": 1,
    })
    yield answers
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(mirror, tmp_path, monkeypatch):
    """The publishers behind a mirror, and an empty cache."""
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path), "tries": 1})


def _said(table):
    return tidy.provenance(table)["value"]


# --- what the publisher says of an indicator ------------------------------------------------------


@pytest.mark.reference
def test_the_terms_are_asked_of_the_source_that_the_description_names(altered):
    altered[ABOUT] = 200, _described("16", "Health Nutrition and Population Statistics")
    altered[_terms("16")] = 200, _licensed("CC BY-NC-4.0")
    altered[_terms("2")] = 200, _licensed("CC0")
    said = _said(migov.load(CODE, "MEX", version="latest"))
    assert said["licence"] == "CC BY-NC 4.0"
    assert said["attribution"] == (
        "The World Bank: Health Nutrition and Population Statistics: Statisticians"
    )


@pytest.mark.reference
@pytest.mark.parametrize("answer", [(200, MESSAGE), (404, PAGE)], ids=["message", "not found"])
def test_an_indicator_whose_terms_are_not_said_comes_with_a_caveat(altered, answer):
    altered[_terms("2")] = answer
    table = migov.load(CODE, "MEX", version="latest")
    assert len(table) > 40
    assert _said(table)["licence"] == "CC BY 4.0"
    assert any("does not say the terms of this indicator" in each
               for each in _said(table)["caveats"])  # fmt: skip


@pytest.mark.reference
@pytest.mark.parametrize("answer", [(200, PAGE), (503, PAGE)], ids=["page", "503"])
def test_a_server_that_is_down_is_not_taken_for_one_without_terms(altered, answer):
    altered[_terms("2")] = answer
    with pytest.raises(DownloadError, match="metadata"):
        migov.load(CODE, "MEX", version="latest")


@pytest.mark.reference
def test_the_publishers_note_goes_with_the_table(altered, tmp_path):
    altered[ABOUT] = 200, _described("2", "World Development Indicators")
    table = migov.load(CODE, "MEX", version="latest")
    assert f"The publisher's note: {NOTE}" in _said(table)["caveats"]
    assert NOTE in migov.save(table, tmp_path / "gni.csv").read_text("utf-8")


# What stands in the brackets beside the unit is a label of the publisher's tables.
@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("External debt stocks, total (DOD, current US$)", "current US$"),
        ("Current account balance (BoP, current US$)", "current US$"),
        ("Net financial flows, IDA (NFL, US$)", "US$"),
        ("Transport services (% of service exports, BoP)", "% of service exports"),
        ("Total reserves (includes gold, current US$)", "current US$"),
        ("Mortality rate, under-5 (per 1,000 live births)", "per 1,000 live births"),
        ("Official exchange rate (LCU per US$, period average)", "LCU per US$, period average"),
        ("Price level (PPP)", "PPP"),
        ("GDP per capita, PPP (constant 2021 international $)", "constant 2021 international $"),
    ],
)
def test_the_unit_of_a_title_is_without_the_tables_labels(title, unit):
    answer = json.dumps([{"page": 1}, [{"id": "A.B", "name": title}]]).encode()
    assert wdi_catalogue.read_indicator(answer, "A.B").unit == unit


@pytest.mark.reference
def test_a_search_online_says_whose_list_it_looked_in(asked, capsys):
    title = said_of(search("gross savings", online=True))["title"]
    assert "World Development Indicators" in title
    assert "World Development Indicators" not in said_of(search("savings"))["title"]
    with pytest.raises(SystemExit):
        main(["search", "--help"])
    assert "World Development Indicators" in " ".join(capsys.readouterr().out.split())


# --- vintages that the cache holds ----------------------------------------------------------------


@pytest.mark.reference
def test_months_of_the_archives_that_were_fetched_are_listed_without_asking(asked, capsys):
    migov.load("population", "MEX", 2000, version="2018-05")
    config.offline, config.mirror = True, None
    row = migov.versions("population").set_index("version").loc["2018-05"]
    assert row[["where", "embedded", "released"]].tolist() == ["cached", "none", "2018-05"]
    assert "2018-05" not in migov.versions("gdp")["version"].tolist()
    assert main(["versions", "population"]) == 0
    assert "2018-05" in capsys.readouterr().out


@pytest.mark.reference
def test_the_shell_lists_the_archives_too(asked, capsys):
    assert main(["versions", "population", "--archive"]) == 0
    assert "2018-06" in capsys.readouterr().out  # the archives have the month, the registry has not


@pytest.mark.reference
def test_an_indicator_that_was_fetched_has_the_vintages_of_the_cache(altered):
    with pytest.raises(UnknownNameError, match=r'load\(.NY.GNP.MKTP.CD., version="latest"\)'):
        migov.versions(CODE)
    whole = migov.load(CODE, version="latest")
    config.offline, config.mirror = True, None
    rows = migov.versions(CODE)
    assert rows[["version", "where"]].to_numpy().tolist() == [["2016-11", "cached"]]
    assert "GNI (current US$)" in migov.cite(rows)
    pd.testing.assert_frame_equal(migov.load(CODE, version="2016-11"), whole)
    with pytest.raises(OfflineError):
        migov.load(CODE, version="latest")


@pytest.mark.reference
def test_an_indicator_that_is_only_described_has_no_vintages_and_it_is_said(altered):
    path = f"/api.worldbank.org/v2/en/indicator/{CODE}"
    rows = f"/api.worldbank.org/v2/country/all/indicator/{CODE}"
    altered[path] = altered[rows] = 404, PAGE
    with pytest.raises(DownloadError):
        migov.load(CODE, version="latest")
    with pytest.raises(ArgumentError, match=r"holds no figures of NY\.GNP\.MKTP\.CD yet"):
        migov.versions(CODE)


# --- what is said of a vintage --------------------------------------------------------------------


@pytest.mark.reference
def test_an_older_month_without_todays_economies_is_not_warned_of(asked):
    record = registry.find("net_migration")
    older = figures.whole(record, figures.find_version(record, "2013-12"))
    pinned = figures.whole(record, record.versions[record.pinned])
    assert {"XKX", "MCO"} <= set(pinned.table["economy"]) - set(older.table["economy"])
    assert absences.lacking(older) == ([], [])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        migov.load("net_migration", "MEX", 2002, version="2013-12")


@pytest.mark.reference
def test_that_the_publisher_has_newer_figures_is_said_of_the_old_vintage_alone(asked):
    newer = "This vintage is of November 2016; the publisher itself has newer figures"
    assert newer in " ".join(_said(migov.load("gni", "MEX", 2010))["caveats"])
    latest = _said(migov.load("gni", "MEX", 2010, version="latest"))
    assert "newer figures" not in " ".join(latest["caveats"])
    assert latest["caveats"]


def test_years_without_a_figure_are_answered_with_those_that_the_economy_has():
    held = migov.load("remittances_received", "SYR")["year"]
    assert held.is_monotonic_increasing and held.diff().dropna().eq(1).all()
    with pytest.raises(ArgumentError) as caught:
        migov.load("remittances_received", "Syria", years=2020)
    assert f"it has {held.iloc[0]} to {held.iloc[-1]};" in str(caught.value)
    assert "it covers 1970 to 2024" in str(caught.value)


def test_an_unknown_version_lists_the_known_ones_once():
    with pytest.raises(UnknownNameError) as caught:
        migov.load("remittances_received", version="2019")
    assert str(caught.value).count("2013-12") == 1 == str(caught.value).count("2026-07")
