"""A file whose figures are in another unit than the registry says; and units that are the same."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov import registry
from migov.errors import LayoutError
from migov.tidy import Reading
from migov.units import unit_of

SERIES = registry.find("gdp")


def _unit(expected: str, printed: str | None) -> str:
    reading = Reading(pd.DataFrame(), "A title", None, printed)
    return unit_of(replace(SERIES, unit=expected), reading, "The file x.zip")


@pytest.mark.parametrize(
    ("expected", "printed", "said"),
    [
        ("current US$", "constant 2015 US$", "prices"),
        ("current US$", "current LCU", "currency"),
        ("current US$", "current international $", "currency"),
        ("persons", "current US$", "currency"),
        ("persons", "thousands", "multiple"),
        ("current US$", "current US$, millions", "multiple"),
        ("current US$", "% of GDP", "share"),
        ("% of GDP", "current US$", "currency"),
    ],
)
def test_another_unit_is_refused_and_both_are_named(expected, printed, said):
    with pytest.raises(LayoutError, match=rf"The file x.zip prints.*{said}.*by guess") as caught:
        _unit(expected, printed)
    assert repr(printed) in str(caught.value) and repr(expected) in str(caught.value)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        ("current US$", "BoP, current US$"),
        ("current US$", "DOD, current US$"),
        ("current US$ per person", "current US$"),
        ("% of persons aged 15 and over", "% of people ages 15 and above"),
        ("% of women aged 15 and over", "modeled ILO estimate"),
        ("base year = 100, base year varies by economy", "base year varies by country"),
        ("persons", "Total"),
        ("persons", None),
        ("current US$", ""),
    ],
)
def test_the_same_unit_in_other_words_is_the_registrys(expected, printed):
    assert _unit(expected, printed) == expected


@pytest.mark.parametrize(
    ("expected", "printed", "found"),
    [
        ("constant 2013 US$", "constant 2023 US$", "constant 2023 US$"),
        ("constant 2015 US$ per person", "constant 2021 US$", "constant 2021 US$ per person"),
        ("2010 = 100", "2020 = 100", "2020 = 100"),
    ],
)
def test_prices_of_another_year_are_what_the_file_prints(expected, printed, found):
    assert _unit(expected, printed) == found


@given(st.sampled_from(sorted({each.unit for each in registry.series().values()})))
def test_every_unit_of_the_registry_is_itself(unit):
    assert _unit(unit, unit) == unit
