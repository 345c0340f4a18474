"""Checks of the claims in Overbeek (2002) on the Budapest and Puebla Processes and their states.

Lists of states are those of what the processes' conferences adopted and of their own pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from migov.claims.arrangements import announced, belonging, count, date, day, doubts
from migov.claims.evidence import finding
from migov.claims.model import Claim, Finding
from migov.claims.pairs import region
from migov.claims.verdicts import judge_relation
from migov.economies import name, spells
from migov.governance import records

_ANY_STATUS = ("participant", "observer", "associate")
_FOURTH, _FIFTH = "1999-01-28", "2000-03-24"  # the Puebla Process's conferences with a list


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


def budapest_bodies(claim: Claim, of_the_union: int) -> Finding:
    """O078: organisations at the conference of 1997."""
    told = announced("BP", "organisations", claim.unit, "Budapest Process, organisations named")
    then = told.at(claim.year)
    assert claim.stated is not None
    once = claim.stated - (of_the_union - 1)
    reason = (
        f"What was adopted at Prague in {claim.year} names {then.value:.0f} organisations, and the "
        f"note has them all. It makes {claim.stated:.0f} of them because it counts the Council and "
        "the Commission of the European Union apart, where the text has the Union once."
    )
    return finding(claim, claim.judge(then.value, then.value == once), reason, [told])


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


def puebla_members(claim: Claim, named: Sequence[str]) -> Finding:
    """O087: members of the Puebla Process, and those named."""
    members = count("RCM", claim.unit)
    then = belonging("RCM", claim.year)
    verdict = claim.judge(len(then), point_stands=set(named) <= set(then))
    early, late = (belonging("RCM", when) for when in (_FOURTH, _FIFTH))
    new = _named(sorted(set(late) - set(early)))
    same = "the ten named" if sorted(named) == early else "others than those named"
    reason = (
        f"The conference of January {_FOURTH[:4]} had {len(early)} members, {same}; that of March "
        f"{_FIFTH[:4]} had {len(late)}, with {new}, whom the note calls an observer. The note was "
        f"right for {_FOURTH[:4]}; the other paper, with {len(belonging('RCM', 2009))}, is right "
        "for 2009."
    )
    return finding(claim, verdict, reason, [members])


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
    missing = [name(code) for code in named if code not in then]
    members = [code for code in named if code in belonging("RCM", claim.year)]
    added = [name(code) for code in then if code not in named]
    reason = (
        f"The conference of March {_FIFTH[:4]} had {len(right)} of the {len(named)} as observers, "
        f"and {', '.join(added)}. {', '.join(missing)} was by then "
        f"{'a member' if members else 'none'}, as the claim on the ten countries shows too."
    )
    return finding(claim, verdict, reason, [found, every])


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
    told = announced("BP", "participants", "states", "Budapest Process, states as announced")
    early = set(belonging("RCM", _FOURTH))

    def stands(year: int | None) -> bool:
        last = members.last.year if year is None else year
        ended = [records.record(each)["ended"] for each in ("RCM", "BP")]
        alive = not any(end and spells.last(end).year <= last for end in ended)
        grown = told.values[told.values.index <= last]
        return alive and early <= set(belonging("RCM", year)) and grown.is_monotonic_increasing

    verdict = judge_relation(stands(claim.year), stands(None))
    now = len(early & set(belonging("RCM")))
    lists = count("BP", "states").values.index
    met, later = (set(belonging("BP", year, _ANY_STATUS)) for year in (lists.min(), lists.max()))
    first, last = told.at(int(told.values.index.min())), told.last
    reason = (
        f"Of the {len(early)} members of the Puebla Process in {_FOURTH[:4]} {now} are in it now, "
        f"and the Budapest Process went from {first.value:.0f} states in {first.year} to "
        f"{last.value:.0f} in {last.year}; of the {len(met)} that met in {lists.min()} the list of "
        f"{lists.max()} has all but {_named(sorted(met - later))}. A forum that asks little is "
        "easy to stay in: whether states kept to what was agreed is not in these data."
    )
    return finding(claim, verdict, reason, [members, told])


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


def _named(codes: Sequence[str]) -> str:
    names = [name(code) for code in codes]
    articled = ("Dominican", "United")
    *most, last = (f"the {each}" if each.startswith(articled) else each for each in names)
    return f"{', '.join(most)} and {last}" if most else last
