"""Where a publisher's file is asked for, and where it is kept: names and addresses only.

A mirror (an address or a folder) stands in for every publisher; the cache has one name for each
address.  Nothing here opens a file or a connection.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from migov.config import config

_LONGEST = 110  # characters of a name in the cache, well under what any file system takes


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


def publishers_own(asked: str) -> str:
    """The publisher's address behind one that was asked of the mirror; the inverse of `address`."""
    if config.mirror and asked.startswith(f"{config.mirror}/"):
        return f"https://{asked[len(config.mirror) + 1 :]}"
    return asked


def host(url: str) -> str:
    """The publisher's server in an address.

    Examples
    --------
    >>> host("https://api.worldbank.org/v2/source/2")
    'api.worldbank.org'
    """
    return urlsplit(url).netloc


def mirror_folder() -> Path | None:
    """The folder that stands in for the publishers; None if none does, or if it is an address."""
    mirror = config.mirror
    if not mirror or mirror.startswith(("http://", "https://")):
        return None
    if mirror.startswith("file:"):
        return Path(url2pathname(urlsplit(mirror).path))
    return Path(mirror).expanduser()


def mirrored_by_folder() -> bool:
    """Whether a folder stands in for the publishers, so that no network is needed."""
    return mirror_folder() is not None


def in_mirror(folder: Path, url: str) -> list[Path]:
    """Where a folder may hold the file of an address, the surest first.

    A folder for a static server has the address's own path; a query is part of the name, or is
    left out where the server ignores it.
    """
    parts = urlsplit(url)
    plain = unquote(parts.path)
    query = f"{plain}_{parts.query}" if parts.query else plain
    names = [_tame(f"{parts.netloc}{query}"), f"{parts.netloc}{plain}"]
    if parts.query:
        names.insert(1, f"{parts.netloc}{plain}?{parts.query}")
    names = [name for name in dict.fromkeys(names) if ".." not in name.split("/")]
    return [*(folder / name for name in names), served_path(folder, url)]


def served_path(folder: Path, url: str) -> Path:
    """Where a static server looks for the file of an address, whatever its query.

    Examples
    --------
    >>> served_path(Path("mirror"), "https://api.unhcr.org/population/v1/?page=1").as_posix()
    'mirror/api.unhcr.org/population/v1/index.html'
    """
    parts = urlsplit(url)
    plain = unquote(parts.path)
    names = [each for each in plain.split("/") if each not in ("", ".", "..")]
    return folder.joinpath(parts.netloc, *names, *(["index.html"] if plain[-1:] == "/" else []))


def is_mirror(folder: Path) -> bool:
    """Whether this folder is the one that stands in for the publishers."""
    mirror = mirror_folder()
    return mirror is not None and mirror.resolve() == folder.resolve()


def files_dir() -> Path:
    """Folder of the cache that holds publishers' files."""
    return config.cache / "files"


def kept_path(url: str) -> Path:
    """Where the cache keeps the file of an address, whether or not it is there.

    Examples
    --------
    >>> kept_path("https://api.worldbank.org/v2/source/2").name
    'v2_source_2-f1d12260'
    """
    return _kept_path(config.cache, url)


@lru_cache(maxsize=1024)
def _kept_path(cache: Path, url: str) -> Path:
    parts = urlsplit(url)
    name = _tame(f"{parts.path}_{parts.query}" if parts.query else parts.path).replace("/", "_")
    # Two addresses may be tamed to one name, and one may be the folder of another.
    mark = hashlib.sha256(url.encode()).hexdigest()[:8]
    stem = name.strip("_.")[-_LONGEST:].lstrip("_.")
    return cache / "files" / _tame(parts.netloc).replace("/", "_") / f"{stem}-{mark}"


def lock_path(path: Path) -> Path:
    """The file that processes hold while they change `path`, however each names the cache."""
    within = os.path.relpath(path, config.cache)
    mark = hashlib.sha256(within.encode()).hexdigest()[:16]
    return config.cache / "locks" / f"{mark}.lock"


def _tame(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._/-]+", "_", text)
