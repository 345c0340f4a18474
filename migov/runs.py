"""Columns of text as runs of the same text.

A sorted table has each economy some dozen rows long, so that a column of ten thousand codes is a
few hundred runs; what is asked of the runs need not be asked of every row.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def runs(column: pd.Series) -> tuple[Any, np.ndarray]:
    """The text of each run, as Arrow's array, and how many rows it has; missing text is null.

    Examples
    --------
    >>> names, lengths = runs(pd.Series(["MEX", "MEX", "USA", "MEX"]))
    >>> names.to_pylist(), lengths.tolist()
    (['MEX', 'USA', 'MEX'], [2, 1, 1])
    """
    from pyarrow import compute

    text = column.array
    if not isinstance(text, pd.arrays.ArrowStringArray):
        text = column.astype("str").array
    found = compute.run_end_encode(text.__arrow_array__().combine_chunks())
    return found.values, np.diff(found.run_ends, prepend=0)
