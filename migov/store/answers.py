"""What a publisher's server sent: the file, or a page, a message or a damaged archive instead.

:func:`refuse_unfit` reads a file that has arrived and lets it pass or says what is wrong with it,
before it takes the place of another.  It knows formats by their first bytes and archives by their
check sums; what the figures mean is the readers' affair.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

MOST_UNPACKED = 2_000_000_000  # bytes; the largest publisher's file unpacks to a tenth of it
MOST_SWELLING = 400  # times; text of figures packs to a fiftieth at most
MOST_PARSED = 20_000_000  # bytes of JSON
_BOM = b"\xef\xbb\xbf"
_MAGIC = {
    "zip": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "gz": (b"\x1f\x8b",),
}
_CALLED = {
    "zip": "a zip", "xlsx": "a workbook (xlsx)", "xls": "a workbook (xls)", "7z": "a 7z archive",
    "gz": "a gzip file", "json": "an answer in JSON", "csv": "a CSV", "html": "a web page",
}  # fmt: skip


class UnfitAnswer(Exception):
    """What arrived is not the file; `passing` if asking again may mend it."""

    def __init__(self, what: str, passing: bool = True) -> None:
        self.passing = passing
        super().__init__(what)


def refuse_unfit(path: Path, expect: str = "", deep: bool = True) -> None:
    """Refuse a file that is not what was expected, or not whole.

    Parameters
    ----------
    path : path
        What arrived.
    expect : {"zip", "xlsx", "xls", "7z", "gz", "json", "csv", "html", ""}
        What it should be; anything but a page, a message or nothing if not said.
    deep : bool
        Parse JSON and unpack a zip, which whoever reads the file at once has to do anyway.

    Raises
    ------
    UnfitAnswer
        Saying what it is instead.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    called = _CALLED.get(expect, "the file")
    text = head.removeprefix(_BOM).lstrip()
    if not text:
        raise UnfitAnswer(f"an empty answer came instead of {called}")
    if expect == "html":
        if not is_page(head):
            raise UnfitAnswer(f"what came is not {called}: it begins with {head[:8]!r}")
        return
    if text.startswith(b"<"):
        _refuse_page(text, called)
    if text.startswith((b"[", b"{")):
        _refuse_message(path, called)
    if expect in _MAGIC and not head.startswith(_MAGIC[expect]):
        raise UnfitAnswer(f"what came is not {called}: it begins with {head[:8]!r}")
    if expect == "json":
        _parse(path, deep)
    elif expect == "csv" and b"\x00" in head:
        raise UnfitAnswer("what came is not a CSV: it holds bytes that no text has")
    elif expect in ("zip", "xlsx"):
        _refuse_bad_zip(path, called, deep)
    elif expect == "7z":
        _refuse_bad_7z(path)
    elif expect == "gz":
        _refuse_bad_gzip(path)


def refuse_unread(path: Path, expect: str, read: Callable[[Path], object]) -> None:
    """As :func:`refuse_unfit`, of a file that is read at once.

    JSON and zips are looked through for damage only where the reader refuses them: it parses the
    one, and unpacks the other with its check sums.

    Raises
    ------
    UnfitAnswer
        Saying what it is instead.
    LayoutError
        The reader's, of a file that came whole.
    """
    refuse_unfit(path, expect, deep=expect not in ("json", "zip"))
    try:
        read(path)
    except Exception:
        refuse_unfit(path, expect)
        raise


def is_page(body: bytes) -> bool:
    """Whether the first bytes of an answer are those of an HTML page."""
    start = body.removeprefix(_BOM).lstrip()[:2048].lower()
    return start.startswith(b"<") and (b"<html" in start or b"<!doctype html" in start)


def _refuse_page(text: bytes, called: str) -> None:
    if text.startswith((b"<?xml", b"<wb:")) and b"<html" not in text.lower():
        said = re.search(rb"<(?:\w+:)?message\b[^>]*>(.*?)</", text, re.S)
        quoted = f" that says {said[1].decode('utf-8', 'replace').strip()!r}" if said else ""
        raise UnfitAnswer(f"an XML message{quoted} came instead of {called}", passing=not said)
    titled = re.search(rb"<title[^>]*>\s*(.*?)\s*</title>", text, re.I | re.S)
    quoted = f" titled {titled[1].decode('utf-8', 'replace')[:80]!r}" if titled else ""
    raise UnfitAnswer(f"a web page{quoted} came instead of {called}")


def _refuse_message(path: Path, called: str) -> None:
    # A message of the publisher is short; what is longer holds figures.
    if path.stat().st_size > 65_536:
        return
    try:
        answer = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return
    envelope = answer[0] if isinstance(answer, list) and answer else answer
    said = envelope.get("message") if isinstance(envelope, dict) else None
    if isinstance(said, list) and said and isinstance(said[0], dict):
        said = f"{said[0].get('value', said[0])} (message {said[0].get('id', 'without a number')})"
    if isinstance(answer, list) and isinstance(envelope, dict) and not any(answer[1:]):
        said = said or "no figures"
    if said:
        raise UnfitAnswer(
            f"a message came instead of {called}: {said!r}; what was asked for may be misspelt, "
            "deleted or archived",
            passing=False,
        )


def _parse(path: Path, deep: bool) -> None:
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - 64))
        if not stream.read().rstrip().endswith((b"}", b"]")):
            raise UnfitAnswer("what came is not valid JSON (it ends in the middle)")
    if not deep or size > MOST_PARSED:  # parsing takes ten times the room; the reader has to
        return
    try:
        json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnfitAnswer(f"what came is not valid JSON ({error})") from error


def _refuse_bad_zip(path: Path, called: str, deep: bool) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _refuse_members(
                (each.filename for each in members), sum(each.file_size for each in members), path
            )
            damaged = archive.testzip() if deep else None
    except UnfitAnswer:
        raise
    # On damaged bytes zipfile raises what comes: BadZipFile, zlib.error, ValueError, and others.
    except Exception as error:
        raise UnfitAnswer(f"what came is {called} that cannot be unpacked ({error})") from error
    if damaged is not None:
        raise UnfitAnswer(f"what came is {called} whose member {damaged} is damaged")
    if not members:
        raise UnfitAnswer(f"what came is {called} without any member")


def _refuse_bad_7z(path: Path) -> None:
    try:
        import py7zr
    except ImportError:  # the reader says what to install
        return
    try:
        with py7zr.SevenZipFile(path) as archive:
            members = archive.list()
            sizes = sum(each.uncompressed for each in members)
            _refuse_members((each.filename for each in members), sizes, path)
            damaged = archive.testzip()
    except UnfitAnswer:
        raise
    # On damaged bytes py7zr raises its own errors, lzma's, and struct's.
    except Exception as error:
        raise UnfitAnswer(f"what came is a 7z archive that cannot be unpacked ({error})") from error
    if damaged is not None:
        raise UnfitAnswer(f"what came is a 7z archive whose member {damaged} is damaged")


def _refuse_bad_gzip(path: Path) -> None:
    size = 0
    try:
        with gzip.open(path) as stream:
            while block := stream.read(1 << 20):
                size += len(block)
                _refuse_members((), size, path)
    except (OSError, EOFError, zlib.error) as error:
        raise UnfitAnswer(f"what came is a gzip file that cannot be unpacked ({error})") from error


def _refuse_members(names: Iterable[str], size: int, path: Path) -> None:
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or re.match(r"[A-Za-z]:", name):
            raise UnfitAnswer(
                f"what came is an archive with the member {name!r}, which would lie outside the "
                "folder it is unpacked in",
                passing=False,
            )
    if size > MOST_UNPACKED or size > MOST_SWELLING * max(path.stat().st_size, 100_000):
        raise UnfitAnswer(
            f"what came is an archive of {path.stat().st_size:,} bytes that swells to {size:,} or "
            "more, beyond all that the publisher has",
            passing=False,
        )
