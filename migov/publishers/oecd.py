"""Reads OECD's bulk files of aid: DAC1, what donors give in all, and DAC2a, what recipients get,
from one donor or from each.  In these tables totals stand beside their parts, so every dimension is
pinned to one code and one that is not known is refused.  The layout (pairs of a code and its label,
a zip with one csv) is the publisher's as its documentation and public clients describe it; no file
in it was at hand when this was written, and the tests put real figures of 2018 to 2020 into it.
Nothing is fetched, and no series is spliced: net flows and grant equivalents differ in meaning.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source, _zip
from migov.publishers._lines import Lines, pieces
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

UNIT = "current US$"
LARGEST_MEMBER = 2 * 2**30  # DAC1 is 205 MB unpacked
_ROWS = 100_000  # read at once: the tables have a million rows, of which few are wanted

# Code and label of each dimension; the year stands under TIME and again under Year.
_DAC1 = {
    "DONOR": "Donor", "PART": "Part", "AIDTYPE": "Aid type", "FLOWS": "Fund flows",
    "AMOUNTTYPE": "Amount type", "TIME": "Year",
}  # fmt: skip
_DAC2A = {
    "RECIPIENT": "Recipient", "DONOR": "Donor", "PART": "Part", "AIDTYPE": "Aid type",
    "DATATYPE": "Amount type", "TIME": "Year",
}  # fmt: skip
_FIGURES = ["Value", "Flags"]
_GROUPS_FROM = 10_000  # recipients from this code on are groups, totals beside their parts
# Donors that are no government, in the publisher's list of codes: funds and banks, the UN's
# agencies, foundations, and groups of these.  918, EU institutions, gives as governments do.
_BODIES = (
    r"104|807|81[126]|9(?!18$|98$)\d\d|10[1-5]\d|1[346]\d\d"
    r"|2000[7-9]|2001[2-9]|2002\d|2003\d|21600"
)


def read_dac1(path: Source, aid_type: str = "1010", flows: str = "1140") -> Reading:
    """Read one measure of DAC1 (``Table1_Data.zip``): flows by donor, in current US dollars.

    Parameters
    ----------
    path : path or binary buffer
        The zip.
    aid_type : str
        The publisher's code: ``"1010"`` official development assistance (ODA), ``"11010"`` ODA as
        grant equivalents (with `flows` ``"1160"``), ``"5"`` all official and private flows, ...
    flows : str
        ``"1140"`` net disbursements, ``"1160"`` grant equivalents, ``"1120"`` gross, ...

    Returns
    -------
    Reading
        Columns economy (the donor), year, value.  Groups of donors keep the publisher's codes:
        ``20001`` DAC countries, ``4EU001`` EU institutions, ...  International bodies and
        foundations are left out, as a note says.

    Raises
    ------
    LayoutError
        If the file is damaged or another one, if it has a column more or less, if the pinned codes
        have no row, several labels or several rows a donor and year, or if a donor is not known.

    Examples
    --------
    >>> reading = read_dac1("Table1_Data.zip", "11010", "1160")  # doctest: +SKIP
    >>> reading.unit  # doctest: +SKIP
    'current US$'
    """
    pinned = {"PART": "1", "AIDTYPE": aid_type, "FLOWS": flows, "AMOUNTTYPE": "A"}
    frame, numbers, where = _pinned(path, _DAC1, pinned, "AMOUNTTYPE")
    _source.no_repeats(frame[["DONOR", "TIME"]], where)
    frame, more = _governments(frame)
    table = numbers.loc[frame.index].assign(
        economy=economies.translate(frame["DONOR"], "dac", where)
    )
    title = f"{frame['Aid type'].iloc[0]}, {frame['Fund flows'].iloc[0]}"
    return Reading(arrange(table, "economy"), title, None, UNIT, (*_notes(frame), *more))


def read_dac2a(path: Source, aid_type: str = "206", donor: str = "20005") -> Reading:
    """Read one measure of DAC2a (``Table2a_Data.zip``): what one donor gives, by recipient.

    Parameters
    ----------
    path : path or binary buffer
        The zip.
    aid_type : str
        The publisher's code: ``"206"`` ODA, total net, ``"240"`` gross, ``"216"`` humanitarian, ...
    donor : str
        The donor's code: ``"20005"`` all official donors, ``"20001"`` DAC countries, ``"302"`` the
        United States, ...

    Returns
    -------
    Reading
        Columns economy (the recipient), year, value; current US dollars.  What goes to a region or
        is not allocated is ``XXX``, summed; groups of recipients, which hold the others again, are
        left out, as a note says.

    Raises
    ------
    LayoutError
        As from :func:`read_dac1`, with recipients for donors.

    Examples
    --------
    >>> reading = read_dac2a("Table2a_Data.zip")  # doctest: +SKIP
    >>> reading.unit  # doctest: +SKIP
    'current US$'
    """
    pinned = {"PART": "1", "AIDTYPE": aid_type, "DONOR": donor, "DATATYPE": "A"}
    frame, numbers, where = _pinned(path, _DAC2A, pinned, "DATATYPE")
    _source.no_repeats(frame[["RECIPIENT", "TIME"]], where)
    frame, notes = _recipients(frame)
    table = numbers.loc[frame.index].assign(
        economy=economies.translate(frame["RECIPIENT"], "dac", where)
    )
    table = table.groupby(["economy", "year"])["value"].sum(min_count=1).reset_index()
    title = f"{frame['Aid type'].iloc[0]} from {frame['Donor'].iloc[0]}"
    return Reading(arrange(table, "economy"), title, None, UNIT, notes)


def read_dac2a_corridors(path: Source, aid_type: str = "206") -> Reading:
    """Read one measure of DAC2a (``Table2a_Data.zip``) from each donor to each recipient.

    Parameters
    ----------
    path : path or binary buffer
        The zip.
    aid_type : str
        As of :func:`read_dac2a`.

    Returns
    -------
    Reading
        Columns origin (the donor), destination (the recipient), year, value; current US dollars.
        Donors are governments and the publisher's groups of them (``20001`` DAC countries,
        ``20002`` multilateral organisations, ``20005`` official donors, ...); international bodies
        and foundations one by one are left out, as a note says.  Recipients are as from
        :func:`read_dac2a`.

    Raises
    ------
    LayoutError
        As from :func:`read_dac1`, for donors and recipients.

    Examples
    --------
    >>> reading = read_dac2a_corridors("Table2a_Data.zip")  # doctest: +SKIP
    >>> reading.table.columns.tolist()  # doctest: +SKIP
    ['origin', 'destination', 'year', 'value']
    """
    pinned = {"PART": "1", "AIDTYPE": aid_type, "DATATYPE": "A"}
    frame, numbers, where = _pinned(path, _DAC2A, pinned, "DATATYPE")
    _source.no_repeats(frame[["DONOR", "RECIPIENT", "TIME"]], where)
    frame, notes = _recipients(frame)
    frame, more = _governments(frame)
    table = numbers.loc[frame.index].assign(
        origin=economies.translate(frame["DONOR"], "dac", f"{where}, DONOR"),
        destination=economies.translate(frame["RECIPIENT"], "dac", f"{where}, RECIPIENT"),
    )
    keys = ["origin", "destination", "year"]
    table = table.groupby(keys)["value"].sum(min_count=1).reset_index()
    title = f"{frame['Aid type'].iloc[0]}, by donor and recipient"
    return Reading(arrange(table, "corridor"), title, None, UNIT, (*notes, *more))


def _recipients(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows of single recipients and regions, and what is to be said of them."""
    groups = pd.to_numeric(frame["RECIPIENT"], errors="coerce") >= _GROUPS_FROM
    kept = frame[~groups]
    notes = _notes(kept)
    if left_out := frame.loc[groups, "Recipient"].nunique():
        notes = (*notes, f"{left_out} groups of recipients are left out; they hold the others.")
    return kept, notes


def _governments(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows whose donor is an economy or one of the main groups, and what is to be said."""
    bodies = frame["DONOR"].str.fullmatch(_BODIES)
    if not bodies.any():
        return frame, ()
    count = frame.loc[bodies, "DONOR"].nunique()
    return frame[~bodies], (
        f"{count} international bodies and foundations are left out; groups of donors hold them.",
    )


def _pinned(
    path: Source, dimensions: Mapping[str, str], pinned: Mapping[str, str], amounts: str
) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """The rows with these codes, and their year and value in US dollars."""
    where = _source.label(path)
    for name, code in pinned.items():
        if not str(code).isdecimal() and name != amounts:
            raise ArgumentError(
                f"{name} {code!r} is no code of OECD's: pin each dimension to one code, a number. "
                "Totals stand beside their parts, so none may stay open."
            )
    with _zip.only_member(path, (".csv", ".txt"), LARGEST_MEMBER) as stream:
        frame = _rows(stream, dimensions, pinned, where)
    if frame.empty:
        asked = ", ".join(f"{name} {code}" for name, code in pinned.items())
        raise LayoutError(
            f"{where} has no row with {asked}. Codes have changed before (11010 and 1160 are grant "
            "equivalents since 2018): look them up in the publisher's Data Explorer."
        )
    for name in pinned:
        label = dimensions[name]
        if frame[label].nunique() != 1:
            raise LayoutError(
                f"{where} gives {name} {pinned[name]} several labels: "
                f"{_source.listing(sorted(set(frame[label])))}. The code no longer means one thing."
            )
    said = frame[dimensions[amounts]].iloc[0]
    if "current prices" not in said.lower():
        raise LayoutError(
            f"{where} calls {amounts} A {said!r} where current prices are expected. The code may "
            "have changed its meaning."
        )
    if (other := frame["TIME"] != frame["Year"]).any():
        row = frame[other].iloc[0]
        raise LayoutError(
            f"{where} has {int(other.sum())} rows whose TIME is not their Year, first "
            f"{row['TIME']!r} and {row['Year']!r}. Columns may have moved."
        )
    numbers = _source.figures(frame[["TIME", "Value"]], where).set_axis(["year", "value"], axis=1)
    numbers["year"] = _source.whole(numbers[["year"]], where)["year"]
    numbers["value"] = (numbers["value"] * 1e6).round()
    return frame, numbers, where


def _rows(
    stream: IO[bytes], dimensions: Mapping[str, str], pinned: Mapping[str, str], where: str
) -> pd.DataFrame:
    """The rows with the pinned codes, part after part; the whole would not fit a small machine."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    lines = Lines(text, where, ",|;\t")
    header = [name.strip() for name in lines.header]
    expected = [name for pair in dimensions.items() for name in pair] + _FIGURES
    missing = [name for name in expected if header.count(name) != 1]
    unknown = [name for name in header if name not in expected]
    if missing or unknown:
        parts = [f"lacks {', '.join(missing)}"] * bool(missing)
        parts += [f"has {_source.listing(unknown)}, which is not known"] * bool(unknown)
        raise LayoutError(
            f"{where} {' and '.join(parts)}. A new dimension would stand open and mix totals with "
            "parts; the reader has to pin it first."
        )
    try:
        chunks = pieces(lines, range(len(header)), _ROWS)
        found = [_having(chunk.set_axis(header, axis=1), pinned) for chunk in chunks]
    except UnicodeDecodeError as error:
        raise LayoutError(
            f"{where} cannot be read as text ({error}). It is probably damaged; download it again."
        ) from error
    return pd.concat(found, ignore_index=True)


def _having(chunk: pd.DataFrame, pinned: Mapping[str, str]) -> pd.DataFrame:
    keep = pd.Series(True, index=chunk.index)
    for name, code in pinned.items():
        keep &= chunk[name] == code
    return chunk[keep]


def _notes(frame: pd.DataFrame) -> tuple[str, ...]:
    flags = frame.loc[frame["Flags"].str.strip() != "", "Flags"].value_counts()
    return tuple(f"{count:,} figures have the flag {flag}." for flag, count in flags.items())
