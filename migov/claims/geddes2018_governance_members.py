"""Checks of the claims in Geddes (2018) on who belongs to what, on the day its links were read.

Members are counted on 12 February of each year; in the newest year on the last day that the lists
reach.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from migov import economies
from migov.claims.agreements import days, in_words, on_days
from migov.claims.arrangements import announced, as_of, belonging, day, doubts, said_by
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.seconds import listed, other_list, with_own_count
from migov.claims.sums import share
from migov.claims.verdicts import Verdict, judge_relation
from migov.governance import records


def members_on(
    claim: Claim,
    arrangement: str,
    unit: str,
    named: Collection[str] = (),
    beside: Sequence[str] = (),
    since: str = "",
    with_associates: bool = False,
    changed: bool = False,
    status: Sequence[str] | None = None,
    made: str = "",
    again: str = "",
) -> Finding:
    """G021, G060, G079, G088, G098, G101, G125: members on 12 February, or on another day.

    `named` have to be the members; `beside` is whose announced total is shown; `since` whose
    years in it are said; `changed` says who came and went.  `status` counts others than those
    who belong in full; the day is that on which `made` was adopted, where one is named.
    `again` is the evidence of another list of the members.
    """
    label = f"{records.record(arrangement)['name']}, {status[0]}s" if status else ""
    line = on_days(arrangement, unit, label, status)
    when = days(claim.year)[claim.year]
    if made:
        when = datetime.date.fromisoformat(day(made, "founded"))
    members = set(belonging(arrangement, when, status))
    line = replace(line, values=line.values.mask(line.values.index == when.year, len(members)))
    if arrangement == "IOM":
        line = with_own_count(line)
    then, now = line.at(claim.year), line.last
    point, lines = False, [line]
    if with_associates:
        both = members | set(belonging(arrangement, when, ["member", "associate"]))
        point = set(named) == both
        lines.append(on_days(arrangement, unit, "Members and associates", ["member", "associate"]))
    if again:
        lines.append(_other_list(line, arrangement, again))
    verdict = claim.judge(then.value, point)
    if named and members != set(named) and verdict is Verdict.HOLDS:
        verdict = Verdict.FAILS
    if beside:
        lines.append(announced(beside[0], beside[1], unit))
    noun = f"{status[0]}s" if status else unit
    said = [
        f"On {in_words(when.isoformat())} {_called(arrangement)} had {then.value:.0f} {noun}"
        f"{_apart(members, named)}, and in {now.year} {now.value:.0f}"
        f"{_changed(arrangement, when, members) if changed else ''}{_told(lines, beside)}"
        f"{_again(lines, claim.year) if again else ''}.",
    ]
    more = [_since(arrangement, since)] if since else []
    unsure = [code for code in doubts(arrangement, when, status) if code != since]
    if unsure and not since:
        more.append(f"not verified of {', '.join(unsure)}")
    by_year = members & _by_year(arrangement, claim.year)
    if by_year:
        more.append(
            f"{len(by_year)} of them ({', '.join(sorted(by_year))}) joined some time in "
            f"{claim.year}, so that on the day itself it may be off by as many"
        )
    text = "; ".join(more)
    said += [f"{text[:1].upper()}{text[1:]}."] if text else []
    return finding(claim, verdict, " ".join(said), lines)


def card(claim: Claim) -> Finding:
    """G081: economies that take part in the Business Travel Card."""
    group, permanent = day("ABTC", "founded"), day("ABTC", "in_force")
    table = records.of_status(records.rows("ABTC"), ["participant", "transitional"])
    line = Line(
        "Members of APEC known to take part", said_by(table["evidence"]), "", as_of().isoformat(),
        claim.population, claim.unit,
        pd.Series({
            year: float(len(belonging("ABTC", when, ["participant", "transitional"])))
            for year, when in days(1998).items()
        }),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    held = group <= permanent
    verdict = judge_relation(held and then.value > 0, held and now.value > 0)
    full = on_days("ABTC", "members", "Members that take part in full", "participant", first=1998)
    most = int(full.values.idxmax())
    reason = (
        f"The group was formed in {in_words(group)}, and the card is permanent since "
        f"{in_words(permanent)}. Years of joining are known of {then.value:.0f} members by "
        f"{claim.year}; by February {most} {full.at(most).value:.0f} took part, and two more are "
        "in transition."
    )
    return finding(claim, verdict, reason, [line, full])


def schengen(claim: Claim) -> Finding:
    """G089: members of the Union that apply the Schengen rules."""
    line = on_days("Schengen", "members", "Members of the Union that apply the rules",
                   inside="EU")  # fmt: skip
    bound = on_days(
        "Schengen", "members", "Members of the Union that apply the rules or are bound by them",
        ["member", "bound"], inside="EU",
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    when = days(claim.year)[claim.year]
    union = set(belonging("EU", when))
    outside = union - set(belonging("Schengen", when, ["member", "bound"]))
    waiting = sorted(set(belonging("Schengen", when, "bound")) & union)
    point = outside == {"GBR", "IRL"}
    every = len(belonging("Schengen", when))
    again = other_list(
        line,
        {day.year: len(listed("Schengen", key, day) & set(belonging("EU", day)))
         for key, day in (("schengen-2009", when), ("schengen-2025", as_of()))},
        ["schengen-2009", "schengen-2025"], "Members of the Union that other lists name",
        "2009/2025",
    )  # fmt: skip
    assert claim.stated is not None
    reason = (
        f"On {in_words(when.isoformat())} {then.value:.0f} of the Union's {len(union)} members "
        f"applied the rules, by a list of that year {again.at(when.year).value:.0f}; "
        f"{', '.join(waiting)} were bound but still controlled, and {', '.join(sorted(outside))} "
        f"alone stayed out. The paper's {claim.stated:.0f} comes out with those three, or with "
        f"states outside the Union ({every}); now it is {now.value:.0f} of "
        f"{len(belonging('EU', as_of()))}."
    )
    return finding(claim, claim.judge(then.value, point), reason, [line, again, bound])


def bound(claim: Claim, act: str, least: float) -> Finding:
    """G092: share of the Union's members that a directive on migration binds."""
    directive = _share_of_union(act, claim)
    controls = _share_of_union("Schengen", claim)
    then = directive.at(claim.year)
    union, parties = (set(belonging(key, claim.year)) for key in ("EU", act))
    point = min(then.value, controls.at(claim.year).value) >= least
    today = set(belonging("EU", as_of())) - set(belonging(act, as_of()))
    days_of = {"bluecard-2009": datetime.date(claim.year, 12, 31), "bluecard-emn": as_of()}
    again = other_list(
        directive,
        {day.year: 100 * len(listed(act, key, day)) / len(belonging("EU", day))
         for key, day in days_of.items()},
        list(days_of), "Members of the Union in: EU Blue Card, by others", "2009/2023",
    )  # fmt: skip
    reason = (
        f"The directive bound {len(parties & union)} of {len(union)} members at the end of "
        f"{claim.year}, all but {', '.join(sorted(union - parties))}, whom treaties let stay out; "
        f"now it is all but {', '.join(sorted(today))}. It is the one act on migration held here; "
        f"Schengen's rules were applied by {controls.at(claim.year).value:.0f} per cent."
    )
    return finding(claim, claim.judge(then.value, point), reason, [directive, again, controls])


def proposal(claim: Claim) -> Finding:
    """G095: members that the Blue Card binds."""
    line = Line(
        "Members that the directive binds", said_by(["eur-lex"]), "", as_of().isoformat(),
        claim.population, claim.unit,
        pd.Series({
            year: float(len(belonging("BLUECARD", when))) for year, when in days(2007).items()
        }),
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    verdict = judge_relation(then.value == claim.stated, now.value == claim.stated)
    when = in_words(days(claim.year)[claim.year].isoformat())
    reason = (
        f"On {when} no member was bound; the directive was adopted on "
        f"{in_words(day('BLUECARD', 'founded'))} and binds {now.value:.0f} of "
        f"{len(belonging('EU', as_of()))} members in {now.year}."
    )
    return finding(claim, verdict, reason, [line])


def _share_of_union(key: str, claim: Claim) -> Line:
    """Members of the Union that belong to something too, by the end of each year."""
    both, union = {}, {}
    for year in range(2001, as_of().year + 1):
        when = f"{year}-12-31" if year < as_of().year else as_of()
        here = set(belonging("EU", when))
        union[year] = float(len(here))
        both[year] = float(len(here & set(belonging(key, when))))
    table = records.rows(key)
    return Line(
        f"Members of the Union in: {records.record(key)['name']}", said_by(table["evidence"]), "",
        as_of().isoformat(), claim.population, claim.unit, share(pd.Series(both), pd.Series(union)),
    )  # fmt: skip


def _other_list(line: Line, arrangement: str, evidence: str) -> Line:
    """Members by another list on 12 February of each year, to the end of that list."""
    until = {"cow-igo": 2014}[evidence]
    counts = {
        year: len(listed(arrangement, evidence, day))
        for year, day in days(1970).items()
        if year <= until
    }
    return other_list(line, counts, [evidence], f"{line.label}, by another list", str(until))


def _called(arrangement: str) -> str:
    return arrangement if arrangement in ("APEC", "MERCOSUR") else f"the {arrangement}"


def _apart(members: set[str], named: Collection[str]) -> str:
    """How a list differs from the paper's."""
    if not named:
        return ""
    if members == set(named):
        return ", those that the paper names"
    missing = sorted(set(named) - members)
    more = sorted(members - set(named))
    told = [f"not {', '.join(missing)}"] if missing else []
    return f" of the paper's list ({'; '.join([*told, *([f'but {more}'] if more else [])])})"


def _changed(arrangement: str, when: object, members: set[str]) -> str:
    now = set(belonging(arrangement, as_of()))
    return (
        f", without {', '.join(sorted(members - now))} and with {', '.join(sorted(now - members))}"
    )


def _told(lines: Sequence[Line], beside: Sequence[str]) -> str:
    if not beside:
        return ""
    line = lines[-1]
    last = line.last
    before = [year for year in line.values.index if year < 2009]
    told = [f"{line.values[before[-1]]:.0f} in {before[-1]}"] if before else []
    if last.year != lines[0].last.year:  # else it is what has just been said
        told.append(f"{last.value:.0f} in {last.year}")
    return f"; it announced {' and '.join(told)}"


def _again(lines: Sequence[Line], year: int) -> str:
    return f"; another list has {lines[-1].at(year).value:.0f} for {year} as well"


def _since(arrangement: str, code: str) -> str:
    """In which years an economy belonged, as its rows say it."""
    table = records.rows(arrangement).query("economy == @code").sort_values("begins")
    name = economies.name(code)
    told = []
    for row in table.to_dict("records"):
        until = f" to {row['to'][:4]}" if row["to"] else ""
        told.append(f"{row['status']} from {row['from'][:4]}{until}")
    unsure = (table["confidence"] == "unverified").any()
    noted = [note for note in table["note"] if note.startswith("Correlates of War")]
    more = f" ({noted[0]})" if noted else ""
    return f"{name}: {', '.join(told)}{', days from memory' if unsure else ''}{more}"


def _by_year(arrangement: str, year: int) -> set[str]:
    """Those of whose first day only this year is known."""
    table = records.rows(arrangement)
    return set(table.loc[table["from"] == str(year), "economy"])
