"""Checks of the claims in Overbeek (2002) on the world's rules: its treaties and organisations.

Members and parties are counted from the spells of :mod:`migov.governance`; what a row that nobody
verified adds is said in the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from migov.claims.arrangements import (
    announced,
    as_of,
    belonging,
    count,
    counted,
    day,
    doubts,
    said_by,
    sources,
    year_ends,
)
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.verdicts import judge_relation
from migov.economies import spells
from migov.governance import free_movement, records


def informal_processes(claim: Claim, binding: Sequence[str], first: int) -> Finding:
    """O002: processes that were running, against universal treaties."""
    names = [name for name in claim.arrangements if name not in binding]
    processes = _running("Consultative processes running", names, claim)
    treaties = _running("Universal treaties opened", binding, claim)
    before, then, now = (
        (processes.at(year).value, treaties.at(year).value)
        for year in (first, claim.year, processes.last.year)
    )
    verdict = judge_relation(
        then[0] / before[0] > then[1] / before[1], now[0] / then[0] > now[1] / then[1]
    )
    sure = [name for name in names if records.record(name)["confidence"] != "unverified"]
    verified = _running("Of these processes, with verified years", sure, claim)
    reason = (
        f"From {first} to {claim.year} informal processes in migov's list went from "
        f"{before[0]:.0f} to {then[0]:.0f} and universal treaties from {before[1]:.0f} to "
        f"{then[1]:.0f}; now they are {now[0]:.0f} and {now[1]:.0f}. The list is no sample, and "
        "the years of most are not verified: by those alone that are, it was "
        f"{verified.at(first).value:.0f}, {verified.at(claim.year).value:.0f} and now "
        f"{verified.last.value:.0f}, so that the growth since {claim.year} rests on the others."
    )
    return finding(claim, verdict, reason, [processes, treaties, verified])


def trade_without_labour(claim: Claim) -> Finding:
    """O004: members of the WTO that are not parties to the convention on migrant workers."""
    days = year_ends("WTO")
    trade = {year: set(belonging("WTO", when)) for year, when in days.items()}
    labour = {year: set(belonging("ICRMW", when)) for year, when in days.items()}
    outside = Line(
        "Members of the WTO that are not parties to the ICRMW", sources("WTO", "ICRMW"), "",
        as_of().isoformat(), claim.population, claim.unit,
        pd.Series({
            year: 100 * len(trade[year] - labour[year]) / len(trade[year]) for year in days
        }),
    )  # fmt: skip
    then, now = outside.at(claim.year), outside.last
    verdict = judge_relation(then.value > 50, now.value > 50)
    both = [len(trade[year] & labour[year]) for year in (then.year, now.year)]
    reason = (
        f"Of {len(trade[then.year])} members of the WTO at the end of {then.year}, {both[0]} were "
        f"parties to the convention on migrant workers, and of {len(trade[now.year])} now "
        f"{both[1]} are. It protects who has moved and opens no border, so that staying away shows "
        "unwillingness and joining shows little."
    )
    lines = [outside, count("ICRMW", "parties"), count("WTO", "members")]
    return finding(claim, verdict, reason, lines)


def socialist_states(claim: Claim, states: Sequence[str]) -> Finding:
    """O029: formerly socialist states in the WTO and in the IMF."""
    trade = count("WTO", claim.unit, "Formerly socialist members of the WTO", among=states)
    money = count("IMF", claim.unit, "Formerly socialist members of the IMF", among=states)
    there = {
        year: len(belonging("UN", year if year < as_of().year else None, among=states))
        for year in (claim.year, trade.last.year)
    }
    then, now = trade.at(claim.year), trade.last
    verdict = judge_relation(2 * then.value > there[then.year], 2 * now.value > there[now.year])
    reason = (
        f"Of the {there[then.year]} formerly socialist states in the United Nations "
        f"{then.value:.0f} were in the WTO at the end of {then.year} and "
        f"{money.at(then.year).value:.0f} in the International Monetary Fund, which had "
        f"{money.at(1988).value:.0f} of them in 1988. Now {now.value:.0f} of {there[now.year]} are "
        "in the WTO; Yugoslavia, Czechoslovakia and the Soviet Union are not counted."
    )
    return finding(claim, verdict, reason, [trade, money])


def hardly_regulated(claim: Claim) -> Finding:
    """O055: the most ratifications that there can have been, over members of the IMF."""
    known, told = _convention_97()
    fund = count("IMF", "members", "Members of the International Monetary Fund")
    most = told.last
    ceiling = Line(
        "Most that can have ratified Convention 97 ÷ members of the IMF",
        f"{told.source}; {fund.source}", "", fund.version, claim.population, claim.unit,
        100 * most.value / fund.values,
    )  # fmt: skip
    then, now = ceiling.at(claim.year), ceiling.last
    verdict = judge_relation(then.value < 50, now.value < 50)
    reason = (
        f"Even all {most.value:.0f} ratifications of {most.year}, as if there in {then.year}, "
        f"would be {then.value:.0f} per cent of the {fund.at(then.year).value:.0f} members of the "
        f"Fund then, and {now.value:.0f} per cent in {now.year}; the "
        f"{known.at(then.year).value:.0f} known of states from A to K are a part. Of the General "
        "Agreement on Tariffs and Trade, and of Convention 143, no list is held."
    )
    return finding(claim, verdict, reason, [ceiling, known, told, fund])


def weak_regime(claim: Claim) -> Finding:
    """O056: members of the IOM against those of the IMF and the WTO."""
    listed, told = count("IOM", claim.unit), announced("IOM", "members", claim.unit)
    later = told.values[told.values.index > listed.last.year]
    office = Line(
        f"Members of the IOM, by its own count after {listed.last.year}",
        f"{listed.source}; {told.source}", "", told.version, claim.population, claim.unit,
        pd.concat([listed.values, later]),
    )  # fmt: skip
    others = {name: count(name, claim.unit) for name in ("WTO", "IMF", "ILO")}
    then, now = office.at(claim.year), office.last
    trade, fund, _ = (others[name].at(then.year).value for name in others)
    newest = len(belonging("WTO", now.year)), others["IMF"].last
    bound = len(belonging("ICRMW", now.year))
    verdict = judge_relation(
        then.value < min(trade, fund), now.value < min(newest[0], newest[1].value)
    )
    reason = (
        f"The IOM had {then.value:.0f} members in {then.year}, the WTO {trade:.0f} and the Fund "
        f"{fund:.0f}; by its own count of {now.year} the IOM has {now.value:.0f}, more than the "
        f"WTO with {newest[0]}. Members are not strength: the rules on migrant workers bind "
        f"{bound} states and those on trade every member of the WTO, so that by what binds the "
        "claim still holds."
    )
    return finding(claim, verdict, reason, [office, *others.values()])


def movement_encoded(claim: Claim) -> Finding:
    """O068: rights of movement in NAFTA or its successor, and in the EEA; whom the GATS binds."""
    bound = count("GATS", claim.unit, "States and customs territories bound by the GATS")

    def granted(year: int | None) -> bool:
        business, work = (
            free_movement(*pair, year, right=right, status="in force")["arrangement"]
            for pair, right in ((("MEX", "USA"), "business entry"), (("NOR", "DEU"), "work"))
        )
        return bool({"NAFTA", "USMCA"} & set(business)) and "EEA" in set(work)

    then, now = bound.at(claim.year), bound.last
    verdict = judge_relation(
        granted(claim.year) and then.value > 0, granted(None) and now.value > 0
    )
    items = {name: counted(f"entry-items-{name}") for name in ("nafta", "eea")}
    unsure = doubts("EEA", claim.year)
    reason = (
        f"In {then.year} GATS bound {then.value:.0f} members of the WTO, and DESTA codes "
        f"{items['nafta'].at(then.year).value:.0f} of its nine clauses on entry in NAFTA and "
        f"{items['eea'].at(then.year).value:.0f} in the EEA, of {len(belonging('EEA', then.year))} "
        f"states (rows of {', '.join(unsure)} unverified). Now GATS binds {now.value:.0f}; the "
        "treaty of 2020 that took NAFTA's place is not coded."
    )
    return finding(claim, verdict, reason, [bound, *items.values()])


def refugee_regime(claim: Claim) -> Finding:
    """O102: parties to the convention, the protocol or both."""
    lines = [count(name, claim.unit) for name in ("CSR51", "CSR67")]
    days = year_ends("CSR51")
    either = Line(
        "Parties to the convention or the protocol", sources("CSR51", "CSR67"), "",
        lines[0].version, claim.population, claim.unit,
        pd.Series({
            year: len({*belonging("CSR51", when), *belonging("CSR67", when)})
            for year, when in days.items()
        }),
    )  # fmt: skip
    then, now = either.at(claim.year), either.last
    world = {year: len(belonging("UN", year)) for year in (then.year, now.year)}
    verdict = judge_relation(2 * then.value > world[then.year], 2 * now.value > world[now.year])
    both = [line.at(then.year).value for line in lines]
    late = sorted(set(belonging("CSR51")) - set(belonging("CSR51", days[now.year])))
    reason = (
        f"At the end of {then.year} {then.value:.0f} states were parties, {both[0]:.0f} to the "
        f"convention and {both[1]:.0f} to the protocol, beside {world[then.year]} members of the "
        f"United Nations by the list held. By the list of {days[now.year]:%B %Y} it is "
        f"{now.value:.0f}; who is known to have joined since is {', '.join(late)}."
    )
    return finding(claim, verdict, reason, [either, *lines])


def ilo_conventions(claim: Claim) -> Finding:
    """O105: ratifications known of Convention 97, and the total that the ILO gives."""
    known, told = _convention_97()
    began = day("C97", "in_force")
    then, now = known.at(claim.year), known.last
    ready = spells.first(began).year <= claim.year
    verdict = judge_relation(ready and then.value > 0, ready and now.value > 0)
    members = len(belonging("ILO", claim.year))
    reason = (
        f"Convention 97 has been in force since {spells.first(began).year}; of states from A to K, "
        f"the part of the list that was read, {then.value:.0f} had ratified it by {then.year}, of "
        f"{members} members of the ILO. In {told.last.year} there were {told.last.value:.0f} "
        "ratifications in all; of Convention 143 no list is held."
    )
    return finding(claim, verdict, reason, [known, told])


def _convention_97() -> tuple[Line, Line]:
    """The ratifications known by year, to the year of the total, and that total."""
    known = count("C97", "parties", "Convention 97, ratifications known (A to K)")
    told = announced("C97", "parties", "parties", "Convention 97, all ratifications")
    year = told.last.year
    return replace(known, values=known.values.loc[:year], version=told.version), told


def _running(label: str, names: Iterable[str], claim: Claim) -> Line:
    """How many arrangements had been founded and had not ended, by year."""
    spans = [
        (spells.first(day(name, "founded")).year, records.record(name)["ended"]) for name in names
    ]
    last = as_of()
    values = {
        year: sum(
            begun <= year and not (ended and spells.last(ended).year < year)
            for begun, ended in spans
        )
        for year in range(min(begun for begun, _ in spans), last.year + 1)
    }
    return Line(
        label, said_by(records.record(name)["evidence"] for name in names), "", last.isoformat(),
        claim.population, claim.unit, pd.Series(values),
    )  # fmt: skip
