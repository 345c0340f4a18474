"""Vintages of a series: which there are, and how its figures moved from one to the next.

Both verbs read the registry, the snapshot and the cache; they compare figures and explain nothing.
"""

from __future__ import annotations

import pandas as pd

from migov import economies as _economies
from migov import registry, store, tidy
from migov.errors import ArgumentError
from migov.figures import cached
from migov.joins import side_by_side
from migov.lineage import without_table
from migov.load import Economies, Years, load
from migov.registry import Version


def versions(series: str) -> pd.DataFrame:
    """The vintages of a series, newest first, and where each lies.

    Returns
    -------
    pandas.DataFrame
        ``version, pinned, where`` (``"embedded"``, ``"cached"``, ``"obtainable"`` or
        ``"derived"``), ``released`` (what the publisher prints), ``retrieved, rows, first_year,
        last_year, embedded`` (``"all"``, ``"none"`` or the part), ``url``.

    Examples
    --------
    >>> versions("remittances_received")["version"].tolist()[0]
    '2026-07'
    """
    record = registry.find(series)
    held = store.manifest()
    known = dict(record.versions)
    kept = cached(record)
    if kept is not None:
        known.setdefault(kept.name, kept)
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
            "embedded": "all" if vintage.embed is None else ", ".join(vintage.embed) or "none",
            "url": str(record.derived)
            if vintage.file is None
            else vintage.file.address(record, vintage),
        })
    return pd.DataFrame(rows).astype({
        "rows": "Int64", "first_year": "Int64", "last_year": "Int64"
    })


def revisions(
    series: str,
    economies: Economies = "WLD",
    years: Years = None,
    *,
    on: int | str | None = None,
) -> pd.DataFrame:
    """The same figures in every embedded vintage: years down, vintages across.

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
    found: dict[str, pd.DataFrame] = {}
    for name in sorted(record.versions):
        if record.versions[name].obtainable:
            continue
        try:
            found[name] = load(record.id, asked, years, version=name)
        except ArgumentError:  # this vintage does not reach the years or economies asked for
            continue
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
    return tidy.with_provenance(
        wide, {name: tidy.provenance(table)["value"] for name, table in found.items()}
    )


def _where(vintage: Version, known: bool) -> str:
    if vintage.file is None:
        return "derived"
    if not vintage.obtainable:
        return "embedded"
    return "cached" if known else "obtainable"
