"""The tables of ``datasets/economies`` and ``datasets/governance`` as text, with their columns.

A table that is missing, damaged or of another release is refused; nothing here knows what a code
means.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from migov.config import datasets_dir
from migov.errors import SnapshotError

COLUMNS = {
    "aggregates.csv": ("code", "name", "publisher", "kind"),
    "aliases.csv": ("alias", "economy"),
    "classifications.csv": ("publisher", "group", "economy"),
    "codes.csv": ("scheme", "value", "code", "beside"),
    "economies.csv": (
        "economy", "name", "iso2", "m49", "region", "subregion", "wb_region", "income_group",
        "status", "first_year", "last_year", "successor", "note",
    ),
    "groups.csv": ("group", "name", "of", "on", "aliases", "note"),
    "income_history.csv": ("group", "economy", "from", "to"),
    "governance/arrangements.csv": (
        "arrangement", "name", "aliases", "kind", "level", "bindingness", "scope", "founded",
        "in_force", "ended", "known_from", "known_until", "includes", "predecessor", "secretariat",
        "mentioned_in", "stated", "changed_since", "evidence", "confidence", "note",
    ),
    "governance/bodies.csv": (
        "arrangement", "body", "name", "status", "seen", "evidence", "confidence", "note",
    ),
    "governance/clauses.csv": (
        "place", "partner", "agreement", "signed", "clause", "says", "article", "evidence",
        "confidence", "note",
    ),
    "governance/counts.csv": ("arrangement", "date", "count", "what", "evidence", "note"),
    "governance/dates.csv": ("arrangement", "what", "date", "evidence", "note"),
    "governance/deals.csv": (
        "one", "other", "signed", "in_force", "ended", "seen", "evidence", "note",
    ),
    "governance/disagreements.csv": (
        "arrangement", "economy", "about", "one", "one_says", "other", "other_says", "chosen",
        "why", "evidence",
    ),
    "governance/evidence.csv": ("evidence", "source", "address", "says", "made"),
    "governance/explained.csv": ("finding", "arrangement", "economy", "reason"),
    "governance/memberships.csv": (
        "arrangement", "economy", "from", "to", "status", "seen", "evidence", "confidence",
        "to_confidence", "note",
    ),
    "governance/modes.csv": ("arrangement", "mode", "name", "who_goes", "example", "evidence"),
    "governance/other_lists.csv": (
        "arrangement", "economy", "from", "to", "status", "seen", "entry_into_force", "evidence",
    ),
    "governance/other_rights.csv": (
        "arrangement", "effect", "right", "from", "to", "origins", "destinations", "limits",
        "evidence", "confidence",
    ),
    "governance/rights.csv": (
        "arrangement", "effect", "right", "from", "to", "origins", "destinations", "limits",
        "evidence", "confidence",
    ),
    "governance/treaties.csv": (
        "arrangement", "economy", "signature", "action", "deposit", "entry_into_force",
        "withdrawal", "reservation", "evidence", "confidence", "note",
    ),
}  # fmt: skip


def read_table(filename: str) -> pd.DataFrame:
    """One table as text; ``NA`` is Namibia and nothing is missing.

    Parameters
    ----------
    filename : str
        A file of ``datasets/economies``, or one of ``datasets/governance`` with its folder
        (``"governance/memberships.csv"``).

    Raises
    ------
    SnapshotError
        If the table is not there, cannot be read, or lacks a column.
    """
    path = datasets_dir() / (filename if "/" in filename else f"economies/{filename}")
    mend = (
        "Install migov again; if MIGOV_DATA_DIR is set, it must name a whole folder of datasets."
    )
    try:
        stamp = path.stat()
        frame = _read(path, stamp.st_mtime_ns, stamp.st_size)
    except FileNotFoundError as error:
        raise SnapshotError(f"The table {path} is missing. {mend}") from error
    except (OSError, ValueError) as error:  # pandas' own errors of parsing are ValueErrors
        raise SnapshotError(
            f"The table {path} cannot be read ({error}). {mend}"
        ) from error
    missing = [column for column in COLUMNS[filename] if column not in frame.columns]
    if missing:
        raise SnapshotError(
            f"The table {path} lacks the column{'s' * (len(missing) > 1)} "
            f"{', '.join(missing)}; it was probably edited or comes from another release. {mend}"
        )
    return frame.copy(deep=False)  # what is written into a copy stays there


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table of text and dates, a dict each.

    ``DataFrame.to_dict("records")`` looks at every cell, and takes ten times as long.
    """
    names = table.columns.tolist()  # each look at the index of names would make them anew
    return [dict(zip(names, row, strict=True)) for row in zip(*columns_of(table), strict=True)]


def columns_of(table: pd.DataFrame) -> list[list[Any]]:
    """The columns of a table of text and dates, a list each."""
    return [table[name].tolist() for name in table.columns]


@cache
def _read(path: Path, mtime: int, size: int) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[], encoding="utf-8")
