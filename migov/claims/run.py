"""What one run of claims has read: claims share series, and checking is mostly reading.

Outside of a run nothing is remembered, so that a check always sees the figures as they are.  What
a check reads is noted where somebody asks for it, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeAlias

from migov.figures import reading_once

Codes: TypeAlias = tuple[str, ...] | None


@dataclass(frozen=True)
class Read:
    """One thing that a check has read: rows of a vintage, or what a list says of an arrangement.

    Attributes
    ----------
    what : str
        ``"series"``, or the verb of :mod:`migov.governance` that gives such rows.
    name, version : str
        The id of a series with its vintage; an arrangement.
    economies, origins, destinations : tuple of str or None
        The rows that were taken; None for all.
    sex : str
        Of corridors.
    status : tuple of str or None
        Of members; None for those who belong in full.
    """

    what: str
    name: str
    version: str = ""
    economies: Codes = None
    origins: Codes = None
    destinations: Codes = None
    sex: str = "both"
    status: Codes = None


_NOTED: ContextVar[dict[Read, None] | None] = ContextVar("_NOTED", default=None)
_READ: ContextVar[dict[Hashable, Any] | None] = ContextVar("_READ", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """In this block :func:`once` makes each thing once; a run inside of another is part of it."""
    if _READ.get() is not None:
        yield
        return
    token = _READ.set({})
    try:
        with reading_once():
            yield
    finally:
        _READ.reset(token)


@contextmanager
def noting() -> Iterator[dict[Read, None]]:
    """A run of its own; what is read in it stands in the dictionary, in order and once.

    Examples
    --------
    >>> from migov import claims
    >>> with noting() as read:
    ...     found = claims.get("G065").check()
    >>> [(each.name, each.economies) for each in read]
    [('population_wpp', ('935',)), ('population_wpp', ('WLD',))]
    """
    read: dict[Read, None] = {}
    noted, run = _NOTED.set(read), _READ.set(None)
    try:
        with one_run():
            yield read
    finally:
        _READ.reset(run)
        _NOTED.reset(noted)


def note(read: Read) -> None:
    """Say what is being read, to :func:`noting` if anybody listens."""
    noted = _NOTED.get()
    if noted is not None:
        noted[read] = None


def once(key: Hashable, make: Callable[[], Any]) -> Any:
    """What `make` gives, or what it gave before in this run under the same key.

    Examples
    --------
    >>> with one_run():
    ...     once("a", lambda: 1), once("a", lambda: 2)
    (1, 1)
    """
    read = _READ.get()
    if read is None:
        return make()
    if key not in read:
        read[key] = make()
    return read[key]
