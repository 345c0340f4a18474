"""GeoDist in small, written by hand.

Small files are of the new kind of workbook (xlsx), which the reader takes as well; only the
publisher's own file is of the old (xls).
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from publishers.knomad_files import workbook

PAIRS = [
    ["iso_o", "iso_d", "contig", "comlang_off", "comlang_ethno", "colony", "comcol", "curcol",
     "col45", "smctry", "dist", "distcap", "distw", "distwces"],
    ["NAM", "NAM", 0, 0, 0, 0, 0, 0, 0, 0, 341.7, 341.7, 500, 400],
    ["NAM", "YUG", 0, 0, 0, 0, 0, 0, 0, 0, 7500.5, 7500.5, ".", "."],
    ["YUG", "NAM", 0, 0, 0, 0, 0, 0, 0, 1, 7500.5, 7500.5, ".", "."],
    ["YUG", "YUG", 0, 0, 0, 0, 0, 0, 0, 0, 120.2, 120.2, 150, 140],
]  # fmt: skip
PLACES = [
    ["iso2", "iso3", "cnum", "country", "area", "dis_int", "landlocked", "city_en", "lat", "lon",
     "cap", "maincity"],
    ["NA", "NAM", 516, "Namibia", 825518, 341.7, 0, "Windhoek", -22.57, 17.1, 1, 1],
    ["ZR", "ZAR", 180, "Congo", 2345410, 576.03, 0, "Kinshasa", -4.3, 15.3, 1, 1],
]  # fmt: skip


def zipped(*members: tuple[str, bytes]) -> io.BytesIO:
    """A zip of the members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in members:
            archive.writestr(name, body)
    stream.seek(0)
    return stream


def distances(rows: list[list[Any]] = PAIRS) -> io.BytesIO:
    """The zip that the publisher serves, with these rows."""
    return zipped(("dist_cepii.xls", workbook(rows, "dist_cepii").getvalue()))


def places(rows: list[list[Any]] = PLACES) -> io.BytesIO:
    """The workbook of cities, with these rows."""
    return workbook(rows, "geo_cepii")
