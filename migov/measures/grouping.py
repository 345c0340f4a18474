"""Corridors summed into regions, income groups or named groups, on either side.

Groups that overlap are refused, because a corridor would be counted twice; economies of no group
are the rest of the world, and unknown or stateless stay what they are.  A sum is over the
corridors that are known.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from migov import economies
from migov.errors import AmbiguousNameError, ArgumentError, UnknownNameError, nearest
from migov.measures.pairs import derived_pairs, pairs
from migov.words import few

By = str | Iterable[str] | Mapping[str, str | Iterable[str]]
On = int | str | datetime.date | None

REST = "Rest of the world"
UNCLASSIFIED = "Not classified"
INCOME_GROUPS = {
    "Low income": "LIC",
    "Lower middle income": "LMC",
    "Upper middle income": "UMC",
    "High income": "HIC",
}
_WAYS = ("economy", "region", "subregion", "income")
_TAKES = (
    "by= takes 'economy', 'region' (continents) or 'subregion' of the United Nations, 'income' of "
    "the World Bank, a group such as 'ECOWAS', a list of groups and economies, or a mapping from a "
    "label to economies. migov.economies.groups() lists the groups."
)


@dataclass(frozen=True)
class Grouping:
    """Which economy belongs to which group.

    Attributes
    ----------
    labels : tuple of str
        The groups in the order of a table; that of the remaining economies is not among them.
    of : mapping
        Economy → label.
    rest : str
        Label of the economies of no group.
    words : str
        What the groups are and of when, for a caveat.
    """

    labels: tuple[str, ...]
    of: Mapping[str, str]
    rest: str
    words: str

    def label(self, codes: pd.Series) -> pd.Series:
        """The group of each code of a column; residual codes stay as they are."""
        unknown = economies.is_residual(codes)
        return codes.map(self.of).fillna(self.rest).where(~unknown, codes)

    def order(self, labels: Iterable[str]) -> list[str]:
        """These labels as a table shows them: the groups, the rest, the unknown."""
        present = set(labels)
        known = [each for each in (*self.labels, self.rest) if each in present]
        return [*known, *sorted(present - set(known))]


def group_corridors(
    table: pd.DataFrame,
    by: By = "region",
    on: On = None,
    *,
    origins_by: By | None = None,
    destinations_by: By | None = None,
) -> pd.DataFrame:
    """Corridors between groups, summed from those between economies.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table of amounts or counts, or a matrix.
    by : str, list or mapping
        ``"region"`` or ``"subregion"`` (of the United Nations), ``"income"`` (World Bank),
        ``"economy"`` (no sum), a group (``"ECOWAS"``), a list of groups and economies, or a
        mapping from a label to a group or a list of economies.
    on : int, str or datetime.date, optional
        The year or date whose members groups have; today's by default.
    origins_by, destinations_by : as `by`, optional
        For one side only, in the place of `by`.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, year, [sex,] value`` with the groups in words; economies of none
        are ``Rest of the world`` (by region and income: ``Not classified``).

    Raises
    ------
    ArgumentError
        If groups overlap, or an aggregate is named that has no members.
    UnknownNameError
        If a group is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"origin": ["MEX", "IND"], "destination": "USA", "year": 2020,
    ...                       "value": [3.0, 2.0]})
    >>> group_corridors(stock)[["origin", "destination", "value"]].values.tolist()
    [['Americas', 'Americas', 3.0], ['Asia', 'Americas', 2.0]]
    """
    found = pairs(table, sexes=True)
    rows, words = found.rows, []
    for side, each in (("origin", origins_by or by), ("destination", destinations_by or by)):
        groups = grouping(each, on)
        if groups is not None:
            rows = rows.assign(**{side: groups.label(rows[side])})
            words.append(f"{side}s by {groups.words}")
    keys = [column for column in rows.columns if column != "value"]
    sums = rows.groupby(keys, as_index=False)["value"].sum()
    said = "; ".join(words)
    caveats = [f"Recomputed by migov from corridors: {said}."] if said else []
    return derived_pairs(sums, [found], f"{found.title}, summed", found.unit, caveats)


def grouping(by: By, on: On = None) -> Grouping | None:
    """The groups that are meant, with their members on a date; None for single economies.

    Raises
    ------
    ArgumentError, UnknownNameError
        As from :func:`group_corridors`.

    Examples
    --------
    >>> grouping("income").of["MEX"]
    'Upper middle income'
    """
    when = "today" if on is None else str(on)
    if isinstance(by, str):
        text = by.strip()
        if text == "economy":
            return None
        if text in ("region", "subregion"):
            return _regions(text)
        if text == "income":
            of = {e: label for label, code in INCOME_GROUPS.items() for e in _members(code, on)}
            words = f"the World Bank's income groups of {when}"
            return Grouping(tuple(INCOME_GROUPS), of, UNCLASSIFIED, words)
        members = {_label(text): _members(text, on)}
    elif isinstance(by, Mapping):
        members = {str(label): _members(each, on) for label, each in by.items()}
    else:
        members = {_label(each): _members(each, on) for each in _names(by)}
    if not members:
        raise ArgumentError("by= names no group. Say a group, a list of groups, or 'region'.")
    _refuse_taken(members)
    _refuse_overlap(members)
    of = {economy: label for label, each in members.items() for economy in each}
    return Grouping(tuple(members), of, REST, f"{few(members)} with their members of {when}")


def _regions(column: str) -> Grouping:
    frame = economies.table().set_index("economy")[column]
    of = frame[frame != ""]
    return Grouping(tuple(sorted(set(of))), of.to_dict(), UNCLASSIFIED, f"{column} as of now")


def _members(group: str | Iterable[str], on: On) -> list[str]:
    """Economies that an entry stands for."""
    try:
        found = economies.select(group, on=on)
    except AmbiguousNameError:
        raise
    except UnknownNameError as error:
        near = [way for name in error.names for way in nearest(str(name), _WAYS, 1)]
        raise UnknownNameError("group", error.names, near or error.nearest, _TAKES) from None
    if isinstance(group, str) and found == [group.strip()]:
        code = group.strip()
        if economies.is_aggregate(code):  # a code such as LIC stands for itself in select()
            try:
                return list(economies.members(code, on=on))
            except UnknownNameError:
                raise ArgumentError(
                    f"{code} is an aggregate of a publisher whose members migov does not know. "
                    "Name a group that migov.economies.groups() lists, or the economies."
                ) from None
        return [code]
    wholes = [code for code in found if economies.is_aggregate(code)]
    if wholes:
        raise ArgumentError(
            f"{few(wholes)} in by= is an aggregate, which is not made of corridors between "
            "economies. Name a group that migov.economies.groups() lists, or the economies."
        )
    return found


def _label(group: str) -> str:
    """The group as it was asked for; the code of an aggregate in words."""
    return economies.name(group) if economies.is_aggregate(group) else group


def _names(by: object) -> list[str]:
    if not isinstance(by, Iterable):
        raise ArgumentError(f"by={by!r} is no grouping. {_TAKES}")
    names = list(by)
    wrong = [each for each in names if not isinstance(each, str)]
    if wrong:
        raise ArgumentError(
            f"by= is a list of names, and {few(wrong, 1, repr)} is not one. Several economies "
            "are put together under a label by a mapping: by={'EU': 'EU', 'North America': ['USA', "
            "'CAN']}."
        )
    twice = sorted({str(each) for each in names if names.count(each) > 1})
    if twice:
        raise ArgumentError(f"by= names {few(twice)} more than once; name each group once.")
    return names


def _refuse_taken(members: Mapping[str, list[str]]) -> None:
    taken = [each for each in members if each in (REST, UNCLASSIFIED, "Not allocated", "WLD", "")]
    if taken:
        raise ArgumentError(
            f"by= calls a group {taken[0]!r}, which a table needs for what is in no group. Choose "
            "another label."
        )


def _refuse_overlap(members: Mapping[str, list[str]]) -> None:
    seen: dict[str, str] = {}
    for label, codes in members.items():
        both = [code for code in codes if code in seen]
        if both:
            others = few(dict.fromkeys(seen[code] for code in both))
            raise ArgumentError(
                f"{label} and {others} share {few(both)}: their corridors would be counted twice. "
                "Choose groups without common members, or ask for one at a time."
            )
        seen |= dict.fromkeys(codes, label)
