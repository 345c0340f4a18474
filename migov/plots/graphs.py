"""A network as circles and lines: who shares members with whom.

Takes the two tables that an overlap of arrangements gives; a circle's area is its members, a
line's width what two of them share.  Parts that are not joined lie apart, and the same tables give
the same picture.  Nothing is loaded or counted here; where circles lie is left to networkx, of the
extra ``networks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from migov.errors import ArgumentError, MissingExtraError, SchemaError
from migov.plots.asked import options
from migov.plots.headings import heading, shown
from migov.plots.style import INK, PALETTE, axes, figure_of, style
from migov.words import few

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 40  # circles whose names can still be read
_ROOM = 0.6  # inches that a circle and its name need
_AREA = 26.0  # points² a member
_FACES = (PALETTE[0], PALETTE[1], "#7a7a7a", PALETTE[4])


@style()
def network(
    links: pd.DataFrame,
    nodes: pd.DataFrame,
    *,
    by: str | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Circles joined by what they share.

    Parameters
    ----------
    links : pandas.DataFrame
        Columns `one`, `other` and `shared`, as ``Overlap.pairs()`` gives them.
    nodes : pandas.DataFrame
        Columns `arrangement` and `members`, as ``Overlap.arrangements()`` gives them.
    by : str, optional
        A column of `nodes` with up to four values, each of which has a colour and stands in the
        key.
    title : str, optional
        What stands above; if not said, what `links` says that it is.
    ax : Axes, optional
        Where to draw; a new figure if not said.

    Raises
    ------
    SchemaError
        If a column is not there, or a link has an end that is no node.
    ArgumentError
        If there are too many circles to be read, none, two of one name, or too many colours.
    MissingExtraError
        If networkx is not installed.

    Examples
    --------
    >>> from migov import governance
    >>> found = governance.overlap(2009, arrangements=["EU", "EFTA", "EEA", "GCC"])
    >>> ax = network(found.pairs(), found.arrangements())
    >>> sorted(text.get_text() for text in ax.texts)
    ['EEA', 'EFTA', 'EU', 'GCC']
    """
    options(by=by, title=title, ax=ax)
    sizes = _checked(links, nodes, by)
    fresh, ax = ax is None, axes(ax)
    figure = figure_of(ax)
    if len(sizes) > 12 and figure.get_figheight() < 5.6:
        figure.set_figheight(5.6)
    wide, high = figure.get_figwidth() - 0.5, figure.get_figheight() - 0.7
    places = _laid(links, sizes, wide, high)
    for row in links.to_dict("records"):
        ends = np.array([places[row["one"]], places[row["other"]]])
        ax.plot(*ends.T, color="#8a8a8a", alpha=0.55, linestyle="-", marker="", zorder=1,
                linewidth=0.7 + 0.22 * min(row["shared"], 25))
    kinds = dict(zip(nodes["arrangement"], nodes[by], strict=True)) if by else {}
    faces = {kind: _FACES[n] for n, kind in enumerate(dict.fromkeys(kinds.values()))}
    for name, members in sizes.items():
        x, y = places[name]
        ax.scatter(x, y, s=_AREA * members, zorder=3, edgecolor="white", linewidth=1.2,
                   color=faces.get(kinds.get(name), PALETTE[0]))
        low = (_AREA * members / np.pi) ** 0.5 + 2
        ax.annotate(name, (x, y), (0, low), textcoords="offset points", ha="center",
                    va="bottom", fontsize=9, color=INK, zorder=5,
                    bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6})
    _frame(ax, wide, high)
    heading(ax, shown(links) if title is None else title, fresh)
    for kind, face in faces.items():
        ax.scatter([], [], color=face, s=70, label=str(kind))
    if faces:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0.01), ncols=len(faces), fontsize=9.5)
    return ax


def _checked(links: pd.DataFrame, nodes: pd.DataFrame, by: str | None) -> dict[str, int]:
    for table, what, needed in (
        (links, "links", {"one", "other", "shared"}),
        (nodes, "nodes", {"arrangement", "members", *([by] if by else [])}),
    ):
        missing = sorted(needed - set(getattr(table, "columns", ())))
        if missing:
            raise SchemaError(
                f"network() finds no column {', '.join(missing)} in its {what}. Give "
                "overlap.pairs() and overlap.arrangements(); a column for by= is added to the "
                "second."
            )
    for table, column in ((links, "shared"), (nodes, "members")):
        counted = table[column]
        if len(table) and not (
            counted.ndim == 1 and pd.api.types.is_any_real_numeric_dtype(counted)
            and (counted.between(1, 1e6) & (counted % 1 == 0)).all()
        ):  # fmt: skip
            raise SchemaError(
                f"The column {column} does not hold numbers of members, 1 or more in each row. "
                "Give overlap.pairs() and overlap.arrangements() as they are."
            )
    if not 0 < len(nodes) <= _MOST:
        raise ArgumentError(
            f"{len(nodes)} circles cannot be drawn so that they are read; 1 to {_MOST} can. "
            "Choose some with governance.overlap(arrangements=[...])."
        )
    twice = nodes.loc[nodes["arrangement"].duplicated(), "arrangement"]
    if len(twice):
        raise ArgumentError(
            f"{few(twice)} stands in the nodes more than once; the tables were probably joined "
            "so that rows doubled. Keep one row a name."
        )
    ends = set(links["one"]) | set(links["other"])
    lost = sorted(ends - set(nodes["arrangement"]))
    if lost:
        raise SchemaError(
            f"{few(lost)} stands in the links and not in the nodes; the tables are probably of "
            "two dates. Take both from one overlap."
        )
    if by and nodes[by].nunique() > len(_FACES):
        raise ArgumentError(
            f"{nodes[by].nunique()} values of {by} cannot be told apart; {len(_FACES)} can. "
            "Gather them first."
        )
    return dict(zip(nodes["arrangement"], nodes["members"].astype(int), strict=True))


def _laid(
    links: pd.DataFrame, sizes: Mapping[str, int], wide: float, high: float
) -> dict[str, Any]:
    """Places in inches: each part by its own springs, parts beside each other, none on another."""
    networkx = _networkx()
    graph = networkx.Graph()
    graph.add_nodes_from(sizes)
    # What is nearly the same lies near.
    for row in links.to_dict("records"):
        alike = row["shared"] / min(sizes[row["one"]], sizes[row["other"]])
        graph.add_edge(row["one"], row["other"], far=1.6 - 0.6 * alike)
    parts = sorted(networkx.connected_components(graph), key=lambda each: (-len(each), min(each)))
    boxes = _boxes([len(part) for part in parts], wide, high)
    places: dict[str, Any] = {}
    for part, (left, low, across, up) in zip(parts, boxes, strict=True):
        names = sorted(part, key=list(sizes).index)
        if len(names) == 1:
            places[names[0]] = np.array([left + across / 2, low + up / 2])
            continue
        part_of = networkx.Graph()  # in the order of the table: a view's is that of a set
        part_of.add_nodes_from(names)
        part_of.add_edges_from(graph.subgraph(names).edges(data=True))
        ring = networkx.circular_layout(names)
        found = networkx.kamada_kawai_layout(part_of, weight="far", pos=ring)
        at = np.array([found[name] for name in names])
        at = (at - at.min(axis=0)) / np.maximum(np.ptp(at, axis=0), 1e-9)
        room = np.minimum(_ROOM / 2, 0.5 * np.array([across, up]))
        at = np.array([left, low]) + room + at * (np.array([across, up]) - 2 * room)
        ends = np.array([[left, low], [left + across, low + up]])
        at = _apart(at, ends[0] + room, ends[1] - room)
        places |= dict(zip(names, at, strict=True))
    return places


def _boxes(counts: list[int], wide: float, high: float) -> list[tuple[float, ...]]:
    """The largest part on the left, the others in a column on its right, as high as they need."""
    if len(counts) == 1:
        return [(0, 0, wide, high)]
    others = counts[1:]
    across = wide * min(0.4, max(0.2, (sum(others) / sum(counts)) ** 0.8))
    needs = np.sqrt(np.array(others, dtype=float))
    ups = high * needs / needs.sum()
    tops = high - np.cumsum(ups)
    column = [(wide - across, float(low), across, float(up))
              for low, up in zip(tops, ups, strict=True)]  # fmt: skip
    return [(0, 0, wide - across, high), *column]


def _apart(at: np.ndarray, least: np.ndarray, most: np.ndarray) -> np.ndarray:
    """The same places, pushed apart until circles and names have room, within their box."""
    for _ in range(300):
        gaps = at[:, None] - at[None]
        far = np.linalg.norm(gaps, axis=2)
        near = (far < _ROOM) & ~np.eye(len(at), dtype=bool)
        if not near.any():
            break
        push = np.where(near, (_ROOM - far) / np.maximum(far, 1e-6), 0)
        at = at + 0.25 * (gaps * push[..., None]).sum(axis=1)
        at = np.clip(at, least, most)
    return at


def _frame(ax: Axes, wide: float, high: float) -> None:
    ax.set(xlim=(0, wide), ylim=(0, high), xticks=[], yticks=[])
    ax.grid(False)
    for side in ax.spines.values():
        side.set_visible(False)


def _networkx() -> Any:
    try:
        import networkx
    except ImportError as error:
        raise MissingExtraError("networkx", "networks", "The picture of a network") from error
    return networkx
