"""What the World Bank's server sends: the bytes of a file, or a page or a message in its place.

Tells the one from the other before anything is parsed.  Nothing here knows how a table is laid
out.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias

from migov.errors import LayoutError
from migov.publishers import _source

Source: TypeAlias = "_source.Source | bytes"

# The code of an economy in a row of the list of economies.
_LISTED = re.compile(rb'^(?:\xef\xbb\xbf)?"([A-Z]{3})",', re.M)
_ANSWER = "an answer in JSON"
_ASK_AGAIN = (
    "The publisher's server sometimes answers so for a while; fetch the file again later, or "
    "look at it with a browser."
)


def bytes_of(source: Source) -> tuple[bytes, str]:
    """The bytes of a path, of a binary file or themselves, and what messages call them."""
    if isinstance(source, bytes):
        return source, "The file"
    where = _source.label(source)
    return _source.contents(source), where


def refuse_answer(data: bytes, where: str, expected: str) -> None:
    """Refuse what the server sends instead of a file: nothing, a page, a message.

    Raises
    ------
    LayoutError
        Quoting the title of a page, or the number and text of the publisher's message.
    """
    if not data.strip():
        raise LayoutError(f"{where} is empty; {expected} was expected. {_ASK_AGAIN}")
    head = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"<?xml", b"<wb:")) and b"<html" not in head.lower():
        raise LayoutError(
            f"{where} is XML, not {expected}: {_xml_message(data) or 'no message in it'}. The code "
            "may be misspelt, or deleted or archived by the publisher."
        )
    if head.startswith(b"<"):
        found = re.search(rb"<title[^>]*>\s*(.*?)\s*</title>", data[:20000], re.I | re.S)
        titled = f" titled {found[1].decode('utf-8', 'replace')[:80]!r}" if found else ""
        raise LayoutError(f"{where} is an HTML page{titled}, not {expected}. {_ASK_AGAIN}")
    if head.startswith((b"[", b"{")) and expected != _ANSWER:
        _refuse_message(json_of(data, where), where, expected)


def answer_of(data: bytes, where: str) -> Any:
    """An answer in JSON, parsed once; what the server sends in its place is refused.

    Raises
    ------
    LayoutError
        As :func:`refuse_answer`, and if the bytes are not valid JSON.
    """
    refuse_answer(data, where, _ANSWER)
    answer = json_of(data, where)
    _refuse_message(answer, where, _ANSWER)
    return answer


def json_of(data: bytes, where: str) -> Any:
    """What the bytes say in JSON, with or without a byte order mark; all numbers as floats.

    Raises
    ------
    LayoutError
        If they are not valid JSON.
    """
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_int=float, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        raise LayoutError(
            f"{where} is not valid JSON ({error}). The answer was probably cut short; fetch it "
            "again."
        ) from error


@contextmanager
def piling_up() -> Iterator[None]:
    """In this block no garbage is looked for.

    While rows of JSON pile up there is none, and each look goes through all that pandas holds.
    """
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def refuse_part(answer: dict[str, Any], found: int, where: str) -> None:
    """Refuse an answer that does not hold all its rows: it is complete or it is an error.

    Raises
    ------
    LayoutError
        If there are more pages, or other rows than the answer counts.
    """
    # per_page and its like are numbers in some answers and text in others.
    try:
        pages, total = int(answer["pages"]), int(answer["total"])
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutError(
            f"{where} does not say how many pages and rows there are, so nobody can tell whether "
            "it is complete. The publisher has probably changed the answer's form."
        ) from error
    if pages != 1 or total != found:
        raise LayoutError(
            f"{where} is not whole: it has {found} of {total} rows, one of {pages} pages. Ask "
            "again with per_page large enough for one page (32000 at most)."
        )


def listed(members: Mapping[str, bytes]) -> frozenset[str]:
    """The economies that a member of a zip lists; its table should have a row for each."""
    lists = [body for name, body in members.items() if name.startswith("Metadata_Country")]
    return frozenset().union(*map(_codes, lists))


@lru_cache(maxsize=8)  # the zips of one release have one list
def _codes(body: bytes) -> frozenset[str]:
    return frozenset(code.decode() for code in _LISTED.findall(body))


def _refuse_constant(name: str) -> NoReturn:
    # Python reads them, JSON does not know them.
    raise ValueError(f"{name} is no number")


def _refuse_message(answer: Any, where: str, expected: str) -> None:
    envelope = answer[0] if isinstance(answer, list) and answer else None
    messages = envelope.get("message") if isinstance(envelope, dict) else None
    if isinstance(messages, list) and messages and isinstance(messages[0], dict):
        quoted = f"id {messages[0].get('id')}, {messages[0].get('value')!r}"
        raise LayoutError(
            f"{where} is a message of the publisher, not {expected}: {quoted}. The code, the "
            "version or an economy that was asked for is not known to it, or was archived."
        )
    if isinstance(envelope, dict) and not any(answer[1:]):
        raise LayoutError(
            f"{where} is an answer without figures, not {expected}. What was asked for may lie "
            "outside the source; check code and version."
        )
    if expected != _ANSWER:
        raise LayoutError(
            f"{where} is an answer in JSON, not {expected}. Ask with downloadformat=csv."
        )


def _xml_message(data: bytes) -> str:
    found = re.search(rb"<(?:\w+:)?message\b([^>]*)>(.*?)</", data[:20000], re.S)
    if not found:
        return ""
    number = re.search(rb"id=[\"'](\w+)", found[1])
    text = found[2].decode("utf-8", "replace").strip()
    return f"id {number[1].decode() if number else '?'}, {text!r}"
