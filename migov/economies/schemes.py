"""The way from every publisher's codes and names to migov's codes.

Reads ``codes.csv`` of ``datasets/economies``, once.  It never drops a value that it does not know:
such a value is an error that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from migov.economies import codes
from migov.economies.spelling import fold
from migov.economies.tables import read_table
from migov.errors import ArgumentError, LayoutError
from migov.words import few

_LISTED = 10
# Which codes of each scheme were met, while somebody records it.
SEEN: ContextVar[dict[str, set[str]] | None] = ContextVar("SEEN", default=None)


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
    places, different = pd.factorize(values.array)
    uniques = different.tolist()  # one by one out of Arrow would cost more than all the rest
    found = _looked_up(uniques, scheme)
    unknown = [repr(u) for u, code in zip(uniques, found, strict=True) if code is None]
    if (places < 0).any():
        unknown.append("(empty)")
    if unknown:
        raise LayoutError(_unknown_codes(unknown, scheme, where))
    taken = np.array(found, dtype=object)[places] if len(places) else np.array([], dtype=object)
    return pd.Series(taken, index=values.index, name=values.name, dtype="str")


def translate_texts(values: tuple[str, ...], scheme: str) -> tuple[str | None, ...]:
    """As :func:`translate`, of a few texts, with None for what is not known.

    The files of a publisher mostly have the same economies, which are looked up once.

    Examples
    --------
    >>> translate_texts(("MEX", "ROM", "ZZZ"), "worldbank")
    ('MEX', 'ROU', None)
    """
    # Who records what was met has each list looked up anew.
    looked_up = _looked_up if SEEN.get() is not None else _remembered
    return tuple(looked_up(values, scheme))


def key(value: object, scheme: str) -> str:
    """What a publisher's code or name is looked up by: as it is written, in one spelling."""
    return _KEYS[scheme](value)


@cache
def publishers_codes() -> pd.DataFrame:
    """``codes.csv``: scheme, value, code, beside, note."""
    return read_table("codes.csv")


def _unknown_codes(unknown: list[str], scheme: str, where: str) -> str:
    what = "name" if scheme.endswith("_name") else "code"
    count = f"{len(unknown)} {what}{'s' if len(unknown) > 1 else ''}"
    return (
        f"{where + ': ' if where else ''}the scheme {scheme!r} does not know {count}: "
        f"{few(unknown, _LISTED)}. Either another column or scheme is meant, or the publisher has "
        "added an economy or aggregate; if so, it belongs into datasets/economies/codes.csv or "
        "aggregates.csv."
    )


def _looked_up(values: Sequence[object], scheme: str) -> list[str | None]:
    """migov's code of each of a publisher's that stand in one column; None if it is not known."""
    known, beside = _known(scheme)
    keys = [*map(_KEYS[scheme], values)]
    present = set(keys)
    if (seen := SEEN.get()) is not None:
        seen.setdefault(scheme, set()).update(present)
    found = [*map(known.get, keys)]
    for place, each in enumerate(keys) if beside else ():
        for other, code in beside.get(each, ()):
            if other in present:
                found[place] = code
                break
    return found


@lru_cache(maxsize=16)
def _remembered(values: tuple[str, ...], scheme: str) -> list[str | None]:
    return _looked_up(values, scheme)


@cache
def _known(scheme: str) -> tuple[dict[str, str], dict[str, list[tuple[str, str]]]]:
    """Codes by key, and codes that hold only where another key stands in the same column."""
    key = _KEYS[scheme]
    frame = codes.table()
    known: dict[str, str] = {}
    if scheme in {"worldbank", "iso3", "cepii"}:
        ours = frame if scheme == "iso3" else frame[frame["status"] != "special"]
        known |= {code: code for code in ours["economy"]}
    elif scheme in {"m49", "unctad"}:
        known |= {key(m): e for m, e in zip(frame["m49"], frame["economy"], strict=True) if m}
    groups = codes.aggregates()
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
