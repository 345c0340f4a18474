"""A file is read for its sum once, and again whenever somebody may have touched it."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from migov.store import sums

LONG_AGO = 1_000_000_000


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read for their sum."""
    seen: list[Path] = []
    real = sums.sha256_of
    monkeypatch.setattr(sums, "sha256_of", lambda path: seen.append(path) or real(path))
    monkeypatch.setattr(sums, "_SUMS", {})
    return seen


def _still(monkeypatch: pytest.MonkeyPatch, seconds: float = 10) -> None:
    """As if everything had been written so long ago."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + int(seconds * 1e9))


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_file_that_lies_still_is_read_once(
    tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"figures")
    _still(monkeypatch)
    assert [sums.sum_of(path), sums.sum_of(path)] == [_sum(b"figures")] * 2
    assert reads == [path]


def test_a_file_that_was_just_written_is_read_each_time(tmp_path: Path, reads: list[Path]) -> None:
    path = tmp_path / "file"
    for data in (b"one", b"two", b"six"):  # one size, and perhaps one tick of the clock
        path.write_bytes(data)
        assert sums.sum_of(path) == _sum(data)
    assert len(reads) == 3


@pytest.mark.parametrize("way", ["in place", "replaced", "its time put back"])
def test_a_file_that_was_touched_is_read_again(
    tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"figures")
    _still(monkeypatch)
    assert sums.sum_of(path) == _sum(b"figures")
    before = path.stat()
    time.sleep(0.02)
    if way == "replaced":
        other = tmp_path / "other"
        other.write_bytes(b"figured")
        os.replace(other, path)
    else:
        path.write_bytes(b"figured")
    if way == "its time put back":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert sums.sum_of(path) == _sum(b"figured")
    assert len(reads) == 2


def test_a_clock_that_goes_back_only_has_it_read_again(
    tmp_path: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"figures")
    monkeypatch.setattr(time, "time_ns", lambda: LONG_AGO)
    assert [sums.sum_of(path), sums.sum_of(path)] == [_sum(b"figures")] * 2
    assert reads == [path, path]
