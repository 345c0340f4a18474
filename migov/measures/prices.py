"""Amounts at constant prices, given a deflator, saying which.

The deflator is a table like any other, an index or yearly rates of inflation that are chained; a
year that the deflator does not reach stays absent.
"""

from __future__ import annotations

import re

import pandas as pd

from migov import tidy
from migov.errors import ArgumentError
from migov.measures.figures import Figures, derived, figures, leave_out, listed, one_of, span
from migov.measures.units import parse
from migov.words import few

_INDEX = re.compile(r"\bindex\b|=\s*100\b", re.IGNORECASE)


def constant_prices(
    table: pd.DataFrame,
    deflator: pd.DataFrame,
    base_year: int,
    *,
    kind: str = "index",
    economy: str | None = None,
) -> pd.DataFrame:
    """Amounts at the prices of a base year.

    Parameters
    ----------
    table : pandas.DataFrame
        Economy–year table of amounts at current prices.
    deflator : pandas.DataFrame
        Economy–year table of a price index (any base) or of yearly inflation in per cent.
    base_year : int
        The year whose prices are used; the deflator must reach it.
    kind : {"index", "inflation"}
        What the deflator is.  Inflation is chained over years without a gap.
    economy : str, optional
        Deflate every row with this economy's deflator: ``"USA"`` for figures in US$.  Without it
        each economy has its own, or, if the deflator has one economy only, that one.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value``, in the table's unit at the prices of `base_year`.

    Raises
    ------
    ArgumentError
        If `base_year` is no year, the table is already at constant prices, the deflator is not
        what `kind` says, does not reach the base year, or nothing overlaps.

    Warns
    -----
    MeasureWarning
        If some economies' deflators do not reach the base year; they are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> aid = pd.DataFrame({"economy": ["EGY", "EGY"], "year": [1990, 2000],
    ...                     "value": [100.0, 100.0]})
    >>> prices = pd.DataFrame({"economy": "USA", "year": [1990, 2000], "value": [50.0, 100.0]})
    >>> constant_prices(aid, prices, 2000)["value"].tolist()
    [200.0, 100.0]
    """
    one_of(kind, ("index", "inflation"), "kind")
    base_year = tidy.one_year(base_year, "base_year")
    amounts, prices = figures(table), figures(deflator, "deflator")
    _refuse_units(amounts, prices, kind)
    rows = _one_deflator(prices, economy)
    levels = _index(rows) if kind == "index" else _chained(rows)
    keys = ["economy", "year"]
    whose = "each economy's own"
    if levels["economy"].nunique() == 1:
        whose = str(levels["economy"].iloc[0])
        keys = ["year"]
        levels = levels.drop(columns="economy")
    base = levels.loc[levels["year"] == base_year]
    if base.empty:
        raise ArgumentError(
            f"{prices.name} does not reach the base year {base_year}; it covers {span(rows)}. "
            "Choose a base year within it, or load more years."
        )
    place = [key for key in keys if key != "year"]
    linked = [*place, "chain"]
    levels = levels.merge(
        base[[*linked, "level"]].rename(columns={"level": "base"}), on=linked, how="inner"
    )
    pairs = amounts.rows.merge(levels, on=keys, how="left")
    unreached: set[str] = amounts.economies - set(base["economy"]) if place else set()
    pairs, dropped = leave_out(
        pairs,
        pairs["economy"].isin(unreached),
        f"{prices.name} does not reach {base_year} for {few(sorted(unreached))}.",
    )
    found = pairs.dropna(subset=["level"])
    if found.empty:
        raise ArgumentError(
            f"No figure of {amounts.name} has a deflator: it covers {span(amounts.rows)}, "
            f"{prices.name} {span(rows)}. Load the same years, or name one economy's deflator "
            'with economy="USA".'
        )
    caveats = [f"deflated by {prices.name} ({whose}, {kind}), prices of {base_year}."]
    if len(found) < len(pairs):
        caveats.append(
            f"{len(pairs) - len(found)} figures lie where the deflator does not and are absent."
        )
    unit = f"constant {base_year} prices"
    if amounts.unit:
        measured = parse(amounts.unit)
        # The values keep their scale, so the unit keeps its words: "constant 2015 US$ millions".
        unit = f"constant {base_year} {_without_prices(amounts.unit)}"
        if "US$" in measured.base and place:
            caveats.append(
                "US$ figures deflated by each economy's own prices still move with exchange rates."
            )
    result = found.assign(value=found["value"] * found["base"] / found["level"])
    description = f"{amounts.name} at {base_year} prices, deflated by {prices.name} ({whose})"
    return derived(
        result[["economy", "year", "value"]],
        [amounts, prices],
        description,
        unit,
        [*caveats, *dropped],
    )


def _refuse_units(amounts: Figures, prices: Figures, kind: str) -> None:
    if amounts.unit:
        measured = parse(amounts.unit)
        if (measured.prices or "").startswith("constant") or "%" in measured.base:
            raise ArgumentError(
                f"{amounts.name} is in {amounts.unit!r}, which is not at current prices, so there "
                "is nothing to deflate. Load the series at current prices."
            )
    if prices.unit:
        looks = None
        if _INDEX.search(prices.unit):
            looks = "index"
        elif "%" in prices.unit and " of " not in prices.unit:
            looks = "inflation"
        if looks is None:
            raise ArgumentError(
                f"{prices.name} is in {prices.unit!r}, neither a price index nor yearly inflation "
                "in per cent. Pass a deflator."
            )
        if looks != kind:
            raise ArgumentError(
                f"{prices.name} is in {prices.unit!r} and was passed with kind={kind!r}. "
                f"Ask for kind={looks!r}."
            )


def _one_deflator(prices: Figures, economy: str | None) -> pd.DataFrame:
    if economy is None:
        return prices.rows
    rows = prices.rows.loc[prices.rows["economy"] == str(economy)]
    if rows.empty:
        raise ArgumentError(
            f"{prices.name} has no {economy!r}; it has {few(sorted(prices.economies))}."
        )
    return rows


def _index(rows: pd.DataFrame) -> pd.DataFrame:
    wrong = rows.loc[rows["value"] <= 0]
    if len(wrong):
        raise ArgumentError(
            f"The deflator has {len(wrong)} figures that are zero or negative "
            f"({listed(wrong)}), which no price index has. If they are rates of inflation, ask for "
            "kind='inflation'."
        )
    return rows.rename(columns={"value": "level"}).assign(chain=0)


def _chained(rows: pd.DataFrame) -> pd.DataFrame:
    wrong = rows.loc[rows["value"] <= -100]
    if len(wrong):
        raise ArgumentError(
            f"The deflator has {len(wrong)} rates of −100 per cent or less ({listed(wrong)}), "
            "after which nothing has a price. Check the table."
        )
    # A year without a rate breaks the chain, and levels on its two sides cannot be compared.
    chain = (rows.groupby("economy")["year"].diff() != 1).cumsum()
    factors = (1 + rows["value"] / 100).groupby(chain).cumprod()
    levels = rows[["economy", "year"]].assign(level=factors, chain=chain)
    # The first rate of a chain says what the year before it cost.
    first = levels.groupby("chain", as_index=False)[["economy", "year", "chain"]].head(1)
    before = first.assign(year=first["year"] - 1, level=1.0)
    return pd.concat([before, levels], ignore_index=True)


def _without_prices(unit: str) -> str:
    text = re.sub(r"\b(?:at\s+)?current(?:\s+prices\b)?", " ", unit, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", text).strip(" ,;")
