"""What the tests share: the folder of publishers' files and a server that answers as they would.

Neither belongs to migov and a user's machine has neither.  Only the environment says where they
are: ``MIGOV_REFERENCE`` names the folder, and a file in it is found by its name.  Without it the
tests that need them skip with a reason; ``MIGOV_REQUIRE_REFERENCE=1`` turns that skip into a
failure, which is what the maintainers' own run sets.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does, and is no fault of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def _absent(reason: str) -> None:
    if os.environ.get("MIGOV_REQUIRE_REFERENCE") == "1":
        pytest.fail(f"{reason}, and MIGOV_REQUIRE_REFERENCE=1 asks for it")
    pytest.skip(reason)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs publishers' files or their server, and what runs a lesson's code."""
    needs = {"reference", "file_of", "stand_in", "mirror"}
    for item in items:
        if needs & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.reference)
        if item.path.parent.name == "lessons":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True, scope="session")
def _settings() -> Iterator[None]:
    """Pauses between two tries so short that a fault costs no time, and nobody's own mirror."""
    before = dict(os.environ)
    os.environ.setdefault("MIGOV_BACKOFF", "0.01")
    os.environ.pop("MIGOV_MIRROR", None)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def reference() -> Path:
    """Folder of publishers' files and of tidy copies to check against (``MIGOV_REFERENCE``)."""
    named = os.environ.get("MIGOV_REFERENCE")
    if not named:
        _absent("MIGOV_REFERENCE names no folder of publishers' files")
    folder = Path(str(named)).resolve()
    if not folder.is_dir():
        _absent(f"MIGOV_REFERENCE is {folder}, and no folder is there")
    return folder


@pytest.fixture(scope="session")
def file_of(reference: Path) -> Callable[..., Path]:
    """A file below the reference folder by its name, and by a folder's if there are several."""
    by_name: dict[str, list[Path]] = {}
    for path in sorted(reference.rglob("*")):
        if path.is_file():
            by_name.setdefault(path.name, []).append(path)

    def find(name: str, folder: str = "") -> Path:
        found = [path for path in by_name.get(name, []) if not folder or folder in path.parts]
        contents = {path.read_bytes() for path in found} if len(found) > 1 else set()
        if len(contents) > 1:
            places = ", ".join(str(path.relative_to(reference)) for path in found)
            pytest.fail(f"several files {name} with different contents: {places}")
        if not found:
            _absent(f"no file {name} below the folder that MIGOV_REFERENCE names")
        return found[0]

    return find


@pytest.fixture(scope="session")
def stand_in(file_of: Callable[..., Path]) -> Path:
    """The script of a server that answers as the publishers do."""
    return file_of("serve.py")


@pytest.fixture(scope="session")
def mirror(stand_in: Path) -> Iterator[str]:
    """Base address of a local server that answers as the publishers do."""
    process = subprocess.Popen(
        [sys.executable, str(stand_in), "--port", "0", "--print-url"],
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
