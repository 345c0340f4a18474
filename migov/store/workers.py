"""Threads that fetch side by side, and stop when nobody waits for them any more.

Who interrupts a call has the prompt back at once.  A thread cannot be stopped from without: each
looks, before it asks, while it pauses and at every piece of an answer, whether it still should.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event
from typing import Any, TypeVar

_Came = TypeVar("_Came")
# Of the work that a thread does, whether it is over before its end.
_OVER: ContextVar[Event | None] = ContextVar("_OVER", default=None)


class GivenUp(Exception):
    """Nobody waits any more for what a thread fetches."""


@contextmanager
def workers(most: int) -> Iterator[Callable[..., Future[Any]]]:
    """Threads for the length of a ``with`` block, which gives what starts a piece of work in one.

    After an error the work that has begun is waited for.  Who interrupts the block, or leaves it
    before its end, gives up all that is on its way.

    Examples
    --------
    >>> with workers(2) as start:
    ...     start(max, 3, 4).result()
    4
    """
    over = _OVER.get() or Event()
    pool = ThreadPoolExecutor(most)
    try:
        yield lambda work, *given: pool.submit(_under, over, work, *given)
    except BaseException as error:
        if not isinstance(error, Exception):
            over.set()
        # After an interruption not even a server that is silent is waited for.
        pool.shutdown(wait=isinstance(error, (Exception, GeneratorExit)), cancel_futures=True)
        raise
    pool.shutdown()


def go_on() -> None:
    """Nothing, as long as somebody waits for what this thread fetches.

    Raises
    ------
    GivenUp
        If nobody does.
    """
    over = _OVER.get()
    if over is not None and over.is_set():
        raise GivenUp


def pause(seconds: float) -> None:
    """Wait, as long as somebody waits too.

    Raises
    ------
    GivenUp
        If nobody does, or stops to.
    """
    (_OVER.get() or Event()).wait(seconds)
    go_on()


def _under(over: Event, work: Callable[..., _Came], *given: Any) -> _Came:
    _OVER.set(over)
    return work(*given)
