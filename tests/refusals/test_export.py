"""Where a table cannot be written, and that nothing is left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

import migov
from migov import export
from migov.errors import ArgumentError


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return migov.load("net_migration", economies="NAM", years=2000)


ENDINGS = ["csv", "csv.gz", "parquet", "xlsx"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_onto_a_folder(table: pd.DataFrame, tmp_path: Path, ending: str) -> None:
    goal = tmp_path / f"namibia.{ending}"
    goal.mkdir()
    with pytest.raises(ArgumentError, match=f"is a folder.*Name a file inside.*figures.{ending}"):
        export.save(table, goal)
    assert list(tmp_path.rglob("*")) == [goal]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "ends in nothing; migov writes .csv"),
        (".", "ends in nothing"),
        ("namibia", "ends in nothing"),
        ("namibia.ods", "ends in .ods"),
        ("nowhere/namibia.csv", "does not exist; make it first"),
        ("n" * 300 + ".csv", "cannot be written"),
        ("a\0b.csv", "cannot be written"),
    ],
)
def test_a_name_that_will_not_do(
    table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArgumentError, match=says):
        export.save(table, name)
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize("path", [None, 5, ["a.csv"]])
def test_no_name_at_all(table: pd.DataFrame, path: object) -> None:
    with pytest.raises(ArgumentError, match="a file named by text or a path"):
        export.save(table, path)  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ENDINGS)
def test_into_a_folder_that_may_not_be_written_to(
    table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    goal = tmp_path / f"namibia.{ending}"
    export.save(table, goal)
    before = goal.read_bytes()
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):  # root may write anywhere; the system's refusal is played
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setitem(export._WRITERS, f".{ending}", refuse)
    try:
        with pytest.raises(ArgumentError, match=r"be written \(.*Permission denied.*\), and"):
            export.save(table, goal)
    finally:
        tmp_path.chmod(0o700)
    assert [path.name for path in tmp_path.iterdir()] == [goal.name]
    assert goal.read_bytes() == before


@pytest.mark.parametrize("thing", [None, [1], "gdp"])
def test_what_is_no_table(tmp_path: Path, thing: object) -> None:
    with pytest.raises(ArgumentError, match="writes a table that migov gave"):
        export.save(thing, tmp_path / "a.csv")  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("odd", [None, 3, "gdp", [], {}, object()])
def test_what_is_no_table_says_nothing_of_itself(odd: object) -> None:
    for verb in (export.about, lambda each: export.save(each, "figures.csv")):
        with pytest.raises(ArgumentError, match="a table that migov gave, such as"):
            verb(odd)  # type: ignore[operator]


def test_a_table_from_elsewhere_says_nothing_of_itself() -> None:
    with pytest.raises(ArgumentError, match="does not say where it came from"):
        export.about(pd.DataFrame({"economy": ["NAM"]}))
