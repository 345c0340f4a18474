"""Checks of the claims in Overbeek (2002): what the data say of each, then and now.

Each function takes the claim and what the ledger passes on, gathers lines of evidence, and gives
a finding.  The line that comes first carries the verdict: the source that the paper cites where
it still publishes the series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from migov import economies, models, registry
from migov.claims.evidence import (
    SCALES,
    Line,
    combined,
    figures,
    finding,
    levels,
    ratio,
    share,
    spread,
)
from migov.claims.model import (
    Claim,
    Finding,
    Verdict,
    format_value,
    judge_relation,
)
from migov.load import load

# "Modest": fewer than one person in thirty (see `reading` of the claims on page 8).
MODEST = 100 / 30

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
    narrow = _sum_of_economies(
        "workers_remittances_received", "Workers' remittances alone, sum of economies", claim
    )
    found = lines[0].at(claim.year)
    verdict = claim.judge(found.value, found.value > aid[0].at(claim.year).value)
    low, high = spread(lines, claim.year)
    reason = (
        f"The World Bank now counts {format_value(found.value, claim.unit)} for {claim.year}, "
        f"between {low:.1f} and {high:.1f} in its vintages, pay earned abroad for less than a year "
        f"included; workers' remittances alone, the older and narrower measure, add up to "
        f"{narrow.at(claim.year).value:.1f} in the economies that reported them. That remittances "
        "exceed aid stands."
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
    verdict = claim.judge(found.value, found.value < remittances)
    reason = (
        f"Aid of {claim.year}, official aid included, is {format_value(found.value, claim.unit)}, "
        f"{_apart(found.value, claim)}. Official development assistance alone is "
        f"{format_value(alone.value, claim.unit)}, {_apart(alone.value, claim)}."
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
    lately = goods.values[goods.values.index > now.year - 20]
    reason = (
        f"In {claim.year} remittances were {then.value:.2f} times the deficit in goods, and "
        f"{min(before):.2f} to {max(before):.2f} times that in goods and services. In {now.year} "
        f"they were {now.value:.4f} times the deficit in goods, a hair's breadth from half, and "
        f"fell short of half in {int((lately <= claim.stated).sum())} of the last {len(lately)} "
        f"years with a deficit; India's surplus in services makes it {wider[0].last.value:.2f} "
        "times that in goods and services."
    )
    return finding(claim, verdict, reason, lines)


def fdi_slow_then_explosive(claim: Claim, explosive: float) -> Finding:
    """O034: growth of world inflows before, during and after the early 1990s."""
    unctad = levels("fdi_inflow_unctad", "FDI inflows, UNCTAD", claim.unit)
    bank = levels("fdi_inflow", "FDI net inflows, World Bank", claim.unit)
    # UNCTAD's present series starts in 1990; the years before are in its older vintage alone.
    earlier = next(line for line in unctad if 1980 in line.values.index)
    before = _growth(earlier.values, 1980, 1990)
    slow = _growth(unctad[0].values, 1990, 1993)
    fast = models.trend(load("fdi_inflow_unctad", "WLD"), years=(1993, 2000))
    beside = models.trend(load("fdi_inflow", "WLD"), years=(1993, 2000))
    turns = models.breaks(
        load("fdi_inflow_unctad", "WLD", version=earlier.version),
        years=(1970, 2000),
        replications=99,  # the dates are used here, not the p value that is drawn
    )
    held = slow < before and fast.conf_low > explosive
    verdict = Verdict.HOLDS if held else Verdict.FAILS
    reason = (
        f"UNCTAD's world inflows grew by {before:.1f} per cent a year from 1980 to 1990, by "
        f"{slow:.1f} from 1990 to 1993 and by {fast.growth:.0f} from 1993 to 2000 (95 per cent "
        f"interval {fast.conf_low:.0f} to {fast.conf_high:.0f}; World Bank {beside.growth:.0f}). "
        f"Looked for at unknown dates, the trend of 1970 to 2000 {_last_break(turns.dates)}."
    )
    return finding(claim, verdict, reason, [*unctad, *bank])


def fdi_share(claim: Claim, first_published_inflow: float | None = None) -> Finding:
    """O035, O036, O037: world inflows over world gross fixed capital formation."""
    lines = levels(
        "fdi_inflow_share_of_gfcf_unctad", "FDI inflows ÷ GFCF, UNCTAD", claim.unit
    )
    lines += levels(
        "fdi_inflow_share_of_gfcf", "FDI net inflows ÷ GFCF, World Bank", claim.unit
    )
    basis = lines[0]
    bank = next(line for line in lines if line.label != basis.label)
    first = int(basis.values.index.min())
    if claim.year < first:
        reason = (
            f"No public series reaches back to {claim.year}: UNCTAD and the World Bank begin in "
            f"{first}, with {basis.at(first).value:.2f} and {bank.at(first).value:.2f} per cent. "
            f"World inflows and world capital formation of {claim.year} would settle it."
        )
        return finding(claim, Verdict.NOT_TESTABLE, reason, lines)
    assert claim.stated is not None
    found, beside = basis.at(claim.year), bank.at(claim.year)
    rise = basis.at(1997).value / basis.at(1980).value
    verdict = claim.judge(found.value, rise >= 2)
    low, high = spread(lines, claim.year)
    both = (
        f"UNCTAD now gives {found.value:.2f} per cent for {claim.year} and the World Bank "
        f"{beside.value:.2f}, and every vintage of either lies between {low:.2f} and {high:.2f}."
    )
    why = f"That the share rose fast stands: it grew {rise:.1f}-fold from 1980 to 1997."
    if first_published_inflow is not None:
        now = figures("fdi_inflow_unctad", unit="US$ billion", version=basis.version)[claim.year]
        implied = first_published_inflow / claim.stated / 10
        divided = now / found.value / 10
        why = (
            f"Inflows were revised up from {first_published_inflow:.0f} to {now:.0f} billion, but "
            f"the capital formation they are divided by more so, from {implied:.1f} to "
            f"{divided:.1f} trillion; that the share rose fast stands."
        )
    return finding(claim, verdict, f"{both} {why}", lines)


def migrant_stock_1995(claim: Claim, successors: Mapping[str, Sequence[str]]) -> Finding:
    """O057: the world's migrant stock, and how much of it new borders made."""
    lines = levels("migrant_stock_total_undesa", "Migrant stock, UN DESA", claim.unit)
    bank = levels("migrant_stock_total", "Migrant stock, World Bank", claim.unit)
    found = lines[0].at(claim.year)
    population = figures("population_wpp", unit=claim.unit)
    verdict = claim.judge(found.value, 100 * found.value / population[claim.year] < MODEST)
    by_borders = sum(_within(states, claim.year) for states in successors.values()) * 1e-6
    assert claim.stated is not None
    part = 100 * by_borders / (found.value - claim.stated)
    low, high = spread([*lines, *bank], claim.year)
    reason = (
        f"The United Nations now counts {format_value(found.value, claim.unit)} for {claim.year}, "
        f"and every vintage of either publisher lies between {low:.1f} and {high:.1f}. Counting "
        f"people born in one successor state of {_and(list(successors))} and living in another as "
        f"migrants makes {by_borders:.1f} million, {part:.0f} per cent of the difference."
    )
    return finding(claim, verdict, reason, [*lines, *bank])


def migrant_share_1995(claim: Claim, stock: float) -> Finding:
    """O058: migrants as a share of the world's population; `stock` is the paper's, in millions."""
    lines = _migrant_share("migrant_stock_total_undesa", "population_wpp", "UN DESA", claim)
    lines += _migrant_share("migrant_stock_total", "population", "World Bank", claim)
    found = lines[0].at(claim.year)
    verdict = claim.judge(found.value, found.value < MODEST)
    whole = figures("population_wpp", unit="million persons")[claim.year]
    newest = max((line.last for line in lines if line.pinned), key=lambda figure: figure.year)
    reason = (
        f"The share of {claim.year} is {found.value:.2f} per cent, which rounds to "
        f"{round(found.value)}; the {stock:.0f} million that the paper counts would have been "
        f"{100 * stock / whole:.1f} per cent of {whole:,.0f} million. The stock was counted anew "
        f"when borders had changed; fewer than one in thirty stands for {claim.year}, while "
        f"{newest.year} has {newest.value:.1f} per cent."
    )
    return finding(claim, verdict, reason, lines)


def migration_modest(claim: Claim) -> Finding:
    """O059: the share of migrants in the century's years that have a figure, in every vintage."""
    lines = _migrant_share("migrant_stock_total", "population", "World Bank", claim)
    lines += _migrant_share("migrant_stock_total_undesa", "population_wpp", "UN DESA", claim)
    within = [line.values[line.values.index <= 2000] for line in lines]
    highest = max(float(values.max()) for values in within if len(values))
    lowest = min(float(values.min()) for values in within if len(values))
    first = min(int(values.index.min()) for values in within if len(values))
    verdict = Verdict.HOLDS if highest < MODEST else Verdict.FAILS
    now = lines[0].last
    side = "no longer fewer" if now.value >= MODEST else "still fewer"
    reason = (
        f"From {first} to 2000 the share lay between {lowest:.1f} and {highest:.1f} per cent in "
        f"every vintage, below one in thirty; no public series covers the years before. It rose "
        f"with the new borders of 1991 and since 2000, and in {now.year} was {now.value:.1f} per "
        f"cent, {side} than one in thirty."
    )
    return finding(claim, verdict, reason, lines)


def _remittances_over_aid(aid: str, place: str, population: str, label: str) -> list[Line]:
    return combined(
        ["remittances_received", aid], ratio, label, "ratio", economies=place,
        population=population,
    )


def _migrant_share(stock: str, people: str, source: str, claim: Claim) -> list[Line]:
    return combined(
        [stock, people], share, f"Migrants ÷ population, {source}", claim.unit
    )


def _apart(value: float, claim: Claim) -> str:
    assert claim.stated is not None
    distance = 100 * (value / claim.stated - 1)
    side = "below" if distance < 0 else "above"
    return f"{abs(distance):.1f} per cent {side} what the paper prints"


def _sum_of_economies(series: str, label: str, claim: Claim) -> Line:
    """A series added up over the economies that report it, where there is no world figure."""
    record = registry.find(series)
    values = load(series).groupby("year")["value"].sum() * SCALES[record.unit, claim.unit]
    return Line(
        label, record.publisher.name, series, record.pinned, "Economies that report", claim.unit,
        values,
    )


def _growth(values: pd.Series, first: int, last: int) -> float:
    """Per cent a year from one year to another, compounded."""
    return float(100 * ((values[last] / values[first]) ** (1 / (last - first)) - 1))


def _since_when_above(values: pd.Series, bound: float) -> int:
    below = values.index[values <= bound]
    return int(below.max()) + 1 if len(below) else int(values.index.min())


def _last_break(dates: Sequence[int]) -> str:
    return f"last breaks after {dates[-1]}" if dates else "does not break"


def _within(states: Sequence[str], year: int) -> float:
    """Migrants who live in one of these states and were born in another."""
    known = economies.table()["economy"]
    members = [state for state in states if state in set(known)]
    table = load("migrant_stock", origins=members, destinations=members, years=year)
    return float(table["value"].sum())


def _and(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
