"""Where sources differ: what each says, which is followed here, and why.

Differences that were found and decided stand in ``disagreements.csv``; totals that an organisation
or a paper gives are set beside the rows that migov has for the same date.  Lists and dates of other
sources are kept as they are and answer no other question.
"""

from __future__ import annotations

import pandas as pd

from migov.economies import spells
from migov.economies.tables import read_table
from migov.errors import ArgumentError
from migov.governance import records, remarks

_OF_THE_UNION = "members of the European Union"
_STATUS = {
    "participants in the treaty": ["party", "signatory"],
    "observers": ["observer"],
    "in favour": ["in favour"],
}
# What is counted with every row of an arrangement; other totals are not of who belongs.
_OF_ALL = frozenset(("members", "parties", "participants", "governments", _OF_THE_UNION))


def disagreements(arrangement: str | None = None) -> pd.DataFrame:
    """Differences between sources, with the one that is followed.

    Parameters
    ----------
    arrangement : str, optional
        Only this one's; of all by default.

    Returns
    -------
    pandas.DataFrame
        `arrangement`, `economy` (codes joined by ``;``, or empty), `about`, `one` and `one_says`,
        `other` and `other_says` (two sources and what they say), `chosen` (whom migov follows),
        `why`, and `evidence` (where both stand, as keys of :func:`evidence`).

    Raises
    ------
    UnknownNameError
        If there is no such arrangement.

    Examples
    --------
    >>> found = disagreements("MERCOSUR")
    >>> found[["economy", "chosen"]].values.tolist()
    [['BOL;CHL', 'MERCOSUR']]
    """
    table = _of("disagreements", arrangement)
    return remarks.documented(table, "Where sources on migration governance differ")


def counts(arrangement: str | None = None) -> pd.DataFrame:
    """Totals that organisations and papers give, beside the rows that migov has on the date.

    Parameters
    ----------
    arrangement : str, optional
        Only this one's; of all by default.

    Returns
    -------
    pandas.DataFrame
        `arrangement`, `date`, `what`, `stated` (the total that is given), `rows` (how many migov
        has; missing where members are not known on the date), `difference` (rows less stated),
        `evidence` and `note`.

    Raises
    ------
    UnknownNameError
        If there is no such arrangement.
    ArgumentError
        If no total is known of it.

    Examples
    --------
    >>> counts("ICRMW")[["what", "stated", "rows"]].values.tolist()
    [['parties', 37, 37], ['parties', 60, 60], ['participants in the treaty', 71, 71]]
    """
    table = _of("counts", arrangement, "total")
    found = []
    for row in table.to_dict("records"):
        held = _held(row["arrangement"], row["date"], row["what"])
        found.append({
            "arrangement": row["arrangement"], "date": row["date"], "what": row["what"],
            "stated": int(row["count"]), "rows": held, "evidence": row["evidence"],
            "note": row["note"],
        })  # fmt: skip
    out = pd.DataFrame(found)
    out["rows"] = out["rows"].astype("Int64")
    out.insert(5, "difference", out["rows"] - out["stated"])
    return remarks.documented(out, "Totals of members as stated, beside migov's rows")


def other_lists(arrangement: str | None = None) -> pd.DataFrame:
    """Who belongs by a list that is not the one followed here.

    Parameters
    ----------
    arrangement : str, optional
        Only this one's; of all by default.

    Returns
    -------
    pandas.DataFrame
        `arrangement`, `economy`, `from` and `to` (as the other source has them), `status`, `seen`
        (the day of a list that has no years), `entry_into_force` and `evidence`.

    Raises
    ------
    UnknownNameError
        If there is no such arrangement.
    ArgumentError
        If no other list of it is kept.

    Examples
    --------
    >>> other = other_lists("MERCOSUR")
    >>> other.loc[other["economy"] == "CHL", ["from", "status", "evidence"]].values.tolist()
    [['1998', 'member', 'cow-igo']]
    """
    table = _of("other_lists", arrangement, "other list")
    return remarks.documented(table, "Members by lists that migov does not follow")


def other_dates(arrangement: str | None = None) -> pd.DataFrame:
    """Dates of arrangements as further sources give them.

    Parameters
    ----------
    arrangement : str, optional
        Only this one's; of all by default.

    Returns
    -------
    pandas.DataFrame
        `arrangement`, `what` (``founded``, ``in_force`` or what else happened), `date`, `evidence`
        and `note`.

    Raises
    ------
    UnknownNameError
        If there is no such arrangement.
    ArgumentError
        If no further date of it is kept.

    Examples
    --------
    >>> other_dates("IGC")[["what", "date", "evidence"]].values.tolist()
    [['founded', '1985', 'sem-igc']]
    """
    table = _of("dates", arrangement, "other date")
    return remarks.documented(table, "Dates of arrangements by further sources")


def _of(name: str, arrangement: str | None, what: str = "") -> pd.DataFrame:
    """An arrangement's rows of a table; if there are none, refused by what they are."""
    table = read_table(f"governance/{name}.csv")
    if arrangement is None:
        return table
    key = records.find(arrangement)
    mine = table[table["arrangement"] == key]
    if what and mine.empty:
        kept = ", ".join(dict.fromkeys(table["arrangement"]))
        raise ArgumentError(f"No {what} of {key} is kept; there are some of {kept}.")
    return mine.reset_index(drop=True)


def _held(arrangement: str, date: str, what: str) -> int | None:
    if what not in _STATUS and what not in _OF_ALL:
        return None
    row, day = records.record(arrangement), spells.last(date)
    every = records.of_status(records.rows(arrangement), _STATUS.get(what))
    early = row["known_from"] and day < spells.first(row["known_from"])
    if every.empty or early:
        return None
    standing = set(records.standing(every, date)["economy"])
    if what == _OF_THE_UNION:
        union = records.of_status(records.rows("EU"), None)
        standing &= set(records.standing(union, date)["economy"])
    return len(standing) if len(standing) or (every["from"] != "").any() else None
