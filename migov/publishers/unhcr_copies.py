"""Reads tidy copies of what UNHCR's API once answered: earlier states of its figures, which it does
not keep.  The columns are those of the answer, and so are the rules; nothing is fetched.
"""

from __future__ import annotations

from migov.errors import ArgumentError
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.publishers._unhcr_rows import read_rows
from migov.publishers.unhcr import POPULATION
from migov.tidy import Reading


def read_population(path: Source, measure: str = "refugees") -> Reading:
    """Read one group of people from a csv with the columns of ``/population/v1/population/``.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped: ``year, coo, coo_iso, coa, coa_iso`` and a column a group.
    measure : str
        As of :func:`migov.publishers.unhcr.read_population`.

    Returns
    -------
    Reading
        As of that function.

    Raises
    ------
    ArgumentError
        If there is no such group.
    LayoutError
        If a column is missing, a code is not known, or a figure is no count of persons.

    Examples
    --------
    >>> import io
    >>> head = b"year,coo,coo_iso,coa,coa_iso,refugees\\n"
    >>> read_population(io.BytesIO(head + b"2001,AFG,AFG,PAK,PAK,2197821\\n")).table
      origin destination  year      value
    0    AFG         PAK  2001  2197821.0
    """
    if measure not in POPULATION:
        raise ArgumentError(
            f"measure={measure!r} is not one of {', '.join(map(repr, POPULATION))}."
        )
    frame = _csv.columns(path, ["year", "coo", "coo_iso", "coa", "coa_iso", measure])
    return read_rows(frame, measure, POPULATION[measure], _source.label(path))
