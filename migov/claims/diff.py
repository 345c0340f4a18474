"""Which verdicts hang on the vintage: the ledger checked twice, on the figures of two dates.

On a date every series has the vintages of then, the newest in the place of the pinned one, and no
later one.  A claim whose verdict rests on a series that has none so old is not compared, and the
table says so; nothing later stands in for what was not published.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from migov import instead, live, registry
from migov.claims.ledger import resting_on, select
from migov.claims.model import Claim, Finding
from migov.claims.run import one_run
from migov.compiled import said_of
from migov.economies import spells
from migov.errors import ArgumentError, LayoutError, RegistryError, SchemaError
from migov.figures import LATEST, Whole, find_version, standing_in, terms_of
from migov.lineage import provenance, without_table
from migov.registry import Series, Version
from migov.words import few

COLUMNS = [
    "id", "slug", "from", "to", "then_from", "then_to", "now_from", "now_to", "stayed", "reason",
]  # fmt: skip
PINNED = "pinned"


@dataclass(frozen=True)
class _Side:
    """The claims on one date, and the sources they rest on then.

    `unpublished` has no vintage of then, `alone` has no address.
    """

    date: str
    findings: list[Finding | None]
    sources: list[dict[str, Any]]
    unpublished: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


def diff(
    before: str, after: str = PINNED, names: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """The claims whose verdict is another on the figures of another date.

    Parameters
    ----------
    before, after : str
        A date such as ``"2016-11"``, ``"pinned"`` for the figures of this release, or ``"latest"``
        for those that the publishers have now.  A vintage that is called by its year counts from
        that year on.
    names : str or list of str, optional
        Ids or slugs; all claims by default.

    Returns
    -------
    pandas.DataFrame
        A row for each claim whose verdict differs: ``id, slug``, the verdicts ``from`` and ``to``,
        the figure for the paper's year and the newest on both, ``stayed`` (series read beside it
        that have no vintage of that date, or that no address gives, and stand as they are pinned)
        and the ``reason`` on the later figures.  The caveats name the claims that are not compared
        because what carries their verdict was not published by then; ``attrs["migov"]`` lists them
        as ``not_compared``, and the vintage of each series on both dates as ``vintages``.

    Raises
    ------
    ArgumentError
        If a date is not one, or lies before every vintage.
    OfflineError, DownloadError
        If the latest figures are wanted and cannot be had.

    Examples
    --------
    >>> diff("2016-11", names=["O018", "O019"])["id"].tolist()
    []
    >>> diff("2016-11", names=["O018", "G068"]).attrs["migov"]["caveats"]
    ['migrant_stock has no vintage of 2016-11: not compared is G068.']
    """
    chosen = select(names)
    dates = [_date(each) for each in (before, after)]
    one, other = (_side(date, chosen) for date in dates)
    rows: list[dict[str, object]] = []
    left_out: dict[str, list[str]] = {}
    for claim, early, late in zip(chosen, one.findings, other.findings, strict=True):
        rests = _rests_on(claim, late or early)
        missing = [f"{name} has no vintage of {side.date}" for side in (one, other)
                   for name in sorted(rests & side.unpublished)]  # fmt: skip
        for said in missing:
            left_out.setdefault(said, []).append(claim.id)
        if not missing and _verdict(early) != _verdict(late):
            stayed = one.unpublished | one.alone | other.unpublished | other.alone
            rows.append(_row(early, late, stayed.intersection(claim.series)))
    table = resting_on(
        pd.DataFrame(rows, columns=COLUMNS),
        f"Verdicts that differ between the figures of {dates[0]} and {dates[1]}", chosen,
    )  # fmt: skip
    table.attrs["migov"]["caveats"] = [
        f"{said}: not compared {'is' if len(ids) == 1 else 'are'} {few(ids, len(ids))}."
        for said, ids in left_out.items()
    ]
    table.attrs["migov"]["not_compared"] = sorted(set().union(*left_out.values()))
    table.attrs["migov"]["vintages"] = {
        name: {each["series"]: each["version"] for each in side.sources}
        for name, side in (("from", one), ("to", other))
    }
    # Not the pinned vintages, as of other tables of claims, but those that were read.
    said_of(table).update(series=[], sources=[*one.sources, *other.sources])
    return table


def _date(asked: str) -> str:
    said = str(asked).strip()
    try:
        if said not in (PINNED, LATEST):
            spells.last(said)
    except ValueError:
        raise ArgumentError(
            f"{asked!r} is no date. Write a year, a month such as '2016-11', {PINNED!r} or "
            f"{LATEST!r}."
        ) from None
    if said not in (PINNED, LATEST) and said > datetime.date.today().isoformat()[: len(said)]:
        raise ArgumentError(
            f"{asked!r} is still to come, so no figures are of then. The newest are {LATEST!r}."
        )
    return said


def _side(date: str, chosen: list[Claim]) -> _Side:
    records = _records(chosen)
    put: Mapping[str, Series] = {}
    given: Mapping[tuple[str, str], Whole] = {}
    unpublished, alone = frozenset[str](), frozenset[str]()
    if date == LATEST:
        published = [each for each in records.values() if _own_file(each)]
        alone = frozenset(each.id for each in published if not _has_address(each))
        put, given = _of_now(records, _latest([e for e in published if e.id not in alone]))
    elif date != PINNED:
        put, unpublished = _of_then(records, date)
    with instead.standing(put), standing_in(given), one_run():
        found = [_checked(claim) for claim in chosen]
        return _Side(date, found, _sources(chosen, given), unpublished, alone)


def _sources(
    chosen: Iterable[Claim], given: Mapping[tuple[str, str], Whole]
) -> list[dict[str, Any]]:
    """What is said of each series in the vintage that stands for it."""

    def known(record: Series, version: Version) -> Whole:
        if version.file is None:
            terms = tuple(known(*term) for term in terms_of(record, version))
            return replace(without_table(record, version), terms=terms)
        return given.get((record.id, version.name)) or without_table(record, version)

    names = dict.fromkeys(name for claim in chosen for name in claim.series)
    records = map(registry.find, names)
    return [provenance(known(record, find_version(record))) for record in records]


def _records(chosen: Iterable[Claim]) -> dict[str, Series]:
    """The series that some claims rest on; of a derived one also those that it follows from."""
    found: dict[str, Series] = {}
    waiting = [registry.find(name) for claim in chosen for name in claim.series]
    while waiting:
        record = waiting.pop(0)
        found[record.id] = record
        if not _own_file(record):
            waiting += [term for term, _ in terms_of(record, find_version(record))]
    return found


def _of_then(
    records: Mapping[str, Series], date: str
) -> tuple[dict[str, Series], frozenset[str]]:
    """What each series was on a date, with no later vintage; and those that have none so old."""
    put: dict[str, Series] = {}
    missing = set()
    for record in records.values():
        held = [name for name, each in record.versions.items() if not each.obtainable]
        old = [name for name in held if name[: len(date)] <= date]
        missing |= set() if old else {record.id}
        # One that has none so old stays as it is pinned, and for that alone.
        pinned, kept = (max(old), old) if old else (record.pinned, [record.pinned])
        versions = {name: record.versions[name] for name in kept}
        put[record.id] = replace(record, pinned=pinned, versions=versions)
    if records and len(missing) == len(records):
        oldest = min(name for each in records.values() for name in each.versions)
        raise ArgumentError(
            f"{date!r} is before every vintage that is held; the oldest is {oldest}. Write a later "
            f"date, {PINNED!r} or {LATEST!r}."
        )
    following = {
        each.id for each in put.values()
        if each.derived and not _own_file(each) and missing & set(each.derived.terms)
    }  # fmt: skip
    return put, frozenset(missing | following)


def _latest(records: list[Series]) -> list[Whole]:
    came = []
    for answer in live.answers([each.id for each in records]):
        if answer.error is not None:
            raise answer.error
        if answer.found is not None:
            came.append(answer.found)
    return came


def _of_now(
    records: Mapping[str, Series], came: Iterable[Whole]
) -> tuple[dict[str, Series], dict[tuple[str, str], Whole]]:
    """Each series with what came in the place of the pinned vintage, under its own name.

    What follows from others is called as the newest of them, which no other has as an older one;
    of its older vintages those stay that all of them have.
    """
    put: dict[str, Series] = {}
    given = {(found.record.id, found.version.name): found for found in came}
    for (name, _), found in given.items():
        version = replace(found.version, embed=None)  # all of it is at hand
        put[name] = _pinned_as(records[name], version, records[name].versions)

    def settled(name: str) -> Series:
        record = records[name]
        if name not in put and record.derived and not _own_file(record):
            terms = [settled(term) for term in record.derived.terms]
            older = {key: each for key, each in record.versions.items()
                     if each.file or all(key in term.versions for term in terms)}  # fmt: skip
            newest = Version(max(term.pinned for term in terms), None)
            put[name] = _pinned_as(record, newest, older)
        return put.get(name, record)

    for name in records:
        settled(name)
    return put, given


def _pinned_as(record: Series, version: Version, others: Mapping[str, Version]) -> Series:
    return replace(record, pinned=version.name, versions={**others, version.name: version})


def _own_file(record: Series) -> bool:
    """Whether a series is published as such, and does not follow from two others."""
    return record.versions[record.pinned].file is not None


def _has_address(record: Series) -> bool:
    """Whether the publisher gives the whole of it at an address, and not on a page alone."""
    file = record.versions[record.pinned].file
    return file is not None and file.url != file.landing_page


def _checked(claim: Claim) -> Finding | None:
    """The finding, or None where the older figures do not reach what the check needs."""
    try:
        return claim.check()
    except (LayoutError, RegistryError, SchemaError):
        raise
    except (ArgumentError, LookupError, StopIteration, ValueError):
        return None  # such as next() and min() of vintages that were not there yet


def _rests_on(claim: Claim, found: Finding | None) -> set[str]:
    """The series of the line that carries the verdict; all of the claim's, if nothing is found."""
    if found is None:
        return set(claim.series)
    names = found.lines.loc[found.lines["basis"].astype(bool), "series"].unique()
    return {name for each in names for name in each.split(", ") if name}


def _verdict(found: Finding | None) -> str:
    return str(found.verdict) if found else "no figures"


def _row(one: Finding | None, other: Finding | None, stayed: frozenset[str]) -> dict[str, object]:
    known = other or one
    assert known is not None
    told = {
        f"{what}_{side}": getattr(found, what).value if found and getattr(found, what) else None
        for side, found in (("from", one), ("to", other))
        for what in ("then", "now")
    }
    return {
        "id": known.claim.id,
        "slug": known.claim.slug,
        "from": _verdict(one),
        "to": _verdict(other),
        **told,
        "stayed": ", ".join(sorted(stayed)),
        "reason": known.reason,
    }
