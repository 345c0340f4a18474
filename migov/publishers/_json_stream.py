"""JSON that goes by a little at a time: of a file of many megabytes only a piece is held.  Nothing
here knows what a publisher writes in it, and nothing is mended: what is no JSON is refused.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecodeError
from typing import IO, Any, NoReturn

# Bytes: little beside what is kept of an answer, much beside one of its rows.
PIECE = 2**16

_BLANKS = " \t\n\r"
_ENDS = {*_BLANKS, *",:]}"}
_NEXT = re.compile(rf"[{_BLANKS}]*([,\]])[{_BLANKS}]*")


class JsonStream:
    """The JSON in a file from where it stands: whoever reads takes value after value.

    Every method raises a ``ValueError`` where the file is no JSON, or ends too soon.

    Examples
    --------
    >>> import io
    >>> stream = JsonStream(io.BytesIO(b'{"page": 1, "rows": [2, 3, {"four": 4}]}'))
    >>> for _ in stream.parts("{}"):
    ...     key = stream.value()
    ...     stream.take(":")
    ...     print(key, [*stream.elements()] if key == "rows" else stream.value())
    page 1
    rows [[2, 3, {'four': 4}]]
    >>> stream.take("")
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoded = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._decode = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode
        self._text, self._at, self._gone = "", 0, 0  # what is held, read of it, read before it
        self._over = False

    def mark(self) -> str:
        """The next character that is no blank, still to be taken; empty at the end of the file."""
        while (next_one := self._text[self._at : self._at + 1]) in _BLANKS:
            if next_one:
                self._at += 1
            elif not self._more():
                break
        return next_one

    def take(self, mark: str) -> None:
        """Go on behind this character, which must be the next; at the end it is empty."""
        if self.mark() != mark:
            raise self._fault(f"{mark or 'the end'} is expected")
        self._at += len(mark)

    def value(self) -> Any:
        """The next value."""
        self.mark()
        while True:
            try:
                found, end = self._decode(self._text, self._at)
            except JSONDecodeError as error:
                if not self._more():
                    raise self._fault(error) from None
                continue
            # A number may go on in the next piece if nothing is behind it that ends it.
            if self._text[end : end + 1] in _ENDS or not self._more():
                self._at = end
                return found

    def parts(self, ends: str) -> Iterator[None]:
        """Stand before each part of the array (``"[]"``) or object (``"{}"``) that comes next.

        Whoever stands there reads it: an element, or a key, a colon and a value.
        """
        self.take(ends[0])
        going_on = self.mark() != ends[1]
        while going_on:
            yield
            if going_on := self.mark() == ",":
                self.take(",")
        self.take(ends[1])

    def elements(self) -> Iterator[list[Any]]:
        """The elements of the array that comes next, as many at a time as are at hand."""
        self.take("[")
        if ended := self.mark() == "]":
            self.take("]")
        while not ended:
            self.mark()
            found, text, at = list[Any](), self._text, self._at
            fault: JSONDecodeError | str = "a comma or the end of the array is expected"
            try:
                while not ended:
                    element, end = self._decode(text, at)
                    if (behind := _NEXT.match(text, end)) is None:
                        break  # the element may go on in the next piece
                    found.append(element)
                    at, ended = behind.end(), behind[1] == "]"
            except JSONDecodeError as error:
                fault = error
            self._at = at
            if found:
                yield found
            if not ended and not self._more():
                raise self._fault(fault)

    def _more(self) -> bool:
        """Read on, and let go of what was taken; whether there was more."""
        if self._over:
            return False
        rest = self._text[self._at :]
        # As much again as is held: a value of many pieces is not tried once a piece.
        piece = self._file.read(max(PIECE, len(rest)))
        self._over = not piece
        self._gone += self._at
        self._text, self._at = rest + self._decoded(piece, self._over), 0
        return True

    def _fault(self, what: JSONDecodeError | str) -> ValueError:
        at = self._at
        if isinstance(what, JSONDecodeError):
            at, what = what.pos, what.msg
        return ValueError(f"{what} at character {self._gone + at:,}")


def _refuse_constant(name: str) -> NoReturn:
    # Python reads NaN and Infinity, JSON does not know them.
    raise ValueError(f"{name} is no number")
