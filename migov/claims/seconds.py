"""Second lines of evidence on governance: what another source says of who belonged, or of a date.

Lists and dates that are not the ones followed stand apart in ``datasets/governance``; here they
become lines that measure what a first line does.  Nothing here judges.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from migov.claims.arrangements import announced, counted, said_by
from migov.claims.evidence import Line
from migov.claims.run import Read, note, once
from migov.economies import spells
from migov.economies.tables import read_table
from migov.errors import ArgumentError

_ALWAYS = ("", "party", "member")


def listed(
    arrangement: str, evidence: str, day: datetime.date, status: str | None = None
) -> set[str]:
    """Who belongs on a day by another list; with `status`, who has that one.

    A list without years counts from its own day on.

    Raises
    ------
    ArgumentError
        If that source has no list of it.

    Examples
    --------
    >>> sorted(listed("CAN", "cow-igo", datetime.date(2009, 2, 12)))
    ['BOL', 'COL', 'ECU', 'PER']
    """
    note(Read("other_lists", arrangement))
    rows = [
        row for row in _table("other_lists")
        if (row["arrangement"], row["evidence"]) == (arrangement, evidence)
    ]  # fmt: skip
    if not rows:
        raise ArgumentError(f"{evidence!r} is no other list of {arrangement}.")
    return {
        row["economy"] for row in rows
        if (row["status"] == status if status else row["status"] in _ALWAYS) and _covers(row, day)
    }  # fmt: skip


def bound(arrangement: str, evidence: str, day: datetime.date) -> set[str]:
    """Who is bound by a treaty on a day, by another list of its parties.

    Examples
    --------
    >>> len(bound("ICRMW", "untc-icrmw-2014", datetime.date(2008, 6, 30)))
    37
    """
    note(Read("other_lists", arrangement))
    return {
        row["economy"] for row in _table("other_lists")
        if (row["arrangement"], row["evidence"]) == (arrangement, evidence)
        and row["entry_into_force"] and spells.first(row["entry_into_force"]) <= day
    }  # fmt: skip


def other_list(
    first: Line, values: Mapping[int, float], evidence: Collection[str], label: str, version: str
) -> Line:
    """A second line of what `first` counts, from another list of who belongs.

    Examples
    --------
    >>> from migov.claims.agreements import on_days
    >>> line = on_days("CAN", "members")
    >>> other_list(line, {2009: 4.0}, ["cow-igo"], "By another list", "2014").second
    True
    """
    return Line(
        label, said_by(evidence), "", version, first.population, first.unit,
        pd.Series(dict(values), dtype=float), second=True,
    )  # fmt: skip


def other_date(arrangement: str, what: str, year: int, first: Line, label: str = "") -> list[Line]:
    """Lines of the same date by further sources, a line each, placed at the year of the claim.

    Examples
    --------
    >>> from migov.claims.arrangements import date
    >>> line = date("IGC", "founded", 1984)
    >>> [each.at(1984).value for each in other_date("IGC", "founded", 1984, line)]
    [1985.0]
    """
    return [
        Line(
            f"{label or first.label}, by {said_by([row['evidence']])}", said_by([row["evidence"]]),
            "", row["date"], first.population, first.unit,
            pd.Series({year: float(spells.first(row["date"]).year)}), second=True,
        )
        for row in other_days(arrangement, what)
    ]  # fmt: skip


def other_days(arrangement: str, what: str) -> list[dict[str, str]]:
    """The rows of a date by further sources, the first of them first.

    Examples
    --------
    >>> [row["date"] for row in other_days("CAN", "supranational")]
    ['1983-05-19', '2003']
    """
    rows = [
        row for row in _table("dates") if (row["arrangement"], row["what"]) == (arrangement, what)
    ]
    if rows:
        note(Read("other_dates", arrangement))
    return rows


def with_own_count(members: Line) -> Line:
    """Members of the IOM by its list, and after the list's end by the organisation's own totals.

    Examples
    --------
    >>> from migov.claims.arrangements import count
    >>> str(with_own_count(count("IOM", "members")).last)
    '175 members (2024)'
    """
    own = announced("IOM", "members", members.unit)
    later = own.values[own.values.index > members.last.year]
    return replace(
        members, label=f"{members.label}, by its own count after {members.last.year}",
        source=f"{members.source}; {own.source}", version=own.version,
        values=pd.concat([members.values, later]),
    )  # fmt: skip


def counted_second(name: str, label: str = "") -> Line:
    """A count of ``datasets/counted*.toml`` that measures what a first line does.

    Examples
    --------
    >>> counted_second("unhcr-returns-2023-04").second
    True
    """
    return replace(counted(name, label), second=True)


def modes(evidence: str) -> list[dict[str, str]]:
    """The four modes of supplying a service, as a source sets them out.

    Examples
    --------
    >>> [row["mode"] for row in modes("wto-modes") if row["who_goes"] == "consumer"]
    ['2']
    """
    return [row for row in _table("modes") if row["evidence"] == evidence]


def _table(name: str) -> list[dict[str, str]]:
    return once(
        ("governance", name), lambda: read_table(f"governance/{name}.csv").to_dict("records")
    )


def _covers(row: Mapping[str, str], day: datetime.date) -> bool:
    begins = spells.first(row["from"] or row["seen"])
    return begins <= day and (not row["to"] or day <= spells.last(row["to"]))
