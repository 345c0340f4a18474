"""Units as publishers write them, compared and brought to one scale.

``"US$ at current prices in millions"`` and ``"current US$"`` are the same thing on two scales;
``"constant 2015 US$"`` is another thing.  Only declared units are converted: a unit that is not
there is never guessed, and two that do not match are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from migov.errors import ArgumentError

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALE = re.compile(rf"(?:\bin\s+)?\b({'|'.join(_SCALES)})s?\b(?:\s+of\b)?", re.IGNORECASE)
_DOLLAR = re.compile(r"\bu\.?s\.?\s*(?:dollars?\b|\$)|\busd\b", re.IGNORECASE)
_CONSTANT = re.compile(
    r"\b(?:at\s+)?constant\s*\(?(\d{4})?\)?\s*(?:prices\b)?(?:\s*\((\d{4})\))?", re.IGNORECASE
)
_CURRENT = re.compile(r"\b(?:at\s+)?current(?:\s+prices\b)?", re.IGNORECASE)
_PERSONS = re.compile(r"(?<!per )\b(?:persons?|people|inhabitants|headcount)\b", re.IGNORECASE)
_RATE = re.compile(
    r"%|\bper\s?cent\b|\bratio\b|\bindex\b|=\s*100\b|\bper (?:head|capita|person)", re.I
)


@dataclass(frozen=True)
class Unit:
    """A unit in three parts: what is counted, on which scale, at whose prices."""

    base: str
    scale: float = 1.0
    prices: str | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (self.prices, self.base) if part)

    @property
    def is_rate(self) -> bool:
        """Whether it is a share, an index or an amount per head, which cannot be added up."""
        return bool(_RATE.search(self.base))


def parse(text: str) -> Unit:
    """Read a unit.

    Examples
    --------
    >>> parse("US$ at current prices in millions")
    Unit(base='US$', scale=1000000.0, prices='current')
    >>> parse("% of GDP").is_rate
    True
    """
    scale, prices, base = 1.0, None, text
    if not re.search(r"%|\bper\b", base):
        # In "per 1,000" or "per million people" the scale belongs to the rate.
        for word in _SCALE.findall(base):
            scale *= _SCALES[word.lower()]
        base = _SCALE.sub(" ", base)
    base = _DOLLAR.sub(" US$ ", base)
    if found := _CONSTANT.search(base):
        prices = f"constant {found[1] or found[2] or ''}".strip()
        base = _CONSTANT.sub(" ", base)
    elif _CURRENT.search(base):
        prices = "current"
        base = _CURRENT.sub(" ", base)
    base = _PERSONS.sub("persons", base)
    base = re.sub(r"\(\s*\)", " ", base)
    return Unit(re.sub(r"\s+", " ", base).strip(" ,;()"), scale, prices)


def conversion(top: str | None, bottom: str | None, what: str) -> tuple[float, list[str]]:
    """The factor that brings `top` to the scale of `bottom`, and a caveat if one is undeclared.

    Raises
    ------
    ArgumentError
        If both are declared and count different things, or at different prices.
    """
    if top is None or bottom is None:
        # Two tables typed by hand are the caller's own affair; half a declaration is a doubt.
        half = (top is None) != (bottom is None)
        known = top or bottom
        return 1.0, [f"{what}: only one unit is declared ({known}); taken as one."] if half else []
    first, second = parse(top), parse(bottom)
    same_prices = first.prices == second.prices or None in (first.prices, second.prices)
    if first.base.casefold() != second.base.casefold() or not same_prices:
        raise ArgumentError(
            f"{what}: the units do not match, {top!r} against {bottom!r}. Load both in the same "
            "unit and at the same prices (migov.measures.constant_prices deflates a series)."
        )
    return first.scale / second.scale, []
