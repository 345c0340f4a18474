"""Maps and pictures of corridors: what is drawn where, what is said below, and the outline."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

import migov
from migov import economies, maps, plots, tidy
from migov.errors import ArgumentError
from migov.maps import arcs, areas, outline, projection
from migov.maps.classes import classes
from migov.measures.pairs import NOT_ALLOCATED
from migov.plots import labels, pairs

pytestmark = pytest.mark.slow
matplotlib.use("agg")

ROOT = Path(__file__).resolve().parent.parent
BORDERS = (
    "Borders are Natural Earth's and express no opinion; Crimea, Somaliland and Northern Cyprus "
    "count with Ukraine, Somalia and Cyprus; Western Sahara is drawn east of the berm only."
)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def record(unit: str = "persons", **more: object) -> dict:
    return {
        "series": "x", "title": "A series", "publisher": "undesa", "code": "POP/X",
        "publisher_name": "UN DESA", "unit": unit, "version": "2024", **more,
    }


def figures(values: dict[str, float], year: int = 2024, unit: str = "persons") -> pd.DataFrame:
    table = pd.DataFrame({"economy": sorted(values), "year": year})
    table["value"] = table["economy"].map(values).astype(float)
    return tidy.with_provenance(table, {"value": record(unit)})


def moves(*rows: tuple[str, str, float], year: int = 2024, **more: object) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["origin", "destination", "value"])
    table.insert(2, "year", year)
    return tidy.with_provenance(table, {"value": record(**more)})


def faces(ax) -> dict[str, tuple]:
    """Colour of each territory by name, in the order the outline has them."""
    drawn = [patch for patch in ax.patches if patch.get_zorder() == 1 and patch.get_gid() is None]
    shapes = [each for each in outline.territories() if each.polygons]
    return {
        each.economy or each.name: patch.get_facecolor()
        for each, patch in zip(shapes, drawn[-len(shapes):], strict=True)
    }


def arrows(ax) -> list:
    return [patch for patch in ax.patches if patch.get_gid() == "corridor"]


def pieces(arrow) -> list[np.ndarray]:
    return [polygon for polygon in arrow.get_path().to_polygons()]


def below(ax) -> str:
    return " ".join(ax.figure.get_supxlabel().split())


# --- the outline ----------------------------------------------------------------------------------


def test_every_economy_of_today_has_a_place_on_the_map():
    table = economies.table()
    current = set(table.loc[table["status"] == "current", "economy"])
    assert set(outline.points()) == current
    named = [each.economy for each in outline.territories() if each.economy]
    assert len(named) == len(set(named))


def test_no_ring_crosses_the_edge_of_the_map_and_all_are_closed():
    for each in outline.territories():
        for polygon in each.polygons:
            for number, ring in enumerate(polygon):
                assert np.abs(ring[:, 0]).max() <= 180 and np.abs(ring[:, 1]).max() <= 90
                assert (ring[0] == ring[-1]).all() and len(ring) >= 4
                assert np.abs(np.diff(ring[:, 0])).max() < 40
                # Outer rings against the clock and holes with it, as GeoJSON has them.
                (x, y), (u, v) = ring[:-1].T, ring[1:].T
                assert ((x * v - u * y).sum() > 0) == (number == 0), each.name


def test_what_spans_180_degrees_lies_on_both_edges():
    by_code = {each.economy: each for each in outline.territories()}
    for code in ("RUS", "FJI"):
        longitudes = np.concatenate([ring[:, 0] for (ring, *_) in by_code[code].polygons])
        assert longitudes.min() == -180 and longitudes.max() == 180


def test_small_states_are_dots_and_large_ones_are_not():
    small = {each.economy for each in outline.territories() if each.small}
    assert {"TON", "WSM", "SGP", "BHR", "MLT", "LUX", "HKG", "XKX", "PSE", "GIB"} <= small
    assert not small & {"NLD", "KWT", "LSO", "FJI", "USA", "ISR"}


def test_enclaves_are_holes_and_parts_with_figures_of_their_own_are_apart():
    by_code = {each.economy: each for each in outline.territories()}
    assert max(map(len, by_code["ZAF"].polygons)) == 2  # Lesotho
    assert {"GUF", "GLP", "MTQ", "REU"} <= {code for code, each in by_code.items() if each.area}
    france = np.concatenate([ring for (ring, *_) in by_code["FRA"].polygons])
    assert france[:, 1].min() > 40
    from matplotlib.path import Path as Shape

    held = [code for code, each in by_code.items() for (ring, *_) in each.polygons
            if Shape(ring).contains_point((34.1, 45.1))]
    assert held == ["UKR"]  # Simferopol, which the United Nations count in Ukraine
    for code, town in (("SOM", (44.06, 9.56)), ("CYP", (33.32, 35.34))):  # Hargeisa, Kyrenia
        shapes = [Shape(polygon[0]) for polygon in by_code[code].polygons]
        assert sum(shape.contains_point(town) for shape in shapes) == 1
    assert by_code["XKX"].polygons
    assert [each.name for each in outline.territories() if each.economy is None] == [
        "Siachen Glacier"
    ]


def test_areas_are_those_that_cepii_gives(file_of):
    printed = pd.read_csv(file_of("geodist_geo.csv.gz"), keep_default_na=False)
    printed = printed.drop_duplicates("iso3").set_index("iso3")["area"].astype(float)
    ours = pd.Series({each.economy: each.area for each in outline.territories() if each.area})
    ratio = (ours / printed.where(printed > outline_tool().SMALL_AREA)).dropna()
    assert len(ratio) > 150
    assert (ratio - 1).abs().median() < 0.02
    assert ratio[["FRA", "ZAF", "LSO", "FJI", "RUS"]].to_numpy() == pytest.approx(1, abs=0.04)
    # Farther off than a quarter: Western Sahara beyond the berm only, the south of Sudan a state
    # since, Vanuatu without its small islands, and Oman, where CEPII prints 212,379 km².
    assert set(ratio.index[(ratio - 1).abs() > 0.25]) == {"ESH", "SDN", "VUT", "OMN"}


def test_points_lie_in_their_country():
    from matplotlib.path import Path as Shape

    for each in outline.territories():
        if each.polygons and not each.small:
            inside = [Shape(polygon[0]).contains_point(each.point) for polygon in each.polygons]
            assert any(inside), each.name


def test_the_outline_is_small():
    assert (ROOT / "datasets" / "maps" / "world.geojson").stat().st_size < 400_000


def outline_tool():
    spec = importlib.util.spec_from_file_location("tool", ROOT / "tools" / "make_outline.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_outline_is_what_the_tool_makes_of_the_package():
    archive = Path(os.environ.get("MIGOV_WORLD_ATLAS", "world-atlas-2.0.2.tgz"))
    if not archive.exists():
        pytest.skip("MIGOV_WORLD_ATLAS does not name npm's archive of world-atlas 2.0.2")
    tool = outline_tool()
    kept = (ROOT / "datasets" / "maps" / "world.geojson").read_text("utf-8")
    assert tool.outline(archive) == kept
    raw = json.loads(tool.member(archive, "countries-50m.json"))
    names = {each["properties"]["name"] for each in raw["objects"]["countries"]["geometries"]}
    assert set(tool.NAMED) <= names


# --- the projection -------------------------------------------------------------------------------


def test_equal_earth_has_the_size_that_its_authors_give():
    # Šavrič, Patterson and Jenny (2019): the pole line is 0.59247 of the equator's length, and the
    # map 0.48664 as high as wide.
    x, y = projection.equal_earth([180, 180], [0, 90])
    assert x[0] == pytest.approx(2 * np.pi / (np.sqrt(3) * 1.340264))
    assert x[1] / x[0] == pytest.approx(0.59247, abs=1e-4)
    assert y[1] / x[0] == pytest.approx(0.48664, abs=1e-4)


@given(st.floats(-170, 170), st.floats(-85, 84))
def test_equal_areas_stay_equal(longitude, latitude):
    step = 0.02
    x, y = projection.equal_earth(
        [longitude, longitude + step, longitude + step, longitude],
        [latitude, latitude, latitude + step, latitude + step],
    )
    drawn = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    sines = np.sin(np.radians([latitude, latitude + step]))
    assert drawn == pytest.approx(np.radians(step) * (sines[1] - sines[0]), rel=2e-3)


PLACES = st.tuples(st.floats(-180, 180), st.floats(-60, 75))


@given(PLACES, PLACES, st.sampled_from([0.0, 0.18, 0.4]))
def test_a_way_never_leaves_the_map_nor_jumps_across_it(start, end, bow):
    found = projection.way(start, end, bow)
    for piece in found:
        assert np.abs(piece[:, 0]).max() <= 180 + 1e-9 and np.abs(piece[:, 1]).max() <= 83
        assert (np.abs(np.diff(piece[:, 0])) < 45).all()
    assert found[0][0] == pytest.approx(start)
    for one, other in itertools.pairwise(found):
        assert abs(one[-1, 0]) == 180 and other[0, 0] == -one[-1, 0]
        assert one[-1, 1] == other[0, 1]
    ends = found[-1][-1]
    assert (ends[0] - end[0]) % 360 == pytest.approx(0, abs=1e-6) or (
        ends[0] - end[0]
    ) % 360 == pytest.approx(360, abs=1e-6)


def test_the_way_there_and_the_way_back_lie_apart():
    (there,), (back,) = projection.way((0, 0), (40, 0), 0.2), projection.way((40, 0), (0, 0), 0.2)
    assert there[30, 1] < 0 < back[30, 1]


# --- the choropleth -------------------------------------------------------------------------------


def test_nought_has_a_colour_and_the_unknown_has_none():
    ax = maps.choropleth(figures({"MEX": 0, "USA": 100, "CAN": 40, "BRA": 7}), breaks=[5, 50])
    seen = faces(ax)
    grey = matplotlib.colors.to_rgba(areas.MISSING)
    assert seen["ARG"] == seen["IND"] == grey
    assert len({grey, seen["MEX"], seen["CAN"], seen["USA"]}) == 4
    assert seen["BRA"] == seen["CAN"]


def test_small_states_are_drawn_and_those_without_a_figure_are_rings():
    ax = maps.choropleth(figures({"TON": 5, "WSM": 7, "USA": 9}))
    rings, dots = ax.collections
    assert len(dots.get_offsets()) == 2
    at = {tuple(each) for each in np.round(dots.get_offsets(), 6)}
    assert tuple(np.round(projection.equal_earth(*outline.points()["TON"]), 6)) in at
    assert len(rings.get_offsets()) > 50


def test_the_key_says_the_limits_and_what_is_unknown():
    ax = maps.choropleth(figures({"MEX": 1, "USA": 80, "CAN": 22}, unit="%"), breaks=[5, 50])
    (key,) = ax.child_axes
    said = [text.get_text() for text in key.get_xticklabels()]
    assert said == ["1", "5", "50", "80", "no figure"]
    assert key.get_title(loc="left") == "Per cent, 2024"


def test_a_figure_on_a_limit_is_in_the_class_above_it():
    found = classes([0, 5, 10, 20], breaks=[5, 10])
    assert [found.of(value) for value in (0, 4.999, 5, 10, 20)] == [0, 0, 1, 2, 2]


def test_figures_below_nought_have_the_other_colour_unless_one_is_asked_for():
    net = {"MEX": -5e4, "IND": -9e5, "USA": 1.2e6, "CAN": 4e5, "DEU": 3e5, "BRA": -1e4}
    seen = faces(maps.choropleth(figures(net)))
    warm = {code for code in net if seen[code][0] > seen[code][2]}
    assert warm == {"MEX", "IND", "BRA"}
    (key,) = maps.choropleth(figures(net)).child_axes
    assert "0" in [text.get_text() for text in key.get_xticklabels()]
    plain = faces(maps.choropleth(figures(net), middle=None))
    assert all(plain[code][0] < plain[code][2] for code in net)
    assert faces(maps.choropleth(figures(net), middle=0)) == seen
    all_below = faces(maps.choropleth(figures({code: -abs(net[code]) for code in net})))
    assert all(all_below[code][0] > all_below[code][2] for code in net)
    none_below = faces(maps.choropleth(figures({code: abs(net[code]) for code in net})))
    assert all(none_below[code][0] < none_below[code][2] for code in net)


def test_breaks_that_are_given_are_parted_at_nought_if_it_is_among_them():
    net = {"MEX": -50, "IND": -9, "USA": 12, "CAN": 40}
    with_nought = faces(maps.choropleth(figures(net), breaks=[-10, 0, 10]))
    assert with_nought["IND"][0] > with_nought["IND"][2]
    without = maps.choropleth(figures(net), breaks=[-10, 10])
    assert all(face[0] < face[2] for code, face in faces(without).items() if code in net)
    (key,) = without.child_axes
    assert [text.get_text() for text in key.get_xticklabels()][:4] == ["−50", "−10", "10", "40"]


def test_a_map_of_one_figure_says_it_once():
    (key,) = maps.choropleth(figures({"MEX": 5e6})).child_axes
    assert [text.get_text() for text in key.get_xticklabels()] == ["5", "no figure"]


def test_colours_part_at_the_middle_and_what_lies_below_is_hatched():
    found = classes([-9, -2, -1, 0, 3, 8], 4, middle=0)
    at = found.limits.index(0)
    assert set(found.hatches[:at]) == {"...."} and set(found.hatches[at:]) == {""}
    red = [matplotlib.colors.to_rgb(colour) for colour in found.colours]
    assert all(r > b for r, _, b in red[:at]) and all(b > r for r, _, b in red[at:])


def test_classes_grow_darker_and_none_is_the_colour_of_the_unknown():
    found = classes(np.arange(1, 100), 7)
    light = [np.dot(matplotlib.colors.to_rgb(c), (0.2126, 0.7152, 0.0722)) for c in found.colours]
    assert all(one - other > 0.04 for one, other in itertools.pairwise(light))
    assert areas.MISSING not in found.colours


@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=60),
       st.integers(2, 7))
def test_every_figure_has_a_class_whose_limits_hold_it(values, count):
    found = classes(values, count)
    assert list(found.limits) == sorted(set(found.limits)) or len(set(values)) == 1
    for value in values:
        kind = found.of(value)
        assert found.limits[kind] <= value <= found.limits[kind + 1]


def test_no_number_of_a_key_is_long():
    for unit in ("persons", "index", "current US$"):
        table = figures({"MEX": 1e12, "USA": 8e12, "CAN": 2.2e12, "IND": 3e9}, unit=unit)
        (key,) = maps.choropleth(table).child_axes
        said = [text.get_text() for text in key.get_xticklabels()]
        assert all(len(each) <= len("no figure") for each in said), said


def test_a_map_says_its_series_above_unless_told_otherwise():
    table = figures({"MEX": 1, "USA": 80, "CAN": 22})
    assert maps.choropleth(table).figure.get_suptitle() == "A series"
    assert maps.choropleth(table, title="Mine").figure.get_suptitle() == "Mine"
    assert maps.choropleth(table, title="").figure.get_suptitle() == ""
    assert maps.choropleth(table, unit="per 1,000").figure.get_suptitle() == ""
    pairs_ = moves(("MEX", "USA", 8e6), ("IND", "USA", 3e6))
    assert maps.corridors(pairs_).figure.get_suptitle() == "A series: to United States"


def test_the_caption_says_source_vintage_and_whose_the_borders_are():
    ax = maps.choropleth(figures({"MEX": 1, "USA": 80, "CAN": 22}))
    assert below(ax) == f"Source: UN DESA, POP/X, version 2024. {BORDERS}"
    bare = maps.choropleth(figures({"MEX": 1, "USA": 8, "CAN": 2}), source=False)
    assert below(bare) == BORDERS


def test_what_has_no_place_on_the_map_is_said_below_it():
    ax = maps.choropleth(figures({"MEX": 1e5, "USA": 8e5, "CAN": 2e5, "XXX": 3e4, "SUN": 4e4}))
    assert "Soviet Union (40 thousand persons), Others and unknown (30 thousand persons)" in (
        below(ax)
    )


def test_a_part_of_the_world_is_framed():
    ax = maps.choropleth(figures({"IND": 1, "CHN": 8, "PAK": 2}), within=(60, 0, 140, 50))
    x, _ = projection.equal_earth([60, 140], [50, 0])  # its corners farthest out
    assert ax.get_xlim() == pytest.approx(tuple(x), abs=1e-6)


def test_a_part_of_the_world_goes_by_the_names_of_its_economies():
    table = moves(("BIH", "DEU", 9e6), ("IND", "ARE", 3e6), ("MEX", "DEU", 1e6))
    around = maps.corridors(table, within=["Portugal", "Sweden", "Greece"])
    assert len(arrows(around)) == 2
    places = [projection.equal_earth(*outline.points()[code]) for code in ("PRT", "SWE", "GRC")]
    (left, right), (low, high) = around.get_xlim(), around.get_ylim()
    assert all(left < x < right and low < y < high for x, y in places)
    x, y = projection.equal_earth(*outline.points()["IND"])
    assert not (left < x < right and low < y < high)
    europe = maps.choropleth(figures({"FRA": 1, "DEU": 8, "POL": 2}), within="Europe")
    assert 0.1 < np.ptp(europe.get_xlim()) / np.ptp(maps.paper.sheet(None, None).get_xlim()) < 0.3
    assert maps.paper.box_of("Mexico") == maps.paper.box_of(["MEX"])


def test_a_real_map_fills_its_width_and_its_key_covers_no_words():
    ax = maps.choropleth(migov.load("net_migration", years=2024), middle=0, count=6)
    ax.figure.draw_without_rendering()
    assert ax.get_window_extent().width > 0.95 * ax.figure.bbox.width
    (key,) = ax.child_axes
    boxes = [text.get_window_extent() for text in key.get_xticklabels() if text.get_text()]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    words = ax.figure._supxlabel.get_window_extent()
    assert not any(words.overlaps(box) for box in boxes)


# --- corridors ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "destination", "parts"),
    [("NZL", "WSM", 2), ("RUS", "USA", 1), ("PHL", "USA", 2), ("IND", "USA", 1), ("FJI", "NZL", 1),
     ("USA", "AUS", 2), ("MEX", "USA", 1)],
)
def test_an_arrow_is_cut_where_it_crosses_180_degrees(origin, destination, parts):
    (arrow,) = arrows(maps.corridors(moves((origin, destination, 5e4))))
    found = pieces(arrow)
    assert len(found) == parts
    for piece in found:  # none runs back across the whole map
        assert np.abs(np.diff(piece[:, 0])).max() < 0.5
    if parts == 2:
        sides = sorted(float(np.sign(piece[:, 0].mean())) for piece in found)
        assert sides == [-1.0, 1.0]


def test_no_arrow_of_the_whole_world_runs_farther_than_half_of_it():
    ax = maps.corridors(migov.load("migrant_stock", years=2024), top=200, names=0)
    assert len(arrows(ax)) == 200
    for arrow in arrows(ax):
        across = sum(float(np.ptp(piece[:, 0])) for piece in pieces(arrow))
        assert across <= 1.1 * 2.7066, across  # half of the equator, and the swerve


def test_arrows_begin_and_end_at_their_places_and_are_as_wide_as_their_figures():
    ax = maps.corridors(moves(("BRA", "ARG", 4e6), ("DEU", "POL", 1e6)))
    widths = []
    for arrow in arrows(ax)[::-1]:
        ring = arrow.get_path().vertices
        widths.append(float(np.hypot(*(ring[0] - ring[-2]))))
    assert widths[0] / widths[1] == pytest.approx(4, rel=0.02)
    tip = np.array(projection.equal_earth(*outline.points()["ARG"]))
    assert np.hypot(*(arrows(ax)[1].get_path().vertices - tip).T).min() < 1e-9


def test_the_caption_says_how_many_of_how_many_and_the_least():
    table = moves(
        ("MEX", "USA", 8e6), ("IND", "ARE", 1e6), ("XXX", "DEU", 1e6), ("UKR", "POL", 0.0)
    )
    said = below(maps.corridors(table, top=1))
    assert said == (
        "Source: UN DESA, POP/X, version 2024. Drawn: 1 of 3 corridors, each of at least 8 million "
        "persons; 80 per cent of the table's sum. Without a way on the map (Others and unknown): "
        f"10.0 per cent. {BORDERS}"
    )
    assert "(threshold: 500 thousand persons)" in below(maps.corridors(table, threshold=5e5))


def test_a_part_of_the_world_has_the_corridors_that_touch_it():
    table = moves(
        ("MEX", "USA", 9e6), ("IND", "ARE", 3e6), ("DEU", "NPL", 1e6), ("OMN", "XXX", 1e6)
    )  # fmt: skip
    ax = maps.corridors(table, within=(40, 0, 100, 45))
    assert len(arrows(ax)) == 2
    assert "Drawn: 2 of 4 corridors, each of at least 1 million persons; 29 per cent" in below(ax)
    assert "With neither end on this part of the world: 64.3 per cent." in below(ax)
    with pytest.raises(ArgumentError, match=r"begins or ends within=\(-80, -40, -40, 0\)"):
        maps.corridors(table, within=(-80, -40, -40, 0))


def test_pictures_on_one_page_each_keep_their_source():
    _, (left, right) = plt.subplots(1, 2)
    maps.corridors(moves(("MEX", "USA", 9e6)), ax=left, source=False)
    maps.corridors(moves(("IND", "ARE", 3e6), ("IND", "OMN", 1e6)), ax=right, source=False)
    assert "Drawn: 1 of 1" in below(left) and "Drawn: 2 of 2" in below(left)
    assert below(left).count("express no opinion") == 1


def test_every_line_of_the_key_of_arrows_can_be_seen():
    ax = maps.corridors(moves(("MEX", "USA", 3.9e6), ("IND", "ARE", 2e5)))
    lines = [each for each in ax.patches if isinstance(each, Rectangle) and not each.get_clip_on()]
    assert len(lines) == 3 and all(each.get_snap() is False for each in lines)
    widths = [each.get_height() for each in lines]
    assert widths == sorted(widths, reverse=True) and widths[-1] > 0


def test_what_a_table_leaves_out_for_being_small_is_said():
    caveat = (
        "Corridors that reach 100 in no year are not embedded: 1,000 of 3,000 pairs, with 0.1% of "
        "the sum."
    )
    table = moves(("MEX", "USA", 8e6), ("IND", "ARE", 1e6), caveats=[caveat])
    for picture in (maps.corridors, plots.alluvial, plots.heat, plots.chord):
        assert "Corridors that reach 100 in no year are not embedded." in below(picture(table))


def test_threshold_top_and_the_diagonal_leave_corridors_out():
    table = moves(("MEX", "USA", 8e6), ("IND", "ARE", 3e6), ("IND", "IND", 9e6), ("PAK", "SAU", 2))
    assert len(arrows(maps.corridors(table))) == 3
    assert len(arrows(maps.corridors(table, threshold=1e6))) == 2
    assert len(arrows(maps.corridors(table, top=1))) == 1


def test_highlighted_corridors_have_their_own_colour():
    ax = maps.corridors(moves(("MEX", "USA", 8e6), ("IND", "ARE", 3e6)), highlight="IND")
    assert [arrow.get_facecolor()[:3] for arrow in arrows(ax)] == [
        matplotlib.colors.to_rgb(plots.PALETTE[1]), matplotlib.colors.to_rgb(plots.PALETTE[0])
    ]


@pytest.mark.parametrize("said", ["IND", "India", "Republic of India", ["India"], "GCC"])
def test_any_name_of_an_economy_or_group_sets_its_corridors_off(said):
    ax = maps.corridors(moves(("MEX", "USA", 8e6), ("IND", "ARE", 3e6)), highlight=said)
    orange = matplotlib.colors.to_rgb(plots.PALETTE[1])
    assert [arrow.get_facecolor()[:3] == orange for arrow in arrows(ax)] == [True, False]


def test_a_name_stands_by_its_place_or_a_line_leads_to_it():
    ax = maps.corridors(migov.load("migrant_stock", years=2024), top=40)
    ax.figure.draw_without_rendering()
    names = [text for text in ax.texts if text.get_zorder() == 6]
    leads = {tuple(np.round(text.xy, 6)) for text in ax.texts if not text.get_text()}
    dots = {tuple(np.round(line.get_xydata()[0], 6)) for line in ax.lines
            if line.get_gid() == "place"}
    assert dots == {tuple(np.round(text.xy, 6)) for text in names}
    for text in names:
        box, (x, y) = labels._box(text), ax.transData.transform(text.xy)
        far = np.hypot(max(box.x0 - x, 0, x - box.x1), max(box.y0 - y, 0, y - box.y1))
        near = far < 8 * ax.figure.dpi / 72
        assert near or tuple(np.round(text.xy, 6)) in leads, text.get_text()
        assert far < 30 * ax.figure.dpi / 72, text.get_text()


@pytest.mark.parametrize("only", [{}, {"destinations": "Germany"}, {"origins": "IND"}])
def test_no_name_with_a_line_lies_on_the_arrow_of_others_nor_nearer_to_them(only):
    ax = maps.corridors(migov.load("migrant_stock", years=2024, **only), top=25)
    ax.figure.draw_without_rendering()
    names = [text for text in ax.texts if text.get_zorder() == 6]
    leads = {tuple(np.round(text.xy, 6)) for text in ax.texts if not text.get_text()}
    place = {text.get_text(): ax.transData.transform(text.xy) for text in names}
    for text in names:
        if tuple(np.round(text.xy, 6)) not in leads:
            continue
        box, code = labels._box(text), economies.resolve(text.get_text())
        near = {name: np.hypot(*(np.clip(at, box.min, box.max) - at)) for name, at in place.items()}
        assert min(near, key=near.get) == text.get_text()
        for arrow in arrows(ax):
            ring = ax.transData.transform(arrow.get_path().vertices)
            if code not in arrow.get_label():
                assert not ((ring > box.min) & (ring < box.max)).all(axis=1).any(), text.get_text()
    assert len(names) >= 8


def test_names_of_places_do_not_cover_each_other():
    ax = maps.corridors(migov.load("migrant_stock", years=2024), top=40)
    ax.figure.draw_without_rendering()
    names = [text for text in ax.texts if text.get_zorder() == 6]
    boxes = [labels._box(text) for text in names]
    assert "Mexico" in [text.get_text() for text in names] and len(names) >= 10
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_a_matrix_is_drawn_as_its_table_is():
    stock = migov.load("migrant_stock", years=2024)
    one = maps.corridors(stock, top=15)
    other = maps.corridors(migov.matrix("migrant_stock", 2024), top=15)
    assert below(one) == below(other)
    for here, there in zip(arrows(one), arrows(other), strict=True):
        np.testing.assert_allclose(here.get_path().vertices, there.get_path().vertices)


# --- pictures without a map -----------------------------------------------------------------------

REGIONS = (
    ("Asia", "Asia", 70.0), ("Asia", "Europe", 20.0), ("Europe", "Asia", 5.0),
    ("Africa", "Europe", 10.0), ("Europe", "Europe", 45.0),
)


def test_ribbons_are_as_wide_as_their_figures_on_both_sides():
    ax = plots.alluvial(moves(*REGIONS))
    ribbons = [patch for patch in ax.patches if patch.get_gid() == "ribbon"]
    assert len(ribbons) == len(REGIONS)
    widths = sorted(float(ribbon.get_path().vertices[7, 1] - ribbon.get_path().vertices[0, 1])
                    for ribbon in ribbons)
    np.testing.assert_allclose(widths, np.array([5, 10, 20, 45, 70]) / 150)


def test_the_rest_are_others_and_the_unknown_stay_apart():
    ax = plots.alluvial(migov.load("migrant_stock", years=2024), top=3)
    words = [text.get_text() for text in ax.texts]
    sides = [[text.get_text() for text in ax.texts if text.get_ha() == ha]
             for ha in ("right", "left")]
    stock = migov.load("migrant_stock", years=2024)
    unknown = stock.loc[stock["origin"] == "XXX", "value"].sum() / 1e6
    assert f"Not known  {unknown:.1f}" in words
    for side in sides:
        total = sum(float(each.rsplit("  ", 1)[1]) for each in side)
        assert total == pytest.approx(stock["value"].sum() / 1e6, abs=0.3)
    named = plots.alluvial(stock, top=3, others=False)
    assert "per cent of the table's sum" in below(named)
    assert not any("Other" in text.get_text() for text in named.texts)


def test_words_beside_ribbons_do_not_cover_each_other():
    ax = plots.alluvial(migov.load("migrant_stock", years=2024), top=8)
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_a_chord_has_a_sector_a_region_and_leaves_matplotlib_as_it_was():
    before = dict(matplotlib.rcParams)
    ax = plots.chord(moves(*REGIONS))
    words = {text.get_text() for text in ax.texts}
    assert {"Asia", "Europe", "Africa"} <= words
    assert {name for name, value in before.items() if matplotlib.rcParams[name] != value} == set()
    assert "points to where it goes" in below(ax)


def test_names_round_a_circle_do_not_cover_each_other():
    ax = plots.chord(migov.matrix("migrant_stock", 2024, by="region"))
    ax.figure.draw_without_rendering()
    names = [text for text in ax.texts if text.get_fontsize() > 9]
    assert len(names) == 6 and "Not known" in [text.get_text() for text in names]
    boxes = [text.get_window_extent() for text in names]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_a_chord_without_its_package_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pycirclize", None)
    with pytest.raises(migov.errors.MissingExtraError, match="pip install pycirclize"):
        plots.chord(moves(*REGIONS))


def test_ranks_are_those_of_each_year():
    table = pd.concat([
        moves(("MEX", "USA", 5), ("IND", "ARE", 9), ("UKR", "POL", 1), ("XXX", "USA", 50), year=y)
        if y == 2000 else
        moves(("MEX", "USA", 7), ("IND", "ARE", 2), ("UKR", "POL", 8), year=y)
        for y in (2000, 2010)
    ], ignore_index=True)
    ax = plots.ranks(table, top=2)
    drawn = {line.get_label(): list(line.get_ydata()) for line in ax.get_lines()}
    assert drawn == {
        "MEX → USA": [2, 2], "UKR → POL": [3, 1], "IND → ARE": [1, 3],
    }
    assert {"1  Ukraine → Poland", "2  Mexico → United States"} <= {
        text.get_text() for text in ax.texts
    }


def test_a_corridor_that_falls_far_leaves_the_picture_by_the_next_year():
    rows = [("IND", "ARE", year, 9.0 - n) for n, year in enumerate((2000, 2010, 2020))]
    rows += [(code, "USA", year, 5.0 + 0.1 * n) for n, code in enumerate(("MEX", "CHN", "PHL"))
             for year in (2000, 2010, 2020)]
    rows += [("UKR", "POL", 2000, 20.0), ("UKR", "POL", 2010, 1.0), ("UKR", "POL", 2020, 1.0)]
    table = pd.DataFrame(rows, columns=["origin", "destination", "year", "value"])
    ax = plots.ranks(table, top=2, source=False)
    (ukraine,) = [line for line in ax.get_lines() if line.get_label().startswith("UKR")]
    assert list(ukraine.get_ydata()) == [1, 3, 3] and ax.get_ylim()[0] < 3


def test_years_of_ranks_that_have_no_room_are_ticks_without_words():
    for table in (migov.load("migrant_stock"), migov.load("refugees")):
        ax = plots.ranks(table, top=8)
        ax.figure.draw_without_rendering()
        found = [tick.get_window_extent() for tick in ax.get_xticklabels() if tick.get_text()]
        assert len(found) >= 4
        assert not any(one.overlaps(other) for one, other in itertools.pairwise(found))
        ticks = {*ax.get_xticks(), *ax.get_xticks(minor=True)}
        assert ticks <= set(table["year"]) and ticks >= {1990, 2000, 2015}


def test_names_in_the_midst_of_ranks_do_not_cover_each_other():
    ax = plots.ranks(migov.load("migrant_stock"), top=15)
    ax.figure.draw_without_rendering()
    boxes = [labels._box(text) for text in ax.texts if text.get_fontsize() == 7.5]
    assert len(boxes) >= 3
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))


def test_a_line_of_ranks_is_broken_where_a_year_has_no_figure():
    years = {2000: 3.0, 2010: None, 2020: 4.0}
    rows = [("IND", "ARE", year, 1.0) for year in years]
    rows += [("MEX", "USA", year, value) for year, value in years.items() if value]
    table = pd.DataFrame(rows, columns=["origin", "destination", "year", "value"])
    ax = plots.ranks(table, top=2, source=False)
    (mexico,) = [line for line in ax.get_lines() if line.get_label().startswith("MEX")]
    assert list(np.isnan(mexico.get_ydata())) == [False, True, False]


def test_a_cell_tells_nought_little_and_unknown_apart():
    table = moves(("MEX", "USA", 8e6), ("IND", "USA", 3e6), ("IND", "CAN", 900.0),
                  ("MEX", "CAN", 0.0), ("PAK", "USA", 2e6))
    ax = plots.heat(table, margins=False)
    assert sorted(text.get_text() for text in ax.texts) == ["0", "2.0", "3.0", "8.0", "<0.1"]
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert len(ax.patches) == 6 and len(hatched) == 1
    assert "Hatched: no figure, which is not zero." in below(ax)


def test_margins_are_the_published_ones_where_a_matrix_has_them():
    ax = plots.heat(migov.matrix("migrant_stock", 2024, by="region", margins=True))
    words = [text.get_text() for text in ax.texts]
    assert "304.0" in words  # UN DESA (2024): 304 million
    assert "All: the published totals." in below(ax)
    bare = plots.heat(migov.matrix("migrant_stock", 2024, by="region"))
    assert "All: the sum of the figures shown." in below(bare)
    assert pairs.NOT_ALLOCATED == NOT_ALLOCATED


def test_margins_that_migov_summed_are_not_called_published():
    ours = "All: the world's total is the published one, those of groups are summed by migov."
    for by in ("income", ["EU", "ASEAN"]):
        ax = plots.heat(migov.matrix("migrant_stock", 2024, by=by, margins=True))
        assert ours in below(ax) and "published totals" not in below(ax)
    chosen = migov.matrix("migrant_stock", 2024, origins=["MEX", "IND"], destinations="USA",
                          margins=True)  # the rest of the world is a sum
    assert ours in below(plots.heat(chosen))


def test_margins_of_a_series_without_totals_are_called_sums():
    wide = migov.matrix("migrant_stock", 2024, by="region", margins=True)
    said = {**tidy.provenance(wide)["value"], "caveats": [
        "The publisher gives no total of the world here; WLD is summed by migov."
    ]}
    tidy.with_provenance(wide, {"value": said})
    assert "All: sums by migov, since the publisher gives no total." in below(plots.heat(wide))


def test_figures_of_many_cells_stay_in_their_cells():
    stock = migov.load("migrant_stock", years=2024)
    big = stock.groupby("origin")["value"].sum().nlargest(20).index
    big = [code for code in big if code != "XXX"][:16]
    ax = plots.heat(stock[stock["origin"].isin(big) & stock["destination"].isin(big)])
    ax.figure.draw_without_rendering()
    (left, _), (right, _) = ax.transData.transform([(0, 0), (1, 0)])
    assert max(text.get_window_extent().width for text in ax.texts) < right - left


def test_names_beside_thin_bars_and_short_arcs_do_not_cover_each_other():
    codes = ["PRK", "COD", "BOL", "VEN", "GBR", "IRN"]
    stock = migov.load("migrant_stock", years=2024, origins=codes, destinations=codes)
    for ax, least in ((plots.alluvial(stock, top=8), 9), (plots.chord(stock), 9.1)):
        ax.figure.draw_without_rendering()
        found = [labels._box(text) for text in ax.texts
                 if text.get_text() and text.get_fontsize() > least]
        assert len(found) >= 6
        assert not any(one.overlaps(other) for one, other in itertools.combinations(found, 2))


def test_margins_have_the_decimals_of_the_cells():
    ax = plots.heat(moves(("USA", "IRL", 1.5e6), ("DEU", "IRL", 2.4e6)).query("origin == 'USA'"))
    assert {text.get_text() for text in ax.texts} == {"1.50"}
    ax = plots.heat(moves(("USA", "IRL", 1.5e6), ("DEU", "IRL", 1.9e6)))
    assert {text.get_text() for text in ax.texts} == {"1.50", "1.90", "3.40"}


def test_a_ribbon_that_is_there_is_not_told_as_nought():
    ax = plots.alluvial(moves(("USA", "IRL", 9e6), ("DEU", "FRA", 2e3)))
    words = " ".join(text.get_text() for text in ax.texts)
    assert "Germany  <0.1" in words and "0.0" not in words


def test_figures_below_zero_are_drawn_in_the_other_colour():
    ax = plots.heat(moves(("USA", "IRL", -4.0), ("DEU", "IRL", 4.0)), margins=False)
    one, other = (patch.get_facecolor() for patch in ax.patches)
    assert one[2] > one[0] and other[0] > other[2]
    assert {text.get_text() for text in ax.texts} == {"−4.0", "4.0"} or {
        text.get_text() for text in ax.texts
    } == {"-4.0", "4.0"}


@pytest.mark.parametrize(
    "picture",
    [maps.corridors, plots.alluvial, plots.chord, plots.heat],
    ids=["corridors", "alluvial", "chord", "heat"],
)
def test_a_picture_says_its_unit_and_year_and_leaves_its_table_as_it_was(picture):
    table = moves(("MEX", "USA", 8e6), ("IND", "USA", 3e6), ("USA", "IND", 1e6))
    before = table.copy()
    ax = picture(table)
    ax.figure.draw_without_rendering()
    words = [ax.get_title(loc="left"), ax.get_xlabel(), *(text.get_text() for text in ax.texts)]
    assert any("illion persons, 2024" in each for each in words)
    assert below(ax).startswith("Source: UN DESA, POP/X, version 2024.")
    pd.testing.assert_frame_equal(table, before)


def test_given_axes_are_drawn_on():
    table = moves(("MEX", "USA", 8e6), ("IND", "USA", 3e6))
    for picture in (maps.corridors, plots.alluvial, plots.heat):
        _, ax = plt.subplots()
        size = tuple(ax.figure.get_size_inches())
        assert picture(table, ax=ax) is ax
        assert tuple(ax.figure.get_size_inches()) == size
    assert arcs.corridors is maps.corridors
