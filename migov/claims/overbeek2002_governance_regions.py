"""Checks of the claims in Overbeek (2002) on agreements of the Americas and of the European Union.

Agreements and their clauses are counted from DESTA, which is not embedded (``counted.toml``);
members come from :mod:`migov.governance`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from migov.claims.arrangements import belonging, count, counted, day
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.governance import free_movement

_GROUPS = {
    "eu-central": "Central and Eastern Europe",
    "eu-mediterranean": "the Mediterranean",
    "eu-soviet": "the former Soviet Union",
}


def americas_deals(claim: Claim) -> Finding:
    """O065: agreements between two economies of the Americas."""
    signed = counted("americas-deals")
    lines = [
        signed,
        counted("americas-deals-in-force", "Bilateral agreements in force"),
        counted("americas-deals-investment", "Bilateral agreements with a chapter on investment"),
    ]
    then, now = signed.at(claim.year), signed.last
    force, chapter = (line.at(claim.year).value for line in lines[1:])
    assert claim.stated is not None
    verdict = claim.judge(then.value, point_stands=then.value >= claim.stated)
    reason = (
        f"From 1990 to {then.year} {then.value:.0f} agreements between two economies of the "
        f"Americas were signed, partial ones among them, of which {force:.0f} came into force by "
        f"then; by {now.year} it was {now.value:.0f}. With a chapter on investment there were "
        f"{chapter:.0f}, which may be those that the paper means; NAFTA, of "
        f"{len(belonging('NAFTA', claim.year))}, is not bilateral."
    )
    return finding(claim, verdict, reason, lines)


def eu_partners(claim: Claim, group: str, least: int, states: Sequence[str]) -> Finding:
    """O066, O066b, O066c: partners of the European Union by agreement, and who joined it."""
    partners = counted(group)
    then, now = partners.at(claim.year), partners.last
    verdict = judge_relation(then.value >= least, now.value >= least)
    members = belonging("EU", among=states)
    lines = [partners]
    if members:
        lines.append(count("EU", "states", f"Members of the EU, {claim.population}", among=states))
    began = partners.values[partners.values > 0].index.min()
    if then.value < least:
        reason = (
            f"DESTA lists {then.value:.0f} such agreements with them by {then.year}, the first in "
            f"{began}, and with {now.value:.0f} of the {len(states)} by {now.year}. What was "
            "signed in the 1990s was for partnership and cooperation, without preferences or "
            "association, and is in no list held here."
        )
    else:
        reason = (
            f"From {began} to {then.year} the Communities signed agreements with {then.value:.0f} "
            f"of the {len(states)} states of the group, by {now.year} with {now.value:.0f}. "
            f"Of the group {len(members)} are members of the Union now."
        )
    return finding(claim, verdict, reason, lines)


def shared_clauses(claim: Claim, clause: str) -> Finding:
    """O067, O067b, O067c: partners with an agreement that has a clause, among those coded."""
    coded = {name: counted(f"{name}-coded").values for name in _GROUPS}
    has = {name: counted(f"{name}-{clause}").values for name in _GROUPS}
    model = counted("eu-central-coded")
    whole = Line(
        "Partners with such a clause", model.source, "", model.version, claim.population,
        claim.unit, share(_sum(has.values()), _sum(coded.values())).dropna(),
    )  # fmt: skip
    then, now = whole.at(claim.year), whole.last
    verdict = claim.judge(then.value, point_stands=then.value > 50)
    parts = [
        Line(
            f"Partners with such a clause, {place}", model.source, "", model.version, place,
            claim.unit, share(has[name], coded[name][coded[name] > 0]),
        )
        for name, place in _GROUPS.items()
    ]
    told = " and ".join(
        f"{has[name][claim.year]:.0f} of {coded[name][claim.year]:.0f} in {place}"
        for name, place in _GROUPS.items()
        if coded[name][claim.year]
    )
    late = coded["eu-soviet"]
    what = {
        "entry": "the entry of persons",
        "establishment": "the establishment of firms",
        "treatment": "national treatment of investors",
    }[clause]
    reason = (
        f"By {claim.year} an agreement with a clause on {what} was signed with {told}: "
        f"{then.value:.0f} per cent of those whose agreements are coded. In {now.year} it is "
        f"{now.value:.0f} per cent, with none of {_GROUPS['eu-soviet']} before "
        f"{late[late > 0].index.min()}."
    )
    return finding(claim, verdict, reason, [whole, *parts])


def left_out(claim: Claim) -> Finding:
    """O080: agreements of the Americas without a clause on the entry of persons."""
    coded, silent = counted("americas-coded"), counted("americas-silent")
    part = Line(
        "Agreements without a clause on the entry of persons", coded.source, "", coded.version,
        claim.population, claim.unit, share(silent.values, coded.values),
    )  # fmt: skip
    then, now = part.at(claim.year), part.last
    verdict = judge_relation(then.value > 50, now.value > 50)
    counts = [(silent.at(year).value, coded.at(year).value) for year in (then.year, now.year)]
    others = [counted(f"entry-items-{name}").at(then.year).value for name in ("nafta", "mercosur")]
    reason = (
        f"Of {counts[0][1]:.0f} agreements signed from 1990 to {then.year}, {counts[0][0]:.0f} "
        f"have none, {then.value:.1f} per cent; of {counts[1][1]:.0f} to {now.year}, "
        f"{counts[1][0]:.0f}, {now.value:.1f} per cent. Of the two that the paper names MERCOSUR "
        f"had {others[1]:.0f} of nine such clauses in {then.year} and NAFTA {others[0]:.0f}."
    )
    return finding(claim, verdict, reason, [part, coded, silent])


def left_out_by(claim: Claim, treaty: str, pair: Sequence[str]) -> Finding:
    """O080b, O080c: clauses on the entry of persons in one treaty, and the rights that it gives."""
    items = counted(f"entry-items-{treaty}")
    then, now = items.at(claim.year), items.last
    rights = {
        year: free_movement(pair[0], pair[1], year)[["arrangement", "right"]].values.tolist()
        for year in (claim.year, None)
    }
    own = {year: [right for name, right in found if name in claim.arrangements]
           for year, found in rights.items()}  # fmt: skip
    verdict = judge_relation(
        then.value == 0 and not own[claim.year], now.value == 0 and not own[None]
    )
    lines = [items, count(claim.arrangements[0], "members")]
    if then.value:
        reason = (
            f"In {then.year} {then.value:.0f} of the nine clauses that DESTA codes were in force, "
            f"and the right that it gave was {_listed(own[claim.year])}, for few occupations; the "
            "paper itself names the treaty a page before as one that encodes movement. In "
            f"{now.year} it was {now.value:.0f}; what took the treaty's place in 2020 is not coded."
        )
    else:
        later = claim.arrangements[-1]
        lines.append(count(later, "parties"))
        first = items.values[items.values > 0].index.min()
        reason = (
            f"In {then.year} the treaty had {then.value:.0f} of the nine clauses, and "
            f"{now.value:.0f} since {first} by its protocol on services. The agreement on "
            f"residence, signed in {day(later, 'founded')[:4]} and in force since "
            f"{day(later, 'in_force')[:4]}, now gives {_listed(own[None])} to citizens of "
            f"{len(belonging(later))} states."
        )
    return finding(claim, verdict, reason, lines)


def _listed(rights: Sequence[str]) -> str:
    return " and ".join(dict.fromkeys(rights)) or "no right"


def _sum(parts: object) -> pd.Series:
    return pd.concat(list(parts), axis=1).sum(axis=1)  # type: ignore[call-overload]
