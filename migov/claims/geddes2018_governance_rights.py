"""Checks of the claims in Geddes (2018) on what agreements let people do: enter, reside, work.

Rights hold on paper from a day; practice is another matter, and no row is no proof that there is
no right.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from migov import economies
from migov.claims.agreements import (
    days,
    granted,
    in_words,
    regimes,
    rights,
    share_of_pairs,
    unsure,
)
from migov.claims.arrangements import as_of, belonging, counted, day, said_by
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.verdicts import judge_relation
from migov.economies import spells
from migov.governance import records

_STAY = ("residence", "work")
# Whose rights let citizens work between members of the arrangements that the paper names.
_BEHIND = ("EU", "EEA", "Benelux", "NPU", "TTTA")
_YEARS = (1995, 2000, 2005, 2009, 2015, 2020)


def without(claim: Claim, by: Sequence[str], only: str = "", counted_as: str = "") -> Finding:
    """G024, G047, G082: arrangements that give no right to reside or to work.

    With `only`, what they give instead; `counted_as` is a count of their clauses to show beside.
    """
    line = _rights(claim, by, _STAY, "Rights to reside or to work")
    lines = [line]
    if only:
        lines.append(_rights(claim, by, [only], f"Rights of {only}"))
    if counted_as:
        lines.append(counted(counted_as))
    then, now = line.at(claim.year), line.last
    rows = rights(by, days(claim.year)[claim.year])
    instead = [row for row in rows if not only or row["right"] == only]
    given = {row["right"] for row in rows}
    verdict = judge_relation(
        then.value == 0 and (not only or given == {only}),
        now.value == 0,
    )
    limits = instead[0]["limits"] if instead else ""
    reason = (
        f"The {records.record(by[-1])['name']} grants {then.value or 'no'} right to reside or "
        f"work, then or in {now.year}; it grants {instead[0]['right'] if instead else 'none'} "
        f"({limits})."
    )
    if counted_as:
        reason += (
            f" DESTA codes {lines[-1].at(claim.year).value:.0f} of nine items on the entry of "
            "persons in it; who opposed more in the talks is in no table."
        )
    return finding(claim, verdict, reason, lines)


def certa(claim: Claim) -> Finding:
    """G041: rights under the trade agreement of Australia and New Zealand."""
    line = _rights(claim, ["CERTA"], _STAY, "Rights to reside or to work under CERTA")
    travel = _rights(claim, ["TTTA"], _STAY, "Rights to reside or to work under the TTTA")
    clauses = counted("entry-items-certa")
    coded = replace(
        clauses, label="Agreements with a clause on the entry of persons, as coded",
        unit=claim.unit, second=True,
        values=(clauses.values > 0).astype(float).reindex(line.values.index, method="ffill"),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    reason = (
        f"The trade agreement of {in_words(day('CERTA', 'founded'))} has "
        f"{clauses.last.value:.0f} clauses on the entry of persons, its protocol on services "
        f"included. New Zealanders and Australians do work in each other's country, but by the "
        f"{records.record('TTTA')['name']} of {in_words(day('TTTA', 'founded'))}."
    )
    return finding(
        claim, judge_relation(then.value > 0, now.value > 0), reason, [line, coded, travel, clauses]
    )


def successes(claim: Claim, arrangements: Sequence[str], least: float) -> Finding:
    """G040: arrangements whose members' citizens may work in each other's states."""
    shares: dict[int, dict[str, float]] = {}
    for year, when in _chosen().items():
        held = granted("work", when)
        shares[year] = {
            key: share_of_pairs(belonging(key, _within(key, when)), held) for key in arrangements
        }
    line = Line(
        f"Arrangements with a right to work in {least:.0f} of 100 pairs", _said_rights(_BEHIND), "",
        as_of().isoformat(), claim.population, claim.unit,
        pd.Series({
            year: float(sum(value >= least for value in each.values()))
            for year, each in shares.items()
        }),
    )  # fmt: skip
    union = Line(
        "Pairs of members of the Union with a right to work", line.source, "", line.version,
        "European Union", "%", pd.Series({year: each["EU"] for year, each in shares.items()}),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    told = ", ".join(f"{key} {value:.0f}" for key, value in shares[claim.year].items())
    point = then.value >= claim.stated - 1 if claim.stated else False
    reason = (
        f"Citizens could work in the other state in so many of 100 pairs of members: {told}; what "
        "is wanting in the Union are transitional measures for the members of 2004 and 2007 (in "
        f"{now.year} it is {union.last.value:.0f}). Australia and New Zealand have theirs from "
        "another agreement than the one the paper names."
    )
    return finding(claim, claim.judge(then.value, point), reason, [line, union])


def under_regimes(claim: Claim, region: str = "") -> Finding:
    """G037, G124: members of the United Nations under a regime of movement, in and outside Europe.

    With `region` only those of one region stand against Europe.
    """
    others = set(economies.table().query("region == @region")["economy"])
    europe = set(economies.table().query("region == 'Europe'")["economy"])
    shares: dict[str, dict[int, float]] = {"in": {}, "out": {}}
    for year, when in _chosen().items():
        states = set(belonging("UN", when))
        free = {one for right in _STAY for one, _ in granted(right, when)}
        for side, group in (
            ("in", states & europe),
            ("out", states & others if region else states - europe),
        ):
            shares[side][year] = 100 * len(group & free) / len(group)
    outside, inside = (
        Line(label, _said_rights(), "", as_of().isoformat(), people, claim.unit,
             pd.Series(shares[side]))
        for side, label, people in (
            ("out", region or "Outside Europe", claim.population),
            ("in", "In Europe", "Members of the United Nations in Europe"),
        )
    )  # fmt: skip
    then, now = outside.at(claim.year), outside.last
    here = [inside.at(year).value for year in (claim.year, now.year)]
    when = days(claim.year)[claim.year]
    then_regimes, now_regimes = (
        [key for key in regimes(_STAY, each)
         if not set(belonging(key, each)) & europe
         and (not region or set(belonging(key, each)) & others)]
        for each in (when, as_of())
    )  # fmt: skip
    doubted = unsure(regimes(_STAY, when), when)
    where = f"In {region}" if region else "Outside Europe"
    reason = (
        f"{where} {then.value:.0f} per cent of states were under a regime of residence or work in "
        f"{claim.year} ({', '.join(then_regimes)}) and {now.value:.0f} in "
        f"{now.year} ({', '.join(now_regimes)}); in Europe {here[0]:.0f} and {here[1]:.0f}. Rights "
        f"are on paper, and those of {', '.join(doubted)} are from memory."
    )
    verdict = judge_relation(then.value < here[0] / 2, now.value < here[1] / 2)
    return finding(claim, verdict, reason, [outside, inside])


def carried_out(claim: Claim, by: str, counted_as: str) -> Finding:
    """G042: rights of the protocol of ECOWAS that hold without being called uneven."""
    values = {}
    for year, when in days(1991).items():
        rows = rights([by], when)
        values[year] = 100 * sum("unevenly" not in row["limits"] for row in rows) / len(rows)
    line = Line(
        "Rights of the protocol carried out", said_by(["ecowas-fm"]), "", as_of().isoformat(),
        claim.population, claim.unit, pd.Series(values),
    )  # fmt: skip
    visas = counted(counted_as)
    then, now = line.at(claim.year), line.last
    rows = rights([by], days(claim.year)[claim.year])
    done = [row for row in rows if "unevenly" not in row["limits"]]
    reason = (
        f"Of {len(rows)} rights {len(done)} was carried out, {done[0]['right']} without a visa "
        f"for {done[0]['limits']} from {in_words(done[0]['from'])}; residence and establishment "
        f"are uneven still. Visa-free were {visas.values.iloc[0]:.0f} per cent of the pairs of "
        f"members in {visas.values.index[0]}, the first year counted, and {visas.last.value:.0f} "
        f"in {visas.last.year}."
    )
    return finding(claim, judge_relation(then.value < 100, now.value < 100), reason, [line, visas])


def not_in_force(claim: Claim, treaty: str) -> Finding:
    """G042b: agreements of the African Union on free movement in force."""
    about = records.record(treaty)
    begun = spells.first(about["in_force"]) if about["in_force"] else datetime.date.max
    line = Line(
        f"In force: {about['aliases'].split(';')[0]}", said_by([about["evidence"]]), "",
        as_of().isoformat(), claim.population, claim.unit,
        pd.Series({year: float(begun <= when) for year, when in days(2003).items()}),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    parties = len(records.rows(treaty).query("status == 'party'"))
    reason = (
        f"Such agreements of the Union in force in {claim.year} were {then.value:.0f}; its "
        f"protocol is of {in_words(about['founded'])} and not in force, with {parties} "
        "ratifications known of fifteen that it needs."
    )
    return finding(claim, judge_relation(then.value == 0, now.value == 0), reason, [line])


def alike(claim: Claim) -> Finding:
    """G097: unions outside Europe that make law and let citizens reside in all members."""
    found: dict[int, list[str]] = {}
    unions = records.listed().query("kind == 'union' and bindingness == 'supranational'")
    europe = set(economies.table().query("region == 'Europe'")["economy"])
    for year, when in days(2000).items():
        held = granted("residence", when)
        found[year] = [
            key for key in unions["arrangement"]
            if (inside := belonging(key, when)) and not set(inside) <= europe | {"CYP"}
            and share_of_pairs(inside, held) == 100
        ]  # fmt: skip
    line = Line(
        "Unions outside Europe with both features", _said_rights(), "", as_of().isoformat(),
        claim.population, claim.unit,
        pd.Series({year: float(len(keys)) for year, keys in found.items()}),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    names = [records.record(key)["name"] for key in found[now.year]]
    reason = (
        f"Of unions outside Europe {then.value:.0f} had both features in {claim.year} and "
        f"{now.value:.0f} in {now.year} ({', '.join(names)}, by a decision in effect from "
        f"{in_words(day('CAN-878', 'in_force'))}). Shared history, convergence and identity, which "
        "the paper names too, are not in it."
    )
    return finding(claim, judge_relation(then.value == 0, now.value == 0), reason, [line])


def _rights(claim: Claim, by: Collection[str], kinds: Collection[str], label: str) -> Line:
    evidence = [records.record(key)["evidence"] for key in by]
    first = max(spells.first(records.record(key)["founded"]).year for key in by) + 1
    values = {
        year: float(sum(row["right"] in kinds for row in rights(by, when)))
        for year, when in days(first).items()
    }
    return Line(
        label, said_by(evidence), "", as_of().isoformat(), claim.population, claim.unit,
        pd.Series(values),
    )  # fmt: skip


def _chosen() -> dict[int, datetime.date]:
    every = days(min(_YEARS))
    return {year: when for year, when in every.items() if year in (*_YEARS, as_of().year)}


def _within(arrangement: str, when: datetime.date) -> datetime.date:
    """The day, or the last one to which the members are known if that is earlier."""
    until = records.record(arrangement)["known_until"]
    return min(when, spells.last(until)) if until else when


def _said_rights(by: Collection[str] = ()) -> str:
    """The sources of rights to stay, of all arrangements or of these."""
    chosen = by or records.listed()["arrangement"].tolist()
    rows = [row["evidence"] for row in rights(chosen, as_of()) if row["right"] in _STAY]
    return said_by(sorted(rows, key=lambda key: key == "memory"))
