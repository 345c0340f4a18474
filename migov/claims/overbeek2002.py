"""Checks of the claims in Overbeek (2002) on remittances, aid and investment, then and now.

Each function takes the claim and what the ledger passes on, gathers lines of evidence, and gives
a finding.  The line that comes first carries the verdict: the source that the paper cites where
it still publishes the series.
"""

from __future__ import annotations

import pandas as pd

from migov import models
from migov.claims.evidence import (
    Line,
    again,
    combined,
    figures,
    finding,
    from_print,
    levels,
    summed,
    the_one,
)
from migov.claims.model import Claim, Finding
from migov.claims.sums import growth, ratio, spread
from migov.claims.values import format_value
from migov.claims.verdicts import Verdict, judge_relation
from migov.load import load

_DEVELOPING = "Low- and middle-income economies"


def remittances_exceed_aid(claim: Claim) -> Finding:
    """O017: the ratio of remittances to aid, for the world and for those that receive aid."""
    lines = _remittances_over_aid("oda_received", "WLD", "World", "Remittances ÷ ODA, world")
    lines += _remittances_over_aid(
        "oda_received", "LMY", _DEVELOPING, "Remittances ÷ ODA, low and middle income"
    )
    lines += _remittances_over_aid(
        "oda_and_official_aid_received", "WLD", "World", "Remittances ÷ ODA and official aid, world"
    )
    world = lines[0]
    poorer = next(line for line in lines if line.population == _DEVELOPING)
    verdict = judge_relation(world.at(claim.year).value > 1, world.last.value > 1)
    crossed = _since_when_above(poorer.values, 1.0)
    reason = (
        f"World remittances were {world.at(claim.year).value:.2f} times aid in {claim.year} and "
        f"{world.last.value:.2f} times in {world.last.year}. In the low- and middle-income "
        f"economies alone, which receive the aid, they were {poorer.at(claim.year).value:.2f} "
        f"times and have exceeded it every year since {crossed}."
    )
    return finding(claim, verdict, reason, lines)


def remittances_1995(claim: Claim) -> Finding:
    """O018: world remittances, by vintage, and the narrower measure of the time."""
    lines = levels("remittances_received", "Remittances received, world", claim.unit)
    aid = levels("oda_received", "ODA received, world", claim.unit)
    narrow = summed(
        "workers_remittances_received", "Workers' remittances alone, sum of economies", claim.unit
    )
    found, given = lines[0].at(claim.year), aid[0].at(claim.year)
    verdict = claim.judge(found.value, found.value > given.value)
    alone = narrow.at(claim.year).value
    above, narrowly = (
        "exceeds" if value > given.value else "falls short of" for value in (found.value, alone)
    )
    reason = (
        f"The World Bank now counts {format_value(found.value, claim.unit)} for {claim.year}, with "
        "the pay of people who work abroad for a short time or for foreign employers. That "
        f"{above} the aid of the year, {given.value:.1f}, which the paper has below it; the "
        f"narrower measure, what migrant workers sent, adds up to {alone:.1f} and {narrowly} it."
    )
    return finding(claim, verdict, reason, [*lines, narrow, *aid])


def aid_1995(claim: Claim) -> Finding:
    """O019: world aid, with and without official aid to transition economies."""
    lines = levels(
        "oda_and_official_aid_received", "ODA and official aid received, world", claim.unit
    )
    narrow = levels("oda_received", "ODA received, world", claim.unit)
    found, alone = lines[0].at(claim.year), narrow[0].at(claim.year)
    remittances = figures("remittances_received", unit=claim.unit)[claim.year]
    low, high = spread(lines, claim.year)
    verdict = claim.judge(found.value, found.value < remittances)
    reason = (
        f"Aid of {claim.year}, official aid included, is {format_value(found.value, claim.unit)}, "
        f"{_apart(found.value, claim)}, and {low:.1f} to {high:.1f} in its vintages. Official "
        f"development assistance alone is {format_value(alone.value, claim.unit)}, "
        f"{_apart(alone.value, claim)}."
    )
    return finding(claim, verdict, reason, [*lines, *narrow])


def india_trade_deficit(claim: Claim) -> Finding:
    """O025: India's remittances over its trade deficit."""

    def over_deficit(remittances: pd.Series, paid: pd.Series, earned: pd.Series) -> pd.Series:
        deficit = paid - earned
        return ratio(remittances, deficit[deficit > 0])

    roads = [
        ("merchandise_imports", "merchandise_exports", "goods"),
        ("imports", "exports", "goods and services, national accounts"),
        ("imports_bop", "exports_bop", "goods and services, balance of payments"),
    ]
    lines: list[Line] = []
    for imports, exports, what in roads:
        lines += combined(
            ["remittances_received", imports, exports],
            over_deficit,
            f"Remittances ÷ deficit in {what}",
            claim.unit,
            economies="IND",
            population="India",
        )
    goods = lines[0]
    assert claim.stated is not None
    then, now = goods.at(claim.year), goods.last
    verdict = judge_relation(then.value > claim.stated, now.value > claim.stated)
    wider = [line for line in lines if line.label != goods.label and line.pinned]
    before = [line.at(claim.year).value for line in wider]
    close = ", next to half" if abs(now.value - claim.stated) < 0.005 else ""
    lately = goods.values[goods.values.index > now.year - 20]
    reason = (
        f"In {claim.year} remittances were {then.value:.2f} times India's deficit in goods; in "
        f"{now.year} they were {now.value:.4f} times{close}, and short of half in "
        f"{int((lately <= claim.stated).sum())} of the last {len(lately)} years with a deficit. "
        f"Counted with services, of which India sells more than it buys, they were "
        f"{min(before):.2f} to {max(before):.2f} times then and {wider[0].last.value:.2f} now, so "
        "that by this reading the claim still holds."
    )
    return finding(claim, verdict, reason, lines)


def fdi_slow_then_explosive(claim: Claim, explosive: float) -> Finding:
    """O034: growth of world inflows before, during and after the early 1990s."""
    unctad = levels("fdi_inflow_unctad", "FDI inflows, UNCTAD", claim.unit)
    bank = levels("fdi_inflow", "FDI net inflows, World Bank", claim.unit)
    # UNCTAD's present series starts in 1990; the years before are in its older vintage alone.
    earlier = the_one(unctad, lambda line: 1980 in line.values.index, "UNCTAD's inflows of 1980")
    before = growth(earlier.values, 1980, 1990)
    slow = growth(unctad[0].values, 1990, 1993)
    fast = models.trend(load("fdi_inflow_unctad", "WLD"), years=(1993, 2000))
    beside = models.trend(load("fdi_inflow", "WLD"), years=(1993, 2000))
    turns = models.breaks(
        load("fdi_inflow_unctad", "WLD", version=earlier.version),
        years=(1970, 2000),
    )
    held = slow < before and fast.conf_low > explosive
    verdict = Verdict.HOLDS if held else Verdict.FAILS
    reason = (
        f"UNCTAD's world inflows grew by {before:.1f} per cent a year from 1980 to 1990, by "
        f"{slow:.1f} from 1990 to 1993 and by {fast.growth:.0f} from 1993 to 2000 (between "
        f"{fast.conf_low:.0f} and {fast.conf_high:.0f} with 95 per cent confidence; World Bank "
        f"{beside.growth:.0f}). Cut at unknown dates, the trend of 1970 to 2000 "
        f"{_last_break(turns)}."
    )
    return finding(claim, verdict, reason, [*unctad, *bank])


def fdi_share(claim: Claim, first_printed: str | None = None) -> Finding:
    """O035, O036, O037: world inflows over world gross fixed capital formation."""
    lines = levels(
        "fdi_inflow_share_of_gfcf_unctad", "FDI inflows ÷ GFCF, UNCTAD", claim.unit
    )
    lines += again(levels(
        "fdi_inflow_share_of_gfcf", "FDI net inflows ÷ GFCF, World Bank", claim.unit
    ))
    basis = lines[0]
    bank = the_one(lines, lambda line: line.label != basis.label, "the World Bank's share")
    later = from_print("unctad-2026-share")
    first = int(basis.values.index.min())
    if claim.year < first:
        reason = (
            f"No public series reaches back to {claim.year}: UNCTAD and the World Bank begin in "
            f"{first}, with {basis.at(first).value:.2f} and {bank.at(first).value:.2f} per cent. "
            f"World inflows and world capital formation of {claim.year} would settle it."
        )
        return finding(claim, Verdict.NOT_TESTABLE, reason, [*lines, later])
    assert claim.stated is not None
    found, beside = basis.at(claim.year), bank.at(claim.year)
    rise = basis.at(1997).value / basis.at(1980).value
    verdict = claim.judge(found.value, rise >= 2)
    low, high = spread(lines, claim.year)
    both = (
        f"UNCTAD gave {found.value:.2f} per cent in {basis.version}, the last edition held here, "
        f"and the World Bank's figures make {beside.value:.2f}; every vintage held lies between "
        f"{low:.2f} and {high:.2f}."
    )
    why = f"That the share rose fast stands: it grew {rise:.1f}-fold from 1980 to 1997."
    if first_printed is not None:
        first_inflow = from_print(first_printed).at(claim.year).value
        now = figures("fdi_inflow_unctad", unit="US$ billion", version=basis.version)[claim.year]
        implied = first_inflow / claim.stated / 10
        divided = now / found.value / 10
        faster = "more" if divided / implied > now / first_inflow else "less"
        why = (
            f"Inflows were revised from {first_inflow:.0f} to {now:.0f} billion and the "
            f"capital formation that the shares imply by {faster}, from {implied:.1f} to "
            f"{divided:.1f} trillion; that the share rose fast stands."
        )
    return finding(claim, verdict, f"{both} {why}", [*lines, later])


def _remittances_over_aid(aid: str, place: str, population: str, label: str) -> list[Line]:
    return combined(
        ["remittances_received", aid], ratio, label, "ratio", economies=place,
        population=population,
    )


def _apart(value: float, claim: Claim) -> str:
    assert claim.stated is not None
    distance = 100 * (value / claim.stated - 1)
    side = "below" if distance < 0 else "above"
    return f"{abs(distance):.1f} per cent {side} what the paper prints"


def _since_when_above(values: pd.Series, bound: float) -> int:
    below = values.index[values <= bound]
    return int(below.max()) + 1 if len(below) else int(values.index.min())


def _last_break(turns: models.BreaksResult) -> str:
    if not turns.dates:
        return "does not break"
    sure = "rules out" if turns.p_value < 0.05 else "does not rule out"
    return (
        f"last breaks after {turns.dates[-1]}; a test {sure} that it never does "
        f"(p = {turns.p_value:.2f})"
    )
