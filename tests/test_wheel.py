"""What a user installs: the wheel, in a fresh environment, used from another directory."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# A fixed date, so that the archive does not remember when it was made.
EPOCH = "1767225600"

pytestmark = pytest.mark.slow


def _run(
    *command: str | Path, cwd: Path, fails: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    # The checkout must not lend a hand: neither its path nor a setting of the caller's.
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MIGOV_", "PYTHON", "VIRTUAL_ENV", "PYTEST"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode != 0) == fails, f"\n{done.stdout}\n{done.stderr}"
    return done


def _copy(folder: Path, origin: Path = ROOT) -> Path:
    ignored = (".git", ".venv", "site", ".migov-course", "__pycache__", ".*_cache", ".hypothesis")
    return Path(
        shutil.copytree(origin, folder / "source", ignore=shutil.ignore_patterns(*ignored))
    )


def _build(source: Path, folder: Path, kind: str = "--wheel") -> Path:
    pytest.importorskip("build", reason="build comes with migov[test]")
    installer = ["--installer", "uv"] if shutil.which("uv") else []
    _run(
        sys.executable, "-m", "build", kind, *installer, "--outdir", folder / "dist", source,
        cwd=folder, SOURCE_DATE_EPOCH=EPOCH,
    )  # fmt: skip
    (made,) = (folder / "dist").iterdir()
    return made


def _is_kept(path: Path) -> bool:
    return path.is_file() and not {"_build", ".ipynb_checkpoints", "__pycache__"} & set(path.parts)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout that nobody edits meanwhile."""
    return _copy(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment with the wheel and its course extra."""
    home = tmp_path_factory.mktemp("environment") / "env"
    wanted = f"{wheel}[course]"
    commands = home / ("Scripts" if os.name == "nt" else "bin")
    if shutil.which("uv"):
        _run("uv", "venv", "--python", sys.executable, home, cwd=home.parent)
        _run("uv", "pip", "install", "--python", commands / "python", wanted, cwd=home.parent)
    else:
        venv.create(home, with_pip=True)
        _run(commands / "python", "-m", "pip", "install", "--quiet", wanted, cwd=home.parent)
    return commands


def test_the_wheel_has_the_data_and_the_lessons_and_nothing_else(
    wheel: Path, source: Path
) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    kept = {
        f"migov/{path.relative_to(source).as_posix()}"
        for folder in ("datasets", "notebooks")
        for path in (source / folder).rglob("*")
        if _is_kept(path)
    }
    assert kept <= set(names)
    assert any(name.endswith(".parquet") for name in names)
    assert any(name.startswith("migov/notebooks/00") for name in names)
    assert "migov/py.typed" in names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"migov", next(name for name in tops if name.endswith(".dist-info"))}
    assert not [name for name in names if re.search(r"(^|/)tests?/|__pycache__|\.venv", name)]
    assert wheel.stat().st_size < 20e6


def test_two_builds_of_the_wheel_are_the_same_bytes(
    wheel: Path, source: Path, tmp_path: Path
) -> None:
    # From another folder, with files of another age.
    elsewhere = _copy(tmp_path, source)
    for path in elsewhere.rglob("*"):
        os.utime(path, (0, 1_000_000_000))
    assert _build(elsewhere, tmp_path).read_bytes() == wheel.read_bytes()


def test_the_source_archive_has_what_a_checkout_has(source: Path, tmp_path: Path) -> None:
    with tarfile.open(_build(source, tmp_path, "--sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = [
        path
        for folder in ("migov", "datasets", "notebooks", "tests", "benchmarks", "tools")
        for path in (source / folder).rglob("*")
    ]
    pages = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile")
    wanted += [source / name for name in pages]
    assert {path.relative_to(source).as_posix() for path in wanted if _is_kept(path)} <= names


def test_the_installed_command_loads_a_series(installed: Path, tmp_path: Path) -> None:
    said = _run(
        installed / "migov", "load", "remittances_received",
        "--economies", "MEX", "--years", "1990", "1992", cwd=tmp_path, MIGOV_OFFLINE="1",
    ).stdout  # fmt: skip
    assert re.findall(r"^\s*MEX\s+(\d{4})", said, re.MULTILINE) == ["1990", "1991", "1992"]
    assert "CC BY 4.0" in said


def test_the_installed_command_says_what_is_wrong(installed: Path, tmp_path: Path) -> None:
    done = _run(installed / "migov", "load", "remitances_received", cwd=tmp_path, fails=True)
    assert "remittances_received" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_installed_command_checks_the_claims(installed: Path, tmp_path: Path) -> None:
    said = _run(installed / "migov", "claims", cwd=tmp_path, MIGOV_OFFLINE="1").stdout
    assert {"O017", "O037", "G069"} <= set(re.findall(r"\b[OG]\d{3}\b", said))


def test_the_installed_command_renders_a_lesson(installed: Path, tmp_path: Path) -> None:
    _run(
        installed / "migov", "course", "--only", "01*", "--out", "lesson",
        cwd=tmp_path, MIGOV_OFFLINE="1",
    )  # fmt: skip
    pages = {path.stem[:2] for path in (tmp_path / "lesson").glob("*.html")}
    assert "01" in pages
    assert "02" not in pages
    assert (tmp_path / "lesson" / "index.html").is_file()


def test_nothing_of_the_checkout_is_used(installed: Path, tmp_path: Path) -> None:
    said = _run(
        installed / "python", "-c",
        "from migov import __file__ as package\n"
        "from migov.config import datasets_dir, notebooks_dir\n"
        "print(package, datasets_dir(), notebooks_dir(), sep='\\n')", cwd=tmp_path,
    ).stdout  # fmt: skip
    assert [line for line in said.splitlines() if not line.startswith(str(installed.parent))] == []
