"""The ledger: every claim as ``datasets/claims/*.toml`` records it.

The facts of a claim are read here and nowhere else; what is checked, and how, stands in one
module a paper.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from migov import registry
from migov.claims.model import Claim
from migov.compiled import compiled
from migov.config import datasets_dir
from migov.errors import ArgumentError, MigovError, UnknownNameError, nearest
from migov.governance import records

_UNDECIDED = "evidence.undecided"


def claims() -> Mapping[str, Claim]:
    """Every claim of the ledger by its id, in the order of the papers."""
    return _claims()


def get(name: str) -> Claim:
    """The claim with this id or slug.

    Raises
    ------
    UnknownNameError
        With the nearest ids and slugs.

    Examples
    --------
    >>> get("fdi-share-1997").id
    'O037'
    """
    if not isinstance(name, str):
        raise UnknownNameError(
            "claim", repr(name), [], "One claim is named by its id or slug, as text."
        )
    known = claims()
    slugs = {claim.slug: claim for claim in known.values()}
    # An id is a letter, a number and perhaps a small letter: o37 is O037, O002B is O002b.
    asked = re.sub(
        r"^([OGog])(\d{1,3})([a-zA-Z]?)$",
        lambda part: f"{part[1].upper()}{part[2]:0>3}{part[3].lower()}", name.strip(),
    )  # fmt: skip
    found = known.get(asked) or slugs.get(asked.lower())
    if found is None:
        near = nearest(asked, [*known, *slugs])
        raise UnknownNameError("claim", name, near, "migov.claims.table() lists every claim.")
    return found


def select(
    names: str | Iterable[str] | None = None, **wanted: str | Iterable[str] | None
) -> list[Claim]:
    """The claims with these ids or slugs, or all, that are what is wanted.

    Parameters
    ----------
    names : str or list of str, optional
    **wanted : str or list of str, optional
        ``paper, topic, kind, arrangement, series``: one of several will do, and of a paper's or
        topic's name a part.

    Raises
    ------
    UnknownNameError
        If no claim at all has that; never an empty list for a name that is misspelt.
    ArgumentError
        If what should be names is none, or is not text.

    Examples
    --------
    >>> [claim.id for claim in select(paper="Geddes", series="oda_received")]
    ['G053']
    >>> select(arrangement="Puebla Process") == select(arrangement="RCM")
    True
    """
    if names is None:
        chosen = list(claims().values())
    else:
        chosen = list({found.id: found for found in map(get, several(names, "names"))}.values())
    for what, asked in wanted.items():
        if asked is not None:
            fit = set().union(*(_fitting(what, name) for name in several(asked, what)))
            chosen = [claim for claim in chosen if claim.id in fit]
    return chosen


def several(names: str | Iterable[str], what: str) -> list[str]:
    """One name, or some, as a list.

    Raises
    ------
    ArgumentError
        If there is none, or it is not text.

    Examples
    --------
    >>> several("ICRMW", "arrangement")
    ['ICRMW']
    """
    some = [names] if isinstance(names, str) or not isinstance(names, Iterable) else list(names)
    if not some or not all(isinstance(each, str) for each in some):
        raise ArgumentError(
            f"{what}={names!r} names nothing: write a name as text or a list of them, or leave it "
            "out for all claims."
        )
    return some


def _fitting(what: str, name: str) -> set[str]:
    """Ids of the claims that have a paper, topic, kind, arrangement or series of this name."""
    known = {claim.id: _of(claim, what) for claim in claims().values()}
    every = sorted({each for has in known.values() for each in has})
    asked = name.strip().casefold()
    fit = {each for each in every if asked == each.casefold()}
    if asked and what in ("paper", "topic"):
        fit = {each for each in every if asked in each.casefold()}
    fit = fit or {_called(what, name)} & set(every)
    if not fit:
        raise UnknownNameError(f"{what} of a claim", name, nearest(name, every) or every[:8])
    return {key for key, has in known.items() if fit & set(has)}


def _called(what: str, name: str) -> str:
    """The acronym or id that a longer name or a publisher's code means; empty for none."""
    find = {"arrangement": records.find, "series": lambda code: registry.find(code).id}.get(what)
    try:
        return find(name) if find else ""
    except MigovError:
        return ""


def _of(claim: Claim, what: str) -> tuple[str, ...]:
    lists = {"arrangement": claim.arrangements, "series": claim.series}
    return lists[what] if what in lists else (getattr(claim, what),)


def resting_on(table: pd.DataFrame, title: str, chosen: Iterable[Claim]) -> pd.DataFrame:
    """`table` itself, which says that it rests on the papers and sources of some claims.

    Examples
    --------
    >>> resting_on(pd.DataFrame(), "One claim", [get("O018")]).attrs["migov"]["compiled"]["series"]
    ['remittances_received', ...]
    """
    some, papers = list(chosen), works()
    return compiled(
        table,
        title,
        works=(papers[claim.paper] for claim in some),
        series=(name for claim in some for name in claim.series),
        arrangements=(name for claim in some for name in claim.arrangements),
    )


def works() -> Mapping[str, str]:
    """The papers as lines of a list of references, by how the claims cite them.

    Examples
    --------
    >>> works()["Geddes (2018)"]
    'Geddes (2018): Global and Regional Cooperation on Migration. Oxford Research Encyclopedia ...'
    """
    papers = [book["paper"] for _, book in _books()]
    return {each["cite"]: f"{each['cite']}: {each['title']}. {each['where']}" for each in papers}


@cache
def _books() -> tuple[tuple[Path, dict[str, Any]], ...]:
    """The files of the ledger as they stand."""
    found = []
    for path in sorted((datasets_dir() / "claims").glob("*.toml"), reverse=True):
        try:
            found.append((path, tomllib.loads(path.read_text(encoding="utf-8"))))
        except tomllib.TOMLDecodeError as error:
            raise MigovError(f"The ledger {path} is not valid TOML: {error}.") from error
    return tuple(found)


@cache
def _claims() -> Mapping[str, Claim]:
    found: dict[str, Claim] = {}
    for path, book in _books():
        paper = book["paper"]
        for key in (name for name in book if name != "paper"):
            facts = dict(book[key])
            found[key] = Claim(
                id=key,
                paper=paper["cite"],
                tolerance_why=paper["tolerances"].get(str(facts.get("tolerance")), ""),
                check_name=facts.pop("check", _UNDECIDED),
                series=tuple(facts.pop("series", ())),
                arrangements=tuple(facts.pop("arrangements", ())),
                see=tuple(facts.pop("see", ())),
                arguments=MappingProxyType(facts.pop("arguments", {})),
                **facts,
            )
            _refuse_silence(found[key], path)
    return MappingProxyType(dict(sorted(found.items(), key=_order)))


def _refuse_silence(claim: Claim, path: Path) -> None:
    """A claim that nothing checks says why, and what would; one that is checked does not."""
    undecided = claim.check_name == _UNDECIDED
    if undecided != bool(claim.why_not and claim.needs):
        raise MigovError(
            f"{claim.id} in {path} needs a check, or why_not and needs: why no public series can "
            "decide it, and what data would."
        )


def _order(item: tuple[str, Claim]) -> tuple[int, str]:
    # Overbeek (2002) before Geddes (2018): by the year of the paper, then by id.
    return int(item[1].paper[-5:-1]), item[0]


@dataclass(frozen=True)
class Printed:
    """Figures that a publication prints and that no embedded file holds, by year."""

    id: str
    label: str
    publisher: str
    document: str
    url: str
    unit: str
    values: Mapping[int, float]


@cache
def printed() -> Mapping[str, Printed]:
    """What claims show beside the data from print, by id; none of it carries a verdict.

    Examples
    --------
    >>> printed()["unctad-1998-inflows"].values[1997]
    400.0
    """
    path = datasets_dir() / "printed.toml"
    return MappingProxyType({
        key: Printed(
            **{**facts, "id": key, "values": {int(y): v for y, v in facts["values"].items()}}
        )
        for key, facts in tomllib.loads(path.read_text(encoding="utf-8")).items()
    })
