"""Checks of the claims in Geddes (2018) on migration from Asia: its scale, and where it goes.

Stocks count people and not moves, and flows are estimates; contracts of work are in neither.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import added_at, ending, line, pairs, region, total
from migov.claims.stocks import in_each, people, rank_of
from migov.claims.verdicts import judge_relation
from migov.registry import find

_NORTHERN_AMERICA = ("USA", "CAN", "BMU", "GRL", "SPM")
_METHODS = ("da_pb_closed", "da_min_closed", "da_min_open", "mig_rate", "sd_rev_neg", "sd_drop_neg")
_GULF = ("ARE", "BHR", "KWT", "OMN", "QAT", "SAU")


def asian_migration(claim: Claim) -> Finding:
    """G066: migrants from Asia, and beside the people of Asia."""
    asia = region("Asia")
    everyone = people()
    heads = everyone[everyone.index.isin(asia)].sum()

    def left(series: str, version: str | None = None) -> pd.Series:
        return total(series, asia, None, version)

    counts = in_each("migrant_stock", "Migrants from Asia", claim.unit,
                     lambda version: left("migrant_stock", version) * 1e-6,
                     claim.population)  # fmt: skip
    rates = in_each("migrant_stock", "Migrants from Asia per 1,000 people of Asia", "per 1,000",
                    lambda version: 1000 * left("migrant_stock", version) / heads,
                    claim.population, ["population_wpp", "population_projected_wpp"])  # fmt: skip
    bank = line("migrant_stock_gbmd", "Migrants from Asia, World Bank", claim.unit,
                left("migrant_stock_gbmd") * 1e-6, claim.population)  # fmt: skip
    bank_rate = Line(
        "Migrants from Asia per 1,000 people of Asia, World Bank", bank.source,
        "migrant_stock_gbmd, population_wpp",
        f"{bank.version}/{find('population_wpp').pinned}", claim.population, "per 1,000",
        (1e9 * bank.values / heads).dropna(),
    )  # fmt: skip
    flow = "migration_flow_da_pb_closed"
    flows = line(flow, "Departures from economies of Asia in five years", claim.unit,
                 left(flow) * 1e-6, claim.population)  # fmt: skip
    values, then, now = counts[0].values, counts[0].at(claim.year), counts[0].last
    before = pd.concat([values[values.index < claim.year], bank.values])
    verdict = judge_relation(
        then.value > before.max(), now.value > values[values.index < now.year].max()
    )
    rate = rates[0].values
    reason = (
        f"Migrants from economies of Asia were {then.value:.1f} million in {then.year}, more than "
        f"in any count since 1960 ({before.max():.1f} at most), and {now.value:.1f} in {now.year}. "
        f"Of 1,000 people of Asia it was {rate[then.year]:.1f} in {then.year} and "
        f"{bank_rate.values[1960]:.1f} in 1960: as a rate, the scale of {then.year} had been there "
        f"before{'' if bank_rate.values[1960] > rate[then.year] else ' no more than as a number'}."
    )
    return finding(claim, verdict, reason, [*counts, *rates, bank, bank_rate, flows])


def asian_flows(claim: Claim) -> Finding:
    """G071: where those who leave Asia without Western Asia go, and how the Gulf ranks."""
    places = _places()
    asia = [code for code in region("Asia") if places[code] not in ("Gulf", "Western Asia")]

    def by_place(series: str, version: str | None = None) -> pd.DataFrame:
        table = pairs(series, version)
        arrived = added_at(table[ending(table, "origin", asia)], "destination")
        return arrived.groupby(places).sum()

    flows = [
        line(f"migration_flow_{method}", f"Rank of the Gulf by flows, {method}", claim.unit,
             rank_of(by_place(f"migration_flow_{method}"), "Gulf"), claim.population)
        for method in _METHODS
    ]  # fmt: skip
    stocks = in_each("migrant_stock", "Rank of the Gulf by stock", claim.unit,
                     lambda version: rank_of(by_place("migrant_stock", version), "Gulf"),
                     claim.population)  # fmt: skip
    then, now = flows[0].at(claim.year), flows[0].last
    assert claim.stated is not None
    verdict = judge_relation(then.value == claim.stated, now.value == claim.stated)
    moved = by_place(flows[0].series) * 1e-6
    told = [
        ", ".join(f"{place} {value:.1f}" for place, value in moved[year].nlargest(2).items())
        for year in (then.year, now.year)
    ]
    agree, still = (
        sum(each.at(year).value == claim.stated for each in flows) for year in (then.year, now.year)
    )
    reason = (
        f"Of those who left Asia without Western Asia most went, in millions, to {told[0]} in "
        f"{then.year}–{then.year + 5}, and to {told[1]} in {now.year}–{now.year + 5}. Other "
        f"methods differ: the Gulf comes first in {agree} of {len(flows)} for {then.year} and in "
        f"{still} for {now.year}, by which the claim would still hold; contracts are in none."
    )
    return finding(claim, verdict, reason, [*flows, *stocks])


def _places() -> dict[str, str]:
    """Where each economy lies, Asia by its parts and the Gulf apart."""
    table = economies.table()
    parts = table["region"].where(table["region"] != "Asia", table["subregion"])
    parts = parts.where(table["region"] != "Americas", "Latin America and the Caribbean")
    places = dict(zip(table["economy"], parts, strict=True))
    places |= dict.fromkeys(_NORTHERN_AMERICA, "Northern America")
    return places | dict.fromkeys(_GULF, "Gulf")
