"""Counts people in the pages of an answer of UNHCR's API, by origin and asylum: codes become ISO's,
stages of a procedure are added up, and an answer whose rows are not all there is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._source import Source
from migov.publishers._unhcr_pages import read_pages, unseen, whole
from migov.tidy import Reading, arrange

Pages: TypeAlias = "Source | Sequence[Source]"

_SIDES = ("coo", "coa")  # country of origin, country of asylum; each with its *_iso
_ABSENT = ("", "-")
_COUNTED = {"P": "persons", "C": "cases"}


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
    del pages  # their rows are all in the frame
    _source.no_repeats(frame[["year", *_SIDES, *dims]], where)
    numbers = _source.figures(frame[["year", measure]], where, _ABSENT)
    _refuse_uncountable(numbers, frame, measure, where)
    _refuse_other_sum(total, measure, numbers[measure].sum(), where)
    title, notes = known[measure], tuple[str, ...]()
    if app_type is not None:
        if app_type not in (types := set(frame["app_type"])):
            raise ArgumentError(
                f"app_type={app_type!r} is not in the answer; it has {', '.join(sorted(types))}."
            )
        frame = frame[frame["app_type"] == app_type]
        title = f"{title}, type {app_type}"
    if dims:
        counted = frame[dims[-1]]
        if other := sorted(set(counted.astype(str)) - set(_COUNTED)):
            raise LayoutError(
                f"{where} counts {_source.listing(other)} ({dims[-1]}); expected are "
                f"{', '.join(f'{code} {what}' for code, what in _COUNTED.items())}. Another unit "
                "must not be added to these."
            )
        cases = int((counted == "C").sum())
        notes = (f"{cases:,} of {len(frame):,} rows count cases, which may hold several persons.",)
    table = _corridors(frame, numbers.loc[frame.index], measure, where)
    del frame, numbers
    if dims:
        by = table.groupby(["origin", "destination", "year"], sort=False)["value"]
        table = by.sum(min_count=1).reset_index()
    else:
        _source.no_repeats(table[["origin", "destination", "year"]], where)
    return Reading(arrange(table, "corridor"), title, None, "persons", notes)


def read_rows(frame: pd.DataFrame, measure: str, title: str, where: str) -> Reading:
    """One measure out of rows that name their years and both sides as the answer does."""
    _source.no_repeats(frame[["year", *_SIDES]], where, 2)
    numbers = _source.figures(frame[["year", measure]], where, _ABSENT, first=2)
    _refuse_uncountable(numbers, frame, measure, where)
    table = _corridors(frame, numbers, measure, where)
    _source.no_repeats(table[["origin", "destination", "year"]], where)
    return Reading(arrange(table, "corridor"), title, None, "persons")


def _corridors(
    frame: pd.DataFrame, numbers: pd.DataFrame, measure: str, where: str
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin": _codes(frame, "coo", where),
            "destination": _codes(frame, "coa", where),
            "year": numbers["year"].astype("int64"),
            "value": numbers[measure],
        }
    )


def _refuse_uncountable(
    numbers: pd.DataFrame, frame: pd.DataFrame, measure: str, where: str
) -> None:
    # Missing figures compare as false, and are no fault; a missing year is one.
    wrong = ~numbers["year"].between(1900, 2100) | (numbers["year"] % 1 > 0)
    wrong |= (numbers[measure] < 0) | (numbers[measure] % 1 > 0)
    absent = frame[measure].isna() | frame[measure].isin(_ABSENT)
    wrong |= numbers[measure].isna() & ~absent
    if wrong.any():
        row = frame[wrong].iloc[0]
        raise LayoutError(
            f"{where} has {int(wrong.sum())} rows whose year is none or whose {measure} is no "
            f"count of persons, first {row['coo']} to {row['coa']}, {row['year']}: "
            f"{row[measure]}. The answer was probably damaged, or its form has changed."
        )


def _refuse_other_sum(total: Any, measure: str, found: float, where: str) -> None:
    """The sum over all pages that the publisher prints, where it prints one."""
    if isinstance(total, dict) and measure in total and float(total[measure]) != found:
        raise LayoutError(
            f"{where} and its further pages add up to {found:,.0f} {measure}; the answer says "
            f"{float(total[measure]):,.0f}. Rows are missing; fetch all pages again."
        )


def _codes(frame: pd.DataFrame, side: str, where: str) -> pd.Series:
    """Codes of one side by its ISO column; what has no ISO code by the publisher's own."""
    collapsed = frame[side].isin(_ABSENT)
    if collapsed.any():
        raise LayoutError(
            f"{where} has {int(collapsed.sum())} rows without {side}: the publisher has summed "
            "over it. Ask with both coo_all=true and coa_all=true."
        )
    pairs = [side, f"{side}_iso"]
    first, second = (pd.factorize(frame[each].array, use_na_sentinel=False)[0] for each in pairs)
    at = pd.factorize(first * len(frame) + second)[0]  # a pair stands in thousands of rows
    different = frame.loc[~pd.Series(at, frame.index).duplicated(), pairs].astype(str)
    own, iso = different[side], different[f"{side}_iso"]
    without = iso.isin((*_ABSENT, "None", "nan"))
    found = economies.translate(iso.where(~without, "XXX"), "iso3", f"{where}, {side}_iso")
    if without.any():
        found[without] = economies.translate(own[without], "unhcr", f"{where}, {side}")
    return pd.Series(found.array.take(at), frame.index)
