"""Arguments that a caller gives, refused with a sentence where they cannot be what is asked for.

Only the argument itself is looked at; whether there are figures for it is for others to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Integral

from migov.errors import ArgumentError


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
        raise ArgumentError(
            f"{argument}={value!r} is not known. Must be one of {', '.join(map(repr, known))}."
        )
    return value


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
