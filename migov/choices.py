"""Arguments that a caller gives, refused with a sentence where they cannot be what is asked for.

Only the argument itself is looked at; whether there are figures for it is for others to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Integral
from typing import Any

import numpy as np

from migov.errors import ArgumentError, nearest

Years = int | tuple[int, int] | range | Iterable[int] | None


def one_of(value: object, choices: Iterable[str], argument: str) -> str:
    """An option, if it is one of the choices.

    Raises
    ------
    ArgumentError
        Listing the choices.

    Examples
    --------
    >>> one_of("sum", ("sum", "mean"), "how")
    'sum'
    """
    known = list(choices)
    if not isinstance(value, str) or value not in known:
        near = nearest(value, known, 1) if isinstance(value, str) else []
        raise ArgumentError(
            f"{argument}={value!r} is not known. Must be one of {', '.join(map(repr, known))}."
            + "".join(f" Did you mean {each!r}?" for each in near)
        )
    return value


def texts(value: object, argument: str) -> list[str]:
    """One text or several, as a list of them without repetition.

    Raises
    ------
    ArgumentError
        If there is none, or anything else than text.

    Examples
    --------
    >>> texts("member", "status"), texts(("member", "party"), "status")
    (['member'], ['member', 'party'])
    """
    if isinstance(value, str):
        return [value]
    several = isinstance(value, Iterable) and not isinstance(value, (bytes, Mapping))
    found = list(value) if several else []  # type: ignore[call-overload]
    if not found or not all(isinstance(each, str) for each in found):
        raise ArgumentError(
            f"{argument}={value!r} is neither a text nor a list of texts. Leave it out if nothing "
            "is meant."
        )
    return list(dict.fromkeys(found))


def yes_or_no(value: object, argument: str) -> bool:
    """A switch that a caller sets, true or false.

    Raises
    ------
    ArgumentError
        If it is neither.

    Examples
    --------
    >>> yes_or_no(True, "in_force")
    True
    """
    if not isinstance(value, (bool, np.bool_)):
        raise ArgumentError(f"{argument}={value!r} must be True or False.")
    return bool(value)


def one_year(value: object, argument: str) -> int:
    """A year that a caller names, as a whole number.

    Raises
    ------
    ArgumentError
        If it is text, a span of years, a fraction or anything else.

    Examples
    --------
    >>> one_year(2024, "year")
    2024
    """
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    whole = whole or (isinstance(value, float) and value.is_integer())
    if not whole or not 1 <= value <= 9999:  # type: ignore[operator]
        raise ArgumentError(
            f"{argument}={value!r} must be one year, a whole number such as 2020 without "
            "quotation marks; a span of years is not meant here."
        )
    return int(value)  # type: ignore[call-overload]


def years_of(years: Years) -> range | list[int] | None:
    """The years that a caller names, each once or as a range; None for all.

    Raises
    ------
    ArgumentError
        If they are no years, or end before they begin.

    Examples
    --------
    >>> years_of((1990, 1992)), years_of(2000)
    (range(1990, 1993), [2000])
    """
    if years is None:
        return None
    if isinstance(years, range):
        span: Any = years
        for each in (years[0], years[-1]) if len(years) else ():
            _year(each)
    elif isinstance(years, (int, np.integer)) and not isinstance(years, bool):
        return [_year(years)]
    elif isinstance(years, tuple) and len(years) == 2:
        first, last = (_year(each) for each in years)
        if first > last:
            raise ArgumentError(
                f"years=({first}, {last}) ends before it begins; say ({last}, {first})?"
            )
        return range(first, last + 1)
    elif isinstance(years, (str, bytes)) or not isinstance(years, Iterable):
        raise ArgumentError(
            f"years={years!r} is not a year, a (first, last) pair, a range or a list of years."
        )
    else:
        span = [_year(each) for each in years]
    if len(span) == 0:
        raise ArgumentError("years= is empty: give a year, a (first, last) pair or leave it out.")
    return span


def _year(value: Any) -> int:
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if whole and 1 <= value <= 9999:
        return int(value)
    raise ArgumentError(f"{value!r} is not a year; years are whole numbers such as 1995.")
