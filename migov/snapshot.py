"""The snapshot builder: publishers' files through migov's own readers into small Parquet files.

It is the maintainers' way to a release.  Files are fetched through the store, from the publishers
or from a mirror, read by the readers that every download goes through, and written so that the
same files give the same bytes.  The old snapshot stays until the new one is whole.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migov import registry, store, tidy
from migov.config import config, datasets_dir
from migov.economies import usage
from migov.embedding import MIRRORED, check_size, embed, how_obtained, name_of, write_list
from migov.errors import ArgumentError, SnapshotError
from migov.provenance import provenance_text
from migov.publishers import reader
from migov.registry import DataFile, Series, Version

_Progress = Callable[[str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build wrote: number of files, rows and bytes, and the names of changed files."""

    files: int
    rows: int
    bytes: int
    changed: tuple[str, ...]


def build(
    source: str | None = None,
    copies: str | Path | None = None,
    only: str | None = None,
    progress: _Progress | None = None,
) -> BuildReport:
    """Write ``datasets/snapshot/`` and ``datasets/PROVENANCE.md`` anew.

    Parameters
    ----------
    source : str, optional
        A mirror, as an address or a folder; the publishers themselves if not given.
    copies : path, optional
        A folder that is searched for the few files that the registry says are kept copies,
        because their address no longer serves them.
    only : str, optional
        Build the series of this publisher alone and keep the rest.
    progress : callable, optional
        Told each file's name as it is written.

    Raises
    ------
    DownloadError, LayoutError, SchemaError
        If a file cannot be had or read; the snapshot stays as it was.
    SnapshotError
        If a file or the whole grows beyond its bound.

    Warns
    -----
    UnusedNamesWarning
        If ``codes.csv`` has names of a publisher that none of its files has.

    Examples
    --------
    >>> build("http://127.0.0.1:8900")  # doctest: +SKIP
    BuildReport(files=139, rows=..., bytes=..., changed=())
    """
    if only is not None and only not in registry.publishers():
        raise ArgumentError(
            f"only={only!r} is no publisher; choose from {', '.join(registry.publishers())}."
        )
    goal = store.snapshot_dir()
    before = _manifest_before(goal)
    with tempfile.TemporaryDirectory(dir=_parent(goal)) as folder, config.override(
        cache=Path(folder) / "cache",  # empty, so that nothing stale is built
        **({} if source is None else {"mirror": source}),
    ):
        new = Path(folder) / "snapshot"
        new.mkdir()
        with usage.recorded() as seen:
            facts = _write_all(new, before, copies, only, progress)
        check_size(new)
        write_list(facts, new)
        changed = tuple(
            sorted(
                name
                for name in facts.keys() | before.keys()
                if facts.get(name, {}).get("sha256") != before.get(name, {}).get("sha256")
            )
        )
        _swap(new, goal)
    (datasets_dir() / "PROVENANCE.md").write_text(provenance_text(), encoding="utf-8")
    if only is None:  # another publisher's files may have what this one's have not
        usage.warn_unused(seen)
    return BuildReport(
        files=len(facts),
        rows=sum(each["rows"] for each in facts.values()),
        bytes=sum(each["bytes"] for each in facts.values()),
        changed=changed,
    )


def _write_all(
    folder: Path,
    before: dict[str, Any],
    copies: str | Path | None,
    only: str | None,
    progress: _Progress | None,
) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    readings: dict[tuple[Any, ...], tuple[tidy.Reading, Path, str]] = {}
    for series in registry.series().values():
        for version in series.versions.values():
            if version.file is None or version.obtainable:
                continue
            name = name_of(series, version)
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            if only is not None and series.publisher.id != only:
                if name in before:
                    shutil.copyfile(store.snapshot_dir() / name, path)
                    facts[name] = before[name]
                continue
            if progress is not None:
                progress(name)
            reading, found, asked = _read(series, version, copies, readings)
            _check_label(series, version, reading)
            how = how_obtained(series, version, asked)
            # How a mirror or a folder of copies had its files stands in the registry.
            facts[name] = embed(
                reading, series, version, found, folder, before.get(name),
                "" if how == MIRRORED else how,
            )  # fmt: skip
    return facts


def _read(
    series: Series,
    version: Version,
    copies: str | Path | None,
    readings: dict[tuple[Any, ...], tuple[tidy.Reading, Path, str]],
) -> tuple[tidy.Reading, Path, str]:
    """What a vintage's file says, where it lies, and the address that was asked, if one was."""
    assert version.file is not None
    arguments = series.arguments(version)
    url = version.file.address(series, version)
    key = (version.file.id, url, *sorted(arguments.items()))
    if key not in readings:
        file = version.file
        path, asked = _file(file, url, copies)
        if file.beside:
            beside = registry.files()[file.beside]
            totals, _ = _file(beside, beside.address(series, version), copies)
            arguments = {**arguments, "totals": totals}
        readings.clear()  # only neighbours in the registry share a file
        readings[key] = (reader(version.file.reader)(path, **arguments), path, asked)
    return readings[key]


def _file(file: DataFile, url: str, copies: str | Path | None) -> tuple[Path, str]:
    if file.copy:
        return _kept_copy(file.copy, copies), ""
    got = store.obtain(
        url, expect=file.format, redirects=file.redirects, paged=file.paged, parts=file.parts
    )
    return got.path, got.record.asked


def _kept_copy(name: str, copies: str | Path | None) -> Path:
    if copies is None:
        raise ArgumentError(
            f"The registry takes {name} from a kept copy; say in which folder: "
            "migov snapshot build --copies FOLDER."
        )
    found = sorted(Path(copies).rglob(name))
    if len(found) != 1:
        raise ArgumentError(f"The folder {copies} holds {len(found)} files called {name}, not one.")
    return found[0]


def _check_label(series: Series, version: Version, reading: tidy.Reading) -> None:
    """The file must be the vintage that the registry says: an address may serve a newer one."""
    assert version.file is not None
    if version.file.undated and reading.released is None:
        return
    said = reading.released or ""
    if re.fullmatch(r"\d{4}-\d{2}", version.name) and not said.startswith(version.name):
        raise SnapshotError(
            f"{series.id} should be read in version {version.name}, but its file prints "
            f"{said or 'no date'}. The publisher has replaced it; name the version anew in the "
            "registry, or take the old one from an archive."
        )


def _manifest_before(folder: Path) -> dict[str, Any]:
    path = folder / store.MANIFEST
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _swap(new: Path, goal: Path) -> None:
    old = new.with_name("old")
    if goal.exists():
        goal.rename(old)
    try:
        new.rename(goal)
    except OSError:
        if old.exists():
            old.rename(goal)
        raise


def _parent(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder.parent
