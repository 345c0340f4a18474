"""What a table of governance says of itself: what it is, its evidence, and what is not known.

So nothing unverified is shown in silence, and a table can be cited and saved.  No row is chosen
here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd

from migov.compiled import compiled
from migov.economies import spells, wholes
from migov.errors import warn_caller
from migov.governance import records
from migov.governance.records import On
from migov.words import few


def caveats(
    chosen: pd.DataFrame, arrangement: str, on: On = None, among: Collection[str] | None = None
) -> list[str]:
    """What must be said of rows that are shown: how sure they are and how far they reach.

    `among` are the economies that matter; all by default.
    """
    row, day = records.record(arrangement), spells.day(on)
    said = [remark] if (remark := wholes.remark_of_list(row, day)) else []
    if not spells.ends_before(row, day) and day is not None and day > spells.reach():
        said.append(f"Lists of members reach to {spells.reach().isoformat()}, not to {on}.")
    for degree, words in (
        ("unverified", "known from memory and not verified"),
        ("partial", "known from an incomplete or rounded source"),
    ):
        codes = chosen.loc[chosen["confidence"] == degree, "economy"]
        if len(codes):
            said.append(f"{arrangement}: {words}: {few(dict.fromkeys(codes), 12)}.")
    seen = chosen[(chosen["from"] == "") & (chosen["seen"] != "")]
    if len(seen):
        said.append(
            f"{arrangement}: when they joined is not known of {len(seen)}; they count from the "
            f"first list that has them ({few(sorted(set(seen['seen'])))})."
        )
    if day is not None:
        past = records.rows(arrangement)
        left = past[(past["ends"] < day) & (past["to_confidence"] == "unverified")]
        gone = [
            code for code in dict.fromkeys(left["economy"])
            if code not in set(chosen["economy"]) and (among is None or code in among)
        ]  # fmt: skip
        if gone:
            said.append(f"{arrangement}: the day of leaving is not verified of {few(gone, 12)}.")
    return said


def warn_of_list(arrangement: str, on: On) -> None:
    """Warn if a list of members ends before the date that is asked for, or is a part of them.

    Warns
    -----
    UserWarning
    """
    if remark := wholes.remark_of_list(records.record(arrangement), spells.day(on)):
        warn_caller(remark)


def documented(
    table: pd.DataFrame,
    title: str,
    said: Iterable[str] = (),
    evidence: Iterable[str] = (),
    *,
    on: On = None,
    **facts: Any,
) -> pd.DataFrame:
    """The table with what it is, its evidence, and what a reader must know, in ``attrs["migov"]``.

    The evidence is that of its own rows where it has such a column; `on` is kept as a day, and
    beside it the newest one to which a list reaches.
    """
    day = spells.day(on)
    table.attrs["migov"] = {
        "columns": {}, **facts, "on": day.isoformat() if day else None,
        "reaches_to": spells.reach().isoformat(), "caveats": list(dict.fromkeys(said)),
    }  # fmt: skip
    return compiled(table, title, evidence=table.get("evidence", evidence))


def when(on: On) -> str:
    """A date in a title; the day to which the lists reach if none is asked for.

    Examples
    --------
    >>> when("1999-01-28"), when(None)
    ('on 1999-01-28', 'as known on 2026-02-03')
    """
    day = spells.day(on)
    return f"on {day.isoformat()}" if day else f"as known on {spells.reach().isoformat()}"
