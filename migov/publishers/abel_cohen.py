"""Reads Abel and Cohen's estimates of bilateral migration flows (``bilat_mig.csv`` on figshare),
one of their six methods at a time.  A year is the first of the five years that a flow spans; zeros
are estimates and stay, and the diagonal, which is empty by definition, goes.  Nothing is fetched.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
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
    _refuse_method(method)
    where = _source.label(path)
    frame = _csv.columns(
        path,
        [*_KEYS, method],
        "it is probably another file of the authors' (by sex, or by type), or they renamed it.",
    )
    reading = _reading(frame, method, where)
    _refuse_gaps(frame, where)
    return reading


def read_copy(path: Source, method: str) -> Reading:
    """Read one method of a tidy copy: ``method, sex, type, year0, orig, dest, flow``.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped, of all methods; both sexes and all types together are taken.
    method : str
        As of :func:`read_flows`.

    Returns
    -------
    Reading
        As of :func:`read_flows`, without the zeros, which the copy leaves out.

    Raises
    ------
    ArgumentError
        If there is no such method.
    LayoutError
        As of :func:`read_flows`, or if the copy has no figures of the method.

    Examples
    --------
    >>> import io
    >>> head = b"method,sex,type,year0,orig,dest,flow\\n"
    >>> file = io.BytesIO(head + b"mig_rate,both,all,1990,NAM,AGO,9\\n")
    >>> read_copy(file, "mig_rate").table
      origin destination  year  value
    0    NAM         AGO  1990    9.0
    """
    _refuse_method(method)
    where = _source.label(path)
    frame = _csv.columns(path, ["method", "sex", "type", *_KEYS, "flow"])
    chosen = (frame["method"] == method) & (frame["sex"] == "both") & (frame["type"] == "all")
    if not chosen.any():
        raise LayoutError(
            f"{where} has no flows of both sexes and all types by {method}; it has the methods "
            f"{_source.listing(sorted(set(frame['method'])))}. It is probably another copy."
        )
    frame = frame[chosen].rename(columns={"flow": method})
    return _reading(frame[[*_KEYS, method]], method, where, "Zeros are left out of the copy.")


def read_decades(path: Source) -> Reading:
    """Read a tidy copy of the closed pseudo-Bayesian flows, two periods of five years added up.

    Parameters
    ----------
    path : path or binary buffer
        The csv, plain or gzipped: ``decade`` (``1990_2000``), ``orig, dest, flow``.

    Returns
    -------
    Reading
        Columns origin, destination, year, value; persons in the ten years from `year` on.  Flows
        below a hundred are not in the copy.

    Raises
    ------
    LayoutError
        If a column is missing, a decade or code is none, or a flow is no number or negative.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO(b"decade,orig,dest,flow\\n1990_2000,NAM,AGO,250\\n")
    >>> read_decades(file).table
      origin destination  year  value
    0    NAM         AGO  1990  250.0
    """
    where = _source.label(path)
    frame = _csv.columns(path, ["decade", *_KEYS[1:], "flow"])
    years = frame["decade"].str.extract(r"^(\d{3}0)_(\d{3}0)$")
    wrong = (years[1].astype("float") - years[0].astype("float")) != 10
    if wrong.any():
        raise LayoutError(
            f"{where} has {int(wrong.sum())} rows whose decade is none, first "
            f"{frame.loc[wrong, 'decade'].iloc[0]!r}; it should read 1990_2000. It is probably "
            "another table."
        )
    name = "da_pb_closed"
    frame = frame.assign(year0=years[0]).rename(columns={"flow": name})
    found = _reading(frame, name, where, "Flows of ten years below 100 are left out of the copy.")
    return replace(found, unit="persons in ten years")


def _refuse_gaps(frame: pd.DataFrame, where: str) -> None:
    """Zeros are printed too, so that each pair of a period has its row; the diagonal may not."""
    years, year_names = pd.factorize(frame["year0"])
    codes, names = pd.factorize(pd.concat([frame["orig"], frame["dest"]]))
    origins, destinations = np.split(codes, 2)
    moved = origins != destinations
    sides = np.zeros((2, len(year_names), len(names)), dtype=bool)
    sides[0, years[moved], origins[moved]] = sides[1, years[moved], destinations[moved]] = True
    pairs = sides[0].sum(axis=1) * sides[1].sum(axis=1) - (sides[0] & sides[1]).sum(axis=1)
    found = np.bincount(years[moved], minlength=len(year_names))
    if (less := np.flatnonzero(found < pairs)).size:
        raise LayoutError(
            f"{where} has {found[less[0]]:,} pairs of economies in {year_names[less[0]]}; "
            f"{pairs[less[0]]:,} are expected, each origin with each destination, zeros among "
            "them. Rows were probably lost; download it again."
        )


def _refuse_method(method: str) -> None:
    if method not in METHODS:
        near = nearest(method, METHODS) or list(METHODS)
        raise ArgumentError(f"method={method!r} is not one; try {', '.join(map(repr, near))}.")


def _reading(frame: pd.DataFrame, method: str, where: str, *notes: str) -> Reading:
    _source.no_repeats(frame[_KEYS], where, 2)
    numbers = _source.figures(frame[["year0", method]], where, first=2)
    _refuse_impossible(frame, numbers, method, where)
    diagonal = frame["orig"] == frame["dest"]
    frame, numbers = frame[~diagonal], numbers[~diagonal]
    if _is_chile(frame):
        frame = frame.replace({"orig": {"CHI": "CHL"}, "dest": {"CHI": "CHL"}})
        notes += ("Its code CHI is Chile, which it does not call CHL.",)
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
    said = ("An estimate from stocks of migrants, not a count.", *notes)
    return Reading(arrange(table, "corridor"), title, None, "persons in five years", said)


def _is_chile(frame: pd.DataFrame) -> bool:
    """Whether CHI, elsewhere the Channel Islands, stands for Chile, as in a known copy.

    A table that has Chile's neighbours and no CHL calls Chile otherwise.
    """
    sides = [set(frame[side]) for side in ("orig", "dest")]
    both = sides[0] & sides[1]
    return {"CHI", "ARG"} <= both and "CHL" not in sides[0] | sides[1]


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
