"""Lines of evidence from lists of one day: who a meeting's own text names, states and bodies.

Lists of states that are not followed stand in ``other_lists.csv`` and organisations in
``bodies.csv`` of ``datasets/governance``.  A list speaks for its own year, and for later ones only
where it is the newest there is and a check says so.  Nothing here judges.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from migov.claims.agreements import in_words
from migov.claims.arrangements import said_by
from migov.claims.evidence import Line
from migov.claims.run import Read, note, once
from migov.economies import spells
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError


class Dated(NamedTuple):
    """A list of one day: whom `evidence` names with one status, and how they are called.

    `unsure` are those whose names could not be read whole.
    """

    day: datetime.date
    evidence: str
    named: dict[str, str]
    unsure: tuple[str, ...]


def states(arrangement: str, status: str) -> list[Dated]:
    """The dated lists of states with a status that are not the one followed, the oldest first.

    Raises
    ------
    ArgumentError
        If there is none.

    Examples
    --------
    >>> [(each.day.year, len(each.named)) for each in states("RCM", "member")][:3]
    [(1996, 10), (1999, 10), (2000, 11)]
    """
    return _lists("other_lists", "economy", arrangement, status)


def bodies(arrangement: str, status: str) -> list[Dated]:
    """The dated lists of organisations with a status, the oldest first.

    Raises
    ------
    ArgumentError
        If there is none.

    Examples
    --------
    >>> [(each.evidence, len(each.named)) for each in bodies("BP", "participant")]
    [('budapest-1997', 10), ('budapest-page', 9)]
    """
    return _lists("bodies", "body", arrangement, status)


def line(
    dated: Dated,
    label: str,
    population: str,
    unit: str,
    until: int = 0,
    among: Collection[str] | None = None,
    second: bool = True,
) -> Line:
    """How many a list names: in its own year, or from then to the year `until`.

    `label` may name the day of the list as ``{day}``; `among` keeps only these.

    Examples
    --------
    >>> fourth = states("RCM", "member")[1]
    >>> shown = line(fourth, "Members on {day}", "Puebla Process", "members")
    >>> shown.label, shown.values.to_dict()
    ('Members on 29 January 1999', {1999: 10.0})
    """
    number = len(dated.named if among is None else set(dated.named) & set(among))
    years = range(dated.day.year, max(until, dated.day.year) + 1)
    return Line(
        label.format(day=in_words(dated.day.isoformat())), said_by([dated.evidence]), "",
        dated.day.isoformat(), population, unit, pd.Series(dict.fromkeys(years, float(number))),
        second=second,
    )  # fmt: skip


def by_year(lists: Collection[Dated], label: str, population: str, unit: str) -> Line:
    """How many each list names, in its own year: a second line of what spells are counted for.

    Examples
    --------
    >>> by_year(states("RCM", "member"), "Members", "Puebla Process", "members").values.to_dict()
    {1996: 10.0, 1999: 10.0, 2000: 11.0, 2001: 11.0, 2002: 11.0, 2003: 11.0}
    """
    newest = max(each.day for each in lists)
    return Line(
        label, said_by(each.evidence for each in lists), "", newest.isoformat(), population, unit,
        pd.Series({each.day.year: float(len(each.named)) for each in lists}), second=True,
    )  # fmt: skip


def _lists(table: str, column: str, arrangement: str, status: str) -> list[Dated]:
    if table == "other_lists":
        note(Read(table, arrangement))
    found: dict[tuple[str, str], dict[str, str]] = {}
    unsure: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in once(("lists", table), lambda: rows_of(read_table(f"governance/{table}.csv"))):
        if (row["arrangement"], row["status"]) == (arrangement, status) and row["seen"]:
            key = row["seen"], row["evidence"]
            found.setdefault(key, {})[row[column]] = row.get("name", "")
            if row.get("confidence", "") in ("partial", "unverified"):
                unsure[key] = (*unsure.get(key, ()), row["name"])
    if not found:
        raise ArgumentError(f"No list of one day has {arrangement} with the status {status!r}.")
    return [
        Dated(spells.last(key[0]), key[1], named, unsure.get(key, ()))
        for key, named in sorted(found.items())
    ]
