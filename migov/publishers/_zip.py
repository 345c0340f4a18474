"""Opens the one file in a zip.  The archive is looked through before anything of it is read: a
member that lies outside it, or is far too large, is refused, and so is a second one.
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
    _source.kind(path)  # refuses what is empty or a page of HTML
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            names = [each.filename for each in members]
            if len(members) != 1 or not names[0].lower().endswith(endings):
                raise LayoutError(
                    f"{where} should hold one {' or '.join(endings)}; it holds "
                    f"{_source.listing(names) or 'nothing'}. It is probably another archive."
                )
            parts = PurePosixPath(names[0].replace("\\", "/")).parts
            if ".." in parts or parts[0] == "/" or ":" in parts[0]:
                raise LayoutError(
                    f"{where} has the member {names[0]!r}, which lies outside the archive. Do not "
                    "use this file; download it from the publisher."
                )
            if members[0].file_size > largest:
                raise LayoutError(
                    f"{where} says that {names[0]} is {members[0].file_size:,} bytes unpacked, far "
                    "more than such a table. Download it again."
                )
            with archive.open(members[0]) as stream:
                yield stream
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
