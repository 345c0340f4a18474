"""The figures of one economy or aggregate by year, and the vintages that have them.

Every figure comes from the embedded table of a vintage; nothing here combines or judges.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from migov import absences, corrections, registry
from migov.claims.run import once
from migov.errors import ArgumentError
from migov.figures import find_version, whole
from migov.load import load

# From the unit of a series to that of a claim.
SCALES = {
    ("current US$", "US$ billion"): 1e-9,
    ("persons", "million persons"): 1e-6,
}


def figures(
    series: str,
    economy: str = "WLD",
    version: str | None = None,
    unit: str | None = None,
    origin: str | None = None,
    sex: str = "both",
) -> pd.Series:
    """The figures of one economy or aggregate by year, in the unit of a claim.

    A corridor series is read as the migrants in `economy`; with `origin`, those from there.
    """
    return once(
        ("figures", series, economy, version, unit, origin, sex),
        lambda: _figures(series, economy, version, unit, origin, sex),
    )


def versions(
    series: str, economy: str = "WLD", origin: str | None = None, sex: str = "both"
) -> list[str]:
    """The vintages of a series that have the figures of an economy, the newest first."""
    record = registry.find(series)
    return [
        name for name in shared([series]) if _reaches(record, name, economy, origin, sex)
    ]


def shared(series: Iterable[str]) -> list[str]:
    """The vintages that all of these series have in the snapshot, the newest first.

    Examples
    --------
    >>> shared(["migrant_stock", "migrant_stock_total_undesa"])
    ['2024', '2020', '2019', '2017']
    """
    records = [registry.find(each) for each in series]
    held = set.intersection(
        *({name for name, each in record.versions.items() if not each.obtainable}
          for record in records)
    )
    return sorted(held, reverse=True)


def scale(unit: str, wanted: str) -> float:
    """What a figure in the unit of a series is multiplied by, to be one in the unit of a claim.

    Raises
    ------
    ArgumentError
        If the two do not measure the same.

    Examples
    --------
    >>> scale("% of GDP", "%")
    1.0
    """
    if unit == wanted or (unit.startswith("%") and wanted == "%"):
        return 1.0
    if (unit, wanted) not in SCALES:
        raise ArgumentError(f"A series in {unit} cannot be shown in {wanted}.")
    return SCALES[unit, wanted]


def _figures(
    series: str, economy: str, version: str | None, unit: str | None, origin: str | None, sex: str
) -> pd.Series:
    record = registry.find(series)
    factor = 1.0 if unit is None else scale(record.unit, unit)
    if record.kind == "corridor":
        table = _whole(record, version, sex)
        table = table[table["destination"] == economy]
        table = table[table["origin"] == (origin or "WLD")]
    else:
        table, rows = once(("rows", series, version), lambda: _rows(_whole(record, version)))
        table = table.iloc[rows.get(economy, slice(0))]
    if table.empty and record.kind == "corridor":  # a name or a group; or loading says what is not
        table = load(
            series, origins=origin or "WLD", destinations=economy, version=version, sex=sex
        )
    elif table.empty:
        table = load(series, economies=economy, version=version)
    years, values = (table[name].to_numpy() for name in ("year", "value"))
    return pd.Series(values * factor, pd.Index(years, name="year"), name="value")


def _whole(record: registry.Series, version: str | None, sex: str = "both") -> pd.DataFrame:
    """Every figure of a vintage, with the warnings that loading it gives."""
    found = whole(record, find_version(record, version), sex)
    corrections.warn(found.corrections)
    absences.warn(found)
    return found.table


def _rows(table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, slice]]:
    """The figures of a table of economies, and which rows are whose: they stand together."""
    at, known = pd.factorize(table["economy"].array)
    first = np.flatnonzero(np.diff(at, prepend=-1)).tolist()
    spans = zip(known.tolist(), first, [*first[1:], len(table)], strict=True)
    return table[["year", "value"]], {code: slice(*span) for code, *span in spans}


def _reaches(
    record: registry.Series, version: str, economy: str, origin: str | None = None,
    sex: str = "both",
) -> bool:  # fmt: skip
    """Whether a vintage has the figures; the pinned one is expected to, and says so if not."""
    held = record.versions[version].embed
    if held is not None and economy not in held:
        return False
    if version == record.pinned:
        return True
    try:  # some revisions are held without aggregates, or for both sexes only
        figures(record.id, economy, version, origin=origin, sex=sex)
    except ArgumentError:
        return False
    return True
