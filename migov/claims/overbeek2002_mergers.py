"""Checks of the claims in Overbeek (2002) on foreign affiliates and mergers, then and now.

They work like those on investment, and stand apart only for length.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

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
from migov.claims.sums import share
from migov.claims.values import Figure
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

    def over(what: str) -> Figure:
        line = the_one(lines, lambda line: line.label.endswith(f"exports of {what}"),
                       f"the world's exports of {what} of {claim.year}")  # fmt: skip
        return line.at(claim.year)

    others = [over(what) for _, what in roads[1:]]
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
    parts = [f"{100 * both[0].at(year).value / both[1].at(year).value:.0f}"
             for year in (1990, 1992, claim.year)]  # fmt: skip
    reason = (
        f"The yearly changes of the two correlate with {then:.2f} from {first} to {claim.year} and "
        f"with {now:.2f} to {newest}, but with {together(first + 1, claim.year):.2f} to "
        f"{claim.year} if {first} is left out: with so few years the verdict hangs on one. Read as "
        f"a growing share of investment the claim holds from 1992 ({parts[1]} per cent, to "
        f"{parts[2]} in {claim.year}) and fails from 1990 ({parts[0]})."
    )
    return finding(claim, verdict, reason, lines)


def mergers_1997(claim: Claim, first_printed: str) -> Finding:
    """O044: the value of mergers across borders, net."""
    lines = [*levels(_MERGERS, "Net mergers and acquisitions", claim.unit),
             *levels("fdi_inflow_unctad", "FDI inflows, UNCTAD", claim.unit)]  # fmt: skip
    found, before = lines[0].at(claim.year), lines[0].at(1992)
    verdict = claim.judge(found.value, found.value > 2 * before.value)
    (gross,) = again([from_print(first_printed)])
    reason = (
        f"UNCTAD first printed US$ {gross.at(claim.year).value:.0f} billion for {claim.year}, as "
        f"the paper has it; it now gives {found.value:.0f}, for it leaves out what foreign owners "
        f"sell back. The growth stands: that is {found.value / before.value:.1f} times the "
        f"{before.value:.0f} of {before.year}."
    )
    return finding(claim, verdict, reason, [lines[0], gross, *lines[1:]])


def mergers_1992(claim: Claim, first_printed: str) -> Finding:
    """O045: the value of mergers across borders in 1992."""
    lines = levels(_MERGERS, "Net mergers and acquisitions", claim.unit)
    found = lines[0].at(claim.year)
    assert claim.stated is not None
    verdict = Verdict.HOLDS if found.value < claim.stated else Verdict.FAILS
    later = lines[0].values
    passed = int(later.index[(later.index > claim.year) & (later >= claim.stated)].min())
    gross = from_print(first_printed)
    scaled = found.value * gross.last.value / later[gross.last.year]
    reason = (
        f"Net mergers and acquisitions of {claim.year} were US$ {found.value:.0f} billion, and "
        f"first passed {claim.stated:.0f} after it in {passed}. The gross value that the paper "
        f"means is no longer published; if it stood to the net one as in {gross.last.year}, it was "
        f"{scaled:.0f}, still below."
    )
    return finding(claim, verdict, reason, [*lines, gross])


def mergers_over_fdi(claim: Claim, first_printed: str) -> Finding:
    """O046: mergers over investment, net and as the paper had them."""
    lines = combined([_MERGERS, "fdi_inflow_unctad"], share, "Net M&A ÷ FDI inflows, UNCTAD",
                     claim.unit)  # fmt: skip
    lines += again(combined([_MERGERS, "fdi_inflow"], share, "Net M&A ÷ FDI inflows, World Bank",
                            claim.unit))  # fmt: skip
    found, before = lines[0].at(claim.year), lines[0].at(1992)
    verdict = claim.judge(found.value, found.value > before.value)
    gross = from_print(first_printed).at(claim.year).value
    inflows = figures("fdi_inflow_unctad", unit="US$ billion")[claim.year]
    reason = (
        f"Net mergers were {found.value:.0f} per cent of inflows in {claim.year} and "
        f"{before.value:.0f} in {before.year}, so that the two grew together stands. The paper's "
        f"own {gross:.0f} billion would be {100 * gross / inflows:.0f} per cent: its "
        f"{claim.stated:.0f} must rest on a narrower count, and mergers are no part of investment."
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
