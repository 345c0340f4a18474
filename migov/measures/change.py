"""One series along its years: growth from one to another, and the latest figure there is.

A change is never taken across a gap unless it is asked for, and then it is annualised and the
years it spans are said.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from migov.choices import one_of, one_year
from migov.errors import ArgumentError
from migov.measures.figures import derived, figures, followed, leave_out


def growth(
    table: pd.DataFrame,
    periods: int = 1,
    kind: str = "percent",
    *,
    gaps: str = "drop",
) -> pd.DataFrame:
    """Average growth a year.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table of positive amounts.
    periods : int
        Years to look back.  More than one gives the compound annual rate over them.
    kind : {"percent", "log"}
        Per cent a year, or 100 × the difference of natural logarithms a year.
    gaps : {"drop", "annualise"}
        Where the figure `periods` years before is absent: no growth, or growth since the latest
        figure before that, annualised, with the years it spans in a column ``span``.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value``, and ``span`` where gaps are annualised; per cent a year.

    Raises
    ------
    ArgumentError
        If no two figures are `periods` years apart, or an option is not known.

    Warns
    -----
    MeasureWarning
        If a figure is negative or the earlier one is zero, where growth has no meaning (net flows
        of investment can be negative); those are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"economy": "WLD", "year": [2010, 2015], "value": [100.0, 161.051]})
    >>> growth(stock, periods=5)["value"].round(6).tolist()
    [10.0]
    """
    one_of(kind, ("percent", "log"), "kind")
    one_of(gaps, ("drop", "annualise"), "gaps")
    whole = isinstance(periods, (int, np.integer)) and not isinstance(periods, bool)
    if not whole or not 1 <= periods <= 9999:
        raise ArgumentError(f"periods={periods!r} must be a whole number of years, 1 or more.")
    series = figures(table)
    earlier = series.rows.rename(columns={"value": "before"})
    earlier = earlier.assign(since=earlier["year"], year=earlier["year"] + int(periods))
    if gaps == "drop":
        pairs = series.rows.merge(earlier, on=["economy", "year"], how="inner")
    else:
        pairs = pd.merge_asof(
            series.rows.sort_values("year"), earlier.sort_values("year"), on="year", by="economy"
        ).dropna(subset=["before"])
    if pairs.empty:
        raise ArgumentError(_no_pairs(series.rows, int(periods)))
    starts = series.rows["economy"].nunique() * int(periods)
    skipped = len(series.rows) - starts - len(pairs)
    caveats = []
    if gaps == "drop" and skipped > 0:
        caveats.append(f"growth is absent where the figure {periods} years before is absent.")
    lowest = pairs["value"] <= 0 if kind == "log" else pairs["value"] < 0
    pairs, dropped = leave_out(
        pairs, (pairs["before"] <= 0) | lowest, "growth from or to such a figure has no meaning."
    )
    if pairs.empty:
        raise ArgumentError(
            f"No growth can be taken of {series.name}: its figures are zero or negative. Take the "
            "difference instead, or a share."
        )
    years = (pairs["year"] - pairs["since"]).astype("int64")
    ratio = pairs["value"] / pairs["before"]
    rate = np.log(ratio) / years if kind == "log" else ratio ** (1 / years) - 1
    rows = pairs[["economy", "year"]].assign(value=100 * rate)
    if gaps == "annualise":
        rows = rows.assign(span=years)
    unit = "% a year" if kind == "percent" else "log points × 100 a year"
    description = f"growth of {series.words}"
    if periods != 1:
        description = followed(description, f"over {periods} years")
    return derived(rows, [series], description, unit, [*caveats, *dropped])


def most_recent(
    table: pd.DataFrame, *, not_after: int | None = None, not_before: int | None = None
) -> pd.DataFrame:
    """The latest figure of each economy, with its year and age.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table.
    not_after, not_before : int, optional
        The last year that may be used, and the first that is still fresh enough.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value, age``; the age in years, counted from `not_after` or, without it,
        from the latest year in the table.

    Raises
    ------
    ArgumentError
        If one of the two is no year, or no figure lies between them.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"economy": ["MEX", "MEX", "IND"], "year": [1990, 2000, 1995],
    ...                       "value": [1.0, 2.0, 3.0]})
    >>> most_recent(stock)[["economy", "year", "age"]].values.tolist()
    [['IND', 1995, 5], ['MEX', 2000, 0]]
    """
    series = figures(table)
    first, last = int(series.rows["year"].min()), int(series.rows["year"].max())
    until = last if not_after is None else one_year(not_after, "not_after")
    since = first if not_before is None else one_year(not_before, "not_before")
    fresh = series.rows.loc[series.rows["year"].between(since, until)]
    if fresh.empty:
        raise ArgumentError(
            f"{series.name} has no figure between {since} and {until}; it has {first}–{last}."
        )
    latest = fresh.groupby("economy", sort=True).tail(1)
    latest = latest.assign(age=until - latest["year"])
    without = series.rows["economy"].nunique() - len(latest)
    caveats = [f"{without} economies have no figure in {since}–{until}."] if without else []
    description = f"most recent figure of {series.words}, not after {until}"
    return derived(latest, [series], description, series.unit, caveats)


def _no_pairs(rows: pd.DataFrame, periods: int) -> str:
    steps = rows.groupby("economy")["year"].diff().dropna()
    text = f"No two figures of one economy are {periods} year{'s' * (periods > 1)} apart"
    if steps.empty:
        return f"{text}: each economy has one figure only. Load more years."
    usual = int(steps.mode().iloc[0])
    return f"{text}; most stand {usual} apart. Ask for periods={usual}, or gaps='annualise'."
