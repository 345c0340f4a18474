"""What the readers of publishers' files share: what a file is by its first bytes, a workbook's
sheets as rows, and figures as they are printed.  Nothing here knows a publisher's layout.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

import numpy as np
import pandas as pd

from migov.errors import ArgumentError, LayoutError, MissingExtraError
from migov.words import few

Source: TypeAlias = "str | os.PathLike[str] | IO[bytes]"

ZIP, GZIP, SEVENZ = b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c"
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the workbook of old, before 2007
_NAMES = {
    ZIP: "a zip or xlsx file", GZIP: "a gzip file", SEVENZ: "a 7z archive", XLS: "an xls file",
}  # fmt: skip
# Blanks that publishers print inside numbers, and the dashes that they print for a minus.
_BLANKS = dict.fromkeys(map(ord, " \t\n\r\u00a0\u2007\u2009\u202f"))
_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}


def label(source: Source) -> str:
    """What a message calls the file."""
    if isinstance(source, (str, os.PathLike)):
        return f"The file {Path(source).name}"
    return "The file"


def opened(source: Source) -> IO[bytes]:
    """A file opened for its bytes; a buffer is itself.

    Raises
    ------
    ArgumentError
        If there is no such file, it is a folder or may not be read, or if `source` is neither a
        path nor a buffer of bytes.
    """
    if isinstance(source, (str, os.PathLike)):
        try:
            return open(source, "rb")
        except FileNotFoundError:
            raise ArgumentError(
                f"There is no file {os.fspath(source)!r}. Check the path; a relative one counts "
                f"from {os.getcwd()}."
            ) from None
        except (OSError, ValueError) as error:
            if os.path.isdir(source):
                raise ArgumentError(
                    f"{os.fspath(source)!r} is a folder, and one file is read. Name the file in it."
                ) from None
            raise ArgumentError(f"{os.fspath(source)!r} cannot be opened ({error}).") from error
    if not hasattr(source, "seek") or isinstance(source, io.TextIOBase):
        raise ArgumentError(
            f"A reader takes a path or a file opened for its bytes (mode 'rb'), not a "
            f"{type(source).__name__}."
        )
    return source


def opening(source: Source, size: int = 512) -> bytes:
    """The first bytes of a file; a buffer is left where it was."""
    stream = opened(source)
    if stream is not source:
        with stream:
            return stream.read(size)
    place = stream.tell()
    found = stream.read(size)
    stream.seek(place)
    return found


def contents(source: Source) -> bytes:
    """All bytes of a file, or of a buffer from where it is."""
    stream = opened(source)
    if stream is not source:
        with stream:
            return stream.read()
    return stream.read()


def kind(source: Source) -> bytes:
    """The magic number that a file begins with; empty if it is plain text.

    Raises
    ------
    LayoutError
        If the file is empty or a page of HTML, which is what a publisher's web server sends
        instead of a file that moved or that it refuses to send.
    """
    head = opening(source)
    for magic in _NAMES:
        if head.startswith(magic):
            return magic
    if not head.strip():
        raise LayoutError(f"{label(source)} is empty. Download it again.")
    if re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|head|body)", head, re.IGNORECASE):
        raise LayoutError(
            f"{label(source)} is a page of HTML or XML, not data. The publisher probably moved "
            "the file or refused to send it; open the address in a browser, then download again."
        )
    return b""


def sheets(source: Source) -> Any:
    """An open workbook: ``sheet_names`` and rows by :func:`rows`.

    Raises
    ------
    LayoutError
        If the file is no workbook, or a damaged one.
    MissingExtraError
        If python-calamine is not installed.
    """
    if kind(source) not in (ZIP, XLS):
        raise LayoutError(
            f"{label(source)} is not an Excel workbook (xlsx or xls): it begins with "
            f"{opening(source, 12)!r}. Download it again, or use the reader for its format."
        )
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise MissingExtraError("python-calamine", "fetch", "Reading an Excel workbook") from error
    try:
        return CalamineWorkbook.from_object(
            os.fspath(source) if isinstance(source, os.PathLike) else source
        )
    except (CalamineError, OSError, ValueError) as error:
        raise LayoutError(
            f"{label(source)} cannot be opened as a workbook ({error}). It is probably cut short "
            "or damaged; download it again."
        ) from error


def rows(book: Any, sheet: str, where: str) -> list[list[Any]]:
    """All rows of a sheet, from its first, or a LayoutError that lists the sheets there are."""
    if sheet not in book.sheet_names:
        raise LayoutError(
            f"{where} has no sheet {sheet!r}; it has {', '.join(map(repr, book.sheet_names))}. "
            "The sheet was probably renamed, or this is another workbook."
        )
    from python_calamine import CalamineError

    try:
        found: list[list[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return found
    except (CalamineError, OSError, ValueError) as error:
        raise LayoutError(
            f"The sheet {sheet!r} of {where} cannot be read ({error}). The file was probably "
            "damaged; fetch it again."
        ) from error


def figures(
    printed: pd.DataFrame,
    where: str,
    absent: Collection[str] = ("", ".."),
    nil: Collection[str] = (),
    first: int = 1,
) -> pd.DataFrame:
    """Printed cells as floats: blanks inside numbers go, a detached minus is joined.

    Parameters
    ----------
    printed : pandas.DataFrame
        Cells as numbers or as text; its index counts the rows of the file from 0.
    where : str
        What a message calls the table.
    absent, nil : collection of str
        Signs for a figure that is not there, and for zero.
    first : int
        What the message calls row 0.

    Raises
    ------
    LayoutError
        Naming the cells that are neither a number nor one of the signs, dates and TRUE among them.
    """
    columns = [_column(printed.iloc[:, place], absent, nil) for place in range(printed.shape[1])]
    values = np.column_stack(columns) if columns else np.empty(printed.shape)
    # Infinity marks what is no number; no publisher prints an infinite figure.
    bad = np.argwhere(np.isinf(values))
    if len(bad):
        cells = [
            f"row {first + printed.index[row]}, column {printed.columns[column]}: "
            f"{printed.iat[row, column]!r}"
            for row, column in bad[:3]
        ]
        more = f" and {len(bad) - 3} more" if len(bad) > 3 else ""
        texts = all(isinstance(printed.iat[row, column], str) for row, column in bad)
        what = "text" if texts else "dates, TRUE or FALSE, or other cells that are no numbers,"
        raise LayoutError(
            f"{where} has {what} where figures belong ({'; '.join(cells)}{more}). A note or a new "
            "sign for missing may have been added; columns may have moved, or a spreadsheet "
            "program has taken figures for dates."
        )
    return pd.DataFrame(values, index=printed.index, columns=printed.columns)


def figure(cell: str, absent: Collection[str] = ("", ".."), nil: Collection[str] = ()) -> float:
    """One printed figure, as :func:`figures` reads it; infinite for text that is none."""
    text = cell.translate(_DASHES).translate(_BLANKS)
    if text in absent:
        return float("nan")
    if text in nil:
        return 0.0
    return float(text) if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text) else np.inf


def is_number(kind: type) -> bool:
    """Whether cells of this type are numbers: no date or time is one, nor TRUE, which equals 1.

    Examples
    --------
    >>> is_number(float), is_number(type(True))
    (True, False)
    """
    return issubclass(kind, (int, float, np.number)) and kind is not bool


def whole(numbers: pd.DataFrame, where: str, first: int = 1) -> pd.DataFrame:
    """Codes and years as whole numbers: none is missing, none has a fraction.

    Raises
    ------
    LayoutError
        Naming the first cell that is none.
    """
    wrong = numbers.isna() | (numbers % 1 != 0)
    if wrong.any(axis=None):
        row, column = divmod(int(wrong.to_numpy().argmax()), wrong.shape[1])
        cell = numbers.iat[row, column]
        has = "nothing" if np.isnan(cell) else f"{cell:g}"
        raise LayoutError(
            f"{where} has {has} as {numbers.columns[column]} in row "
            f"{first + numbers.index[row]}, where a whole number belongs. Columns may have moved, "
            "or the file was edited; download it again."
        )
    return numbers.astype("int64")


def no_repeats(keys: pd.DataFrame, where: str, first: int = 1) -> None:
    """Refuse rows that share their keys.

    Raises
    ------
    LayoutError
        Naming the first of them.
    """
    twice = keys.duplicated(keep=False)
    if twice.any():
        found = keys[twice].drop_duplicates().astype(str).agg(" ".join, axis=1)
        raise LayoutError(
            f"{where} has {int(twice.sum())} rows that repeat each other: "
            f"{'; '.join(found[:5])}. Two tables may have been pasted into one; download it again."
        )


def year(cell: object) -> int:
    """The year that a cell of a header holds, as text or as a number; 0 if none."""
    text = str(cell).strip().removesuffix(".0")
    return int(text) if re.fullmatch(r"(19|20)\d\d", text) else 0


def padded(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows of one width, the missing cells empty."""
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def listing(values: Sequence[object], most: int = 8) -> str:
    """A few values for a message, as the file writes them."""
    return few(values, most, repr)


def _column(cells: pd.Series, absent: Collection[str], nil: Collection[str]) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        return cells.to_numpy(dtype="float64", na_value=np.nan)
    objects = cells.to_numpy(dtype=object)
    is_text = np.fromiter((isinstance(cell, str) for cell in objects), bool, len(objects))
    values = np.full(len(objects), np.nan)
    others = objects[~is_text]
    values[~is_text] = pd.to_numeric(pd.Series(others), errors="coerce")
    kinds = [*map(type, others)]
    if wrong := {each for each in set(kinds) if not (is_number(each) or each is type(None))}:
        values[~is_text] = np.where([each in wrong for each in kinds], np.inf, values[~is_text])
    if is_text.any():
        known = {cell: figure(cell, absent, nil) for cell in set(objects[is_text])}
        values[is_text] = [known[cell] for cell in objects[is_text]]
    return values
