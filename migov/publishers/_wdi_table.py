"""The World Bank's wide table (a header, one row an economy, one column a year), made tidy.

The same table stands in the CSV, in the zip around it and in the workbook.  It is read whole or
refused: no row is skipped, no cell is guessed.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import numpy as np

from migov.errors import LayoutError
from migov.publishers._source import is_number
from migov.publishers._wdi_block import refuse_value, tidy_block, unit_of
from migov.tidy import Reading
from migov.words import few

_CURRENT, _ARCHIVED = "World Development Indicators", "WDI Database Archives"
_LABELS = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
# The header is the fifth line of a CSV and the fourth row of a workbook.
_TOP = 10


def from_csv(
    data: bytes, where: str, code: str, listed: frozenset[str] = frozenset()
) -> Reading:
    """Read the bytes of an ``API_*.csv``, with or without a byte order mark.

    Raises
    ------
    LayoutError
        If the text is not UTF-8, the table is not that of `code`, or it has no row for an economy
        that is `listed`.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    stream = io.BytesIO(data)
    lines = [stream.readline() for _ in range(_TOP)]
    try:
        top, header, below = _split((_fields(line.decode()) for line in lines if line), where)
        columns, years = _columns(header, where)
        body = memoryview(data)[sum(map(len, lines[:below])) :]
        if not any(map(bytes.strip, lines[below:])) and not bytes(body).strip():
            raise LayoutError(f"{where} has a header but no rows. It was probably cut short.")
        labels, values = _parse(body, header, columns, years, where)
    except UnicodeDecodeError:
        _refuse_encoding(data, where)
    if absent := sorted(listed.difference(labels["Country Code"])):
        raise LayoutError(
            f"{where} is not whole: the publisher lists {few(absent)} among its economies, and the "
            "table has no row for them. Fetch it again."
        )
    return _reading(where, code, top, labels, list(years), values)


def from_cells(rows: Sequence[Sequence[Any]], where: str, code: str) -> Reading:
    """Read the rows of a workbook's sheet ``Data``.

    Raises
    ------
    LayoutError
        If a cell is neither a number nor empty, or the table is not that of `code`.
    """
    top, header, below = _split(([_text(cell) for cell in row] for row in rows[:_TOP]), where)
    columns, years = _columns(header, where)
    body = rows[below:]
    if not body:
        raise LayoutError(f"{where} has a header but no rows. It was probably cut short.")
    if not header[-1].strip() and (filled := [row[-1] for row in body if row[-1] != ""]):
        raise LayoutError(
            f"{where} has {filled[0]!r} in a column without a name. The header was probably cut; "
            "fetch the file again."
        )
    labels = {name: [_text(row[place]) for row in body] for name, place in columns.items()}
    values = np.full((len(body), len(years)), np.nan)
    for i, row in enumerate(body):
        for j, (year, place) in enumerate(years.items()):
            cell = row[place]
            if is_number(type(cell)):
                values[i, j] = cell
            elif cell != "":
                refuse_value(where, labels["Country Code"][i], year, cell)
    return _reading(where, code, top, labels, list(years), values)


def _fields(line: str) -> list[str]:
    # Line by line: a quotation mark that is never closed must not swallow the table.
    try:
        return next(csv.reader([line.rstrip("\r\n")]), [])
    except csv.Error:
        return []


def _split(rows: Iterable[Sequence[str]], where: str) -> tuple[dict[str, str], list[str], int]:
    """What stands above the header, the header, and the number of the line below it."""
    top: dict[str, str] = {}
    seen: list[Sequence[str]] = []
    for row in rows:
        seen.append(row)
        if "Country Code" in row:
            return top, list(row), len(seen)
        if len(row) > 1 and row[0]:
            top.setdefault(row[0], row[1])
    first = " | ".join(seen[4][:6]) if len(seen) > 4 and any(seen[4]) else "nothing"
    raise LayoutError(
        f"{where} lacks its header line: a line with {', '.join(_LABELS)} and the years should "
        f"stand fifth; there stands {first[:120]}. The file was probably edited or cut; fetch it "
        "again."
    )


def _columns(header: Sequence[str], where: str) -> tuple[dict[str, int], dict[int, int]]:
    """Where the four labels stand, and the years, the earliest first."""
    names = list(header)
    # Every line of a CSV ends in a comma, so the last column has no name.
    if not names[-1].strip():
        names.pop()
    missing = [label for label in _LABELS if label not in names]
    others = [name for name in names if name not in _LABELS]
    unknown = [name for name in others if not re.fullmatch(r"(19|20)\d{2}", name)]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if missing or unknown or twice or not others:
        faults = (
            (missing, "lacks the columns"),
            (unknown, "has columns that are no years:"),
            (twice, "has twice the columns"),
        )
        said = "; ".join(f"{what} {few(which, write=repr)}" for which, what in faults if which)
        raise LayoutError(
            f"The header of {where} {said or 'has no years'}. Expected are {', '.join(_LABELS)} "
            "and one column a year. The publisher may have changed the layout, or the file comes "
            "from another of its services."
        )
    return (
        {label: names.index(label) for label in _LABELS},
        {int(name): names.index(name) for name in sorted(others)},
    )


def _parse(
    body: memoryview,
    header: Sequence[str],
    columns: dict[str, int],
    years: dict[int, int],
    where: str,
) -> tuple[dict[str, list[str]], np.ndarray]:
    # Arrow's parser gives the very number that is printed, which pandas' default does not.
    import pyarrow
    from pyarrow import csv as fast

    names = [str(place) for place in range(len(header))]
    kinds = dict.fromkeys(names, pyarrow.null())
    kinds |= {names[place]: pyarrow.string() for place in columns.values()}
    kinds |= {names[place]: pyarrow.float64() for place in years.values()}
    try:
        table = fast.read_csv(
            pyarrow.py_buffer(body),
            fast.ReadOptions(column_names=names, use_threads=False),
            convert_options=fast.ConvertOptions(
                column_types=kinds, null_values=[""], strings_can_be_null=False
            ),
        )
    except pyarrow.ArrowInvalid as error:
        _explain(bytes(body).decode(), header, columns, years, where, error)
    labels = {"Country Code": table.column(columns["Country Code"]).to_pylist()}
    for label in ("Indicator Name", "Indicator Code"):  # most often the same in each row
        labels[label] = table.column(columns[label]).unique().to_pylist()
    figures = [table.column(place) for place in years.values()]
    values = np.empty((len(figures), len(table))).T
    for year, column in zip(values.T, figures, strict=True):
        year[:] = column.to_numpy()
    empty = sum(column.null_count for column in figures)
    if np.isfinite(values).sum() + empty != values.size:
        # "NaN" and "inf" are numbers to a parser and text to a reader.
        _explain(bytes(body).decode(), header, columns, years, where, None)
    return labels, values


def _refuse_encoding(data: bytes, where: str) -> NoReturn:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise LayoutError(
            f"{where} is not UTF-8 (byte {data[error.start]:#04x} at position {error.start}). It "
            "was probably opened and saved by a spreadsheet program; fetch it again."
        ) from error
    raise AssertionError("the text is UTF-8")


def _explain(
    body: str,
    header: Sequence[str],
    columns: dict[str, int],
    years: dict[int, int],
    where: str,
    error: Exception | None,
) -> NoReturn:
    """Say which row the parser stumbled over, reading once more and slowly."""
    for row in filter(None, map(_fields, body.split("\n"))):
        if len(row) != len(header):
            raise LayoutError(
                f"A row of {where} has {len(row)} fields where the header has {len(header)}: "
                f"{','.join(row)[:100]}... The file was probably cut or edited; fetch it again."
            ) from error
        place = row[columns["Country Code"]]
        for year, column in years.items():
            cell = row[column]
            if cell and not (_NUMBER.fullmatch(cell) and math.isfinite(float(cell))):
                refuse_value(where, place, year, cell)
        if not header[-1].strip() and row[-1]:
            raise LayoutError(
                f"{where} has {row[-1]!r} in a column without a name, in the row of {place}. The "
                "header was probably cut; fetch the file again."
            ) from error
    raise LayoutError(f"{where} cannot be read as CSV ({error}); fetch it again.") from error


def _reading(
    where: str,
    code: str,
    top: dict[str, str],
    labels: dict[str, list[str]],
    years: list[int],
    values: np.ndarray,
) -> Reading:
    origin, released = top.get("Data Source"), top.get("Last Updated Date", "")
    if origin not in (_CURRENT, _ARCHIVED):
        raise LayoutError(
            f"{where} should begin with 'Data Source' and {_CURRENT!r}; it says "
            f"{origin or 'nothing'!r}. It comes from another database, or its first lines were cut."
        )
    if not re.fullmatch(r"(19|20)\d{2}-\d{2}-\d{2}", released):
        raise LayoutError(
            f"{where} should print its 'Last Updated Date' as year-month-day; it says "
            f"{released or 'nothing'!r}. Without it the vintage is unknown; fetch the file again."
        )
    held = sorted(set(labels["Indicator Code"]))
    if held != [code]:
        raise LayoutError(
            f"{where} holds {few(held, write=repr)}; asked for was {code!r}. Another file was "
            "probably kept under this name; fetch it again."
        )
    title = labels["Indicator Name"][0]
    table, notes = tidy_block(where, labels["Country Code"], years, values)
    if origin == _ARCHIVED:
        left = f"{code} has left the World Development Indicators and is no longer updated."
        notes = (f"The file is headed {_ARCHIVED!r}: {left}", *notes)
    return Reading(table, title, released, unit_of(title), notes)


def _text(cell: object) -> str:
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
