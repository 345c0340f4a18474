"""Run Sphinx over a folder of lessons with this interpreter's kernel, offline, and say what failed.

Sphinx runs in a process of its own, so that what it leaves behind in memory never meets the
caller, and its warnings count as errors.  Executed notebooks are kept in a cache that is valid for
one state of the code, the data and the programs.  Nothing here decides what is rendered or where
the site goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import migov
from migov.config import datasets_dir
from migov.course.lessons import read, source
from migov.course.processes import started
from migov.errors import CourseError, MissingExtraError

Progress = Callable[[str], None]

# Module → package, of what conf.py names as an extension, theme or asset.
REQUIRED: Mapping[str, str] = {
    "sphinx": "sphinx",
    "myst_nb": "myst-nb",
    "ipykernel": "ipykernel",
    "sphinx_book_theme": "sphinx-book-theme",
    "sphinx_design": "sphinx-design",
    "sphinx_copybutton": "sphinx-copybutton",
    "sphinx_togglebutton": "sphinx-togglebutton",
    "sphinx_exercise": "sphinx-exercise",
    "sphinxcontrib.bibtex": "sphinxcontrib-bibtex",
    "sphinx-mathjax-offline": "sphinx-mathjax-offline",
    "matplotlib": "matplotlib",
    "seaborn": "seaborn",
}
_PROGRAMS = (
    "pandas", "numpy", "pyarrow", "matplotlib", "seaborn", "networkx", "scipy", "joblib",
    "pycirclize", "ipykernel", "sphinx", "myst-nb", "sphinx-book-theme",
)
_PAGES = ("docutils", "jinja2", "myst-parser", "pydata-sphinx-theme", "pygments")
_KERNEL = "python3"
_MOST_AT_ONCE = 4  # a lesson's kernel takes some hundred megabytes

_EXECUTING = re.compile(r"([^\s:]+?)(?:\.ipynb)?: Executing notebook")
_EXECUTED = re.compile(r"([^\s:]+?)(?:\.ipynb)?: Executed notebook in ([\d.]+) seconds")
_CACHED = re.compile(r"([^\s:]+?)(?:\.ipynb)?: Using cached notebook")
_FAILED = re.compile(r"([^\s:]+?)(?:\.ipynb)?: WARNING: Executing notebook failed")
_WARNING = re.compile(r"\b(?:WARNING|ERROR|CRITICAL): |^(?:\w+ )*[Ee]rror[:!]")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_CELL = re.compile(r"following cell:\n-{5,}\n(.*?)\n-{5,}\n", re.DOTALL)


@dataclass
class Run:
    """What Sphinx said while it rendered: names of notebooks, and its warnings."""

    executed: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def require() -> None:
    """Raise `MissingExtraError` for the first package that rendering needs and does not find."""
    for module, package in REQUIRED.items():
        try:
            found = find_spec(module)
        except ModuleNotFoundError:
            found = None
        if found is None:
            raise MissingExtraError(package, "course", "Rendering the course")


def at_once() -> int:
    """How many lessons, pages or pictures are made at the same time: one a core, and four at most.

    Examples
    --------
    >>> 1 <= at_once() <= 4
    True
    """
    usable = getattr(os, "sched_getaffinity", None)  # fewer than there are, in a container
    cores = len(usable(0)) if usable else os.cpu_count() or 1
    return min(cores, _MOST_AT_ONCE)


def versions() -> dict[str, str]:
    """Python and the programs that a reader of the course should know of, with their versions."""
    known = {"Python": ".".join(map(str, sys.version_info[:3])), "migov": migov.__version__}
    for package in _PROGRAMS:
        try:
            known[package] = version(package)
        except PackageNotFoundError:
            continue
    return known


def rendered_with() -> str:
    """A short name for the versions of all that turns text into pages."""
    found = {package: version(package) for package in sorted({*REQUIRED.values(), *_PAGES})}
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]


def fingerprint() -> str:
    """A short name for the state of code, data and programs that the executed notebooks rest on."""
    digest = hashlib.sha256(json.dumps(versions()).encode())
    package = Path(migov.__file__).parent
    for path in (*_files(package, "*.py"), *_files(datasets_dir(), "*")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def install_kernel(folder: Path) -> None:
    """Write a kernel named python3 under `folder` that is this interpreter and refuses the network.

    An environment may hold another kernel of that name, or one that starts whichever python comes
    first; the notebooks are to run with the migov that renders them.
    """
    target = folder / "kernels" / _KERNEL
    target.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (migov course)",
        "language": "python",
        "env": {"MIGOV_OFFLINE": "1"},
    }
    (target / "kernel.json").write_text(json.dumps(spec, indent=1), encoding="utf-8")


def environment(work: Path) -> dict[str, str]:
    """The variables of a process that runs, renders or draws: no network, nothing of the user's.

    Parameters
    ----------
    work : pathlib.Path
        Folder with the kernels.
    """
    import matplotlib

    variables = dict(os.environ)
    search = [str(work / "jupyter"), *filter(None, [variables.get("JUPYTER_PATH")])]
    variables |= {
        "JUPYTER_PATH": os.pathsep.join(search),
        "IPYTHONDIR": str(work / "ipython"),
        "MIGOV_OFFLINE": "1",
        "MIGOV_CACHE": str(work / "cache"),  # empty: what its user fetched is listed as vintages
        # A matplotlib set up by its user would draw other figures than those that were looked at,
        # or, with a backend that shows nothing in a notebook, none.
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    variables.pop("MPLBACKEND", None)
    root = Path(migov.__file__).parent.parent
    if (root / "pyproject.toml").is_file():
        search = [str(root), *filter(None, [variables.get("PYTHONPATH")])]
        variables["PYTHONPATH"] = os.pathsep.join(search)
    return variables


def render(
    text: Path, html: Path, work: Path, cache: Path, progress: Progress, standing: str = ""
) -> Run:
    """Render the lessons in `text` to `html`.

    Parameters
    ----------
    text, html : pathlib.Path
        Folder of notebooks, pages and ``conf.py``; folder that the site is written to.
    work, cache : pathlib.Path
        Folder for kernels and Sphinx's own files; folder of executed notebooks.
    progress : callable
        Told a line for each step.
    standing : str
        What a failure leaves of the site, in a sentence.

    Raises
    ------
    CourseError
        Naming each notebook that fails, its cell, the last line of its traceback and what to do;
        or what Sphinx warned of.
    """
    install_kernel(work / "jupyter")
    trees = work / "doctrees"
    shutil.rmtree(trees, ignore_errors=True)
    command = [
        sys.executable, "-m", "sphinx", "--builder", "html", "--fail-on-warning", "--fresh-env",
        "--no-color", "--jobs", str(at_once()), "--doctree-dir", str(trees),
        "--define", f"nb_execution_cache_path={cache}", str(text), str(html),
    ]
    run = Run()
    tail: list[str] = []
    output = subprocess.PIPE, subprocess.STDOUT
    with started(command, environment(work), text, *output) as process:
        assert process.stdout is not None
        for line in _lines(process.stdout):
            _note(line, run, progress)
            tail = [*tail[-19:], line]
    if run.failed:
        raise CourseError(_failures(run.failed, text, html, standing))
    if process.returncode:
        raise CourseError(_complaints(run.complaints or tail, text, html, standing))
    return run


def _lines(stream: Iterator[str]) -> Iterator[str]:
    for line in stream:
        clean = _ANSI.sub("", line).strip()
        if clean:
            yield clean


def _note(line: str, run: Run, progress: Progress) -> None:
    if found := _FAILED.search(line):
        run.failed.append(Path(found[1]).name)
        progress(f"{Path(found[1]).name}: failed")
    elif found := _EXECUTED.search(line):
        run.executed.append(Path(found[1]).name)
        progress(f"{Path(found[1]).name}: ran in {float(found[2]):.1f} s")
    elif found := _EXECUTING.search(line):
        progress(f"{Path(found[1]).name}: running")
    elif found := _CACHED.search(line):
        name = Path(found[1]).name
        if name in run.executed:  # a moment ago, with others
            return
        run.cached.append(name)
        progress(f"{name}: unchanged, taken from the cache")
    elif _WARNING.search(line):
        run.complaints.append(line)


def _failures(names: list[str], text: Path, html: Path, standing: str) -> str:
    told = [_failure(name, text, html) for name in sorted(set(names))]
    return (
        "\n".join(told)
        + f"\n{standing} Run the notebook in JupyterLab (migov lab) up to that "
        "cell, mend it, and build again; if a series or a name is unknown there, reinstall migov."
    )


def _failure(name: str, text: Path, html: Path) -> str:
    report = html / "reports" / f"{name}.err.log"
    trace = _ANSI.sub("", report.read_text(encoding="utf-8")) if report.is_file() else ""
    lines = [line.strip() for line in trace.splitlines() if line.strip()]
    last = lines[-1] if lines else "it left no traceback"
    if "CellTimeoutError" in trace:
        last = next((line for line in lines if "timed out" in line), last)
    found = _CELL.search(trace)
    if not found:
        return f"The notebook {name}.ipynb fails: {last}"
    number, first = _cell_number(text / f"{name}.ipynb", found[1])
    return f"The notebook {name}.ipynb fails in {number} ({first!r}): {last}"


def _cell_number(path: Path, code: str) -> tuple[str, str]:
    lines = [line for line in code.strip().splitlines() if line.strip()]
    # A cell often opens with a comment or figure options; its first statement says more.
    first = next((line for line in lines if not line.lstrip().startswith(("#", "%"))), code)
    for number, cell in enumerate(read(path)["cells"], start=1):
        if cell.get("cell_type") == "code" and source(cell).strip() == code.strip():
            return f"cell {number}", first.strip()
    return "a cell", first.strip()


def _complaints(lines: list[str], text: Path, html: Path, standing: str) -> str:
    # Where the new site was being made says nothing to the reader: the folder is gone by then.
    told = [line for line in dict.fromkeys(lines) if html.name not in line]
    shown = [line.replace(f"{text}{os.sep}", "") for line in told]
    more = f"\n  and {len(shown) - 10} more" if len(shown) > 10 else ""
    return (
        "The course could not be rendered; a warning counts as an error:\n  "
        + "\n  ".join(shown[:10])
        + more
        + f"\n{standing} Mend the page that is named, and build again."
    )


def _files(folder: Path, glob: str) -> list[Path]:
    return sorted(path for path in folder.rglob(glob) if path.is_file())
