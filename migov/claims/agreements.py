"""Lines of evidence on what agreements let people do, and members on one day of every year.

Rights are those of ``datasets/governance/rights.csv``: what an agreement grants, less what
transitional measures suspend.  The rule is that of :func:`migov.governance.free_movement`, for all
pairs of a group at once; nothing here judges.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from migov.claims.arrangements import as_of, belonging, said_by
from migov.claims.evidence import Line
from migov.claims.run import once
from migov.economies import spells
from migov.economies.tables import read_table, rows_of
from migov.governance import records
from migov.governance.held import held

READ = (2, 12)  # month and day on which the links of Geddes (2018) were read, in 2009
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
Row = Mapping[str, str]


def in_words(date: str) -> str:
    """A date as it is read: a day, a month or a year.

    Examples
    --------
    >>> in_words("1951-12-05"), in_words("2001-06"), in_words("1991")
    ('5 December 1951', 'June 2001', '1991')
    """
    parts = date.split("-")
    told = [parts[0]]
    if len(parts) > 1:
        told = [MONTHS[int(parts[1]) - 1], *told]
    if len(parts) > 2:
        told = [str(int(parts[2])), *told]
    return " ".join(told)


def days(first: int) -> dict[int, datetime.date]:
    """12 February of each year, and in the newest one the last day that lists reach.

    Examples
    --------
    >>> days(2024)[2024].isoformat(), max(days(2024).values()) == as_of()
    ('2024-02-12', True)
    """
    end = as_of()
    found = {year: datetime.date(year, *READ) for year in range(first, end.year + 1)}
    found[end.year] = end
    return found


def on_days(
    arrangement: str,
    unit: str,
    label: str = "",
    status: str | Iterable[str] | None = None,
    inside: str = "",
    first: int = 0,
) -> Line:
    """How many belonged on 12 February of each year; with `inside`, of another's members then.

    Examples
    --------
    >>> on_days("ICMPD", "members").at(2009).value
    11.0
    """
    key = records.find(arrangement)
    about = records.record(key)
    some = held(key, status if status is None or isinstance(status, str) else tuple(status))
    begun = min(each.begins for each in some)
    until = spells.last(about["known_until"]) if about["known_until"] else as_of()
    values = {}
    for year, day in days(max(first, begun.year)).items():
        if day > until or day < begun:
            continue
        here = set(belonging(key, day, status))
        values[year] = len(here & set(belonging(inside, day)) if inside else here)
    wider = records.rows(inside)["evidence"].tolist() if inside else []
    said = [*(each.evidence for each in some), *wider]
    return Line(
        label or f"{about['name']}, {unit} on 12 February", said_by(said), "",
        min(until, as_of()).isoformat(), about["name"], unit, pd.Series(values),
    )  # fmt: skip


def parties_on(treaty: str, on: int | str | datetime.date) -> set[str]:
    """States that were parties to a treaty on a date; the European Union is no state.

    Examples
    --------
    >>> len(parties_on("ICRMW", "2008-06-30"))
    37
    """
    return once(
        ("parties", treaty, str(on)), lambda: set(belonging(treaty, on, "party")) - {"EUU"}
    )


def reach(treaties: Iterable[str]) -> int:
    """The last year to which the lists of all these treaties come.

    Examples
    --------
    >>> reach(["CSR51", "SMUGGLING"])
    2013
    """
    return min(spells.last(records.record(key)["known_until"]).year for key in treaties)


def granted(
    right: str, day: datetime.date, by: Collection[str] | None = None
) -> set[tuple[str, str]]:
    """The pairs (citizens of, in) between which a right holds on a day, by these arrangements.

    Examples
    --------
    >>> held = granted("work", datetime.date(2009, 2, 12))
    >>> ("POL", "DEU") in held, ("POL", "GBR") in held, ("NZL", "AUS") in held
    (False, True, True)
    """
    chosen = None if by is None else tuple(sorted(by))
    return once(("granted", right, day, chosen), lambda: _granted(right, day, chosen))


def share_of_pairs(members: Collection[str], held: Collection[tuple[str, str]]) -> float:
    """Per cent of the ordered pairs of members between which a right holds.

    Examples
    --------
    >>> share_of_pairs(["AUS", "NZL", "USA"], {("AUS", "NZL"), ("NZL", "AUS")})
    33.333333333333336
    """
    inside = set(members)
    pairs = sum(1 for one, other in held if one in inside and other in inside)
    return 100 * pairs / (len(inside) * (len(inside) - 1))


def rights(arrangements: Collection[str], day: datetime.date) -> list[dict[str, str]]:
    """The rows of what these arrangements grant on a day.

    Examples
    --------
    >>> [row["right"] for row in rights(["NAFTA"], datetime.date(2009, 2, 12))]
    ['business entry']
    """
    return [
        row for row in _grants() if row["arrangement"] in arrangements and _covers(row, day)
    ]


def unsure(arrangements: Collection[str], day: datetime.date) -> list[str]:
    """Those of the arrangements whose rights on a day stand in rows that nobody verified."""
    rows = rights(arrangements, day)
    return sorted({row["arrangement"] for row in rows if row["confidence"] == "unverified"})


def first_right(arrangement: str, right: str) -> tuple[str, str]:
    """The day from which an arrangement first granted a right, and the key of its evidence.

    Examples
    --------
    >>> first_right("MERCOSUR-RA", "work")
    ('2009-07-28', 'mercosur')
    """
    rows = [row for row in _grants() if (row["arrangement"], row["right"]) == (arrangement, right)]
    first = min(rows, key=lambda row: row["from"])
    return first["from"], first["evidence"]


def regimes(right: Collection[str], day: datetime.date) -> list[str]:
    """Arrangements that grant one of these rights to their members on a day."""
    found = {row["arrangement"] for row in _grants() if row["right"] in right and _covers(row, day)}
    return sorted(found)


def _granted(right: str, day: datetime.date, by: Collection[str] | None) -> set[tuple[str, str]]:
    rows = [row for row in _table() if row["right"] == right and _covers(row, day)]
    if by is not None:
        rows = [row for row in rows if row["arrangement"] in by]
    granting = {row["arrangement"] for row in rows}
    members = {key: set(belonging(key, day)) for key in granting}
    every: dict[str, set[tuple[str, str]]] = {key: set() for key in granting}
    for effect in ("grants", "suspends"):
        for row in rows:
            if row["effect"] == effect:
                pairs = _pairs(row, members)
                key = row["arrangement"]
                every[key] = every[key] | pairs if effect == "grants" else every[key] - pairs
    for key in granting:  # who belongs to a narrower one owes it to that one
        inner = records.record(key)["includes"]
        if inner in granting:
            every[key] -= {(one, other) for one, other in every[key]
                           if {one, other} <= members[inner]}  # fmt: skip
    return set().union(*every.values())


def _pairs(row: Row, members: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    inside = members[row["arrangement"]]
    origins = inside & set(row["origins"].split(";")) if row["origins"] else inside
    into = inside & set(row["destinations"].split(";")) if row["destinations"] else inside
    return {(one, other) for one in origins for other in into if one != other}


def _table() -> list[dict[str, str]]:
    return once(("rights",), lambda: rows_of(read_table("governance/rights.csv")))


def _grants() -> list[dict[str, str]]:
    return [row for row in _table() if row["effect"] == "grants"]


def _covers(row: Row, day: datetime.date) -> bool:
    return spells.first(row["from"]) <= day and (not row["to"] or day <= spells.last(row["to"]))
