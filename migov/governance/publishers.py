"""What publishers of governance keep themselves: visas, the status of a treaty, income groups.

Each table is fetched when it is asked for and kept in the cache; none is embedded, because its
terms are closed or were not seen.  What has no lasting address is read from the file that the user
has downloaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from migov import registry, store, tidy
from migov.choices import one_of, yes_or_no
from migov.economies.names import select
from migov.economies.spelling import fold
from migov.errors import ArgumentError
from migov.governance import records
from migov.publishers import desta, passport_index, reader
from migov.registry import DataFile

LATEST = "latest"
PAST_PASSPORTS = ("2019-11-23", "2022-12-21")
# Numbers of the treaties in the United Nations Treaty Collection.
NUMBERS = {
    "CERD": "IV-2", "ICESCR": "IV-3", "ICCPR": "IV-4", "CEDAW": "IV-8", "CAT": "IV-9",
    "CRC": "IV-11", "ICRMW": "IV-13", "CRPD": "IV-15", "CED": "IV-16", "CSR51": "V-2",
    "CSSP54": "V-3", "CRS61": "V-4", "CSR67": "V-5", "UNTOC": "XVIII-12",
    "TRAFFICKING": "XVIII-12-a", "SMUGGLING": "XVIII-12-b", "FIREARMS": "XVIII-12-c",
}  # fmt: skip
_CHAPTERS = {"IV": "4", "V": "5", "XVIII": "18"}


def visa_free(
    origins: str | list[str] | None = None,
    destinations: str | list[str] | None = None,
    *,
    version: str = LATEST,
    only: bool = True,
    refresh: bool = False,
) -> pd.DataFrame:
    """Which passports travel where without a visa, by the passport index.

    Parameters
    ----------
    origins, destinations : str or list of str, optional
        Codes, names or groups (of today's members): whose passport, and where to.
    version : str
        ``"latest"``, or a past day: ``"2019-11-23"``, ``"2022-12-21"``.
    only : bool
        Only the pairs that need no visa before the journey: visa-free, on arrival, or with an
        electronic authorisation (eta).  All pairs otherwise.
    refresh : bool
        Ask again for a file that the cache holds.

    Returns
    -------
    pandas.DataFrame
        `origin`, `destination`, `access` (``visa free``, ``visa on arrival``, ``eta``, ``e-visa``,
        ``visa required``, ``no admission``, ``covid ban``), `days` (NaN if not printed) and
        `printed`.

    Raises
    ------
    ArgumentError
        If there is no such version, or nothing is left.
    UnknownNameError, AmbiguousNameError
        If an economy or group is not known.
    OfflineError, DownloadError, LayoutError
        If the table cannot be had or read.

    Notes
    -----
    The words of the index changed: a few points of any change between two days are recoding.  In
    2019 an electronic visa was counted as a visa or as one on arrival; eta stands apart since 2025.

    Examples
    --------
    >>> visa_free("ECOWAS", "ECOWAS")["access"].value_counts()  # doctest: +SKIP
    access
    visa free    132
    Name: count, dtype: int64
    """
    one_of(version, (*PAST_PASSPORTS, LATEST), "version")
    yes_or_no(only, "only")
    past = version != LATEST
    file = registry.files()["passport-index-past" if past else "passport-index-latest"]
    url = file.url.format(day=version)
    table, facts = _fetched(file, url, passport_index.read_access, refresh)
    for side, asked in (("origin", origins), ("destination", destinations)):
        if asked is not None:
            table = table[table[side].isin(select(asked))]
    if only:
        table = table[table["access"].isin(["visa free", "visa on arrival", "eta"])]
    if table.empty and not only:
        raise ArgumentError(
            f"The passport index of {version} has no pair of these origins and destinations."
        )
    said = {
        **_who(file, "Visas by passport and destination", version), **facts,
        "caveats": [
            "Both public copies read one site; they do not confirm each other.",
            "The index changed its words: part of every change between two days is recoding.",
        ],
    }  # fmt: skip
    return tidy.with_provenance(table.reset_index(drop=True), {"access": said})


def status(treaty: str, *, refresh: bool = False) -> pd.DataFrame:
    """The status of a treaty as the United Nations Treaty Collection gives it now.

    Parameters
    ----------
    treaty : str
        A treaty that the Collection keeps: ``"ICRMW"``, ``"1951 Refugee Convention"``, …
    refresh : bool
        Ask again for a page that the cache holds.

    Returns
    -------
    pandas.DataFrame
        As :func:`migov.publishers.untc.read_status` gives it: `economy`, `participant`,
        `signature`, `deposit`, `action`, `declared`; ``attrs["migov"]`` has the day of the status.

    Raises
    ------
    UnknownNameError
        If there is no such treaty.
    ArgumentError
        If the Collection does not keep it.
    OfflineError, DownloadError, LayoutError
        If the page cannot be had or read.

    Examples
    --------
    >>> now = status("ICRMW")  # doctest: +SKIP
    """
    key = records.find(treaty)
    if key not in NUMBERS:
        raise ArgumentError(
            f"The United Nations Treaty Collection has no page of {key} here. It has: "
            f"{', '.join(NUMBERS)}."
        )
    file, number = registry.files()["untc-status"], NUMBERS[key]
    url = file.url.format(number=number, chapter=_CHAPTERS[number.split("-")[0]])
    table, facts = _fetched(file, url, reader(file.reader), refresh)
    as_at = table.attrs.pop("as_at", "") or facts["retrieved"]
    said = {**_who(file, f"{number}, {records.record(key)['name']}", as_at), **facts, "caveats": []}
    return tidy.with_provenance(table, {"deposit": said})


def income_groups(*, refresh: bool = False) -> pd.DataFrame:
    """The World Bank's income groups by fiscal year, as its workbook has them now.

    Parameters
    ----------
    refresh : bool
        Ask again for a workbook that the cache holds.

    Returns
    -------
    pandas.DataFrame
        `economy`, `year` (in which the fiscal year begins), `fiscal_year`, `data_year`, `group`.

    Raises
    ------
    OfflineError, DownloadError, LayoutError
        If the workbook cannot be had or read.

    Examples
    --------
    >>> table = income_groups()  # doctest: +SKIP
    """
    file = registry.files()["income-groups"]
    table, facts = _fetched(file, file.url, reader(file.reader), refresh)
    said = {**_who(file, "Income groups since 1987", facts["retrieved"]), **facts, "caveats": []}
    return tidy.with_provenance(table, {"group": said})


def provisions(
    path: str | os.PathLike[str],
    treaty: str | None = None,
    *,
    item: str | None = None,
) -> pd.DataFrame:
    """What trade agreements say on the entry of persons, from DESTA's coded treaties.

    Parameters
    ----------
    path : path
        ``desta_version_….csv``, downloaded from DESTA: its address changes with each release.
    treaty : str, optional
        Its number in DESTA, or words of its name.
    item : str, optional
        Only treaties in which this item is coded 1, such as ``"temp_visa_freedom"``.

    Returns
    -------
    pandas.DataFrame
        As :func:`migov.publishers.desta.read_provisions` gives it; a missing item is not coded,
        which is not a no.

    Raises
    ------
    ArgumentError
        If there is no such file, no such item, or no treaty of that name.
    LayoutError
        If the file is another one.

    Examples
    --------
    >>> nafta = provisions("desta_version_02_03.csv", "North American")  # doctest: +SKIP
    """
    file = registry.files()["desta-provisions"]
    if not isinstance(path, (str, os.PathLike)) or not os.path.isfile(path):
        raise ArgumentError(
            f"There is no file {path!r}. Download the coded treaties of DESTA from "
            f"{file.landing_page} and name the csv."
        )
    table = desta.read_provisions(path)
    if item is not None:
        table = table[table[one_of(item, desta.ITEMS, "item")].fillna(False).astype(bool)]
    if treaty is not None:
        words = fold(str(treaty))
        named = table["name"].map(fold).str.contains(words, regex=False)
        table = table[(table["treaty"] == str(treaty)) | named]
        if table.empty:
            raise ArgumentError(
                f"DESTA has no coded treaty {treaty!r}{'' if item is None else f' with {item}'}. "
                "Late treaties are in its list but not coded."
            )
    said = {
        **_who(file, "Coded treaties", Path(path).name), "url": file.landing_page,
        "caveats": [
            "Partial agreements and unratified ones are among the treaties.",
            "An item that is missing was not coded, which is not a no.",
        ],
    }  # fmt: skip
    return tidy.with_provenance(
        table.reset_index(drop=True), {item: dict(said) for item in desta.ITEMS}
    )


def _fetched(
    file: DataFile, url: str, read: Callable[..., Any], refresh: bool
) -> tuple[pd.DataFrame, dict[str, str]]:
    refresh = yes_or_no(refresh, "refresh")
    got = store.obtain(
        url, refresh=refresh, expect=file.format, redirects=file.redirects, check=read
    )
    facts = {"retrieved": got.record.time[:10], "url": url, "sha256": got.record.sha256}
    return read(got.path), facts


def _who(file: DataFile, title: str, version: str) -> dict[str, Any]:
    who = file.publisher
    credit = who.attribution.format(source=title, version=version, year=version[:4])
    return {
        "series": file.id, "title": title, "publisher": who.id, "publisher_name": who.name,
        "code": "", "unit": "", "version": version, "licence": who.licence,
        "licence_url": who.licence_url,
        "attribution": credit, "obtained": "the publisher's own file",
    }  # fmt: skip
