"""The ledger: every record filled, every check named once, every finding shown in full."""

from __future__ import annotations

import csv
import inspect
import io
import json
import re
import tomllib
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import migov
from migov import registry
from migov.claims import ledger
from migov.cli import main
from migov.config import datasets_dir
from migov.errors import MigovError, UnknownNameError

CLAIMS = ledger.claims()
# Claims that a function checks, and those of which it is said why none can.
DECIDED = {name: each for name, each in CLAIMS.items() if not each.why_not}
CHECKS = sorted(
    path.stem
    for paper in ("overbeek2002", "geddes2018")
    for path in Path(ledger.__file__).parent.glob(f"{paper}*.py")
)
KINDS = {
    "level", "share", "ratio", "trend", "count", "ranking", "date", "membership", "relation"
}  # fmt: skip
LONGEST_REASON = 450

BANK = "World Bank"
UN = "United Nations, Department of Economic and Social Affairs, Population Division"
# Who can speak to a claim; where only one publishes the series, one is enough.
SOURCES = {
    "O017": {BANK},
    "O018": {BANK},
    "O019": {BANK},
    "O025": {BANK},
    "O034": {BANK, "UNCTAD"},
    "O035": {BANK, "UNCTAD"},
    "O036": {BANK, "UNCTAD"},
    "O037": {BANK, "UNCTAD"},
    "O057": {BANK, UN},
    "O058": {BANK, UN},
    "O059": {BANK, UN},
    "G053": {BANK},
    "G065": {UN},
    "G067": {BANK, UN},
    "G068": {UN},
    "G069": {UN},
}


# Claims that show beside the data what was printed of it and is in no file.
PRINTED_BESIDE = {"O035", "O036", "O037", "O044", "O045"}

# --- records --------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_every_record_is_filled(claim):
    for field in (
        "paper",
        "locator",
        "text",
        "topic",
        "stated_as",
        "population",
        "reading",
        "check_name",
    ):
        value = getattr(claim, field)
        assert isinstance(value, str) and value.strip() == value and value, field
    assert re.fullmatch(r"[OG]\d{3}[a-z]?", claim.id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", claim.slug)
    assert claim.kind in KINDS and claim.unit
    assert 1900 <= claim.year <= 2018
    assert claim.text.endswith(".") and claim.reading.endswith(".")
    assert claim.stated is None or isinstance(claim.stated, float | int)
    assert all(registry.find(name).id == name for name in claim.series)
    assert all(name in CLAIMS and name != claim.id for name in claim.see)
    if claim.id in DECIDED:
        assert claim.series or claim.arrangements
    else:
        assert claim.why_not.endswith(".") and claim.needs.endswith(".")
        assert claim.tolerance is None and not claim.arguments


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_locators_say_where_in_the_paper(claim):
    pattern = {
        "O": r"(p\. (VI|\d+)|pp\. \d+–\d+)(, note \d+)?",
        "G": r"(Summary|Introduction|[A-Z][A-Za-z -]+), ¶ \d+\.\d+|Links given by the author",
    }[claim.id[0]]
    assert all(re.fullmatch(pattern, each) for each in claim.locator.split("; "))
    assert claim.paper == {"O": "Overbeek (2002)", "G": "Geddes (2018)"}[claim.id[0]]


def test_names_are_unique_and_ordered_by_paper():
    slugs = [claim.slug for claim in CLAIMS.values()]
    assert len(set(slugs)) == len(slugs)
    assert not {slug.upper() for slug in slugs} & set(CLAIMS)
    assert list(CLAIMS) == sorted(CLAIMS, key=lambda name: (name[0] != "O", name))


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_a_claim_answers_to_id_and_slug_in_any_case(claim):
    names = (claim.id, claim.id.lower(), claim.slug, claim.slug.upper(), claim.slug.title())
    assert all(ledger.get(name) is claim for name in names)


def test_one_tolerance_for_every_stated_figure_unless_it_says_why():
    judged = [claim for claim in CLAIMS.values() if claim.tolerance is not None]
    assert all(claim.stated is not None for claim in judged)
    by_reason: dict[str, set[float]] = {}
    for claim in judged:
        assert claim.tolerance_why
        by_reason.setdefault(claim.tolerance_why, set()).add(claim.tolerance)
    assert all(len(tolerances) == 1 for tolerances in by_reason.values())
    values = [tolerance for tolerances in by_reason.values() for tolerance in tolerances]
    assert len(set(values)) == len(values)
    # What is judged by a relation has none; it would be one that nobody uses.
    code = "".join(
        (Path(ledger.__file__).parent / f"{name}.py").read_text("utf-8") for name in CHECKS
    )
    for claim in judged:
        body = code.split(f"def {claim.check_name.split('.')[1]}(")[1].split("\ndef ")[0]
        assert "claim.judge(" in body or "judge" in claim.arguments, claim.id


# --- checks ---------------------------------------------------------------------------------------


def checks_of(paper):
    module = import_module(f"migov.claims.{paper}")
    return {
        f"{paper}.{name}"
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def test_every_check_named_exists_and_every_check_is_named():
    assert {claim.check_name for claim in DECIDED.values()} == set.union(*map(checks_of, CHECKS))


@pytest.mark.parametrize("claim", DECIDED.values(), ids=list(DECIDED))
def test_a_check_takes_what_the_ledger_passes_on(claim):
    module, name = claim.check_name.split(".")
    check = getattr(import_module(f"migov.claims.{module}"), name)
    inspect.signature(check).bind(claim, **claim.arguments)
    assert check.__doc__ and claim.id in check.__doc__


# --- findings -------------------------------------------------------------------------------------


def test_reasons_are_short(findings):
    for name, finding in findings.items():
        assert len(finding.reason) <= LONGEST_REASON, name
        assert 1 <= len(sentences(finding.reason)) <= 2, name
        assert finding.reason.endswith("."), name
        assert not re.search(r"\b(nan|inf|None)\b", finding.reason), name
        assert "  " not in finding.reason, name


def sentences(text):
    """Sentences end with a stop, then a blank, then a capital: a decimal has no blank."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ])", text.strip())


def test_sentences_do_not_end_at_a_decimal():
    assert len(sentences("It was 1.52 times, and US$ 3.07 billion. In 1995 it was 0.88.")) == 2
    assert len(sentences("On p. 5 it is 7.4 per cent.")) == 1


def test_every_source_that_can_speak_does(findings):
    assert set(SOURCES) <= set(findings)
    for name, wanted in SOURCES.items():
        assert wanted <= set(findings[name].lines["source"]), name


def with_evidence(findings):
    return {name: each for name, each in findings.items() if len(each.lines)}


def test_every_pinned_line_has_the_papers_year_and_a_newer_one(findings):
    for name in SOURCES:
        finding = findings[name]
        data = finding.lines["pinned"] & (finding.lines["version"] != "printed")
        for label, line in finding.lines[data].groupby("label"):
            years = set(line["year"])
            assert max(years) > finding.claim.year, (name, label)
            if name != "O035":  # nothing reaches back to 1960
                assert finding.claim.year in years, (name, label)
                assert finding.then is not None


def test_every_pinned_line_reaches_the_newest_year_its_series_have(findings):
    # Of lines that are one series of the world: nothing on the way to a reader cuts them short.
    for name, finding in with_evidence(findings).items():
        world = finding.lines["pinned"] & (finding.lines["population"] == "World")
        world &= finding.lines["version"] != "printed"
        for series, line in finding.lines[world].groupby("series"):
            if finding.claim.kind != "ratio" and series in registry.series() and (
                registry.find(series).kind == "economy"
            ):
                table = migov.load(series, economies="WLD")
                assert line["year"].max() == table["year"].max(), (name, series)


def test_both_populations_are_shown(findings):
    shown = set(findings["O017"].lines["population"])
    assert {"World", "Low- and middle-income economies"} <= shown
    assert findings["G053"].lines["population"].nunique() == 2
    for name in ("G068", "G069"):
        labels = " ".join(findings[name].lines["label"].unique())
        assert "from Asia" in labels and "living in Asia" in labels, name
    assert findings["G068"].lines["population"].nunique() == 2


def test_each_line_of_feminisation_names_its_population(findings):
    assert findings["G069"].lines["population"].nunique() == 2


def test_evidence_is_finite(findings):
    for name, finding in with_evidence(findings).items():
        values = finding.lines["value"]
        assert np.isfinite(values.astype(float)).all(), name
        assert name not in SOURCES or (values > 0).all(), name


def test_vintages_are_those_of_the_line_that_carries_the_verdict(findings):
    for name, finding in with_evidence(findings).items():
        basis = finding.lines.loc[finding.lines["basis"], "label"].iloc[0]
        lines = finding.lines
        rows = lines[(lines["label"] == basis) & (lines["year"] == finding.claim.year)]
        assert len(finding.vintages) == len(rows), name
        assert sorted(finding.vintages["value"]) == sorted(rows["value"]), name
        row = finding.row()
        assert row["vintages"] == len(rows)
        if len(rows):
            assert row["vintages_low"] <= finding.then.value <= row["vintages_high"], name
            assert (row["vintages_low"], row["vintages_high"]) == (
                rows["value"].min(),
                rows["value"].max(),
            )
    assert findings["O018"].row()["vintages"] >= 5
    assert findings["O035"].row()["vintages_low"] is None


def test_evidence_names_series_and_vintages_of_the_registry(findings):
    counts = {
        (facts["publisher"], facts["version"])
        for path in datasets_dir().glob("counted*.toml")
        for facts in tomllib.loads(path.read_text("utf-8")).values()
    }
    for name, finding in with_evidence(findings).items():
        for source, series, version in set(
            finding.lines[["source", "series", "version"]].itertuples(index=False)
        ):
            if version == "printed":
                assert series in ledger.printed() and finding.claim.id in PRINTED_BESIDE
                continue
            if not series:  # members and dates, or a count from a file that is not embedded
                assert finding.claim.arrangements or (source, version) in counts, name
                continue
            known = {one for each in series.split(", ") for one in registry.find(each).versions}
            assert set(version.split("/")) <= known, (name, series)
            assert set(series.split(", ")) <= set(finding.claim.series), (name, series)


def test_checks_never_touch_the_network(findings, calls_to_the_network):
    assert findings and calls_to_the_network == []


def test_the_network_is_really_shut(network_shut):
    from socket import create_connection

    with pytest.raises(OSError, match="shut off"):
        create_connection(("localhost", 9))
    assert len(network_shut) == 1


# --- names that are not known ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("fdi-share-196", "fdi-share-1960"),
        ("fdi-share-1998", "fdi-share-1997"),
        ("migrant-stok-1995", "migrant-stock-1995"),
    ],
)
def test_an_unknown_claim_is_refused_with_the_nearest(name, near):
    with pytest.raises(UnknownNameError, match="Unknown claim") as raised:
        migov.claims.get(name)
    assert near in raised.value.nearest
    assert near in str(raised.value) and "migov.claims.table()" in str(raised.value)


@pytest.mark.parametrize("verb", [migov.claims.table, migov.claims.findings])
def test_one_unknown_name_refuses_the_list(verb):
    with pytest.raises(UnknownNameError, match="O999"):
        verb(["O018", "O999"])


@pytest.mark.parametrize("name", ["", "1", None, 37])
def test_what_is_no_name_is_refused_alike(name):
    with pytest.raises(UnknownNameError):
        migov.claims.get(name)


def test_a_broken_ledger_is_named(tmp_path, monkeypatch):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "broken.toml").write_text("[paper\n", encoding="utf-8")
    monkeypatch.setattr(ledger, "datasets_dir", lambda: tmp_path)
    ledger._books.cache_clear()
    ledger._claims.cache_clear()
    try:
        with pytest.raises(MigovError, match=r"broken\.toml"):
            ledger.claims()
    finally:
        ledger._books.cache_clear()
        ledger._claims.cache_clear()


# --- what is printed ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table(findings):
    return pd.DataFrame([finding.row() for finding in findings.values()])


def test_the_table_has_the_columns_that_its_docstring_names(table):
    returns = re.search(r"``(id, .*?)``", migov.claims.table.__doc__, re.DOTALL)[1]
    assert list(table) == re.split(r",\s+", returns)
    # The public verb gives what the findings give.
    pd.testing.assert_frame_equal(
        migov.claims.table(["O018", "G067"]).reset_index(drop=True),
        table[table["id"].isin(["O018", "G067"])].reset_index(drop=True),
        check_dtype=False,
    )


def test_names_choose_and_order_the_rows():
    assert migov.claims.table(["migrant-stock-2000", "o018"])["id"].tolist() == ["G067", "O018"]


def test_text_says_verdict_figures_reason_and_the_count(table):
    text = migov.claims.text(table)
    for row in table.to_dict("records"):
        assert f"{row['id']}  {row['verdict'].upper()}" in text
        assert row["claim"] in text and row["reason"] in text and row["locator"] in text
    counts = table["verdict"].value_counts()
    last = text.rstrip().splitlines()[-1]
    assert last.startswith(f"{len(table)} claims: ")
    assert all(f"{count} {verdict}" in last for verdict, count in counts.items())
    assert "no figure" in text and "nan" not in text.lower().split()


def test_markdown_is_one_row_a_claim(table):
    lines = migov.claims.markdown(table).splitlines()
    assert len(lines) == len(table) + 2
    assert all(line.count("|") == 6 and line.startswith("| ") for line in [lines[0], *lines[2:]])
    for line, row in zip(lines[2:], table.to_dict("records"), strict=True):
        assert line.startswith(f"| {row['id']} | ") and f"**{row['verdict']}**" in line


def run(capsys, *words):
    status = main(["claims", *words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_json_and_csv_carry_every_column_and_no_nan(capsys, table):
    chosen = ("O035", "O037")
    status, out, _ = run(capsys, *chosen, "--json")
    rows = json.loads(out)
    assert status == 0 and [row["id"] for row in rows] == list(chosen)
    assert all(set(row) == set(table) for row in rows)
    assert rows[0]["then"] is None and rows[0]["verdict"] == "not testable"
    assert rows[1]["then"] == pytest.approx(6.53704) and rows[1]["then_year"] == 1997
    assert "NaN" not in out

    status, out, _ = run(capsys, *chosen, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0 and [row["id"] for row in rows] == list(chosen)
    assert set(rows[0]) == set(table) and rows[0]["then"] == ""


def test_markdown_from_the_shell_is_that_of_the_library(capsys):
    status, out, _ = run(capsys, "O018", "--markdown")
    assert status == 0 and out == migov.claims.markdown(migov.claims.table(["O018"]))


@pytest.mark.parametrize("name", ["G068", "O035", "O025"])
def test_no_verdict_changes_the_exit_status(capsys, name):
    status, out, err = run(capsys, name)
    assert status == 0 and name in out and not err


def test_an_error_does(capsys):
    status, out, err = run(capsys, "O018", "O999")
    assert status == 1 and not out and err.startswith("migov: Unknown claim 'O999'")


def test_two_forms_at_once_are_refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["claims", "--json", "--csv"])
    assert stopped.value.code == 2


# --- figures from print ---------------------------------------------------------------------------


def test_no_verdict_rests_on_a_printed_figure(findings):
    for name, finding in with_evidence(findings).items():
        assert "printed" not in set(finding.lines.loc[finding.lines["basis"], "version"]), name


def test_every_printed_figure_says_where_it_stands_and_is_used():
    table = migov.claims.printed()
    assert not (table.astype(str) == "").any().any()
    assert table["url"].str.startswith("https://").all()
    used = "".join(
        path.read_text("utf-8") for path in Path(ledger.__file__).parent.glob("*.py")
    ) + "".join(path.read_text("utf-8") for path in (datasets_dir() / "claims").glob("*.toml"))
    for name in set(table["id"]):
        assert name in used or name.startswith("idb-2004-"), name
