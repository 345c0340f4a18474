"""What an agreement lets a citizen of one state do in another on a date: enter, work, reside.

The rights stand in ``rights.csv`` with the days from which they hold, and with the transitional
measures that suspended them; both states have to belong to the arrangement on the date.  A right on
paper is not its practice, and no row is no proof that there is no right.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from migov import economies
from migov.choices import one_of
from migov.economies import spells
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError
from migov.governance import records, remarks
from migov.governance.records import On

RIGHTS = ("entry", "residence", "work", "establishment", "business entry")
IN_FORCE, SUSPENDED, NOT_KNOWN = STATUSES = ("in force", "suspended", "not known")
_COLUMNS = ["arrangement", "right", "status", "from", "to", "limits", "evidence", "confidence"]
# What a row of rights.csv says: the second is of those who take part where nobody lists them.
GRANTS, MAY_GRANT, SUSPENDS = EFFECTS = ("grants", "may grant", "suspends")
_ONE_DAY = datetime.timedelta(days=1)
Row = dict[str, Any]


class _Ties(NamedTuple):
    """Whether two economies belong to an arrangement on a date (empty: no), and by which spells."""

    status: str
    spells: list[Row]


def free_movement(
    origin: str,
    destination: str,
    on: On = None,
    *,
    right: str | None = None,
    status: str | None = None,
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
    status : {"in force", "suspended", "not known"}, optional
        Only rows of this status; all by default.

    Returns
    -------
    pandas.DataFrame
        One row a right: `arrangement`, `right`, `status`, `from`, `to`, `limits`, `evidence` and
        `confidence` (of the right and of both memberships; the lowest).  A right ``in force`` has
        been there for these two since `from`, the day on which both belonged, the right existed and
        no transition suspended it; `to` is its last day, empty while it lasts.  Of one
        ``suspended``, `from` and `to` are those of the suspension.  ``not known`` is a right whose
        arrangement is there and whose members on the date are not known here.  Empty if no
        agreement here gives any: the caveats say so.  Bilateral agreements and visa waivers are not
        in it: see :func:`visa_free`.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If an economy is not known, or is a group.
    ArgumentError
        If both are one, one did not exist on the date, the date is still to come, or there is no
        such right or status.

    Examples
    --------
    >>> free_movement("Poland", "Germany", on="2009-02-12")[["right", "status", "from", "to"]]
               right     status        from          to
    0  establishment   in force  2004-05-01
    1      residence   in force  2004-05-01
    2           work  suspended  2004-05-01  2011-04-30
    3          entry   in force  2007-12-21
    """
    if right is not None:
        one_of(right, RIGHTS, "right")
    if status is not None:
        one_of(status, STATUSES, "status")
    one, other = economies.resolve(origin), economies.resolve(destination)
    if one == other:
        raise ArgumentError(f"origin and destination are both {one}; movement is between two.")
    for code in (one, other):
        records.refuse_absent_state(code, on)
    day = spells.day(on)
    table = [row for row in rows_of(read_table("governance/rights.csv"))
             if right in (None, row["right"]) and _between(row, one, other)]  # fmt: skip
    suspensions = [row for row in table if row["effect"] == SUSPENDS]
    granted = [row for row in table if row["effect"] != SUSPENDS and _covers(row, day)]
    ties = {row["arrangement"]: _ties(row, one, other, on) for row in granted}
    rows = [
        _row(each, suspensions, ties[each["arrangement"]], day)
        for each in granted
        if ties[each["arrangement"]].status and not _owed_to_another(each["arrangement"], ties)
    ]
    if status is not None:
        rows = [row for row in rows if row["status"] == status]
    found = pd.DataFrame(rows, columns=_COLUMNS)
    said = _said(found, one, other, on)
    title = f"Rights to move from {one} to {other} {remarks.when(on)}"
    return remarks.documented(found, title, said, on=on, origin=one, destination=other)


def _ties(right: Row, one: str, other: str, on: On) -> _Ties:
    """Whether two economies belong on a date to the arrangement that a right is of."""
    key, day = right["arrangement"], spells.day(on)
    if right["effect"] == MAY_GRANT:
        return _Ties(NOT_KNOWN, [])
    mine = [_memberships(key).get(code, []) for code in (one, other)]
    inside = [[row for row in each if _holds(row, day)] for each in mine]
    if all(inside):
        return _Ties(IN_FORCE, [row for each in inside for row in each])
    # Whose first day is not known may have been in before the first list that has them.
    perhaps = [any(_holds(row, day) or _later(row, day) for row in each) for each in mine]
    return _Ties(NOT_KNOWN if all(perhaps) else "", [])


@cache
def _memberships(key: str) -> dict[str, list[Row]]:
    """The spells of each economy, those that overlap or follow without a gap as one."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(records.of_status(records.rows(key), None)):  # sorted by their first day
        mine = found.setdefault(row["economy"], [])
        if mine and row["begins"].toordinal() <= mine[-1]["ends"].toordinal() + 1:
            last = mine.pop()
            row["evidence"] = f"{last['evidence']};{row['evidence']}"
            row["confidence"] = _least(last, row)
            row |= {name: last[name] for name in ("from", "seen", "begins")}
            if last["ends"] > row["ends"]:
                row |= {name: last[name] for name in ("to", "ends")}
        mine.append(row)
    return found


def _holds(spell: Row, day: datetime.date | None) -> bool:
    return bool(spell["begins"] <= (day or datetime.date.today()) <= spell["ends"])


def _later(spell: Row, day: datetime.date | None) -> bool:
    return not spell["from"] and spell["begins"] > (day or datetime.date.today())


def _owed_to_another(key: str, ties: Mapping[str, _Ties]) -> bool:
    """Two members of the Union move by its law, not by the wider area's that includes the Union."""
    inner = ties.get(records.record(key)["includes"])
    return inner is not None and inner.status == IN_FORCE


def _row(right: Row, suspensions: list[Row], ties: _Ties, day: datetime.date | None) -> Row:
    """What is shown of a right that two economies have, had suspended, or may have."""
    same = (right["arrangement"], right["right"])
    mine = [row for row in suspensions if (row["arrangement"], row["right"]) == same]
    now = [row for row in mine if _covers(row, day)]
    shown, status, begin, end = right, ties.status, "", ""
    if status == IN_FORCE and now:
        shown, status = max(now, key=lambda row: spells.last(row["to"])), SUSPENDED
        begin, end = shown["from"], shown["to"]
    elif status == IN_FORCE:
        begin, end = _span(right, mine, ties, day)
    behind = [right, *ties.spells, *([] if shown is right else [shown])]
    return {
        "arrangement": right["arrangement"], "right": right["right"], "status": status,
        "from": begin, "to": end, "limits": shown["limits"],
        "evidence": ";".join(dict.fromkeys(";".join(row["evidence"] for row in behind).split(";"))),
        "confidence": _least(*behind),
    }  # fmt: skip


def _least(*rows: Row) -> str:
    """The lowest confidence of several rows."""
    return max((str(row["confidence"]) for row in rows), key=records.CONFIDENCE.index)


def _span(
    right: Row, suspensions: list[Row], ties: _Ties, day: datetime.date | None
) -> tuple[str, str]:
    """First and last day on which two economies have a right: both in, and nothing suspends it."""
    over = [row for row in suspensions if spells.last(row["to"]) < (day or datetime.date.today())]
    ahead = [row for row in suspensions if row not in over]
    begins = [right["from"], *(row["from"] or row["seen"] for row in ties.spells),
              *((spells.last(row["to"]) + _ONE_DAY).isoformat() for row in over)]  # fmt: skip
    ends = [right["to"], *(_last(row) for row in ties.spells),
            *((spells.first(row["from"]) - _ONE_DAY).isoformat() for row in ahead)]  # fmt: skip
    return max(begins, key=spells.first), min(filter(None, ends), key=spells.last, default="")


def _last(spell: Row) -> str:
    """Last day of a spell, as precise as known; empty while it lasts."""
    if spell["ends"] == datetime.date.max:
        return ""
    own = spell["to"] and spells.last(spell["to"]) == spell["ends"]
    return str(spell["to"] if own else spell["ends"].isoformat())


def _said(found: pd.DataFrame, one: str, other: str, on: On) -> list[str]:
    said = []
    for row in rows_of(found):
        what = f"{row['arrangement']}: {row['right']}"
        if row["status"] == SUSPENDED:
            said.append(f"{what} suspended until {row['to']} ({row['limits']}).")
        if row["status"] == NOT_KNOWN:
            note = records.record(row["arrangement"])["note"]
            said.append(
                f"{what} held for those who took part; whether {one} and {other} both did then is "
                f"not known here ({note})."
            )
    unsure = found[found["confidence"] == "unverified"]
    if len(unsure):
        words = unsure["arrangement"] + " (" + unsure["right"] + ")"
        said.append(f"Known from memory and not verified, in part or whole: {', '.join(words)}.")
    for key in dict.fromkeys(found["arrangement"]):
        mine = records.standing(records.of_status(records.rows(key), None), on)
        pair = [one, other]
        said += remarks.caveats(mine[mine["economy"].isin(pair)], key, on, among=pair)
    if found.empty:
        said.append("No agreement here gives such a right; that is no proof that there is none.")
    return [*said, "Rights as agreed, not as practised; bilateral agreements are not in the list."]


def _covers(row: Row, day: datetime.date | None) -> bool:
    when = day or datetime.date.today()
    return spells.first(row["from"]) <= when and (not row["to"] or when <= spells.last(row["to"]))


def _between(row: Row, origin: str, destination: str) -> bool:
    return all(
        not listed or code in listed.split(";")
        for listed, code in ((row["origins"], origin), (row["destinations"], destination))
    )
