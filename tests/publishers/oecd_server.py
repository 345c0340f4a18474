"""A server that answers as OECD's host of bulk files is reported to, with bodies that tests make.

It stands behind a gate that turns away clients who do not name themselves (403), refuses HEAD,
gives an ETag and answers 304 to it; the address of former years answers 400.  No answer of the
publisher's was at hand: this is its behaviour as public clients describe it.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BULK = "/webfs-dcd.oecd.org/files/dotStat"
DAC1, DAC2A = f"{BULK}/DSD_DAC1/Table1_Data.zip", f"{BULK}/DSD_DAC2/Table2a_Data.zip"
FORMER = "/stats.oecd.org/wbos/fileview2.aspx"
_UNNAMED = re.compile(r"^$|python-requests|python-urllib|pooch|curl|wget", re.IGNORECASE)


class Oecd:
    """The server: its address as a mirror, what it was asked, and where files have moved to."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.moved = files, dict[str, str]()
        self.asked: list[tuple[str, str, int]] = []  # path, name given, status
        self.base = ""


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[Oecd]:
    """The server with these bodies by their paths, until the block ends."""
    oecd = Oecd(files)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            name = self.headers.get("User-Agent", "")
            body = oecd.files.get(path, b"")
            stamp = f'"{hashlib.md5(body).hexdigest()}"'
            if _UNNAMED.search(name):
                self._answer(403, b"<html>Just a moment...</html>", {"Content-Type": "text/html"})
            elif path == FORMER:
                self._answer(400, b"The file is not there.", {"Content-Type": "text/plain"})
            elif path in oecd.moved:
                self._answer(301, b"", {"Location": oecd.moved[path]})
            elif not body:
                self._answer(404, b"<html>Not found</html>", {"Content-Type": "text/html"})
            elif self.headers.get("If-None-Match") == stamp:
                self._answer(304, b"", {"ETag": stamp})
            else:
                self._answer(200, body, {"ETag": stamp, "Content-Type": "application/zip"})

        def do_HEAD(self) -> None:
            self._answer(403, b"", {})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            oecd.asked.append((self.path, self.headers.get("User-Agent", ""), status))
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    oecd.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield oecd
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
