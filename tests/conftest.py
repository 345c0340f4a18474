"""What the tests share: the folder of publishers' files and a server that answers as they would.

Neither belongs to migov and a user's machine has neither, so the tests that need them skip with a
reason.  ``MIGOV_REQUIRE_REFERENCE=1`` turns that skip into a failure, which is what the
maintainers' own run sets.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _absent(reason: str) -> None:
    if os.environ.get("MIGOV_REQUIRE_REFERENCE") == "1":
        pytest.fail(f"{reason}, and MIGOV_REQUIRE_REFERENCE=1 asks for it")
    pytest.skip(reason)


@pytest.fixture(autouse=True, scope="session")
def _impatience() -> Iterator[None]:
    """Pauses between two tries so short that a fault costs no time."""
    before = os.environ.get("MIGOV_BACKOFF")
    os.environ.setdefault("MIGOV_BACKOFF", "0.01")
    yield
    if before is None:
        del os.environ["MIGOV_BACKOFF"]


@pytest.fixture(scope="session")
def reference() -> Path:
    """Folder of publishers' files, kept outside the project (``MIGOV_REFERENCE``)."""
    folder = Path(os.environ.get("MIGOV_REFERENCE", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        _absent(f"no publishers' files at {folder}")
    return folder


@pytest.fixture(scope="session")
def mirror(reference: Path) -> Iterator[str]:
    """Base address of a local server that answers as the publishers do."""
    script = reference / "replay" / "serve.py"
    if not script.is_file():
        _absent("no stand-in for the publishers")
    process = subprocess.Popen(
        [sys.executable, str(script), "--port", "0", "--print-url"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=10)
