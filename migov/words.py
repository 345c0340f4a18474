"""How sentences name many things: the first few of them and how many more there are.

Messages, caveats and notes all list in this one way; nothing here knows what it lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable


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
