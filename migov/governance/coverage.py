"""How many people live under an arrangement on a date: migrants of its corridors, or population.

Members on the date are joined with the stock of migrants or the population of the year that is
nearest to it.  A migrant counts as within an arrangement only if both ends of the corridor belong;
corridors that are unknown are in the world's total and in none of the parts but the rest.
"""

from __future__ import annotations

import datetime

import pandas as pd

from migov import tidy
from migov.choices import one_of, one_year
from migov.economies import spells
from migov.errors import ArgumentError
from migov.governance import remarks
from migov.governance.members import members
from migov.governance.records import On
from migov.load import load
from migov.measures.figures import derived_record
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
        `part`, `value` (persons) and `share` (per cent of the world's).  Of migrants the parts are
        ``within`` (both ends belong), ``into`` (only the destination), ``out of`` (only the
        origin) and ``outside`` (the rest, with corridors whose origin is unknown); of population
        ``members`` and ``others``.  They add up to the world, and the shares to 100.

    Raises
    ------
    ArgumentError
        If `of` is none of the two, `year` is no year or has no figures, or the arrangement had no
        members on the date.

    Examples
    --------
    >>> coverage("EU", on=2020).set_index("part")["share"].round(1).to_dict()
    {'within': 5.7, 'into': 14.1, 'out of': 4.9, 'outside': 75.3}
    """
    one_of(of, OF, "of")
    asked = None if year is None else one_year(year, "year")
    series = "migrant_stock" if of == "migrants" else "population"
    belonging = members(arrangement, on, status=status)
    key = belonging.attrs[tidy.ATTRS]["arrangement"]
    codes = set(belonging["economy"]) - {"EUU"}
    if not codes:
        raise ArgumentError(
            f"{key} has no members{'' if on is None else f' on {on}'} of this status; nothing is "
            "covered."
        )
    figures = load(series, version=version)
    years = sorted(figures["year"].unique().tolist())
    if asked and asked not in years:
        raise ArgumentError(f"{series} has no figures for {asked}; it has {few(years, 12)}.")
    wanted = asked or (spells.day(on) or datetime.date.today()).year
    taken = min(years, key=lambda each: (abs(each - wanted), each))
    here = figures[figures["year"] == taken]
    if of == "migrants":
        whole = load(series, None, taken, version=version, origins="WLD", destinations="WLD")
        out, into = here["origin"].isin(codes), here["destination"].isin(codes)
        parts = {"within": out & into, "into": into & ~out, "out of": out & ~into}
        rest, absent = "outside", codes - set(here["destination"])
    else:
        whole = load(series, "WLD", taken, version=version)
        parts = {"members": here["economy"].isin(codes)}
        rest, absent = "others", codes - set(here["economy"])
    world = float(whole["value"].item())
    values = {part: float(here.loc[rows, "value"].sum()) for part, rows in parts.items()}
    values[rest] = world - sum(values.values())
    table = pd.DataFrame({"part": list(values), "value": list(values.values())})
    table["share"] = 100 * table["value"] / world
    source = tidy.provenance(figures)["value"]
    said = [
        f"Members of {key} {'now' if on is None else f'on {on}'}, figures of {taken}.",
        *([f"No figure for {few(sorted(absent), 12)}."] if absent else []),
        *belonging.attrs[tidy.ATTRS]["caveats"],
        *source.get("caveats", ()),
    ]
    table = remarks.documented(
        table, f"{of.capitalize()} of {taken} under {key} {remarks.when(on)}", said,
        belonging["evidence"], arrangement=key, on=on, year=taken,
    )  # fmt: skip
    table.attrs[tidy.ATTRS]["columns"] = {
        "value": {**source, "caveats": said},
        "share": derived_record([source], f"share of the world's {of}", "% of World", said),
    }
    return table
