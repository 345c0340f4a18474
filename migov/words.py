"""How sentences name many things, and say of which edition they are.

Messages, caveats and notes all list in this one way; nothing here knows what it lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_DAY = re.compile(r"\d{4}(-\d\d){0,2}")  # a year, a month or a day

def few(values: Iterable[object], most: int = 5, write: Callable[[object], str] = str) -> str:
    """Name the first few of anything.

    Parameters
    ----------
    values : iterable
        What there is to list.
    most : int
        How many are named.
    write : callable
        Turns one of them into text; ``repr`` for what a file or a caller wrote.

    Returns
    -------
    str
        Empty if there is nothing.

    Examples
    --------
    >>> few(range(1990, 2000), most=3)
    '1990, 1991, 1992 and 7 more'
    >>> few(["MEX"], write=repr)
    "'MEX'"
    """
    found = list(values)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(write(value) for value in found[:most]) + more


def edition(versions: Iterable[str], coded: bool = True) -> str:
    """Which vintages of a series, or as of when a list or a document stands.

    Parameters
    ----------
    versions : iterable of str
        Each may be several with a slash between them; empty ones say nothing.
    coded : bool
        Whether they are vintages of a series that a publisher codes.

    Examples
    --------
    >>> edition(["2026-07", "2016-11/2025-10"])
    'versions 2016-11 to 2026-07'
    >>> edition(["1997"], coded=False), edition(["2.3"], coded=False), edition([""])
    ('as of 1997', 'version 2.3', '')
    """
    known = sorted({each for version in versions for each in version.split("/")} - {""})
    if not known:
        return ""
    span = " and ".join(known) if len(known) < 3 else f"{known[0]} to {known[-1]}"
    if not coded and all(_DAY.fullmatch(each) for each in known):
        return f"as of {span}"
    return f"version{'s' * (len(known) > 1)} {span}"
