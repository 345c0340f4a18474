"""The catalogue and its search."""

import pytest

import migov
from migov import registry
from migov.errors import ArgumentError


def test_every_series_has_a_row_with_every_cell_filled():
    table = migov.catalogue()
    assert table["series"].tolist() == list(registry.series())
    assert not (table == "").any().any()
    assert not table.isna().any().any()


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
