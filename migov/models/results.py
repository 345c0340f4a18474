"""What the models give back: frozen results that can be read, tabulated and drawn.

Each has ``summary()`` (text, also what is printed), ``tidy()`` (a table) and ``plot()`` (matplotlib
Axes).  Nothing is estimated here, and nothing is said that the fields do not hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from migov.models._axes import dress, foot
from migov.models._shown import Shown

COLUMNS = ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]


@dataclass(frozen=True, eq=False, repr=False)
class TrendResult(Shown):
    """A fitted trend.

    Attributes
    ----------
    economy, name, source, title : str
        Whose, of what, from whom, and the same series in words.
    first_year, last_year, n : int
        The figures used.
    growth : float
        Per cent a year from logarithms (100 × (e^b − 1)), otherwise units a year.
    std_error, conf_low, conf_high : float
        Of `growth`, HAC; the interval at 95 per cent, from Student's t with n − 2 degrees.
    statistic, p_value : float
        Against no trend.
    unit : str
        The unit of `growth`.
    log : bool
        Whether logarithms were taken.
    lags : int
        Lags of the Bartlett kernel.
    lag_rule : str
        How they were chosen.
    autocorrelation : float
        First-order, of the residuals.
    notes : tuple of str
        What to bear in mind when reading the interval.
    fitted : pandas.DataFrame
        ``year, value, fitted``, in the table's unit.
    value_unit : str or None
        The unit of the figures.
    """

    economy: str
    name: str
    source: str
    first_year: int
    last_year: int
    n: int
    growth: float
    std_error: float
    statistic: float
    p_value: float
    conf_low: float
    conf_high: float
    unit: str
    log: bool
    lags: int
    lag_rule: str
    autocorrelation: float
    notes: tuple[str, ...]
    fitted: pd.DataFrame = field(repr=False)
    value_unit: str | None = None
    title: str = ""

    def _parts(self) -> tuple[str, list[str], list[str]]:
        heading = (
            f"Trend of {self.name}, {self.economy}, {self.first_year}–{self.last_year} "
            f"(n = {self.n})"
        )
        below = [
            f"  errors     Newey–West, {self.lags} lags ({self.lag_rule})",
            *(f"  note       {note}" for note in self.notes),
            f"  {self.source}",
        ]
        return heading, [], below

    def _coefficients(self) -> list[str]:
        return [
            f"  growth     {self.growth:.4g} {self.unit}",
            f"  95 % CI    {self.conf_low:.4g} to {self.conf_high:.4g}",
            f"  std. error {self.std_error:.3g}",
            f"  p value    {self.p_value:.3g} (against no trend)",
        ]

    def tidy(self) -> pd.DataFrame:
        """One row a term: its estimate, error, test and interval, in seven columns."""
        test = (self.std_error, self.statistic, self.p_value)
        row = ("growth", self.growth, *test, self.conf_low, self.conf_high)
        return pd.DataFrame([row], columns=COLUMNS)

    def plot(self, ax: Any = None) -> Any:
        """The figures and the trend; returns the matplotlib Axes."""
        import matplotlib.pyplot as plt

        ax = ax if ax is not None else plt.gca()
        ax.plot(self.fitted["year"], self.fitted["value"], "o-", lw=1, ms=3, label="figures")
        label = (
            f"trend: {self.growth:.3g} {self.unit} ({self.conf_low:.3g} to {self.conf_high:.3g})"
        )
        ax.plot(self.fitted["year"], self.fitted["fitted"], "--", label=label)
        return dress(ax, self, "95 % interval, Newey–West")


@dataclass(frozen=True, eq=False, repr=False)
class BreaksResult(Shown):
    """Breaks found in a series.

    Attributes
    ----------
    economy, name, source, title : str
        Whose, of what, from whom, and the same series in words.
    first_year, last_year, n : int
        The figures used.
    change : {"trend", "level"}
        What may break: level and trend together, or the level of a series without a trend.
    log : bool
        Whether logarithms were taken.
    dates : tuple of int
        The last year of each regime but the final one.
    date_sets : tuple of tuple of int
        For each date the years that a 95 per cent confidence set holds (it may have holes).
    sup_f, p_value : float
        The largest Wald F of one break, and its bootstrap p value against no break.
    critical_values : dict or None
        Andrews's, for errors without autocorrelation; None where they do not apply.
    regimes : pandas.DataFrame
        ``first_year, last_year, n`` and the columns of :meth:`tidy` without ``term``.
    candidates : pandas.DataFrame
        ``breaks, rss, bic, lwz, dates`` for each number of breaks.
    criterion : str
        Which column of `candidates` chose, or ``"request"``.
    unit : str
        The unit of the regimes' estimates.
    notes : tuple of str
        How the p value was drawn, and what to bear in mind.
    fitted : pandas.DataFrame
        ``year, value, fitted``, in the table's unit.
    value_unit : str or None
        The unit of the figures.
    """

    economy: str
    name: str
    source: str
    first_year: int
    last_year: int
    n: int
    change: str
    log: bool
    dates: tuple[int, ...]
    date_sets: tuple[tuple[int, ...], ...]
    sup_f: float
    p_value: float
    critical_values: dict[str, float] | None
    regimes: pd.DataFrame = field(repr=False)
    candidates: pd.DataFrame = field(repr=False)
    criterion: str
    unit: str
    notes: tuple[str, ...]
    fitted: pd.DataFrame = field(repr=False)
    value_unit: str | None = None
    title: str = ""

    def _parts(self) -> tuple[str, list[str], list[str]]:
        how = "as asked" if self.criterion == "request" else f"by {self.criterion.upper()}"
        heading = (
            f"Breaks in the {self.change} of {self.name}, {self.economy}, "
            f"{self.first_year}–{self.last_year} (n = {self.n})"
        )
        above = [f"  breaks     {len(self.dates)} {how}"]
        for date, possible in zip(self.dates, self.date_sets, strict=True):
            above.append(f"  after      {date} (95 % set within {possible[0]}–{possible[-1]})")
        below = [f"  sup-F      {self.sup_f:.2f}, bootstrap p value {self.p_value:.3f}"]
        if self.critical_values:
            points = ", ".join(f"{value} ({at})" for at, value in self.critical_values.items())
            below.append(f"             Andrews's critical values {points}")
        below += [f"  note       {note}" for note in self.notes]
        return heading, above, [*below, f"  {self.source}"]

    def _coefficients(self) -> list[str]:
        return [
            f"  {row['first_year']}–{row['last_year']}  {row['estimate']:.4g} {self.unit} "
            f"(95 % CI {row['conf_low']:.4g} to {row['conf_high']:.4g})"
            for row in self.regimes.to_dict("records")
        ]

    def tidy(self) -> pd.DataFrame:
        """One row a regime: ``term, estimate, std_error, ...``; the term names what and when."""
        what = "growth" if self.change == "trend" else "level"
        terms = [
            f"{what}, {row['first_year']}–{row['last_year']}"
            for row in self.regimes.to_dict("records")
        ]
        return self.regimes.assign(term=terms)[COLUMNS]

    def plot(self, ax: Any = None) -> Any:
        """The figures, the regimes and the dates with their sets; returns the matplotlib Axes."""
        import matplotlib.pyplot as plt

        ax = ax if ax is not None else plt.gca()
        ax.plot(self.fitted["year"], self.fitted["value"], "o-", lw=1, ms=3, label="figures")
        for index, row in enumerate(self.regimes.to_dict("records")):
            inside = self.fitted.loc[
                self.fitted["year"].between(row["first_year"], row["last_year"])
            ]
            label = "regimes" if index == 0 else None
            ax.plot(inside["year"], inside["fitted"], "--", color="C1", lw=2, label=label)
        for date, possible in zip(self.dates, self.date_sets, strict=True):
            ax.axvline(date, color="0.3", ls=":")
            ax.axvspan(possible[0], possible[-1], color="0.5", alpha=0.2, lw=0)
            # At the foot, because the legend of a rising series stands at the head.
            beside = ax.get_xaxis_transform()
            ax.annotate(
                f"after {date}", (date, 0.02), (3, 0), beside, "offset points", rotation=90,
                ha="left", va="bottom", fontsize="small",
            )
        return dress(ax, self, "shaded: 95 % sets of the dates")


@dataclass(frozen=True, eq=False, repr=False)
class PanelResult(Shown):
    """A fitted panel regression.

    Attributes
    ----------
    y : str
        The variable explained.
    effects : tuple of str
        What was taken out: ``economy``, ``year``, both or neither (then there is a constant).
    cluster : str
        The column whose groups may have correlated errors.
    estimates : pandas.DataFrame
        The columns of :meth:`tidy`.
    n, n_economies, n_years, n_clusters : int
        Rows, economies, years and clusters used.
    dropped : int
        Rows left out because a variable is missing.
    singletons : int
        Rows left out because their economy or year has no other row.
    r_squared_within : float
        Of the variables with the effects taken out.
    correction : str
        The small-sample factor of the covariance.
    notes : tuple of str
        What to bear in mind.
    source : str
        For the foot of a figure.
    units : dict
        Unit of each variable that declares one.
    """

    y: str
    effects: tuple[str, ...]
    cluster: str
    estimates: pd.DataFrame = field(repr=False)
    n: int
    n_economies: int
    n_years: int
    n_clusters: int
    dropped: int
    singletons: int
    r_squared_within: float
    correction: str
    notes: tuple[str, ...]
    source: str
    units: dict[str, str] = field(default_factory=dict)

    def _parts(self) -> tuple[str, list[str], list[str]]:
        effects = " and ".join(self.effects) or "no"
        units = "; ".join(f"{name} {unit}" for name, unit in self.units.items())
        heading = (
            f"{self.y} with {effects} effects: n = {self.n}, {self.n_economies} economies, "
            f"{self.n_years} years"
        )
        below = [
            *([f"  units      {units}"] if units else []),
            f"  within R²  {self.r_squared_within:.3f}",
            f"  errors     clustered by {self.cluster} ({self.n_clusters} clusters), "
            f"{self.correction}",
            f"  left out   {self.dropped} rows with a missing variable, {self.singletons} "
            "singletons",
            *(f"  note       {note}" for note in self.notes),
            f"  {self.source}",
        ]
        return heading, [], below

    def _coefficients(self) -> list[str]:
        table = self.estimates.to_string(index=False, float_format=lambda value: f"{value:.4g}")
        return [f"  {line}" for line in table.splitlines()]

    def tidy(self) -> pd.DataFrame:
        """One row a term: its estimate, error, test and interval, in seven columns."""
        return self.estimates.copy()

    def plot(self, ax: Any = None) -> Any:
        """Estimates with their 95 per cent intervals; returns the matplotlib Axes."""
        import matplotlib.pyplot as plt

        ax = ax if ax is not None else plt.gca()
        rows = self.estimates.loc[self.estimates["term"] != "constant"].iloc[::-1]
        reach = [rows["estimate"] - rows["conf_low"], rows["conf_high"] - rows["estimate"]]
        ax.errorbar(rows["estimate"], range(len(rows)), xerr=reach, fmt="o", capsize=3)
        ax.axvline(0, color="0.5", lw=1)
        ax.set_yticks(range(len(rows)), rows["term"].tolist())
        ax.set(xlabel=f"Change in {self.y} per unit of each variable, 95 % interval", ylabel="")
        ax.set_ylim(-0.5, len(rows) - 0.5)
        foot(ax, f"n = {self.n}, {self.n_clusters} clusters. {self.source}")
        return ax
