"""Checks of the claims in Geddes (2018) on flows since 1990 and on who receives migrants.

Stocks count people and not moves, and flows are estimates: each check says which of them it reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from migov import economies
from migov.claims.evidence import Line, figures, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import line, pairs, region, total
from migov.claims.stocks import (
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
    redrawn = sum(
        within("migrant_stock", successors(state)).groupby("year")["value"].sum()
        for state in former
    )
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
    ten = newer.values
    reason = (
        f"Flows of {claim.year}–{claim.year + 5} were {numbers[0].at(claim.year).value:.1f} "
        f"million, {grown[0]:+.0f} per cent on 1990–1995 ({min(grown):+.0f} to {max(grown):+.0f} "
        f"by six methods, of which {sum(sharp(claim.year))} show a sharp rise), but "
        f"{per_head[0][claim.year]:.2f} per 1,000 people against {per_head[0][1990]:.2f}; in "
        f"{now.year}–{now.year + 5} {now.value:.1f} million "
        f"({100 * rise(numbers[0].values, now.year):+.0f}) and {per_head[0][now.year]:.2f}. The "
        f"edition of 2025 has {ten[1990]:.0f}, {ten[2000]:.0f} and {ten[2010]:.0f} million by "
        f"decade; new borders made {redrawn[1990] * 1e-6:.0f} of the {stock.values[1990]:.0f} "
        "million migrants of 1990."
    )
    return finding(claim, verdict, reason, [*numbers, *rates, newer, stock, apart])


def main_receivers(claim: Claim, number: int) -> Finding:
    """G006: where the economies with most migrants lie."""
    north = {"USA", "CAN", "AUS", "NZL", "BMU", "GRL", "SPM", *region("Europe")}

    def largest(version: str, year: int, first: int = number) -> list[str]:
        return by_end("migrant_stock", "destination", version)[year].nlargest(first).index.tolist()

    def count(version: str) -> pd.Series:
        years = by_end("migrant_stock", "destination", version).columns
        return pd.Series({year: len(north & set(largest(version, year))) for year in years})

    def part(version: str) -> pd.Series:
        stock = by_end("migrant_stock", "destination", version)
        return share(stock[stock.index.isin(north)].sum(), stock.sum())

    counts = in_each("migrant_stock", f"Of the {number} largest, in the north and Australasia",
                     claim.unit, count, claim.population)  # fmt: skip
    shares = in_each("migrant_stock", "Migrants who live in the north and Australasia", "%", part,
                     "World")  # fmt: skip
    then, now = counts[0].at(claim.year), counts[0].last
    verdict = judge_relation(
        *(2 * found.value > number and shares[0].at(found.year).value > 50 for found in (then, now))
    )
    pinned = counts[0].version
    left_out = [", ".join(code for code in largest(pinned, year) if code not in north)
                for year in (then.year, now.year)]  # fmt: skip
    ten = [len(north & set(largest(pinned, year, 10))) for year in (then.year, now.year)]
    reason = (
        f"Of the {number} economies with most migrants {then.value:.0f} lay there in {then.year} "
        f"and {now.value:.0f} in {now.year}, where more than half are asked for, with "
        f"{shares[0].at(then.year).value:.0f} and {shares[0].last.value:.0f} per cent of all "
        f"migrants; of the ten largest it is {ten[0]} and {ten[1]}. Left out are {left_out[0]} in "
        f"{then.year} and {left_out[1]} in {now.year}."
    )
    return finding(claim, verdict, reason, [*counts, *shares])


def from_poorer_to_richer(claim: Claim, least: float) -> Finding:
    """G007b: migrants in an economy richer than the one they came from."""

    def part(series: str, version: str) -> pd.Series:
        product = by_economy(series).stack().dropna().rename("product")
        table = pairs("migrant_stock", version)
        for end in ("origin", "destination"):
            table = table.merge(
                product.rename(end + "_product"), left_on=[end, "year"], right_index=True
            )
        richer = table[table["destination_product"] > table["origin_product"]]
        return share(*(each.groupby("year")["value"].sum() for each in (richer, table)))

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
    exchange = next(each for each in lines if "exchange" in each.label)
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
