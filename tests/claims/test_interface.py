"""How a reader asks the ledger: filters, cards, code to copy, documents, and other dates."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import migov
from migov.claims.ledger import claims, select
from migov.cli import main
from migov.errors import ArgumentError, UnknownNameError


def test_filters_give_what_has_that_and_nothing_else() -> None:
    every = list(claims().values())
    for what in ("paper", "topic", "kind"):
        for name in {getattr(claim, what) for claim in every}:
            chosen = [each.id for each in select(**{what: name})]
            assert set(chosen) >= {each.id for each in every if getattr(each, what) == name}
            assert all(name in getattr(migov.claims.get(each), what) for each in chosen)
    aid = select(series="oda_received")
    assert {"O019", "G053"} <= {claim.id for claim in aid}
    assert all("oda_received" in claim.series for claim in aid)


def test_filters_narrow_each_other() -> None:
    found = migov.claims.table(["O018", "O019", "G053"], paper="Overbeek", verdict="holds")
    assert found["id"].tolist() == ["O019"]
    none = migov.claims.table(["O018"], verdict="fails")
    assert none.empty and "verdict" in none


@pytest.mark.parametrize("what", ["paper", "topic", "kind", "series", "arrangement", "verdict"])
def test_a_name_that_no_claim_has_is_refused(what: str) -> None:
    with pytest.raises(UnknownNameError, match="qwertz"):
        migov.claims.table(["O018"], **{what: "qwertz"})


@pytest.mark.parametrize("name", ["O018", "O037", "G053", "G069", "O035", "O014"])
def test_the_code_of_a_claim_runs_and_reaches_its_verdict(name: str) -> None:
    claim = migov.claims.get(name)
    lines = claim.code().splitlines()
    assert 4 <= len(lines) <= 6
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(claim.code(), {})
    assert str(claim.check().verdict) in said.getvalue()


def test_a_claim_shows_itself_as_a_card() -> None:
    claim = migov.claims.get("G067")
    assert claim._repr_html_() == claim.check()._repr_html_()
    assert "175 million" in claim._repr_html_()


def test_the_scoreboard_counts_every_claim_once() -> None:
    rows = migov.claims.table(["O017", "O018", "O035", "G053"])
    board = migov.claims.scoreboard(rows)
    assert board.loc["all", "claims"] == 4
    assert board.loc["Overbeek (2002)", ["holds", "revised", "not testable"]].tolist() == [1, 1, 1]
    assert board.loc["Overbeek (2002)", "checked"] == pytest.approx(66.7)
    assert board.loc["Geddes (2018)", "fails"] == 1
    assert migov.claims.scoreboard(rows, by="kind").loc["all", "claims"] == 4


@pytest.mark.parametrize("ending", ["html", "md", "tex"])
def test_a_report_says_every_claim_verdict_and_source(tmp_path: Path, ending: str) -> None:
    path = migov.claims.report(tmp_path / f"ledger.{ending}", ["O018", "G053"])
    text = path.read_text(encoding="utf-8")
    for said in ("O018", "G053", "revised", "fails", "BX.TRF.PWKR.CD.DT", "CC BY 4.0"):
        assert said in text, said
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_page_of_the_report_asks_for_no_other_file(tmp_path: Path) -> None:
    text = migov.claims.report(tmp_path / "ledger.html", ["O018"]).read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)\s*=\s*["'](?!#)""", text)


def test_a_tex_report_escapes_what_tex_would_read(tmp_path: Path) -> None:
    text = migov.claims.report(tmp_path / "ledger.tex", ["O018", "O037"]).read_text("utf-8")
    body = text[text.index(r"\begin{longtable}") :]
    assert r"US\$ 70 billion" in body
    assert not re.search(r"(?<!\\)[$%#_]", body.replace("{p{", ""))


def test_a_workbook_of_the_report_holds_claims_evidence_and_sources(tmp_path: Path) -> None:
    path = migov.claims.report(tmp_path / "ledger.xlsx", ["O018", "O035"])
    book = openpyxl.load_workbook(path, read_only=True)
    assert book.sheetnames == ["claims", "scoreboard", "evidence", "sources"]
    rows = pd.read_excel(path, sheet_name="claims", engine="openpyxl")
    assert rows.set_index("id").loc["O018", "then"] == pytest.approx(94.547, abs=1e-3)


@pytest.mark.parametrize("name", ["ledger.pdf", "ledger", "no/such/folder/ledger.md"])
def test_a_report_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArgumentError):
        migov.claims.report(tmp_path / name, ["O018"])


def test_a_verdict_that_hangs_on_the_vintage_is_found() -> None:
    # Remittances over India's deficit in goods were above a half on the figures of November 2016
    # (0.552 in their newest year) and fell to 0.4999 since.
    found = migov.claims.diff("2016-11", names=["O018", "O019", "O025"]).set_index("id")
    assert found.index.tolist() == ["O025"]
    assert found.loc["O025", ["from", "to"]].tolist() == ["holds", "overtaken"]
    assert found.loc["O025", "now_from"] == pytest.approx(0.552, abs=5e-4)


def test_a_date_against_itself_changes_nothing() -> None:
    assert migov.claims.diff("pinned", "pinned", ["O018", "O025"]).empty
    assert migov.claims.diff("2016-11", "2016-11", ["O018", "O025"]).empty


def test_the_latest_of_what_no_address_gives_is_what_is_pinned(monkeypatch) -> None:
    # The flows by decade stand on their publisher's page alone; they are not asked for and stay.
    asked: list[str] = []

    def answers(names):
        asked.extend(names)
        return [migov.live.Answer(name, None, None) for name in names]

    monkeypatch.setattr(migov.live, "answers", answers)
    assert migov.claims.diff("pinned", "latest", ["G003", "O018"]).empty
    assert "remittances_received" in asked
    assert "migration_flow_decade_da_pb_closed" in claims()["G003"].series
    assert "migration_flow_decade_da_pb_closed" not in asked


@pytest.mark.parametrize("date", ["1990", "1990-01"])
def test_a_date_before_every_vintage_is_refused(date: str) -> None:
    with pytest.raises(ArgumentError, match="oldest is 2013-12"):
        migov.claims.diff(date, names=["O018"])


def test_the_shell_shows_reports_and_compares(tmp_path: Path, capsys) -> None:
    assert main(["claims", "show", "o37"]) == 0
    assert "fdi-share-1997" in capsys.readouterr().out
    assert main(["claims", "report", str(tmp_path / "ledger.md"), "O018"]) == 0
    assert (tmp_path / "ledger.md").is_file()
    capsys.readouterr()
    assert main(["claims", "diff", "O025", "--from", "2016-11"]) == 0
    assert "holds → overtaken" in capsys.readouterr().out
    assert main(["claims", "--verdict", "fails", "--paper", "Geddes", "G053", "O018"]) == 0
    said = capsys.readouterr().out
    assert "G053" in said and "O018" not in said
    for words in (["show"], ["report"], ["diff"]):
        assert main(["claims", *words]) != 0
        assert "such as migov claims" in capsys.readouterr().err
