"""The sums of files, and the stamps that tell whether somebody touched one.

A file that lies still is read for its sum once; a stamp never says more than that.  Clocks that go
back or stand still only have it read again.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int, int, int]
_STILL = 2_000_000_000  # nanoseconds: the coarsest clock of a file system in use
# Sums of files that lay still, and their stamps of then.
_SUMS: dict[Path, tuple[Stamp, str]] = {}


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sum_of(path: Path) -> str:
    """As :func:`sha256_of`, once for a file that nobody has touched since."""
    stamp = stamp_of(path)
    known = _SUMS.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    digest = sha256_of(path)
    # Of what was just written a later change might bear the same stamp.
    if time.time_ns() - max(stamp[1:3]) > _STILL and stamp == stamp_of(path):
        _SUMS[path] = stamp, digest
    return digest


def stamp_of(path: Path) -> Stamp:
    """What changes whenever a file is replaced or written to: node, times and size."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size
