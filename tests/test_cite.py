"""Citations and files that carry them."""

import gzip
import json

import pandas as pd
import pytest

import migov
from migov import registry
from migov.config import datasets_dir
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


# --- what migov estimated or compiled itself ------------------------------------------------------

PAPERS = {
    "sd_drop_neg": "Scientific Data 6:82",
    "sd_rev_neg": "The Scandinavian Journal of Economics 117(2)",
    "mig_rate": "Dennett, A. (2016)",
    "da_min_open": "Demographic Research 28(18)",
    "da_min_closed": "Science 343(6178)",
    "da_pb_closed": "PNAS 116(1)",
}


def stocks():
    names = ["AAA", "BBB"]
    return (
        pd.DataFrame([[100, 10], [21, 80]], names, names),
        pd.DataFrame([[70, 40], [20, 81]], names, names),
    )


@pytest.mark.parametrize(("method", "paper"), PAPERS.items())
def test_flows_of_ones_own_tables_are_cited_by_the_paper_of_their_method(method, paper):
    total = {"total": 10} if method == "mig_rate" else {}
    table = migov.flows.estimate(*stocks(), method=method, **total)
    (line,) = migov.cite(table).splitlines()
    assert method in line and paper in line and "tables of the user's own" in line
    assert set(PAPERS) == set(migov.flows.METHODS)


def test_the_rates_of_another_paper_are_cited_by_it():
    table = migov.flows.estimate(*stocks(), method="mig_rate", rates="rogers_von_rabenau")
    assert "Rogers, A. and von Rabenau, B. (1971)" in migov.cite(table)
    assert "Dennett" not in migov.cite(table)


def test_flows_are_cited_by_all_that_went_in_births_too():
    codes = ["MEX", "USA"]
    pair = [
        migov.load("migrant_stock", years=year, origins=codes, destinations=codes)
        for year in (2010, 2015)
    ]
    births, deaths = (
        migov.load(name, codes, (2011, 2014)) for name in ("births_wpp", "deaths_wpp")
    )
    people = migov.load("population_wpp", codes, [2010, 2015])
    table = migov.flows.estimate(
        *pair, births=births, deaths=deaths, population=people, method="da_min_open"
    )
    lines = migov.cite(table).splitlines()
    assert "the sources cited with it" in lines[0] and len(lines) == 5
    for code in ("POP/DB/MIG/Stock/OD", "Births", "Deaths", "TPopulation1July"):
        assert sum(f"({code})" in line for line in lines) == 1


def test_an_ensemble_is_cited_by_each_of_its_methods():
    table = migov.flows.ensemble(
        "2024", ["sd_drop_neg", "sd_rev_neg"], by="world", draws=1, periods=2015
    )
    first = migov.cite(table).splitlines()[0]
    assert "2 methods, 1 revision and 1 draw" in first
    assert PAPERS["sd_drop_neg"] in first and PAPERS["sd_rev_neg"] in first


def test_members_are_cited_by_their_evidence_and_by_the_release():
    table = migov.governance.members("RCM", on="1999-01-28")
    lines = migov.cite(table).splitlines()
    assert lines[0].startswith(f"migov {migov.__version__}, ") and "1999-01-28" in lines[0]
    # By plain pandas from the file.
    path = datasets_dir() / "governance" / "evidence.csv"
    known = pd.read_csv(path, dtype=str, keep_default_na=False).set_index("evidence")
    keys = {key for cell in table["evidence"] for key in cell.split(";")}
    assert len(lines) == 1 + len(keys)
    for key in keys:
        assert any(known.loc[key, "source"] in line for line in lines[1:])
    entries = migov.cite(table, "bibtex")
    assert entries.count("@misc{") == 1 + len(keys) and f"evidence_{sorted(keys)[0]}".replace(
        "-", "_") in entries  # fmt: skip


def test_a_part_of_the_members_is_cited_by_the_evidence_of_that_part():
    table = migov.governance.membership("Chile")
    one = table[table["arrangement"] == "CAN"]
    keys = {key for cell in one["evidence"] for key in cell.split(";")}
    wanted = migov.governance.evidence(";".join(sorted(keys)))["source"]
    text = migov.cite(one)
    assert all(source in text for source in wanted)


def test_evidence_that_is_not_known_is_refused():
    table = migov.governance.members("RCM", on="1999-01-28")
    with pytest.raises(ArgumentError, match="evidence that migov does not have: nobody"):
        migov.cite(table.assign(evidence="nobody"))


def test_claims_are_cited_by_the_papers_the_series_and_the_evidence():
    lines = migov.cite(migov.claims.table(["O037", "G026"])).splitlines()
    assert lines[0].startswith(f"migov {migov.__version__}, What two papers say")
    text = "\n".join(lines)
    for part in ("HWWA Discussion Paper 174", "Oxford Research Encyclopedia", "US.FdiFlowsStock",
                 "United Nations Treaty Collection, IV-13"):  # fmt: skip
        assert part in text
    assert "SM.POP.NETM" not in text


def test_lists_of_migovs_own_are_cited_by_the_release():
    for table in (migov.catalogue(), migov.search("remittances")):
        (line,) = migov.cite(table).splitlines()
        assert line.startswith(f"migov {migov.__version__}, ") and "compiled by migov" in line
    lines = migov.cite(migov.versions("gdp")).splitlines()
    assert "Vintages of gdp" in lines[0] and "NY.GDP.MKTP.CD" in lines[1]


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


TABLES = {
    "members": lambda: migov.governance.members("RCM", on="1999-01-28"),
    "arrangements": lambda: migov.governance.arrangements(),
    "parties": lambda: migov.governance.parties("ICRMW"),
    "membership": lambda: migov.governance.membership("Chile"),
    "nothing": lambda: migov.governance.membership("Aruba"),
    "pairs": lambda: migov.governance.overlap(on=2009, level="regional").pairs(),
    "coverage": lambda: migov.governance.coverage("ECOWAS", on=2020),
    "movement": lambda: migov.governance.free_movement("Poland", "Germany", on="2009-02-12"),
    "disagreements": lambda: migov.governance.disagreements(),
    "evidence": lambda: migov.governance.evidence(),
    "claims": lambda: migov.claims.table(["O037", "G026", "O035"]),
    "scoreboard": lambda: migov.claims.scoreboard(migov.claims.table(["O037", "G026"])),
    "printed": migov.claims.printed,
    "diff": lambda: migov.claims.diff("2016-11", names=["O018", "O037"]),
    "catalogue": migov.catalogue,
    "versions": lambda: migov.versions("gdp"),
    "flows": lambda: migov.flows.estimate(*stocks(), method="da_min_closed"),
    "matrix": lambda: migov.matrix("migrant_stock", 2024, by="region", margins=True),
    "corridor": lambda: migov.corridor("MEX", "USA", 2020),
    "revisions": lambda: migov.revisions("gdp", years=(1990, 1992)),
}


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".csv", ".parquet", ".xlsx"])
@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_saved_and_read_back(tmp_path, name, ending):
    table = TABLES[name]()
    path = migov.save(table, tmp_path / f"{name}{ending}")
    flat = table.reset_index() if any(table.index.names) else table
    if ending == ".parquet":
        back = pd.read_parquet(path)
        pd.testing.assert_frame_equal(back, flat, check_column_type=False, check_names=False)
        assert migov.cite(back) == migov.cite(table)  # with what it says of itself
        assert back.attrs["migov"] == json.loads(json.dumps(table.attrs["migov"]))
        return
    if ending == ".xlsx":
        read = {"engine": "openpyxl", "keep_default_na": False, "dtype": str}
        back = pd.read_excel(path, sheet_name="figures", **read)
        said = pd.read_excel(path, sheet_name="about", header=None, engine="openpyxl").to_string()
    else:
        back = pd.read_csv(path, comment="#", keep_default_na=False, dtype=str)
        said = path.read_text()
    assert list(back.columns) == [str(column) for column in flat.columns]
    assert len(back) == len(flat)
    for column in flat.columns:
        if pd.api.types.is_string_dtype(flat[column]) and flat[column].notna().all():
            assert back[str(column)].tolist() == flat[column].tolist()
        elif pd.api.types.is_float_dtype(flat[column]) and flat[column].notna().all():
            assert back[str(column)].astype(float).tolist() == pytest.approx(
                flat[column].tolist(), rel=1e-15)  # fmt: skip
    assert migov.cite(table).splitlines()[0][:60] in said


def test_a_cell_with_the_sign_of_a_comment_is_not_cut_off(tmp_path):
    table = migov.governance.members("RCM", on="1999-01-28")
    table["note"] = [f"see page #{row}, part 2" for row in range(len(table))]
    path = migov.save(table, tmp_path / "members.csv")
    back = pd.read_csv(path, comment="#", keep_default_na=False)
    assert back["note"].tolist() == table["note"].tolist()
    assert back["economy"].tolist() == table["economy"].tolist()


def test_a_file_of_members_names_the_table_and_its_caveats(tmp_path):
    table = migov.governance.members("IOM", on=2014)
    head = migov.save(table, tmp_path / "members.csv").read_text().splitlines()
    assert head[0].startswith("# Written by migov. Table: ") and "IOM" in head[0]
    for caveat in table.attrs["migov"]["caveats"]:
        assert any(caveat in line for line in head if line.startswith("# caveats"))


def test_a_column_of_several_kinds_is_refused_in_words(tmp_path):
    table = migov.governance.members("RCM", on="1999-01-28")
    table["note"] = [1, "two", *[None] * (len(table) - 2)]
    with pytest.raises(ArgumentError, match="several kinds, which Parquet cannot hold"):
        migov.save(table, tmp_path / "members.parquet")
    assert not list(tmp_path.iterdir())


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


# --- what a table is read back with -----------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".csv.gz"])
def test_a_csv_says_how_it_is_read_and_that_gives_the_rows(tmp_path, ending):
    table = migov.load("gdp", ["NAM", "MEX"], [2000, 2001])
    table["code"] = ["MX", "MX", "NA", "NA"]  # Namibia, and nothing that is missing
    path = migov.save(table, tmp_path / f"gdp{ending}")
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if ending == ".csv.gz" else raw).decode()
    (line,) = (each for each in text.splitlines() if each.startswith("# Read the rows with "))
    back = eval(line.removeprefix("# Read the rows with "), {"pandas": pd, "path": path})
    pd.testing.assert_frame_equal(back, table, check_dtype=False)
    with pytest.raises(ArgumentError, match="or in a CSV, whose first lines say how to cite it"):
        migov.cite(back)


# --- sources that differ, and what overlaps ---------------------------------------------------


def test_where_sources_differ_both_are_cited():
    text = migov.cite(migov.governance.disagreements("Schengen"))
    # By the table: the paper, the national table of dates, the page of 2009, and memory.
    for source in ("Geddes (2018)", "National table of dates", "Page of 2009", "Generally known"):
        assert source in text
    assert "compiled from the sources cited with it" in text
    for name in ("MERCOSUR", "ICRMW", "RCM"):
        assert len(migov.cite(migov.governance.disagreements(name)).splitlines()) > 2
    text = migov.cite(migov.governance.disagreements("MERCOSUR"))
    assert "Correlates of War, Intergovernmental Organizations v3.0" in text


def test_every_difference_names_the_evidence_of_both_sides():
    found = migov.governance.disagreements()
    known = set(migov.governance.evidence()["evidence"])
    for row in found.to_dict("records"):
        keys = row["evidence"].split(";")
        assert set(keys) <= known and keys
        said = f"{row['one']} {row['other']}"
        for words, key in (("Correlates of War", "cow-igo"), ("Geddes", "geddes-2018"),
                           ("Overbeek", "overbeek-2002"), ("DESTA", "desta")):  # fmt: skip
            assert (key in keys) is (words in said), row


def test_an_overlap_and_all_its_tables_are_cited_alike():
    found = migov.governance.overlap("2009-02-12", arrangements=["EU", "Schengen"])
    lines = migov.cite(found.pairs()).splitlines()
    keys = {key for name in ("EU", "Schengen")
            for cell in migov.governance.members(name, "2009-02-12")["evidence"]
            for key in cell.split(";")}  # fmt: skip
    assert len(lines) == 1 + len(keys)
    for each in (found, found.incidence, found.arrangements(), found.economies()):
        assert migov.cite(each).splitlines()[1:] == lines[1:]
        assert "2009-02-12" in migov.cite(each).splitlines()[0]
    assert migov.cite(found, "bibtex").count("@misc{") == len(lines)


@pytest.mark.parametrize("odd", [3, None, [1], {"a": 1}, object(), b"gdp"])
def test_what_is_neither_table_nor_series_is_refused_by_its_kind(odd):
    with pytest.raises(ArgumentError, match=f"not {type(odd).__name__}"):
        migov.cite(odd)
