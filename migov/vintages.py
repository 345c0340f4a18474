"""Vintages of a series: which there are, and how its figures moved from one to the next.

Both verbs read the registry, the snapshot and the cache; they compare figures and explain nothing.
"""

from __future__ import annotations

import pandas as pd

from migov import beyond, registry, store, tidy
from migov import economies as _economies
from migov.choices import Years
from migov.compiled import compiled
from migov.errors import ArgumentError, DownloadError, LayoutError, warn_caller
from migov.figures import cached, find_version, latest
from migov.joins import side_by_side
from migov.lineage import provenance, without_table
from migov.load import Economies, load
from migov.registry import Series, Version


def versions(series: str, archive: bool = False) -> pd.DataFrame:
    """The vintages of a series, newest first, and where each lies.

    Parameters
    ----------
    series : str
        A series id, or the publisher's own code; of an indicator of the World Bank that is not in
        the registry, once it was fetched, those that the cache holds.
    archive : bool
        Ask the World Bank which months its archives hold, and list them too.  Not every series
        is in every month.

    Returns
    -------
    pandas.DataFrame
        ``version, pinned, where`` (``"embedded"``, ``"cached"``, ``"obtainable"`` or
        ``"derived"``), ``released`` (what the publisher prints), ``retrieved, rows, first_year,
        last_year, embedded`` (``"all"``, ``"none"`` or the part), ``url``.

    Raises
    ------
    UnknownNameError
        If the series is not known and the cache holds nothing of it.
    ArgumentError
        If the cache holds no more than what the publisher says of it.
    OfflineError, DownloadError
        If the archives are to be asked and cannot be.

    Examples
    --------
    >>> versions("remittances_received")["version"].tolist()[0]
    '2026-07'
    """
    record = beyond.find_kept(series)
    held = store.manifest()
    known = {} if record.pinned == beyond.UNNAMED else dict(record.versions)
    known |= {each.name: each for each in beyond.kept_months(record) if each.name not in known}
    for kept in cached(record):
        if not _listed(record, kept):
            known.setdefault(kept.name, kept)
    for name in _months(record) if archive else ():
        known.setdefault(name, find_version(record, name))
    if not known:
        raise ArgumentError(
            f"The cache holds no figures of {record.id} yet. migov.load({record.id!r}, "
            'version="latest") fetches them; archive=True lists the archives\' months.'
        )
    rows = []
    for name in sorted(known, reverse=True):
        vintage = known[name]
        facts = held.get(f"{record.id}/{name}.parquet", {})
        if vintage.obtainable:
            facts = without_table(record, vintage).facts
        rows.append({
            "version": name,
            "pinned": name == record.pinned,
            "where": _where(vintage, bool(facts)),
            "released": facts.get("released"),
            "retrieved": facts.get("retrieved"),
            "rows": facts.get("rows"),
            "first_year": facts.get("first_year"),
            "last_year": facts.get("last_year"),
            "embedded": _part(vintage),
            "url": str(record.derived)
            if vintage.file is None
            else vintage.file.address(record, vintage),
        })
    listed = pd.DataFrame(rows).astype({
        "rows": "Int64", "first_year": "Int64", "last_year": "Int64"
    })
    title = f"Vintages of {record.id}"
    if record.pinned == beyond.UNNAMED:
        return compiled(listed, title, sources=[provenance(without_table(record, latest(record)))])
    return compiled(listed, title, series=[record.id])


def revisions(
    series: str,
    economies: Economies = "WLD",
    years: Years = None,
    archive: bool = False,
    *,
    on: int | str | None = None,
) -> pd.DataFrame:
    """The same figures in every embedded vintage: years down, vintages across.

    Parameters
    ----------
    series : str
        A series id, or the publisher's own code.
    economies, years
        As in :func:`load`; the world and all years by default.
    archive : bool
        Fetch what the registry knows of and does not embed, and every month of the World Bank's
        archives; a warning names those that do not hold the series.
    on : int or str, optional
        The year or ISO date whose members a group has; today's by default.

    Returns
    -------
    pandas.DataFrame
        Index ``year`` (or ``economy, year`` for several economies), a column a vintage, oldest
        first; NaN where that vintage has no figure.

    Raises
    ------
    ArgumentError
        If the series is a corridor series, or no vintage has figures for what is asked.

    Examples
    --------
    >>> (revisions("remittances_received", years=1995) / 1e9).round(1).iloc[0].tolist()[:2]
    [102.4, 102.4]
    """
    record = registry.find(series)
    if record.kind == "corridor":
        raise ArgumentError(
            f"revisions() compares figures of economies; {record.id} has corridors. Load the "
            "vintages one by one with version=."
        )
    asked = _economies.select(economies, on=on) if economies is not None else None
    held = {name for name, each in record.versions.items() if archive or not each.obtainable}
    months = set(_months(record)) - set(record.versions) if archive else set()
    found: dict[str, pd.DataFrame] = {}
    absent = []
    for name in sorted(held | months):
        try:
            found[name] = load(record.id, asked, years, version=name)
        except ArgumentError:  # this vintage does not reach the years or economies asked for
            continue
        except (LayoutError, DownloadError) as error:
            if name not in months or not _not_held(error):
                raise
            absent.append(name)
    if absent:
        warn_caller(f"The World Bank's archives gave no {record.id} for {', '.join(absent)}.")
    if not found:
        raise ArgumentError(
            f"No vintage of {record.id} has figures for these economies and years. "
            f"migov.versions({record.id!r}) lists what each covers."
        )
    wide = side_by_side(found)
    one = asked is not None and len(asked) == 1
    wide = wide.drop(columns="economy").set_index("year") if one else wide.set_index(
        ["economy", "year"]
    )
    wide.columns.name = "version"
    tidy.with_provenance(
        wide, {name: tidy.provenance(table)["value"] for name, table in found.items()}
    )
    if asked is not None and one:
        wide.attrs[tidy.ATTRS]["economy"] = asked[0]
    return wide


def _part(vintage: Version) -> str:
    if vintage.embed is not None:
        return ", ".join(vintage.embed) or "none"
    if vintage.threshold is not None:
        return f"corridors that reach {vintage.threshold:,g} in a year, and all totals"
    return "all"


def _listed(record: Series, kept: Version) -> bool:
    """Whether the registry names a vintage that is this very file, so that it is listed anyway."""
    if record.pinned == beyond.UNNAMED:
        return False
    assert kept.file is not None
    address = kept.file.address(record, kept)
    return any(
        each.obtainable and each.file is not None and each.file.address(record, each) == address
        for each in record.versions.values()
    )


def _where(vintage: Version, known: bool) -> str:
    if vintage.file is None:
        return "derived"
    if not vintage.obtainable:
        return "embedded"
    return "cached" if known else "obtainable"


def _not_held(error: LayoutError | DownloadError) -> bool:
    """Whether the archives say that a series is not in one of their months."""
    if isinstance(error, DownloadError):  # a message in the place of figures, or no such address
        return error.status in (200, 404)
    return "holds no figures" in str(error)


def _months(record: Series) -> tuple[str, ...]:
    """The months of the World Bank's archives; none for a series of others, or a derived one."""
    if record.publisher.id != "worldbank" or record.derived is not None:
        return ()
    return beyond.months()
