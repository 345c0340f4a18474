"""The very files that a lock file records: from the cache, or from their publishers if they still
serve them.

Other bytes than those recorded are never taken for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from migov import registry
from migov.errors import DownloadError
from migov.store.fetch import Obtained, obtain
from migov.store.lock import note_released, read_lock


def fetch_locked(
    path: Path | str, told: Callable[[Obtained], None] | None = None
) -> list[Obtained]:
    """Have the very files that a lock file records, from the cache or from their publishers.

    Parameters
    ----------
    path : path
        A lock file, such as a paper's replication package carries.
    told : callable, optional
        Told each file as it is there.

    Raises
    ------
    DownloadError
        Naming every file that the publisher replaced, or that did not come.  The others are in
        the cache.

    Examples
    --------
    >>> fetch_locked("paper/migov.lock")  # doctest: +SKIP
    [Obtained(path=..., how='kept'), ...]
    """
    came: list[Obtained] = []
    failed: list[DownloadError] = []
    for url, record in read_lock(Path(path)).items():
        try:
            got = obtain(
                url,
                redirects=_redirects(url),
                paged=record.paged,
                parts=record.parts,
                sha256=record.sha256,
            )
        except DownloadError as error:
            failed.append(error)
            continue
        if record.released:
            note_released(url, record.sha256, record.released)
        came.append(got)
        if told is not None:
            told(got)
    if failed:
        said = "\n".join(str(error) for error in failed)
        raise DownloadError(
            f"{len(failed)} of {len(came) + len(failed)} files of {path} could not be had as they "
            f"were:\n{said}\nWhat the publisher replaced is only with those who kept a copy: ask "
            "the authors for their cache and set MIGOV_CACHE to it.",
            failed[0].url,
            failed[0].status,
        ) from failed[0]
    return came


def _redirects(url: str) -> tuple[str, ...]:
    """Where the registry lets the publisher of an address lead on to."""
    host = urlsplit(url).netloc
    own = (each for each in registry.files().values() if urlsplit(each.url).netloc == host)
    return tuple(dict.fromkeys(goal for each in own for goal in each.redirects))
