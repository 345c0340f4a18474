"""A csv that goes by line by line, and is a row a line or refused.  A stray quotation mark, a comma
too many and a header that is a label short do not stop a parser: it joins rows or moves cells to
other columns, and says nothing.  Nothing here knows what the columns mean.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO, Any

import numpy as np
import pandas as pd

from migov.errors import LayoutError


class Lines:
    """The text of a csv: its header is read at once, what is below it as somebody reads on.

    Parameters
    ----------
    stream : text stream
        The csv, from its header on.
    where : str
        What a message calls it.
    marks : str
        What may stand between two cells; the header tells which it is.
    same_width : bool
        Whether each line should have as many cells as the first.

    Raises
    ------
    LayoutError
        When a line is read whose quotation marks are not closed, or whose cells are not as many as
        the header's.

    Examples
    --------
    >>> import io
    >>> lines = Lines(io.StringIO("host;year\\nNAM;2001\\n"), "The file", ",;")
    >>> lines.header, lines.read()
    (['host', 'year'], 'NAM;2001\\n')
    """

    def __init__(
        self, stream: IO[str], where: str, marks: str = ",", same_width: bool = True
    ) -> None:
        first = stream.readline()
        self.where, self.mark = where, max(marks, key=first.count)
        self._same_width = same_width
        self._stream, self._begun, self._before, self._width = stream, "", 0, 0
        self._hold(first.rstrip("\r\n") + "\n")
        self.header: list[str] = next(csv.reader([first], delimiter=self.mark), [])

    def __iter__(self) -> Iterator[str]:
        return iter(io.StringIO(self.read(), newline=""))

    def read(self, size: int = -1) -> str:
        """So many characters more, all by default; a line is held to its width once it is whole."""
        piece = self._stream.read(size)
        held = self._begun + piece
        if piece and size >= 0:
            whole, end, self._begun = held.rpartition("\n")
            whole += end
        else:
            whole, self._begun = held, ""
            whole += "\n" * (whole[-1:] not in ("", "\n"))
        if whole:
            self._hold(whole)
        return piece

    def _hold(self, text: str) -> None:
        """Hold whole lines against the first one, which says how many cells belong in each."""
        signs = np.frombuffer(text.encode(), "uint8")
        bounds = (signs == ord(self.mark)) | (signs == ord("\n"))
        quoted = None
        if '"' in text:
            quoted = (np.cumsum(signs == ord('"'), dtype="uint8") & 1).view(bool)
            bounds &= ~quoted
        lines, bounds = text.count("\n"), signs[np.flatnonzero(bounds)] == ord("\n")
        self._width = self._width or max(1, len(bounds))
        # Cells of one width have a bound that ends a line at every so many, and nowhere else.
        even = len(bounds) == lines * self._width and bounds[self._width - 1 :: self._width].all()
        if not even or text.count("\r") > text.count("\r\n"):
            self._refuse(text, signs, quoted)
        self._before += lines

    def _refuse(self, text: str, signs: np.ndarray, quoted: np.ndarray | None) -> None:
        """Look line by line for what is wrong; blank lines are not."""
        ends, between = np.flatnonzero(signs == ord("\n")), signs == ord(self.mark)
        if quoted is not None:
            if len(torn := np.flatnonzero(quoted[ends])):
                raise self._fault(text, int(torn[0]), "a quotation mark that nothing closes")
            between &= ~quoted
        for place, line in enumerate(text.split("\n")):
            if "\r" in line[:-1]:
                raise self._fault(text, place, "the end of a line in the middle of one")
        widths = np.diff(np.cumsum(between)[ends], prepend=0) + 1
        for other in np.flatnonzero(widths != self._width) if self._same_width else ():
            if text.split("\n")[other].strip():
                what = f"{widths[other]} cells where its header has {self._width}, which stand"
                raise self._fault(text, int(other), what)

    def _fault(self, text: str, place: int, what: str) -> LayoutError:
        line = text.split("\n")[place].strip()
        return LayoutError(
            f"{self.where} has {what} in line {self._before + place + 1}: {line[:80]!r}. Rows "
            "would be lost, or cells read as another column's; the file was probably edited or "
            "damaged, download it again."
        )


def cells(lines: Lines, places: Collection[int]) -> pd.DataFrame:
    """What stands below the header in these columns, as text; they are called by their places.

    Raises
    ------
    LayoutError
        If the text cannot be read as csv.
    """
    with _in_words(lines):
        found: pd.DataFrame = pd.read_csv(**_asked(lines, places))
    return found


def pieces(lines: Lines, places: Collection[int], rows: int) -> Iterator[pd.DataFrame]:
    """As :func:`cells`, so many rows at a time."""
    with _in_words(lines):
        yield from pd.read_csv(**_asked(lines, places), chunksize=rows)


def places(lines: Lines, wanted: Collection[str], otherwise: str) -> list[int]:
    """Where the columns stand that are called so, each once.

    Raises
    ------
    LayoutError
        Naming those that are not there, with what is `otherwise` the case, or that are twice.
    """
    header = lines.header
    if missing := [name for name in wanted if name not in header]:
        raise LayoutError(
            f"{lines.where} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; "
            f"{otherwise}"
        )
    if twice := [name for name in wanted if header.count(name) > 1]:
        raise LayoutError(
            f"{lines.where} has more than one column {', '.join(twice)}, and nobody can tell which "
            "is meant. Two tables were probably put side by side; download it again."
        )
    return [header.index(name) for name in wanted]


def _asked(lines: Lines, places: Collection[int]) -> dict[str, Any]:
    """What pandas is asked; the header is read, and NA is Namibia."""
    return {
        "filepath_or_buffer": lines, "sep": lines.mark, "header": None,
        "names": range(len(lines.header)), "usecols": sorted(set(places)), "dtype": str,
        "keep_default_na": False,
    }  # fmt: skip


@contextmanager
def _in_words(lines: Lines) -> Iterator[None]:
    try:
        yield
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
        raise LayoutError(
            f"{lines.where} cannot be read as csv ({error}). It is probably damaged; download it "
            "again."
        ) from error
