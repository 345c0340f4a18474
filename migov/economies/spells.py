"""Who belonged to which arrangement from when to when: the spells of ``datasets/governance``.

Memberships stand in ``memberships.csv``; whoever deposited an instrument with a treaty's keeper
stands in ``treaties.csv`` and belongs from the day of the deposit.  An arrangement that includes
another counts the other's members while it is in force.  A year alone counts from its 1 January to
its 31 December; nothing is interpolated, and who merely observes or signed does not belong.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from migov.economies import codes
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError

# What makes an economy one of the members; other statuses are asked for by name.
BELONGS = ("member", "participant", "party", "in favour")


class Spell(NamedTuple):
    """One economy in one arrangement, from its first to its last day (None: still in)."""

    economy: str
    first: datetime.date
    last: datetime.date | None

    def covers(self, day: datetime.date | None) -> bool:
        """Whether it holds on a day; today without one, for an end may be still to come."""
        when = day or datetime.date.today()
        return self.first <= when <= (self.last or when)


@cache
def dated() -> dict[str, dict[str, str]]:
    """The arrangements whose members are known by date, by their acronym."""
    listed = rows_of(read_table("governance/arrangements.csv"))
    known = _own()
    return {
        row["arrangement"]: row
        for row in listed
        if row["arrangement"] in known or row["includes"] in known
    }


def spells(arrangement: str, unions: bool = False) -> list[Spell]:
    """Spells of those who belong to an arrangement, its own and of what it includes.

    Unions that are members themselves, such as the European Union, are left out unless asked for.
    """
    row = dated()[arrangement]
    apart = frozenset() if unions else _unions()
    found = [each for each in _own().get(arrangement, ()) if each.economy not in apart]
    if row["includes"]:
        begin, end = lifetime(row)
        for each in spells(row["includes"], unions):
            first_day = max(each.first, begin) if begin else each.first
            last_day = min(filter(None, (each.last, end)), default=None)
            if last_day is None or first_day <= last_day:
                found.append(Spell(each.economy, first_day, last_day))
    return found


def lifetime(row: dict[str, str]) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day of an arrangement: in force, or founded if that is not known."""
    begin = row["in_force"] or row["founded"]
    return first(begin) if begin else None, last(row["ended"]) if row["ended"] else None


def refuse_other_times(row: dict[str, str], day: datetime.date | None) -> None:
    """Refuse a day before an arrangement had members, after its end, or before they are known.

    Raises
    ------
    ArgumentError
        Saying from when to when its members can be asked for.
    """
    key, named = row["arrangement"], f"{row['name']} ({row['arrangement']})"
    if day is None:
        if row["ended"]:
            raise ArgumentError(
                f"{named} ended on {row['ended']} and has no members today. Say on= which date."
            )
        return
    begin = min((each.first for each in spells(key)), default=None)
    founded = row["founded"] or row["in_force"]
    if (founded and day < first(founded)) or (begin and day < begin and not row["known_from"]):
        since = f" and has members from {begin.isoformat()}" if begin and begin > day else ""
        since = since if begin and founded and begin > last(founded) else ""
        raise ArgumentError(
            f"{named} was founded on {founded}{since}; it had no members on {day.isoformat()}. "
            "Ask for a later date."
        )
    if row["known_from"] and day < first(row["known_from"]):
        raise ArgumentError(
            f"The members of {named} are known from {row['known_from']} on, not on "
            f"{day.isoformat()}: {row['note']}. Ask for a later date."
        )
    if row["ended"] and day > last(row["ended"]):
        raise ArgumentError(
            f"{named} ended on {row['ended']}; it had no members on {day.isoformat()}. Ask for an "
            "earlier date."
        )


def day(on: int | str | datetime.date | None) -> datetime.date | None:
    """The day meant: a year or month means its last day.

    Raises
    ------
    ArgumentError
        If it is no date, or one that is still to come.

    Examples
    --------
    >>> day(2009).isoformat(), day("2009-06").isoformat(), day("2009-06-12").isoformat()
    ('2009-12-31', '2009-06-30', '2009-06-12')
    """
    if on is None:
        return None
    try:
        text = _written(on)
        begin, end = first(text), last(text)
    except ValueError:
        raise ArgumentError(
            f"on={on!r} is not a date. Write a year (2009), a month ('2009-06') or a day "
            "('2009-06-30')."
        ) from None
    if is_ahead(begin):
        raise ArgumentError(
            f"on={on!r} is still to come: who belongs then is not known. The lists of members here "
            f"reach to {reach().isoformat()} at the latest. Ask for a date up to today, or leave "
            "on= out."
        )
    return end


def is_ahead(day: datetime.date | int) -> bool:
    """Whether a day, or the whole of a year, is still to come.

    Examples
    --------
    >>> is_ahead(2009), is_ahead(datetime.date.today().year), is_ahead(datetime.date.max)
    (False, False, True)
    """
    return (datetime.date(day, 1, 1) if isinstance(day, int) else day) > datetime.date.today()


def _written(on: object) -> str:
    """A date as ISO 8601 writes it: a year, a month or a day."""
    if isinstance(on, datetime.date) and on is not pd.NaT:
        return on.isoformat()[:10]
    if isinstance(on, (float, np.floating)) and on.is_integer():
        return str(int(on))  # a year out of a table may be 2009.0
    text = str(on).strip()
    return text.split("T")[0] if isinstance(on, np.datetime64) else text


def ends_before(row: dict[str, str], when: datetime.date | None) -> str:
    """The day on which an arrangement's list ends, if that is before a day or today; or empty."""
    until = row["known_until"]
    return until if until and (when is None or when > last(until)) else ""


@cache
def reach() -> datetime.date:
    """The newest day to which a list of members was brought up.

    Examples
    --------
    >>> reach().isoformat()
    '2026-02-03'
    """
    known = read_table("governance/arrangements.csv")["known_until"]
    return max(last(text) for text in known if text)


@cache
def last(text: str) -> datetime.date:
    """Last day of a year, a month or a day, as ISO 8601 writes them.

    Raises
    ------
    ValueError
        If it is no date.
    """
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        raise ValueError(text)
    if len(text) == 4:
        return datetime.date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        if not 1 <= month <= 12:
            raise ValueError(text)
        return datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date.fromisoformat(text)


@cache
def first(text: str) -> datetime.date:
    """First day of a year, a month or a day.

    Raises
    ------
    ValueError
        If it is no date.
    """
    return datetime.date.fromisoformat({4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text))


def begins(row: dict[str, str]) -> datetime.date:
    """First day of a row of ``memberships.csv``; the day it was first seen, if that is all."""
    begin = row["from"] or row["seen"]
    return first(begin) if begin else datetime.date.min


@cache
def _own() -> dict[str, tuple[Spell, ...]]:
    found: dict[str, list[Spell]] = {}
    for row in rows_of(read_table("governance/memberships.csv")):
        if row["status"] in BELONGS:
            spell = Spell(row["economy"], begins(row), last(row["to"]) if row["to"] else None)
            found.setdefault(row["arrangement"], []).append(spell)
    for row in rows_of(read_table("governance/treaties.csv")):
        if row["deposit"]:
            spell = Spell(row["economy"], first(row["deposit"]), _before(row["withdrawal"]))
            found.setdefault(row["arrangement"], []).append(spell)
    return {key: tuple(each) for key, each in found.items()}


@cache
def _unions() -> frozenset[str]:
    return frozenset(codes.aggregates()["code"])


def _before(withdrawal: str) -> datetime.date | None:
    return first(withdrawal) - datetime.timedelta(days=1) if withdrawal else None
