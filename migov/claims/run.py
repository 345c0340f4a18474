"""What one run of claims has read: claims share series, and checking is mostly reading.

Outside of a run nothing is remembered, so that a check always sees the figures as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from migov.figures import reading_once

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
