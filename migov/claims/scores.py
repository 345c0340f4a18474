"""The scoreboard: how many claims of each paper and kind came to which verdict.

It counts findings or rows of the table of claims; it checks nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from migov.claims.model import Finding
from migov.claims.verdicts import Verdict
from migov.errors import ArgumentError
from migov.words import few


def scoreboard(rows: pd.DataFrame | Iterable[Finding], by: str = "paper") -> pd.DataFrame:
    """Verdicts counted, and the share of claims that could be checked.

    Parameters
    ----------
    rows : pandas.DataFrame or list of Finding
        What ``migov.claims.table()`` or ``migov.claims.findings()`` gives.
    by : str
        A column of it: ``"paper"``, ``"kind"`` or ``"topic"``.

    Returns
    -------
    pandas.DataFrame
        A row for each paper (kind, topic) and one for all: a column a verdict, ``claims`` and
        ``checked``, the per cent of them that have a verdict other than "not testable".

    Raises
    ------
    ArgumentError
        If these are no rows of claims with their verdicts, or have no such column.

    Examples
    --------
    >>> import migov
    >>> scoreboard(migov.claims.table(["O017", "O035"])).loc["all", "checked"].item()
    50.0
    """
    rows = rows_of_claims(rows, "verdict", by)
    order = [str(each) for each in Verdict]
    counts = pd.crosstab(rows[by], rows["verdict"]).reindex(columns=order, fill_value=0)
    counts = counts.loc[list(dict.fromkeys(rows[by]))]
    counts.loc["all"] = counts.sum()
    counts.columns.name = None
    counts["claims"] = counts.sum(axis=1)
    decided = counts["claims"] - counts[str(Verdict.NOT_TESTABLE)]
    counts["checked"] = (100 * decided / counts["claims"]).round(1)
    counts.attrs = dict(rows.attrs)
    return counts


def rows_of_claims(rows: pd.DataFrame | Iterable[Finding], *columns: str) -> pd.DataFrame:
    """The rows of the table of claims, of a table or of findings, which has these columns.

    Raises
    ------
    ArgumentError
        If it is something else, or a verdict among them is none.
    """
    if not isinstance(rows, pd.DataFrame) and isinstance(rows, Iterable):
        some = list(rows)
        if all(isinstance(each, Finding) for each in some):
            rows = pd.DataFrame([each.row() for each in some], columns=Finding.COLUMNS)
    if not isinstance(rows, pd.DataFrame):
        raise ArgumentError(
            f"Rows of claims are counted and shown, such as migov.claims.table() gives them, not a "
            f"{type(rows).__name__}."
        )
    lacking = [name for name in columns if not isinstance(name, str) or name not in rows.columns]
    if lacking:
        raise ArgumentError(
            f"The table of claims has no column {few(lacking, write=repr)}; it has "
            f"{', '.join(map(str, rows.columns)) or 'none'}. Take it as migov.claims.table() gives "
            "it."
        )
    if "verdict" in rows:
        unknown = [each for each in rows["verdict"].unique() if each not in list(Verdict)]
        if unknown:
            raise ArgumentError(
                f"{few(unknown, write=repr)} is no verdict; there are "
                f"{', '.join(map(str, Verdict))}."
            )
    return rows
