"""What the schema refuses to look at, and arguments that cannot be."""

from __future__ import annotations

import pandas as pd
import pytest

from migov import tidy
from migov.choices import one_of, one_year
from migov.errors import ArgumentError, SchemaError

ROWS = pd.DataFrame({"economy": ["MEX"], "year": [2000], "value": [1.0]})


@pytest.mark.parametrize("thing", [None, 5, "gdp", [ROWS], ROWS["value"], {"economy": ["MEX"]}])
def test_what_is_no_table(thing: object) -> None:
    for ask in (tidy.kind_of, tidy.check, lambda each: tidy.arrange(each, "economy")):
        with pytest.raises(SchemaError, match="not a table"):
            ask(thing)
    with pytest.raises(ArgumentError, match="not a table"):
        tidy.value_column(thing)  # type: ignore[arg-type]


@pytest.mark.parametrize("column", ["economy", "year", "value"])
def test_a_column_that_is_gone(column: str) -> None:
    with pytest.raises(SchemaError, match=f"lacks the column {column}; it has"):
        tidy.arrange(ROWS.drop(columns=column), "economy")


@pytest.mark.parametrize("value", [0, 10_000, 10**30, -5, 2000.5, float("nan"), "2000", True, None])
def test_what_is_no_year(value: object) -> None:
    with pytest.raises(ArgumentError, match="must be one year"):
        one_year(value, "year")


@pytest.mark.parametrize("value", [None, "SUM", ["sum"], pd.NA, ROWS])
def test_what_is_no_choice(value: object) -> None:
    with pytest.raises(ArgumentError, match="Must be one of 'sum', 'mean'"):
        one_of(value, ("sum", "mean"), "how")
