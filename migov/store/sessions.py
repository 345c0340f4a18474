"""Connections to a server that stay open from one file to the next.

A connection of its own for each file would cost two or three more round trips each, on which a
fetch of many small files mostly waits.  Sessions are lent to one thread at a time and kept as many
as were needed at once; each keeps to the proxy and the certificates that the environment names.
Nothing here asks for anything.
"""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

# What requests looks up in the environment, at some cost, before each question.
_NAMED = (
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
    "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
)  # fmt: skip
# Server and environment → sessions that nobody uses now; a deque's ends are safe between threads.
_WAITING: defaultdict[tuple[str | None, ...], deque[Any]] = defaultdict(deque)


@contextmanager
def session(address: str) -> Iterator[Any]:
    """A requests session for this address, for nobody else in this block."""
    parts = urlsplit(address)
    waiting = _WAITING[parts.scheme, parts.netloc, *map(os.environ.get, _NAMED)]
    try:
        lent = waiting.pop()
    except IndexError:
        lent = _new(address)
    try:
        yield lent
    finally:
        waiting.append(lent)


def _new(address: str) -> Any:
    from http.cookiejar import DefaultCookiePolicy

    import requests

    made = requests.Session()
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))  # migov is nobody's visitor
    found = made.merge_environment_settings(address, {}, None, None, None)
    made.proxies, made.verify, made.trust_env = found["proxies"], found["verify"], False
    return made
