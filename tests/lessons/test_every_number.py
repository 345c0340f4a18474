"""No lesson shows a number that no test finds again, in its words or in what its cells show."""

from __future__ import annotations

import importlib
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from lessons import quoting
from lessons.running import book_of, run
from lessons.test_cards import BY_ARITHMETIC, CARDS
from lessons.test_cards_of_governance import GOVERNED
from migov.claims import Finding

HERE = Path(__file__).resolve().parent
READ = ["05", "06", "07", "08", "09", "10", "11"]
FROM_AXES = READ[4:]  # whose pictures are read from what is drawn

each_lesson = pytest.mark.parametrize("number", READ)


def module(number: str):
    return importlib.import_module(f"lessons.test_{number}")


def path(number: str) -> Path:
    return HERE / f"test_{number}.py"


@each_lesson
def test_every_number_of_the_words(number: str) -> None:
    listed = module(number).NO_FINDINGS
    assert not quoting.unfound(book_of(f"{number}*"), path(number), listed)


@each_lesson
def test_what_is_listed_as_no_finding_stands_in_the_lesson(number: str) -> None:
    text = quoting.plain(run(f"{number}*").prose)
    for kind, phrases in module(number).NO_FINDINGS.items():
        assert not [each for each in phrases if quoting.plain(each) not in text], kind


@each_lesson
def test_every_answer_is_computed_again(number: str) -> None:
    answers = getattr(module(number), "TOLD", {})
    assert set(answers) <= quoting.opened(path(number), "TOLD")


@each_lesson
def test_every_table_and_every_print_is_opened(number: str) -> None:
    told = run(f"{number}*")
    tables = {
        cell for cell, shown in told.shown.items()
        if not isinstance(shown, Finding) and not of_claims(shown)
    }  # fmt: skip
    assert tables <= quoting.opened(path(number), "shown")
    assert set(told.printed) <= quoting.opened(path(number), "printed")


@each_lesson
def test_every_picture_has_a_test_of_its_figures(number: str) -> None:
    book = book_of(f"{number}*")
    figures = {cell.metadata["mystnb"]["figure"]["name"] for cell in book.cells
               if "figure" in cell.metadata.get("mystnb", {})}  # fmt: skip
    drawn = module(number).DRAWN
    assert set(drawn) == figures
    assert set(drawn.values()) <= quoting.names(path(number))
    if number in FROM_AXES:
        assert quoting.opened(path(number), "pictures") == figures


@each_lesson
def test_every_claim_that_is_shown_is_found_again(number: str) -> None:
    told = run(f"{number}*")
    seen = {found.claim.id for found in told.shown.values() if isinstance(found, Finding)}
    for table in told.shown.values():
        if of_claims(table):
            seen |= set(table.index)
    assert seen and seen <= set(CARDS) | set(GOVERNED) | BY_ARITHMETIC


def of_claims(shown: object) -> bool:
    """Whether a table has a row for each of several claims, and its verdict."""
    return isinstance(shown, pd.DataFrame) and {"stated_as", "verdict"} <= set(shown.columns)


# --- that the search finds what it should ---------------------------------------------------------


def lesson(*cells: tuple[str, str]) -> nbformat.NotebookNode:
    book = nbformat.v4.new_notebook()
    make = {"text": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    book.cells = [make[kind](source) for kind, source in cells]
    return book


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("There were 31 million.", 1),
        ("Nine in ten stayed, a third left and 1,000 came.", 4),
        ("In 1990 it was {term}`stock <migrant stock>` (p. 4), revision of 2024, `x[3]`.", 0),
        ("In 1991 it was G003.", 1),
        ("Two thirds, ```{exercise} Three\n:label: ex-05-x\n```", 3),
        ("One could drop the unknown.", 0),
        ("It is told again: 44 of them.", 0),
        ("And the lesson takes seven of them.", 0),
    ],
)
def test_a_number_without_a_second_road_is_found(tmp_path: Path, words: str, left: int) -> None:
    tests = tmp_path / "test_x.py"
    tests.write_text('def test_it(told):\n    assert "told again: 44 of" in told.prose\n')
    listed = {"how many": ["takes seven of them"]}
    book = lesson(("text", words), ("code", "year = 1990"))
    assert len(quoting.unfound(book, tests, listed)) == left


def test_only_what_a_test_asserts_counts(tmp_path: Path) -> None:
    tests = tmp_path / "test_x.py"
    tests.write_text('NOTE = "44 of them"\n\ndef other(told):\n    assert "44" in told.prose\n')
    assert len(quoting.unfound(lesson(("text", "44 of them")), tests, {})) == 1
    tests.write_text('def test_y(told):\n    TOLD["a"]\n    told.shown["05-01"]\n')
    assert quoting.opened(tests, "TOLD") == {"a"}
    assert quoting.opened(tests, "shown") == {"05-01"}
