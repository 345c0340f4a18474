"""How a reader asks the ledger: filters, cards, code to copy, documents, and other dates."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import migov
from migov import registry
from migov.claims.ledger import claims, select
from migov.cli import main
from migov.errors import ArgumentError, UnknownNameError
from migov.figures import find_version, whole


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


@pytest.mark.parametrize("what", ["paper", "topic", "kind", "series", "arrangement", "verdict"])
@pytest.mark.parametrize("name", ["", " ", [], [""], [None], 3, True, float("nan"), b"holds"])
def test_what_names_nothing_is_refused(what: str, name: object) -> None:
    with pytest.raises((ArgumentError, UnknownNameError)):
        migov.claims.table(["O018"], **{what: name})


@pytest.mark.parametrize("names", [[], "", ["O018", ""], [None], 3, True])
def test_names_that_name_no_claim_are_refused(names: object, tmp_path: Path) -> None:
    for verb in (migov.claims.table, migov.claims.findings):
        with pytest.raises((ArgumentError, UnknownNameError)):
            verb(names)
    with pytest.raises((ArgumentError, UnknownNameError)):
        migov.claims.report(tmp_path / "ledger.md", names)  # type: ignore[arg-type]
    assert not any(tmp_path.iterdir())


def test_one_of_several_will_do() -> None:
    both = migov.claims.table(["O018", "O019", "G053"], verdict=["revised", "Fails"])
    assert both["id"].tolist() == ["O018", "G053"]
    papers = select(paper=["Geddes", "Overbeek"])
    assert [claim.id for claim in papers] == list(claims())


def test_a_claim_named_twice_stands_once() -> None:
    assert [claim.id for claim in select(["O018", "remittances-1995", "o18"])] == ["O018"]


@pytest.mark.parametrize(
    ("what", "one", "same"),
    [
        ("arrangement", "RCM", "puebla process"),
        ("arrangement", "ICRMW", "icrmw"),
        ("series", "remittances_received", "BX.TRF.PWKR.CD.DT"),
    ],
)
def test_other_names_of_the_same_find_the_same(what: str, one: str, same: str) -> None:
    found = select(**{what: one})
    assert found and select(**{what: same}) == found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["O018", "O037", "G053", "G069", "O035", "O014", "G089", "O061"])
def test_the_code_of_a_claim_runs_and_reaches_its_verdict(name: str) -> None:
    claim = migov.claims.get(name)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(claim.code(), {})
    assert str(claim.check().verdict) in said.getvalue()


@pytest.mark.slow
def test_the_lines_of_every_claim_load_nothing_that_they_do_not_show() -> None:
    for name, claim in claims().items():
        lines = ast.parse(claim.code()).body
        assert 4 <= len(lines) <= 8, name
        made = [line.targets[0].id for line in lines if isinstance(line, ast.Assign)]
        assert len(set(made)) == len(made), name
        used = [each.id for line in lines for each in ast.walk(line)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]  # fmt: skip
        assert set(made) <= set(used), name


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


def test_the_scoreboard_counts_findings_as_it_counts_rows() -> None:
    names = ["O017", "O018", "O035", "G053"]
    rows = migov.claims.scoreboard(migov.claims.table(names))
    pd.testing.assert_frame_equal(migov.claims.scoreboard(migov.claims.findings(names)), rows)


def test_findings_are_printed_as_their_rows_are() -> None:
    names = ["O018", "O035"]
    rows = migov.claims.text(migov.claims.table(names))
    assert migov.claims.text(migov.claims.findings(names)) == rows
    assert migov.claims.text([]) == "No claims.\n"


@pytest.mark.parametrize("by", ["qwertz", "", None, 3, ["paper", "kind"]])
def test_a_scoreboard_by_what_is_no_column_is_refused(by: object) -> None:
    rows = migov.claims.table(["O018"])
    with pytest.raises(ArgumentError, match="no column"):
        migov.claims.scoreboard(rows, by)  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", ["scoreboard", "text", "markdown"])
def test_what_are_no_rows_of_claims_is_refused(verb: str) -> None:
    rows = migov.claims.table(["O018"])
    wrong = [None, 3, ["O018"], pd.DataFrame({"paper": ["x"]}), rows.assign(verdict="true")]
    for each in wrong:
        with pytest.raises(ArgumentError):
            getattr(migov.claims, verb)(each)


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


@pytest.mark.parametrize("path", [None, 3, "", "a\0b.md"])
def test_a_report_onto_no_name_of_a_file_is_refused(path: object) -> None:
    with pytest.raises(ArgumentError):
        migov.claims.report(path, ["O018"])  # type: ignore[arg-type]


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


def test_what_was_not_published_by_then_is_not_used() -> None:
    # The revisions of the migrant stock by origin that are held are of 2017 and later.
    found = migov.claims.diff("2016-11", names=["G068", "G069", "O025"])
    assert found["id"].tolist() == ["O025"]
    assert found.attrs["migov"]["caveats"] == [
        "migrant_stock has no vintage of 2016-11: not compared are G068, G069."
    ]
    assert found.attrs["migov"]["not_compared"] == ["G068", "G069"]
    later = migov.claims.diff("2020", names=["G068"])
    assert later.empty and later.attrs["migov"]["caveats"] == []


def test_a_date_shows_no_later_vintage(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    check = migov.claims.Claim.check

    def noted(claim: migov.claims.Claim) -> migov.claims.Finding:
        found = check(claim)
        seen.extend(one for each in found.lines["version"] for one in each.split("/"))
        return found

    monkeypatch.setattr(migov.claims.Claim, "check", noted)
    migov.claims.diff("2018-08", "2018-08", ["O018", "O025", "O017", "G067"])
    assert set(seen) == {"2018-08", "2017", "2016-11", "2016-02", "2015", "2013-12"}


@pytest.mark.parametrize("date", ["2099", "2099-01"])
def test_a_date_to_come_has_no_figures(date: str) -> None:
    with pytest.raises(ArgumentError, match="still to come"):
        migov.claims.diff(date, names=["O018"])
    with pytest.raises(ArgumentError, match="still to come"):
        migov.claims.diff("2016-11", date, names=["O018"])


@pytest.mark.parametrize("date", ["", "soon", "2016-13", "16-11", None, 11, "Latest "])
def test_what_is_no_date_is_refused(date: object) -> None:
    with pytest.raises(ArgumentError, match="is no date"):
        migov.claims.diff(date, names=["O018"])  # type: ignore[arg-type]


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


def test_the_latest_is_called_by_its_own_name(monkeypatch) -> None:
    """Where newer figures came, lines and citations name them and keep the pinned as an older."""

    def answers(names):
        for name in names:
            record = registry.find(name)
            held = whole(record, find_version(record), "each" if "migrant" in name else "both")
            table = held.table
            if name == "gfcf_share_of_gdp":  # a part of what O037 rests on
                table = table.assign(value=table["value"] * 2)
            version = dataclasses.replace(held.version, name="2031-01", embed=())
            found = dataclasses.replace(held, version=version, table=table, facts={})
            yield migov.live.Answer(name, found, None)

    seen: list[migov.claims.Finding] = []
    check = migov.claims.Claim.check
    monkeypatch.setattr(migov.live, "answers", answers)
    monkeypatch.setattr(
        migov.claims.Claim, "check", lambda claim: seen.append(check(claim)) or seen[-1]
    )
    table = migov.claims.diff("pinned", "latest", ["O018", "O037", "G068"])
    early, late = seen[:3], seen[3:]
    for one, other in zip(early, late, strict=True):
        pinned = [set(each.lines.loc[each.lines["pinned"].astype(bool), "version"])
                  for each in (one, other)]  # fmt: skip
        assert "2031-01" not in pinned[0] and pinned[1] - {"printed"} == {"2031-01"}
    for name, version in (("O018", "2026-07"), ("G068", "2024")):
        lines = late[["O018", "O037", "G068"].index(name)].lines
        assert {version, "2031-01"} <= set(lines["version"])  # the pinned one is an older one now
    share = [each.lines.query("series == 'fdi_inflow_share_of_gfcf' and pinned")
             .set_index(["label", "year"])["value"] for each in (early[1], late[1])]  # fmt: skip
    assert len(share[0]) and (share[1] / share[0]).round(9).eq(0.5).all()
    older = [each.lines.query("series == 'fdi_inflow_share_of_gfcf' and version == '2025-12'")
             .set_index(["label", "year"])["value"] for each in (early[1], late[1])]  # fmt: skip
    assert older[0].equals(older[1])  # and no older one is mixed with what is new
    told = table.attrs["migov"]["vintages"]
    assert told["from"]["migrant_stock"] == "2024" and set(told["to"].values()) == {"2031-01"}
    cited = migov.cite(table)
    assert "(SM.POP.NETM)" not in cited
    for version in ("version 2026-07", "version 2031-01"):
        assert f"Personal remittances, received (BX.TRF.PWKR.CD.DT), {version}" in cited


def test_a_diff_is_cited_by_the_vintages_of_both_dates() -> None:
    cited = migov.cite(migov.claims.diff("2016-11", names=["O018"]))
    for version in ("2016-11", "2026-07"):
        assert f"Personal remittances, received (BX.TRF.PWKR.CD.DT), version {version}" in cited


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


def test_a_claim_prints_what_it_says_and_how_it_is_read_without_being_checked(monkeypatch):
    claim = migov.claims.get("O037")
    monkeypatch.setattr(type(claim), "check", lambda self: pytest.fail("checked"))
    said = str(claim)
    assert said.splitlines()[0] == "O037 fdi-share-1997"
    for part in (claim.text, claim.reading, claim.tolerance_why, *claim.series, "Overbeek (2002)"):
        assert part in said
    assert repr(claim) == "<Claim O037 fdi-share-1997: Overbeek (2002), p. 5>"
    assert "mappingproxy" not in said and "None" not in said


def test_a_claim_that_nothing_can_decide_prints_what_would():
    claim = next(each for each in migov.claims.ledger.claims().values() if each.needs)
    assert claim.why_not in str(claim) and claim.needs in str(claim)
