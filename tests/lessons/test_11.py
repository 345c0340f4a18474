"""Two papers, two decades later: no number is typed in it; each is found again by another road."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from lessons.running import Told, numbers, run
from lessons.test_10 import SCHENGEN
from migov import claims
from migov.config import datasets_dir

# Why the lesson says that these claims went wrong; a verdict that changes has to change it too.
WRONG = ["G014", "G028", "G068", "G053", "G060", "G083", "G016", "O006", "G062"]
OVERTAKEN = ["G009", "G064", "O025"]
# Numbers of the text that state nothing about the world.
NO_FINDINGS = {
    "the lesson's title and what it lists": [
        "Two papers, two decades later", "marks for two authors", "no finding about two authors",
        "two dates in the same table", "test each half", "the two vintages agree",
        "and the half that claim asks for",
    ],
    "manners of speaking": [
        "may teach more than ten dates that hold", "two of them may be one thought",
        "would still be \"one in twenty\"", "how far from one in twenty",
        "take five minutes to find",
    ],
    "dates": ["just after 2001 and about 2009", "in November 2016"],
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Told:
    return run("11*")


@pytest.fixture(scope="module")
def records() -> dict[str, dict]:
    """The ledger's files, read as TOML."""
    found: dict[str, dict] = {}
    for path in sorted((datasets_dir() / "claims").glob("*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        paper = book.pop("paper")["cite"]
        found |= {name: {**row, "paper": paper} for name, row in book.items()
                  if re.fullmatch(r"[OG]\d+[a-z]?", name)}  # fmt: skip
    return found


def test_the_scoreboard_has_every_record(told: Told, records: dict) -> None:
    board = told.names["board"]
    papers = Counter(row["paper"] for row in records.values())
    assert board["claims"].drop("all").to_dict() == papers
    assert board.loc["all", "claims"] == len(records)
    waiting = {name for name, row in records.items() if "why_not" in row}
    undecided = set(told.names["waiting"]["id"])
    assert waiting <= undecided and board.loc["all", "not testable"] == len(undecided)
    assert len(undecided - waiting) < 8  # "a few" have a check that could not decide
    kinds = Counter(row["kind"] for row in records.values())
    assert told.names["kinds"]["claims"].drop("all").to_dict() == kinds


def test_the_counts_of_the_answers_by_counting_verdicts(told: Told) -> None:
    verdicts = Counter(told.names["ledger"]["verdict"])
    decided = sum(verdicts.values()) - verdicts["not testable"]
    point = verdicts["holds"] + verdicts["revised"]
    assert told.answer("could be checked") == [
        f"{sum(verdicts.values())}", f"{decided}", f"{point}", f"{100 * point / decided:.0f}",
        f"{verdicts['fails']}",
    ]  # fmt: skip
    assert told.answer("claims, more of them on")[0] == f"{verdicts['overtaken']}"
    assert told.answer("claims wait")[0] == f"{verdicts['not testable']}"


def test_facts_hold_more_often_than_tendencies(told: Told) -> None:
    """What the prose and a key point say; it is to be rewritten when it is no longer so."""
    rows = told.names["ledger"].to_dict("records")
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for row in rows:
        if row["verdict"] != "not testable":
            fact = row["kind"] in ("date", "count", "membership")
            sides[fact].append(row["verdict"] in ("holds", "revised"))
    shares = {fact: 100 * sum(found) / len(found) for fact, found in sides.items()}
    assert shares[True] > shares[False] + 5
    assert told.answer("Facts hold more often") == [
        f"{shares[True]:.0f}", f"{len(sides[True])}", f"{shares[False]:.0f}",
        f"{len(sides[False])}",
    ]  # fmt: skip


def test_the_examples_have_the_verdicts_that_they_are_examples_of(told: Told) -> None:
    verdict = told.names["ledger"].set_index("id")["verdict"]
    assert set(verdict[WRONG]) == {"fails"}
    assert set(verdict[OVERTAKEN]) == {"overtaken"}
    assert verdict["G089"] == "revised"
    for name in (*WRONG, *OVERTAKEN, "G089"):
        assert name in told.prose or any(name in text for text in told.answers) or name == "G062"
    later = claims.get("G062").check()
    assert later.then.value == 0 < later.now.value  # it came true, and the prose says so


def test_what_went_wrong_is_counted(told: Told) -> None:
    kinds = re.findall(r"^\| the (\w+) \| [OG]\d+:", told.prose, re.MULTILINE)
    assert "The first six are slips" in told.prose
    assert kinds[:6] == ["date", "word", "population", "comparison", "list", "category"]
    assert "The last two carry an argument" in told.prose
    assert kinds[6:] == ["timing", "mechanism"]
    assert "right by coincidence, as the 25 states of Schengen are" in told.prose
    assert len(SCHENGEN) == 25


def test_what_the_table_of_needs_counts(told: Told, records: dict) -> None:
    for name, words in told.names["wanted"].items():
        count = sum(1 for row in records.values()
                    if "why_not" in row and re.search(words, row["needs"]))  # fmt: skip
        assert told.names["would_help"][name] == count > 0, name


def test_verdicts_hang_on_the_vintage_for_few(told: Told) -> None:
    changed = told.names["changed"]
    several = told.names["several"]
    moved = changed[changed["from"] != "no figures"]["id"].tolist()
    assert moved == ["O025"]
    assert told.answer("such claims the verdict is another")[:3] == [
        f"{len(several)}", f"{len(moved)}", f"{len(changed) - len(moved)}",
    ]  # fmt: skip
    assert len(moved) < 0.2 * len(several)  # "few", in a key point
    widths = []
    for row in told.names["ledger"].to_dict("records"):
        if row["id"] in several:
            low, high = row["vintages_low"], row["vintages_high"]
            widths.append((high - low) / max(abs(low), abs(high)))
    assert told.answer("lie more than one per cent apart") == [
        f"{sum(width > 0.01 for width in widths)}", f"{len(several)}",
        f"{sum(width > 0.1 for width in widths)}",
    ]  # fmt: skip
    assert sum(width > 0.01 for width in widths) > 2 * len(moved)  # "figures move"


# --- India's ratio, from the publisher's files ----------------------------------------------------


def test_india_between_the_papers_year_and_the_newest(told: Told) -> None:
    (text,) = (each for each in told.answers if "has crossed the half" in each)
    newest, value, since, below, years, turns = numbers(text)
    line = told.names["covered"](told.names["india"]).dropna().loc[1996:]
    signs = [ratio < 0.5 for ratio in line]
    crossed = sum(one != other for one, other in pairwise(signs))
    assert (newest, value, since) == (f"{line.index[-1]}", f"{line.iloc[-1]:.4f}", "1996")
    assert (below, years, turns) == (f"{sum(signs)}", f"{len(signs)}", f"{crossed}")
    assert crossed > 3  # "too tidy a word"


def test_both_vintages_agree_in_every_year_but_the_last_of_the_older(told: Told) -> None:
    both = told.names["ratio"].dropna().loc[1995:]
    apart = (both.iloc[:, 0] - both.iloc[:, 1]).abs()
    assert len(both) > 15
    assert (apart.iloc[:-1] < 0.0001).all()
    assert 0.001 < apart.iloc[-1] < 0.01
    assert "and stayed above the half" in told.prose
    assert (both.iloc[-1] > 0.5).all()
    assert both.index[-1] == told.names["ratio"].iloc[:, 0].dropna().index[-1]
