"""The figures of one economy or aggregate by year, and the vintages that have them.

Every figure comes from the embedded table of a vintage; nothing here combines or judges.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from migov import absences, corrections, registry
from migov.claims.run import Read, note, once
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
    record = registry.find(series)
    version = version or record.pinned
    note(_taken(record, version, economy, origin, sex))
    return once(
        ("figures", record.id, economy, version, unit, origin, sex),
        lambda: _figures(record, economy, version, unit, origin, sex),
    )


def everything(series: str, version: str | None = None, sex: str = "both") -> pd.DataFrame:
    """Every figure of a vintage, groups among them, with the warnings that loading it gives."""
    record = registry.find(series)
    version = version or record.pinned
    note(Read("series", record.id, version, sex=sex))
    return unnoted(record.id, version, sex)


def unnoted(series: str, version: str, sex: str = "both") -> pd.DataFrame:
    """As :func:`everything`, for what takes only some of the rows and notes which."""
    record = registry.find(series)

    def read() -> pd.DataFrame:
        found = whole(record, find_version(record, version), sex)
        corrections.warn(found.corrections)
        absences.warn(found)
        return found.table

    return once(("everything", record.id, version, sex), read)


def coded(
    series: str, column: str, version: str | None = None, sex: str = "both"
) -> tuple[np.ndarray, list[str]]:
    """A column of codes of a vintage: a number for each row, and the codes by number."""
    record = registry.find(series)
    version = version or record.pinned

    def numbered() -> tuple[np.ndarray, list[str]]:
        at, known = pd.factorize(unnoted(series, version, sex)[column].array)
        return at, known.tolist()

    return once(("coded", record.id, column, version, sex), numbered)


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


def _taken(
    record: registry.Series, version: str, economy: str, origin: str | None, sex: str
) -> Read:
    if record.kind == "corridor":
        return Read("series", record.id, version, origins=(origin or "WLD",),
                    destinations=(economy,), sex=sex)  # fmt: skip
    return Read("series", record.id, version, economies=(economy,), sex=sex)


def _figures(
    record: registry.Series, economy: str, version: str, unit: str | None, origin: str | None,
    sex: str,
) -> pd.Series:  # fmt: skip
    factor = 1.0 if unit is None else scale(record.unit, unit)
    table = unnoted(record.id, version, sex)
    if record.kind == "corridor":
        asked = {"origin": origin or "WLD", "destination": economy}
    else:
        asked = {"economy": economy}
    keep = np.ones(len(table), dtype=bool)
    for column, code in asked.items():
        at, known = coded(record.id, column, version, sex)
        keep &= at == (known.index(code) if code in known else -1)
    rows = np.flatnonzero(keep)
    if not len(rows):  # a name or a group; or loading says what is not
        table = load(
            record.id, asked.get("economy"), version=version, sex=sex,
            origins=asked.get("origin"), destinations=asked.get("destination"),
        )  # fmt: skip
        rows = np.arange(len(table))
    years, values = (table[name].to_numpy()[rows] for name in ("year", "value"))
    return pd.Series(values * factor, pd.Index(years, name="year"), name="value")


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
