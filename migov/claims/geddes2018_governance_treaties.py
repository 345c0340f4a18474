"""Checks of the claims in Geddes (2018) on treaties: who is a party, who signed, who sends.

A party counts from its deposit, and years are counted at their last day; where several treaties
are compared, only as far as all their lists reach.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pandas as pd

from migov import economies
from migov.claims.agreements import in_words, parties_on, reach
from migov.claims.arrangements import as_of, belonging, count, day, said_by
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.seconds import bound, other_list
from migov.claims.single import everything
from migov.claims.stocks import by_economy, embedded
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.economies import spells
from migov.governance import ratifications, signatories
from migov.registry import find

_MIDDLE = "06-30"  # the paper speaks of mid-2008


def rare(claim: Claim, others: Sequence[str]) -> Finding:
    """G002: parties to the convention on migrant workers against other core treaties."""
    own = count("ICRMW", "parties")
    every = pd.DataFrame({key: count(key, "parties").values for key in others})
    median = every.median(axis=1)
    line = Line(
        "Parties to the convention on migrant workers ÷ median of other core treaties",
        said_by(["untc-icrmw", "un-hr"]), "", own.version, claim.population, claim.unit,
        share(own.values, median),
    )  # fmt: skip
    beside = Line(
        "Median number of parties to other core treaties", said_by(["un-hr"]), "", own.version,
        claim.population, "parties", median.loc[own.values.index.min():],
    )  # fmt: skip
    then, now = line.at(claim.year), line.last
    assert claim.stated is not None
    verdict = judge_relation(then.value < claim.stated, now.value < claim.stated)
    reason = (
        f"The convention had {own.at(claim.year).value:.0f} parties in {claim.year} and has "
        f"{own.last.value:.0f}; the median of {len(others)} other core treaties is "
        f"{beside.at(claim.year).value:.0f} and {beside.last.value:.0f}. Treaties are one form of "
        "cooperation only, and other migrants' instruments have more parties."
    )
    return finding(claim, verdict, reason, [line, own, beside])


def law(claim: Claim, much: Sequence[str], little: str, beside: str, times: float) -> Finding:
    """G004: parties to treaties on refugees and smuggling against those on migrant workers."""
    lines = {key: count(key, "parties") for key in (*much, little)}
    every = pd.DataFrame({key: lines[key].values for key in much})
    until = reach([*much, little])
    fewest = every.min(axis=1).loc[:until]
    ratio = (fewest / lines[little].values).dropna().loc[2003:]
    line = Line(
        "Fewest parties on refugees, trafficking or smuggling ÷ on migrant workers",
        said_by(["untc-2015", "untc-icrmw"]), "", str(until), claim.population, claim.unit, ratio,
    )  # fmt: skip
    total = _total(beside)
    then, now = line.at(claim.year), line.last
    held = [value > times and fewest[year] > total[1]
            for year, value in ((claim.year, then.value), (now.year, now.value))]  # fmt: skip
    told = ", ".join(f"{key} {every.loc[claim.year, key]:.0f}" for key in much)
    reason = (
        f"Parties at the end of {claim.year}: {told}, but ICRMW "
        f"{lines[little].at(claim.year).value:.0f}; the ILO's convention on migration for "
        f"employment has {total[1]} in {total[0]}. The lists on trafficking and smuggling reach "
        f"{until}, and the ILO's second convention on migrants is in no list held here."
    )
    return finding(claim, judge_relation(*held), reason, [line, *lines.values()])


def receivers(claim: Claim, control: str, rights: str) -> Finding:
    """G005: who joins a treaty on control and who one on rights, by net migration."""
    until = reach([control, rights])
    values: dict[str, dict[int, float]] = {}
    for year in range(2003, until + 1):
        net = _net(year)
        states = set(belonging("UN", year)) & set(net.index)
        groups = {"gain": {code for code in states if net[code] > 0}}
        groups["lose"] = states - groups["gain"]
        for side, group in groups.items():
            for key in (control, rights):
                joined = parties_on(key, year) & group
                values.setdefault(f"{side} {key}", {})[year] = 100 * len(joined) / len(group)
    table = pd.DataFrame(values)
    gap = {
        side: table[f"{side} {control}"] - table[f"{side} {rights}"] for side in ("gain", "lose")
    }
    source = f"{said_by(['untc-2015', 'untc-icrmw'])}; {_UN}", "net_migration_wpp", _version()
    lines = [
        Line(f"Parties to {key}, {words}", *source, people, claim.unit,
             table[f"{side} {key}"])
        for side, words, people in (("gain", "economies that gain by migration", "Receivers"),
                                    ("lose", "economies that lose by migration", "Senders"))
        for key in (control, rights)
    ]  # fmt: skip
    gaps = [
        Line(f"Gap between the two treaties, {people.casefold()}", *source, people, claim.unit,
             gap[side])
        for side, people in (("gain", "Receivers"), ("lose", "Senders"))
    ]  # fmt: skip
    held = [
        bool(gap["gain"][year] > 0 and gap["gain"][year] > gap["lose"][year])
        for year in (claim.year, until)
    ]
    at = table.loc[claim.year]
    reason = (
        f"In {claim.year} {at[f'gain {control}']:.0f} per cent of the states that gained by "
        f"migration were in the protocol against smuggling and {at[f'gain {rights}']:.0f} in the "
        f"convention on migrant workers; of those that lost it was {at[f'lose {control}']:.0f} and "
        f"{at[f'lose {rights}']:.0f}. In {until}, the last year of the lists, the gaps are "
        f"{gap['gain'][until]:.0f} and {gap['lose'][until]:.0f} points; a treaty's parties are one "
        "measure of whose interest it serves."
    )
    return finding(claim, judge_relation(*held), reason, [*gaps, *lines])


def signed(claim: Claim) -> Finding:
    """G026: parties and signatories to the convention on migrant workers in mid-2008."""
    parties = _middle("Parties on 30 June", ["party"], claim)
    only = _middle("Only signed, on 30 June", ["signatory"], claim)
    found = parties.at(claim.year)
    when = f"{claim.year}-{_MIDDLE}"
    ever = len(signatories("ICRMW", when, also_parties=True))
    waiting = only.at(claim.year).value
    reason = (
        f"On {in_words(when)} {found.value:.0f} states were parties; a further {waiting:.0f} had "
        f"only signed, so that {found.value + waiting:.0f} took part and {ever} had signed at "
        f"any time. The paper's number is that of parties, of which there are "
        f"{parties.last.value:.0f} by {parties.last.year}."
    )
    return finding(claim, claim.judge(found.value, False), reason, [parties, only])


def senders(claim: Claim, stock_year: int, largest: int) -> Finding:
    """G027: parties to the convention on migrant workers that lose by migration."""
    values, gain = {}, {}
    for year in range(2003, as_of().year + 1):
        net = _net(min(year, _newest() + 1))
        parties = parties_on("ICRMW", f"{year}-{_MIDDLE}" if year < as_of().year else as_of())
        gain[year] = sorted(code for code in parties if net[code] > 0)
        values[year] = 100 * (1 - len(gain[year]) / len(parties))
    line = Line(
        "Parties that lose people by migration", f"{said_by(['untc-icrmw'])}; {_UN}",
        "net_migration_wpp", _version(), claim.population, claim.unit, pd.Series(values),
    )  # fmt: skip
    stock = everything("migrant_stock_total_undesa")
    stock = stock[stock["year"] == stock_year]
    known = set(economies.table().query("status == 'current'")["economy"])
    stock = stock[stock["economy"].isin(known)]
    top = stock.nlargest(largest, "value")["economy"].tolist()
    then, now = line.at(claim.year), line.last
    parties = parties_on("ICRMW", f"{claim.year}-{_MIDDLE}")
    point = not set(top) & parties
    older = _older_senders(claim)
    said = [round((100 - each.at(claim.year).value) * len(parties) / 100) for each in older]
    reason = (
        f"Of {len(parties)} parties {len(gain[claim.year])} gained people by migration from "
        f"{claim.year - 10} to {claim.year - 1} ({', '.join(gain[claim.year])}), or "
        f"{min(said)} to {max(said)} by older estimates of 2000–2010, some by refugees or returns. "
        f"Not one of the {largest} economies with most migrants in {stock_year} was among them; in "
        f"{now.year} {len(gain[now.year])} of {len(parties_on('ICRMW', as_of()))} gained."
    )
    if not point:
        reason = reason.replace("Not one of", f"{', '.join(sorted(set(top) & parties))} of")
    return finding(claim, claim.judge(then.value, point), reason, [line, *older])


def declaration(claim: Claim) -> Finding:
    """G028: states that the convention on migrant workers binds."""
    table = pd.DataFrame([
        (row["economy"], row["entry_into_force"] or row["deposit"])
        for row in ratifications("ICRMW").to_dict("records") if row["deposit"]
    ], columns=["economy", "from"])  # fmt: skip
    begins = table["from"].map(spells.first)
    values = {
        year: float((begins <= datetime.date(year, 6, 30)).sum())
        for year in range(2003, as_of().year)
    }
    line = Line(
        "States bound on 30 June", said_by(["untc-icrmw"]), "", as_of().isoformat(),
        claim.population, claim.unit, pd.Series(values),
    )  # fmt: skip
    older = other_list(
        line,
        {year: len(bound("ICRMW", _OLDER, datetime.date(year, 6, 30))) for year in _OLDER_YEARS},
        [_OLDER], "States bound on 30 June, by an older copy", "2015-03",
    )  # fmt: skip
    found = line.at(claim.year).value
    reason = (
        f"It is a convention, adopted on {in_words(day('ICRMW', 'founded'))} and in force from "
        f"{in_words(day('ICRMW', 'in_force'))}. On 30 June {claim.year} it bound {found:.0f} "
        f"states, and {older.at(claim.year).value:.0f} by an older copy of its keeper's list."
    )
    return finding(claim, claim.judge(found, False), reason, [line, older])


_FIVE = "net_migration_five_years"
# A sum of five years stands under the middle one: 2002 and 2007 are those of 2000 to 2010.
_FIVE_YEARS = {2008: (2002, 2007), 2013: (2007, 2012)}
_OLDER = "untc-icrmw-2014"
_OLDER_YEARS = range(2003, 2015)  # to the last 30 June before the copy's latest entry
_UN = "United Nations, Department of Economic and Social Affairs, Population Division"


def _net(year: int) -> pd.Series:
    """Net migration over the ten years before a year, by economy."""
    return by_economy("net_migration_wpp").loc[:, year - 10 : year - 1].sum(axis=1)


def _older_senders(claim: Claim) -> list[Line]:
    """The share of senders by sums of five years, in each vintage of the World Bank's."""
    record = find(_FIVE)
    lines = []
    for version in embedded(_FIVE):
        table = by_economy(_FIVE, version)
        values = {}
        for year, spans in _FIVE_YEARS.items():
            parties = parties_on("ICRMW", f"{year}-{_MIDDLE}")
            net = table.loc[sorted(parties), list(spans)].sum(axis=1)
            values[year] = 100 * float((net <= 0).mean())
        lines.append(
            Line(
                "Parties that lose people by migration, by sums of five years",
                f"{said_by(['untc-icrmw'])}; {record.publisher.name}", _FIVE, version,
                claim.population, claim.unit, pd.Series(values), version == record.pinned,
                second=True,
            )
        )  # fmt: skip
    return lines


def _newest() -> int:
    return int(by_economy("net_migration_wpp").columns.max())


def _version() -> str:
    return find("net_migration_wpp").pinned


def _middle(label: str, status: list[str], claim: Claim) -> Line:
    values = {}
    for year in range(1991, as_of().year + 1):
        when = datetime.date(year, 6, 30) if year < as_of().year else as_of()
        values[year] = float(len(belonging("ICRMW", when, status)))
    return Line(
        label, said_by(["untc-icrmw"]), "", as_of().isoformat(), claim.population, claim.unit,
        pd.Series(values),
    )  # fmt: skip


def _total(key: str) -> tuple[int, int]:
    """The last total of parties that the keeper of a treaty gives: year and number."""
    from migov.claims.arrangements import announced

    last = announced(key, "parties", "parties").last
    return last.year, int(last.value)
