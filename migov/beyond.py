"""What the World Bank has beyond the registry: any of its indicators, and its archives.

The publisher describes an indicator and lists its archives' months; both are asked when they are
needed and become the same records that the registry is made of.  No figure is read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import MappingProxyType

from migov import registry, store
from migov.errors import (
    AmbiguousNameError,
    DownloadError,
    OfflineError,
    UnknownNameError,
    nearest,
)
from migov.publishers import wdi_catalogue
from migov.publishers.wdi_catalogue import Indicator
from migov.registry import Series, Version

_API = "https://api.worldbank.org/v2"
_PUBLISHER, _NEWEST, _ARCHIVE = "worldbank", "wdi-indicator", "wdi-archive"
# What stands for the newest vintage of an indicator until its file has been read.
UNNAMED = "as fetched"
# The collection of most indicators, and the name of it that credits carry.
_WDI, _WDI_NAME = "2", "World Development Indicators"


def find_series(name: str | Series, version: str | None) -> Series:
    """The series of the registry, or any indicator of the World Bank in its latest version.

    Raises
    ------
    UnknownNameError
        With the nearest of the registry's; or with what the publisher says.
    OfflineError, DownloadError
        If the publisher is needed and cannot be asked.

    Examples
    --------
    >>> find_series("gdp", None).code
    'NY.GDP.MKTP.CD'
    >>> find_series("SP.DYN.LE00.IN", "latest").unit  # doctest: +SKIP
    'years'
    """
    if isinstance(name, Series):  # found before; the publisher is not asked twice
        return name
    try:
        return registry.find(name)
    except UnknownNameError as error:
        if isinstance(error, AmbiguousNameError) or not is_code(name):
            raise
        code = name if "_" in name else name.upper()  # few are in small letters
        if version != "latest" and (version is None or _kept(_about(code)) is None):
            raise UnknownNameError(
                "series", name, error.nearest,
                "It looks like an indicator of the World Bank; any of them can be had with "
                'version="latest", and its other vintages once that was fetched.',
            ) from error  # fmt: skip
    return _indicator(code, ask=version == "latest")


def find_kept(name: str) -> Series:
    """The series of the registry, or an indicator of the World Bank that the cache holds.

    Nobody is asked.

    Raises
    ------
    UnknownNameError
        With the nearest of the registry's; of an indicator that was not fetched it says so.

    Examples
    --------
    >>> find_kept("gdp").code
    'NY.GDP.MKTP.CD'
    """
    try:
        return registry.find(name)
    except UnknownNameError as error:
        if isinstance(error, AmbiguousNameError) or not is_code(name):
            raise
        code = name if "_" in name else name.upper()
        if _kept(_about(code)) is None:
            raise UnknownNameError(
                "series", name, error.nearest,
                "It looks like an indicator of the World Bank that the registry does not have; "
                f"migov.load({name!r}, version=\"latest\") fetches it, and then its vintages are "
                "those that the cache holds.",
            ) from error  # fmt: skip
    return _indicator(code, ask=False)


def is_code(name: object) -> bool:
    """Whether a name is written as the World Bank writes its indicators' codes.

    Examples
    --------
    >>> [is_code(each) for each in ("NY.GNP.MKTP.CD", "SH_UHC_SCI", "per_lm_alllm.cov_pop_tot")]
    [True, True, True]
    >>> is_code("gdp_per_capita")
    False
    """
    return isinstance(name, str) and bool(
        re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+){1,8}|[A-Z]{2}(_[A-Z0-9]+)+", name)
    )


def archived(record: Series, version: str) -> Version | None:
    """The vintage of a series in the World Bank's archives; None if it cannot be there.

    Raises
    ------
    UnknownNameError
        If the archives have no such month.
    OfflineError, DownloadError
        If the publisher is needed and cannot be asked.

    Examples
    --------
    >>> archived(registry.find("migrant_stock"), "2016-11") is None
    True
    """
    if record.publisher.id != _PUBLISHER or not re.fullmatch(
        r"(19|20)\d{2}-(0[1-9]|1[0-2])", version
    ):
        return None
    file = registry.files()[_ARCHIVE]
    found = Version(version, file, embed=(), extra={"archive": version.replace("-", "")})
    if store.standing(file.address(record, found)) is not None:
        return found
    known = months()
    if version not in known:
        raise UnknownNameError(
            "version", version, nearest(version, known) or known[:3],
            f"{record.id} has {', '.join(sorted(record.versions))}, and 'latest'; the World Bank's "
            f"archives have {len(known)} months from {known[-1]} to {known[0]}.",
        )  # fmt: skip
    return found


def months() -> tuple[str, ...]:
    """The months that the World Bank's archives hold, the newest first.

    Raises
    ------
    OfflineError, DownloadError, LayoutError
        If the publisher cannot be asked or understood.

    Examples
    --------
    >>> months()[-1]  # doctest: +SKIP
    '1989-04'
    """
    url = f"{_API}/sources/57/version/data?format=json&per_page=1000"
    got = store.obtain(url, refresh=True, expect="json", check=wdi_catalogue.read_months)
    return wdi_catalogue.read_months(got.path)


def kept_months(record: Series) -> list[Version]:
    """The vintages of a series that the cache holds of the World Bank's archives.

    Examples
    --------
    >>> kept_months(registry.find("migrant_stock"))
    []
    """
    if record.publisher.id != _PUBLISHER or record.derived is not None:
        return []
    file = registry.files()[_ARCHIVE]
    before, after = (
        re.escape(part)
        for part in file.url.replace("{code}", record.code).split("{archive}")
    )
    found = []
    for url in store.read_lock():
        month = re.fullmatch(rf"{before}(\d{{4}})(\d{{2}}){after}", url)
        if month and store.standing(url) is not None:
            archive = month[1] + month[2]
            found.append(Version(f"{month[1]}-{month[2]}", file, (), extra={"archive": archive}))
    return found


def _about(code: str) -> str:
    return f"{_API}/indicator/{code}?format=json"


def _kept(url: str) -> Path | None:
    found = store.standing(url)
    return found[0] if found else None


def _asked(url: str, check: Callable[[Path], object]) -> Path:
    """What the publisher says now; an answer that cannot be read takes no older one's place."""
    return store.obtain(url, refresh=True, expect="json", check=check).path


def _terms(said: Indicator, ask: bool) -> tuple[str, str]:
    """An indicator's licence and its address; empty where the publisher does not say its terms."""
    url = f"{_API}/sources/{said.source or _WDI}/series/{said.code}/metadata?format=json"
    try:
        check = partial(wdi_catalogue.read_terms, code=said.code)
        path = _asked(url, check) if ask else _kept(url)
    except OfflineError:
        raise
    except DownloadError as error:
        # A message in the place of the terms, or no such page: not a server that is down.
        if error.passing or error.status not in (200, 404):
            raise
        return "", ""
    return wdi_catalogue.read_terms(path, said.code) if path else ("", "")


def _indicator(code: str, ask: bool = True) -> Series:
    """An indicator as its publisher describes it now, or as the cache has it."""
    try:
        kept = None if ask else _kept(_about(code))
        path = kept or _asked(_about(code), partial(wdi_catalogue.read_indicator, code=code))
        said = wdi_catalogue.read_indicator(path, code)
    except OfflineError:
        raise
    except DownloadError as error:
        if error.status != 200 or error.passing:
            raise
        # A message in the place of a description: the publisher does not know the code.
        known = [each.code for each in registry.series().values()]
        raise UnknownNameError(
            "series", code, nearest(code, known),
            "The World Bank does not know it either; migov.catalogue() lists every series.",
        ) from error  # fmt: skip
    licence, licence_url = _terms(said, ask)
    publisher = registry.publishers()[_PUBLISHER]
    file = registry.files()[_NEWEST]
    version = Version(UNNAMED, file, embed=())
    caveats = ["Not part of migov's registry: its figures and its terms were not looked at."]
    if not licence:
        caveats.append(
            f"The publisher does not say the terms of this indicator; those of its data in "
            f"general are given ({publisher.licence})."
        )
    if said.note:
        caveats.append(f"The publisher's note: {said.note}")
    credit = publisher.attribution.format(
        source=said.organisation or said.title, version=UNNAMED, year=""
    )
    if said.source not in ("", _WDI):  # the publisher's line names the collection of most
        credit = credit.replace(_WDI_NAME, said.source_name or "its indicators")
    return Series(
        id=code,
        title=said.title,
        description=said.note,
        publisher=publisher,
        code=code,
        unit=said.unit or "as the publisher's title says",
        kind="economy",
        measure="",
        periods="",
        source=said.organisation,
        pinned=UNNAMED,
        licence=licence or publisher.licence,
        licence_url=licence_url or publisher.licence_url,
        attribution=credit,
        caveats=tuple(caveats),
        url=file.url.format(code=code),
        versions=MappingProxyType({UNNAMED: version}),
    )
