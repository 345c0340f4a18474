"""What a picture of corridors needs: one figure a pair of origin and destination, in one year.

Takes a corridor table or a matrix (origins down, destinations across) and refuses what has several
figures for a pair; a pair without a figure stays unknown, which is not zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from migov import economies, tidy
from migov.errors import ArgumentError, SchemaError
from migov.plots.asked import figures
from migov.plots.labels import caption, source_line
from migov.words import few

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORLD, NOT_ALLOCATED = "WLD", "Not allocated"  # the margins of a matrix
UNKNOWN, UNKNOWN_COLOUR = "Not known", "#8a8a8a"  # a place, not a small one: never among others
_SIDES = ("origin", "destination")


@dataclass(frozen=True)
class Pairs:
    """Corridors of one year, as a picture has them.

    Attributes
    ----------
    rows : pandas.DataFrame
        ``origin, destination, value``, one row a pair, the largest first.
    when : str
        The year as a picture says it; empty for a matrix, which does not.
    """

    rows: pd.DataFrame
    when: str

    def head(self, label: str) -> str:
        """What the figures count, and in which year, as a picture says it."""
        return f"{label}, {self.when}" if self.when else label


def pairs(table: pd.DataFrame, picture: str, signed: bool = False) -> Pairs:
    """The corridors of a table or matrix, checked.

    Parameters
    ----------
    table : pandas.DataFrame
        A corridor table of one year, or a matrix.
    picture : str
        What a refusal calls the picture, for example ``"alluvial()"``.
    signed : bool
        Whether figures below zero can be drawn.

    Raises
    ------
    SchemaError
        If it is no such table, or holds text where figures belong.
    ArgumentError
        If it is empty, has several years or sexes, or two figures for a pair.

    Examples
    --------
    >>> import migov
    >>> pairs(migov.load("migrant_stock", years=2024), "a picture").rows["origin"].iloc[0]
    'MEX'
    """
    if not isinstance(table, pd.DataFrame):
        raise SchemaError(
            f"{picture} draws a table, not a {type(table).__name__}. Give a corridor table "
            "(origin, destination, year, value) that migov.load() gave, or a matrix."
        )
    if _is_matrix(table):
        rows, when = _from_matrix(table), str(table.attrs.get(tidy.ATTRS, {}).get("year", ""))
    else:
        rows, when = _from_table(table, picture), _year(table)
    figures(rows["value"])
    rows = rows.dropna(subset=["value"])
    if rows.empty:
        raise ArgumentError(
            "The table has no figures: there is nothing to draw. Ask for other years or places."
        )
    _refuse_nowhere(rows)
    _check_single(rows, picture)
    _refuse_totals(rows, picture)
    if not signed and (rows["value"] < 0).any():
        one = rows.loc[rows["value"].idxmin()]
        raise ArgumentError(
            f"{one['origin']} to {one['destination']} is {one['value']:g}, and {picture} cannot "
            "draw less than nothing. Net figures and disinvestment can be drawn with heat()."
        )
    rows = rows.sort_values(
        ["value", "origin", "destination"], ascending=[False, True, True], ignore_index=True
    )
    return Pairs(rows[[*_SIDES, "value"]], when)


def margins_of(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The published margins of a matrix: its last columns and its last rows; none without them.

    Examples
    --------
    >>> import migov
    >>> right, below = margins_of(
    ...     migov.matrix("migrant_stock", 2024, by="region", margins=True))
    >>> list(right.columns), list(below.index)
    (['Not allocated', 'WLD'], ['Not allocated', 'WLD'])
    """
    ends = [NOT_ALLOCATED, WORLD]
    if not _is_matrix(table) or not (WORLD in table.index and WORLD in table.columns):
        return None
    columns = [name for name in ends if name in table.columns]
    rows = [name for name in ends if name in table.index]
    return table[columns], table.loc[rows]


def about_margins(table: pd.DataFrame) -> str:
    """Whose the totals of a matrix are: the publisher's, or sums by migov.

    Examples
    --------
    >>> import migov
    >>> about_margins(migov.matrix("migrant_stock", 2024, by="income", margins=True))
    "All: the world's total is the published one, those of groups are summed by migov."
    """
    caveats = [caveat for record in tidy.provenance(table).values()
               for caveat in record.get("caveats", ())]
    if any("WLD is summed by migov" in each for each in caveats):
        return "All: sums by migov, since the publisher gives no total."
    known = set(economies.table()["economy"])
    grouped = not {*table.index, *table.columns} <= {*known, WORLD, NOT_ALLOCATED}
    theirs = [each for each in caveats if each.startswith("The publisher's own totals")]
    alike = len(theirs) == 2 and all(each.endswith("are the same.") for each in theirs)
    added = any(each.startswith("The sum of all that the publisher counts") for each in caveats)
    if grouped and not alike:
        whole = "all that the publisher counts" if added else "the published one"
        return f"All: the world's total is {whole}, those of groups are summed by migov."
    if added:
        return "All: sums of all that the publisher counts."
    part = any("Totals that the publisher does not give" in each for each in caveats)
    return f"All: the published totals{', and sums where there is none' * part}."


def above_zero(rows: pd.DataFrame) -> pd.DataFrame:
    """Corridors with something to draw.

    Raises
    ------
    ArgumentError
        If there is none.
    """
    kept = rows[rows["value"] > 0]
    if kept.empty:
        raise ArgumentError("Every figure is nought: there is no ribbon to draw.")
    return kept


def threshold_note(table: pd.DataFrame) -> str:
    """What a table says of the corridors that it leaves out for being small; empty if nothing."""
    said = [
        caveat.split(":")[0].rstrip(".") for record in tidy.provenance(table).values()
        for caveat in record.get("caveats", ())
        if caveat.startswith("Corridors that reach")
    ]
    return " ".join(f"{each}." for each in dict.fromkeys(said))


def credit(
    ax: Axes, table: pd.DataFrame, source: bool, *said: str, small: bool = True
) -> Axes:
    """The lines below a picture: source and vintage, and what else a reader should know.

    Parameters
    ----------
    source : bool
        Whether the source is said.
    *said : str
        Sentences; empty ones are left out.
    small : bool
        Whether a reader should know that small corridors are left out of the table.
    """
    more = " ".join(part for part in (*said, threshold_note(table) if small else "") if part)
    known = source and source_line(table)
    if known or more:
        caption(ax, table if known else None, more)
    return ax


def _year(table: pd.DataFrame) -> str:
    if "year" not in table.columns:
        return ""
    try:
        return str(int(table["year"].iloc[0]))
    except (TypeError, ValueError):
        raise SchemaError(
            f"{table['year'].iloc[0]!r} is no year. The column year holds whole numbers."
        ) from None


def _is_matrix(table: pd.DataFrame) -> bool:
    return table.index.name == "origin" and table.columns.name == "destination"


def _from_matrix(table: pd.DataFrame) -> pd.DataFrame:
    ends = [WORLD, NOT_ALLOCATED]
    whole = WORLD in table.index and WORLD in table.columns
    wide = table.drop(index=ends, columns=ends, errors="ignore") if whole else table.copy()
    wide.columns = wide.columns.astype(str)
    if not len(wide) or not len(wide.columns):
        raise ArgumentError("The matrix is empty: there is nothing to draw.")
    wide.columns.name = "destination"
    return wide.reset_index().melt(id_vars="origin", var_name="destination", value_name="value")


def _from_table(table: pd.DataFrame, picture: str) -> pd.DataFrame:
    missing = [side for side in _SIDES if side not in table.columns]
    figures = [column for column in table.columns if column not in (*_SIDES, "year", "sex")]
    if missing:
        raise SchemaError(
            f"{picture} draws corridors, and the table has no {' and no '.join(missing)}; it has "
            f"{few(table.columns, 8) or 'no columns'}. Give a corridor series, such as "
            "migov.load('migrant_stock', years=2024), or a matrix whose index is named origin and "
            "whose columns are named destination."
        )
    if "value" not in figures and len(figures) != 1:
        raise SchemaError(
            f"{picture} draws one figure a corridor, and the table has {few(figures) or 'none'} "
            "beside origin, destination and year. Name the column meant value."
        )
    if table.empty:
        raise ArgumentError("The table is empty: there is nothing to draw. Ask for other years.")
    for column in ("year", "sex"):
        if column in table.columns and table[column].nunique() > 1:
            raise ArgumentError(
                f"{picture} shows one {column} and the table has {table[column].nunique()} "
                f"({few(sorted(table[column].unique()))}). Choose one: "
                f"table[table['{column}'] == {sorted(table[column].unique().tolist())[-1]!r}]."
            )
    column = "value" if "value" in figures else figures[0]
    return table[[*_SIDES, column]].rename(columns={column: "value"})


def _check_single(rows: pd.DataFrame, picture: str) -> None:
    twice = rows[rows.duplicated(list(_SIDES), keep=False)]
    if len(twice):
        one = twice.iloc[0]
        raise ArgumentError(
            f"{one['origin']} to {one['destination']} has several figures, and {picture} draws "
            "one a corridor. Choose rows, or add them up first; a figure never adds up."
        )


def _refuse_nowhere(rows: pd.DataFrame) -> None:
    for side in _SIDES:
        if rows[side].isna().any():
            raise SchemaError(
                f"{int(rows[side].isna().sum())} rows have no {side}. If the economy is Namibia, "
                "its code NA was read as missing: read the file with keep_default_na=False."
            )


def _refuse_totals(rows: pd.DataFrame, picture: str) -> None:
    """Totals beside their own parts would be drawn as if they were more people."""
    for side in _SIDES:
        codes = pd.Series(rows[side].astype(str).unique(), dtype="str")
        totals = codes[economies.is_aggregate(codes)]
        mixed = 0 < len(totals) < len(codes) or (WORLD in set(totals) and len(codes) > 1)
        if mixed:
            raise ArgumentError(
                f"The table has aggregates ({few(totals)}) beside their parts as {side}, and "
                f"{picture} would count people twice. Leave them out: aggregates=False in "
                "migov.load(), or choose the aggregates alone."
            )
