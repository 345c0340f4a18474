"""All rows of an answer of the World Bank's archives at once, by Arrow's parser of JSON.

It gives what it finds only where every row is laid out as known and is what was asked for.  Where
one is not it gives nothing, and who reads row by row says which and why.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import numpy as np

_YEAR = re.compile(r"(?:YR)?((?:19|20)\d{2})")
_CONCEPTS = ("country", "time", "series", "version")


class Cells(NamedTuple):
    """Figures by row and column of a block, whose years ascend; NaN where there is none."""

    places: list[str]
    rows: np.ndarray
    years: list[int]
    columns: np.ndarray
    values: np.ndarray
    title: str


def cells(data: bytes, code: str, archive: str) -> Cells | None:
    """The cells of a whole answer for one indicator in one version; None if it is anything else."""
    import pyarrow

    try:
        head, rows = _parsed(data)
        found = rows.field("value").drop_null()
        whole = len(rows) and (int(head["pages"]), int(head["total"])) == (1, len(rows))
        if not (whole and np.isfinite(found).all()):
            return None
        # What has no value at all is nothing to Arrow too; a name inside a text has its quotes
        # escaped and is not counted.
        if data.count(b'"value"') != len(rows) + len(rows.field("variable").flatten()):
            return None
        said = _by_concept(rows.field("variable"))
        country, when, series, version = map(said.__getitem__, _CONCEPTS)
        of_one = [each.field("id").unique().to_pylist() for each in (series, version)]
        if of_one != [[code], [archive]] or series.field("value").null_count:
            return None
        places, times = (each.field("id").dictionary_encode() for each in (country, when))
        years = [int(_YEAR.fullmatch(time)[1]) for time in times.dictionary.to_pylist()]  # type: ignore[index]
    except (pyarrow.ArrowInvalid, LookupError, TypeError, ValueError):
        return None
    if len(set(years)) < len(years) or places.null_count or times.null_count:
        return None
    values = rows.field("value").to_numpy(zero_copy_only=False)
    columns = np.argsort(np.argsort(years))[times.indices]
    return Cells(
        places.dictionary.to_pylist(), places.indices.to_numpy(), sorted(years), columns, values,
        series.field("value")[0].as_py(),
    )  # fmt: skip


def _by_concept(variables: Any) -> dict[str, Any]:
    """What is said of each concept, row by row, where all rows have the same ones in one order."""
    every = variables.flatten()
    width = len(every) // len(variables)
    concepts = every.field("concept").dictionary_encode()
    order = concepts.indices[:width]
    if variables.value_lengths().unique().to_pylist() != [width] or concepts.null_count:
        raise ValueError
    if (concepts.indices.to_numpy().reshape(-1, width) != order.to_numpy()).any():
        raise ValueError
    names = concepts.dictionary.take(order).to_pylist()
    return {name.lower(): every[place::width] for place, name in enumerate(names)}


def _parsed(data: bytes) -> tuple[dict[str, Any], Any]:
    """What an answer says of itself, and its rows."""
    import pyarrow
    from pyarrow import json

    text = pyarrow.py_buffer(data)
    ends = pyarrow.py_buffer(np.array([0, len(data)], "int32"))
    # The parser also takes bytes that are no text.
    pyarrow.StringArray.from_buffers(1, ends, text).validate(full=True)
    table = json.read_json(
        pyarrow.BufferReader(text),
        json.ReadOptions(use_threads=False, block_size=len(data) + 1),
        json.ParseOptions(explicit_schema=_layout()),
    )
    (head,) = table.drop_columns("source").to_pylist()
    return head, table.column("source").chunk(0).field("data").flatten()


@cache
def _layout() -> Any:
    import pyarrow as pa

    said = pa.struct([(name, pa.string()) for name in ("concept", "id", "value")])
    row = pa.struct([("variable", pa.list_(said)), ("value", pa.float64())])
    return pa.schema([("source", pa.struct([("data", pa.list_(row))]))])
