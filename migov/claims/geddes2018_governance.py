"""Checks of the claims in Geddes (2018) on organisations, unions, proposals and processes.

Every date and every count is read from the tables of :mod:`migov.governance`; rows that nobody has
verified are named in the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from migov.claims.agreements import days, in_words
from migov.claims.arrangements import (
    announced,
    as_of,
    belonging,
    count,
    date,
    day,
    said_by,
    sources,
)
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.seconds import modes, other_date, other_days, with_own_count
from migov.claims.verdicts import judge_relation
from migov.economies import spells
from migov.governance import records


def makes_law(claim: Claim) -> Finding:
    """G001b: unions whose decisions bind within their members."""
    unions = [key for key, _ in _supranational()]
    rows = {key: other_days(key, "supranational") for key in unions}
    number = _so_far(
        [(key, rows[key][0]["date"]) for key in unions], claim.unit, "Unions that make law", claim,
        said_by(rows[key][0]["evidence"] for key in unions),
    )  # fmt: skip
    study = _so_far(
        [(key, rows[key][-1]["date"]) for key in unions], claim.unit,
        "Unions that make law, the Andean one by a study of courts", claim,
        said_by(rows[key][-1]["evidence"] for key in unions),
    )  # fmt: skip
    then, now = number.at(claim.year), number.last
    assert claim.stated is not None
    others = [key for key in unions if key != "EU"]
    names = ", ".join(records.record(key)["name"] for key in others)
    shown = records.record("CAN-503")
    assert shown["confidence"] == "verified" and shown["includes"] in others
    reason = (
        f"{then.value:.0f} unions made law that binds within their members in {claim.year}: beside "
        f"the European Union the {names}, whose decisions do so by a treaty in force from "
        f"{in_words(rows[others[0]][0]['date'])}, under a court of its own. One on migration, "
        f"{shown['aliases'].split(';')[0]} on travel, took effect {_at(shown['in_force'])}."
    )
    return finding(claim, judge_relation(then.value <= claim.stated, now.value <= claim.stated),
                   reason, [number, replace(study, second=True)])  # fmt: skip


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
    iom, other = with_own_count(count("IOM", "members")), count("ICMPD", "members")
    ratio = Line(
        "Members of the IOM ÷ of the ICMPD", f"{iom.source}; {other.source}", "", iom.version,
        claim.population, claim.unit, (iom.values / other.values).dropna(),
    )  # fmt: skip
    then, now = ratio.at(claim.year), ratio.last
    reason = (
        f"The IOM had {iom.at(claim.year).value:.0f} members in {claim.year} and the ICMPD "
        f"{other.at(claim.year).value:.0f}; in {now.year}, by its own count, the IOM had "
        f"{iom.at(now.year).value:.0f} and the ICMPD {other.at(now.year).value:.0f}. Budgets and "
        "staff, by which UNHCR may be larger, are not held here."
    )
    return finding(
        claim, judge_relation(then.value > 1, now.value > 1), reason, [ratio, iom, other]
    )


def endorsed(claim: Claim) -> Finding:
    """G031: governments that adopted the Programme of Action."""
    line = announced("ICPD", "governments", claim.unit, "Governments, by the United Nations")
    again = [
        announced("ICPD", what, claim.unit, label)
        for what, label in (
            ("delegations", "By the conference's newsletter"),
            ("governments that agreed", "By a library of development studies"),
            ("delegations on the first day", "Delegations on the first day, by a newspaper"),
        )
    ]
    found, on = line.at(claim.year).value, day("ICPD", "founded")
    members, away = belonging("UN", on), belonging("ICPD", on, "absent")
    left = len(set(members) - set(away))
    rest = Line(
        "Members of the United Nations without those that stayed away",
        f"{sources('UN')}; {said_by(records.rows('ICPD')['evidence'])}", "", on,
        "Members of the United Nations", claim.unit, pd.Series({claim.year: float(left)}),
    )  # fmt: skip
    share = 100 * found / len(members)
    newsletter, _, press = (each.at(claim.year).value for each in again)
    reason = (
        f"The United Nations counts {found:.0f} governments, as many as {share:.0f} per cent of "
        f"the {len(members)} members listed here for that day, and not {claim.stated:.0f}; the "
        f"newsletter of the conference has {newsletter:.0f} too, and a newspaper {press:.0f} "
        "delegations on the first day. Who they were is in its report, which is not held: "
        f"{len(away)} members are named as staying away, so that at most {left} came, beside "
        "states that were no members."
    )
    seconds = [replace(each, second=True) for each in again]
    return finding(claim, claim.judge(found, share >= 90), reason, [line, *seconds, rest])


def first_process(claim: Claim) -> Finding:
    """G085: the year of the first regional process."""
    line = date("IGC", "founded", claim.year)
    found = line.at(claim.year).value
    others = _processes().query("arrangement != 'IGC'")
    next_one = others.sort_values("founded").iloc[0]
    point = day("IGC", "founded") <= next_one["founded"]
    reason = (
        f"The Intergovernmental Consultations began in {found:.0f}, a year after the paper's: so "
        "say their own slides, the IOM and Switzerland, one of the founders. They were the first "
        f"all the same: the next known here is the {next_one['name']}, of "
        f"{in_words(next_one['founded'])}."
    )
    again = other_date("IGC", "founded", claim.year, line)
    return finding(claim, claim.judge(found, point), reason, [line, *again])


def processes(claim: Claim, regions: Mapping[str, Sequence[str]]) -> Finding:
    """G086: regional processes at work by year."""
    table = _processes()
    made = [(row["arrangement"], row["founded"]) for row in table.to_dict("records")]
    line = _so_far(made, claim.unit, "Regional processes begun", claim)
    then, now = line.at(claim.year), line.last
    begun = table.set_index("arrangement")["founded"]
    reached = {name: min(begun[key] for key in keys)[:4] for name, keys in regions.items()}
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
    where, example = modes("wto-modes"), modes("gats-modes")
    bought = next(row for row in where if row["who_goes"] == "consumer")
    named = next(row for row in example if "students" in row["example"].split(";"))
    line, again = (
        Line(
            label, said_by([row["evidence"]]), "", day("GATS", "founded"), claim.population,
            claim.unit, pd.Series({claim.year: float(row["mode"])}), second=row is named,
        )
        for row, label in (
            (bought, "Mode in which the consumer goes abroad, by Article I:2"),
            (named, "Mode of which students are an example"),
        )
    )  # fmt: skip
    found = line.at(claim.year).value
    own = next(row for row in where if float(row["mode"]) == claim.stated)
    reason = (
        f"A student who goes abroad goes to the seller, and Article I:2 calls that mode "
        f"{found:.0f}, {bought['name']}; a handbook names students as its example. Mode "
        f"{claim.stated:.0f} is {own['name']}, in which nobody goes: that would be a course taken "
        "from home."
    )
    return finding(claim, claim.judge(found, False), reason, [line, again])


def _supranational() -> list[tuple[str, str]]:
    """Unions that decide for their members, with the day from which; the euro area is the EU's."""
    table = records.listed().query("kind == 'union' and bindingness == 'supranational'")
    rows = table[~table["arrangement"].isin(["Euro area"])].to_dict("records")
    return [(row["arrangement"], row["in_force"]) for row in rows]


def _processes() -> pd.DataFrame:
    return records.listed().query("kind == 'process' and level in ('regional', 'interregional') "
                                  "and scope != 'cooperation'")  # fmt: skip


def _so_far(
    made: Sequence[tuple[str, str]], unit: str, label: str, claim: Claim, source: str = ""
) -> Line:
    """How many had been made by the end of each year, of these with their days."""
    years = sorted(int(told[:4]) for _, told in made)
    table = records.listed().set_index("arrangement")
    values = {
        year: float(sum(each <= year for each in years))
        for year in range(years[0], as_of().year + 1)
    }
    return Line(
        label, source or said_by(table.loc[[key for key, _ in made], "evidence"]), "",
        as_of().isoformat(), claim.population, unit, pd.Series(values),
    )  # fmt: skip


def _at(told: str) -> str:
    return f"{'on' if told.count('-') == 2 else 'in'} {in_words(told)}"
