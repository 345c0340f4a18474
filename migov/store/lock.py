"""The lock file: what was fetched from where and when, so that others can have the same bytes.

``migov.lock`` stands in the cache and has a record for each address.  It is written whole or not
at all, by one process at a time.  A paper's replication package carries a copy of it, which
:func:`verify` compares with the cache.  Nothing here touches the network.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from migov.config import config
from migov.errors import ArgumentError, LayoutError
from migov.store.places import kept_path, lock_path
from migov.store.sums import Stamp, sha256_of, stamp_of, sum_of

LOCK = "migov.lock"
_FORM = 1
# A lock between threads and one between processes for each file that was ever changed.
_TURNS: dict[Path, tuple[Lock, Any]] = {}
if hasattr(os, "register_at_fork"):  # a forked child has no part in its parent's turns
    os.register_at_fork(after_in_child=_TURNS.clear)


@dataclass(frozen=True)
class Fetched:
    """One file that was fetched.

    Attributes
    ----------
    url : str
        The publisher's address.
    time : str
        When these bytes came, UTC.
    size : int
        Bytes.
    sha256 : str
    released : str or None
        The date, month or edition that the publisher prints in the file, once it was read.
    etag, modified : str or None
        The server's own stamps, with which it is asked whether the file changed.
    asked : str
        The address that was really asked: the publisher's, or a mirror's.
    paged : bool
        Several pages of an answer may be joined in the file.
    pages : tuple of str
        The server's stamp of each of them; empty where one page has none, or there is only one.
    parts : tuple of str
        What stood for the star in the address; the file is a zip of these parts.
    before : Fetched or None
        What this file replaces, until the new one is in its place.
    """

    url: str
    time: str
    size: int
    sha256: str
    released: str | None = None
    etag: str | None = None
    modified: str | None = None
    asked: str = ""
    paged: bool = False
    pages: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    before: Fetched | None = None


_FIELDS = tuple(each.name for each in fields(Fetched) if each.name != "url")
# What lock files held when they were last read or written here, and their stamps of then.
_KNOWN: dict[Path, tuple[Stamp, dict[str, Fetched]]] = {}


def lock_file() -> Path:
    """The lock file of the cache."""
    return config.cache / LOCK


def read_lock(path: Path | None = None) -> dict[str, Fetched]:
    """The records of a lock file by address; of the cache's own if none is named.

    Raises
    ------
    LayoutError
        If the file is not there (a named one), or is no lock file.

    Examples
    --------
    >>> read_lock("paper/migov.lock")  # doctest: +SKIP
    {'https://api.worldbank.org/v2/en/...': Fetched(...)}
    """
    return dict(_records(path))


def record_of(url: str) -> Fetched | None:
    """The record of one address in the cache's lock file; None if it has none.

    Raises
    ------
    LayoutError
        If the file is no lock file.
    """
    return _records().get(url)


def _records(path: Path | None = None) -> Mapping[str, Fetched]:
    own = path is None
    path = lock_file() if path is None else Path(path)
    try:
        stamp = stamp_of(path)
        if (known := _KNOWN.get(path)) and known[0] == stamp:
            return known[1]
        text = path.read_text(encoding="utf-8-sig")  # an editor may have put a mark before it
    except NotADirectoryError as error:
        raise ArgumentError(
            f"The cache {path.parent} is no folder. Set MIGOV_CACHE to a folder, or to a name "
            "that is free."
        ) from error
    except FileNotFoundError as error:
        if own:
            return {}
        raise LayoutError(f"There is no lock file {path}. Check its path.") from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise LayoutError(
            f"{path} cannot be read as a lock file of migov ({why}). It should be the file "
            "migov.lock itself; where it is in the cache, delete it."
        ) from error
    try:
        content = json.loads(text)
        form = content["form"]
        if isinstance(form, int) and form > _FORM:
            why = f"{path} was written by a newer migov: its form is {form}, not {_FORM}. "
            raise LayoutError(f"{why}Update migov, or set MIGOV_CACHE to another folder.")
        if form != _FORM:
            raise ValueError(f"its form is {form!r}, not {_FORM}")
        records = {url: _record(url, facts) for url, facts in content["files"].items()}
        _KNOWN[path] = stamp, records
        return records
    except LayoutError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        way_out = (
            "Delete it; the files are asked for again when they are needed." if own
            else "Ask for a whole copy of it."
        )  # fmt: skip
        raise LayoutError(
            f"{path} is no lock file of migov ({error}). It was edited or cut off. {way_out}"
        ) from error


def write_lock(records: Mapping[str, Fetched], path: Path | None = None) -> Path:
    """Write a lock file, whole or not at all; its path."""
    path = lock_file() if path is None else Path(path)
    # A record a line: what changed is seen at a glance, and the encoder is the fast one.
    lines = ",\n".join(_line(url, records[url]) for url in sorted(records))
    text = f'{{"form": {_FORM}, "files": {{\n{lines}\n}}}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path)
    arriving = arriving_path(path)
    try:
        with arriving.open("w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(arriving, path)
        _KNOWN[path] = stamp_of(path), dict(records)
    finally:
        arriving.unlink(missing_ok=True)
    return path


def change_lock(url: str, change: Callable[[Fetched | None], Fetched]) -> Fetched:
    """Change the record of one address in the cache's lock file; the new record."""
    with held(lock_file()):
        records = _records()
        before = records.get(url)
        after = change(before)
        if after != before:
            write_lock({**records, url: after})
    return after


def note_released(url: str, sha256: str, released: str | None) -> None:
    """Record what a file prints of itself, once it was read.

    A cache that cannot be written stays without the note.
    """
    found = record_of(url)
    if found is None or found.sha256 != sha256 or found.released == released:
        return
    with suppress(OSError):
        change_lock(
            url,
            lambda now: replace(now, released=released)
            if now is not None and now.sha256 == sha256
            else now or found,
        )


def standing(url: str) -> tuple[Path, Fetched | None] | None:
    """The file that the cache holds for an address, with its record; None if it holds no sound one.

    The record is None for a file that the lock file knows nothing of.  A process may have been
    stopped between the new record and the new file: then the older record is the file's.
    """
    path = kept_path(url)
    if not path.is_file():
        return None
    record = record_of(url)
    if record is None:
        return path, None
    try:
        digest = sum_of(path)
    except OSError:  # somebody took it away, or keeps it to himself
        return None
    for each in (record, record.before):
        if each is not None and each.sha256 == digest:
            return path, each
    return None


def verify(path: Path | str) -> dict[str, str]:
    """What of a lock file the cache does not hold: address → ``"missing"`` or ``"other bytes"``.

    Examples
    --------
    >>> verify("paper/migov.lock")  # doctest: +SKIP
    {}
    """
    wrong = {}
    for url, record in read_lock(Path(path)).items():
        kept = kept_path(url)
        if not kept.is_file():
            wrong[url] = "missing"
        elif sha256_of(kept) != record.sha256:
            wrong[url] = "other bytes"
    return wrong


class BusyError(Exception):
    """Somebody else has the right to change a file, and it was not to be waited for."""


@contextmanager
def held(path: Path, wait: bool = True) -> Iterator[None]:
    """Hold the right to change a file of the cache, against other processes and threads.

    The right of a process that is stopped falls back to the others by itself.

    Raises
    ------
    BusyError
        If somebody else has it and is not to be waited for.
    """
    from filelock import FileLock, Timeout

    lock = lock_path(path)
    lock.parent.mkdir(parents=True, exist_ok=True)
    # Processes look for their turn every few milliseconds; threads are told when it is theirs.
    if lock not in _TURNS:
        _TURNS.setdefault(lock, (Lock(), FileLock(lock, poll_interval=0.01)))
    among_threads, among_processes = _TURNS[lock]
    if not among_threads.acquire(blocking=wait):
        raise BusyError
    try:
        with among_processes.acquire(timeout=-1 if wait else 0):
            yield
    except Timeout as error:
        raise BusyError from error
    finally:
        among_threads.release()


def arriving_path(path: Path) -> Path:
    """A temporary name beside `path`, which nothing else uses."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def sweep(path: Path) -> None:
    """Delete what a process that was stopped left beside `path`."""
    for name in os.listdir(path.parent):
        if name.startswith(f".{path.name}.") and name.endswith(".part"):
            path.with_name(name).unlink(missing_ok=True)


@lru_cache(maxsize=4096)
def _line(url: str, record: Fetched) -> str:
    return f"{_json(url)}: {_json(_facts(record))}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _facts(record: Fetched) -> dict[str, Any]:
    said = {name: getattr(record, name) for name in _FIELDS}
    said["before"] = _facts(record.before) if record.before else None
    return {name: value for name, value in said.items() if value not in (None, False, ())}


def _record(url: str, facts: Mapping[str, Any]) -> Fetched:
    facts = {name: value for name, value in facts.items() if name in _FIELDS}
    before = facts.pop("before", None)
    for name in ("pages", "parts"):
        facts[name] = tuple(facts.get(name, ()))
    record = Fetched(url=url, before=_record(url, before) if before else None, **facts)
    stamps = record.released or "", record.etag or "", record.modified or "", *record.pages
    texts = (record.time, record.sha256, record.asked, *stamps, *record.parts)
    if not (isinstance(record.size, int) and set(map(type, texts)) == {str}):
        raise ValueError(f"the record of {url} has no size, or no text where it should be")
    kept_path(url)  # an address that is none has no place
    return record
