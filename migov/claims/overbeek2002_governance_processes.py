"""Checks of the claims in Overbeek (2002) on the Budapest and Puebla Processes and their states.

Lists of states are those of what the processes' conferences adopted and of their own pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from migov.claims.arrangements import announced, belonging, count, date, day, doubts, said_by
from migov.claims.evidence import Line, finding
from migov.claims.lists import Dated, bodies, by_year, line, states
from migov.claims.model import Claim, Finding
from migov.claims.pairs import region
from migov.claims.seconds import other_days
from migov.claims.verdicts import judge_relation
from migov.economies import name, spells
from migov.governance import records

_ANY_STATUS = ("participant", "observer", "associate")


def budapest_began(claim: Claim, within: int) -> Finding:
    """O070: the year in which the process began."""
    began = date("BP", "founded", claim.year)
    then = began.at(claim.year)
    assert claim.stated is not None
    near = claim.stated <= then.value <= claim.stated + within
    reason = (
        f"The process dates itself from its first conference in {then.value:.0f}, "
        f"{then.value - claim.stated:.0f} years after {claim.stated:.0f}. That agrees with an "
        "origin in the events of that year, which no date can prove; whoever asks for the year "
        "itself will say that it fails."
    )
    return finding(claim, judge_relation(near, near), reason, [began])


def budapest_states(claim: Claim, overseas: Sequence[str]) -> Finding:
    """O075: states in the lists of the process, and the totals that others give."""
    mine = sorted(set(records.rows("BP")["economy"]) - set(overseas))
    listed = count("BP", claim.unit, "Budapest Process, states listed without three overseas",
                   among=mine)  # fmt: skip
    told, press = (
        replace(announced("BP", what, claim.unit, label), second=True)
        for what, label in (
            ("participants", "Budapest Process, states as announced"),
            ("European states by the press", "Budapest Process, European states by the press"),
        )
    )
    then, now = listed.at(claim.year), listed.last
    europe = belonging("UN", claim.year, among=region("Europe"))
    verdict = claim.judge(then.value, point_stands=2 * then.value > len(europe))
    reason = (
        f"What was adopted at Prague in {claim.year} names {then.value:.0f} states beside "
        f"{_named(overseas)}; the process's own page has {told.at(claim.year).value:.0f} in all, "
        f"and a newspaper had {press.at(claim.year).value:.0f} European ones. The list of "
        f"{now.year} has {now.value:.0f}, some of Central Asia among them."
    )
    return finding(claim, verdict, reason, [listed, told, press])


def budapest_list(claim: Claim, named: Sequence[str], others: Sequence[str]) -> Finding:
    """O076, O077: the states named, in the lists of 1997 and later."""
    found = count(
        "BP", claim.unit, f"{claim.population}, those named", status=_ANY_STATUS, among=named
    )
    beside = count(
        "BP", claim.unit, f"{claim.population}, others like them", status=_ANY_STATUS, among=others
    )
    then, now = found.at(claim.year), found.last
    verdict = judge_relation(
        then.value == len(named) and len(belonging("BP", then.year, _ANY_STATUS, others)) == 0,
        now.value == len(named),
    )
    later = ", ".join(name(code) for code in belonging("BP", now.year, _ANY_STATUS, others))
    reason = (
        f"What was adopted at Prague in October {then.year} names {then.value:.0f} of these "
        f"{len(named)} states, and none of the others like them. The list of {now.year} still has "
        f"{now.value:.0f}, and {beside.last.value:.0f} others: {later}."
    )
    return finding(claim, verdict, reason, [found, beside])


def budapest_bodies(claim: Claim, named: Sequence[str], of_the_union: int) -> Finding:
    """O078: organisations at the conference of 1997."""
    lists = {each.evidence: each for each in bodies("BP", "participant")}
    adopted, page = lists["budapest-1997"], lists["budapest-page"]
    told, again = (
        line(each, f"Budapest Process, organisations by {whom}", claim.population, claim.unit)
        for each, whom in ((adopted, "the text adopted"), (page, "the process's page"))
    )
    then = told.at(claim.year)
    assert claim.stated is not None
    same = set(named) == set(adopted.named)
    point = same and then.value == claim.stated - (of_the_union - 1)
    absent = ", ".join(adopted.named[code] for code in adopted.named if code not in page.named)
    cut = "".join(f" and with the name of the {each} cut short" for each in page.unsure)
    reason = (
        f"What was adopted at Prague in {claim.year} names {then.value:.0f} organisations, and the "
        f"note {'has them all' if same else 'has others'}; the process's own page has "
        f"{again.at(claim.year).value:.0f}, without the {absent}{cut}. The note makes "
        f"{claim.stated:.0f} of them because it counts the Council and the Commission of the "
        "European Union apart, where both have the Union once."
    )
    return finding(claim, claim.judge(then.value, point), reason, [told, again])


def secretariat(claim: Claim, process: str, body: str) -> Finding:
    """O079: who the process names as its secretariat, and the members of that body."""
    served = records.record(process)["secretariat"] == body
    members = count(body, claim.unit)
    then, now = members.at(claim.year), members.last
    began = spells.first(day(body, "founded")).year
    verdict = judge_relation(served and began <= claim.year, served)
    reason = (
        f"The process names the ICMPD as its secretariat; the body was founded in {began}. It had "
        f"{then.value:.0f} members in {then.year} and has {now.value:.0f} in {now.year}, so that "
        "few of the states of the process owned the body that served them."
    )
    return finding(claim, verdict, reason, [members])


def puebla_began(claim: Claim) -> Finding:
    """O082: the year of the first conference."""
    began = date("RCM", "founded", claim.year)
    verdict = claim.judge(began.at(claim.year).value)
    reason = (
        f"The first conference began on {spells.first(day('RCM', 'founded')):%d %B %Y} by its own "
        f"page. {len(belonging('RCM', claim.year))} states were members at the end of that year."
    )
    return finding(claim, verdict, reason, [began, count("RCM", "members")])


def puebla_plan(claim: Claim) -> Finding:
    """O084: the year in which the plan of action was adopted."""
    [row] = other_days("RCM", "plan of action adopted")
    adopted = Line(
        "Plan of action adopted", said_by([row["evidence"]]), "", row["date"], claim.population,
        claim.unit, pd.Series({claim.year: float(spells.first(row["date"]).year)}),
    )  # fmt: skip
    then = adopted.at(claim.year)
    reason = (
        "The conference's own criteria for observers, of January 1999, say that the plan was "
        f"adopted {row['note']} in {then.value:.0f}. The communiqué of that meeting, which would "
        "have the day, is not held."
    )
    return finding(claim, claim.judge(then.value), reason, [adopted])


def puebla_members(claim: Claim, named: Sequence[str]) -> Finding:
    """O087: members of the Puebla Process, and those named."""
    members = count("RCM", claim.unit)
    then = belonging("RCM", claim.year)
    verdict = claim.judge(len(then), point_stands=set(named) <= set(then))
    lists = states("RCM", "member")
    early, late, last = (sorted(each.named) for each in _of(lists, 1999, 2000, claim.year))
    new = _named(sorted(set(late) - set(early)))
    same = "the ten named" if sorted(named) == early else "others than those named"
    reason = (
        f"By their own communiqués the conference of January 1999 had {len(early)} members, "
        f"{same}, that of March 2000 had {len(late)}, with {new}, whom the note calls an observer, "
        f"and that of {claim.year} had {len(last)}. The note was right for 1999; the other paper, "
        f"with {len(belonging('RCM', 2009))}, is right for 2009."
    )
    shown = by_year(lists, "Members named in the communiqués", claim.population, claim.unit)
    return finding(claim, verdict, reason, [members, shown])


def puebla_observers(claim: Claim, named: Sequence[str]) -> Finding:
    """O088: observers of the Puebla Process among those named."""
    # What only the paper says of an observer is no evidence for it.
    table = records.of_status(records.rows("RCM"), "observer")
    table = table[table["evidence"] != "paper"]
    codes = sorted(set(table["economy"]))
    found = count("RCM", claim.unit, "Observers among those named", "observer",
                  [code for code in codes if code in named])  # fmt: skip
    every = count("RCM", claim.unit, "Observers", "observer", codes)
    then = belonging("RCM", claim.year, "observer", codes)
    right = sorted(set(named) & set(then))
    verdict = claim.judge(len(right), point_stands=2 * len(right) > len(named))
    missing = _named([code for code in named if code not in then])
    members = [code for code in named if code in belonging("RCM", claim.year)]
    added = [name(code) for code in then if code not in named]
    observed = states("RCM", "observer")[0]
    [joined] = _of(states("RCM", "member"), claim.year)
    shown = line(observed, "Observers among those named, by the communiqué of {day}",
                 claim.population, claim.unit, claim.year, named)  # fmt: skip
    inside = line(joined, "Of those named, members by the communiqué of {day}", claim.population,
                  claim.unit, among=named, second=False)  # fmt: skip
    reason = (
        f"The communiqué of March {observed.day.year} has {shown.at(claim.year).value:.0f} of the "
        f"{len(named)} as observers, and {', '.join(added)}; {missing} was by then "
        f"{'a member' if members else 'none'}, and so the communiqué of {joined.day.year} has it, "
        "as the claim on the ten countries shows too."
    )
    return finding(claim, verdict, reason, [found, shown, inside, every])


def puebla_bodies(claim: Claim, named: Sequence[str]) -> Finding:
    """O089: organisations that observed the Puebla Process."""
    observed = bodies("RCM", "observer")[0]
    found, every = (
        line(observed, label, claim.population, claim.unit, claim.year, among, second=False)
        for label, among in (
            ("Observers among the organisations named", named), ("Organisations that observe", None)
        )
    )  # fmt: skip
    others = ", ".join(called for code, called in observed.named.items() if code not in named)
    then = found.at(claim.year)
    reason = (
        f"The communiqué of March {observed.day.year} names {every.at(claim.year).value:.0f} "
        f"organisations that observed: {then.value:.0f} of the {len(named)}, and the {others}. "
        "ECLA is among them as ECLAC, the same commission, with the Caribbean in its name."
    )
    return finding(claim, claim.judge(then.value), reason, [found, every])


def prepares_for_the_union(claim: Claim, states: Sequence[str], by: int) -> Finding:
    """O091: participants of Central and Eastern Europe that joined the Union."""
    oldest = int(count("BP", "states").values.index.min())
    there = belonging("BP", oldest, among=states)
    joined = count("EU", claim.unit, "Of these states, members of the EU", among=there)
    then, soon, now = joined.at(claim.year), joined.at(by), joined.last
    verdict = judge_relation(2 * soon.value >= len(there), 2 * now.value >= len(there))
    reason = (
        f"Of {len(there)} states of Central and Eastern Europe in the list of {oldest}, "
        f"{then.value:.0f} were in the Union in {then.year}, {soon.value:.0f} by {by} and "
        f"{now.value:.0f} now. That they joined agrees with the claim; what the process did for it "
        "is not in these data."
    )
    return finding(claim, verdict, reason, [joined])


def processes_last(claim: Claim) -> Finding:
    """O092: whether members left, and whether the processes ended."""
    members = count("RCM", claim.unit)
    met = count("BP", "states", "Budapest Process, states listed")
    told = announced("BP", "participants", "states", "Budapest Process, states as announced")
    early = set(_of(states("RCM", "member"), 1999)[0].named)

    def stands(year: int | None) -> bool:
        last = members.last.year if year is None else year
        ended = [records.record(each)["ended"] for each in ("RCM", "BP")]
        alive = not any(end and spells.last(end).year <= last for end in ended)
        grown = all(
            each.values[each.values.index <= last].is_monotonic_increasing for each in (met, told)
        )
        return alive and early <= set(belonging("RCM", year)) and grown

    verdict = judge_relation(stands(claim.year), stands(None))
    now = len(early & set(belonging("RCM")))
    first, last = met.at(int(met.values.index.min())), met.last
    old, new = (set(belonging("BP", each.year, _ANY_STATUS)) for each in (first, last))
    watching = _named(sorted((old & new) - set(belonging("BP", last.year, "participant"))))
    reason = (
        f"Of the {len(early)} members of the Puebla Process in 1999 {now} are in it now, and the "
        f"lists of the Budapest Process went from {first.value:.0f} states in {first.year} to "
        f"{last.value:.0f} in {last.year}, where its own totals have "
        f"{told.at(first.year).value:.0f} and {told.last.value:.0f}: all but "
        f"{_named(sorted(old - new))} are still there, {watching} as observers. A forum that asks "
        "little is easy to stay in: whether states kept to what was agreed is not in these data."
    )
    return finding(claim, verdict, reason, [members, met, told])


def joined_the_oecd(claim: Claim, states: Sequence[str], before: int) -> Finding:
    """O093: accessions to the OECD."""
    joined = count("OECD", claim.unit, "Of the five, members of the OECD", among=states)
    every = count("OECD", claim.unit)
    first, then, now = joined.at(before), joined.at(claim.year), joined.last
    verdict = judge_relation(
        first.value == 0 and then.value == len(states), now.value == len(states)
    )
    table = records.rows("OECD").set_index("economy")["begins"]
    years = sorted((table[code].year, name(code)) for code in states)
    told = ", ".join(f"{who} in {year}" for year, who in years)
    unsure = doubts("OECD")
    reason = (
        f"All {then.value:.0f} joined: {told}. The organisation has {every.last.value:.0f} members "
        f"now, by a list of which {len(unsure)} rows are not verified; whether membership makes a "
        "heartland is not in these data."
    )
    return finding(claim, verdict, reason, [joined, every])


def _of(lists: Sequence[Dated], *years: int) -> list[Dated]:
    """The lists of these years."""
    return [each for year in years for each in lists if each.day.year == year]


def _named(codes: Sequence[str]) -> str:
    names = [name(code) for code in codes] or ["nobody"]
    articled = ("Dominican", "United")
    *most, last = (f"the {each}" if each.startswith(articled) else each for each in names)
    return f"{', '.join(most)} and {last}" if most else last
