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
from typing import Any

from migov.config import config
from migov.errors import warn_caller
from migov.store.bring import Manner, bring
from migov.store.fetch import Obtained
from migov.store.places import mirrored_by_folder
from migov.store.transfer import Refusal
from migov.store.workers import pause

_DAY = r"((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
_LONGEST = 5.0  # seconds that a stamp is waited for before it is asked for again
_log = logging.getLogger(__name__)


def stamped(url: str, got: Obtained, anew: bool = False) -> str | None:
    """What the publisher says of the version of a file that was just obtained.

    Parameters
    ----------
    url : str
        Where it says so: JSON with ``version`` and ``lastUpdated``, or an article of figshare.
    got : Obtained
        The file.  If these bytes were there before, what was noted of them then is given.
    anew : bool
        Ask also where the file is unchanged, because a newer edition has an address of its own.

    Returns
    -------
    str or None
        ``"2025, updated 2025-10-02"`` where the version is an edition's year or month,
        ``"2025-10-02"`` where it is not, ``"2025, version 8 of 2025-03-26"`` of an article; None
        if the publisher does not say.

    Warns
    -----
    UserWarning
        If the article has other files by now.

    Examples
    --------
    >>> stamped("https://unctadstat-api.unctad.org/api/reportMetadata/US.FdiFlowsStock/en",
    ...         got)  # doctest: +SKIP
    '2025, updated 2025-10-02'
    """
    known = None if got.how == "fetched" else got.record.released
    if known and not (anew and got.how == "unchanged"):
        return known
    if config.offline and not mirrored_by_folder():
        return known
    try:
        with tempfile.TemporaryDirectory(prefix="migov-") as folder:
            path = Path(folder) / "stamp"
            bring(url, path, {}, Manner("json", pause=_briefly))
            said = json.loads(path.read_bytes())
    except (Refusal, OSError, ValueError) as error:
        _log.info("%s gave no stamp: %s", url, error)
        return known
    if not isinstance(said, dict):
        return known
    if isinstance(said.get("files"), list):
        return _of_article(said, got.record.url) or known
    edition, day = str(said.get("version", "")), re.match(_DAY, str(said.get("lastUpdated", "")))
    if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", edition):
        return day[1] if day else None
    return f"{edition}, updated {day[1]}" if day else edition


def _briefly(seconds: float) -> None:
    if seconds > _LONGEST:
        raise Refusal(f"it asks to wait {seconds:.0f} seconds, which no stamp is worth")
    pause(seconds)


def _of_article(said: dict[str, Any], url: str) -> str | None:
    """The version of an article of figshare that has the file; of another one nothing is taken."""
    day = re.match(_DAY, str(said.get("published_date", "")))
    number = str(said.get("version", ""))
    if day is None or not number.isdecimal():
        return None
    which = f"version {number} of {day[1]}"
    if url not in [each.get("download_url") for each in said["files"] if isinstance(each, dict)]:
        warn_caller(
            f"{url} is not among the files of {which}, the newest that its publisher has: there "
            "is another edition, which this release of migov does not know."
        )
        return None
    return f"{day[1][:4]}, {which}"
