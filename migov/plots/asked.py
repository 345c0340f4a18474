"""What a picture is asked for, refused with a sentence before anything is drawn.

An option means the same in every picture, so each is looked at here by its name, and so are the
columns that every table has; what a picture needs beyond that is for itself to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

from migov.choices import one_year, texts, yes_or_no
from migov.errors import ArgumentError, SchemaError

# Axes on which straight lines and bars would be bent.
_BENT = ("polar", "3d", "aitoff", "hammer", "lambert", "mollweide")


def options(**given: Any) -> None:
    """Refuse an option that cannot be what is asked for; one that is None is left out.

    Raises
    ------
    ArgumentError
        Naming the option, and what it may be.

    Examples
    --------
    >>> options(title="Remittances", top=10, source=True, ax=None)
    >>> options(ax=3)
    Traceback (most recent call last):
    migov.errors.ArgumentError: ax=3 is no axes to draw on. ...
    """
    for name, value in given.items():
        if value is not None or name in _SWITCHES:
            _CHECKS[name](value, name)


def sound(table: Any) -> None:
    """Refuse a table whose columns stand twice, or hold no codes and no years where they should.

    Raises
    ------
    SchemaError
        Naming the column, and a value of it.
    """
    if not isinstance(table, pd.DataFrame):
        return  # which each picture refuses by what it takes instead
    twice = table.columns[table.columns.duplicated()]
    if len(twice):
        raise SchemaError(
            f"The table has the column {twice[0]!r} twice; a merge or concat probably doubled it. "
            "Leave one out."
        )
    for name in ("economy", "origin", "destination"):
        for value in _uncommon(table[name], "str") if name in table else ():
            if value is pd.NA or (not isinstance(value, str) and not _missing(value)):
                raise SchemaError(
                    f"{_said(value)} in the column {name} is no code; codes are text, as MEX."
                )
    if "year" in table and isinstance(table["year"].dtype, pd.CategoricalDtype):
        raise SchemaError("The column year holds categories and not whole numbers; cast it.")
    for value in _uncommon(table["year"], "int64") if "year" in table else ():
        whole = isinstance(value, Integral) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not whole or not 0 < value < 10_000:
            raise SchemaError(
                f"{_said(value)} is no year. The column year holds whole numbers; cast it, and "
                "leave out rows that have none."
            )


def figures(values: pd.Series) -> None:
    """Refuse values that are no numbers, or that no axis can show.

    Raises
    ------
    SchemaError
        If they are text.
    ArgumentError
        If some are infinite.
    """
    if not pd.api.types.is_numeric_dtype(values):
        raise SchemaError(
            f"The values are text, for example {values.iloc[0]!r}. Turn them into numbers first; "
            "blanks inside numbers were probably left in."
        )
    if np.isinf(values.dropna().to_numpy(dtype=float)).any():
        raise ArgumentError("Some values are infinite; a division by zero was probably left in.")


def _uncommon(column: pd.Series, usual: str) -> Iterable[Any]:
    """The values of a column that is of another kind than it usually is; each of them once."""
    if column.dtype == usual:
        return ()
    if isinstance(column.dtype, pd.CategoricalDtype):
        return list(column.cat.categories)
    return column.tolist() if column.dtype == object else column.unique().tolist()


def _missing(value: object) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _an_axes(value: object, name: str) -> None:
    from matplotlib.axes import Axes

    if not isinstance(value, Axes):
        shown = repr(value) if isinstance(value, (int, float, str, bool)) else type(value).__name__
        raise ArgumentError(
            f"{name}={shown} is no axes to draw on. fig, ax = plt.subplots() makes some; of "
            "several, give one, such as ax=axes[0]. Leave ax out for a figure of its own."
        )
    if value.get_figure() is None:
        raise ArgumentError(f"{name} was removed from its figure. Make new axes, or leave ax out.")
    if name == "ax" and value.name in _BENT:
        raise ArgumentError(
            f"{name} is {value.name} axes, which would bend the picture. Give plain ones: "
            "fig, ax = plt.subplots()."
        )


def _a_text(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise ArgumentError(
            f"{name}={_said(value)} is no text. Write it in quotation marks, or leave it out."
        )


def _a_unit(value: object, name: str) -> None:
    _a_text(value, name)
    if not str(value).strip():
        raise ArgumentError(
            f'{name}="" says no unit, and an axis without one cannot be read: unit="current US$".'
        )


def _names(value: object, name: str) -> None:
    named = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    if not all(isinstance(each, str) for each in named):
        raise ArgumentError(f"{name}={_said(value)} is no name, nor a list of names.")


def _how_many(value: object, name: str) -> None:
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
        raise ArgumentError(f"{name}={_said(value)} must be a whole number, 1 or more.")


def _said(value: object) -> str:
    written = repr(value)
    return written if len(written) < 60 and "\n" not in written else type(value).__name__


_SWITCHES = ("source", "margins", "others", "label_ends", "grow")
_CHECKS: dict[str, Callable[[Any, str], object]] = {
    "ax": _an_axes, "target": _an_axes, "unit": _a_unit, "year": one_year, "order": texts,
    "highlight": _names, "top": _how_many,
    **dict.fromkeys(("title", "scale", "by", "column", "more"), _a_text),
    **dict.fromkeys(_SWITCHES, yes_or_no),
}  # fmt: skip
