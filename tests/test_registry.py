"""The registry's facts: every field filled and of its kind, and nothing that leads nowhere."""

from __future__ import annotations

import inspect
import re
import string
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

from migov import economies, registry
from migov.errors import MigovError, UnknownNameError
from migov.registry import DataFile, Publisher, Series

PUBLISHERS = list(registry.publishers().values())
FILES = list(registry.files().values())
SERIES = list(registry.series().values())
DERIVED = [each for each in SERIES if each.derived]

SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Where each publisher's files really stand.
HOSTS = {
    "worldbank": {"api.worldbank.org", "data.worldbank.org", "databank.worldbank.org",
                  "datacatalog.worldbank.org"},
    "undesa": {"www.un.org", "population.un.org", "creativecommons.org"},
    "unctad": {"unctad.org", "unctadstat.unctad.org", "unctadstat-api.unctad.org"},
    "unhcr": {"api.unhcr.org", "www.unhcr.org"},
    # The publisher's own host is gone: what was there is in the web archive.
    "worldbank-knomad": {"thedocs.worldbank.org", "data360.worldbank.org", "web.archive.org",
                         "data360files.worldbank.org", "datacatalog.worldbank.org",
                         "www.worldbank.org"},
    "oecd": {"webfs-dcd.oecd.org", "data-explorer.oecd.org", "www.oecd.org"},
    "abel-cohen": {
        "ndownloader.figshare.com", "api.figshare.com", "doi.org", "creativecommons.org",
    },
    "cepii": {"www.cepii.fr"},
    "worldbank-gbmd": {"databank.worldbank.org", "datacatalog.worldbank.org"},
    "gaskin-abel": {"zenodo.org", "doi.org"},
    "untc": {"treaties.un.org"},
    "passport-index": {"www.passportindex.org", "github.com", "raw.githubusercontent.com"},
    "desta": {"www.designoftradeagreements.org"},
    "cow": {"correlatesofwar.org"},
}  # fmt: skip
EMPTY_ALLOWED = {"fallback", "copy", "beside", "redirects", "arguments", "select", "derived",
                 "latest", "retired_host", "stamp", "parts", "edition"}  # fmt: skip


def each_of(records: list) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("record", records, ids=lambda record: record.id)


def _assert_sentences(text: str) -> None:
    assert text == text.strip() and "  " not in text
    assert text[0].isupper() or text[0].isdigit() or text[0] in "'\"", f"starts oddly: {text!r}"
    assert text[-1] == ".", f"does not end like a sentence: {text!r}"


def _assert_address(address: str, publisher: Publisher) -> None:
    parts = urlsplit(address)
    assert parts.scheme == "https"
    assert parts.hostname in HOSTS[publisher.id], address
    assert not re.search(r"[{}\s]", address), f"something was not filled in: {address}"


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


# --- what is filled -------------------------------------------------------------------------------


@each_of(PUBLISHERS + FILES + SERIES)
def test_every_field_is_filled(record: Publisher | DataFile | Series) -> None:
    for each in fields(record):
        value = getattr(record, each.name)
        # A file has a licence of its own only where it is not the publisher's usual one.
        own = isinstance(record, DataFile) and each.name.startswith("licence")
        if each.name not in EMPTY_ALLOWED and not own and not isinstance(value, bool):
            assert value, f"{each.name} is empty"
        if isinstance(value, str):
            assert value == value.strip(), f"blanks around {each.name}"


@each_of(PUBLISHERS)
def test_a_publisher_says_its_terms(record: Publisher) -> None:
    assert KEBAB.fullmatch(record.id)
    assert isinstance(record.open, bool)
    assert record.user_agent in registry.USER_AGENTS
    assert _placeholders(record.attribution) <= {"source", "version", "year"}
    for address in (record.homepage, record.licence_url):
        _assert_address(address, record)


@each_of(FILES)
def test_a_file_has_a_reader_that_takes_its_arguments(record: DataFile) -> None:
    assert KEBAB.fullmatch(record.id)
    module, name = record.reader.split(".")
    read = getattr(import_module(f"migov.publishers.{module}"), name)
    taken = list(inspect.signature(read).parameters)
    assert taken[0] == "path"
    assert set(record.arguments) <= set(taken[1:])
    needed = {
        name
        for name, parameter in inspect.signature(read).parameters.items()
        if parameter.default is parameter.empty
    }
    # What completes a kept copy is a file of its own, whose path the builder gives.
    beside = {"totals"} if record.beside else set()
    assert needed - {"path"} - beside <= set(record.arguments)
    assert not record.beside or record.beside in registry.files()


@each_of(FILES)
def test_a_file_says_what_its_bytes_are(record: DataFile) -> None:
    assert record.format in registry.FORMATS
    for host in record.redirects:
        assert re.fullmatch(r"(http://)?[a-z0-9.-]+", host)


@each_of(FILES)
def test_a_star_in_an_address_stands_for_parts(record: DataFile) -> None:
    assert record.url.count("*") == bool(record.parts)
    assert list(record.parts) == sorted(set(record.parts))
    for part in record.parts:
        assert re.fullmatch(r"[A-Za-z0-9]+", part)


def test_the_bilateral_workbooks_are_called_by_codes_of_economies() -> None:
    known = set(economies.table()["economy"])
    others = set(registry.files()["bilateral-fdi-workbooks"].parts) - known
    assert others == {"HGK", "BIOT"}


@each_of([each for each in FILES if each.stamp])
def test_a_stamp_is_the_publishers(record: DataFile) -> None:
    _assert_address(record.stamp, record.publisher)


@each_of([each for each in FILES if each.edition])
def test_an_edition_with_an_address_of_its_own_is_a_vintage_of_its_series(
    record: DataFile,
) -> None:
    using = [each for each in SERIES
             if any(v.file is record for v in each.versions.values()) or each.latest == record.id]
    assert using  # fmt: skip
    for each in using:
        assert each.versions[record.edition].file is record, each.id
        assert "{" not in record.url


@each_of([each for each in FILES if each.fallback])
def test_a_fallback_is_of_the_same_publisher_and_has_none_itself(record: DataFile) -> None:
    other = registry.files()[record.fallback]
    assert other.publisher == record.publisher and not other.fallback
    assert set(other.arguments) == set(record.arguments)
    # The polite bound of connections is one host's.
    assert urlsplit(other.url).hostname == urlsplit(record.url).hostname


@each_of(FILES)
def test_a_file_belongs_to_a_series(record: DataFile) -> None:
    used = {v.file.id for each in SERIES for v in each.versions.values() if v.file}
    used |= {each.latest for each in SERIES} | {each.fallback for each in FILES}
    module, name = record.reader.split(".")
    read = getattr(import_module(f"migov.publishers.{module}"), name)
    # A table without years fits no series; its reader gives it as it is.
    assert record.id in used or inspect.signature(read).return_annotation == "pd.DataFrame"


@each_of(SERIES)
def test_a_series_says_what_it_is(record: Series) -> None:
    assert SNAKE.fullmatch(record.id)
    assert record.kind in registry.KINDS
    assert record.measure in registry.MEASURES
    assert len(record.description) >= 60
    assert record.title[-1] != "." and len(record.title) <= 100
    _assert_sentences(record.description)
    assert re.search(r"\b(19|20)\d{2}\b", record.periods)
    assert not re.search(r"[{}]", record.attribution)
    _assert_address(record.url, record.publisher)


@each_of(SERIES)
def test_caveats_are_sentences_and_none_is_said_twice(record: Series) -> None:
    for caveat in record.caveats:
        _assert_sentences(caveat)
    assert len(set(record.caveats)) == len(record.caveats)


def test_titles_tell_series_apart() -> None:
    titles = pd.Series([each.title for each in SERIES])
    assert titles[titles.duplicated()].tolist() == []


# --- versions -------------------------------------------------------------------------------------


@each_of(SERIES)
def test_the_pinned_version_is_the_newest_that_is_held(record: Series) -> None:
    assert record.pinned in record.versions
    held = [name for name, version in record.versions.items() if not version.obtainable]
    assert record.pinned == max(held or record.versions)
    for name, version in record.versions.items():
        assert re.fullmatch(r"(19|20)\d{2}(-(0[1-9]|1[0-2]))?", name)
        assert version.name == name


@each_of(SERIES)
def test_a_version_leads_to_a_file_or_is_derived(record: Series) -> None:
    for version in record.versions.values():
        if version.file is None:
            assert record.derived, f"{version.name} has no file and derives from nothing"
            continue
        assert version.file.publisher == record.publisher
        _assert_address(version.file.address(record, version), record.publisher)
        given = record.arguments(version)
        assert set(given) == set(version.file.arguments)


@each_of(SERIES)
def test_an_archive_is_that_of_its_version(record: Series) -> None:
    for version in record.versions.values():
        if "archive" in version.extra:
            assert version.extra["archive"] == version.name.replace("-", "")


@each_of(SERIES)
def test_closed_figures_are_embedded_by_name_only(record: Series) -> None:
    known = set(economies.table()["economy"]) | set(economies.aggregates()["code"])
    for version in record.versions.values():
        if version.embed is not None:
            assert set(version.embed) <= known
        if not record.publisher.open and version.file is not None:
            said = f"{version.name}: the terms do not let us pass it on whole"
            assert version.embed is not None, said


# --- derived series -------------------------------------------------------------------------------


@each_of(DERIVED)
def test_a_derived_series_has_terms_of_each_vintage(record: Series) -> None:
    """Both terms have the very vintage; of the pinned one each may be at its own newest."""
    assert record.derived is not None
    assert record.derived.operation in ("product", "ratio")
    assert record.derived.scale > 0
    terms = [registry.series()[name] for name in record.derived.terms]
    assert record not in terms
    for version in record.versions.values():
        if version.file is not None:
            continue
        if version.name == record.pinned:
            assert version.name == max(term.pinned for term in terms)
        else:
            assert all(version.name in term.versions for term in terms), version.name


def test_the_derived_series_are_these() -> None:
    formulas = {each.id: str(each.derived) for each in DERIVED}
    assert formulas == {
        "gfcf": "gfcf_share_of_gdp × gdp × 0.01",
        "fdi_inflow_share_of_gfcf": "fdi_inflow ÷ gfcf × 100",
        "exports": "exports_share_of_gdp × gdp × 0.01",
        "imports": "imports_share_of_gdp × gdp × 0.01",
    }


# --- the World Bank's own lists -------------------------------------------------------------------


@pytest.mark.reference
def test_every_code_of_the_world_bank_at_hand_is_a_series(reference: Path) -> None:
    index = pd.read_csv(reference / "data" / "worldbank" / "vintages_files.csv")
    registered = {each.code for each in SERIES if each.publisher.id == "worldbank"}
    assert set(index["ind"]) <= registered


@pytest.mark.reference
def test_no_description_is_the_publishers(reference: Path) -> None:
    catalogue = pd.read_csv(reference / "data" / "worldbank" / "series_2026-04-30.csv.gz")
    theirs = catalogue.set_index("indicator")["description"].fillna("").to_dict()
    for each in SERIES:
        words = re.findall(r"\w+", theirs.get(each.code, "").lower())
        runs = {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
        ours = re.findall(r"\w+", each.description.lower())
        copied = {" ".join(ours[i : i + 8]) for i in range(len(ours) - 7)} & runs
        assert not copied, f"{each.id}: {copied}"


# --- finding --------------------------------------------------------------------------------------


def test_a_series_is_found_by_id_and_by_code() -> None:
    assert (
        registry.find("gdp") is registry.find("NY.GDP.MKTP.CD") is registry.find("ny.gdp.mktp.cd")
    )


@pytest.mark.parametrize("name", ["remitances_received", "BX.TRF.PWKR.CD.TD", "", "no such"])
def test_an_unknown_series_is_refused_with_the_nearest(name: str) -> None:
    with pytest.raises(UnknownNameError, match="Unknown series") as caught:
        registry.find(name)
    if name.startswith("rem"):
        assert caught.value.nearest[0] == "remittances_received"


def test_records_cannot_be_changed() -> None:
    record = registry.find("gdp")
    with pytest.raises(AttributeError):
        record.unit = "apples"  # type: ignore[misc]
    with pytest.raises(TypeError):
        registry.series()["gdp"] = record  # type: ignore[index]


# --- a registry that is broken --------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in the place of the datasets; the registry is read anew before and after."""
    (tmp_path / "registry").mkdir()
    monkeypatch.setenv("MIGOV_DATA_DIR", str(tmp_path))
    # What was read from the real folder comes back with the real folder.
    monkeypatch.setattr(registry, "_registry", registry._registry.__wrapped__)
    return tmp_path / "registry"


def test_a_missing_registry_is_said(elsewhere: Path) -> None:
    with pytest.raises(MigovError, match="No registry at"):
        registry.series()


def test_a_registry_with_a_slip_of_the_pen_is_said(elsewhere: Path) -> None:
    (elsewhere / "publishers.toml").write_text('[worldbank\nname = "World Bank"\n')
    with pytest.raises(MigovError, match=r"publishers\.toml is not valid TOML"):
        registry.publishers()


def test_a_code_that_was_given_to_another_series_finds_that_one() -> None:
    # Net migration of a year since 2022; until 2018 the same code was of five years.
    former = registry.find("net_migration_five_years")
    assert former.former and former.code == registry.find("net_migration").code == "SM.POP.NETM"
    assert registry.find("sm.pop.netm").id == "net_migration"
    assert [each.id for each in registry.series().values() if each.former] == [former.id]
