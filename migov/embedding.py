"""Files of the snapshot: which rows they hold, how they are written, what the list says of each.

The builder and a release write them alike, so that the same figures give the same bytes.  Nothing
here fetches anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from migov import store, tidy
from migov.changes import embedded_rows, left_out
from migov.errors import SnapshotError
from migov.margins import with_margins
from migov.registry import Series, Version

MOST_BYTES_A_FILE = 5_000_000
MOST_BYTES = 15_000_000
OWN, MIRRORED = "the publisher's own file", "a file that came through a mirror"


def name_of(series: Series, version: Version) -> str:
    """What the file of a vintage is called below the snapshot's folder."""
    return f"{series.id}/{version.name}.parquet"


def how_obtained(series: Series, version: Version, asked: str) -> str:
    """How the file of a vintage was had, by the address that was really asked.

    Examples
    --------
    >>> from migov import registry
    >>> gdp = registry.find("gdp")
    >>> how_obtained(gdp, gdp.versions[gdp.pinned], "http://127.0.0.1:8900/api.worldbank.org/v2")
    'a file that came through a mirror'
    """
    assert version.file is not None
    if asked != version.file.address(series, version):
        return MIRRORED
    if version.file.parts:
        return "the publisher's own files"
    return "the publisher's own pages" if version.file.paged else OWN


def embed(
    reading: tidy.Reading,
    series: Series,
    version: Version,
    source: Path,
    folder: Path,
    before: Mapping[str, Any] | None = None,
    obtained: str = "",
) -> dict[str, Any]:
    """Write what the snapshot holds of a vintage; what the list says of the file.

    Parameters
    ----------
    reading : Reading
        What the publisher's file holds, as it is printed.
    source : path
        That file.
    folder : path
        Of the snapshot.
    before : mapping, optional
        What the list said until now: a file of the same source keeps the day of its first sight.
    obtained : str
        How the publisher's file was had; as the registry says if nothing is said.

    Raises
    ------
    SnapshotError
        If the publisher's terms do not let it be embedded, or rows are missing that should be.
    SchemaError
        If the table breaks the schema.
    """
    name = name_of(series, version)
    whole = with_margins(reading.table) if series.margins == "added" else reading.table
    table = _embeddable(whole, series, version)
    tidy.check(table, series.kind, f"{name}, about to be written,")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    _write_parquet(table, path)
    facts = _facts(series, version, table, reading, source, path, before)
    facts["obtained"] = obtained or facts["obtained"]
    if version.threshold is not None:
        facts["left_out"] = left_out(whole, table)
    return facts


def write_list(facts: Mapping[str, Any], folder: Path) -> None:
    """Write the list of a snapshot, in the order of its files' names."""
    text = json.dumps(dict(sorted(facts.items())), indent=1, ensure_ascii=False) + "\n"
    (folder / store.MANIFEST).write_text(text, encoding="utf-8")


def check_size(folder: Path) -> None:
    """Refuse a snapshot that has grown beyond its bounds.

    Raises
    ------
    SnapshotError
        Naming the files that are too large.
    """
    sizes = {path: path.stat().st_size for path in folder.rglob("*.parquet")}
    large = [path.name for path, size in sizes.items() if size > MOST_BYTES_A_FILE]
    if large or sum(sizes.values()) > MOST_BYTES:
        raise SnapshotError(
            f"The snapshot has {sum(sizes.values()):,} bytes, with {', '.join(large) or 'no file'} "
            f"above {MOST_BYTES_A_FILE:,}; the bounds are {MOST_BYTES:,} in all. Embed less."
        )


def _embeddable(table: pd.DataFrame, series: Series, version: Version) -> pd.DataFrame:
    """The rows that go into the snapshot: all that the publisher's terms let us pass on."""
    if version.embed is None and not series.publisher.open:
        raise SnapshotError(
            f"{series.id} ({version.name}) may not be embedded whole: the terms of "
            f"{series.publisher.name} are not open. Say in the registry which rows: embed = [...]."
        )
    table = embedded_rows(table, series.kind, version.embed, version.threshold)
    if series.kind == "economy" and version.embed is not None:
        absent = sorted(set(version.embed) - set(table["economy"]))
        if absent:
            raise SnapshotError(
                f"{series.id} ({version.name}) should embed {', '.join(absent)}, but the "
                "publisher's file has no such rows. Mend embed in the registry."
            )
    return table


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Small and the same every time: dictionaries for codes, whole numbers where values are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [name for name in table.columns if name not in ("year", "value")]
    whole = bool((table["value"] % 1 == 0).all() and (table["value"].abs() < 2**53).all())
    if not whole:
        number = pa.float64()
    elif table["value"].abs().max() < 2**31:
        number = pa.int32()
    else:
        number = pa.int64()
    fields = [(name, pa.string()) for name in texts] + [("year", pa.int16()), ("value", number)]
    options: dict[str, Any] = {
        "compression": "zstd",
        "compression_level": 19,
        "use_dictionary": [*texts, "year"],
        "use_byte_stream_split": ["value"],
        "store_schema": False,
    }
    groups = [table]
    if "sex" in table.columns:  # a row group a sex, so that one sex is read without the others
        groups = [part for _, part in table.groupby("sex", sort=True)]
    with pq.ParquetWriter(path, pa.schema(fields), **options) as writer:
        for group in groups:
            writer.write_table(
                pa.Table.from_pandas(
                    group, schema=pa.schema(fields), preserve_index=False
                ).replace_schema_metadata(None)
            )


def _facts(
    series: Series,
    version: Version,
    table: pd.DataFrame,
    reading: tidy.Reading,
    source: Path,
    path: Path,
    before: Mapping[str, Any] | None,
) -> dict[str, Any]:
    assert version.file is not None
    digest = _sha256(source)
    unchanged = before is not None and before["source_sha256"] == digest
    return {
        "series": series.id,
        "version": version.name,
        "released": reading.released,
        # The day on which these bytes were first seen: a rebuild from the same files is the same.
        "retrieved": before["retrieved"] if unchanged and before else date.today().isoformat(),
        "rows": len(table),
        "first_year": int(table["year"].min()),
        "last_year": int(table["year"].max()),
        "bytes": path.stat().st_size,
        "sha256": _sha256(path),
        "source": version.file.address(series, version),
        "source_sha256": digest,
        "obtained": version.obtained or version.file.obtained,
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
