"""Connections to a server that stay open from one file to the next.

A connection of its own for each file would cost two or three more round trips each, on which a
fetch of many small files mostly waits.  Sessions are lent to one thread at a time and kept as many
as were needed at once; nothing here asks for anything.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

# Server → sessions that nobody uses now; the ends of a deque are safe between threads.
_WAITING: defaultdict[str, deque[Any]] = defaultdict(deque)


@contextmanager
def session(address: str) -> Iterator[Any]:
    """A requests session for this address, for nobody else in this block."""
    waiting = _WAITING[urlsplit(address).netloc]
    try:
        lent = waiting.pop()
    except IndexError:
        lent = _new()
    try:
        yield lent
    finally:
        waiting.append(lent)


def _new() -> Any:
    from http.cookiejar import DefaultCookiePolicy

    import requests

    made = requests.Session()
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # migov is nobody's visitor
    return made
