"""Reads the International Migrant Stock of the United Nations (UN DESA): the workbooks by
destination and origin, the workbooks of totals, and a tidy copy of the 2017 table.  Nothing is
fetched, nothing is estimated: a pair that the publisher leaves out stays out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _ims_copies, _ims_older, _source
from migov.publishers._ims_table import open_table
from migov.publishers._source import Source
from migov.tidy import SEXES, Reading, arrange

UNIT = "persons"
# M49 numbers areas below 900; what stands above are groups of them.
_FIRST_GROUP = 900


def read_corridors(path: Source, revision: str | int) -> Reading:
    """Read a workbook of migrants by destination, origin and sex.

    Parameters
    ----------
    path : path or binary buffer
        ``undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx`` or that of 2020, or
        ``UN_MigrantStockByOriginAndDestination_{2015,2017,2019}.xlsx``.
    revision : str or int
        The revision that the workbook should be: 2015, 2017, 2019, 2020 or 2024.

    Returns
    -------
    Reading
        Columns origin, destination, year, sex, value; persons at mid-year.  Economies and the
        publisher's aggregates (``WLD`` and UN codes as text) stand side by side; migrants of
        unknown origin come from ``XXX``.

    Raises
    ------
    LayoutError
        If the file is no such workbook, is another revision, or is laid out in a way that is not
        understood; if its figures for both sexes are not those of men and women together.

    Notes
    -----
    The layouts of 2015, 2017 and 2019 are taken from their documentation and from programs that
    read them: no such file was at hand.  They are read strictly, and refused where in doubt.

    Examples
    --------
    >>> reading = read_corridors(
    ...     "undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx", 2024)  # doctest: +SKIP
    >>> reading.table.columns.tolist()  # doctest: +SKIP
    ['origin', 'destination', 'year', 'sex', 'value']
    """
    if str(revision) in _ims_older.REVISIONS:
        return _ims_older.read_workbook(path, str(revision))
    sheet = open_table(path, revision)
    if sheet.by != "destination and origin":
        raise LayoutError(
            f"{sheet.where} holds totals by {sheet.by}, not pairs of destination and origin. "
            "Use read_totals() for it, or open the workbook by destination and origin."
        )
    destination, origin = sheet.codes("destination"), sheet.codes("origin")
    pairs = pd.DataFrame({"destination": destination, "origin": origin})
    values = sheet.values
    again = _printed_twice(pairs, values)
    pairs, values = pairs[~again], values[~again]
    _source.no_repeats(pairs, sheet.where, sheet.first)
    notes = (*sheet.notes(destination), *_sexes_agree(values, sheet.where))
    table = _long(pairs, values, sheet.where)
    return Reading(table, sheet.title, sheet.released, UNIT, notes)


def read_corridors_csv(path: Source) -> Reading:
    """Read a tidy copy of the 2017 table: destination and origin by name, both sexes.

    Parameters
    ----------
    path : path or binary buffer
        CSV (or csv.gz) with the columns ``destination, origin, year, migrants``.

    Returns
    -------
    Reading
        As :func:`read_corridors`, ``sex`` always ``"both"``.  The publisher's Other North and
        Other South are one unknown origin, ``XXX``.

    Raises
    ------
    LayoutError
        If a column is missing, a name is not known, or a figure is no number.
    """
    return _ims_older.read_csv(path)


def read_corridors_2019(path: Source, totals: Source) -> Reading:
    """Read a tidy copy of the 2019 table, completed by the publisher's workbook of totals.

    Parameters
    ----------
    path : path or binary buffer
        CSV (or csv.gz) with the columns ``destination, origin, sex, year, migrants``: the pairs,
        females and males, without those of unknown origin.
    totals : path or binary buffer
        ``UN_MigrantStockTotal_2019.xlsx``.

    Returns
    -------
    Reading
        As :func:`read_corridors`.  Totals by destination are the workbook's, and what they count
        beyond the pairs comes from the unknown origin ``XXX``; totals by origin are added up.

    Raises
    ------
    LayoutError
        If a column is missing, a code is not known, a figure is no number, or the pairs are more
        than the workbook's totals.

    Examples
    --------
    >>> reading = read_corridors_2019(
    ...     "ims2019_destination_origin_sex.csv.gz",
    ...     "UN_MigrantStockTotal_2019.xlsx")  # doctest: +SKIP
    >>> reading.released  # doctest: +SKIP
    '2019'
    """
    pairs = _ims_copies.read_pairs(path)
    printed = {sex: read_totals(totals, _ims_copies.REVISION, "destination", sex) for sex in SEXES}
    return _ims_copies.completed(pairs, printed, _source.label(path))


def read_totals(
    path: Source, revision: str | int, by: str = "destination", sex: str = "both"
) -> Reading:
    """Read Table 1 of a workbook of totals: migrants by destination, or by origin.

    Parameters
    ----------
    path : path or binary buffer
        ``UN_MigrantStockTotal_2015.xlsx``, that of 2017 or 2019, or
        ``undesa_pd_2020_ims_stock_by_sex_and_{destination,origin}.xlsx``.
    revision : str or int
        The revision that the workbook should be.
    by : {"destination", "origin"}
        Which of the two the workbook counts by.
    sex : {"both", "female", "male"}
        Whom to count.

    Returns
    -------
    Reading
        Columns economy, year, value; persons at mid-year.

    Raises
    ------
    ArgumentError
        If `by` or `sex` is none of the choices.
    LayoutError
        If the workbook is another one, or not laid out as expected.
    """
    _choice("by", by, ("destination", "origin"))
    _choice("sex", sex, SEXES)
    sheet = open_table(path, revision)
    if sheet.by != by:
        hint = "use read_margin()" if "and" in sheet.by else f"ask for by={sheet.by!r}"
        raise LayoutError(f"{sheet.where} counts by {sheet.by}, not by {by}; {hint}.")
    code = sheet.codes("place")
    named = code.notna()
    lost = code.index[~named & sheet.values.notna().any(axis=1)]
    if len(lost):
        raise LayoutError(
            f"{sheet.where} has figures without a code in row {sheet.first + lost[0]}. A column "
            "was probably moved or a code was left out."
        )
    # Rows without a code are headings of groups and hold no figures.
    code = _source.whole(code[named].to_frame(), sheet.where, sheet.first).iloc[:, 0]
    values = sheet.values[named]
    again = _printed_twice(code.to_frame(), values)
    code, values = code[~again], values[~again]
    _source.no_repeats(code.to_frame(), sheet.where, sheet.first)
    notes = (*sheet.notes(code), *_sexes_agree(values, sheet.where))
    places = economies.translate(code, "m49", sheet.where)
    wide = values[sex].set_axis(places.to_numpy(), axis=0)
    table = wide.rename_axis(index="economy", columns="year").stack().rename("value").reset_index()
    return Reading(arrange(table, "economy"), sheet.title, sheet.released, UNIT, notes)


def read_margin(
    path: Source, revision: str | int, by: str = "destination", sex: str = "both"
) -> Reading:
    """Read totals off the margin of a table of corridors: all origins, or all destinations.

    For a revision whose workbook of totals is not at hand.  Takes what :func:`read_corridors`
    and :func:`read_corridors_csv` take; returns and raises what :func:`read_totals` does.
    """
    _choice("by", by, ("destination", "origin"))
    _choice("sex", sex, SEXES)
    if _source.kind(path) == _source.ZIP:
        whole = read_corridors(path, revision)
    elif str(revision) == "2017":
        whole = read_corridors_csv(path)
    else:
        raise LayoutError(
            f"{_source.label(path)} is no workbook. A tidy copy is read of the revision of 2017 "
            f"only; download the workbook of {revision}."
        )
    other = "origin" if by == "destination" else "destination"
    margin = whole.table[(whole.table[other] == "WLD") & (whole.table["sex"] == sex)]
    if margin.empty:
        raise LayoutError(
            f"{_source.label(path)} has no totals by {by} for {sex}: no {other} in it is the "
            "world. Add up the pairs instead, knowing that absent pairs are unknown."
        )
    table = margin.rename(columns={by: "economy"})[["economy", "year", "value"]]
    return Reading(arrange(table, "economy"), whole.title, whole.released, UNIT, whole.notes)


def _printed_twice(keys: pd.DataFrame, values: pd.DataFrame) -> pd.Series:
    """Second rows of a group that say what its first one says.

    Australia and New Zealand, and Oceania in 2019, stand under two headings each.
    """
    plain = values.set_axis(range(values.shape[1]), axis=1)
    return (keys >= _FIRST_GROUP).any(axis=1) & pd.concat([keys, plain], axis=1).duplicated()


def _sexes_agree(values: pd.DataFrame, where: str) -> tuple[str, ...]:
    """A note on cells where both sexes are not men and women; refuse if they are many."""
    gap = (values["both"] - values["male"] - values["female"]).abs()
    # Groups are added up before rounding, so that a unit a member may be lost.
    off = gap > np.maximum(5, values["both"] * 1e-4)
    count, known = int(off.sum(axis=None)), int(gap.notna().sum(axis=None))
    if count > 0.01 * known:
        raise LayoutError(
            f"{where} has {count} of {known} figures for both sexes that are not those of males "
            "and females together. Its columns are probably not those that its headings say."
        )
    if not count:
        return ()
    return (
        f"In {count} of {known} figures both sexes differ from males and females together, by up "
        f"to {int(gap.max(axis=None)):,}.",
    )


def _long(pairs: pd.DataFrame, values: pd.DataFrame, where: str) -> pd.DataFrame:
    """One row a pair, year and sex, sorted by code: pairs and columns are put in order first."""
    ranks: dict[str, np.ndarray] = {}
    names: dict[str, pd.Index] = {}
    for side in ("origin", "destination"):
        known = pd.Series(np.sort(pairs[side].unique()))
        codes = economies.translate(known, "m49", where)
        names[side] = pd.Index(sorted(set(codes)), dtype="str")
        rank = pd.Series(names[side].get_indexer(codes), index=known)
        ranks[side] = rank.loc[pairs[side]].to_numpy()
    _source.no_repeats(pd.DataFrame(ranks), where)
    sexes = pd.Index(SEXES, dtype="str")
    sex = sexes.get_indexer(values.columns.get_level_values(0))
    years = values.columns.get_level_values(1).to_numpy("int64")
    down, across = np.lexsort((ranks["destination"], ranks["origin"])), np.lexsort((sex, years))
    figures = values.to_numpy()[np.ix_(down, across)]
    row, column = np.nonzero(~np.isnan(figures))
    row, column = down[row], across[column]
    return pd.DataFrame(
        {
            **{side: names[side].take(ranks[side][row]) for side in names},
            "year": years[column],
            "sex": sexes.take(sex[column]),
            "value": figures[~np.isnan(figures)],
        },
        copy=False,  # each column is a sixth of the table
    )


def _choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ArgumentError(f"{name}={value!r} is not one of {', '.join(map(repr, choices))}.")
