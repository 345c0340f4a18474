"""Codes of economies and aggregates: which there are, and what each is.

Reads ``economies.csv`` and ``aggregates.csv`` of ``datasets/economies``, each once.  Publishers'
own codes are the affair of :mod:`migov.economies.schemes`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, overload

import numpy as np
import pandas as pd

from migov.economies.tables import read_table
from migov.errors import ArgumentError, SnapshotError
from migov.runs import runs
from migov.words import few


def table() -> pd.DataFrame:
    """All economies that migov knows, one row each.

    Returns
    -------
    pandas.DataFrame
        Columns: `economy` (ISO 3166 alpha-3, or a code of migov's for what ISO does not name),
        `name` (English), `iso2`, `m49` (three digits), `region` and `subregion` (UN M49),
        `wb_region` and `income_group` (World Bank, July 2025), `status`, `first_year` and
        `last_year` (whole numbers, missing where nothing began or ended), `successor` (codes
        joined by ``;``) and `note`.  Empty text means that there is none.

        `status` is ``current``, ``former`` (the Soviet Union, ...) or ``special`` (unknown,
        stateless, others: neither an economy nor an aggregate, see :func:`is_residual`).

    Examples
    --------
    >>> from migov import economies
    >>> economies.table().set_index("economy").loc["NAM", ["name", "iso2", "m49"]].tolist()
    ['Namibia', 'NA', '516']
    """
    return _economies().copy()


def aggregates() -> pd.DataFrame:
    """All aggregates of all publishers, one row a code and publisher.

    Returns
    -------
    pandas.DataFrame
        Columns: `code` (the publisher's own, as text; the world is ``WLD`` everywhere), `name`,
        `publisher` (``worldbank``, ``undesa``, ``unsd`` for the official M49 regions,
        ``unctad``, ``oecd`` for groups of donors) and `kind` (``world``, ``region``,
        ``subregion``, ``income``, ``development``, ``trade bloc``, ``other``).

    Notes
    -----
    UN DESA and UNCTAD both use 1500 and 5500, for different groups: a code is unique only
    together with its publisher.

    Examples
    --------
    >>> from migov import economies
    >>> a = economies.aggregates()
    >>> a[a["code"] == "935"].values.tolist()
    [['935', 'Asia', 'undesa', 'region']]
    """
    return _aggregates().copy()


@overload
def is_aggregate(code: str) -> bool: ...
@overload
def is_aggregate(code: pd.Series) -> pd.Series: ...
def is_aggregate(code: str | pd.Series) -> bool | pd.Series:
    """Whether a code, or each code of a column, is an aggregate rather than an economy.

    Examples
    --------
    >>> from migov import economies
    >>> economies.is_aggregate("WLD"), economies.is_aggregate("MEX")
    (True, False)
    """
    return _among(code, _aggregate_codes())


@overload
def is_residual(code: str) -> bool: ...
@overload
def is_residual(code: pd.Series) -> pd.Series: ...
def is_residual(code: str | pd.Series) -> bool | pd.Series:
    """Whether a code is neither economy nor aggregate: unknown (``XXX``), stateless, others.

    Examples
    --------
    >>> from migov import economies
    >>> economies.is_residual("XXX")
    True
    """
    return _among(code, _special_codes())


def _among(code: str | pd.Series, codes: frozenset[str]) -> bool | pd.Series:
    if isinstance(code, pd.Series):
        return pd.Series(_marks(code, codes), index=code.index, name=code.name)
    if not isinstance(code, str):
        raise ArgumentError(
            f"A code is text, and several are a column (pandas.Series), not a "
            f"{type(code).__name__}."
        )
    return code in codes


def _marks(column: pd.Series, codes: frozenset[str]) -> np.ndarray:
    if isinstance(column.array, pd.arrays.ArrowStringArray):
        from pyarrow import compute

        texts, lengths = runs(column)
        return np.repeat(compute.is_in(texts, value_set=_as_arrow(codes)), lengths)
    return column.isin(codes).to_numpy(dtype=bool)


@cache
def _as_arrow(codes: frozenset[str]) -> Any:
    import pyarrow

    return pyarrow.array(sorted(codes), pyarrow.large_string())


@cache
def _economies() -> pd.DataFrame:
    frame = read_table("economies.csv")
    for column in ("first_year", "last_year"):
        wrong = frame.loc[~frame[column].str.fullmatch(r"(\d{4})?"), column]
        if len(wrong):
            raise SnapshotError(
                f"The table economies.csv has {few(wrong, write=repr)} as {column}, which is no "
                "year. It was probably edited; install migov again."
            )
        frame[column] = pd.to_numeric(frame[column].replace("", None)).astype("Int64")
    return frame


@cache
def _aggregates() -> pd.DataFrame:
    return read_table("aggregates.csv")


@cache
def _aggregate_codes() -> frozenset[str]:
    return frozenset(_aggregates()["code"])


@cache
def _special_codes() -> frozenset[str]:
    frame = _economies()
    return frozenset(frame.loc[frame["status"] == "special", "economy"])
