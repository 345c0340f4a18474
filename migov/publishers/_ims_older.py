"""The International Migrant Stock by destination and origin as laid out before 2020: origins
across, one sheet for each year and sex (2015) or for each sex (2017, 2019), and a tidy CSV copy of
2017.  The workbooks' layouts are documented, not seen: what is not understood is refused.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

REVISIONS = ("2015", "2017", "2019")
_COLUMNS = ["destination", "origin", "year", "migrants"]
# What stands among the origins without being one; the residuals are one unknown origin.
_MARGINS = {"Total": "WLD", "Other North": "XXX", "Other South": "XXX", "Micronesia, region": "954"}
_KEYS = ["origin", "destination", "year", "sex"]


def read_workbook(path: Source, revision: str) -> Reading:
    """Read a workbook by destination and origin of the revisions 2015, 2017 or 2019."""
    where = _source.label(path)
    book = _source.sheets(path)
    names = [name for name in book.sheet_names if re.fullmatch(r"Table \d+", name.strip())]
    if not names:
        raise LayoutError(
            f"{where} has no sheet 'Table 1'; it has {_source.listing(book.sheet_names)}. The "
            "sheets were probably renamed, or this is another workbook."
        )
    parts, title = [], ""
    for name in names:
        rows = _source.rows(book, name, where)
        part, heading = _sheet(rows, f"{where}, sheet {name!r},", revision)
        parts.append(part)
        title = title or heading
    whole = pd.concat(parts, ignore_index=True)
    _source.no_repeats(whole[["origin", "code", "year", "sex"]], where)
    whole["destination"] = economies.translate(whole.pop("code"), "m49", where)
    table = _summed(whole.assign(origin=_names(whole["origin"], where)), where)
    notes = ("Other North and Other South are counted as one unknown origin.",)
    return Reading(arrange(table, "corridor"), title, revision, "persons", notes)


def read_csv(path: Source) -> Reading:
    """Read a tidy CSV copy: destination and origin by name, year, migrants of both sexes."""
    where = _source.label(path)
    frame = _csv.columns(path, _COLUMNS)
    numbers = _source.figures(frame[["year", "migrants"]], where, ("", ".."), first=2)
    years = _source.whole(numbers[["year"]], where, first=2)["year"]
    whole = frame[["destination", "origin"]].assign(
        year=years, sex="both", value=numbers["migrants"]
    )
    whole = whole[whole["value"].notna()]
    # The copy's maker shortened the name of the federated states to that of their region, which
    # the publisher prints first; among the origins there are no regions.
    region = (whole["destination"] == "Micronesia") & ~whole.duplicated(_KEYS)
    whole.loc[region, "destination"] = "Micronesia, region"
    _source.no_repeats(whole[_KEYS], where, 2)
    for side in ("origin", "destination"):
        whole[side] = _names(whole[side], where)
    # The copy says 0 for three pairs in four, where the publisher's cells are mostly empty.
    whole = whole[(whole["value"] != 0) | (whole["origin"] == "WLD")]
    notes = (
        "A tidy copy of the publisher's table; some names were changed by its maker.",
        "The copy does not tell 0 from an empty cell: pairs of 0 are left out.",
        "Other North and Other South are counted as one unknown origin.",
    )
    title = "Trends in International Migrant Stock: Migrants by Destination and Origin, 2017"
    return Reading(arrange(_summed(whole, where), "corridor"), title, "2017", "persons", notes)


def sex_of(text: str) -> str | None:
    """The sex that a heading names, or None."""
    text = text.lower()
    if re.search(r"\bfemales?\b", text):
        return "female"
    if re.search(r"\bboth sexes\b|\btotal migrant stock\b", text):
        return "both"
    return "male" if re.search(r"\bmales?\b", text) else None


def _sheet(rows: list[list[Any]], where: str, revision: str) -> tuple[pd.DataFrame, str]:
    """One sheet as rows of code of destination, name of origin, year, sex and value."""
    head = next((n for n, row in enumerate(rows[:40]) if "Total" in map(_text, row)), None)
    if head is None:
        raise LayoutError(
            f"{where} has no row of origins that begins with Total among its first 40 rows. It is "
            "probably another table."
        )
    origins = list(map(_text, rows[head]))
    start = origins.index("Total")
    preamble = [_text(cell) for row in rows[: head - 1] for cell in row if _text(cell)]
    title = next((text for text in preamble if re.match(r"Table \d+", text)), "")
    sex = sex_of(title)
    if not any(revision in text for text in preamble) or sex is None or "origin" not in title:
        raise LayoutError(
            f"{where} should say that it is the revision of {revision}, by origin, and whom it "
            f"counts; its title is {title!r}. This is another workbook, or it was edited."
        )
    columns = _columns(rows[max(0, head - 1) : head + 1], start)
    if "code" not in columns:
        raise LayoutError(f"{where} has no column of country codes before the origins.")
    named = [place for place in range(start, len(origins)) if origins[place]]
    cells = pd.DataFrame(_source.padded(rows[head:])[1:])
    numbers = cells[named].set_axis([origins[place] for place in named], axis=1)
    before = tuple(each.rstrip("* ") for each in origins[:start])
    codes = economies.translate_texts(before, "undesa_name")
    if moved := [each for each, code in zip(before, codes, strict=True) if code]:
        raise LayoutError(
            f"{where} has the origins {_source.listing(moved)} before the Total, where none is "
            "expected. Columns were probably moved; download it again."
        )
    bare = [place for place in range(start, cells.shape[1]) if place not in named]
    if (filled := cells[bare].map(_text).ne("").any()).any():
        raise LayoutError(
            f"{where} has figures in column {int(filled.idxmax()) + 1}, which is called by no "
            "origin. A name was probably deleted; download it again."
        )
    if len(set(numbers.columns)) < len(named):
        raise LayoutError(f"{where} has an origin in two columns; the file was probably edited.")
    values = _source.figures(numbers, where, ("", "..", "-"), first=head + 2)
    code = _source.figures(cells[[columns["code"]]], where, first=head + 2).iloc[:, 0]
    if "year" in columns:
        year = _source.figures(cells[[columns["year"]]], where, first=head + 2).iloc[:, 0]
    else:
        printed = re.search(r"(\d{4})\s*$", title)
        if not printed or "-" in title[-10:]:
            raise LayoutError(
                f"{where} has neither a column of years nor one year at the end of its title "
                f"{title!r}. This layout is not known."
            )
        year = pd.Series(float(printed[1]), index=cells.index)
    lost = values.notna().any(axis=1) & (code.isna() | year.isna())
    if lost.any():
        raise LayoutError(
            f"{where} has figures without a code or year in row "
            f"{head + 2 + int(lost.to_numpy().argmax())}. Columns were probably moved."
        )
    held = values.notna().any(axis=1)
    keys = _source.whole(pd.DataFrame({"code": code, "year": year})[held], where, first=head + 2)
    values = values[held]
    row, column = np.nonzero(values.notna().to_numpy())
    part = pd.DataFrame(
        {
            "origin": np.array(values.columns, dtype=object)[column],
            "code": keys["code"].to_numpy()[row],
            "year": keys["year"].to_numpy()[row],
            "sex": sex,
            "value": values.to_numpy()[row, column],
        }
    )
    return part, title


def _columns(rows: list[list[Any]], start: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        for place, cell in enumerate(row[:start]):
            text = _text(cell).lower()
            if text == "year":
                found["year"] = place
            elif text in ("code", "country code"):
                found["code"] = place
    return found


def _text(cell: Any) -> str:
    return " ".join(str(cell).split())


def _names(names: pd.Series, where: str) -> pd.Series:
    clean = names.str.strip().str.rstrip("*").str.strip()
    known = pd.Series([each for each in clean.unique() if each not in _MARGINS])
    codes = economies.translate(known, "undesa_name", where)
    return clean.map({**_MARGINS, **dict(zip(known, codes, strict=True))}).astype("str")


def _summed(whole: pd.DataFrame, where: str) -> pd.DataFrame:
    residual = whole["origin"] == "XXX"
    rest = whole[residual].groupby(_KEYS, as_index=False)["value"].sum()
    table = pd.concat([whole[~residual], rest], ignore_index=True)
    _source.no_repeats(table[_KEYS], where)
    return table
