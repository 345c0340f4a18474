"""Opens the files in a zip.  The archive is looked through before anything of it is read: a member
that lies outside it, or is far too large, is refused, and so is one more than there should be.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from migov.errors import LayoutError, MigovError
from migov.publishers import _source
from migov.publishers._source import Source


@contextmanager
def only_member(path: Source, endings: tuple[str, ...], largest: int) -> Iterator[IO[bytes]]:
    """The one member of a zip, unpacked while it is read.

    Raises
    ------
    LayoutError
        If the file is no zip, is damaged, or holds anything else.
    """
    where = _source.label(path)
    with _opened(path, where) as archive:
        found = _members(archive, where, "one", endings, largest)
        if len(found) != 1:
            names = [each.filename for each in found]
            raise LayoutError(
                f"{where} should hold one {' or '.join(endings)}; it holds "
                f"{_source.listing(names) or 'nothing'}. It is probably another archive."
            )
        with archive.open(found[0]) as stream:
            yield stream


def members(path: Source, endings: tuple[str, ...], largest: int) -> Iterator[tuple[str, bytes]]:
    """Each member of a zip by its name, one in memory at a time.

    Raises
    ------
    LayoutError
        If the file is no zip, is damaged, holds nothing, or anything else.
    """
    where = _source.label(path)
    with _opened(path, where) as archive:
        found = _members(archive, where, "several", endings, largest)
        if not found:
            raise LayoutError(
                f"{where} should hold several {' or '.join(endings)}; it holds nothing. It is "
                "probably another archive."
            )
        for each in found:
            yield each.filename, archive.read(each)


def _members(
    archive: zipfile.ZipFile, where: str, number: str, endings: tuple[str, ...], largest: int
) -> list[zipfile.ZipInfo]:
    found = [each for each in archive.infolist() if not each.is_dir()]
    for each in found:
        name = each.filename
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if not name.lower().endswith(endings):
            raise LayoutError(
                f"{where} should hold {number} {' or '.join(endings)}; it holds "
                f"{_source.listing([one.filename for one in found])}. It is probably another "
                "archive."
            )
        if ".." in parts or parts[0] == "/" or ":" in parts[0]:
            raise LayoutError(
                f"{where} has the member {name!r}, which lies outside the archive. Do not use this "
                "file; download it from the publisher."
            )
        if each.file_size > largest:
            raise LayoutError(
                f"{where} says that {name} is {each.file_size:,} bytes unpacked, far more than "
                "such a table. Download it again."
            )
    return found


@contextmanager
def _opened(path: Source, where: str) -> Iterator[zipfile.ZipFile]:
    _source.kind(path)  # refuses what is empty or a page of HTML
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except MigovError:
        raise
    except NotImplementedError as error:
        raise LayoutError(
            f"{where} is packed in a way that Python does not know ({error}), probably Deflate64. "
            "Unpack it with another program and pack it anew."
        ) from error
    except Exception as error:  # zipfile lets errors of its decoders and of struct through.
        raise LayoutError(
            f"{where} cannot be unpacked ({type(error).__name__}: {error}). It is probably cut "
            "short or damaged; download it again."
        ) from error
