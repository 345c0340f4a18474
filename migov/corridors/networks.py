"""Corridors as a graph of networkx: economies are nodes, corridors are edges with a value.

Totals and what is not allocated are no places and stay out; an absent corridor has no edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, MissingExtraError
from migov.measures.pairs import pairs
from migov.words import few

if TYPE_CHECKING:
    import networkx


def to_networkx(table: pd.DataFrame) -> networkx.DiGraph:
    """A directed graph of the corridors of one year.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of one year and one series, or a matrix (its margins are left out).

    Returns
    -------
    networkx.DiGraph
        Nodes are codes (or groups) with ``name``, ``region`` and ``subregion``; edges run from
        origin to destination with ``value``, which algorithms take as ``weight="value"``.
        ``graph.graph`` has ``year``, ``series``, ``unit`` and ``version``.

    Raises
    ------
    ArgumentError
        If the table has several years, series or sexes, or aggregates beside their members.
    MissingExtraError
        If networkx is not installed.

    Examples
    --------
    >>> import migov
    >>> graph = to_networkx(migov.load("migrant_stock", years=2024, destinations="USA"))
    >>> int(graph.edges["MEX", "USA"]["value"]), graph.nodes["MEX"]["name"]
    (11279561, 'Mexico')
    """
    if isinstance(table, pd.DataFrame) and "series" in table.columns:
        several = table["series"].unique()
        if len(several) > 1:
            raise ArgumentError(
                f"A graph shows one series, and the table has {few(several)}. Choose one: "
                'table[table["series"] == "migrant_stock"].'
            )
    found = pairs(table)
    years = sorted(found.rows["year"].unique().tolist())
    if len(years) > 1:
        raise ArgumentError(
            f"A graph shows one year, and the table has {few(years)}. Choose one of them: "
            f'table[table["year"] == {years[-1]}].'
        )
    try:
        import networkx
    except ImportError:
        raise MissingExtraError("networkx", "networks", "A graph of corridors") from None
    said = found.record
    graph = networkx.DiGraph(
        year=years[0], **{key: said.get(key) for key in ("series", "unit", "version")}
    )
    places = economies.table().set_index("economy")[["name", "region", "subregion"]]
    known = places.to_dict("index")
    for code in sorted({*found.rows["origin"], *found.rows["destination"]}):
        graph.add_node(code, **known.get(code, {"name": code, "region": "", "subregion": ""}))
    graph.add_weighted_edges_from(
        found.rows[["origin", "destination", "value"]].itertuples(index=False, name=None),
        weight="value",
    )
    return graph
