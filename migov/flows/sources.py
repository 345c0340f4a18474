"""The world's accounts: stocks, population, births and deaths as one period needs them.

Loads each series once, joins territories as the stock tables count them, and says what did not fit.
Stocks and population are those of 1 July; births and deaths come by calendar year, so that the two
years at the ends of a period count half.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from migov import tidy
from migov.flows.accounts import Account
from migov.flows.fitting import Floats
from migov.load import load
from migov.words import few

REVISIONS = ("2020", "2024")
PERIODS = (1990, 1995, 2000, 2005, 2010, 2015)
LENGTH = 5
UNKNOWN = "XXX"
MID_YEAR = (
    "Five years run from mid-year to mid-year, as the stocks are counted: 2015 stands for July "
    "2015 to June 2020."
)
HOW_UNKNOWN = ("native", "own", "spread")

# States that a stock table counts within another until they have rows of their own.
_PARTS = {"SSD": "SDN", "MNE": "SRB"}
# Territories of the World Population Prospects that the stock tables count within others.
_WITHIN = {"GGY": "CHI", "JEY": "CHI", "XKX": "SRB", "BLM": "GLP", "MAF": "GLP"}


class Sources:
    """The series behind a revision, each loaded once.

    Parameters
    ----------
    revision : str
        Of the migrant stock.
    """

    def __init__(self, revision: str) -> None:
        self.revision = revision
        self.records: dict[str, dict[str, Any]] = {}
        self._tables: dict[str, pd.DataFrame] = {}

    def account(self, period: int, sex: str, unknown: str, natives: bool = True) -> Account:
        """The account of the five years from `period` on; stocks alone if without natives."""
        years = (period, period + LENGTH)
        notes: list[str] = []
        frames = _stocks(self._stock(sex), years, notes)
        places = list(frames[0].columns)
        parts = {part: whole for part, whole in {**_WITHIN, **_PARTS}.items() if part not in places}
        nought = np.zeros(len(places))
        if natives and sex == "both":
            people = [self._figures("population_wpp", places, parts, {year: 1}) for year in years]
            weights = {
                year: 0.5 if year in years else 1.0 for year in range(years[0], years[1] + 1)
            }
            births = self._figures("births_wpp", places, parts, weights)
            deaths = self._figures("deaths_wpp", places, parts, weights)
            known = ~np.isnan(people[0] + people[1] + births + deaths)
            if not known.all():
                lost = [place for place, has in zip(places, known, strict=True) if not has]
                notes.append(f"Left out, no population, births and deaths: {few(lost)}.")
                places = [place for place in places if place not in lost]
                frames = [each.drop(index=lost, columns=lost, errors="ignore") for each in frames]
                births, deaths = births[known], deaths[known]
                people = [each[known] for each in people]
        else:
            births, deaths, people = nought, nought, []
        outside = [UNKNOWN] if unknown == "own" else []
        stocks = []
        for at, frame in enumerate(frames):
            array, missing = _known(frame, places, outside, unknown)
            if missing:
                notes.append(
                    f"{years[at]}: {missing:,.0f} migrants of unknown origin {_DONE[unknown]}."
                )
            if people:
                _add_natives(array, people[at], places, years[at], notes)
            stocks.append(array)
        return Account(
            tuple(places), (*places, *outside), stocks[0], stocks[1], births, deaths, tuple(notes)
        )

    def _stock(self, sex: str) -> pd.DataFrame:
        name = f"migrant_stock {sex}"
        if name not in self._tables:
            table = load("migrant_stock", version=self.revision, sex=sex)
            self.records["migrant_stock"] = tidy.provenance(table)["value"]
            self._tables[name] = table
        return self._tables[name]

    def _figures(
        self, series: str, places: list[str], parts: Mapping[str, str], weights: Mapping[int, float]
    ) -> Floats:
        """A series added over years with weights, its territories joined as the stock has them."""
        if series not in self._tables:
            table = load(series)
            self.records[series] = tidy.provenance(table)["value"]
            self._tables[series] = table.pivot(index="economy", columns="year", values="value")
        wide = self._tables[series][list(weights)]
        sums = (wide * pd.Series(weights)).sum(axis=1, skipna=False)
        joined = sums.rename(parts).groupby(level=0).sum(min_count=1)
        return joined.reindex(places).to_numpy(dtype=float)


def _stocks(table: pd.DataFrame, years: tuple[int, int], notes: list[str]) -> list[pd.DataFrame]:
    """The two stocks with the same residences, parts joined to their wholes."""
    rows = [table[table["year"] == year] for year in years]
    both = set(rows[0]["destination"]) & set(rows[1]["destination"])
    parts = {part: whole for part, whole in _PARTS.items() if part not in both}
    if parts:
        joined = ", ".join(f"{part} to {whole}" for part, whole in parts.items())
        notes.append(f"Joined, no stock of their own at both ends: {joined}.")
    places = sorted(both - set(parts))
    origins = set(rows[0]["origin"]) | set(rows[1]["origin"])
    strangers = sorted(origins - set(places) - set(parts) - {UNKNOWN})
    if strangers:
        notes.append(f"Left out, no stock of their own at both ends: {few(strangers)}.")
    frames = []
    for each in rows:
        sides = {side: each[side].replace(parts) for side in ("origin", "destination")}
        wide = each.assign(**sides).pivot_table(
            index="origin", columns="destination", values="value", aggfunc="sum"
        )
        frames.append(wide.reindex(index=[*places, UNKNOWN], columns=places).fillna(0.0))
    return frames


_DONE = {
    "native": "left out, so that they count as born where they live",
    "own": "are one birthplace of their own",
    "spread": "spread over the known origins of their destination",
}


def _known(
    frame: pd.DataFrame, places: list[str], outside: list[str], unknown: str
) -> tuple[Floats, float]:
    """A stock without natives, and how many are of unknown origin."""
    array = frame.reindex(index=[*places, *outside], columns=places).to_numpy(
        dtype=float, copy=True
    )
    array[np.diag_indices(len(places))] = 0
    lost = frame.loc[UNKNOWN, places].to_numpy(dtype=float)
    if unknown == "spread":
        named = array.sum(0)
        array *= 1 + np.divide(lost, named, out=np.zeros_like(lost), where=named > 0)
    return array, float(lost.sum())


def _add_natives(
    array: Floats, people: Floats, places: list[str], year: int, notes: list[str]
) -> None:
    foreign = array.sum(0)
    over = foreign > people
    if over.any():
        lost = [place for place, more in zip(places, over, strict=True) if more]
        notes.append(
            f"{year}: more migrants than people in {few(lost)}; they were scaled to the population."
        )
        array[:, over] *= (people / np.where(foreign > 0, foreign, 1))[over]
    array[np.diag_indices(len(places))] = np.maximum(people - array.sum(0), 0)
