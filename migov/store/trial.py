"""Whether the cache holds the newest file: asked without fetching or writing anything."""

from __future__ import annotations

from migov.config import config
from migov.errors import OfflineError
from migov.store.fetch import in_words, offline_words, stamps_of
from migov.store.lock import standing
from migov.store.places import address, in_mirror, mirror_folder
from migov.store.sums import sha256_of
from migov.store.transfer import unchanged


def is_current(url: str, redirects: tuple[str, ...] = ()) -> bool:
    """Whether the cache holds the newest file; the publisher is asked, nothing is written.

    Raises
    ------
    OfflineError, DownloadError
        If the publisher cannot be asked.
    """
    found = standing(url)
    asked = address(url)
    conditions = stamps_of(found[1] if found else None, asked)
    folder = mirror_folder()
    if found is None or (folder is None and not conditions):
        return False
    if folder is not None:
        source = next((each for each in in_mirror(folder, url) if each.is_file()), None)
        return source is not None and sha256_of(source) == sha256_of(found[0])
    if config.offline:
        raise OfflineError(offline_words(url, found))
    with in_words(url, found):
        return unchanged(asked, conditions, redirects)
