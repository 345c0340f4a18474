"""Networks of arrangements and maps of words: what is drawn, where, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migov import governance, maps, plots
from migov.errors import ArgumentError, MissingExtraError, SchemaError, UnknownNameError
from migov.maps.outline import territories
from migov.plots.graphs import _ROOM

pytestmark = pytest.mark.slow
matplotlib.use("agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def nodes(**members: int) -> pd.DataFrame:
    return pd.DataFrame({"arrangement": list(members), "members": list(members.values())})


def links(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["one", "other", "shared"])


def places(ax) -> dict[str, tuple[float, float]]:
    return {text.get_text(): text.xy for text in ax.texts}


# --- networks -------------------------------------------------------------------------------------


def test_every_circle_has_its_name_and_an_area_of_its_members():
    ax = plots.network(links(("A", "B", 2)), nodes(A=4, B=2, C=9))
    assert set(places(ax)) == {"A", "B", "C"}
    areas = [each.get_sizes()[0] for each in ax.collections]
    assert np.allclose(np.array(areas) / areas[0], [1, 0.5, 2.25])


def test_a_line_joins_its_two_ends_and_is_wider_where_more_is_shared():
    ax = plots.network(links(("A", "B", 1), ("B", "C", 9)), nodes(A=9, B=9, C=9))
    at = places(ax)
    for line, (one, other) in zip(ax.lines, (("A", "B"), ("B", "C")), strict=True):
        assert np.allclose(line.get_xydata(), [at[one], at[other]])
    assert ax.lines[1].get_linewidth() > ax.lines[0].get_linewidth()


def test_parts_that_are_not_joined_lie_beside_each_other():
    ax = plots.network(
        links(("A", "B", 1), ("B", "C", 1), ("X", "Y", 1)), nodes(A=3, B=3, C=3, X=3, Y=3)
    )
    at = places(ax)
    assert max(at[name][0] for name in "ABC") < min(at[name][0] for name in "XY")


@settings(max_examples=25)
@given(st.integers(2, 30), st.data())
def test_no_circle_lies_on_another_nor_outside(count, data):
    names = [f"N{number}" for number in range(count)]
    one = st.sampled_from(names)
    pairs = data.draw(st.sets(st.tuples(one, one), max_size=60))
    joined = links(*{(*sorted(pair), 1) for pair in pairs if pair[0] != pair[1]})
    ax = plots.network(joined, nodes(**dict.fromkeys(names, 5)))
    at = np.array(list(places(ax).values()))
    gaps = np.linalg.norm(at[:, None] - at[None], axis=2)[~np.eye(count, dtype=bool)]
    assert gaps.min() > 0.25 * _ROOM
    assert (at >= 0).all()
    assert (at <= [ax.get_xlim()[1], ax.get_ylim()[1]]).all()
    plt.close(ax.figure)


def test_the_same_tables_give_the_same_picture_in_another_process():
    """Names in sets come in another order there."""
    code = (
        "import matplotlib; matplotlib.use('agg')\n"
        "from migov import governance, plots\n"
        "found = governance.overlap(2009, arrangements="
        "['EU', 'EEA', 'EFTA', 'NORDIC', 'GCC', 'EAC', 'SADC', 'COMESA'])\n"
        "ax = plots.network(found.pairs(), found.arrangements())\n"
        "print([(text.get_text(), *map(float, text.xy)) for text in ax.texts])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed}, timeout=120,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_each_value_has_a_colour_and_stands_in_the_key():
    table = nodes(A=3, B=3, C=3).assign(nature=["talks", "binds", "talks"])
    ax = plots.network(links(("A", "B", 1)), table, by="nature")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["talks", "binds"]
    faces = [tuple(each.get_facecolor()[0]) for each in ax.collections[:3]]
    assert faces[0] == faces[2] != faces[1]


@pytest.mark.parametrize(
    ("joined", "circles", "more", "error", "words"),
    [
        (pd.DataFrame({"a": [1]}), nodes(A=1), {}, SchemaError, "no column one, other, shared"),
        (links(), pd.DataFrame({"name": ["A"]}), {}, SchemaError, "arrangement, members"),
        (links(), nodes(A=1), {"by": "kind"}, SchemaError, "no column kind"),
        (links(("A", "Z", 1)), nodes(A=1), {}, SchemaError, "Z stands in the links"),
        (links(), nodes(), {}, ArgumentError, "0 circles"),
        (links(), nodes(**{f"N{n}": 1 for n in range(41)}), {}, ArgumentError, "41 circles"),
        (links(), pd.concat([nodes(A=1)] * 2), {}, ArgumentError, "A stands in the nodes more"),
        (links(), nodes(A=1, B=1, C=1, D=1, E=1).assign(kind=list("vwxyz")), {"by": "kind"},
         ArgumentError, "5 values of kind"),
    ],
)  # fmt: skip
def test_what_a_network_refuses(joined, circles, more, error, words):
    with pytest.raises(error, match=words):
        plots.network(joined, circles, **more)


def test_without_networkx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingExtraError, match=r"migov\[networks\]"):
        plots.network(links(), nodes(A=1))


# --- maps of words --------------------------------------------------------------------------------


def words(**said: str) -> pd.DataFrame:
    return pd.DataFrame({"economy": list(said), "status": list(said.values())})


def test_each_territory_has_the_colour_of_its_word_and_the_others_are_grey():
    ax = maps.kinds(words(FRA="party", DEU="signed", BRA="party"), "status")
    shapes = [each for each in territories() if each.polygons]
    drawn = [patch for patch in ax.patches if patch.get_zorder() == 1][: len(shapes)]
    faces: dict[str, set] = {}
    for each, patch in zip(shapes, drawn, strict=True):
        faces.setdefault(each.economy, set()).add(patch.get_facecolor())
    assert faces["FRA"] == faces["BRA"] != faces["DEU"]
    assert faces["DEU"] != faces["CHN"] == faces["USA"]
    assert not faces["CHN"] & (faces["FRA"] | faces["DEU"])


def test_the_key_counts_economies_in_the_order_that_is_asked_for():
    table = words(FRA="party", DEU="signed", BRA="party")
    for order, said in ((None, ["party (2)", "signed (1)"]),
                        (["signed", "party"], ["signed (1)", "party (2)"])):  # fmt: skip
        ax = maps.kinds(table, "status", order=order)
        assert [text.get_text() for text in ax.get_legend().get_texts()] == said


def test_maps_and_networks_say_above_what_their_table_is():
    vote = governance.members("GCM", status="all")
    above = maps.kinds(vote, "status").figure.get_suptitle()
    assert " ".join(above.split()).startswith("Global Compact for Safe, Orderly and Regular Migrat")
    assert maps.kinds(vote, "status", title="A vote").figure.get_suptitle() == "A vote"
    assert maps.kinds(words(FRA="party"), "status").figure.get_suptitle() == ""
    found = governance.overlap(2009, arrangements=["EU", "EFTA", "EEA"])
    ax = plots.network(found.pairs(), found.arrangements())
    assert "shared members on 2009-12-31" in " ".join(ax.figure.get_suptitle().split())
    assert plots.network(links(("A", "B", 1)), nodes(A=1, B=2)).figure.get_suptitle() == ""


def test_a_map_of_words_says_on_what_it_rests_and_what_its_list_lacks():
    def below(ax):
        return " ".join(ax.figure.get_supxlabel().split())

    parties = governance.parties("ICRMW")
    said = below(maps.kinds(parties, "action"))
    source = "Source: United Nations Treaty Collection, IV-13, as at 3 February 2026. Borders are"
    assert said.startswith(source)
    assert "Source" not in below(maps.kinds(parties, "action", source=False))
    assert "Source" not in below(maps.kinds(words(FRA="party"), "status"))
    with pytest.warns(UserWarning, match="is partial"):
        partial = governance.parties("C97")
    assert "it has 28 of the 54 parties of 2023" in below(maps.kinds(partial, "action"))
    assert "is partial" not in said


def test_small_states_are_dots():
    small = next(each.economy for each in territories() if each.small and each.economy)
    ax = maps.kinds(words(**{small: "party"}, FRA="party"), "status")
    assert len(ax.collections[0].get_offsets()) == 1


def test_the_union_as_a_party_has_no_place_and_is_left_out():
    ax = maps.kinds(words(EUU="party", FRA="party"), "status")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["party (1)"]


@pytest.mark.parametrize(
    ("table", "more", "error", "said"),
    [
        (words(FRA="party").drop(columns="status"), {}, SchemaError, "no column status"),
        (words(), {}, ArgumentError, "0 different words"),
        (words(A="party"), {}, UnknownNameError, "A"),
        (pd.concat([words(FRA="party"), words(FRA="signed")]), {}, ArgumentError, "more than once"),
        (words(FRA="a", DEU="b", BRA="c", CHN="d", IND="e"), {}, ArgumentError, "5 different"),
        (words(FRA="a", DEU="b"), {"order": ["a"]}, ArgumentError, "leaves out b"),
    ],
)
def test_what_a_map_of_words_refuses(table, more, error, said):
    with pytest.raises(error, match=said):
        maps.kinds(table, "status", **more)
