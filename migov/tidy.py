"""The two schemas that every table obeys, and the sentences said when one does not.

An economy–year table has the columns ``economy, year, value``; a corridor–year table has
``origin, destination, year``, sometimes ``sex``, and ``value``.  Both are sorted by their keys,
the keys are unique and without nulls, and a figure that the publisher does not give is absent.
This module arranges and checks; it never reads a file and never drops a row that breaks a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from migov.errors import ArgumentError, SchemaError
from migov.soundness import CODE, is_sound
from migov.soundness import SEXES as SEXES
from migov.words import few

KEYS: Mapping[str, tuple[str, ...]] = {
    "economy": ("economy", "year"),
    "corridor": ("origin", "destination", "year"),
}
ATTRS = "migov"

_PLACES = ("economy", "origin", "destination")


@dataclass(frozen=True)
class Reading:
    """What a reader found in a publisher's file.

    Attributes
    ----------
    table : pandas.DataFrame
        A tidy table; economies and the publisher's aggregates stand side by side.
    title : str
        The title that the file prints.
    released : str or None
        The date, month or year that the file prints of itself (``"2026-07-01"``, ``"2024"``).
    unit : str or None
        The unit that the file prints.
    notes : tuple of str
        What the file says that a reader of the figures should know.
    """

    table: pd.DataFrame
    title: str
    released: str | None = None
    unit: str | None = None
    notes: tuple[str, ...] = field(default=())


def keys_of(table: pd.DataFrame, kind: str) -> list[str]:
    """The key columns of a table of this kind, ``sex`` included where the table has it."""
    return [*KEYS[kind], *(["sex"] if "sex" in table.columns else [])]


def kind_of(table: pd.DataFrame, where: str = "the table") -> str:
    """Whether a table is an ``"economy"`` or a ``"corridor"`` table.

    Raises
    ------
    SchemaError
        If it is neither.
    """
    _refuse_no_table(table, where)
    for kind, keys in KEYS.items():
        if set(keys) <= set(table.columns):
            return kind
    raise SchemaError(
        f"{where} has the columns {', '.join(map(str, table.columns)) or '(none)'}; a tidy table "
        "has economy and year, or origin, destination and year. Rename its columns, or load it "
        "with migov.load()."
    )


def arrange(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Order columns and rows as the schema wants them and cast to its types.

    Rows whose value is missing are left out: absent means unknown.  Nothing else is dropped.

    Raises
    ------
    SchemaError
        If a column is missing, a year is missing or no whole number, or a value is no number.

    Examples
    --------
    >>> import pandas as pd
    >>> arrange(pd.DataFrame({"year": [2001, 2000], "economy": ["NAM", "NAM"],
    ...                       "value": [2, 1]}), "economy")
      economy  year  value
    0     NAM  2000    1.0
    1     NAM  2001    2.0
    """
    _refuse_no_table(frame, "the table")
    keys = keys_of(frame, kind)
    _refuse_missing(frame, [*keys, "value"], "the table")
    table = frame.loc[frame["value"].notna(), [*keys, "value"]]
    for column, kind_of_number, is_right in (
        ("year", "whole number", _whole),
        ("value", "number", pd.api.types.is_numeric_dtype),
    ):
        if len(table) and not is_right(table[column]):
            raise SchemaError(
                f"the table has text or another thing in {column} that is no {kind_of_number} "
                f"({_such_as(table[column])}). Blanks inside numbers, a sign for missing or a "
                "header row were probably left in."
            )
    table = table.sort_values(keys, ignore_index=True)
    return table.astype({"year": "int64", "value": "float64"})


def check(frame: pd.DataFrame, kind: str | None = None, where: str = "the table") -> pd.DataFrame:
    """Return `frame` if it obeys the schema of its kind.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table.
    kind : {"economy", "corridor"}, optional
        Which schema; found from the columns if not said.
    where : str
        What the message calls the table.

    Raises
    ------
    SchemaError
        Saying which rule is broken, in which rows, and what probably happened.

    Examples
    --------
    >>> import pandas as pd
    >>> check(pd.DataFrame({"economy": ["NAM", "NAM"], "year": [2000, 2000], "value": [1.0, 2.0]}))
    Traceback (most recent call last):
        ...
    migov.errors.SchemaError: the table has 2 rows that share their economy and year: NAM 2000. \
Probably two files or two revisions were joined; keep one row for each.
    """
    _refuse_no_table(frame, where)
    kind = kind or kind_of(frame, where)
    keys = keys_of(frame, kind)
    _refuse_missing(frame, [*KEYS[kind], "value"], where)
    if is_sound(frame, keys):
        return frame
    for column in keys:
        empty = frame[column].isna() | (frame[column].astype(str).str.strip() == "")
        if empty.any():
            raise SchemaError(
                f"{where} has {int(empty.sum())} rows without {column} (first at row "
                f"{int(empty.to_numpy().argmax())}). If the economy is Namibia, its code NA was "
                "read as missing: read the file with keep_default_na=False."
            )
    if not pd.api.types.is_integer_dtype(frame["year"]):
        raise SchemaError(
            f"{where} has years that are not whole numbers ({_such_as(frame['year'])}). Cast the "
            "column to int."
        )
    if not pd.api.types.is_numeric_dtype(frame["value"]):
        raise SchemaError(
            f"{where} has values that are text ({_such_as(frame['value'])}). "
            "Blanks inside numbers or a sign for missing were probably left in."
        )
    for column in (place for place in _PLACES if place in keys):
        wrong = frame.loc[~frame[column].astype(str).str.fullmatch(CODE), column]
        if len(wrong):
            raise SchemaError(
                f"{where} has {column} codes that are no codes: {few(wrong.unique())}. "
                "Use migov.economies.resolve() to turn names into codes."
            )
    if "sex" in keys:
        wrong = frame.loc[~frame["sex"].isin(SEXES), "sex"]
        if len(wrong):
            raise SchemaError(
                f"{where} has {few(wrong.unique())} as sex; it should be one of "
                f"{', '.join(SEXES)}."
            )
    twice = frame.duplicated(keys, keep=False)
    if twice.any():
        rows = frame.loc[twice, keys].drop_duplicates()
        raise SchemaError(
            f"{where} has {int(twice.sum())} rows that share their {_words(keys)}: "
            f"{few(rows.astype(str).agg(' '.join, axis=1))}. Probably two files or two revisions "
            "were joined; keep one row for each."
        )
    if not pd.MultiIndex.from_frame(frame[keys]).is_monotonic_increasing:
        raise SchemaError(
            f"{where} is not sorted by {_words(keys)}. Sort it: table.sort_values({keys})."
        )
    return frame


def value_column(table: pd.DataFrame, where: str = "the table") -> str:
    """The column of figures: ``value``, or the only one beside economy and year.

    Raises
    ------
    ArgumentError
        If `table` is no economy–year table, or several columns could be meant.

    Examples
    --------
    >>> import pandas as pd
    >>> value_column(pd.DataFrame(columns=["economy", "year", "gdp"]))
    'gdp'
    """
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(
            f"{where} is a {type(table).__name__}, not a table. Pass a DataFrame with the columns "
            "economy, year and value, as migov.load() gives it."
        )
    columns = [str(column) for column in table.columns]
    if {"origin", "destination"} <= set(columns):
        raise ArgumentError(
            f"{where} is a corridor table (origin, destination, year). Sum it over origins or "
            "destinations first and call the side that stays economy."
        )
    if not set(KEYS["economy"]) <= set(columns):
        raise ArgumentError(
            f"{where} has the columns {few(columns) or '(none)'}; it needs economy, year and "
            "value. Rename its columns, or load it with migov.load()."
        )
    others = [column for column in columns if column not in KEYS["economy"]]
    if "value" in others:
        return "value"
    if len(others) == 1:
        return others[0]
    raise ArgumentError(
        f"{where} has {len(others)} columns beside economy and year ({few(others) or 'none'}) "
        'and none is called value. Choose one: panel[["economy", "year", "gdp"]].'
    )


def in_order(rows: pd.DataFrame, where: str = "the table") -> pd.DataFrame:
    """An economy–year table of any order and type, arranged and checked.

    Raises
    ------
    SchemaError
        Saying which rule is broken, also where the rows could not be sorted or cast.
    """
    try:
        if (rows["year"] % 1 != 0).any():
            raise ValueError
        arranged = arrange(rows, "economy")
    except (TypeError, ValueError):
        # The check knows the sentence for what could not be sorted or cast.
        check(rows.reset_index(drop=True), "economy", where)
        raise SchemaError(
            f"{where} cannot be sorted by economy and year; its years or codes are of mixed types. "
            "Cast them."
        ) from None
    return check(arranged, "economy", where)


def provenance(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Where each column of `table` came from: column → record; empty if the table does not say."""
    return table.attrs.get(ATTRS, {}).get("columns", {})


def with_provenance(table: pd.DataFrame, columns: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """`table` itself, with the record of where its columns came from."""
    table.attrs[ATTRS] = {"columns": {name: dict(record) for name, record in columns.items()}}
    return table


def _refuse_no_table(table: object, where: str) -> None:
    if not isinstance(table, pd.DataFrame):
        raise SchemaError(f"{where} is a {type(table).__name__}, not a table. Pass a DataFrame.")


def _refuse_missing(frame: pd.DataFrame, wanted: list[str], where: str) -> None:
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        raise SchemaError(
            f"{where} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; it has "
            f"{', '.join(map(str, frame.columns)) or '(none)'}. A column may have been renamed."
        )


def _whole(years: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(years) and (years % 1).eq(0).fillna(False).all())


def _such_as(column: pd.Series) -> str:
    return f"{f'for example {column.iloc[0]!r}, ' if len(column) else ''}type {column.dtype}"


def _words(keys: list[str]) -> str:
    return f"{', '.join(keys[:-1])} and {keys[-1]}"
