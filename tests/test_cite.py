"""Citations and files that carry them."""

import gzip
import json

import pandas as pd
import pytest

import migov
from migov import registry
from migov.errors import ArgumentError


@pytest.mark.parametrize("series", sorted(registry.series()))
def test_every_series_can_be_cited_in_both_styles(series):
    record = registry.find(series)
    text, entry = migov.cite(series), migov.cite(series, style="bibtex")
    for part in (record.publisher.name, record.title, record.code, record.pinned, record.licence):
        assert part in text
    assert entry.startswith("@misc{") and entry.count("{") == entry.count("}")


def test_a_panel_is_cited_once_for_each_source():
    table = migov.panel("gdp", "population", economies="MEX")
    assert len(migov.cite(table).splitlines()) == 2


def test_a_measure_is_cited_by_what_it_was_made_from():
    gdp, received = (
        migov.load(name, economies="MEX") for name in ("gdp", "remittances_received")
    )
    text = migov.cite(migov.measures.percent_of_gdp(received, gdp))
    assert "BX.TRF.PWKR.CD.DT" in text and "NY.GDP.MKTP.CD" in text
    assert len(text.splitlines()) == 2


def test_a_table_from_elsewhere_is_refused():
    with pytest.raises(ArgumentError, match="does not say where it came from"):
        migov.cite(pd.DataFrame({"economy": ["MEX"]}))


def test_an_unknown_style_is_refused():
    with pytest.raises(ArgumentError, match="text, bibtex"):
        migov.cite("gdp", style="mla")


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet", ".xlsx"])
def test_a_file_holds_the_figures_and_where_they_came_from(tmp_path, ending):
    table = migov.load("net_migration", economies=["NAM", "MEX"], years=(2000, 2005))
    path = migov.save(table, tmp_path / f"out{ending}")
    said = table.attrs["migov"]["columns"]["value"]
    if ending == ".parquet":
        back = pd.read_parquet(path)
        import pyarrow.parquet as pq

        metadata = pq.read_schema(path).metadata
        assert json.loads(metadata[b"migov"])["value"]["unit"] == said["unit"]
        text = metadata[b"cite"].decode()
    elif ending == ".xlsx":
        back = pd.read_excel(path, sheet_name="figures", keep_default_na=False, engine="openpyxl")
        text = pd.read_excel(path, sheet_name="about", header=None, engine="openpyxl").to_string()
    else:
        back = pd.read_csv(path, comment="#", keep_default_na=False, na_values=[""])
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if ending == ".csv.gz" else raw).decode()
    assert back["economy"].tolist() == table["economy"].tolist()
    assert back["value"].astype(float).tolist() == table["value"].tolist()
    for fact in ("2026-07", "CC BY 4.0"):
        assert fact in text


def test_a_wrong_ending_or_folder_is_refused_and_an_old_file_kept(tmp_path):
    table = migov.load("gdp", economies="MEX", years=2000)
    with pytest.raises(ArgumentError, match="migov writes"):
        migov.save(table, tmp_path / "out.docx")
    with pytest.raises(ArgumentError, match="does not exist"):
        migov.save(table, tmp_path / "nowhere" / "out.csv")
    old = tmp_path / "out.csv"
    old.write_text("old")
    with pytest.raises(ArgumentError):
        migov.save(pd.DataFrame({"a": [1]}), old)
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]
