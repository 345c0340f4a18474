"""What exists: publishers, their files, and the series that migov reads from them.

The facts stand in ``datasets/registry/*.toml`` and are read once into frozen records; code,
documentation, README tables and tests all read these.  Nothing here opens a file of figures.

A publisher, a file and a series look like this in the registry::

    [worldbank]                                  # publishers.toml
    name = "World Bank"
    licence = "CC BY 4.0"
    open = true                                  # may the figures be passed on whole?
    attribution = "The World Bank: World Development Indicators: {source}"
    user_agent = "browser-form"                  # only where no plain name is let in

    [wdi-indicator]                              # files.toml
    publisher = "worldbank"
    title = "World Development Indicators, one indicator, zip of CSV"
    url = "https://api.worldbank.org/v2/en/indicator/{code}?downloadformat=csv"
    reader = "worldbank.read_zip"
    arguments = ["code"]                         # what the reader takes besides the path
    format = "zip"                               # zip, xlsx, xls, 7z, gz, json, csv or html
    obtained = "the publisher's own file"

    [remittances_received]                       # series-worldbank.toml
    title = "Personal remittances, received"
    publisher = "worldbank"
    code = "BX.TRF.PWKR.CD.DT"
    unit = "current US$"
    kind = "economy"                             # or "corridor"
    measure = "flow"                             # stock, flow, ratio or index
    source = "IMF balance of payments statistics; World Bank staff estimates"
    pinned = "2026-07"
    select = {}                                  # further arguments of the reader
    margins = "published"                        # or "added": migov adds up the world's
    [remittances_received.versions]
    "2026-07" = { file = "wdi-indicator" }
    "2016-11" = { file = "wdi-archive", archive = "201611" }
    "2015" = { file = "...", embed = ["WLD"] }   # only these rows are in the snapshot; [] for none
    "2022" = { file = "...", threshold = 100 }   # corridors that never reach it are left out
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from migov import instead
from migov.config import datasets_dir
from migov.errors import AmbiguousNameError, ArgumentError, MigovError, UnknownNameError, nearest

KINDS = ("economy", "corridor")
MEASURES = ("stock", "flow", "ratio", "index")
FORMATS = ("zip", "xlsx", "xls", "7z", "gz", "json", "csv", "html")
USER_AGENTS = ("plain", "browser-form")
_OF_VERSION = ("file", "embed", "threshold", "caveats", "obtained")  # not of its address


@dataclass(frozen=True)
class Publisher:
    """Who publishes, under what terms, and how to credit them."""

    id: str
    name: str
    homepage: str
    licence: str
    licence_url: str
    attribution: str
    open: bool
    user_agent: str = "plain"  # the form of name that its servers let in: one of USER_AGENTS
    retired_host: str = ""  # once its own, now answers with a page; so do the hosts below it


@dataclass(frozen=True)
class DataFile:
    """A file, or a family of files with one layout, as its publisher serves it.

    ``url`` and ``landing_page`` may hold ``{code}`` and the keys of a version; :meth:`address`
    fills them in.
    """

    id: str
    publisher: Publisher
    title: str
    url: str
    landing_page: str
    reader: str
    obtained: str
    arguments: tuple[str, ...] = ()
    copy: str = ""  # name of a kept copy, for a file that its address no longer serves
    beside: str = ""  # id of the file whose totals complete the kept copy
    undated: bool = False  # prints no date: a version's name is the month when it was had
    format: str = ""  # what its first bytes should say: one of FORMATS
    redirects: tuple[str, ...] = ()  # hosts that the publisher may lead on to
    licence: str = ""  # where it is not the publisher's usual one
    licence_url: str = ""
    paged: bool = False  # the answer may have further pages; the url asks for page=1
    parts: tuple[str, ...] = ()  # each stands for the star in the url of a table in parts
    closed: bool = False  # an edition that its publisher no longer changes; an update does not ask
    stamp: str = ""  # where the publisher says which version the file is, if not in the file
    edition: str = ""  # the vintage, where each has an address of its own
    retired: bool = False  # the address no longer serves it; an update does not ask
    fallback: str = ""  # id of another file with the same figures, asked where this cannot be had

    def address(self, series: Series, version: Version) -> str:
        """The real address of the file that holds this version of this series."""
        return self.url.format(code=series.code, **version.extra)


@dataclass(frozen=True)
class Version:
    """One vintage of a series and the file it lies in; ``file`` is None where it is derived.

    ``embed`` names the rows that the snapshot holds: all if None, none if empty.  Corridors that
    reach ``threshold`` in no year are not in it; the totals count them.  ``caveats`` are its own.
    """

    name: str
    file: DataFile | None
    embed: tuple[str, ...] | None = None
    threshold: float | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()
    obtained: str = ""  # where its bytes were not had as the file says

    @property
    def obtainable(self) -> bool:
        """Whether the figures are not embedded but for the user to fetch."""
        return self.file is not None and self.embed == ()


@dataclass(frozen=True)
class Derivation:
    """How a series follows from two others: ``scale × first (× or ÷) second``."""

    operation: str
    terms: tuple[str, str]
    scale: float

    def __str__(self) -> str:
        sign = "×" if self.operation == "product" else "÷"
        factor = "" if self.scale == 1 else f" × {self.scale:g}"
        return f"{self.terms[0]} {sign} {self.terms[1]}{factor}"


@dataclass(frozen=True)
class Series:
    """A series: what it measures, who publishes it, and which vintages there are."""

    id: str
    title: str
    description: str
    publisher: Publisher
    code: str
    unit: str
    kind: str
    measure: str
    periods: str
    source: str
    pinned: str
    licence: str
    licence_url: str
    attribution: str
    caveats: tuple[str, ...]
    url: str
    versions: Mapping[str, Version]
    select: Mapping[str, Any] = field(default_factory=dict)
    derived: Derivation | None = None
    latest: str = ""  # id of the file with the newest figures, where it is not the pinned one's
    former: bool = False  # its code now means another series, and finds that one
    margins: str = "published"  # or "added": the publisher prints no totals of corridors

    @property
    def derived_only(self) -> bool:
        """Whether migov computes the newest vintage instead of a publisher."""
        return self.versions[self.pinned].file is None and not self.latest

    def licence_of(self, version: Version) -> tuple[str, str]:
        """The licence of this version and where it can be read; a file may have its own."""
        if version.file is not None and version.file.licence:
            return version.file.licence, version.file.licence_url
        return self.licence, self.licence_url

    def credit(self, version: Version) -> str:
        """The line that credits the publisher, for this version."""
        line = self.attribution.replace(self.pinned, version.name)
        return line.replace(self.licence, self.licence_of(version)[0])

    def arguments(self, version: Version) -> dict[str, Any]:
        """What the reader of this version takes besides the path."""
        known = {"code": self.code, **self.select, **version.extra}
        return {name: known[name] for name in (version.file.arguments if version.file else ())}


def publishers() -> Mapping[str, Publisher]:
    """Every publisher by its id."""
    return _registry()[0]


def files() -> Mapping[str, DataFile]:
    """Every file, or family of files, by its id."""
    return _registry()[1]


def series() -> Mapping[str, Series]:
    """Every series by its id, in the order of the registry."""
    return _registry()[2]


def find(name: str) -> Series:
    """The series with this id, or with this code of its publisher.

    Raises
    ------
    UnknownNameError
        With the nearest ids and codes.
    AmbiguousNameError
        If several series are read from the table with this code.

    Examples
    --------
    >>> find("BX.TRF.PWKR.CD.DT").id
    'remittances_received'
    """
    known = series()
    if not isinstance(name, str):
        what = told if len(told := repr(name)) <= 60 else f"A {type(name).__name__}"
        raise ArgumentError(
            f"{what} is not the name of one series. migov.panel('gdp', 'population') takes several."
        )
    sharing = [name] if name in known else _by_code().get(name.upper(), [])
    if len(sharing) > 1:
        raise AmbiguousNameError("code", name, sharing)
    if sharing:
        return instead.of(known[sharing[0]], sharing[0])
    near = nearest(name, [*known, *_by_code()])
    raise UnknownNameError(
        "series", name, near, "migov.catalogue() lists every series, migov.search() finds one."
    )


@cache
def _by_code() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for each in (one for one in series().values() if not one.former):
        codes.setdefault(each.code.upper(), []).append(each.id)
    return codes


@cache
def _registry() -> tuple[Mapping[str, Publisher], Mapping[str, DataFile], Mapping[str, Series]]:
    folder = datasets_dir() / "registry"
    tables: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            tables[path.stem] = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise MigovError(f"The registry file {path} is not valid TOML: {error}.") from error
    if "publishers" not in tables:
        raise MigovError(
            f"No registry at {folder}. The installation is incomplete; install migov again, or "
            "unset MIGOV_DATA_DIR."
        )
    who = {key: Publisher(id=key, **facts) for key, facts in tables.pop("publishers").items()}
    what = {
        key: DataFile(
            id=key,
            **{
                **facts,
                "publisher": who[facts["publisher"]],
                **{k: tuple(facts.get(k, ())) for k in ("arguments", "redirects", "parts")},
            },
        )
        for key, facts in tables.pop("files").items()
    }
    named = (each for stem in sorted(tables) for each in tables[stem].items())
    known = {key: _series(key, facts, who, what) for key, facts in named}
    return MappingProxyType(who), MappingProxyType(what), MappingProxyType(known)


def _series(
    key: str, facts: dict[str, Any], who: Mapping[str, Publisher], what: Mapping[str, DataFile]
) -> Series:
    facts = dict(facts)
    publisher = who[facts.pop("publisher")]
    derived = facts.pop("derived", None)
    versions = {
        name: Version(
            name=name,
            file=what[place["file"]] if "file" in place else None,
            embed=tuple(place["embed"]) if "embed" in place else None,
            threshold=place.get("threshold"),
            extra={k: str(v) for k, v in place.items() if k not in _OF_VERSION},
            caveats=tuple(place.get("caveats", ())),
            obtained=place.get("obtained", ""),
        )
        for name, place in facts.pop("versions").items()
    }
    record = Series(
        id=key,
        publisher=publisher,
        licence=facts.pop("licence", publisher.licence),
        licence_url=facts.pop("licence_url", publisher.licence_url),
        attribution=facts.pop("attribution", publisher.attribution).format(**{
            "source": facts["source"], "version": facts["pinned"], "year": facts["pinned"][:4]
        }),
        caveats=tuple(facts.pop("caveats", ())),
        url="",
        versions=MappingProxyType(versions),
        select=MappingProxyType(facts.pop("select", {})),
        derived=derived and Derivation(**{**derived, "terms": tuple(derived["terms"])}),
        **facts,
    )
    pinned = versions[record.pinned]
    url = pinned.file.address(record, pinned) if pinned.file else publisher.homepage
    return replace(record, url=url)
