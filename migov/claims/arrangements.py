"""Lines of evidence on governance: who belonged by year, what an organisation says, and dates.

Members and parties are counted from the spells of ``datasets/governance`` on the last day of each
year, and in the newest year on the last day that the list reaches; counts from coded datasets that
are not embedded stand in ``datasets/counted*.toml``.  Nothing here judges; :func:`doubts` names
the rows that nobody verified.
"""

from __future__ import annotations

import datetime
import tomllib
import warnings
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

import pandas as pd

from migov.claims.evidence import Line
from migov.claims.run import Read, note, once
from migov.config import datasets_dir
from migov.economies import spells
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError, MigovError
from migov.governance import members, records
from migov.governance.held import Held, covering, held
from migov.governance.records import On

_NEVER = datetime.date.max  # the last day of what lasts, and the first of what has none


def belonging(
    arrangement: str,
    on: On = None,
    status: str | Iterable[str] | None = None,
    among: Collection[str] | None = None,
    confidence: str | None = None,
) -> list[str]:
    """Codes of those who belonged to an arrangement on a date; now by default.

    `status` and `confidence` are as in :func:`migov.governance.members`; `among` keeps only these
    economies.

    Examples
    --------
    >>> len(belonging("RCM", "1999-01-28")), len(belonging("RCM", "2000-03-24"))
    (10, 11)
    """
    found = covering(_spells(arrangement, status, among), on)
    sure = records.as_sure_as(confidence)
    return sorted({each.economy for each in found if each.confidence in sure})


def askable(
    arrangement: str, on: On = None, status: str | Iterable[str] | None = None
) -> bool:
    """Whether :func:`migov.governance.members` names anybody for an arrangement on a date.

    Examples
    --------
    >>> askable("RCM", 2000), askable("RCM", 1990), askable("UNHCR", 2000)
    (True, False, False)
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return len(members(arrangement, on, status=status)) > 0
    except MigovError:
        return False


def count(
    arrangement: str,
    unit: str,
    label: str = "",
    status: str | Iterable[str] | None = None,
    among: Collection[str] | None = None,
    population: str = "",
) -> Line:
    """How many belonged by year: from the arrangement's start to the last year of its list.

    Where lists are known and nobody's first day, the years of whole lists are the only ones.

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
    row, every, some = records.record(key), *(_spells(key, status, who) for who in (None, among))
    every, some = ([each for each in rows if each.begins < _NEVER] for rows in (every, some))
    if not some:
        raise ArgumentError(f"Nobody is known with a day to have belonged to {key}.")
    until = _until(row)
    first, founded = min(each.begins for each in every), row["founded"] or row["in_force"]
    if all(each.seen for each in every):
        lists = {spells.last(each.seen) for each in every if each.confidence != "partial"}
        days, until = {day.year: day for day in sorted(lists)}, max(lists)
    else:
        first = max(first, spells.first(founded)) if founded else first
        ends = (datetime.date(year, 12, 31) for year in range(first.year, until.year + 1))
        days = {end.year: min(end, until) for end in ends}
    values = {
        year: len({each.economy for each in covering(some, last)}) for year, last in days.items()
    }
    sources = said_by(each.evidence for each in some)
    return Line(
        label or f"{row['name']}, {unit}", sources, "", until.isoformat(),
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
    note(Read("counts", key))
    table = read_table("governance/counts.csv")
    mine = (table["arrangement"] == key) & (table["what"] == what) & (table["evidence"] != "paper")
    table = table[mine].sort_values("date")
    if table.empty:
        raise ArgumentError(f"No organisation's total of {what} of {key} is known here.")
    values = {spells.last(row["date"]).year: int(row["count"]) for row in rows_of(table)}
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
    note(Read("arrangements", key))
    told = records.record(key)[column]
    if not told:
        raise ArgumentError(f"{key} has no date in {column}.")
    return told


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
    found = covering(_spells(arrangement, status, among), on)
    return sorted({each.economy for each in found if each.confidence == "unverified"})


def counted(name: str, label: str = "") -> Line:
    """A count from a coded dataset that is not embedded, by year (``datasets/counted*.toml``).

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
    keys = Counter(key for each in evidence for key in str(each).split(";") if key)
    return "; ".join(dict.fromkeys(_sources()[key] for key, _ in keys.most_common()))


def sources(*arrangements: str) -> str:
    """The sources behind the members of several arrangements.

    Examples
    --------
    >>> sources("NAFTA", "RCM").split(";")[0]
    'Design of Trade Agreements v2.3'
    """
    rows = (each for name in arrangements for each in _spells(name, None, None))
    return said_by(dict.fromkeys(each.evidence for each in rows))


def year_ends(arrangement: str) -> dict[int, datetime.date]:
    """The last day of each year that :func:`count` reaches, the newest one cut short.

    Examples
    --------
    >>> year_ends("CSR51")[2015].isoformat()
    '2015-03-14'
    """
    line = count(arrangement, "parties")
    until = datetime.date.fromisoformat(line.version)
    return {int(year): min(datetime.date(year, 12, 31), until) for year in line.values.index}


def as_of() -> datetime.date:
    """The newest day to which any list of members was brought up.

    Examples
    --------
    >>> as_of().isoformat()
    '2026-02-03'
    """
    return spells.reach()


def _until(row: dict[str, str]) -> datetime.date:
    """The last day that an arrangement's list reaches."""
    ends = [spells.last(row[name]) for name in ("known_until", "ended") if row[name]]
    return min([*ends, as_of()])


def _spells(
    arrangement: str, status: str | Iterable[str] | None, among: Collection[str] | None
) -> list[Held]:
    wanted = status if status is None or isinstance(status, str) else tuple(status)
    key = records.find(arrangement)
    note(Read("members", key, status=(wanted,) if isinstance(wanted, str) else wanted))
    found = held(key, wanted)
    return [each for each in found if among is None or each.economy in among]


@cache
def _sources() -> dict[str, str]:
    table = read_table("governance/evidence.csv")
    return dict(zip(table["evidence"], table["source"], strict=True))


def _counted() -> dict[str, dict[str, object]]:
    book: dict[str, dict[str, object]] = {}
    for path in sorted(datasets_dir().glob("counted*.toml")):
        book |= tomllib.loads(path.read_text(encoding="utf-8"))
    return book
