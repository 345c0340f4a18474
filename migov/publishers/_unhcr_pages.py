"""Pages of an answer of UNHCR's API: each is parsed into the few columns that are asked for, and
all of them together are whole or they are refused.  Cells are held as places among the different
ones, for a code is repeated thousands of times.  Nothing here knows what is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from operator import itemgetter
from typing import Any, NamedTuple, NoReturn, TypeAlias

import numpy as np
import pandas as pd

from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._source import Source

# What the cells of each column hold, and its place; a cell without anything has place -1.
Seen: TypeAlias = dict[str, dict[Any, int]]


class Page(NamedTuple):
    """One page: its number, how many there are, the sums printed, and the places of its cells."""

    number: int
    pages: int
    total: Any
    rows: np.ndarray
    where: str


def unseen(keys: Sequence[str]) -> Seen:
    """What the cells of these columns hold before any page is read."""
    return {key: {None: -1} for key in keys}


def read_pages(path: Source, seen: Seen) -> Iterator[Page]:
    """The pages in one file, as far as the columns go that `seen` names; it learns their cells.

    A file holds one page as the publisher sends it, or all of an answer as a JSON array with a
    page on each line, which is read line by line.

    Raises
    ------
    LayoutError
        If the file is no page of an answer, or its rows lack one of the keys.
    """
    where = _source.label(path)
    _source.kind(path)  # refuses what is empty or a page of HTML
    source: Any = _source.opened(path)
    with nullcontext(path) if source is path else source as stream:
        first = stream.readline()
        if first.strip() != b"[":
            yield _page(first + stream.read(), where, seen)
            return
        # One name for all: each copy is as large as the table that comes of the whole answer.
        while page := stream.readline():
            page = page.strip()
            page = page.removesuffix(b",")
            if page != b"]":
                yield _page(page, where, seen)


def _page(data: bytes, where: str, seen: Seen) -> Page:
    keys, columns = tuple(seen), tuple(seen.values())
    pick = itemgetter(*keys)

    def row(found: dict[str, Any]) -> Any:
        # Rows are cut down while they are read: an answer of all years is many times its figures.
        try:
            cells = pick(found)
        except KeyError:
            return found
        try:
            return tuple(
                [one.setdefault(cell, len(one) - 1)
                 for one, cell in zip(columns, cells, strict=True)]
            )  # fmt: skip
        except TypeError as error:
            wrong = [key for key, cell in zip(keys, cells, strict=True) if not _is_one(cell)]
            raise LayoutError(
                f"{where} has rows with several values as {', '.join(wrong)}, where a code or a "
                "number belongs. The publisher has probably changed the answer's form."
            ) from error

    try:
        answer = json.loads(data, object_hook=row, parse_constant=_refuse_constant)
    except LayoutError:
        raise
    except (ValueError, RecursionError) as error:
        raise LayoutError(
            f"{where} is not valid JSON ({error}). The answer was probably cut short; fetch it "
            "again."
        ) from error
    try:
        number, pages = int(answer["page"]), int(answer["maxPages"])
        total, items = answer.get("total"), answer["items"]
        if not isinstance(items, list):
            raise TypeError
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LayoutError(
            f"{where} should be an answer of UNHCR's API, with page, maxPages, total and items; it "
            f"begins {data[:80]!r}. The address may be another one, or the publisher has changed "
            "the answer's form."
        ) from error
    other = next((each for each in items if not isinstance(each, tuple)), None)
    if other is not None:
        there = list(other) if isinstance(other, dict) else [other]
        missing = [key for key in keys if key not in there]
        raise LayoutError(
            f"{where} has rows without {', '.join(missing)}; they have "
            f"{_source.listing(there, 30)}. It is probably the answer for another table, or the "
            "publisher has renamed what it counts."
        )
    places = np.array(items, dtype="int32").reshape(len(items), len(keys))
    return Page(number, pages, total, places, where)


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
    if past := [page for page in pages if page.number > last or not len(page.rows)]:
        raise LayoutError(
            f"{past[0].where} is page {past[0].number} of {last} and has {len(past[0].rows)} rows: "
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
    sizes = {len(page.rows) for page in pages[:-1]}
    if len(sizes) > 1 or (sizes and len(pages[-1].rows) > max(sizes)):
        raise LayoutError(
            f"{where} and its further pages have {_source.listing(sorted(sizes))} rows where all "
            "but the last should have the same number. A page was cut short; fetch all again."
        )
    rows = np.concatenate([page.rows for page in pages])
    return pd.DataFrame(
        {
            key: pd.Categorical.from_codes(places, pd.Index([*cells][1:], dtype=object))
            for (key, cells), places in zip(seen.items(), rows.T, strict=True)
        }
    )


def _is_one(cell: object) -> bool:
    return cell is None or isinstance(cell, str | int | float)


def _refuse_constant(name: str) -> NoReturn:
    # Python reads NaN and Infinity, JSON does not know them.
    raise ValueError(f"{name} is no number")
