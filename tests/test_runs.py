"""Columns as runs of text, and the check of a whole table in one pass, against plain Python."""

from __future__ import annotations

import gc
from itertools import groupby, pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov.runs import runs
from migov.soundness import is_sound

TEXTS = st.lists(st.sampled_from(["MEX", "USA", "NA", "", "Å"]) | st.none(), max_size=30)


def by_hand(texts: list[str | None]) -> list[tuple[str | None, int]]:
    return [(text, len(list(same))) for text, same in groupby(texts)]


def found(column: pd.Series) -> list[tuple[str | None, int]]:
    names, lengths = runs(column)
    return list(zip(names.to_pylist(), lengths.tolist(), strict=True))


@given(texts=TEXTS, dtype=st.sampled_from(["str", "object"]))
def test_runs_are_those_of_itertools(texts: list[str | None], dtype: str) -> None:
    assert found(pd.Series(texts, dtype=dtype)) == by_hand(texts)


@given(texts=TEXTS.filter(len), other=st.sampled_from(["GER", "MEX"]))
def test_a_column_that_was_written_to_has_other_runs(texts: list[str | None], other: str) -> None:
    column = pd.Series(texts, dtype="str")
    assert found(column) == found(column.copy(deep=False)) == by_hand(texts)
    column.iloc[0] = other
    assert found(column) == by_hand([other, *texts[1:]])


@pytest.mark.slow
def test_runs_of_a_column_that_is_gone_are_no_other_columns() -> None:
    for number in range(300):  # the memory of the one is soon that of another
        texts = [str(number)] * 3 + [str(number + 1)]
        assert found(pd.Series(texts, dtype="str")) == by_hand(texts)
        if number % 50 == 0:
            gc.collect()


def test_nobody_writes_into_runs_that_are_kept() -> None:
    _, lengths = runs(pd.Series(["MEX", "MEX"], dtype="str"))
    with pytest.raises(ValueError, match="read-only"):
        lengths[0] = 5


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["MEX", "USA", "A1-B", "mex", "M", "É12"]),
        st.sampled_from(["WLD", "NAM"]),
        st.integers(1990, 1993),
        st.sampled_from(["both", "female", "total"]),
    ),
    max_size=6,
)


@given(rows=ROWS, ordered=st.booleans(), sexes=st.booleans())
def test_a_table_is_sound_as_plain_python_sees_it(
    rows: list[tuple[str, str, int, str]], ordered: bool, sexes: bool
) -> None:
    rows = sorted(set(rows)) if ordered else rows
    keys = ["origin", "destination", "year", *(["sex"] if sexes else [])]
    table = pd.DataFrame(rows, columns=["origin", "destination", "year", "sex"])
    table = table.astype({"origin": "str", "destination": "str", "year": "int64", "sex": "str"})
    table["value"] = 1.0
    named = [row[: len(keys)] for row in rows]
    fit = all(
        row[0] in ("MEX", "USA", "A1-B") and (not sexes or row[3] in ("both", "female"))
        for row in rows
    )
    rising = all(one < other for one, other in pairwise(named))
    assert is_sound(table, keys) is (fit and rising)


def test_missing_codes_and_odd_years_are_not_sound() -> None:
    table = pd.DataFrame({"economy": ["MEX", None], "year": [2000, 2001], "value": [1.0, 2.0]})
    assert not is_sound(table.astype({"economy": "str"}), ["economy", "year"])
    whole = pd.DataFrame({"economy": ["MEX"], "year": [2000], "value": [1.0]})
    assert is_sound(whole, ["economy", "year"])
    assert not is_sound(whole.assign(year=20000), ["economy", "year"])
    assert not is_sound(whole.assign(year=2000.0), ["economy", "year"])
    assert not is_sound(whole.assign(value="1"), ["economy", "year"])
