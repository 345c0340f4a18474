"""Checks of the claims in Overbeek (2002) on who goes where: in the Americas, and to new places.

Migrants are those whom UN DESA counts in stocks, or its prospects as a balance; workers are not
told apart from others.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from migov.claims.evidence import Line, combined, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import pairs, region, total
from migov.claims.stocks import by_economy, by_end, in_each
from migov.claims.sums import ratio, share
from migov.claims.verdicts import judge_relation
from migov.registry import find

_UNKNOWN = ("XXX", "XXA")
_TURNING = {
    "Mexico": ("MEX",),
    "Central Europe": ("CZE", "HUN", "POL", "SVK"),
    "Turkey": ("TUR",),
}
_SOUTHERN = {"Greece": ("GRC",), "Italy": ("ITA",), "Portugal": ("PRT",), "Spain": ("ESP",)}


def within_the_americas(claim: Claim, least_share: float, least_ratio: float) -> Finding:
    """O081: migrants of the Americas in the Americas, and the money they send."""
    there = region("Americas")

    def inside(version: str) -> pd.Series:
        return total("migrant_stock", there, there, version)

    among = in_each(
        "migrant_stock", "From the Americas, of the migrants living there", claim.unit,
        lambda version: share(inside(version), total("migrant_stock", None, there, version)),
        claim.population,
    )  # fmt: skip
    home = in_each(
        "migrant_stock", "Living in the Americas, of the migrants from there", claim.unit,
        lambda version: share(inside(version), total("migrant_stock", there, None, version)),
        "Migrants from the Americas",
    )  # fmt: skip
    money = [
        combined(["remittances_received", name], ratio, f"Remittances ÷ {what}", "ratio", "LCN",
                 "Latin America and the Caribbean")
        for name, what in (("fdi_inflow", "direct investment"), ("exports", "exports"))
    ]  # fmt: skip
    invested, sold = (lines[0] for lines in money)
    then, now = among[0].at(claim.year), among[0].last
    older = [line.values[claim.year] for line in among[1:]]
    known = share(inside(among[0].version), _of_known_origin(there))[claim.year]
    verdict = judge_relation(
        then.value >= least_share and invested.at(claim.year).value >= least_ratio,
        now.value >= least_share and invested.last.value >= least_ratio,
    )
    reason = (
        f"Of the migrants living in the Americas {then.value:.1f} per cent had come from there in "
        f"{then.year} ({_range(older)} in older revisions, {known:.1f} of those "
        f"whose origin is known) and {now.value:.1f} in {now.year}: so near the {least_share} that "
        f"the reading asks for, the verdict hangs on the bound. Remittances of Latin "
        f"America were {invested.at(claim.year).value:.2f} times direct investment and "
        f"{100 * sold.at(claim.year).value:.1f} per cent of exports in {claim.year}, and "
        f"{invested.last.value:.2f} times and {100 * sold.last.value:.1f} in {invested.last.year}."
    )
    return finding(
        claim, verdict, reason, [*among, *home, *(line for each in money for line in each)]
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
    then, now = lowest.at(claim.year), lowest.last
    verdict = judge_relation(then.value > 0, now.value > 0)
    told = "; ".join(
        f"{name} {place.at(claim.year).value:+.1f} and {place.last.value:+.1f}"
        for name, place in zip(_TURNING, places, strict=True)
    )
    grown = ", ".join(f"{stock.at(1990).value:.1f} to {stock.last.value:.1f}" for stock in stocks)
    reason = (
        f"Net migration per 1,000 people a year in {claim.year - 4}–{claim.year} and in "
        f"{now.year - 4}–{now.year}: {told}. Migrants who live in the three went from {grown} "
        f"million between 1990 and {stocks[0].last.year}: more come to each, but to become a "
        "place of destination, as Southern Europe did, is to gain more people than one loses."
    )
    return finding(claim, verdict, reason, [lowest, *places, *flows, *stocks])


def from_farther_out(claim: Claim, least: float) -> Finding:
    """O094b: where migrants of the three new destinations come from."""
    product = by_economy("gdp_per_capita_ppp").stack().dropna()

    def poorer(codes: Sequence[str], version: str) -> pd.Series:
        table = pairs("migrant_stock", version)
        table = table[table["destination"].isin(codes) & ~table["origin"].isin(codes)]
        here, there = (
            product.reindex(pd.MultiIndex.from_frame(table[[end, "year"]])).to_numpy()
            for end in ("destination", "origin")
        )
        known = table[~(pd.isna(here) | pd.isna(there))]
        farther = table[there < here]
        return share(*(each.groupby("year")["value"].sum() for each in (farther, known)))

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
    told = "; ".join(
        f"{name} {each[0].at(then.year).value:.0f} and {each[0].last.value:.0f}"
        for name, each in places.items()
    )
    american = share(
        total("migrant_stock", ["USA"], ["MEX"]), total("migrant_stock", None, ["MEX"])
    )
    reason = (
        "Of migrants whose economies have a figure, per cent from poorer ones than where they "
        f"live, in {then.year} and {now.year}: {told}. In Mexico {american[then.year]:.0f} "
        f"and {american[now.year]:.0f} per cent came from the United States."
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
    losses = around["the four"].loc[claim.year : newest]
    lost = losses[losses <= 0].index
    again = f"lost people around {_years(lost)}" if len(lost) else "have lost none since"
    reason = (
        f"Up to {claim.year} the four together had gained people without a break since "
        f"{then.value:.0f}, but singly {told}: {sum(map(in_time, turns[1:]))} of them between "
        f"{earliest} and {latest}, where the reading asks for {least}. Together "
        f"they {again}, and in the newest five years they gain "
        f"{rate.last.value:.1f} per 1,000 a year."
    )
    return finding(claim, verdict, reason, [*turns, bank, rate, flows])


def _of_known_origin(there: Sequence[str]) -> pd.Series:
    table = pairs("migrant_stock")
    keep = table["destination"].isin(there) & ~table["origin"].isin(_UNKNOWN)
    return table[keep].groupby("year")["value"].sum()


def _line(series: str, label: str, unit: str, values: pd.Series, population: str) -> Line:
    """A line on a pinned series, which but for numbers of people rests on the population too."""
    names = [series] if unit == "million persons" else [series, "population_wpp"]
    records = [find(name) for name in names]
    return Line(
        label, "; ".join(dict.fromkeys(each.publisher.name for each in records)),
        ", ".join(names), "/".join(dict.fromkeys(each.pinned for each in records)), population,
        unit, values,
    )  # fmt: skip


def _net_rate(codes: Sequence[str], series: str = "net_migration_wpp") -> pd.Series:
    """Net migration of some economies together, per 1,000 of their people, by year."""
    net, people = (by_economy(name).loc[list(codes)].sum() for name in (series, "population_wpp"))
    return (1000 * net / people).dropna()


def _balance(series: str, codes: Sequence[str]) -> pd.Series:
    """Arrivals less departures a year, per 1,000 people, by the first of five years."""
    into, out = (by_end(series, end).loc[list(codes)].sum() for end in ("destination", "origin"))
    people = by_economy("population_wpp").loc[list(codes)].sum()
    return (1000 * (into - out) / 5 / people).dropna()


def _around(values: pd.Series) -> pd.Series:
    return values.rolling(5, center=True).mean().dropna()


def _since(values: pd.Series) -> pd.Series:
    """For each year of a gain, the year since which there has been a gain without a break."""
    gain = values > 0
    began = pd.Series(values.index, values.index).where(gain & ~gain.shift(fill_value=False))
    return began.ffill()[gain].astype(float)


def _year(values: pd.Series, year: int) -> str:
    return f"{values[year]:.0f}" if year in values.index else "not at all"


def _years(years: pd.Index) -> str:
    return f"{years.min()}" if len(years) == 1 else f"{years.min()}–{years.max()}"


def _range(values: Sequence[float]) -> str:
    ends = list(dict.fromkeys(f"{end:.1f}" for end in (min(values), max(values))))
    return " to ".join(ends)
