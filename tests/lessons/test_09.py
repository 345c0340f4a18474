"""What states sign: each number of the lesson, typed, and from the treaties' keepers' own lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from lessons.drawing import bars_of, colours_of, lines_of
from lessons.keepers import code_of, deposits_of, page_of
from lessons.running import Told, run
from migov import claims, economies

# The numbers of each answer as a reader sees them, in their order, by words of the answer.
TOLD = {
    "that is the number of the paper": ["28", "15", "37"],
    "Twelve years after": ["135", "19"],
    "refugees from Iraq": ["8", "37", "1.5", "2007"],
    "Mostly not": ["74", "84", "17", "169", "3", "24"],
    "the answer lies between": ["28", "54", "11", "26", "11", "37"],
}
FEW = {"CSR51": 6, "ICRMW": 20, "CRC": 20, "CEDAW": 20, "TRAFFICKING": 40, "SMUGGLING": 40}
# Numbers of the text that state nothing about the world.
NO_FINDINGS = {
    "treaties, resolutions and days, by their names": [
        "the convention on migrant workers of 1990", "the treaties of 1951 and 1967",
        "Of Convention 97 of the International Labour Organization",
        "Of Convention 97 on migration for employment", "In December 2018 the General Assembly",
        "(A/RES/73/195)", "The vote of 19 December 2018", "resolution 73/195", "on 30 June 2008",
    ],
    "editions": [
        "as of March 2015", "version of 3 February 2026", "in February 2026", "are copies of 2015",
    ],
    "how many the text lists": [
        "the regime on refugees stands on two treaties", "treaties between two states",
        "the four treaties beside each other", "the two protocols alike",
        "the two tables show one thing twice and not two causes", "A list of which half was read",
    ],
}  # fmt: skip
# Which test has the figures that a picture shows.
DRAWN = {
    "fig-09-years": "test_parties_of_every_year_by_counting_deposits",
    "fig-09-map": "test_the_map_of_parties_by_the_page_of_the_treaty",
    "fig-09-who": "test_every_share_of_those_who_gained_and_lost",
    "fig-09-vote": "test_the_roll_call_in_a_table_and_on_a_map",
}
# A treaty as the lesson calls it, its keeper's list, and the last full year of that list.
KEPT = {
    "Refugees, 1951": ("5-2", 2014), "Trafficking, 2000": ("18-12-a", 2013),
    "Smuggling, 2000": ("18-12-b", 2012), "Migrant workers, 1990": ("", 2025),
}  # fmt: skip
# When each was adopted, and when it came into force.
ADOPTED = {
    "CRC": ("1989-11-20", "1990-09-02"), "CEDAW": ("1979-12-18", "1981-09-03"),
    "CSR51": ("1951-07-28", "1954-04-22"), "TRAFFICKING": ("2000-11-15", "2003-12-25"),
    "SMUGGLING": ("2000-11-15", "2004-01-28"), "ICRMW": ("1990-12-18", "2003-07-01"),
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Told:
    return run("09*")


def test_years_from_the_text_to_the_force(told: Told) -> None:
    years = {}
    for treaty, (adopted, force) in ADOPTED.items():
        (y0, m0, d0), (y1, m1, d1) = ([int(part) for part in day.split("-")]
                                      for day in (adopted, force))  # fmt: skip
        years[treaty] = round((y1 - y0) + (m1 - m0) / 12 + (d1 - d0) / 365.25, 1)
    shown = told.shown["09-55"]["years"]
    assert shown.to_dict() == pytest.approx(years, abs=0.001)
    assert shown.index.tolist() == list(years)  # typed in the order of the years


def test_every_number_of_every_answer(told: Told) -> None:
    assert len(told.answers) == len(TOLD)
    assert {words: told.answer(words) for words in TOLD} == TOLD


def test_verdicts(told: Told) -> None:
    assert told.names["verdicts"]["verdict"].to_dict() == {
        "G004": "holds", "G026": "holds", "G027": "revised", "G028": "fails", "O004": "holds",
        "O102": "holds", "O123": "holds",
    }  # fmt: skip


def test_the_places_in_the_papers_are_those_of_the_ledger(told: Told) -> None:
    rows = dict(re.findall(r"^\| ([OG]\d+) \| ([^|]+?) \|", told.prose, re.MULTILINE))
    for name, place in rows.items():
        if place != "the same":
            assert place.split(", ", 1)[-1] in claims.get(name).locator, name
    assert claims.get("G027").locator == claims.get("G028").locator == claims.get("G026").locator


def test_what_is_said_of_the_paper_s_list(told: Told) -> None:
    """The prose: 37 states, and no party in the regions that it names."""
    assert "only 37 states by the middle of 2008" in told.prose
    assert "37 states had signed" in told.prose
    assert "Had 37 states signed the convention by the middle of 2008?" in told.prose
    assert (claims.get("G026").stated, claims.get("G026").year) == (37, 2008)
    drawn = set(told.names["status"]["economy"])
    table = economies.table().set_index("economy")
    for region in ("Western Europe", "Northern Europe", "Northern America",
                   "Australia and New Zealand"):  # fmt: skip
        there = set(table.index[table["subregion"] == region])
        assert len(there) > 1 and not there & drawn, region
    assert not {"BHR", "KWT", "OMN", "QAT", "SAU", "ARE"} & drawn


# The ratifications of Convention 97 by states from A to K, as the ILO's page of 54 lists them.
C97 = {
    "ALB", "DZA", "DEU", "ARM", "BHS", "BRB", "BEL", "BLZ", "BIH", "BRA", "BFA", "CMR", "CYP",
    "COM", "COG", "CUB", "DMA", "ECU", "ESP", "FRA", "GRD", "GTM", "GUY", "ISR", "ITA", "JAM",
    "KEN", "KGZ",
}  # fmt: skip


# --- from the keepers' own lists -----------------------------------------------------------------


@pytest.fixture(scope="module")
def page(file_of: Callable[..., Path]) -> list[tuple[str, str, str]]:
    """Rows of the page of the convention: participant, signature, instrument."""
    return page_of(file_of("icrmw_status_2026-02-03.html.gz"))


@pytest.mark.reference
def test_signed_and_joined_by_the_page_of_the_treaty(page: list) -> None:
    assert len(page) == 71
    day = pd.Timestamp("2008-06-30")
    signed = {name for name, at, _ in page if at and pd.Timestamp(at) <= day}
    joined = {name for name, _, at in page if at and pd.Timestamp(at) <= day}
    assert [len(signed), len(signed - joined), len(joined)] == [
        int(each) for each in TOLD["that is the number of the paper"]
    ]
    assert sum(1 for *_, at in page if at) == 60


@pytest.mark.reference
def test_the_table_of_signatures_by_the_page_of_the_treaty(told: Told, page: list) -> None:
    """A deposit binds from the first day of the month after three, and none before July 2003."""
    day = pd.Timestamp("2008-06-30")
    known = [[at and pd.Timestamp(at) for at in row[1:]] for row in page]
    signed = [row for row in known if row[0] and row[0] <= day]
    joined = [row for row in known if row[1] and row[1] <= day]
    month = pd.Timestamp("2008-06-01") - pd.DateOffset(months=3)
    bound = [row for row in joined if row[1] < month]
    expected = {
        "parties": len(joined), "of them bound on the day": len(bound),
        "of them never signed": sum(not row[0] for row in joined),
        "signed, not parties": sum(row not in joined for row in signed),
        "signed at any time": len(signed),
    }  # fmt: skip
    assert told.shown["09-06"]["states, 30 June 2008"].to_dict() == expected


@pytest.mark.reference
def test_the_map_of_parties_by_the_page_of_the_treaty(told: Told, page: list) -> None:
    drawn = colours_of(told.pictures["fig-09-map"])
    assert drawn == {
        "party": {code_of(name) for name, _, at in page if at},
        "signed only": {code_of(name) for name, _, at in page if not at},
    }
    assert [len(each) for each in drawn.values()] == [60, 11]


@pytest.fixture(scope="module")
def deposits(page: list, file_of: Callable[..., Path]) -> dict[str, pd.Series]:
    """Days of deposit by code, of each treaty that the lesson follows."""
    found = {
        treaty: deposits_of(file_of(f"{name}.csv", "untc_2015"))
        for treaty, (name, _) in KEPT.items() if name
    }  # fmt: skip
    joined = {code_of(name): pd.Timestamp(at) for name, _, at in page if at}
    return {**found, "Migrant workers, 1990": pd.Series(joined)}


@pytest.mark.reference
def test_parties_of_every_year_by_counting_deposits(told: Told, deposits: dict) -> None:
    expected = {}
    for treaty, days in deposits.items():
        last = KEPT[treaty][1]
        years = sorted(day.year for day in days if day.year <= last)
        expected[treaty] = {year: float(sum(each <= year for each in years))
                            for year in range(years[0], last + 1)}  # fmt: skip
    ax = told.pictures["fig-09-years"]
    assert lines_of(ax) == expected
    assert {text.get_text(): text.xy for text in ax.texts} == {
        treaty: max(line.items()) for treaty, line in expected.items()  # named where it ends
    }
    shown = told.shown["09-16"]
    assert shown.index.tolist() == list(KEPT)
    for treaty, opened in (("Refugees, 1951", 1951), ("Trafficking, 2000", 2000),
                           ("Smuggling, 2000", 2000), ("Migrant workers, 1990", 1990)):  # fmt: skip
        for age in (5, 10, 12, 20, 35):
            known = expected[treaty].get(opened + age)
            cell = shown.loc[treaty, f"{age} years on"]
            assert cell == ("–" if known is None else f"{known:.0f}"), (treaty, age)


@pytest.mark.reference
def test_between_how_many_and_how_many_are_parties_to_both(page: list) -> None:
    joined = (name for name, _, at in page if at and int(at[-4:]) <= 2023)
    workers = {economies.resolve({"Congo": "COG"}.get(name, name)) for name in joined}
    known, total = len(C97), 54
    both = len(workers & C97)
    assert TOLD["the answer lies between"] == [
        str(each) for each in (known, total, both, total - known, both, both + total - known)
    ]


@pytest.mark.reference
def test_some_of_those_who_had_only_signed_wait_to_this_day(page: list) -> None:
    early = [row for row in page if row[1] and pd.Timestamp(row[1]) <= pd.Timestamp("2008-06-30")]
    assert any(not at for _, _, at in early)


@pytest.mark.reference
def test_no_party_was_among_the_ten_with_most_migrants(told: Told, file_of: Callable) -> None:
    table = pd.read_csv(file_of("ims2024_destination_origin_sex.csv.gz"), keep_default_na=False)
    of_2005 = table[(table["year"] == 2005) & table["sex"].isin(["female", "male"])]
    most = of_2005.groupby("dest_iso3")["migrants"].sum().nlargest(10).index
    assert {"USA", "DEU", "SAU"} < set(most)
    assert not set(most) & told.names["lists"]["ICRMW"]
    assert "no party was among the ten economies with most migrants" in told.prose


@pytest.mark.reference
def test_parties_twelve_years_on_by_counting_years(page: list, file_of: Callable) -> None:
    lines = file_of("18-12-b.csv", "untc_2015").read_text(encoding="utf-8").splitlines()[1:]
    years = [int(found[-1]) for line in lines
             if (found := re.findall(r"\b(20\d\d)\b", line.split(",")[-1]))]  # fmt: skip
    smuggling = sum(year <= 2012 for year in years)
    workers = sum(1 for *_, at in page if at and int(at[-4:]) <= 2002)
    assert [f"{smuggling}", f"{workers}"] == TOLD["Twelve years after"]


@pytest.fixture(scope="module")
def codes(file_of: Callable[..., Path]) -> pd.DataFrame:
    table = pd.read_csv(file_of("country-codes.csv.gz"), keep_default_na=False, na_values=[""])
    return table.dropna(subset=["M49", "ISO3166-1-Alpha-2"]).astype({"M49": int})


@pytest.fixture(scope="module")
def gained(file_of: Callable[..., Path]) -> Callable[[int, int], set[int]]:
    """Numbers of the economies whose net migration of a span is above nought."""
    table = pd.read_csv(file_of("wpp2024_annual_1950_2023.csv.gz"))

    def between(first: int, last: int) -> set[int]:
        mine = table[table["year"].between(first, last)].groupby("country_code")["mig"].sum()
        return set(mine[mine > 0].index)

    return between


@pytest.mark.reference
def test_eight_parties_gained_people(told: Told, page: list, codes, gained) -> None:
    joined = [name for name, _, at in page if at and pd.Timestamp(at) <= pd.Timestamp("2008-06-30")]
    number = codes.set_index("ISO3166-1-Alpha-3")["M49"]
    parties = {economies.resolve(name) for name in joined}
    broken = {code for code in parties if number[code] in gained(1998, 2007)}
    assert broken == {"AZE", "BFA", "BLZ", "CHL", "GHA", "LBY", "SYC", "SYR"}
    assert [f"{len(broken)}", f"{len(parties)}"] == TOLD["refugees from Iraq"][:2]
    assert told.names["named"].index[0] == "Syria"
    assert "net migration of the ten years before" in told.prose  # 1998 to 2007


@pytest.fixture(scope="module")
def members(file_of: Callable[..., Path]) -> set[str]:
    """The members of the United Nations in 2008: independent states but a few, and South Sudan."""
    table = pd.read_csv(file_of("country-codes.csv.gz"), keep_default_na=False)
    states = set(table.loc[table["is_independent"] == "Yes", "ISO3166-1-Alpha-3"])
    found = states - {"VAT", "SSD", "TWN", "PSE", "XKX", ""}
    assert len(found) == 192
    return found


@pytest.fixture(scope="module")
def moved(file_of: Callable[..., Path], codes) -> pd.Series:
    """Net migration of 1998 to 2007, thousands, by code."""
    table = pd.read_csv(file_of("wpp2024_annual_1950_2023.csv.gz"))
    mine = table[table["year"].between(1998, 2007)].groupby("country_code")["mig"].sum()
    return codes.set_index("ISO3166-1-Alpha-3")["M49"].map(mine).dropna()


@pytest.mark.reference
def test_by_how_many_each_of_the_eight_grew(told: Told, page: list, moved: pd.Series) -> None:
    joined = {code_of(name) for name, _, at in page
              if at and pd.Timestamp(at) <= pd.Timestamp("2008-06-30")}  # fmt: skip
    grown = moved[moved.index.isin(joined) & (moved > 0)].sort_values(ascending=False)
    shown = told.shown["09-25"]["gained, thousand"]
    assert [economies.resolve(name) for name in shown.index] == grown.index.tolist()
    assert shown.tolist() == [round(each) for each in grown]


@pytest.mark.reference
def test_every_share_of_those_who_gained_and_lost(
    told: Told, deposits: dict, members: set[str], moved: pd.Series
) -> None:
    known = moved[moved.index.isin(members)]
    assert set(moved.index) >= members
    groups = {"gained by migration": known[known > 0], "lost by migration": known[known <= 0]}
    expected: dict[str, dict[str, float]] = {}
    for name, group in groups.items():
        for treaty, days in deposits.items():
            parties = set(days.index[days <= "2008-06-30"])
            share = 100 * len(parties & set(group.index)) / len(group)
            expected.setdefault(name, {})[treaty] = share
    shown = told.shown["09-30"]
    assert shown.to_dict("list") == {
        "gained by migration": [77, 59, 58, 10], "lost by migration": [73, 64, 58, 26],
    }  # fmt: skip
    for name, shares in expected.items():
        assert shown[name].to_dict() == {treaty: round(each) for treaty, each in shares.items()}
        assert bars_of(told.pictures["fig-09-who"])[name] == pytest.approx(shares)
    written = [text.get_text() for text in told.pictures["fig-09-who"].texts]
    assert sorted(written) == sorted(
        f"{each:.0f}" for shares in expected.values() for each in shares.values()
    )


@pytest.mark.reference
def test_shares_of_today_s_income_groups(
    told: Told, deposits: dict, members: set[str], file_of: Callable[..., Path]
) -> None:
    """By the World Bank's list of its fiscal year 2026."""
    book = load_workbook(file_of("CLASS_FY2026.xlsx"), read_only=True)
    rows = list(book["List of economies"].iter_rows(values_only=True))
    book.close()
    of = {row[1]: row[3] for row in rows[1:] if row[1] in members and row[3]}
    assert set(members) - set(of) <= {"VEN", "ETH"}  # without a group that year
    shown = told.shown["09-33"]
    for group in ("Low", "Lower middle", "Upper middle", "High"):
        inside = {code for code, name in of.items() if name == f"{group} income"}
        for treaty, days in deposits.items():
            parties = set(days.index[days <= "2008-06-30"])
            share = round(100 * len(parties & inside) / len(inside))
            assert shown.loc[treaty, group] == share, (treaty, group)
    assert "among the high-income states of today almost nobody is in it" in told.prose
    assert shown.loc["Migrant workers, 1990", "High"] < 10


@pytest.mark.reference
def test_the_roll_call(told: Told, file_of: Callable, codes, gained) -> None:
    votes = pd.read_csv(file_of("unga_vote_gcm_2018-12-19.csv"), keep_default_na=False)
    cast = votes["vote"].value_counts()
    assert cast[["yes", "no", "abstain"]].tolist() == [152, 5, 12]
    assert told.names["table"]["votes"].to_dict() == {
        "in favour": 152, "abstained": 12, "against": 5,
    }  # fmt: skip
    others = set(votes.loc[votes["vote"].isin(["no", "abstain"]), "country"])
    assert len(others) == int(TOLD["Mostly not"][2])
    assert cast.sum() == int(TOLD["Mostly not"][3])
    numbered = votes.join(codes.set_index("ISO3166-1-Alpha-2")["M49"], on="country_code")
    took_in = numbered[numbered["M49"].isin(gained(2008, 2017))
                       & numbered["vote"].isin(["yes", "no", "abstain"])]  # fmt: skip
    assert [f"{len(took_in)}", f"{100 * (took_in['vote'] == 'yes').mean():.0f}"] == (
        TOLD["Mostly not"][:2]
    )
    assert 193 - cast.sum() == int(TOLD["Mostly not"][5])  # members of the United Nations
    listed = pd.read_csv(file_of("un_hr_ratifications_2026-02-03.csv.gz"), keep_default_na=False)
    then = listed["action_date"].between("1", "2018-12-19")
    joined = listed[(listed["treaty_id"] == "cmw") & then]
    both = {name for name in others
            if any(name.split(" (")[0] in each for each in joined["country_name"])}  # fmt: skip
    assert both == {"Algeria", "Chile", "Libya"}
    assert len(both) == int(TOLD["Mostly not"][4])


@pytest.mark.reference
def test_the_roll_call_in_a_table_and_on_a_map(
    told: Told, page: list, codes, gained, file_of: Callable[..., Path]
) -> None:
    votes = pd.read_csv(file_of("unga_vote_gcm_2018-12-19.csv"), keep_default_na=False)
    known = codes.set_index("ISO3166-1-Alpha-2")
    cast = {"yes": "in favour", "no": "against", "abstain": "abstained"}
    joined = {code_of(name) for name, _, at in page
              if at and pd.Timestamp(at) <= pd.Timestamp("2018-12-19")}  # fmt: skip
    shown, drawn = told.shown["09-40"], colours_of(told.pictures["fig-09-vote"])
    assert set(shown.index) == set(drawn) == set(cast.values())
    for vote, words in cast.items():
        here = votes.loc[votes["vote"] == vote, "country_code"].replace("YU", "RS")  # Serbia
        mine = known.loc[here]
        states = set(mine["ISO3166-1-Alpha-3"])
        assert drawn[words] == states
        assert shown.loc[words].to_dict() == {
            "votes": len(states),
            "gained by migration": mine["M49"].isin(gained(2008, 2017)).sum(),
            "party to ICRMW": len(states & joined),
        }


@pytest.mark.reference
def test_mexico_by_the_keepers_lists(told: Told, file_of: Callable[..., Path]) -> None:
    """Spells of the conventions of chapter IV and of the treaties of chapter XVIII since 2003."""
    listed = pd.read_csv(file_of("un_hr_ratifications_2026-02-03.csv.gz"), keep_default_na=False)
    mine = listed[(listed["country_name"] == "Mexico") & listed["treaty_id"].isin(["ced", "crpd"])]
    rows = [(row["treaty_id"].upper(), row["signature_date"], row["action_date"])
            for row in mine.to_dict("records")]  # fmt: skip
    for file, name in (("18-12", "UNTOC"), ("18-12-a", "TRAFFICKING"), ("18-12-b", "SMUGGLING"),
                       ("18-12-c", "FIREARMS")):  # fmt: skip
        table = pd.read_csv(file_of(f"{file}.csv", "untc_2015"), keep_default_na=False)
        (cells,) = table[table["Participant"] == "Mexico"].iloc[:, 1:].to_numpy().tolist()
        rows.append((name, *(f"{pd.Timestamp(cell):%Y-%m-%d}" for cell in cells)))
    spells = set()
    for name, signed, joined in rows:
        before = pd.Timestamp(joined) - pd.Timedelta(1, "D")
        spells.add((name, "signatory", signed, f"{before:%Y-%m-%d}"))
        spells.add((name, "party", joined, ""))
    shown = [tuple(row) for row in told.shown["09-60"].itertuples(index=False)]
    assert [row[2] for row in shown] == sorted(row[2] for row in shown)
    assert set(shown) == {row for row in spells if row[2] >= "2003"} and len(shown) == 8


@pytest.mark.reference
def test_refugees_from_iraq(file_of: Callable) -> None:
    table = pd.read_csv(file_of("population_2026-06-25.csv.gz"), keep_default_na=False)
    rows = table.query("coo_iso == 'IRQ' and coa_iso == 'SYR' and year == 2007")
    assert f"{rows['refugees'].astype(float).sum() / 1e6:.1f}" == TOLD["refugees from Iraq"][2]


@pytest.mark.reference
def test_few_parties_bring_a_treaty_into_force(told: Told, file_of: Callable) -> None:
    """By the day of force less ninety days (thirty for CRC and CEDAW) so many had joined."""
    assert "from six in 1951 to forty for the two protocols" in told.prose
    assert "All six ask for few parties" in told.prose
    assert set(told.names["known"].index) == set(FEW) and len(FEW) == 6
    listed = pd.read_csv(file_of("un_hr_ratifications_2026-02-03.csv.gz"), keep_default_na=False)
    for treaty, key, waits in (("crc", "CRC", 30), ("cedaw", "CEDAW", 30), ("cmw", "ICRMW", 90)):
        days = sorted(listed.loc[listed["treaty_id"] == treaty, "action_date"].replace("", "9999"))
        force = pd.Timestamp(told.names["known"].loc[key, "in_force"])
        last = pd.Timestamp(days[FEW[key] - 1]) + pd.Timedelta(waits, "D")
        assert abs((last - force).days) < 32, key
    for name, key, waits in (("5-2", "CSR51", 90), ("18-12-a", "TRAFFICKING", 90),
                             ("18-12-b", "SMUGGLING", 90)):  # fmt: skip
        lines = file_of(f"{name}.csv", "untc_2015").read_text(encoding="utf-8").splitlines()[1:]
        days = [re.search(r"\d{1,2} [A-Z][a-z]{2} \d{4}", line.split(",")[-1]) for line in lines]
        known = sorted(pd.Timestamp(day[0]) for day in days if day)
        force = pd.Timestamp(told.names["known"].loc[key, "in_force"])
        assert abs((known[FEW[key] - 1] + pd.Timedelta(waits, "D") - force).days) < 32, key
