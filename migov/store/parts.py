"""A table that its publisher serves in parts, a file for each economy, as one file of the cache.

The parts are asked for side by side and put into one zip, uncompressed, so that the same parts are
the same bytes anywhere.  It is whole or it is refused: a part that the publisher says is not there
is named in the zip, any other trouble refuses all.  Beside the zip stand the stamps that the server
gave with each part; what did not change since, or came before the trouble, is not fetched again.
"""

from __future__ import annotations

import json
import os
import secrets
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, as_completed
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any

from migov.store.connections import MOST_A_HOST
from migov.store.places import address, kept_path
from migov.store.transfer import Arrival, Bar, Refusal
from migov.store.workers import workers

# Of the parts, a tenth may be gone; if more are, the publisher has moved them all.
_MOST_ABSENT = 0.1
_ABSENT = b"absent: "
_NOT_THERE = (404, 410)
# Brings one file to a path, if it changed since these headers.
Ask = Callable[[str, Path, dict[str, str], Bar | None], Arrival]


def address_of(url: str, part: str) -> str:
    """The address of one part; in that of the whole a star stands for it.

    Examples
    --------
    >>> address_of("https://unctad.org/webdiaeia2014d3_*.xls", "NAM")
    'https://unctad.org/webdiaeia2014d3_NAM.xls'
    """
    return url.replace("*", part)


def addresses(url: str, parts: tuple[str, ...]) -> list[str]:
    """The addresses behind one: those of its parts, or itself if it has none.

    Examples
    --------
    >>> addresses("https://unctad.org/d3_*.xls", ("AFG", "ALB"))
    ['https://unctad.org/d3_AFG.xls', 'https://unctad.org/d3_ALB.xls']
    """
    return [address_of(url, part) for part in parts] or [url]


def bring_parts(
    url: str, path: Path, parts: tuple[str, ...], ask: Ask, bar: Bar | None = None
) -> Arrival:
    """Write a zip of all parts to a temporary path.

    Parameters
    ----------
    url : str
        The address, with a star in the place of the part.
    path : path
        A temporary path in the cache; what was there is overwritten.
    parts : tuple of str
        What stands for the star.
    ask : callable
        Brings the file of one address.

    Raises
    ------
    Refusal
        If a part did not come, or too many of them are not there.
    OSError
        If it cannot be written.
    """
    kept = kept_path(url)
    held = _Held(kept)
    came: dict[str, bytes] = {}
    stamps: dict[str, dict[str, str]] = {}
    absent: list[str] = []
    report = _Report(bar)
    tasks: dict[Future[Any], str] = {}
    try:
        with workers(MOST_A_HOST) as start:
            for part in parts:
                tasks[start(_part, url, part, path, held, ask, report)] = part
            for task in as_completed(tasks):
                part, found = tasks[task], task.result()
                if found is None:
                    absent.append(part)
                    _refuse_moved(absent, parts)
                else:
                    came[part], stamps[part] = found
    except BaseException:
        for task, part in tasks.items():
            ended = task.done() and not task.cancelled() and task.exception() is None
            if ended and (found := task.result()):
                came[part], stamps[part] = found
        try:
            _pack(held.before, url, {**held.bytes, **came}, [])
            _note(held.stamps, {**held.known, **stamps})
        except OSError:  # half of it helps nobody, and takes the room of the rest
            with suppress(OSError):
                held.before.unlink(missing_ok=True)
        raise
    _pack(path, url, came, sorted(absent))
    _note(held.stamps, stamps)
    held.before.unlink(missing_ok=True)
    return Arrival(200)


def parts_in(path: Path, url: str) -> Iterator[tuple[str, bytes]]:
    """The parts that a zip holds, each with its own address."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield address_of(url, PurePosixPath(name).stem), archive.read(name)


def absent_in(path: Path) -> tuple[str, ...]:
    """The parts that the publisher did not have when the zip was made."""
    with zipfile.ZipFile(path) as archive:
        said = archive.comment
    return tuple(said.removeprefix(_ABSENT).decode().split()) if said.startswith(_ABSENT) else ()


class _Held:
    """What earlier askings left: the zip of the cache, one of a failed asking, and the stamps."""

    def __init__(self, kept: Path) -> None:
        self.before = kept.with_name(f"{kept.name}.before")
        self.stamps = kept.with_name(f"{kept.name}.stamps")
        self.known: dict[str, dict[str, str]] = {}
        try:
            found = json.loads(self.stamps.read_bytes())
            self.known = {part: dict(said) for part, said in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self.known = {}
        self.bytes: dict[str, bytes] = {}
        for path in (kept, self.before):
            self.bytes |= _sound(path, self.known)

    def conditions(self, part: str, asked: str) -> dict[str, str]:
        """Headers that ask for a part only if it is not the one that is held."""
        said = self.known.get(part, {})
        # The stamps of one server mean nothing to another.
        if part not in self.bytes or said.get("asked") != asked:
            return {}
        if said.get("etag"):
            return {"If-None-Match": said["etag"]}
        return {"If-Modified-Since": said["modified"]} if said.get("modified") else {}


class _Report:
    """Tells a bar the bytes of all parts together."""

    def __init__(self, bar: Bar | None) -> None:
        self._bar, self._done, self._turn = bar, 0, Lock()

    def add(self, size: int) -> None:
        """One more part, of so many bytes."""
        with self._turn:
            self._done += size
            if self._bar is not None:
                self._bar(self._done, 0)


def _part(
    url: str, part: str, path: Path, held: _Held, ask: Ask, report: _Report
) -> tuple[bytes, dict[str, str]] | None:
    """The bytes of a part with the server's stamps; None if the publisher does not have it."""
    own = address_of(url, part)
    asked = address(own)
    arriving = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.part")
    try:
        arrival = ask(own, arriving, held.conditions(part, asked), None)
        unchanged = arrival.status == 304
        found = held.bytes[part] if unchanged else arriving.read_bytes()
    except Refusal as refusal:
        if refusal.status in _NOT_THERE:
            return None
        raise Refusal(f"the file of {part} ({own}) did not come: {refusal}", refusal.status
                      ) from refusal  # fmt: skip
    finally:
        arriving.unlink(missing_ok=True)
    report.add(len(found))
    if unchanged:
        return found, held.known[part]
    said = {
        "sha256": sha256(found).hexdigest(), "asked": arrival.asked or asked,
        "etag": arrival.headers.get("ETag"), "modified": arrival.headers.get("Last-Modified"),
    }  # fmt: skip
    return found, {name: value for name, value in said.items() if value}


def _refuse_moved(absent: list[str], parts: tuple[str, ...]) -> None:
    if len(absent) > _MOST_ABSENT * len(parts):
        raise Refusal(
            f"of the {len(parts)} files that make up the table, {len(absent)} are already known "
            f"not to be there ({', '.join(sorted(absent)[:5])}, ...), and the rest was not waited "
            "for; the files have probably moved or are gone",
            404,
        )


def _pack(path: Path, url: str, parts: Mapping[str, bytes], absent: list[str]) -> None:
    """The parts as one zip, the same bytes for the same parts on every machine."""
    ending = PurePosixPath(url).suffix
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for part in sorted(parts):
            member = zipfile.ZipInfo(f"{part}{ending}")
            member.create_system = 3  # as on the machines of most
            archive.writestr(member, parts[part])
        if absent:
            archive.comment = _ABSENT + " ".join(absent).encode()


def _sound(path: Path, known: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """The members of a zip that are those of the stamps; none of a zip that is damaged."""
    found = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                part, body = PurePosixPath(name).stem, archive.read(name)
                if sha256(body).hexdigest() == known.get(part, {}).get("sha256"):
                    found[part] = body
    except Exception:  # on damaged bytes zipfile raises what comes
        return {}
    return found


def _note(path: Path, stamps: Mapping[str, Mapping[str, str]]) -> None:
    arriving = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        arriving.write_text(json.dumps(stamps, sort_keys=True), encoding="utf-8")
        os.replace(arriving, path)
    finally:
        arriving.unlink(missing_ok=True)
