"""Checks of the claims in Geddes (2018) on ties between places: the Americas, Asia, the East.

Stocks count people and not moves, and flows are estimates: each check says which of them it reads.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from migov import economies
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import line, pairs, region, total
from migov.claims.stocks import (
    by_economy,
    embedded,
    in_each,
    people,
    rank_of,
    successors,
    within,
)
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.registry import find

_NORTHERN_AMERICA = ("USA", "CAN", "BMU", "GRL", "SPM")
_UNKNOWN = ("XXX", "XXA")
_METHODS = ("da_pb_closed", "da_min_closed", "da_min_open", "mig_rate", "sd_rev_neg", "sd_drop_neg")
_EAST = ("BGR", "CZE", "EST", "HUN", "LTU", "LVA", "POL", "ROU", "SVK", "SVN")
_GULF = ("ARE", "BHR", "KWT", "OMN", "QAT", "SAU")


def mexico_first(claim: Claim) -> Finding:
    """G049: where Mexico stands among the origins of migrants in the United States."""

    def arrived(series: str, version: str | None = None) -> pd.DataFrame:
        table = pairs(series, version)
        here = table[(table["destination"] == "USA") & ~table["origin"].isin(_UNKNOWN)]
        return here.pivot(index="origin", columns="year", values="value")

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
    came = arrived("migration_flow_da_pb_closed")
    first = [economies.name(str(came[year].idxmax())) for year in (2005, flows.index.max())]
    reason = (
        f"Of the migrants in the United States {shares[0].at(then.year).value:.0f} per cent came "
        f"from Mexico in {then.year} and {shares[0].last.value:.0f} in {now.year}, more than from "
        f"anywhere else; in 1960 it ranked {older[1960]:.0f}. Among estimated arrivals it ranked "
        f"{flows[2005]:.0f} from 2005 and {flows.iloc[-1]:.0f} from {flows.index[-1]}, behind "
        f"{first[-1]}."
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
    counts = {claim.year: 2005, int(received.columns.max()): 2024}

    def by_sender(version: str) -> pd.DataFrame:
        table = pairs("migrant_stock", version)
        table = table[table["origin"].isin(latin) & ~table["destination"].isin(latin + ["XXX"])
                      | table["origin"].isin(latin)]  # fmt: skip
        sent = {}
        for year, counted in counts.items():
            if counted in table["year"].unique():
                stock = table[table["year"] == counted].pivot(
                    index="origin", columns="destination", values="value"
                )
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
        ends = table[table["destination"].isin(latin)]
        return ends.groupby(["origin", "year"])["value"].sum().unstack("year")

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
    product = by_economy("gdp_per_capita").stack().rename("product")

    def richer(series: str, version: str | None, on: int) -> tuple[pd.Series, pd.Series]:
        table = within(series, economies.members("CARICOM", on=on), version)
        for end in ("origin", "destination"):
            table = table.merge(
                product.rename(f"{end}_product"), left_on=[end, "year"], right_index=True
            )
        better = table[table["destination_product"] > table["origin_product"]]
        counts = [each.groupby("year")["value"].sum() for each in (better, table)]
        return share(*counts), counts[1]

    lines = [
        line
        for series, on, who in (
            ("migrant_stock_gbmd", claim.year, f"members of {claim.year}"),
            ("migrant_stock", 2024, "members of 2024"),
        )
        for line in in_each(
            series, f"Migrants in the richer of two, {who}", claim.unit,
            lambda version, series=series, on=on: richer(series, version, on)[0],
            claim.population, ["gdp_per_capita"],
        )
    ]  # fmt: skip
    old, new = lines[0], lines[1]
    then, now = old.at(claim.year), new.last
    verdict = judge_relation(then.value >= least, now.value >= least)
    many = [richer("migrant_stock_gbmd", None, claim.year)[1][then.year],
            richer("migrant_stock", None, 2024)[1][now.year]]  # fmt: skip
    reason = (
        f"Of {many[0]:,.0f} migrants between the members of {claim.year} {then.value:.0f} per cent "
        f"lived in the richer of the two economies, {old.values[1970]:.0f} in 1970 where figures "
        f"are fewer. Of {many[1]:,.0f} between the members of {now.year}, Haiti and the Bahamas "
        f"now among them, it is {now.value:.0f}."
    )
    return finding(claim, verdict, reason, lines)


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
        f"in any count since 1960 ({before.max():.1f} at most), and {now.value:.1f} in {now.year}; "
        f"departures rose from {flows.values[1990]:.1f} million in 1990–1995 to "
        f"{flows.values[claim.year]:.1f} in {claim.year}–{claim.year + 5}. Per 1,000 people of "
        f"Asia they were {rate[then.year]:.1f}, against {rate[1990]:.1f} in 1990 and "
        f"{bank_rate.values[1960]:.1f} in 1960, and {rate[now.year]:.1f} in {now.year}."
    )
    return finding(claim, verdict, reason, [*counts, *rates, bank, bank_rate, flows])


def asian_flows(claim: Claim) -> Finding:
    """G071: where those who leave Asia without Western Asia go, and how the Gulf ranks."""
    places = _places()
    asia = [code for code in region("Asia") if places[code] not in ("Gulf", "Western Asia")]

    def by_place(series: str, version: str | None = None) -> pd.DataFrame:
        table = pairs(series, version)
        left = table[table["origin"].isin(asia)]
        where = left["destination"].map(places)
        return left.groupby([where, left["year"]])["value"].sum().unstack("year", fill_value=0.0)

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
        ", ".join(f"{place} {value:.1f}" for place, value in moved[year].nlargest(3).items())
        for year in (then.year, now.year)
    ]
    agree = sum(each.at(then.year).value == claim.stated for each in flows)
    reason = (
        f"Millions who left Asia without Western Asia in {then.year}–{then.year + 5}: {told[0]}; "
        f"in {now.year}–{now.year + 5}: {told[1]}. The Gulf comes first in {agree} of six methods "
        f"for {then.year}, and by stock ranks {stocks[0].at(then.year).value:.0f} then and "
        f"{stocks[0].last.value:.0f} in {stocks[0].last.year}; contracts are in none of them."
    )
    return finding(claim, verdict, reason, [*flows, *stocks])


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
    beside = [each[0] for name, each in lines.items() if name != "the ten"]
    told = " and ".join(
        f"{each.at(1990).value:.1f} to {each.at(claim.year).value:.1f} from {name}"
        for each, name in zip(beside, list(origins)[1:], strict=True)
    )
    reason = (
        f"Migrants from the ten in the fifteen were {first.value:.2f} million in 1990, "
        f"{then.value:.2f} in {then.year} and {now.value:.2f} in {now.year}; by the World Bank "
        + ", ".join(f"{bank.values[year]:.2f} in {year}" for year in (1980, 1990, 2000))
        + f". From 1990 to {claim.year} they went from {told}."
    )
    return finding(
        claim, verdict, reason, [*(each for found in lines.values() for each in found), bank]
    )


def _places() -> dict[str, str]:
    """Where each economy lies, Asia by its parts and the Gulf apart."""
    table = economies.table()
    parts = table["region"].where(table["region"] != "Asia", table["subregion"])
    parts = parts.where(table["region"] != "Americas", "Latin America and the Caribbean")
    places = dict(zip(table["economy"], parts, strict=True))
    places |= dict.fromkeys(_NORTHERN_AMERICA, "Northern America")
    return places | dict.fromkeys(_GULF, "Gulf")
