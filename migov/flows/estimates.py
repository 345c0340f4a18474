"""Flows between two stocks that a user has: :func:`estimate`.

Takes tables in, asks the method, and writes a tidy corridor table with what was done to the figures
in its caveats.  Nothing here loads a series.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from migov import tidy
from migov.choices import texts
from migov.errors import ArgumentError, warn_caller
from migov.flows import methods
from migov.flows.accounting import WEIGHT
from migov.flows.accounts import Account
from migov.flows.methods import ACCOUNTING, Estimate, Options
from migov.flows.records import record, records_of
from migov.flows.tables import (
    Figures,
    account,
    corridors,
    places_of,
    seed_of,
    stock,
    vector,
)
from migov.flows.unions import checked
from migov.words import few

Seed: TypeAlias = pd.DataFrame | np.ndarray | int | None


class FlowWarning(UserWarning):
    """Flows that are no counts of people, with how many."""


def estimate(
    stock_start: pd.DataFrame,
    stock_end: pd.DataFrame,
    *,
    births: Figures | Mapping[str, Figures] | None = None,
    deaths: Figures | Mapping[str, Figures] | None = None,
    population: Any = None,
    method: str = "da_pb_closed",
    seed: Seed = None,
    weight: float = WEIGHT,
    total: float | None = None,
    rates: str = "dennett",
    open_to: str = "smaller",
    unions: Mapping[str, str] | None = None,
    by_birthplace: bool | Iterable[str] = False,
) -> pd.DataFrame:
    """Flows between places in a period, estimated from the stocks at its two ends.

    Parameters
    ----------
    stock_start, stock_end : pandas.DataFrame
        Persons by birthplace and residence: a tidy corridor table of one year (``origin`` is the
        birthplace, ``destination`` the residence), or a frame with birthplaces down and residences
        across, natives on its diagonal.  Both have the same residences.  Birthplaces that are no
        residence (``XXX``, unknown) are allowed.  With a column ``sex`` each sex is estimated by
        itself.
    births, deaths : economy table, Series or dict, optional
        Persons born and dying in each residence between the days of the two stocks; the years of a
        table are added up.  Between two mid-years that is half of the first calendar year and half
        of the last, and the years between them.  None means nobody.  A dict by sex if the stocks
        are by sex.
    population : economy table or pair of Series or dicts, optional
        People living in each place at the two ends: a table with the years of both stocks, or a
        pair.  Natives are then the population less those born elsewhere.  A dict by sex if the
        stocks are by sex.  Not needed where the stocks have natives on their diagonal.
    method : str
        ``sd_drop_neg``, ``sd_rev_neg``, ``mig_rate``, ``da_min_open``, ``da_min_closed`` or
        ``da_pb_closed``; see Notes.
    seed : DataFrame, array, tidy corridor table or int, optional
        For demographic accounting: how likely a move from each origin to each destination is beside
        others of the same birthplace, such as 1 / distance; only ratios count.  Its diagonal, of
        use in ``da_pb_closed`` alone, is 1 where it is not given.  A whole number draws weights
        from an exponential distribution with mean 1, the same for the same number.  By default all
        moves are equally likely.
    weight : float
        For ``da_pb_closed``: the share of the independence table.
    total : float, optional
        For ``mig_rate``: the world total of moves; by default twice the net losses of all places.
    rates : {"dennett", "rogers_von_rabenau"}
        For ``mig_rate``: stocks as shares, or the matrix that takes one stock to the other.
    open_to : {"smaller", "larger"}
        For ``da_min_open``: the sum to which both stocks of a birthplace are scaled.
    unions : dict, optional
        Codes of the stocks to be joined to others before anything is done: ``{"SSD": "SDN"}``.
    by_birthplace : bool or list of str
        Also say who moved: True for each birthplace, or the codes of some.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, year, [sex,] value``, with ``birthplace`` in front if asked for;
        persons in the period, the year is that of `stock_start`, and there is none if the stocks
        are frames without one.  Nobody moves on corridors that are left out.  What was done to the
        figures stands in the caveats of ``attrs["migov"]``.

    Raises
    ------
    ArgumentError
        If an argument cannot be used: other residences at the two ends, a place without a figure,
        more births or deaths than people, an account that misses more than 1% of its people, an
        option that the method does not use.
    NoFitError
        If no flows agree with the stocks and the zeros of the seed.
    SchemaError
        If a tidy table breaks its schema.

    Warns
    -----
    FlowWarning
        If flows are negative, which the rates of Rogers and von Rabenau allow.

    Notes
    -----
    With :math:`s^0_{ij}` and :math:`s^1_{ij}` the persons born in i who live in j at the two ends,
    and :math:`y_{ij}` the flow from i to j:

    ``sd_drop_neg``
        :math:`\\max(s^1_{ij} - s^0_{ij}, 0)` (see Abel and Cohen 2019).
    ``sd_rev_neg``
        the same plus :math:`\\max(s^0_{ji} - s^1_{ji}, 0)` (Beine and Parsons 2015).
    ``mig_rate``
        :math:`M s^0_{ij} / \\sum_{k \\ne l} s^0_{kl}` (Dennett 2016), or
        :math:`g_{ij} \\sum_k s^0_{ki}` with :math:`G = (S^0)^{-1} S^1` (Rogers and von Rabenau
        1971).
    ``da_min_open``
        births and deaths taken out, birthplaces scaled to one sum; as many as possible stay, movers
        are spread independently, :math:`\\sum_k r_{ki} c_{kj} / \\sum_i r_{ki}` with leavers r and
        arrivals c of birthplace k (Abel 2013).
    ``da_min_closed``
        the same, with birthplaces matched so that whoever leaves arrives: net migration is that of
        the account (Abel and Sander 2014; Abel 2018).
    ``da_pb_closed``
        (1 - w) times that, and w times :math:`\\sum_k s^0_{ki} s^1_{kj} / \\sum_i s^0_{ki}`, people
        who forget where they lived (Azose and Raftery 2019); w is 0.13 in the published tables
        (Abel and Cohen 2019, 2022).

    References
    ----------
    Abel (2013), Demographic Research 28(18).  Abel and Sander (2014), Science 343.  Abel (2018),
    International Migration Review 52(3).  Azose and Raftery (2019), PNAS 116(1).  Abel and Cohen
    (2019), Scientific Data 6:82; (2022), Scientific Data 9:173.  Dennett (2016), in Wilson
    (ed.), Global Dynamics.  Beine and Parsons (2015), Scandinavian Journal of Economics
    117(2).  Rogers and von Rabenau (1971), Demography 8(2).

    Examples
    --------
    >>> import pandas as pd
    >>> names = ["AAA", "BBB"]  # A loses 30 of its natives to B, and one stranger goes home
    >>> start = pd.DataFrame([[100, 10], [21, 80]], names, names)
    >>> end = pd.DataFrame([[70, 40], [20, 81]], names, names)
    >>> estimate(start, end, method="da_min_closed")
      origin destination  value
    0    AAA         BBB   31.0
    """
    given = Options(None, weight, total, rates, open_to)
    methods.check(method, Options(_marker(seed), weight, total, rates, open_to))
    if by_birthplace is not False and method not in ACCOUNTING:
        raise ArgumentError(
            f"{method} does not say who moved, only how many: by_birthplace= is for "
            f"{', '.join(ACCOUNTING)}."
        )
    joined = checked(unions, stock_start, stock_end)
    tables = []
    for sex, pair, demography in _by_sex(stock_start, stock_end, births, deaths, population):
        one = stock(pair[0], "stock_start", joined)
        two = stock(pair[1], "stock_end", joined)
        if one.year is not None and two.year is not None and one.year >= two.year:
            raise ArgumentError(
                f"stock_start is of {one.year} and stock_end of {two.year}: the wrong way round, "
                "or the same."
            )
        places, _ = places_of(one, two)
        flow_in, flow_out = (
            None if each is None else vector(each, places, role, joined)
            for each, role in zip(demography[:2], ("births", "deaths"), strict=True)
        )
        people = _people(demography[2], places, (one.year, two.year), joined)
        found = account(one, two, flow_in, flow_out, people, methods.needs_natives(method, given))
        options = Options(seed_of(seed, places), weight, total, rates, open_to)
        result = methods.estimated(found, method, options)
        if (result.flow < 0).any():
            warn_caller(result.notes[-1], FlowWarning)
        table = as_table(result, found, one.year, by_birthplace)
        if sex is not None:
            table.insert(table.columns.get_loc("value"), "sex", sex)
        tables.append((table, result.notes))
    whole = pd.concat([table for table, _ in tables], ignore_index=True)
    keys = [name for name in whole.columns if name != "value"]
    whole = whole.sort_values(keys, ignore_index=True, kind="stable")
    notes = list(dict.fromkeys(note for _, said in tables for note in said))
    sources = list(records_of((stock_start, stock_end, births, deaths, population, seed)))
    return tidy.with_provenance(whole, {"value": record(method, notes, sources, rates)})


def as_table(
    result: Estimate, account: Account, year: int | None, by_birthplace: bool | Iterable[str]
) -> pd.DataFrame:
    """An estimate as a tidy table, each birthplace by itself if asked for.

    Raises
    ------
    ArgumentError
        If a birthplace is asked for that the stocks do not have.
    """
    if by_birthplace is False:
        return corridors(result.flow, account.places, year)
    asked = account.birthplaces if by_birthplace is True else texts(by_birthplace, "by_birthplace")
    unknown = [code for code in asked if code not in account.birthplaces]
    if unknown:
        raise ArgumentError(
            f"by_birthplace= asks for {few(unknown)}, and nobody in the stocks is born there."
        )
    tables = []
    for code in dict.fromkeys(asked):
        flow = result.of(account.birthplaces.index(code))
        np.fill_diagonal(flow, 0)
        table = corridors(flow, account.places, year)
        table.insert(0, "birthplace", code)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _by_sex(
    start: pd.DataFrame, end: pd.DataFrame, births: Any, deaths: Any, population: Any
) -> Iterable[tuple[str | None, tuple[pd.DataFrame, pd.DataFrame], tuple[Any, Any, Any]]]:
    """The inputs of each sex, or all of them if the stocks do not tell the sexes apart."""
    has = [isinstance(each, pd.DataFrame) and "sex" in each.columns for each in (start, end)]
    if not any(has):
        yield None, (start, end), (births, deaths, population)
        return
    found = [
        sorted(set(each["sex"])) if said else []
        for each, said in zip((start, end), has, strict=True)
    ]
    if found[0] != found[1]:
        raise ArgumentError(
            f"stock_start has the sexes {few(found[0]) or '(none)'} and stock_end "
            f"{few(found[1]) or '(none)'}; both should have the same."
        )
    for sex in found[0]:
        demography = []
        for name, each in (("births", births), ("deaths", deaths), ("population", population)):
            if each is not None and not (isinstance(each, Mapping) and sex in each):
                raise ArgumentError(
                    f"The stocks are by sex and {name} is not, or not for {sex}: give a dict such "
                    f"as {{'female': ..., 'male': ...}}, or stocks of both sexes together."
                )
            demography.append(None if each is None else each[sex])
        pair = tuple(
            each[each["sex"] == sex].drop(columns="sex").reset_index(drop=True)
            for each in (start, end)
        )
        yield sex, (pair[0], pair[1]), (demography[0], demography[1], demography[2])


def _people(
    population: Any, places: list[str], years: tuple[int | None, int | None], unions: dict[str, str]
) -> tuple[np.ndarray, np.ndarray] | None:
    if population is None:
        return None
    if isinstance(population, (tuple, list)) and len(population) == 2:
        pair = [vector(each, places, "population", unions) for each in population]
    elif isinstance(population, pd.DataFrame):
        if None in years:
            raise ArgumentError(
                "population is a table of years and the stocks do not say theirs. Give a pair, "
                "(at the start, at the end), or tidy stocks."
            )
        pair = [vector(population, places, "population", unions, year) for year in years]
    else:
        raise ArgumentError(
            "population is people at the start and at the end: a pair, or an economy table with "
            f"both years; this is a {type(population).__name__}."
        )
    return pair[0], pair[1]


def _marker(seed: Seed) -> Any:
    """Whether there is a seed, for the check of options before its places are known."""
    return None if seed is None else np.ones((1, 1))
