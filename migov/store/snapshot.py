"""The embedded snapshot: its list, its files, and their hashes, which pooch works out.

An embedded file that is missing or was edited is an error and is never replaced behind the user's
back.  Nothing here touches the network.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NoReturn

from migov.config import datasets_dir
from migov.errors import SnapshotError

MANIFEST = "manifest.json"


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


def read_snapshot(series: str, version: str, **options: Any) -> Any:
    """The embedded table of a series in a version, as `pandas.read_parquet` gives it.

    Raises
    ------
    SnapshotError
        If the file cannot be read.
    """
    import pandas as pd

    path = embedded(series, version)
    if path is None:
        raise SnapshotError(
            f"The snapshot has no {series} in version {version}. migov.versions({series!r}) "
            "lists what it has."
        )
    try:
        return pd.read_parquet(path, **options)
    except Exception as error:  # pyarrow raises several kinds for a damaged file
        raise SnapshotError(
            f"The snapshot file {path} cannot be read ({error}). It was probably damaged; "
            "install migov again."
        ) from error


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
    """Pooch, without the warning of its progress bar at the top of every lesson."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pooch
    return pooch


def _refuse(name: str) -> NoReturn:
    raise SnapshotError(
        f"The snapshot file {snapshot_dir() / name} is missing, truncated or was edited: its "
        "hash is not the one this release was made with. Its figures cannot be trusted and it "
        "was left as it is; install migov again."
    )
