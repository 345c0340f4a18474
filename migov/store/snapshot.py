"""Bytes: the embedded snapshot, and files fetched from publishers.

This is the only module that touches the network.  Pooch keeps the list of the snapshot's files
and compares their hashes, with a downloader that refuses: an embedded file that is missing or was
edited is an error and is never replaced behind the user's back.  What a file means is the
readers' affair.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn
from urllib.parse import urlsplit

from migov.config import config, datasets_dir
from migov.errors import DownloadError, OfflineError, SnapshotError

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


def address(url: str) -> str:
    """Where a publisher's address is really asked for: the mirror's, if one is set.

    Examples
    --------
    >>> address("https://api.worldbank.org/v2/source/2")
    'https://api.worldbank.org/v2/source/2'
    """
    if not config.mirror:
        return url
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{config.mirror}/{parts.netloc}{parts.path}{query}"


def fetch(url: str, refresh: bool = False) -> Path:
    """Path of a publisher's file in the user's cache, downloaded if it is not there.

    Parameters
    ----------
    url : str
        The publisher's real address; ``MIGOV_MIRROR`` (an address or a folder) stands in for it.
    refresh : bool
        Ask again even if the file is there; the old one stays if that fails.

    Raises
    ------
    OfflineError
        If the network is needed and ``MIGOV_OFFLINE`` refuses it.
    DownloadError
        If the publisher does not answer with a file.
    """
    kept = config.cache / "files" / _file_name(url)
    if kept.is_file() and not refresh:
        return kept
    target = address(url)
    scheme = urlsplit(target).scheme
    if scheme not in ("http", "https"):
        return _in_mirror(Path(str(config.mirror).removeprefix("file://")) / _file_name(url), url)
    if config.offline:
        raise OfflineError(
            f"{url} is needed and MIGOV_OFFLINE=1 refuses the network. Unset it, or use an "
            "embedded version: migov.versions(series) lists them."
        )
    return _download(target, url, kept)


def _download(target: str, url: str, kept: Path) -> Path:
    import pooch
    import requests

    headers = {"User-Agent": _user_agent(), "Accept-Encoding": "identity"}
    downloader = pooch.HTTPDownloader(headers=headers, timeout=60)
    kept.parent.mkdir(parents=True, exist_ok=True)
    arrived = kept.with_name(f"{kept.name}.part")
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel("WARNING")  # its notes speak of arguments that migov's users never see
    try:
        # Pooch writes to a file of its own and moves it when it is whole.
        pooch.retrieve(
            target, None, fname=arrived.name, path=arrived.parent, downloader=downloader
        )
        arrived.replace(kept)
    except requests.RequestException as error:
        raise DownloadError(
            f"{url} could not be fetched ({error}). Nothing in {kept.parent} was changed; try "
            "again later, or set MIGOV_MIRROR to a copy."
        ) from error
    finally:
        logger.setLevel(level)
        arrived.unlink(missing_ok=True)
    return kept


def _in_mirror(path: Path, url: str) -> Path:
    if not path.is_file():
        raise DownloadError(
            f"The mirror has no file {path}, which stands for {url}. Add it, or unset "
            "MIGOV_MIRROR."
        )
    return path


def _user_agent() -> str:
    # www.un.org answers only to agents that begin as browsers do; the name behind it is honest.
    from migov._version import __version__

    return f"Mozilla/5.0 (compatible; migov/{__version__}; +https://github.com/migov/migov)"


def _file_name(url: str) -> str:
    parts = urlsplit(url)
    path = f"{parts.netloc}{parts.path}"
    if parts.query:
        path = f"{path}_{parts.query}"
    return re.sub(r"[^A-Za-z0-9._/-]+", "_", path)


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
    import pooch

    known = {each: f"sha256:{facts['sha256']}" for each, facts in manifest().items()}
    files = pooch.create(path=snapshot_dir(), base_url="", registry=known)
    # Pooch would download a file whose hash differs; here that is where it must stop.
    return Path(files.fetch(name, downloader=lambda *_: _refuse(name)))


def _refuse(name: str) -> NoReturn:
    raise SnapshotError(
        f"The snapshot file {snapshot_dir() / name} is missing, truncated or was edited: its "
        "hash is not the one this release was made with. Its figures cannot be trusted and it "
        "was left as it is; install migov again."
    )
