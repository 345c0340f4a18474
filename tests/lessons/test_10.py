"""A patchwork of regions: each number of the lesson, typed, and found by another road."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

import networkx as nx
import pandas as pd
import pytest

from lessons.running import Told, run
from migov import claims
from migov.config import datasets_dir

# The numbers of each answer as a reader sees them, in their order, by words of the answer.
TOLD = {
    "Dominican Republic": ["10", "1999", "11", "2000"],
    "is a coincidence": ["22", "3", "25", "27", "25"],
    "Those that only talk": ["25", "5", "3", "22", "11"],
    "processes that ran": ["16", "2009", "4"],
    "hangs on whose part": ["89", "0.6", "7.2", "2.6"],
    "the three most between": ["4"],
    "by the members of 2003": ["18.8", "2003", "25.9", "2004"],
}
# Numbers of the text that state nothing about the world.
NO_FINDINGS = {
    "how many the text lists": [
        "Set two sources that disagree", "Two sources, two answers",
        "two arrangements are joined if they share", "two arrangements are nearly the same",
        "a treaty between two", "between the two figures", "one page about two conferences",
        "two papers may differ",
    ],
    "asked and answered below": ["Ten or eleven?", "have ten members or eleven"],
    "history, and editions": [
        "links were read on 12 February 2009", "the protocol of 1979",
        "the transition ran out in 2011", "Correlates of War, version 3.0",
    ],
}  # fmt: skip
# From the organisations' own pages: members at the end of 2009.
ECOWAS = [
    "BEN", "BFA", "CPV", "CIV", "GMB", "GHA", "GIN", "GNB", "LBR", "MLI", "NER", "NGA", "SEN",
    "SLE", "TGO",
]  # fmt: skip
GCC = ["BHR", "KWT", "OMN", "QAT", "SAU", "ARE"]
FIFTEEN = [
    "AUT", "BEL", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC", "IRL", "ITA", "LUX", "NLD",
    "PRT", "SWE",
]  # fmt: skip
TEN = ["CYP", "CZE", "EST", "HUN", "LTU", "LVA", "MLT", "POL", "SVK", "SVN"]
UNION = [*FIFTEEN, *TEN, "BGR", "ROU"]
# Who applied the rules of Schengen on 12 February 2009.
SCHENGEN = (set(UNION) - {"BGR", "CYP", "GBR", "IRL", "ROU"}) | {"CHE", "ISL", "NOR"}


@pytest.fixture(scope="module")
def told() -> Told:
    return run("10*")


def test_every_number_of_every_answer(told: Told) -> None:
    assert len(told.answers) == len(TOLD)
    assert {words: told.answer(words) for words in TOLD} == TOLD


def test_verdicts(told: Told) -> None:
    assert told.names["verdicts"]["verdict"].to_dict() == {
        "G021": "holds", "G042": "holds", "G060": "fails", "G064": "overtaken",
        "G089": "revised", "O087": "revised", "O092": "holds",
    }  # fmt: skip


def test_the_places_in_the_papers_are_those_of_the_ledger(told: Told) -> None:
    for name, place in re.findall(r"^\| ([OG]\d+) \|.*?, ([^|,]+?) \|", told.prose, re.MULTILINE):
        assert place in claims.get(name).locator, (name, place)


def test_what_the_text_repeats_of_the_papers(told: Told) -> None:
    assert "ten countries take part in the Puebla Process" in told.prose
    assert claims.get("O087").stated_as == "ten countries"
    assert "ten of the region and the United States" in told.prose
    assert claims.get("G021").text.startswith("Ten states") and (
        "United States" in claims.get("G021").text
    )
    assert "all of the Union's 27 but two are in Schengen" in told.prose
    assert "Were all members of the Union but two in Schengen on 12 February 2009?" in told.prose
    assert claims.get("G089").stated_as == "all 27 … except the UK and Ireland"
    assert "five states, Chile among them, are the Andean Community" in told.prose
    assert len(re.split(", and |, ", claims.get("G060").stated_as)) == 5
    assert "got their rights in July 2009, five months after the paper's links were read" in (
        told.prose
    )
    read, bound = pd.Timestamp("2009-02-12"), pd.Timestamp("2009-07-28")  # the treaty in force
    assert (bound.to_period("M") - read.to_period("M")).n == 5
    assert "since 28 July 2009" in claims.get("G064").check().reason


def test_ten_countries_and_eleven(told: Told) -> None:
    """The conference's members by the lists of its fourth meeting and of its fifth."""
    fourth = ["BLZ", "CAN", "CRI", "GTM", "HND", "MEX", "NIC", "PAN", "SLV", "USA"]
    fifth = [*fourth, "DOM"]
    assert [f"{len(fourth)}", "1999", f"{len(fifth)}", "2000"] == TOLD["Dominican Republic"]
    shown = told.shown["10-06"]["members"]
    assert shown.tolist() == [len(fourth), len(fifth), len(fifth), len(fifth)]


def test_processes_and_those_whose_members_are_known() -> None:
    """From the two tables as they are written, by the years in them."""
    folder = datasets_dir() / "governance"
    listed, held = (
        pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("arrangements", "memberships")
    )
    begun = listed["founded"].str[:4].between("1", "2009")
    ended = listed["ended"].str[:4].between("1", "2009")
    ran = set(listed.loc[(listed["kind"] == "process") & begun & ~ended, "arrangement"])
    known = held["from"].where(held["from"] != "", held["seen"]).str[:4]  # or first seen in it
    inside = held["status"].isin(["member", "participant"]) & known.between("1", "2009")
    inside &= (held["to"] == "") | (held["to"].str[:4] > "2009")
    named = ran & set(held.loc[inside, "arrangement"])
    assert [f"{len(ran)}", "2009", f"{len(named)}"] == TOLD["processes that ran"]


def test_the_three_in_the_middle_by_counting_shortest_ways(told: Told) -> None:
    """By plain networkx, on arrangements that share a member: before and after two more."""
    first = set()
    for found in (told.names["found"].incidence, told.names["wider"].incidence):
        members = {name: {c for c in found.columns if found.at[name, c]} for name in found.index}
        graph = nx.Graph([(a, b) for a, b in combinations(members, 2) if members[a] & members[b]])
        graph.add_nodes_from(members)
        between = nx.betweenness_centrality(graph)
        first.add(frozenset(sorted(between, key=between.__getitem__)[-3:]))
    assert [f"{nx.number_connected_components(graph)}"] == TOLD["the three most between"]
    assert "The three in the middle stay in the middle" in told.prose
    assert first == {frozenset({"IGC", "APEC", "RCM"})}


def test_the_union_and_schengen_by_typed_lists(told: Told) -> None:
    assert "the three that were missing were bound by the rules" in told.prose
    assert len(set(UNION) - SCHENGEN - {"GBR", "IRL"}) == 3
    assert told.names["union"] == set(UNION)
    assert told.names["schengen"] == SCHENGEN
    both = SCHENGEN & set(UNION)
    assert [f"{len(both)}", f"{len(SCHENGEN - both)}", f"{len(SCHENGEN)}", f"{len(UNION)}",
            f"{len(UNION) - 2}"] == TOLD["is a coincidence"]  # fmt: skip


def test_the_parts_of_the_network_by_uniting_sets(told: Told) -> None:
    """Without a graph: sets that share a member are poured together until none does."""
    held = told.names["found"].incidence
    members = {name: {c for c in held.columns if held.at[name, c]} for name in held.index}
    talk = {"IGC", "RCM", "APEC"}

    def parts(names: set[str]) -> int:
        heaps = [set(members[name]) for name in sorted(names)]
        while True:
            pair = next(((a, b) for a, b in combinations(heaps, 2) if a & b), None)
            if pair is None:
                return len(heaps)
            heaps = [heap for heap in heaps if heap not in pair] + [pair[0] | pair[1]]

    every = set(members)
    assert set(told.names["nodes"].loc[told.names["talks"], "arrangement"]) == talk
    assert [f"{len(every)}", f"{parts(every)}", f"{len(talk)}", f"{len(every - talk)}",
            f"{parts(every - talk)}"] == TOLD["Those that only talk"]  # fmt: skip
    africa = {"ECOWAS", "UEMOA", "EAC", "SADC", "COMESA", "IGAD"}
    inside = set().union(*(members[name] for name in africa))
    assert not any(inside & members[name] for name in every - africa)  # as the prose says
    assert not members["MERCOSUR"] & set().union(*(members[n] for n in every - {"MERCOSUR"}))


def test_rights_by_the_dates_of_the_agreements(told: Told) -> None:
    shown = told.tables[[
        isinstance(each, pd.DataFrame) and "Poland → Germany" in each.index for each in told.tables
    ].index(True)]
    assert "work" not in shown.loc["Poland → Germany", "2009"]  # until 30 April 2011
    assert "work" in shown.loc["Poland → Germany", "2012"]
    assert shown.loc["Argentina → Brazil"].tolist() == ["none"] + ["residence, work"] * 2
    assert (shown.loc["Jamaica → Barbados"] == "none").all()
    assert (shown.loc["Mexico → United States"] == "business entry").all()


# --- from the publishers' files ------------------------------------------------------------------


@pytest.fixture(scope="module")
def stock(file_of: Callable) -> Callable[[int], pd.Series]:
    """Migrants of a year by origin and destination, both sexes, in UN DESA's revision of 2024."""
    table = pd.read_csv(file_of("ims2024_destination_origin_sex.csv.gz"), keep_default_na=False)

    def of(year: int) -> pd.Series:
        rows = table[(table["year"] == year) & table["sex"].isin(["female", "male"])]
        return rows.groupby(["origin_iso3", "dest_iso3"])["migrants"].sum()

    return of


def within(stock: pd.Series, members: list[str]) -> tuple[float, float, float]:
    """Migrants from one member in another; all who live in the members; all who left them."""
    came, lives = (stock.index.get_level_values(side) for side in (0, 1))
    here, from_here = lives.isin(members), came.isin(members)
    return stock[here & from_here].sum(), stock[here].sum(), stock[from_here].sum()


@pytest.mark.reference
def test_migrants_within_blocs_by_plain_pandas(told: Told, stock) -> None:
    of_2010 = stock(2010)
    shown = told.names["cover"]
    for name, members in (("EU", UNION), ("ECOWAS", ECOWAS), ("GCC", GCC)):
        inside, lives, came = within(of_2010, members)
        assert shown.loc[name].tolist() == pytest.approx(
            [100 * inside / of_2010.sum(), 100 * inside / lives, 100 * inside / came], rel=0.02
        )
    assert (shown.iloc[:, 1].idxmax(), shown.iloc[:, 1].idxmin()) == ("ECOWAS", "GCC")
    inside, lives, _ = within(of_2010, ECOWAS)
    assert f"{100 * inside / lives:.0f}" == TOLD["hangs on whose part"][0]
    assert "nine migrants in ten had come from another member" in told.prose
    inside, lives, _ = within(of_2010, GCC)
    assert f"{100 * inside / lives:.1f}" == TOLD["hangs on whose part"][1]
    for members, words in ((UNION, "7.2"), (ECOWAS, "2.6")):
        assert f"{100 * within(of_2010, members)[0] / of_2010.sum():.1f}" == words


@pytest.mark.reference
def test_nobody_moved_between_2003_and_2004(stock) -> None:
    told = [within(stock(2005), members) for members in (FIFTEEN, [*FIFTEEN, *TEN])]
    shares = [f"{100 * inside / lives:.1f}" for inside, lives, _ in told]
    assert shares == TOLD["by the members of 2003"][::2]


@pytest.mark.reference
def test_the_darkest_cells_and_how_old_the_largest_is(told: Told, stock, file_of) -> None:
    of_2010 = stock(2010)
    came, lives = (of_2010.index.get_level_values(side) for side in (0, 1))
    three = of_2010[came.isin(ECOWAS) & lives.isin(ECOWAS)].nlargest(3).index
    assert set(three) == {("BFA", "CIV"), ("CIV", "BFA"), ("MLI", "CIV")}
    assert "The three darkest cells of" in told.prose
    old = pd.read_csv(file_of("gbmd_1960_2000_years_corrected.csv.gz"), keep_default_na=False)
    largest = old.query("orig == 'BFA' and dest == 'CIV'").groupby("year")["migrants"].sum()
    assert told.names["older"].set_index("year")["value"].to_dict() == largest.to_dict()
    assert largest[1970] > 0.4 * largest[2000]  # large before the community of 1975
