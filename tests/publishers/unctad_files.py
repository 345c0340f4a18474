"""Small tables in UNCTAD's layouts, with figures that no publisher ever printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

# Headers as the editions wrote them; the value columns are what a test chooses.
DOLLARS = {
    "2020": "US dollars at current prices in millions",
    "2023": "US$ at current prices in millions",
    "2025": "US$ at current prices in millions",
    "2026": "Millions of US$ at current prices",
}
GFCF = {
    "2020": "Percentage of Gross Fixed Capital Formation",
    "2023": "Percentage of Gross Fixed Capital Formation",
    "2026": "Percentage of gross Fixed Capital Formation",
}
ROWS = [
    ("1990", "0000", "World", "08", "Flow", "1", "Inward", "204.5", "3.5"),
    ("1990", "516", "Namibia", "08", "Flow", "1", "Inward", "-1.25", "-4E-05"),
    ("1990", "516", "Namibia", "09", "Stock", "1", "Inward", "8", ""),
    ("1990", "516", "Namibia", "08", "Flow", "2", "Outward", "0.5", ""),
    ("1991", "516", "Namibia", "08", "Flow", "1", "Inward", "", ""),
]


def bulk(edition: str, rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = ()) -> str:
    """UNCTADstat's table of flows and stock, with the headers of an edition."""
    word = "Mode" if edition == "2020" else "Flow"
    keys = ["Year", "Economy", "Economy Label", word, f"{word} Label", "Direction",
            "Direction Label"]  # fmt: skip
    per_head = "US dollars at current prices per capita"
    values = [DOLLARS[edition], per_head, GFCF.get(edition, "Other")]
    columns = [[text, f"{text} Footnote", f"{text} Missing value"] for text in values]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header or [*keys, *(text for three in columns for text in three)])
    for *row, dollars, share in rows:
        why = "" if dollars else "Not applicable"
        writer.writerow([*row, dollars, "", why, "7", "", "", share, "", ""])
    return ("\ufeff" if edition == "2020" else "") + out.getvalue()


def sevenz(path: Path, *members: tuple[str, str]) -> Path:
    """A 7z archive of texts."""
    import py7zr

    with py7zr.SevenZipFile(path, "w") as archive:
        for name, text in members:
            archive.writestr(text.encode(), name)
    return path


ANNEX = [
    ["Annex table 6. Value of net cross-border M&As, 1990–1991", "", ""],
    ["(Millions of dollars)", "", ""],
    ["     Region/economy", "1990", "1991"],
    ["World", "98  049.6", " 58 884.9"],
    ["   Namibia", "- 26 288.6", ".."],
    ["Côte d'Ivoire", "-", "  3.0"],
    ["Unspecified", "4 599.4", "1"],
    ["Supranational", "401.4", "-"],
    ["Memorandum", "", ""],
    ["Least developed countries (LDCs)", "-", "-  19.0"],
    ["", "", ""],
    ["Source: UNCTAD.", "", ""],
    ["Note: Net of divestments.", "", ""],
]


def annex(rows: Sequence[Sequence[str]] = ANNEX) -> str:
    """An annex table saved as csv."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return "\ufeff" + out.getvalue()
