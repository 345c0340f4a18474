"""Write ``docs/faults.md`` from the names and docstrings of ``tests/test_faults.py``.

Run it after a test is added or renamed; ``--check`` only says whether the page is as it should be.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "faults.md"
TESTS = ROOT / "tests" / "test_faults.py"
HEAD = """# What can go wrong, and what comes of it

An answer of a publisher is complete or it is an error. Whatever happens on the way, either the
newest figures are there or the old ones, whole, and the message says which, why, and what to do.

Each line is a fault that the test beside it makes happen, with a local server that answers as the
publishers do and misbehaves when it is told to. The page is written by `python tools/faults.py`.
Tests are in `tests/test_faults.py`.

| fault | what comes of it | test |
|---|---|---|
"""


def page() -> str:
    """The page as it should be."""
    lines = [HEAD]
    for node in ast.parse(TESTS.read_text("utf-8")).body:
        said = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        if said and node.name.startswith("test_"):
            fault = node.name.removeprefix("test_").replace("_", " ")
            outcome = " ".join(said.split())
            lines.append(f"| {fault[0].upper()}{fault[1:]} | {outcome} | `{node.name}` |\n")
    return "".join(lines)


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), "utf-8")
    elif not PAGE.is_file() or PAGE.read_text("utf-8") != page():
        sys.exit("docs/faults.md is not what the tests say: run python tools/faults.py")
