"""Checks of the claims in Overbeek (2002) on debt, aid, work and mergers, then and now.

They work like those on remittances and investment, and stand apart only for length.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from migov import registry
from migov.claims.evidence import Line, combined, figures, finding, levels
from migov.claims.model import Claim, Finding
from migov.claims.sums import share
from migov.claims.verdicts import Verdict, judge_relation

_POORER = {
    "SSA": "Sub-Saharan Africa",
    "LAC": "Latin America and the Caribbean",
    "ECA": "Europe and Central Asia",
}
_CENTRAL_AMERICA = ("BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV")
_G7 = ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
_DEVELOPED = "1500"  # developed economies, as UNCTAD draws them
_MERGERS = "mergers_and_acquisitions_net_wir"


def debt_in_poorer_regions(claim: Claim) -> Finding:
    """O012: external debt over gross domestic product in three regions."""
    lines = [
        line
        for code, name in _POORER.items()
        for line in combined(
            ["external_debt", "gdp"], share, f"Debt ÷ GDP, {name}", claim.unit,
            economies=code, population=f"{name}, low- and middle-income economies",
        )
    ]  # fmt: skip
    regions = [line for line in lines if line.pinned]
    before = [line.at(int(line.values.index[line.values.index >= 1975].min())) for line in regions]

    def risen(year: Callable[[Line], int]) -> bool:
        return all(
            line.at(year(line)).value >= 1.5 * start.value
            for line, start in zip(regions, before, strict=True)
        )

    verdict = judge_relation(risen(lambda _: claim.year), risen(lambda line: line.last.year))
    told = "; ".join(
        f"{start.value:.0f} per cent of GDP in {start.year}, {line.at(claim.year).value:.0f} in "
        f"{claim.year} and {line.last.value:.0f} in {line.last.year} in {place}"
        for line, start, place in zip(regions, before, _POORER.values(), strict=True)
    )
    reason = f"External debt was {told}. Programmes of adjustment are not counted here."
    return finding(claim, verdict, reason, lines)


def outside_money(claim: Claim) -> Finding:
    """O013: aid at constant prices, in means of five years."""
    africa = _aid("SSF", "Sub-Saharan Africa")
    centre = _aid(_CENTRAL_AMERICA, "Central America")
    east = _aid("ECS", "Europe and Central Asia")
    before, after = (1986, 1990), (1996, 2000)
    newest = (africa.last.year - 4, africa.last.year)

    def change(line: Line, years: tuple[int, int]) -> float:
        return 100 * (_mean(line, years) / _mean(line, before) - 1)

    verdict = judge_relation(
        all(change(line, after) <= -10 for line in (africa, centre)),
        all(change(line, newest) <= -10 for line in (africa, centre)),
    )
    weight = levels(
        "oda_share_of_gni", "ODA ÷ gross national income, Sub-Saharan Africa", "%", "SSF",
        "Sub-Saharan Africa",
    )  # fmt: skip
    reason = (
        f"From {before[0]}–{before[1]} to {after[0]}–{after[1]} real aid changed by "
        f"{change(africa, after):+.0f} per cent in Sub-Saharan Africa (from "
        f"{_mean(weight[0], before):.1f} to {_mean(weight[0], after):.1f} per cent of income) and "
        f"by {change(centre, after):+.0f} in Central America. In Europe and Central Asia it rose "
        f"from {_mean(east, before):.1f} to {_mean(east, after):.1f} billion dollars, but Soviet "
        "aid before and military aid anywhere are in no public series."
    )
    return finding(claim, verdict, reason, [africa, centre, east, *weight])


def illiteracy(claim: Claim, series: str, who: str, above: bool) -> Finding:
    """O026, O027: those who cannot read, between two censuses."""
    lines = []
    record = registry.find(series)
    for name, version in sorted(record.versions.items(), reverse=True):
        if version.obtainable:
            continue
        counted = 100 - figures(series, "IND", name)
        near = counted[[1991, 2001]]
        values = pd.concat([counted, pd.Series({claim.year: np.interp(
            claim.year, near.index.to_numpy(), near.to_numpy()
        )})]).sort_index()  # fmt: skip
        lines.append(
            Line(
                f"{who.capitalize()} who cannot read, India", record.publisher.name, series, name,
                claim.population, claim.unit, values, pinned=name == record.pinned,
            )
        )  # fmt: skip
    found, now = lines[0].at(claim.year), lines[0].last
    censuses = [lines[0].at(year).value for year in (1991, 2001)]
    if above:
        assert claim.stated is not None
        verdict = judge_relation(found.value > claim.stated, now.value > claim.stated)
    else:
        verdict = claim.judge(found.value)
    reason = (
        f"The censuses found {censuses[0]:.1f} per cent of {who} in 1991 and {censuses[1]:.1f} in "
        f"2001 who could not read; a straight line between them gives {found.value:.1f} in "
        f"{claim.year}. In {now.year} it was {now.value:.1f}."
    )
    return finding(claim, verdict, reason, lines)


def urbanisation(claim: Claim) -> Finding:
    """O030: the urban share of the population, decade by decade."""
    lines = levels(
        "urban_population_share", "Urban share, low and middle income", claim.unit, "LMY",
        claim.population,
    )  # fmt: skip
    lines += levels(
        "urban_population_share", "Urban share, Sub-Saharan Africa", claim.unit, "SSF",
        "Sub-Saharan Africa",
    )  # fmt: skip
    values, now = lines[0].values, lines[0].last
    decades = values.loc[[1960, 1970, 1980, 1990, 2000]]
    verdict = judge_relation(bool(decades.is_monotonic_increasing), now.value > values[claim.year])
    reason = (
        f"Of the people of low- and middle-income economies {decades[1960]:.0f} per cent lived in "
        f"towns in 1960, {values[claim.year]:.0f} in {claim.year} and {now.value:.0f} in "
        f"{now.year}, and the share rose in every decade. Work in subsistence farming, the other "
        "half of the claim, is not counted here."
    )
    return finding(claim, verdict, reason, lines)


def labour_participation(claim: Claim) -> Finding:
    """O031: participation in the labour market, all, women and men."""
    apart = [
        levels(f"labour_force_participation_rate{tail}", f"Participation, {who}, high income",
               claim.unit, "HIC", claim.population)
        for tail, who in (("", "all"), ("_female", "women"), ("_male", "men"))
    ]  # fmt: skip
    every, women, men = (lines[0] for lines in apart)
    first = int(every.values.index.min())

    def rise(line: Line, year: int) -> float:
        return float(line.values[year] - line.values[first])

    verdict = judge_relation(rise(every, claim.year) >= 0.5, rise(every, every.last.year) >= 0.5)
    reason = (
        f"From {first}, where the series begins, to {claim.year} participation in high-income "
        f"economies moved by {rise(every, claim.year):+.1f} points, to "
        f"{every.at(claim.year).value:.1f} per cent: women's by {rise(women, claim.year):+.1f}, "
        f"men's by {rise(men, claim.year):+.1f}. By {women.last.year} women's stood "
        f"{rise(women, women.last.year):+.1f} and men's {rise(men, men.last.year):+.1f} points "
        f"from {first}."
    )
    return finding(claim, verdict, reason, [line for lines in apart for line in lines])


def sales_over_exports(claim: Claim, sales: float) -> Finding:
    """O041: the paper's sales of affiliates over exports as they are counted now."""
    roads = [
        ("exports", "goods and services, national accounts"),
        ("exports_bop", "goods and services, balance of payments"),
        ("merchandise_exports", "goods"),
    ]
    lines: list[Line] = []
    for series, what in roads:
        lines += combined(
            [series],
            lambda exports: 100 * sales / (exports * 1e-9).reindex([claim.year]),
            f"US$ {sales / 1000:.1f} trillion ÷ exports of {what}",
            claim.unit,
        )
    lines = [line for line in lines if len(line.values)]
    found = lines[0].at(claim.year)
    verdict = claim.judge(found.value, found.value > 100)
    others = [
        next(line for line in lines if line.label.endswith(f"exports of {what}")).at(claim.year)
        for _, what in roads[1:]
    ]
    assert claim.stated is not None
    reason = (
        f"The world's exports of goods and services of {claim.year} are now US$ "
        f"{100 * sales / found.value:,.0f} billion, where the paper's ratio makes "
        f"{100 * sales / claim.stated:,.0f}; its sales over them are {found.value:.0f} per cent "
        f"({others[0].value:.0f} by the balance of payments, {others[1].value:.0f} over goods "
        f"alone). The "
        "sales themselves are in no file and cannot be checked."
    )
    return finding(claim, verdict, reason, lines)


def fdi_tied_to_mergers(claim: Claim, least: float) -> Finding:
    """O043: whether mergers and investment rise and fall together."""
    lines = [*levels(_MERGERS, "Net mergers and acquisitions", claim.unit),
             *levels("fdi_inflow_unctad", "FDI inflows, UNCTAD", claim.unit)]  # fmt: skip
    changes = pd.DataFrame({
        line.label: np.log(line.values).diff() for line in lines if line.pinned
    }).dropna()
    first = int(changes.index.min())

    def together(first: int, last: int) -> float:
        return float(changes.loc[first:last].corr().iloc[0, 1])

    newest = int(changes.index.max())
    then, now = together(first, claim.year), together(first, newest)
    verdict = judge_relation(then > least, now > least)
    both = [line for line in lines if line.pinned]
    parts = [f"{both[0].at(year).value / both[1].at(year).value:.2f}" for year in (1992, 1997)]
    reason = (
        f"The yearly changes of the two correlate with {then:.2f} from {first} to {claim.year} "
        f"(but {together(first + 1, claim.year):.2f} without {first}: the years are few) and with "
        f"{now:.2f} to {newest}. Mergers were {parts[0]} of investment in 1992 and {parts[1]} in "
        "1997, though not all of them are paid for by it."
    )
    return finding(claim, verdict, reason, lines)


def mergers_1997(claim: Claim) -> Finding:
    """O044: the value of mergers across borders, net."""
    lines = [*levels(_MERGERS, "Net mergers and acquisitions", claim.unit),
             *levels("fdi_inflow_unctad", "FDI inflows, UNCTAD", claim.unit)]  # fmt: skip
    found, before = lines[0].at(claim.year), lines[0].at(1992)
    verdict = claim.judge(found.value, found.value > 2 * before.value)
    reason = (
        f"UNCTAD now publishes net values only, which leave out what foreign owners sell back: "
        f"US$ {found.value:.0f} billion for {claim.year}, {found.value / before.value:.1f} times "
        f"the {before.value:.0f} of {before.year}. The gross figure that the paper took from the "
        "report of 1998 is in no file; the growth stands."
    )
    return finding(claim, verdict, reason, lines)


def mergers_1992(claim: Claim) -> Finding:
    """O045: the value of mergers across borders in 1992."""
    lines = levels(_MERGERS, "Net mergers and acquisitions", claim.unit)
    found = lines[0].at(claim.year)
    assert claim.stated is not None
    verdict = Verdict.HOLDS if found.value < claim.stated else Verdict.FAILS
    later = lines[0].values
    passed = int(later.index[(later.index > claim.year) & (later >= claim.stated)].min())
    reason = (
        f"Net mergers and acquisitions of {claim.year} were US$ {found.value:.0f} billion, and "
        f"first passed {claim.stated:.0f} after it in {passed}. The gross value that the paper "
        "had is no longer published."
    )
    return finding(claim, verdict, reason, lines)


def mergers_over_fdi(claim: Claim) -> Finding:
    """O046: mergers over investment, net and as the paper had them."""
    lines = combined([_MERGERS, "fdi_inflow_unctad"], share, "Net M&A ÷ FDI inflows, UNCTAD",
                     claim.unit)  # fmt: skip
    lines += combined([_MERGERS, "fdi_inflow"], share, "Net M&A ÷ FDI inflows, World Bank",
                      claim.unit)  # fmt: skip
    found, before = lines[0].at(claim.year), lines[0].at(1992)
    verdict = claim.judge(found.value, found.value > before.value)
    inflows = figures("fdi_inflow_unctad", unit="US$ billion")[claim.year]
    reason = (
        f"Net mergers were {found.value:.0f} per cent of UNCTAD's inflows of {claim.year}, and "
        f"{before.value:.0f} in {before.year}, so that the two grew together stands. The paper's "
        f"own 342 billion would be {100 * 342 / inflows:.0f} per cent of them: its 58 must rest on "
        "a narrower count of mergers, and UNCTAD warns that they are no part of investment."
    )
    return finding(claim, verdict, reason, lines)


def mergers_in_the_developed_world(claim: Claim) -> Finding:
    """O047: the share of firms of developed economies in what is bought."""
    lines = combined(
        [_MERGERS, _MERGERS], share, "Net purchases by developed economies", claim.unit,
        economies=[_DEVELOPED, "WLD"], population=claim.population,
    )  # fmt: skip
    found, now = lines[0].at(claim.year), lines[0].last
    assert claim.stated is not None
    verdict = judge_relation(found.value > claim.stated, now.value > claim.stated)
    low = lines[0].values
    reason = (
        f"Firms of developed economies made {found.value:.0f} per cent of the net purchases of "
        f"{claim.year} and {now.value:.0f} of those of {now.year}; the lowest share, "
        f"{low.min():.0f}, was that of {int(low.idxmin())}. Whose firms were bought is in a table "
        "that is not held here."
    )
    return finding(claim, verdict, reason, lines)


def g7_weight(claim: Claim) -> Finding:
    """O052: the seven's share of the world's gross domestic product."""
    lines = combined(
        ["gdp"] * (len(_G7) + 1),
        lambda *parts: share(sum(parts[:-1], start=pd.Series(0.0, parts[-1].index)), parts[-1]),
        "GDP of the G-7 ÷ world", claim.unit, economies=[*_G7, "WLD"], population=claim.population,
    )  # fmt: skip
    found, now = lines[0].at(claim.year), lines[0].last
    assert claim.stated is not None
    verdict = judge_relation(found.value > claim.stated, now.value > claim.stated)
    below = int((lines[0].values > claim.stated)[::-1].idxmax()) + 1
    reason = (
        f"The seven had {found.value:.1f} per cent of the world's gross domestic product in "
        f"{claim.year} and {now.value:.1f} in {now.year}; they have had less than half since "
        f"{below}. That they managed the rest is beyond what a share can show."
    )
    return finding(claim, verdict, reason, lines)


def _aid(economies: str | tuple[str, ...], place: str) -> Line:
    record = registry.find("oda_received_constant")
    codes = [economies] if isinstance(economies, str) else economies
    parts = pd.DataFrame({code: figures(record.id, code) for code in codes})
    return Line(
        f"ODA at constant prices, {place}", record.publisher.name, record.id, record.pinned, place,
        "US$ billion", parts.dropna().sum(axis=1) * 1e-9,
    )  # fmt: skip


def _mean(line: Line, years: tuple[int, int]) -> float:
    return float(line.values.loc[years[0] : years[1]].mean())
