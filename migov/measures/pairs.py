"""What every measure of corridors does before and after its sum.

`pairs` accepts a corridor table, or a matrix of one year, and refuses anything else with a
sentence; `derived_pairs` and `derived_places` put a result into columns with a record of its
ingredients.  Nothing is computed from the values here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from migov import economies, tidy
from migov.errors import ArgumentError
from migov.measures.figures import Measured, derived_record
from migov.words import few

NOT_ALLOCATED = "Not allocated"
_KEYS = ["origin", "destination", "year"]


@dataclass(frozen=True)
class Pairs(Measured):
    """Corridors as a measure sees them: rows of ``origin, destination, year, [sex,] value``.

    Attributes
    ----------
    notes : tuple of str
        What was left out of the table to have these rows.
    """

    notes: tuple[str, ...] = ()


def pairs(table: pd.DataFrame, role: str = "table", *, sexes: bool = False) -> Pairs:
    """Take in a corridor table.

    Parameters
    ----------
    table : pandas.DataFrame
        ``origin, destination, year, value`` and any columns beside them, or a matrix of one year
        as :func:`migov.matrix` gives it, whose margins are left out.
    role : str
        The argument's name, for messages.
    sexes : bool
        Whether a column ``sex`` with several sexes is welcome.

    Raises
    ------
    ArgumentError
        If it is no such table, holds aggregates beside their members, the same corridor twice,
        infinite values, or nothing.
    """
    table = _long(table, role)
    missing = [each for each in (*_KEYS, "value") if each not in table.columns]
    if missing:
        raise ArgumentError(
            f"`{role}` has the columns {few(table.columns) or '(none)'}; it needs origin, "
            "destination, year and value. Load a corridor series: migov.search('corridor')."
        )
    keys = [*_KEYS, *(["sex"] if "sex" in table.columns else [])]
    record = dict(tidy.provenance(table).get("value", {}))
    rows = table[[*keys, "value"]]
    rows = rows.loc[rows["value"].notna()].reset_index(drop=True)
    if rows.empty:
        raise ArgumentError(f"`{role}` has no figures. Ask for more years or corridors.")
    _refuse_broken(rows, keys, role)
    if "sex" in keys and not sexes:
        if rows["sex"].nunique() > 1:
            raise ArgumentError(
                f"`{role}` has several sexes, which would be counted twice. Load one of them: "
                'sex="both", "female" or "male".'
            )
        rows = rows.drop(columns="sex")
    name = str(record.get("series") or ("the table" if role == "table" else f"`{role}`"))
    return Pairs(rows, record, name)


def moves(found: Pairs, what: str) -> Pairs:
    """The corridors between two different known places: no stayers, no unknown ends.

    Raises
    ------
    ArgumentError
        If nothing is left, or a figure is negative.
    """
    rows, notes = found.rows, list(found.notes)
    negative = rows["value"] < 0
    if negative.any():
        raise ArgumentError(
            f"{what} needs counts, and {int(negative.sum())} of {len(rows)} corridors are "
            f"negative ({named(rows.loc[negative])}). Probably these are net flows; use the flows "
            "of each direction."
        )
    unknown = economies.is_residual(rows["origin"]) | economies.is_residual(rows["destination"])
    if unknown.any():
        notes.append(
            f"{rows.loc[unknown, 'value'].sum():,.0f} with an unknown or no origin or destination "
            "belong to no corridor and are left out."
        )
    inside = (rows["origin"] == rows["destination"]) & ~unknown
    if inside.any():
        notes.append(
            f"{rows.loc[inside, 'value'].sum():,.0f} within one place are no move between two and "
            "are left out."
        )
    rows = rows.loc[~unknown & ~inside].reset_index(drop=True)
    if rows.empty:
        raise ArgumentError(f"{what} has no corridor between two different known places.")
    return replace(found, rows=rows, notes=tuple(notes))


def checked_fill(fill: object) -> float | None:
    """What an absent corridor counts as: None where it stays unknown, or 0.

    Raises
    ------
    ArgumentError
        If it is anything else.

    Examples
    --------
    >>> checked_fill(0)
    0.0
    """
    if fill is None:
        return None
    if isinstance(fill, (int, float, np.number)) and not isinstance(fill, bool) and fill == 0:
        return 0.0
    raise ArgumentError(
        f"fill={fill!r} would invent figures. An absent corridor is unknown: leave fill out to "
        "keep it so, or say fill=0 where you know that absent means none. What the publisher "
        "allocated to no corridor is shown by migov.matrix(..., margins=True), not spread."
    )


def derived_pairs(
    rows: pd.DataFrame,
    ingredients: Iterable[Pairs],
    description: str,
    unit: str | None,
    caveats: Iterable[str] = (),
) -> pd.DataFrame:
    """Put a result by corridor into order, with the record of what it was made from."""
    keys = [*_KEYS, *(["sex"] if "sex" in rows.columns else [])]
    return _derived(rows, keys, list(ingredients), description, unit, caveats)


def derived_places(
    rows: pd.DataFrame,
    ingredients: Iterable[Pairs],
    description: str,
    unit: str | None,
    caveats: Iterable[str] = (),
    also: Iterable[Mapping[str, Any]] = (),
) -> pd.DataFrame:
    """Put a result by economy and year into order, with the record of what it was made from.

    `also` are the records of what is no corridor: a population, a table of distances.
    """
    keys = ["economy", "year"]
    return _derived(rows, keys, list(ingredients), description, unit, caveats, also)


def derived_years(
    lines: Sequence[tuple[float, ...]],
    columns: list[str],
    found: Pairs,
    what: str,
    unit: str,
    notes: list[str],
    also: Iterable[Mapping[str, Any]] = (),
) -> pd.DataFrame:
    """One figure a year for the whole system, under the code ``ALL``.

    Raises
    ------
    ArgumentError
        If there is no year with moves.
    """
    if not lines:
        raise ArgumentError(f"Nobody moves in {found.name}, so there is no {what}.")
    rows = pd.DataFrame(lines, columns=columns).assign(economy="ALL")
    return derived_places(rows, [found], f"{what} of {found.words}", unit, notes, also)


def named(rows: pd.DataFrame, most: int = 5) -> str:
    """Name the first few corridors: ``MEX → USA 2020 and 3 more``."""
    corridors = zip(rows["origin"], rows["destination"], rows["year"], strict=True)
    return few([f"{origin} → {end} {year}" for origin, end, year in corridors], most)


def _derived(
    rows: pd.DataFrame,
    keys: list[str],
    ingredients: list[Pairs],
    description: str,
    unit: str | None,
    caveats: Iterable[str],
    also: Iterable[Mapping[str, Any]] = (),
) -> pd.DataFrame:
    extra = [each for each in rows.columns if each not in (*keys, "value")]
    table = rows[[*keys, "value", *extra]].sort_values(keys, ignore_index=True)
    notes = [note for each in ingredients for note in each.notes]
    records = [each.record for each in ingredients] + [dict(each) for each in also]
    said = derived_record(records, description, unit, [*notes, *caveats])
    return tidy.with_provenance(table, {"value": said})


def _long(table: object, role: str) -> pd.DataFrame:
    """A corridor table as it is, a matrix as a corridor table without its margins."""
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(
            f"`{role}` is a {type(table).__name__}, not a table. Pass a corridor table, as "
            "migov.load() gives it, or a matrix of migov.matrix()."
        )
    if table.index.name != "origin" or table.columns.name != "destination":
        return table
    year = table.attrs.get(tidy.ATTRS, {}).get("year")
    if year is None:
        raise ArgumentError(
            f"`{role}` is a matrix that does not say of which year. Pass what migov.matrix() gave, "
            "or a table with origin, destination, year and value."
        )
    margins = ["WLD", NOT_ALLOCATED]
    inside = table.drop(index=margins, columns=margins, errors="ignore")
    rows = inside.stack().rename("value").reset_index().assign(year=year)
    rows.attrs = table.attrs
    return rows


def _refuse_broken(rows: pd.DataFrame, keys: list[str], role: str) -> None:
    if not pd.api.types.is_numeric_dtype(rows["value"]):
        raise ArgumentError(f"`{role}` has values that are text; cast the column to numbers.")
    empty = rows[keys].isna().any(axis=1)
    if empty.any():
        raise ArgumentError(
            f"`{role}` has {int(empty.sum())} corridors without an end or a year. If an economy is "
            "Namibia, its code NA was read as missing: read with keep_default_na=False."
        )
    endless = ~np.isfinite(rows["value"].to_numpy(dtype=float))
    if endless.any():
        raise ArgumentError(
            f"`{role}` has {int(endless.sum())} infinite figures ({named(rows.loc[endless])}). "
            "Probably a division by zero; leave those rows out."
        )
    codes = sorted({*rows["origin"].astype(str), *rows["destination"].astype(str)})
    wholes = [code for code in codes if economies.is_aggregate(code)]
    if wholes:
        raise ArgumentError(
            f"`{role}` would count economies twice: {few(wholes)} of its {len(codes)} codes are "
            "aggregates. Leave them out (migov.load() gives economies only)."
        )
    twice = rows.duplicated(keys, keep=False)
    if twice.any():
        raise ArgumentError(
            f"`{role}` has {int(twice.sum())} rows that share their corridor and year "
            f"({named(rows.loc[twice])}). Probably two revisions were joined; keep one of each."
        )
