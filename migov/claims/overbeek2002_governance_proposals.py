"""Checks of the claims in Overbeek (2002) on what a regime for migration could rest on.

Members and parties are counted from the spells of :mod:`migov.governance`; rules on citizenship
from GLOBALCIT, which is not embedded (``counted.toml``).
"""

from __future__ import annotations

import pandas as pd

from migov.claims.arrangements import (
    as_of,
    belonging,
    count,
    counted,
    day,
    sources,
    year_ends,
)
from migov.claims.evidence import Line, finding
from migov.claims.model import Claim, Finding
from migov.claims.sums import share
from migov.claims.verdicts import judge_relation
from migov.economies import spells


def no_convention(claim: Claim) -> Finding:
    """O123: parties to the convention on migrant workers over members of the United Nations."""
    days = year_ends("ICRMW")
    part = Line(
        "Members of the United Nations that are parties to the ICRMW", sources("ICRMW", "UN"), "",
        as_of().isoformat(), claim.population, claim.unit,
        pd.Series({
            year: 100 * len(belonging("ICRMW", when)) / len(belonging("UN", when))
            for year, when in days.items()
        }),
    )  # fmt: skip
    then, now = part.at(claim.year), part.last
    verdict = judge_relation(then.value < 50, now.value < 50)
    parties = count("ICRMW", "parties")
    reason = (
        f"The convention on migrant workers had {parties.at(then.year).value:.0f} parties at the "
        f"end of {then.year}, {then.value:.0f} per cent of the United Nations' members, and has "
        f"{parties.last.value:.0f} now, {now.value:.0f} per cent. The compact of "
        f"{day('GCM', 'founded')[:4]}, for which {len(belonging('GCM'))} states voted, binds "
        "nobody."
    )
    return finding(claim, verdict, reason, [part, parties])


def calls_for_a_regime(claim: Claim) -> Finding:
    """O124: proposals by the year in which they were made, added up."""
    years = sorted(spells.first(day(name, "founded")).year for name in claim.arrangements)
    values = {year: sum(made <= year for made in years) for year in range(1981, years[-1] + 1)}
    made = Line(
        "Proposals made, added up", "Geddes (2018), who lists them", "", str(years[-1]),
        claim.population, claim.unit, pd.Series(values),
    )  # fmt: skip
    then, now = made.at(claim.year), made.last
    before = made.at(claim.year - 10).value
    more = then.value - before > before - made.at(claim.year - 20).value
    verdict = judge_relation(more, more and now.value >= then.value)
    reason = (
        f"Of the {now.value:.0f} proposals that the other paper lists, "
        f"{then.value - before:.0f} were made in the ten years to {then.year} and {before:.0f} "
        f"earlier; {now.value - then.value:.0f} followed by {now.year}. The list is one author's, "
        "and who wrote later remembers late proposals better."
    )
    return finding(claim, verdict, reason, [made])


def widest(claim: Claim) -> Finding:
    """O122: members of the United Nations against those of the IMF and the WTO."""
    world, fund, trade = (count(name, claim.unit) for name in ("UN", "IMF", "WTO"))
    then, now = world.at(claim.year), world.last
    before = fund.at(then.year).value, trade.at(then.year).value
    verdict = judge_relation(
        then.value > max(before), now.value > max(fund.last.value, trade.last.value)
    )
    reason = (
        f"At the end of {then.year} the United Nations had {then.value:.0f} members by the list "
        f"held, the Fund {before[0]:.0f} and the WTO {before[1]:.0f}; now it has {now.value:.0f}, "
        f"the Fund {fund.last.value:.0f} ({fund.last.year}) and the WTO {trade.last.value:.0f}. "
        "The WTO counts customs territories and the European Union as well as states."
    )
    return finding(claim, verdict, reason, [world, fund, trade])


def dual_citizenship(claim: Claim) -> Finding:
    """O104: states in which another citizenship may cost the own one."""
    coded, lost = counted("citizenship-coded"), counted("citizenship-lost")
    part = Line(
        "States where another citizenship may cost the own one", coded.source, "", coded.version,
        claim.population, claim.unit, share(lost.values, coded.values),
    )  # fmt: skip
    then, now = part.at(claim.year), part.last
    verdict = judge_relation(then.value >= 50, now.value >= 50)
    known = [coded.at(year).value for year in (then.year, now.year)]
    world = len(belonging("UN", then.year))
    reason = (
        "Who took another citizenship lost the own one, or might lose it, in "
        f"{lost.at(then.year).value:.0f} of {known[0]:.0f} states coded in {then.year}, "
        f"{then.value:.1f} per cent, and in {lost.at(now.year).value:.0f} of {known[1]:.0f} in "
        f"{now.year}, {now.value:.1f} per cent. That is nearly every state, with {world} in the "
        f"United Nations in {then.year}, while in 1960 {coded.at(1960).value:.0f} were coded."
    )
    return finding(claim, verdict, reason, [part, coded, lost])
