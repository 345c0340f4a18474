"""Whether a tidy table keeps every rule, told in one pass over its rows.

It says yes or no; which rule is broken, and where, is for those who have the words.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import pandas as pd

from migov.runs import runs

SEXES = ("both", "female", "male")
CODE = r"[A-Z0-9][A-Z0-9-]+"


def is_sound(frame: pd.DataFrame, keys: list[str]) -> bool:
    """Whether codes are codes, years are years, and the rows sorted by `keys` and unique."""
    from pyarrow import compute

    years, order = frame["year"].to_numpy(), np.zeros(len(frame), "int64")
    usual = years.dtype == "int64" and ((years >= 0) & (years < 10_000)).all()
    if not usual or not pd.api.types.is_numeric_dtype(frame["value"]):
        return False
    for column in keys:
        ranks = years
        if column != "year":
            if frame[column].dtype != "str":
                return False
            texts, lengths = runs(frame[column])
            coded = texts.dictionary_encode()
            known = SEXES.__contains__ if column == "sex" else _is_code
            if texts.null_count or not all(map(known, coded.dictionary.to_pylist())):
                return False
            ranks = np.asarray(compute.rank(coded.dictionary))[coded.indices].repeat(lengths)
        order = order * (ranks.max(initial=0) + 1) + ranks
    return bool((np.diff(order) > 0).all())


@lru_cache(maxsize=4096)
def _is_code(text: str) -> bool:
    return re.fullmatch(CODE, text) is not None
