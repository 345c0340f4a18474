"""Names and codes in a publisher's file against those that migov knows: unknown, missing, unused.

Unknown is what the file has and migov does not, missing is what migov expects in the file and the
file lacks, unused is what migov knows of the publisher and no file has.  Readers refuse what is
unknown; here all three are warnings, for lists that hold no figures and for maintainers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import pandas as pd

from migov.economies import schemes
from migov.errors import (
    LayoutError,
    MissingNamesWarning,
    UnknownNamesWarning,
    UnusedNamesWarning,
    warn_caller,
)
from migov.words import few

_LISTED = 10


def check_names(
    values: pd.Series, scheme: str, where: str = "", expected: Iterable[str] = ()
) -> pd.Series:
    """Turn a publisher's codes or names into migov's; what is not known is warned of and empty.

    Parameters
    ----------
    values : pandas.Series
        Codes or names as the publisher gives them.
    scheme : str
        As in :func:`translate`.
    where : str, optional
        What the warnings call the list.
    expected : iterable of str, optional
        Codes of migov's that should be in it.

    Returns
    -------
    pandas.Series
        Codes, empty where a value is not known.

    Warns
    -----
    UnknownNamesWarning
        If values are not known.
    MissingNamesWarning
        If codes that are expected are not there.

    Examples
    --------
    >>> import pandas as pd
    >>> check_names(pd.Series(["MEX", "ROM"]), "worldbank").tolist()
    ['MEX', 'ROU']
    """
    known = _known(values.drop_duplicates(), scheme)
    place = f"{where}: " if where else ""
    unknown = [value for value, code in known.items() if not code]
    if unknown:
        warn_caller(
            f"{place}not known: {few(unknown, _LISTED, repr)}. What is not known is left out; if "
            "the publisher has added an economy or aggregate, it belongs into "
            "datasets/economies/codes.csv.",
            UnknownNamesWarning,
        )
    missing = sorted(set(expected) - set(known.values()))
    if missing:
        warn_caller(
            f"{place}missing, where they are expected: {few(missing, _LISTED)}. The list is not "
            "whole, or the publisher has dropped or renamed them.",
            MissingNamesWarning,
        )
    return values.map(known)


@contextmanager
def recorded() -> Iterator[Mapping[str, set[str]]]:
    """In this block it is recorded which names of each scheme files have.

    Examples
    --------
    >>> import pandas as pd
    >>> from migov import economies
    >>> with recorded() as seen:
    ...     _ = economies.translate(pd.Series(["MEX"]), "worldbank")
    >>> dict(seen)
    {'worldbank': {'MEX'}}
    """
    seen: dict[str, set[str]] = {}
    token = schemes.SEEN.set(seen)
    try:
        yield seen
    finally:
        schemes.SEEN.reset(token)


def unused(seen: Mapping[str, set[str]]) -> pd.DataFrame:
    """Rows of ``codes.csv`` whose name no file had, of the schemes that were recorded.

    Examples
    --------
    >>> rows = unused({"cepii": {"PAL", "ROM"}})
    >>> "PAL" in rows["value"].tolist(), "TMP" in rows["value"].tolist()
    (False, True)
    """
    rows = schemes.publishers_codes()
    rows = rows[rows["scheme"].isin(list(seen))]
    met = [
        schemes.key(value, scheme) in seen[scheme]
        for scheme, value in zip(rows["scheme"], rows["value"], strict=True)
    ]
    return rows[~pd.Series(met, index=rows.index, dtype=bool)].reset_index(drop=True)


def warn_unused(seen: Mapping[str, set[str]]) -> None:
    """Warn of names of publishers that no file has.

    Warns
    -----
    UnusedNamesWarning
        One for each scheme.
    """
    for scheme, rows in unused(seen).groupby("scheme"):
        warn_caller(
            f"Unused: {len(rows)} of the names of the scheme {scheme!r} in datasets/economies/"
            f"codes.csv are in no file that was read: {few(rows['value'], _LISTED, repr)}. They "
            "are misspelt, or belong to files that are not embedded.",
            UnusedNamesWarning,
        )


def _known(values: pd.Series, scheme: str) -> dict[object, str]:
    """Each value's code, empty where it is not known."""
    try:
        return dict(zip(values, schemes.translate(values, scheme), strict=True))
    except LayoutError:  # it names ten of them; here all are wanted
        if len(values) == 1:
            return {values.iloc[0]: ""}
        half = len(values) // 2
        return _known(values[:half], scheme) | _known(values[half:], scheme)
