"""How concentrated a series is among the economies that report it, year by year.

Economies only: an aggregate beside its members is refused.  Negative figures (net flows) have no
share and are left out with a warning; an economy that does not report is absent, not zero.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from migov.errors import ArgumentError
from migov.measures.figures import Figures, derived, figures, leave_out, refuse_mixture


def herfindahl(table: pd.DataFrame, *, normalised: bool = False) -> pd.DataFrame:
    """Herfindahl–Hirschman index of concentration: the sum of squared shares.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table of amounts that are not negative.
    normalised : bool
        Rescale from [1/n, 1] to [0, 1], so that years with different numbers of reporting
        economies can be compared: (H − 1/n) / (1 − 1/n).

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, reporting``; the index between 0 and 1.

    Raises
    ------
    ArgumentError
        If the table holds aggregates, or no year has a positive total.

    Warns
    -----
    MeasureWarning
        If figures are negative, or a year has no total to share; they are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"economy": ["IND", "MEX"], "year": 2000, "value": [5.0, 5.0]})
    >>> herfindahl(stock)["value"].tolist(), herfindahl(stock, normalised=True)["value"].tolist()
    ([0.5], [0.0])
    """
    series = figures(table)
    rows, caveats = _shares(series)
    years = rows.assign(square=rows["share"] ** 2).groupby("year", as_index=False)
    found = years.agg(value=("square", "sum"), reporting=("share", "size")).assign(economy="ALL")
    if normalised:
        alone = found["reporting"] < 2
        found, lone = leave_out(found, alone, "one economy has no normalised index.")
        caveats += lone
        if found.empty:
            raise ArgumentError("No year has two economies or more, so nothing can be normalised.")
        even = 1 / found["reporting"]
        # The clip takes off rounding only: equal shares may come out a hair below 1/n.
        found = found.assign(value=((found["value"] - even) / (1 - even)).clip(0, 1))
    word = "normalised Herfindahl index" if normalised else "Herfindahl index"
    return derived(found, [series], f"{word} of {series.words}", "index, 0 to 1", caveats)


def top_share(table: pd.DataFrame, n: int = 5) -> pd.DataFrame:
    """Share of the `n` largest economies in the sum of all that report.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table of amounts that are not negative.
    n : int
        How many.

    Returns
    -------
    pandas.DataFrame
        ``economy`` (``ALL``), ``year, value, reporting, leaders``; per cent, and the codes of the
        largest, largest first.  Years with fewer than `n` economies are left out.

    Raises
    ------
    ArgumentError
        If the table holds aggregates, `n` is not a positive whole number, or no year has `n`
        economies.

    Warns
    -----
    MeasureWarning
        If figures are negative or years too thin; they are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"economy": ["IND", "MEX", "USA"], "year": 2000,
    ...                       "value": [1.0, 2.0, 5.0]})
    >>> top_share(stock, n=1)[["value", "leaders"]].values.tolist()
    [[62.5, 'USA']]
    """
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise ArgumentError(f"n={n!r} must be a whole number, 1 or more.")
    series = figures(table)
    rows, caveats = _shares(series)
    reporting = rows.groupby("year")["share"].size()
    ordered = rows.sort_values(["year", "share", "economy"], ascending=[True, False, True])
    largest = ordered.groupby("year").head(int(n)).groupby("year", as_index=False)
    found = largest.agg(value=("share", "sum"), leaders=("economy", ", ".join))
    found = found.assign(
        economy="ALL", value=100 * found["value"], reporting=found["year"].map(reporting)
    )
    found, thin = leave_out(found, found["reporting"] < n, f"fewer than {n} economies report.")
    if found.empty:
        raise ArgumentError(
            f"No year has {n} economies with a figure; the most is {int(reporting.max())}."
        )
    description = f"share of the {n} largest in {series.words}"
    columns = ["economy", "year", "value", "reporting", "leaders"]
    return derived(found[columns], [series], description, "% of all that report", [*caveats, *thin])


def _shares(series: Figures) -> tuple[pd.DataFrame, list[str]]:
    refuse_mixture(series.economies, "A measure of concentration")
    rows, negative = leave_out(
        series.rows, series.rows["value"] < 0, "a negative figure has no share."
    )
    total = rows.groupby("year")["value"].transform("sum")
    rows, empty = leave_out(rows, total <= 0, "all figures of that year are zero.")
    if rows.empty:
        raise ArgumentError(f"{series.name} has no positive figures to share out.")
    share = rows["value"] / rows.groupby("year")["value"].transform("sum")
    return rows.assign(share=share), [*negative, *empty]
