"""Whether the cache holds the newest file: asked without fetching or writing anything."""

from __future__ import annotations

from migov.config import config
from migov.errors import OfflineError
from migov.store.bring import file_in, pages_stand
from migov.store.fetch import in_words, offline_words, stamps_of
from migov.store.lock import standing
from migov.store.places import address, mirror_folder
from migov.store.sums import sha256_of
from migov.store.transfer import unchanged


def state_of(url: str, redirects: tuple[str, ...] = ()) -> str:
    """How the file in the cache stands to the publisher's; nothing is written.

    Returns
    -------
    str
        ``"unchanged"``; ``"moved on"`` if the publisher has another; ``"not fetched"`` if the
        cache has none; ``"unknown"`` if the server gave no stamp to ask by, or a mirror lacks it.

    Raises
    ------
    OfflineError, DownloadError
        If the publisher cannot be asked.
    """
    found = standing(url)
    if found is None:
        return "not fetched"
    folder = mirror_folder()
    if folder is not None:
        with in_words(url, found):
            source = file_in(folder, url)
        if source is None:
            return "unknown"
        return "unchanged" if sha256_of(source) == sha256_of(found[0]) else "moved on"
    asked = address(url)
    conditions, pages = stamps_of(found[1], asked)
    if not conditions and not pages:
        return "unknown"
    if config.offline:
        raise OfflineError(offline_words(url, found))
    with in_words(url, found):
        same = (
            pages_stand(url, pages, redirects) if pages else unchanged(asked, conditions, redirects)
        )
    return "unchanged" if same else "moved on"
