"""The two schemas: what obeys them, and what is said of what does not."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov import tidy
from migov.errors import SchemaError

codes = st.sampled_from(["NAM", "MEX", "WLD", "935", "4000", "XKX", "IND"])
keys = st.lists(st.tuples(codes, st.integers(1900, 2100)), min_size=1, max_size=40, unique=True)


@given(keys, st.randoms())
def test_arranging_any_rows_gives_a_table_that_obeys(rows, random):
    random.shuffle(rows)
    frame = pd.DataFrame(rows, columns=["economy", "year"]).assign(value=range(len(rows)))
    table = tidy.arrange(frame, "economy")
    assert tidy.check(table) is table
    assert len(table) == len(rows)
    assert sorted(zip(table["economy"], table["year"], strict=True)) == sorted(rows)


@given(keys)
def test_arranging_twice_changes_nothing(rows):
    frame = pd.DataFrame(rows, columns=["economy", "year"]).assign(value=1.5)
    once = tidy.arrange(frame, "economy")
    pd.testing.assert_frame_equal(once, tidy.arrange(once, "economy"))


def test_a_missing_figure_is_left_out_and_a_zero_is_kept():
    frame = pd.DataFrame(
        {"economy": ["MEX", "NAM"], "year": [2000, 2000], "value": [float("nan"), 0.0]}
    )
    assert tidy.arrange(frame, "economy").to_dict("records") == [
        {"economy": "NAM", "year": 2000, "value": 0.0}
    ]


def corridor(**columns):
    frame = {"origin": ["MEX"], "destination": ["USA"], "year": [2000], "value": [1.0]}
    return pd.DataFrame({**frame, **columns})


def test_a_corridor_table_may_have_sexes():
    assert tidy.kind_of(tidy.check(corridor(sex=["female"]))) == "corridor"


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (corridor(sex=["women"]), "women as sex"),
        (corridor(origin=["Mexico"]), "origin codes that are no codes: Mexico"),
        (corridor(origin=[None]), "without origin"),
        (corridor(year=[2000.5]), "not whole numbers"),
        (corridor(value=["1 234"]), "values that are text"),
        (corridor().rename(columns={"value": "migrants"}), "lacks the column value"),
        (pd.concat([corridor(), corridor()]), "2 rows that share"),
        (pd.concat([corridor(year=[2005]), corridor()]), "not sorted"),
        (pd.DataFrame({"country": ["MEX"], "value": [1]}), "has the columns country, value"),
    ],
)
def test_a_broken_rule_is_named(frame, said):
    with pytest.raises(SchemaError, match=said):
        tidy.check(frame)


def test_namibia_read_as_missing_is_recognised():
    frame = pd.DataFrame({"economy": ["MEX", None], "year": [1, 2], "value": [1.0, 2.0]})
    with pytest.raises(SchemaError, match="keep_default_na=False"):
        tidy.check(frame)


@pytest.mark.parametrize(
    ("column", "values"),
    [("year", [2000, None]), ("year", [2000.5, 2001]), ("year", ["2000", "x"]),
     ("value", ["1 234", "2"])],
)
def test_arranging_refuses_what_is_no_number(column, values):
    frame = pd.DataFrame({"economy": ["MEX", "NAM"], "year": [1, 2], "value": [1.0, 2.0]})
    with pytest.raises(SchemaError, match=f"text .* in {column} that is no"):
        tidy.arrange(frame.assign(**{column: values}), "economy")
