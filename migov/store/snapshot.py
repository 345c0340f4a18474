"""The embedded snapshot: its list, its files, and their hashes, which pooch works out.

An embedded file that is missing or was edited is an error and is never replaced behind the user's
back.  Nothing here touches the network.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from migov.config import datasets_dir
from migov.errors import ArgumentError, SnapshotError

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
_TURN = Lock()


def snapshot_dir() -> Path:
    """Folder of the embedded snapshot."""
    return datasets_dir() / "snapshot"


def manifest() -> Mapping[str, Mapping[str, Any]]:
    """What the snapshot holds: relative path → series, version, rows, sha256, sources.

    Raises
    ------
    SnapshotError
        If the list is missing or is not JSON.
    """
    path = snapshot_dir() / MANIFEST
    try:
        stamp = path.stat()
    except OSError as error:
        raise SnapshotError(
            f"The snapshot's list {path} is missing. The installation is incomplete: install "
            "migov again, or unset MIGOV_DATA_DIR."
        ) from error
    return _manifest(path, stamp.st_mtime_ns, stamp.st_size)


def embedded(series: str, version: str) -> Path | None:
    """Path of the embedded file of a series in a version, its hash checked; None if there is none.

    Raises
    ------
    SnapshotError
        If the file is missing, truncated or not the one the release was made with.

    Examples
    --------
    >>> embedded("remittances_received", "2016-11").name
    '2016-11.parquet'
    """
    name = f"{series}/{version}.parquet"
    if name not in manifest():
        return None
    path = snapshot_dir() / name
    try:
        stamp = path.stat()
    except OSError:
        _refuse(name)
    return _checked(name, path, stamp.st_mtime_ns, stamp.st_size)


def read_snapshot(series: str, version: str, sex: str | None = None) -> pd.DataFrame:
    """The embedded table of a series in a version; of one sex where the series counts by it.

    Raises
    ------
    ArgumentError
        If women or men are asked for, and the table does not count them apart.
    SnapshotError
        If the file cannot be read.

    Examples
    --------
    >>> list(read_snapshot("gdp", "2016-11").columns)
    ['economy', 'year', 'value']
    """
    import pyarrow.parquet as pq

    path = embedded(series, version)
    if path is None:
        raise SnapshotError(
            f"The snapshot has no {series} in version {version}. migov.versions({series!r}) "
            "lists what it has."
        )
    try:
        # pandas.read_parquet would take twice as long over a file of this size.
        with pq.ParquetFile(path) as file:
            groups = _groups(file) if sex is not None else {}
            table = file.read_row_group(groups[sex]) if sex in groups else file.read()
    except Exception as error:  # pyarrow raises several kinds for a damaged file
        raise SnapshotError(
            f"The snapshot file {path} cannot be read ({error}). It was probably damaged; "
            "install migov again."
        ) from error
    if sex is not None and sex not in groups and (groups or sex != "both"):
        raise ArgumentError(
            f"{series} ({version}) does not count {sex} apart; it has "
            f"{', '.join(groups) or 'both together'}. Leave sex= out."
        )
    if groups:
        table = table.drop_columns("sex")
    for name, kind in (("year", "int64"), ("value", "float64")):
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, table.column(name).cast(kind))
    return table.to_pandas()


def _groups(file: Any) -> dict[str, int]:
    """The row group of each sex, for the builder writes one for each; none if it does not count."""
    at = file.schema_arrow.get_field_index("sex")
    if at < 0:
        return {}
    return {
        file.metadata.row_group(number).column(at).statistics.min: number
        for number in range(file.num_row_groups)
    }


@cache
def _manifest(path: Path, mtime: int, size: int) -> Mapping[str, Mapping[str, Any]]:
    try:
        return MappingProxyType(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise SnapshotError(
            f"The snapshot's list {path} is not valid JSON ({error}). It was probably edited or "
            "cut off; install migov again."
        ) from error


@cache
def _checked(name: str, path: Path, mtime: int, size: int) -> Path:
    pooch = quiet_pooch()
    # Not by its fetch(): that would download a file whose hash differs, or first try to write
    # where the user may not.
    if pooch.file_hash(str(path)) != manifest()[name]["sha256"]:
        _refuse(name)
    return path


def quiet_pooch() -> ModuleType:
    """Pooch, without the warning of its progress bar at the top of every lesson.

    One thread at a time: two that set filters aside put them back in the wrong order, for good.
    """
    with _TURN:
        if "pooch" not in sys.modules:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import pooch  # noqa: F401
        return sys.modules["pooch"]


def _refuse(name: str) -> NoReturn:
    raise SnapshotError(
        f"The snapshot file {snapshot_dir() / name} is missing, truncated or was edited: its "
        "hash is not the one this release was made with. Its figures cannot be trusted and it "
        "was left as it is; install migov again."
    )
