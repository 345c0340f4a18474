"""Checks of the claims in Geddes (2018) on migration inside regions: ECOWAS and the Americas.

Migrants are those whom UN DESA counts in stocks; regions are those of the United Nations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from migov import economies, governance
from migov.claims.arrangements import belonging
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import added, added_at, line, region
from migov.claims.stocks import effectiveness, in_each, people, rank_of, within
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.economies.tables import columns_of

_WRITING = 2010  # the count nearest to 2009
_REGIONS = ("Africa", "Americas", "Asia", "Europe", "Oceania")
# The source of its members ends there; none has joined or left since.
_KNOWN_UNTIL = {"OECS": 2014}


def destinations_in_ecowas(claim: Claim, on: int) -> Finding:
    """G044: the lower rank of Nigeria and Côte d'Ivoire among members of ECOWAS."""
    members = economies.members("ECOWAS", on=on)

    def inside(series: str, version: str | None = None) -> pd.DataFrame:
        return added_at(within(series, members, version), "destination")

    def lower(counts: pd.DataFrame) -> pd.Series:
        return pd.concat([rank_of(counts, code) for code in ("NGA", "CIV")], axis=1).max(axis=1)

    ranks = in_each(
        "migrant_stock", "Lower rank of Nigeria and Côte d'Ivoire", claim.unit,
        lambda version: lower(inside("migrant_stock", version)), claim.population,
    )  # fmt: skip
    older = line(
        "migrant_stock_gbmd", "Lower rank of the two, World Bank", claim.unit,
        lower(inside("migrant_stock_gbmd")), claim.population,
    )  # fmt: skip
    then, now = ranks[0].at(claim.year), ranks[0].last
    assert claim.stated is not None
    verdict = judge_relation(then.value == claim.stated, now.value == claim.stated)
    stock = inside("migrant_stock") * 1e-6
    told = ", ".join(f"{code} {value:.2f}" for code, value in stock[then.year].nlargest(4).items())
    values = ranks[0].values
    first = values.index[values <= 2].tolist()
    reason = (
        f"In {then.year} most migrants from other members lived in (millions) {told}: Nigeria "
        f"ranks {then.value:.0f}, and {older.at(then.year).value:.0f} by the World Bank. The "
        f"verdict hangs on {then.year}, which the paper's source could have known; the two come "
        f"first in the counts of {', '.join(map(str, first))}, so that for {_WRITING}, the count "
        f"nearest to the writing, it would {'hold' if _WRITING in first else 'fail too'}."
    )
    most = stock[[then.year, now.year]].max(axis=1).nlargest(5).index
    counts = [
        line("migrant_stock", f"Migrants from other members in {economies.name(code)}",
             "million persons", stock.loc[code].dropna(), claim.population)
        for code in most
    ]  # fmt: skip
    return finding(claim, verdict, reason, [*ranks, replace(older, second=True), *counts])


def americas_intense(claim: Claim) -> Finding:
    """G045: migrants within the Americas per 1,000 people, and within other regions."""
    everyone = people()
    heads = pd.DataFrame(
        {name: everyone[everyone.index.isin(region(name))].sum() for name in _REGIONS}
    )
    beside = ["population_wpp", "population_projected_wpp"]

    def inside(names: Sequence[str], alive: pd.Series, version: str) -> pd.Series:
        counts = [added(within("migrant_stock", region(name), version)) for name in names]
        return (1000 * sum(counts) / alive).dropna()

    others = [name for name in _REGIONS if name != "Americas"]
    groups = {
        "Americas": ["Americas"],
        "the other regions": others,
        **{name: [name] for name in others},
    }
    lines = {
        name: in_each(
            "migrant_stock", f"Migrants within, {name}", claim.unit,
            partial(inside, among, heads[among].sum(axis=1)), name, beside,
        )
        for name, among in groups.items()
    }  # fmt: skip
    here, rest = lines["Americas"][0], lines["the other regions"][0]
    verdict = judge_relation(
        here.at(claim.year).value > rest.at(claim.year).value, here.last.value > rest.last.value
    )
    told = ", ".join(
        f"{each[0].at(claim.year).value:.1f} within {name}"
        for name, each in lines.items()
        if name in others
    )
    reason = (
        f"Per 1,000 people {here.at(claim.year).value:.1f} had moved within the Americas by "
        f"{claim.year} and {here.last.value:.1f} by {here.last.year}, against "
        f"{rest.at(claim.year).value:.1f} and {rest.last.value:.1f} within the other regions. In "
        f"{claim.year} it was {told}: only Europe, with its new borders, has more."
    )
    return finding(claim, verdict, reason, [each for found in lines.values() for each in found])


def americas_covered(claim: Claim, most: float, since: Mapping[str, int]) -> Finding:
    """G045b: migrants in the Americas under a right of residence that an arrangement gives."""
    there = region("Americas")
    verified, every = (
        _covered(claim, there, since, confidence) for confidence in ("secondary", None)
    )
    then, now = verified[0].at(claim.year), verified[0].last
    with_others = every[0]
    verdict = judge_relation(then.value < most, with_others.last.value < most)
    then_in, now_in, sure = (
        len(governance.members("MERCOSUR-RA", on=f"{year}-07-01", confidence=confidence))
        for year, confidence in ((then.year, None), (now.year, None), (now.year, "secondary"))
    )
    reason = (
        f"In {then.year} {then.value:.1f} per cent of the migrants between economies of the "
        f"Americas lived under such a structure, that of Mercosur with {then_in} economies "
        f"being the largest. In {now.year} it was {now.value:.1f}, and "
        f"{with_others.last.value:.1f} with {now_in - sure} economies whose accession is not "
        "verified."
    )
    return finding(claim, verdict, reason, [*verified, *every])


def americas_split(claim: Claim, least: float) -> Finding:
    """G046: the effectiveness of migration within the Americas, and within other regions."""

    def one_sided(members: Sequence[str], name: str) -> list[Line]:
        return in_each(
            "migrant_stock", f"Effectiveness, {name}", claim.unit,
            lambda version: effectiveness(within("migrant_stock", members, version)), name,
        )  # fmt: skip

    order = sorted(_REGIONS, key=lambda name: name != "Americas")
    lines = {name: one_sided(region(name), name) for name in order}
    without = one_sided([code for code in region("Americas") if code != "USA"],
                        "Americas without the United States")  # fmt: skip
    here = lines["Americas"][0]
    then, now = here.at(claim.year), here.last
    verdict = judge_relation(then.value >= least, now.value >= least)
    told = ", ".join(
        f"{each[0].at(then.year).value:.0f} within {name}"
        for name, each in lines.items()
        if name != "Americas"
    )
    reason = (
        f"Of 100 arrivals and departures between economies of the Americas {then.value:.0f} were "
        f"not offset in {then.year} and {now.value:.0f} in {now.year}; without the United States "
        f"{without[0].at(then.year).value:.0f} and {without[0].last.value:.0f}. In {then.year} it "
        f"was {told}."
    )
    return finding(
        claim, verdict, reason, [*(each for found in lines.values() for each in found), *without]
    )


def _covered(
    claim: Claim, there: Sequence[str], since: Mapping[str, int], confidence: str | None
) -> list[Line]:
    """Migrants whose two economies share a structure, in per cent of those between economies."""
    label = "Migrants under a right of residence" + ("" if confidence else ", all accessions")

    def part(version: str) -> pd.Series:
        table = within("migrant_stock", there, version)
        groups = {year: _structures(year, since, confidence) for year in table["year"].unique()}
        ends = columns_of(table[["origin", "destination", "year"]])
        under = [
            any(one in members and other in members for members in groups[year])
            for one, other, year in zip(*ends, strict=True)
        ]
        return share(added(table.assign(value=table["value"].where(under, 0.0))), added(table))

    return in_each("migrant_stock", label, claim.unit, part, claim.population)


def _structures(
    year: int, since: Mapping[str, int], confidence: str | None
) -> list[frozenset[str]]:
    """The members of each structure that stands, on 1 July of a year."""
    return [
        frozenset(belonging(name, f"{min(year, _KNOWN_UNTIL.get(name, year))}-07-01",
                            confidence=confidence))
        for name, first in since.items()
        if year >= first
    ]  # fmt: skip
