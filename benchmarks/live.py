"""What the live benchmarks share: every World Bank series from the local server, cold and warm."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from unittest import mock

import numpy as np

import migov
from benchmarks import by_hand, others, stand_in
from benchmarks.harness import Benchmark
from migov.store import transfer
from migov.store.connections import ask


def cold(
    latency: int,
    repeats: int,
    figures: Callable[[bytes], np.ndarray] = by_hand.figures,
    floor: str = "4 connections, numpy",
    limit: float | None = 1.5,
) -> Benchmark:
    """From an empty cache to one tidy panel, against the same bytes parsed by hand."""
    base = stand_in.standing(latency)
    series = stand_in.worldbank_series()
    names = [each.id for each in series]
    addresses = [stand_in.asked(base, url) for url in stand_in.newest_addresses(series)]

    def panel() -> None:
        stand_in.empty_cache()
        migov.panel(*names, version="latest")

    return Benchmark(
        f"latest of {len(names)} World Bank series, cold, {latency} ms / {floor}",
        panel,
        partial(by_hand.fetched, addresses, figures),
        limit,
        repeats=repeats,
    )


def warm(latency: int, repeats: int, connections: int = 1) -> Benchmark:
    """Nothing changed: against the conditional requests' round trips.

    The floor asks the very same questions by hand, header by header, over connections that stay
    open, and does nothing with the answers; migov also checks its files and puts the panel
    together.  Over one connection the floor is the sum of the round trips.
    """
    stand_in.standing(latency)
    names = [each.id for each in stand_in.worldbank_series()]
    stand_in.empty_cache()
    panel = partial(migov.panel, *names, version="latest")
    panel()
    asked: dict[str, dict[str, str]] = {}

    def listen(address: str, headers: Mapping[str, str], timeout: float) -> Any:
        asked[address] = dict(headers)
        return ask(address, headers, timeout)

    with mock.patch.object(transfer, "ask", listen):
        panel()
    assert asked and all("If-None-Match" in headers for headers in asked.values())
    how = "added up" if connections == 1 else f"{connections} at a time"
    time.sleep(2.5)  # a cache whose files were not written a moment ago
    return Benchmark(
        f"latest of {len(names)} series, unchanged, {latency} ms / its round trips, {how}",
        panel,
        partial(by_hand.fetched, list(asked), headers=asked, connections=connections, status=304),
        limit=1.5,
        repeats=repeats,
    )


def ahead(latency: int, repeats: int) -> Benchmark:
    """From an empty cache to one table, against the fastest of the other clients."""
    base = stand_in.standing(latency)
    series = stand_in.worldbank_series()
    wanted = others.codes(series)
    names = [each.id for each in series if each.code in wanted]
    others.asked(others.FASTEST, base, wanted[:1])

    def panel() -> None:
        stand_in.empty_cache()
        migov.panel(*names, version="latest")

    def client() -> float:
        return float(others.asked(others.FASTEST, base, wanted)["seconds"])

    return Benchmark(
        f"latest of {len(names)} World Bank series, cold, {latency} ms / {others.FASTEST}",
        panel,
        client,
        limit=1,
        repeats=repeats,
    )
