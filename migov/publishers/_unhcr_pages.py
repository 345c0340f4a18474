"""Pages of an answer of UNHCR's API: each is read row by row into the few columns that are asked
for, and all of them together are whole or they are refused.  Cells are held as places among the
different ones, for a code is repeated thousands of times.  Nothing here knows what is counted.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._json_stream import JsonStream
from migov.publishers._source import Source


class Cells(dict[Any, int]):
    """The different cells of a column, each with its place; a cell without anything has -1."""

    def __init__(self) -> None:
        super().__init__({None: -1})

    def __missing__(self, cell: Any) -> int:
        self[cell] = place = len(self) - 1
        return place


# What the cells of each column hold.
Seen: TypeAlias = dict[str, Cells]


class Page(NamedTuple):
    """One page: its number, how many there are, the sums printed, and the places of its cells."""

    number: int
    pages: int
    total: Any
    columns: tuple[np.ndarray, ...]
    where: str

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.columns[0])


def unseen(keys: Sequence[str]) -> Seen:
    """What the cells of these columns hold before any page is read."""
    return {key: Cells() for key in keys}


def read_pages(path: Source, seen: Seen) -> Iterator[Page]:
    """The pages in one file, as far as the columns go that `seen` names; it learns their cells.

    A file holds one page as the publisher sends it, or all of an answer as a JSON array of pages.

    Raises
    ------
    LayoutError
        If the file is no page of an answer, or its rows lack one of the keys.
    """
    where = _source.label(path)
    _source.kind(path)  # refuses what is empty or a page of HTML
    head = _source.opening(path, 80)
    source: Any = _source.opened(path)
    with nullcontext(path) if source is path else source as file:
        stream, count = JsonStream(file), 0
        try:
            for _ in stream.parts("[]") if stream.mark() == "[" else (None,):
                yield _page(stream, where, head, seen)
                count += 1
            stream.take("")
        except LayoutError:
            raise
        except (ValueError, RecursionError) as error:
            raise LayoutError(
                f"{where} is not valid JSON ({error}). The answer was probably cut short; fetch it "
                "again."
            ) from error
    if not count:
        raise _no_answer(where, head)


def _page(stream: JsonStream, where: str, head: bytes, seen: Seen) -> Page:
    said: dict[str, Any] = {}
    columns = tuple(array("l") for _ in seen)
    if stream.mark() not in ("{", ""):
        raise _no_answer(where, head)
    for _ in stream.parts("{}"):
        key = stream.value()
        stream.take(":")
        if not isinstance(key, str) or key in said:
            raise ValueError(f"the key {key!r} stands twice, or is none")
        if key == "items" and stream.mark() == "[":
            said[key] = columns
            for rows in stream.elements():
                _keep(rows, columns, seen, where)
        else:
            said[key] = stream.value()
    try:
        number, pages = int(said["page"]), int(said["maxPages"])
    except (KeyError, TypeError, ValueError) as error:
        raise _no_answer(where, head) from error
    if said.get("items") is not columns:
        raise _no_answer(where, head)
    kept = tuple(
        # As narrow as the places allow: a long answer has them by the million.
        np.array(column, dtype=np.min_scalar_type(-len(cells)))
        for column, cells in zip(columns, seen.values(), strict=True)
    )
    return Page(number, pages, said.get("total"), kept, where)


def _keep(rows: list[Any], columns: tuple[array[int], ...], seen: Seen, where: str) -> None:
    """Put the places of these rows' cells into the columns; the rest of the rows is let go."""
    keys = tuple(seen)
    try:
        cells = zip(*map(itemgetter(*keys), rows), strict=True)
        for column, known, found in zip(columns, seen.values(), cells, strict=True):
            if bool in map(type, found):  # true is the same cell as 1 to Python
                raise TypeError(found)
            column.extend(map(known.__getitem__, found))
    except (KeyError, TypeError):
        raise _unlike(rows, keys, where) from None


def _unlike(rows: list[Any], keys: tuple[str, ...], where: str) -> LayoutError:
    """What is said of the first row that has other keys, or several values where one belongs."""
    for row in rows:
        there = list(row) if isinstance(row, dict) else [row]
        if missing := [key for key in keys if key not in there]:
            return LayoutError(
                f"{where} has rows without {', '.join(missing)}; they have "
                f"{_source.listing(there, 30)}. It is probably the answer for another table, or "
                "the publisher has renamed what it counts."
            )
    wrong = [key for key in keys if any(isinstance(row[key], list | dict) for row in rows)]
    what = "several values" if wrong else "true or false"
    wrong = wrong or [key for key in keys if any(isinstance(row[key], bool) for row in rows)]
    return LayoutError(
        f"{where} has rows with {what} as {', '.join(wrong)}, where a code or a number belongs. "
        "The publisher has probably changed the answer's form."
    )


def _no_answer(where: str, head: bytes) -> LayoutError:
    return LayoutError(
        f"{where} should be an answer of UNHCR's API, with page, maxPages, total and items; it "
        f"begins {head!r}. The address may be another one, or the publisher has changed the "
        "answer's form."
    )


def whole(pages: Sequence[Page], seen: Seen) -> pd.DataFrame:
    """All rows of an answer, if its pages are all there, each once and each full.

    Raises
    ------
    LayoutError
        If pages are missing, repeated, cut short, past the end or of different answers.
    """
    if not pages:
        raise ArgumentError("path= is an empty list: give the pages of one answer.")
    where, numbers = pages[0].where, [page.number for page in pages]
    last = pages[0].pages
    if any(page.pages != last for page in pages):
        said = sorted({page.pages for page in pages})
        raise LayoutError(
            f"{where} and its further pages say that there are {' or '.join(map(str, said))} "
            "pages. The publisher has changed the figures in between; fetch all pages again."
        )
    if past := [page for page in pages if page.number > last or not page.rows]:
        raise LayoutError(
            f"{past[0].where} is page {past[0].number} of {last} and has {past[0].rows} rows: "
            "there is nothing there. Either the page asked for lies past the end, or the years "
            "asked for have no figures."
        )
    if numbers != list(range(1, last + 1)):
        missing = sorted(set(range(1, last + 1)) - set(numbers))
        twice = sorted({each for each in numbers if numbers.count(each) > 1})
        what = [f"lacks {_source.listing(missing)}"] * bool(missing)
        what += [f"has {_source.listing(twice)} more than once"] * bool(twice)
        raise LayoutError(
            f"{where} is part of an answer of {last} pages that {' and '.join(what)}. Give every "
            "page of the answer, each once."
        )
    sizes = {page.rows for page in pages[:-1]}
    if len(sizes) > 1 or (sizes and pages[-1].rows > max(sizes)):
        raise LayoutError(
            f"{where} and its further pages have {_source.listing(sorted(sizes))} rows where all "
            "but the last should have the same number. A page was cut short; fetch all again."
        )
    columns = zip(*(page.columns for page in pages), strict=True)
    return pd.DataFrame(
        {
            key: pd.Categorical.from_codes(
                np.concatenate(parts), pd.Index([*cells][1:], dtype=object)
            )
            for (key, cells), parts in zip(seen.items(), columns, strict=True)
        }
    )
