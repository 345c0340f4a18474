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
    World Bank, Net migration (SM.POP.NETM), version 2026-07, read ... Licence: CC BY 4.0...
    """
    if style not in STYLES:
        raise ArgumentError(f"style={style!r} is not one of {', '.join(STYLES)}.")
    if isinstance(table, str):
        said: dict[str, dict[str, Any]] = {"value": describe(table)}
    elif isinstance(table, pd.DataFrame):
        said = tidy.provenance(table)
    else:
        raise ArgumentError(
            f"cite() takes a table that migov gave, or a series id, not a {type(table).__name__}."
        )
    records = list(_sources(said.values()))
    if not records:
        raise ArgumentError(
            "This table does not say where it came from. It holds no publisher's figures, was not "
            "made by migov, or lost its attributes in a merge; cite the table that migov.load() "
            "gave, and put series side by side with migov.panel(), which keeps them."
        )
    make = _text if style == "text" else _bibtex
    return "\n".join(dict.fromkeys(make(record) for record in records))


def _sources(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is behind some columns: a measure is cited by what it was made from.

    A derived series of the registry is cited itself, as migov's, and then by its sources.
    """
    for record in records:
        inside = record.get("ingredients")
        if record.get("attribution") and (not inside or "obtained" in record):
            yield record
        if inside:
            yield from _sources(inside)


def _text(record: dict[str, Any]) -> str:
    if record.get("derived"):
        return (
            f"migov, {record['title']}, version {record['version']}, computed as "
            f"{record['derived']} from figures of {record['publisher_name']}, which calls it "
            f"{record['code']} where it publishes it. Licence: {record['licence']}."
        )
    return (
        f"{record['publisher_name']}, {record['title']} ({record['code']}), version "
        f"{record['version']}{_when(record)}. {record['attribution'].rstrip('.')}. Licence: "
        f"{record['licence']} ({record['licence_url']}). {record['url']}"
    )


def _when(record: dict[str, Any]) -> str:
    """The day, and how the bytes were had if not from the publisher's own address."""
    if not record.get("retrieved"):
        return ""
    if not record.get("obtained") or record["obtained"] == "the publisher's own file":
        return f", retrieved {record['retrieved']}"
    return f", read {record['retrieved']} from {record['obtained']}"


def _bibtex(record: dict[str, Any]) -> str:
    key = f"{record['series']}_{record['version']}".replace("-", "_")
    year = re.match(r"\d{4}", record["version"])
    note = f"Version {record['version']}{_when(record)}"
    note += f". {record['attribution'].rstrip('.')}. Licence: {record['licence']}"
    note += f". Derived: {record['derived']}" if record.get("derived") else ""
    fields = {
        "author": "{migov}" if record.get("derived") else f"{{{record['publisher_name']}}}",
        "title": f"{record['title']} ({record['code']})",
        "year": year.group() if year else "",
        "url": record["url"],
        "note": note,
    }
    lines = ",\n".join(f"  {name} = {{{_escape(name, value)}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"


def _escape(name: str, value: str) -> str:
    return value if name == "url" else re.sub(r"([&%#_$])", r"\\\1", value)
