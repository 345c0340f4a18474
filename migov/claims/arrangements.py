"""Lines of evidence on governance: who belonged by year, what an organisation says, and dates.

Members and parties are counted from the spells of ``datasets/governance`` on the last day of each
year, and in the newest year on the last day that the list reaches; a total that an organisation
gives is a line of its own.  Counts from coded datasets that are not embedded stand in
``datasets/counted.toml``.  Nothing here judges, and rows that nobody verified are named by
:func:`doubts`, so that a reason can say so.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Collection, Iterable

import pandas as pd

from migov.claims.evidence import Line
from migov.claims.run import once
from migov.config import datasets_dir
from migov.economies import spells
from migov.economies.tables import read_table
from migov.errors import ArgumentError
from migov.governance import records
from migov.governance.records import On


def belonging(
    arrangement: str,
    on: On = None,
    status: str | Iterable[str] | None = None,
    among: Collection[str] | None = None,
) -> list[str]:
    """Codes of those who belonged to an arrangement on a date; now by default.

    `status` is as in :func:`migov.governance.members`; `among` keeps only these economies.

    Examples
    --------
    >>> len(belonging("RCM", "1999-01-28")), len(belonging("RCM", "2000-03-24"))
    (10, 11)
    """
    found = records.standing(_rows(arrangement, status, among), on)
    return sorted(set(found["economy"]))


def count(
    arrangement: str,
    unit: str,
    label: str = "",
    status: str | Iterable[str] | None = None,
    among: Collection[str] | None = None,
    population: str = "",
) -> Line:
    """How many belonged by year: from the arrangement's start to the last year of its list.

    Where only one list is known and nobody's first day, the year of the list is the only one.

    Raises
    ------
    ArgumentError
        If no day is known of anybody.

    Examples
    --------
    >>> line = count("ICRMW", "parties")
    >>> line.at(2001).value, line.last.value, line.version
    (17.0, 60.0, '2026-02-03')
    """
    key = records.find(arrangement)
    row, every, table = records.record(key), *(_rows(key, status, who) for who in (None, among))
    every, table = (rows[rows["begins"] < datetime.date.max] for rows in (every, table))
    if table.empty:
        raise ArgumentError(f"Nobody is known with a day to have belonged to {key}.")
    until = _until(row)
    first, founded = every["begins"].min(), row["founded"] or row["in_force"]
    if (every["from"] == "").all():
        until = spells.last(every.loc[every["begins"] == first, "seen"].iloc[0])
    elif founded:
        first = max(first, spells.first(founded))
    days = {
        year: min(datetime.date(year, 12, 31), until) for year in range(first.year, until.year + 1)
    }
    values = {
        year: records.standing(table, last)["economy"].nunique() for year, last in days.items()
    }
    return Line(
        label or f"{row['name']}, {unit}", said_by(table["evidence"]), "", until.isoformat(),
        population or row["name"], unit, pd.Series(values),
    )  # fmt: skip


def announced(arrangement: str, what: str, unit: str, label: str = "") -> Line:
    """Totals by year that the organisation itself gives; the last one of each year.

    What only the paper says is left out: a claim is not evidence for itself.

    Examples
    --------
    >>> announced("BP", "participants", "states").values.to_dict()
    {1997: 36, 2003: 43, 2013: 49}
    """
    key = records.find(arrangement)
    table = read_table("governance/counts.csv")
    mine = (table["arrangement"] == key) & (table["what"] == what) & (table["evidence"] != "paper")
    table = table[mine].sort_values("date")
    if table.empty:
        raise ArgumentError(f"No organisation's total of {what} of {key} is known here.")
    values = {spells.last(row["date"]).year: int(row["count"]) for row in table.to_dict("records")}
    name = records.record(key)["name"]
    return Line(
        label or f"{name}, {what} as announced", said_by(table["evidence"]), "",
        table["date"].iloc[-1], name, unit, pd.Series(values),
    )  # fmt: skip


def date(arrangement: str, column: str, year: int, label: str = "") -> Line:
    """A date of an arrangement as a year, placed at the year that the paper speaks of.

    `column` is ``founded``, ``in_force`` or ``ended``; :func:`day` gives the day for the reason.

    Examples
    --------
    >>> date("RCM", "founded", 1996).at(1996).value
    1996.0
    """
    key = records.find(arrangement)
    row = records.record(key)
    told = spells.first(day(key, column)).year
    return Line(
        label or f"{row['name']}, {column.replace('_', ' ')}", said_by([row["evidence"]]), "",
        _until(row).isoformat(), row["name"], "year", pd.Series({year: told}),
    )  # fmt: skip


def day(arrangement: str, column: str) -> str:
    """A date of an arrangement as the table has it: a day, a month or a year.

    Raises
    ------
    ArgumentError
        If it is not known.
    """
    key = records.find(arrangement)
    told = records.record(key)[column]
    if not told:
        raise ArgumentError(f"{key} has no date in {column}.")
    return told


def joined(arrangement: str, economy: str, year: int, label: str = "") -> Line:
    """The year in which an economy first belonged in full, placed at the paper's year.

    Examples
    --------
    >>> joined("OECD", "MEX", 2002).at(2002).value
    1994.0
    """
    table = _rows(arrangement, None, [economy]).sort_values("begins")
    if table.empty:
        raise ArgumentError(f"{economy} is not known to have belonged to {arrangement}.")
    key = records.find(arrangement)
    row = records.record(key)
    return Line(
        label or f"{row['name']}: {economy} joined", said_by(table["evidence"]), "",
        _until(row).isoformat(), economy, "year", pd.Series({year: table["begins"].iloc[0].year}),
    )  # fmt: skip


def doubts(
    arrangement: str,
    on: On = None,
    status: str | Iterable[str] | None = None,
    among: Collection[str] | None = None,
) -> list[str]:
    """Codes of those who belonged on a date by a row that nobody has verified.

    Examples
    --------
    >>> doubts("OECD", 2020)
    ['COL', 'DEU', 'FIN', 'LTU', 'LVA']
    """
    found = records.standing(_rows(arrangement, status, among), on)
    return sorted(set(found.loc[found["confidence"] == "unverified", "economy"]))


def counted(name: str, label: str = "") -> Line:
    """A count from a coded dataset that is not embedded, by year (``datasets/counted.toml``).

    Raises
    ------
    ArgumentError
        If there is no such count.

    Examples
    --------
    >>> counted("americas-deals").unit
    'agreements'
    """
    book = once(("counted",), _counted)
    if name not in book:
        raise ArgumentError(f"There is no count {name!r}; there are {', '.join(book)}.")
    facts = book[name]
    values = pd.Series({int(year): value for year, value in facts["values"].items()}).sort_index()
    return Line(
        label or facts["label"], facts["publisher"], "", facts["version"], facts["population"],
        facts["unit"], values,
    )  # fmt: skip


def said_by(evidence: Iterable[str]) -> str:
    """The sources behind keys of evidence, the one behind most rows first.

    Examples
    --------
    >>> said_by(["rcm"])
    'Regional Conference on Migration, declarations of 1999 and 2000; its page about itself'
    """
    keys = pd.Series([key for each in evidence for key in str(each).split(";") if key])
    names = read_table("governance/evidence.csv").set_index("evidence")["source"]
    return "; ".join(dict.fromkeys(names[key] for key in keys.value_counts(sort=True).index))


def as_of() -> datetime.date:
    """The newest day to which any list of members was brought up.

    Examples
    --------
    >>> as_of().isoformat()
    '2026-02-03'
    """
    known = records.listed()["known_until"]
    return max(spells.last(text) for text in known if text)


def _until(row: dict[str, str]) -> datetime.date:
    """The last day that an arrangement's list reaches."""
    ends = [spells.last(row[name]) for name in ("known_until", "ended") if row[name]]
    return min([*ends, as_of()])


def _rows(
    arrangement: str, status: str | Iterable[str] | None, among: Collection[str] | None
) -> pd.DataFrame:
    table = records.of_status(records.rows(records.find(arrangement)), status)
    return table if among is None else table[table["economy"].isin(list(among))]


def _counted() -> dict[str, dict[str, object]]:
    path = datasets_dir() / "counted.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
