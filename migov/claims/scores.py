"""The scoreboard: how many claims of each paper and kind came to which verdict.

It counts findings or rows of the table of claims; it checks nothing itself.
"""

from __future__ import annotations

import pandas as pd

from migov.claims.verdicts import Verdict


def scoreboard(rows: pd.DataFrame, by: str = "paper") -> pd.DataFrame:
    """Verdicts counted, and the share of claims that could be checked.

    Parameters
    ----------
    rows : pandas.DataFrame
        What ``migov.claims.table()`` gives.
    by : str
        A column of it: ``"paper"``, ``"kind"`` or ``"topic"``.

    Returns
    -------
    pandas.DataFrame
        A row for each paper (kind, topic) and one for all: a column a verdict, ``claims`` and
        ``checked``, the per cent of them that have a verdict other than "not testable".

    Examples
    --------
    >>> import migov
    >>> scoreboard(migov.claims.table(["O017", "O035"])).loc["all", "checked"].item()
    50.0
    """
    order = [str(each) for each in Verdict]
    counts = pd.crosstab(rows[by], rows["verdict"]).reindex(columns=order, fill_value=0)
    counts = counts.loc[list(dict.fromkeys(rows[by]))]
    counts.loc["all"] = counts.sum()
    counts.columns.name = None
    counts["claims"] = counts.sum(axis=1)
    decided = counts["claims"] - counts[str(Verdict.NOT_TESTABLE)]
    counts["checked"] = (100 * decided / counts["claims"]).round(1)
    return counts
