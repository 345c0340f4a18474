"""A block of the World Bank's figures, economies × years, as a tidy table.

Table and JSON end here.  No row is skipped and no code is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NoReturn

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.words import few

# Balance of payments, debt outstanding and disbursed, net flows, debt service and their like; LCU
# and PPP are units themselves.
_LABEL = re.compile(r"BoP|(?!LCU|PPP)[A-Z]{3}|includes \w+")


def tidy_block(
    where: str, places: Sequence[str], years: Sequence[int], values: np.ndarray
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A block of figures, economies × ascending years, as a tidy table, sorted as it is built.

    Returns
    -------
    tuple
        The table, and notes on the rows that have no figure or are no economy.

    Raises
    ------
    LayoutError
        If a row has no code, a code that nobody knows, or the code of another row, or if no row
        has a figure.
    """
    if "" in places:
        raise LayoutError(
            f"{where} has {places.count('')} rows without a country code. If one of them is "
            "Namibia, a program took its code for a missing value; fetch the file again."
        )
    _refuse_twice(where, places)
    filled = ~np.isnan(values)
    some = filled.any(axis=1)
    held = [place for place, any_figure in zip(places, some, strict=True) if any_figure]
    if not held:
        # A table of nothing would be taken for a world in which nobody knows anything.
        raise LayoutError(
            f"{where} has {len(places)} rows and not one figure in {min(years)} to {max(years)}. "
            "The publisher has withdrawn the figures or packed an empty table; ask for an earlier "
            "vintage, or fetch the file again later."
        )
    known = economies.translate_texts(tuple(places), "worldbank")
    every, order = np.array(known, dtype=object), _order(known)
    rows = order[some[order]]
    codes = every[rows]
    if None in codes:
        economies.translate(pd.Series(held), "worldbank", where)  # knows the sentence
    _refuse_twice(where, codes)
    filled = filled[rows]
    table = pd.DataFrame(
        {
            "economy": pd.array(codes, dtype="str").repeat(filled.sum(axis=1)),
            "year": np.broadcast_to(np.array(years, "int64"), filled.shape)[filled],
            "value": values[rows][filled],
        },
        copy=False,
    )
    bare = [place for place, any_figure in zip(places, some, strict=True) if not any_figure]
    notes = []
    if bare:
        notes.append(f"{len(bare)} of {len(places)} rows have no figure: {few(bare, most=20)}.")
    if "INX" in held:
        notes.append("The row INX, 'Not classified', is no economy and belongs to no income group.")
    return table, tuple(notes)


def unit_of(title: str) -> str | None:
    """The unit that an indicator's name prints: what stands in its last brackets.

    Labels of the publisher's tables that stand there too, such as BoP and DOD, are left out.
    """
    found = re.findall(r"\(([^()]*)\)", title)
    if not found:
        return None
    parts = [part for part in found[-1].strip().split(", ") if not _LABEL.fullmatch(part)]
    return ", ".join(parts) or found[-1].strip()


def refuse_value(where: str, place: str, year: int, value: object) -> NoReturn:
    """Refuse what stands where a number should.

    Raises
    ------
    LayoutError
        Naming economy, year and what stands there.
    """
    raise LayoutError(
        f"{where} has {value!r} where {place} should have a number or nothing for {year}. The file "
        "was probably edited, or written with blanks or commas inside numbers; fetch it again."
    )


@lru_cache(maxsize=8)  # the files of one release have the same rows
def _order(codes: tuple[str | None, ...]) -> np.ndarray:
    return np.argsort([code or "" for code in codes], kind="stable")


def _refuse_twice(where: str, codes: Collection[str]) -> None:
    if len(set(codes)) < len(codes):
        twice = [code for code, rows in Counter(codes).items() if rows > 1]
        raise LayoutError(
            f"{where} has more than one row for {few(twice)}. Two files or two vintages were "
            "probably joined; fetch the file again."
        )
