"""The house rules, checked: who may import whom, what an import costs, how a module reads.

The import contract itself stands in pyproject.toml, where ``make check`` reads it too.
"""

from __future__ import annotations

import ast
import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

import migov

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "migov"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Importing `__main__` runs the command.
IMPORTED = [path for path in MODULES if path.name != "__main__.py"]
MOST_LINES = 320

# What only the call that needs it may import; pandas brings numpy, dateutil and pyarrow's core.
HEAVY = (
    "statsmodels", "scipy", "seaborn", "matplotlib", "sphinx", "myst_nb", "nbformat", "nbclient",
    "pooch", "requests", "platformdirs", "python_calamine", "py7zr", "tqdm", "openpyxl", "IPython",
)  # fmt: skip


def _in_fresh_python(code: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _run_tool(*command: str, cwd: Path = ROOT) -> None:
    if find_spec(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed; it comes with migov[test]")
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


# --- imports --------------------------------------------------------------------------------------


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("importlinter", reason="import-linter comes with migov[test]")
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, check=False
    )


def test_the_import_contract_is_kept() -> None:
    done = _lint_imports(ROOT)
    assert done.returncode == 0, f"\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("measures", "import requests", "Nothing but the store touches the network"),
        ("course", "import urllib.request", "Nothing but the store touches the network"),
        ("tidy", "import migov.load", "Imports run downwards"),
        ("models", "import migov.load", "Measures, models and plots take tables"),
        ("publishers/worldbank", "import migov.registry", "A reader is given a path"),
        ("plots", "import statsmodels", "Plots never compute a model"),
    ],
)
@pytest.mark.slow
def test_the_import_contract_catches_a_breach(
    tmp_path: Path, module: str, line: str, contract: str
) -> None:
    shutil.copytree(PACKAGE, tmp_path / "migov", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    breach = tmp_path / "migov" / f"{module}.py"
    if not breach.exists():
        breach = breach.with_suffix("") / "__init__.py"
    # Inside a function, where a breach would hide.
    breach.write_text(f"{breach.read_text('utf-8')}\n\ndef _breach():\n    {line}\n", "utf-8")
    done = _lint_imports(tmp_path)
    assert done.returncode == 1, f"\n{done.stdout}{done.stderr}"
    broken = [each for each in done.stdout.splitlines() if " BROKEN" in each]
    assert any(each.startswith(contract) for each in broken), done.stdout


def test_importing_migov_imports_nothing_heavy() -> None:
    loaded = _in_fresh_python("import migov, sys; print(*sys.modules)").split()
    assert {name.partition(".")[0] for name in loaded} & set(HEAVY) == set()


@pytest.mark.slow
def test_no_module_imports_anything_heavy_when_it_is_imported() -> None:
    names = [_dotted(path) for path in IMPORTED]
    code = (
        "import importlib, sys\n"
        f"for name in {names}: importlib.import_module(name)\n"
        "print(*sys.modules)"
    )
    loaded = {name.partition(".")[0] for name in _in_fresh_python(code).split()}
    assert loaded & set(HEAVY) == set()


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.slow
def test_public_names_are_themselves_whatever_is_imported_first(turned: bool) -> None:
    # A module and a verb may share a name; importing the module must not hide the verb.
    names = sorted(migov.__all__, reverse=turned)
    show = f"for name in {names}: print(name, type(getattr(migov, name)).__name__)"
    modules = [_dotted(path) for path in IMPORTED]
    others = f"import importlib\nfor name in {modules}: importlib.import_module(name)"
    first = _in_fresh_python(f"import migov\n{show}")
    assert _in_fresh_python(f"{others}\nimport migov\n{show}") == first
    assert re.findall(r"^(\w+) function$", first, re.MULTILINE) == [
        name for name in names if inspect.isfunction(getattr(migov, name))
    ]


# --- how a module reads ---------------------------------------------------------------------------


def _dotted(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


@pytest.fixture(params=MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def module(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_a_module_is_short_and_says_what_it_is(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") < MOST_LINES, f"{module.name} has {text.count(chr(10))} lines; split it"
    assert ast.get_docstring(ast.parse(text)), "a module opens with a paragraph about itself"


def test_a_module_leaves_nothing_undone_and_prints_nothing(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME)\b", text)
    if module.name in ("cli.py", "__main__.py"):
        return
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert calls == [], f"print in lines {calls}; return, warn or log instead"


def test_modules_are_named_for_what_they_do() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common", "tmp"}
    assert {path.stem for path in MODULES} & vague == set()


# --- docstrings -----------------------------------------------------------------------------------


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for name, thing in vars(module).items():
        if name.startswith("_") or not inspect.isfunction(thing):
            continue
        if thing.__module__ == module.__name__:
            yield thing


def _named(functions: list[FunctionType]) -> list[str]:
    return [f"{each.__module__}.{each.__name__}" for each in functions]


def _public() -> Iterator[FunctionType]:
    # What a user reaches from `migov.` in one or two steps; errors are met, not called.
    for name in migov.__all__:
        thing = getattr(migov, name)
        if inspect.isfunction(thing):
            yield thing
        elif inspect.ismodule(thing) and name != "errors":
            members = getattr(thing, "__all__", [each for each in vars(thing) if each[0] != "_"])
            for member in map(vars(thing).get, members):
                if inspect.isfunction(member) and member.__module__.startswith(thing.__name__):
                    yield member


PACKAGES = [thing for name in migov.__all__ if hasattr(thing := getattr(migov, name), "__path__")]


@pytest.mark.parametrize("package", [migov, *PACKAGES], ids=lambda each: each.__name__)
def test_completion_offers_public_names_alone(package: ModuleType) -> None:
    assert dir(package) == sorted(package.__all__)


EVERY = [each for path in IMPORTED for each in _functions(import_module(_dotted(path)))]
PUBLIC = list(dict.fromkeys(_public()))


@pytest.mark.parametrize("function", EVERY, ids=_named(EVERY))
def test_a_function_says_what_it_does(function: FunctionType) -> None:
    assert (inspect.getdoc(function) or "").strip()


@pytest.mark.parametrize("function", PUBLIC, ids=_named(PUBLIC))
def test_a_public_function_is_documented_in_full(function: FunctionType) -> None:
    text = inspect.getdoc(function) or ""
    assert "Examples\n--------\n>>> " in text, "no example that runs"
    named = re.findall(r"^\*{0,2}(\w+(?:, \*{0,2}\w+)*) : ?|^(\w+(?:, \w+)+)$", text, re.MULTILINE)
    documented = {word.strip(" *") for pair in named for word in (pair[0] or pair[1]).split(",")}
    taken = set(inspect.signature(function).parameters)
    if "Parameters\n----------" in text:
        assert taken <= documented, f"not documented: {sorted(taken - documented)}"
    result = str(inspect.signature(function).return_annotation)
    assert len(text.splitlines()[0]) <= 100
    assert result != "<class 'inspect._empty'>", "no return type"


def test_the_door_is_found_by_inspection() -> None:
    assert {"load", "panel", "catalogue", "search"} <= {each.__name__ for each in PUBLIC}


# --- one version, one licence ---------------------------------------------------------------------


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert project["version"] == migov.__version__
    assert re.search(r"^version: (\S+)$", citation, re.MULTILINE)[1] == migov.__version__
    assert re.search(r"^## \[(\d[^]]*)\]", changes, re.MULTILINE)[1] == migov.__version__
    assert re.search(r"^license: (\S+)$", citation, re.MULTILINE)[1] == project["license"]


# --- style and types ------------------------------------------------------------------------------


def test_style() -> None:
    _run_tool("ruff", "check", "--no-cache", "--output-format=concise", ".")


@pytest.mark.slow
def test_types(tmp_path: Path) -> None:
    _run_tool("mypy", f"--cache-dir={tmp_path}")
