"""Files of publishers: fetched when they are needed, asked again for changes, never lost.

:func:`decide` says what to do and :func:`obtain` does it.  A new file is written to a temporary
name beside the old one, looked at, recorded and moved; whatever goes wrong before that leaves the
old file, whole.  No decision rests on a clock.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from pathlib import Path

from migov.config import config
from migov.errors import DownloadError, LayoutError, OfflineError
from migov.store.bring import Manner, bring
from migov.store.lock import (
    BusyError,
    Fetched,
    arriving_path,
    change_lock,
    record_of,
    standing,
)
from migov.store.places import address, kept_path, mirror_folder
from migov.store.sums import sha256_of
from migov.store.transfer import Bar, Refusal
from migov.store.turn import CameMeanwhile, Turn, is_wanted
from migov.store.workers import go_on

Check = Callable[[Path], object]


class Step(Enum):
    """What to do about a file."""

    KEEP = "keep"
    REVALIDATE = "revalidate"
    DOWNLOAD = "download"


@dataclass(frozen=True)
class Obtained:
    """A file in the cache, its record, and how it came: ``kept``, ``unchanged`` or ``fetched``."""

    path: Path
    record: Fetched
    how: str


def decide(held_sound: bool, refresh: bool, stamped: bool) -> Step:
    """What to do: keep the file, ask whether it changed, or download it.

    Parameters
    ----------
    held_sound : bool
        The cache holds the file, as it was fetched.
    refresh : bool
        The newest is wanted.
    stamped : bool
        The server gave a stamp (ETag, Last-Modified) with the file that is held.

    Examples
    --------
    >>> decide(held_sound=True, refresh=False, stamped=False).value
    'keep'
    >>> decide(held_sound=True, refresh=True, stamped=True).value
    'revalidate'
    """
    if held_sound and not refresh:
        return Step.KEEP
    return Step.REVALIDATE if held_sound and stamped else Step.DOWNLOAD


def fetch(
    url: str, *, refresh: bool = False, expect: str = "", redirects: tuple[str, ...] = ()
) -> Path:
    """Path of a publisher's file in the user's cache, downloaded if it is not there.

    Parameters
    ----------
    url : str
        The publisher's real address; ``MIGOV_MIRROR`` (an address or a folder) stands in for it.
    refresh : bool
        Ask whether the file changed even if it is there; the old one stays if that fails.
    expect : {"zip", "xlsx", "xls", "7z", "gz", "json", "csv", "html", ""}
        What the file is; anything but a page or a message if not said.
    redirects : tuple of str
        Hosts that the publisher may lead on to.

    Raises
    ------
    OfflineError
        If the network is needed and ``MIGOV_OFFLINE`` refuses it.
    DownloadError
        If the publisher does not answer with the file, or the cache cannot be written.

    Examples
    --------
    >>> fetch("https://api.worldbank.org/v2/source/2?format=json")  # doctest: +SKIP
    PosixPath('.../v2_source_2_format_json-...')
    """
    return obtain(url, refresh=refresh, expect=expect, redirects=redirects).path


def obtain(
    url: str,
    *,
    refresh: bool = False,
    expect: str = "",
    redirects: tuple[str, ...] = (),
    paged: bool = False,
    parts: tuple[str, ...] = (),
    check: Check | None = None,
    sha256: str | None = None,
    bar: Bar | None = None,
) -> Obtained:
    """As :func:`fetch`, with the file's record and how it came.

    Parameters
    ----------
    paged : bool
        The answer may have further pages; ``page=1`` in the address asks for the first.
    parts : tuple of str
        What stands for the star in the address of a table in parts; the file is a zip of them.
    check : callable, optional
        Reads the new file before it takes the old one's place; if it raises, the old one stays.
        What it gives may have ``released``, which is recorded.
    sha256 : str, optional
        Exactly these bytes are wanted.
    bar : callable, optional
        Told the bytes so far and the bytes in all (0 if not known).

    Raises
    ------
    OfflineError, DownloadError
        As :func:`fetch`; also if the publisher has replaced the bytes that are wanted.
    LayoutError
        If `check` does not know the new file's layout.
    """
    seen, found = record_of(url), standing(url)
    sound = found is not None and is_wanted(found[0], sha256)
    if found and decide(sound, refresh, False) is Step.KEEP:
        return _kept(url, *found)
    if config.offline and mirror_folder() is None:
        raise OfflineError(offline_words(url, found))
    conditions, pages = stamps_of(found[1] if found else None, address(url))
    if decide(sound, refresh, bool(conditions or pages)) is not Step.REVALIDATE:
        conditions, pages = {}, ()
    with in_words(url, found), ExitStack() as stack:
        turn = Turn(url, seen, found, sha256, stack)
        try:
            manner = Manner(expect, redirects, paged, parts, pages)
            if not (conditions or pages):
                turn.take()
            try:
                return _renew(turn, conditions, manner, check, bar)
            except BusyError:  # it changed, and another fetches it: nobody waits on a connection
                turn.take()
                return _renew(turn, conditions, manner, check, bar)
        except CameMeanwhile:
            assert turn.found is not None
            return _kept(url, *turn.found)


def _renew(
    turn: Turn,
    conditions: dict[str, str],
    manner: Manner,
    check: Check | None,
    bar: Bar | None,
) -> Obtained:
    url, path = turn.url, kept_path(turn.url)
    arriving = arriving_path(path)
    said: list[object] = []

    def read(file: Path) -> None:
        """Read what is new of the file, once."""
        record = turn.found[1] if turn.found else None
        if check is not None and (record is None or record.sha256 != sha256_of(file)):
            said.append(_checked(check, file, url, turn.found))

    try:
        take = partial(turn.take, wait=False)
        arrival = bring(url, arriving, conditions, manner, bar, take, check and read)
        go_on()  # whoever gave up may use another cache by now
        record = turn.found[1] if turn.found else None
        if arrival.status == 304:
            if record is None:
                raise Refusal("it did not change, but the file that was there is gone", 304)
            return Obtained(path, record, "unchanged")
        new = Fetched(
            url=url,
            time=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            size=arriving.stat().st_size,
            sha256=sha256_of(arriving),
            etag=arrival.headers.get("ETag"),
            modified=arrival.headers.get("Last-Modified"),
            asked=arrival.asked or address(url),
            paged=manner.paged,
            pages=arrival.pages,
            parts=manner.parts,
        )
        if turn.sha256 is not None and new.sha256 != turn.sha256:
            raise Refusal(
                f"the publisher replaced it: {new.size:,} bytes with sha256 {new.sha256[:16]}… "
                f"came, where {turn.sha256[:16]}… is wanted",
                arrival.status,
            )
        if record is not None and record.sha256 == new.sha256:
            same = replace(new, time=record.time, released=record.released)
            return Obtained(path, change_lock(url, lambda _: same), "unchanged")
        if not said:
            read(arriving)
        new = replace(new, released=getattr(said[0], "released", None) if said else None)
        # The record first: whoever is stopped between the two leaves the old file with its own.
        before = replace(record, before=None) if record else None
        change_lock(url, lambda _: replace(new, before=before))
        if before is not None:  # a power cut should not take the old file and leave nothing new
            with arriving.open("rb+") as stream:
                os.fsync(stream.fileno())
        os.replace(arriving, path)
        if before is not None:
            with suppress(OSError):  # the file is there, and is known by its record already
                change_lock(url, lambda _: new)
        return Obtained(path, new, "fetched")
    finally:
        if turn.mine:
            arriving.unlink(missing_ok=True)


def _checked(
    check: Check, arriving: Path, url: str, found: tuple[Path, Fetched | None] | None
) -> object:
    try:
        return check(arriving)
    except LayoutError as error:
        said = str(error).replace(arriving.name, url)
        raise LayoutError(f"{said} The new file was not stored. {_stays(found)}") from error


def stamps_of(record: Fetched | None, asked: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Headers that ask for a file only if it changed since it was fetched; stamps of its pages."""
    # The stamps of one server mean nothing to another.
    if record is None or record.asked != asked:
        return {}, ()
    stamps = {"If-None-Match": record.etag, "If-Modified-Since": record.modified}
    if record.etag:
        del stamps["If-Modified-Since"]
    # What no header can carry is not sent back, whoever wrote it.
    said = {name: value for name, value in stamps.items() if value and _goes_in_a_header(value)}
    return said, record.pages if all(map(_goes_in_a_header, record.pages)) else ()


def _goes_in_a_header(text: str) -> bool:
    return text.isascii() and text.isprintable()


@contextmanager
def in_words(url: str, found: tuple[Path, Fetched | None] | None) -> Iterator[None]:
    """Turn what can go wrong on the way into one error that says what is kept and what to do."""
    try:
        yield
    except Refusal as refusal:
        raise DownloadError(
            f"{url} could not be fetched: {refusal}. {_stays(found)} Try again later, or set "
            "MIGOV_MIRROR to a copy.",
            url,
            refusal.status,
            refusal.passing,
        ) from refusal
    except (DownloadError, OfflineError, LayoutError):
        raise
    except OSError as error:
        why, way_out = str(error.strerror or error), "set MIGOV_CACHE to a folder you may write"
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            why, way_out = f"the disk is full ({why})", "make room, or set MIGOV_CACHE elsewhere"
        raise DownloadError(
            f"{url} could not be stored: the cache {config.cache} cannot be written, {why}. "
            f"{_stays(found)} To go on, {way_out}.",
            url,
        ) from error


def _stays(found: tuple[Path, Fetched | None] | None) -> str:
    if found is None:
        return "Nothing was stored or changed."
    when = f" of {found[1].time[:10]}" if found[1] else ""
    return f"The file{when} that was there is kept as it was: {found[0]}."


def offline_words(url: str, found: tuple[Path, Fetched | None] | None) -> str:
    """What to say where the network is needed and refused."""
    if found is not None:
        state = "the cache holds it but cannot tell whether it is the newest"
    elif kept_path(url).is_file():
        state = "what the cache holds of it is damaged"
    else:
        state = "the cache does not hold it"
    return (
        f"{url} is needed, {state}, and MIGOV_OFFLINE=1 refuses the network. Unset it, or name an "
        "embedded or cached version: migov.versions(series) lists them."
    )


def _kept(url: str, path: Path, record: Fetched | None) -> Obtained:
    if record is None:
        time = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        record = Fetched(url, time.replace("+00:00", "Z"), path.stat().st_size, sha256_of(path))
    return Obtained(path, record, "kept")
