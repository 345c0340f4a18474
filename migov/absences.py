"""Economies that a newly fetched vintage lacks altogether, although the pinned one has them.

A publisher may have dropped or renamed them, or the file is not whole; a table that is silently
short would be taken for one of fewer economies.  Nothing is filled in.
"""

from __future__ import annotations

import warnings

from migov import economies
from migov.errors import MissingNamesWarning
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


def warn(found: Whole, stacklevel: int = 3) -> None:
    """Warn of economies that a fetched vintage lacks.

    Warns
    -----
    MissingNamesWarning
    """
    codes = absent(found)
    if codes:
        warnings.warn(
            f"{found.record.id} ({found.version.name}) has no figures of {few(codes, _LISTED)}, "
            f"which {found.record.pinned} has. The publisher has dropped or renamed them, or the "
            "file is not whole; compare with the pinned vintage.",
            MissingNamesWarning,
            stacklevel=stacklevel,
        )
