"""Checks of the claims in Geddes (2018) on ties between places: the Americas, and Europe's East.

Stocks count people and not moves, and flows are estimates: each check says which of them it reads.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from migov import economies
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import added, added_at, ending, line, pairs, region, total
from migov.claims.stocks import (
    at_ends,
    by_economy,
    in_each,
    rank_of,
    successors,
    within,
)
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation

_NORTHERN_AMERICA = ("USA", "CAN", "BMU", "GRL", "SPM")
_UNKNOWN = ("XXX", "XXA")
_EAST = ("BGR", "CZE", "EST", "HUN", "LTU", "LVA", "POL", "ROU", "SVK", "SVN")


def mexico_first(claim: Claim) -> Finding:
    """G049: where Mexico stands among the origins of migrants in the United States."""

    def arrived(series: str, version: str | None = None) -> pd.DataFrame:
        table = pairs(series, version)
        here = ending(table, "destination", ["USA"]) & ~ending(table, "origin", _UNKNOWN)
        return added_at(table[here], "origin")

    ranks = in_each("migrant_stock", "Rank of Mexico among origins in the United States",
                    claim.unit, lambda version: rank_of(arrived("migrant_stock", version), "MEX"),
                    claim.population)  # fmt: skip
    shares = in_each("migrant_stock", "From Mexico, of the migrants in the United States", "%",
                     lambda version: share(arrived("migrant_stock", version).loc["MEX"],
                                           total("migrant_stock", None, ["USA"], version)),
                     claim.population)  # fmt: skip
    others = [
        line(series, label, claim.unit, rank_of(arrived(series), "MEX"), claim.population)
        for series, label in (
            ("migrant_stock_gbmd", "Rank of Mexico, World Bank"),
            ("migration_flow_da_pb_closed", "Rank of Mexico among arrivals in five years"),
        )
    ]
    older, flows = (each.values for each in others)
    then, now = ranks[0].at(claim.year), ranks[0].last
    assert claim.stated is not None
    verdict = judge_relation(then.value == claim.stated, now.value == claim.stated)
    reason = (
        f"Of the migrants in the United States {shares[0].at(then.year).value:.0f} per cent came "
        f"from Mexico in {then.year} and {shares[0].last.value:.0f} in {now.year}, more than from "
        f"anywhere else; in 1960 it ranked {older[1960]:.0f}. Among estimated arrivals it ranked "
        f"{flows[2005]:.0f} in 2005–2010 and {flows.iloc[-1]:.0f} in {flows.index[-1]}–"
        f"{flows.index[-1] + 5}."
    )
    return finding(claim, verdict, reason, [*ranks, *shares, *others])


def north_and_south_america(claim: Claim, least: float) -> Finding:
    """G051: where migrants from South America live."""
    table = economies.table()
    south = table.loc[table["subregion"] == "South America", "economy"].tolist()
    latin = [code for code in region("Americas") if code not in _NORTHERN_AMERICA]

    def living(origins: Collection[str], places: Collection[str], label: str) -> list[Line]:
        return in_each(
            "migrant_stock", label, claim.unit,
            lambda version: share(total("migrant_stock", origins, places, version),
                                  total("migrant_stock", origins, None, version)),
            claim.population if origins is south else "Migrants from Latin America",
        )  # fmt: skip

    north = living(south, _NORTHERN_AMERICA, "South Americans in Northern America")
    home = living(south, south, "South Americans in South America")
    europe = living(south, region("Europe"), "South Americans in Europe")
    whole = living(latin, _NORTHERN_AMERICA, "Latin Americans in Northern America")
    then, now = north[0].at(claim.year), north[0].last
    verdict = judge_relation(then.value >= least, now.value >= least)
    reason = (
        f"Of the migrants from South America {then.value:.0f} per cent lived in Northern America "
        f"in {then.year} and {now.value:.0f} in {now.year}; {home[0].at(then.year).value:.0f} and "
        f"{home[0].last.value:.0f} lived in South America, {europe[0].at(then.year).value:.0f} "
        f"and {europe[0].last.value:.0f} in Europe. Of all from Latin America and the Caribbean "
        f"it was {whole[0].at(then.year).value:.0f} and {whole[0].last.value:.0f}."
    )
    return finding(claim, verdict, reason, [*north, *home, *europe, *whole])


def remittances_from_the_united_states(claim: Claim) -> Finding:
    """G054: what Latin America received, shared out by where its migrants live."""
    latin = [code for code in region("Americas") if code not in _NORTHERN_AMERICA]
    received = by_economy("remittances_received")
    newest = int(pairs("migrant_stock")["year"].max())
    counts = {claim.year: 2005, min(newest, int(received.columns.max())): newest}

    def by_sender(version: str) -> pd.DataFrame:
        table = pairs("migrant_stock", version)
        table = table[ending(table, "origin", latin)]
        sent = {}
        for year, counted in counts.items():
            if counted in table["year"].unique():
                stock = table[table["year"] == counted].pivot(
                    index="origin", columns="destination", values="value"
                ).sort_index(axis=1)
                weights = stock.div(stock.sum(axis=1), axis=0)
                sent[year] = weights.mul(received[year].reindex(weights.index), axis=0).sum()
        return pd.DataFrame(sent).fillna(0.0)

    def american(sent: pd.DataFrame) -> pd.Series:
        return share(sent.loc["USA"], sent.sum())

    shared = in_each("migrant_stock", "From the United States, by where migrants live", claim.unit,
                     lambda version: american(by_sender(version)), claim.population,
                     ["remittances_received"])  # fmt: skip

    def matrix(version: str) -> pd.DataFrame:
        table = pairs("bilateral_remittances", version)
        return added_at(table[ending(table, "destination", latin)], "origin")

    modelled = in_each("bilateral_remittances", "From the United States, modelled matrix",
                       claim.unit, lambda version: american(matrix(version)),
                       claim.population)  # fmt: skip
    sent = by_sender(shared[0].version.split("/")[0])
    then, now = shared[0].at(claim.year), shared[0].last
    newest = matrix(modelled[0].version)
    first = [str(sent[year].idxmax()) for year in (then.year, now.year)]
    verdict = judge_relation(
        first[0] == "USA",
        first[1] == "USA" and str(newest.iloc[:, -1].idxmax()) == "USA",
    )
    second = sent[then.year].drop("USA")
    told = " and ".join(f"{each.last.value:.0f} in {each.last.year}" for each in reversed(modelled))
    reason = (
        f"By where migrants lived {then.value:.0f} per cent came from the United States in "
        f"{then.year} (next {economies.name(str(second.idxmax()))} with "
        f"{100 * second.max() / sent[then.year].sum():.0f}) and {now.value:.0f} in {now.year}. The "
        f"modelled matrices, which weigh incomes as well, have {told}."
    )
    return finding(claim, verdict, reason, [*shared, *modelled])


def magnets(claim: Claim, least: float) -> Finding:
    """G058: migrants of CARICOM in the richer of two members."""
    product = by_economy("gdp_per_capita")

    def moved(series: str, version: str | None = None) -> pd.DataFrame:
        parts = []
        for year in pairs(series, version)["year"].unique():
            if year >= claim.year:
                table = within(series, economies.members("CARICOM", on=int(year)), version)
                parts.append(table[table["year"] == year])
        table = pd.concat(parts)
        origin, destination = at_ends(table, product)
        known = ~np.isnan(origin) & ~np.isnan(destination)
        return table.assign(up=destination > origin)[known]

    def part(series: str, version: str) -> pd.Series:
        return richer(moved(series, version))

    def richer(table: pd.DataFrame) -> pd.Series:
        up = table.assign(value=table["value"].where(table["up"], 0.0))
        return share(added(up), added(table))

    apart = [
        each
        for series, who in (("migrant_stock_gbmd", "World Bank"), ("migrant_stock", "UN DESA"))
        for each in in_each(
            series, f"Migrants in the richer of two members, {who}", claim.unit,
            partial(part, series), claim.population, ["gdp_per_capita"],
        )
    ]  # fmt: skip
    bank, united = (next(each for each in apart if who in each.label and each.pinned)
                    for who in ("World Bank", "UN DESA"))  # fmt: skip
    # The fear is older than the counts of the United Nations, and those of the bank end in 2000.
    joined = replace(
        bank,
        label="Migrants in the richer of two members, World Bank to 1980, then UN DESA",
        source=f"{bank.source}; {united.source}",
        series="migrant_stock_gbmd, migrant_stock, gdp_per_capita",
        version="/".join(dict.fromkeys(f"{bank.version}/{united.version}".split("/"))),
        values=pd.concat([bank.values[bank.values.index < 1990], united.values]),
    )
    then, now = joined.at(claim.year), joined.last
    verdict = judge_relation(then.value >= least, now.value >= least)
    first, last = moved("migrant_stock_gbmd"), moved("migrant_stock")
    many = [int(table.loc[table["year"] == year, "value"].sum())
            for table, year in ((first, then.year), (last, now.year))]  # fmt: skip
    others = last[(last["origin"] != "GUY") & (last["destination"] != "GUY")]
    grown = product.loc["GUY", now.year] / product.loc["GUY", 2015]
    reason = (
        f"In {then.year} {then.value:.0f} per cent of {many[0]:,} migrants between the members "
        f"lived in the richer of their two economies, and in {now.year} {now.value:.0f} of "
        f"{many[1]:,}. What changed is Guyana, which sends many and became {grown:.1f} times as "
        f"rich since 2015: without it the share of {now.year} is {richer(others)[now.year]:.0f}."
    )
    return finding(claim, verdict, reason, [joined, *apart])


def from_the_east(claim: Claim, least: float) -> Finding:
    """G091: migrants from central and eastern Europe in the fifteen members."""
    fifteen = economies.members("EU15")
    yugoslavia = [*successors("YUG"), "XKX", "SCG"]
    soviet = [code for code in successors("SUN") if code not in _EAST]
    origins = {
        "the ten": _EAST,
        "the former Yugoslavia": [code for code in yugoslavia if code not in _EAST],
        "the rest of the former Soviet Union": soviet,
    }

    def lines_of(name: str, codes: Sequence[str]) -> list[Line]:
        return in_each(
            "migrant_stock", f"Migrants from {name} in the fifteen", claim.unit,
            lambda version: total("migrant_stock", codes, fifteen, version) * 1e-6,
            claim.population if name == "the ten" else f"Migrants from {name}",
        )  # fmt: skip

    lines = {name: lines_of(name, codes) for name, codes in origins.items()}
    bank = line("migrant_stock_gbmd", "Migrants from the ten in the fifteen, World Bank",
                claim.unit, total("migrant_stock_gbmd", _EAST, fifteen) * 1e-6,
                claim.population)  # fmt: skip
    ten = lines["the ten"][0]
    then, now, first = ten.at(claim.year), ten.last, ten.at(1990)
    verdict = judge_relation(then.value >= (1 + least) * first.value, now.value > then.value)
    grown = [100 * (each.at(claim.year).value / each.at(1990).value - 1)
             for each in (*lines["the ten"], bank)]  # fmt: skip
    before = 100 * (bank.values[1990] / bank.values[1980] - 1)
    older = grown[1:-1]  # none, where the revision is the oldest
    told = (
        f"Older revisions have {min(older):+.0f} to {max(older):+.0f} for the 1990s, and the "
        "World Bank"
        if older else "For the 1990s the World Bank has"
    )
    reason = (
        f"Migrants from the ten in the fifteen went from {first.value:.2f} million in 1990 to "
        f"{then.value:.2f} in {then.year}, {grown[0]:+.0f} per cent, and to {now.value:.2f} in "
        f"{now.year}. {told} {grown[-1]:+.0f} after {before:+.0f} in the 1980s."
    )
    return finding(
        claim, verdict, reason, [*(each for found in lines.values() for each in found), bank]
    )
