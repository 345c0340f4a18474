"""The snapshot builder: publishers' files through migov's own readers into small Parquet files.

It is the maintainers' way to a release.  Files are fetched through the store, from the publishers
or from a mirror, read by the readers that every download goes through, and written so that the
same files give the same bytes.  The old snapshot stays until the new one is whole.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from migov import registry, store, tidy
from migov.changes import embedded_rows
from migov.config import config, datasets_dir
from migov.errors import ArgumentError, SnapshotError
from migov.provenance import provenance_text
from migov.publishers import reader
from migov.registry import Series, Version

MOST_BYTES_A_FILE = 5_000_000
MOST_BYTES = 15_000_000

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
        facts = _write_all(new, before, copies, only, progress)
        _check_size(new)
        text = json.dumps(dict(sorted(facts.items())), indent=1, ensure_ascii=False) + "\n"
        (new / store.MANIFEST).write_text(text, encoding="utf-8")
        changed = tuple(
            sorted(
                name
                for name in facts.keys() | before.keys()
                if facts.get(name, {}).get("sha256") != before.get(name, {}).get("sha256")
            )
        )
        _swap(new, goal)
    (datasets_dir() / "PROVENANCE.md").write_text(provenance_text(), encoding="utf-8")
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
    readings: dict[tuple[Any, ...], tuple[tidy.Reading, Path]] = {}
    for series in registry.series().values():
        for version in series.versions.values():
            if version.file is None or version.obtainable:
                continue
            name = f"{series.id}/{version.name}.parquet"
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            if only is not None and series.publisher.id != only:
                if name in before:
                    shutil.copyfile(store.snapshot_dir() / name, path)
                    facts[name] = before[name]
                continue
            if progress is not None:
                progress(name)
            reading, found = _read(series, version, copies, readings)
            _check_label(series, version, reading)
            table = _embeddable(reading.table, series, version)
            tidy.check(table, series.kind, f"{name}, about to be written,")
            _write_parquet(table, path)
            facts[name] = _facts(series, version, table, reading, found, path, before.get(name))
    return facts


def _read(
    series: Series,
    version: Version,
    copies: str | Path | None,
    readings: dict[tuple[Any, ...], tuple[tidy.Reading, Path]],
) -> tuple[tidy.Reading, Path]:
    assert version.file is not None
    arguments = series.arguments(version)
    url = version.file.address(series, version)
    key = (url, version.file.reader, *sorted(arguments.items()))
    if key not in readings:
        file = version.file
        path = (
            _kept_copy(file.copy, copies)
            if file.copy
            else store.fetch(url, expect=file.format, redirects=file.redirects)
        )
        readings.clear()  # only neighbours in the registry share a file
        readings[key] = (reader(version.file.reader)(path, **arguments), path)
    return readings[key]


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
    said = reading.released or ""
    if re.fullmatch(r"\d{4}-\d{2}", version.name) and not said.startswith(version.name):
        raise SnapshotError(
            f"{series.id} should be read in version {version.name}, but its file prints "
            f"{said or 'no date'}. The publisher has replaced it; name the version anew in the "
            "registry, or take the old one from an archive."
        )


def _embeddable(table: pd.DataFrame, series: Series, version: Version) -> pd.DataFrame:
    """The rows that go into the snapshot: all that the publisher's terms let us pass on."""
    if version.embed is None and not series.publisher.open:
        raise SnapshotError(
            f"{series.id} ({version.name}) may not be embedded whole: the terms of "
            f"{series.publisher.name} are not open. Say in the registry which rows: embed = [...]."
        )
    table = embedded_rows(table, series.kind, version.embed)
    if series.kind == "economy" and version.embed is not None:
        absent = sorted(set(version.embed) - set(table["economy"]))
        if absent:
            raise SnapshotError(
                f"{series.id} ({version.name}) should embed {', '.join(absent)}, but the "
                "publisher's file has no such rows. Mend embed in the registry."
            )
    return table


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Small and the same every time: dictionaries for codes, whole numbers where values are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [name for name in table.columns if name not in ("year", "value")]
    whole = bool((table["value"] % 1 == 0).all() and (table["value"].abs() < 2**53).all())
    if not whole:
        number = pa.float64()
    elif table["value"].abs().max() < 2**31:
        number = pa.int32()
    else:
        number = pa.int64()
    fields = [(name, pa.string()) for name in texts] + [("year", pa.int16()), ("value", number)]
    options: dict[str, Any] = {
        "compression": "zstd",
        "compression_level": 19,
        "use_dictionary": [*texts, "year"],
        "use_byte_stream_split": ["value"],
        "store_schema": False,
    }
    groups = [table]
    if "sex" in table.columns:  # a row group a sex, so that one sex is read without the others
        groups = [part for _, part in table.groupby("sex", sort=True)]
    with pq.ParquetWriter(path, pa.schema(fields), **options) as writer:
        for group in groups:
            writer.write_table(
                pa.Table.from_pandas(
                    group, schema=pa.schema(fields), preserve_index=False
                ).replace_schema_metadata(None)
            )


def _facts(
    series: Series,
    version: Version,
    table: pd.DataFrame,
    reading: tidy.Reading,
    source: Path,
    path: Path,
    before: dict[str, Any] | None,
) -> dict[str, Any]:
    assert version.file is not None
    digest = _sha256(source)
    unchanged = before is not None and before["source_sha256"] == digest
    return {
        "series": series.id,
        "version": version.name,
        "released": reading.released,
        # The day on which these bytes were first seen: a rebuild from the same files is the same.
        "retrieved": before["retrieved"] if unchanged and before else date.today().isoformat(),
        "rows": len(table),
        "first_year": int(table["year"].min()),
        "last_year": int(table["year"].max()),
        "bytes": path.stat().st_size,
        "sha256": _sha256(path),
        "source": version.file.address(series, version),
        "source_sha256": digest,
        "obtained": version.file.obtained,
    }


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


def _check_size(folder: Path) -> None:
    sizes = {path: path.stat().st_size for path in folder.rglob("*.parquet")}
    large = [path.name for path, size in sizes.items() if size > MOST_BYTES_A_FILE]
    if large or sum(sizes.values()) > MOST_BYTES:
        raise SnapshotError(
            f"The snapshot has {sum(sizes.values()):,} bytes, with {', '.join(large) or 'no file'} "
            f"above {MOST_BYTES_A_FILE:,}; the bounds are {MOST_BYTES:,} in all. Embed less."
        )


def _parent(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder.parent


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
