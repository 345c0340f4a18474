"""Checks of the claims in Geddes (2018) on dates: foundings, signatures and what took effect.

A date is placed at the year that the paper speaks of; what further sources say of it stands beside
it.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from migov.claims.agreements import first_right, in_words
from migov.claims.arrangements import announced, as_of, belonging, date, day, said_by
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.seconds import other_date, other_days
from migov.claims.verdicts import Verdict, judge_relation
from migov.economies import spells
from migov.governance import records

_MADE = {"treaty": "was adopted", "declaration": "was adopted", "process": "began"}


def dated(
    claim: Claim,
    arrangement: str,
    column: str,
    remark: str,
    beside: Sequence[str] = (),
    founders: Collection[str] = (),
    stands: str = "",
    called: str = "",
) -> Finding:
    """G012, G014, G014b, G022, G034, G038, G043, G059, G061, G063, G080, G090, G093, G102,
    G121, G122: the year of a founding, a signature or a beginning.

    `beside` are other dates, ``"IOM in_force"``, that `remark` may name by their number;
    `founders` have to be those who belonged first; the point stands if ``"before"`` the first of
    the other dates.  `called` is a name for the reason where the arrangement's own is another's.
    What further sources say of the same date stands beside it, and the year in which the first
    belonged by the list of members, where it is a founding and no signature that is dated.
    """
    about = records.record(arrangement)
    line = date(arrangement, column, claim.year)
    found = line.at(claim.year).value
    others = [each.split(" ") for each in beside]
    point = stands == "before" and day(arrangement, column) <= day(*others[0])
    first_day = max(filter(None, (about["founded"], about["in_force"])))
    table = records.rows(arrangement)
    members = belonging(arrangement, spells.last(first_day[:4])) if len(table) else []
    verdict = claim.judge(found, point)
    if founders and set(members) != set(founders):
        verdict = Verdict.FAILS
    told = day(arrangement, column)
    did = "took effect" if column == "in_force" else _MADE.get(about["kind"], "was founded")
    instead = "" if found == claim.stated else f", not in {claim.stated:.0f}"
    again = other_date(arrangement, column, claim.year, line)
    more = remark.format(
        *(in_words(day(*each)) for each in others),
        trial=_told_elsewhere(arrangement, "trial announced"),
        keeper=about["secretariat"],
        number=len(members),
        members=", ".join(members),
        first=table["begins"].min().year if len(table) else "",
    )
    reason = f"The {called or about['name']} {did} {_at(told)}{instead}. {more}"
    lines = [line, *again, *(date(key, which, claim.year) for key, which in others)]
    if column == "founded" and about["kind"] not in ("treaty", "agreement"):
        lines += _first_spells(line, arrangement, claim.year)  # nobody belongs to a text signed
    return finding(claim, verdict, reason, lines)


def mandate(claim: Claim) -> Finding:
    """G015: years for which the statute of UNHCR was made."""
    begins, review = day("UNHCR", "in_force"), other_days("UNHCR", "under review")
    lines = [
        Line(
            f"Years to the review, by {said_by([row['evidence']])}", said_by([row["evidence"]]), "",
            row["date"], claim.population, claim.unit,
            pd.Series({claim.year: _years(begins, row["date"])}), second=at > 0,
        )
        for at, row in enumerate(review)
    ]  # fmt: skip
    said = announced("UNHCR", "years of its first mandate", claim.unit)
    found = lines[0].at(claim.year).value
    reason = (
        f"The office was at work from {in_words(begins)}, and its statute asked whether it should "
        f"go on after {in_words(review[0]['date'])}: {found:.0f} years. It went on."
    )
    return finding(claim, claim.judge(found, False), reason, [*lines, replace(said, second=True)])


def workers(claim: Claim) -> Finding:
    """G036: the founding treaty of the European Communities."""
    line = date("EU", "founded", claim.year)
    since, evidence = first_right("EU", "work")
    right = Line(
        "Freedom of workers in effect", said_by([evidence]), "", as_of().isoformat(),
        claim.population, claim.unit, pd.Series({claim.year: spells.first(since).year}),
    )  # fmt: skip
    found = line.at(claim.year).value
    verdict = judge_relation(1950 <= found < 1960, True)
    reason = (
        f"The treaty is of {in_words(day('EU', 'founded'))} and in force from "
        f"{in_words(day('EU', 'in_force'))}. Workers could use the freedom in full from "
        f"{in_words(since)} on, when a regulation took effect."
    )
    return finding(claim, verdict, reason, [line, right])


def _first_spells(founded: Line, arrangement: str, year: int) -> list[Line]:
    """The year in which the first belonged, counted from the spells of members; none if unknown."""
    rows = records.of_status(records.rows(arrangement), None)
    rows = rows[rows["from"] != ""]
    if rows.empty:
        return []
    first = rows[rows["begins"] == rows["begins"].min()]
    return [
        Line(
            f"{founded.population}, first to belong by its list", said_by(first["evidence"]), "",
            founded.version, founded.population, founded.unit,
            pd.Series({year: float(first["begins"].min().year)}),
        )
    ]  # fmt: skip


def _told_elsewhere(arrangement: str, what: str) -> str:
    rows = other_days(arrangement, what)
    return in_words(rows[0]["date"]) if rows else ""


def _years(begins: str, last: str) -> float:
    """Whole years from a first to a last day, both counted."""
    end = spells.last(last) + datetime.timedelta(days=1)
    return float(end.year - spells.first(begins).year)


def _at(told: str) -> str:
    return f"{'on' if told.count('-') == 2 else 'in'} {in_words(told)}"
