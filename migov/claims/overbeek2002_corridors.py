"""Checks of the claims in Overbeek (2002) on who goes where: in the Americas, and to new places.

Migrants are those whom UN DESA counts in stocks, or its prospects as a balance; workers are not
told apart from others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from migov.claims.evidence import Line, combined, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import added, ending, line, pairs, region, total
from migov.claims.run import once
from migov.claims.stocks import at_ends, by_economy, by_end, embedded, in_each
from migov.claims.sums import ratio, share
from migov.claims.verdicts import Verdict, judge_relation
from migov.registry import find

_FIVE = "net_migration_five_years"
_TURNING = {
    "Mexico": ("MEX",),
    "Central Europe": ("CZE", "HUN", "POL", "SVK"),
    "Turkey": ("TUR",),
}
_SOUTHERN = {"Greece": ("GRC",), "Italy": ("ITA",), "Portugal": ("PRT",), "Spain": ("ESP",)}


def within_the_americas(claim: Claim, least: float) -> Finding:
    """O081: the money that migrants of the Americas send, and how many of them stay there."""
    there = region("Americas")

    def inside(version: str) -> pd.Series:
        return total("migrant_stock", there, there, version)

    among = in_each(
        "migrant_stock", "From the Americas, of the migrants living there", "%",
        lambda version: share(inside(version), total("migrant_stock", None, there, version)),
        "Migrants living in the Americas",
    )  # fmt: skip
    home = in_each(
        "migrant_stock", "Living in the Americas, of the migrants from there", "%",
        lambda version: share(inside(version), total("migrant_stock", there, None, version)),
        "Migrants from the Americas",
    )  # fmt: skip
    money = [
        combined(["remittances_received", name], ratio, f"Remittances ÷ {what}", claim.unit, "LCN",
                 claim.population)
        for name, what in (("fdi_inflow", "direct investment"), ("exports", "exports"))
    ]  # fmt: skip
    invested, sold = (lines[0] for lines in money)
    then, now = invested.at(claim.year), invested.last
    verdict = judge_relation(then.value >= least, now.value >= least)
    reason = (
        f"What migrants sent to Latin America and the Caribbean was {then.value:.2f} times the "
        f"direct investment that came in in {then.year}, and {now.value:.2f} times in {now.year} "
        f"({100 * sold.at(claim.year).value:.0f} and {100 * sold.last.value:.0f} per cent of "
        f"exports). Of the migrants who live in the Americas {among[0].at(claim.year).value:.0f} "
        f"per cent had come from there in {claim.year} and {among[0].last.value:.0f} in "
        f"{among[0].last.year}."
    )
    return finding(
        claim, verdict, reason, [*(line for each in money for line in each), *among, *home]
    )


def new_destinations(claim: Claim) -> Finding:
    """O094: net migration of three places, the lowest of which decides."""
    rates = pd.DataFrame({name: _net_rate(codes) for name, codes in _TURNING.items()})
    ended = rates.rolling(5).mean().dropna()
    record = find("net_migration_wpp")
    places = [
        _line(record.id, f"Net migration, {name}", "per 1,000", ended[name], name)
        for name in _TURNING
    ]
    lowest = _line(record.id, "Lowest net migration of the three", claim.unit, ended.min(axis=1),
                   claim.population)  # fmt: skip
    flows = [
        _line("migration_flow_da_pb_closed", f"Balance of flows, {name}", "per 1,000",
              _balance("migration_flow_da_pb_closed", codes), name)
        for name, codes in _TURNING.items()
    ]  # fmt: skip
    arrived = by_end("migrant_stock", "destination")
    stocks = [
        _line("migrant_stock", f"Migrants, {name}", "million persons",
              arrived.loc[list(codes)].sum() * 1e-6, name)
        for name, codes in _TURNING.items()
    ]  # fmt: skip
    earlier = _older(
        "Lowest net migration of the three (five years around)", claim,
        lambda name: pd.DataFrame(
            {place: _net_rate(codes, _FIVE, name) / 5 for place, codes in _TURNING.items()}
        ).min(axis=1),
    )  # fmt: skip
    then, now = lowest.at(claim.year), lowest.last
    verdict = judge_relation(then.value > 0, now.value > 0)
    told = "; ".join(
        f"{name} {place.at(claim.year).value:+.1f} and {place.last.value:+.1f}"
        for name, place in zip(_TURNING, places, strict=True)
    )
    grown = ", ".join(f"{stock.at(1990).value:.1f} to {stock.last.value:.1f}" for stock in stocks)
    reason = (
        f"A place of destination gains more people than it loses: per 1,000 a year it was, in "
        f"{claim.year - 4}–{claim.year} and {now.year - 4}–{now.year}, {told}. More people do come "
        f"to each, and by that reading the claim holds: the migrants living there went from "
        f"{grown} million between 1990 and {stocks[0].last.year}."
    )
    return finding(claim, verdict, reason, [lowest, *earlier, *places, *flows, *stocks])


def from_farther_out(claim: Claim, least: float) -> Finding:
    """O094b: where migrants of the three new destinations come from."""
    product = by_economy("gdp_per_capita_ppp")

    def poorer(codes: Sequence[str], version: str) -> pd.Series:
        table = pairs("migrant_stock", version)
        table = table[ending(table, "destination", codes) & ~ending(table, "origin", codes)]
        there, here = at_ends(table, product)
        known = table[~np.isnan(here) & ~np.isnan(there)]
        farther = table[there < here]
        return share(added(farther), added(known))

    def lowest(version: str) -> pd.Series:
        return pd.concat([poorer(codes, version) for codes in _TURNING.values()], axis=1).min(
            axis=1
        )

    beside = ["gdp_per_capita_ppp"]
    lines = in_each("migrant_stock", "Lowest share from poorer economies of the three", claim.unit,
                    lowest, claim.population, beside)  # fmt: skip
    places = {
        name: in_each("migrant_stock", f"From poorer economies, {name}", claim.unit,
                      partial(poorer, codes), f"Migrants, {name}", beside)
        for name, codes in _TURNING.items()
    }  # fmt: skip
    then, now = lines[0].at(claim.year), lines[0].last
    verdict = judge_relation(then.value >= least, now.value >= least)
    mexico, *others = (
        f"{each[0].at(then.year).value:.0f} and {each[0].last.value:.0f}"
        for each in places.values()
    )
    american = share(
        total("migrant_stock", ["USA"], ["MEX"]), total("migrant_stock", None, ["MEX"])
    )
    reason = (
        f"Of the migrants in Mexico {mexico} per cent came from poorer economies in {then.year} "
        f"and {now.year}; {american[then.year]:.0f} and {american[now.year]:.0f} came from the "
        f"United States. In Central Europe ({others[0]} per cent) and in Turkey ({others[1]}) most "
        "did come from farther out, as the claim has it."
    )
    return finding(
        claim, verdict, reason, [*lines, *(line for each in places.values() for line in each)]
    )


def southern_europe(claim: Claim, earliest: int, latest: int, least: int) -> Finding:
    """O095: since when Southern Europe has gained people without a break."""
    groups = {"the four": sum(_SOUTHERN.values(), ()), **_SOUTHERN}
    around = {name: _around(_net_rate(codes)) for name, codes in groups.items()}
    turns = [
        _line("net_migration_wpp", f"Year since which people are gained, {name}", claim.unit,
              _since(values), name)
        for name, values in around.items()
    ]  # fmt: skip
    label = "Year since which people are gained, {} (five years around)"
    older = {
        name: _older(label.format(name), claim, partial(_turn, codes), second=name == "the four")
        for name, codes in groups.items()
    }
    bank = _line("net_migration", "Year since which people are gained, the four (World Bank)",
                 claim.unit, _since(_around(_net_rate(groups["the four"], "net_migration"))),
                 claim.population)  # fmt: skip
    rate = _line("net_migration_wpp", "Net migration, the four", "per 1,000", around["the four"],
                 claim.population)  # fmt: skip
    flow = "migration_flow_da_min_closed"
    flows = _line(flow, "Balance of flows, the four", "per 1,000",
                  _balance(flow, groups["the four"]), claim.population)  # fmt: skip

    def in_time(line: Line) -> bool:
        values = line.values
        return claim.year in values.index and earliest <= values[claim.year] <= latest

    held = [
        in_time(whole) and sum(in_time(lines[at]) for lines in list(older.values())[1:]) >= least
        for at, whole in enumerate(older["the four"])
    ]
    newest = rate.last.year
    gains = {name: values[newest] > 0 for name, values in around.items()}
    verdict = judge_relation(
        in_time(turns[0]) and sum(map(in_time, turns[1:])) >= least,
        gains["the four"] and sum(gains[name] for name in _SOUTHERN) >= least,
    )
    then = turns[0].at(claim.year)
    told = ", ".join(
        f"{name} {_year(line.values, claim.year)}"
        for name, line in zip(_SOUTHERN, turns[1:], strict=True)
    )
    if verdict is Verdict.FAILS and in_time(turns[0]) and all(held):
        verdict = Verdict.REVISED
    net = by_economy("net_migration_wpp").loc["ITA"] * 1e-6
    reason = (
        f"The four together gained people without a break since {then.value:.0f}, but singly "
        f"{told}: {sum(map(in_time, turns[1:]))} of the {least} asked for fall between {earliest} "
        f"and {latest}. In {sum(held)} of {len(held)} older vintages, which have sums over five "
        f"years, the claim holds; the newest puts {net[1994]:+.1f} million people in Italy into "
        f"1994 and {net[1995]:+.1f} into 1995."
    )
    every = [line for lines in older.values() for line in lines]
    return finding(claim, verdict, reason, [turns[0], *every, *turns[1:], bank, rate, flows])


def _line(series: str, label: str, unit: str, values: pd.Series, population: str) -> Line:
    """A line on a pinned series, which but for numbers of people rests on the population too."""
    names = [series] if unit == "million persons" else [series, "population_wpp"]
    return line(names, label, unit, values, population)


def _older(
    label: str, claim: Claim, values: Callable[[str], pd.Series], second: bool = True
) -> list[Line]:
    """A line for each older vintage, which has sums over five years under the middle one."""
    record, people = find(_FIVE), find("population_wpp").pinned
    return [
        Line(
            label, record.publisher.name, f"{record.id}, population_wpp", f"{name}/{people}",
            claim.population, claim.unit, values(name), pinned=name == record.pinned,
            second=second,
        )
        for name in embedded(_FIVE)
    ]  # fmt: skip


def _turn(codes: Sequence[str], version: str) -> pd.Series:
    return _since(_net_rate(codes, _FIVE, version))


def _net_rate(
    codes: Sequence[str], series: str = "net_migration_wpp", version: str | None = None
) -> pd.Series:
    """Net migration of some economies together, per 1,000 of their people, by year."""
    net = by_economy(series, version).loc[list(codes)].sum()
    return (1000 * net / _people(codes)).dropna()


def _balance(series: str, codes: Sequence[str]) -> pd.Series:
    """Arrivals less departures a year, per 1,000 people, by the first of five years."""
    into, out = (by_end(series, end).loc[list(codes)].sum() for end in ("destination", "origin"))
    return (1000 * (into - out) / 5 / _people(codes)).dropna()


def _people(codes: Sequence[str]) -> pd.Series:
    return once(
        ("people of", *codes), lambda: by_economy("population_wpp").loc[list(codes)].sum()
    )


def _around(values: pd.Series) -> pd.Series:
    return values.rolling(5, center=True).mean().dropna()


def _since(values: pd.Series) -> pd.Series:
    """For each year of a gain, the year since which there has been a gain without a break."""
    gain = values > 0
    began = pd.Series(values.index, values.index).where(gain & ~gain.shift(fill_value=False))
    return began.ffill()[gain].astype(float)


def _year(values: pd.Series, year: int) -> str:
    return f"{values[year]:.0f}" if year in values.index else "not at all"
