"""Connections to publishers' servers that stay open from one file to the next.

A connection of its own for each file would cost two or three more round trips each, on which a
fetch of many small files mostly waits.  urllib3 keeps them; requests knows the proxy and the
certificates that the environment names.  Nothing here knows what an answer should be.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import urlsplit, urlunsplit

MOST_A_HOST = 4  # connections, as a polite browser opens them; who comes fifth waits
# What decides on the way to a server besides its address.
_NAMED = (
    "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
    "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
)  # fmt: skip
_OPEN: dict[tuple[str | None, ...], Any] = {}
# Threads that import parts of urllib3 in different orders would wait for each other.
_TURN = Lock()


def _forked() -> None:
    """A child that used its parent's connections would mix up answers, or wait for its threads."""
    global _TURN
    _OPEN.clear()
    _TURN = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def ask(address: str, headers: Mapping[str, str], timeout: float) -> Any:
    """urllib3's answer to one question, wherever it leads on to, with its body still to be read."""
    parts = urlsplit(address)
    way = parts.scheme, parts.netloc, *map(os.environ.get, _NAMED)
    if way not in _OPEN:
        with _TURN:
            if way not in _OPEN:
                _OPEN[way] = _manager(address).connection_from_url(address)
    pool = _OPEN[way]
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    if pool.proxy and parts.scheme == "http":  # a proxy that hands on is told the whole address
        target = address
    return pool.urlopen(
        "GET", target, headers=headers, timeout=timeout, retries=False, redirect=False,
        assert_same_host=False, preload_content=False,
    )  # fmt: skip


def _manager(address: str) -> Any:
    import requests.adapters
    import urllib3
    from requests.utils import get_environ_proxies, prepend_scheme_if_needed, select_proxy

    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    bundle = bundle or requests.certs.where()
    trust: dict[str, Any] = {
        "cert_reqs": "CERT_REQUIRED",
        "ca_cert_dir" if os.path.isdir(bundle) else "ca_certs": bundle,
    }
    proxy = select_proxy(address, get_environ_proxies(address))
    if not proxy:
        return urllib3.PoolManager(maxsize=MOST_A_HOST, block=True, **trust)
    adapter = requests.adapters.HTTPAdapter(pool_maxsize=MOST_A_HOST, pool_block=True)
    return adapter.proxy_manager_for(prepend_scheme_if_needed(proxy, "http"), **trust)
