"""What maps and pictures of corridors refuse, and that they say why and what to do."""

from __future__ import annotations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import migov
from migov import maps, plots
from migov.errors import (
    AmbiguousNameError,
    ArgumentError,
    MigovError,
    SchemaError,
    SnapshotError,
    UnknownNameError,
)
from migov.maps import outline
from migov.maps.classes import classes

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def areas(*rows, columns=("economy", "year", "value")) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))


def moves(*rows, columns=("origin", "destination", "year", "value")) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))


GOOD = areas(("MEX", 2020, 3.0), ("USA", 2020, 9.0), ("CAN", 2020, 5.0))
PAIRS = moves(("MEX", "USA", 2020, 9.0), ("IND", "USA", 2020, 3.0), ("IND", "ARE", 2020, 2.0))


@pytest.mark.parametrize(
    ("table", "error", "said"),
    [
        ([1, 2], SchemaError, "not from a list"),
        (areas(("MEX", 3.0), columns=("economy", "value")), MigovError,
         "needs economy, year and value"),
        (PAIRS, MigovError, "corridor table"),
        (areas(("MEX", 2020, 3.0, 1.0), columns=("economy", "year", "a", "b")), MigovError,
         "none is called value"),
        (GOOD.iloc[:0], ArgumentError, "table is empty"),
        (areas(("MEX", 2019, 3.0), ("MEX", 2020, 3.0)), ArgumentError,
         "shows one year and the table has 2, 2019 to 2020"),
        (areas(("MEX", 2020, "1 000")), SchemaError, "are text, for example '1 000'"),
        (areas(("MEX", "the year 2020", 1.0)), SchemaError, "'the year 2020' is no year"),
        (areas((None, 2020, 1.0), ("USA", 2020, 2.0)), SchemaError, "Namibia.*keep_default_na"),
        (areas(("MEX", 2020, np.nan)), ArgumentError, "missing: there is nothing"),
        (areas(("MEX", 2020, 1.0), ("MEX", 2020, 2.0)), ArgumentError, "MEX has 2 figures"),
        (areas(("MEX", 2020, np.inf), ("USA", 2020, 1.0)), ArgumentError, "MEX are infinite"),
        (areas(("MEX", 2020, 1.0), ("WLD", 2020, 9.0)), ArgumentError,
         "has aggregates \\(WLD\\).*aggregates=False"),
        (areas(("MXE", 2020, 1.0), ("USA", 2020, 9.0)), UnknownNameError, "Unknown economy 'MXE'"),
        (areas(("Mexico", 2020, 1.0)), UnknownNameError, "resolve\\(\\) turns names"),
        (areas(("SUN", 2020, 1.0), ("XXX", 2020, 9.0)), ArgumentError,
         "place on today's map: Soviet Union, Others"),
    ],
)
def test_a_wrong_table_of_a_map_is_refused_with_a_sentence(table, error, said):
    with pytest.raises(error, match=said):
        maps.choropleth(table, unit="persons")


def test_a_map_without_a_unit_is_refused():
    with pytest.raises(ArgumentError, match="does not say its unit"):
        maps.choropleth(GOOD)
    with pytest.raises(ArgumentError, match="does not say its unit"):
        maps.corridors(PAIRS)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"count": 1}, "a map has 2 to 7"),
        ({"count": 12}, "a map has 2 to 7"),
        ({"count": 2.5}, "a map has 2 to 7"),
        ({"breaks": [5, 1]}, "do not rise"),
        ({"breaks": [1, 1]}, "do not rise"),
        ({"breaks": []}, "do not rise"),
        ({"breaks": ["low"]}, "write numbers"),
        ({"breaks": 5}, "write numbers"),
        ({"breaks": [1, np.nan]}, "do not rise"),
        ({"breaks": range(1, 10)}, "10 classes; 7 can be told apart"),
        ({"middle": "nought"}, "middle='nought' must be a figure"),
        ({"middle": True}, "middle=True must be a figure"),
        ({"middle": np.nan}, "middle=nan must be a figure"),
        ({"within": (10, 20)}, "write west, south, east and north"),
        ({"within": []}, "write west, south, east and north"),
        ({"within": "WLD"}, "has no place on today's map"),
        ({"within": (150, -10, -150, 20)}, "across the meridian of 180°"),
        ({"within": (0, 50, 20, 10)}, "from south to north"),
        ({"scale": "dozens"}, "Unknown scale 'dozens'"),
    ],
)
def test_options_of_a_map_are_refused_with_the_choices(options, said):
    with pytest.raises(ArgumentError, match=said):
        maps.choropleth(GOOD, unit="persons", **options)


@pytest.mark.parametrize(
    "picture", [maps.corridors, plots.alluvial, plots.chord, plots.heat],
    ids=["corridors", "alluvial", "chord", "heat"],
)
@pytest.mark.parametrize(
    ("table", "error", "said"),
    [
        ({"MEX": 1}, SchemaError, "draws a table, not a dict"),
        (GOOD, SchemaError, "no origin and no destination"),
        (PAIRS.drop(columns="origin"), SchemaError, "has no origin;"),
        (PAIRS.drop(columns="value"), SchemaError, "one figure a corridor, and the table has none"),
        (PAIRS.drop(columns="value").assign(a=1.0, b=2.0), SchemaError, "Name the column meant"),
        (PAIRS.iloc[:0], ArgumentError, "table is empty"),
        (PAIRS.assign(year=[2019, 2020, 2020]), ArgumentError, "shows one year and the table has"),
        (PAIRS.assign(sex=["male", "female", "male"]), ArgumentError, "shows one sex"),
        (PAIRS.assign(value=["1 000"] * 3), SchemaError, "are text, for example '1 000'"),
        (PAIRS.assign(year="a year"), SchemaError, "'a year' is no year"),
        (PAIRS.assign(origin=["MEX", None, "IND"]), SchemaError, "Namibia.*keep_default_na"),
        (PAIRS.assign(value=np.nan), ArgumentError, "has no figures"),
        (PAIRS.assign(value=[1.0, np.inf, 2.0]), ArgumentError, "infinite"),
        (pd.concat([PAIRS, PAIRS]), ArgumentError, "has several figures"),
        (moves(("WLD", "USA", 2020, 12.0), ("MEX", "USA", 2020, 9.0), ("MEX", "CAN", 2020, 1.0)),
         ArgumentError, "aggregates \\(WLD\\) beside their parts as origin.*twice"),
    ],
)
def test_a_wrong_table_of_corridors_is_refused_with_a_sentence(picture, table, error, said):
    with pytest.raises(error, match=said):
        picture(table, unit="persons")


@pytest.mark.parametrize(
    "picture", [maps.corridors, plots.alluvial, plots.chord], ids=["corridors", "alluvial", "chord"]
)
def test_less_than_nothing_has_no_width(picture):
    with pytest.raises(ArgumentError, match=r"IND to ARE is -2, .* less than nothing.*heat"):
        picture(PAIRS.assign(value=[9.0, 3.0, -2.0]), unit="persons")
    with pytest.raises(ArgumentError, match=r"above zero|is nought"):
        picture(PAIRS.assign(value=0.0), unit="persons")


@pytest.mark.parametrize(
    ("table", "options", "error", "said"),
    [
        (moves(("935", "908", 2020, 9.0), ("908", "935", 2020, 2.0)), {}, ArgumentError,
         "arrows between economies only.*chord\\(\\)"),
        (moves(("Asia", "Europe", 2020, 9.0)), {}, UnknownNameError, "Unknown economy"),
        (moves(("XXX", "USA", 2020, 9.0)), {}, ArgumentError, "No corridor has a figure above"),
        (moves(("IND", "IND", 2020, 9.0)), {}, ArgumentError, "No corridor has a figure above"),
        (PAIRS, {"top": 0}, ArgumentError, "top=0 cannot be drawn"),
        (PAIRS, {"top": "ten"}, ArgumentError, "top='ten' cannot be drawn"),
        (PAIRS, {"threshold": 1e9}, ArgumentError, "the largest, MEX to USA, has 9"),
        (PAIRS, {"threshold": "1e6"}, ArgumentError, "threshold='1e6' is no number"),
        (PAIRS, {"names": "all"}, ArgumentError, "names='all' must be how many"),
        (PAIRS, {"highlight": "NAM"}, ArgumentError, "begins or ends in NAM"),
        (PAIRS, {"highlight": 5}, ArgumentError, "highlight=5 is no name or code of an economy"),
        (PAIRS, {"highlight": ["IND", 5]}, ArgumentError, "by its name or code as text, not by 5"),
        (PAIRS, {"highlight": "Indai"}, UnknownNameError, "Unknown economy 'Indai'.*'India'"),
        (PAIRS, {"highlight": ["Indai", "Mexcio"]}, UnknownNameError,
         "Unknown economy 'Indai', 'Mexcio'.*India.*Mexico"),
        (PAIRS, {"highlight": "Korea"}, AmbiguousNameError, "South Korea.*North Korea"),
        (PAIRS, {"highlight": "Mercosur"}, ArgumentError, "begins or ends in Mercosur"),
    ],
)
def test_what_a_map_of_corridors_cannot_draw_is_refused(table, options, error, said):
    with pytest.raises(error, match=said):
        maps.corridors(table, unit="persons", **options)


def test_pictures_that_cannot_be_read_are_refused():
    codes = [f"A{chr(65 + n)}{chr(65 + n)}" for n in range(20)]
    many = moves(*((one, "USA", 2020, 1.0) for one in codes))
    with pytest.raises(ArgumentError, match="20 origins and 1 destinations cannot be read"):
        plots.heat(many, unit="persons")
    with pytest.raises(ArgumentError, match="draws 2 to 8 places, and the table has 21"):
        plots.chord(many, unit="persons")
    with pytest.raises(ArgumentError, match="top=9: between 1 and 8"):
        plots.alluvial(many, unit="persons", top=9)
    with pytest.raises(ArgumentError, match="between 2 and 15 ranks"):
        plots.ranks(many, top=1)


def test_a_chord_needs_polar_axes():
    _, ax = plt.subplots()
    with pytest.raises(ArgumentError, match="polar axes"):
        plots.chord(PAIRS, unit="persons", ax=ax)


def test_ranks_need_corridors_over_years():
    with pytest.raises(SchemaError, match="corridor table over years"):
        plots.ranks(GOOD)
    with pytest.raises(SchemaError, match="corridor table over years"):
        plots.ranks(migov.matrix("migrant_stock", 2024))
    with pytest.raises(ArgumentError, match="one year, and ranks over time need two"):
        plots.ranks(PAIRS)
    with pytest.raises(ArgumentError, match="beside their parts"):
        plots.ranks(moves(*(
            (origin, "USA", year, 5.0) for origin in ("WLD", "MEX") for year in (2010, 2020)
        )))
    with pytest.raises(ArgumentError, match="between economies"):
        plots.ranks(moves(("XXX", "USA", 2010, 5.0), ("XXX", "USA", 2020, 5.0)))


def test_classes_of_figures_that_are_all_alike_are_one():
    assert len(classes([5.0, 5.0, 5.0]).colours) == 1


def test_an_outline_that_is_missing_or_damaged_is_refused(tmp_path, monkeypatch):
    outline.territories.cache_clear()
    monkeypatch.setenv("MIGOV_DATA_DIR", str(tmp_path))
    try:
        with pytest.raises(SnapshotError, match=r"world\.geojson is missing"):
            outline.territories()
        (tmp_path / "maps").mkdir()
        (tmp_path / "maps" / "world.geojson").write_text("{}", "utf-8")
        with pytest.raises(SnapshotError, match="cannot be read"):
            outline.territories()
    finally:
        outline.territories.cache_clear()
