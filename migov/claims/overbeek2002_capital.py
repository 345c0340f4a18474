"""Checks of the claims in Overbeek (2002) on direct investment in the place of migrants and trade.

Economy by economy and decade by decade; that two things go together, or do not, is all that is
measured here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import region
from migov.claims.stocks import by_economy, embedded
from migov.claims.verdicts import Verdict, judge_relation
from migov.registry import find

# Not of the less developed regions, as UN DESA draws them.
_RICH = ("AUS", "NZL", "JPN", "USA", "CAN", "BMU", "GRL", "SPM")
_SOUTH = ("Africa", "Americas", "Asia", "Oceania")
_DECADES = (2000, 2010, 2020)


def investment_and_emigrants(
    claim: Claim, most: float, least_people: int, least_years: int
) -> Finding:
    """O006: direct investment that came in, and emigrants who left, economy by economy."""

    def change(version: str, last: int) -> pd.Series:
        emigrants = by_economy("emigrant_stock_total_undesa", version)
        people = by_economy("population_wpp")
        part = 100 * emigrants / people.reindex(emigrants.index)
        return part[last] - part[last - 10]

    stock = embedded("emigrant_stock_total_undesa")
    invested = _invested_versions()
    tries = [(invested[0], name) for name in stock] + [(name, stock[0]) for name in invested[1:]]
    together = [
        _correlations(capital, partial(change, name), least_people, least_years)
        for capital, name in tries
    ]
    lines = _correlation_lines(
        claim, "Rank correlation of direct investment with emigration", tries, together
    )
    reason = _told(together, "inflows of direct investment over GDP and the rise of emigrants "
                   "per 100 people")  # fmt: skip
    return finding(claim, _judged(together[0], most), reason, lines)


def investment_and_imports(
    claim: Claim, most: float, least_people: int, least_years: int
) -> Finding:
    """O006b: direct investment that came in, and imports, economy by economy."""

    def change(version: str, last: int) -> pd.Series:
        imports = by_economy("imports_share_of_gdp", version)
        after, before = (imports.loc[:, end - 4 : end].mean(axis=1) for end in (last, last - 10))
        return after - before

    held = embedded("imports_share_of_gdp")
    tries = [(name, name) for name in _invested_versions() if name in held]
    together = [
        _correlations(name, partial(change, name), least_people, least_years) for name, _ in tries
    ]
    lines = _correlation_lines(
        claim, "Rank correlation of direct investment with imports", tries, together
    )
    reason = _told(together, "inflows of direct investment over GDP and the rise of imports "
                   "over GDP")  # fmt: skip
    return finding(claim, _judged(together[0], most), reason, lines)


def _correlations(
    invested: str, change: Callable[[int], pd.Series], least_people: int, least_years: int
) -> dict[int, tuple[float, float, int]]:
    """Rank correlation, its p and the number of economies, by the last year of a decade."""
    from scipy.stats import spearmanr

    inflow, product = (by_economy(name, invested) for name in ("fdi_inflow", "gdp"))
    part = 100 * inflow / product.reindex_like(inflow)
    people = by_economy("population_wpp")
    south = {code for name in _SOUTH for code in region(name)} - set(_RICH)
    found = {}
    for last in _DECADES:
        years = part.loc[:, last - 9 : last]
        if years.shape[1] < 10:  # a vintage that ends within the decade
            continue
        drawn = years.mean(axis=1)[years.notna().sum(axis=1) >= least_years]
        both = pd.DataFrame({"drawn": drawn, "change": change(last)}).dropna()
        large = people[last - 10].reindex(both.index) >= least_people
        both = both[large & both.index.isin(south)]
        test = spearmanr(both["drawn"], both["change"])
        found[last] = (float(test.statistic), float(test.pvalue), len(both))
    return found


def _invested_versions() -> list[str]:
    held = set(embedded("fdi_inflow")) & set(embedded("gdp"))
    return [name for name in embedded("fdi_inflow") if name in held]


def _correlation_lines(
    claim: Claim, label: str, tries: Sequence[tuple[str, str]],
    together: Sequence[dict[int, tuple[float, float, int]]],
) -> list[Line]:  # fmt: skip
    records = [find(name) for name in claim.series]
    sources = "; ".join(dict.fromkeys(record.publisher.name for record in records))
    return [
        Line(
            label, sources, ", ".join(claim.series),
            "/".join(dict.fromkeys([*versions, find("population_wpp").pinned])), claim.population,
            claim.unit, pd.Series({year: one[0] for year, one in found.items()}),
            pinned=versions == tries[0],
        )
        for versions, found in zip(tries, together, strict=True)
        if found
    ]  # fmt: skip


def _judged(found: dict[int, tuple[float, float, int]], most: float) -> Verdict:
    against = {year: r < most and p < 0.05 for year, (r, p, _) in found.items()}
    return judge_relation(against[_DECADES[0]], against[_DECADES[-1]])


def _told(together: Sequence[dict[int, tuple[float, float, int]]], what: str) -> str:
    first, last = (together[0][year] for year in (_DECADES[0], _DECADES[-1]))
    every = [found[_DECADES[0]][0] for found in together if _DECADES[0] in found]
    return (
        f"Over {first[2]} less developed economies {what} have a rank correlation of "
        f"{first[0]:+.2f} in 1991–2000 (p = {first[1]:.2f}; {min(every):+.2f} to "
        f"{max(every):+.2f} in {len(every)} combinations of vintages), and over {last[2]} of "
        f"{last[0]:+.2f} in 2011–2020 (p = {last[1]:.2f}). Where one takes the place of the "
        "other, it would be clearly negative."
    )
