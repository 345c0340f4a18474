"""How many people live under an arrangement on a date: migrants of its corridors, or population.

Members on the date are joined with the stock of migrants or the population of the year that is
nearest to it.  A migrant counts as within an arrangement only if both ends of the corridor belong;
corridors that are unknown are in the world's total and in none of the parts but the rest.
"""

from __future__ import annotations

import datetime

import pandas as pd

from migov import tidy
from migov.economies import spells
from migov.errors import ArgumentError
from migov.governance.members import members
from migov.governance.records import On
from migov.load import load
from migov.words import few

OF = ("migrants", "population")


def coverage(
    arrangement: str,
    on: On = None,
    *,
    of: str = "migrants",
    year: int | None = None,
    status: str | None = None,
    version: str | None = None,
) -> pd.DataFrame:
    """The share of the world's migrants, or population, that lives under an arrangement.

    Parameters
    ----------
    arrangement : str
        As in :func:`members`.
    on : int, str or datetime.date, optional
        The date whose members count; now by default.
    of : {"migrants", "population"}
        What is shared out.
    year : int, optional
        The year of the stock or population; by default the nearest one that there is to `on`.
    status : str, optional
        As in :func:`members`.
    version : str, optional
        The vintage of the figures, as in :func:`migov.load`.

    Returns
    -------
    pandas.DataFrame
        `part`, `value` (persons) and `share` (of the world's).  Of migrants the parts are
        ``within`` (both ends belong), ``into`` (only the destination), ``out of`` (only the
        origin) and ``outside`` (the rest, with corridors whose origin is unknown); of population
        ``members`` and ``others``.  They add up to the world.

    Raises
    ------
    ArgumentError
        If `of` is none of the two, the year has no figures, or the arrangement no members then.

    Examples
    --------
    >>> table = coverage("EU", on=2020).set_index("part")
    >>> bool(0.05 < table.loc["within", "share"] < 0.15)
    True
    """
    if of not in OF:
        raise ArgumentError(f"of={of!r} is not one of {', '.join(OF)}.")
    series = "migrant_stock" if of == "migrants" else "population"
    belonging = members(arrangement, on, status=status)
    codes = sorted(set(belonging["economy"]) - {"EUU"})
    if not codes:
        raise ArgumentError(
            f"{arrangement} has no members{'' if on is None else f' on {on}'} of this status; "
            "nothing is covered."
        )
    figures = load(series, version=version)
    day = spells.day(on)
    wanted = year if year is not None else (day or datetime.date.today()).year
    years = sorted(set(figures["year"].tolist()))
    if year is not None and year not in years:
        raise ArgumentError(f"{series} has no figures for {year}; it has {few(years, 12)}.")
    taken = min(years, key=lambda each: (abs(each - wanted), each))
    figures = figures[figures["year"] == taken]
    sides = [name for name in ("origin", "destination", "economy") if name in figures.columns]
    world = _world(series, taken, len(sides) == 2, version)
    inside = {side: figures[side].isin(codes) for side in sides}
    if of == "migrants":
        from_here, to_here = inside["origin"], inside["destination"]
        parts = {
            "within": from_here & to_here, "into": to_here & ~from_here,
            "out of": from_here & ~to_here,
        }  # fmt: skip
        rest, name = "outside", "destination"
    else:
        parts, rest, name = {"members": inside["economy"]}, "others", "economy"
    values = {part: float(figures.loc[rows, "value"].sum()) for part, rows in parts.items()}
    values[rest] = world - sum(values.values())
    table = pd.DataFrame({"part": list(values), "value": list(values.values())})
    table["share"] = table["value"] / world
    absent = sorted(set(codes) - set(figures[name]))
    said = dict(tidy.provenance(load(series, years=taken, version=version))["value"])
    said["caveats"] = [
        *said.get("caveats", ()),
        *belonging.attrs["migov"]["caveats"],
        f"Members of {arrangement} {'now' if on is None else f'on {on}'}, figures of {taken}.",
        *([f"No figure for {few(absent, 12)}."] if absent else []),
    ]
    table = tidy.with_provenance(table, {"value": said})
    table.attrs[tidy.ATTRS] |= {"year": taken, "caveats": said["caveats"]}
    return table


def _world(series: str, year: int, corridors: bool, version: str | None) -> float:
    if corridors:
        found = load(series, years=year, origins="WLD", destinations="WLD", version=version)
    else:
        found = load(series, "WLD", years=year, version=version)
    return float(found["value"].item())
