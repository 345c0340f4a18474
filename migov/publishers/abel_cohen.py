"""Reads Abel and Cohen's estimates of bilateral migration flows (``bilat_mig.csv`` on figshare),
one of their six methods at a time.  A year is the first of the five years that a flow spans; zeros
are estimates and stay, and the diagonal, which is empty by definition, goes.  Nothing is fetched.
"""

from __future__ import annotations

import csv

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError, nearest
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

METHODS = {
    "sd_drop_neg": "stock differences, decreases left out",
    "sd_rev_neg": "stock differences, decreases counted as return",
    "mig_rate": "migration rates",
    "da_min_open": "demographic accounting, fewest moves, open system",
    "da_min_closed": "demographic accounting, fewest moves, closed system",
    "da_pb_closed": "demographic accounting, pseudo-Bayesian, closed system",
}
_KEYS = ["year0", "orig", "dest"]


def read_flows(path: Source, method: str) -> Reading:
    """Read one method of ``bilat_mig.csv``.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped.
    method : {"sd_drop_neg", "sd_rev_neg", "mig_rate", "da_min_open", "da_min_closed", \
"da_pb_closed"}
        The column: how the flows are estimated from stocks of migrants.

    Returns
    -------
    Reading
        Columns origin, destination, year, value; persons in the five years from `year` on.  The
        authors' SUD is Sudan, ``SDN``.

    Raises
    ------
    ArgumentError
        If there is no such method.
    LayoutError
        If the file lacks a column, if a code is not known, if the diagonal is not empty, or if a
        flow is negative or a year does not begin a period of five.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO(b"year0,orig,dest,mig_rate\\n1990,NAM,NAM,0\\n1990,NAM,AGO,250\\n")
    >>> read_flows(file, "mig_rate").table
      origin destination  year  value
    0    NAM         AGO  1990  250.0
    """
    if method not in METHODS:
        near = nearest(method, METHODS) or list(METHODS)
        raise ArgumentError(f"method={method!r} is not one; try {', '.join(map(repr, near))}.")
    where = _source.label(path)
    wanted = [*_KEYS, method]
    with _csv.text(path) as (stream, _):
        try:
            frame = pd.read_csv(
                stream, usecols=lambda name: name in wanted, dtype=str, keep_default_na=False
            )
        except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as error:
            raise LayoutError(f"{where} cannot be read as csv ({error}).") from error
    if missing := [name for name in wanted if name not in frame]:
        raise LayoutError(
            f"{where} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}. It is "
            "probably another file of the authors' (by sex, or by type), or they renamed it."
        )
    _source.no_repeats(frame[_KEYS], where, 2)
    numbers = _source.figures(frame[["year0", method]], where, first=2)
    _refuse_impossible(frame, numbers, method, where)
    diagonal = frame["orig"] == frame["dest"]
    frame, numbers = frame[~diagonal], numbers[~diagonal]
    table = pd.DataFrame(
        {
            "origin": economies.translate(frame["orig"], "iso3", where),
            "destination": economies.translate(frame["dest"], "iso3", where),
            "year": numbers["year0"],
            "value": numbers[method],
        }
    )
    _source.no_repeats(table[["origin", "destination", "year"]], where)
    title = f"Bilateral international migration flow estimates: {METHODS[method]}"
    notes = ("An estimate from stocks of migrants, not a count.",)
    return Reading(arrange(table, "corridor"), title, None, "persons in five years", notes)


def _refuse_impossible(
    frame: pd.DataFrame, numbers: pd.DataFrame, method: str, where: str
) -> None:
    """Rows that no five-year flow can have."""
    flow, diagonal = numbers[method], frame["orig"] == frame["dest"]
    _source.whole(numbers[["year0"]], where, first=2)
    for wrong, what in (
        (flow.isna(), "without a figure"),
        (flow < 0, "with a negative flow"),
        (diagonal & (flow != 0), "with a flow from a place to itself"),
        (~(numbers["year0"] % 5 == 0), "whose year does not begin a period of five years"),
    ):
        if wrong.any():
            row = frame[wrong].iloc[0]
            raise LayoutError(
                f"{where} has {int(wrong.sum())} rows {what}, first {row['orig']} to "
                f"{row['dest']} {row['year0']}: {row[method]!r}. The file was probably damaged, or "
                "its meaning has changed."
            )
