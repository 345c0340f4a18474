"""The six methods by name: which account they need and what they make of it.

Names are those of the published series (Abel and Cohen 2019, 2022).  Pure arithmetic on an
account; nothing is loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from migov.choices import one_of
from migov.errors import ArgumentError
from migov.flows.accounting import WEIGHT, Tables, fewest_moves, independent
from migov.flows.accounts import Account, matched
from migov.flows.differencing import (
    growth_rates,
    migration_rates,
    moves_of_balance,
    stock_differences,
)
from migov.flows.fitting import Floats

METHODS = {
    "sd_drop_neg": "stock differences, decreases left out",
    "sd_rev_neg": "stock differences, decreases counted as return",
    "mig_rate": "migration rates",
    "da_min_open": "demographic accounting, fewest moves, open system",
    "da_min_closed": "demographic accounting, fewest moves, closed system",
    "da_pb_closed": "demographic accounting, pseudo-Bayesian, closed system",
}
ACCOUNTING = ("da_min_open", "da_min_closed", "da_pb_closed")
RATES = ("dennett", "rogers_von_rabenau")
OPEN_TO = ("smaller", "larger")


@dataclass(frozen=True)
class Options:
    """What a method may be told; :func:`migov.flows.estimate` documents each."""

    seed: Floats | None = None
    weight: float = WEIGHT
    total: float | None = None
    rates: str = "dennett"
    open_to: str = "smaller"


@dataclass(frozen=True)
class Estimate:
    """Flows of one period.

    Attributes
    ----------
    flow : array of shape (n, n)
        Persons from origin to destination, the diagonal nought.
    parts : tuple of (float, Tables)
        The weighted tables by birthplace that make it; empty for methods without birthplaces.
    notes : tuple of str
        What was done to the figures.
    """

    flow: Floats
    parts: tuple[tuple[float, Tables], ...]
    notes: tuple[str, ...]

    def of(self, birthplace: int) -> Floats:
        """The table of one birthplace, stayers on its diagonal: shape (n, n)."""
        return _added([share * each.of(birthplace) for share, each in self.parts])


def needs_natives(method: str, options: Options) -> bool:
    """Whether the method needs the whole account, natives, births and deaths."""
    if method == "mig_rate":
        return options.rates == "rogers_von_rabenau" or options.total is None
    return method in ACCOUNTING


def check(method: str, options: Options) -> None:
    """Refuse a method or an option that is none, or that the method would not use.

    Raises
    ------
    ArgumentError
        Saying which.
    """
    one_of(method, tuple(METHODS), "method")
    one_of(options.rates, RATES, "rates")
    one_of(options.open_to, OPEN_TO, "open_to")
    given = {
        "seed": (options.seed is not None, ACCOUNTING),
        "weight": (not (_number(options.weight) and options.weight == WEIGHT), ("da_pb_closed",)),
        "total": (options.total is not None, ("mig_rate",)),
        "rates": (options.rates != "dennett", ("mig_rate",)),
        "open_to": (options.open_to != "smaller", ("da_min_open",)),
    }
    for name, (said, methods) in given.items():
        if said and method not in methods:
            raise ArgumentError(
                f"{name}= changes nothing in {method}; it is for {' and '.join(methods)}. Leave it "
                "out, or choose another method."
            )
    if options.total is not None and options.rates == "rogers_von_rabenau":
        raise ArgumentError(
            "total= changes nothing in rates='rogers_von_rabenau', which finds its own. Leave it "
            "out, or use rates='dennett'."
        )
    if not _number(options.weight) or not 0 <= options.weight <= 1:
        raise ArgumentError(f"weight={options.weight!r} is not a share between 0 and 1.")
    if options.total is not None and not (_number(options.total) and 0 <= options.total < math.inf):
        raise ArgumentError(
            f"total={options.total!r} is no number of moves; it is finite and not negative."
        )


def estimated(account: Account, method: str, options: Options | None = None) -> Estimate:
    """The flows that a method finds in an account.

    Parameters
    ----------
    account : Account
        For methods of differences and rates, birthplaces without a residence are left out.
    method : str
        One of :data:`METHODS`.
    options : Options, optional
        As :func:`check` allows them.

    Returns
    -------
    Estimate

    Raises
    ------
    ArgumentError, NoFitError
        If the account or the options cannot be used as they stand.
    """
    options = options or Options()
    if method in ACCOUNTING:
        return _by_accounting(account, method, options)
    n = len(account.places)
    notes = list(account.notes)
    if len(account.birthplaces) > n:
        lost = account.end[n:].sum()
        notes.append(
            f"{lost:,.0f} persons at the end have a birthplace that is no residence here (such as "
            "an unknown one); this method cannot say where they came from and leaves them out."
        )
    start, end = account.start[:n], account.end[:n]
    if method == "sd_drop_neg" or method == "sd_rev_neg":
        flow = stock_differences(start, end, "drop" if method == "sd_drop_neg" else "reverse")
    elif options.rates == "rogers_von_rabenau":
        flow = growth_rates(start, end)
        if (flow < 0).any():
            notes.append(
                f"{int((flow < 0).sum())} of {n * (n - 1)} flows are negative: the rates of Rogers "
                "and von Rabenau may be, and such a flow is no count of people."
            )
    else:
        total = options.total
        if total is None:
            total = moves_of_balance(account.net)
            if not total:
                raise ArgumentError(
                    "No place loses people by migration, so the world total of moves is not known "
                    "from the account. Give total=."
                )
        flow = migration_rates(start, total)
    return Estimate(flow, (), tuple(notes))


def _by_accounting(account: Account, method: str, options: Options) -> Estimate:
    agreed = matched(account, options.open_to if method == "da_min_open" else "rescale")
    tables = (agreed.start, agreed.end, options.seed, account.birthplaces)
    parts: list[tuple[float, Tables]] = [(1.0, fewest_moves(*tables))]
    if method == "da_pb_closed":
        parts = [(1 - options.weight, parts[0][1]), (options.weight, independent(*tables))]
    flow = _added([share * each.flows() for share, each in parts])
    return Estimate(flow, tuple(parts), agreed.notes)


def _added(tables: list[Floats]) -> Floats:
    total = tables[0]
    for each in tables[1:]:
        total = total + each
    return total


def _number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
