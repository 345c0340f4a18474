"""Figures in one style: a tidy table goes in, matplotlib Axes come out.

Every figure says its unit on the axis and its source below it, labels its lines where they end,
and can be told apart in grey print and by readers who do not see every colour.  Nothing here loads
a series, and nothing is computed beyond dividing by a thousand, a million or a billion.
"""

from __future__ import annotations

from migov.plots.charts import bars, lines, vintages
from migov.plots.findings import claim
from migov.plots.labels import caption
from migov.plots.style import PALETTE, set_style, style

__all__ = ["PALETTE", "bars", "caption", "claim", "lines", "set_style", "style", "vintages"]
