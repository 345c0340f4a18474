"""Arrangements, members and parties: counts that papers and organisations give, by other roads.

A count is typed from the publication that gives it, or read from the publisher's file by plain
pandas; what migov's own tables say is compared with that and never with itself.
"""

from __future__ import annotations

import datetime
import functools
import http.server
import io
import os
import re
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import migov
from migov import economies, governance
from migov.config import config, datasets_dir
from migov.economies import spells
from migov.governance import records

CSV = {"keep_default_na": False, "na_values": [""], "dtype": str}
FileOf = Callable[..., Path]
DATED = sorted(spells.dated())

pytestmark = [
    pytest.mark.filterwarnings("ignore:The members of:UserWarning"),
    pytest.mark.filterwarnings("ignore:The list of:UserWarning"),
]


# --- counts that are printed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrangement", "on", "count"),
    [
        ("EU", 2009, 27), ("EU", "2020-01-31", 28), ("EU", "2020-02-01", 27),
        ("IOM", "2009-02-12", 125), ("ICMPD", "2009-02-12", 11), ("ICMPD", "2024-07-31", 21),
        ("APEC", 2009, 21), ("Puebla Process", "1999-01-28", 10), ("RCM", "2000-03-24", 11),
        ("Andean Community", 2009, 4), ("Andean Community", 1975, 6), ("IGC", "2009-06", 17),
        ("Budapest Process", "2013-10", 49), ("Schengen", "2009-02-12", 25),
        ("CARICOM", 2009, 15), ("MERCOSUR", 2009, 4), ("MERCOSUR", 2013, 5),
        ("MERCOSUR Residence Agreement", "2009-07-28", 6), ("WTO", "2002-01-01", 144),
        ("WTO", "2024-08-30", 166), ("UN", 2018, 193), ("NATO", 2009, 28),
    ],
)  # fmt: skip
def test_members_on_a_date(arrangement: str, on: str | int, count: int) -> None:
    assert len(governance.members(arrangement, on=on)) == count


def test_the_eleven_of_icmpd_are_those_that_the_paper_names() -> None:
    named = (
        "Austria, Bulgaria, Croatia, Czech Republic, Hungary, Poland, Portugal, Slovakia, "
        "Slovenia, Sweden, Switzerland"
    )
    found = governance.members("ICMPD", on="2009-02-12")["economy"].tolist()
    assert sorted(map(economies.resolve, named.split(", "))) == found


def test_schengen_in_february_2009_was_not_all_but_two_of_the_union() -> None:
    applied = set(governance.members("Schengen", on="2009-02-12")["economy"])
    union = set(governance.members("EU", on="2009-02-12")["economy"])
    assert union - applied == {"GBR", "IRL", "BGR", "CYP", "ROU"}
    assert applied - union == {"CHE", "ISL", "NOR"}
    bound = governance.members("Schengen", on="2009-02-12", status="bound")["economy"].tolist()
    assert bound == ["BGR", "CYP", "ROU"]


def test_the_ten_and_the_eleven_of_puebla() -> None:
    """Overbeek's ten are those of January 1999, Geddes's ten with the United States of 2000."""
    overbeek = {"BLZ", "CAN", "CRI", "SLV", "GTM", "HND", "MEX", "NIC", "PAN", "USA"}
    assert set(governance.members("RCM", on="1999-01-28")["economy"]) == overbeek
    assert set(governance.members("RCM", on=2009)["economy"]) == overbeek | {"DOM"}
    observers = set(governance.members("RCM", on=2001, status="observer")["economy"])
    assert observers - {"ARG"} == {"COL", "ECU", "JAM", "PER"}  # and the Dominican Republic before


def test_bolivia_and_chile_were_associates_of_mercosur() -> None:
    assert {"BOL", "CHL"} <= set(
        governance.members("MERCOSUR", on=2009, status="associate")["economy"]
    )
    assert "BOL" in set(governance.members("MERCOSUR", on="2024-08-07")["economy"])
    assert governance.members("MERCOSUR", on=2020, status="suspended")["economy"].tolist() == [
        "VEN"
    ]


def test_chile_left_the_andean_pact_in_1976() -> None:
    assert "CHL" in set(governance.members("Andean Pact", on="1976-10-29")["economy"])
    assert "CHL" not in set(governance.members("Andean Pact", on="1976-10-30")["economy"])
    assert "CHL" in set(governance.members("CAN", on=2009, status="associate")["economy"])


def test_the_vote_on_the_compact() -> None:
    day = "2018-12-19"
    votes = {s: len(governance.members("GCM", on=day, status=s))
             for s in ("in favour", "against", "abstained")}  # fmt: skip
    assert votes == {"in favour": 152, "against": 5, "abstained": 12}
    no = governance.members("Marrakech Compact", on=day, status="against")["economy"].tolist()
    assert no == ["CZE", "HUN", "ISR", "POL", "USA"]
    assert len(governance.members("UN", on=day)) - sum(votes.values()) == 24  # absent


def test_parties_and_signatories_of_icrmw() -> None:
    for on, count in (("2001-12-31", 17), ("2008-06-30", 37), ("2026-02-03", 60)):
        assert len(governance.parties("ICRMW", on=on)) == count
    assert len(governance.signatories("ICRMW", on="2026-02-03")) == 11
    now = set(governance.parties("ICRMW")["economy"])
    assert not now & set(economies.members("EU"))
    assert now & set(economies.members("OECD")) == {"CHL", "COL", "MEX", "TUR"}
    # In force for its first twenty on 1 July 2003, and for nobody before.
    assert len(governance.parties("ICRMW", on="2003-06-30", in_force=True)) == 0
    assert len(governance.parties("ICRMW", on="2003-07-01", in_force=True)) >= 20


def test_a_year_means_its_end_and_a_month_its_last_day() -> None:
    for year, month, day in ((2004, "2004-12", "2004-12-31"), (2003, "2003-12", "2003-12-31")):
        found = [governance.members("EU", on=on)["economy"].tolist() for on in (year, month, day)]
        assert found[0] == found[1] == found[2]


# --- against the publishers' files ----------------------------------------------------------------


@pytest.mark.reference
def test_parties_are_those_of_the_chapter_by_plain_pandas(file_of: FileOf) -> None:
    listed = pd.read_csv(file_of("un_hr_ratifications_2026-02-03.csv.gz"), **CSV)
    for treaty, key in (("cmw", "ICRMW"), ("cedaw", "CEDAW"), ("crc", "CRC"), ("ced", "CED")):
        mine = listed[listed["treaty_id"] == treaty]
        dates = mine["action_date"].dropna()
        assert len(governance.parties(key)) == len(dates)
        for day in ("1995-01-01", "2008-06-30", "2019-03-31"):
            count = int((dates <= day).sum())
            if count:
                assert len(governance.parties(key, on=day)) == count, (key, day)


@pytest.mark.reference
def test_parties_are_those_of_the_copies_of_2015_by_counting_years(file_of: FileOf) -> None:
    """Rows whose last column holds a year, counted in the text itself."""
    for name, key in (("5-2", "CSR51"), ("5-5", "CSR67"), ("18-12-a", "TRAFFICKING"),
                      ("18-12-b", "SMUGGLING"), ("5-3", "CSSP54"), ("5-4", "CRS61")):  # fmt: skip
        lines = file_of(f"{name}.csv", "untc_2015").read_text(encoding="utf-8").splitlines()[1:]
        years = [int(found[-1]) for line in lines
                 if (found := re.findall(r"\b((?:19|20)\d\d)\b", line.split(",")[-1]))]  # fmt: skip
        assert len(governance.parties(key, on="2015-03-14")) == len(years)
        later = max(2000, min(years))
        assert len(governance.parties(key, on=later)) == sum(year <= later for year in years)


@pytest.mark.reference
def test_members_by_year_are_those_of_correlates_of_war(file_of: FileOf) -> None:
    """The project's own table with a row a state and year, not the one that the reader reads."""
    rows = pd.read_csv(file_of("cow_igo_v3_migration_relevant.csv.gz"))
    for igo, key in (("IOMig", "IOM"), ("ILO", "ILO"), ("UN", "UN"), ("COE", "COE"),
                     ("SICA", "SICA"), ("OAU", "OAU"), ("COMESA", "COMESA")):  # fmt: skip
        mine = rows[(rows["ioname"] == igo) & (rows["membership"] == 1)]
        for year in (1970, 1985, 2000, 2009, 2014):
            count = mine.loc[mine["year"] == year, "statenme"].nunique()
            if count and not (key == "OAU" and year > 2001):
                assert len(governance.members(key, on=year)) == count, (key, year)


@pytest.mark.reference
def test_correlates_of_war_disagrees_where_migov_says_so(file_of: FileOf) -> None:
    rows = pd.read_csv(file_of("cow_igo_v3_migration_relevant.csv.gz"))
    full = rows[(rows["ioname"] == "Mercosur") & (rows["year"] == 2009) & (rows["membership"] == 1)]
    assert {"Bolivia", "Chile"} <= set(full["statenme"])
    assert "BOL;CHL" in set(governance.disagreements("MERCOSUR")["economy"])
    iom = rows[(rows["ioname"] == "IOMig") & (rows["membership"] == 1)]
    assert [int((iom["year"] == year).sum()) for year in (2008, 2009)] == [123, 125]
    assert (governance.disagreements("IOM")["one_says"].str.contains("123")).any()


@pytest.mark.reference
def test_the_tables_are_what_the_generator_makes(reference: Path, tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    script = root / "tools" / "make_governance.py"
    subprocess.run(
        [sys.executable, str(script), str(reference / "data"), "--out", str(tmp_path)], check=True,
        capture_output=True, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    made = sorted(tmp_path.glob("*.csv"))
    assert [each.name for each in made] == ["memberships.csv", "other_lists.csv", "treaties.csv"]
    for each in made:
        assert each.read_bytes() == (datasets_dir() / "governance" / each.name).read_bytes()


def test_a_row_by_hand_takes_the_place_of_the_files() -> None:
    """The source counts Timor-Leste from 2003; the day is kept, and said to differ."""
    rows = governance.membership("TLS")
    row = rows[rows["arrangement"] == "UN"]
    assert row[["from", "evidence"]].values.tolist() == [["2002-09-27", "press-tls"]]
    said = governance.disagreements("UN")
    assert said[said["economy"] == "TLS"][["one_says", "other_says"]].values.tolist() == [
        ["2003", "27 September 2002"]
    ]
    assert len(governance.members("UN", on="2002-12-31")) == 191


def test_a_timeline_says_which_lists_end_early() -> None:
    """Russia left the Council of Europe in 2022; the list that has its members ends in 2014."""
    rows = governance.membership("Russia")
    assert rows.loc[rows["arrangement"] == "COE", "to"].tolist() == [""]
    said = " ".join(rows.attrs["migov"]["caveats"])
    assert "end before today" in said and "COE (2014-12-31)" in said
    lasting = set(rows.loc[rows["to"] == "", "arrangement"])
    listed = pd.read_csv(
        datasets_dir() / "governance" / "arrangements.csv", keep_default_na=False, dtype=str
    ).set_index("arrangement")["known_until"]
    early = {each for each in lasting if listed[each] and listed[each] < "2026"}
    assert early and all(f"{each} ({listed[each]}" in said for each in early)


@pytest.mark.reference
def test_other_lists_are_those_of_correlates_of_war(file_of: FileOf) -> None:
    rows = pd.read_csv(file_of("cow_igo_v3_migration_relevant.csv.gz"))
    lists = governance.other_lists()
    lists = lists[lists["evidence"] == "cow-igo"]
    for name, key in (("Andean", "CAN"), ("APEC", "APEC"), ("Mercosur", "MERCOSUR")):
        mine = lists[(lists["arrangement"] == key) & (lists["status"] == "member")]
        for year in (1975, 1995, 2009, 2014):
            full = rows[
                (rows["ioname"] == name) & (rows["year"] == year) & (rows["membership"] == 1)
            ]
            to = mine["to"].replace("", "9999").astype(int)
            held = mine[(mine["from"].astype(int) <= year) & (year <= to)]
            assert len(held) == len(full), (name, year)


# --- lists that are a part ------------------------------------------------------------------------

# Typed: the total of 2023 of the ILO's list, and how many names from A to K it has; the Bank's own
# guide of April 2011 and the press of April 2012, when South Sudan joined the Bank and the Fund;
# the IOM's page on the consultations.
PARTIAL = {"C97": (28, 54), "IBRD": (173, 188), "IMF": (186, 188), "IGC": (18, 19)}
C97 = "The list of C97 is partial: it has 28 of the 54 parties of 2023"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: governance.parties("C97"), lambda: governance.parties("C97", on=2010),
        lambda: governance.members("C97"), lambda: economies.members("C97"),
        lambda: economies.select("C97"), lambda: migov.load("population", economies="C97"),
        lambda: governance.coverage("C97"),
        lambda: migov.load("population", economies="C97", years=[2000, 2010], on="each year"),
        lambda: migov.measures.aggregate(migov.load("population", years=2010), "C97"),
    ],
)  # fmt: skip
def test_a_list_that_is_a_part_warns_whoever_uses_it(ask: Callable[[], object]) -> None:
    with pytest.warns(UserWarning, match=C97):
        ask()


@pytest.mark.parametrize("key", PARTIAL)
def test_how_many_there_are_in_all_stands_beside_what_is_held(key: str) -> None:
    held, whole = PARTIAL[key]
    row = governance.arrangements().set_index("arrangement").loc[key]
    group = economies.groups().set_index("group").loc[key]
    assert (row["in_all"], group["in_all"], group["members"]) == (whole, whole, held)
    (said,) = (each for each in governance.members(key).attrs["migov"]["caveats"]
               if f"The list of {key} is partial" in each)  # fmt: skip
    assert f"it has {held} of the {whole}" in said and economies.partial(key) in said


def test_the_caveat_of_a_partial_list_travels() -> None:
    for table in (governance.parties("C97"), governance.ratifications("C97"),
                  governance.coverage("C97")):  # fmt: skip
        assert any(each.startswith(C97) for each in table.attrs["migov"]["caveats"])
    found = governance.overlap(arrangements=["C97", "ICRMW"]).pairs()
    assert any(each.startswith(C97) for each in found.attrs["migov"]["caveats"])
    said = governance.membership("PHL").attrs["migov"]["caveats"]  # a party, after K in the list
    assert any("may belong where it is not shown" in each and "C97 (28 of 54)" in each
               for each in said)  # fmt: skip


def test_a_group_stands_for_no_more_than_its_list_has() -> None:
    def said(group: str, on: str | None = None) -> list[str]:
        table = migov.load("population", economies=group, years=2010, on=on)
        return list(table.attrs["migov"]["columns"]["value"]["caveats"])

    assert "C97 stands for 28 of its members of today, in every year." in said("C97")
    for on in (None, "each year"):
        assert any(each.startswith(C97) for each in said("C97", on))
    assert "EU stands for its 27 members of today, in every year." in said("EU")
    total = migov.measures.aggregate(migov.load("population", years=2010), "C97")
    assert C97 in str(total.attrs["migov"])


def test_a_whole_list_says_nothing_of_a_part() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for key in ("EU", "ICMPD", "WTO", "RCM", "GCM", "BP"):
            governance.members(key)
            assert economies.partial(key) == ""
        # What a paper says is what is tested, and no measure of a list: Geddes counts Chile.
        governance.members("CAN", on=2009)
    assert governance.arrangements().set_index("arrangement")["in_all"].notna().sum() == 6


def test_a_list_is_measured_by_the_total_of_the_day() -> None:
    """Prague named 38 states, Rhodes counted 43, and 49 stand in the list of 2013."""
    assert "38 of the 43 participants of 2003" in economies.partial("BP", on=2005)
    assert economies.partial("BP", on="1997-10-14") == economies.partial("BP", on=2013) == ""


# --- one home, and how sure -----------------------------------------------------------------------


@pytest.mark.parametrize("arrangement", DATED)
def test_economies_and_governance_give_the_same_members(arrangement: str) -> None:
    row = records.record(arrangement)
    for on in (1975, 1995, "2009-02-12", 2020):
        try:
            ours = economies.members(arrangement, on=on)
        except migov.errors.ArgumentError:
            with pytest.raises(migov.errors.ArgumentError):
                governance.members(arrangement, on=on)
            continue
        theirs = set(governance.members(arrangement, on=on)["economy"]) - {"EUU"}
        assert set(ours) == theirs, (row["name"], on)


def test_the_check_finds_nothing_unexplained() -> None:
    found = governance.check()
    assert found[found["reason"] == ""].empty, found[found["reason"] == ""].to_string()


BROKEN = [
    ("memberships", "EU,FRA,1990,,member,,memory,unverified,,", "overlapping spells"),
    ("memberships", "EU,CHE,1990,1980,member,,memory,unverified,,", "ends before it begins"),
    ("memberships", "EU,XYZ,1990,,member,,memory,unverified,,", "unknown economy"),
    ("memberships", "EU,ISL,1990,,friend,,memory,unverified,,", "unknown status"),
    ("memberships", "EU,LIE,1990,,member,,hearsay,unverified,,", "unknown evidence"),
    ("memberships", "EU,NOR,1950,,member,,memory,unverified,,", "before the founding"),
    ("memberships", "OAU,CHE,2010,2011,member,,memory,unverified,,", "after the end"),
    ("memberships", "EURASEC,GEO,2010,,member,,memory,unverified,,", "lasts after the end"),
    ("memberships", "EU,SSD,1990,,member,,memory,unverified,,", "no such state then"),
    ("memberships", "MERCOSUR,ARG,2000,,observer,,memory,unverified,,", "two statuses at once"),
    ("memberships", "CACM,DNK,1960,1964,member,,cow-igo,data,,", "member from another continent"),
    ("treaties", "ICRMW,CHE,,ratification,1999-01-01,,,,memory,unverified,",
     "party without signature"),
    ("treaties", "ICRMW,AUT,2001-01-01,ratification,1999-01-01,,,,memory,unverified,",
     "bound before it signed"),
    ("treaties", "ICRMW,DNK,,,,,,,memory,unverified,", "treaty without dates"),
    ("other_lists", "Schengen,XYW,,,member,2009,,schengen-2009", "unknown economy"),
    ("other_lists", "Schengen,NZL,,,friend,2009,,schengen-2009", "unknown status"),
    ("other_lists", "Schengen,AUS,,,member,2009,,hearsay", "unknown evidence"),
    ("bodies", "BP,UPU,,participant,1997,budapest-page,verified,", "body without a name"),
    ("bodies", "BP,OPEC,Exporters,friend,1997,budapest-page,verified,", "unknown status"),
    ("bodies", "BP,ITU,Telecoms,observer,1997,budapest-page,certain,", "unknown confidence"),
    ("clauses", "X,XYV,Treaty,2000,entry,grants,1,tota,verified,", "unknown economy"),
    ("clauses", "X,LBY,Treaty,2000,entry,perhaps,1,tota,verified,", "unknown answer"),
    ("clauses", "X,SYR,Treaty,2000,entry,grants,1,hearsay,verified,", "unknown evidence"),
    ("clauses", "X,DZA,Treaty,2000,entry,grants,1,tota,certain,", "unknown confidence"),
    ("deals", "CHL,XYU,2000-01-01,,,2026,wto-rta,", "unknown economy"),
]  # fmt: skip
# Rows that the rules after them cannot look up, and that end the check.
FATAL = [
    ("memberships", "EUX,CHE,1990,,member,,memory,unverified,,", "unknown arrangement"),
    ("memberships", "EU,CHE,soon,,member,,memory,unverified,,", "no date"),
    ("bodies", "BP,ICAO,Aviation,observer,1997-13,budapest-page,verified,", "no date"),
    ("clauses", "X,LBY,Treaty,2000-13,entry,grants,1,tota,verified,", "no date"),
]


RIGHTS = [
    ("rights", "EU,grants,work,2000,,XYT,,,memory,unverified", "unknown economy"),
    ("rights", "NATO,grants,roaming,2000,,,,,memory,unverified", "unknown right"),
    ("rights", "OECD,forbids,work,2000,,,,,memory,unverified", "unknown right"),
    ("rights", "WTO,suspends,work,2000,,,,,memory,unverified", "suspended without an end"),
    ("rights", "UN,may grant,work,2000,,FRA,,,memory,unverified", "right without the two sides"),
]  # fmt: skip


def unexplained(folder: Path, rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """What the check finds once these rows are in the tables."""
    for part in ("economies", "governance"):
        shutil.copytree(datasets_dir() / part, folder / part)
    for table, row, _ in rows:
        with (folder / "governance" / f"{table}.csv").open("a", encoding="utf-8") as stream:
            stream.write(f"{row}\n")
    asked = "from migov import governance as g; print(g.check().to_csv(index=False))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", asked], capture_output=True, text=True,
        env={**os.environ, "MIGOV_DATA_DIR": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = pd.read_csv(io.StringIO(done.stdout), keep_default_na=False)
    return found[found["reason"] == ""]


@pytest.mark.parametrize("rows", [BROKEN, FATAL], ids=["broken", "fatal"])
@pytest.mark.slow
def test_the_check_finds_what_is_broken(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    found = unexplained(tmp_path, rows)
    wanted = {(finding, row.split(",")[1]) for _, row, finding in rows}
    assert wanted <= set(zip(found["finding"], found["economy"], strict=True))


@pytest.mark.slow
def test_the_check_finds_rights_that_cannot_be(tmp_path: Path) -> None:
    found = unexplained(tmp_path, RIGHTS)
    wanted = {(finding, row.split(",")[0]) for _, row, finding in RIGHTS}
    assert wanted == set(zip(found["finding"], found["arrangement"], strict=True))


def test_what_is_unverified_is_named() -> None:
    table = governance.members("EAC", on=2023)
    unsure = table.loc[table["confidence"] == "unverified", "economy"].tolist()
    said = " ".join(table.attrs["migov"]["caveats"])
    assert unsure and all(code in said for code in unsure)
    sure = governance.members("EAC", on=2023, confidence="secondary")
    assert set(sure["economy"]) == set(table["economy"]) - set(unsure)
    loaded = migov.load("population", economies="EAC", on=2023, years=2023)
    caveats = " ".join(loaded.attrs["migov"]["columns"]["value"]["caveats"])
    assert "EAC is known from memory" in caveats and all(code in caveats for code in unsure)


def test_every_arrangement_of_the_papers_is_placed() -> None:
    """Names typed from the two papers, each in the paper that has it."""
    overbeek = [
        "International Organization for Migration",
        "ILO",
        "UNHCR",
        "1951 Convention",
        "New York Protocol",
        "GATS",
        "Multilateral Agreement on Investment",
        "Budapest Group",
        "IGC",
        "ICMPD",
        "Interpol",
        "ICAO",
        "Council of Europe",
        "Central European Initiative",
        "Regional Conference on Migration",
        "FTAA",
        "NAFTA",
        "MERCOSUR",
        "ECLA",
        "NATO",
        "G7",
        "IMF",
        "World Bank",
        "WTO",
        "BIS",
        "GATT",
        "EEA",
        "OECD",
        "CIS",
        "International Migration Framework Convention",
        "Regional Migration Conventions",
    ]
    geddes = [
        "IOM",
        "UNHCR",
        "ILO",
        "OHCHR",
        "UNDESA",
        "UNFPA",
        "WHO",
        "World Bank",
        "WTO",
        "GATS",
        "ICMPD",
        "GCIM",
        "ICRMW",
        "Puebla Process",
        "NAFTA",
        "Pacific Solution",
        "World Migration Organization",
        "Berne Initiative",
        "International Agenda for Migration Management",
        "ICPD",
        "EU",
        "Maastricht Treaty",
        "Amsterdam Treaty",
        "Schengen",
        "EU Blue Card",
        "Benelux",
        "CERTA",
        "ECOWAS",
        "African Union",
        "CARICOM",
        "Revised Treaty of Chaguaramas",
        "Andean Community",
        "Mercosur",
        "MERCOSUR Residence Agreement",
        "APEC",
        "APEC Business Mobility Group",
        "Central American Free Trade Agreement",
        "New International Regime for Orderly Movements of People",
        "General Agreement on Movements of People",
        "General Agreement on Migration and Refugee Policy",
        "Global Agreement on Movement of People",
        "General Agreement on Migration, Mobility and Security",
    ]
    for paper, names in (("overbeek-2002", overbeek), ("geddes-2018", geddes)):
        known = set(governance.arrangements(paper=paper)["arrangement"])
        for name in names:
            assert records.find(name) in known, (paper, name)
    after = ("Global Compact for Migration", "AU Free Movement Protocol",
             "Andean Migration Statute", "EU Pact on Migration and Asylum",
             "Global Compact on Refugees")  # fmt: skip
    assert all(records.find(name) for name in after)


@given(name=st.sampled_from(DATED), change=st.sampled_from(["upper", "lower", "spaced"]))
def test_an_arrangement_answers_to_its_acronym_in_any_case(name: str, change: str) -> None:
    written = {"upper": name.upper(), "lower": name.lower(), "spaced": f" {name} "}[change]
    assert records.find(written) == name


@pytest.mark.slow
@given(
    arrangement=st.sampled_from(["EU", "ECOWAS", "ICRMW", "MERCOSUR", "OECD"]),
    days=st.lists(st.dates(pd.Timestamp("1995-01-01").date(), pd.Timestamp("2025-12-31").date()),
                  min_size=1, max_size=3),
)  # fmt: skip
def test_a_timeline_and_the_members_of_a_day_agree(arrangement: str, days: list) -> None:
    for day in days:
        for code in governance.members(arrangement, on=day)["economy"][:4]:
            mine = governance.membership(code, status=None)
            mine = mine[mine["arrangement"] == arrangement]
            inside = [
                spells.first(row["from"]) <= day
                and (not row["to"] or day <= spells.last(row["to"]))
                for row in mine.to_dict("records")
            ]
            assert any(inside), (arrangement, code, day)


# --- groups by year -------------------------------------------------------------------------------


def test_members_by_year_or_on_one_date() -> None:
    def count(on: object) -> dict[int, int]:
        table = migov.load("population", economies="EU", years=(2003, 2021), on=on)  # type: ignore[arg-type]
        return table.groupby("year").size().to_dict()

    yearly = count("each year")
    assert [yearly[y] for y in (2003, 2004, 2006, 2007, 2012, 2013, 2019, 2020)] == [
        15, 25, 25, 27, 27, 28, 28, 27,
    ]  # fmt: skip
    assert set(count(2003).values()) == {15} and set(count(None).values()) == {27}


def test_by_year_leaves_what_is_no_group_alone() -> None:
    table = migov.load("population", economies=["MEX", "NAFTA"], years=(1990, 1996), on="each year")
    assert table[table["economy"] == "MEX"]["year"].tolist() == list(range(1990, 1997))
    assert table[table["economy"] == "USA"]["year"].tolist() == [1994, 1995, 1996]
    stock = migov.load("migrant_stock", origins="EU", destinations="EU", on="each year",
                       years=[1990, 2020])  # fmt: skip
    assert stock.groupby("year")["destination"].nunique().to_dict() == {1990: 12, 2020: 27}


# --- overlap, coverage, movement ------------------------------------------------------------------


def test_overlap_by_hand() -> None:
    found = governance.overlap("2009-02-12", arrangements=["EU", "Schengen", "MERCOSUR"])
    pair = found.pairs().iloc[0]
    assert (pair["one"], pair["other"], pair["shared"], pair["either"]) == (
        "EU",
        "Schengen",
        22,
        30,
    )
    assert pair["jaccard"] == pytest.approx(22 / 30)
    assert pair["contained"] == pytest.approx(22 / 25)
    table = found.arrangements().set_index("arrangement")
    assert table.loc["MERCOSUR", ["members", "neighbours", "exclusive"]].tolist() == [4, 0, 4]
    assert table["component"].to_dict() == {"EU": 1, "Schengen": 1, "MERCOSUR": 2}
    graph = found.graph()
    assert graph.number_of_edges() == 27 + 25 + 4
    assert graph.degree(("economy", "FRA")) == 2 and graph.degree(("economy", "GBR")) == 1
    projected = found.project("economies")
    assert projected["FRA"]["DEU"]["weight"] == 2 and "BRA" not in projected["FRA"]


def test_overlap_says_what_it_left_out() -> None:
    found = governance.overlap(1980, level="regional")
    assert {"EU", "ECOWAS", "CAN"} <= set(found.incidence.index)
    assert "MERCOSUR" not in found.incidence.index
    said = found.pairs().attrs["migov"]["caveats"]
    assert any("MERCOSUR" in each for each in said if each.startswith("Left out"))
    # A treaty of the Union that counts the Union's members is no second regime.
    assert "AMSTERDAM" not in governance.overlap(2009, level="regional").incidence.index


def test_coverage_is_the_plain_sum_of_corridors() -> None:
    stock = migov.load("migrant_stock", years=2010)
    union = set(economies.members("EU", on=2010))
    inside = stock[stock["origin"].isin(union) & stock["destination"].isin(union)]["value"].sum()
    table = governance.coverage("EU", on=2010).set_index("part")
    assert table.loc["within", "value"] == inside
    world = migov.load("migrant_stock", origins="WLD", destinations="WLD", years=2010)[
        "value"
    ].item()
    assert table["value"].sum() == pytest.approx(world)
    assert table["share"].sum() == pytest.approx(100)
    assert table.loc["within", "share"] == pytest.approx(100 * inside / world)
    people = governance.coverage("ECOWAS", on=2009, of="population").set_index("part")
    plain = migov.load(
        "population", economies=list(economies.members("ECOWAS", on=2009)), years=2009
    )
    assert people.loc["members", "value"] == plain["value"].sum()


@pytest.mark.parametrize(
    ("origin", "destination", "on", "right", "given"),
    [
        ("POL", "GBR", "2004-05-01", "work", True), ("POL", "DEU", "2011-04-30", "work", False),
        ("POL", "DEU", "2011-05-01", "work", True), ("ROU", "GBR", 2013, "work", False),
        ("ROU", "GBR", 2014, "work", True), ("GBR", "DEU", 2019, "work", True),
        ("GBR", "DEU", 2021, "work", False), ("NOR", "ESP", 2009, "work", True),
        ("CHE", "FRA", 2009, "work", True), ("CHE", "FRA", 2001, "work", False),
        ("BOL", "ARG", "2009-07-27", "residence", False), ("BOL", "ARG", 2009, "residence", True),
        ("COL", "PER", 2004, "entry", False), ("COL", "PER", "2005-01-01", "entry", True),
        ("NGA", "CIV", 2009, "entry", True), ("NER", "NGA", 2025, "entry", False),
        ("NZL", "AUS", 2009, "work", True), ("MEX", "USA", 2009, "work", False),
        ("MEX", "USA", 2009, "business entry", True), ("CHL", "PER", 2009, "entry", False),
        ("BRB", "BLZ", "2025-10-01", "work", True), ("BRB", "JAM", "2025-10-01", "work", False),
    ],
)  # fmt: skip
def test_rights_to_move(
    origin: str, destination: str, on: str | int, right: str, given: bool
) -> None:
    found = governance.free_movement(origin, destination, on, right=right, status="in force")
    assert (not found.empty) is given


@pytest.mark.parametrize(
    ("origin", "destination", "on", "arrangement", "right", "shown"),
    [
        # Joined in 2004; Germany opened its labour market seven years later.
        ("POL", "DEU", "2009-02-12", "EU", "residence", ("in force", "2004-05-01", "")),
        ("POL", "DEU", "2009-02-12", "EU", "work", ("suspended", "2004-05-01", "2011-04-30")),
        ("POL", "DEU", 2015, "EU", "work", ("in force", "2011-05-01", "")),
        ("POL", "DEU", 2015, "Schengen", "entry", ("in force", "2007-12-21", "")),
        ("DEU", "POL", 2015, "EU", "work", ("in force", "2004-05-01", "")),
        ("FRA", "ITA", 2000, "EU", "work", ("in force", "1968-11-08", "")),
        ("GBR", "DEU", 2019, "EU", "work", ("in force", "1973-01-01", "2020-01-31")),
        # Spain opened to Romania in 2009, and closed again from August 2011 to the end of 2013.
        ("ROU", "ESP", 2010, "EU", "work", ("in force", "2009-01-01", "2011-08-10")),
        ("ROU", "ESP", 2012, "EU", "work", ("suspended", "2011-08-11", "2013-12-31")),
        ("ROU", "ESP", None, "EU", "work", ("in force", "2014-01-01", "")),
        # Austria came into the Area of itself in 1994 and stayed in it as one of the Union.
        ("AUT", "NOR", 2009, "EEA", "work", ("in force", "1994-01-01", "")),
        ("NER", "NGA", 2010, "ECOWAS", "entry", ("in force", "1980-04-08", "2025-01-28")),
        ("JAM", "BRB", 2015, "CSME", "work", ("not known", "", "")),
        ("AUS", "JPN", 2005, "ABTC", "business entry", ("not known", "", "")),
        ("AUS", "JPN", 2011, "ABTC", "business entry", ("in force", "2010", "")),
    ],
)  # fmt: skip
def test_since_when_two_have_a_right_and_what_suspends_it(
    origin: str, destination: str, on: str | int | None, arrangement: str, right: str,
    shown: tuple[str, str, str],
) -> None:  # fmt: skip
    found = governance.free_movement(origin, destination, on, right=right)
    mine = found[found["arrangement"] == arrangement]
    assert [tuple(row) for row in mine[["status", "from", "to"]].values] == [shown]
    assert governance.free_movement(origin, destination, on, status=shown[0])["status"].eq(
        shown[0]
    ).all()


def test_the_swiss_agreement_binds_switzerland_and_the_other_side_only() -> None:
    """In 2020 the United Kingdom was outside the Union and a party to it; Germany inside."""
    british = governance.free_movement("GBR", "DEU", on="2020-06")
    assert "AFMP" not in set(british["arrangement"])
    for pair in (("CHE", "GBR"), ("GBR", "CHE")):
        swiss = governance.free_movement(*pair, on="2020-06")
        assert swiss.loc[swiss["arrangement"] == "AFMP", "right"].tolist() == ["residence", "work"]


@pytest.mark.slow
@given(
    pair=st.lists(
        st.sampled_from(["AUT", "DEU", "ESP", "ROU", "POL", "GBR", "NOR", "CHE", "IRL", "BOL",
                         "ARG", "COL", "NER", "NGA", "AUS", "NZL", "ISL"]),
        min_size=2, max_size=2, unique=True,
    ),
    day=st.dates(pd.Timestamp("1992-01-01").date(), pd.Timestamp("2025-12-31").date()),
)  # fmt: skip
def test_a_right_holds_from_its_first_to_its_last_day_and_not_outside(pair: list, day) -> None:
    """What a row says of its first and last day is what the verb says when asked for those days."""
    one_day = pd.Timedelta(days=1)

    def held(on, row) -> bool:
        found = governance.free_movement(*pair, on.date(), right=row["right"], status="in force")
        return row["arrangement"] in set(found["arrangement"])

    for row in governance.free_movement(*pair, day, status="in force").to_dict("records"):
        for text, outwards in ((row["from"], -one_day), (row["to"], one_day)):
            if len(text) == 10:
                edge = pd.Timestamp(text)
                assert held(edge, row) and not held(edge + outwards, row), (pair, day, row)


@pytest.mark.slow
@given(
    day=st.dates(pd.Timestamp("1960-01-01").date(), pd.Timestamp("2025-12-31").date()),
    right=st.sampled_from(["entry", "residence", "work"]),
    pair=st.lists(st.sampled_from(["AUT", "DEU", "ROU", "POL", "GBR", "NOR", "CHE", "IRL", "BOL",
                                   "PER", "NER", "NGA", "AUS", "NZL", "FIN"]),
                  min_size=2, max_size=2, unique=True),
)  # fmt: skip
def test_the_rights_of_all_pairs_at_once_are_those_of_each(day, right: str, pair: list) -> None:
    """The claims reckon with sets of pairs; the verb looks at the spells of two."""
    from migov.claims.agreements import granted

    found = governance.free_movement(*pair, day, right=right, status="in force")
    assert (tuple(pair) in granted(right, day)) is not found.empty


def test_a_row_is_as_sure_as_the_least_that_it_rests_on() -> None:
    """Norway's day in the Economic Area is known from memory, the right from a page."""
    table = governance.free_movement("NOR", "ESP", on=2009, right="work").iloc[0]
    rows = governance.members("EEA", on=2009).set_index("economy")
    assert rows.loc["NOR", "confidence"] == table["confidence"] == "unverified"
    assert rows.loc["NOR", "evidence"] in table["evidence"].split(";")
    assert rows.loc["ESP", "evidence"] in table["evidence"].split(";")


def test_where_there_is_no_right_or_nobody_knows_the_caveats_say_which() -> None:
    nothing = governance.free_movement("MEX", "ESP", on=2009)
    assert nothing.empty
    said = " ".join(nothing.attrs["migov"]["caveats"])
    assert "No agreement here gives such a right" in said and "not known" not in said
    unknown = governance.free_movement("JAM", "BRB", on=2015)
    said = " ".join(unknown.attrs["migov"]["caveats"])
    assert "whether JAM and BRB both did then is not known here" in said
    assert "No agreement here" not in said


# --- dates as people and tables write them --------------------------------------------------------


@pytest.mark.parametrize(
    "on",
    [2009, 2009.0, "2009", " 2009 ", "2009-12", "2009-12-31", datetime.date(2009, 12, 31),
     datetime.datetime(2009, 12, 31, 9), pd.Timestamp("2009-12-31"), pd.Period("2009-12"),
     np.int64(2009), np.float32(2009), np.datetime64("2009"), np.datetime64("2009-12-31T00:00")],
    ids=repr,
)  # fmt: skip
def test_one_day_written_in_many_ways(on: object) -> None:
    assert spells.day(on) == datetime.date(2009, 12, 31)  # type: ignore[arg-type]


def test_the_year_that_runs_may_be_asked_for() -> None:
    year = datetime.date.today().year
    assert len(governance.members("EU", on=year)) == len(governance.members("EU"))
    assert len(migov.load("gdp", "EU", 2020, on=year)) == len(migov.load("gdp", "EU", 2020))


def test_a_date_after_the_lists_is_answered_with_a_caveat() -> None:
    """Lists reach to the day on which the newest of them was brought up."""
    known = pd.read_csv(datasets_dir() / "governance" / "arrangements.csv", **CSV)["known_until"]
    newest = known.dropna().map(lambda text: f"{text}-12-31" if len(text) == 4 else text).max()
    assert spells.reach().isoformat() == newest
    after = pd.Timestamp(newest) + pd.Timedelta(days=1)
    for on, told in ((after.date(), True), (newest, False)):
        said = governance.members("EU", on=on).attrs["migov"]["caveats"]
        assert any(newest in each for each in said) is told


def test_years_to_come_have_no_members() -> None:
    with pytest.warns(UserWarning, match="Who belongs to EU in 2050, 2051 is not known yet"):
        table = migov.load(
            "population_projected_wpp", ["EU", "MEX"], years=[2025, 2050, 2051], on="each year"
        )
    assert table[table["economy"] == "FRA"]["year"].tolist() == [2025]
    assert table[table["economy"] == "MEX"]["year"].tolist() == [2025, 2050, 2051]


def test_a_year_of_a_list_that_has_no_figure_is_said() -> None:
    with pytest.warns(migov.errors.MissingYearsWarning, match=r"no figure here of 2090, which"):
        table = migov.load("gdp", "MEX", years=[2020, 2090])
    assert table["year"].tolist() == [2020]
    assert any("2090" in each for each in table.attrs["migov"]["columns"]["value"]["caveats"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        migov.load("gdp", "MEX", years=(2020, 2090))  # a span names no year between its ends
        migov.load("gdp", "MEX", years=[2019, 2020])
        migov.corridor("MEX", "USA", [1995, 2010], series=["migrant_stock", "refugees"])


# --- cited and saved ------------------------------------------------------------------------------

TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "arrangements": lambda: governance.arrangements(kind="process"),
    "check": governance.check,
    "counts": lambda: governance.counts("ICRMW"),
    "coverage": lambda: governance.coverage("ECOWAS", on=2020),
    "disagreements": lambda: governance.disagreements("EU"),
    "evidence": lambda: governance.evidence("untc-icrmw;rcm"),
    "free_movement": lambda: governance.free_movement("Poland", "Germany", on="2009-02-12"),
    "members": lambda: governance.members("RCM", on="1999-01-28"),
    "membership": lambda: governance.membership("Chile"),
    "other_dates": lambda: governance.other_dates("IGC"),
    "other_lists": lambda: governance.other_lists("APEC"),
    "overlap": lambda: governance.overlap(2009, arrangements=["EU", "EFTA"]).pairs(),
    "parties": lambda: governance.parties("ICRMW", on="2008-06-30"),
    "ratifications": lambda: governance.ratifications("ICRMW"),
    "signatories": lambda: governance.signatories("ICRMW", on="2026-02-03"),
}
FETCHED = {"income_groups", "provisions", "status", "visa_free"}


def test_every_verb_is_among_the_tables_to_be_cited() -> None:
    verbs = {name for name in governance.__all__ if callable(getattr(governance, name))}
    assert verbs - FETCHED - {"Overlap"} == set(TABLES)


@pytest.mark.parametrize("verb", TABLES)
def test_every_table_is_cited_by_its_evidence_and_saved(verb: str, tmp_path: Path) -> None:
    table = TABLES[verb]()
    sources = pd.read_csv(datasets_dir() / "governance" / "evidence.csv", **CSV)
    sources = sources.set_index("evidence")["source"]
    said = migov.cite(table)
    assert said.startswith("migov ")
    keys = {key for cell in table.get("evidence", ()) for key in cell.split(";") if key}
    keys |= {"coverage": {"cow-days"}, "overlap": {"eu-days"}}.get(verb, set())
    for key in keys - {"memory"}:
        assert sources[key] in said, key
    assert ("International Migrant Stock" in said) is (verb == "coverage")
    assert migov.cite(table, style="bibtex").count("@") >= 1
    for ending in ("csv", "parquet", "xlsx"):
        path = migov.save(table, tmp_path / f"{verb}.{ending}")
        if ending == "csv":
            back = pd.read_csv(path, comment="#", keep_default_na=False, na_values=[])
            assert len(back) == len(table) and list(back.columns) == list(table.columns)
        assert path.stat().st_size > 0


# --- what publishers keep themselves --------------------------------------------------------------


@pytest.fixture
def publishers(file_of: FileOf, tmp_path: Path) -> Iterator[str]:
    """A local server that answers at the publishers' real addresses with their files."""
    import gzip

    from migov import registry

    files = registry.files()
    served: dict[str, Path] = {}
    for day in ("2019-11-23", "2022-12-21"):
        url = files["passport-index-past"].url.format(day=day)
        served[url] = file_of(f"passport_index_{day}.csv.gz")
    served[files["passport-index-latest"].url] = file_of("passport_index_2026-02-17.csv.gz")
    served[files["untc-status"].url.format(number="IV-13", chapter="4")] = file_of(
        "icrmw_status_2026-02-03.html.gz"
    )
    served[files["income-groups"].url] = file_of("OGHIST.xlsx")
    bodies = {}
    for url, path in served.items():
        parts = urlsplit(url)
        body = path.read_bytes()
        asked = f"/{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        bodies[asked] = gzip.decompress(body) if path.suffix == ".gz" else body

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Answer)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with config.override(
            mirror=f"http://127.0.0.1:{server.server_address[1]}", cache=tmp_path, tries=1,
            offline=False,
        ):  # fmt: skip
            yield "running"
        server.shutdown()


@pytest.mark.reference
def test_the_passport_index_of_three_days(
    publishers: str, file_of: FileOf, tmp_path: Path
) -> None:
    plain = pd.read_csv(file_of("passport_index_2026-02-17.csv.gz"), **CSV)
    words = plain["Requirement"]
    easy = words.str.fullmatch(r"\d+") | words.isin(["visa free", "visa on arrival", "eta"])
    assert len(governance.visa_free()) == int(easy.sum())
    assert len(governance.visa_free(only=False)) == 199 * 198
    # 15 members of ECOWAS then and in 2019: 210 pairs, all without a visa.
    members = list(economies.members("ECOWAS", on=2019))
    for version in ("2019-11-23", "latest"):
        table = governance.visa_free(members, members, version=version)
        assert len(table) == 15 * 14
    central = ["GTM", "SLV", "HND", "NIC"]
    assert (governance.visa_free(central, central)["access"] == "visa free").sum() == 12
    assert "recoding" in " ".join(
        governance.visa_free().attrs["migov"]["columns"]["access"]["caveats"]
    )
    assert "Passport Index" in migov.cite(governance.visa_free())
    assert migov.cite(governance.visa_free(), style="bibtex").startswith("@misc{passport_index")
    assert migov.save(governance.visa_free("MEX"), tmp_path / "visas.csv").is_file()


@pytest.mark.reference
def test_the_status_of_a_treaty_as_its_keeper_gives_it(publishers: str) -> None:
    table = governance.status("ICRMW")
    held = governance.ratifications("ICRMW")
    assert len(table) == 71
    assert table["deposit"].tolist() == held["deposit"].tolist()
    assert table.attrs["migov"]["columns"]["deposit"]["version"] == "2026-02-03"
    with pytest.raises(migov.errors.DownloadError):
        governance.status("CEDAW")


@pytest.mark.reference
def test_income_groups_of_the_workbook_are_those_of_economies(publishers: str) -> None:
    table = governance.income_groups()
    for (year, group), rows in table.groupby(["year", "group"]):
        differ = set(rows["economy"]) ^ set(economies.members(group, on=int(year)))
        # Ethiopia was taken out of the classification of July 2025 and counts as it did before.
        assert differ <= ({"ETH"} if year == 2025 else set()), (year, group, differ)


@pytest.mark.reference
def test_provisions_of_desta(file_of: FileOf) -> None:
    path = file_of("desta_version_02_03.csv.gz")
    nafta = governance.provisions(path, "North American Free Trade").iloc[0]
    assert (nafta["treaty"], nafta["in_force"]) == ("636", 1994)
    assert nafta[["temp_ser_movement", "temp_inv_mov_bus_per", "temp_visa_freedom"]].tolist() == [
        True, True, False,
    ]  # fmt: skip
    closer = governance.provisions(path, "77")
    assert not closer.filter(like="temp_").iloc[0].any()
    assert len(governance.provisions(path, item="temp_visa_freedom")) == 28
    text = pd.read_csv(path, encoding="latin-1", low_memory=False)
    assert len(text) == len(governance.provisions(path)) == 781


# --- the shell ------------------------------------------------------------------------------------


def test_the_shell_has_the_same_verbs(capsys: pytest.CaptureFixture[str]) -> None:
    from migov.cli import main

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert main(["governance", "members", "Puebla Process", "--on", "1999-01-28"]) == 0
        assert capsys.readouterr().out.startswith("10 rows")
        assert main(["governance", "check"]) == 0
        assert "of them explained" in capsys.readouterr().out
        assert main(["governance", "parties", "ICRMW", "--on", "2008-06-30"]) == 0
        assert capsys.readouterr().out.startswith("37 rows")
    assert main(["governance", "members", "ECOWASS"]) == 1
    assert "ECOWAS" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("free-movement Poland Germany --on 2009-02-12 --right work",
         ["1 row", "suspended 2004-05-01 2011-04-30", "EU: work suspended until 2011-04-30"]),
        ("free-movement MEX ESP", ["0 rows", "No agreement here gives such a right"]),
        ("free-movement JAM BRB --on 2015 --status", ["not known"]),
        ("coverage EU --on 2010", ["4 rows", "share, %", "Members of EU on 2010"]),
        ("coverage ECOWAS --of population --year 2009 --on 2009", ["2 rows", "others"]),
        ("other-lists MERCOSUR", ["CHL 1998", "cow-igo"]),
        ("other-dates IGC", ["founded 1985"]),
        ("arrangements --kind process --on 2009", ["Regional Conference on Migration"]),
        ("disagreements MERCOSUR", ["BOL;CHL"]),
        ("membership Chile", ["CAN", "associate"]),
        ("signatories ICRMW --on 2026-02-03", ["11 rows"]),
        ("evidence rcm cow-igo", ["2 rows", "Correlates of War"]),
    ],
)  # fmt: skip
def test_what_the_shell_shows(
    words: str, shown: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from migov.cli import main

    asked = words.split() + (["not known"] if words.endswith("--status") else [])
    assert main(["governance", *asked]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert all(each in told for each in shown), told


def test_the_shell_writes_a_table_to_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from migov.cli import main

    path = tmp_path / "ten.csv"
    asked = ["governance", "members", "RCM", "--on", "1999-01-28", "--out", str(path)]
    assert main(asked) == 0
    assert capsys.readouterr().out.strip() == f"{path}: 10 rows"
    assert len(pd.read_csv(path, comment="#", keep_default_na=False)) == 10


@pytest.mark.parametrize(
    "step", ["arrangements", "members", "parties", "signatories", "membership", "free-movement",
             "coverage", "disagreements", "other-lists", "other-dates", "evidence", "check"],
)  # fmt: skip
def test_the_shell_explains_each_step(step: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every argument has its help, and what the step is for stands in words."""
    from migov.arguments import parser

    with pytest.raises(SystemExit):
        parser().parse_args(["governance", step, "--help"])
    told = capsys.readouterr().out
    about, _, rest = told.partition("options:")
    assert about.count(".") >= 1
    arguments = re.findall(r"^  (-?-?[a-z]\S*)( .*)?$\n?(.*)", rest, re.MULTILINE)
    assert arguments and all(line or following for _, line, following in arguments)


def test_the_parcel_is_small() -> None:
    assert sum(each.stat().st_size for each in (datasets_dir() / "governance").iterdir()) < 600_000


# --- rights to move: what the tables do not have yet ----------------------------------------------


def _moving(
    monkeypatch: pytest.MonkeyPatch, rights: list[str], members: tuple[str, ...] = ()
) -> None:
    """Rights, and members of one arrangement, as rows of the two tables."""
    from migov.governance import movement

    def rows(name: str, lines: list[str] | tuple[str, ...]) -> pd.DataFrame:
        head = (datasets_dir() / "governance" / name).read_text().splitlines()[0]
        return pd.read_csv(io.StringIO("\n".join([head, *lines])), **CSV).fillna("")

    table = rows("rights.csv", rights)
    monkeypatch.setattr(movement, "read_table", lambda name: table)
    if members:
        mine = rows("memberships.csv", members)
        mine["begins"] = [spells.begins(row) for row in mine.to_dict("records")]
        mine["ends"] = [spells.last(to) if to else datetime.date.max for to in mine["to"]]
        mine = mine.sort_values(["economy", "begins"], ignore_index=True)
        monkeypatch.setattr(records, "rows", lambda key: mine.copy())
    fresh = getattr(movement._memberships, "__wrapped__", movement._memberships)
    monkeypatch.setattr(movement, "_memberships", fresh)  # that remembers nothing


FUTURE, PAST, SOON = "2099-12-31", "2001-01-01", "2098-01-01"


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (f"OECD,grants,work,{PAST},{FUTURE},,,,memory,unverified", [("in force", PAST, FUTURE)]),
        (f"OECD,grants,work,{SOON},,,,,memory,unverified", []),
        (f"OECD,grants,work,{PAST},2002-12-31,,,,memory,unverified", []),
        (f"OECD,grants,work,{PAST},,,,,memory,unverified", [("in force", PAST, "")]),
    ],
)
def test_a_right_that_ends_or_begins_later_is_told_by_today(
    monkeypatch: pytest.MonkeyPatch, row: str, shown: list[tuple[str, str, str]]
) -> None:
    _moving(monkeypatch, [row])
    for on in (None, datetime.date.today()):
        found = governance.free_movement("FRA", "CAN", on=on)
        assert [tuple(each) for each in found[["status", "from", "to"]].values] == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (SOON, FUTURE, ("in force", PAST, "2097-12-31")),
        ("2020", FUTURE, ("suspended", "2020", FUTURE)),
        ("2003", "2004", ("in force", "2005-01-01", "")),
    ],
)
def test_a_suspension_is_told_by_today(
    monkeypatch: pytest.MonkeyPatch, first: str, last: str, shown: tuple[str, str, str]
) -> None:
    _moving(monkeypatch, [
        f"OECD,grants,work,{PAST},,,,,memory,unverified",
        f"OECD,suspends,work,{first},{last},FRA,CAN,a transition,memory,unverified",
    ])  # fmt: skip
    found = governance.free_movement("FRA", "CAN")
    assert [tuple(each) for each in found[["status", "from", "to"]].values] == [shown]
    back = governance.free_movement("CAN", "FRA")
    assert back[["status", "from", "to"]].values.tolist() == [["in force", PAST, ""]]


def test_the_later_of_two_suspensions_is_told_whatever_their_precision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _moving(monkeypatch, [
        f"OECD,grants,work,{PAST},,,,,memory,unverified",
        "OECD,suspends,work,2005,2010,FRA,CAN,until the year's end,memory,unverified",
        "OECD,suspends,work,2005,2010-04-30,FRA,CAN,until April,memory,unverified",
    ])  # fmt: skip
    found = governance.free_movement("FRA", "CAN", on="2010-02")
    assert found[["status", "to", "limits"]].values.tolist() == [
        ["suspended", "2010", "until the year's end"]
    ]


@pytest.mark.parametrize(
    ("on", "given"), [("1999-06-30", True), ("2007-06-30", True), ("2012-06-30", False)]
)
def test_spells_that_lie_over_each_other_are_one_and_belong_to_one_economy(
    monkeypatch: pytest.MonkeyPatch, on: str, given: bool
) -> None:
    """Two spells of one economy are no membership of the other; the longer one counts."""
    spans = (
        "OECD,FRA,1990-01-01,2010-12-31,member,,memory,unverified,,",
        "OECD,FRA,1995-01-01,2000-12-31,party,,memory,unverified,,",
    )
    right = ["OECD,grants,work,1980,,,,,memory,unverified"]
    _moving(monkeypatch, right, (*spans, "OECD,CAN,1985-01-01,,member,,memory,unverified,,"))
    found = governance.free_movement("FRA", "CAN", on=on)
    assert [tuple(row) for row in found[["from", "to"]].values] == (
        [("1990-01-01", "2010-12-31")] if given else []
    )
    _moving(monkeypatch, right, spans)
    assert governance.free_movement("FRA", "CAN", on=on).empty


def test_who_joins_or_leaves_later_counts_by_today() -> None:
    table = pd.DataFrame({
        "economy": ["in", "leaves", "left", "joins", "undated"],
        "begins": [datetime.date(2000, 1, 1)] * 3 + [datetime.date(2098, 1, 1), datetime.date.max],
        "ends": [datetime.date.max, datetime.date(2099, 1, 1), datetime.date(2001, 1, 1),
                 datetime.date.max, datetime.date.max],
    })  # fmt: skip
    assert records.standing(table, None)["economy"].tolist() == ["in", "leaves", "undated"]


@pytest.mark.parametrize(
    ("pair", "on", "arrangement", "since"),
    [
        # Typed: the transition of the Treaty of Rome ended with 1969; the members of 1973 were
        # free from the first day (case 11/77); the agreement of the Area is of 1994, article 31.
        (("FRA", "ITA"), 1969, None, None), (("FRA", "ITA"), "1970-01-01", "EU", "1970-01-01"),
        (("GBR", "FRA"), 1977, "EU", "1973-01-01"), (("POL", "DEU"), 2009, "EU", "2004-05-01"),
        (("NOR", "FRA"), 1993, None, None), (("NOR", "FRA"), 1994, "EEA", "1994-01-01"),
        (("CHE", "NOR"), 2009, None, None), (("GBR", "FRA"), 2021, None, None),
    ],
)  # fmt: skip
def test_since_when_one_may_set_up_a_business(
    pair: tuple[str, str], on: int | str, arrangement: str | None, since: str | None
) -> None:
    found = governance.free_movement(*pair, on, right="establishment")
    assert found[["arrangement", "status", "from"]].values.tolist() == (
        [[arrangement, "in force", since]] if arrangement else []
    )


def test_the_market_of_central_america_has_its_five_members_and_no_other() -> None:
    """Four states signed on 13 December 1960, Costa Rica acceded on 23 July 1962."""
    for on, count in ((1961, 4), (1962, 5), (1964, 5), (1970, 5)):
        found = set(governance.members("CACM", on=on)["economy"])
        assert found <= {"CRI", "GTM", "HND", "NIC", "SLV"} and len(found) == count
    assert "CACM" not in set(governance.membership("GBR")["arrangement"])
    (row,) = governance.other_lists("CACM").to_dict("records")
    assert (row["economy"], row["from"], row["to"]) == ("GBR", "1960", "1964")
    assert {"GBR", "CRI"} <= set(governance.disagreements("CACM")["economy"])


def test_what_took_the_place_of_nafta_begins_when_it_ended() -> None:
    """In force on 1 July 2020 among the same three, its chapter 16 on the entry of people too."""
    for on, key, since, to in (("2020-06-30", "NAFTA", "1994-01-01", "2020-06-30"),
                               ("2020-07-01", "USMCA", "2020-07-01", ""),
                               (2024, "USMCA", "2020-07-01", ""),
                               (None, "USMCA", "2020-07-01", "")):  # fmt: skip
        found = governance.free_movement("MEX", "USA", on=on)
        assert found[["arrangement", "right", "from", "to"]].values.tolist() == [
            [key, "business entry", since, to]
        ]
        held = governance.members(key, on)
        assert held["economy"].tolist() == ["CAN", "MEX", "USA"]
        assert set(held["from"]) == {since} and set(held["to"]) == {to}
    with pytest.raises(migov.errors.ArgumentError, match="ended on 2020-06-30"):
        economies.members("NAFTA")
    with pytest.raises(migov.errors.ArgumentError, match="founded on 2018-11-30"):
        economies.members("CUSMA", on=2009)


def test_nobody_belongs_to_what_has_ended() -> None:
    """The Eurasian Economic Community ended with 2014, and the list of its members has no end."""
    mine = governance.membership("KAZ").set_index("arrangement")
    assert mine.loc["EURASEC", "to"] == "2014-12-31" and mine.loc["EAEU", "to"] == ""
    listed = governance.arrangements().set_index("arrangement")
    assert set(listed.loc[listed["ended"] != "", "members"]) == {0}


def test_a_party_that_withdraws_later_is_one_today(monkeypatch: pytest.MonkeyPatch) -> None:
    from migov.governance import treaties

    table = pd.DataFrame(
        [("MEX", "", "2000-01-01", FUTURE), ("PHL", "", "2000-01-01", "2005-01-01"),
         ("CHL", "2001-01-01", SOON, ""), ("PER", SOON, "", "")],
        columns=["economy", "signature", "deposit", "withdrawal"],
    ).assign(arrangement="ICRMW")  # fmt: skip
    for name in treaties._COLUMNS:
        table[name] = table.get(name, "")
    monkeypatch.setattr(treaties, "read_table", lambda name: table)
    assert governance.parties("ICRMW")["economy"].tolist() == ["MEX"]
    assert governance.signatories("ICRMW")["economy"].tolist() == ["CHL"]


# --- sources that differ ------------------------------------------------------------------------

# Typed: what the file calls the organisations and states that hand-written differences name.
COW = {
    ("MERCOSUR", "BOL"): ("Mercosur", "Bolivia"), ("MERCOSUR", "CHL"): ("Mercosur", "Chile"),
    ("ECOWAS", "CPV"): ("ECOWAS", "Cape Verde"), ("EFTA", "FIN"): ("EFTA", "Finland"),
    ("EFTA", "ISL"): ("EFTA", "Iceland"), ("UN", "TLS"): ("UN", "East Timor"),
    ("UN", "PLW"): ("UN", "Palau"),
}  # fmt: skip


@pytest.mark.reference
@pytest.mark.parametrize(("place", "named"), COW.items())
def test_what_a_source_is_said_to_say_is_in_its_file(
    file_of: FileOf, place: tuple[str, str], named: tuple[str, str]
) -> None:
    rows = pd.read_csv(file_of("cow_igo_v3_migration_relevant.csv.gz"))
    mine = rows[(rows["ioname"] == named[0]) & (rows["statenme"] == named[1])]
    first = mine.loc[mine["membership"] == 1, "year"].min()
    found = governance.disagreements(place[0])
    said = found[found["economy"].str.contains(place[1])]["one_says"].item()
    assert str(first) in said


def test_differences_and_other_lists_date_the_same_source_alike() -> None:
    """Bolivia and Chile in Mercosur: 1998 by Correlates of War, and no other year for it."""
    other = governance.other_lists("MERCOSUR").set_index("economy")
    (row,) = governance.disagreements("MERCOSUR").to_dict("records")
    for code in row["economy"].split(";"):
        assert other.loc[code, "evidence"] in row["evidence"].split(";")
        assert row["one_says"] == f"full members from {other.loc[code, 'from']}"
