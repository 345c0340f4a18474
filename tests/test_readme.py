"""The README keeps its word: its tables are the generated ones and its lines run."""

from __future__ import annotations

import os
import re
import shlex
import struct
import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import migov

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = spec_from_file_location("readme_tool", ROOT / "tools" / "readme.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("section", ["first-plot", "claims", "claim-picture", "sources"])
def test_a_generated_section_is_what_the_tool_writes(tool: ModuleType, section: str) -> None:
    said = re.search(rf"<!-- {section} -->\n(.*?)<!-- /{section} -->", README, re.DOTALL)[1]
    assert said.strip() == tool.SECTIONS[section]().strip(), "run python tools/readme.py"


@pytest.mark.slow
def test_the_claims_table_has_those_to_be_shown_and_counts_them_all(tool: ModuleType) -> None:
    said = re.search(r"<!-- claims -->(.*?)<!-- /claims -->", README, re.DOTALL)[1]
    ids = re.findall(r"^\| ([OG]\d{3}[a-c]?) ", said, re.MULTILINE)
    assert sorted(ids) == sorted(tool.SHOWN)
    every = migov.claims.table()
    assert f"| {len(every)} |" in said.split("| all |")[1].splitlines()[0]
    shown = every[every["id"].isin(ids)]
    assert set(shown["verdict"]) == set(every["verdict"])


def test_five_lines_lead_from_import_to_a_plot(tool: ModuleType) -> None:
    lines = [line for line in tool.FIRST_PLOT.splitlines() if line.strip()]
    assert lines[0] == "import migov"
    assert len(lines) <= 5


def test_the_first_plot_is_drawn(tool: ModuleType, tmp_path: Path) -> None:
    drawn, kept = tool.draw(tmp_path), ROOT / tool.PICTURE
    for picture in (drawn, kept):
        width, height = struct.unpack(">II", picture.read_bytes()[16:24])
        assert min(width, height) > 300


def test_the_pictures_and_files_it_names_exist() -> None:
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    named += re.findall(r"`((?:datasets|docs|migov|notebooks|tests|tools)/[\w./-]+)`", README)
    named += ["LICENSE", "CITATION.cff", "CHANGELOG.md", "pyproject.toml"]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_verbs_it_names_are_those_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE)) <= verbs
    assert {"help", "course", "test", "fast", "check", "bench", "lab", "clean"} <= verbs


def test_the_extras_and_pythons_it_names_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for extra in ("course", "lab", "fetch"):
        assert extra in project["optional-dependencies"]
        assert f"`{extra}`" in README
    assert project["requires-python"] == ">=3.11,<3.14"
    assert re.search(r"Python 3\.11, 3\.12 or\s+3\.13", README)


# Lines that no test runs as they stand, by their beginnings, and why.
NOT_RUN = {
    "make ": "makes .venv; .ci/run runs them in a fresh checkout",
    "python3 -m venv": "makes .venv; tests/test_wheel.py installs migov into an environment",
    ".venv/bin/": "needs that .venv; its commands are lines of other examples",
    "migov course": "executes notebooks; tests/test_course.py builds the site",
    "migov lab": "opens a browser and stays",
    "migov update --write-snapshot": "writes a release's figures; tests/test_release.py, on a copy",
    "migov fetch --locked": "needs a paper's lock; tests/test_live.py fetches from one",
    "migov mirror build": "fetches all that there is; tests/test_mirror.py builds a small one",
}
ASKS = re.compile(r"migov (?:update|fetch|mirror)\b|--online|latest")


def _shell() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line.partition("  #")[0].strip() for text in blocks for line in text.splitlines()]


def _run(line: str) -> bool:
    return not line.startswith(tuple(NOT_RUN))


def test_a_line_that_is_not_run_says_why() -> None:
    lines = _shell()
    assert all(any(line.startswith(begin) for line in lines) for begin in NOT_RUN)
    for reason in NOT_RUN.values():
        assert all((ROOT / name).is_file() for name in re.findall(r"tests/\w+\.py", reason))
    assert len([line for line in lines if _run(line)]) > len(lines) / 2


@pytest.mark.slow
@pytest.mark.parametrize("line", [
    pytest.param(line, marks=pytest.mark.reference) if ASKS.search(line) else line
    for line in _shell() if _run(line)
])  # fmt: skip
def test_a_shell_line_runs(line: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "migov", *shlex.split(line)[1:]]
    # As in a checkout without migov installed: pytest finds it, a command elsewhere would not.
    found = {**os.environ, "PYTHONPATH": str(ROOT), "MIGOV_CACHE": str(tmp_path / "cache")}
    if ASKS.search(line):
        found["MIGOV_MIRROR"] = request.getfixturevalue("mirror")
        found.pop("MIGOV_OFFLINE", None)
    else:
        found["MIGOV_OFFLINE"] = "1"
    done = subprocess.run(
        command, cwd=tmp_path, env=found, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def _python() -> dict[str, str]:
    """The examples in Python by the heading that they stand under, but for the first plot."""
    found = {}
    for section in re.split(r"^## ", README, flags=re.MULTILINE)[1:]:
        heading = section.partition("\n")[0]
        for number, text in enumerate(re.findall(r"```python\n(.*?)```", section, re.DOTALL), 1):
            found[f"{heading} {number}"] = text
    return {name: text for name, text in found.items() if not name.startswith("Five lines")}


@pytest.mark.parametrize("name", [
    pytest.param(name, marks=pytest.mark.slow) if "report" in text or "ensemble" in text else name
    for name, text in _python().items()
])  # fmt: skip
def test_an_example_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib.pyplot as plt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MIGOV_OFFLINE", "1")
    known: dict[str, object] = {"migov": migov}
    lines = [line for line in _python()[name].splitlines() if line.strip()]
    assert lines
    try:
        for line in lines:
            exec(compile(line, f"README, {name}", "exec"), known)
    finally:
        plt.close("all")


def test_what_its_comments_count_is_so() -> None:
    governance = migov.governance
    assert "# ten; eleven since March 2000" in README and "# 37 by their deposit" in README
    assert len(governance.members("Puebla Process", on="1999-01-28")) == 10
    assert len(governance.members("Puebla Process", on="2000-04-01")) == 11
    assert len(governance.parties("ICRMW", on="2008-06-30")) == 37


def test_the_settings_it_names_are_read() -> None:
    readers = (ROOT / "migov" / "config.py", ROOT / "tests" / "conftest.py")
    text = "".join(path.read_text(encoding="utf-8") for path in readers)
    named = set(re.findall(r"MIGOV_[A-Z_]*[A-Z]", README))
    assert {name for name in named if f'"{name}"' not in text} == set()
