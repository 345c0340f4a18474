"""A patchwork of regions: each number of the lesson, typed, and found by another road."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

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
        "two papers may differ", "in force for these two",
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
WEST_AFRICA = [
    "Benin", "Burkina Faso", "Cabo Verde", "Côte d'Ivoire", "Gambia", "Ghana", "Guinea",
    "Guinea-Bissau", "Liberia", "Mali", "Niger", "Nigeria", "Senegal", "Sierra Leone", "Togo",
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


# Which test has the figures that a picture shows.
DRAWN = {
    "fig-10-network": "test_every_circle_and_every_line_of_the_network",
    "fig-10-coverage": "test_every_share_within_a_bloc",
    "fig-10-ecowas": "test_every_cell_of_west_africa",
}
BELONGS = ("member", "participant", "party")
# Rights on three days: by the treaties of the Union, without work for Poles in Germany until April
# 2011; by the Trans-Tasman arrangement, and a travel card that New Zealand had by 2010; by the
# protocol of ECOWAS; by the agreement of the south of July 2009; by NAFTA and its heir; and by the
# Caribbean's rules for the skilled, of which no list here says who applies them.
RIGHTS = {
    "Poland → Germany": (
        "entry, establishment, residence", *["entry, establishment, residence, work"] * 2,
    ),
    "Australia → New Zealand": (
        "business entry?, entry, residence, work",
        *["business entry, entry, residence, work"] * 2,
    ),
    "Nigeria → Ghana": ("entry, establishment, residence",) * 3,
    "Argentina → Brazil": ("none", *["residence, work"] * 2),
    "Mexico → United States": ("business entry",) * 3,
    "Jamaica → Barbados": ("work?",) * 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Told:
    return run("10*")


def written(name: str) -> pd.DataFrame:
    """A table of the folder of governance, as it is written."""
    path = datasets_dir() / "governance" / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def held() -> pd.DataFrame:
    return written("memberships")


def standing(rows: pd.DataFrame, day: str) -> pd.DataFrame:
    """The rows that cover a day: from the first day that they may mean to the last."""
    begun = rows["from"].where(rows["from"] != "", rows["seen"])
    first = begun + begun.str.len().map({4: "-01-01", 7: "-01", 10: ""})
    last = rows["to"] + rows["to"].str.len().map({0: "9999", 4: "-12-31", 7: "-31", 10: ""})
    return rows[(first <= day) & (day <= last)]


def belonging(held: pd.DataFrame, name: str, day: str = "2009-12-31") -> set[str]:
    """Who belongs in full; the Economic Area has the Union's members as well as its own."""
    mine = held[held["arrangement"].isin(["EEA", "EU"] if name == "EEA" else [name])]
    return set(standing(mine[mine["status"].isin(BELONGS)], day)["economy"])


@pytest.fixture(scope="module")
def patches(told: Told, held: pd.DataFrame) -> dict[str, set[str]]:
    """Members of each arrangement of the network."""
    return {name: belonging(held, name) for name in told.names["patches"]}


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
    shown = told.shown["10-06"]
    assert shown["members"].tolist() == [len(fourth), len(fifth), len(fifth), len(fifth)]


def test_who_looked_on_by_the_rows_as_they_are_written(told: Told, held: pd.DataFrame) -> None:
    mine = held[(held["arrangement"] == "RCM") & (held["status"] == "observer")]
    for day, words in told.shown["10-06"]["observers"].items():
        assert words == ", ".join(sorted(standing(mine, str(day))["economy"]))
    shown = told.shown["10-69"]
    now = mine[mine["to"] == ""].set_index("economy")
    assert shown.to_dict("index") == now[list(shown.columns)].to_dict("index")
    assert set(shown.index) == {"ARG", "COL", "ECU", "JAM", "PER"}


def test_processes_and_those_whose_members_are_known(told: Told, held: pd.DataFrame) -> None:
    """From the two tables as they are written, by the years in them."""
    listed = written("arrangements")
    begun = listed["founded"].str[:4].between("1", "2009")
    ended = listed["ended"].str[:4].between("1", "2009")
    ran = set(listed.loc[(listed["kind"] == "process") & begun & ~ended, "arrangement"])
    known = held["from"].where(held["from"] != "", held["seen"]).str[:4]  # or first seen in it
    inside = held["status"].isin(["member", "participant"]) & known.between("1", "2009")
    inside &= (held["to"] == "") | (held["to"].str[:4] > "2009")
    named = ran & set(held.loc[inside, "arrangement"])
    assert [f"{len(ran)}", "2009", f"{len(named)}"] == TOLD["processes that ran"]
    (said,) = (text for text in told.answers if "processes that ran" in text)
    names = listed.set_index("arrangement")["name"]
    unknown = said.split("not those of the ")[1].removesuffix(".").split(", the ")
    assert set(unknown) == {names[each] for each in ran - named}


def shortest(near: dict[str, set[str]], start: str) -> tuple[dict[str, int], dict[str, int]]:
    """How far each circle is from one, and in how many shortest ways it is reached."""
    far, ways, edge = {start: 0}, {start: 1}, [start]
    while edge:
        reached: dict[str, int] = {}
        for one in edge:
            for other in near[one] - set(far):
                reached[other] = reached.get(other, 0) + ways[one]
        far |= dict.fromkeys(reached, far[edge[0]] + 1)
        ways |= reached
        edge = list(reached)
    return far, ways


def betweenness(members: dict[str, set[str]]) -> dict[str, float]:
    """The share of shortest ways between two others that lead over each, of all pairs."""
    near = {one: {other for other in members if other != one and members[one] & members[other]}
            for one in members}  # fmt: skip
    known = {one: shortest(near, one) for one in members}
    pairs = (len(members) - 1) * (len(members) - 2) / 2
    found = dict.fromkeys(members, 0.0)
    for one, other in combinations(members, 2):
        far, ways = known[one]
        if other not in far:
            continue
        for middle in set(far) - {one, other}:
            onward, rest = known[middle]
            if far[middle] + onward.get(other, len(members)) == far[other]:
                found[middle] += ways[middle] * rest[other] / ways[other] / pairs
    return found


def test_the_ways_of_a_small_network_are_counted() -> None:
    """Four in a row: of three pairs of others two lead over each in the middle."""
    row = {"a": {1}, "b": {1, 2}, "c": {2, 3}, "d": {3}, "e": {9}}
    found = betweenness(row)
    assert found == pytest.approx({"a": 0, "b": 2 / 6, "c": 2 / 6, "d": 0, "e": 0})
    square = {"a": {1, 4}, "b": {1, 2}, "c": {2, 3}, "d": {3, 4}}  # two ways, each half
    assert set(betweenness(square).values()) == {0.5 / 3}


def test_the_table_of_the_middle_by_counting_shortest_ways(
    told: Told, patches: dict[str, set[str]]
) -> None:
    between = betweenness(patches)
    names = written("arrangements").set_index("arrangement")["name"]
    first = sorted(between, key=between.__getitem__, reverse=True)[:4]
    shown = told.shown["10-28"]
    assert shown.index.tolist() == first
    for each in first:
        assert shown.loc[each].to_dict() == {
            "name": names[each],
            "members": len(patches[each]),
            "neighbours": sum(bool(patches[each] & patches[other]) for other in patches) - 1,
            "betweenness": round(between[each], 2),
            "nature": "talks" if each in {"IGC", "APEC", "RCM"} else "bloc, treaty or body",
        }


def test_the_three_in_the_middle_stay_there(
    told: Told, held: pd.DataFrame, patches: dict[str, set[str]]
) -> None:
    wider = patches | {name: belonging(held, name) for name in ("AU", "COE")}
    for members in (patches, wider):
        between = betweenness(members)
        three = sorted(between, key=between.__getitem__)[-3:]
        assert set(three) == {"IGC", "APEC", "RCM"}
    near = {one: {other for other in wider if wider[one] & wider[other]} for one in wider}
    parts = {frozenset(shortest(near, one)[0]) for one in wider}
    assert [f"{len(parts)}"] == TOLD["the three most between"]
    assert "The three in the middle stay in the middle" in told.prose


def test_every_circle_and_every_line_of_the_network(
    told: Told, patches: dict[str, set[str]]
) -> None:
    ax = told.pictures["fig-10-network"]
    names = [text.get_text() for text in ax.texts]
    assert sorted(names) == sorted(patches)
    circles = dict(zip(names, ax.collections, strict=False))
    one = circles["EU"].get_sizes()[0] / len(patches["EU"])  # the area of a member
    faces: dict[tuple[float, ...], set[str]] = {}
    for name, circle in circles.items():
        assert circle.get_sizes()[0] == pytest.approx(one * len(patches[name])), name
        faces.setdefault(tuple(circle.get_facecolor()[0]), set()).add(name)
    assert {frozenset(each) for each in faces.values()} == {
        frozenset({"IGC", "APEC", "RCM"}), frozenset(set(patches) - {"IGC", "APEC", "RCM"}),
    }  # fmt: skip
    at = {tuple(text.xy): text.get_text() for text in ax.texts}
    widths = {frozenset(at[tuple(end)] for end in line.get_xydata()): line.get_linewidth()
              for line in ax.lines}  # fmt: skip
    shared = {frozenset(pair): len(patches[pair[0]] & patches[pair[1]])
              for pair in combinations(patches, 2)}  # fmt: skip
    assert set(widths) == {pair for pair, count in shared.items() if count}
    # As much wider as more is shared, up to 25, beyond which lines are as wide as with 25.
    thin, thick = (pick(widths, key=lambda pair: shared[pair]) for pick in (min, max))
    broader = (widths[thick] - widths[thin]) / (min(shared[thick], 25) - shared[thin])
    for pair, width in widths.items():
        more = min(shared[pair], 25) - shared[thin]
        assert width == pytest.approx(widths[thin] + broader * more), pair
    assert broader > 0.1 and {shared[thin], shared[thick]} == {1, 27}


def test_the_union_and_schengen_by_typed_lists(told: Told) -> None:
    assert "the three that were missing were bound by the rules" in told.prose
    assert len(set(UNION) - SCHENGEN - {"GBR", "IRL"}) == 3
    assert told.names["union"] == set(UNION)
    assert told.names["schengen"] == SCHENGEN
    both = SCHENGEN & set(UNION)
    assert [f"{len(both)}", f"{len(SCHENGEN - both)}", f"{len(SCHENGEN)}", f"{len(UNION)}",
            f"{len(UNION) - 2}"] == TOLD["is a coincidence"]  # fmt: skip
    assert told.shown["10-13"]["12 February 2009"].tolist() == [
        len(UNION), len(UNION) - 2, len(SCHENGEN), len(both), "CHE, ISL, NOR", "BGR, CYP, ROU",
        "GBR, IRL",
    ]  # fmt: skip
    assert SCHENGEN - both == {"CHE", "ISL", "NOR"}
    assert set(UNION) - SCHENGEN == {"BGR", "CYP", "ROU", "GBR", "IRL"}


def test_what_two_sources_say_as_it_is_written(told: Told) -> None:
    rows = written("disagreements").to_dict("records")
    (one,) = (row for row in rows if row["arrangement"] == "MERCOSUR")
    assert told.shown["10-18"].to_dict("index") == {
        one["economy"]: {name: one[name] for name in ("one_says", "other_says")}
    }
    # Typed: by the organisation's own pages Chile and Bolivia became associates in 1996.
    assert "associates from 1996" in one["other_says"] and one["economy"] == "BOL;CHL"
    chosen = {row["arrangement"]: {name: row[name] for name in ("chosen", "why")} for row in rows
              if row["arrangement"] in ("CAN", "MERCOSUR", "RCM")}  # fmt: skip
    assert told.shown["10-19"].to_dict("index") == chosen


def test_chile_in_two_communities(told: Told) -> None:
    """Typed: signed in Cartagena, withdrew in October 1976; an associate of both since."""
    shown = told.shown["10-21"]
    assert [(name, *row) for name, row in zip(shown.index, shown.to_numpy(), strict=True)] == [
        ("CAN", "member", "1969-05-26", "1976-10-29"), ("CAN", "associate", "2006", ""),
        ("MERCOSUR", "associate", "1996", ""),
    ]  # fmt: skip


def test_the_parts_of_the_network_by_uniting_sets(
    told: Told, patches: dict[str, set[str]]
) -> None:
    """Without a graph: sets that share a member are poured together until none does."""
    members = patches
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
    shown = told.shown["10-47"]
    assert {pair: tuple(rights) for pair, rights in zip(shown.index, shown.to_numpy(), strict=True)
            } == RIGHTS  # fmt: skip


def test_rights_by_the_rows_as_they_are_written(told: Told, held: pd.DataFrame) -> None:
    """Between members on the day, without what a transition suspends; parties are in a table."""
    code = {"Poland": "POL", "Germany": "DEU", "Australia": "AUS", "New Zealand": "NZL",
            "Nigeria": "NGA", "Ghana": "GHA", "Argentina": "ARG", "Brazil": "BRA",
            "Mexico": "MEX", "United States": "USA", "Jamaica": "JAM",
            "Barbados": "BRB"}  # fmt: skip
    treaties = written("treaties")
    joined = pd.concat([held, pd.DataFrame({
        "arrangement": treaties["arrangement"], "economy": treaties["economy"],
        "from": treaties["deposit"], "to": treaties["withdrawal"], "status": "party", "seen": "",
    })[treaties["deposit"] != ""]])  # fmt: skip
    rows = written("rights").assign(seen="")
    for year in ("2009", "2012", "2026"):
        day = f"{year}-02-12"
        for pair in told.shown["10-47"].index:
            ends = [code[name] for name in pair.split(" → ")]
            found: dict[str, set[tuple[str, str]]]
            found = {"grants": set(), "suspends": set(), "?": set()}
            for row in standing(rows, day).to_dict("records"):
                inside = belonging(joined, row["arrangement"], day)
                mine = joined[joined["arrangement"] == row["arrangement"]]
                undated = set(mine.loc[mine["from"] == "", "economy"])
                limits = [row[side].split(";") if row[side] else ends
                          for side in ("origins", "destinations")]  # fmt: skip
                if not all(end in some for end, some in zip(ends, limits, strict=True)):
                    continue
                if set(ends) <= inside and row["effect"] in found:
                    found[row["effect"]].add((row["arrangement"], row["right"]))
                elif row["effect"] == "may grant" or set(ends) <= inside | undated:
                    found["?"].add((row["arrangement"], row["right"]))
            if "EU" in {key for key, _ in found["grants"]}:  # its law, and not the area's
                found["grants"] = {each for each in found["grants"] if each[0] != "EEA"}
            said = {right for _, right in found["grants"] - found["suspends"]}
            said |= {f"{right}?" for _, right in found["?"]}
            words = ", ".join(sorted(said)) or "none"
            assert told.shown["10-47"].loc[pair, year] == words, (pair, year)


def test_how_sure_the_rights_are(told: Told, held: pd.DataFrame) -> None:
    rows = written("rights").query("effect == 'suspends'")
    poland = rows[rows["origins"].str.contains("POL") & rows["destinations"].str.contains("DEU")]
    assert set(poland["confidence"]) == {"secondary"}
    assert "unverified" in set(rows["confidence"])
    assert "the one between Poland and Germany not among them" in told.prose
    card = held[(held["arrangement"] == "ABTC") & (held["economy"] == "NZL")]
    assert card[["from", "seen"]].to_numpy().tolist() == [["", "2010"]]
    assert "is known from a list of 2010" in told.prose
    (skilled,) = written("rights").query("arrangement == 'CSME'").to_dict("records")
    assert skilled["effect"] == "may grant" and "by category" in skilled["limits"]
    assert "whether Jamaica and Barbados both apply it no list here says" in told.prose


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
def test_every_share_within_a_bloc(told: Told, stock, held: pd.DataFrame) -> None:
    of_2010 = stock(2010)
    typed = {"EU": set(UNION), "ECOWAS": set(ECOWAS), "GCC": set(GCC)}
    shares = {}
    for name in told.names["blocs"]:
        members = belonging(held, name)
        assert members == typed.get(name, members)
        inside, lives, came = within(of_2010, sorted(members))
        shares[name] = [100 * inside / of_2010.sum(), 100 * inside / lives, 100 * inside / came]
    ax = told.pictures["fig-10-coverage"]
    cells = [text.get_text() for text in ax.texts]
    rows = [label.get_text() for label in ax.get_yticklabels()]
    assert rows == sorted(shares, key=lambda name: -shares[name][1])
    assert cells == [f"{each:.1f}" for name in rows for each in shares[name]]
    assert (rows[0], rows[-1]) == ("ECOWAS", "GCC")
    assert TOLD["hangs on whose part"] == [
        f"{shares['ECOWAS'][1]:.0f}", f"{shares['GCC'][1]:.1f}", f"{shares['EU'][0]:.1f}",
        f"{shares['ECOWAS'][0]:.1f}",
    ]  # fmt: skip
    assert "nine migrants in ten had come from another member" in told.prose
    assert round(shares["ECOWAS"][1] / 10) == 9


@pytest.mark.reference
def test_every_cell_of_west_africa(told: Told, stock) -> None:
    """What is written in a cell, in thousands, and the hatching where there is no figure."""
    ax, of_2010 = told.pictures["fig-10-ecowas"], stock(2010)
    code = dict(zip(WEST_AFRICA, ECOWAS, strict=True))
    down, across = ([code[label.get_text()] for label in axis.get_ticklabels()]
                    for axis in (ax.yaxis, ax.xaxis))  # fmt: skip
    assert sorted(down) == sorted(across) == sorted(ECOWAS)
    said = {tuple(round(place) for place in text.get_position()): text.get_text()
            for text in ax.texts}  # fmt: skip
    hatched = {(round(patch.get_x() + 0.5), round(patch.get_y() + 0.5))
               for patch in ax.patches if patch.get_hatch()}  # fmt: skip
    known = {}
    for row, origin in enumerate(down):
        for column, destination in enumerate(across):
            value = of_2010.get((origin, destination))
            if value is None:
                assert (column, row) in hatched, (origin, destination)
            else:
                known[column, row] = (
                    "0" if value == 0 else "<1" if value < 500 else f"{value / 1e3:,.0f}"
                )
    assert said == known and not hatched & set(known)


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
    shown = told.shown["10-44"].loc["million, World Bank"]
    assert shown.to_dict() == {year: f"{each / 1e6:.2f}" for year, each in largest.items()}
    assert largest[1970] > 0.4 * largest[2000]  # large before the community of 1975
