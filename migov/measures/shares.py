"""One series divided by another: shares of a whole, per cent of GDP, amounts per head.

A figure without its counterpart stays absent, a counterpart that is zero or negative gives no
figure and a warning, and units are brought to one scale only where both are declared.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, UnknownNameError
from migov.measures.figures import Figures, derived, figures, followed, leave_out, span
from migov.measures.units import conversion, parse
from migov.words import few


def share_of(table: pd.DataFrame, of: str | pd.DataFrame = "WLD") -> pd.DataFrame:
    """Each figure as a share of a whole, in per cent.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table.
    of : str or pandas.DataFrame
        A code: the whole is that row of `table`, year by year, and is itself left out of the
        result.  A table of one economy or aggregate that `table` lacks, or of one aggregate: the
        whole is its figure, year by year.  Any other table: each economy's own figure.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value``, in per cent.

    Raises
    ------
    ArgumentError
        If the code is not in the table, the units do not match, or nothing overlaps.

    Warns
    -----
    MeasureWarning
        If the whole is zero or negative somewhere; those figures are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> inflow = pd.DataFrame({"economy": ["MEX", "WLD"], "year": 1997, "value": [13.0, 400.0]})
    >>> share_of(inflow, of="WLD")["value"].tolist()
    [3.25]
    """
    part = figures(table)
    if isinstance(of, str):
        inside = part.rows["economy"] == of
        if not inside.any():
            raise ArgumentError(
                f"`table` has no row {of!r}, so there is no whole to take a share of; it has "
                f"{few(sorted(part.economies))}. Load the whole by itself and pass it: "
                f'share_of(table, of=migov.load(series, economies="{of}")).'
            )
        whole = Figures(part.rows.loc[inside], part.record, of)
        part = Figures(part.rows.loc[~inside], part.record, part.name)
        if part.rows.empty:
            raise ArgumentError(f"`table` holds nothing but {of}; load the economies as well.")
        label = _named(of)
        description = followed(f"share of {part.words}", f"in {label}")
        return _quotient(part, whole, ["year"], description, f"% of {label}")
    whole = figures(of, "of")
    single = next(iter(whole.economies)) if len(whole.economies) == 1 else None
    if single and (single not in part.economies or bool(economies.is_aggregate(single))):
        label = f"{whole.words} ({single})"
        description = followed(f"share of {part.words}", f"in {label}")
        return _quotient(part, whole, ["year"], description, f"% of {label}")
    description = followed(part.title, f"as a share of {whole.words}")
    return _quotient(part, whole, ["economy", "year"], description, f"% of {whole.words}")


def percent_of_gdp(table: pd.DataFrame, gdp: pd.DataFrame) -> pd.DataFrame:
    """Each economy's figure in per cent of its gross domestic product.

    Parameters
    ----------
    table, gdp : pandas.DataFrame
        Economy–year tables in the same currency and at the same prices.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value``, in per cent of GDP.

    Raises
    ------
    ArgumentError
        If the units do not match or nothing overlaps.

    Warns
    -----
    MeasureWarning
        If GDP is zero or negative somewhere; those figures are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> remittances = pd.DataFrame({"economy": ["TJK"], "year": [2008], "value": [2.5]})
    >>> gdp = remittances.assign(value=5.0)
    >>> percent_of_gdp(remittances, gdp)["value"].tolist()
    [50.0]
    """
    part, whole = figures(table), figures(gdp, "gdp")
    description = followed(part.title, "in per cent of GDP")
    return _quotient(part, whole, ["economy", "year"], description, "% of GDP")


def per_head(table: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Each economy's figure divided by its population.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table of amounts; a declared scale (millions of US$) is brought to ones.
    population : pandas.DataFrame
        Economy–year table; a declared scale (thousands) is brought to persons.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value``, in the table's unit per head.

    Raises
    ------
    ArgumentError
        If `table` is already a share or per head, `population` counts something other than
        persons, or nothing overlaps.

    Examples
    --------
    >>> import pandas as pd
    >>> inflow = pd.DataFrame({"economy": ["IRL"], "year": [2000], "value": [7.6e6]})
    >>> people = inflow.assign(value=3.8e6)
    >>> per_head(inflow, people)["value"].tolist()
    [2.0]
    """
    amount, people = figures(table), figures(population, "population")
    factor, caveats, unit = 1.0, [], "per head"
    if amount.unit:
        measured = parse(amount.unit)
        if measured.is_rate:
            raise ArgumentError(
                f"`table` is in {amount.unit!r}, which is no amount that could be divided among "
                "people. Load the amount itself."
            )
        factor, unit = measured.scale, f"{measured} per head"
    if people.unit:
        counted = parse(people.unit)
        if counted.base.casefold() not in {"persons", "", "population"}:
            raise ArgumentError(
                f"`population` is in {people.unit!r}, which does not count persons. Pass the "
                'population series: migov.load("population").'
            )
        factor /= counted.scale
    elif amount.unit:
        caveats.append("the population's unit is not declared; taken as persons.")
    description = followed(amount.title, "per head")
    return _divide(amount, people, ["economy", "year"], factor, description, unit, caveats)


def _named(code: str) -> str:
    try:
        return economies.name(code)
    except UnknownNameError:  # a group that a measure added up
        return code


def _quotient(
    part: Figures, whole: Figures, keys: list[str], description: str, unit: str
) -> pd.DataFrame:
    factor, caveats = conversion(part.unit, whole.unit, description)
    return _divide(part, whole, keys, 100.0 * factor, description, unit, caveats)


def _divide(
    part: Figures,
    whole: Figures,
    keys: list[str],
    factor: float,
    description: str,
    unit: str,
    caveats: Iterable[str],
) -> pd.DataFrame:
    below = whole.rows[[*keys, "value"]].rename(columns={"value": "below"})
    pairs = part.rows.merge(below, on=keys, how="inner")
    if pairs.empty:
        raise ArgumentError(
            f"{description}: no figure has its counterpart. {part.name} covers "
            f"{span(part.rows)}, {whole.name} {span(whole.rows)}. Load the same years and "
            "economies."
        )
    notes = [*caveats]
    if len(pairs) < len(part.rows):
        alone = len(part.rows) - len(pairs)
        notes.append(f"{alone} of {len(part.rows)} figures have no {whole.name} and are absent.")
    pairs, dropped = leave_out(pairs, pairs["below"] <= 0, f"{whole.name} is zero or negative.")
    if pairs.empty:
        raise ArgumentError(
            f"{description}: {whole.name} is zero or negative wherever it meets {part.name}. "
            "Probably the two tables were passed the wrong way round, or it is a net flow."
        )
    rows = pairs.assign(value=pairs["value"] * factor / pairs["below"]).drop(columns="below")
    return derived(rows, [part, whole], description, unit, [*notes, *dropped])
