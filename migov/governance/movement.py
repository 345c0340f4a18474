"""What an agreement lets a citizen of one state do in another on a date: enter, work, reside.

The rights stand in ``rights.csv`` with the days from which they hold, and with the transitional
measures that suspended them; both states have to belong to the arrangement on the date.  A right on
paper is not its practice, and no row is no proof that there is no right.
"""

from __future__ import annotations

import datetime

import pandas as pd

from migov.economies import spells
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError
from migov.governance import records
from migov.governance.held import covering, held
from migov.governance.records import On

RIGHTS = ("entry", "residence", "work", "establishment", "business entry")
_COLUMNS = ["arrangement", "right", "from", "to", "limits", "evidence", "confidence"]


def free_movement(
    origin: str, destination: str, on: On = None, *, right: str | None = None
) -> pd.DataFrame:
    """Rights that citizens of one economy have in another by a multilateral agreement.

    Parameters
    ----------
    origin, destination : str
        Codes or names: whose citizens, and where.
    on : int, str or datetime.date, optional
        A year or month, which means its last day, or a day; now by default.
    right : {"entry", "residence", "work", "establishment", "business entry"}, optional
        Only this right; all by default.

    Returns
    -------
    pandas.DataFrame
        `arrangement`, `right`, `from` and `to` (of the right, not of the membership), `limits`,
        `evidence` and `confidence`; empty if no agreement here gives any.  Bilateral agreements and
        visa waivers are not in it: see :func:`visa_free`.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If an economy is not known.
    ArgumentError
        If both are one, one did not exist on the date, or the right is none of those.

    Examples
    --------
    >>> free_movement("Poland", "Germany", on="2009-02-12")["right"].tolist()
    ['residence', 'entry']
    >>> "work" in set(free_movement("Poland", "Germany", on="2012")["right"])
    True
    """
    if right is not None and right not in RIGHTS:
        raise ArgumentError(f"right={right!r} is not one of {', '.join(RIGHTS)}.")
    one, other = (records.economy(each) for each in (origin, destination))
    if one == other:
        raise ArgumentError(f"origin and destination are both {one}; movement is between two.")
    for code in (one, other):
        records.refuse_absent_state(code, on)
    table = read_table("governance/rights.csv")
    day = spells.day(on)
    rows = {
        place: row for place, row in enumerate(rows_of(table))
        if right in (None, row["right"]) and _covers(row, day) and _between(row, one, other)
    }  # fmt: skip
    own = {row["arrangement"] for row in rows.values()}
    both = {key for key in own if _both_in(key, one, other, on, own)}
    rows = {place: row for place, row in rows.items() if row["arrangement"] in both}
    suspended = [row for row in rows.values() if row["effect"] == "suspends"]
    stopped = {(row["arrangement"], row["right"]) for row in suspended}
    kept = {
        place: row for place, row in rows.items()
        if row["effect"] == "grants" and (row["arrangement"], row["right"]) not in stopped
    }  # fmt: skip
    found = table.loc[list(kept), _COLUMNS].reset_index(drop=True)
    said = [
        f"{row['arrangement']}: {row['right']} suspended until {row['to']} ({row['limits']})."
        for row in suspended
    ]
    unsure = [
        f"{row['arrangement']} ({row['right']})"
        for row in kept.values()
        if row["confidence"] == "unverified"
    ]
    if unsure:
        said.append(f"Known from memory and not verified: {', '.join(unsure)}.")
    if any(row["confidence"] == "unverified" for row in suspended):
        said.append("The transitional measures are known from memory and not verified.")
    for key in dict.fromkeys(found["arrangement"]):
        mine = records.standing(records.of_status(records.rows(key), None), on)
        said += records.caveats(mine[mine["economy"].isin([one, other])], key, on)
    said.append("Rights as agreed, not as practised; bilateral agreements are not in the list.")
    return records.with_caveats(found, said, origin=one, destination=other)


def _covers(row: dict[str, str], day: datetime.date | None) -> bool:
    if day is None:
        return not row["to"]
    begun = spells.first(row["from"]) <= day
    return begun and (not row["to"] or day <= spells.last(row["to"]))


def _between(row: dict[str, str], origin: str, destination: str) -> bool:
    return all(
        not listed or code in listed.split(";")
        for listed, code in ((row["origins"], origin), (row["destinations"], destination))
    )


def _both_in(arrangement: str, one: str, other: str, on: On, granting: set[str]) -> bool:
    """Whether two economies belong to an arrangement, and owe nothing of it to a narrower one.

    Two members of the Union move by its law, not by the wider area's that includes the Union.
    """
    if not {one, other} <= _belonging(arrangement, on):
        return False
    inner = records.record(arrangement)["includes"]
    return inner not in granting or not {one, other} <= _belonging(inner, on)


def _belonging(arrangement: str, on: On) -> set[str]:
    return {each.economy for each in covering(held(arrangement), on)}
