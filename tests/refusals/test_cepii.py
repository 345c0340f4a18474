"""What the readers of GeoDist refuse, and what they say."""

from __future__ import annotations

import io
from typing import Any

import pytest
from publishers.cepii_files import PAIRS, PLACES, distances, places, zipped
from publishers.knomad_files import with_cell, workbook

from migov.errors import LayoutError
from migov.publishers import cepii


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (with_cell(PAIRS, 0, 10, "distance"), "one column dist each"),
        (with_cell(PAIRS, 0, 2, "dist"), "one column contig, dist each"),
        (with_cell(PAIRS, 1, 0, "ATL"), "'ATL'"),
        (with_cell(PAIRS, 1, 1, "YUG"), "repeat each other: NAM SCG"),
        (PAIRS[:-1], "has 3 pairs of 2 economies; 4 are expected"),
        (with_cell(PAIRS, 1, 2, 7), "not 0 or 1, first in row 2, column contig: 7"),
        (with_cell(PAIRS, 1, 2, "."), "not 0 or 1"),
        (with_cell(PAIRS, 1, 10, -1), "not a distance in km"),
        (with_cell(PAIRS, 1, 10, 40_000), "not a distance in km"),
        (with_cell(PAIRS, 1, 10, "far"), "column dist: 'far'"),
        ([], "it has none"),
    ],
)
def test_distances_that_were_changed(rows: list[list[Any]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        cepii.read_distances(distances(rows))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (with_cell(PLACES, 0, 8, "latitude"), "one column lat each"),
        (with_cell(PLACES, 1, 8, 91), "not lat, first in row 2"),
        (with_cell(PLACES, 1, 10, "."), "not cap"),
        (with_cell(PLACES, 1, 1, "NA"), "'NA'"),
    ],
)
def test_places_that_were_changed(rows: list[list[Any]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        cepii.read_places(places(rows))


BOOK = workbook(PAIRS, "dist_cepii").getvalue()


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([], "not an Excel workbook"),
        ([("readme.txt", b"x")], "should hold one .xls; it holds 'readme.txt'"),
        ([("a.xls", BOOK), ("b.xls", BOOK)], "'a.xls', 'b.xls'"),
        ([("../dist_cepii.xls", BOOK)], "lies outside the archive"),
        ([("/dist_cepii.xls", BOOK)], "lies outside the archive"),
        ([("dist_cepii.xls", b"<html>moved</html>")], "HTML"),
    ],
)
def test_archives(members: list[tuple[str, bytes]], says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        cepii.read_distances(zipped(*members))


def test_an_archive_that_swells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cepii, "LARGEST_MEMBER", 100)
    with pytest.raises(LayoutError, match="far more than such a table"):
        cepii.read_distances(distances())


@pytest.mark.parametrize(
    "body", [b"", b"<html>moved</html>", b"PK\x03\x04 noise", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_file(body: bytes) -> None:
    with pytest.raises(LayoutError):
        cepii.read_distances(io.BytesIO(body))
    with pytest.raises(LayoutError):
        cepii.read_places(io.BytesIO(body))
