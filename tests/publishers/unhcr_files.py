"""Answers of UNHCR's API written by hand: two years, four pairs, small pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PLACES = {
    "AFG": ("AFG", "Afghanistan"),
    "IRN": ("IRN", "Iran (Islamic Rep. of)"),
    "GFR": ("DEU", "Germany"),
    "AUS": ("AUT", "Austria"),
    "UKN": ("UNK", "Unknown"),
    "STA": ("XXA", "Stateless"),
    "TIB": ("-", "Tibetan"),
    "NAM": ("NAM", "Namibia"),
}


def row(year: int, coo: str, coa: str, **counts: Any) -> dict[str, Any]:
    """One row as the API writes it; `counts` also takes the stages of the procedure."""
    found: dict[str, Any] = {"year": year}
    for side, code in (("coo", coo), ("coa", coa)):
        iso, name = PLACES[code]
        found |= {f"{side}_id": 1, f"{side}_name": name, side: code, f"{side}_iso": iso}
    return found | counts


PEOPLE = [
    row(2005, "AFG", "IRN", refugees=920248, asylum_seekers="48"),
    row(2005, "AFG", "AUS", refugees="-", asylum_seekers=7),
    row(2005, "UKN", "GFR", refugees="0", asylum_seekers="0"),
    row(2006, "STA", "GFR", refugees="1216", asylum_seekers="-"),
    row(2006, "TIB", "NAM", refugees=5, asylum_seekers="-"),
]
_STAGE = {"procedure_type": "G", "app_type": "N", "dec_level": "FI", "app_pc": "P"}
APPLICATIONS = [
    row(2006, "AFG", "AUS", **_STAGE, applied=14),
    row(2006, "AFG", "AUS", **{**_STAGE, "app_type": "A", "app_pc": "C"}, applied="6"),
    row(2006, "AFG", "GFR", **{**_STAGE, "app_type": "NA", "dec_level": "NA"}, applied=531),
]
_STAGE = {"procedure_type": "U", "dec_level": "FI", "dec_pc": "P"}
DECISIONS = [
    row(2006, "AFG", "AUS", **_STAGE, dec_recognized=9, dec_total=14),
    row(2006, "AFG", "AUS", **{**_STAGE, "dec_level": "AR"}, dec_recognized="-", dec_total=3),
]


def written(
    folder: Path, rows: list[dict[str, Any]], size: int = 2, total: Any = (), **envelope: Any
) -> list[Path]:
    """The answer in pages of `size` rows, one file each."""
    parts = [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]
    paths = []
    for number, items in enumerate(parts, start=1):
        answer = {"page": number, "short-url": "a331e1", "maxPages": len(parts), "total": total}
        path = folder / f"page-{number}.json"
        path.write_text(json.dumps(answer | {"items": items} | envelope), encoding="utf-8")
        paths.append(path)
    return paths
