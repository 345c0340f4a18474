"""Citations: who published the figures in a table, in which vintage, under which licence.

What migov estimated is cited by the method's paper and then by what went in; what it compiled, such
as a list of members, by its release and then by the evidence.  Reads only what a table carries in
its attributes, the registry and the list of evidence; it never loads a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from migov import tidy
from migov._version import __version__
from migov.compiled import said_of
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError
from migov.load import describe
from migov.store.hosts import HOME
from migov.words import few

if TYPE_CHECKING:
    from migov.governance import Overlap

STYLES = ("text", "bibtex")


def cite(table: pd.DataFrame | Overlap | str, style: str = "text") -> str:
    """How to cite the figures in a table, or a series.

    Parameters
    ----------
    table : pandas.DataFrame, governance.Overlap or str
        A table or an overlap of arrangements that migov gave, or a series id.
    style : {"text", "bibtex"}
        Sentences or BibTeX entries, one for each source.

    Returns
    -------
    str
        One citation a line (or an entry), without repetition.  An estimate of migov's own begins
        with the method and its paper, a table that migov compiled with migov's release; what they
        were made from follows.

    Raises
    ------
    ArgumentError
        If the table does not say where it came from, or the style is not known.

    Examples
    --------
    >>> print(cite("net_migration"))  # doctest: +ELLIPSIS
    World Bank, Net migration (SM.POP.NETM), version 2026-07, read ... Licence: CC BY 4.0...
    """
    if not isinstance(style, str) or style not in STYLES:
        raise ArgumentError(f"style={style!r} is not one of {', '.join(STYLES)}.")
    if isinstance(table, str):
        said: dict[str, dict[str, Any]] = {"value": describe(table)}
        entries = list(_of_records(said.values()))
    else:
        table = _table_of(table)
        entries = [*_of_compiled(table), *_of_records(tidy.provenance(table).values())]
    if not entries:
        raise ArgumentError(
            "This table does not say where it came from. It holds no publisher's figures, was not "
            "made by migov, or lost its attributes in a merge or in a CSV, whose first lines say "
            "how to cite it; cite the table that migov.load() gave, and put series side by side "
            "with migov.panel(), which keeps them."
        )
    lines = [each.text if style == "text" else each.bibtex() for each in entries]
    return "\n".join(dict.fromkeys(lines))


def _table_of(given: object) -> pd.DataFrame:
    if isinstance(given, pd.DataFrame):
        return given
    from migov.governance import Overlap

    if isinstance(given, Overlap):
        return given.incidence
    raise ArgumentError(
        f"cite() takes a table that migov gave, or a series id, not {type(given).__name__}."
    )


@dataclass(frozen=True)
class _Entry:
    """One source: as a sentence, and as the fields of an entry."""

    text: str
    key: str
    fields: Mapping[str, str]

    def bibtex(self) -> str:
        key = re.sub(r"[^A-Za-z0-9]+", "_", self.key).strip("_")
        lines = ",\n".join(
            f"  {name} = {{{_escape(name, value)}}}" for name, value in self.fields.items()
        )
        return f"@misc{{{key},\n{lines}\n}}"


def _of_records(records: Iterable[dict[str, Any]]) -> Iterator[_Entry]:
    """What is behind some columns: a measure is cited by what it was made from.

    A derived series of the registry is cited itself, as migov's, and then by its sources; so is an
    estimate, by its method.
    """
    for record in records:
        inside = record.get("ingredients")
        if record.get("works"):
            yield _of_estimate(record)
        elif record.get("attribution") and (not inside or "obtained" in record):
            yield _of_series(record)
        if inside:
            yield from _of_records(inside)


def _of_series(record: dict[str, Any]) -> _Entry:
    derived = record.get("derived")
    if derived:
        text = (
            f"migov, {record['title']}, version {_version(record)}, computed as "
            f"{derived} from figures of {record['publisher_name']}, which calls it "
            f"{record['code']} where it publishes it. Licence: {record['licence']}."
        )
    else:
        code = f" ({record['code']})" if record.get("code") else ""
        text = (
            f"{record['publisher_name']}, {record['title']}{code}, version "
            f"{_version(record)}{_when(record)}. {record['attribution'].rstrip('.')}. Licence: "
            f"{record['licence']} ({record['licence_url']}). {record['url']}"
        )
    year = re.match(r"\d{4}", record["version"])
    note = f"Version {_version(record)}{_when(record)}"
    note += f". {record['attribution'].rstrip('.')}. Licence: {record['licence']}"
    note += f". Derived: {derived}" if derived else ""
    name = record.get("series") or f"{record['publisher']} {record['title']}"
    code = f" ({record['code']})" if record.get("code") else ""
    return _Entry(
        text,
        f"{name}_{record['version']}",
        {
            "author": "{migov}" if derived else f"{{{record['publisher_name']}}}",
            "title": f"{record['title']}{code}",
            "year": year.group() if year else "",
            "url": record["url"],
            "note": note,
        },
    )


def _of_estimate(record: dict[str, Any]) -> _Entry:
    """An estimate that migov made: the method by its papers, and whose figures went in."""
    works = " ".join(f"{work.rstrip('.')}." for work in record["works"])
    parts = "the sources cited with it" if record.get("ingredients") else "tables of the user's own"
    what = f"{record['title']} ({record['code']})"
    how = f"{record['derived']}, from {parts}. Method: {works}"
    return _Entry(
        f"migov {__version__}, {what}, {record['unit']}. {how} {HOME}",
        f"migov_{record['series']}_{record['version'] or __version__}",
        {
            "author": "{migov}",
            "title": what,
            "url": HOME,
            "note": f"Release {__version__}. {how.rstrip('.')}",
        },
    )


def _of_compiled(table: pd.DataFrame) -> Iterator[_Entry]:
    """A table that migov compiled: its release, its evidence, and the figures it also rests on."""
    said = said_of(table)
    if not said:
        return
    keys = list(said["evidence"])
    if "evidence" in table.columns:
        keys += [key for cell in table["evidence"].dropna() for key in str(cell).split(";") if key]
    keys += _evidence_of(said["arrangements"])
    rests = keys or said["works"] or said["sources"] or said["series"]
    how = "compiled from the sources cited with it" if rests else "compiled by migov"
    yield _Entry(
        f"migov {__version__}, {said['title']}, {how}. {HOME}",
        f"migov_{__version__}_{said['title']}",
        {
            "author": "{migov}",
            "title": said["title"],
            "url": HOME,
            "note": f"Release {__version__}, {how}",
        },
    )
    yield from (_of_work(work) for work in said["works"])
    yield from _of_evidence(dict.fromkeys(keys))
    yield from _of_records([*said["sources"], *map(describe, said["series"])])


def _evidence_of(arrangements: Iterable[str]) -> list[str]:
    """The keys of the evidence for arrangements, their members and the dates of their treaties."""
    found = []
    for name in ("arrangements", "memberships", "treaties") if arrangements else ():
        table = read_table(f"governance/{name}.csv")
        cells = table.loc[table["arrangement"].isin(list(arrangements)), "evidence"]
        found += [key for cell in cells.unique() for key in cell.split(";") if key]
    return found


def _of_evidence(keys: Iterable[str]) -> Iterator[_Entry]:
    known = {row["evidence"]: row for row in rows_of(read_table("governance/evidence.csv"))}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise ArgumentError(
            f"The table names evidence that migov does not have: {few(unknown)}. "
            "migov.governance.evidence() lists what it has; the column was probably changed."
        )
    for key in keys:
        row = known[key]
        url = f" {row['address']}" if row["address"] else ""
        yield _Entry(
            f"{row['source']}: {row['says'].rstrip('.')}.{url}",
            f"evidence_{key}",
            {
                "title": row["source"],
                **({"url": row["address"]} if row["address"] else {}),
                "note": row["says"],
            },
        )


def _of_work(line: str) -> _Entry:
    year = re.search(r"\((\d{4})\)", line)
    return _Entry(
        f"{line.rstrip('.')}.",
        line.split(":")[0],
        {"title": line, **({"year": year[1]} if year else {})},
    )


def _version(record: dict[str, Any]) -> str:
    """The vintage, and what its publisher's own stamp says beyond its name."""
    beyond = (record.get("released") or "").partition(", ")[2]
    return f"{record['version']} ({beyond})" if beyond else str(record["version"])


def _when(record: dict[str, Any]) -> str:
    """The day, and how the bytes were had if not from the publisher's own address."""
    if not record.get("retrieved"):
        return ""
    if not record.get("obtained") or record["obtained"] == "the publisher's own file":
        return f", retrieved {record['retrieved']}"
    return f", read {record['retrieved']} from {record['obtained']}"


def _escape(name: str, value: str) -> str:
    return value if name == "url" else re.sub(r"([&%#_$])", r"\\\1", value)
