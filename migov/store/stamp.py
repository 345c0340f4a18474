"""The publisher's own stamp of a table's version, where its file prints none.

A stamp only names what was fetched.  That it did not move is no proof that the file is the same, so
it never saves a download: for that the server is asked with the file's own headers.  A stamp that
cannot be had is no failure: the vintage is then called by the day on which it came.
"""

from __future__ import annotations

import json
import logging
import re
import tempfile
from pathlib import Path

from migov.config import config
from migov.store.bring import Manner, bring
from migov.store.fetch import Obtained
from migov.store.places import mirrored_by_folder
from migov.store.transfer import Refusal

_DAY = r"((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
_log = logging.getLogger(__name__)


def stamped(url: str, got: Obtained) -> str | None:
    """What the publisher says of the version of a file that was just obtained.

    Parameters
    ----------
    url : str
        Where it says so: JSON with ``version`` and ``lastUpdated``.
    got : Obtained
        The file.  If these bytes were there before, what was noted of them then is given.

    Returns
    -------
    str or None
        ``"2025, updated 2025-10-02"`` where the version is an edition's year or month,
        ``"2025-10-02"`` where it is not; None if the publisher does not say.

    Examples
    --------
    >>> stamped("https://unctadstat-api.unctad.org/api/reportMetadata/US.FdiFlowsStock/en",
    ...         got)  # doctest: +SKIP
    '2025, updated 2025-10-02'
    """
    if got.how != "fetched" and got.record.released:
        return got.record.released
    if config.offline and not mirrored_by_folder():
        return None
    with tempfile.TemporaryDirectory(prefix="migov-") as folder:
        path = Path(folder) / "stamp"
        try:
            bring(url, path, {}, Manner("json"))
            said = json.loads(path.read_bytes())
        except (Refusal, OSError, ValueError) as error:
            _log.info("%s gave no stamp: %s", url, error)
            return None
    if not isinstance(said, dict):
        return None
    edition, day = str(said.get("version", "")), re.match(_DAY, str(said.get("lastUpdated", "")))
    if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", edition):
        return day[1] if day else None
    return f"{edition}, updated {day[1]}" if day else edition
