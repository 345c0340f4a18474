"""What changed between two vintages of one series: a comparison of two tidy tables.

Nothing here loads, and nothing explains why a figure moved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from migov import economies, tidy

# Some releases print ten or eleven digits where others print all: that is no revision.
TOLERANCE = 1e-8


@dataclass(frozen=True)
class Changes:
    """The difference of a newer table from an older one.

    Attributes
    ----------
    years_added, years_gone : tuple of int
    appeared, vanished : tuple of str
        Codes of economies and aggregates (for corridors, of either side).
    added, removed : int
        Figures that the newer table has and the older has not, and the other way round.
    revised : pandas.DataFrame
        The keys, ``before``, ``after`` and ``change`` (relative, NaN where before is zero) of
        every figure that both have and that differs, the largest change first.
    """

    years_added: tuple[int, ...]
    years_gone: tuple[int, ...]
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    added: int
    removed: int
    revised: pd.DataFrame

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or len(self.revised))


def embedded_rows(
    table: pd.DataFrame, kind: str, embed: tuple[str, ...] | None
) -> pd.DataFrame:
    """The rows of a publisher's table that the snapshot holds.

    Of corridors the pairs of economies and the margins with the world, from which other
    aggregates follow; of an economy series all, or those that its registry names.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"origin": ["MEX", "LCN", "WLD"], "destination": "USA"})
    >>> embedded_rows(pairs, "corridor", None)["origin"].tolist()
    ['MEX', 'WLD']
    """
    if kind == "corridor":
        sides = [table["origin"], table["destination"]]
        aggregate = sum(economies.is_aggregate(side).astype(int) for side in sides)
        world = (sides[0] == "WLD") | (sides[1] == "WLD")
        table = table[(aggregate == 0) | world]
    elif embed is not None:
        table = table[table["economy"].isin(embed)]
    return table.reset_index(drop=True)


def compare(before: pd.DataFrame, after: pd.DataFrame, kind: str) -> Changes:
    """How `after` differs from `before`.

    Parameters
    ----------
    before, after : pandas.DataFrame
        Tidy tables of one series with the same columns.
    kind : {"economy", "corridor"}

    Examples
    --------
    >>> import pandas as pd
    >>> old = pd.DataFrame({"economy": ["MEX"], "year": [2000], "value": [10.0]})
    >>> new = pd.DataFrame({"economy": ["MEX", "MEX"], "year": [2000, 2001], "value": [11.0, 12.0]})
    >>> found = compare(old, new, "economy")
    >>> found.years_added, found.revised["change"].round(3).tolist()
    ((2001,), [0.1])
    """
    keys = tidy.keys_of(before, kind)
    places = [each for each in keys if each not in ("year", "sex")]
    both = before.merge(after, on=keys, how="outer", suffixes=("_before", "_after"), indicator=True)
    shared = both[both["_merge"] == "both"]
    old, new = shared["value_before"].to_numpy(), shared["value_after"].to_numpy()
    moved = np.abs(new - old) > TOLERANCE * np.maximum(np.abs(new), np.abs(old))
    revised = shared.loc[moved, keys].assign(before=old[moved], after=new[moved])
    ground = revised["before"].abs().where(revised["before"] != 0)
    revised["change"] = (revised["after"] - revised["before"]) / ground
    order = revised["change"].abs().sort_values(ascending=False, kind="stable").index
    years = [set(table["year"].unique().tolist()) for table in (before, after)]
    codes = [{code for place in places for code in table[place].unique()}
             for table in (before, after)]  # fmt: skip
    return Changes(
        years_added=tuple(sorted(years[1] - years[0])),
        years_gone=tuple(sorted(years[0] - years[1])),
        appeared=tuple(sorted(codes[1] - codes[0])),
        vanished=tuple(sorted(codes[0] - codes[1])),
        added=int((both["_merge"] == "right_only").sum()),
        removed=int((both["_merge"] == "left_only").sum()),
        revised=revised.loc[order].reset_index(drop=True),
    )
