"""Measures of the field, as pure functions on tidy tables: shares, growth, sums and concentration.

Each takes economy–year tables, or corridor tables for the measures of corridors and of migration
systems, and gives one back, with a record of what it was made from and what was left out.  Nothing
here loads a series, draws a figure, or takes a missing figure for zero.
"""

from __future__ import annotations

from migov.measures.change import growth, most_recent
from migov.measures.concentration import herfindahl, top_share
from migov.measures.corridors import (
    balance,
    corridor_concentration,
    corridor_share,
    net_corridors,
)
from migov.measures.distances import distance_decay, distance_moved
from migov.measures.figures import MeasureWarning
from migov.measures.grouping import group_corridors
from migov.measures.groups import aggregate, ratio_of_sums
from migov.measures.intensity import migration_intensity, migration_rates
from migov.measures.prices import constant_prices
from migov.measures.sexes import feminisation
from migov.measures.shares import per_head, percent_of_gdp, share_of
from migov.measures.systems import (
    migration_connectivity,
    migration_effectiveness,
    migration_inequality,
    system_indices,
)

__all__ = [
    "MeasureWarning",
    "aggregate",
    "balance",
    "constant_prices",
    "corridor_concentration",
    "corridor_share",
    "distance_decay",
    "distance_moved",
    "feminisation",
    "group_corridors",
    "growth",
    "herfindahl",
    "migration_connectivity",
    "migration_effectiveness",
    "migration_inequality",
    "migration_intensity",
    "migration_rates",
    "most_recent",
    "net_corridors",
    "per_head",
    "percent_of_gdp",
    "ratio_of_sums",
    "share_of",
    "system_indices",
    "top_share",
]


def __dir__() -> list[str]:
    return __all__
