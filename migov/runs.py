"""Columns of text as runs of the same text.

A sorted table has each economy some dozen rows long, so that a column of ten thousand codes is a
few hundred runs; what is asked of the runs need not be asked of every row.  Arrow's arrays do not
change, so the runs of one are found once.
"""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
import pandas as pd

_FOUND: dict[int, tuple[Any, tuple[Any, np.ndarray]]] = {}


def runs(column: pd.Series) -> tuple[Any, np.ndarray]:
    """The text of each run, as Arrow's array, and how many rows it has; missing text is null.

    Examples
    --------
    >>> names, lengths = runs(pd.Series(["MEX", "MEX", "USA", "MEX"]))
    >>> names.to_pylist(), lengths.tolist()
    (['MEX', 'USA', 'MEX'], [2, 1, 1])
    """
    from pyarrow import compute

    array = column.array
    if not isinstance(array, pd.arrays.ArrowStringArray):
        array = column.astype("str").array
    text = array.__arrow_array__()
    key = id(text)
    known = _FOUND.get(key)
    if known is not None and known[0]() is text:
        return known[1]
    encoded = compute.run_end_encode(text.combine_chunks())
    lengths = np.diff(encoded.run_ends, prepend=0)
    lengths.setflags(write=False)
    _FOUND[key] = weakref.ref(text, lambda _: _FOUND.pop(key, None)), (encoded.values, lengths)
    return encoded.values, lengths
