"""Checks of the claims in Geddes (2018) on flows since 1990 and on who receives migrants.

Stocks count people and not moves, and flows are estimates: each check says which of them it reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from migov import economies
from migov.claims.evidence import Line, figures, finding, the_one
from migov.claims.model import Claim, Finding
from migov.claims.pairs import added, line, pairs, region, total
from migov.claims.seconds import counted_second
from migov.claims.stocks import (
    at_ends,
    by_economy,
    by_end,
    in_each,
    people,
    rank_of,
    successors,
    within,
)
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.registry import find

_METHODS = ("da_pb_closed", "da_min_closed", "da_min_open", "mig_rate", "sd_rev_neg", "sd_drop_neg")


def flows_since_the_cold_war(claim: Claim, least: float, former: Sequence[str]) -> Finding:
    """G003: flows of five years by six methods, by number and per 1,000 people."""
    middle = figures("population_wpp").rolling(5).mean().shift(-4)  # over the five years that begin
    numbers, rates = [], []
    for method in _METHODS:
        series = f"migration_flow_{method}"
        moved = figures(series)
        name = f"Flows of five years, {method}"
        numbers.append(line(series, name, claim.unit, moved * 1e-6, claim.population))
        rates.append(_per_head(series, f"{name}, per 1,000 people", 1000 * moved / middle))
    decade = "migration_flow_decade_da_pb_closed"
    newer = line(decade, "Flows of ten years, edition of 2025", claim.unit,
                 total(decade) * 1e-6, claim.population)  # fmt: skip
    stock = line("migrant_stock", "Migrant stock", claim.unit, figures("migrant_stock") * 1e-6,
                 claim.population)  # fmt: skip
    redrawn = sum(added(within("migrant_stock", successors(state))) for state in former)
    apart = line("migrant_stock", "Migrant stock without those whom new borders made migrants",
                 claim.unit, stock.values - redrawn * 1e-6, claim.population)  # fmt: skip

    def rise(values: pd.Series, year: int, first: int = 1990) -> float:
        return float(values[year] / values[first] - 1)

    def sharp(year: int) -> list[bool]:
        return [
            rise(number.values, year) >= least and rise(rate.values, year) > 0
            for number, rate in zip(numbers, rates, strict=True)
        ]

    now = numbers[0].last
    verdict = judge_relation(sharp(claim.year)[0], sharp(now.year)[0])
    grown = [100 * rise(each.values, claim.year) for each in numbers]
    per_head = [each.values for each in rates]
    by_year = counted_second("flows-by-year-2025")
    yearly = replace(
        by_year, label=f"{by_year.label}, per 1,000 people", unit="per 1,000", second=False,
        values=(1e9 * by_year.values / middle).dropna(),
    )  # fmt: skip
    other = all(
        rise(by_year.values, year) >= least and rise(yearly.values, year) > 0
        for year in (claim.year, now.year)
    )
    reason = (
        f"Flows of {claim.year}–{claim.year + 5} were {numbers[0].at(claim.year).value:.1f} "
        f"million, {grown[0]:+.0f} per cent on 1990–1995, but there were more people as well: "
        f"{per_head[0][claim.year]:.2f} of 1,000 moved, against {per_head[0][1990]:.2f}. Estimates "
        f"differ: six methods give {min(grown):+.0f} to {max(grown):+.0f}, "
        f"{sum(sharp(claim.year))} of them a sharp rise, and one made year by year gives "
        f"{100 * rise(by_year.values, claim.year):+.0f}, by which the claim would "
        f"{'hold' if other else 'fail too'}."
    )
    lines = [*numbers, by_year, *rates, yearly, newer, stock, apart]
    return finding(claim, verdict, reason, lines)


def main_receivers(claim: Claim, number: int) -> Finding:
    """G006: where the economies with most migrants lie."""
    north = {"USA", "CAN", "AUS", "NZL", "BMU", "GRL", "SPM", *region("Europe")}

    def count(first: int, version: str) -> pd.Series:
        stock = by_end("migrant_stock", "destination", version)
        largest = stock.rank(ascending=False, method="first") <= first
        return largest[stock.index.isin(north)].sum()

    def part(version: str) -> pd.Series:
        stock = by_end("migrant_stock", "destination", version)
        return share(stock[stock.index.isin(north)].sum(), stock.sum())

    counts = in_each("migrant_stock", f"Of the {number} largest, in the north and Australasia",
                     claim.unit, partial(count, number), claim.population)  # fmt: skip
    shares = in_each("migrant_stock", "Migrants who live in the north and Australasia", "%", part,
                     "World")  # fmt: skip
    then, now = counts[0].at(claim.year), counts[0].last
    verdict = judge_relation(
        *(2 * found.value > number and shares[0].at(found.year).value > 50 for found in (then, now))
    )
    largest = by_end("migrant_stock", "destination")[then.year].nlargest(number).index
    left_out = [code for code in largest if code not in north]
    ten = in_each("migrant_stock", "Of the ten largest, in the north and Australasia", claim.unit,
                  partial(count, 10), claim.population)  # fmt: skip
    loose = shares[0].at(then.year).value > 50 and ten[0].at(then.year).value > 5
    reason = (
        f"Of the {number} economies with most migrants {then.value:.0f} lay there in {then.year} "
        f"and {now.value:.0f} in {now.year}, which is half and not more; the others of {then.year} "
        f"are {', '.join(left_out)}. Had only people been counted, of whom "
        f"{shares[0].at(then.year).value:.0f} per cent lived there, or the ten largest economies, "
        f"{ten[0].at(then.year).value:.0f} of which lay there, it would "
        f"{'hold' if loose else 'fail as well'}."
    )
    return finding(claim, verdict, reason, [*counts, *shares, *ten])


def from_poorer_to_richer(claim: Claim, least: float) -> Finding:
    """G007b: migrants in an economy richer than the one they came from."""

    def part(series: str, version: str) -> pd.Series:
        table = pairs("migrant_stock", version)
        origin, destination = at_ends(table, by_economy(series))
        known = ~np.isnan(origin) & ~np.isnan(destination)
        return share(added(table, destination > origin), added(table, known))

    prices = {"gdp_per_capita_ppp": "at purchasing power", "gdp_per_capita": "at exchange rates"}
    lines = [
        each
        for series, how in prices.items()
        for each in in_each(
            "migrant_stock", f"Migrants in a richer economy, {how}", claim.unit,
            partial(part, series), claim.population, [series],
        )
    ]  # fmt: skip
    then, now = lines[0].at(claim.year), lines[0].last
    exchange = the_one(lines, lambda each: "exchange" in each.label, "incomes at exchange rates")
    verdict = judge_relation(then.value >= least, now.value >= least)
    first = lines[0].values
    reason = (
        f"Of the migrants whose two economies have a figure {then.value:.0f} per cent lived in "
        f"the richer one in {then.year} and {now.value:.0f} in {now.year} ({first.iloc[0]:.0f} in "
        f"{first.index[0]}); at exchange rates it is {exchange.at(then.year).value:.0f} and "
        f"{exchange.last.value:.0f}. Why they went it does not say."
    )
    return finding(claim, verdict, reason, lines)


def leading_country(claim: Claim, least_people: int) -> Finding:
    """G019: the rank of the United States by stock, by share and by arrivals."""
    everyone = people()

    def part(version: str) -> pd.DataFrame:
        stock = by_end("migrant_stock", "destination", version)
        here = everyone.reindex(stock.index)[stock.columns]
        return (stock / here)[here[2000] >= least_people]

    ranks = in_each(
        "migrant_stock", "Rank of the United States by migrants", claim.unit,
        lambda version: rank_of(by_end("migrant_stock", "destination", version), "USA"),
        claim.population,
    )  # fmt: skip
    shares = in_each(
        "migrant_stock", "Rank of the United States by migrants per 100 people", claim.unit,
        lambda version: rank_of(part(version), "USA"), "Economies of a million people and more",
        ["population_wpp", "population_projected_wpp"],
    )  # fmt: skip
    arrivals = "migration_flow_da_pb_closed"
    flows = line(arrivals, "Rank of the United States by arrivals", claim.unit,
                 rank_of(by_end(arrivals, "destination"), "USA"), claim.population)  # fmt: skip
    then, now = ranks[0].at(claim.year), ranks[0].last
    assert claim.stated is not None
    verdict = judge_relation(then.value == claim.stated, now.value == claim.stated)
    stock = by_end("migrant_stock", "destination") * 1e-6
    after = [stock[year].nlargest(2).index[-1] for year in (then.year, now.year)]
    reason = (
        f"The United States had {stock.loc['USA', then.year]:.1f} million migrants in {then.year} "
        f"and {stock.loc['USA', now.year]:.1f} in {now.year}; the next had "
        f"{stock.loc[after[0], then.year]:.1f} ({economies.name(after[0])}) and "
        f"{stock.loc[after[1], now.year]:.1f} ({economies.name(after[1])}). Per 100 people "
        f"they rank {shares[0].at(then.year).value:.0f} and {shares[0].last.value:.0f} among "
        "economies of a million and more, and by estimated arrivals "
        f"{flows.at(then.year).value:.0f} from {then.year}."
    )
    return finding(claim, verdict, reason, [*ranks, *shares, flows])


def _per_head(series: str, label: str, values: pd.Series) -> Line:
    record = find(series)
    return Line(
        label, record.publisher.name, f"{series}, population_wpp",
        f"{record.pinned}/{find('population_wpp').pinned}", "World", "per 1,000", values.dropna(),
    )  # fmt: skip
