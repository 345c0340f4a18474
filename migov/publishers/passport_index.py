"""Reads the passport index as its carriers give it: which visa a passport needs for a destination.

The words of the table changed over the years, and so did what they mean; they come out as one list
of kinds of access, with the printed word beside it.  Part of every change between two dates is
that recoding.  The passport's own destination is left out.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _csv, _source
from migov.publishers._source import Source

ACCESS = (
    "visa free", "visa on arrival", "eta", "e-visa", "visa required", "no admission", "covid ban",
)  # fmt: skip
# The numbers of 2019; 0 to 2 are known only by comparing them with the words of 2022.
_NUMBERS = {"3": "visa free", "2": "visa on arrival", "1": "eta", "0": "visa required"}
_WORDS = {
    "hayya entry permit": "e-visa",
    "evisa": "e-visa",
    "eta": "eta",
    "tourist registration": "eta",
}
_OWN = "-1"


def read_access(path: Source) -> pd.DataFrame:
    """Read the table of passports and destinations by three-letter codes, one row a pair.

    Parameters
    ----------
    path : path or binary buffer
        A csv with the columns ``Passport``, ``Destination`` and ``Requirement`` (words or days) or
        ``Code`` (the numbers of 2019); gzip is opened.

    Returns
    -------
    pandas.DataFrame
        Sorted by `origin` (whose passport) and `destination`: `access` (one of :data:`ACCESS`),
        `days` (how long a stay without a visa may be; NaN if not printed) and `printed` (the
        table's word).

    Raises
    ------
    LayoutError
        If the columns are others, a word is not known, a code is no economy's, or a pair stands
        there twice.
    """
    where = _source.label(path)
    frame = _csv.columns(path)
    column = next((name for name in ("Requirement", "Code") if name in frame), None)
    if column is None or not {"Passport", "Destination"} <= set(frame):
        raise LayoutError(
            f"{where} should have the columns Passport, Destination and Requirement; it has "
            f"{_source.listing(list(frame.columns))}. The wide table, or one by names, is another "
            "file: take the one that ends in tidy-iso3."
        )
    words = frame[column].str.strip().str.lower()
    frame = frame[words != _OWN]
    words = words[words != _OWN]
    table = pd.DataFrame({
        "origin": economies.translate(frame["Passport"], "iso3", f"{where}, Passport"),
        "destination": economies.translate(frame["Destination"], "iso3", f"{where}, Destination"),
        "access": words.map(_kind(words, column, where)),
        "days": pd.to_numeric(words.where(words.str.fullmatch(r"\d+"), None))
        if column == "Requirement"
        else float("nan"),
        "printed": frame[column].str.strip(),
    })  # fmt: skip
    table = table[table["origin"] != table["destination"]]
    _source.no_repeats(table[["origin", "destination"]], where)
    if table.empty:
        raise LayoutError(f"{where} has no pair of passport and destination. Download it again.")
    table["days"] = table["days"].astype("float64")
    return table.sort_values(["origin", "destination"], ignore_index=True)


def _kind(words: pd.Series, column: str, where: str) -> dict[str, str]:
    found, unknown = {}, []
    for word in words.unique():
        if column == "Code":
            kind = _NUMBERS.get(word, "")
        elif word.isdecimal():
            kind = "visa free"
        else:
            kind = word if word in ACCESS else _WORDS.get(word, "")
        found[word] = kind
        if not kind:
            unknown.append(word)
    if unknown:
        raise LayoutError(
            f"{where} says {_source.listing(unknown)}, which is not known: neither days nor one of "
            f"{', '.join(ACCESS)}. The index has probably changed its words again."
        )
    return found
