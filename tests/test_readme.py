"""The README keeps its word: its tables are the generated ones and its lines run."""

from __future__ import annotations

import os
import re
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


@pytest.mark.parametrize("section", ["first-plot", "claims", "claim-picture", "sources"])
def test_a_generated_section_is_what_the_tool_writes(tool: ModuleType, section: str) -> None:
    said = re.search(rf"<!-- {section} -->\n(.*?)<!-- /{section} -->", README, re.DOTALL)[1]
    assert said.strip() == tool.SECTIONS[section]().strip(), "run python tools/readme.py"


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
    assert {"help", "course", "test", "check", "bench", "lab", "clean"} <= verbs


def test_the_extras_and_pythons_it_names_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for extra in ("course", "lab", "fetch"):
        assert extra in project["optional-dependencies"]
        assert f"`{extra}`" in README
    assert project["requires-python"] == ">=3.11,<3.14"
    assert re.search(r"Python 3\.11, 3\.12 or\s+3\.13", README)


def _shell() -> list[str]:
    block = re.search(r"## From a shell\n+```sh\n(.*?)```", README, re.DOTALL)[1]
    slow = ("migov course", "migov lab")
    return [line for line in block.splitlines() if line and not line.startswith(slow)]


@pytest.mark.parametrize("line", _shell())
def test_a_shell_line_runs(line: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    command = [sys.executable, "-m", "migov", *line.split()[1:]]
    # As in a checkout without migov installed: pytest finds it, a command elsewhere would not.
    found = {**os.environ, "PYTHONPATH": str(ROOT)}
    if "latest" in line:  # the one line that asks publishers
        found["MIGOV_MIRROR"] = request.getfixturevalue("mirror")
        found["MIGOV_CACHE"] = str(tmp_path / "cache")
        found.pop("MIGOV_OFFLINE", None)
    done = subprocess.run(
        command, cwd=tmp_path, env=found, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_settings_it_names_are_read() -> None:
    readers = (ROOT / "migov" / "config.py", ROOT / "tests" / "conftest.py")
    text = "".join(path.read_text(encoding="utf-8") for path in readers)
    named = set(re.findall(r"MIGOV_[A-Z_]*[A-Z]", README))
    assert {name for name in named if f'"{name}"' not in text} == set()
