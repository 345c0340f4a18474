"""Figures: what is on the axes, what is written where, and what is refused."""

from __future__ import annotations

import itertools
import re
from types import SimpleNamespace

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import migov
from migov import plots, tidy
from migov.errors import ArgumentError, MigovError, SchemaError
from migov.plots import ends as line_ends
from migov.plots import labels, shapes

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def record(unit: str = "current US$", version: str = "2026-07", code: str = "X.CD") -> dict:
    return {
        "series": "x", "title": "A series", "publisher": "worldbank", "code": code,
        "publisher_name": "World Bank", "unit": unit, "version": version,
    }


def economies(*codes: str, unit: str = "current US$", years=range(1990, 2001)) -> pd.DataFrame:
    rows = [(code, year, (number + 1) * 1e9 * (year - 1985))
            for number, code in enumerate(codes) for year in years]
    table = pd.DataFrame(rows, columns=["economy", "year", "value"])
    return tidy.with_provenance(table, {"value": record(unit)})


def vintages() -> pd.DataFrame:
    table = pd.DataFrame(
        {"2013-12": [98e9, 102.4e9, 106e9], "2016-11": [98e9, 102.4e9, 107e9],
         "2026-07": [90e9, 94.5e9, 99e9]},
        index=pd.Index([1994, 1995, 1996], name="year"),
    )
    return tidy.with_provenance(
        table, {name: record(version=name) for name in table.columns}
    )


def finding(stated: float | None = 70, years=range(1985, 2001), unit="US$ billion", **facts):
    years = list(years)
    frame = pd.concat([
        pd.DataFrame({
            "label": label, "source": "World Bank", "series": code, "version": version,
            "population": "World", "year": years, "value": np.array(years) * 0.5 - start,
            "unit": unit, "basis": basis, "pinned": pinned,
        })
        for label, code, version, start, basis, pinned in [
            ("Remittances", "A.CD", "2026-07", 920, True, True),
            ("Remittances", "A.CD", "2013-12", 918, True, False),
            ("Aid", "B.CD", "2026-07", 950, False, True),
        ]
    ], ignore_index=True)
    if not years:
        frame = frame.astype({"basis": bool, "pinned": bool})
    claim = SimpleNamespace(
        id="O018", paper="Overbeek (2002)", stated=stated, stated_as="US$ 70 billion",
        unit=unit, year=1995,
    )
    then = SimpleNamespace(year=1995, value=77.5, unit=unit) if years else None
    now = SimpleNamespace(year=2000, value=80.0, unit=unit) if years else None
    return SimpleNamespace(claim=claim, lines=frame, then=then, now=now, **facts)


def words(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def boxes(ax) -> list:
    ax.figure.draw_without_rendering()
    return [labels._box(text) for text in ax.texts]


# --- what is drawn --------------------------------------------------------------------------------


DRAWN = {
    "lines": lambda: plots.lines(economies("MEX", "NAM")),
    "bars": lambda: plots.bars(economies("MEX", "NAM", years=[1995])),
    "vintages": lambda: plots.vintages(vintages(), year=1995),
    "claim": lambda: plots.claim(finding()),
}


def test_pictures_on_one_page_name_each_source_once():
    _, (left, middle, right) = plt.subplots(1, 3)
    plots.lines(migov.load("gdp", "MEX"), ax=left)
    plots.lines(migov.load("migrant_stock_total_undesa", "MEX"), ax=middle)
    plots.lines(migov.load("gdp", "IND"), ax=right)
    said = right.figure.get_supxlabel()
    assert said.count("World Bank") == said.count("UN DESA") == 1
    plots.caption(middle, migov.load("migrant_stock_total_undesa", "MEX"), "With refugees.")
    said = right.figure.get_supxlabel()
    assert said.count("World Bank") == 1 and "With refugees." in said


@pytest.mark.parametrize("name", DRAWN)
def test_axes_say_what_they_count_and_where_it_is_from(name):
    ax = DRAWN[name]()
    assert isinstance(ax, matplotlib.axes.Axes)
    counted = ax.get_xlabel() if name == "bars" else ax.get_ylabel()
    assert "billion" in counted.lower() and "US$" in counted
    assert ax.figure.get_supxlabel().startswith("Source: World Bank, ")
    assert "2026-07" in ax.figure.get_supxlabel()
    if name != "bars":
        assert ax.get_xlabel() == "Year"


@pytest.mark.parametrize("name", DRAWN)
def test_no_number_on_a_figure_is_long(name):
    ax = DRAWN[name]()
    ax.figure.draw_without_rendering()
    ticks = [tick.get_text() for tick in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    numbers = re.findall(r"[\d,.]+", " ".join([*ticks, *words(ax)]))
    assert numbers and all(len(number) <= 6 for number in numbers)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["G003", "O094", "G071", "G046", "G005", "O056"])
def test_names_of_many_lines_stand_in_one_column_beside_each_other(name):
    ax = migov.claims.get(name).plot()
    ax.figure.draw_without_rendering()
    edge = ax.get_window_extent().x1
    ends = [box for box in boxes(ax) if box.x0 > edge]
    assert len(ends) >= 4
    assert max(box.x0 for box in ends) - min(box.x0 for box in ends) < 12
    for one, other in itertools.combinations(sorted(ends, key=lambda box: box.y0), 2):
        assert one.y1 < other.y0 + 0.15 * (one.y1 - one.y0), name
    page = ax.figure.bbox
    assert all(page.y0 <= box.y0 and box.y1 <= page.y1 for box in ends)
    assert all(box.x1 <= page.x1 + 1 for box in ends)


def test_years_are_marked_in_round_steps():
    for name in ("O056", "G046"):
        ax = migov.claims.get(name).plot()
        ax.figure.draw_without_rendering()
        steps = set(np.diff(ax.get_xticks()))
        assert len(steps) == 1 and steps <= {1, 2, 5, 10, 20, 50}


@pytest.mark.parametrize("name", ["G014", "O013"])
def test_notes_cover_neither_each_other_nor_the_figures_of_the_axes(name):
    ax = migov.claims.get(name).plot()
    notes = [box for box in boxes(ax) if box.x0 < ax.get_window_extent().x1]
    ticks = [text.get_window_extent() for text in ax.get_yticklabels() if text.get_text()]
    assert len(notes) == 2
    assert not notes[0].overlaps(notes[1])
    assert not any(note.overlaps(tick) for note in notes for tick in ticks)


@pytest.mark.parametrize("name", DRAWN)
def test_words_do_not_cover_each_other(name):
    found = boxes(DRAWN[name]())
    for number, one in enumerate(found):
        assert not any(one.overlaps(other) for other in found[number + 1:])


def test_lines_are_scaled_and_nothing_else_is_done_to_them():
    table = economies("MEX", "NAM")
    ax = plots.lines(table)
    drawn = ax.get_lines()[1].get_ydata()
    np.testing.assert_allclose(drawn, table.loc[table["economy"] == "NAM", "value"] / 1e9)


def test_a_line_is_broken_where_an_annual_series_has_no_figure_and_nothing_is_filled():
    table = economies("MEX", "NAM")
    gone = (table["economy"] == "NAM") & table["year"].isin([1994, 1995, 1997])
    ax = plots.lines(table[~gone])
    mexico, namibia = ax.get_lines()
    assert list(np.isnan(namibia.get_ydata()).nonzero()[0]) == [4, 5, 7]
    assert not np.isnan(mexico.get_ydata()).any()
    assert 6 in namibia.get_markevery()  # 1996 stands alone and would not be seen without a marker


def test_a_line_of_every_fifth_year_is_not_broken():
    ax = plots.lines(economies("MEX", years=[1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024]))
    assert not np.isnan(ax.get_lines()[0].get_ydata()).any()


def test_lines_of_one_year_are_refused():
    with pytest.raises(ArgumentError, match=r"one year, 1995, .* bars\(\)"):
        plots.lines(economies("MEX", "NAM", years=[1995]))


def test_a_line_that_would_flatten_the_verdicts_own_is_left_out_and_the_figure_says_so():
    far = finding()
    far.lines.loc[far.lines["label"] == "Aid", "value"] = 5e3
    ax = plots.claim(far)
    assert not any(text.startswith("Aid") for text in words(ax))
    assert "Not drawn, since far above: Aid (up to 5,000)." in ax.get_title(loc="left")


def test_an_earlier_vintage_that_leaves_the_figure_is_spoken_of():
    spiked = finding()
    older = ~spiked.lines["pinned"] & (spiked.lines["year"] == 1988)
    spiked.lines.loc[older, "value"] = 9e3
    ax = plots.claim(spiked)
    assert ax.get_ylim()[1] < 1e3 and "up to 9,000" in ax.get_title(loc="left")


def test_lines_are_named_where_they_end_and_told_apart_without_colour():
    ax = plots.lines(economies("MEX", "NAM", "IND"))
    assert words(ax) == ["Mexico", "Namibia", "India"]
    assert ax.get_legend() is None
    looks = {(line.get_linestyle(), line.get_marker()) for line in ax.get_lines()}
    assert len(looks) == 3


def test_lines_without_names_at_their_ends_have_a_legend_beside_the_data():
    ax = plots.lines(economies("MEX", "NAM"), label_ends=False)
    ax.figure.draw_without_rendering()
    assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1


def test_an_amount_is_read_against_zero():
    assert plots.lines(economies("MEX")).get_ylim()[0] == 0


def test_a_panel_of_one_economy_has_a_line_a_series_named_by_its_title():
    table = pd.DataFrame({"economy": "MEX", "year": [1, 2], "a": [1.0, 2], "b": [2.0, 3]})
    tidy.with_provenance(table, {"a": record(), "b": {**record(), "title": "Another"}})
    assert words(plots.lines(table)) == ["A series", "Another"]


def test_corridors_are_lines_by_the_side_that_varies():
    table = pd.DataFrame({
        "origin": ["MEX", "MEX", "IND", "IND"], "destination": "USA", "year": [1990, 2000] * 2,
        "value": [4e6, 9e6, 1e6, 2e6],
    })
    ax = plots.lines(table, unit="persons")
    assert words(ax) == ["Mexico", "India"] and ax.get_ylabel() == "Million persons"


def test_both_ends_of_corridors_name_their_bars_and_lines():
    top = migov.top_corridors("migrant_stock", 2024, n=3)
    ax = plots.bars(top, highlight=["IRN", "Mexico → United States"])
    named = [text.get_text() for text in ax.get_yticklabels()]
    assert named == ["Mexico → United States", "Afghanistan → Iran", "Syria → Türkiye"]
    assert words(ax) == ["11.3", "3.8", "3.6"]
    orange = matplotlib.colors.to_rgba(plots.PALETTE[1])
    assert [patch.get_facecolor() == orange for patch in ax.patches] == [True, True, False]
    stock = migov.load("migrant_stock", origins=["MEX", "IND"], destinations=["USA", "CAN"])
    drawn = words(plots.lines(stock))
    assert "India → Canada" in drawn and len(drawn) == 4
    one = stock[(stock["origin"] == "IND") & (stock["destination"] == "CAN")]
    assert words(plots.lines(one)) == ["India → Canada"]


def test_a_long_name_of_a_corridor_is_broken_at_its_arrow():
    rows = [("COD", "CAF", 2000, 5.0), ("MEX", "USA", 2000, 9.0)]
    table = pd.DataFrame(rows, columns=["origin", "destination", "year", "value"])
    ax = plots.bars(table, unit="persons", source=False)
    assert [text.get_text() for text in ax.get_yticklabels()] == [
        "Mexico → United States", "Democratic Republic of the Congo\n→ Central African Republic"
    ]


def test_what_is_drawn_is_said_above_unless_the_caller_says_it():
    def above(ax):
        return ax.figure.get_suptitle()

    table = economies("MEX", "NAM")
    assert above(plots.lines(table)) == "A series"
    assert above(plots.lines(table, title="Money")) == "Money"
    assert above(plots.lines(table, title="")) == ""
    assert above(plots.lines(table, unit="per cent of a thing")) == ""  # no longer the series
    assert above(plots.bars(table[table["year"] == 1995])) == "A series"
    stock = migov.load("migrant_stock", destinations="USA", origins=["MEX", "IND"])
    assert above(plots.lines(stock)).endswith("by origin and destination: to United States")
    world = migov.revisions("remittances_received", years=(1990, 2000))
    assert above(plots.vintages(world)) == "Personal remittances, received: World"
    several = migov.panel("remittances_received", "oda_received", economies="MEX")
    assert above(plots.lines(several)) == "Mexico"
    women = stock.assign(sex="female")
    assert above(plots.lines(women)).endswith("to United States, female")


def test_a_title_of_given_axes_is_left_and_one_is_written_where_there_is_none():
    _, (one, other) = plt.subplots(1, 2)
    one.set_title("My own")
    plots.lines(economies("MEX"), ax=one)
    plots.lines(economies("MEX"), ax=other)
    assert one.get_title("center") == "My own" and one.get_title("left") == ""
    assert other.get_title("left") == "A series" and other.figure.get_suptitle() == ""


def test_years_and_economies_across_are_named_as_elsewhere():
    wide = economies("MEX", "NAM").pivot(index="year", columns="economy", values="value")
    assert words(plots.lines(wide, unit="current US$", source=False)) == ["Mexico", "Namibia"]


def test_the_length_of_a_list_is_drawn_in_steps_and_in_points_where_it_is_known_at_dates():
    yearly = economies("MEX", unit="members", years=range(2000, 2010))
    (line,) = plots.lines(yearly).get_lines()
    assert line.get_drawstyle() == "steps-post"
    dates = economies("MEX", unit="parties", years=[2009, 2026])
    (points,) = plots.lines(dates).get_lines()
    assert points.get_linestyle() == "None" and points.get_marker() == "o"
    (money,) = plots.lines(economies("MEX")).get_lines()
    assert money.get_drawstyle() == "default"


def test_lists_that_other_sources_have_at_dates_are_points_on_a_claim():
    counted = finding(unit="members")
    aid = counted.lines["label"] == "Aid"
    counted.lines = counted.lines[~aid | counted.lines["year"].isin([1985, 2000])]
    drawn = {line.get_label(): line for line in plots.claim(counted).get_lines()}
    assert drawn["Remittances"].get_drawstyle() == "steps-post"
    assert drawn["Aid"].get_linestyle() == "None" and list(drawn["Aid"].get_xdata()) == [1985, 2000]


def test_ticks_say_where_they_stand():
    table = economies("MEX", years=range(1990, 2000))
    table["value"] = -1e9 * (table["year"] - 1989) / 5
    for ax in (plots.lines(table), plots.bars(table[table["year"] == 1999])):
        ax.figure.draw_without_rendering()
        axis = ax.yaxis if ax.get_xlabel() == "Year" else ax.xaxis
        at = axis.get_majorticklocs()
        said = [tick.get_text().replace("−", "-") for tick in axis.get_ticklabels()]
        np.testing.assert_allclose([float(each) for each in said], at, atol=1e-9)
        assert len({len(each.partition(".")[2]) for each in said}) == 1


def test_figures_below_nought_are_read_against_it():
    below = economies("MEX").assign(value=lambda t: -t["value"])
    assert plots.lines(below).get_ylim()[1] == 0
    nought = economies("MEX").assign(value=0.0)
    assert plots.lines(nought).get_ylim() == (0, 1)


def test_words_of_bars_below_nought_do_not_cover_their_names():
    table = migov.load("net_migration", years=2020, economies=["MEX", "USA", "DEU", "IND", "PAK"])
    ax = plots.bars(table)
    ax.figure.draw_without_rendering()
    names = [text.get_window_extent() for text in ax.get_yticklabels()]
    told = [text.get_window_extent() for text in ax.texts]
    assert not any(one.overlaps(other) for one in names for other in told)


def test_a_bar_too_small_to_be_seen_is_not_told_as_nought():
    table = economies("MEX", "NAM", "IND", years=[1995]).assign(value=[9e9, 1e6, 0.0])
    assert words(plots.bars(table)) == ["9.0", "<0.1", "0"]


def test_few_bars_make_a_low_figure():
    low, high = (plots.bars(economies(*codes, years=[1995])).figure.get_figheight()
                 for codes in (["MEX"], ["MEX", "NAM", "IND", "USA", "BRA", "ARG", "CHN"]))
    assert low < 2 < high


def test_each_document_behind_a_claim_is_credited_once():
    twice = finding()
    twice.lines["series"] = ""
    twice.lines["source"] = ["A treaty; Its depositary"] * 20 + ["Its depositary; A page"] * 28
    twice.lines["version"], twice.lines["pinned"] = "2026-02-03", True
    assert labels.source_line(twice) == (
        "Source: A treaty; Its depositary; A page, as of 2026-02-03."
    )


def test_a_figure_grows_for_many_sources_and_given_axes_only_if_asked():
    many = finding()
    many.lines["series"] = ""
    many.lines["source"] = "; ".join(f"The document with the number {n}" for n in range(30))
    own = plots.claim(many).figure.get_figheight()
    assert own > plots.claim(finding()).figure.get_figheight() + 0.5
    heights = []
    for grow in (False, True):
        _, ax = plt.subplots(layout="constrained", figsize=(7.2, 4.2))
        heights.append(plots.claim(many, ax, grow=grow).figure.get_figheight())
    assert heights == [4.2, own]


def test_a_picture_that_has_a_date_only_is_low():
    dated = finding(years=[2000])
    dated.lines["unit"], dated.lines["value"] = "year", 1996.0
    dated.claim.stated = 1995
    ax = plots.claim(dated)
    assert ax.figure.get_figheight() < 3 and list(ax.get_yticks()) == []


def test_bars_stand_largest_first_with_their_figures():
    ax = plots.bars(economies("MEX", "NAM", "IND", years=[1995]), top=2, highlight="India")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["India", "Namibia"]
    assert words(ax) == ["30.0", "20.0"]
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()


def test_the_newest_vintage_stands_out_and_the_year_is_marked():
    ax = plots.vintages(vintages(), year=1995)
    named = [line for line in ax.get_lines() if not line.get_label().startswith("_")]
    assert named[-1].get_label() == "2026-07"
    assert named[-1].get_linewidth() == max(line.get_linewidth() for line in named)
    assert {"1995: 102.4", "1995: 94.5"} == set(words(ax))
    assert next(text.get_text() for text in ax.get_legend().get_texts()) == "2026-07"


def test_a_claim_shows_what_the_paper_said_and_what_the_data_say():
    ax = plots.claim(finding())
    assert any("Overbeek (2002), for 1995:\nUS$ 70 billion" in text for text in words(ax))
    assert "data, 1995: 77.5" in words(ax)
    stated = [line for line in ax.get_lines() if line.get_marker() == "D"
              and list(line.get_ydata()) == [70]]
    assert len(stated) == 1 and list(stated[0].get_xdata()) == [1995]


def test_the_notes_of_a_claim_cover_no_line_of_data():
    ax = plots.claim(finding())
    ax.figure.draw_without_rendering()
    noted = [labels._box(text) for text in ax.texts if "\n" in text.get_text()
             or text.get_text().startswith("data")]
    for line in ax.get_lines():
        if len(line.get_xdata()) > 2:
            points = ax.transData.transform(np.column_stack(line.get_data()))
            assert not any(box.contains(*point) for box in noted for point in points)


def test_the_newest_figure_of_a_claim_is_told_beside_the_axes_where_its_line_is_named():
    ax = plots.claim(finding())
    ax.figure.draw_without_rendering()
    (told,) = [text for text in ax.texts if "data, 2000: 80.0" in text.get_text()]
    assert told.get_text().startswith("Remittances\n")
    assert labels._box(told).x0 > ax.transData.transform((2000, 80))[0]
    rings = [line for line in ax.get_lines() if list(line.get_xdata()) == [2000]]
    assert len(rings) == 1 and list(rings[0].get_ydata()) == [80.0]


def test_a_figure_that_all_but_meets_the_papers_is_told_with_the_decimals_that_differ():
    near = finding(stated=80.001)
    assert any("data, 2000: 80.000" in text for text in words(plots.claim(near)))
    assert shapes.beside(0.49991, 0.5) == "0.4999"
    assert shapes.beside(0.5, 0.5) == "0.50"


def test_the_axis_of_a_claim_says_per_cent_in_words():
    assert plots.claim(finding(unit="%")).get_ylabel() == "Per cent"


def test_the_source_of_a_claim_names_the_publishers_codes_as_a_table_does():
    ax = plots.claim(finding(codes={"A.CD": "BX.A, medium"}))
    assert ax.figure.get_supxlabel() == "Source: World Bank, BX.A, medium, B.CD, version 2026-07."


def test_a_line_of_several_series_names_each_with_its_own_vintage():
    two = finding()
    two.lines["series"], two.lines["version"] = "A.CD, B.CD", "2026-07/2025-10"
    two.lines["pinned"] = True
    assert "A.CD, version 2026-07; World Bank, B.CD, version 2025-10" in labels.source_line(two)
    two.lines["series"] = "A.CD, B.CD, C.CD"
    assert "A.CD, B.CD, C.CD, versions 2025-10 and 2026-07" in labels.source_line(two)


def test_figures_from_print_are_points_and_credited_as_such():
    both = finding()
    aid = both.lines["label"] == "Aid"
    both.lines.loc[aid, "version"] = "printed"
    ax = plots.claim(both)
    (drawn,) = [line for line in ax.get_lines() if line.get_label() == "Aid"]
    assert drawn.get_linestyle() == "None" and drawn.get_marker() == "s"
    assert ax.figure.get_supxlabel() == (
        "Source: World Bank, A.CD, version 2026-07; World Bank, in print."
    )


def test_what_a_paper_says_without_a_figure_has_no_line_leading_nowhere():
    ax = plots.claim(finding(stated=None))
    (said,) = [text for text in ax.texts if "Overbeek" in text.get_text()]
    assert said.arrow_patch is None


def test_a_claim_without_a_figure_or_without_data_is_still_drawn():
    assert any("Overbeek" in text for text in words(plots.claim(finding(stated=None))))
    ax = plots.claim(finding(years=[]))
    assert "No public series can speak to it." in words(ax)
    assert ax.figure.get_supxlabel() == ""


def test_given_axes_are_drawn_on():
    fig, ax = plt.subplots()
    assert plots.lines(economies("MEX"), ax=ax) is ax
    assert plots.claim(finding(), ax=ax).figure is fig


def test_a_table_is_left_as_it_was():
    table = economies("MEX", "NAM")
    before = table.copy()
    plots.lines(table)
    plots.bars(table[table["year"] == 1995])
    pd.testing.assert_frame_equal(table, before)


# --- style ----------------------------------------------------------------------------------------


def test_style_ends_with_its_block_and_set_style_stays():
    before = plt.rcParams["axes.spines.top"]
    with plots.style():
        assert plt.rcParams["axes.spines.top"] is False
    assert plt.rcParams["axes.spines.top"] == before
    with matplotlib.rc_context():
        plots.set_style()
        assert plt.rcParams["axes.spines.top"] is False


def test_style_leaves_what_it_does_not_set():
    with matplotlib.rc_context():
        plt.rcParams["interactive"] = False
        with plots.style():
            plt.rcParams["interactive"] = True  # as Jupyter's backend does when it starts
        assert plt.rcParams["interactive"] is True


def lightness(colour: str) -> float:
    """CIE L* of a colour: what is left of it in grey print."""
    parts = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = float(linear @ [0.2126, 0.7152, 0.0722])
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light


# Viénot, Brettel and Mollon (1999): what is left of linear RGB without red, without green cones.
BLIND = {
    "protan": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deutan": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}


@pytest.mark.parametrize("kind", BLIND)
def test_colours_differ_for_readers_who_do_not_see_all_of_them(kind):
    seen = []
    for colour in plots.PALETTE[:4]:
        parts = np.array(matplotlib.colors.to_rgb(colour)) ** 2.2
        seen.append(np.clip(np.array(BLIND[kind]) @ parts, 0, 1) ** (1 / 2.2))
    apart = [np.linalg.norm(one - other) for n, one in enumerate(seen) for other in seen[n + 1:]]
    assert min(apart) > 0.12


def test_neighbouring_colours_differ_in_grey_print_and_all_show_on_white():
    grey = [lightness(colour) for colour in plots.PALETTE]
    assert all(abs(one - other) >= 8 for one, other in itertools.pairwise(grey))
    assert max(grey) < 70


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([1, 2], "not from a list"),
        (pd.DataFrame({"economy": ["MEX"], "value": [1.0]}), "no years"),
        (pd.DataFrame({"economy": ["MEX"], "year": [1990], "name": ["x"]}), "holds no figures"),
        (pd.DataFrame({"economy": ["MEX"], "year": [1990], "value": ["1 000"]}), "are text"),
        (pd.DataFrame({"economy": [], "year": [], "value": []}), "empty"),
        (pd.DataFrame({"economy": ["MEX"], "year": [1990], "value": [np.nan]}), "missing"),
        (pd.DataFrame({"economy": ["MEX"] * 2, "year": [1990] * 2, "value": [1.0, 2]}),
         "share a year"),
        (pd.DataFrame({"origin": ["MEX", "IND"], "destination": ["USA", "CAN"],
                       "year": [1990] * 2, "sex": ["male", "female"], "value": [1.0, 2]}),
         "varies by origin, destination, sex"),
        (pd.DataFrame({"economy": ["MEX", "IND"], "year": [1990] * 2, "a": [1.0, 2],
                       "b": [1.0, 2]}), "one economy"),
    ],
)
def test_a_wrong_table_is_refused_with_a_sentence(table, said):
    with pytest.raises(MigovError, match=said):
        plots.lines(table, unit="persons")


def test_a_table_that_does_not_say_its_unit_is_refused():
    bare = pd.DataFrame({"economy": ["MEX"], "year": [1990], "value": [1.0]})
    with pytest.raises(ArgumentError, match="does not say its unit"):
        plots.lines(bare)


def test_units_that_one_axis_cannot_carry_are_refused():
    table = pd.DataFrame({"economy": "MEX", "year": [1, 2], "a": [1.0, 2], "b": [2.0, 3]})
    tidy.with_provenance(table, {"a": record("persons"), "b": record()})
    with pytest.raises(ArgumentError, match=r"persons, current US\$"):
        plots.lines(table)


def test_too_many_lines_or_bars_are_refused():
    codes = [f"A{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(50)]
    with pytest.raises(ArgumentError, match="50 lines"):
        plots.lines(economies(*codes))
    with pytest.raises(ArgumentError, match="50 bars"):
        plots.bars(economies(*codes, years=[1995]))


def test_bars_of_several_years_and_unknown_highlights_are_refused():
    with pytest.raises(ArgumentError, match="shows one year"):
        plots.bars(economies("MEX"))
    with pytest.raises(ArgumentError, match="Say which are the bars"):
        plots.bars(pd.DataFrame({"origin": ["MEX", "IND"], "destination": ["USA", "CAN"],
                                 "year": [1990] * 2, "sex": ["male", "female"],
                                 "value": [1.0, 2]}), unit="persons")
    with pytest.raises(ArgumentError, match="no bar Atlantis"):
        plots.bars(economies("MEX", years=[1995]), highlight="Atlantis")
    with pytest.raises(ArgumentError, match=r"no bar Mexcio.*Did you mean Mexico"):
        plots.bars(economies("MEX", "IND", years=[1995]), highlight="Mexcio")
    with pytest.raises(ArgumentError, match="highlight=5 is no name"):
        plots.bars(economies("MEX", years=[1995]), highlight=5)


def test_vintages_refuses_a_tidy_table_and_a_year_outside():
    with pytest.raises(SchemaError, match="revisions"):
        plots.vintages(economies("MEX"))
    with pytest.raises(ArgumentError, match="cover 1994 to 1996"):
        plots.vintages(vintages(), year=1960)


def test_a_claim_that_was_not_checked_is_refused():
    with pytest.raises(SchemaError, match="Check the claim first"):
        plots.claim(finding().claim)


def test_an_unknown_scale_is_refused():
    with pytest.raises(ArgumentError, match="one of units, thousands"):
        plots.lines(economies("MEX"), scale="lakhs")


def test_a_caption_needs_a_source():
    ax = plots.lines(economies("MEX"), source=False)
    assert ax.figure.get_supxlabel() == ""
    with pytest.raises(ArgumentError, match="where it comes from"):
        plots.caption(ax, pd.DataFrame({"year": [1]}))


# --- small parts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "peak", "label"),
    [
        ("current US$", 8.6e11, "Billion current US$"),
        ("persons", 3.04e8, "Million persons"),
        ("persons", 25_000, "Thousand persons"),
        ("persons", 800, "Persons"),
        ("% of GDP", 48.0, "Per cent of GDP"),
        ("%", 48.0, "Per cent"),
        ("US$ million", 2_000_000, "US$ million"),
        ("constant 2015 US$ per person", 56_000, "Thousand constant 2015 US$ per person"),
        ("index", 3e12, "Index, billions"),
        ("parties", 60, "Parties"),
    ],
)
def test_the_axis_counts_in_words(unit, peak, label):
    assert shapes.axis_unit(unit, peak)[1] == label


@given(
    st.lists(
        st.tuples(st.floats(0, 500), st.floats(1, 60)), min_size=1, max_size=8
    )
)
def test_spread_labels_never_overlap_and_keep_their_order(ends):
    at, heights = [end[0] for end in ends], [end[1] for end in ends]
    placed = line_ends.spread(at, heights)
    order = sorted(range(len(at)), key=lambda n: at[n])
    for below, above in itertools.pairwise(order):
        gap = placed[above] - placed[below]
        assert gap >= (heights[above] + heights[below]) / 2 - 1e-6


def test_a_label_alone_stays_where_its_line_ends():
    assert line_ends.spread([10.0, 400.0], [12.0, 12.0]) == [10.0, 400.0]
