"""What panel() refuses."""

from __future__ import annotations

import pytest

from migov import joins
from migov.errors import ArgumentError


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
