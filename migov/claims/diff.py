"""Which verdicts hang on the vintage: the ledger checked twice, on the figures of two dates.

For each date every series stands in its newest vintage of then; a series that has none so old, or
whose publisher gives no address for the latest, stays as it is pinned, and the table says so.
"""

from __future__ import annotations

import pandas as pd

from migov import live, registry
from migov.claims.ledger import select
from migov.claims.model import Claim, Finding
from migov.claims.run import one_run
from migov.errors import ArgumentError
from migov.figures import LATEST, Whole, find_version, standing_in, terms_of, whole
from migov.registry import Series

COLUMNS = [
    "id", "slug", "from", "to", "then_from", "then_to", "now_from", "now_to", "stayed", "reason",
]  # fmt: skip


def diff(before: str, after: str = "pinned", names: str | list[str] | None = None) -> pd.DataFrame:
    """The claims whose verdict is another on the figures of another date.

    Parameters
    ----------
    before, after : str
        A date such as ``"2016-11"``, ``"pinned"`` for the figures of this release, or ``"latest"``
        for those that the publishers have now.
    names : str or list of str, optional
        Ids or slugs; all claims by default.

    Returns
    -------
    pandas.DataFrame
        A row for each claim whose verdict differs: ``id, slug``, the verdicts ``from`` and ``to``,
        the figure for the paper's year and the newest on both, ``stayed`` (its series that have no
        vintage of that date, or that no address gives, and stand as they are pinned) and the
        ``reason`` on the later figures.

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
    """
    chosen = select(names)
    records = _records(chosen)
    findings, stayed = [], []
    for date in (before, after):
        instead, left = _standing(records, date)
        with standing_in(instead), one_run():
            findings.append([_checked(claim) for claim in chosen])
        stayed.append(left)
    rows = [
        _row(one, other, set(claim.series) & (stayed[0] | stayed[1]))
        for claim, one, other in zip(chosen, *findings, strict=True)
        if _verdict(one) != _verdict(other)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _records(chosen: list[Claim]) -> list[Series]:
    """The published series that some claims rest on; for a derived one, those it follows from."""
    found: dict[str, Series] = {}
    waiting = [registry.find(name) for claim in chosen for name in claim.series]
    while waiting:
        record = waiting.pop(0)
        version = find_version(record)
        if version.file is None:
            waiting += [term for term, _ in terms_of(record, version)]
        else:
            found[record.id] = record
    return list(found.values())


def _standing(
    records: list[Series], date: str
) -> tuple[dict[tuple[str, str], Whole], set[str]]:
    """What each series is on a date, for its pinned vintage; and those that have none so old."""
    if date == "pinned":
        return {}, set()
    if date == LATEST:
        alone = {each.id for each in records if not _has_address(each)}
        return _latest([each for each in records if each.id not in alone]), alone
    instead, left = {}, set()
    for record in records:
        name = _newest_of_then(record, date)
        if name is None:
            left.add(record.id)
        elif name != record.pinned:
            instead[record.id, record.pinned] = _of(record, name)
    if records and len(left) == len(records):
        known = sorted({name for record in records for name in _held(record)})
        first = f"the oldest is {known[0]}" if known else "these claims rest on none"
        raise ArgumentError(
            f"{date!r} is no date that a vintage held is as old as; {first}. Write a year, a "
            "month such as '2016-11', 'pinned' or 'latest'."
        )
    return instead, left


def _latest(records: list[Series]) -> dict[tuple[str, str], Whole]:
    instead = {}
    for answer in live.answers([each.id for each in records]):
        if answer.error is not None:
            raise answer.error
        if answer.found is not None:
            instead[answer.series, registry.find(answer.series).pinned] = answer.found
    return instead


def _has_address(record: Series) -> bool:
    """Whether the publisher gives the whole of it at an address, and not on a page alone."""
    file = find_version(record).file
    return file is not None and file.url != file.landing_page


def _of(record: Series, name: str) -> Whole:
    version = find_version(record, name)
    return whole(record, version, sex="each" if record.kind == "corridor" else "both")


def _newest_of_then(record: Series, date: str) -> str | None:
    # A vintage called by its year came in the course of it; it counts from that year on.
    return max((name for name in _held(record) if name[: len(date)] <= date), default=None)


def _held(record: Series) -> list[str]:
    return [name for name, version in record.versions.items() if not version.obtainable]


def _checked(claim: Claim) -> Finding | None:
    """The finding, or None where the older figures do not reach what the check needs."""
    try:
        return claim.check()
    except (ArgumentError, KeyError):
        return None


def _verdict(found: Finding | None) -> str:
    return str(found.verdict) if found else "no figures"


def _row(one: Finding | None, other: Finding | None, stayed: set[str]) -> dict[str, object]:
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
