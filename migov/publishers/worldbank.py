"""Read the World Bank's files: one indicator as a zip, a CSV, a workbook or an answer in JSON.

Each reader takes a path (or the bytes themselves) and the code of the indicator that it should
hold, and returns a :class:`~migov.tidy.Reading` whose table has the columns ``economy``, ``year``
and ``value``, economies and the publisher's aggregates side by side.  A file that is not what was
asked for is refused with a sentence.  Nothing here fetches, fills a gap or computes an aggregate.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from migov.errors import ArgumentError, LayoutError, MissingExtraError
from migov.publishers import _source, _wdi_answer, _wdi_json, _wdi_table
from migov.publishers._wdi_answer import Source, answer_of, bytes_of, piling_up, refuse_answer
from migov.tidy import Reading


def read_zip(path: Source, code: str) -> Reading:
    """Read the zip of one indicator (``/v2/en/indicator/CODE?downloadformat=csv``).

    Parameters
    ----------
    path : path, bytes or binary file
        The zip; exactly one of its members is called ``API_*.csv``.
    code : str
        The indicator that the zip should hold, as ``"BX.TRF.PWKR.CD.DT"``.

    Returns
    -------
    Reading
        Table of ``economy, year, value`` in the unit that the indicator's name prints;
        ``released`` is the file's "Last Updated Date".

    Raises
    ------
    LayoutError
        If the file is no zip, is damaged, has no or several ``API_*.csv`` or no list of economies,
        or if the table in it is not the one that was asked for, lacks an economy of the list or
        has no figure at all.

    Examples
    --------
    >>> read_zip(path, "BX.TRF.PWKR.CD.DT").released  # doctest: +SKIP
    '2026-07-01'
    """
    data, where = bytes_of(path)
    refuse_answer(data, where, "a zip")
    members = _unpacked(data, where)
    tables = [name for name in members if name.startswith("API_")]
    about = [body for name, body in members.items() if name.startswith("Metadata_Indicator")]
    listed = _wdi_answer.listed(members)
    reading = _wdi_table.from_csv(members[tables[0]], f"{where} ({tables[0]})", code, listed)
    if not listed:
        raise LayoutError(
            f"{where} lists no economies (Metadata_Country_*.csv), so nobody can tell whether its "
            "table is whole. It may have been packed by hand or cut short; fetch it again."
        )
    return replace(reading, notes=(*_organisation(about, code), *reading.notes))


def read_csv(path: Source, code: str) -> Reading:
    """Read the ``API_*.csv`` of one indicator by itself, plain or packed with gzip.

    Parameters
    ----------
    path : path, bytes or binary file
        The CSV.
    code : str
        The indicator that it should hold.

    Returns
    -------
    Reading
        As from :func:`read_zip`.

    Raises
    ------
    LayoutError
        If the table is not the one that was asked for.

    Examples
    --------
    >>> file = b'''"Data Source","World Development Indicators",
    ...
    ... "Last Updated Date","2026-07-01",
    ...
    ... "Country Name","Country Code","Indicator Name","Indicator Code","2023","2024",
    ... "Namibia","NAM","Population, total","SP.POP.TOTL","","3030131",'''
    >>> read_csv(file, "SP.POP.TOTL").table
      economy  year      value
    0     NAM  2024  3030131.0
    """
    data, where = bytes_of(path)
    if data.startswith(_source.GZIP):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise LayoutError(
                f"{where} is packed with gzip but cannot be unpacked ({error}). It was probably "
                "cut short; fetch it again."
            ) from error
    if data.startswith(_source.ZIP):
        raise LayoutError(f"{where} is a zip, not a CSV. Read it with read_zip().")
    refuse_answer(data, where, "a CSV")
    return _wdi_table.from_csv(data, where, code)


def read_excel(path: Source, code: str) -> Reading:
    """Read the workbook of one indicator (``downloadformat=excel``), sheet ``Data``.

    Parameters
    ----------
    path : path, bytes or binary file
        The workbook, of the old kind (``.xls``) that the publisher serves or of the new.
    code : str
        The indicator that it should hold.

    Returns
    -------
    Reading
        As from :func:`read_zip`.

    Raises
    ------
    LayoutError
        If the file is no workbook, lacks the sheet ``Data``, or holds another table.
    MissingExtraError
        If python-calamine is not installed.

    Examples
    --------
    >>> path = "API_NE.GDI.FTOT.ZS_DS2_en_excel_v2_174226.xls"
    >>> read_excel(path, "NE.GDI.FTOT.ZS").title  # doctest: +SKIP
    'Gross fixed capital formation (% of GDP)'
    """
    data, where = bytes_of(path)
    refuse_answer(data, where, "a workbook")
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise MissingExtraError(
            "python-calamine", "fetch", "Reading the World Bank's workbooks"
        ) from error
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise LayoutError(
            f"{where} should be a workbook but cannot be opened ({error}). The download was "
            "probably cut short; fetch it again."
        ) from error
    rows = _source.rows(workbook, "Data", where)
    return _wdi_table.from_cells(rows, f"{where} (sheet Data)", code)


def read_json(path: Source, code: str) -> Reading:
    """Read the answer of the data interface (``/v2/country/all/indicator/CODE?format=json``).

    Parameters
    ----------
    path : path, bytes or binary file
        The answer, whole in one page.
    code : str
        The indicator that was asked for.

    Returns
    -------
    Reading
        As from :func:`read_zip`, without the note on where the figures come from.

    Raises
    ------
    LayoutError
        If the answer is a page or an error message, has fewer rows than it counts or further
        pages, or holds another indicator.

    Examples
    --------
    >>> answer = b'''[{"page": 1, "pages": 1, "total": 1, "lastupdated": "2026-07-01"}, [
    ...     {"indicator": {"id": "SP.POP.TOTL", "value": "Population, total"}, "date": "2024",
    ...      "country": {"id": "NA"}, "countryiso3code": "NAM", "value": 3030131}]]'''
    >>> read_json(answer, "SP.POP.TOTL").table
      economy  year      value
    0     NAM  2024  3030131.0
    """
    data, where = bytes_of(path)
    with piling_up():
        return _wdi_json.from_interface(answer_of(data, where), where, code)


def read_archive(path: Source, code: str, archive: str) -> Reading:
    """Read one indicator in one version of the WDI Database Archives (source 57), JSON.

    Parameters
    ----------
    path : path, bytes or binary file
        The answer to ``/v2/sources/57/country/all/series/CODE/time/all/version/YYYYMM/data``,
        whole in one page.
    code : str
        The indicator that was asked for.
    archive : str
        The version that was asked for, as ``"201611"``.

    Returns
    -------
    Reading
        Table of ``economy, year, value``; ``released`` is the version's month (``"2016-11"``).
        Economy codes that have changed since (``ZAR``, ``ROM``, ``KSV``) are today's.

    Raises
    ------
    LayoutError
        If the answer is a page, an error message or only a part of what was asked for, or if it
        holds another indicator or version.
    ArgumentError
        If `archive` is not written as year and month.

    Examples
    --------
    >>> read_archive(path, "SM.POP.TOTL", "201611").released  # doctest: +SKIP
    '2016-11'
    """
    archive = str(archive)
    if not re.fullmatch(r"(19|20)\d{2}(0[1-9]|1[0-2])", archive):
        raise ArgumentError(
            f"No version {archive!r} of the archives: versions are written as year and month, "
            "for example '201611'."
        )
    data, where = bytes_of(path)
    with piling_up():
        return _wdi_json.from_archive(data, where, code, archive)


def _unpacked(data: bytes, where: str) -> dict[str, bytes]:
    """The table of a zip and what it says of the indicator, by name; one table or an error."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            tables = [name for name in names if _is_member(name, "API_")]
            wanted = [*tables, *(name for name in names if _is_member(name, "Metadata_"))]
            found = {PurePosixPath(name).name: archive.read(name) for name in wanted}
    # On damaged bytes zipfile raises what comes: BadZipFile, zlib.error, ValueError, and others.
    except Exception as error:
        raise LayoutError(
            f"{where} should be a zip but cannot be unpacked ({error}). The download was probably "
            "cut short or damaged; delete the file and fetch it again."
        ) from error
    if len(tables) != 1:
        held = ", ".join(tables or names) or "no member at all"
        raise LayoutError(
            f"{where} should hold exactly one API_*.csv with the figures; it holds {held}. It may "
            "have been packed by hand or cut short; fetch it again."
        )
    return found


def _is_member(name: str, prefix: str) -> bool:
    base = PurePosixPath(name).name
    return base.startswith(prefix) and base.lower().endswith(".csv")


def _organisation(members: Iterable[bytes], code: str) -> tuple[str, ...]:
    """Who the publisher says the figures come from, where the zip tells."""
    for member in members:
        try:
            rows = list(csv.DictReader(io.StringIO(member.decode("utf-8-sig", "replace"))))
        except csv.Error:
            continue
        for row in rows:
            named = row.get("SOURCE_ORGANIZATION")
            if row.get("INDICATOR_CODE") == code and named and named.strip():
                return (f"Source: {' '.join(named.split())}",)
    return ()
