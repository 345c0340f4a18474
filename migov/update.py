"""Fetch what changed at the publishers, and say what that changes: figures, groups, verdicts.

The newest figures and memberships are compared with the embedded ones, which stay as they are;
nothing is written but the user's cache.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from migov import corrections, live, news, registry, regrouping, store
from migov.bars import Progress, bars
from migov.changes import Changes
from migov.config import config
from migov.errors import (
    ArgumentError,
    KnownErrorWarning,
    MigovError,
    NamesWarning,
    OfflineError,
)
from migov.figures import LATEST, Whole, find_version, standing_in
from migov.registry import Series

_COLUMNS = [
    "series", "publisher", "pinned", "latest", "state", "years_added", "added", "removed",
    "revised", "largest_change", "largest_at", "appeared", "vanished", "error",
]  # fmt: skip


# What a trial says of files that an update would fetch.
_TO_FETCH = {
    "moved on": "The publisher has another file than was fetched",
    "not fetched": "Not fetched yet",
    "unknown": "The publisher does not say whether the file changed",
}


@dataclass(frozen=True)
class Update:
    """What an update found.

    Attributes
    ----------
    series : pandas.DataFrame
        A row a series: ``series, publisher, pinned, latest, state`` (``"changed"``, ``"same"``,
        ``"failed"``, ``"new"`` where nothing was there to compare with; of a trial
        ``"unchanged"``, ``"moved on"`` where the file is another, ``"not fetched"`` yet, or
        ``"unknown"`` where the publisher cannot say), ``years_added, added, removed, revised``
        (numbers of figures), ``largest_change`` (relative), ``largest_at, appeared, vanished``
        (economies and aggregates), ``error``.
    revised : pandas.DataFrame
        Every figure that differs from before: ``series``, its keys, ``before, after, change``.
    claims : pandas.DataFrame
        The claims whose verdict differs: ``id, slug, pinned, latest, reason``.
    moved : pandas.DataFrame
        Economies that a publisher put into another group than migov's memberships say:
        ``publisher, kind, economy, from, to``.
    notes : tuple of str
        What else should be looked at: declared errors that are mended, unused or expired, and
        names in the publishers' lists that are unknown or missing.
    """

    series: pd.DataFrame
    revised: pd.DataFrame
    claims: pd.DataFrame
    moved: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=regrouping.COLUMNS))
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> pd.DataFrame:
        """The series whose newest figures did not come."""
        return self.series[self.series["state"] == "failed"]

    def __str__(self) -> str:
        counts = self.series["state"].value_counts()
        said = ", ".join(f"{count} {state}" for state, count in counts.items())
        lines = [f"{len(self.series)} series: {said}."]
        for row in self.series.to_dict("records"):
            if row["state"] == "changed":
                lines.append(f"{row['series']}: {_sentence(row)}")
        for state, meaning in _TO_FETCH.items():
            if names := self.series.loc[self.series["state"] == state, "series"].tolist():
                lines.append(f"{meaning}: {', '.join(names)}.")
        for error in dict.fromkeys(self.failed["error"]):
            names = self.failed.loc[self.failed["error"] == error, "series"]
            lines.append(f"{', '.join(names)}: {error}")
        if len(self.moved):
            lines.append(f"{len(self.moved)} memberships differ from those that migov holds:")
            lines += [
                f"{row['economy']} ({row['kind']}, {row['publisher']}): "
                f"{row['from'] or 'none'} → {row['to'] or 'none'}"
                for row in self.moved.to_dict("records")
            ]
        lines += self.notes
        if len(self.claims):
            lines.append(f"{len(self.claims)} verdicts differ from those on the pinned figures:")
            lines += [
                f"{row['id']} {row['slug']}: {row['pinned']} → {row['latest']}. {row['reason']}"
                for row in self.claims.to_dict("records")
            ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        tables = [self.series, self.moved, self.claims]
        return "".join(each.to_html(index=False) for each in tables if len(each))


def update(
    only: str | Iterable[str] | None = None,
    dry_run: bool = False,
    progress: Progress | bool | None = None,
) -> Update:
    """Fetch what changed at the publishers and compare it with the pinned figures and groups.

    A series of which nothing is embedded is compared with what the cache held before.
    Editions that their publishers have closed, and files that they no longer serve, are left alone.

    Parameters
    ----------
    only : str or list of str, optional
        Publishers, by id; all by default.
    dry_run : bool
        Only ask which files changed since they were fetched; nothing is fetched or written.
    progress : callable or bool, optional
        Told an address, the bytes so far and the bytes in all (0 if not known), from several
        threads.  By default bars are drawn where the standard error is a terminal; True draws
        them anywhere, False nowhere.

    Returns
    -------
    Update
        Series by series what is new, the economies that a publisher moved between its groups, and
        the claims whose verdict would differ.  What could not
        be fetched is in it too, with the reason.

    Raises
    ------
    ArgumentError
        If a publisher is not known.
    OfflineError
        If ``MIGOV_OFFLINE`` refuses the network.

    Examples
    --------
    >>> print(update(only="worldbank"))  # doctest: +SKIP
    44 series: 40 same, 4 changed.
    """
    records = [
        each for each in registry.series().values()
        if each.publisher.id in _publishers(only) and not each.derived_only and not _settled(each)
    ]  # fmt: skip
    if config.offline and not store.mirrored_by_folder():
        raise OfflineError(
            "update() asks the publishers, and MIGOV_OFFLINE=1 refuses the network. Unset it; the "
            "embedded figures are there without it."
        )
    if dry_run:
        return _trial(records)
    before = {each.id: news.kept_before(each) for each in records if not news.is_embedded(each)}
    rows, revised = [], []
    newest: dict[tuple[str, str], Whole] = {}
    notes = corrections.unknown()
    with bars(progress, len(records)) as (tell, one_more):
        for answer in live.answers([each.id for each in records], progress=tell):
            one_more()
            record = registry.find(answer.series)
            if answer.found is None:
                rows.append(_row(record, "failed", error=str(answer.error)))
                continue
            if record.id in before and before[record.id] is None:
                rows.append(_row(record, "new", latest=answer.found.version.name))
                continue
            changes = news.changes(before.get(record.id), record, answer.found)
            if changes and news.is_embedded(record):
                newest[record.id, record.pinned] = answer.found
            rows.append(_compared(record, answer.found, changes))
            revised.append(changes.revised.assign(series=record.id))
            notes += [each.complaint for each in answer.found.corrections if each.complaint]
            unit = answer.found.facts.get("unit", record.unit)
            if unit != record.unit:
                notes.append(f"{record.id}: the newest is in {unit}, the pinned in {record.unit}.")
    moved, said = _regrouped(_publishers(only))
    table = pd.DataFrame(rows, columns=_COLUMNS).sort_values("series", ignore_index=True)
    figures = pd.concat(revised, ignore_index=True) if revised else pd.DataFrame()
    return Update(table, figures, _verdicts(newest), moved, (*sorted(notes), *said))


def _publishers(only: str | Iterable[str] | None) -> list[str]:
    known = list(registry.publishers())
    if only is not None and not isinstance(only, Iterable):
        raise ArgumentError(f"only={only!r} is no publisher's id, and no list of them.")
    chosen = known if only is None else [only] if isinstance(only, str) else list(only)
    wrong = [each for each in chosen if each not in known]
    if wrong:
        raise ArgumentError(
            f"only= has {', '.join(map(repr, wrong))}, which is no publisher; choose from "
            f"{', '.join(known)}."
        )
    return chosen


def _regrouped(publishers: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Members that moved between groups, and what is to be said of the list of members."""
    if regrouping.PUBLISHER not in publishers:
        return pd.DataFrame(columns=regrouping.COLUMNS), []
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            moved = regrouping.regrouped()
        except MigovError as error:
            return pd.DataFrame(columns=regrouping.COLUMNS), [
                f"The publisher's memberships could not be compared: {error}"
            ]
    return moved, [str(each.message) for each in said if issubclass(each.category, NamesWarning)]


def _settled(record: Series) -> bool:
    """Whether there is nothing new to come: no longer served, or an edition that is closed."""
    file = find_version(record, LATEST).file
    return file is not None and (file.retired or file.closed)


def _trial(records: list[Series]) -> Update:
    rows, known = [], {}
    for record in records:
        version = find_version(record, LATEST)
        assert version.file is not None
        url = version.file.address(record, version)
        try:
            if url not in known:
                known[url] = store.state_of(url, redirects=version.file.redirects)
            rows.append(_row(record, known[url]))
        except MigovError as error:
            rows.append(_row(record, "failed", error=str(error)))
    table = pd.DataFrame(rows, columns=_COLUMNS).sort_values("series", ignore_index=True)
    return Update(table, pd.DataFrame(), pd.DataFrame())


def _compared(record: Series, found: Whole, changes: Changes) -> dict[str, Any]:
    row = _row(record, "changed" if changes else "same", latest=found.version.name)
    row.update(
        years_added=", ".join(map(str, changes.years_added)),
        added=changes.added,
        removed=changes.removed,
        revised=len(changes.revised),
        appeared=", ".join(changes.appeared),
        vanished=", ".join(changes.vanished),
    )
    if changes.revised["change"].notna().any():
        first = changes.revised.iloc[0]
        row["largest_change"] = float(first["change"])
        keys = [each for each in changes.revised.columns if each not in
                ("before", "after", "change")]  # fmt: skip
        row["largest_at"] = " ".join(str(first[key]) for key in keys)
    return row


def _row(record: Series, state: str, error: str = "", latest: str = "") -> dict[str, Any]:
    return {
        **dict.fromkeys(_COLUMNS, ""),
        "series": record.id,
        "publisher": record.publisher.id,
        "pinned": record.pinned,
        "latest": latest,
        "state": state,
        "added": 0,
        "removed": 0,
        "revised": 0,
        "largest_change": float("nan"),
        "error": error,
    }


def _sentence(row: dict[str, Any]) -> str:
    parts = [f"{row['pinned']} → {row['latest']}"]
    if row["years_added"]:
        parts.append(f"years added: {row['years_added']}")
    if row["revised"]:
        most = f", most by {row['largest_change']:+.1%} ({row['largest_at']})"
        parts.append(f"{_figures(row['revised'])} revised{most if row['largest_at'] else ''}")
    for name, word in (("added", "more"), ("removed", "fewer")):
        if row[name]:
            parts.append(f"{_figures(row[name])} {word}")
    for name in ("appeared", "vanished"):
        if row[name]:
            parts.append(f"{name}: {row[name]}")
    return "; ".join(parts) + "."


def _figures(count: int) -> str:
    return f"{count:,} {'figure' if count == 1 else 'figures'}"


def _verdicts(newest: dict[tuple[str, str], Whole]) -> pd.DataFrame:
    """The claims whose verdict would be another with the newest figures for the pinned ones."""
    from migov import claims  # its checks cost a second; a trial needs none

    columns = ["id", "slug", "pinned", "latest", "reason"]
    if not newest:
        return pd.DataFrame(columns=columns)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KnownErrorWarning)  # the report lists them
        pinned = claims.table().set_index("id")
        with standing_in(newest):
            latest = claims.table().set_index("id")
    differ = pinned.index[pinned["verdict"] != latest["verdict"]]
    return pd.DataFrame({
        "id": differ,
        "slug": pinned.loc[differ, "slug"].to_numpy(),
        "pinned": pinned.loc[differ, "verdict"].to_numpy(),
        "latest": latest.loc[differ, "verdict"].to_numpy(),
        "reason": latest.loc[differ, "reason"].to_numpy(),
    }, columns=columns)
