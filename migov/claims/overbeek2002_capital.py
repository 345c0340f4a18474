"""Checks of the claims in Overbeek (2002) on direct investment in the place of migrants and trade.

Economy by economy and decade by decade; that two things go together, or do not, is all that is
measured here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from migov.claims.evidence import Line, finding, named
from migov.claims.model import Claim, Finding
from migov.claims.pairs import region
from migov.claims.run import once
from migov.claims.stocks import by_economy, embedded
from migov.claims.sums import rank_correlation
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

    def per_head(version: str) -> pd.DataFrame:
        emigrants = by_economy("emigrant_stock_total_undesa", version)
        return 100 * emigrants / by_economy("population_wpp").reindex(emigrants.index)

    def change(version: str, last: int) -> pd.Series:
        part = once(("emigrants per head", version), lambda: per_head(version))
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
    reason = _told(together, "emigrants", "send fewer people")
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
    reason = _told(together, "imports", "import less")
    return finding(claim, _judged(together[0], most), reason, lines)


def _correlations(
    invested: str, change: Callable[[int], pd.Series], least_people: int, least_years: int
) -> dict[int, tuple[float, float, int]]:
    """Rank correlation, its p and the number of economies, by the last year of a decade."""
    found = {}
    every = once(
        ("drawn", invested, least_people, least_years),
        lambda: _drawn(invested, least_people, least_years),
    )
    for last, drawn in every.items():
        changed = change(last).reindex(drawn.index).dropna()
        found[last] = (*rank_correlation(drawn[changed.index], changed), len(changed))
    return found


def _drawn(invested: str, least_people: int, least_years: int) -> dict[int, pd.Series]:
    """Mean inflow over GDP of less developed economies by decade, where enough years have it."""
    inflow, product = (by_economy(name, invested) for name in ("fdi_inflow", "gdp"))
    part = 100 * inflow / product.reindex_like(inflow)
    people = by_economy("population_wpp").reindex(part.index)
    south = {code for name in _SOUTH for code in region(name)} - set(_RICH)
    part, people = (each[each.index.isin(south)] for each in (part, people))
    found = {}
    for last in _DECADES:
        years = part.loc[:, last - 9 : last]
        if years.shape[1] == 10:  # else the vintage ends within the decade
            enough = years.notna().sum(axis=1) >= least_years
            found[last] = years.mean(axis=1)[enough & (people[last - 10] >= least_people)]
    return found


def _invested_versions() -> list[str]:
    held = set(embedded("fdi_inflow")) & set(embedded("gdp"))
    return [name for name in embedded("fdi_inflow") if name in held]


def _correlation_lines(
    claim: Claim, label: str, tries: Sequence[tuple[str, str]],
    together: Sequence[dict[int, tuple[float, float, int]]],
) -> list[Line]:  # fmt: skip
    sources, names, _ = named(claim.series)
    return [
        Line(
            label, sources, names,
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


def _told(together: Sequence[dict[int, tuple[float, float, int]]], what: str, do: str) -> str:
    first, last = (together[0][year] for year in (_DECADES[0], _DECADES[-1]))
    every = [found[_DECADES[0]][0] for found in together if _DECADES[0] in found]
    return (
        f"Over {first[2]} less developed economies direct investment in 1991–2000 and the rise of "
        f"{what} have a rank correlation of {first[0]:+.2f} ({min(every):+.2f} to "
        f"{max(every):+.2f} in {len(every)} combinations of vintages), and over {last[2]} in "
        f"2011–2020 of {last[0]:+.2f}. If one took the place of the other, economies that drew "
        f"more investment would {do}, and it would be clearly negative."
    )
