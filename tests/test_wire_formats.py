"""The page on speed: what it prints is what was measured, and all of it."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "wire-formats.md"


@pytest.fixture
def how_fast(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import how_fast

    return how_fast


def test_every_benchmark_of_fetching_and_memory_is_told(how_fast: ModuleType) -> None:
    files = [*ROOT.glob("benchmarks/bench_live_*.py"), *ROOT.glob("benchmarks/bench_memory_*.py")]
    assert {f"bench_{name}" for name in how_fast.BOUNDS} == {path.stem for path in files}


def test_a_row_says_what_was_measured(how_fast: ModuleType) -> None:
    from benchmarks.harness import Measurement

    rows = {
        "bench_live_cold": Measurement("cold", 1.5, 3.0, 1.5, repeats=7),
        "bench_live_warm_far": Measurement("warm", 1.5, 6.0, 10.0, repeats=3),
        "bench_memory_undesa": Measurement("memory", 4, 90.0, 20.0, repeats=3, unit="MB"),
    }
    failed = Measurement("other", failure="skipped: there is no server | here")
    part = how_fast.part(lambda name: rows.get(name, failed))
    assert "| cold | 3.00 s | 1.50 s | 2.00 | 1.5, not kept | The processor." in part
    assert "| warm | 6.00 s | 10.00 s | 0.60 | 1.5, kept | Round trips," in part
    assert "| memory | 90.0 MB | 20.0 MB | 4.50 | 4, not kept |" in part
    skipped = part.count("Not measured: skipped: there is no server / here")
    assert skipped == len(how_fast.BOUNDS) - len(rows)
    assert {line.count("|") for line in part.splitlines() if line.startswith("|")} == {7}


def test_the_part_is_put_in_the_place_of_the_old(how_fast: ModuleType) -> None:
    new = f"{how_fast.HEAD}new\n"
    page = f"# Page\n\n{how_fast.HEAD}old\n\n## Last\n\ntext\n"
    assert how_fast.put(page, new) == f"# Page\n\n{new}\n## Last\n\ntext\n"
    at_end = f"# Page\n\n{how_fast.HEAD}old\n"
    assert how_fast.put(at_end, new) == f"# Page\n\n{new}"
    assert how_fast.put("# Page\n", new) == f"# Page\n\n{new}"


def test_the_page_prints_the_ratio_of_its_own_figures(how_fast: ModuleType) -> None:
    part = PAGE.read_text("utf-8").partition(how_fast.HEAD)[2]
    rows = re.findall(
        r"^\| .+? \| ([\d.]+) (s|ms|MB) \| ([\d.]+) (s|ms|MB) \| ([\d.]+) \| (.+?) \|",
        part,
        re.MULTILINE,
    )
    # What a machine lacks (other clients, say) is told with its reason.
    assert rows and len(rows) + part.count("Not measured: ") == len(how_fast.BOUNDS)
    unit = {"s": 1.0, "ms": 1e-3, "MB": 1.0}
    for ours, its, floor, other, ratio, limit in rows:
        # All three are rounded as they are printed.
        found = float(ours) * unit[its] / (float(floor) * unit[other])
        assert found == pytest.approx(float(ratio), rel=0.02)
        if limit != "none":
            most, verdict = limit.split(", ")
            assert (verdict == "kept") == (float(ratio) <= float(most))
