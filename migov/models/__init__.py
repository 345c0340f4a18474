"""The statistical models that claims lean on, each a small function on a tidy table.

A trend with standard errors that allow for autocorrelation, breaks in it at unknown dates, and a
panel regression with economy and year effects.  Each gives a frozen result with ``summary()``,
``tidy()`` and ``plot()``.  Nothing here loads a series or decides a verdict.
"""

from __future__ import annotations

from migov.models.breaks import breaks
from migov.models.panel import panel
from migov.models.results import BreaksResult, PanelResult, TrendResult
from migov.models.trend import trend

__all__ = ["BreaksResult", "PanelResult", "TrendResult", "breaks", "panel", "trend"]


def __dir__() -> list[str]:
    return __all__
