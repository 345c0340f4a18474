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


@pytest.mark.parametrize(
    ("series", "options", "says"),
    [
        (["migrant_stock", "refugees"], {"economies": "MEX"}, "say origins= or destinations="),
        (["gdp", "population"], {"origins": "MEX"}, "gdp has no corridors: say economies="),
        (["gdp", "population"], {"destinations": "MEX"}, "has no corridors"),
        (["migrant_stock", "gdp"], {"origins": "MEX"}, "with gdp. Put corridor series beside each"),
    ],
)
def test_sides_that_a_panel_does_not_have(
    series: list[str], options: dict[str, str], says: str
) -> None:
    with pytest.raises(ArgumentError, match=says):
        joins.panel(*series, **options)
