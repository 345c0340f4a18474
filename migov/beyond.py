"""What the World Bank has beyond the registry: any of its indicators, and its archives.

The publisher describes an indicator and lists its archives' months; both are asked when they are
needed and become the same records that the registry is made of.  No figure is read here.
"""

from __future__ import annotations

import re
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
from migov.registry import Series, Version

_API = "https://api.worldbank.org/v2"
_PUBLISHER, _NEWEST, _ARCHIVE = "worldbank", "wdi-indicator", "wdi-archive"
# What stands for the newest vintage of an indicator until its file has been read.
_UNNAMED = "as fetched"


def find_series(name: str, version: str | None) -> Series:
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
    try:
        return registry.find(name)
    except UnknownNameError as error:
        if isinstance(error, AmbiguousNameError) or not is_code(name):
            raise
        if version != "latest":
            raise UnknownNameError(
                "series", name, error.nearest,
                "It looks like an indicator of the World Bank; any of them can be had with "
                'version="latest".',
            ) from error  # fmt: skip
    return _indicator(name if "_" in name else name.upper())  # few are in small letters


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


def _indicator(code: str) -> Series:
    about = f"{_API}/indicator/{code}?format=json"
    terms = f"{_API}/sources/2/series/{code}/metadata?format=json"
    try:
        said = wdi_catalogue.read_indicator(
            store.fetch(about, refresh=True, expect="json"), code
        )
    except OfflineError:
        raise
    except DownloadError as error:
        if error.status != 200:
            raise
        # A message in the place of a description: the publisher does not know the code.
        known = [each.code for each in registry.series().values()]
        raise UnknownNameError(
            "series", code, nearest(code, known),
            "The World Bank does not know it either; migov.catalogue() lists every series.",
        ) from error  # fmt: skip
    licence, licence_url = wdi_catalogue.read_terms(
        store.fetch(terms, refresh=True, expect="json"), code
    )
    publisher = registry.publishers()[_PUBLISHER]
    file = registry.files()[_NEWEST]
    version = Version(_UNNAMED, file, embed=())
    caveats = ["Not part of migov's registry: its figures and its terms were not looked at."]
    if not licence:
        caveats.append(
            f"The publisher does not say the terms of this indicator; those of its data in "
            f"general are given ({publisher.licence})."
        )
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
        pinned=_UNNAMED,
        licence=licence or publisher.licence,
        licence_url=licence_url or publisher.licence_url,
        attribution=publisher.attribution.format(
            source=said.organisation or said.title, version=_UNNAMED, year=""
        ),
        caveats=tuple(caveats),
        url=file.url.format(code=code),
        versions=MappingProxyType({_UNNAMED: version}),
    )
