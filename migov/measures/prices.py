"""Amounts at constant prices, given a deflator, saying which.

The deflator is a table like any other, an index or yearly rates of inflation that are chained; a
year that the deflator does not reach stays absent.  Dollars are not divided by prices in another
currency, nor one economy's amounts by another's prices unless the caller says so.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from migov.choices import one_of, one_year
from migov.errors import ArgumentError, warn_caller
from migov.measures.figures import (
    Figures,
    MeasureWarning,
    derived,
    figures,
    followed,
    leave_out,
    listed,
    span,
)
from migov.measures.units import parse
from migov.words import few

_INDEX = re.compile(r"\bindex\b|=\s*100\b", re.IGNORECASE)
_DOLLARS, _WORLD = "USA", "WLD"


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
        Economy–year table of a price index (any base) or of yearly inflation in per cent.  Amounts
        in dollars need prices in dollars: those of the United States, or a deflator whose own unit
        says US$.  A consumer price index and a GDP deflator are in national currency.
    base_year : int
        The year whose prices are used; the deflator must reach it.
    kind : {"index", "inflation"}
        What the deflator is.  Inflation is chained over years without a gap.
    economy : str, optional
        Deflate every row with this economy's deflator: ``"USA"`` for figures in US$.  Without it
        each economy has its own.

    Returns
    -------
    pandas.DataFrame
        ``economy, year, value``, in the table's unit at the prices of `base_year`.

    Raises
    ------
    ArgumentError
        If `base_year` is no year, the table is already at constant prices or in dollars and the
        deflator in another currency, the deflator is another economy's and `economy` does not say
        so, is not what `kind` says, does not reach the base year, or nothing overlaps.

    Warns
    -----
    MeasureWarning
        If some economies' deflators do not reach the base year (they are left out), or dollars are
        deflated by the world's inflation or by a deflator that does not declare its unit.

    Examples
    --------
    >>> import pandas as pd
    >>> aid = pd.DataFrame({"economy": ["EGY", "EGY"], "year": [1990, 2000],
    ...                     "value": [100.0, 100.0]})
    >>> prices = pd.DataFrame({"economy": "USA", "year": [1990, 2000], "value": [50.0, 100.0]})
    >>> constant_prices(aid, prices, 2000, economy="USA")["value"].tolist()
    [200.0, 100.0]
    """
    one_of(kind, ("index", "inflation"), "kind")
    base_year = one_year(base_year, "base_year")
    amounts, prices = figures(table), figures(deflator, "deflator")
    _refuse_units(amounts, prices, kind)
    one = _one_deflator(amounts, prices, economy)
    doubts = _of_dollars(amounts, prices, one)
    rows = prices.rows.loc[prices.rows["economy"].isin(amounts.economies if one is None else {one})]
    if rows.empty:
        raise ArgumentError(_unmet(amounts, prices))
    levels = (_index if kind == "index" else _chained)(rows, amounts.rows, base_year, one)
    keys, whose = ["economy", "year"], "each economy's own"
    if one is not None:
        keys, whose = ["year"], one
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
        raise ArgumentError(_unmet(amounts, prices))
    caveats = [f"deflated by {prices.name} ({whose}, {kind}), prices of {base_year}.", *doubts]
    if len(found) < len(pairs):
        caveats.append(
            f"{len(pairs) - len(found)} figures lie where the deflator does not and are absent."
        )
    unit = f"constant {base_year} prices"
    if amounts.unit:
        # The values keep their scale, so the unit keeps its words: "constant 2015 US$ millions".
        unit = f"constant {base_year} {_without_prices(amounts.unit)}"
    result = found.assign(value=found["value"] * found["base"] / found["level"])
    by = f"{prices.words} ({whose})"
    description = followed(amounts.title, f"at {base_year} prices, deflated by {by}")
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


def _one_deflator(amounts: Figures, prices: Figures, economy: str | None) -> str | None:
    """Whose deflator serves every row; None where each economy has its own."""
    if economy is not None:
        if str(economy) not in prices.economies:
            raise ArgumentError(
                f"{prices.name} has no {economy!r}; it has {few(sorted(prices.economies))}."
            )
        return str(economy)
    others = sorted(amounts.economies - prices.economies)
    if len(prices.economies) > 1 or not others:
        return None
    (only,) = prices.economies
    national = bool(prices.unit) and not _in_dollars(prices)
    if _in_dollars(amounts) and (only == _DOLLARS or national):
        return only  # the only right one, or refused as one of dollars, whoever is named
    raise ArgumentError(
        f"{prices.name} is of {only} only, and {amounts.name} has {few(others)}: the prices of one "
        f'economy serve another only where you say so, with economy="{only}". For each economy\'s '
        "own, load the deflator of all of them."
    )


def _of_dollars(amounts: Figures, prices: Figures, one: str | None) -> list[str]:
    """What is to be said of a deflator of dollars; refused if it is in another currency."""
    if not _in_dollars(amounts) or (prices.unit and _in_dollars(prices)):
        return []
    whose = amounts.economies if one is None else {one}
    foreign = sorted(whose - {_DOLLARS, _WORLD})
    if foreign and prices.unit:
        raise ArgumentError(
            f"{amounts.name} is in {amounts.unit!r}, and {prices.name} of {few(foreign)} follows "
            "prices in national currency: what comes out would be no constant dollars, for those "
            "prices and the exchange rate move apart. Deflate by the prices of the United States: "
            f'load the deflator with economies="{_DOLLARS}" and say economy="{_DOLLARS}".'
        )
    if foreign:
        said = (
            f"{amounts.name} is in {amounts.unit!r}, and the deflator of {few(foreign)} does not "
            "declare its unit: right only if it follows prices in US$ (as those of OECD's DAC do)."
        )
    elif _WORLD in whose:
        said = (
            f"{amounts.name} is in {amounts.unit!r}, and the world's inflation is mostly a median "
            f'of rates in national currencies: for constant dollars say economy="{_DOLLARS}".'
        )
    else:
        return []
    warn_caller(said, MeasureWarning)
    return [said]


def _in_dollars(figures: Figures) -> bool:
    """Whether a unit is US$, or the international $ that is worth one in the United States."""
    base = parse(figures.unit or "").base
    return "US$" in base or "international $" in base.casefold()


def _index(
    rows: pd.DataFrame, amounts: pd.DataFrame, base_year: int, one: str | None
) -> pd.DataFrame:
    """The level of prices in the years that are deflated, and in the base year."""
    if one is None:
        asked = pd.MultiIndex.from_frame(rows[["economy", "year"]]).isin(
            pd.MultiIndex.from_frame(amounts[["economy", "year"]])
        )
    else:
        asked = rows["year"].isin(amounts["year"]).to_numpy()
    # What nobody asks for may be rounded to nothing, as after a hyperinflation, and harms nobody.
    rows = rows.loc[asked | (rows["year"] == base_year).to_numpy()]
    wrong = rows.loc[rows["value"] <= 0]
    if len(wrong):
        raise ArgumentError(
            f"The deflator has {len(wrong)} figures that are zero or negative "
            f"({listed(wrong)}), which no price index has. If they are rates of inflation, ask for "
            "kind='inflation'; a publisher may also have rounded prices before a hyperinflation to "
            "0: leave those years out."
        )
    return rows.rename(columns={"value": "level"}).assign(chain=0)


def _chained(
    rows: pd.DataFrame, amounts: pd.DataFrame, base_year: int, one: str | None
) -> pd.DataFrame:
    """The level of prices that yearly rates lead to, from the first to the last year needed."""
    if one is None:
        years = amounts.groupby("economy")["year"].agg(["min", "max"]).reindex(rows["economy"])
        first, last = years["min"].to_numpy(), years["max"].to_numpy()
    else:
        first, last = amounts["year"].min(), amounts["year"].max()
    year = rows["year"].to_numpy()
    # The rate of the year after the last says that prices of the last are known.
    first, last = np.minimum(first, base_year), np.maximum(last, base_year) + 1
    rows = rows.loc[(year >= first) & (year <= last)]
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
    first_rates = levels.groupby("chain", as_index=False)[["economy", "year", "chain"]].head(1)
    before = first_rates.assign(year=first_rates["year"] - 1, level=1.0)
    return pd.concat([before, levels], ignore_index=True)


def _unmet(amounts: Figures, prices: Figures) -> str:
    return (
        f"No figure of {amounts.name} has a deflator: it covers {span(amounts.rows)}, "
        f"{prices.name} {span(prices.rows)}. Load the same years and economies, or name one "
        'economy\'s deflator, such as economy="USA" for dollars.'
    )


def _without_prices(unit: str) -> str:
    text = re.sub(r"\b(?:at\s+)?current(?:\s+prices\b)?", " ", unit, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", text).strip(" ,;")
