"""How much of a body its list has: totals that it gives of itself, beside the spells that are held.

A list that is a part of the whole says so wherever it is used.  Nothing is filled up here, and who
is missing from a list is not known.
"""

from __future__ import annotations

import datetime
from functools import cache
from typing import NamedTuple

from migov.economies import spells
from migov.economies.tables import read_table, rows_of

# Totals of who belongs that a body or a register gives of itself; what the papers say of it
# (the evidence ``paper``) is what is tested, and no measure of a list.
_WHOLE = ("members", "parties", "participants")


class Part(NamedTuple):
    """How much of a whole a list has: so many of so many, on a date, by whom."""

    held: int
    whole: int
    what: str
    date: str
    note: str


def part(row: dict[str, str], when: datetime.date | None) -> Part | None:
    """How much of the whole an arrangement's list has, where it has less; None where it has all.

    The whole is the newest total by the day, or by today, that a body or a register gives in
    ``counts.csv`` (the first one after it, where there is none by then), and the list is counted as
    of the date of that total.

    Examples
    --------
    >>> part(spells.dated()["C97"], None)[:4], part(spells.dated()["ICRMW"], None)
    ((28, 54, 'parties', '2023'), None)
    """
    key = row["arrangement"]
    told, limit = _totals().get(key, []), when or datetime.date.today()
    known = [total for total in told if spells.last(total["date"]) <= limit][-1:] or told[:1]
    if not known or key not in spells.dated():
        return None
    total = known[0]
    on = spells.last(total["date"])
    held = len({each.economy for each in spells.spells(key, unions=True) if each.covers(on)})
    whole = int(total["count"])
    return Part(held, whole, total["what"], total["date"], total["note"]) if held < whole else None


def remark_of_part(row: dict[str, str], when: datetime.date | None) -> str:
    """What is said of a list that is a part of the whole only; empty if it is whole.

    Of a list that has ended it is said what it lacked until then.

    Examples
    --------
    >>> remark_of_part(spells.dated()["IGC"], None)
    'The list of IGC is partial: it has 18 of the 19 participants of 2024 (IOM page).'
    """
    until = spells.ends_before(row, when)
    found = part(row, spells.last(until) if until else when)
    if not found:
        return ""
    note = f" ({found.note})" if found.note else ""
    return (
        f"The list of {row['arrangement']} is partial: it has {found.held} of the {found.whole} "
        f"{found.what} of {found.date}{note}."
    )


def remark_of_list(row: dict[str, str], when: datetime.date | None) -> str:
    """What is said of a list that ends before a day or today, or is a part; empty if neither."""
    until, note = spells.ends_before(row, when), f": {row['note']}" if row["note"] else ""
    ended = f"The members of {row['arrangement']} are known to {until}{note}." if until else ""
    return " ".join(filter(None, (ended, remark_of_part(row, when))))


@cache
def _totals() -> dict[str, list[dict[str, str]]]:
    """Totals by arrangement, the oldest first."""
    found: dict[str, list[dict[str, str]]] = {}
    rows = rows_of(read_table("governance/counts.csv"))
    for row in sorted(rows, key=lambda row: spells.last(row["date"])):
        if row["what"] in _WHOLE and row["evidence"] != "paper":
            found.setdefault(row["arrangement"], []).append(row)
    return found
