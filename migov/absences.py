"""What a table lacks although it was asked for, or although the pinned vintage has it.

A publisher may have dropped or renamed economies, or the file is not whole, and a year that is
named may have no figure; a table that is silently short would be taken for a whole one.  Nothing is
filled in.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from migov import economies
from migov.errors import MissingNamesWarning, MissingYearsWarning, warn_caller
from migov.figures import Whole, whole
from migov.words import few

_LISTED = 10


def absent(found: Whole) -> list[str]:
    """Economies of the pinned, embedded vintage that a fetched one has no figure of.

    Aggregates are left out, for publishers rearrange them; so are corridors and series of which
    only a part is embedded.

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
    if found.version.name in record.versions:
        return []
    before = whole(record, pinned).table["economy"]
    codes = sorted(set(before.unique()) - set(found.table["economy"].unique()))
    return [code for code in codes if not economies.is_aggregate(code)]


def warn(found: Whole) -> None:
    """Warn of economies that a fetched vintage lacks.

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
