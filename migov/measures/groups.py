"""Sums, means and ratios over the members of a group, with what they cover.

A member that does not report is absent, not zero; every result says how many reported of how
many, who did not, and what part of the whole that is.  Membership may change from year to year.
"""

from __future__ import annotations

import pandas as pd

from migov.choices import one_of
from migov.errors import ArgumentError
from migov.measures.figures import (
    Figures,
    derived,
    figures,
    followed,
    leave_out,
    span,
)
from migov.measures.membership import Members, membership
from migov.measures.units import conversion, parse


def aggregate(
    table: pd.DataFrame,
    members: Members = None,
    how: str = "sum",
    *,
    weights: pd.DataFrame | None = None,
    coverage_by: pd.DataFrame | None = None,
    min_coverage: float | None = None,
    label: str | None = None,
) -> pd.DataFrame:
    """The world or a group, from its members.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table.
    members : str, list, mapping, callable or None
        A group as :func:`migov.economies.members` knows it, as it stood at the end of each year
        (the World Bank's income groups since 1988; regions as they are now, in every year); a
        list of economies for all years; a mapping or a function from the year to its members.
        None is every economy of the table, whenever it reports.  (In :func:`migov.load` the name
        of a group stands for its members of today, unless ``on="each year"``.)
    how : {"sum", "mean"}
        Sum, or mean over the members that report.
    weights : pandas.DataFrame, optional
        Economy–year table for a weighted mean; a member without a weight does not count as
        reporting.
    coverage_by : pandas.DataFrame, optional
        Economy–year table (population, say) that coverage is measured by.  Without it, `weights`,
        and without those, the number of members.
    min_coverage : float, optional
        Leave out years whose coverage is below this fraction of one.
    label : str, optional
        Code of the result; otherwise the group's name if it can be one, or ``ALL`` or ``GROUP``.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value, reporting, members, coverage, absent``: members that report,
        members that year, the fraction of one that the former make up, and the codes of the
        others.

    Raises
    ------
    ArgumentError
        If economies and aggregates would be mixed, shares or rates would be added up, no member
        reports, or no year reaches `min_coverage`.
    UnknownNameError
        If a member or group is not known.

    Warns
    -----
    MeasureWarning
        If members have no row in the table in any year, or the members of a group by name change
        within its years.

    Examples
    --------
    >>> import pandas as pd
    >>> aid = pd.DataFrame({"economy": ["IND", "MEX"], "year": 1995, "value": [3.0, 1.0]})
    >>> aggregate(aid)[["economy", "value", "reporting"]].values.tolist()
    [['ALL', 4.0, 2]]
    """
    one_of(how, ("sum", "mean"), "how")
    if weights is not None and how == "sum":
        raise ArgumentError(
            "weights make a weighted mean: ask for how='mean', or pass them as coverage_by to "
            "measure what a sum covers."
        )
    if min_coverage is not None and not (
        isinstance(min_coverage, (int, float)) and 0 <= min_coverage <= 1
    ):
        raise ArgumentError(f"min_coverage={min_coverage!r} must be a fraction between 0 and 1.")
    series = figures(table)
    if how == "sum" and series.unit and parse(series.unit).is_rate:
        raise ArgumentError(
            f"{series.name} is in {series.unit!r}, which cannot be added up over economies. Sum "
            "the amounts first (ratio_of_sums does), or ask for how='mean' with weights."
        )
    weighing = figures(weights, "weights") if weights is not None else None
    covering = figures(coverage_by, "coverage_by") if coverage_by is not None else weighing
    who = membership(members, [series], label)
    rows = who.rows.merge(series.rows, on=["economy", "year"], how="left")
    reports = rows["value"].notna()
    if weighing is not None:
        rows = _with_weight(rows, weighing, "weight")
        reports &= rows["weight"].notna()
    else:
        rows["weight"] = 1.0
    if covering is not None:
        rows = _with_weight(rows, covering, "size")
    else:
        rows["size"] = 1.0
    rows["reports"] = reports
    total = rows["value"] * (rows["weight"] if how == "mean" else 1.0)
    rows = rows.assign(
        total=total.where(reports),
        weight=rows["weight"].where(reports),
        covered=rows["size"].where(reports),
        absent=rows["economy"].where(~reports),
    )
    years = rows.groupby("year", as_index=False).agg(
        total=("total", "sum"),
        weight=("weight", "sum"),
        covered=("covered", "sum"),
        size=("size", "sum"),
        reporting=("reports", "sum"),
        members=("economy", "size"),
        absent=("absent", lambda codes: ", ".join(codes.dropna())),
    )
    years = years.loc[(years["reporting"] > 0) & (years["weight"] > 0)]
    if years.empty:
        raise ArgumentError(
            f"None of {who.words} has a figure; {series.name} covers {span(series.rows)}."
        )
    value = years["total"] / years["weight"] if how == "mean" else years["total"]
    years = years.assign(economy=who.label, value=value, coverage=years["covered"] / years["size"])
    caveats = [f"recomputed from members ({who.words}); a publisher's own figure may differ."]
    if min_coverage is not None:
        enough = years["coverage"] >= min_coverage
        if not enough.any():
            best = years.sort_values("coverage")[["year", "coverage"]].iloc[-1]
            raise ArgumentError(
                f"No year reaches min_coverage={min_coverage}; the best is {best['year']:.0f} with "
                f"{best['coverage']:.2f}. Lower it, or load a series with more economies."
            )
        caveats.append(f"{int((~enough).sum())} years with coverage below {min_coverage} left out.")
        years = years.loc[enough]
    caveats += who.warn([series], years["year"])
    kept = ["economy", "year", "value", "reporting", "members", "coverage", "absent"]
    word = "sum" if how == "sum" else ("weighted mean" if weighing is not None else "mean")
    ingredients = [each for each in (series, weighing) if each is not None]
    description = followed(f"{word} of {series.words}", f"over {who.words}")
    return derived(years[kept], ingredients, description, series.unit, caveats)


def ratio_of_sums(
    numerator: pd.DataFrame,
    denominator: pd.DataFrame,
    members: Members = None,
    *,
    kind: str = "ratio",
    label: str | None = None,
) -> pd.DataFrame:
    """Sum over sum, year by year, over the economies that report both.

    Parameters
    ----------
    numerator, denominator : pandas.DataFrame
        Economy–year tables of amounts in the same unit, or on two declared scales of it.
    members : str, list, mapping, callable or None
        As in :func:`aggregate`; None is every economy of either table.
    kind : {"ratio", "percent"}
        A plain ratio, or per cent.
    label : str, optional
        Code of the result, as in :func:`aggregate`.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value, numerator, denominator, reporting, members, numerator_covered,
        denominator_covered, absent``: the two sums (each in its own unit), how many members
        report both of how many, the fraction of each series that those make up (net flows counted
        without their sign, so that it lies between 0 and 1), and the codes of the others.

    Raises
    ------
    ArgumentError
        If units do not match, economies and aggregates would be mixed, or no member reports both.
    UnknownNameError
        If a member or group is not known.

    Warns
    -----
    MeasureWarning
        If the denominator's sum is zero or negative in some years, which are left out; of
        members as in :func:`aggregate`.

    Examples
    --------
    >>> import pandas as pd
    >>> remittances = pd.DataFrame({"economy": ["IND", "MEX"], "year": 1995, "value": [6.0, 4.0]})
    >>> aid = pd.DataFrame({"economy": ["IND"], "year": [1995], "value": [2.0]})
    >>> ratio_of_sums(remittances, aid)[["value", "numerator_covered"]].values.tolist()
    [[3.0, 0.6]]
    """
    one_of(kind, ("ratio", "percent"), "kind")
    top, bottom = figures(numerator, "numerator"), figures(denominator, "denominator")
    for each in (top, bottom):
        if each.unit and parse(each.unit).is_rate:
            raise ArgumentError(
                f"{each.name} is in {each.unit!r}, which cannot be added up over economies. Pass "
                "amounts."
            )
    name = f"{top.name} / {bottom.name}"
    factor, caveats = conversion(top.unit, bottom.unit, name)
    who = membership(members, [top, bottom], label)
    rows = who.rows.merge(top.rows.rename(columns={"value": "top"}), how="left")
    rows = rows.merge(bottom.rows.rename(columns={"value": "bottom"}), how="left")
    both = rows["top"].notna() & rows["bottom"].notna()
    rows = rows.assign(
        both=both,
        numerator=rows["top"].where(both),
        denominator=rows["bottom"].where(both),
        # Net flows cancel out: a part of their sum may be larger than the whole.
        numerator_size=rows["top"].abs().where(both),
        denominator_size=rows["bottom"].abs().where(both),
        top=rows["top"].abs(),
        bottom=rows["bottom"].abs(),
        absent=rows["economy"].where(~both),
    )
    years = rows.groupby("year", as_index=False).agg(
        numerator=("numerator", "sum"),
        denominator=("denominator", "sum"),
        numerator_size=("numerator_size", "sum"),
        denominator_size=("denominator_size", "sum"),
        top=("top", "sum"),
        bottom=("bottom", "sum"),
        reporting=("both", "sum"),
        members=("economy", "size"),
        absent=("absent", lambda codes: ", ".join(codes.dropna())),
    )
    years = years.loc[years["reporting"] > 0].assign(economy=who.label)
    if years.empty:
        raise ArgumentError(
            f"None of {who.words} reports both series in one year: {top.name} covers "
            f"{span(top.rows)}, {bottom.name} {span(bottom.rows)}."
        )
    years, dropped = leave_out(
        years, years["denominator"] <= 0, f"the sum of {bottom.name} is zero or negative."
    )
    if years.empty:
        raise ArgumentError(f"The sum of {bottom.name} is zero or negative in every year.")
    hundred = 100.0 if kind == "percent" else 1.0
    years = years.assign(
        value=hundred * factor * years["numerator"] / years["denominator"],
        numerator_covered=years["numerator_size"] / years["top"],
        denominator_covered=years["denominator_size"] / years["bottom"],
    )
    kept = [
        "economy",
        "year",
        "value",
        "numerator",
        "denominator",
        "reporting",
        "members",
        "numerator_covered",
        "denominator_covered",
        "absent",
    ]
    unit = "ratio" if kind == "ratio" else f"% of {bottom.words}"
    description = f"{top.title} / {bottom.words}, sum over sum of {who.words}"
    caveats.append("over the economies that report both series.")
    caveats += who.warn([top, bottom], years["year"])
    return derived(years[kept], [top, bottom], description, unit, [*caveats, *dropped])


def _with_weight(rows: pd.DataFrame, weights: Figures, column: str) -> pd.DataFrame:
    if (weights.rows["value"] < 0).any():
        raise ArgumentError(f"{weights.name} has negative figures and cannot weigh anything.")
    named = weights.rows.rename(columns={"value": column})
    return rows.merge(named, on=["economy", "year"], how="left")
