"""Reads CEPII's GeoDist: distances and ties between pairs of economies, and where their cities lie.

Neither table has years: a distance is no figure of 2004 because its file is of 2004.  They are
therefore no series and come as plain tables with columns of their own, not as the schema's
corridor–year table, to be joined to one by origin and destination.  Nothing is fetched, and a
missing distance stays missing.
"""

from __future__ import annotations

import io

import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _source, _zip
from migov.publishers._source import Source

LARGEST_MEMBER = 100 * 2**20  # dist_cepii.xls is 8 MB unpacked
_MISSING = ("", ".")
_TIES = {
    "contig": "contiguous", "comlang_off": "official_language", "comlang_ethno": "spoken_language",
    "colony": "colony", "comcol": "common_coloniser", "curcol": "colony_now",
    "col45": "colony_after_1945", "smctry": "same_country",
}  # fmt: skip
_LENGTHS = {
    "dist": "distance", "distcap": "distance_capitals", "distw": "distance_weighted",
    "distwces": "distance_weighted_ces",
}  # fmt: skip
_PLACES = {
    "lat": "latitude", "lon": "longitude", "area": "area", "dis_int": "internal_distance",
    "landlocked": "landlocked", "cap": "capital", "maincity": "main_city",
}  # fmt: skip


def read_distances(path: Source) -> pd.DataFrame:
    """Read ``dist_cepii.zip``, or the workbook in it: one row a pair of economies.

    Parameters
    ----------
    path : path or binary buffer
        The zip, with one workbook in it, or the workbook.

    Returns
    -------
    pandas.DataFrame
        `origin` and `destination` (codes); `distance` (km, between the most important cities),
        `distance_capitals`, `distance_weighted` and `distance_weighted_ces` (km, between the
        largest cities, weighted by their people; NaN for a few islands); and as true or false
        `contiguous`, `official_language`, `spoken_language` (by at least 9 % on both sides),
        `colony` (ever), `common_coloniser` (after 1945), `colony_now`, `colony_after_1945`,
        `same_country` (once or now).  Every pair both ways, and each economy with itself.  Serbia
        and Montenegro is ``SCG``; states younger than 2004 are not there.

    Raises
    ------
    LayoutError
        If the file is damaged or another one, lacks a column or a pair, or if a code, distance or
        tie is none.
    MissingExtraError
        If python-calamine is not installed.

    Examples
    --------
    >>> table = read_distances("dist_cepii.zip").set_index(
    ...     ["origin", "destination"])  # doctest: +SKIP
    >>> table.loc[("FRA", "DEU"), "distance_capitals"].round()  # doctest: +SKIP
    880.0
    """
    where = _source.label(path)
    frame = _sheet(_unpacked(path), "dist_cepii", ["iso_o", "iso_d", *_TIES, *_LENGTHS], where)
    numbers = _source.figures(frame[[*_TIES, *_LENGTHS]], where, _MISSING, first=2)
    _refuse_values(numbers[list(_TIES)], ~numbers[list(_TIES)].isin((0, 1)), "0 or 1", where)
    lengths = numbers[list(_LENGTHS)]
    _refuse_values(lengths, (lengths <= 0) | (lengths > 20_100), "a distance in km", where)
    table = pd.DataFrame(
        {
            "origin": economies.translate(frame["iso_o"], "cepii", where),
            "destination": economies.translate(frame["iso_d"], "cepii", where),
        }
    )
    _source.no_repeats(table, where, 2)
    sides = set(table["origin"]) | set(table["destination"])
    if len(table) != len(sides) ** 2:
        raise LayoutError(
            f"{where} has {len(table):,} pairs of {len(sides)} economies; {len(sides) ** 2:,} are "
            "expected, each both ways and with itself. It was probably cut short."
        )
    table = table.join(lengths.rename(columns=_LENGTHS))
    table = table.join(numbers[list(_TIES)].astype(bool).rename(columns=_TIES))
    return table.sort_values(["origin", "destination"], ignore_index=True)


def read_places(path: Source) -> pd.DataFrame:
    """Read ``geo_cepii.xls``: one row a city, one or two cities an economy.

    Parameters
    ----------
    path : path or binary buffer
        The workbook.

    Returns
    -------
    pandas.DataFrame
        `economy` (code), `city`, `latitude` and `longitude` (degrees), `area` (square km),
        `internal_distance` (km, from the area), `landlocked` and `main_city` (true or false) and
        `capital` (1 the capital, 2 a former or second one, 0 none), sorted by economy.

    Raises
    ------
    LayoutError
        If the file is damaged or another one, lacks a column, or holds a code or place that is
        none.
    MissingExtraError
        If python-calamine is not installed.

    Examples
    --------
    >>> places = read_places("geo_cepii.xls")  # doctest: +SKIP
    >>> places.loc[places["economy"] == "NAM", "city"].tolist()  # doctest: +SKIP
    ['Windhoek']
    """
    where = _source.label(path)
    frame = _sheet(path, "geo_cepii", ["iso3", "city_en", *_PLACES], where)
    numbers = _source.figures(frame[list(_PLACES)], where, _MISSING, first=2)
    for column, least, most in (("lat", -90, 90), ("lon", -180, 180), ("cap", 0, 2),
                                ("maincity", 0, 1), ("landlocked", 0, 1)):  # fmt: skip
        cells = numbers[[column]]
        _refuse_values(cells, ~cells.ge(least) | cells.gt(most), column, where)
    table = numbers.rename(columns=_PLACES)
    table.insert(0, "economy", economies.translate(frame["iso3"], "cepii", where))
    table.insert(1, "city", frame["city_en"].astype(str))
    _source.no_repeats(table.reset_index(drop=True), where, 2)  # Dar es Salaam is there twice
    flags = {"landlocked": bool, "main_city": bool, "capital": "int64"}
    return table.astype(flags).sort_values(["economy", "capital", "city"], ignore_index=True)


def _unpacked(path: Source) -> Source:
    """The one workbook of a zip, in memory; a bare workbook as it is."""
    if _source.kind(path) != _source.ZIP:
        return path
    with _zip.only_member(path, (".xls",), LARGEST_MEMBER) as stream:
        return io.BytesIO(stream.read())


def _sheet(path: Source, sheet: str, wanted: list[str], where: str) -> pd.DataFrame:
    rows = _source.padded(_source.rows(_source.sheets(path), sheet, where))
    header = [str(cell).strip() for cell in rows[0]] if rows else []
    if missing := [name for name in wanted if header.count(name) != 1]:
        raise LayoutError(
            f"{where} (sheet {sheet}) should have one column {', '.join(missing)} each; it has "
            f"{_source.listing(header, 40) or 'none'}. It is probably another table of CEPII's."
        )
    return pd.DataFrame(rows[1:], columns=header)[wanted]


def _refuse_values(cells: pd.DataFrame, wrong: pd.DataFrame, what: str, where: str) -> None:
    if wrong.any(axis=None):
        row, column = divmod(int(wrong.to_numpy().argmax()), wrong.shape[1])
        raise LayoutError(
            f"{where} has {int(wrong.to_numpy().sum())} cells that are not {what}, first in row "
            f"{row + 2}, column {cells.columns[column]}: {cells.iat[row, column]:g}. The columns "
            "may have moved."
        )
