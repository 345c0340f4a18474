"""Checks of the claims in Overbeek (2002) on agreements of the Americas and of the European Union.

Agreements and their clauses are counted from DESTA, which is not embedded (``counted.toml``),
and beside it from a register and from what the treaties say themselves; members come from
:mod:`migov.governance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from migov.claims.arrangements import belonging, count, counted, day
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.sums import share
from migov.claims.texts import BINDING, clauses, having, registered, share_of_texts
from migov.claims.verdicts import judge_relation
from migov.governance import free_movement

_GROUPS = {
    "eu-central": "Central and Eastern Europe",
    "eu-mediterranean": "the Mediterranean",
    "eu-soviet": "the former Soviet Union",
}
_WHAT = {
    "entry": "the entry of persons",
    "establishment": "the establishment of firms",
    "treatment": "national treatment of investors",
}
# What a text has to say to have the clause: of firms that are there, the state's own treatment.
_SAYS = {"entry": BINDING, "establishment": BINDING, "treatment": ("grants",)}


def americas_deals(claim: Claim) -> Finding:
    """O065: agreements between two economies of the Americas."""
    signed = counted("americas-deals")
    beside = registered(claim.population, "Bilateral agreements in the WTO's register", 1990)
    lines = [
        signed,
        counted("americas-deals-in-force", "Bilateral agreements in force"),
        counted("americas-deals-investment", "Bilateral agreements with a chapter on investment"),
        beside,
    ]
    then = signed.at(claim.year)
    force, chapter, told = (line.at(claim.year).value for line in lines[1:])
    assert claim.stated is not None
    verdict = claim.judge(then.value, point_stands=then.value >= claim.stated)
    reason = (
        f"DESTA lists {then.value:.0f} agreements between two economies of the Americas that were "
        f"signed from 1990 to {then.year}, narrow ones among them: {force:.0f} were in force by "
        f"then, and {chapter:.0f} have a chapter on investment, which the paper may have counted. "
        f"The register of the World Trade Organization, where only what was notified stands, has "
        f"{told:.0f}, fewer than the paper's {claim.stated:.0f}."
    )
    return finding(claim, verdict, reason, lines)


def eu_partners(
    claim: Claim, group: str, least: int, states: Sequence[str], looser: str = ""
) -> Finding:
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
            f"By {then.year} the Union had an agreement of accession or association with "
            f"{then.value:.0f} of the {len(states)} states; the first came in {began}, and by "
            f"{now.year} it was {now.value:.0f}."
        )
    else:
        reason = (
            f"From {began} to {then.year} the Communities signed agreements with {then.value:.0f} "
            f"of the {len(states)} states of the group, by {now.year} with {now.value:.0f}. "
            f"Of the group {len(members)} are members of the Union now."
        )
    if looser:
        partnership = counted(looser)
        lines += [replace(counted(f"{group}-association"), second=True), partnership]
        reason += (
            f" What it had by {then.year} were looser agreements of partnership and cooperation, "
            f"with {partnership.at(then.year).value:.0f} of them: if these are meant, the claim "
            "holds."
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
    late, says = coded["eu-soviet"], _SAYS[clause]
    texts = share_of_texts(clause, claim.population, "Partners with such a clause, by texts", says)
    read, soviet = (clauses(clause, claim.year, at) for at in ("", _GROUPS["eu-soviet"]))
    others = having(read, ("as others",))
    reason = (
        f"By {claim.year} DESTA has agreements with a clause on {_WHAT[clause]} with {told}: "
        f"{then.value:.0f} per cent of those coded, common to most and not to all; {now.value:.0f} "
        f"in {now.year}. With {_GROUPS['eu-soviet']} it has none before "
        f"{late[late > 0].index.min()}, as it leaves out the earlier ones of partnership: of "
        f"{len(read)} treaties whose text was read {having(read, says)} have the clause"
        f"{f', {others} only as for any third state' if others else ''}, {having(soviet, says)} "
        f"of the {len(soviet)} of partnership among them."
    )
    return finding(claim, verdict, reason, [whole, *parts, texts])


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
        year: free_movement(pair[0], pair[1], year, status="in force")[
            ["arrangement", "right"]
        ].values.tolist()
        for year in (claim.year, None)
    }
    own = {year: [right for name, right in found if name in claim.arrangements]
           for year, found in rights.items()}  # fmt: skip
    verdict = judge_relation(
        then.value == 0 and not own[claim.year], now.value == 0 and not own[None]
    )
    lines = [items, count(claim.arrangements[0], "members")]
    if then.value:
        groups = replace(counted(f"{treaty}-groups"), second=True)
        lines.append(groups)
        reason = (
            f"In {then.year} the treaty had {then.value:.0f} of the nine clauses on entry that "
            f"DESTA codes; its own chapter 16 lets in {groups.at(then.year).value:.0f} groups of "
            "people on business. Whoever calls entry for business alone a sidetrack will say that "
            "the claim holds, but the paper itself names the treaty a page before as one that "
            "encodes movement."
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
