"""What a table lacks although it was asked for, or although the pinned vintage has it.

A publisher may have dropped or renamed economies, or the file is not whole, and a year that is
named may have no figure; a table that is silently short would be taken for a whole one.  Nothing is
filled in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

import numpy as np
import pandas as pd

from migov import economies, store
from migov.errors import ArgumentError, MissingNamesWarning, MissingYearsWarning, warn_caller
from migov.figures import Whole, whole
from migov.words import few

_LISTED = 10


def lacking(found: Whole) -> tuple[list[str], list[int]]:
    """Economies and years of the pinned vintage that an answer of the publisher has no figure of.

    Aggregates are left out, for publishers rearrange them; so are corridors, series of which
    only a part is embedded, and vintages older than the pinned one: they had fewer yet.

    Examples
    --------
    >>> from migov import registry
    >>> gdp = registry.find("gdp")
    >>> lacking(whole(gdp, gdp.versions[gdp.pinned]))
    ([], [])
    """
    before = _before(found)
    if before is None:
        return [], []
    codes, spans = (
        sorted(set(before[name].unique()) - set(found.table[name].unique()))
        for name in ("economy", "year")
    )
    return [code for code in codes if not economies.is_aggregate(code)], spans


def warn(found: Whole) -> None:
    """Warn of economies and of years that an answer of the publisher lacks.

    Warns
    -----
    MissingNamesWarning, MissingYearsWarning
    """
    codes, spans = lacking(found)
    if codes:
        _warn(found, f"figures of {few(codes, _LISTED)}", MissingNamesWarning)
    if spans:
        _warn(found, f"figure of {few(spans, _LISTED)}", MissingYearsWarning)


def years(found: Whole, asked: Iterable[int], given: pd.Series) -> list[str]:
    """What is to be said of years that a list names and that have no figure; empty if all have.

    Warns
    -----
    MissingYearsWarning
        With the same sentence.

    Examples
    --------
    >>> from migov import registry
    >>> gdp = registry.find("gdp")
    >>> years(whole(gdp, gdp.versions["2026-07"]), [2019, 2020], pd.Series([2019, 2020]))
    []
    """
    lacking = sorted(set(asked) - set(given.unique()))
    if not lacking:
        return []
    said = f"{found.record.id} ({found.version.name}) has no figure here of {few(lacking)}"
    warn_caller(f"{said}, which years= asks for.", MissingYearsWarning)
    return [f"{said}."]


def refuse_empty(found: Whole, asked: pd.DataFrame, years: object) -> NoReturn:
    """Refuse years for which there is no figure, saying which there are.

    Parameters
    ----------
    found : Whole
    asked : pandas.DataFrame
        The rows of what else is asked for, in every year.
    years : object
        What the caller wrote.

    Raises
    ------
    ArgumentError
        Always, with the years of what is asked for and those of the whole vintage.

    Examples
    --------
    >>> from migov import registry
    >>> gdp = registry.find("gdp")
    >>> found = whole(gdp, gdp.versions["2026-07"])
    >>> rows = found.table.query("economy == 'SSD'")
    >>> refuse_empty(found, rows, 1990)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    migov.errors.ArgumentError: ... it has 2008 to 2015; in all it covers 1960 to 2025. ...
    """
    own, every = _runs(asked["year"]), _runs(found.table["year"])
    which = ""
    if own not in ("", every):
        which = f" and what else is asked, of which it has {own}; in all it"
    raise ArgumentError(
        f"{found.record.id} ({found.version.name}) has no figures for years={years!r}"
        f"{which or '; it'} covers {every}. migov.versions({found.record.id!r}) lists other "
        "vintages."
    )


def _runs(years: pd.Series) -> str:
    """The years of some rows: each that stands alone, first and last of those in a row."""
    known = np.unique(years.to_numpy("int64"))
    runs = np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if len(known) else []
    return few((f"{run[0]} to {run[-1]}" if len(run) > 1 else run[0] for run in runs), 20)


def _is_older(name: str, pinned: str) -> bool:
    """Whether a vintage is older than the pinned one, as far as both names say a date."""
    length = min(len(name), len(pinned))
    return name[:length] < pinned[:length]


def _before(found: Whole) -> pd.DataFrame | None:
    """What an answer of the publisher should hold as well; None if nothing is known of it."""
    record, version = found.record, found.version
    pinned = record.versions[record.pinned]
    if record.kind != "economy" or pinned.file is None or pinned.embed is not None:
        return None
    if not version.obtainable or _is_older(version.name, pinned.name):
        return None
    if version.name == pinned.name:
        facts = store.manifest()[f"{record.id}/{pinned.name}.parquet"]
        if len(found.table) == facts["rows"]:  # the same vintage, and whole: no need to read it
            return None
    elif version.name in record.versions:
        return None
    return whole(record, pinned).table


def _warn(found: Whole, what: str, category: type[Warning]) -> None:
    warn_caller(
        f"{found.record.id} ({found.version.name}) has no {what}, which the embedded "
        f"{found.record.pinned} has. The publisher has dropped or renamed them, or the file is not "
        "whole; compare with the pinned vintage.",
        category,
    )
