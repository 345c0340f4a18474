"""Totals of corridors with the world, where the publisher prints none.

They are added up from every pair that a table has, whoever is in it; nothing here is estimated,
and a table that has totals of its own keeps them.
"""

from __future__ import annotations

import pandas as pd

from migov import tidy
from migov.errors import SchemaError

WORLD = "WLD"


def with_margins(table: pd.DataFrame) -> pd.DataFrame:
    """A corridor table with the totals of each origin, each destination and the world added.

    Parameters
    ----------
    table : pandas.DataFrame
        ``origin, destination, year, [sex,] value``, pairs alone.  Those of unknown origin
        (``XXX``), the stateless (``XXA``) and the displaced within an economy count too.

    Returns
    -------
    pandas.DataFrame
        The same pairs, and rows with ``WLD`` as origin, as destination or as both, sorted.

    Raises
    ------
    SchemaError
        If `table` has totals already, which would be counted twice.

    Examples
    --------
    >>> pairs = pd.DataFrame({"origin": ["AGO", "XXX"], "destination": "NAM", "year": 2000,
    ...                       "value": [5.0, 2.0]})
    >>> with_margins(pairs).query("origin == 'WLD'")
      origin destination  year  value
    2    WLD         NAM  2000    7.0
    3    WLD         WLD  2000    7.0
    """
    sides = ("origin", "destination")
    if any((table[side] == WORLD).any() for side in sides):
        raise SchemaError(
            "the table has rows of the world (WLD) already; adding them up again would count "
            "everyone twice. Leave them out first."
        )
    keys = tidy.keys_of(table, "corridor")
    if not len(table):
        return table
    rest = [key for key in keys if key not in sides]
    parts = [table]
    for kept in (["origin"], ["destination"], []):
        sums = table.groupby([*kept, *rest], as_index=False, observed=True)["value"].sum()
        parts.append(sums.assign(**{side: WORLD for side in sides if side not in kept}))
    return tidy.arrange(pd.concat(parts, ignore_index=True)[[*keys, "value"]], "corridor")
