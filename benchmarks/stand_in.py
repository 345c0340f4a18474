"""A local server that answers as the publishers do, for the benchmarks that fetch.

It is no part of migov: ``MIGOV_REFERENCE`` names the folder below which it is found.  Where it is
not, the benchmarks that need it are skipped and say so.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import Skipped
from migov import registry
from migov.config import config
from migov.figures import latest

SERVER = "serve.py"


def standing(latency: int = 0) -> str:
    """The base address of a server that waits so many milliseconds before each answer.

    migov asks it from now on, and it ends with this process.

    Raises
    ------
    Skipped
        If there is none on this machine.
    """
    process = subprocess.Popen(
        [sys.executable, str(_script()), "--port", "0", "--print-url",
         "--latency-ms", str(latency)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    atexit.register(_ended, process)
    assert process.stdout is not None
    base = process.stdout.readline().strip()
    config.mirror = base
    return base


def empty_cache() -> Path:
    """A cache for migov with nothing in it; it is deleted when the process ends.

    Not before: a file system that has just deleted files makes new ones more slowly.
    """
    folder = Path(tempfile.mkdtemp(prefix="migov-bench-"))
    config.cache = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def worldbank_series() -> list[registry.Series]:
    """Every series of the World Bank that it publishes as such."""
    return [
        each for each in registry.series().values()
        if each.publisher.id == "worldbank" and not each.derived_only
    ]  # fmt: skip


def newest_addresses(series: list[registry.Series]) -> list[str]:
    """The address of each one's newest file, once."""
    found = {}
    for each in series:
        version = latest(each)
        assert version.file is not None
        found[version.file.address(each, version)] = None
    return list(found)


def asked(base: str, url: str) -> str:
    """Where the local server has the file of a publisher's address."""
    return f"{base}/{url.removeprefix('https://')}"


def _script() -> Path:
    named = os.environ.get("MIGOV_REFERENCE")
    if not named:
        raise Skipped("MIGOV_REFERENCE names no folder with a server that answers as publishers do")
    found = sorted(Path(named).rglob(SERVER))
    if not found:
        raise Skipped(f"there is no {SERVER} below {named}, which MIGOV_REFERENCE names")
    return found[0]


def _ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait(timeout=10)
