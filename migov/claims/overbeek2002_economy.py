"""Checks of the claims in Overbeek (2002) on debt, aid and work, then and now.

They work like those on remittances and investment, and stand apart only for length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from migov import registry
from migov.claims.evidence import (
    Line,
    combined,
    figures,
    finding,
    levels,
    named,
    the_one,
    versions,
)
from migov.claims.model import Claim, Finding
from migov.claims.sums import mean, share, spread
from migov.claims.verdicts import judge_relation

_POORER = {
    "SSA": "Sub-Saharan Africa",
    "LAC": "Latin America and the Caribbean",
    "ECA": "Europe and Central Asia",
}
_CENTRAL_AMERICA = ("BLZ", "CRI", "GTM", "HND", "NIC", "PAN", "SLV")
_AIDED: dict[str, str | tuple[str, ...]] = {
    "Sub-Saharan Africa": "SSF", "Central America": _CENTRAL_AMERICA,
    "Europe and Central Asia": "ECS",
}  # fmt: skip
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
    told = ", ".join(
        f"from {start.value:.0f} ({start.year}) to {line.at(claim.year).value:.0f} in {place}"
        for line, start, place in zip(regions, before, _POORER.values(), strict=True)
    )
    newest = ", ".join(f"{line.last.value:.0f}" for line in regions)
    reason = (
        f"External debt in per cent of gross domestic product went, to {claim.year}, {told}. In "
        f"{regions[0].last.year} it was {newest}; programmes of adjustment are not counted here."
    )
    return finding(claim, verdict, reason, lines)


def outside_money(claim: Claim, least: float) -> Finding:
    """O013: aid at constant prices, in means of five years, in every vintage."""
    before = (1986, 1990)
    changes = {place: _changes(claim, codes, place, before) for place, codes in _AIDED.items()}
    africa, centre, east = changes.values()
    lesser = [
        replace(
            one, label="Change of real aid, the lesser fall of the two",
            population=claim.population,
            values=pd.concat([one.values, two.values], axis=1).max(axis=1),
        )
        for one, two in zip(africa, centre, strict=True)
    ]  # fmt: skip
    then, now = lesser[0].at(claim.year), lesser[0].last
    verdict = judge_relation(then.value <= -least, now.value <= -least)
    heads = sum(figures("population_wpp", code) for code in _CENTRAL_AMERICA)
    a_head = _real_aid(_CENTRAL_AMERICA, None) / heads
    weight = levels(
        "oda_share_of_gni", "ODA ÷ gross national income, Sub-Saharan Africa", "%", "SSF",
        "Sub-Saharan Africa",
    )  # fmt: skip
    low, high = (f"{end:+.0f}" for end in spread(centre, claim.year))
    fell = "as much as" if centre[0].at(claim.year).value <= -least else "less than"
    per_head = Line(
        "Change of real aid per head, Central America",
        *named(["oda_received_constant", "population_wpp"]), "Central America", claim.unit,
        (100 * (a_head.rolling(5).mean() / mean(a_head, before) - 1)).loc[before[1] :].dropna(),
    )
    there = per_head.at(claim.year).value
    held = "held" if there <= -least else "did not hold"
    reason = (
        f"From {before[0]}–{before[1]} to {claim.year - 4}–{claim.year} real aid to Sub-Saharan "
        f"Africa changed by {africa[0].at(claim.year).value:+.0f} per cent, and to Central America "
        f"by {centre[0].at(claim.year).value:+.0f} ({low} to {high} in its vintages), {fell} the "
        f"{least} asked for; for each inhabitant it was {there:+.0f} there, so that per head the "
        f"claim {held}. Soviet and military aid, which it means too, are in no public series."
    )
    every = [*lesser, *africa, *centre, per_head, *east, *weight]
    return finding(claim, verdict, reason, every)


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
    every = apart[0][0]
    # Women and men as the same edition has them, so that the three can be set side by side.
    women, men = (
        the_one(lines, lambda line: line.version == every.version,
                f"participation of {who} in {every.version}")
        for lines, who in zip(apart[1:], ("women", "men"), strict=True)
    )  # fmt: skip
    first = int(every.values.index.min())

    def rise(line: Line, year: int) -> float:
        return float(line.values[year] - line.values[first])

    verdict = judge_relation(rise(every, claim.year) >= 0.5, rise(every, every.last.year) >= 0.5)
    moved = [rise(line, claim.year) for line in apart[0]]
    reason = (
        f"From {first}, where the series begins, to {claim.year} the share of people aged 15 and "
        f"over who work or look for work moved by {moved[0]:+.1f} points in high-income economies "
        f"({min(moved):+.1f} to {max(moved):+.1f} in {len(moved)} vintages). Women's rose by "
        f"{rise(women, claim.year):.1f} and men's fell by {-rise(men, claim.year):.1f}: of women "
        "alone the claim holds, and a share of all adults falls as they grow older."
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


def _changes(
    claim: Claim, codes: str | tuple[str, ...], place: str, before: tuple[int, int]
) -> list[Line]:
    """Real aid, mean of the five years that end in each, against that of some years before."""
    record = registry.find("oda_received_constant")
    lines = []
    for name in versions(record.id):
        aid = _real_aid(codes, name)
        values = 100 * (aid.rolling(5).mean() / mean(aid, before) - 1)
        lines.append(
            Line(
                f"Change of real aid, {place}", record.publisher.name, record.id, name, place,
                claim.unit, values.loc[before[1] :], pinned=name == record.pinned,
            )
        )  # fmt: skip
    return lines


def _real_aid(economies: str | tuple[str, ...], version: str | None) -> pd.Series:
    codes = [economies] if isinstance(economies, str) else economies
    return pd.DataFrame(
        {code: figures("oda_received_constant", code, version) for code in codes}
    ).dropna().sum(axis=1)
