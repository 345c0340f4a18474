"""Checks of the claims in Geddes (2018): what the data say of each, then and now.

Each function takes the claim and what the ledger passes on, gathers lines of evidence, and gives
a finding.  The line that comes first carries the verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from migov.claims.evidence import (
    Line,
    combined,
    figures,
    finding,
    from_print,
    levels,
    versions,
)
from migov.claims.model import Claim, Finding
from migov.claims.sums import ratio, share, spread
from migov.claims.values import format_value
from migov.claims.verdicts import Verdict, judge_relation
from migov.registry import find

ASIA = "935"  # Asia, Western Asia included, as UN DESA adds it up


def latin_america_remittances(claim: Claim) -> Finding:
    """G053: remittances over investment and over aid, and what the cited bank counted."""
    roads = [
        ("fdi_inflow", "FDI", "LCN", "Latin America and the Caribbean"),
        ("oda_received", "ODA", "LCN", "Latin America and the Caribbean"),
        ("fdi_inflow", "FDI", "LAC", "Latin America and the Caribbean without high income"),
    ]
    lines: list[Line] = []
    for other, name, place, population in roads:
        part = "" if place == "LCN" else ", without high-income economies"
        lines += combined(
            ["remittances_received", other],
            ratio,
            f"Remittances ÷ {name}{part}",
            claim.unit,
            economies=place,
            population=population,
        )
    to_fdi, to_aid, poorer = (line for line in lines if line.pinned)
    invested, aid = to_fdi.at(claim.year).value, to_aid.at(claim.year).value
    verdict = judge_relation(min(invested, aid) > 1, min(to_fdi.last.value, to_aid.last.value) > 1)
    counted, times = (from_print(f"idb-2004-{name}").last for name in ("remittances", "ratio"))
    year = counted.year
    received, investment = (
        figures(series, "LCN", unit="US$ billion")[year]
        for series in ("remittances_received", "fdi_inflow")
    )
    reason = (
        f"Remittances were {aid:.1f} times aid in {claim.year}, but only {invested:.2f} times "
        f"foreign direct investment ({poorer.at(claim.year).value:.2f} without the high-income "
        f"economies), which they exceed {_years_above(lines, to_fdi)}. The bank that the paper "
        f"cites counted US$ {counted.value:.0f} billion for {year}, {times.value:.1f} times "
        f"investment, by which the claim would hold; the balance of payments has {received:.1f} "
        f"and {investment:.1f}."
    )
    return finding(claim, verdict, reason, lines)


def asia_share_of_population(claim: Claim) -> Finding:
    """G065: Asia's share of the world's population."""
    lines = combined(
        ["population_wpp", "population_wpp"],
        share,
        "Asia's share of world population, UN DESA",
        claim.unit,
        economies=[ASIA, "WLD"],
        population="Asia",
    )
    then, now = lines[0].at(claim.year), lines[0].last
    near = [claim.judge(each.value) is Verdict.HOLDS for each in (then, now)]
    verdict = judge_relation(then=near[0], now=near[1])
    reason = (
        f"Asia had {then.value:.1f} per cent of the world's people in {claim.year} and "
        f"{now.value:.1f} in {now.year}. The share has fallen since "
        f"{int(lines[0].values.idxmax())}, as Africa's grows."
    )
    return finding(claim, verdict, reason, lines)


def migrant_stock_2000(claim: Claim) -> Finding:
    """G067: the world's migrant stock in 2000, by revision."""
    lines = levels("migrant_stock_total_undesa", "Migrant stock, UN DESA", claim.unit)
    lines += levels("migrant_stock_total", "Migrant stock, World Bank", claim.unit)
    found, now = lines[0].at(claim.year), lines[0].last
    verdict = claim.judge(found.value)
    low, high = spread(lines, claim.year)
    reason = (
        f"The United Nations now counts {format_value(found.value, claim.unit)} for {claim.year}; "
        f"the vintages of both publishers lie between {low:.1f} and {high:.1f}. By "
        f"{now.year} the stock had reached {format_value(now.value, claim.unit)}."
    )
    return finding(claim, verdict, reason, lines)


def migrants_born_in_asia(claim: Claim) -> Finding:
    """G068: migrants from Asia, and migrants in Asia, as counted now and in 2002."""
    lines = levels(
        "migrant_stock",
        "Migrants from Asia",
        claim.unit,
        origin=ASIA,
        population="Migrants from Asia",
    )
    there = levels(
        "migrant_stock",
        "Migrants living in Asia",
        claim.unit,
        economy=ASIA,
        population="Migrants in Asia",
    )
    found, living = lines[0].at(claim.year), there[0].at(claim.year)
    verdict = claim.judge(found.value)
    revisions = ", ".join(
        f"{line.values[claim.year]:.1f} million ({line.version} revision)" for line in lines
    )
    counted = from_print("un-2002-migrants-in-asia").at(claim.year).value
    near = claim.judge(living.value) is Verdict.HOLDS
    reason = (
        f"In {claim.year} migrants from Asia were {revisions}. Migrants living in Asia were "
        f"{living.value:.1f} million: {'it is of them that' if near else 'nor is it of them that'} "
        f"the United Nations counted {counted:.0f} million in 2002."
    )
    return finding(claim, verdict, reason, [*lines, *there])


def feminisation(claim: Claim, least: float) -> Finding:
    """G069: the share of women among migrants from Asia, and among those in Asia."""
    lines = _female_share("Women among migrants from Asia", claim, claim.population, origin=ASIA)
    there = _female_share(
        "Women among migrants living in Asia", claim, "Migrants in Asia", economy=ASIA
    )
    values = lines[0].values
    then, now = lines[0].at(claim.year), lines[0].last
    grown = {}
    for sex in ("female", "male"):
        number = figures("migrant_stock", "WLD", origin=ASIA, sex=sex)
        grown[sex] = 100 * (number[claim.year] / number[1990] - 1)
    rise, since = then.value - values[1990], now.value - then.value
    verdict = judge_relation(rise >= least, since >= least)
    reason = (
        f"Women were {values[1990]:.1f} per cent of the migrants from Asia in 1990, "
        f"{then.value:.1f} in {claim.year} and {now.value:.1f} in {now.year}; of those living in "
        f"Asia it was {there[0].at(claim.year).value:.1f} in {claim.year}. More women did move, "
        f"{grown['female']:.0f} per cent more than in 1990, but of men it was {grown['male']:.0f}."
    )
    return finding(claim, verdict, reason, [*lines, *there])


def _female_share(
    label: str, claim: Claim, population: str, economy: str = "WLD", origin: str = "WLD"
) -> list[Line]:
    record = find("migrant_stock")
    lines = []
    for name in versions("migrant_stock", economy, origin, "female"):
        women, all_of_them = (
            figures("migrant_stock", economy, name, origin=origin, sex=sex)
            for sex in ("female", "both")
        )
        lines.append(
            Line(
                label,
                record.publisher.name,
                record.id,
                name,
                population,
                claim.unit,
                share(women, all_of_them),
                pinned=name == record.pinned,
            )
        )
    return lines


def _years_above(lines: Sequence[Line], pinned: Line) -> str:
    """In which years a ratio is above one, in words: in the pinned vintage and in older ones."""
    above = {
        line.version: {int(year) for year, value in line.values.items() if value > 1}
        for line in lines
        if line.label == pinned.label
    }
    now = sorted(above.pop(pinned.version))
    then = sorted(set().union(*above.values()) - set(now))
    if not now and not then:
        return "in no year of any vintage held"
    older = f" ({', '.join(map(str, then))} in older vintages)" if then else ""
    return (f"only in {', '.join(map(str, now))}" if now else "no longer in any year") + older
