"""The tables of ``datasets/economies`` as text, each with the columns that are read of it.

A table that is missing, damaged or of another release is refused; nothing here knows what a code
means.
"""

from __future__ import annotations

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
    "groups.csv": (
        "group", "name", "kind", "founded", "known_until", "source", "aliases", "note",
    ),
    "income_history.csv": ("group", "economy", "from", "to"),
    "memberships.csv": ("group", "economy", "from", "to"),
}  # fmt: skip


def read_table(filename: str) -> pd.DataFrame:
    """One table of ``datasets/economies`` as text; ``NA`` is Namibia and nothing is missing.

    Raises
    ------
    SnapshotError
        If the table is not there, cannot be read, or lacks a column.
    """
    path = datasets_dir() / "economies" / filename
    mend = (
        "Install migov again; if MIGOV_DATA_DIR is set, it must name a whole folder of datasets."
    )
    try:
        frame = pd.read_csv(
            path, dtype="str", keep_default_na=False, na_values=[], encoding="utf-8"
        )
    except FileNotFoundError as error:
        raise SnapshotError(f"The table of economies {path} is missing. {mend}") from error
    except (OSError, ValueError) as error:  # pandas' own errors of parsing are ValueErrors
        raise SnapshotError(
            f"The table of economies {path} cannot be read ({error}). {mend}"
        ) from error
    missing = [column for column in COLUMNS[filename] if column not in frame.columns]
    if missing:
        raise SnapshotError(
            f"The table of economies {path} lacks the column{'s' * (len(missing) > 1)} "
            f"{', '.join(missing)}; it was probably edited or comes from another release. {mend}"
        )
    return frame
