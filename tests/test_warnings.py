"""Warnings: at the line that called migov, once in a call, and on the command line as sentences."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import migov
from migov import governance
from migov.cli import main
from migov.errors import KnownErrorWarning, warn_caller

IOM = "members of IOM are known to 2014-12-31"


@pytest.mark.parametrize(
    "call",
    [
        lambda: migov.load("gdp", "IOM", 2014),
        lambda: migov.panel("gdp", "population", economies="IOM", years=2014),
        lambda: migov.matrix("migrant_stock", 2024, by=["IOM"]),
        lambda: migov.top_corridors("migrant_stock", 2024, origins="IOM", destinations="EU"),
        lambda: migov.diaspora("IOM", 2024),
        lambda: migov.revisions("gdp", "IOM", 2014),
        lambda: migov.economies.members("IOM"),
        lambda: governance.members("IOM"),
        lambda: governance.coverage("IOM"),
    ],
)
def test_a_warning_comes_once_and_points_at_the_caller(call: Callable[[], object]) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        call()
    found = [each for each in said if IOM in str(each.message)]
    assert [Path(each.filename) for each in found] == [Path(__file__)]


def test_a_second_call_warns_again() -> None:
    for _ in range(2):
        with pytest.warns(UserWarning, match=IOM):
            migov.load("gdp", "IOM", 2014)


def test_different_things_are_each_said() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for words, category in (("a", UserWarning), ("a", KnownErrorWarning), ("b", UserWarning)):
            warn_caller(words, category)
    assert [(str(each.message), each.category) for each in said] == [
        ("a", UserWarning), ("a", KnownErrorWarning), ("b", UserWarning),
    ]  # fmt: skip


def test_a_filter_can_make_an_error_of_it() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match=IOM):
            migov.load("gdp", "IOM", 2014)


@pytest.mark.parametrize(
    "words",
    [
        ["load", "gdp", "--economies", "IOM", "--years", "2014"],
        ["top", "migrant_stock", "2024", "--origins", "IOM"],
        ["matrix", "migrant_stock", "2024", "--by", "IOM", "--margins"],
    ],
)
def test_the_command_line_says_it_once_as_a_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = warnings.showwarning
    assert main(words) == 0
    said = capsys.readouterr().err
    assert said.count(IOM) == 1 and said.startswith("migov: warning: The members of IOM")
    assert ".py" not in said and "UserWarning" not in said and said.count("\n") == 1
    assert warnings.showwarning is before


def test_two_commands_each_say_it(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        main(["load", "gdp", "--economies", "IOM", "--years", "2014"])
    assert capsys.readouterr().err.count(IOM) == 2


@pytest.mark.slow
@pytest.mark.parametrize(("chosen", "count"), [([], 1), (["-W", "ignore"], 0)])
def test_whoever_starts_python_with_a_filter_has_chosen(
    chosen: list[str], count: int, tmp_path: Path
) -> None:
    words = ["load", "gdp", "--economies", "IOM", "--years", "2014"]
    here = {**os.environ, "PYTHONPATH": str(Path(migov.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, *chosen, "-m", "migov", *words], cwd=tmp_path, capture_output=True,
        text=True, check=True, env=here,
    )  # fmt: skip
    assert done.stderr.count(IOM) == count


def test_whoever_calls_is_left_as_they_were() -> None:
    """Neither a verb that warns nor a warning of one's own leaves a name behind, or is kept."""
    theirs: dict[str, object] = {"migov": migov, "warn_caller": warn_caller}
    before = set(theirs) | {"__builtins__"}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        exec("migov.load('gdp', 'IOM', 2014); migov.load('gdp', 'IOM', 2014)", theirs)
        assert sum(IOM in str(each.message) for each in said) == 2
        exec("warn_caller('look again'); warn_caller('look again')", theirs)
        assert sum("look again" in str(each.message) for each in said) == 2
    assert set(theirs) - {"__warningregistry__"} == before  # which is Python's own
