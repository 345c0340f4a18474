"""Tables that migov compiled itself, and what such a table says of its sources.

A figure of a series has a record for its column.  A list of members, a ledger of claims or a list
of series has none: it is cited by what it is, by the release that compiled it, and by its evidence.
Nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

_ATTRS = "migov"
_KEY = "compiled"


def compiled(
    table: pd.DataFrame,
    title: str,
    *,
    evidence: Iterable[str] = (),
    sources: Iterable[Mapping[str, Any]] = (),
    series: Iterable[str] = (),
    arrangements: Iterable[str] = (),
    works: Iterable[str] = (),
) -> pd.DataFrame:
    """`table` itself, with what it is and what it rests on; what it said before stays.

    Parameters
    ----------
    table : pandas.DataFrame
        A table that has no figures of one series.
    title : str
        What it is, without a full stop: ``"Members of RCM on 1999-01-28"``.
    evidence : iterable of str
        Keys of ``datasets/governance/evidence.csv``; a cell with ``"a;b"`` is two.
    sources : iterable of dict
        Provenance records of series that it also rests on, as tables carry them.
    series : iterable of str
        Ids of series that it rests on in their pinned vintages.
    arrangements : iterable of str
        Acronyms of arrangements whose members or dates it rests on: all their evidence counts.
    works : iterable of str
        Publications that it rests on, each as a line of a list of references.

    Examples
    --------
    >>> table = compiled(pd.DataFrame({"economy": ["MEX"]}), "Members of a club", evidence=["a;b"])
    >>> said_of(table)["title"], said_of(table)["evidence"]
    ('Members of a club', ['a', 'b'])
    """
    keys = [key for cell in evidence for key in str(cell).split(";")]
    said = {
        "title": title,
        "evidence": _once(key.strip() for key in keys),
        "sources": [dict(record) for record in sources],
        "series": _once(series),
        "arrangements": _once(arrangements),
        "works": _once(works),
    }
    table.attrs[_ATTRS] = {"columns": {}, **table.attrs.get(_ATTRS, {}), _KEY: said}
    return table


def said_of(table: pd.DataFrame) -> dict[str, Any]:
    """What :func:`compiled` wrote into a table; empty if it is none of these.

    Examples
    --------
    >>> said_of(pd.DataFrame())
    {}
    """
    found = table.attrs.get(_ATTRS, {})
    return found.get(_KEY, {}) if isinstance(found, Mapping) else {}


def _once(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
