"""Lists of parties as their keepers publish them, read as text: who signed and joined, and when."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import pandas as pd

from migov import economies

_DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}"


def page_of(path: Path) -> list[tuple[str, str, str]]:
    """Rows of the page of a treaty: participant, signature, instrument; no day is no word."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        text = file.read()
    rows = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", text, re.DOTALL):
        cells = [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split())
                 for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]  # fmt: skip
        if len(cells) >= 3 and any(re.match(_DAY, cell) for cell in cells[1:3]):
            rows.append((cells[0], *("".join(re.findall(_DAY, cell)[:1]) for cell in cells[1:3])))
    return rows


def deposits_of(path: Path) -> pd.Series:
    """Days of deposit by code, in a copy of a list whose last column has the instrument."""
    table = pd.read_csv(path, keep_default_na=False)
    told = zip(table["Participant"], table.iloc[:, -1], strict=True)
    days = {code_of(name): re.search(_DAY, cell) for name, cell in told}
    return pd.Series({code: pd.Timestamp(day[0]) for code, day in days.items() if day})


def code_of(name: str) -> str:
    """Code of a participant as a list writes it, with the numbers of footnotes.

    Examples
    --------
    >>> code_of("Montenegro 2"), code_of("Congo")
    ('MNE', 'COG')
    """
    name = re.sub(r"(?: \d+,?)+$", "", name)
    return {"Congo": "COG", "European Union": "EUU"}.get(name) or economies.resolve(name)
