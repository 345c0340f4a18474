"""Reads the annual indicators of the World Population Prospects 2024 (UN DESA), one column at a
time: population, births, deaths, net migration and their rates.  Estimates (to 2023) and the
medium projection (from 2024) stand in one file and are told apart here; they are never mixed
unless both are asked for.  Nothing is fetched.
"""

from __future__ import annotations

from migov import economies
from migov.errors import ArgumentError, LayoutError, nearest
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

# Units as in the publisher's own description of the file; thousands are given as persons.
_THOUSANDS = (
    "TPopulation1Jan",
    "TPopulation1July",
    "TPopulationMale1July",
    "TPopulationFemale1July",
    "NatChange",
    "PopChange",
    "Births",
    "Deaths",
    "DeathsMale",
    "DeathsFemale",
    "NetMigrations",
)
UNITS = {
    **dict.fromkeys(_THOUSANDS, "persons"),
    "NatChangeRT": "per 1,000 population",
    "PopGrowthRate": "%",
    "CBR": "per 1,000 population",
    "CDR": "per 1,000 population",
    "CNMR": "per 1,000 population",
    "PopDensity": "persons per square km",
    "PopSexRatio": "males per 100 females",
    "MedianAgePop": "years",
    "TFR": "births per woman",
    "LEx": "years",
}
LAST_ESTIMATE = 2023
# The file prints no unit.  Twice the people who will ever be in the projection, in thousands:
# what exceeds them is printed in another unit.
_MOST = 2e7
PERIODS = ("estimates", "projections", "all")


def read_indicators(path: Source, column: str, period: str = "estimates") -> Reading:
    """Read one indicator of ``WPP2024_Demographic_Indicators_Medium.csv.gz``.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped (in any number of members).
    column : str
        The publisher's name of the column, such as ``"TPopulation1July"``.
    period : {"estimates", "projections", "all"}
        Estimates end in 2023; from 2024 the file holds the medium projection.

    Returns
    -------
    Reading
        Columns economy, year, value.  What the publisher prints in thousands is given as whole
        persons.

    Raises
    ------
    ArgumentError
        If `column` or `period` is not known.
    LayoutError
        If the file is another one, lacks the column or is damaged.

    Examples
    --------
    >>> reading = read_indicators(
    ...     "WPP2024_Demographic_Indicators_Medium.csv.gz", "NetMigrations")  # doctest: +SKIP
    >>> reading.unit  # doctest: +SKIP
    'persons'
    """
    if column not in UNITS:
        near = nearest(column, UNITS) or list(UNITS)
        raise ArgumentError(
            f"column={column!r} is not one that is read; try {', '.join(map(repr, near))}."
        )
    if period not in PERIODS:
        raise ArgumentError(f"period={period!r} is not one of {', '.join(map(repr, PERIODS))}.")
    where = _source.label(path)
    frame = _csv.columns(
        path,
        ["LocID", "Variant", "Time", column],
        "it is probably another file of the World Population Prospects, or another revision's.",
    )
    variants = sorted(set(frame["Variant"]))
    if variants != ["Medium"]:
        raise LayoutError(
            f"{where} holds the variants {_source.listing(variants)}; expected is Medium alone. "
            "Open the file of the medium variant."
        )
    numbers = _source.figures(frame[["LocID", "Time", column]], where, first=2)
    if column in _THOUSANDS and (most := numbers[column].abs().max()) > _MOST:
        raise LayoutError(
            f"{where} has {most:,.0f} in the column {column}; expected are thousands, and the "
            "world has ten million of them at most. The unit has probably become persons."
        )
    keys = _source.whole(numbers[["LocID", "Time"]], where, first=2)
    table = keys.assign(value=numbers[column]).set_axis(["economy", "year", "value"], axis=1)
    _source.no_repeats(table[["economy", "year"]], where, 2)
    if period != "all":
        table = table[(table["year"] <= LAST_ESTIMATE) == (period == "estimates")]
    table = table[table["value"].notna()]
    if table.empty:
        raise LayoutError(f"{where} has no {period} in the column {column}; it is empty.")
    table = table.assign(economy=economies.translate(table["economy"], "m49", where))
    if column in _THOUSANDS:
        table["value"] = (table["value"] * 1000).round()
    notes = () if period == "estimates" else ("The medium projection, not an estimate.",)
    return Reading(
        arrange(table, "economy"),
        f"World Population Prospects 2024: {column}",
        "2024",
        UNITS[column],
        notes,
    )
