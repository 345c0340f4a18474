"""UNCTAD's bilateral workbooks in small, in the old kind of file (xls), and a server that has them.

The layout and the figures of Namibia are those of the publisher's workbook of Namibia.
"""

from __future__ import annotations

import hashlib
import io
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import xlwt

FOLDER = "/unctad.org/system/files/non-official-document"
TITLES = {
    "inflows": "Table 1. FDI flows in the host economy, by geographical origin",
    "outflows": "Table 2. FDI flows abroad, by geographical destination",
    "instock": "Table 3. FDI stock in the host economy, by geographical origin",
    "outstock": "Table 4. FDI stock abroad, by geographical destination",
}
UNIT = "(Millions of US dollars)"
YEARS = tuple(range(2001, 2013))
SOURCE = "Source:  UNCTAD FDI/TNC database."
TOLD = "Note:  Data are based on information reported by the economies listed above."
NOTHING = "Note:  Data are not available from the national sources nor partner countries."
Sheet = list[list[Any]]


def own(
    heading: str, kind: str, rows: Sequence[tuple[int, str, Sequence[Any]]],
    years: Sequence[int] = YEARS, page: int = 1000,
) -> Sheet:  # fmt: skip
    """An economy's own report: the level of each name in the tree, the name, a figure a year."""
    header = ["Region / economy", "", "", "", "", "", *years]
    sheet: Sheet = [[heading], [TITLES[kind]], [UNIT], header]
    for at, (level, name, cells) in enumerate(rows):
        if at and at % page == 0:
            sheet += [[""] * (len(header) - 1) + ["/..."], [f"{TITLES[kind]} (continued)"], [UNIT],
                      header]  # fmt: skip
        sheet.append([*[""] * level, name, *[""] * (5 - level), *cells])
    return [*sheet, [f"{SOURCE[:-1]}, based on data from the Bank of {heading}."]]


def told(
    heading: str, kind: str, rows: Sequence[tuple[str, Sequence[Any]]],
    years: Sequence[int] = YEARS,
) -> Sheet:  # fmt: skip
    """What others report of an economy without a report of its own."""
    body = [["Reporting economy", *years], *([name, *cells] for name, cells in rows)]
    return [[heading], [TITLES[kind]], [UNIT], *body, [SOURCE], [TOLD]]


def nothing(heading: str, kind: str, years: Sequence[int] = YEARS) -> Sheet:
    """A sheet of which nobody reports anything."""
    header = ["Reporting economy", *years]
    return [[heading], [TITLES[kind]], [UNIT], header, [".."] * len(header), [NOTHING]]


def workbook(sheets: Mapping[str, Sheet]) -> bytes:
    """An xls with these sheets; empty text is an empty cell."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell != "":
                    sheet.write(at, place, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def of(heading: str, **sheets: Sheet) -> bytes:
    """A workbook of an economy; a sheet that is not given has nothing in it."""
    return workbook({kind: sheets.get(kind) or nothing(heading, kind) for kind in TITLES})


# Namibia: what ten economies say that they invested there in a year, and what Namibia says that
# others own there at its end, as the publisher prints both.
NAMIBIA_INFLOWS = [
    ("Belgium", [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, "- -1", 0]),
    ("China", [0, 0, 1, 0, 0, 1, 1, 8, 12, 6, 5, 25]),
    ("France", [0, 0, 0, 6, 4, 0, 0, 0, 0, 0, "..", ".."]),
    ("Germany", [3, 1, 2, 0, 1, 3, 4, 9, 164, 0, 0, 0]),
    ("Iceland", [1, 0, "- -9", 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ("Spain", [0, 0, 0, 0, 0, 0, 0, 0, 168, 0, 71, "-- 127"]),
]
_AFRICAN = ["1 049", "2 044", "3 214", "4 250", "3 299", "3 713", "4 087", "3 535", "4 410",
            "5 634", "5 706", "4 627"]  # fmt: skip
NAMIBIA_STOCK = [
    (0, "World", ["1 311", "2 556", "4 018", "5 313", "4 124", "4 641", "5 109", "4 418", "5 513",
                  "7 042", "7 133", "5 784"]),
    (1, "Developing economies", _AFRICAN),
    (2, "Africa", _AFRICAN),
    (3, "Other Africa", _AFRICAN),
    (4, "South Africa", _AFRICAN),
    (1, "Unspecified", [262, 511, 804, "1 063", 825, 928, "1 022", 884, "1 103", "1 408", "1 427",
                        "1 157"]),
]  # fmt: skip
NAMIBIA = of(
    "Namibia",
    inflows=told("Namibia", "inflows", NAMIBIA_INFLOWS),
    instock=own("Namibia", "instock", NAMIBIA_STOCK),
)


class Unctad:
    """The server: its files by their names, what it was asked, and what it does wrong."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.failing: dict[str, int] = {}  # name of a file → status, or 200 for a page
        self.asked: list[tuple[str, int]] = []  # name of a file, status
        self.at_once = self.most_at_once = 0
        self.pause = 0.0
        self.stamped = True
        self.base = ""

    def statuses(self) -> dict[int, int]:
        """How many answers there were of each status; they are forgotten then."""
        found = [status for _, status in self.asked]
        self.asked.clear()
        return {status: found.count(status) for status in set(found)}


@contextmanager
def serving(files: Mapping[str, bytes], folder: str = FOLDER) -> Iterator[Unctad]:
    """The server, with a file for each code, until the block ends."""
    unctad = Unctad({f"{folder}/webdiaeia2014d3_{code}.xls": body for code, body in files.items()})
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with turn:
                unctad.at_once += 1
                unctad.most_at_once = max(unctad.most_at_once, unctad.at_once)
            time.sleep(unctad.pause)
            try:
                self._get()
            finally:
                with turn:
                    unctad.at_once -= 1

        def _get(self) -> None:
            name = self.path.rpartition("_")[2].removesuffix(".xls")
            body = unctad.files.get(self.path, b"")
            stamp = f'"{hashlib.md5(body).hexdigest()}"' if unctad.stamped else ""
            page = b"<!DOCTYPE html><html><title>Page not found</title></html>"
            if name in unctad.failing:
                self._answer(name, unctad.failing[name], page)
            elif not body:
                self._answer(name, 404, page)
            elif stamp and self.headers.get("If-None-Match") == stamp:
                self._answer(name, 304, b"", stamp)
            else:
                self._answer(name, 200, body, stamp)

        def _answer(self, name: str, status: int, body: bytes, stamp: str = "") -> None:
            with turn:
                unctad.asked.append((name, status))
            self.send_response(status)
            if stamp:
                self.send_header("ETag", stamp)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    unctad.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield unctad
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
