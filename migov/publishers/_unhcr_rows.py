"""Counts people in the pages of an answer of UNHCR's API, by origin and asylum: codes become ISO's,
stages of a procedure are added up, and an answer whose rows are not all there is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._source import Source
from migov.publishers._unhcr_pages import read_pages, unseen, whole
from migov.tidy import Reading

Pages: TypeAlias = "Source | Sequence[Source]"

_SIDES = ("coo", "coa")  # country of origin, country of asylum; each with its *_iso
_ABSENT = ("", "-")
_COUNTED = {"P": "persons", "C": "cases"}
_YEARS = range(1900, 2101)


def read_measure(
    path: Pages,
    measure: str,
    known: dict[str, str],
    dims: tuple[str, ...] = (),
    app_type: str | None = None,
) -> Reading:
    """One of the measures that are `known`, with their titles, as a corridor–year table."""
    if measure not in known:
        raise ArgumentError(f"measure={measure!r} is not one of {', '.join(map(repr, known))}.")
    keys = ("year", *(f"{side}{part}" for side in _SIDES for part in ("", "_iso")), *dims, measure)
    several = isinstance(path, Sequence) and not isinstance(path, (str, bytes))
    sources: Sequence[Any] = path if several else [path]  # type: ignore[assignment]
    seen = unseen(keys)
    found = (page for each in sources for page in read_pages(each, seen))
    pages = sorted(found, key=lambda page: page.number)
    frame, where, total = whole(pages, seen), pages[0].where, pages[0].total
    del pages, seen  # their rows are all in the frame
    _refuse_repeats(frame[["year", *_SIDES, *dims]], where)
    years, counts = _figures(frame, measure, where)
    _refuse_other_sum(total, measure, float(np.nansum(_by_row(counts, frame[measure]))), where)
    title, notes = known[measure], tuple[str, ...]()
    if app_type is not None:
        if app_type not in (types := sorted(map(str, frame["app_type"].unique()))):
            raise ArgumentError(
                f"app_type={app_type!r} is not in the answer; it has {', '.join(types)}."
            )
        frame = frame[frame["app_type"] == app_type]
        title = f"{title}, type {app_type}"
    if dims:
        counted = frame[dims[-1]]
        if other := sorted(set(map(str, counted.unique())) - set(_COUNTED)):
            raise LayoutError(
                f"{where} counts {_source.listing(other)} ({dims[-1]}); expected are "
                f"{', '.join(f'{code} {what}' for code, what in _COUNTED.items())}. Another unit "
                "must not be added to these."
            )
        cases = int((counted == "C").sum())
        notes = (f"{cases:,} of {len(frame):,} rows count cases, which may hold several persons.",)
    key, values = _keys(frame, years, where), _by_row(counts, frame[measure])
    del frame  # what comes of it needs the room
    return Reading(key.corridors(values, where, bool(dims)), title, None, "persons", notes)


def read_rows(frame: pd.DataFrame, measure: str, title: str, where: str) -> Reading:
    """One measure out of rows that name their years and both sides as the answer does."""
    frame = frame.astype("category")
    _refuse_repeats(frame[["year", *_SIDES]], where, 2)
    years, counts = _figures(frame, measure, where, 2)
    key = _keys(frame, years, where)
    table = key.corridors(_by_row(counts, frame[measure]), where)
    return Reading(table, title, None, "persons")


class _Keys(NamedTuple):
    """Origin, destination and year of each row as one number, in the order of their codes."""

    numbers: np.ndarray
    origins: pd.Index
    destinations: pd.Index

    def named(self, numbers: np.ndarray) -> dict[str, Any]:
        """The key columns of a tidy table."""
        pair = numbers // len(_YEARS)
        return {
            "origin": self.origins.take(pair // len(self.destinations)),
            "destination": self.destinations.take(pair % len(self.destinations)),
            "year": numbers % len(_YEARS) + _YEARS[0],
        }

    def corridors(self, values: np.ndarray, where: str, added_up: bool = False) -> pd.DataFrame:
        """A tidy table of the rows, in order; rows of the same key are added up or refused.

        Both columns of numbers are put in order where they are: each is a fifth of the table.
        """
        numbers = self.numbers
        values[:] = values[np.argsort(numbers, kind="stable")]
        numbers.sort()
        first = np.flatnonzero(np.diff(numbers, prepend=-1))
        if not added_up and len(first) < len(numbers):
            _source.no_repeats(pd.DataFrame(self.named(numbers)), where)
        known = ~np.isnan(values)
        values[~known] = 0
        if added_up:
            values, known = np.add.reduceat(values, first), np.logical_or.reduceat(known, first)
        numbers = numbers[first[known]]
        return pd.DataFrame({**self.named(numbers), "value": values[known]}, copy=False)


def _keys(frame: pd.DataFrame, years: np.ndarray, where: str) -> _Keys:
    origins, numbers = _codes(frame, "coo", where)
    destinations, destination = _codes(frame, "coa", where)
    numbers *= len(destinations)
    numbers += destination
    numbers *= len(_YEARS)
    numbers += _by_row(years - _YEARS[0], frame["year"])
    return _Keys(numbers, origins, destinations)


def _refuse_repeats(keys: pd.DataFrame, where: str, first: int = 1) -> None:
    """Refuse rows that share their keys."""
    numbers = _numbered(keys)
    numbers.sort()
    if (numbers[1:] == numbers[:-1]).any():
        _source.no_repeats(keys, where, first)


def _numbered(cells: pd.DataFrame) -> np.ndarray:
    """One number for the cells of each row: the same for the same cells."""
    numbers = np.zeros(len(cells), "int64")
    for name in cells:
        numbers *= len(cells[name].cat.categories) + 1
        numbers += cells[name].cat.codes.to_numpy()
        numbers += 1
    return numbers


def _figures(
    frame: pd.DataFrame, measure: str, where: str, first: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """The different years and the different counts as numbers, for :func:`_by_row`.

    A count that is none is refused, and so is a year; but a count may be missing.
    """
    years, counts = (_different(frame[each], where, first) for each in ("year", measure))
    absent = np.append(frame[measure].cat.categories.isin(_ABSENT), True)
    no_year = ~((years >= _YEARS[0]) & (years <= _YEARS[-1]) & (years % 1 == 0))
    no_count = (counts < 0) | (counts % 1 > 0) | (np.isnan(counts) & ~absent)
    wrong = _by_row(no_year, frame["year"]) | _by_row(no_count, frame[measure])
    if wrong.any():
        row = frame[wrong].iloc[0]
        raise LayoutError(
            f"{where} has {int(wrong.sum())} rows whose year is none or whose {measure} is no "
            f"count of persons, first {row['coo']} to {row['coa']}, {row['year']}: "
            f"{row[measure]}. The answer was probably damaged, or its form has changed."
        )
    return np.where(no_year, 0, years).astype("int64"), counts


def _different(column: pd.Series, where: str, first: int) -> np.ndarray:
    """The different cells of a column as figures, and at the end that of a cell with nothing."""
    codes, cells = column.cat.codes.to_numpy(), column.cat.categories
    stands = np.zeros(len(cells) + 1, "int64")
    stands[codes[::-1]] = np.arange(len(codes))[::-1]
    printed = pd.DataFrame({column.name: cells.to_numpy(object)}, index=stands[:-1])
    return np.append(_source.figures(printed, where, _ABSENT, first=first), np.nan)


def _by_row(different: np.ndarray, column: pd.Series) -> np.ndarray:
    """For each row what its cell is among the different ones; code -1 finds the last."""
    return different[column.cat.codes.to_numpy()]


def _refuse_other_sum(total: Any, measure: str, found: float, where: str) -> None:
    """The sum over all pages that the publisher prints, where it prints one."""
    if not isinstance(total, dict) or measure not in total:
        return
    try:
        said = float(total[measure])
    except (TypeError, ValueError):
        raise LayoutError(
            f"{where} says that {measure} add up to {total[measure]!r}, which is no number. The "
            "publisher has probably changed the answer's form."
        ) from None
    if said != found:
        raise LayoutError(
            f"{where} and its further pages add up to {found:,.0f} {measure}; the answer says "
            f"{said:,.0f}. Rows are missing; fetch all pages again."
        )


def _codes(frame: pd.DataFrame, side: str, where: str) -> tuple[pd.Index, np.ndarray]:
    """Codes of one side in order, and the place of each row's among them.

    They are those of its ISO column; what has no ISO code is known by the publisher's own.
    """
    collapsed = frame[side].isin(_ABSENT)
    if collapsed.any():
        raise LayoutError(
            f"{where} has {int(collapsed.sum())} rows without {side}: the publisher has summed "
            "over it. Ask with both coo_all=true and coa_all=true."
        )
    pairs = [side, f"{side}_iso"]
    at, different = pd.factorize(_numbered(frame[pairs]))  # a pair stands in thousands of rows
    cells = [np.array([*frame[each].cat.categories, None], object) for each in pairs]
    own, iso = (
        pd.Series(each[place - 1]).astype(str)
        for each, place in zip(cells, divmod(different, len(cells[1])), strict=True)
    )
    without = iso.isin((*_ABSENT, "None", "nan"))
    found = economies.translate(iso.where(~without, "XXX"), "iso3", f"{where}, {side}_iso")
    if without.any():
        found[without] = economies.translate(own[without], "unhcr", f"{where}, {side}")
    names = pd.Index(sorted(set(found)), dtype="str")
    return names, names.get_indexer(found)[at]
