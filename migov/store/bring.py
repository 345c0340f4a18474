"""A publisher's file to a temporary path: from its server, from a mirror, all pages together.

An answer in pages is joined into one file, a JSON array with a page on each line, and is all there
or refused; so is a table in parts.
"""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from migov.store.answers import UnfitAnswer, refuse_unfit
from migov.store.parts import bring_parts
from migov.store.places import address, in_mirror, mirror_folder
from migov.store.transfer import Arrival, Bar, Refusal, transfer, unchanged
from migov.store.workers import pause

MOST_PAGES = 500

_FIRST = re.compile(r"(?<=[?&]page=)1(?=&|$)")


@dataclass(frozen=True)
class Manner:
    """How a file is asked for: what it should be, where the server may lead on to, in pages?

    ``parts`` are what stands for the star in the address of a table in parts; ``pages`` the stamps
    that the pages had; ``pause`` is how long to wait before the server is asked again.
    """

    expect: str = ""
    redirects: tuple[str, ...] = ()
    paged: bool = False
    parts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    pause: Callable[[float], None] = pause


def bring(
    url: str,
    path: Path,
    conditions: dict[str, str],
    manner: Manner,
    bar: Bar | None = None,
    before: Callable[[], None] | None = None,
    read: Callable[[Path], object] | None = None,
) -> Arrival:
    """Write the file of an address to a temporary path; with status 304 nothing is written.

    `before` is called each time that something is about to be written; `read` reads a file as soon
    as it is there, where it comes from a server in one.

    Raises
    ------
    Refusal
        If no whole file came.
    OSError
        If it cannot be written.
    """
    if manner.parts:
        def ask(own: str, goal: Path, headers: dict[str, str], told: Bar | None) -> Arrival:
            return _one(own, goal, headers, manner, told)

        if before is not None:
            before()
        return bring_parts(url, path, manner.parts, ask, bar)
    if manner.pages and pages_stand(url, manner.pages, manner.redirects):
        return Arrival(304)
    arrival = _one(url, path, conditions, manner, bar, before, None if manner.paged else read)
    if not manner.paged or arrival.status == 304 or _is_joined(path):
        return arrival
    pages = _said(path, "maxPages")
    if pages is None or pages < 2:
        return arrival
    if pages > MOST_PAGES or not _FIRST.search(url):
        raise Refusal(f"it has {pages:,} pages, more than migov asks for ({MOST_PAGES})")
    # The stamps of one page say nothing of the others.
    stamps = [arrival.headers.get("ETag", ""), *_join(url, path, pages, manner, bar)]
    return Arrival(200, pages=tuple(stamps) if all(stamps) else (), asked=arrival.asked)


def pages_stand(url: str, stamps: tuple[str, ...], redirects: tuple[str, ...]) -> bool:
    """Whether the server says of every page that it is as it was; each names how many there are.

    Raises
    ------
    Refusal
        If the server does not say.
    """
    return all(
        unchanged(address(_FIRST.sub(str(number), url)), {"If-None-Match": stamp}, redirects)
        for number, stamp in enumerate(stamps, start=1)
    )


def _join(url: str, path: Path, pages: int, manner: Manner, bar: Bar | None) -> list[str]:
    """Put the other pages after the first; their stamps."""
    stamps = []
    page, whole = (path.with_name(f"{path.stem}.{what}.part") for what in ("page", "whole"))
    try:
        with whole.open("wb") as stream:
            stream.write(b"[\n" + _on_one_line(path))
            for number in range(2, pages + 1):
                came = _one(_FIRST.sub(str(number), url), page, {}, manner, bar)
                stamps.append(came.headers.get("ETag", ""))
                said = _said(page, "page"), _said(page, "maxPages")
                if said != (number, pages):
                    raise Refusal(
                        f"for page {number} of {pages} came page {said[0]} of {said[1]}; the "
                        "publisher repeats a page, or changed the figures in between"
                    )
                stream.write(b",\n" + _on_one_line(page))
            stream.write(b"\n]\n")
        whole.replace(path)
        return stamps
    finally:
        page.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)


def _one(
    url: str,
    path: Path,
    conditions: dict[str, str],
    manner: Manner,
    bar: Bar | None,
    before: Callable[[], None] | None = None,
    read: Callable[[Path], object] | None = None,
) -> Arrival:
    folder = mirror_folder()
    if folder is None:
        return transfer(
            address(url),
            path,
            conditions=conditions,
            expect=manner.expect,
            redirects=manner.redirects,
            bar=bar,
            before=before,
            read=read,
            sleep=manner.pause,
        )
    if before is not None:
        before()
    source = file_in(folder, url)
    if source is None:
        raise Refusal(
            f"the mirror has no file {in_mirror(folder, url)[0]}, which stands for it; add it, or "
            "unset MIGOV_MIRROR",
            404 if manner.parts else None,
        )
    shutil.copyfile(source, path)
    try:
        refuse_unfit(path, manner.expect)
    except UnfitAnswer as unfit:
        raise Refusal(f"{unfit}, in the mirror's file {source}") from unfit
    return Arrival(200)


def file_in(folder: Path, url: str) -> Path | None:
    """The file of a mirror's folder that stands for an address; None if it has none.

    Raises
    ------
    Refusal
        If it cannot be read.
    """
    for each in in_mirror(folder, url):
        try:
            if each.is_file():
                each.open("rb").close()
                return each
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:  # such a file there cannot be
                raise Refusal(
                    f"the mirror's {each} cannot be read ({error.strerror}); ask whoever keeps it"
                ) from error
    return None


def _is_joined(path: Path) -> bool:
    # A mirror that was built from a cache gives all pages at once.
    with path.open("rb") as stream:
        return stream.read(2) == b"[\n"


def _said(path: Path, key: str) -> int | None:
    """What the head of an answer says of its pages."""
    with path.open("rb") as stream:
        found = re.search(rb'"%s"\s*:\s*"?(\d+)' % key.encode(), stream.read(1000))
    return int(found[1]) if found else None


def _on_one_line(path: Path) -> bytes:
    # In JSON a line break stands only between values, never inside a text.
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf").strip().replace(b"\n", b" ")
