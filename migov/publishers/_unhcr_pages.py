"""Pages of an answer of UNHCR's API: each is parsed into the few columns that are asked for, and
all of them together are whole or they are refused.  Nothing here knows what is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from operator import itemgetter
from typing import Any, NamedTuple, NoReturn

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._source import Source


class Page(NamedTuple):
    """One page: its number, how many there are, the sums printed, and the rows."""

    number: int
    pages: int
    total: Any
    rows: pd.DataFrame
    where: str


def read_pages(path: Source, keys: tuple[str, ...]) -> Iterator[Page]:
    """The columns `keys` of the pages in one file.

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
            yield _page(first + stream.read(), where, keys)
            return
        for line in stream:
            line = line.strip().removesuffix(b",")
            if line != b"]":
                yield _page(line, where, keys)


def _page(data: bytes, where: str, keys: tuple[str, ...]) -> Page:
    pick = itemgetter(*keys)

    def row(found: dict[str, Any]) -> Any:
        # Rows are cut down while they are read: an answer of all years is many times its figures.
        try:
            return pick(found)
        except KeyError:
            return found

    try:
        answer = json.loads(data, object_hook=row, parse_constant=_refuse_constant)
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
    cells = zip(*items, strict=True) if items else [()] * len(keys)
    columns = {key: _column(list(each), where, key) for key, each in zip(keys, cells, strict=True)}
    return Page(number, pages, total, pd.DataFrame(columns), where)


def _column(cells: list[Any], where: str, key: str) -> pd.Categorical:
    """Cells by their places among the different ones: a code is repeated thousands of times."""
    try:
        places, different = pd.factorize(np.fromiter(cells, object, len(cells)))
    except TypeError as error:
        raise LayoutError(
            f"{where} has lists or further tables as {key}, where a code or a number belongs. The "
            "publisher has probably changed the answer's form."
        ) from error
    return pd.Categorical.from_codes(places, pd.Index(different, dtype=object))


def whole(pages: Sequence[Page]) -> pd.DataFrame:
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
    columns = pages[0].rows.columns
    return pd.DataFrame(
        {key: union_categoricals([page.rows[key] for page in pages]) for key in columns}
    )


def _refuse_constant(name: str) -> NoReturn:
    # Python reads NaN and Infinity, JSON does not know them.
    raise ValueError(f"{name} is no number")
