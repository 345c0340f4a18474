"""Women among migrants: by corridor, by where they come from, by where they live, in all.

A corridor counts where both of its counts are known; one that is known for one sex only is said
and left out.
"""

from __future__ import annotations

import pandas as pd

from migov.choices import one_of
from migov.errors import ArgumentError
from migov.measures.corridors import SIDES, not_negative
from migov.measures.pairs import derived_pairs, derived_places, pairs


def feminisation(table: pd.DataFrame, of: str = "corridor") -> pd.DataFrame:
    """Share of women in migration, in per cent.

    Parameters
    ----------
    table : pandas.DataFrame
        Corridor table with a column ``sex``: ``migov.load(..., sex="each")``, also one that
        :func:`group_corridors` summed.  Both sexes may be given as ``both`` or as female and male.
    of : {"corridor", "origin", "destination", "all"}
        Women in each corridor, among all from an origin, among all at a destination, or among
        everyone in the table; unknown origins count in the last two.

    Returns
    -------
    pandas.DataFrame
        ``origin, destination, year, value`` for corridors, or ``economy, year, value`` (``ALL``
        for everyone), with ``female`` and ``both``, the counts behind it.

    Raises
    ------
    ArgumentError
        If there is no column ``sex``, no women, or nothing to compare them with.

    Examples
    --------
    >>> import pandas as pd
    >>> stock = pd.DataFrame({"origin": "PHL", "destination": "ITA", "year": 2020,
    ...                       "sex": ["both", "female"], "value": [200.0, 114.0]})
    >>> feminisation(stock)["value"].tolist()
    [57.0]
    """
    one_of(of, ("corridor", *SIDES), "of")
    found = not_negative(pairs(table, sexes=True), "A share of women")
    sexes = set(found.rows["sex"]) if "sex" in found.rows else set()
    if "female" not in sexes or not sexes & {"both", "male"}:
        raise ArgumentError(
            "A share of women needs a column sex with female, and both or male. Load it with "
            'sex="each": migov.load("migrant_stock", years=2024, sex="each").'
        )
    keys = ["origin", "destination", "year"]
    wide = found.rows.pivot(index=keys, columns="sex", values="value")
    if "both" not in wide:
        wide["both"] = wide["female"] + wide["male"]
    known = wide[["female", "both"]].dropna()
    notes = []
    if len(known) < len(wide):
        notes.append(f"{len(wide) - len(known)} of {len(wide)} corridors lack one of the counts.")
    rows = known.reset_index()
    if of != "corridor":
        rows = rows.groupby(SIDES[of], as_index=False)[["female", "both"]].sum()
        rows = rows.assign(economy="ALL") if of == "all" else rows.rename(columns={of: "economy"})
    rows = rows.loc[rows["both"] > 0]
    if rows.empty:
        raise ArgumentError("No corridor has a count of both sexes to compare the women with.")
    rows = rows.assign(value=100 * rows["female"] / rows["both"])
    put = derived_pairs if of == "corridor" else derived_places
    return put(rows, [found], f"share of women in {found.words}", "%", notes)
