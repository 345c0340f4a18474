"""Places that a stock counts apart and an estimate takes as one.

Joins codes on both sides of a stock and in figures of economies, and refuses a code that stands in
neither stock, which would otherwise join nothing and say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from migov.errors import ArgumentError, nearest
from migov.words import few


def checked(unions: Any, *stocks: Any) -> dict[str, str]:
    """The unions that were asked for, if each joins something that the stocks have.

    A code that others are joined to may be a new one, as long as two are.

    Raises
    ------
    ArgumentError
        If it is no mapping of codes to codes, or a code is in none of the stocks.

    Examples
    --------
    >>> before = pd.DataFrame({"origin": ["SSD"], "destination": ["SDN"]})
    >>> checked({"SSD": "SDN"}, before)
    {'SSD': 'SDN'}
    """
    if unions is None:
        return {}
    if not isinstance(unions, Mapping) or not all(
        isinstance(code, str) for pair in unions.items() for code in pair
    ):
        raise ArgumentError(
            f"unions={unions!r} is no dict of codes. Write the part and what it is joined to: "
            "unions={'SSD': 'SDN'}."
        )
    known = {code for table in stocks for code in _codes(table)}
    parts = Counter(unions.values())
    strange = [part for part in unions if part not in known]
    strange += [whole for whole, count in parts.items() if whole not in known and count == 1]
    if known and strange:
        found = [near for code in strange for near in nearest(code, sorted(known))]
        like = list(dict.fromkeys(found))
        raise ArgumentError(
            f"unions names {few(strange)}, which stands in neither stock, so nothing would be "
            "joined."
            + (f" Perhaps {few(like)} is meant." if like else "")
            + " Codes are those of the stocks' birthplaces and residences."
        )
    return dict(unions)


def united(frame: pd.DataFrame, unions: Mapping[str, str]) -> pd.DataFrame:
    """The stock with the codes of `unions` joined on both sides."""
    if not unions or not (set(unions) & (set(frame.index) | set(frame.columns))):
        return frame
    down = frame.groupby(renamed(frame.index, unions)).sum(min_count=1)
    across = down.T.groupby(renamed(down.columns, unions)).sum(min_count=1)
    joined = across.T
    # People born in one part and living in another are natives of the whole; without a figure for
    # natives of the parts, they alone are no such figure.
    for whole in set(unions.values()) & set(joined.index) & set(joined.columns):
        parts = [code for code in frame.columns if unions.get(code, code) == whole]
        if any(code not in frame.index or pd.isna(frame.at[code, code]) for code in parts):
            joined.loc[whole, whole] = np.nan
    return joined


def renamed(codes: pd.Index, unions: Mapping[str, str]) -> np.ndarray:
    """Each code, or what it is joined to."""
    # An array: pandas would take a list of codes for names of columns.
    return np.array([unions.get(code, code) for code in codes], dtype=object)


def _codes(table: Any) -> set[str]:
    if not isinstance(table, pd.DataFrame):
        return set()  # refused as a stock, with a sentence of its own
    if {"origin", "destination"} <= set(table.columns):
        return set(table["origin"]) | set(table["destination"])
    return {name for name in (*table.index, *table.columns) if isinstance(name, str)}
