"""Each benchmark can be asked for: a file that was left empty is found here, not when it is run."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.stem for path in ROOT.glob("benchmarks/bench_*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_says_what_it_is_and_makes_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    module = import_module(f"benchmarks.{name}")
    assert module.__doc__, "no word of what it measures"
    assert callable(getattr(module, "benchmark", None)), "collect() finds no benchmark() in it"
