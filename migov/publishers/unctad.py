"""Reads UNCTAD's foreign direct investment (FDI): UNCTADstat's bulk table of flows and stock (7z
or csv), and the annex tables of the World Investment Report (xlsx or csv).  Headers, which change
with every edition, are recognised by their meaning and refused where it is not clear.  Nothing is
fetched; amounts in millions of US dollars become US dollars, and nothing else is computed.
"""

from __future__ import annotations

import re

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _csv, _source
from migov.publishers._lines import Lines, cells
from migov.publishers._source import Source
from migov.publishers._wir import read_annex
from migov.tidy import Reading, arrange

__all__ = ["DIRECTIONS", "FLOWS", "UNITS", "read_annex", "read_fdi"]

UNITS = {
    "usd_millions": "current US$",
    "share_of_gfcf": "% of gross fixed capital formation",
    "share_of_gdp": "% of GDP",
    "share_of_world": "% of world",
}
FLOWS, DIRECTIONS = ("flow", "stock"), ("inward", "outward")

_FRANCE, _METROPOLITAN_FRANCE = "251", "250"
_CODES = {"08": "flow", "09": "stock", "1": "inward", "2": "outward"}


def read_fdi(path: Source, measure: str, flow: str, direction: str) -> Reading:
    """Read one measure of FDI from UNCTADstat's bulk table ``US.FdiFlowsStock``.

    Parameters
    ----------
    path : path or binary buffer
        The 7z that UNCTADstat serves, or its csv, plain or gzipped.
    measure : {"usd_millions", "share_of_gfcf", "share_of_gdp", "share_of_world"}
        Which of the table's measures; which there are depends on the edition.
    flow : {"flow", "stock"}
        Flows of the year, or the stock at its end.
    direction : {"inward", "outward"}
        Investment into the economy, or by it.

    Returns
    -------
    Reading
        Columns economy, year, value.  ``usd_millions`` is given in current US dollars, to compare
        with other publishers; shares in per cent.  Flows may be negative.

    Raises
    ------
    ArgumentError
        If an argument is none of the choices.
    LayoutError
        If the file is no such table, if the measure is not in it or two columns could be it, or
        if an archive's member lies outside it or is too large.
    MissingExtraError
        If the file is a 7z and py7zr is not installed.

    Examples
    --------
    >>> reading = read_fdi("US_FdiFlowsStock.7z", "usd_millions",
    ...                    "flow", "inward")  # doctest: +SKIP
    >>> reading.unit  # doctest: +SKIP
    'current US$'
    """
    for name, value, known in (
        ("measure", measure, tuple(UNITS)),
        ("flow", flow, FLOWS),
        ("direction", direction, DIRECTIONS),
    ):
        if value not in known:
            raise ArgumentError(f"{name}={value!r} is not one of {', '.join(map(repr, known))}.")
    where = _source.label(path)
    with _csv.text(path) as (stream, member):
        frame = _bulk(Lines(stream, where), measure, where)
    for column, codes in (("flow", FLOWS), ("direction", DIRECTIONS)):
        unlike = frame[frame[column].map(_CODES) != frame[f"{column} label"].str.lower()]
        if len(unlike):
            found = unlike[[column, f"{column} label"]].drop_duplicates().agg(" ".join, axis=1)
            raise LayoutError(
                f"{where} has the {column} codes {_source.listing(list(found))}; expected are "
                f"{', '.join(f'{k} {v}' for k, v in _CODES.items() if v in codes)}."
            )
    asked = (frame["flow"].map(_CODES) == flow) & (frame["direction"].map(_CODES) == direction)
    frame = frame[asked]
    notes = _notes(frame)
    if {_FRANCE, _METROPOLITAN_FRANCE} <= set(frame["economy"]):
        frame = frame[frame["economy"] != _METROPOLITAN_FRANCE]
        notes = (*notes, "France is counted with its overseas departments.")
    numbers = _source.figures(frame[["year", "value"]], where)
    years = _source.whole(numbers.loc[numbers["value"].notna(), ["year"]], where)["year"]
    frame = frame.loc[years.index, ["economy", "label"]].assign(
        year=years, value=numbers["value"]
    )
    _source.no_repeats(frame[["economy", "year"]], where)
    frame["economy"] = economies.translate(frame["economy"], "unctad", where)
    _source.no_repeats(frame[["economy", "year"]], where)
    if measure == "usd_millions":
        frame["value"] = (frame["value"] * 1e6).round()
    stamp = re.search(r"_ST(\d{4})(\d\d)(\d\d)\d{4}", member)
    return Reading(
        arrange(frame, "economy"),
        f"Foreign direct investment: {direction} {flow}",
        "-".join(stamp.groups()) if stamp else None,
        UNITS[measure],
        notes,
    )


def _bulk(lines: Lines, measure: str, where: str) -> pd.DataFrame:
    """The columns that are needed, under names of our own."""
    header = lines.header
    wanted = {
        "year": _one(header, r"year", where),
        "economy": _one(header, r"economy", where),
        "label": _one(header, r"economy label", where),
        "flow": _one(header, r"(flow|mode)", where),
        "flow label": _one(header, r"(flow|mode) label", where),
        "direction": _one(header, r"direction", where),
        "direction label": _one(header, r"direction label", where),
    }
    known = {"economy", "flow", "mode", "direction"}
    labelled = {text.lower().removesuffix(" label") for text in header if text[-6:] == " Label"}
    if more := sorted(labelled - known):
        raise LayoutError(
            f"{where} tells figures apart by {_source.listing(more)} too; expected are economy, "
            "flow (or mode) and direction. Totals would be mixed with parts; the reader has to "
            "learn the new column first."
        )
    found = [n for n, text in enumerate(header) if _meaning(text) == measure]
    if len(found) != 1:
        there = sorted({m for text in header if (m := _meaning(text))})
        raise LayoutError(
            f"{where} has {len(found) or 'no'} columns that could be {measure}; it has "
            f"{', '.join(there) or 'no measure that is known'} among "
            f"{_source.listing(header, 20)}. Editions hold different measures: ask for another "
            "version, or another measure."
        )
    wanted["value"] = found[0]
    for extra, pattern in (("footnote", r"footnote"), ("missing", r"missing value")):
        place = [
            n
            for n, text in enumerate(header)
            if text.lower() == f"{header[found[0]].lower()} {pattern}"
        ]
        if place:
            wanted[extra] = place[0]
    return cells(lines, wanted.values())[list(wanted.values())].set_axis(list(wanted), axis=1)


def _one(header: list[str], pattern: str, where: str) -> int:
    found = [n for n, text in enumerate(header) if re.fullmatch(pattern, text.strip().lower())]
    if len(found) != 1:
        raise LayoutError(
            f"{where} should have one column {pattern.strip('()').replace('|', ' or ')!r}; its "
            f"header is {_source.listing(header, 20) or 'empty'}. It is probably another table."
        )
    return found[0]


def _meaning(header: str) -> str | None:
    """Which measure a header names, whatever its wording of the year; None if none of ours."""
    text = header.lower().replace("us$", "us dollars")
    if re.search(r"footnote|missing value|label", text):
        return None
    words = set(re.findall(r"[a-z]+", text))
    per_cent = bool({"percentage", "percent"} & words) or "per cent" in text or "%" in text
    if per_cent and re.search(r"gross fixed capital formation|\bgfcf\b", text):
        return "share_of_gfcf"
    if per_cent and re.search(r"gross domestic product|\bgdp\b", text):
        return "share_of_gdp"
    if per_cent and "world" in words:
        return "share_of_world"
    dollars = {"us", "dollars", "current", "prices"} <= words and not {"capita", "constant"} & words
    return "usd_millions" if dollars and {"million", "millions"} & words else None


def _notes(frame: pd.DataFrame) -> tuple[str, ...]:
    """The publisher's footnotes and reasons for blanks, with how many rows have each."""
    said: list[str] = []
    for column in (each for each in ("footnote", "missing") if each in frame):
        counts = frame.loc[frame[column] != "", column].value_counts()
        said += [f"{str(text).rstrip('.')} ({count} rows)." for text, count in counts.items()]
    return tuple(said)
