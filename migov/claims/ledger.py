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

from migov.claims.model import Claim
from migov.config import datasets_dir
from migov.errors import MigovError, UnknownNameError, nearest

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
    known = claims()
    slugs = {claim.slug: claim for claim in known.values()}
    # An id is a letter, a number and perhaps a small letter: o37 is O037, O002B is O002b.
    asked = re.sub(
        r"^([OGog])(\d{1,3})([a-zA-Z]?)$",
        lambda part: f"{part[1].upper()}{part[2]:0>3}{part[3].lower()}", str(name),
    )  # fmt: skip
    found = known.get(asked) or slugs.get(asked.lower())
    if found is None:
        near = nearest(asked, [*known, *slugs])
        raise UnknownNameError("claim", name, near, "migov.claims.table() lists every claim.")
    return found


def select(names: str | Iterable[str] | None = None, **wanted: str | None) -> list[Claim]:
    """The claims with these ids or slugs, or all, that are what is wanted.

    Parameters
    ----------
    names : str or list of str, optional
    **wanted : str, optional
        ``paper, topic, kind, arrangement, series``; a part of a paper's or topic's name will do.

    Raises
    ------
    UnknownNameError
        If no claim at all has that; never an empty list for a name that is misspelt.

    Examples
    --------
    >>> [claim.id for claim in select(paper="Geddes", series="oda_received")]
    ['G053']
    """
    names = [names] if isinstance(names, str) else names
    chosen = list(claims().values()) if names is None else [get(name) for name in names]
    for what, name in wanted.items():
        if name is None:
            continue
        known = {claim.id: _of(claim, what) for claim in claims().values()}
        asked = str(name).casefold()
        exact = what not in ("paper", "topic")
        fit = {
            key for key, has in known.items()
            if any(asked == each.casefold() or (not exact and asked in each.casefold())
                   for each in has)
        }  # fmt: skip
        if not fit:
            every = sorted({each for has in known.values() for each in has})
            raise UnknownNameError(
                f"{what} of a claim", name, nearest(str(name), every) or every[:8]
            )
        chosen = [claim for claim in chosen if claim.id in fit]
    return chosen


def _of(claim: Claim, what: str) -> tuple[str, ...]:
    several = {"arrangement": claim.arrangements, "series": claim.series}
    return several[what] if what in several else (getattr(claim, what),)


@cache
def _claims() -> Mapping[str, Claim]:
    folder = datasets_dir() / "claims"
    found: dict[str, Claim] = {}
    for path in sorted(folder.glob("*.toml"), reverse=True):
        try:
            book: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise MigovError(f"The ledger {path} is not valid TOML: {error}.") from error
        paper = book.pop("paper")
        for key, facts in book.items():
            facts = dict(facts)
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
