"""CONTRIBUTING keeps its word: its example is put together as it says, and works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A block whose first line is a comment that names a file is that file.
FILES = {
    name: body for _, name, body in re.findall(r"```(\w+)\n# (\S+)\n(.*?)```", TEXT, re.DOTALL)
}
REGISTRY = [name for name in FILES if name.startswith("datasets/registry/")]
LEDGER = "datasets/claims/lake-2027.toml"
MODULE, TESTS = "migov/publishers/lake.py", "tests/publishers/test_lake.py"
CHECK, CHECKED = "migov/claims/lake2027.py", "tests/claims/test_lake.py"
# The package of the checkout, with the examples' modules among its readers and its checks.
RUN = """
import sys
import migov.publishers, migov.claims
folder = sys.argv.pop(1)
migov.publishers.__path__.append(folder + "/publishers")
migov.claims.__path__.append(folder + "/claims")
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example's files where it says that they go."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "datasets").mkdir()
    for each in (ROOT / "datasets").iterdir():
        if each.name in ("registry", "claims"):
            shutil.copytree(each, folder / "datasets" / each.name)
        else:
            (folder / "datasets" / each.name).symlink_to(each)
    for name, body in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Records are added to those that are there.
        before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(before + body, encoding="utf-8")
    return folder


def _run(checkout: Path, code: str, *arguments: str) -> str:
    settings = {
        "MIGOV_DATA_DIR": checkout / "datasets", "MIGOV_MIRROR": checkout / "mirror",
        "MIGOV_CACHE": checkout / "cache", "PYTHONPATH": ROOT,
    }  # fmt: skip
    command = [sys.executable, "-c", RUN + code, str(checkout / "migov"), *arguments]
    found = {**os.environ, **{name: str(value) for name, value in settings.items()}}
    done = subprocess.run(
        command, cwd=checkout, env=found, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_example_is_whole() -> None:
    assert set(FILES) == {
        "mirror/data.lake-institute.example/costs.csv", "datasets/registry/publishers.toml",
        "datasets/registry/files.toml", "datasets/registry/series-lake.toml", MODULE, TESTS,
        LEDGER, CHECK, CHECKED,
    }  # fmt: skip


@pytest.mark.parametrize("name", REGISTRY)
def test_a_record_fills_what_the_registry_asks_for(name: str) -> None:
    kept = tomllib.loads((ROOT / name).read_text("utf-8")) if (ROOT / name).exists() else {}
    added = tomllib.loads(FILES[name])
    assert added and not set(added) & set(kept)


def test_the_series_is_loaded_from_the_publishers_file(checkout: Path) -> None:
    code = """
import migov
from migov import tidy
table = migov.load("cost_of_remitting", "NAM", version="latest")
print(table.to_numpy().tolist())
said = tidy.provenance(table)["value"]
print(said["version"], said["unit"], said["url"], said["caveats"][0])
print(migov.cite(table))
"""
    values, said, credit = _run(checkout, code).splitlines()[:3]
    assert values == "[['NAM', 2023, 12.5], ['NAM', 2024, 11.9]]"
    assert said.startswith("2026-03 % of the amount https://data.lake-institute.example/costs.csv")
    assert "Lake Institute" in credit


def test_the_command_it_names_works(checkout: Path) -> None:
    line = re.search(r"MIGOV_MIRROR=mirror (migov load .*)", TEXT)[1].split()[1:]
    code = "from migov.cli import main\nsys.exit(main(sys.argv[1:]))"
    out = _run(checkout, code, *line)
    assert "12.5" in out and "11.9" in out and "20.25" not in out


def test_its_tests_pass(checkout: Path) -> None:
    code = 'import pytest\nsys.exit(pytest.main(["-q", "-p", "no:cacheprovider", sys.argv[1]]))'
    assert "7 passed" in _run(checkout, code, str(checkout / TESTS))


def test_the_claims_card_is_printed(checkout: Path) -> None:
    line = re.search(r"`migov (claims show .*?)`", TEXT)[1].split()
    code = "from migov.cli import main\nsys.exit(main(sys.argv[1:]))"
    out = _run(checkout, code, *line)
    assert "L001" in out and "2.83 per cent were migrants in 2000" in out and "holds" in out


def test_a_lesson_that_names_the_claim_would_be_linked(checkout: Path) -> None:
    code = "from migov.course import ledger\nprint(ledger.ids().findall('L001, K001 and O018'))"
    assert _run(checkout, code).strip() == "['L001', 'O018']"


def test_the_claims_test_passes(checkout: Path) -> None:
    code = 'import pytest\nsys.exit(pytest.main(["-q", "-p", "no:cacheprovider", sys.argv[1]]))'
    assert "1 passed" in _run(checkout, code, str(checkout / CHECKED))


@pytest.mark.parametrize("name", [MODULE, TESTS, CHECK, CHECKED])
def test_its_code_is_in_the_house_style(checkout: Path, name: str) -> None:
    if find_spec("ruff") is None:
        pytest.skip("ruff comes with migov[test]")
    for verb in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *verb, "--config", str(ROOT / "pyproject.toml")]
        done = subprocess.run(
            [*command, str(checkout / name)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_what_it_names_exists() -> None:
    named = re.findall(r"`((?:datasets|docs|migov|tests|tools)/[\w./-]+)`", TEXT)
    named += ["README.md", "CHANGELOG.md", "CITATION.cff", "pyproject.toml"]
    assert [name for name in named if not (ROOT / name).exists()] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", TEXT, re.MULTILINE)) <= verbs
