"""The body of an answer, unpacked as it comes; one that ends early is told from a whole one.

urllib3 takes a packed body that ends in the middle for a whole one, and figures would be missing
without a word; here each is followed to its end.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from migov.store.answers import MOST_UNPACKED
from migov.store.workers import go_on

Bar = Callable[[int, int], None]
_CHUNK = 1 << 14
_DIGITS = 18  # of a length that can be one


class ShortBody(Exception):
    """The body ends before its end, has none, or is not packed as the answer says."""


def write(answer: Any, stream: BinaryIO, bar: Bar | None) -> None:
    """Write the body of an answer, unpacked.

    Raises
    ------
    ShortBody
        If it ends early, or cannot be unpacked.
    """
    total, read = announced(answer.headers), 0
    packing = answer.headers.get("Content-Encoding", "").strip().lower() or "identity"
    if packing not in ("identity", "gzip", "x-gzip"):
        raise ShortBody(f"it came packed as {packing!r}, which was not asked for")
    unpack, written = None if packing == "identity" else _Gzip(), 0
    for piece in answer.stream(_CHUNK, decode_content=False):
        go_on()
        read += len(piece)
        written += stream.write(piece if unpack is None else unpack.take(piece))
        if written > MOST_UNPACKED:
            raise ShortBody(f"what came swells beyond {MOST_UNPACKED:,} bytes, more than any file")
        if bar is not None:
            bar(read, total or 0)
    if total not in (None, read):
        raise ShortBody(f"the answer was cut short: {read:,} of {total:,} bytes came")
    if unpack is not None and not unpack.ended:
        raise ShortBody("the answer was cut short: what is packed in it ends in the middle")


def announced(headers: Mapping[str, str]) -> int | None:
    """How many bytes an answer says that it has; None if it says no number.

    Examples
    --------
    >>> announced({"Content-Length": "12"}), announced({"Content-Length": "²"}), announced({})
    (12, None, None)
    """
    said = headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _DIGITS else None


class _Gzip:
    """A packed body of one member or several, a piece at a time."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS + 16)

    @property
    def ended(self) -> bool:
        return self._member.eof

    def take(self, piece: bytes) -> bytes:
        found = []
        try:
            while piece:
                if self.ended:
                    if not piece.strip(b"\0"):  # what some servers fill up with
                        break
                    self._member = zlib.decompressobj(zlib.MAX_WBITS + 16)
                found.append(self._member.decompress(piece))
                piece = self._member.unused_data
        except zlib.error as error:
            raise ShortBody(f"what is packed in the answer is damaged ({error})") from error
        return b"".join(found)
