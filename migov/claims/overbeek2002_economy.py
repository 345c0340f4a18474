"""Checks of the claims in Overbeek (2002) on debt, aid and work, then and now.

They work like those on remittances and investment, and stand apart only for length.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from migov import registry
from migov.claims.evidence import Line, combined, figures, finding, levels, versions
from migov.claims.model import Claim, Finding
from migov.claims.sums import mean, share
from migov.claims.verdicts import judge_relation

_POORER = {
    "SSA": "Sub-Saharan Africa",
    "LAC": "Latin America and the Caribbean",
    "ECA": "Europe and Central Asia",
}
_CENTRAL_AMERICA = ("BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV")
_G7 = ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")


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
        return 100 * (mean(line.values, years) / mean(line.values, before) - 1)

    verdict = judge_relation(
        all(change(line, after) <= -10 for line in (africa, centre)),
        all(change(line, newest) <= -10 for line in (africa, centre)),
    )
    weight = levels(
        "oda_share_of_gni", "ODA ÷ gross national income, Sub-Saharan Africa", "%", "SSF",
        "Sub-Saharan Africa",
    )  # fmt: skip
    income, eastern = (
        [mean(line.values, years) for years in (before, after)] for line in (weight[0], east)
    )
    reason = (
        f"From {before[0]}–{before[1]} to {after[0]}–{after[1]} real aid changed by "
        f"{change(africa, after):+.0f} per cent in Sub-Saharan Africa (from "
        f"{income[0]:.1f} to {income[1]:.1f} per cent of income) and "
        f"by {change(centre, after):+.0f} in Central America. In Europe and Central Asia it rose "
        f"from {eastern[0]:.1f} to {eastern[1]:.1f} billion dollars, but Soviet "
        "aid before and military aid anywhere are in no public series."
    )
    return finding(claim, verdict, reason, [africa, centre, east, *weight])


def illiteracy(claim: Claim, series: str, who: str, above: bool) -> Finding:
    """O026, O027: those who cannot read, between two censuses."""
    lines = []
    record = registry.find(series)
    for name in versions(series, "IND"):
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


