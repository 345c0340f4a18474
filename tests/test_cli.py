"""The command line: the same verbs, the same figures, errors as sentences."""

import json
import re

import pandas as pd
import pytest

import migov
from migov.cli import main
from migov.config import config


def run(capsys, *words):
    status = main(list(words))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_search_prints_the_series(capsys):
    status, out, _ = run(capsys, "search", "remitances", "received")
    assert status == 0 and "remittances_received" in out


def test_search_that_finds_nothing_says_so(capsys):
    status, out, _ = run(capsys, "search", "zyxwvut")
    assert status == 0 and "No series" in out


@pytest.mark.reference
def test_search_online_prints_what_the_publisher_lists(mirror, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path)})
    assert main(["search", "life", "expectancy", "--online"]) == 0
    assert "SP.DYN.LE00.IN" in capsys.readouterr().out
    assert main(["search", "--online"]) == 1
    assert "--online needs words" in capsys.readouterr().err


def test_load_prints_unit_version_and_citation(capsys):
    status, out, _ = run(
        capsys, "load", "remittances_received", "--economies", "MEX", "--years", "1990", "1992"
    )
    assert status == 0
    assert "current US$" in out and "2026-07" in out and "CC BY 4.0" in out
    assert out.count("MEX") >= 3


def test_load_writes_a_file(capsys, tmp_path):
    path = tmp_path / "out.csv"
    status, out, _ = run(
        capsys, "load", "gdp", "--economies", "NAM", "Mexico", "--version", "2016-11",
        "--years", "2000", "--out", str(path),
    )
    assert status == 0 and "2 rows" in out
    table = pd.read_csv(path, comment="#", keep_default_na=False)
    assert table["economy"].tolist() == ["MEX", "NAM"]


@pytest.mark.parametrize("years", [["1990", "1992"], ["1990-1992"], ["1990,1992"]])
def test_years_and_economies_as_people_write_them(capsys, years):
    status, out, _ = run(capsys, "load", "gdp", "--economies", "MEX,Namibia", "--years", *years)
    assert status == 0 and out.count("MEX") == 3 and out.count("NAM") == 3
    assert "e+" not in out


def test_figures_of_a_column_are_written_alike(capsys):
    _, people, _ = run(capsys, "load", "refugees", "--years", "2025", "--destinations", "Germany")
    last = [line.split()[-1] for line in people.splitlines() if " DEU  2025 " in line]
    assert len(last) > 50 and all(re.fullmatch(r"\d{1,3}(,\d{3})*", each) for each in last)
    known = migov.load("refugees", years=2025, destinations="DEU", origins="AFG")["value"].item()
    assert f"{known:,.0f}" in last
    series = "exports_share_of_gdp"
    _, shares, _ = run(capsys, "load", series, "--economies", "MEX", "--years", "2000")
    share = migov.load(series, "MEX", 2000)["value"].item()
    printed = float(re.search(r"MEX +2000 +(\S+)", shares)[1])
    assert share % 1 and printed == pytest.approx(share, abs=1e-5)


def test_search_without_words_lists_everything(capsys):
    status, out, _ = run(capsys, "search")
    assert status == 0 and "remittances_received" in out and "columns]" not in out


def test_versions_lists_vintages(capsys):
    status, out, _ = run(capsys, "versions", "gdp")
    assert status == 0 and "2013-12" in out


def test_cite_bibtex(capsys):
    status, out, _ = run(capsys, "cite", "gdp", "--style", "bibtex")
    assert status == 0 and out.startswith("@misc{gdp_")


def test_claims_in_every_form_say_the_same(capsys):
    table = migov.claims.table(["O018", "fdi-share-1997"])
    status, out, _ = run(capsys, "claims", "O018", "fdi-share-1997", "--json")
    assert status == 0
    rows = json.loads(out)
    assert [row["id"] for row in rows] == ["O018", "O037"]
    assert [row["verdict"] for row in rows] == table["verdict"].tolist()
    _, out, _ = run(capsys, "claims", "O018", "O037", "--csv")
    assert out.splitlines()[0].startswith("id,slug,")
    _, out, _ = run(capsys, "claims", "O018", "O037")
    assert "O018  REVISED" in out and "2 claims:" in out


def test_a_failing_verdict_is_no_error(capsys):
    status, out, _ = run(capsys, "claims", "G068")
    assert status == 0 and "FAILS" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "gpd"], "Did you mean 'gdp'"),
        (["load", "gdp", "--economies", "Narnia"], "Narnia"),
        (["load", "gdp", "--years", "1", "2", "3"], "one year, or the first and the last"),
        (["load", "gdp", "--years", "soon"], "one year, or the first and the last"),
        (["claims", "O999"], "Unknown claim"),
        (["versions", "nothing"], "Unknown series"),
    ],
)
def test_an_error_is_a_sentence_and_a_status(capsys, words, said):
    status, out, err = run(capsys, *words)
    assert status == 1 and out == ""
    assert err.startswith("migov: ") and said in err and "Traceback" not in err


def test_a_corridor_tells_what_is_unknown_from_what_is_not_held_here(capsys):
    status, out, _ = run(capsys, "corridor", "MEX", "USA", "--years", "2020")
    assert status == 0
    nothing, apart = out.splitlines()[-2:]
    assert nothing.startswith("Nothing in: ") and "bilateral_remittances" in nothing
    assert apart.startswith("Not held here, --version latest fetches it: ")
    named = apart.partition(": ")[2].split(", ")
    held = migov.catalogue().set_index("series")
    for name in named:
        assert held.loc[name, "kind"] == "corridor"
        assert "embedded" not in migov.versions(name)["where"].tolist()
    assert "oda_bilateral_oecd" in named
    assert not set(named) & set(nothing.partition(": ")[2].split(", "))


def test_fetching_nothing_says_so(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(config, "_set", {"offline": True, "cache": str(tmp_path)})
    status, out, err = run(capsys, "fetch", "gdp", "migrant_stock")
    assert status == 1 and out == "Nothing was fetched.\n"
    assert "refuses the network" in err and not list(tmp_path.iterdir())


@pytest.mark.reference
def test_what_was_fetched_is_recorded_where_it_says(mirror, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path), "tries": 1})
    status, out, err = run(capsys, "fetch", "gdp", "oda_bilateral_oecd")  # the second is not there
    assert status == 1 and "webfs-dcd.oecd.org" in err
    assert out.splitlines()[-1] == f"Recorded in {tmp_path / 'migov.lock'}"
    assert (tmp_path / "migov.lock").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["diff", "O025", "--from", "2016-11"], ["diff", "--from", "2016-11", "O025"],
        ["diff", "--from", "2016-11", "--to", "pinned", "O025"],
        ["--from", "2016-11", "diff", "O025"], ["diff", "--from=2016-11", "O025", "--to=pinned"],
    ],
)  # fmt: skip
def test_ids_stand_before_or_after_the_dates(capsys, words):
    status, out, _ = run(capsys, "claims", *words)
    assert status == 0 and "1 verdict differs between 2016-11 and pinned." in out
    assert "O025" in out


def test_ids_stand_on_both_sides_of_an_option(capsys):
    _, out, _ = run(capsys, "claims", "diff", "O025", "--from", "2016-11", "G068")
    assert "O025" in out and "not compared is G068" in out
    _, out, _ = run(capsys, "claims", "O018", "--csv", "O037")
    assert len(out.splitlines()) == 3
    _, out, _ = run(capsys, "top", "migrant_stock", "-n", "1", "2020")
    assert "2020" in out and "MEX" in out


@pytest.mark.parametrize(
    ("step", "own", "others"),
    [
        ("show", ["ID [ID ...]"], ["--from", "FILE", "--json", "--paper"]),
        ("report", ["FILE.html", "FILE "], ["--from", "--json", "--paper"]),
        ("diff", ["--from DATE", "--to DATE"], ["FILE", "--json", "--paper"]),
    ],
)
def test_each_step_of_the_claims_has_a_page_of_help_of_its_own(capsys, step, own, others):
    with pytest.raises(SystemExit) as ended:
        main(["claims", step, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0 and said.startswith(f"usage: migov claims {step} ")
    assert all(each in said for each in own) and not any(each in said for each in others)


def test_the_table_of_claims_has_a_page_without_the_dates_of_a_diff(capsys):
    with pytest.raises(SystemExit):
        main(["claims", "--help"])
    said = capsys.readouterr().out
    options = said[said.index("options:") :]
    assert "--json" in options and "--paper" in options and "--from" not in options
    for step in ("show", "report", "diff"):
        assert f"migov claims {step} " in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "O018", "--json"], "--json is a form of the table; migov claims show takes ids"),
        (["O018", "--to", "latest"], "--to belongs to migov claims diff"),
        (["report", "ledger.md", "--topic", "fdi"], "--topic chooses from the table"),
    ],
)
def test_an_option_of_another_step_is_refused_by_whose_it_is(capsys, words, said):
    status, out, err = run(capsys, "claims", *words)
    assert status == 1 and said in err and not out


def test_a_group_says_for_whom_it_stands(capsys):
    table = migov.load("net_migration", "EU", 2000)
    _, out, _ = run(capsys, "load", "net_migration", "--economies", "EU", "--years", "2000")
    assert "EU stands for its 27 members of today, in every year." in out
    own = migov.load("net_migration", "FRA", 2000).attrs["migov"]["columns"]["value"]["caveats"]
    assert len(table.attrs["migov"]["columns"]["value"]["caveats"]) == len(own) + 1
    assert f"{len(own)} caveats of net_migration itself: a file written with --out" in out
    _, out, _ = run(
        capsys, "load", "net_migration", "--economies", "EU", "--years", "2000", "--on", "2003"
    )
    assert "EU stands for its 15 members of 2003" in out
    for words in (["matrix", "migrant_stock", "2020"], ["top", "migrant_stock", "2020"]):
        _, out, _ = run(capsys, *words, "--origins", "EU")
        assert "EU stands for its 27 members of today" in out


def test_an_economy_alone_has_no_caveat_of_a_group(capsys):
    _, out, _ = run(capsys, "load", "net_migration", "--economies", "FRA", "--years", "2000")
    assert "stands for" not in out
