"""Flows from stocks: who moved from where to where between two counts of migrants.

Where nobody counts moves, the stocks at two dates, births and deaths bound them.  Six published
methods, from the difference of two tables to a pseudo-Bayesian demographic account, for tables that
a user has or for the world as the United Nations count it.  Estimates, never counts: the methods
differ by a factor of three, and :func:`ensemble` shows it.
"""

from __future__ import annotations

from migov.flows.accounts import Account
from migov.flows.ensembles import ensemble
from migov.flows.estimates import FlowWarning, estimate
from migov.flows.fitting import NoFitError
from migov.flows.methods import METHODS
from migov.flows.world import estimate_world, world_account

__all__ = [
    "METHODS",
    "Account",
    "FlowWarning",
    "NoFitError",
    "ensemble",
    "estimate",
    "estimate_world",
    "world_account",
]


def __dir__() -> list[str]:
    return __all__
