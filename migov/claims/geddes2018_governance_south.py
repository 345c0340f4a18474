"""Checks of the claims in Geddes (2018) on movement in the Caribbean, the Andes and Mercosur.

Rights are those that a community's own agreements give, on paper; bilateral ones are not counted.
"""

from __future__ import annotations

import datetime

import pandas as pd

from migov import economies
from migov.claims.agreements import days, granted, in_words, share_of_pairs
from migov.claims.arrangements import as_of, belonging, day, said_by
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.run import once
from migov.claims.verdicts import judge_relation
from migov.economies import spells
from migov.economies.tables import read_table, rows_of
from migov.governance import records

_COMMUNITY = ("CARICOM", "CSME", "CARICOM-EC")


def caribbean(claim: Claim) -> Finding:
    """G057: pairs of members of the Caribbean Community with a right of residence."""
    line = _caribbean(claim)
    then, now = line.at(claim.year), line.last
    four = belonging("CARICOM-EC", as_of())
    reason = (
        f"No right between members came of the treaty of {in_words(day('CARICOM', 'founded'))}. "
        f"Since {in_words(day('CARICOM-EC', 'in_force'))} {', '.join(four)} let each other's "
        f"citizens reside and work: {now.value:.1f} per cent of the pairs of members."
    )
    return finding(claim, judge_relation(then.value == 0, now.value == 0), reason, [line])


def single_market(claim: Claim) -> Finding:
    """G059b: pairs of members with a right of residence under the revised treaty."""
    line = _caribbean(claim)
    then, now = line.at(claim.year), line.last
    reason = (
        f"A right of residence by an agreement of the Community held between {then.value:.0f} per "
        f"cent of the pairs of members at the end of {claim.year}, and holds between "
        f"{now.value:.1f} now. The treaty is in force from {in_words(day('CSME', 'in_force'))}; "
        "the movement of skilled nationals that it frees is not counted."
    )
    return finding(claim, judge_relation(then.value < 100, now.value < 100), reason, [line])


def andean_workers(claim: Claim) -> Finding:
    """G062: pairs of Andean members with a right to work or reside."""
    by = ["CAN", "CAN-503", "CAN-545", "CAN-878"]
    values = {}
    for year, when in days(2005).items():
        held = granted("work", when, by) | granted("residence", when, by)
        values[year] = share_of_pairs(belonging("CAN", when), held)
    line = Line(
        "Pairs of members with a right to work or reside by a decision", said_by(["andean"]), "",
        as_of().isoformat(), claim.population, claim.unit, pd.Series(values),
    )  # fmt: skip
    beside, into = _by_another_account("CAN", "CAN-545", claim)
    then, now = line.at(claim.year), line.last
    reason = (
        f"What took effect on {in_words(day('CAN-503', 'in_force'))} is travel alone; for workers "
        f"there is Decision 545 of {in_words(day('CAN-545', 'founded'))}, whose rules the "
        "Community's own page called not yet approved, while by an undated account from Lima "
        f"{' and '.join(into)} applied it: at the end of {claim.year} the claim would hold for "
        f"{beside.at(claim.year).value:.0f} per cent of the pairs. A right to reside came "
        f"with {records.record('CAN-878')['aliases'].split(';')[0]} on "
        f"{in_words(day('CAN-878', 'in_force'))}, for {now.value:.0f} per cent of the pairs."
    )
    return finding(claim, judge_relation(then.value > 0, now.value > 0), reason, [line, beside])


def unrealised(claim: Claim, treaty: str) -> Finding:
    """G064: parties between which the Residence Agreement is in force."""
    line = Line(
        "Parties in force", said_by(["mercosur"]), "", as_of().isoformat(), claim.population,
        claim.unit,
        pd.Series({year: float(len(belonging(treaty, when))) for year, when in days(2003).items()}),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    rows = records.standing(records.rows(treaty), as_of())
    doubted = sorted(rows.loc[rows["confidence"] == "unverified", "economy"])
    reason = (
        f"On {in_words(days(claim.year)[claim.year].isoformat())} it bound nobody; it has been in "
        f"force since {in_words(day(treaty, 'in_force'))}. In {now.year} it has {now.value:.0f} "
        f"parties, of which the years of {', '.join(doubted)} are not verified."
    )
    return finding(claim, judge_relation(then.value == 0, now.value == 0), reason, [line])


def _by_another_account(members: str, decision: str, claim: Claim) -> tuple[Line, list[str]]:
    """Pairs with a right by a source that is not followed, at the year's end, and where."""
    table = once(("other rights",), lambda: rows_of(read_table("governance/other_rights.csv")))
    end = datetime.date(claim.year, 12, 31)
    rows = [
        row for row in table
        if row["arrangement"] == decision and spells.first(row["from"]) <= end
        and (not row["to"] or end <= spells.last(row["to"]))
    ]  # fmt: skip
    inside = belonging(members, end)
    into = sorted({code for row in rows for code in row["destinations"].split(";")} & set(inside))
    held = {(one, other) for other in into for one in inside if one != other}
    line = Line(
        f"By an account from Lima, at the end of {claim.year}",
        said_by(row["evidence"] for row in rows), "", max(row["from"] for row in rows),
        claim.population, claim.unit, pd.Series({claim.year: share_of_pairs(inside, held)}),
        second=True,
    )  # fmt: skip
    return line, [economies.name(code) for code in into]


def _caribbean(claim: Claim) -> Line:
    values = {}
    for year in range(1973, as_of().year + 1):
        when = min(datetime.date(year, 12, 31), as_of())
        members = belonging("CARICOM", when)
        values[year] = share_of_pairs(members, granted("residence", when, _COMMUNITY))
    return Line(
        "Pairs of members with a right of residence", said_by(["caricom", "caricom-fm"]), "",
        as_of().isoformat(), claim.population, claim.unit, pd.Series(values),
    )  # fmt: skip
