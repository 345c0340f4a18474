"""Two papers, two decades later: no number is typed in it; each is found again by another road."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from lessons.drawing import bars_of, lines_of
from lessons.running import Told, numbers, run
from lessons.test_10 import SCHENGEN
from migov import claims, versions
from migov.config import datasets_dir

# Why the lesson says that these claims went wrong; a verdict that changes has to change it too.
WRONG = ["G014", "G028", "G068", "G053", "G060", "G083", "G016", "O006", "G062"]
OVERTAKEN = ["G009", "G064", "O025"]
# Numbers of the text that state nothing about the world.
NO_FINDINGS = {
    "the lesson's title and what it lists": [
        "Two papers, two decades later", "marks for two authors", "no finding about two authors",
        "two dates in the same table", "test each half", "the two vintages agree",
        "and the half that claim asks for",
    ],
    "manners of speaking": [
        "may teach more than ten dates that hold", "two of them may be one thought",
        "would still be \"one in twenty\"", "how far from one in twenty",
        "take five minutes to find",
    ],
    "dates": ["just after 2001 and about 2009", "in November 2016", "at the end of 2021"],
}  # fmt: skip


# Which test has the figures that a picture shows.
DRAWN = {
    "fig-11-board": "test_every_bar_of_both_papers",
    "fig-11-kinds": "test_every_bar_of_every_kind",
    "fig-11-india": "test_india_s_ratio_by_the_publisher_s_file",
}
VERDICTS = ("holds", "revised", "overtaken", "fails", "not testable")


@pytest.fixture(scope="module")
def told() -> Told:
    return run("11*")


@pytest.fixture(scope="module")
def records() -> dict[str, dict]:
    """The ledger's files, read as TOML."""
    found: dict[str, dict] = {}
    for path in sorted((datasets_dir() / "claims").glob("*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        paper = book.pop("paper")["cite"]
        found |= {name: {**row, "paper": paper} for name, row in book.items()
                  if re.fullmatch(r"[OG]\d+[a-z]?", name)}  # fmt: skip
    return found


@pytest.fixture(scope="module")
def found(records: dict) -> dict[str, claims.Finding]:
    """What each record comes to, checked one by one."""
    return {name: claims.get(name).check() for name in records}


def in_order(names: Iterable[str]) -> list[str]:
    """Ids as the ledger has them: the older paper first, then by number and letter."""
    return sorted(names, key=lambda name: (name[0] != "O", name))


def of_verdict(found: dict, *verdicts: str) -> list[str]:
    return in_order(name for name, each in found.items() if str(each.verdict) in verdicts)


def tally(records: dict, found: dict, by: str) -> dict[str, Counter]:
    """Verdicts counted for each paper, kind or topic."""
    counts: dict[str, Counter] = {}
    for name, row in records.items():
        counts.setdefault(row[by], Counter())[str(found[name].verdict)] += 1
    return counts


def test_every_number_of_the_scoreboard(told: Told, records: dict, found: dict) -> None:
    shown, counts = told.shown["11-05"], tally(records, found, "paper")
    counts["all"] = sum(counts.values(), Counter())
    assert set(shown.index) == set(counts)
    for paper, mine in counts.items():
        total = sum(mine.values())
        assert shown.loc[paper].to_dict() == pytest.approx({
            **{verdict: mine[verdict] for verdict in VERDICTS}, "claims": total,
            "checked, %": round(100 * (total - mine["not testable"]) / total, 1),
        })  # fmt: skip
    waiting = {name for name, row in records.items() if "why_not" in row}
    undecided = set(of_verdict(found, "not testable"))
    assert waiting <= undecided
    assert len(undecided - waiting) < 8  # "a few" have a check that could not decide


def drawn_as(ax, counts: dict[str, Counter]) -> None:
    """Whether bars are as long as the counts say, and what is written in them is so as well."""
    bars = bars_of(ax)
    assert bars == {
        verdict: {name: mine[verdict] for name, mine in counts.items()} for verdict in VERDICTS
    }
    wide = [length for mine in bars.values() for length in mine.values()]
    written = Counter(int(text.get_text()) for text in ax.texts)
    left = Counter(int(length) for length in wide) - written  # bars too short for a figure
    assert written <= Counter(int(length) for length in wide)
    assert max(left, default=0) <= 0.016 * max(sum(mine.values()) for mine in counts.values()) + 1


def test_every_bar_of_both_papers(told: Told, records: dict, found: dict) -> None:
    drawn_as(told.pictures["fig-11-board"], tally(records, found, "paper"))


def test_every_bar_of_every_kind(told: Told, records: dict, found: dict) -> None:
    ax, counts = told.pictures["fig-11-kinds"], tally(records, found, "kind")
    drawn_as(ax, counts)
    from_top = [label.get_text() for label in ax.get_yticklabels()]
    low, high = ax.get_ylim()
    shares = [
        (mine["holds"] + mine["revised"]) / (sum(mine.values()) - mine["not testable"])
        for mine in (counts[name] for name in from_top)
    ]
    assert low > high and shares == sorted(shares, reverse=True)  # the first name is on top


def test_how_the_papers_mix_their_kinds(told: Told, records: dict) -> None:
    shown = told.shown["11-12"]
    for paper in {row["paper"] for row in records.values()}:
        mine = [row["kind"] for row in records.values() if row["paper"] == paper]
        for kind in shown.columns:
            assert shown.loc[paper, kind] == round(100 * mine.count(kind) / len(mine)), kind
    assert set(shown.columns) == {"date", "count", "membership", "trend", "relation"}


def test_what_was_overtaken_and_what_fails(told: Told, records: dict, found: dict) -> None:
    for shown, verdict in ((told.shown["11-15"], "overtaken"), (told.shown["11-24"], "fails")):
        names = of_verdict(found, verdict)
        assert shown.index.tolist() == names
        assert shown["claim"].tolist() == [records[name]["text"] for name in names]
        assert shown["year"].tolist() == [records[name]["year"] for name in names]
    mine = [name for name in of_verdict(found, "overtaken", "fails")
            if records[name]["topic"] == "remittances and aid"]  # fmt: skip
    shown = told.shown["11-53"]
    assert [(name, *row) for name, row in zip(shown.index, shown.to_numpy(), strict=True)] == [
        (name, records[name]["text"], str(found[name].verdict)) for name in mine
    ]
    assert told.printed["11-54"].strip() == records["G053"]["reading"]


def test_the_topics_that_are_named_have_most(told: Told, records: dict, found: dict) -> None:
    """And no other has as many."""
    for verdict, words in (("overtaken", "claims, {count} of them on {topic} and fewer on every"),
                           ("not testable", "claims wait, more of them on {topic} than on any"),
                           ):  # fmt: skip
        topics = Counter(records[name]["topic"] for name in of_verdict(found, verdict))
        (topic, count), (_, second) = topics.most_common(2)
        assert count > second
        assert any(words.format(topic=topic, count=count) in text for text in told.answers)


def test_what_waits_by_topic_and_paper(told: Told, records: dict, found: dict) -> None:
    shown = told.shown["11-32"]
    waits = Counter((records[name]["topic"], records[name]["paper"])
                    for name in of_verdict(found, "not testable"))  # fmt: skip
    for topic, row in shown.iterrows():
        both = {paper: waits.pop((topic, paper), 0) for paper in ("Geddes (2018)",
                                                                  "Overbeek (2002)")}  # fmt: skip
        assert row.to_dict() == {**both, "both": sum(both.values())}
    assert not +waits
    assert shown["both"].is_monotonic_decreasing


def test_the_counts_of_the_answers_by_counting_verdicts(told: Told, found: dict) -> None:
    verdicts = Counter(str(each.verdict) for each in found.values())
    decided = sum(verdicts.values()) - verdicts["not testable"]
    point = verdicts["holds"] + verdicts["revised"]
    assert told.answer("could be checked") == [
        f"{sum(verdicts.values())}", f"{decided}", f"{point}", f"{100 * point / decided:.0f}",
        f"{verdicts['fails']}",
    ]  # fmt: skip
    assert told.answer("fewer on every other topic")[0] == f"{verdicts['overtaken']}"
    assert told.answer("claims wait")[0] == f"{verdicts['not testable']}"


def test_facts_hold_more_often_than_tendencies(told: Told, records: dict, found: dict) -> None:
    """What the prose and a key point say; it is to be rewritten when it is no longer so."""
    sides: dict[bool, list[bool]] = {True: [], False: []}
    for name in of_verdict(found, *VERDICTS[:4]):
        fact = records[name]["kind"] in ("date", "count", "membership")
        sides[fact].append(str(found[name].verdict) in ("holds", "revised"))
    shares = {fact: 100 * sum(held) / len(held) for fact, held in sides.items()}
    assert shares[True] > shares[False] + 5
    assert told.answer("Facts hold more often") == [
        f"{shares[True]:.0f}", f"{len(sides[True])}", f"{shares[False]:.0f}",
        f"{len(sides[False])}",
    ]  # fmt: skip


def test_the_same_mix_of_kinds_by_hand(told: Told, records: dict, found: dict) -> None:
    """Each paper's share with every kind that both have weighed as in both together."""
    stands: dict[tuple[str, str], list[bool]] = {}
    for name in of_verdict(found, *VERDICTS[:4]):
        key = records[name]["paper"], records[name]["kind"]
        stands.setdefault(key, []).append(str(found[name].verdict) in ("holds", "revised"))
    papers, kinds = ({key[side] for key in stands} for side in (0, 1))
    common = [kind for kind in kinds if all((paper, kind) in stands for paper in papers)]
    shown, raw, checked = told.shown["11-47"], {}, {}
    for paper in papers:
        mine = [each for key, held in stands.items() if key[0] == paper for each in held]
        raw[paper], checked[paper] = 100 * sum(mine) / len(mine), len(mine)
        weights = {kind: sum(len(stands[each, kind]) for each in papers) for kind in common}
        level = sum(100 * sum(stands[paper, kind]) / len(stands[paper, kind]) * weight
                    for kind, weight in weights.items()) / sum(weights.values())  # fmt: skip
        assert shown.loc[paper].tolist() == [round(raw[paper]), round(level)]
    apart, fewest = max(raw.values()) - min(raw.values()), min(checked.values())
    assert told.answer("points apart") == [
        f"{apart:.0f}", f"{apart * fewest / 100:.0f}", f"{fewest}",
    ]  # fmt: skip


def test_the_examples_have_the_verdicts_that_they_are_examples_of(told: Told) -> None:
    verdict = told.names["ledger"].set_index("id")["verdict"]
    assert set(verdict[WRONG]) == {"fails"}
    assert set(verdict[OVERTAKEN]) == {"overtaken"}
    assert verdict["G089"] == "revised"
    for name in (*WRONG, *OVERTAKEN, "G089"):
        assert name in told.prose or any(name in text for text in told.answers) or name == "G062"
    later = claims.get("G062").check()
    assert later.then.value == 0 < later.now.value  # it came true, and the prose says so


def test_what_went_wrong_is_counted(told: Told) -> None:
    kinds = re.findall(r"^\| the (\w+) \| [OG]\d+:", told.prose, re.MULTILINE)
    assert "The first six are slips" in told.prose
    assert kinds[:6] == ["date", "word", "population", "comparison", "list", "category"]
    assert "The last two carry an argument" in told.prose
    assert kinds[6:] == ["timing", "mechanism"]
    assert "right by coincidence, as the 25 states of Schengen are" in told.prose
    assert len(SCHENGEN) == 25


def test_what_the_table_of_needs_counts(told: Told, records: dict) -> None:
    for name, words in told.names["wanted"].items():
        count = sum(1 for row in records.values()
                    if "why_not" in row and re.search(words, row["needs"]))  # fmt: skip
        assert told.names["would_help"][name] == count > 0, name
        assert told.shown["11-33"].loc[name, "claims that name them"] == count
    assert told.shown["11-33"]["claims that name them"].is_monotonic_decreasing


def too_young(each: claims.Finding, date: str) -> set[str]:
    """The series that carry a verdict and of which no version that is held is so old."""
    lines = each.lines[each.lines["basis"].astype(bool)]
    series = {name for names in lines["series"] for name in names.split(", ") if name}
    return {name for name in series
            if all(version[: len(date)] > date for version in versions(name)["version"])
            }  # fmt: skip


def test_verdicts_hang_on_the_vintage_for_few(told: Told, found: dict) -> None:
    several = in_order(name for name, each in found.items() if len(each.vintages) > 1)
    assert told.names["several"] == several
    young = {date: {name: too_young(found[name], date) for name in several}
             for date in ("2016-11", "2021")}  # fmt: skip
    apart = {date: [name for name in several if names[name]] for date, names in young.items()}
    shown = told.shown["11-39"]
    assert shown.index.tolist() == ["O025"] * 2
    assert told.answer("the verdict is another for") == [
        f"{len(several)}", f"{len(several) - len(apart['2016-11'])}", "2016",
        f"{len(several) - len(apart['2021'])}", "2021", f"{shown.index.nunique()}",
    ]  # fmt: skip
    assert shown.index.nunique() < 0.2 * (len(several) - len(apart["2016-11"]))  # a few, as said
    assert "rest on the migrant stock by origin, of which no revision of 2016 is held" in told.prose
    stock = [name for name in apart["2016-11"] if "migrant_stock" in young["2016-11"][name]]
    assert len(stock) > len(apart["2016-11"]) / 2  # "most that cannot be put back"
    widths = []
    for name in several:
        values = found[name].vintages["value"]
        widths.append((values.max() - values.min()) / values.abs().max())
    assert told.answer("lie more than one per cent apart") == [
        f"{sum(width > 0.01 for width in widths)}", f"{len(several)}",
        f"{sum(width > 0.1 for width in widths)}",
    ]  # fmt: skip
    assert sum(width > 0.01 for width in widths) > 2 * shown.index.nunique()  # "figures move"


# --- India's ratio, from the publisher's file -----------------------------------------------------


@pytest.fixture(scope="module")
def india(file_of: Callable[..., Path]) -> dict[str, pd.Series]:
    """What is sent home over the deficit in goods, by year, in three vintages of one file."""
    codes = ["BX.TRF.PWKR.CD.DT", "TM.VAL.MRCH.CD.WT", "TX.VAL.MRCH.CD.WT"]
    rows = pd.read_parquet(
        file_of("vintages_long.parquet"), filters=[("ind", "in", codes), ("code", "==", "IND")]
    ).astype({"ind": str, "vintage": str})
    ratio = {}
    vintages = sorted(rows["vintage"].unique())
    of_then = max(each for each in vintages if each < "2022")
    for vintage, filed in (("2016-11", "2016-11"), ("2026-07", "2026-07"), ("2021", of_then)):
        mine = rows[rows["vintage"].str.startswith(filed)]
        sent, bought, sold = (
            mine[mine["ind"] == code].set_index("year")["value"] for code in codes
        )
        ratio[vintage] = (sent / (bought - sold)).dropna().sort_index()
    return ratio


@pytest.mark.reference
def test_india_s_ratio_by_the_publisher_s_file(told: Told, india: dict[str, pd.Series]) -> None:
    drawn, shown = lines_of(told.pictures["fig-11-india"]), told.shown["11-19"]
    for vintage in ("2016-11", "2026-07"):
        name, ratio = f"vintage of {vintage}", india[vintage]
        assert drawn[name] == pytest.approx(ratio.loc[1995:].to_dict(), rel=1e-6)
        assert shown.loc[name].to_dict() == {
            year: f"{ratio[year]:.2f}" if year in ratio else "–" for year in range(2012, 2019)
        }
    half = [line for line in told.pictures["fig-11-india"].lines
            if line.get_color() == "#a50f15" and len(set(line.get_ydata())) == 1]  # fmt: skip
    assert [set(line.get_ydata()) for line in half] == [{claims.get("O025").stated}] == [{0.5}]


@pytest.mark.reference
def test_india_s_verdict_on_two_dates(told: Told, india: dict, file_of) -> None:
    newest = {date: ratio.iloc[-1] for date, ratio in india.items()}
    for (_, row), date in zip(told.shown["11-39"].iterrows(), ("2016-11", "2021"), strict=True):
        assert row["figures of"] == date
        assert [row["now_from"], row["now_to"]] == [
            round(newest[each], 4) for each in (date, "2026-07")
        ]
        assert [row["from"], row["to"]] == [
            "holds" if newest[each] > 0.5 else "overtaken" for each in (date, "2026-07")
        ]


@pytest.mark.reference
def test_india_between_the_papers_year_and_the_newest(told: Told, india: dict) -> None:
    (text,) = (each for each in told.answers if "has crossed the half" in each)
    newest, value, since, below, years, turns = numbers(text)
    line = india["2026-07"].loc[1995:]
    signs = [ratio < 0.5 for ratio in line]
    crossed = sum(one != other for one, other in pairwise(signs))
    assert (newest, value, since) == (f"{line.index[-1]}", f"{line.iloc[-1]:.4f}", "1995")
    assert (below, years, turns) == (f"{sum(signs)}", f"{len(signs)}", f"{crossed}")
    assert crossed > 3  # "too tidy a word"
    assert claims.get("O025").year == 1995


@pytest.mark.reference
def test_both_vintages_agree_in_every_year_but_the_last_of_the_older(told: Told, india) -> None:
    older, newer = (india[vintage].loc[1995:] for vintage in ("2016-11", "2026-07"))
    apart = (older - newer).abs().dropna()
    assert len(apart) == len(older) > 15
    assert (apart.iloc[:-1] < 0.0001).all()
    assert 0.001 < apart.iloc[-1] < 0.01
    assert "which moved by less than a hundredth and stayed above the half" in told.prose
    assert older.iloc[-1] > 0.5 and newer[older.index[-1]] > 0.5
