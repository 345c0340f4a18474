"""The way to the next release: the publishers' newest vintages as new files of the snapshot.

What is fetched is compared and checked first; then the new files, the snapshot's list, the
registry's lines and ``PROVENANCE.md`` take the place of the old ones, all of them or none.  No
vintage that is there is changed.  What needs a maintainer's judgement is not done but listed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from migov import registry, store
from migov.bars import Progress
from migov.config import datasets_dir
from migov.embedding import MIRRORED, check_size, embed, how_obtained, name_of, write_list
from migov.errors import ArgumentError, DownloadError, RegistryError, SnapshotError
from migov.exchange import exchange
from migov.figures import cached
from migov.pinning import pin
from migov.provenance import provenance_text
from migov.publishers import reader
from migov.registry import Series, Version
from migov.tidy import Reading
from migov.units import unit_of
from migov.update import Update, update

_STAGED = ".release-"


@dataclass(frozen=True)
class Release:
    """What was written for the next release, and what is left to do by hand.

    Attributes
    ----------
    vintages : dict
        Series → the vintage that it is pinned to now; empty if nothing was written.
    by_hand : tuple of str
        What a maintainer has to look at or write.
    found : Update
        What is new in the figures, and which verdicts change.
    """

    vintages: Mapping[str, str]
    by_hand: tuple[str, ...]
    found: Update

    def __str__(self) -> str:
        new = [f"{series} {version}" for series, version in self.vintages.items()]
        lines = [
            str(self.found),
            f"Written to {datasets_dir()}: {', '.join(new)}." if new
            else "Nothing was written: every vintage that the publishers serve is embedded.",
        ]  # fmt: skip
        if self.by_hand:
            lines += ["To do by hand:", *(f"- {each}" for each in self.by_hand)]
        return "\n".join(lines)


def write_snapshot(
    only: str | Iterable[str] | None = None, progress: Progress | bool | None = None
) -> Release:
    """Fetch the newest, check it, and write the new vintages as new files of the snapshot.

    Parameters
    ----------
    only : str or list of str, optional
        Publishers, by id; all by default.
    progress : callable or bool, optional
        As for :func:`migov.update`.

    Raises
    ------
    SnapshotError
        If the datasets are those of an installed package or cannot be written, if the snapshot
        would grow beyond its bounds, or if a publisher's terms do not let a vintage be embedded.
    DownloadError
        If the newest figures of a series did not come.  Nothing is written then.

    Examples
    --------
    >>> print(write_snapshot(only="worldbank"))  # doctest: +SKIP
    44 series: 40 same, 4 changed.
    ...
    """
    _refuse_read_only()
    found = update(only, progress=progress)
    if len(found.failed):
        raise DownloadError(
            f"The snapshot stays as it is, because the newest of {len(found.failed)} series did "
            f"not come:\n{found}\nAsk again later, or for other publishers alone with only=."
        )
    changed = found.series[found.series["state"] == "changed"]
    records = [registry.find(name) for name in changed["series"]]
    wanted, by_hand = [], []
    for record in records:
        newest = next(iter(cached(record)), None)
        if record.versions[record.pinned].obtainable or newest is None:
            continue
        if newest.name in record.versions:
            by_hand.append(
                f"{record.id}: the publisher changed figures without a new date, so that "
                f"{newest.name} is not what it was. Look at them, and take them in with `migov "
                f"snapshot build --only {record.publisher.id}`."
            )
        elif (unit := _unit(record, newest)) != record.unit:
            by_hand.append(
                f"{record.id}: {newest.name} is in {unit}, and the registry has one unit for all "
                f"vintages ({record.unit}). Give it a series of its own, or embed it alone."
            )
        else:
            wanted.append((record, replace(newest, obtained=_obtained(record, newest))))
    pinned = {record.id: newest.name for record, newest in wanted}
    if wanted:
        by_hand += _by_hand(wanted, found)
        pinned |= _write(wanted, pinned)
    return Release(pinned, tuple(by_hand), found)


def _refuse_read_only() -> None:
    folder = datasets_dir()
    mend = "Check out migov's repository and run this there, or set MIGOV_DATA_DIR to a copy."
    if folder == Path(__file__).resolve().parent / "datasets":
        raise SnapshotError(
            f"The datasets in {folder} are those of an installed package, which is never "
            f"rewritten. {mend}"
        )
    try:
        with tempfile.TemporaryDirectory(prefix=_STAGED, dir=folder):
            pass
        for stale in folder.glob(f"{_STAGED}*"):  # of a run that was stopped
            shutil.rmtree(stale)
    except OSError as error:
        raise SnapshotError(
            f"The datasets in {folder} cannot be written ({error.strerror or error}). {mend}"
        ) from error


def _write(wanted: list[tuple[Series, Version]], pinned: Mapping[str, str]) -> dict[str, str]:
    """Write everything beside the datasets and then put it in its place."""
    folder = datasets_dir()
    try:
        with tempfile.TemporaryDirectory(prefix=_STAGED, dir=folder) as place:
            staged = Path(place) / "datasets"
            shutil.copytree(folder, staged, ignore=shutil.ignore_patterns(f"{_STAGED}*"))
            facts = dict(json.loads((staged / "snapshot" / store.MANIFEST).read_text("utf-8")))
            for record, newest in wanted:
                version = _embedded(record, newest)
                facts[name_of(record, version)] = _one_file(record, version, staged)
                pin(staged / "registry", record.id, version.name, _place(version))
            write_list(facts, staged / "snapshot")
            check_size(staged / "snapshot")
            derived = _derived(pinned)
            for name, newest_of_terms in derived.items():
                pin(staged / "registry", name, newest_of_terms, {})
            with _reading(staged):
                _check_registry({**pinned, **derived})
                (staged / "PROVENANCE.md").write_text(provenance_text(), "utf-8")
            exchange(staged, folder, Path(place) / "before")
    except OSError as error:
        if isinstance(error, SnapshotError):
            raise
        raise SnapshotError(
            f"The new snapshot could not be written ({error.strerror or error}). The old one is "
            "there as it was; make room, or mend the permissions, and run this again."
        ) from error
    finally:
        _forget()
    return derived


def _embedded(record: Series, newest: Version) -> Version:
    """The vintage as it will stand in the registry: of it the same rows are held as of the last."""
    last = record.versions[record.pinned]
    return replace(newest, embed=last.embed, threshold=last.threshold)


def _one_file(record: Series, version: Version, staged: Path) -> dict[str, Any]:
    reading, path, day = _read(record, version)
    facts = embed(reading, record, version, path, staged / "snapshot")
    return {**facts, "retrieved": day}


def _read(record: Series, version: Version) -> tuple[Reading, Path, str]:
    """The file in the cache as its publisher prints it, where it lies, and its first day there."""
    assert version.file is not None
    found = store.standing(version.file.address(record, version))
    if found is None or found[1] is None:  # it was there a moment ago
        raise ArgumentError(f"The cache has lost the file of {record.id}; run this again.")
    path, entry = found[0], found[1]
    reading = reader(version.file.reader)(path, **record.arguments(version))
    return replace(reading, released=reading.released or entry.released), path, entry.time[:10]


def _obtained(record: Series, newest: Version) -> str:
    """How the file in the cache was had, where the registry says otherwise of its like."""
    assert newest.file is not None
    found = store.standing(newest.file.address(record, newest))
    how = how_obtained(record, newest, found[1].asked if found and found[1] else "")
    return "" if how == newest.file.obtained else how


def _unit(record: Series, newest: Version) -> str:
    return unit_of(record, _read(record, newest)[0])


def _place(version: Version) -> dict[str, Any]:
    """What the registry says of where a vintage lies."""
    assert version.file is not None
    facts: dict[str, Any] = {"file": version.file.id, **version.extra}
    if version.embed is not None:
        facts["embed"] = list(version.embed)
    if version.threshold is not None:
        facts["threshold"] = version.threshold
    if version.obtained:
        facts["obtained"] = version.obtained
    return facts


def _derived(pinned: Mapping[str, str]) -> dict[str, str]:
    """Derived series whose terms have moved on, and the vintage that each is of then."""
    now = {name: each.pinned for name, each in registry.series().items()} | dict(pinned)
    moved: dict[str, str] = {}
    steady = False
    while not steady:
        steady = True
        for record in registry.series().values():
            if record.derived is None or not record.derived_only:
                continue
            newest = max(now[term] for term in record.derived.terms)
            if newest > now[record.id] and newest not in record.versions:
                now[record.id] = moved[record.id] = newest
                steady = False
    return moved


def _check_registry(pinned: Mapping[str, str]) -> None:
    """What was written must be read as it was meant."""
    for name, version in pinned.items():
        record = registry.find(name)
        if record.pinned != version or version not in record.versions:
            raise RegistryError(
                f"The lines written for {name} are not read as {version}. Nothing was changed; "
                "write them by hand."
            )


@contextmanager
def _reading(folder: Path) -> Iterator[None]:
    """In this block the datasets are those of another folder."""
    before = os.environ.get("MIGOV_DATA_DIR")
    os.environ["MIGOV_DATA_DIR"] = str(folder)
    _forget()
    try:
        yield
    finally:
        if before is None:
            del os.environ["MIGOV_DATA_DIR"]
        else:
            os.environ["MIGOV_DATA_DIR"] = before
        _forget()


def _forget() -> None:
    """The registry is read once a process; what was written must be read again."""
    registry._registry.cache_clear()
    registry._by_code.cache_clear()


def _by_hand(wanted: list[tuple[Series, Version]], found: Update) -> list[str]:
    """What no program can decide: texts that speak of years, and where old vintages lie now."""
    said = []
    years = found.series.set_index("series")["years_added"]
    for record, newest in wanted:
        if years[record.id]:
            said.append(
                f"{record.id}: the vintage has {years[record.id]} too; mend periods = "
                f"{record.periods!r}."
            )
        last = record.versions[record.pinned]
        if last.file is not None and newest.file is not None and (
            last.file.address(record, last) == newest.file.address(record, newest)
        ):
            said.append(
                f"{record.id}: its address no longer serves {record.pinned}, so that a rebuild "
                "would not find it. Name an archive's file or a kept copy for it in the registry."
            )
    mirrored = [record.id for record, newest in wanted if newest.obtained == MIRRORED]
    if mirrored:
        said.append(
            f"{', '.join(mirrored)}: {MIRRORED}, and nobody can say how the mirror had it. Unset "
            "MIGOV_MIRROR and run this again from the datasets as they were, or say it in the "
            "registry (obtained, beside the vintage's file) and in the snapshot's list."
        )
    names = ", ".join(record.id for record, _ in wanted)
    said.append(
        "Read again which descriptions and caveats name a vintage, a figure or how a file was had: "
        f"{names}."
    )
    said += [
        f"{row['id']} ({row['slug']}): its verdict becomes {row['latest']}; what the lessons, "
        "README.md and the tests say of it has to follow."
        for row in found.claims.to_dict("records")
    ]
    said.append("Run `python tools/readme.py` and the tests, and say in CHANGELOG.md what is new.")
    return said
