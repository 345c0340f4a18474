"""Measures of the field, as pure functions on tidy tables: shares, growth, sums and concentration.

Each takes economy–year tables and gives one back, with a record of what it was made from and what
was left out.  Nothing here loads a series, draws a figure, or takes a missing figure for zero.
"""

from __future__ import annotations

from migov.measures.change import growth, most_recent
from migov.measures.concentration import herfindahl, top_share
from migov.measures.figures import MeasureWarning
from migov.measures.groups import aggregate, ratio_of_sums
from migov.measures.prices import constant_prices
from migov.measures.shares import per_head, percent_of_gdp, share_of

__all__ = [
    "MeasureWarning",
    "aggregate",
    "constant_prices",
    "growth",
    "herfindahl",
    "most_recent",
    "per_head",
    "percent_of_gdp",
    "ratio_of_sums",
    "share_of",
    "top_share",
]
