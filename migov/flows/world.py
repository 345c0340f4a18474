"""Flows of the world from the United Nations' stocks: :func:`estimate_world`.

Takes the account of each five years and asks the method.  What was done to the publishers' figures
is said in the caveats.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from migov import tidy
from migov.choices import one_of
from migov.errors import ArgumentError
from migov.flows import methods
from migov.flows.accounting import WEIGHT
from migov.flows.accounts import Account
from migov.flows.estimates import Seed, as_table
from migov.flows.methods import Options
from migov.flows.records import record
from migov.flows.sources import HOW_UNKNOWN, LENGTH, MID_YEAR, PERIODS, REVISIONS, Sources
from migov.flows.tables import seed_of
from migov.words import few


def estimate_world(
    revision: str | int = "2024",
    method: str = "da_pb_closed",
    *,
    periods: int | Iterable[int] | None = None,
    sex: str = "both",
    seed: Seed = None,
    weight: float = WEIGHT,
    total: float | None = None,
    rates: str = "dennett",
    open_to: str = "smaller",
    unknown: str = "native",
    by_birthplace: bool | Iterable[str] = False,
) -> pd.DataFrame:
    """Flows between all economies in the five-year periods since 1990.

    Stocks are those of the United Nations' International Migrant Stock, population, births and
    deaths those of the World Population Prospects 2024.  Stocks and population are counted at
    mid-year, so a period runs from mid-year to mid-year: 2015 stands for July 2015 to June 2020,
    with half of the births and deaths of 2015 and of 2020.

    Parameters
    ----------
    revision : {"2024", "2020"}
        Of the migrant stock.
    method : str
        As in :func:`estimate`.
    periods : int or list of int, optional
        First years of five-year periods, 1990 to 2015; all by default.
    sex : {"both", "female", "male", "each"}
        Whom to count; one sex, or ``"each"`` of the three, only for methods of stock differences:
        births, deaths and population by sex are not among the series.
    seed, weight, total, rates, open_to, by_birthplace
        As in :func:`estimate`; a `total` is that of each period.  A table of each birthplace of
        the world has millions of rows under ``da_pb_closed``; name the birthplaces that are wanted.
    unknown : {"native", "own", "spread"}
        What migrants of unknown origin are: left out, so that they count as born where they live
        (as in the published estimates); one birthplace of their own; or spread over the known
        origins of their destination, in proportion.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, year, [sex,] value``; persons in the five years from the middle of
        `year` on.

    Raises
    ------
    ArgumentError
        If a revision, method, period or option is not one, or a sex cannot be estimated.
    NoFitError
        If no flows agree with the stocks and the zeros of the seed.

    See Also
    --------
    migov.load : the published estimates, ``migration_flow_da_pb_closed`` and five more.

    Notes
    -----
    In an account, a place whose stock exceeds its population keeps its population: its migrants are
    scaled down and nobody is native; a place without a population is left out.  Economies without a
    stock at both ends are left out; South Sudan and Montenegro are joined to Sudan and Serbia in
    periods at whose start they have no stock of their own.  All of it stands in the caveats, by
    period.

    Examples
    --------
    >>> table = estimate_world("2020", "sd_drop_neg", periods=2015)
    >>> bool(table["value"].sum() > 3e7)
    True
    """
    revision = revision_of(revision)
    one_of(sex, (*tidy.SEXES, "each"), "sex")
    one_of(unknown, HOW_UNKNOWN, "unknown")
    marker = None if seed is None else np.ones((1, 1))
    asked = Options(marker, weight, total, rates, open_to)
    methods.check(method, asked)
    if sex != "both" and methods.needs_natives(method, asked):
        raise ArgumentError(
            f"{method} needs births, deaths and population by sex, and no series has them. Use "
            "sex='both', or a method of stock differences; with tables by sex of your own, "
            "migov.flows.estimate()."
        )
    if by_birthplace is not False and method not in methods.ACCOUNTING:
        raise ArgumentError(
            f"{method} does not say who moved, only how many: by_birthplace= is for "
            f"{', '.join(methods.ACCOUNTING)}."
        )
    sources = Sources(revision)
    tables, notes = [], []
    for year in periods_of(periods):
        for group in tidy.SEXES if sex == "each" else (sex,):
            found = sources.account(year, group, unknown, methods.needs_natives(method, asked))
            options = Options(seed_of(seed, found.places), weight, total, rates, open_to)
            result = methods.estimated(found, method, options)
            table = as_table(result, found, year, by_birthplace)
            if sex != "both":
                table.insert(table.columns.get_loc("value"), "sex", group)
            tables.append(table)
            label = f"{year}–{year + LENGTH}" + (f", {group}" if sex == "each" else "")
            notes += [f"{label}: {note}" for note in result.notes]
    whole = pd.concat(tables, ignore_index=True)
    for name in set(whole.columns) & {"birthplace", "origin", "destination", "sex"}:
        whole[name] = whole[name].astype("str")
    keys = [name for name in whole.columns if name != "value"]
    whole = whole.sort_values(keys, ignore_index=True, kind="stable")
    said = record(method, [MID_YEAR, *notes], list(sources.records.values()), rates)
    said["unit"] = "persons in five years"
    return tidy.with_provenance(whole, {"value": said})


def world_account(
    revision: str | int, period: int, *, sex: str = "both", unknown: str = "native"
) -> Account:
    """The account of the world in one period: what :func:`estimate_world` starts from.

    Parameters
    ----------
    revision : {"2024", "2020"}
        Of the migrant stock.
    period : int
        First year of the five, 1990 to 2015.
    sex : {"both", "female", "male"}
        Whom to count; natives, births and deaths are known for both together alone.
    unknown : {"native", "own", "spread"}
        As in :func:`estimate_world`.

    Returns
    -------
    Account
        Stocks as arrays of birthplaces by residences, births and deaths, and notes.

    Raises
    ------
    ArgumentError
        If a revision, period or option is not one.

    Examples
    --------
    >>> world_account("2024", 2015).start.shape
    (232, 232)
    """
    one_of(sex, tidy.SEXES, "sex")
    one_of(unknown, HOW_UNKNOWN, "unknown")
    (year,) = periods_of(period)
    return Sources(revision_of(revision)).account(year, sex, unknown)


def revision_of(revision: str | int) -> str:
    """The name of a revision of the stock, if it is one.

    Raises
    ------
    ArgumentError
        Listing those that are.
    """
    return one_of(str(revision), REVISIONS, "revision")


def periods_of(periods: int | Iterable[int] | None) -> list[int]:
    """First years of periods in order, all by default.

    Raises
    ------
    ArgumentError
        If one is no period.
    """
    if periods is None:
        return list(PERIODS)
    several = isinstance(periods, Iterable)
    asked: list[Any] = list(periods) if several else [periods]  # type: ignore[arg-type]
    wrong = [each for each in asked if each not in PERIODS]
    if wrong or not asked:
        raise ArgumentError(
            f"periods={periods!r}: a period is named by its first year, {few(PERIODS, 6)}; stocks "
            "five years apart are known for these alone."
        )
    return sorted({int(each) for each in asked})
