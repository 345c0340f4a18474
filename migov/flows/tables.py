"""Tables into arrays and back: tidy corridors, square frames, figures of economies.

Takes what a user has, checks it with sentences and puts it in one order; writes flows as a tidy
corridor table.  Nothing is estimated here and nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from migov import economies, tidy
from migov.errors import ArgumentError
from migov.flows.accounts import Account
from migov.flows.fitting import Floats
from migov.flows.unions import renamed, united
from migov.words import few

Figures: TypeAlias = pd.Series | Mapping[str, float] | pd.DataFrame
_ROUNDING = 1e-9  # of a person; a smaller flow is the rounding of a fitted table


@dataclass(frozen=True)
class Stock:
    """One stock: a frame of birthplaces by residences, NaN where nothing is known, and its year."""

    frame: pd.DataFrame
    year: int | None
    role: str
    tidy: bool


def stock(table: pd.DataFrame, role: str, unions: Mapping[str, str]) -> Stock:
    """Take in a stock: a tidy corridor table of one year, or a frame of birthplaces by residences.

    Raises
    ------
    ArgumentError
        If it is neither, holds aggregates, several years, negative or infinite figures, or no row.
    SchemaError
        If a tidy table breaks its schema.
    """
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(
            f"{role} is a {type(table).__name__}, not a table. Pass a tidy corridor table (origin, "
            "destination, year, value) or a frame with birthplaces down and residences across."
        )
    year = None
    is_tidy = {"origin", "destination"} <= set(table.columns)
    if is_tidy:
        tidy.check(table, "corridor", role)
        years = sorted(set(table["year"]))
        if len(years) != 1:
            raise ArgumentError(
                f"{role} has {len(years)} years ({few(years)}); a stock is of one. Choose it: "
                "table[table['year'] == 1990]."
            )
        groups = sorted(
            {code for side in ("origin", "destination") for code in _groups(table[side])}
        )
        if groups:
            raise ArgumentError(
                f"{role} counts people twice: {few(groups)} are aggregates. migov.load() gives "
                "economies only."
            )
        year = int(years[0])
        frame = table.pivot(index="origin", columns="destination", values="value")
    else:
        frame = _square(table, role)
    if frame.empty:
        raise ArgumentError(f"{role} has no figures.")
    values = frame.to_numpy(dtype=float)
    for wrong, what in ((values < 0, "negative"), (np.isinf(values), "infinite")):
        if wrong.any():
            at = [f"{frame.index[k]}–{frame.columns[j]}" for k, j in np.argwhere(wrong)]
            raise ArgumentError(
                f"{role} has {len(at)} {what} figures ({few(at)}); a stock counts people."
            )
    return Stock(united(frame, unions), year, role, is_tidy)


def account(
    start: Stock,
    end: Stock,
    births: Floats | None,
    deaths: Floats | None,
    population: tuple[Floats, Floats] | None,
    natives: bool,
) -> Account:
    """Two stocks as an account; births and deaths in the order of :func:`places_of`.

    Raises
    ------
    ArgumentError
        If natives are needed and not known, or more live abroad than live there at all.
    """
    places, birthplaces = places_of(start, end)
    n = len(places)
    nought = np.zeros(n)
    notes: list[str] = []
    arrays = []
    for at, each in enumerate((start, end)):
        frame = each.frame.reindex(index=birthplaces, columns=places)
        values = frame.to_numpy(dtype=float, copy=True)
        own = values[np.diag_indices(n)]
        if population is not None:
            values[np.diag_indices(n)] = 0
            own = population[at] - np.nansum(values, axis=0)
            over = own < -1e-9 * np.maximum(population[at], 1)
            if over.any():
                raise ArgumentError(
                    f"More people born elsewhere than people in "
                    f"{few(np.asarray(places, dtype=object)[over])} ({each.role}). The stock or "
                    "the population is of another year, in thousands, or of another territory; "
                    "leave the place out or correct one of them."
                )
            own = np.maximum(own, 0)
        elif natives and np.isnan(own).any():
            lost = np.asarray(places, dtype=object)[np.isnan(own)]
            raise ArgumentError(
                f"{each.role} does not say how many people born in {few(lost)} live there, and the "
                "method needs natives. Give population=, at both ends; natives are those of the "
                "population who were not born elsewhere."
            )
        values[np.diag_indices(n)] = own
        if np.isnan(values).any() and not notes:
            notes.append(
                "Corridors without a figure count as nobody, though absent is unknown, not nought."
            )
        arrays.append(np.nan_to_num(values))
    return Account(
        tuple(places),
        tuple(birthplaces),
        arrays[0],
        arrays[1],
        nought if births is None else births,
        nought if deaths is None else deaths,
        tuple(notes),
    )


def places_of(start: Stock, end: Stock) -> tuple[list[str], list[str]]:
    """The residences of two stocks, and their birthplaces with the residences first.

    Raises
    ------
    ArgumentError
        If a residence stands in one of the two alone.
    """
    one, two = (set(each.frame.columns) for each in (start, end))
    for alone, has, lacks in ((two - one, end, start), (one - two, start, end)):
        if alone:
            raise ArgumentError(
                f"{few(sorted(alone))} has residents in {has.role} and none in {lacks.role}: "
                "probably a state that began, ended or was not counted apart. Join it to the state "
                "that it was of, unions={'SSD': 'SDN'}, or leave its rows out of both."
            )
    places = list(start.frame.columns) if not start.tidy else sorted(one)
    others = dict.fromkeys([*start.frame.index, *end.frame.index])
    return places, places + sorted(set(others) - set(places))


def vector(
    figures: Figures, places: Sequence[str], role: str, unions: Mapping[str, str], year: Any = None
) -> Floats:
    """Figures of economies in the order of `places`; the years of a tidy table are added up.

    Raises
    ------
    ArgumentError
        If it is no such table, a place has no figure, or a figure is negative or infinite.
    """
    if isinstance(figures, pd.DataFrame):
        column = tidy.value_column(figures, role)
        rows = figures if year is None else figures[figures["year"] == year]
        series = pd.Series(rows[column].to_numpy(dtype=float), index=rows["economy"].to_numpy())
        series = series.groupby(level=0).sum(min_count=1)
    elif isinstance(figures, (pd.Series, Mapping)):
        series = pd.Series(figures, dtype=float)
    else:
        raise ArgumentError(
            f"{role} is a {type(figures).__name__}. Pass an economy table (economy, year, value), "
            "a Series by economy, or a dict."
        )
    series = series.groupby(renamed(series.index, unions)).sum(min_count=1)
    found = series.reindex(list(places)).to_numpy(dtype=float)
    if np.isnan(found).any():
        lost = np.asarray(places, dtype=object)[np.isnan(found)]
        when = f" in {year}" if year is not None else ""
        raise ArgumentError(
            f"{role} has no figure for {few(lost)}{when}. Every residence needs one; write 0 "
            "where nobody is meant, or leave the place out of the stocks."
        )
    if (found < 0).any() or np.isinf(found).any():
        wrong = np.asarray(places, dtype=object)[(found < 0) | np.isinf(found)]
        raise ArgumentError(f"{role} has negative or infinite figures: {few(wrong)}.")
    return found


def seed_of(seed: Any, places: Sequence[str]) -> Floats | None:
    """The weights of moves in the order of `places`; a diagonal that is not given is 1.

    Raises
    ------
    ArgumentError
        If it is none of what a seed may be, lacks a corridor, or is negative.
    """
    n = len(places)
    if seed is None:
        return None
    if isinstance(seed, (int, np.integer)) and not isinstance(seed, bool):
        if seed < 0:
            raise ArgumentError(f"seed={seed} is negative; a drawn seed has a number from 0 on.")
        weights = np.random.default_rng(int(seed)).exponential(size=(n, n))
        np.fill_diagonal(weights, 1)
        return weights
    if isinstance(seed, pd.DataFrame):
        if {"origin", "destination"} <= set(seed.columns):
            seed = seed.pivot(index="origin", columns="destination", values="value")
        weights = seed.reindex(index=list(places), columns=list(places)).to_numpy(float, copy=True)
    elif isinstance(seed, np.ndarray) and seed.shape == (n, n):
        weights = seed.astype(float)
    else:
        raise ArgumentError(
            f"seed is no table of {n} origins by {n} destinations. Pass a frame, a tidy corridor "
            f"table, an array of shape ({n}, {n}) or a whole number that draws one."
        )
    diagonal = weights[np.diag_indices(n)]
    weights[np.diag_indices(n)] = np.where(np.isnan(diagonal), 1, diagonal)
    if np.isnan(weights).any():
        lost = [f"{places[i]}–{places[j]}" for i, j in np.argwhere(np.isnan(weights))]
        raise ArgumentError(
            f"seed has no weight for {len(lost)} corridors ({few(lost)}). Fill them: a small "
            "weight, not 0, where a move is unlikely."
        )
    if (weights < 0).any() or np.isinf(weights).any():
        raise ArgumentError("seed has negative or infinite weights; a weight is 0 or more.")
    return weights


def corridors(flow: Floats, places: Sequence[str], year: int | None) -> pd.DataFrame:
    """Flows as a tidy corridor table: corridors with nobody are left out, the diagonal too."""
    names = np.asarray(places, dtype=object)
    order = np.argsort(names)
    sorted_flow = flow[np.ix_(order, order)]
    i, j = np.nonzero(np.abs(sorted_flow) > _ROUNDING)
    table = pd.DataFrame({"origin": names[order][i], "destination": names[order][j]})
    if year is not None:
        table["year"] = np.full(len(i), year, dtype="int64")
    table["value"] = sorted_flow[i, j]
    return table


def _groups(codes: pd.Series) -> list[str]:
    known = pd.Series(codes.unique())
    return list(known[economies.is_aggregate(known).to_numpy()])


def _square(table: pd.DataFrame, role: str) -> pd.DataFrame:
    """A frame of birthplaces by residences with text for names, or a sentence."""
    for names, side in ((table.index, "index"), (table.columns, "columns")):
        if not all(isinstance(name, str) for name in names):
            raise ArgumentError(
                f"The {side} of {role} are no names ({few(names[:3], write=repr)}). A stock has "
                "birthplaces down and residences across, or the columns origin, destination, year "
                "and value."
            )
        if names.has_duplicates:
            raise ArgumentError(
                f"{role} has {few(names[names.duplicated()].unique())} more than once in its "
                f"{side}; keep one."
            )
    wrong = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    if wrong:
        raise ArgumentError(f"{role} holds text where figures should stand ({few(wrong)}).")
    frame = table.astype(float)
    frame.index.name, frame.columns.name = "origin", "destination"
    return frame
