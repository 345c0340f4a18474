"""Reads the World Bank's history of income groups: who was classified how, by fiscal year.

The workbook is overwritten every July and holds all years since 1987.  A fiscal year classifies by
the income of two years before; both years are given.  An economy that was not classified has no
row, and a mark that a figure is of another state of the time is dropped, not its group.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _source
from migov.publishers._source import Source

GROUPS = {"L": "LIC", "LM": "LMC", "UM": "UMC", "H": "HIC"}
_SHEET = "Country Analytical History"
_NONE = ("", "..")
# The workbook's codes of states that were: its YUG is Serbia and Montenegro.
_FORMER = {"YUG": "SCG", "YUGf": "YUG"}


def read_income_groups(path: Source) -> pd.DataFrame:
    """Read ``OGHIST.xlsx``: one row an economy and fiscal year.

    Parameters
    ----------
    path : path or binary buffer
        The workbook.

    Returns
    -------
    pandas.DataFrame
        Sorted by `economy` and `year` (in which the fiscal year begins, on 1 July), with
        `fiscal_year` (as the Bank counts, the year in which it ends), `data_year` (whose income
        counted) and `group` (``LIC``, ``LMC``, ``UMC``, ``HIC``).

    Raises
    ------
    LayoutError
        If the sheet, its years or a group is not as expected, or an economy is not known.
    """
    where = f"{_source.label(path)}, {_SHEET}"
    rows = _source.padded(_source.rows(_source.sheets(path), _SHEET, where))
    named = next((at for at, row in enumerate(rows) if "FY89" in map(str, row)), None)
    if named is None or named + 1 >= len(rows):
        raise LayoutError(f"{where} has no row of fiscal years with FY89. It was probably re-laid.")
    years = {}
    for at, cell in enumerate(rows[named]):
        label = str(cell).strip()
        if label.startswith("FY") and label[2:].isdigit():
            short = int(label[2:])
            fiscal = short + (1900 if short > 80 else 2000)
            data = _source.year(rows[named + 1][at])
            if data != fiscal - 2:
                raise LayoutError(
                    f"{where} puts {label} over {rows[named + 1][at]!r}; a fiscal year classifies "
                    f"by the income of two years before, {fiscal - 2}."
                )
            years[at] = fiscal
    found: list[tuple[str, int, int, str]] = []
    for number, row in enumerate(rows[named + 2 :], named + 3):
        code = str(row[0]).strip()
        is_code = 3 <= len(code) <= 4
        grouped = [at for at, cell in enumerate(row) if str(cell).strip().rstrip("* ") in GROUPS]
        if grouped and not (is_code and years.keys() >= set(grouped)):
            raise LayoutError(
                f"{where} has groups in row {number} without an economy's code before them or a "
                f"fiscal year above them ({code!r}). Columns have moved, or a label was deleted; "
                "download it again."
            )
        if not is_code:
            continue
        for at, fiscal in years.items():
            printed = str(row[at]).strip().rstrip("*").strip()
            if printed in _NONE:
                continue
            if printed not in GROUPS:
                raise LayoutError(
                    f"{where} puts {code} into {printed!r} in fiscal year {fiscal}; L, LM, UM and "
                    "H are known."
                )
            found.append((_FORMER.get(code, code), fiscal - 1, fiscal, GROUPS[printed]))
    table = pd.DataFrame(found, columns=["economy", "year", "fiscal_year", "group"])
    table["economy"] = economies.translate(table["economy"], "worldbank", where)
    table.insert(3, "data_year", table["fiscal_year"] - 2)
    _source.no_repeats(table[["economy", "year"]], where)
    return table.sort_values(["economy", "year"], ignore_index=True)
