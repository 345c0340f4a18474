"""Checks of the claims in Geddes (2018) on organisations, processes and the dates of agreements.

Every date and every count is read from the tables of :mod:`migov.governance`; rows that nobody has
verified are named in the reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from migov.claims.agreements import days, first_right, in_words
from migov.claims.arrangements import (
    announced,
    as_of,
    belonging,
    count,
    date,
    day,
    said_by,
)
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.verdicts import Verdict, judge_relation
from migov.economies import spells
from migov.governance import records

_MADE = {"treaty": "was adopted", "declaration": "was adopted", "process": "began"}


def dated(
    claim: Claim,
    arrangement: str,
    column: str,
    remark: str,
    beside: Sequence[str] = (),
    founders: Collection[str] = (),
    stands: str = "",
    called: str = "",
) -> Finding:
    """G012, G014, G014b, G022, G034, G038, G043, G059, G061, G063, G080, G090, G093, G102,
    G121, G122: the year of a founding, a signature or a beginning.

    `beside` are other dates, ``"IOM in_force"``, that `remark` may name by their number;
    `founders` have to be those who belonged first; the point stands if ``"before"`` the first of
    the other dates.  `called` is a name for the reason where the arrangement's own is another's.
    """
    about = records.record(arrangement)
    line = date(arrangement, column, claim.year)
    found = line.at(claim.year).value
    others = [each.split(" ") for each in beside]
    point = stands == "before" and day(arrangement, column) <= day(*others[0])
    first_day = max(filter(None, (about["founded"], about["in_force"])))
    table = records.rows(arrangement)
    members = belonging(arrangement, spells.last(first_day[:4])) if len(table) else []
    verdict = claim.judge(found, point)
    if founders and set(members) != set(founders):
        verdict = Verdict.FAILS
    told = day(arrangement, column)
    did = "took effect" if column == "in_force" else _MADE.get(about["kind"], "was founded")
    instead = "" if found == claim.stated else f", not in {claim.stated:.0f}"
    more = remark.format(
        *(in_words(day(*each)) for each in others),
        keeper=about["secretariat"],
        number=len(members),
        members=", ".join(members),
        first=table["begins"].min().year if len(table) else "",
    )
    reason = f"The {called or about['name']} {did} {_at(told)}{instead}. {more}"
    lines = [line, *(date(key, which, claim.year) for key, which in others)]
    return finding(claim, verdict, reason, lines)


def makes_law(claim: Claim) -> Finding:
    """G001b: unions whose decisions bind within their members."""
    every = _supranational()
    number = _so_far(every, "organisations", "Unions that make law", claim)
    then, now = number.at(claim.year), number.last
    assert claim.stated is not None
    others = [key for key, _ in every if key != "EU"]
    names = ", ".join(records.record(key)["name"] for key in others)
    shown = records.record("CAN-503")
    assert shown["confidence"] == "verified" and shown["includes"] in others
    reason = (
        f"There were {then.value:.0f} unions in {claim.year} that decided for their members "
        f"without a law of theirs: the European Union and the {names}, whose "
        f"{shown['aliases'].split(';')[0]} took effect {_at(shown['in_force'])}. That the "
        "Community as such does so is known from memory, its decision is verified, and no coded "
        "index is held to set beside."
    )
    return finding(claim, judge_relation(then.value <= claim.stated, now.value <= claim.stated),
                   reason, [number])  # fmt: skip


def agency(claim: Claim) -> Finding:
    """G009: organisations of the United Nations for migration as such."""
    begun = spells.first(day("IOM-UN", "in_force"))
    line = Line(
        "Organisations of the United Nations for migration", said_by(["iom"]), "",
        as_of().isoformat(), claim.population, claim.unit,
        pd.Series({year: float(begun <= each) for year, each in days(2000).items()}),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    members = len(belonging("IOM", claim.year))
    verdict = judge_relation(then.value == claim.stated, now.value == claim.stated)
    reason = (
        f"The IOM, with {members} members in {claim.year}, was not of the United Nations until its "
        f"agreement with them of {in_words(day('IOM-UN', 'in_force'))}. UNHCR, which is older, is "
        "for refugees and is not counted."
    )
    return finding(claim, verdict, reason, [line])


def proposals(claim: Claim) -> Finding:
    """G010: proposals of a global regime for migration."""
    table = records.listed().query("kind == 'proposal' and level == 'global' and scope == 'all'")
    made = [(row["arrangement"], row["founded"]) for row in table.to_dict("records")]
    named = table[table["mentioned_in"].str.contains("geddes-2018")]
    every = _so_far(made, claim.unit, "Proposals", claim)
    own = _so_far(
        [(row["arrangement"], row["founded"]) for row in named.to_dict("records")],
        claim.unit, "Proposals that the paper lists", claim,
    )  # fmt: skip
    then, now = every.at(claim.year), every.last
    assert claim.stated is not None
    years = named["founded"].str[:4]
    verdict = judge_relation(then.value >= claim.stated, now.value >= claim.stated)
    reason = (
        f"The paper lists {own.at(claim.year).value:.0f} of {years.min()} to {years.max()}, and "
        f"another paper has {then.value - own.at(claim.year).value:.0f} more, so that "
        f"{then.value:.0f} were made by {claim.year}. Not one was founded, and the list knows only "
        "what the two papers name."
    )
    return finding(claim, verdict, reason, [every, own])


def largest(claim: Claim) -> Finding:
    """G011: members of the IOM over those of the ICMPD."""
    iom, other = count("IOM", "members"), count("ICMPD", "members")
    ratio = Line(
        "Members of the IOM ÷ of the ICMPD", f"{iom.source}; {other.source}", "", iom.version,
        claim.population, claim.unit, (iom.values / other.values).dropna(),
    )  # fmt: skip
    then, now = ratio.at(claim.year), ratio.last
    reason = (
        f"The IOM had {iom.at(claim.year).value:.0f} members in {claim.year} and the ICMPD "
        f"{other.at(claim.year).value:.0f}; in {now.year} {iom.at(now.year).value:.0f} and "
        f"{other.at(now.year).value:.0f}. Budgets and staff, by which UNHCR may be larger, are not "
        "held here."
    )
    return finding(
        claim, judge_relation(then.value > 1, now.value > 1), reason, [ratio, iom, other]
    )


def mandate(claim: Claim) -> Finding:
    """G015: years for which the statute of UNHCR was made."""
    line = announced("UNHCR", "years of its first mandate", claim.unit)
    found = line.at(claim.year).value
    reason = (
        f"The statute gave the office {found:.0f} years from {in_words(day('UNHCR', 'in_force'))}, "
        "and asked whether it should go on after them."
    )
    return finding(claim, claim.judge(found, False), reason, [line])


def endorsed(claim: Claim) -> Finding:
    """G031: governments that adopted the Programme of Action."""
    line = announced("ICPD", "governments", claim.unit)
    found = line.at(claim.year).value
    members = len(belonging("UN", claim.year))
    share = 100 * found / members
    reason = (
        f"The United Nations counts {found:.0f} governments, {share:.0f} per cent of its "
        f"{members} members of {claim.year}, and not {claim.stated:.0f}. No other source gives a "
        "list, and the Programme was adopted by consensus."
    )
    return finding(claim, claim.judge(found, share >= 90), reason, [line])


def first_process(claim: Claim) -> Finding:
    """G085: the year of the first regional process."""
    line = date("IGC", "founded", claim.year)
    found = line.at(claim.year).value
    others = _processes().query("arrangement != 'IGC'")
    next_one = others.sort_values("founded").iloc[0]
    point = day("IGC", "founded") <= next_one["founded"]
    reason = (
        f"By their own slides of 2009 and the IOM's page the Intergovernmental Consultations began "
        f"in {found:.0f}. The next regional process known here is the "
        f"{next_one['name']}, of {in_words(next_one['founded'])}."
    )
    return finding(claim, claim.judge(found, point), reason, [line])


def processes(claim: Claim, regions: Mapping[str, Sequence[str]]) -> Finding:
    """G086: regional processes at work by year."""
    table = _processes()
    made = [(row["arrangement"], row["founded"]) for row in table.to_dict("records")]
    line = _so_far(made, claim.unit, "Regional processes begun", claim)
    then, now = line.at(claim.year), line.last
    begun = table.set_index("arrangement")["founded"]
    reached = {
        name: min(begun[key] for key in keys)[:4] for name, keys in regions.items()
    }
    held = all(int(year) <= claim.year for year in reached.values())
    unsure = table.loc[table["confidence"] == "unverified", "arrangement"]
    by_then = [key for key, told in made if int(told[:4]) <= claim.year]
    said = ", ".join(f"{name} {year}" for name, year in reached.items())
    assert claim.stated is not None
    verdict = judge_relation(held and then.value > claim.stated, now.value > claim.stated)
    reason = (
        f"Of the regional processes known here {then.value:.0f} had begun by {claim.year} and "
        f"{now.value:.0f} by {now.year}; the first in {said}. The years of "
        f"{len(set(unsure) & set(by_then))} of those {then.value:.0f} are from memory, and the "
        "list is not complete."
    )
    return finding(claim, verdict, reason, [line])


def mode(claim: Claim) -> Finding:
    """G083: the mode under which study abroad falls."""
    line = announced("GATS", "mode of what is bought abroad", claim.unit)
    found = line.last.value
    line = Line(
        line.label, line.source, "", line.version, line.population, claim.unit,
        pd.Series({claim.year: found}),
    )  # fmt: skip
    reason = (
        f"A student who goes abroad buys the service there: mode {found:.0f}, consumption abroad. "
        f"Mode {claim.stated:.0f} is for a service that crosses the border itself; the agreement's "
        "Article I:2, read through pages that quote it, is the only source."
    )
    return finding(claim, claim.judge(found, False), reason, [line])


def workers(claim: Claim) -> Finding:
    """G036: the founding treaty of the European Communities."""
    line = date("EU", "founded", claim.year)
    since, evidence = first_right("EU", "work")
    right = Line(
        "Freedom of workers in effect", said_by([evidence]), "", as_of().isoformat(),
        claim.population, claim.unit, pd.Series({claim.year: spells.first(since).year}),
    )  # fmt: skip
    found = line.at(claim.year).value
    verdict = judge_relation(1950 <= found < 1960, True)
    reason = (
        f"The treaty is of {in_words(day('EU', 'founded'))} and in force from "
        f"{in_words(day('EU', 'in_force'))}. Workers could use the freedom from {in_words(since)} "
        "on, a day known from memory."
    )
    return finding(claim, verdict, reason, [line, right])


def _supranational() -> list[tuple[str, str]]:
    """Unions that decide for their members, with the day from which; the euro area is the EU's."""
    table = records.listed().query("kind == 'union' and bindingness == 'supranational'")
    rows = table[~table["arrangement"].isin(["Euro area"])].to_dict("records")
    return [(row["arrangement"], row["in_force"]) for row in rows]


def _processes() -> pd.DataFrame:
    return records.listed().query("kind == 'process' and level in ('regional', 'interregional') "
                                  "and scope != 'cooperation'")  # fmt: skip


def _so_far(
    made: Sequence[tuple[str, str]], unit: str, label: str, claim: Claim
) -> Line:
    """How many had been made by the end of each year, of these with their days."""
    years = sorted(int(told[:4]) for _, told in made)
    table = records.listed().set_index("arrangement")
    values = {
        year: float(sum(each <= year for each in years))
        for year in range(years[0], as_of().year + 1)
    }
    return Line(
        label, said_by(table.loc[[key for key, _ in made], "evidence"]), "", as_of().isoformat(),
        claim.population, unit, pd.Series(values),
    )  # fmt: skip


def _at(told: str) -> str:
    return f"{'on' if told.count('-') == 2 else 'in'} {in_words(told)}"
