"""What panel() and matrix() refuse."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from migov import joins
from migov.errors import ArgumentError


@pytest.mark.parametrize(
    "year", [(1990, 2024), [1990, 2024], range(1990, 2000), "2024", 2020.5, None, True, slice(None)]
)
def test_a_matrix_is_of_one_year(year: object) -> None:
    with pytest.raises(ArgumentError, match="must be one year, a whole number"):
        joins.matrix("migrant_stock", year)  # type: ignore[arg-type]


@pytest.mark.parametrize("year", [np.int64(2024), 2024.0])
def test_a_year_of_another_type_is_the_year(year: object) -> None:
    asked = {"origins": "MEX", "destinations": "USA"}
    found = joins.matrix("migrant_stock", year, **asked)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(found, joins.matrix("migrant_stock", 2024, **asked))


@pytest.mark.parametrize(
    ("series", "says"),
    [
        ([], "at least one series"),
        (["gdp", "gdp"], "gdp more than once"),
        (["gdp", "migrant_stock"], "migrant_stock has two sides"),
    ],
)
def test_a_panel_that_cannot_be(series: list[str], says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        joins.panel(*series)


@pytest.mark.parametrize("sex", ["each", "women", None, ["both"], pd.DataFrame()])
def test_a_matrix_is_of_one_sex(sex: object) -> None:
    with pytest.raises(ArgumentError, match=r"one sex at a time|'both', 'female', 'male'"):
        joins.matrix("migrant_stock", 2024, sex=sex)  # type: ignore[arg-type]


def test_a_matrix_of_what_has_no_corridors() -> None:
    with pytest.raises(ArgumentError, match="is a figure of one economy"):
        joins.matrix("gdp", 2020)
