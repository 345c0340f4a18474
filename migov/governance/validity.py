"""Whether the tables of governance hold together: spells, parties, states and codes.

Each rule is a function that yields what breaks it.  What is right although it breaks a rule stands
with its reason in ``explained.csv``; a reason that nothing needs any more is a finding itself.
Nothing is repaired.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pandas as pd

from migov import economies
from migov.economies import spells
from migov.economies.spelling import fold
from migov.economies.tables import read_table
from migov.governance import records, remarks
from migov.governance.movement import EFFECTS, RIGHTS

Finding = tuple[str, str, str, str]
_NEEDS_SIGNATURE = ("ratification", "acceptance", "approval")
_ANY = "*"
_WITH_STATUS = ("memberships", "other_lists", "bodies")
_SAYS = ("grants", "as others", "one way", "aims", "none")  # of a clause, in clauses.csv


def check() -> pd.DataFrame:
    """What in ``datasets/governance`` does not hold together.

    Returns
    -------
    pandas.DataFrame
        One row a finding: `finding` (the rule), `arrangement`, `economy`, `detail`, and `reason`
        (why it is right nevertheless; empty if nobody has explained it).

    Examples
    --------
    >>> found = check()
    >>> found[found["reason"] == ""].empty
    True
    """
    found = sorted(set(_every_finding()))
    known = read_table("governance/explained.csv").to_dict("records")
    used: set[int] = set()
    rows = []
    for rule, arrangement, economy, detail in found:
        reason = ""
        for at, row in enumerate(known):
            if (
                row["finding"] == rule
                and row["arrangement"] in (_ANY, arrangement)
                and economy in (row["economy"].split(";") if row["economy"] != _ANY else [economy])
            ):
                reason = row["reason"]
                used.add(at)
        rows.append((rule, arrangement, economy, detail, reason))
    for at, row in enumerate(known):
        if at not in used:
            rows.append(("explanation without a finding", row["arrangement"], row["economy"],
                         row["reason"], ""))  # fmt: skip
    table = pd.DataFrame(rows, columns=["finding", "arrangement", "economy", "detail", "reason"])
    return remarks.documented(table, "Check of migov's tables of governance")


def _every_finding() -> Iterator[Finding]:
    bad = [*_codes(), *_dates(), *_deals(), *_rights()]
    yield from bad
    if any(rule in ("unknown arrangement", "no date") for rule, *_ in bad):
        return  # what follows looks them up
    yield from _spells()
    yield from _states()
    yield from _regions()
    yield from _treaties()
    yield from _names()


def _codes() -> Iterator[Finding]:
    known = set(economies.table()["economy"]) | {"EUU"}
    arrangements = set(records.listed()["arrangement"])
    evidence = set(read_table("governance/evidence.csv")["evidence"])
    for name in (
        "memberships", "treaties", "rights", "counts", "disagreements", "arrangements", "dates",
        "modes", "other_lists", "other_rights", "bodies",
    ):  # fmt: skip
        for row in read_table(f"governance/{name}.csv").to_dict("records"):
            key, code = row["arrangement"], row.get("economy", row.get("body", ""))
            if key not in arrangements:
                yield "unknown arrangement", key, code, f"{name}.csv"
            if name in ("memberships", "treaties", "other_lists") and code not in known:
                yield "unknown economy", key, code, f"{name}.csv"
            for each in row.get("evidence", "").split(";"):
                if "evidence" in row and each not in evidence:
                    yield "unknown evidence", key, code, f"{each!r} in {name}.csv"
            if row.get("confidence", "data") not in records.CONFIDENCE:
                yield "unknown confidence", key, code, f"{row['confidence']!r} in {name}.csv"
            if name in _WITH_STATUS and row["status"] not in records.STATUSES:
                yield "unknown status", key, code, row["status"]
            if name == "bodies" and not (code and row["name"]):
                yield "body without a name", key, code, row["name"]
            for column in ("includes", "predecessor"):
                if row.get(column) and row[column] not in arrangements:
                    yield "unknown arrangement", key, "", f"{column} {row[column]!r}"


def _dates() -> Iterator[Finding]:
    for name, columns in (
        ("memberships", ("from", "to", "seen")),
        ("treaties", ("signature", "deposit", "entry_into_force", "withdrawal")),
        ("arrangements", ("founded", "in_force", "ended", "known_from", "known_until")),
        ("rights", ("from", "to")),
        ("other_rights", ("from", "to")),
        ("counts", ("date",)),
        ("dates", ("date",)),
        ("other_lists", ("from", "to", "seen", "entry_into_force")),
        ("bodies", ("seen",)),
    ):
        for row in read_table(f"governance/{name}.csv").to_dict("records"):
            for column in columns:
                try:
                    if row[column]:
                        spells.last(row[column])
                except ValueError:
                    detail = f"{column} {row[column]!r} in {name}.csv"
                    code = row.get("economy", row.get("body", ""))
                    yield "no date", row["arrangement"], code, detail


def _rights() -> Iterator[Finding]:
    """Rights to move: what they are, and between whom if that is said."""
    known = set(economies.table()["economy"])
    for row in read_table("governance/rights.csv").to_dict("records"):
        key, sides = row["arrangement"], (row["origins"], row["destinations"])
        for code in filter(None, ";".join(sides).split(";")):
            if code not in known:
                yield "unknown economy", key, code, "rights.csv"
        if row["right"] not in RIGHTS or row["effect"] not in EFFECTS:
            yield "unknown right", key, "", f"{row['effect']} {row['right']}"
        if row["effect"] == "suspends" and not row["to"]:
            yield "suspended without an end", key, "", f"{row['right']} from {row['from']}"
        if row["effect"] == "may grant" and not all(sides):
            yield "right without the two sides", key, "", row["right"]


def _deals() -> Iterator[Finding]:
    """Agreements that are no arrangement here: their partners, days and sources."""
    known = set(economies.table()["economy"])
    evidence = set(read_table("governance/evidence.csv")["evidence"])
    for name, partners, dates in (
        ("clauses", ("partner",), ("signed",)),
        ("deals", ("one", "other"), ("signed", "in_force", "ended", "seen")),
    ):
        for row in read_table(f"governance/{name}.csv").to_dict("records"):
            codes = [row[each] for each in partners]
            said = f"{name}.csv"
            for code in codes:
                if code not in known:
                    yield "unknown economy", "", code, said
            if row["evidence"] not in evidence:
                yield "unknown evidence", "", codes[0], f"{row['evidence']!r} in {said}"
            if row.get("says", "none") not in _SAYS:
                yield "unknown answer", "", codes[0], f"{row['says']!r} in {said}"
            if row.get("confidence", "data") not in records.CONFIDENCE:
                yield "unknown confidence", "", codes[0], f"{row['confidence']!r} in {said}"
            for column in dates:
                try:
                    if row[column]:
                        spells.last(row[column])
                except ValueError:
                    yield "no date", "", codes[0], f"{column} {row[column]!r} in {said}"


def _spells() -> Iterator[Finding]:
    table = records.every()
    for row in table.to_dict("records"):
        key, code = row["arrangement"], row["economy"]
        about = records.record(key)
        if row["ends"] < row["begins"] and row["begins"] != datetime.date.max:
            yield "ends before it begins", key, code, f"{row['from']} to {row['to']}"
        founded = min(filter(None, (about["founded"], about["in_force"])), default="")
        if founded and row["begins"] < spells.first(founded) and row["from"][:4] != founded[:4]:
            yield "before the founding", key, code, f"{row['from']}, founded {founded}"
        ended = about["ended"]
        if ended and row["ends"] == datetime.date.max:
            yield "lasts after the end", key, code, f"from {row['from']}, ended {ended}"
        if ended and row["begins"] > spells.last(ended):
            yield "after the end", key, code, f"{row['from']}, ended {ended}"
    spans: dict[tuple[str, str], list[tuple[datetime.date, datetime.date, str]]] = {}
    for row in table.sort_values("begins").to_dict("records"):
        place = row["arrangement"], row["economy"]
        spans.setdefault(place, []).append((row["begins"], row["ends"], row["status"]))
    for (key, code), mine in spans.items():
        yield from _crossing(key, code, mine)


def _crossing(
    key: str, code: str, spans: list[tuple[datetime.date, datetime.date, str]]
) -> Iterator[Finding]:
    """Spells of one economy in one arrangement, by their first day, that lie over each other."""
    for at, (begin, end, status) in enumerate(spans):
        for other_begin, _, other in spans[at + 1 :]:
            if other_begin > end:
                continue
            both = status in spells.BELONGS and other in spells.BELONGS
            if status == other or both:
                yield "overlapping spells", key, code, f"{other} from {other_begin}"
            elif (status in spells.BELONGS) != (other in spells.BELONGS):
                yield "two statuses at once", key, code, f"{status} {begin}, {other} {other_begin}"


def _states() -> Iterator[Finding]:
    known = economies.table().set_index("economy")
    for row in records.every().to_dict("records"):
        key, code = row["arrangement"], row["economy"]
        if code not in known.index or row["begins"] == datetime.date.max:
            continue
        first, last = known.loc[code, "first_year"], known.loc[code, "last_year"]
        if not pd.isna(first) and row["begins"].year < first:
            yield "no such state then", key, code, f"from {row['from']}, a state from {first}"
        if not pd.isna(last) and row["ends"].year > last:
            until = row["to"] or "now"
            yield "no such state then", key, code, f"to {until}, a state to {last}"


def _regions() -> Iterator[Finding]:
    """Members of a regional body who are the only ones that ever came from their continent."""
    continents = economies.table().set_index("economy")["region"].to_dict()
    regional = {row["arrangement"] for row in records.listed().to_dict("records")
                if row["level"] == "regional"}  # fmt: skip
    table = records.of_status(records.every(), None)
    table = table[table["arrangement"].isin(regional)].drop_duplicates(["arrangement", "economy"])
    table = table.assign(continent=table["economy"].map(continents).fillna(""))
    for (key, continent), mine in table[table["continent"] != ""].groupby(
        ["arrangement", "continent"]
    ):
        others = int((table["arrangement"] == key).sum()) - len(mine)
        if len(mine) == 1 and others > 2:
            said = f"alone from {continent}, beside {others} others"
            yield "member from another continent", key, mine["economy"].item(), said


def _treaties() -> Iterator[Finding]:
    for row in read_table("governance/treaties.csv").to_dict("records"):
        key, code = row["arrangement"], row["economy"]
        signed, bound = row["signature"], row["deposit"]
        if bound and row["action"] in _NEEDS_SIGNATURE and not signed:
            yield "party without signature", key, code, f"{row['action']} of {bound}"
        if signed and bound and spells.last(bound) < spells.first(signed):
            yield "bound before it signed", key, code, f"{bound}, signed {signed}"
        if not signed and not bound:
            yield "treaty without dates", key, code, row["note"]
    for row in records.listed().to_dict("records"):
        ripe = row["in_force"] or row["ended"] or row["bindingness"] == "not in force"
        if row["kind"] == "treaty" and not (row["founded"] and ripe):
            yield "treaty without dates", row["arrangement"], "", row["bindingness"]


def _names() -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for row in records.listed().to_dict("records"):
        for spelling in {fold(each) for each in (row["arrangement"], row["name"],
                                                  *row["aliases"].split(";")) if each}:  # fmt: skip
            if spelling in taken:
                yield "name of two", row["arrangement"], "", f"{spelling} is {taken[spelling]}'s"
            taken.setdefault(spelling, row["arrangement"])
