"""The least that the World Bank's figures can cost: four connections, and no check of anything."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from threading import local
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pyarrow as pa
from pyarrow import csv
from pyarrow import json as arrow_json

CONNECTIONS = 4


def fetched(
    addresses: Iterable[str],
    then: Callable[[bytes], Any] = bytes,
    headers: dict[str, dict[str, str]] | None = None,
    connections: int = CONNECTIONS,
    status: int = 200,
) -> list[Any]:
    """What `then` makes of each answer, all of one status; the connections stay open."""
    own = local()

    def one(address: str) -> Any:
        parts = urlsplit(address)
        if not hasattr(own, "connection"):
            own.connection = HTTPConnection(parts.netloc)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        own.connection.request("GET", path, headers=(headers or {}).get(address, {}))
        answer = own.connection.getresponse()
        if answer.status != status:
            raise ValueError(f"{address} was answered with {answer.status}, not with {status}")
        return then(answer.read())

    with ThreadPoolExecutor(connections) as pool:
        return list(pool.map(one, addresses))


def figures(body: bytes) -> np.ndarray:
    """The figures of an answer of the World Bank: a zip's as a block, a JSON's one by one."""
    if not body.startswith(b"PK"):
        rows = json.loads(body)["source"]["data"]
        return np.array([np.nan if row["value"] is None else row["value"] for row in rows], float)
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        table = archive.read(next(n for n in archive.namelist() if n.startswith("API_")))
    start = table.index(b'"Country Name"')
    read = csv.read_csv(pa.py_buffer(table[start:]), csv.ReadOptions(use_threads=False))
    years = [column for column in read.column_names if column.isdigit()]
    return np.column_stack([read[year].to_numpy() for year in years])


def figures_by_arrow(body: bytes) -> np.ndarray:
    """As :func:`figures`, with Arrow's parser for JSON too, which migov also uses."""
    if body.startswith(b"PK"):
        return figures(body)
    wanted = pa.list_(pa.struct([("value", pa.float64())]))
    layout = pa.schema([("source", pa.struct([("data", wanted)]))])
    read = arrow_json.read_json(
        pa.BufferReader(body),
        arrow_json.ReadOptions(use_threads=False, block_size=len(body) + 1),
        arrow_json.ParseOptions(explicit_schema=layout, unexpected_field_behavior="ignore"),
    )
    rows = read.column("source").chunk(0).field("data").flatten()
    return rows.field("value").to_numpy(zero_copy_only=False)
