"""What a newcomer may write by mistake, in Python and in a shell: all of it refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import migov
from migov import store
from migov.cli import main
from migov.config import config
from migov.errors import ArgumentError, LayoutError, MigovError

FRAME, ARRAY = pd.DataFrame(), np.array([1, 2])


def _named(odd: object) -> str:
    return type(odd).__name__


ODD = [None, "", 3.5, float("nan"), 10**30, [], {}, (), b"x", object(), FRAME, ARRAY]


@pytest.mark.parametrize("odd", ODD, ids=_named)
@pytest.mark.parametrize(
    "call",
    [
        lambda odd: migov.load("migrant_stock", origins="MEX", years=2020, sex=odd),
        lambda odd: migov.load("gdp", years=2020, aggregates=odd),
        lambda odd: migov.matrix("migrant_stock", 2020, by="region", margins=odd),
        lambda odd: migov.flows.estimate_world(
            "2024", "da_min_closed", periods=2015, by_birthplace=odd),
        lambda odd: migov.flows.estimate_world("2024", "da_pb_closed", periods=2015, weight=odd),
        lambda odd: migov.flows.estimate_world(odd, "sd_drop_neg", periods=2015),
        lambda odd: migov.cite("gdp", odd),
        lambda odd: migov.cite(odd),
    ],
    ids=["sex", "aggregates", "margins", "by_birthplace", "weight", "revision", "style", "table"],
)  # fmt: skip
def test_an_odd_argument(call: Callable[[object], object], odd: object) -> None:
    with pytest.raises(MigovError):
        call(odd)


@pytest.mark.parametrize("odd", [each for each in ODD if each is not None], ids=_named)
@pytest.mark.parametrize(
    "call",
    [
        lambda odd: migov.matrix("migrant_stock", 2020, by="region", version=odd),
        lambda odd: migov.corridor("MEX", "USA", 2020, series="migrant_stock", version=odd),
        lambda odd: migov.flows.estimate_world("2024", "sd_drop_neg", periods=odd),
        lambda odd: migov.load("gdp", "MEX", odd),
    ],
    ids=["version", "corridor", "periods", "years"],
)
def test_an_odd_argument_where_none_means_all(
    call: Callable[[object], object], odd: object
) -> None:
    with pytest.raises(MigovError):
        call(odd)


@pytest.mark.parametrize("years", [0, -5, 10_000, 10**30, (2000, 10**20), range(1990, 10**12)])
def test_a_year_that_is_none(years: object) -> None:
    with pytest.raises(ArgumentError, match="is not a year; years are whole numbers"):
        migov.load("gdp", "MEX", years)  # type: ignore[arg-type]


def test_one_birthplace_is_one_and_not_its_letters() -> None:
    table = migov.flows.estimate_world(
        "2024", "da_min_closed", periods=2015, by_birthplace="MEX"
    )
    assert table["birthplace"].unique().tolist() == ["MEX"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "gdp", "--economies", "MEX", "--years", "-5"], "--years -5: give one year"),
        (["load", "gdp", "--economies", "MEX", "--years", "²"], "give one year"),
        (["load", "gdp", "--years", "2000", "9" * 20], "is not a year"),
        (["claims", "--from", "2016", "O037"], "--from belongs to migov claims diff"),
        (["claims", "show", "O037", "--paper", "Geddes"], "--paper chooses from the table"),
        (["corridor", "", "USA"], "not by ''"),
    ],
)
def test_words_of_a_shell(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("years", [["2000", "-", "2002"], ["2000–2002"], ["2000:2002"]])
def test_a_span_as_people_write_it(
    years: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", "gdp", "--economies", "MEX", "--years", *years]) == 0
    assert capsys.readouterr().out.count("MEX") == 3


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"{"])
def test_a_lock_file_that_is_none(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(config, "_set", {"offline": True, "cache": str(tmp_path / "cache")})
    path = tmp_path / "paper"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(LayoutError, match="lock file of migov"):
        store.fetch_locked(path)
    assert main(["fetch", "--locked", str(path)]) == 1
    assert capsys.readouterr().err.startswith("migov: ")


def test_a_folder_that_cannot_be_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("jupyterlab")
    (tmp_path / "file").write_text("in the way")
    assert main(["lab", "--folder", str(tmp_path / "file" / "lessons")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("migov: ") and "lessons" in said and "Traceback" not in said
