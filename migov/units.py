"""The unit that a publisher's file prints against the one that the registry says.

A file in another currency, in thousands, or in per cent of something is refused: its figures would
be taken for others.  Where only the year of the prices moved, as publishers move it every few
years, the vintage keeps the unit that it prints.  Nothing is converted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from migov.errors import LayoutError
from migov.registry import Series
from migov.tidy import Reading

# What a unit is made of, as publishers write it in the titles of their series.
_PARTS = {
    "prices": r"\b(current|constant)\b",
    "currency": r"US\$|US dollars|international (\$|dollars)|\bPPP \$|\bLC[UN]\b|€|\bEUR\b",
    "multiple": r"\b(thousand|million|billion)s?\b",
    "share": r"%|\bper cent\b",
    "index": r"=\s*100\b",
}
_SAME = {"us dollars": "us$", "international dollars": "international $", "per cent": "%",
         "eur": "€", "lcn": "lcu", "ppp $": "international $"}  # fmt: skip
_YEAR = re.compile(r"\b(19|20)\d\d\b")


def unit_of(record: Series, reading: Reading, where: str = "") -> str:
    """The unit of a vintage: the registry's, or the file's where only the year of prices moved.

    Raises
    ------
    LayoutError
        If the file prints a unit of another kind.

    Examples
    --------
    >>> import pandas as pd
    >>> from migov import registry
    >>> aid = registry.find("oda_received_constant")
    >>> unit_of(aid, Reading(pd.DataFrame(), "", None, "constant 2023 US$"))
    'constant 2023 US$'
    """
    printed = reading.unit
    if not printed or not (found := _parts(printed)):
        return record.unit
    expected = _parts(record.unit)
    wrong = sorted(name for name, part in found.items() if expected.get(name, part) != part)
    wrong += [name for name in ("multiple", "share") if (name in found) != (name in expected)]
    wrong += ["currency"] if "currency" in found.keys() - expected.keys() else []
    if wrong:
        raise LayoutError(
            f"{where or 'The file'} prints its figures in {printed!r}; {record.id} is in "
            f"{record.unit!r}. They differ in {', '.join(dict.fromkeys(wrong))}, and no figure is "
            "converted by guess. The publisher has changed the series, or another file came; a "
            "vintage that migov.versions() lists is in the unit of the registry."
        )
    year = _YEAR.search(printed)
    return _YEAR.sub(year[0], record.unit, count=1) if year else record.unit


@lru_cache(maxsize=1024)
def _parts(unit: str) -> Mapping[str, str]:
    found = {}
    for name, pattern in _PARTS.items():
        match = re.search(pattern, unit, re.IGNORECASE)
        if match:
            text = "index" if name == "index" else match[0].casefold()
            found[name] = _SAME.get(text, text.removesuffix("s") if name == "multiple" else text)
    return found
