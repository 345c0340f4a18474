"""The cards of claims on governance that lessons show: then, now and each number of the reason.

What a reason may say is typed, in its order; the same list is made from the keepers' copies of
treaties, from typed lists of members, and from publishers' files, and a reason that says anything
else fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
from claims.test_geddes_governance import ECOWAS, EU27, PARTIES_2008, RCM
from claims.test_overbeek_governance import PRAGUE

from lessons.keepers import code_of, deposits_of, page_of
from lessons.running import numbers
from migov import claims
from migov.config import datasets_dir

# Claim: then, now, and the numbers of its reason in their order.
GOVERNED: dict[str, tuple[float, float, str]] = {
    "G004": (2.905, 2.936, "2009 144 144 122 135 42 54 2023 2013"),
    "G021": (11, 11, "12 2009 11 2026 11 1999 1999 2000"),
    "G026": (37, 60, "30 2008 37 15 52 28 60 2026"),
    "G027": (78.38, 71.67, "37 8 1998 2007 6 8 2000 2010 10 2005 2026 17 60"),
    "G028": (37, 60, "18 1990 1 2003 30 2008 37 37"),
    "G042": (33.33, 33.33, "3 1 90 8 1980 100 2019 100 2026"),
    "G060": (4, 4, "12 2009 4 2026 4 4 2009 1969 1976 2006 1970 1975"),
    "G062": (0, 100, "1 2005 545 25 2003 2009 25 878 11 2021 100"),
    "G064": (0, 9, "12 2009 28 2009 2026 9"),
    "G089": (22, 25, "12 2009 22 27 22 25 25 25 27"),
    "O004": (90.28, 67.47, "144 2002 14 166 54"),
    "O087": (11, 11, "1999 10 2000 11 2001 11 1999 11 2009"),
    "O092": (11, 11, "10 1999 10 38 1997 49 2013 36 49"),
    "O102": (144, 148, "2002 144 141 140 191 2015 148"),
    "O123": (9.95, 31.09, "19 2002 10 60 31 2018 152"),
}
MIDDLE = pd.Timestamp("2008-06-30")
# Typed: who applied the rules of Schengen on 12 February 2009, three outside the Union among them.
APPLIED = (EU27 - {"BGR", "CYP", "ROU", "GBR", "IRL"}) | {"CHE", "ISL", "NOR"}
ANDEAN = {"BOL", "COL", "ECU", "PER"}
# Parties to the residence agreement of the south; of the last three the years are not verified.
RESIDENCE = ["ARG", "BRA", "PRY", "URY", "BOL", "CHL", "COL", "ECU", "PER"]


@pytest.mark.parametrize("name", GOVERNED)
def test_what_the_card_says(name: str) -> None:
    then, now, said = GOVERNED[name]
    found = claims.get(name).check()
    assert found.then.value == pytest.approx(then, rel=1e-3)
    assert found.now.value == pytest.approx(now, rel=1e-3)
    assert " ".join(numbers(found.reason)) == said


def agrees(name: str, then: float, now: float, said: Iterable[object]) -> None:
    """Whether what was found by other arithmetic is what stands typed above."""
    typed = GOVERNED[name]
    assert (then, now) == pytest.approx(typed[:2], rel=1e-3)
    assert " ".join(str(each) for each in said) == typed[2]


def written(name: str) -> pd.DataFrame:
    path = datasets_dir() / "governance" / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


# --- typed lists, and rows as they are written ----------------------------------------------------


def test_the_conference_on_migration() -> None:
    """Ten states met in January 1999; of 2000 the Dominican Republic is a member."""
    ten = RCM - {"DOM"}
    rows = written("memberships").query("arrangement == 'RCM' and status == 'member'")
    assert set(rows["economy"]) == RCM and set(rows["to"]) == {""}
    spell = {row["economy"]: row["from"] for row in rows.to_dict("records")}
    assert {code for code, day in spell.items() if day <= "1999-01-28"} == ten
    assert spell["DOM"] == "2000"
    agrees("G021", len(RCM), len(RCM), [12, 2009, len(RCM), 2026, len(RCM), 1999, 1999, 2000])
    agrees("O087", len(RCM), len(RCM), [
        1999, len(ten), 2000, len(RCM), 2001, len(RCM), 1999, len(RCM), 2009,
    ])  # fmt: skip
    # Of the Budapest Process: 38 states in the list of 1997 and 49 in that of 2013; its own totals.
    rows = written("memberships").query("arrangement == 'BP'")
    in_full = rows[rows["status"] == "participant"]
    first = set(in_full.loc[in_full["seen"].str.startswith("1997"), "economy"])
    later = set(in_full.loc[in_full["to"] == "", "economy"])
    assert first == set(PRAGUE) and first - set(rows.loc[rows["to"] == "", "economy"]) == {"ISL"}
    totals = written("counts").query("arrangement == 'BP' and what == 'participants'")
    own = totals.set_index("date")["count"].loc[["1997", "2013-10"]]
    agrees("O092", len(RCM), len(RCM), [
        len(ten), 1999, len(ten & set(spell)), len(first), 1997, len(later), 2013, *own,
    ])  # fmt: skip


def test_schengen_and_the_union() -> None:
    inside = APPLIED & EU27
    now = EU27 - {"GBR"} | {"HRV"}
    applies = now - {"CYP", "IRL"}  # Croatia from 2023, Bulgaria and Romania from 2024
    agrees("G089", len(inside), len(applies), [
        12, 2009, len(inside), len(EU27), len(inside), len(inside | {"BGR", "CYP", "ROU"}),
        len(APPLIED), len(applies), len(now),
    ])  # fmt: skip
    listed = written("other_lists").query("arrangement == 'Schengen'")
    for seen, states in (("2009", APPLIED), ("2025-01-01", applies | {"CHE", "ISL", "LIE", "NOR"})):
        assert set(listed.loc[listed["seen"] == seen, "economy"]) == states, seen


def test_the_andean_community_and_the_south() -> None:
    paper = {"BOL", "CHL", "COL", "ECU", "PER"}
    held, other = (written(name).query("arrangement == 'CAN' and status == 'member'")
                   for name in ("memberships", "other_lists"))  # fmt: skip
    lasting = [set(rows.loc[rows["to"] == "", "economy"]) for rows in (held, other)]
    assert lasting == [ANDEAN, ANDEAN] and paper - ANDEAN == {"CHL"}
    left = [rows.loc[rows["economy"] == "CHL", ["from", "to"]].to_numpy().tolist()[0]
            for rows in (held, other)]  # fmt: skip
    agrees("G060", len(ANDEAN), len(ANDEAN), [
        12, 2009, len(ANDEAN), 2026, len(ANDEAN), len(lasting[1]), 2009,
        *(day[:4] for day in left[0]), 2006, *left[1],
    ])  # fmt: skip
    # Decision 545 of 25 June 2003 was applied, by one account, by Peru: three of twelve pairs.
    pairs = [(one, there) for one in ANDEAN for there in ANDEAN if one != there]
    in_peru = [pair for pair in pairs if pair[1] == "PER"]
    agrees("G062", 0, 100, [
        1, 2005, 545, 25, 2003, 2009, f"{100 * len(in_peru) / len(pairs):.0f}", 878, 11, 2021, 100,
    ])  # fmt: skip
    rows = written("rights")
    days = {key: rows.loc[rows["arrangement"] == key, "from"].unique().tolist()
            for key in ("CAN-503", "CAN-878", "MERCOSUR-RA")}  # fmt: skip
    assert days == {
        "CAN-503": ["2005-01-01"], "CAN-878": ["2021-08-11"], "MERCOSUR-RA": ["2009-07-28"],
    }  # fmt: skip
    agrees("G064", 0, len(RESIDENCE), [12, 2009, 28, 2009, 2026, len(RESIDENCE)])
    for table in ("memberships", "treaties"):
        mine = written(table).query("arrangement == 'MERCOSUR-RA'")
        if len(mine):
            assert sorted(set(mine["economy"])) == sorted(RESIDENCE)
            doubted = mine.loc[mine["confidence"] == "unverified", "economy"]
            assert set(doubted) == {"COL", "ECU", "PER"}


# --- from the publishers' files -------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(file_of: Callable[..., Path]) -> list[tuple[str, str, str]]:
    return page_of(file_of("icrmw_status_2026-02-03.html.gz"))


@pytest.fixture(scope="module")
def deposits(page: list, file_of: Callable[..., Path]) -> dict[str, pd.Series]:
    names = {"CSR51": "5-2", "CSR67": "5-5", "SMUGGLING": "18-12-b", "TRAFFICKING": "18-12-a",
             "older": "4-13"}  # fmt: skip
    found = {key: deposits_of(file_of(f"{name}.csv", "untc_2015")) for key, name in names.items()}
    return {**found, "ICRMW": pd.Series(
        {code_of(name): pd.Timestamp(at) for name, _, at in page if at}
    )}  # fmt: skip


def parties(days: pd.Series, day: str | pd.Timestamp) -> set[str]:
    return set(days.index[days <= pd.Timestamp(day)])


@pytest.mark.reference
def test_law_on_refugees_and_on_work(deposits: dict) -> None:
    counts = [len(parties(deposits[key], "2009-12-31"))
              for key in ("CSR51", "CSR67", "SMUGGLING", "TRAFFICKING", "ICRMW")]  # fmt: skip
    few = [min(counts[:4]), len(parties(deposits["SMUGGLING"], "2013-12-31"))]
    work = [counts[4], len(parties(deposits["ICRMW"], "2013-12-31"))]
    # Of the convention of the labour organisation its own page has 54 ratifications in 2023.
    agrees("G004", few[0] / work[0], few[1] / work[1], [2009, *counts, 54, 2023, 2013])


@pytest.mark.reference
def test_the_convention_on_migrant_workers(page: list, deposits: dict) -> None:
    signed = {code_of(name) for name, at, _ in page if at and pd.Timestamp(at) <= MIDDLE}
    joined, now = parties(deposits["ICRMW"], MIDDLE), set(deposits["ICRMW"].index)
    assert joined == PARTIES_2008
    agrees("G026", len(joined), len(now), [
        30, 2008, len(joined), len(signed - joined), len(signed | joined), len(signed), len(now),
        2026,
    ])  # fmt: skip
    older = parties(deposits["older"], MIDDLE)
    last = parties(deposits["ICRMW"], "2025-12-31")
    agrees("G028", len(joined), len(last), [18, 1990, 1, 2003, 30, 2008, len(joined), len(older)])


@pytest.mark.reference
def test_who_of_the_parties_gained_people(deposits: dict, file_of: Callable[..., Path]) -> None:
    codes = pd.read_csv(file_of("country-codes.csv.gz"), keep_default_na=False, dtype=str)
    number = codes[codes["M49"] != ""].set_index("ISO3166-1-Alpha-3")["M49"].astype(int)
    table = pd.read_csv(file_of("wpp2024_annual_1950_2023.csv.gz"))

    def gained(members: set[str], first: int, last: int) -> list[str]:
        rows = table[table["year"].between(first, last)]
        net = rows.groupby("country_code")["mig"].sum()
        return sorted(code for code in members if net[number[code]] > 0)

    then, now = parties(deposits["ICRMW"], MIDDLE), set(deposits["ICRMW"].index)
    lost = gained(then, 1998, 2007), gained(now, 2014, 2023)
    assert f"({', '.join(lost[0])})" in claims.get("G027").check().reason
    held = pd.read_parquet(
        file_of("vintages_long.parquet"), filters=[("ind", "==", "SM.POP.NETM")]
    ).astype({"code": str, "vintage": str})
    older = []
    for vintage in ("2013-12", "2016-11", "2018-08"):
        rows = held[held["vintage"].str.startswith(vintage) & held["year"].isin([2002, 2007])]
        net = rows.replace({"code": {"TMP": "TLS"}}).groupby("code")["value"].sum()
        older.append(sum(net[code] > 0 for code in then))
    stock = pd.read_csv(file_of("ims2024_destination_origin_sex.csv.gz"), keep_default_na=False)
    there = stock[stock["year"] == 2005].groupby("dest_iso3")["migrants"].sum().nlargest(10)
    assert not set(there.index) & then
    agrees(
        "G027", 100 * (1 - len(lost[0]) / len(then)), 100 * (1 - len(lost[1]) / len(now)),
        [len(then), len(lost[0]), 1998, 2007, min(older), max(older), 2000, 2010, len(there), 2005,
         2026, len(lost[1]), len(now)],
    )  # fmt: skip


@pytest.mark.reference
def test_members_of_the_trade_organisation(deposits: dict, file_of: Callable[..., Path]) -> None:
    table = pd.read_csv(file_of("wto_members_2026-01.csv"), keep_default_na=False)
    names = {"Hong Kong, China": "HKG", "Macao, China": "MAC", "Congo, Republic of the": "COG"}
    day = {names.get(name) or code_of(name): at for name, at in
           zip(table["country_name"], table["accession_date"], strict=True)}  # fmt: skip
    then = {code for code, at in day.items() if at <= "2002-12-31"}
    joined = parties(deposits["ICRMW"], "2002-12-31"), set(deposits["ICRMW"].index)
    both = [then & joined[0], set(day) & joined[1]]
    agrees(
        "O004", 100 * (1 - len(both[0]) / len(then)), 100 * (1 - len(both[1]) / len(day)),
        [len(then), 2002, len(both[0]), len(day), len(both[1])],
    )  # fmt: skip


@pytest.mark.reference
def test_the_regime_on_refugees_and_what_binds_nobody(
    deposits: dict, file_of: Callable[..., Path]
) -> None:
    then = [parties(deposits[key], "2002-12-31") for key in ("CSR51", "CSR67")]
    now = set(deposits["CSR51"].index) | set(deposits["CSR67"].index)
    un = pd.read_csv(file_of("cow_igo_v3_migration_relevant.csv.gz"), keep_default_na=False)
    in_un = {year: (un["ioname"].eq("UN") & un["year"].eq(year)).sum() for year in (2002, 2014)}
    # The source counts Timor-Leste from 2003; it joined on 27 September 2002.
    timor = un.loc[un["ioname"].eq("UN") & un["statenme"].eq("East Timor"), "year"].min()
    members = in_un[2002] + (timor == 2003)
    agrees("O102", len(then[0] | then[1]), len(now), [
        2002, len(then[0] | then[1]), *map(len, then), members, 2015, len(now),
    ])  # fmt: skip
    workers = parties(deposits["ICRMW"], "2002-12-31"), set(deposits["ICRMW"].index)
    shares = 100 * len(workers[0]) / members, 100 * len(workers[1]) / in_un[2014]
    votes = pd.read_csv(file_of("unga_vote_gcm_2018-12-19.csv"), keep_default_na=False)
    agrees("O123", *shares, [
        len(workers[0]), 2002, f"{shares[0]:.0f}", len(workers[1]), f"{shares[1]:.0f}", 2018,
        (votes["vote"] == "yes").sum(),
    ])  # fmt: skip


@pytest.mark.reference
def test_rights_of_west_africa(file_of: Callable[..., Path]) -> None:
    rights = written("rights").query("arrangement == 'ECOWAS'")
    done = rights[~rights["limits"].str.contains("unevenly")]
    assert done[["right", "from", "limits"]].to_numpy().tolist() == [
        ["entry", "1980-04-08", "90 days"]
    ]
    shares = []
    for day in ("2019-11-23", "2026-02-17"):
        table = pd.read_csv(file_of(f"passport_index_{day}.csv.gz"), keep_default_na=False)
        table.columns = ["one", "other", "access"]
        pairs = table[table["one"].isin(ECOWAS) & table["other"].isin(ECOWAS)]
        pairs = pairs[pairs["one"] != pairs["other"]]
        free = pairs["access"].astype(str).str.fullmatch(r"3|visa free|[1-9]\d+")
        shares.append(f"{100 * free.mean():.0f}")
    part = 100 * len(done) / len(rights)
    agrees("G042", part, part, [
        len(rights), len(done), 90, 8, 1980, shares[0], 2019, shares[1], 2026,
    ])  # fmt: skip
