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
    table: pd.DataFrame,
    kind: str,
    embed: tuple[str, ...] | None,
    threshold: float | None = None,
) -> pd.DataFrame:
    """The rows of a publisher's table that the snapshot holds.

    Of corridors the pairs of economies and the margins with the world, from which other
    aggregates follow; of an economy series all, or those that its registry names.  A pair that
    reaches the threshold in one year is held in every year, so that no series has holes; one that
    never does is left out, and the margins, which always stay, still count it.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"origin": ["MEX", "LCN", "WLD"], "destination": "USA",
    ...                       "year": 2000, "value": [5.0, 7.0, 7.0]})
    >>> embedded_rows(pairs, "corridor", None)["origin"].tolist()
    ['MEX', 'WLD']
    >>> embedded_rows(pairs, "corridor", None, threshold=6)["origin"].tolist()
    ['WLD']
    """
    if kind == "corridor":
        sides = [table["origin"], table["destination"]]
        aggregate = sum(economies.is_aggregate(side).astype(int) for side in sides)
        world = (sides[0] == "WLD") | (sides[1] == "WLD")
        table = table[(aggregate == 0) | world]
        if threshold is not None:
            table = table[_reaches(table, threshold) | world[table.index]]
    elif embed is not None:
        table = table[table["economy"].isin(embed)]
    return table.reset_index(drop=True)


def left_out(table: pd.DataFrame, kept: pd.DataFrame) -> dict[str, float]:
    """What a threshold leaves out: the number of pairs, of how many, and the share that is kept.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = pd.DataFrame({"origin": ["MEX", "CUB"], "destination": "USA", "year": 2000,
    ...                       "value": [9.0, 1.0]})
    >>> left_out(pairs, pairs[:1])
    {'pairs': 1, 'of': 2, 'share_kept': 0.9}
    """
    sides = ["origin", "destination"]
    every, held = (
        each[~economies.is_aggregate(each["origin"]) & ~economies.is_aggregate(each["destination"])]
        for each in (table, kept)
    )
    if "sex" in table.columns:
        every, held = (each[each["sex"] == "both"] for each in (every, held))
    pairs = len(every[sides].drop_duplicates())
    share = float(held["value"].sum() / every["value"].sum())
    return {
        "pairs": pairs - len(held[sides].drop_duplicates()),
        "of": pairs,
        "share_kept": round(share, 6),
    }


def _reaches(table: pd.DataFrame, threshold: float) -> pd.Series:
    """Rows of a corridor that reaches the threshold in some year, both sexes together."""
    counted = table
    if "sex" in table.columns and (table["sex"] == "both").any():
        counted = table[table["sex"] == "both"]
    most = counted.groupby(["origin", "destination"])["value"].max()
    enough = most.index[most >= threshold]
    return pd.Series(
        pd.MultiIndex.from_frame(table[["origin", "destination"]]).isin(enough), index=table.index
    )


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
