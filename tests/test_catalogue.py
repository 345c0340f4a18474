"""The catalogue and its search."""

import json

import pytest

import migov
from migov import registry, store, tidy
from migov.beyond import is_code
from migov.catalogue import _online
from migov.config import config
from migov.errors import ArgumentError, DownloadError, LayoutError, OfflineError
from migov.publishers import wdi_lists


def test_every_series_has_a_row_with_every_cell_filled():
    table = migov.catalogue()
    assert table["series"].tolist() == list(registry.series())
    assert not (table == "").any().any()
    assert not table.isna().any().any()


@pytest.mark.slow
@pytest.mark.parametrize("series", sorted(registry.series()))
def test_a_series_is_found_by_its_title_and_by_its_id(series):
    # Several series may share a title's words; the one asked for is among the first.
    record = registry.find(series)
    for words in (record.title, record.id.replace("_", " ")):
        assert series in migov.search(words)["series"].head(6).tolist(), words


@pytest.mark.parametrize(
    ("words", "series"),
    [
        ("remittances received", "remittances_received"),
        ("remitances recieved", "remittances_received"),
        ("BX.KLT.DINV.CD.WD", "fdi_inflow"),
        ("bx.klt.dinv.cd.wd", "fdi_inflow"),
        ("gdp per capita", "gdp_per_capita"),
        ("migrant stock corridor", "migrant_stock"),
        ("official development assistance", "oda_received"),
        ("development aid", "oda_received"),
        ("diaspora", "emigrant_stock_total_undesa"),
    ],
)
def test_what_a_person_types_finds_what_they_mean(words, series):
    assert series in migov.search(words)["series"].head(3).tolist()


def test_nothing_like_it_gives_an_empty_table_with_the_same_columns():
    table = migov.search("zyxwvut")
    assert table.empty and "series" in table.columns


@pytest.mark.parametrize("words", ["", "  ", "!!", None])
def test_no_word_is_refused(words):
    with pytest.raises(ArgumentError, match="word"):
        migov.search(words)


# --- the publishers' own lists --------------------------------------------------------------------


@pytest.fixture
def online(mirror, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})


@pytest.mark.reference
def test_an_indicator_beyond_the_registry_is_found_online_and_loads_by_what_is_given(
    online, monkeypatch
):
    # A registry that has never heard of gross national income.
    known = {name: each for name, each in registry.series().items() if name != "gni"}
    codes = {each.code.upper(): name for name, each in known.items()}
    monkeypatch.setattr(registry, "series", lambda: known)
    monkeypatch.setattr(registry, "_by_code", lambda: codes)
    assert "NY.GNP.MKTP.CD" not in migov.search("GNI current US$")["code"].tolist()
    found = migov.search("GNI current US$", online=True).set_index("code")
    row = found.loc["NY.GNP.MKTP.CD"]
    assert (row["title"], row["unit"]) == ("GNI (current US$)", "current US$")
    table = migov.load(row["series"], "MEX", version=row["versions"])
    assert tidy.provenance(table)["value"]["title"] == row["title"] and len(table) > 40


@pytest.mark.reference
def test_rows_from_online_have_the_columns_of_the_catalogue(online):
    found = migov.search("life expectancy at birth total", online=True)
    assert list(found.columns) == [*migov.catalogue().columns, "score"]
    row = found.set_index("series").loc["SP.DYN.LE00.IN"]
    assert (row["pinned"], row["versions"], row["unit"]) == ("", "latest", "years")
    assert found["series"].is_unique and found["code"].duplicated().sum() == 0


@pytest.mark.reference
def test_a_series_of_the_registry_is_given_once_and_by_its_own_name(online):
    found = migov.search("BX.TRF.PWKR.CD.DT", online=True)
    assert found["series"].tolist()[0] == "remittances_received"
    assert "BX.TRF.PWKR.CD.DT" not in found["series"].tolist()


@pytest.mark.reference
def test_every_code_of_the_list_is_one_that_load_takes(online):
    rows = _online(set())
    # The stand-in's list is the publisher's of April 2026.
    assert len(rows) == 1486
    assert all(is_code(row["series"]) for row in rows)


@pytest.mark.reference
def test_the_list_is_asked_for_again_only_for_changes(online):
    migov.search("malaria", online=True)
    before = store.read_lock()
    migov.search("malaria", online=True)
    assert store.read_lock() == before and list(before) == [wdi_lists.INDICATORS]
    assert store.obtain(wdi_lists.INDICATORS, refresh=True, expect="json").how == "unchanged"


@pytest.mark.reference
def test_a_list_that_is_short_is_refused(online, tmp_path):
    answer = json.loads(store.fetch(wdi_lists.INDICATORS).read_bytes())
    place = store.places.in_mirror(tmp_path / "short", wdi_lists.INDICATORS)[0]
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps([answer[0], answer[1][:50]]))
    config.mirror = str(tmp_path / "short")
    with pytest.raises(LayoutError, match="not whole: it has 50 of 1486 rows"):
        migov.search("malaria", online=True)


def test_offline_the_lists_are_not_there_and_the_catalogue_is(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"offline": True, "cache": str(tmp_path)})
    with pytest.raises(OfflineError, match=r"search\(online=True\) asks.*leave online= out"):
        migov.search("remittances", online=True)
    assert not migov.search("remittances").empty


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b'[{"page":1,"pages":1,"total":1},[{"id":"X"}]]', "should give each indicator"),
        (b'{"page":1}', "should list indicators"),
        (b'[{"page":1,"pages":2,"total":9},[{"id":"A.B","name":"x"}]]', "not whole"),
        (b"<html><title>Sorry</title></html>", "HTML page titled 'Sorry'"),
    ],
)
def test_a_list_in_another_form_is_refused(answer, said):
    with pytest.raises(LayoutError, match=said):
        wdi_lists.read_indicators(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b'[{"page":1,"pages":1,"total":1},[{"id":"MEX","name":"Mexico"}]]', "lacks 'region'"),
        (
            b'[{"page":1,"pages":1,"total":1},[{"id":"WLD","name":"World","region":{"id":"NA"},'
            b'"incomeLevel":{"id":"NA"},"lendingType":{"id":""}}]]',
            "aggregates alone",
        ),
    ],
)
def test_a_list_of_economies_in_another_form_is_refused(answer, said):
    with pytest.raises(LayoutError, match=said):
        wdi_lists.read_economies(answer)


@pytest.mark.parametrize(
    "code", ["SH_UHC_SCI", "per_lm_alllm.cov_pop_tot", "EN.GHG.CO2.LU.DF.MT.CE.AR5"]
)
def test_codes_that_are_written_otherwise_are_asked_for_as_they_are(code, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"mirror": str(tmp_path), "cache": str(tmp_path / "c")})
    with pytest.raises(DownloadError, match=rf"indicator/{code}\?"):
        migov.load(code, version="latest")
