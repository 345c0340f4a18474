"""The tables of ``datasets/governance`` behind every verb: arrangements, spells and evidence.

Finds an arrangement by what people call it and lays out all its spells, of membership, of treaties
and of what it includes, as one frame.  Which rows a verb keeps is decided here; what it must say of
them in :mod:`migov.governance.remarks`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from typing import Any

import pandas as pd

from migov import economies
from migov.choices import one_of, texts
from migov.economies import spells
from migov.economies.spelling import fold, likest
from migov.economies.tables import read_table, rows_of
from migov.errors import AmbiguousNameError, ArgumentError, UnknownNameError
from migov.words import few

CONFIDENCE = ("data", "verified", "secondary", "partial", "unverified")
STATUSES = (
    *spells.BELONGS, "associate", "observer", "transitional", "bound", "suspended", "signatory",
    "against", "abstained", "absent",
)  # fmt: skip
COLUMNS = ("economy", "status", "from", "to", "evidence", "confidence", "note")
_ORDER = ["economy", "begins", "status"]
On = int | str | datetime.date | None


def find(name: str) -> str:
    """Acronym of the arrangement that a name, acronym or alias means.

    Raises
    ------
    UnknownNameError
        With the nearest names.
    AmbiguousNameError
        If several arrangements go by it.

    Examples
    --------
    >>> find("puebla process"), find("Migrant Workers Convention")
    ('RCM', 'ICRMW')
    """
    if not isinstance(name, str) or not name.strip():
        raise ArgumentError(f"An arrangement is asked for by its name as text, not by {name!r}.")
    if name.strip() in _records():
        return name.strip()
    found = _names().get(fold(name), ())
    if len(found) > 1:
        raise AmbiguousNameError("arrangement", name, found)
    if not found:
        near = likest(name, _spoken())
        none = "" if near else "No such arrangement is held, nor one that is spelt like it; "
        hint = f"{none}governance.arrangements() lists what is known."
        raise UnknownNameError("arrangement", name, near, hint)
    return found[0]


def _spoken() -> list[str]:
    """Every name and acronym that an arrangement goes by."""
    return [
        spelling
        for key, row in _records().items()
        for spelling in (key, row["name"], *row["aliases"].split(";"))
        if spelling
    ]


def record(arrangement: str) -> dict[str, str]:
    """The row of ``arrangements.csv`` of an acronym."""
    return _records()[arrangement]


def listed() -> pd.DataFrame:
    """``arrangements.csv``, as it stands."""
    return read_table("governance/arrangements.csv")


@cache
def _records() -> dict[str, dict[str, str]]:
    return {row["arrangement"]: row for row in rows_of(listed())}


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, row in _records().items():
        for spelling in (key, row["name"], *row["aliases"].split(";")):
            if spelling and key not in found.get(fold(spelling), ()):
                found[fold(spelling)] = (*found.get(fold(spelling), ()), key)
    return found


def rows(arrangement: str) -> pd.DataFrame:
    """All spells of an arrangement, whatever their status, sorted by economy and day.

    Columns: :data:`COLUMNS`, `arrangement` (whose row it is), `begins` and `ends` (dates; `ends` is
    the day ``9999-12-31`` while it lasts), `to_confidence` and `seen`.
    """
    return _rows(arrangement).copy(deep=False)


@cache
def _rows(arrangement: str) -> pd.DataFrame:
    own = _own().get(arrangement, every().iloc[:0])
    row = record(arrangement)
    if row["includes"]:
        other = _rows(row["includes"])
        other = other[other["status"].isin(spells.BELONGS)].copy()
        begin, end = spells.lifetime(row)
        if begin:
            late = other["begins"] < begin
            other.loc[late, "begins"] = begin
            other.loc[late, "from"] = begin.isoformat()
        if end:
            other["ends"] = other["ends"].map(lambda day: min(day, end))
        other = other[other["begins"] <= other["ends"]]
        other["note"] = f"as a member of {row['includes']}"
        own = pd.concat([own, other]).sort_values(_ORDER)
    return own.reset_index(drop=True)


@cache
def _own() -> dict[str, pd.DataFrame]:
    """The rows that each arrangement has itself, in order."""
    return dict(iter(every().sort_values(_ORDER).groupby("arrangement")))


@cache
def everywhere() -> pd.DataFrame:
    """The rows of all arrangements, each under its own acronym."""
    parts = [_rows(key).assign(arrangement=key) for key in _records()]
    return pd.concat(parts, ignore_index=True)


@cache
def every() -> pd.DataFrame:
    """All rows of ``memberships.csv`` and ``treaties.csv`` as spells."""
    table = read_table("governance/memberships.csv")
    table["begins"] = [spells.begins(row) for row in rows_of(table)]
    table["ends"] = [spells.last(to) if to else datetime.date.max for to in table["to"]]
    made = [spell for row in rows_of(read_table("governance/treaties.csv"))
            for spell in _of_treaty(row)]  # fmt: skip
    both = pd.concat([table, pd.DataFrame(made)], ignore_index=True)
    return both.fillna({"seen": "", "to_confidence": ""})


def _of_treaty(row: dict[str, str]) -> Iterable[dict[str, Any]]:
    """Signatory from the signature to the day before the deposit, and party from the deposit."""
    kept = {name: row[name] for name in ("arrangement", "economy", "evidence", "confidence")}
    left = row["withdrawal"]
    if row["signature"]:
        after, begins = row["deposit"] or left, spells.first(row["signature"])
        ends = spells.first(after) - datetime.timedelta(days=1) if after else datetime.date.max
        if begins <= ends:
            yield {
                **kept, "from": row["signature"], "to": ends.isoformat() if after else "",
                "status": "signatory", "note": "", "begins": begins, "ends": ends,
            }  # fmt: skip
    if row["deposit"] or row["action"]:
        ends = spells.first(left) - datetime.timedelta(days=1) if left else datetime.date.max
        note = "; ".join(filter(None, (row["action"], row["reservation"], row["note"])))
        yield {
            **kept, "from": row["deposit"], "to": ends.isoformat() if left else "",
            "status": "party", "note": note, "ends": ends,
            # A deposit without its day is one of which only the latest date is known.
            "begins": spells.first(row["deposit"]) if row["deposit"] else datetime.date.max,
        }  # fmt: skip


def standing(table: pd.DataFrame, on: On) -> pd.DataFrame:
    """The spells that cover a date; without one, those that have begun and not ended by today.

    A spell whose first day is not known has begun.
    """
    day = spells.day(on)
    if day is None:
        today = datetime.date.today()
        begun = (table["begins"] <= today) | (table["begins"] == datetime.date.max)
        return table[begun & (table["ends"] >= today)]
    return table[(table["begins"] <= day) & (day <= table["ends"])]


def of_status(table: pd.DataFrame, status: str | Iterable[str] | None) -> pd.DataFrame:
    """The rows of a status; of those who belong in full by default, of all with ``"all"``.

    Raises
    ------
    ArgumentError
        If there is no such status.
    """
    return table[table["status"].isin(statuses(status))]


def statuses(status: str | Iterable[str] | None) -> tuple[str, ...]:
    """The statuses meant: those of who belongs in full by default, every one with ``"all"``.

    Raises
    ------
    ArgumentError
        If there is no such status.

    Examples
    --------
    >>> statuses("observer"), len(statuses("all")) == len(STATUSES)
    (('observer',), True)
    """
    if status is None:
        return spells.BELONGS
    asked = tuple(texts(status, "status"))
    if asked == ("all",):
        return STATUSES
    if unknown := [each for each in asked if each not in STATUSES]:
        raise ArgumentError(
            f"status={few(unknown, write=repr)} is not one of {', '.join(STATUSES)}; or say "
            "'all', or leave it out for those who belong in full."
        )
    return asked


def at_least(table: pd.DataFrame, confidence: str | None) -> pd.DataFrame:
    """The rows of a confidence or a better one; all if none is asked for.

    Raises
    ------
    ArgumentError
        If there is no such degree.
    """
    return table if confidence is None else table[table["confidence"].isin(as_sure_as(confidence))]


def as_sure_as(confidence: str | None) -> tuple[str, ...]:
    """The degrees of a confidence and the better ones; all if none is asked for.

    Raises
    ------
    ArgumentError
        If there is no such degree.
    """
    if confidence is None:
        return CONFIDENCE
    return CONFIDENCE[: CONFIDENCE.index(one_of(confidence, CONFIDENCE, "confidence")) + 1]


def economy(name: str) -> str:
    """Code of an economy, by :func:`migov.economies.resolve`; ``EUU`` is the European Union."""
    return "EUU" if isinstance(name, str) and name == "EUU" else economies.resolve(name)


def refuse_absent_state(code: str, on: On) -> None:
    """Refuse a date, or today, on which an economy did not exist.

    Raises
    ------
    ArgumentError
        Saying from when to when it did, and who came after it.
    """
    day = spells.day(on) or datetime.date.today()
    row = economies.table().set_index("economy").loc[code]
    first, last = row["first_year"], row["last_year"]
    if (not pd.isna(first) and day.year < first) or (not pd.isna(last) and day.year > last):
        span = f"from {first}" if pd.isna(last) else f"to {last}" if pd.isna(first) else (
            f"from {first} to {last}"
        )  # fmt: skip
        heirs = (
            f" What followed: {row['successor'].replace(';', ', ')}." if row["successor"] else ""
        )
        raise ArgumentError(
            f"{row['name']} ({code}) is an economy {span} here and was none on "
            f"{day.isoformat()}.{heirs} Ask for another date, or for the state of that time."
        )
