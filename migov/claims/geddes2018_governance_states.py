"""Checks of the claims in Geddes (2018) on what states and groups of states have joined.

Seven global treaties on migrants, refugees and stateless people are compared, as far as all their
lists reach.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from itertools import combinations

import pandas as pd

from migov import economies
from migov.claims.agreements import in_words, parties_on, reach
from migov.claims.arrangements import belonging, day, said_by
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.seconds import listed, other_list
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.governance import records

_OLDER = "untc-icrmw-2014"
_SEVEN = ("CSR51", "CSR67", "CSSP54", "CRS61", "ICRMW", "SMUGGLING", "TRAFFICKING")


def united_states(claim: Claim, start: int) -> Finding:
    """G020: treaties on migrants and refugees that the United States is a party to."""
    until = reach(_SEVEN)
    own, mean = {}, {}
    for year in range(1990, until + 1):
        states = belonging("UN", year)
        parties = {key: parties_on(key, year) for key in _SEVEN}
        mean[year] = sum(len(each & set(states)) for each in parties.values()) / len(states)
        own[year] = float(sum("USA" in each for each in parties.values()))
    source = said_by(["untc-2015", "untc-icrmw"])
    line = Line("Treaties that the United States is in", source, "", str(until),
                claim.population, "treaties", pd.Series(own))  # fmt: skip
    other = Line("Mean of the members of the United Nations", source, "", str(until),
                 "Members of the United Nations", "treaties", pd.Series(mean))  # fmt: skip
    then, now = line.at(claim.year), line.last
    means = [other.at(year).value for year in (claim.year, now.year)]
    rows = records.every().query("economy == 'USA' and status == 'party'")
    joined = rows[rows["arrangement"].isin(_SEVEN)]
    since = joined[joined["begins"].between(
        datetime.date(start, 1, 1), datetime.date(claim.year, 12, 31))]  # fmt: skip
    names = " and ".join(
        f"the {records.record(key)['aliases'].split(';')[-1]}" for key in since["arrangement"]
    )
    vote = records.rows("GCM").query("economy == 'USA'")["status"].item()
    reason = (
        f"The United States was a party to {then.value:.0f} of the {len(_SEVEN)} treaties at the "
        f"end of {claim.year}, the mean member of the United Nations to {means[0]:.1f}; in "
        f"{now.year} it was {now.value:.0f} and {means[1]:.1f}. From {start} to {claim.year} it "
        f"joined {names or 'none'}, of the convention on organised crime; it voted {vote} the "
        f"Global Compact of {in_words(day('GCM', 'founded'))}."
    )
    verdict = judge_relation(then.value < means[0], now.value < means[1])
    return finding(claim, verdict, reason, [line, other])


def near_universal(claim: Claim, least: float) -> Finding:
    """G123: states in the convention or the protocol on refugees."""
    until = reach(["CSR51", "CSR67"])
    joined, states = {}, {}
    for year in range(1990, until + 1):
        members = set(belonging("UN", year))
        states[year] = float(len(members))
        joined[year] = float(len(
            members & (parties_on("CSR51", year) | parties_on("CSR67", year))))  # fmt: skip
    line = Line(
        "Members of the United Nations in the convention or the protocol", said_by(["untc-2015"]),
        "", str(until), claim.population, claim.unit, share(pd.Series(joined), pd.Series(states)),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    reason = (
        f"At the end of {claim.year} {joined[claim.year]:.0f} of {states[claim.year]:.0f} members "
        f"were in one or both, and {joined[until]:.0f} of {states[until]:.0f} in {until}, to which "
        "the list reaches. How far they keep to it is in no list."
    )
    return finding(claim, judge_relation(then.value >= least, now.value >= least), reason, [line])


def convergence(claim: Claim, start: int) -> Finding:
    """G087: pairs of members of the Puebla Process with the same status in seven treaties."""
    until = reach(_SEVEN)
    members = set(belonging("RCM", claim.year))
    americas = set(economies.table().query("region == 'Americas'")["economy"])
    others = (set(belonging("UN", claim.year)) & americas) - members
    values = {
        side: {year: _alike(group, year) for year in range(start, until + 1)}
        for side, group in (("in", members), ("out", others))
    }
    source = said_by(["untc-2015", "untc-icrmw", "rcm"])
    line, beside = (
        Line(label, source, "", str(until), people, claim.unit, pd.Series(values[side]))
        for side, label, people in (
            ("in", "Pairs of members with the same status", claim.population),
            ("out", "Pairs of other states of the Americas", "Other states of the Americas"),
        )
    )  # fmt: skip
    rise = {
        year: [each.at(year).value - each.at(start).value for each in (line, beside)]
        for year in (claim.year, until)
    }
    held = [rise[year][0] > 0 and rise[year][0] > rise[year][1] for year in rise]
    old = [
        [_alike(group, year, _SEVEN[:4]) for year in (start, claim.year)]
        for group in (members, others)
    ]
    reason = (
        f"Members had the same status in {line.at(start).value:.0f} of 100 pairs and treaties in "
        f"{start} and in {line.at(claim.year).value:.0f} in {claim.year}. Other states of the "
        f"Americas went from {beside.at(start).value:.0f} to {beside.at(claim.year).value:.0f}, "
        f"{'less' if rise[claim.year][0] < rise[claim.year][1] else 'farther'} apart than members, "
        f"but in the four oldest treaties, which all could join in {start}, members went from "
        f"{old[0][0]:.0f} to {old[0][1]:.0f} and the others from {old[1][0]:.0f} to "
        f"{old[1][1]:.0f}."
    )
    older = other_list(
        line, {year: _alike(members, year, again=_OLDER) for year in range(start, until + 1)},
        ["untc-2015", _OLDER, "rcm"],
        "Pairs of members with the same status, ICRMW by an older copy", "2015-03",
    )  # fmt: skip
    four = [
        Line(f"{each.label}, four oldest treaties", source, "", str(until), each.population,
             claim.unit, pd.Series({
                 year: _alike(group, year, _SEVEN[:4]) for year in range(start, until + 1)}))
        for each, group in ((line, members), (beside, others))
    ]  # fmt: skip
    return finding(claim, judge_relation(*held), reason, [line, older, beside, *four])


def _alike(
    group: Collection[str], year: int, keys: Collection[str] = _SEVEN, again: str = ""
) -> float:
    """Per cent of pairs of economies and treaties in which both are parties or neither is.

    With `again` the parties to ICRMW are those of that other list.
    """
    same = every = 0
    for key in keys:
        if again and key == "ICRMW":
            parties = listed(key, again, datetime.date(year, 12, 31), "party")
        else:
            parties = parties_on(key, year)
        for one, other in combinations(sorted(group), 2):
            same += (one in parties) == (other in parties)
            every += 1
    return 100 * same / every
