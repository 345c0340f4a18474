"""Checks of the claims in Overbeek (2002) on refugees and asylum, then and now.

Corridors are added up over the pairs of economies that UNHCR reports.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from migov import economies
from migov.claims.evidence import Line, figures, finding, named
from migov.claims.model import Claim, Finding
from migov.claims.pairs import line, region, total
from migov.claims.stocks import by_economy, by_end, embedded
from migov.claims.sums import rank_correlation, spread
from migov.claims.verdicts import judge_relation
from migov.registry import find

_RICH = ("AUS", "NZL", "JPN", "USA", "CAN", "BMU", "GRL", "SPM")
_SOUTH = ("Africa", "Americas", "Asia", "Oceania")
_LESS_DEVELOPED = "902"  # less developed regions, as UN DESA draws them


def forced_movement(claim: Claim) -> Finding:
    """O014: refugees per 1,000 people."""
    people = figures("population_wpp") * 1e-3
    rate = line(
        ["refugees", "population_wpp"], "Refugees", claim.unit, _per(figures("refugees"), people),
        "World",
    )  # fmt: skip
    inside = line(
        ["internally_displaced", "population_wpp"], "Displaced within their country (UNHCR)",
        claim.unit, _per(_counted("internally_displaced"), people), "Economies that report",
    )  # fmt: skip
    first, then, now = rate.at(1975), rate.at(claim.year), rate.last
    verdict = judge_relation(then.value >= 2 * first.value, now.value >= 2 * first.value)
    peak = int(rate.values[rate.values.index <= claim.year].idxmax())
    reason = (
        f"Of 1,000 people {first.value:.2f} were refugees in UNHCR's care in {first.year}, "
        f"{rate.at(peak).value:.2f} at the peak of {peak}, {then.value:.2f} in {then.year} and "
        f"{now.value:.2f} in {now.year}. Counting those displaced within their country, whom "
        f"UNHCR reports since {int(inside.values.index.min())} only, "
        f"would add {inside.at(claim.year).value:.2f} in {claim.year} and "
        f"{inside.last.value:.2f} in {inside.last.year}."
    )
    return finding(claim, verdict, reason, [rate, inside])


def lost_aid(claim: Claim, most: float, least_people: int) -> Finding:
    """O015: the change of aid and the change of refugees, economy by economy."""
    people = by_economy("population_wpp")
    fled = by_end("refugees", "origin")

    def mean(table: pd.DataFrame, first: int, last: int) -> pd.Series:
        years = table.loc[:, first:last]
        return (years / people.reindex_like(years)).mean(axis=1)

    def changed(version: str, unlisted: float = 0.0) -> pd.DataFrame:
        aid = by_economy("oda_received_constant", version)
        gone = fled.reindex(aid.index).fillna(unlisted)
        both = pd.DataFrame({
            "aid": mean(aid, 1991, 1995) - mean(aid, 1986, 1990),
            "refugees": 1000 * (mean(gone, 1996, 2000) - mean(gone, 1986, 1990)),
        })
        return both[people[1990].reindex(both.index) >= least_people].dropna()

    held = embedded("oda_received_constant")
    tables = {version: changed(version) for version in held}
    tests = {name: rank_correlation(each["aid"], each["refugees"]) for name, each in tables.items()}
    changes, (found, chance) = tables[held[0]], tests[held[0]]
    verdict = judge_relation(found < most and chance < 0.05, found < most and chance < 0.05)
    lost = changes["aid"] < 0
    rose = [100 * (changes.loc[which, "refugees"] > 0).mean() for which in (lost, ~lost)]
    # What UNHCR does not list is unknown: as if nobody had fled, and beside it without them.
    listed = changed(held[0], np.nan)
    without, doubt = rank_correlation(listed["aid"], listed["refugees"])
    label, (sources, names, _) = "Rank correlation of lost aid with refugees", named(claim.series)

    def shown(label: str, version: str, r: float) -> Line:
        versions = (version if name == "oda_received_constant" else find(name).pinned
                    for name in claim.series)  # fmt: skip
        return Line(
            label, sources, names, "/".join(versions), claim.population, claim.unit,
            pd.Series({claim.year: r}), pinned=version == held[0],
        )

    lines = [shown(label, version, r) for version, (r, _) in tests.items()]
    beside = shown(f"{label}, economies that UNHCR lists in both spans", held[0], without)
    least, greatest = spread(lines, claim.year)
    reason = (
        f"Between the late 1980s and the late 1990s refugees became more from {rose[0]:.0f} per "
        f"cent of the {int(lost.sum())} economies that lost real aid per head, and from "
        f"{rose[1]:.0f} of the {int((~lost).sum())} that did not: too loose a tie to explain most "
        f"of it (rank correlation {found:.2f}; {least:.2f} to {greatest:.2f} in {len(lines)} "
        f"vintages of aid; {without:.2f}, p = {doubt:.2f}, over the {len(listed)} that UNHCR lists "
        "in both spans). Soviet and military aid, which the claim means as well, are in no public "
        "series."
    )
    return finding(claim, verdict, reason, [*lines, beside])


def outflow(claim: Claim) -> Finding:
    """O051: refugees from, and net emigration of, the less developed regions."""
    south = (code for name in _SOUTH for code in region(name))
    there = [code for code in south if code not in _RICH]
    people = figures("population_wpp", _LESS_DEVELOPED) * 1e-3
    fled = line(
        ["refugees", "population_wpp"], "Refugees from less developed economies", claim.unit,
        _per(total("refugees", origins=there), people), claim.population,
    )  # fmt: skip
    left = line(
        ["net_migration_wpp", "population_wpp"], "Net emigration of the less developed regions",
        claim.unit, _per(-figures("net_migration_wpp", _LESS_DEVELOPED), people), claim.population,
    )  # fmt: skip

    unknown = _per(total("refugees", origins=("XXX",)), people)

    def means(values: pd.Series, years: tuple[int, int]) -> float:
        return float(values.reindex(range(years[0], years[1] + 1)).mean())

    newest = min(fled.last.year, left.last.year)
    before, then, now = (1971, 1980), (1991, 2000), (newest - 9, newest)
    # As if all whose origin was not asked had come from there: it was not for most in the 1970s.
    most = means(fled.values.add(unknown, fill_value=0.0), before)
    outward = [means(left.values, years) for years in (before, then, now)]
    fleeing = [means(fled.values, years) for years in (before, then, now)]
    verdict = judge_relation(
        fleeing[1] > most and outward[1] > outward[0],
        fleeing[2] > most and outward[2] > outward[0],
    )
    reason = (
        f"Refugees from less developed economies were {fleeing[0]:.2f} per 1,000 people there in "
        f"1971–1980 ({most:.2f} with all of unknown origin) and {fleeing[1]:.2f} in 1991–2000, net "
        f"emigration {outward[0]:.2f} and {outward[1]:.2f} a year; in {now[0]}–{now[1]} they were "
        f"{fleeing[2]:.2f} and {outward[2]:.2f}. Whether crises of states drove them is not in "
        "these figures."
    )
    return finding(claim, verdict, reason, [fled, left])


def asylum_migration(claim: Claim) -> Finding:
    """O061: refugees in, and applications to, the OECD members of the year."""
    members = economies.members("OECD", on=claim.year)
    unit = claim.unit
    hosted = line(
        "refugees", "Refugees in OECD members", unit,
        total("refugees", destinations=members) * 1e-6, claim.population,
    )  # fmt: skip
    asked = line(
        "asylum_applications", "Applications for asylum in OECD members", unit,
        total("asylum_applications", destinations=members) * 1e-6, claim.population,
    )  # fmt: skip
    first, then = hosted.at(1980), hosted.at(claim.year)
    verdict = judge_relation(
        then.value > first.value, asked.last.value > asked.at(claim.year).value
    )
    reason = (
        f"Applications are held from {int(asked.values.index.min())} on only, so that refugees "
        f"stand for them before: the {len(members)} members of {claim.year} hosted "
        f"{first.value:.2f} million in {first.year} and {then.value:.2f} in {then.year}. "
        f"Applications themselves were {asked.at(claim.year).value:.2f} million in "
        f"{claim.year} and {asked.last.value:.2f} in {asked.last.year}."
    )
    return finding(claim, verdict, reason, [hosted, asked])


def fewer_applications(
    claim: Claim, before: Sequence[int], after: Sequence[int], least: float
) -> Finding:
    """O096: applications in the fifteen members of the European Union."""
    members = economies.members("EU15")
    asked = line(
        "asylum_applications", "Applications for asylum, EU15", claim.unit,
        total("asylum_applications", destinations=members) * 1e-6, claim.population,
    )  # fmt: skip
    newest = (asked.last.year - 4, asked.last.year)
    early, late, last = (
        float(asked.values.loc[years[0] : years[1]].mean()) for years in (before, after, newest)
    )
    most = (1 - least) * early
    verdict = judge_relation(late <= most, last <= most)
    low = int(asked.values.idxmin())
    reason = (
        f"Applications in the fifteen averaged {early:.2f} million a year in "
        f"{before[0]}–{before[1]} and {late:.2f} in {after[0]}–{after[1]}, with the least in "
        f"{low}. In {newest[0]}–{newest[1]} they averaged {last:.2f}."
    )
    return finding(claim, verdict, reason, [asked])


def _counted(series: str) -> pd.Series:
    """A series of economies added up by year, from the first year in which anybody was counted.

    The publisher writes nought in the years before it counted; that is no figure.
    """
    added = by_economy(series).sum()
    return added.loc[(added > 0).idxmax() :]


def _per(count: pd.Series, people: pd.Series) -> pd.Series:
    return (count / people).dropna()

