"""Opens a table of text whatever it is packed in: one csv in a 7z archive, a gzip, or bare.  An
archive is searched before anything of it is written: a member that lies outside it, or is far too
large, is refused.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pandas as pd

from migov.errors import LayoutError, MissingExtraError
from migov.publishers import _lines, _source
from migov.publishers._source import Source

# UNCTADstat's table of FDI is 6 MB unpacked; a hundred times that is something else.
LARGEST_MEMBER = 600 * 2**20


@contextmanager
def text(path: Source, encoding: str = "utf-8-sig") -> Iterator[tuple[IO[str], str]]:
    """The table as text, and the name it goes by, out of a 7z, a gzip or as it is."""
    found = _source.kind(path)
    if found == _source.SEVENZ:
        with tempfile.TemporaryDirectory(prefix="migov-") as folder:
            member = _extract(path, folder)
            with member.open(encoding=encoding, newline="") as stream:
                yield stream, member.name
        return
    if found == _source.ZIP:
        raise LayoutError(
            f"{_source.label(path)} is a zip or a workbook; a 7z or a csv is expected."
        )
    name = os.path.basename(path) if isinstance(path, (str, os.PathLike)) else ""
    raw: Any = _source.opened(path)
    plain: Any = gzip.GzipFile(fileobj=raw) if found == _source.GZIP else raw
    stream = io.TextIOWrapper(plain, encoding=encoding, newline="")
    try:
        yield stream, name
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
        raise LayoutError(
            f"{_source.label(path)} cannot be read as text ({error}). It is probably cut short or "
            "damaged; download it again."
        ) from error
    finally:
        stream.detach()  # a wrapper that is thrown away closes what it wraps: the caller's buffer
        if raw is not path:
            raw.close()


def columns(
    path: Source,
    wanted: Sequence[str] | None = None,
    otherwise: str = "it is probably another file, or its columns were renamed.",
    encoding: str = "utf-8-sig",
) -> pd.DataFrame:
    """These columns of a csv as text, or all of it, a row a line; others are not read.

    Raises
    ------
    LayoutError
        If one of them is not there, with what is `otherwise` the case, or there twice; if the file
        is no csv, or not every line of it has the header's number of cells.
    """
    with text(path, encoding) as (stream, _):
        lines = _lines.Lines(stream, _source.label(path))
        names = list(lines.header) if wanted is None else wanted
        found = _lines.places(lines, names, otherwise)
        return _lines.cells(lines, found)[found].set_axis(names, axis=1)


def first_of(path: Source, names: tuple[str, ...]) -> str:
    """The first of these columns that a csv has.

    Raises
    ------
    LayoutError
        If it has none of them.
    """
    _source.opening(path, 1)  # refuses what is neither a path nor a buffer of bytes
    place = None if isinstance(path, (str, os.PathLike)) else path.tell()
    with text(path) as (stream, _):
        header = next(csv.reader([stream.readline()]), [])
    if place is not None:
        path.seek(place)  # type: ignore[union-attr]
    for name in names:
        if name in header:
            return name
    raise LayoutError(
        f"{_source.label(path)} has none of the columns {', '.join(names)}; it has "
        f"{_source.listing(header, 20)}. It is probably another file."
    )


def _extract(path: Source, folder: str) -> Path:
    where = _source.label(path)
    packed: Any = path
    try:
        import py7zr
    except ImportError as error:
        raise MissingExtraError("py7zr", "fetch", "Opening UNCTADstat's 7z archive") from error
    try:
        with py7zr.SevenZipFile(packed) as archive:
            members = archive.list()
            for each in members:
                parts = PurePosixPath(each.filename.replace("\\", "/")).parts
                if ".." in parts or (parts and (parts[0] == "/" or ":" in parts[0])):
                    raise LayoutError(
                        f"{where} has the member {each.filename!r}, which lies outside the "
                        "archive. Do not use this file; download it from the publisher."
                    )
            tables = [each for each in members if each.filename.lower().endswith(".csv")]
            if len(tables) != 1:
                raise LayoutError(
                    f"{where} should hold one csv; it holds "
                    f"{_source.listing([each.filename for each in members]) or 'nothing'}."
                )
            if (tables[0].uncompressed or 0) > LARGEST_MEMBER:
                raise LayoutError(
                    f"{where} says that {tables[0].filename} is {tables[0].uncompressed:,} bytes "
                    "unpacked, far more than such a table. Download it again."
                )
            archive.extract(path=folder, targets=[tables[0].filename])
    except LayoutError:
        raise
    except Exception as error:  # py7zr lets errors of its decoders and of struct through.
        raise LayoutError(
            f"{where} cannot be unpacked ({type(error).__name__}: {error}). It is probably cut "
            "short or damaged; download it again."
        ) from error
    return Path(folder) / tables[0].filename
