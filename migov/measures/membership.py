"""Who belongs to a group in which year, however the caller says so.

A group's name, a list, a mapping or a function of the year come out as one table of years and
members.  Economies and the aggregates that contain them are never put into one group.  Members that
a table was loaded without, and years from which a group is another, are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, warn_caller
from migov.measures.figures import Figures, MeasureWarning, refuse_mixture
from migov.words import few

Members = str | Iterable[str] | Mapping[int, Iterable[str]] | Callable[[int], Iterable[str]] | None


class Membership:
    """Rows ``year, economy``, with a code and words for the group.

    `kind` is how it was said: every economy of the ``table``, a group with a ``history``, a
    ``region`` as it is now, or ``listed``.
    """

    def __init__(
        self, by_year: Mapping[int, Iterable[str]], label: str, words: str, kind: str
    ) -> None:
        pairs = [(year, code) for year, codes in by_year.items() for code in dict.fromkeys(codes)]
        if not pairs:
            raise ArgumentError(
                f"{words} has no members in the years of the table. Check the years, or the "
                "members."
            )
        self.rows = pd.DataFrame(pairs, columns=["year", "economy"])
        self.label, self.words, self.kind = label, words, kind

    def warn(self, tables: Iterable[Figures], years: Iterable[int]) -> list[str]:
        """What a reader of these years' sums has to know of the members.

        Warns
        -----
        MeasureWarning
            Of members without a row in a table, and of a group that changes within the years.
        """
        if self.kind == "table":
            return []
        by_year = {year: set(codes) for year, codes in self.rows.groupby("year")["economy"]}
        kept = {year: by_year[year] for year in sorted(years)}
        said = [*self._cut(tables, set().union(*kept.values())), *self._changes(tables, kept)]
        for sentence in said:
            warn_caller(sentence, MeasureWarning)
        return said

    def _cut(self, tables: Iterable[Figures], members: set[str]) -> list[str]:
        said = []
        for table in tables:
            lost = sorted(members - table.economies)
            # A region has territories of which a publisher gives nothing, whoever loads it; a table
            # that has others beside the region was not cut to it.
            if lost and not (self.kind == "region" and table.economies - members):
                said.append(
                    f"{table.name} has no row, in any year, of the members {few(lost, 12)}: the "
                    "group is taken without them. If the table was loaded for some economies only, "
                    'load it for all, or for the group with on="each year".'
                )
        return said

    def _changes(self, tables: Iterable[Figures], kept: Mapping[int, set[str]]) -> list[str]:
        if self.kind != "history":
            return []
        known = set().union(*(table.economies for table in tables))
        steps = []
        for before, year in pairwise(kept):
            came = sorted((kept[year] - kept[before]) & known)
            went = sorted((kept[before] - kept[year]) & known)
            parts = [f"with {few(came)}" * bool(came), f"without {few(went)}" * bool(went)]
            if came or went:
                steps.append(f"{' and '.join(filter(None, parts))} from {year}")
        if not steps:
            return []
        more = f"; and {len(steps) - 8} times more" if len(steps) > 8 else ""
        return [
            f"{self.label} changes, and what is added up with it: {'; '.join(steps[:8])}{more}. "
            "For the same economies in every year pass them as a list, such as "
            "migov.economies.members(group)."
        ]


def membership(members: Members, tables: list[Figures], label: str | None) -> Membership:
    """Who belongs in each year of the tables.

    Parameters
    ----------
    members : str, list, mapping, callable or None
        As in :func:`migov.measures.aggregate`.
    tables : list of Figures
        Their years are asked for, and with None their economies belong.
    label : str or None
        Code of the group; chosen if None.

    Raises
    ------
    ArgumentError
        If nobody belongs, the label is no code, or economies and aggregates are mixed.
    UnknownNameError
        If a member or group is not known.
    """
    years = sorted({int(year) for each in tables for year in each.rows["year"].unique()})
    codes = sorted(set().union(*(each.economies for each in tables)))
    if label is not None and not re.fullmatch(r"[A-Z0-9]{2,6}", str(label)):
        raise ArgumentError(
            f"label={label!r} is no code: use 2 to 6 capital letters or digits, such as 'GROUP'."
        )
    if members is None:
        refuse_mixture(codes, "A sum over the whole table")
        words = f"the {len(codes)} economies of the table"
        return Membership(dict.fromkeys(years, codes), label or "ALL", words, "table")
    if isinstance(members, str):
        by_year, words = _group(members, years)
        code = members.upper()
        known = code if re.fullmatch(r"[A-Z0-9]{2,6}", code) else "GROUP"
        kind = "history" if economies.has_history(members) else "region"
        return Membership(by_year, label or known, words, kind)
    if callable(members):
        by_year = {year: _codes(members(year)) for year in years}
        words = "members by year"
    elif isinstance(members, Mapping):
        by_year = {year: _codes(members[year]) for year in years if year in members}
        words = "members by year"
    else:
        named = _codes(members)
        by_year = dict.fromkeys(years, named)
        words = f"{len(named)} members ({few(named, 8)})"
    _refuse_parts_beside_wholes({code for each in by_year.values() for code in each})
    return Membership(by_year, label or "GROUP", words, "listed")


def _group(name: str, years: list[int]) -> tuple[dict[int, Iterable[str]], str]:
    if not economies.has_history(name):
        # Regions of the United Nations and the World Bank are known as they are drawn today.
        now = economies.members(name)
        return dict.fromkeys(years, now), f"the members of {name} now, in every year"
    by_year: dict[int, Iterable[str]] = {}
    refusal = ""
    for year in years:
        try:
            by_year[year] = economies.members(name, on=year)
        except ArgumentError as error:
            # Before it was founded a group has no members, which is no fault in the table.
            refusal = str(error)
    if not by_year:
        raise ArgumentError(refusal)
    first = min(by_year)
    before = f" (it has none before {first})" if first > years[0] else ""
    part = economies.partial(name, max(by_year))
    known = f" as far as they are listed ({part.rstrip('.')})" if part else ""
    return by_year, f"the members of {name} in each year{before}{known}"


def _codes(members: Iterable[str]) -> list[str]:
    if isinstance(members, str):
        members = [members]
    if not isinstance(members, Iterable):
        raise ArgumentError(
            f"members gives {members!r} where economies are wanted: name a group, or give a list "
            'of codes such as ["MEX", "USA"], for all years or for each.'
        )
    named = list(members)
    return list(economies.select(named)) if named else []


def _refuse_parts_beside_wholes(codes: set[str]) -> None:
    wholes = sorted(code for code in codes if economies.is_aggregate(code))
    if wholes and len(wholes) < len(codes):
        raise ArgumentError(
            f"The members mix aggregates ({few(wholes)}) with economies, which would be counted "
            "twice. Name one kind only."
        )
