"""Other clients of the World Bank's data interface, asked for the same indicators.

This runs in an environment of its own (``benchmarks/clients.txt``) and imports nothing of migov:
``python clients.py NAME BASE < codes.json`` prints the seconds that it took to one table, and how
many figures it has of each indicator.  What a client asks of api.worldbank.org is sent to the local
server, wherever it lies in the client.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

HOST = "https://api.worldbank.org/"


def world_bank_data(codes: list[str]) -> tuple[Callable[[], Any], Callable[[Any], dict[str, int]]]:
    import pandas
    from world_bank_data import get_series

    def run() -> Any:
        found = {code: get_series(code, id_or_value="id", simplify_index=True) for code in codes}
        return pandas.concat(found, axis=1)

    return run, lambda table: table.count().to_dict()


def wbgapi(codes: list[str]) -> tuple[Callable[[], Any], Callable[[Any], dict[str, int]]]:
    import wbgapi as client

    def run() -> Any:
        return client.data.DataFrame(codes, columns="series", numericTimeKeys=True)

    return run, lambda table: table.count().to_dict()


def wbdata(codes: list[str]) -> tuple[Callable[[], Any], Callable[[Any], dict[str, int]]]:
    import datetime
    import tempfile

    import wbdata as client

    # It keeps what it has fetched; here each run is its first.
    span = (datetime.datetime(1960, 1, 1), datetime.datetime(2025, 1, 1))

    def run() -> Any:
        with tempfile.TemporaryDirectory() as folder:
            own = client.Client(cache_path=f"{folder}/cache", cache_ttl_days=1)
            return own.get_dataframe({code: code for code in codes}, date=span)

    return run, lambda table: table.count().to_dict()


def pandas_datareader(
    codes: list[str],
) -> tuple[Callable[[], Any], Callable[[Any], dict[str, int]]]:
    from pandas_datareader import wb

    def run() -> Any:
        return wb.download(indicator=codes, country="all", start=1960, end=2025)

    return run, lambda table: table.count().to_dict()


def bblocks(codes: list[str]) -> tuple[Callable[[], Any], Callable[[Any], dict[str, int]]]:
    import logging

    logging.disable(logging.WARNING)
    from bblocks.data_importers import WorldBank
    from bblocks.data_importers.world_bank.world_bank import clear_wb_cache

    def run() -> Any:
        clear_wb_cache()
        return WorldBank().get_data(codes)

    def count(table: Any) -> dict[str, int]:
        return table.dropna(subset="value").groupby("indicator_code").size().to_dict()

    return run, count


def wb_api_tools(codes: list[str]) -> tuple[Callable[[], Any], Callable[[Any], dict[str, int]]]:
    from wb_api_tools.data import get_data

    def run() -> Any:
        return get_data(codes, long=True, no_basic=True)

    def count(table: Any) -> dict[str, int]:
        if "indicator" in table.columns:
            return table.dropna(subset="value").groupby("indicator").size().to_dict()
        return {code: int(table[code].count()) for code in codes if code in table.columns}

    return run, count


CLIENTS = {
    "world-bank-data": world_bank_data,
    "wb-api-tools": wb_api_tools,
    "wbgapi": wbgapi,
    "wbdata": wbdata,
    "pandas-datareader": pandas_datareader,
    "bblocks": bblocks,
}


def _send_to(base: str) -> list[int]:
    """Every request that a client sends goes to the local server; how many bytes came, and what."""
    import requests

    send = requests.adapters.HTTPAdapter.send
    bodies: list[int] = []

    def instead(self: Any, request: Any, *arguments: Any, **options: Any) -> Any:
        if request.url.replace("http:", "https:").startswith(HOST):
            request.url = f"{base}/{request.url.partition('://')[2]}"
        answer = send(self, request, *arguments, **options)
        bodies.append(int(answer.headers.get("Content-Length", 0)))
        return answer

    requests.adapters.HTTPAdapter.send = instead
    return bodies


def main() -> None:
    name, base = sys.argv[1:3]
    bodies = _send_to(base)
    run, count = CLIENTS[name](json.load(sys.stdin))
    start = time.perf_counter()
    table = run()
    took = time.perf_counter() - start
    said = {"seconds": took, "figures": {str(k): int(v) for k, v in count(table).items()},
            "requests": len(bodies), "bytes": sum(bodies)}  # fmt: skip
    print(json.dumps(said))


if __name__ == "__main__":
    main()
