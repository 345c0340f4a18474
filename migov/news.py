"""What the newest figures of a series change: against the embedded ones, or those kept before.

Nothing here asks a publisher or writes a file.
"""

from __future__ import annotations

from migov import store
from migov.changes import Changes, compare, embedded_rows
from migov.errors import MigovError
from migov.figures import LATEST, Whole, find_version, whole
from migov.registry import Series


def is_embedded(record: Series) -> bool:
    """Whether the snapshot holds figures of the pinned vintage."""
    return not record.versions[record.pinned].obtainable


def kept_before(record: Series) -> Whole | None:
    """The newest figures that the cache holds, unasked; None if it holds none that can be read."""
    version = find_version(record, LATEST)
    assert version.file is not None
    if store.standing(version.file.address(record, version)) is None:
        return None
    sex = "each" if record.kind == "corridor" else "both"
    try:
        return whole(record, version, sex, refresh=False)
    except MigovError:
        return None


def changes(held: Whole | None, record: Series, found: Whole) -> Changes:
    """The newest figures against those held before, or those embedded of the pinned vintage."""
    if held is not None:
        return compare(held.table, found.table, record.kind)
    version = record.versions[record.pinned]
    after = embedded_rows(found.table, record.kind, version.embed, version.threshold)
    before = whole(record, version, sex="each" if "sex" in after.columns else "both").table
    return compare(before, after, record.kind)
