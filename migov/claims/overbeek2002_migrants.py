"""Checks of the claims in Overbeek (2002) on the number of migrants, then and now.

Apart from those on money only for length; they work alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from migov import economies
from migov.claims.evidence import (
    Line,
    again,
    combined,
    figures,
    finding,
    from_print,
    levels,
    the_one,
)
from migov.claims.model import Claim, Finding
from migov.claims.pairs import total
from migov.claims.stocks import successors
from migov.claims.sums import share, spread
from migov.claims.values import format_value
from migov.claims.verdicts import Verdict

# "Modest": fewer than one person in thirty (see `reading` of the claims on page 8).
MODEST = 100 / 30


def migrant_stock_1995(claim: Claim, former: Sequence[str]) -> Finding:
    """O057: the world's migrant stock, and how much of it new borders made."""
    lines = levels("migrant_stock_total_undesa", "Migrant stock, UN DESA", claim.unit)
    bank = again(levels("migrant_stock_total", "Migrant stock, World Bank", claim.unit))
    found = lines[0].at(claim.year)
    population = figures("population_wpp", unit=claim.unit)
    verdict = claim.judge(found.value, 100 * found.value / population[claim.year] < MODEST)
    by_borders = _made_by_borders(former, claim.year)
    assert claim.stated is not None
    part = 100 * by_borders / (found.value - claim.stated)
    low, high = spread([*lines, *bank], claim.year)
    reason = (
        f"The United Nations now counts {format_value(found.value, claim.unit)} for {claim.year}, "
        f"and every vintage held lies between {low:.1f} and {high:.1f}. Counting people born in "
        f"one successor state of {_names(former)} and living in another as migrants makes "
        f"{by_borders:.1f} million, up to {part:.0f} per cent of the difference."
    )
    return finding(claim, verdict, reason, [*lines, *bank])


def migrant_share_1995(
    claim: Claim, stock: float, former: Sequence[str]
) -> Finding:
    """O058: migrants as a share of the world's population; `stock` is the paper's, in millions."""
    lines = [*_un_share(claim), *again(_bank_share(claim))]
    found, now = lines[0].at(claim.year), lines[0].last
    verdict = claim.judge(found.value, found.value < MODEST)
    whole = figures("population_wpp", unit="million persons")[claim.year]
    without = found.value - 100 * _made_by_borders(former, claim.year) / whole
    reason = (
        f"The share of {claim.year} is {found.value:.2f} per cent, which rounds to "
        f"{round(found.value)}; the paper's {stock:.0f} million would be {100 * stock / whole:.1f} "
        f"of {whole:,.0f} million. Without those whom new borders made migrants it is "
        f"{without:.1f}, which rounds to {round(without)}; fewer than one in thirty stands for "
        f"{claim.year}, while {now.year} has {now.value:.1f} per cent."
    )
    return finding(claim, verdict, reason, lines)


def migration_modest(claim: Claim) -> Finding:
    """O059: the share of migrants in the century's years that have a figure, in every vintage."""
    lines = [*_bank_share(claim), *_un_share(claim)]
    within = [line.values[line.values.index <= 2000] for line in lines]
    low, high = (
        float(end) for end in (min(map(min, within)), max(map(max, within)))
    )
    first = from_print("gbmd-migrants").last
    year = first.year
    # The present vintage starts in 1990; the step of 1990 is seen in the older ones.
    older = the_one(lines, lambda line: year in line.values.index, f"migrants of {year}")
    fixed = 100 * first.value / figures("population", unit="million persons")[year]
    verdict = Verdict.HOLDS if max(high, fixed) < MODEST else Verdict.FAILS
    now = lines[0].last
    reason = (
        f"From {year} to 2000 the share lay between {low:.1f} and {high:.1f} per cent in every "
        f"vintage held ({fixed:.1f} in {year} with today's borders), below one in thirty; no "
        f"public series covers the years before. The step from {older.values[1985]:.1f} in 1985 "
        f"to {older.values[1990]:.1f} in 1990 comes with the new borders of 1991; by {now.year} "
        f"the share was {now.value:.1f}."
    )
    return finding(claim, verdict, reason, lines)


def _bank_share(claim: Claim) -> list[Line]:
    return combined(
        ["migrant_stock_total", "population"], share, "Migrants ÷ population, World Bank",
        claim.unit,
    )


def _un_share(claim: Claim) -> list[Line]:
    # The stock's newest year is one that the population prospects project.
    return combined(
        ["migrant_stock_total_undesa", "population_wpp", "population_projected_wpp"],
        lambda stock, known, projected: share(stock, known.combine_first(projected)),
        "Migrants ÷ population, UN DESA",
        claim.unit,
    )


def _made_by_borders(former: Sequence[str], year: int) -> float:
    """Millions who live in one successor of a former state and were born in another."""
    heirs = [successors(state) for state in former]
    return sum(total("migrant_stock", here, here)[year] for here in heirs) * 1e-6


def _names(former: Sequence[str]) -> str:
    names = [economies.name(state) for state in former]
    return f"{', '.join(names[:-1])} or {names[-1]}".replace("Soviet", "the Soviet")
