"""Checks of the claims in Geddes (2018) on refugees and asylum, then and now.

Corridors are added up over the pairs of economies that UNHCR reports.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from migov import economies
from migov.claims.evidence import figures, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import added_at, ending, line, pairs, region, total
from migov.claims.seconds import counted_second
from migov.claims.sums import mean, ratio, share
from migov.claims.verdicts import judge_relation

_REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")


def returns(claim: Claim) -> Finding:
    """G016: refugees who returned, per 100 refugees."""
    rate = line(
        "refugee_returns", "Returns per 100 refugees", claim.unit,
        share(figures("refugee_returns"), figures("refugees")), "World",
    )  # fmt: skip
    number = line(
        "refugee_returns", "Refugees who returned", "million persons",
        figures("refugee_returns") * 1e-6, "World",
    )  # fmt: skip
    newest = rate.last.year
    spans = [(1973, 1980), (1981, 1990), (1991, 2000), (newest - 9, newest)]
    before, then, nineties, now = (
        float(rate.values.loc[first:last].mean()) for first, last in spans
    )
    verdict = judge_relation(then > before, now > before)
    older = [counted_second(f"unhcr-returns-{name}") for name in ("2024-10", "2023-04")]
    changed = max(
        abs(float(rate.values.loc[first:last].mean() - each.values.loc[first:last].mean()))
        for first, last in spans[:3] for each in older
    )  # fmt: skip
    reason = (
        f"Of 100 refugees {before:.1f} a year went home in 1973–1980, {then:.1f} in 1981–1990 and "
        f"{nineties:.1f} in 1991–2000, {_apart(changed)} in older files: returns turn with the end "
        f"of the Cold War. In {newest - 9}–{newest} it was {now:.1f}; what the agency told its "
        "staff may have changed well before people went."
    )
    return finding(claim, verdict, reason, [rate, *older, number])


def stemmed(
    claim: Claim, before: Sequence[int], after: Sequence[int], least: float, number: int
) -> Finding:
    """G029: applications in the larger destinations."""
    members = economies.members("OECD", on=before[1])
    table = pairs("asylum_applications")
    early = table[table["year"].between(*before) & ending(table, "destination", members)]
    largest = added_at(early, "destination").sum(axis=1).nlargest(number).index.tolist()
    asked = line(
        "asylum_applications", f"Applications in the {number} largest destinations", claim.unit,
        total("asylum_applications", destinations=largest) * 1e-6, claim.population,
    )  # fmt: skip
    elsewhere = line(
        "asylum_applications", "Applications elsewhere", claim.unit,
        (total("asylum_applications") * 1e-6).sub(asked.values), "All other economies",
    )  # fmt: skip
    newest = (asked.last.year - 2, asked.last.year)
    spans = (before, after, newest)
    start, then, now = (mean(asked.values, span) for span in spans)
    others = [mean(elsewhere.values, span) for span in spans]
    verdict = judge_relation(then <= (1 - least) * start, now <= (1 - least) * start)
    reason = (
        f"The {number} ({', '.join(sorted(largest))}) had {start:.2f} million applications a year "
        f"in {before[0]}–{before[1]}, {then:.2f} in {after[0]}–{after[1]} and {now:.2f} in "
        f"{newest[0]}–{newest[1]}. Elsewhere they were {others[0]:.2f}, {others[1]:.2f} and "
        f"{others[2]:.2f}, and whether rules or wars made the difference is not in these figures."
    )
    return finding(claim, verdict, reason, [asked, elsewhere])


def pacific_solution(
    claim: Claim, before: Sequence[int], after: Sequence[int], least: float
) -> Finding:
    """G030: applications in Australia, before and after."""
    asked = line(
        "asylum_applications", "Applications in Australia", claim.unit,
        total("asylum_applications", destinations=["AUS"]), claim.population,
    )  # fmt: skip
    others = [code for code in economies.members("OECD", on=2001) if code != "AUS"]
    beside = line(
        "asylum_applications", "Applications in the other OECD members", claim.unit,
        total("asylum_applications", destinations=others), "OECD members of 2001 but Australia",
    )  # fmt: skip
    newest = (asked.last.year - 4, asked.last.year)
    start, then, now = (mean(asked.values, span) for span in (before, after, newest))
    verdict = judge_relation(then <= (1 - least) * start, now <= (1 - least) * start)
    fell = [100 * (mean(each.values, after) / mean(each.values, before) - 1)
            for each in (asked, beside)]  # fmt: skip
    reason = (
        f"Applications in Australia averaged {start:,.0f} a year in {before[0]}–{before[1]} and "
        f"{then:,.0f} in {after[0]}–{after[1]} ({fell[0]:+.0f} per cent, in the other OECD members "
        f"{fell[1]:+.0f}). In {newest[0]}–{newest[1]} they averaged {now:,.0f}; arrivals by boat "
        "alone are not held here."
    )
    return finding(claim, verdict, reason, [asked, beside])


def asia_first(claim: Claim) -> Finding:
    """G075: refugees from Asia over those from the region that comes next."""
    by_region = pd.DataFrame(
        {name: total("refugees", origins=region(name)) for name in _REGIONS}
    ).fillna(0.0)
    others = by_region.drop(columns="Asia")
    ahead = line(
        "refugees", "Refugees from Asia ÷ from the next region", claim.unit,
        ratio(by_region["Asia"], others.max(axis=1)), claim.population,
    )  # fmt: skip
    then, now = ahead.at(claim.year), ahead.last
    verdict = judge_relation(then.value > 1, now.value > 1)
    at = by_region.loc[[claim.year, now.year]] * 1e-6
    next_one = [str(others.loc[year].idxmax()) for year in (claim.year, now.year)]
    behind = ahead.values.loc[1976:]
    reason = (
        f"In {claim.year} {at['Asia'].iloc[0]:.1f} million refugees came from Asia and "
        f"{at[next_one[0]].iloc[0]:.1f} from {next_one[0]}, which comes next; in {now.year} "
        f"{at['Asia'].iloc[1]:.1f} and {at[next_one[1]].iloc[1]:.1f} from {next_one[1]}. Since "
        f"1976 Asia has come first in {int((behind > 1).sum())} of {len(behind)} years, "
        "Palestinians in UNRWA's care not counted."
    )
    return finding(claim, verdict, reason, [ahead])


def afghans(claim: Claim) -> Finding:
    """G076: where the two corridors stand among all."""
    table = pairs("refugees")
    ranks = table.assign(rank=table.groupby("year")["value"].rank(ascending=False, method="min"))
    own = ranks[ranks["origin"] == "AFG"]

    def of(code: str, column: str) -> pd.Series:
        there = own[(own["destination"] == code) & (own["value"] > 0)]
        return there.set_index("year")[column].sort_index()

    worse = pd.concat([of("PAK", "rank"), of("IRN", "rank")], axis=1).dropna().max(axis=1)
    lower = line("refugees", "Rank of the smaller of the two corridors", claim.unit, worse,
                 claim.population)  # fmt: skip
    numbers = [
        line("refugees", f"Afghans in {economies.name(code)}", "million persons",
             of(code, "value") * 1e-6, claim.population)
        for code in ("PAK", "IRN")
    ]  # fmt: skip
    then, now = lower.at(claim.year), lower.last
    assert claim.stated is not None
    verdict = judge_relation(then.value <= claim.stated, now.value <= claim.stated)
    said = [
        f"{each.at(claim.year).value:.2f} million in {claim.year} and {each.last.value:.2f} in "
        f"{each.last.year}"
        for each in numbers
    ]
    ranked = [
        f"{int(of(code, 'rank')[claim.year])} and {int(of(code, 'rank')[now.year])}"
        for code in ("PAK", "IRN")
    ]
    reason = (
        f"Refugees from Afghanistan were {said[0]} in Pakistan, and {said[1]} in Iran. Of all "
        f"corridors of refugees these ranked {ranked[0]}, and {ranked[1]}."
    )
    return finding(claim, verdict, reason, [lower, *numbers])


def _apart(changed: float) -> str:
    return "the same" if changed < 0.05 else f"{changed:.1f} more or less"
