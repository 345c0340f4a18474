"""Checks of the claims in Overbeek (2002) on foreign affiliates and mergers, then and now.

They work like those on investment, and stand apart only for length.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from migov.claims.evidence import Line, combined, figures, finding, levels
from migov.claims.model import Claim, Finding
from migov.claims.sums import share
from migov.claims.verdicts import Verdict, judge_relation

_DEVELOPED = "1500"  # developed economies, as UNCTAD draws them
_MERGERS = "mergers_and_acquisitions_net_wir"


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
