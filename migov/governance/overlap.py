"""How arrangements overlap: who shares members with whom, on a date, as tables and as a network.

Economies and the arrangements they belong to are the two sides of a network; its two projections
join arrangements that share members, and economies that share arrangements.  Counts, shares and
Jaccard's index are computed here; what needs a graph is left to networkx, of the extra
``networks``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from migov.choices import one_of, texts
from migov.economies import spells
from migov.errors import ArgumentError, MissingExtraError
from migov.governance import records, remarks
from migov.governance.records import On
from migov.words import few

LEVELS = ("global", "interregional", "regional", "national")


class Overlap:
    """Members of several arrangements on one date.

    Attributes
    ----------
    incidence : pandas.DataFrame
        Arrangements down, economies across, true where the economy belongs.
    on : str
        The date, or ``now``.
    """

    def __init__(
        self, incidence: pd.DataFrame, on: On, caveats: list[str], evidence: Iterable[str]
    ) -> None:
        self.on = "now" if on is None else str(on)
        self._asked, self._caveats, self._evidence = on, caveats, tuple(evidence)
        self.incidence = self._documented(incidence, "their members")

    def __repr__(self) -> str:
        arrangements, economies = self.incidence.shape
        return f"<Overlap of {arrangements} arrangements and {economies} economies, {self.on}>"

    def pairs(self) -> pd.DataFrame:
        """Each two arrangements that share a member.

        Returns
        -------
        pandas.DataFrame
            `one`, `other`, `shared` (members of both), `either` (members of at least one),
            `jaccard` (shared ÷ either) and `contained` (shared ÷ members of the smaller), the most
            alike first.

        Examples
        --------
        >>> table = overlap(arrangements=["EU", "Schengen"], on="2009-02-12").pairs()
        >>> table[["shared", "either"]].values.tolist()
        [[22, 30]]
        """
        names, shared = self.incidence.index, self._shared(by="arrangement")
        one, other = np.nonzero(np.triu(shared, 1))
        sizes, both = np.diag(shared), shared[one, other]
        table = pd.DataFrame(
            {
                "one": names[one],
                "other": names[other],
                "shared": both,
                "either": sizes[one] + sizes[other] - both,
                "contained": both / np.minimum(sizes[one], sizes[other]),
            }
        )
        table.insert(4, "jaccard", table["shared"] / table["either"])
        table = table.sort_values(["jaccard", "one", "other"], ascending=[False, True, True])
        return self._documented(table.reset_index(drop=True), "shared members")

    def arrangements(self) -> pd.DataFrame:
        """Each arrangement, and how it lies among the others.

        Returns
        -------
        pandas.DataFrame
            `arrangement`, `name`, `members`, `neighbours` (arrangements that share a member),
            `exclusive` (members that belong to no other), `component` (numbered from 1, the
            largest first) and `betweenness` (in the projection on arrangements, from 0 to 1).

        Raises
        ------
        MissingExtraError
            If networkx is not installed.
        """
        graph = self.project("arrangements")
        alone = self.incidence.sum() == 1
        table = pd.DataFrame(
            {
                "arrangement": self.incidence.index,
                "name": [records.record(each)["name"] for each in self.incidence.index],
                "members": self.incidence.sum(axis=1).to_numpy(),
                "neighbours": [graph.degree(each) for each in self.incidence.index],
                "exclusive": self.incidence.loc[:, alone].sum(axis=1).to_numpy(),
            }
        )
        return self._placed(table, "arrangement", graph)

    def economies(self) -> pd.DataFrame:
        """Each economy, and how it lies among the others.

        Returns
        -------
        pandas.DataFrame
            `economy`, `memberships`, `neighbours` (economies that share an arrangement),
            `component` and `betweenness`, as in :meth:`arrangements`; most memberships first.

        Raises
        ------
        MissingExtraError
            If networkx is not installed.
        """
        graph = self.project("economies")
        table = pd.DataFrame(
            {
                "economy": self.incidence.columns,
                "memberships": self.incidence.sum().to_numpy(),
                "neighbours": [graph.degree(each) for each in self.incidence.columns],
            }
        )
        found = self._placed(table, "economy", graph)
        return found.sort_values(
            ["memberships", "economy"], ascending=[False, True], ignore_index=True
        )

    def graph(self) -> Any:
        """The network of both sides, a ``networkx.Graph``.

        Nodes have ``bipartite`` (0 for arrangements, 1 for economies); arrangements also ``name``,
        ``kind`` and ``level``.

        Raises
        ------
        MissingExtraError
            If networkx is not installed.
        """
        graph = _networkx().Graph(on=self.on)
        for each in self.incidence.index:
            row = records.record(each)
            about = {name: row[name] for name in ("name", "kind", "level")}
            graph.add_node(("arrangement", each), bipartite=0, **about)
        for code in self.incidence.columns:
            graph.add_node(("economy", code), bipartite=1)
        held = self.incidence.to_numpy()
        for at, to in zip(*np.nonzero(held), strict=True):
            graph.add_edge(
                ("arrangement", self.incidence.index[at]), ("economy", self.incidence.columns[to])
            )
        return graph

    def project(self, onto: str = "arrangements") -> Any:
        """One side of the network, joined by what its nodes share: a ``networkx.Graph``.

        Parameters
        ----------
        onto : {"arrangements", "economies"}
            Which side.

        Returns
        -------
        networkx.Graph
            Edges have ``weight``, how many members or arrangements are shared, and ``jaccard``.

        Raises
        ------
        ArgumentError
            If there is no such side.
        MissingExtraError
            If networkx is not installed.
        """
        one_of(onto, ("arrangements", "economies"), "onto")
        side = onto[:-1] if onto == "arrangements" else "economy"
        names = list(self.incidence.index if side == "arrangement" else self.incidence.columns)
        shared = self._shared(by=side)
        sizes = np.diag(shared)
        graph = _networkx().Graph(on=self.on)
        graph.add_nodes_from(names)
        for one, other in zip(*np.nonzero(np.triu(shared, 1)), strict=True):
            both = int(shared[one, other])
            jaccard = both / (sizes[one] + sizes[other] - both)
            graph.add_edge(names[one], names[other], weight=both, jaccard=float(jaccard))
        return graph

    def _shared(self, by: str) -> np.ndarray:
        held = self.incidence.to_numpy().astype("int64")
        return held @ held.T if by == "arrangement" else held.T @ held

    def _placed(self, table: pd.DataFrame, side: str, graph: Any) -> pd.DataFrame:
        networkx = _networkx()
        parts = sorted(
            networkx.connected_components(graph), key=lambda part: (-len(part), min(part))
        )
        of = {name: number for number, part in enumerate(parts, 1) for name in part}
        between = networkx.betweenness_centrality(graph)
        table["component"] = table[side].map(of)
        table["betweenness"] = table[side].map(between)
        return self._documented(table, "their place in the network")

    def _documented(self, table: pd.DataFrame, what: str) -> pd.DataFrame:
        title = f"Arrangements of migration governance: {what} {remarks.when(self._asked)}"
        return remarks.documented(table, title, self._caveats, self._evidence, on=self._asked)


def overlap(
    on: On = None,
    *,
    level: str | Iterable[str] | None = None,
    kind: str | Iterable[str] | None = None,
    arrangements: Iterable[str] | None = None,
    status: str | Iterable[str] | None = None,
    confidence: str | None = None,
) -> Overlap:
    """How arrangements share members on a date.

    Parameters
    ----------
    on : int, str or datetime.date, optional
        A year or month, which means its last day, or a day; now by default.
    level : str or list of str, optional
        ``"global"``, ``"interregional"``, ``"regional"``; all by default.
    kind : str or list of str, optional
        Such as ``"treaty"``, ``"process"``, ``"union"``; all by default.
    arrangements : list of str, optional
        Exactly these, instead of `level` and `kind`.
    status, confidence : optional
        As in :func:`members`.

    Returns
    -------
    Overlap
        Whose ``pairs()``, ``arrangements()``, ``economies()``, ``graph()`` and ``project()`` give
        the usual measures.  Arrangements without a known member on the date are left out, and so
        is, unless it is named, what has another's members and no others (the Treaty of Amsterdam,
        beside the Union); its caveats say so.

    Raises
    ------
    UnknownNameError
        If an arrangement is not known.
    ArgumentError
        If nothing is left to compare, or the date is none or still to come.

    Examples
    --------
    >>> found = overlap(on=2009, level="regional", kind="process")
    >>> found.incidence.sum(axis=1).to_dict()
    {'RCM': 11, 'MARRI': 6}
    """
    if arrangements is not None and (level is not None or kind is not None):
        raise ArgumentError("Name the arrangements, or give their level and kind, not both.")
    listed = records.listed()
    if arrangements is not None:
        asked = texts(arrangements, "arrangements")
        chosen = list(dict.fromkeys(records.find(each) for each in asked))
    else:
        keep = _within(listed["level"], level, "level") & _within(listed["kind"], kind, "kind")
        chosen = listed.loc[keep, "arrangement"].tolist()
    own = set(records.every()["arrangement"])
    doubles = [key for key in chosen if arrangements is None and key not in own
               and records.record(key)["includes"]]  # fmt: skip
    chosen = [key for key in chosen if key not in doubles]
    day, spread, said, absent, behind = spells.day(on), {}, [], [], []
    for key in chosen:
        row = records.record(key)
        early = row["known_from"] and day and day < spells.first(row["known_from"])
        found = records.of_status(records.rows(key), status)
        found = records.at_least(records.standing(found, on), confidence)
        if early or found.empty or _over(row, day):
            absent.append(key)
            continue
        spread[key] = set(found["economy"])
        behind += found["evidence"].tolist()
        said += remarks.caveats(found, key, on)
    if not spread:
        raise ArgumentError(
            f"None of these has a known member{'' if on is None else f' on {on}'}: "
            f"{few(absent) or 'nothing matches'}. Ask for another date, level or kind."
        )
    codes = sorted(set().union(*spread.values()))
    held = [[code in spread[key] for code in codes] for key in spread]
    incidence = pd.DataFrame(held, index=pd.Index(list(spread), name="arrangement"), columns=codes)
    if doubles:
        said.append(f"Left out, with another's members and no others: {', '.join(doubles)}.")
    if absent:
        said.append(f"Left out, with no known member then: {', '.join(absent)}.")
    return Overlap(incidence, on, list(dict.fromkeys(said)), dict.fromkeys(behind))


def _over(row: dict[str, str], day: Any) -> bool:
    return bool(row["ended"]) and (day is None or day > spells.last(row["ended"]))


def _within(column: pd.Series, asked: str | Iterable[str] | None, what: str) -> pd.Series:
    if asked is None:
        return pd.Series(True, index=column.index)
    named = texts(asked, what)
    if unknown := [each for each in named if each not in set(column)]:
        raise ArgumentError(
            f"{what}={few(unknown, write=repr)} is not one of {', '.join(sorted(set(column)))}."
        )
    return column.isin(named)


def _networkx() -> Any:
    try:
        import networkx
    except ImportError as error:
        raise MissingExtraError("networkx", "networks", "The network of arrangements") from error
    return networkx
