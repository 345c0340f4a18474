"""Reads the World Bank's Global Bilateral Migration Database as a tidy table: migrants in five
years from 1960 to 2000, by where they live, where they come from and sex.  One carrier of it has
its years the wrong way round, which is refused.  Nothing is fetched and no total is computed.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

YEARS = (1960, 1970, 1980, 1990, 2000)
UNIT = "persons"
_COLUMNS = ["year", "sex", "orig", "dest", "migrants"]
_KEYS = ["orig", "dest", "year", "sex"]


def read_stocks(path: Source) -> Reading:
    """Read a tidy copy of the database: ``year, sex, orig, dest, migrants``.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped; sexes are ``Female`` and ``Male``.

    Returns
    -------
    Reading
        Columns origin, destination, year, sex, value; persons.  Both sexes are women and men
        together.  The Netherlands Antilles are ``ANT``, Serbia and Montenegro ``SCG``.

    Raises
    ------
    LayoutError
        If a column is missing, a code is not known, a figure is no count of persons, the sexes or
        years are not those of the database, or the years run backwards.

    Examples
    --------
    >>> reading = read_stocks("gbmd_1960_2000_years_corrected.csv.gz")  # doctest: +SKIP
    >>> int(reading.table.query("year == 2000 and sex == 'both'")["value"].sum())  # doctest: +SKIP
    167063706
    """
    where = _source.label(path)
    frame = _csv.columns(path, _COLUMNS)
    numbers = _source.figures(frame[["year", "migrants"]], where, absent=(), first=2)
    whole = _source.whole(numbers, where, first=2)
    frame = frame.assign(
        year=whole["year"], value=whole["migrants"], sex=frame["sex"].str.strip().str.lower()
    )
    for column, wanted in (("year", YEARS), ("sex", ("female", "male"))):
        if (found := set(frame[column])) != set(wanted):
            raise LayoutError(
                f"{where} has {_source.listing(sorted(found))} as {column}; it should have "
                f"{_source.listing(wanted)}. It is another table, or it was cut short."
            )
    if (frame["value"] < 0).any():
        row = frame[frame["value"] < 0].iloc[0]
        raise LayoutError(
            f"{where} has {int((frame['value'] < 0).sum())} negative stocks, first {row['orig']} "
            f"to {row['dest']}, {row['year']}. The file was probably damaged."
        )
    _source.no_repeats(frame[_KEYS], where, 2)
    _refuse_backward_years(frame, where)
    table = pd.DataFrame(
        {
            "origin": economies.translate(frame["orig"], "worldbank", where),
            "destination": economies.translate(frame["dest"], "worldbank", where),
            "year": frame["year"],
            "sex": frame["sex"],
            "value": frame["value"],
        }
    )
    _source.no_repeats(table[["origin", "destination", "year", "sex"]], where)
    both = table.groupby(["origin", "destination", "year"], as_index=False)["value"].sum()
    table = pd.concat([table, both.assign(sex="both")], ignore_index=True)
    notes = (
        "Both sexes are women and men together, added up by migov.",
        "The copy leaves out pairs of zero migrants.",
    )
    title = "Global Bilateral Migration Database: migrants by origin, destination and sex"
    return Reading(arrange(table, "corridor"), title, None, UNIT, notes)


def _refuse_backward_years(frame: pd.DataFrame, where: str) -> None:
    """The world's migrants grow from each census to the next, and so do Mexicans in the USA."""
    mexicans = frame[(frame["orig"] == "MEX") & (frame["dest"] == "USA")]
    for rows, who in ((frame, "the world's migrants"), (mexicans, "Mexicans in the United States")):
        stock = rows.groupby("year")["value"].sum()
        if not (stock.is_monotonic_increasing and len(stock) == len(YEARS)):
            shown = ", ".join(f"{year}: {value / 1e6:.2f}" for year, value in stock.items())
            raise LayoutError(
                f"{where} says that {who} did not grow from each census to the next ({shown} "
                "million). A known copy has its columns of years the wrong way round: turn them "
                "before it is read."
            )
