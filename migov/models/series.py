"""One economy's series taken out of a table, as trend and break models want it.

Also what both need around it: how a coefficient on logarithms is said in per cent, how many lags
a kernel takes, how a source is named.  Nothing is estimated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from migov import tidy
from migov.errors import ArgumentError
from migov.words import few

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Series:
    """Years and values of one economy, with what its table says of them.

    Attributes
    ----------
    economy, name, source, title : str
        Code, what to call the series, the publisher for the foot of a figure, and the series in
        words.
    unit : str or None
        As the table declares it.
    years, values : numpy.ndarray
        In order, without missing values.
    """

    economy: str
    name: str
    source: str
    unit: str | None
    years: NDArray[np.int64]
    values: Floats
    title: str = ""

    @property
    def missing(self) -> list[int]:
        """Years between the first and the last that the usual spacing would have."""
        step = int(np.gcd.reduce(np.diff(self.years)))
        return sorted(set(range(int(self.years[0]), int(self.years[-1]), step)) - set(self.years))

    def response(self, log: bool) -> Floats:
        """The values, or their natural logarithms.

        Raises
        ------
        ArgumentError
            If logarithms are asked of figures that are zero or negative.
        """
        if not log:
            return self.values
        wrong = self.years[self.values <= 0]
        if len(wrong):
            raise ArgumentError(
                f"{self.name} of {self.economy} is zero or negative in {few(wrong)}, so it has no "
                "logarithm there. Ask for log=False, or for years without those."
            )
        return np.log(self.values)


def one_series(
    table: pd.DataFrame, economy: str | None, years: tuple[int, int] | None, least: int, what: str
) -> Series:
    """Take one economy's series out of an economy–year table.

    Parameters
    ----------
    table : pandas.DataFrame
        ``economy, year, value``, or ``economy, year`` and one more column.
    economy : str or None
        Its code; may be left out if the table has one economy only.
    years : (int, int) or None
        First and last year, both included.
    least : int
        The fewest figures that `what` can be estimated from.

    Raises
    ------
    ArgumentError
        If the table is no such table, the economy is not in it, or there are too few figures.
    SchemaError
        If the table breaks the schema.
    """
    column = tidy.value_column(table, "The table")
    plain = table[["economy", "year", column]].set_axis(["economy", "year", "value"], axis=1)
    known = sorted(plain["economy"].dropna().astype(str).unique())
    if economy is None:
        if len(known) != 1:
            which = f" ({few(known)}). Say which: economy={known[0]!r}." if known else "."
            raise ArgumentError(
                f"{what} is of one economy, and the table has {len(known)} economies{which}"
            )
        economy = known[0]
    if not isinstance(economy, str) or economy not in known:
        raise ArgumentError(f"The table has no economy {economy!r}; it has {few(known)}.")
    rows = plain.loc[plain["economy"] == economy]
    rows = tidy.in_order(rows)
    covered = f"{rows['year'].min()}–{rows['year'].max()}"
    if years is not None:
        first, last = _span(years)
        rows = rows.loc[rows["year"].between(first, last)]
        covered = f"{first}–{last}"
    if not np.isfinite(rows["value"].to_numpy()).all():
        raise ArgumentError(f"The figures of {economy} are not all finite. Leave those rows out.")
    if len(rows) < least:
        raise ArgumentError(
            f"{what} of {economy} needs at least {least} figures; {covered} has {len(rows)}. "
            "Ask for more years, or compare single years with migov.measures.growth."
        )
    record: dict[str, Any] = tidy.provenance(table).get(column, {})
    return Series(
        economy=str(economy),
        name=str(record.get("series") or column),
        source=source(record),
        unit=record.get("unit") or None,
        years=rows["year"].to_numpy(dtype=np.int64),
        values=rows["value"].to_numpy(dtype=np.float64),
        title=str(record.get("title") or ""),
    )


def source(record: dict[str, Any]) -> str:
    """What stands under a figure: publisher and version."""
    publisher = record.get("publisher_name") or record.get("publisher")
    if not publisher:
        return "Source: not declared"
    version = f", version {record['version']}" if record.get("version") else ""
    return f"Source: {publisher}{version}"


def per_cent(slope: float) -> float:
    """A difference of logarithms as a change in per cent."""
    return 100 * float(np.expm1(slope))


def bartlett_lags(n: int) -> int:
    """Newey and West's rule of thumb for the lags of a Bartlett kernel: ⌊4 (n/100)^(2/9)⌋."""
    return int(4 * (n / 100) ** (2 / 9))


def _span(years: tuple[int, int]) -> tuple[int, int]:
    try:
        first, last = (int(year) for year in years)
    except (TypeError, ValueError):
        raise ArgumentError(
            f"years={years!r} must be the first and the last year, such as (1990, 2000)."
        ) from None
    if first > last:
        raise ArgumentError(f"years={years!r} run backwards. Write ({last}, {first}).")
    return first, last
