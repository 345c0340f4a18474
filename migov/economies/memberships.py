"""Groups of economies and their members on a date.

Unions, agreements, treaties and processes are the arrangements of ``datasets/governance``
(:mod:`migov.economies.spells`); lists that are an arrangement as of one year come from
``groups.csv``, M49 regions and the World Bank's groups of today from ``classifications.csv``, its
income groups of the past from ``income_history.csv``.  Nothing here is interpolated: a spell known
only by year counts from 1 January of its first to 31 December of its last year.
"""

from __future__ import annotations

import datetime
from functools import cache

import pandas as pd

from migov.economies import codes, spells, wholes
from migov.economies.spelling import fold, likest
from migov.economies.spells import Spell
from migov.economies.tables import read_table, rows_of
from migov.errors import AmbiguousNameError, ArgumentError, UnknownNameError, warn_caller

_LABELS = {"unsd": "UN M49", "worldbank": "World Bank"}
_WORLD_BANK_SINCE = datetime.date(2025, 7, 1)
# The World Bank has put economies into income groups every July since 1988; two are unions.
_INCOME_SINCE = datetime.date(1988, 7, 1)
_INCOME_GROUPS = {
    "LIC": ("LIC",),
    "LMC": ("LMC",),
    "UMC": ("UMC",),
    "HIC": ("HIC",),
    "MIC": ("LMC", "UMC"),
    "LMY": ("LIC", "LMC", "UMC"),
}
_SOURCES = {
    "unsd": "UN Statistics Division, M49",
    "worldbank": "World Bank country classification of 1 July 2025",
}


def groups() -> pd.DataFrame:
    """All groups whose members migov knows.

    Returns
    -------
    pandas.DataFrame
        Columns: `group` (acronym, or code of an M49 region or World Bank group), `name`, `kind`,
        `members` (how many there are now, or were when it ended), `in_all` (how many there are by
        the newest total, where the list at hand is a part of it; missing otherwise) and `source`.

    Examples
    --------
    >>> from migov import economies
    >>> economies.groups().set_index("group").loc["GCC", "members"].item()
    6
    """
    rows = [
        (key, row["name"], row["kind"], len(_standing(_spells(key), _end(row))),
         each.whole if (each := wholes.part(row, _end(row))) else None, _sources(row))
        for key, row in _dated().items()
    ]
    rows += [
        (key, row["name"], "fixed list", len(_fixed(key)), None, f"{row['of']} as of {row['on']}")
        for key, row in _lists().items()
    ]
    rows += [
        (key, row["name"], row["kind"], len(row["members"]), None, _SOURCES[row["publisher"]])
        for key, row in _undated().items()
    ]
    columns = ["group", "name", "kind", "members", "in_all", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"in_all": "Int64"})


def members(group: str, on: int | str | datetime.date | None = None) -> tuple[str, ...]:
    """Members of a group on a date, in alphabetical order of their codes.

    Parameters
    ----------
    group : str
        Acronym, name or code: ``"ECOWAS"``, ``"Andean Community"``, ``"Asia"``, ``"LMC"``.
    on : int, str or datetime.date, optional
        A year, which means its end; a date (``"2020-01-31"``); a month, which means its end.
        Now, unless given.

    Returns
    -------
    tuple of str
        Codes.  Only who belongs in full counts: members, participants, parties to a treaty from
        the day of their deposit, states that voted for a declaration.  Associates, observers,
        suspended members and mere signatories are in :func:`migov.governance.members`.  The World
        Bank's income groups are those in force on the date, as published each July since 1988;
        its other groups are known as of July 2025 only.

    Raises
    ------
    UnknownNameError
        If there is no such group.
    AmbiguousNameError
        If the name is that of several groups (``"Sub-Saharan Africa"``).
    ArgumentError
        If `on` is not a year or date, is still to come, or lies before the group was founded or
        known.

    Warns
    -----
    UserWarning
        If the members are known only up to an earlier date (the IOM's after 2014), or the list is a
        part of the whole (that of the ILO's Convention 97).

    Examples
    --------
    >>> from migov import economies
    >>> len(economies.members("EU", on=2003)), len(economies.members("EU", on="2020-02-01"))
    (15, 27)
    """
    key = _key(group)
    day = spells.day(on)
    if key in _INCOME_GROUPS and day is not None:
        return _income(key, day)
    undated = _undated().get(key)
    if undated is not None:
        if undated["publisher"] == "worldbank" and day is not None and day < _WORLD_BANK_SINCE:
            raise ArgumentError(
                f"The World Bank's group {key!r} is known as classified on "
                f"{_WORLD_BANK_SINCE.isoformat()}, not on {day.isoformat()}. Leave on= out, or "
                "write the economies yourself."
            )
        return undated["members"]
    if key in _lists():
        return _fixed(key)
    row = _dated()[key]
    spells.refuse_other_times(row, day)
    if remark := wholes.remark_of_list(row, day):
        warn_caller(remark)
    return _standing(_spells(key), day)


def ends_before(group: str, on: int | str | datetime.date | None = None) -> str:
    """The day on which the list of a group's members ends, if that is before the date; or empty.

    Examples
    --------
    >>> ends_before("Council of Europe"), ends_before("EU")
    ('2014-12-31', '')
    """
    row, day = _dated().get(_key(group)), spells.day(on)
    return spells.ends_before(row, day) if row else ""


def has_history(group: str) -> bool:
    """Whether the members of a group are known by date, or only as they are now.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As from :func:`members`.

    Examples
    --------
    >>> from migov import economies
    >>> [economies.has_history(each) for each in ("EU", "Low income", "Asia")]
    [True, True, False]
    """
    key = _key(group)
    return key in _dated() or key in _lists() or key in _INCOME_GROUPS


def _income(key: str, day: datetime.date) -> tuple[str, ...]:
    if day < _INCOME_SINCE:
        raise ArgumentError(
            f"The World Bank has classified economies by income since {_INCOME_SINCE.isoformat()}; "
            f"{key!r} has no members on {day.isoformat()}. Ask for a later date."
        )
    found = [spell for part in _INCOME_GROUPS[key] for spell in _income_spells()[part]]
    return _standing(found, day)


def known(group: str) -> bool:
    """Whether a name, acronym or code is that of at least one group."""
    return group.strip() in _keys() or fold(group) in _folded()


def names() -> tuple[str, ...]:
    """Every name and acronym that a group answers to."""
    return tuple(_spellings())


def key_of(group: str) -> str:
    """The acronym or code of a group, by any of its names."""
    return _key(group)


def _key(group: str) -> str:
    if not isinstance(group, str) or not group.strip():
        raise ArgumentError(f"A group is asked for by its name as text, not by {group!r}.")
    text = group.strip()
    if text in _keys():
        return text
    # The exact wording decides before the folded one: the World Bank writes "Latin America &
    # Caribbean", M49 "Latin America and the Caribbean".
    found = _spellings().get(text) or _folded().get(fold(text), ())
    if len(found) > 1:
        both = [_undated()[key] for key in found]
        choices = [f"{each['name']} ({_LABELS[each['publisher']]})" for each in both]
        raise AmbiguousNameError("group", group, choices)
    if not found:
        near = likest(text, names())
        none = "" if near else "No such group is held, nor one that is spelt like it; "
        raise UnknownNameError("group", group, near, f"{none}economies.groups() lists the groups.")
    return found[0]


def _standing(found: list[Spell], day: datetime.date | None) -> tuple[str, ...]:
    """Economies whose spell covers the day, or today."""
    return tuple(sorted({each.economy for each in found if each.covers(day)}))


@cache
def _dated() -> dict[str, dict[str, str]]:
    return spells.dated()


@cache
def _spells(key: str) -> list[Spell]:
    return spells.spells(key)


@cache
def _lists() -> dict[str, dict[str, str]]:
    """Lists that are another group's members as of one year, whatever date is asked for."""
    return {row["group"]: row for row in rows_of(read_table("groups.csv"))}


def _fixed(key: str) -> tuple[str, ...]:
    row = _lists()[key]
    return _standing(_spells(row["of"]), spells.last(row["on"]))


@cache
def _income_spells() -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = {}
    frame = read_table("income_history.csv")[["group", "economy", "from", "to"]]
    for group, economy, begin, end in frame.itertuples(index=False):
        last_day = spells.last(end) if end else None
        found.setdefault(group, []).append(Spell(economy, spells.first(begin), last_day))
    return found


@cache
def _evidence() -> dict[str, str]:
    frame = read_table("governance/evidence.csv")
    return dict(zip(frame["evidence"], frame["source"], strict=True))


def _end(row: dict[str, str]) -> datetime.date | None:
    return spells.last(row["ended"]) if row["ended"] else None


def _sources(row: dict[str, str]) -> str:
    return "; ".join(_evidence()[each] for each in row["evidence"].split(";"))


@cache
def _undated() -> dict[str, dict]:
    frame = read_table("classifications.csv")
    named = {(row["publisher"], row["code"]): row for row in rows_of(codes.aggregates())}
    found = {}
    for (publisher, key), rows in frame.groupby(["publisher", "group"]):
        about = named[publisher, key]
        found[key] = {
            "publisher": publisher,
            "name": about["name"],
            "kind": about["kind"],
            "members": tuple(sorted(rows["economy"])),
        }
    return found


@cache
def _keys() -> frozenset[str]:
    return frozenset(_dated()) | frozenset(_lists()) | frozenset(_undated())


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    """Groups by each spelling that they answer to."""
    found: dict[str, tuple[str, ...]] = {}
    for key, row in (_dated() | _lists()).items():
        for spelling in dict.fromkeys((key, row["name"], *row["aliases"].split(";"))):
            if not spelling:
                continue
            found[spelling] = (*found.get(spelling, ()), key)
    dated = {fold(spelling) for spelling in found}
    for key, row in _undated().items():
        # The European Union with its dates stands before the World Bank's of today.
        plain = [row["name"]] if fold(row["name"]) not in dated else []
        for spelling in (key, f"{row['name']} ({_LABELS[row['publisher']]})", *plain):
            found[spelling] = (*found.get(spelling, ()), key)
    return found


@cache
def _folded() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for spelling, keys in _spellings().items():
        key = fold(spelling)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *keys)))
    return found
