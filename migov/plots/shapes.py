"""What a figure needs of a table: one row a point, names for its lines, and a unit for its axis.

Tables are turned and named here, never summed, averaged or filled; a table that does not say which
of its figures is meant is refused with the way to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from migov import economies, tidy
from migov.errors import ArgumentError, MigovError, SchemaError
from migov.plots.asked import figures

SCALES: Mapping[str, float] = {"units": 1, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
_WORDS = {"thousands": "thousand", "millions": "million", "billions": "billion"}
_ENDS = ("origin", "destination")
_PLACES = ("economy", *_ENDS)
CORRIDOR, TO = "corridor", " → "  # what is told apart by both its ends, and how it is named
_COUNTED = ("US$", "persons", "people", "refugees", "international $", "euro")
_LONG = 1e7  # from here on figures are too long to be read, whatever their unit
_KEYS = ("economy", "origin", "destination", "year", "sex")


def long(table: pd.DataFrame, by: str | None = None, shown: str = "lines") -> pd.DataFrame:
    """`table` with the columns ``line, year, value``: one row a point of a figure.

    Parameters
    ----------
    table : pandas.DataFrame
        A tidy table, a panel, or years down and lines across.
    by : str, optional
        The column whose values are the lines; found from the table if not said.  ``"corridor"`` is
        origin and destination together, which is what tells them apart where both vary.
    shown : str
        What a refusal calls them: lines or bars.

    Raises
    ------
    SchemaError
        If it is no such table, or holds text where figures belong.
    ArgumentError
        If several columns could tell the lines apart, a line has two figures for a year, or some
        are infinite.
    """
    if not isinstance(table, pd.DataFrame):
        raise SchemaError(
            f"A figure is drawn from a table, not from a {type(table).__name__}. Give a table "
            "that migov.load(), panel() or revisions() gave."
        )
    if table.empty:
        raise ArgumentError("The table is empty: there is nothing to draw. Ask for other years.")
    if table.index.name == "year" and "value" in table.columns:
        table = table.reset_index()
    if "year" not in table.columns:
        points = _from_wide(table)
        by = by or (table.columns.name if table.columns.name in _PLACES else "line")
        points = points.rename(columns={by: "line"})
    elif "value" in table.columns:
        by = by or _teller(table, shown)
        table = _with_corridors(table, by)
        points = table.rename(columns={by: "line"}) if by else table.assign(line="")
    else:
        points, by = _from_panel(table, by, shown)
    if "line" not in points.columns:
        raise ArgumentError(f"The table has no column {by!r}; it has {_listed(table.columns)}.")
    figures(points["value"])
    points = points.dropna(subset=["value"])
    if points.empty:
        raise ArgumentError("Every value of the table is missing: there is nothing to draw.")
    _check_single(points, by)
    points = points[["line", "year", "value"]]
    return points.assign(line=points["line"].map(_namer(by, table))).reset_index(drop=True)


def unit_of(table: pd.DataFrame, unit: str | None = None) -> str:
    """The unit of a table, said or from its provenance.

    Raises
    ------
    ArgumentError
        If neither says it, or its columns have several.
    """
    if unit is not None:
        return unit
    found = dict.fromkeys(record.get("unit") for record in tidy.provenance(table).values())
    units = [each for each in found if each]
    if len(units) == 1:
        return units[0]
    if units:
        raise ArgumentError(
            f"The columns have several units ({', '.join(units)}), which one axis cannot carry. "
            "Draw them apart, or bring them to one unit and say it: unit=..."
        )
    raise ArgumentError(
        "The table does not say its unit, and an axis without one cannot be read. Say it: "
        'unit="current US$". (Most operations of pandas keep attrs; a merge or a CSV loses them.)'
    )


def axis_unit(unit: str, peak: float, scale: str | None = None) -> tuple[float, str]:
    """The number to divide by and the label of the axis.

    Parameters
    ----------
    unit : str
        Unit of the figures.
    peak : float
        The largest of them, without its sign.
    scale : {"units", "thousands", "millions", "billions"}, optional
        Chosen from `peak` if not said.

    Examples
    --------
    >>> axis_unit("current US$", 6.8e10)
    (1000000000.0, 'Billion current US$')
    >>> axis_unit("% of GDP", 7.4)
    (1, 'Per cent of GDP')
    >>> axis_unit("index", 3.4e10)
    (1000000000.0, 'Index, billions')
    """
    if scale is not None and scale not in SCALES:
        raise ArgumentError(f"Unknown scale {scale!r}; it is one of {', '.join(SCALES)}.")
    counted = scale is not None or any(word in unit for word in _COUNTED)
    if scale is None:
        scaled = any(word in unit.lower() for word in _WORDS.values())
        fits = [name for name, size in SCALES.items() if peak >= size * (10 if size == 1e3 else 1)]
        scale = fits[-1] if fits and not scaled and (counted or peak >= _LONG) else "units"
    if scale == "units":
        return 1, axis_label(unit)
    if counted:
        return SCALES[scale], f"{_WORDS[scale].capitalize()} {unit}"
    return SCALES[scale], f"{axis_label(unit)}, {_WORDS[scale]}s"


def axis_label(unit: str) -> str:
    """A unit as the words beside an axis.

    Examples
    --------
    >>> axis_label("%"), axis_label("% of GDP"), axis_label("million persons")
    ('Per cent', 'Per cent of GDP', 'Million persons')
    """
    if unit.startswith("%"):
        return f"Per cent{unit[1:]}"
    return unit[:1].upper() + unit[1:]


def called(code: Any) -> str:
    """The name of an economy or region by its code; what has no code stays as it is.

    Examples
    --------
    >>> called("MEX"), called("Northern America")
    ('Mexico', 'Northern America')
    """
    try:
        return economies.name(str(code))
    except MigovError:
        return str(code)


def plain(value: float, _position: object = None) -> str:
    """A number as an axis or a label shows it: separators, no exponent, no needless decimals.

    Examples
    --------
    >>> plain(1250), plain(7.4), plain(0.052), plain(0.00012)
    ('1,250', '7.4', '0.052', '0.00012')
    """
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}".replace("-", "−")
    decimals = 1 if abs(value) >= 1 else max(3, _decimals(value))
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".").replace("-", "−")


def alike(values: Iterable[float], among: Iterable[float] | None = None) -> list[str]:
    """Numbers as labels that are compared: all with as many decimals, those of `among` if given.

    Examples
    --------
    >>> alike([120.4, 20.0]), alike([1250.0]), alike([0.052, 0.3]), alike([3.5], among=[0.3, 1.5])
    (['120.4', '20.0'], ['1,250'], ['0.05', '0.30'], ['3.50'])
    """
    numbers = list(values)
    peak = max((abs(value) for value in (numbers if among is None else among)), default=0)
    decimals = 0 if peak >= 1000 else 1 if peak >= 2 else max(2, _decimals(peak))
    return [f"{value:,.{decimals}f}".replace("-", "−") for value in numbers]


def parts(values: Iterable[float], among: Iterable[float] | None = None) -> list[str]:
    """Figures as :func:`alike` has them, of which only nought is written as nought.

    Examples
    --------
    >>> parts([74.4, 0.02, 0.0]), parts([-74.4, -0.02])
    (['74.4', '<0.1', '0'], ['−74.4', '>−0.1'])
    """
    numbers = list(values)
    said = alike(numbers, among)
    least = f"{'0.' + '0' * (len(said[0].split('.')[1]) - 1) if '.' in said[0] else ''}1"
    return [
        word if any(digit in word for digit in "123456789")
        else "0" if value == 0 else f"<{least}" if value > 0 else f">−{least}"
        for value, word in zip(numbers, said, strict=True)
    ]


def beside(value: float, other: float | None) -> str:
    """A number as a label next to another one: with the decimals that tell the two apart.

    Examples
    --------
    >>> beside(0.4999, 0.5), beside(94.5, 70), beside(0.5, None)
    ('0.4999', '94.5', '0.50')
    """
    text = alike([value])[0]
    if other is None or value == other or text != alike([other])[0]:
        return text
    apart = (f"{value:,.{places}f}" for places in range(1, 7)
             if round(value, places) != round(other, places))
    return next(apart, text).replace("-", "−")


def _decimals(value: float) -> int:
    """Decimals that show two digits of a figure below one; none where there is no figure."""
    return 1 - int(f"{abs(value):e}".split("e")[1]) if value else 0


def _from_wide(table: pd.DataFrame) -> pd.DataFrame:
    index = table.index
    if index.name != "year" or not pd.api.types.is_integer_dtype(index):
        raise SchemaError(
            f"The table has the columns {_listed(table.columns)} and no years. A figure needs a "
            "column year (reset_index() makes one), or whole years as the index."
        )
    wide = table.reset_index().melt("year", list(table.columns), var_name="line")
    return wide.astype({"line": "str"})


def _from_panel(
    table: pd.DataFrame, by: str | None, shown: str
) -> tuple[pd.DataFrame, str]:
    keys = [key for key in _KEYS if key in table.columns]
    columns = [column for column in table.columns if column not in keys]
    text = [column for column in columns if not pd.api.types.is_numeric_dtype(table[column])]
    if text or not columns:
        raise SchemaError(
            f"The table has no column value, and {_listed(text) or 'no other column'} holds no "
            "figures. Give a table that migov.load() or panel() gave, or rename its column."
        )
    if len(columns) == 1:
        rows = table.rename(columns={columns[0]: "value"})
        teller = by or _teller(rows, shown)
        rows = _with_corridors(rows, teller)
        return (rows.rename(columns={teller: "line"}) if teller else rows.assign(line="")), teller
    others = [key for key in keys if key != "year" and table[key].nunique() > 1]
    if others:
        raise ArgumentError(
            f"The panel has {len(columns)} series and several of {_listed(others)}. Choose one "
            f"series (table[['economy', 'year', '{columns[0]}']]) or one economy."
        )
    return table.melt(id_vars=keys, value_vars=columns, var_name="line"), "series"


def _teller(table: pd.DataFrame, shown: str) -> str:
    varied = [
        key for key in _KEYS if key != "year" and key in table and table[key].nunique() > 1
    ]
    if varied in ([], list(_ENDS)) and set(_ENDS) <= set(table.columns):
        return CORRIDOR
    if len(varied) > 1:
        raise ArgumentError(
            f"The table varies by {_listed(varied)}. Say which are the {shown} (by={varied[0]!r}) "
            "and choose one of each of the others."
        )
    present = [key for key in _KEYS if key != "year" and key in table]
    return varied[0] if varied else (present[0] if present else "")


def _with_corridors(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """The table with a column of its corridors, where they are asked for and it has none."""
    if by != CORRIDOR or CORRIDOR in table.columns or not set(_ENDS) <= set(table.columns):
        return table
    named = [table[end].map({code: called(code) for code in table[end].unique()}) for end in _ENDS]
    return table.assign(**{CORRIDOR: named[0] + TO + named[1]})


def _check_single(points: pd.DataFrame, by: str) -> None:
    twice = points[points.duplicated(["line", "year"], keep=False)]
    if len(twice):
        first = twice.iloc[0]
        raise ArgumentError(
            f"{first['line'] or 'The line'} has {len(twice)} figures that share a year (first "
            f"{first['year']}): the table is told apart by more than {by!r}. Choose rows, or add "
            "them up first; a figure never adds up."
        )


def _namer(by: str, table: pd.DataFrame) -> Any:
    records = tidy.provenance(table)

    def name(value: Any) -> str:
        if by in _PLACES:
            return called(value)
        if by == "series" and value in records:
            return str(records[value].get("title", value))
        return str(value)

    return name


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names)
