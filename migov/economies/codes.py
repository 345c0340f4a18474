"""Codes of economies and aggregates, and the way from every publisher's codes to them.

Reads ``economies.csv``, ``aggregates.csv`` and ``codes.csv`` of ``datasets/economies``, each once.
It never drops a value that it does not know: such a value is an error that names it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import overload

import numpy as np
import pandas as pd

from migov.economies.spelling import fold
from migov.economies.tables import read_table
from migov.errors import ArgumentError, LayoutError, SnapshotError
from migov.words import few

_LISTED = 10
# Which codes of each scheme were met, while somebody records it.
SEEN: ContextVar[dict[str, set[str]] | None] = ContextVar("SEEN", default=None)


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


def translate(values: pd.Series, scheme: str, where: str = "") -> pd.Series:
    """Turn a publisher's codes or names into migov's codes.

    Parameters
    ----------
    values : pandas.Series
        Codes or names as the publisher's file gives them, economies and aggregates mixed.
    scheme : str
        ``"worldbank"`` (alpha-3 of all vintages), ``"m49"`` (numbers or text, with UN DESA's
        aggregates), ``"unctad"`` (three digits for economies, four for groups), ``"unhcr"``
        (UNHCR's own codes, not its ISO column), ``"iso3"`` (alpha-3 in any case, with the
        stand-ins of re-shaped files), ``"cepii"`` (alpha-3 of 2004), ``"dac"`` (OECD's
        numbers of donors and recipients), ``"undesa_name"``, ``"wir_name"`` and
        ``"knomad_name"`` (names).
    where : str, optional
        File and column, for the error message.

    Returns
    -------
    pandas.Series
        Text, with the index and name of `values`.

    Raises
    ------
    LayoutError
        If a value is empty or not known; at most ten are listed, with a count.
    ArgumentError
        If there is no such scheme, or `values` is no column.

    Examples
    --------
    >>> import pandas as pd
    >>> from migov import economies
    >>> economies.translate(pd.Series([4, 900, 935]), "m49").tolist()
    ['AFG', 'WLD', '935']
    """
    if not isinstance(scheme, str) or scheme not in _KEYS:
        raise ArgumentError(
            f"No scheme {scheme!r} to translate from. Must be one of {', '.join(sorted(_KEYS))}."
        )
    if not isinstance(values, pd.Series):
        raise ArgumentError(
            f"translate() takes a column of codes, a pandas.Series, not a {type(values).__name__}."
        )
    known, beside = _known(scheme)
    places, different = pd.factorize(values.array)
    uniques = different.tolist()  # one by one out of Arrow would cost more than all the rest
    keys = [*map(_KEYS[scheme], uniques)]
    present = set(keys)
    if (seen := SEEN.get()) is not None:
        seen.setdefault(scheme, set()).update(present)
    found = [*map(known.get, keys)]
    for place, each in enumerate(keys) if beside else ():
        for other, code in beside.get(each, ()):
            if other in present:
                found[place] = code
                break
    unknown = [repr(u) for u, code in zip(uniques, found, strict=True) if code is None]
    if (places < 0).any():
        unknown.append("(empty)")
    if unknown:
        raise LayoutError(_unknown_codes(unknown, scheme, where))
    taken = np.array(found, dtype=object)[places] if len(places) else np.array([], dtype=object)
    return pd.Series(taken, index=values.index, name=values.name, dtype="str")


def key(value: object, scheme: str) -> str:
    """What a publisher's code or name is looked up by: as it is written, in one spelling."""
    return _KEYS[scheme](value)


def _unknown_codes(unknown: list[str], scheme: str, where: str) -> str:
    what = "name" if scheme.endswith("_name") else "code"
    count = f"{len(unknown)} {what}{'s' if len(unknown) > 1 else ''}"
    return (
        f"{where + ': ' if where else ''}the scheme {scheme!r} does not know {count}: "
        f"{few(unknown, _LISTED)}. Either another column or scheme is meant, or the publisher has "
        "added an economy or aggregate; if so, it belongs into datasets/economies/codes.csv or "
        "aggregates.csv."
    )


def _among(code: str | pd.Series, codes: frozenset[str]) -> bool | pd.Series:
    if isinstance(code, pd.Series):
        # One look a different code: isin() would turn the whole set into Arrow at each call.
        at, different = pd.factorize(code.array)
        # The last place, which factorize() gives to missing codes, is no code at all.
        known = np.array([*map(codes.__contains__, different.tolist()), False], dtype=bool)
        return pd.Series(known[at], index=code.index, name=code.name)
    if not isinstance(code, str):
        raise ArgumentError(
            f"A code is text, and several are a column (pandas.Series), not a "
            f"{type(code).__name__}."
        )
    return code in codes


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


@cache
def publishers_codes() -> pd.DataFrame:
    """``codes.csv``: scheme, value, code, beside, note."""
    return read_table("codes.csv")


@cache
def _known(scheme: str) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Codes by key, and codes that hold only where another key stands in the same column."""
    key = _KEYS[scheme]
    frame = _economies()
    known: dict[str, str] = {}
    if scheme in {"worldbank", "iso3", "cepii"}:
        ours = frame if scheme == "iso3" else frame[frame["status"] != "special"]
        known |= {code: code for code in ours["economy"]}
    elif scheme in {"m49", "unctad"}:
        known |= {key(m): e for m, e in zip(frame["m49"], frame["economy"], strict=True) if m}
    groups = _aggregates()
    groups = groups[groups["publisher"].isin(_AGGREGATES_OF.get(scheme, ()))]
    known |= {key(code): code for code in groups["code"]}

    rows = publishers_codes()
    rows = rows[rows["scheme"] == scheme]
    beside: dict[str, list[tuple[str, str]]] = {}
    for value, code, other in zip(rows["value"], rows["code"], rows["beside"], strict=True):
        if other:
            beside.setdefault(key(value), []).append((key(other), code))
        else:
            known[key(value)] = code
    return known, beside


def _upper(value: object) -> str:
    return str(value).strip().upper()


def _digits(value: object) -> str:
    """A numerical code without leading zeros; text that is not a whole number stays as it is."""
    text = str(value).strip()
    if text.endswith(".0"):
        text = text[:-2]
    return (text.lstrip("0") or "0") if text.isdecimal() else text


def _three_digits(value: object) -> str:
    """UNCTAD's codes: 3 digits, 4 for groups; a number that lost its zeros gets them back."""
    text = _digits(value)
    if text == "0":
        return "0000"
    return text.zfill(3) if text.isdecimal() else text


def _words(value: object) -> str:
    return fold(str(value))


_KEYS: dict[str, Callable[[object], str]] = {
    "worldbank": _upper,
    "iso3": _upper,
    "cepii": _upper,
    "unhcr": _upper,
    "m49": _digits,
    "dac": _digits,
    "unctad": _three_digits,
    "undesa_name": _words,
    "wir_name": _words,
    "knomad_name": _words,
}
_AGGREGATES_OF = {
    "worldbank": ("worldbank",),
    "m49": ("undesa", "unsd"),
    "unctad": ("unctad",),
    "dac": ("oecd",),
}
