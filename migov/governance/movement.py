"""What an agreement lets a citizen of one state do in another on a date: enter, work, reside.

The rights stand in ``rights.csv`` with the days from which they hold, and with the transitional
measures that suspended them; both states have to belong to the arrangement on the date.  A right on
paper is not its practice, and no row is no proof that there is no right.
"""

from __future__ import annotations

import pandas as pd

from migov.economies import spells
from migov.economies.tables import read_table
from migov.errors import ArgumentError
from migov.governance import records
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
    if right is not None:
        table = table[table["right"] == right]
    table = table[[_covers(row, on) for row in table.to_dict("records")]]
    table = table[[_between(row, one, other) for row in table.to_dict("records")]]
    own = set(table["arrangement"])
    both = {key: _both_in(key, one, other, on, own) for key in own}
    table = table[table["arrangement"].map(both).astype(bool)]
    suspended = table[table["effect"] == "suspends"]
    stopped = {(row.arrangement, row.right) for row in suspended.itertuples()}
    pairs = list(zip(table["arrangement"], table["right"], strict=True))
    kept = [
        effect == "grants" and pair not in stopped
        for effect, pair in zip(table["effect"], pairs, strict=True)
    ]
    found = table.loc[kept, _COLUMNS].reset_index(drop=True)
    said = [
        f"{row.arrangement}: {row.right} suspended until {row.to} ({row.limits})."
        for row in suspended.itertuples()
    ]
    unsure = [
        f"{key} ({what})"
        for key, what, sure in found[["arrangement", "right", "confidence"]].itertuples(index=False)
        if sure == "unverified"
    ]
    if unsure:
        said.append(f"Known from memory and not verified: {', '.join(unsure)}.")
    if len(suspended) and (suspended["confidence"] == "unverified").any():
        said.append("The transitional measures are known from memory and not verified.")
    for key in dict.fromkeys(found["arrangement"]):
        mine = records.standing(records.of_status(records.rows(key), None), on)
        said += records.caveats(mine[mine["economy"].isin([one, other])], key, on)
    said.append("Rights as agreed, not as practised; bilateral agreements are not in the list.")
    return records.with_caveats(found, said, origin=one, destination=other)


def _covers(row: dict[str, str], on: On) -> bool:
    day = spells.day(on)
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
    if not {one, other} <= set(_belonging(arrangement, on)):
        return False
    inner = records.record(arrangement)["includes"]
    return inner not in granting or not {one, other} <= set(_belonging(inner, on))


def _belonging(arrangement: str, on: On) -> list[str]:
    found = records.standing(records.of_status(records.rows(arrangement), None), on)
    return found["economy"].tolist()
