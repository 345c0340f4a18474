"""Spells one by one instead of in frames, for whoever counts members on many days.

They are the rows of :mod:`migov.governance.records`; nothing is read or decided here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from migov.economies import spells
from migov.governance import records
from migov.governance.records import On


class Held(NamedTuple):
    """One spell of one economy; `seen` is the list that has it, where that is all."""

    begins: datetime.date
    ends: datetime.date
    economy: str
    evidence: str
    confidence: str
    seen: str


@cache
def held(arrangement: str, status: str | tuple[str, ...] | None = None) -> tuple[Held, ...]:
    """The spells of an acronym, of those who belong in full or of a status.

    Examples
    --------
    >>> held("MERCOSUR")[0].economy
    'ARG'
    """
    wanted = records.statuses(status)
    return tuple(each for has, each in _spells(arrangement) if has in wanted)


@cache
def _spells(arrangement: str) -> list[tuple[str, Held]]:
    """Every spell of an acronym, beside its status."""
    table = records.rows(arrangement)
    columns = (table[name].tolist() for name in ("status", "from", *Held._fields))
    return [
        (status, Held._make((*spell, "" if since else seen)))
        for status, since, *spell, seen in zip(*columns, strict=True)
    ]


def covering(some: Iterable[Held], on: On) -> list[Held]:
    """Those that cover a date; without one, today, as :func:`migov.governance.records.standing`.

    Examples
    --------
    >>> len(covering(held("EU"), 2003))
    15
    """
    day = spells.day(on)
    if day is None:
        day, unknown = datetime.date.today(), datetime.date.max  # a first day that nobody knows
        return [each for each in some if each.begins <= day <= each.ends or each.begins == unknown]
    return [each for each in some if each.begins <= day <= each.ends]
