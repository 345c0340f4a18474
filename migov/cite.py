"""Citations: who published the figures in a table, in which vintage, under which licence.

Reads only what a table carries in its attributes, or the registry; it never loads a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from migov import tidy
from migov.errors import ArgumentError
from migov.load import describe

STYLES = ("text", "bibtex")


def cite(table: pd.DataFrame | str, style: str = "text") -> str:
    """How to cite the figures in a table, or a series.

    Parameters
    ----------
    table : pandas.DataFrame or str
        A table that migov gave, or a series id.
    style : {"text", "bibtex"}
        Sentences or BibTeX entries, one for each source.

    Returns
    -------
    str
        One citation a line (or an entry), without repetition.

    Raises
    ------
    ArgumentError
        If the table does not say where it came from, or the style is not known.

    Examples
    --------
    >>> print(cite("net_migration"))  # doctest: +ELLIPSIS
    World Bank, Net migration (SM.POP.NETM), version 2026-07, retrieved ... Licence: CC BY 4.0...
    """
    if style not in STYLES:
        raise ArgumentError(f"style={style!r} is not one of {', '.join(STYLES)}.")
    if isinstance(table, str):
        records: list[dict[str, Any]] = [describe(table)]
    else:
        records = list(_sources(tidy.provenance(table).values()))
    if not records:
        raise ArgumentError(
            "This table does not say where it came from. It was not made by migov, or its "
            "attributes were lost in a merge; cite the table that migov.load() gave."
        )
    make = _text if style == "text" else _bibtex
    return "\n".join(dict.fromkeys(make(record) for record in records))


def _sources(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The published series behind some columns: a measure is cited by what it was made from."""
    for record in records:
        if record.get("ingredients"):
            yield from _sources(record["ingredients"])
        elif record.get("attribution"):
            yield record


def _text(record: dict[str, Any]) -> str:
    when = f", retrieved {record['retrieved']}" if record.get("retrieved") else ""
    how = f" Derived: {record['derived']}." if record.get("derived") else ""
    return (
        f"{record['publisher_name']}, {record['title']} ({record['code']}), version "
        f"{record['version']}{when}.{how} {record['attribution'].rstrip('.')}. Licence: "
        f"{record['licence']} ({record['licence_url']}). {record['url']}"
    )


def _bibtex(record: dict[str, Any]) -> str:
    key = f"{record['series']}_{record['version']}".replace("-", "_")
    year = re.match(r"\d{4}", record["version"])
    note = f"Version {record['version']}"
    note += f", retrieved {record['retrieved']}" if record.get("retrieved") else ""
    note += f". {record['attribution'].rstrip('.')}. Licence: {record['licence']}"
    note += f". Derived: {record['derived']}" if record.get("derived") else ""
    fields = {
        "author": f"{{{record['publisher_name']}}}",
        "title": f"{record['title']} ({record['code']})",
        "year": year.group() if year else "",
        "url": record["url"],
        "note": note,
    }
    lines = ",\n".join(f"  {name} = {{{_escape(name, value)}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"


def _escape(name: str, value: str) -> str:
    return value if name == "url" else re.sub(r"([&%#_$])", r"\\\1", value)
