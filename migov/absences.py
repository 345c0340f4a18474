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

from migov import economies
from migov.errors import ArgumentError, MissingNamesWarning, MissingYearsWarning, warn_caller
from migov.figures import Whole, whole
from migov.words import few

_LISTED = 10


def absent(found: Whole) -> list[str]:
    """Economies of the pinned, embedded vintage that a newer one has no figure of.

    Aggregates are left out, for publishers rearrange them; so are corridors, series of which
    only a part is embedded, and vintages older than the pinned one: they had fewer economies yet.

    Examples
    --------
    >>> from migov import registry
    >>> gdp = registry.find("gdp")
    >>> pinned = whole(gdp, gdp.versions[gdp.pinned])
    >>> absent(pinned)
    []
    """
    record = found.record
    pinned = record.versions[record.pinned]
    if record.kind != "economy" or pinned.file is None or pinned.embed is not None:
        return []
    if found.version.name in record.versions or _is_older(found.version.name, pinned.name):
        return []
    before = whole(record, pinned).table["economy"]
    codes = sorted(set(before.unique()) - set(found.table["economy"].unique()))
    return [code for code in codes if not economies.is_aggregate(code)]


def warn(found: Whole) -> None:
    """Warn of economies that a newer vintage lacks.

    Warns
    -----
    MissingNamesWarning
    """
    codes = absent(found)
    if codes:
        warn_caller(
            f"{found.record.id} ({found.version.name}) has no figures of {few(codes, _LISTED)}, "
            f"which {found.record.pinned} has. The publisher has dropped or renamed them, or the "
            "file is not whole; compare with the pinned vintage.",
            MissingNamesWarning,
        )


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
    which = f", of which it has {own}; in all" if own not in ("", every) else ";"
    raise ArgumentError(
        f"{found.record.id} ({found.version.name}) has no figures for years={years!r} and what "
        f"else is asked{which} it covers {every}. migov.versions({found.record.id!r}) lists other "
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
