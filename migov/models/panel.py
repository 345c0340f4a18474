"""Panel regression with economy and year effects and clustered standard errors.

The effects are taken out exactly, in unbalanced panels too, so that estimates and errors equal
those of least squares with a dummy variable for every effect.  Only what varies within an economy
over the years is used; nothing here is a proof of cause.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from migov import economies, tidy
from migov.errors import ArgumentError
from migov.models.results import COLUMNS, PanelResult
from migov.models.series import Floats, source
from migov.models.student import chance, reach_95
from migov.words import few

_EFFECTS = ("economy", "year")
_LEAST_CLUSTERS = 5
_FEW_CLUSTERS = 40


def panel(
    table: pd.DataFrame,
    y: str,
    x: str | Iterable[str],
    *,
    effects: Iterable[str] = _EFFECTS,
    cluster: str = "economy",
) -> PanelResult:
    """Least squares with economy and year effects.

    Parameters
    ----------
    table : pandas.DataFrame
        ``economy, year`` and a column a variable, as :func:`migov.panel` gives it.
    y : str
        Column to explain.
    x : str or list of str
        Columns that explain it.
    effects : sequence of {"economy", "year"}
        Which effects; an empty sequence gives a pooled regression with a constant.
    cluster : str
        Column whose groups may have correlated errors.

    Returns
    -------
    PanelResult

    Raises
    ------
    ArgumentError
        If a column is missing or no number, aggregates stand beside economies, a variable does
        not vary once the effects are out or repeats the others, or too few rows or clusters stay.
    SchemaError
        If two rows share economy and year.

    Notes
    -----
    With G clusters, N rows and K coefficients (effects counted) the covariance is scaled by
    G/(G − 1) × (N − 1)/(N − K); tests and intervals use Student's t with G − 1 degrees.  Programs
    that do not count the economy effects in K when clustering by economy give smaller errors.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> economy = np.repeat(["BRA", "EGY", "IND", "KEN", "MEX", "PER"], 6)
    >>> year, x = np.tile(range(1990, 1996), 6), np.random.default_rng(0).normal(size=36)
    >>> table = pd.DataFrame({"economy": economy, "year": year, "x": x, "y": 2 * x + year})
    >>> panel(table, "y", ["x"]).tidy()["estimate"].round(6).tolist()
    [2.0]
    """
    names = _columns(x)
    chosen = _effects(effects)
    rows, dropped = _complete(table, y, names, cluster)
    rows, singletons = _without_singletons(rows, chosen)
    response, design, k = _within(rows, y, names, chosen)
    terms = names if chosen else ["constant", *names]
    n, groups = len(rows), rows[cluster].astype("category").cat.codes.to_numpy()
    g = int(groups.max()) + 1 if n else 0
    _refuse_thin(n, k, g, cluster)
    _refuse_collinear(rows, design, terms, chosen)
    # Columns may be in US$ and in per cent side by side; on one scale the inverse stays accurate.
    scale = np.sqrt((design**2).sum(axis=0))
    design = design / scale
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ (design.T @ response)
    residuals = response - design @ beta
    scores = np.zeros((g, design.shape[1]))
    np.add.at(scores, groups, design * residuals[:, None])
    factor = g / (g - 1) * (n - 1) / (n - k)
    errors = np.sqrt(np.diag(factor * bread @ (scores.T @ scores) @ bread)) / scale
    beta = beta / scale
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = beta / errors
    reach = reach_95(g - 1) * errors
    chances = chance(ratios, g - 1)
    values = (terms, beta, errors, ratios, chances, beta - reach, beta + reach)
    total = response - (0 if chosen else response.mean())
    records = [tidy.provenance(table).get(name, {}) for name in (y, *names)]
    notes = []
    if g < _FEW_CLUSTERS:
        notes.append(f"{g} clusters: clustered errors rest on many and are probably too small.")
    return PanelResult(
        y=y,
        effects=chosen,
        cluster=cluster,
        estimates=pd.DataFrame(dict(zip(COLUMNS, values, strict=True))),
        n=n,
        n_economies=int(rows["economy"].nunique()),
        n_years=int(rows["year"].nunique()),
        n_clusters=g,
        dropped=dropped,
        singletons=singletons,
        r_squared_within=1 - float(residuals @ residuals) / float(total @ total),
        correction=f"× G/(G−1) × (N−1)/(N−K), K = {k}",
        notes=tuple(notes),
        source="; ".join(dict.fromkeys(source(record) for record in records if record))
        or source({}),
        units={
            name: str(record["unit"])
            for name, record in zip((y, *names), records, strict=True)
            if record.get("unit")
        },
    )


def _columns(x: str | Iterable[str]) -> list[str]:
    names = [x] if isinstance(x, str) else list(x) if isinstance(x, Iterable) else [x]
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong:
        raise ArgumentError(
            f"x names {few(wrong, write=repr)}; name columns of the panel as text, such as "
            'x="gdp" or x=["gdp", "population"].'
        )
    return names


def _effects(effects: Iterable[str]) -> tuple[str, ...]:
    if not isinstance(effects, Iterable):
        raise ArgumentError(
            f"effects={effects!r} names no effects; they may be 'economy', 'year', both or ()."
        )
    asked = [effects] if isinstance(effects, str) else list(effects)
    wrong = sorted({str(each) for each in asked if each not in _EFFECTS})
    if wrong:
        raise ArgumentError(
            f"effects has {', '.join(map(repr, wrong))}; they may be 'economy', 'year' or both."
        )
    return tuple(each for each in _EFFECTS if each in asked)


def _complete(
    table: pd.DataFrame, y: str, names: list[str], cluster: str
) -> tuple[pd.DataFrame, int]:
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(
            f"This is a {type(table).__name__}, not a table. Pass a panel, as migov.panel() gives."
        )
    for name, argument in ((y, "y"), (cluster, "cluster")):
        if not isinstance(name, str):
            raise ArgumentError(f"{argument}={name!r} must name one column of the panel as text.")
    if not names:
        raise ArgumentError("x names no variable. Name at least one column of the panel.")
    asked = [y, *names]
    twice = sorted({name for name in asked if asked.count(name) > 1})
    if twice:
        raise ArgumentError(f"{', '.join(twice)} is named more than once in y and x.")
    wanted = list(dict.fromkeys(["economy", "year", *asked, cluster]))
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise ArgumentError(
            f"The panel has no column {', '.join(missing)}; it has "
            f"{', '.join(map(str, table.columns))}."
        )
    text = [name for name in asked if not pd.api.types.is_numeric_dtype(table[name])]
    if text:
        raise ArgumentError(f"{', '.join(text)} holds text, not numbers. Cast the column first.")
    keys = table[["economy", "year"]].assign(value=0.0)
    tidy.check(keys.sort_values(["economy", "year"], ignore_index=True), "economy", "the panel")
    codes = sorted(table["economy"].unique())
    wholes = [code for code in codes if economies.is_aggregate(code)]
    if wholes and len(wholes) < len(codes):
        raise ArgumentError(
            f"The panel mixes aggregates ({', '.join(wholes[:5])}) with economies, which would "
            "enter twice. Leave one kind out."
        )
    rows = table[wanted].replace([np.inf, -np.inf], np.nan).dropna()
    return rows, len(table) - len(rows)


def _without_singletons(rows: pd.DataFrame, effects: tuple[str, ...]) -> tuple[pd.DataFrame, int]:
    # A row that is alone in its economy or year is fitted exactly by its own effect and says
    # nothing; taking it out may leave another alone (Correia 2015).
    before = len(rows)
    while effects:
        counts = [rows.groupby(each)[each].transform("size") for each in effects]
        alone = np.logical_or.reduce([count == 1 for count in counts])
        if not alone.any():
            break
        rows = rows.loc[~alone]
    return rows, before - len(rows)


def _within(
    rows: pd.DataFrame, y: str, names: list[str], effects: tuple[str, ...]
) -> tuple[Floats, Floats, int]:
    data = rows[[y, *names]].to_numpy(dtype=np.float64)
    if not effects:
        design = np.column_stack([np.ones(len(rows)), data[:, 1:]])
        return data[:, 0], design, design.shape[1]
    first = rows[effects[0]].to_numpy()
    data, k = _demean(data, first), len(np.unique(first))
    if len(effects) == 2 and len(rows):
        # In an unbalanced panel two rounds of means are not enough.  Dummies for the years, with
        # the economies taken out of them as well, are exact (Frisch, Waugh and Lovell).
        dummies = pd.get_dummies(rows["year"], dtype=float).to_numpy()
        dummies = _demean(dummies, first)
        found = np.linalg.lstsq(dummies, data, rcond=1e-10)
        data, k = data - dummies @ found[0], k + int(found[2])
    return data[:, 0], data[:, 1:], k + len(names)


def _demean(data: Floats, by: Any) -> Floats:
    codes = pd.factorize(by)[0]
    sums = np.zeros((codes.max() + 1 if len(codes) else 0, data.shape[1]))
    np.add.at(sums, codes, data)
    return data - (sums / np.bincount(codes)[:, None])[codes]


def _refuse_thin(n: int, k: int, g: int, cluster: str) -> None:
    if g < _LEAST_CLUSTERS:
        raise ArgumentError(
            f"Only {g} clusters by {cluster} are left (n = {n}); clustered errors need at least "
            f"{_LEAST_CLUSTERS}, and better {_FEW_CLUSTERS}. Load more economies or years."
        )
    if n <= k:
        raise ArgumentError(
            f"{n} rows cannot bear {k} coefficients, effects included. Load more economies or "
            "years, or take fewer variables."
        )


def _refuse_collinear(
    rows: pd.DataFrame, design: Floats, terms: list[str], effects: tuple[str, ...]
) -> None:
    out = " and ".join(effects) or "constant"
    spread = np.sqrt((design**2).sum(axis=0))
    raw = [1.0 if t == "constant" else float(np.linalg.norm(rows[t])) for t in terms]
    still = [t for t, left, was in zip(terms, spread, raw, strict=True) if left <= 1e-9 * was]
    if still:
        raise ArgumentError(
            f"{', '.join(still)} does not vary once the {out} effects are taken out, so its "
            "coefficient cannot be told from them. Leave it out, or ask for fewer effects."
        )
    if np.linalg.matrix_rank(design / spread, tol=1e-9 * np.sqrt(len(design))) < len(terms):
        raise ArgumentError(
            f"{', '.join(terms)}: one of these follows from the others within the panel. Leave "
            "one out."
        )
