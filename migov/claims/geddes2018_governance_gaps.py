"""Checks of the claims in Geddes (2018) on development and migrants within groups of economies.

Groups are the members of arrangements on a date; economies without a figure are left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from migov import registry
from migov.claims import pairs
from migov.claims.arrangements import belonging, said_by
from migov.claims.evidence import Line, figures, finding
from migov.claims.model import Claim, Finding
from migov.claims.stocks import by_economy
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.economies import spells
from migov.governance import records


def among_equals(claim: Claim, successes: Sequence[str], others: Sequence[str]) -> Finding:
    """G039: product per head of the richest member over that of the poorest."""
    table = by_economy("gdp_per_capita_ppp_constant").T
    newest = _well_covered(table)
    gaps: dict[str, dict[int, float]] = {}
    for year in range(claim.year, newest + 1):
        product = table.loc[year].dropna().to_dict()
        for key in (*successes, *others):
            members = belonging(key, _known(key, year))
            row = [product[code] for code in members if code in product]
            gaps.setdefault(key, {})[year] = max(row) / min(row)
    frame = pd.DataFrame(gaps)
    record = registry.find("gdp_per_capita_ppp_constant")
    source = f"{record.publisher.name}; {said_by(['cow-igo', 'eu-days'])}"
    near, far = (
        Line(label, source, record.id, record.pinned, claim.population, claim.unit,
             frame[list(keys)].median(axis=1))
        for keys, label in ((successes, "Richest ÷ poorest member, median of the successes"),
                            (others, "Richest ÷ poorest member, median of the others"))
    )  # fmt: skip
    then, now = near.at(claim.year), near.last
    beyond = [far.at(year).value for year in (claim.year, now.year)]
    every = [
        Line(f"Richest ÷ poorest member, {key}", source, record.id, record.pinned,
             records.record(key)["name"], claim.unit, frame[key])
        for key in (*successes, *others)
    ]  # fmt: skip
    row = frame.loc[claim.year]
    even = [key for key in others if row[key] <= row[list(successes)].max()]
    reason = (
        f"In {claim.year} the richest member of the median success had {then.value:.1f} times the "
        f"product per head of the poorest, and of the median of the others {beyond[0]:.1f} times; "
        f"in {now.year} it is {now.value:.1f} and {beyond[1]:.1f}. With nine arrangements, chosen "
        f"by the paper, it is no proof: {' and '.join(even)}, which had no free movement of "
        "workers, were about as even as the successes."
    )
    verdict = judge_relation(then.value < beyond[0], now.value < beyond[1])
    return finding(claim, verdict, reason, [near, far, *every])


def convergence(claim: Claim, start: int, least: float) -> Finding:
    """G096: spread of product per head among the members of the European Union."""
    table = by_economy("gdp_per_capita_constant").T
    fifteen = belonging("EU", 1995)
    newest = _well_covered(table)
    record = registry.find("gdp_per_capita_constant")
    fixed = np.log(table.loc[start:newest, fifteen]).std(axis=1, ddof=0)
    moving = {}
    for year in range(start, newest + 1):
        row = table.loc[year].reindex(belonging("EU", year)).dropna()
        moving[year] = float(np.log(row).std(ddof=0))
    line, beside = (
        Line(label, record.publisher.name, record.id, record.pinned, people, claim.unit, values)
        for label, people, values in (
            ("Spread of product per head, the fifteen of 1995", claim.population, fixed),
            ("Spread of product per head, members of the year", "Members of the year",
             pd.Series(moving)),
        )
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    limit = (1 - least) * line.at(start).value
    verdict = judge_relation(then.value <= limit, now.value <= limit)
    reason = (
        f"The spread among the fifteen was {line.at(start).value:.2f} in {start}, "
        f"{float(fixed.min()):.2f} at its lowest in {fixed.idxmin()}, {then.value:.2f} in "
        f"{claim.year} and {now.value:.2f} in {now.year}. Among the members of each year it was "
        f"{beside.at(start).value:.2f}, {beside.at(claim.year).value:.2f} and "
        f"{beside.last.value:.2f}, for enlargement brought poorer ones in."
    )
    return finding(claim, verdict, reason, [line, beside])


def japan(claim: Claim) -> Finding:
    """G078: migrants per head in Japan against other members of the OECD."""
    stock = by_economy("migrant_stock_total_undesa").T
    people = by_economy("population").T
    members = belonging("OECD", claim.year)
    rates = 100 * stock[members] / people.loc[stock.index, members]
    stocks, heads = (registry.find(key) for key in claim.series)
    source = f"{stocks.publisher.name}; {heads.publisher.name}"
    ranks = rates.rank(axis=1, method="min")["JPN"]
    rank, level = (
        Line(label, source, f"{stocks.id}, {heads.id}", f"{stocks.pinned}/{heads.pinned}",
             claim.population, unit, values)
        for label, unit, values in (
            ("Rank of Japan by migrants per head, lowest first", claim.unit, ranks),
            ("Migrants in 100 people in Japan", "%", rates["JPN"]),
        )
    )  # fmt: skip
    then, now = rank.at(claim.year), rank.last
    assert claim.stated is not None
    below = [
        ", ".join(sorted(rates.columns[rates.loc[year] < rates.loc[year, "JPN"]])) or "nobody"
        for year in (claim.year, now.year)
    ]
    reason = (
        f"Migrants were {level.at(claim.year).value:.1f} per cent of the people of Japan in "
        f"{claim.year} and {level.last.value:.1f} in {now.year}; of {len(members)} members of the "
        f"OECD {below[0]} had fewer then, and {below[1]} now. The stock counts foreign citizens, "
        "and why they are few it does not say."
    )
    verdict = judge_relation(then.value <= claim.stated, now.value <= claim.stated)
    return finding(claim, verdict, reason, [rank, level])


def nikkei(claim: Claim, start: int, times: float) -> Finding:
    """G078b: migrants from Brazil and Peru among those in Japan."""
    of_two = pairs.total("migrant_stock", origins=["BRA", "PER"], destinations=["JPN"])
    every = figures("migrant_stock", "JPN")
    line = pairs.line("migrant_stock", "From Brazil and Peru, of all migrants in Japan",
                      claim.unit, share(of_two, every), claim.population)  # fmt: skip
    then, now, before = line.at(claim.year), line.last, line.at(start)
    limit = times * before.value
    reason = (
        f"Migrants from Brazil and Peru were {before.value:.1f} per cent of those in Japan in "
        f"{start}, {then.value:.1f} in {claim.year} and {now.value:.1f} in {now.year}: "
        f"{of_two[start]:,.0f}, {of_two[claim.year]:,.0f} and {of_two[now.year]:,.0f} people. How "
        "many descend from Japanese is not in the figures."
    )
    return finding(claim, judge_relation(then.value >= limit, now.value >= limit), reason, [line])


def _well_covered(table: pd.DataFrame) -> int:
    """The newest year of which nearly as many economies have a figure as of the year before."""
    numbers = table.notna().sum(axis=1)
    return int(numbers[numbers >= 0.9 * numbers.max()].index.max())


def _known(key: str, year: int) -> datetime.date:
    """The end of the year, or the last day on which members are known or there are any."""
    row, end = records.record(key), datetime.date(year, 12, 31)
    until = row["known_until"] or row["ended"]
    return min(end, spells.last(until)) if until else end
