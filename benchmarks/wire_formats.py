"""Measure the World Bank's formats and its other clients: ``python -m benchmarks.wire_formats``.

Writes ``docs/wire-formats.md``; with the word ``fast`` only its part on speed and memory is
measured, and the rest of the page stays.  It needs the local server, and the clients where they
are to be measured too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import re
import statistics
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from benchmarks import by_hand, how_fast, others, stand_in
from benchmarks.clients import CLIENTS
from benchmarks.harness import HERE, Skipped
from migov import live
from migov.joins import side_by_side
from migov.publishers import worldbank

PAGE = HERE.parent / "docs" / "wire-formats.md"
API = "https://api.worldbank.org/v2"
FORMATS = {
    "zip of CSV": f"{API}/en/indicator/{{}}?downloadformat=csv",
    "JSON-stat": f"{API}/country/all/indicator/{{}}?format=jsonstat&date=1900:2100&per_page=20000",
    "JSON, a row a figure":
        f"{API}/country/all/indicator/{{}}?format=json&date=1900:2100&per_page=20000",
}  # fmt: skip
WHOLE = {
    "zip of CSV": "a list of its economies, in the zip",
    "JSON-stat": "nothing: a page that was cut looks like a short table",
    "JSON, a row a figure": "pages and rows, in the answer's head",
}
FAR = 200
REPEATS = 3

HEAD = """# In which format the World Bank is asked

The World Bank serves the same figures of an indicator in several formats. migov asks for the **zip
of CSV**, and for **JSON, a row a figure** where the zip cannot be had or read (`fallback` in
`datasets/registry/files.toml`). Either gives the same table to the last digit, which
`tests/test_live.py` holds for every series.

"""
WHY = (
    "**Why the zip.** All three are one request an indicator, so that distance costs them the "
    "same. JSON-stat is the lightest ({stat} MB against {zip} MB) and the quickest to parse, but "
    "an answer in it says nothing by which one could tell that it is whole, and migov takes no "
    "such answer. It also lacks the indicators that have left the World Development Indicators, "
    "and does not say whom the figures come from. Of the two formats that can be seen to be whole, "
    "the zip has fewer bytes ({zip} MB against {rows} MB) and is parsed sooner ({zip_parsed} "
    "against {rows_parsed}); the other is asked for where it fails."
)
CLIENTS_HEAD = """## Beside other clients

The same {count} indicators from nothing to one table, all with the same local server. A client is
complete if it has as many figures of each indicator as the publisher's answer.

"""


def page() -> str:
    """The page as this machine measures it now."""
    near = stand_in.standing()
    series = stand_in.worldbank_series()
    codes = others.codes(series)
    far = stand_in.standing(FAR)
    return "".join([
        HEAD,
        measured_by(len(codes)),
        *_formats(near, far, codes),
        CLIENTS_HEAD.format(count=len(codes)),
        _clients(near, far, series, codes),
        "\n",
        how_fast.part(),
    ])  # fmt: skip


def measured_by(count: int) -> str:
    """How, when and with what the page was measured."""
    return textwrap.fill(
        f"Measured on {date.today():%d %B %Y} with Python {platform.python_version()} "
        f"({platform.machine()}) by `python -m benchmarks.wire_formats`, against a local server "
        f"that answers as the publisher does, over {count} indicators that all formats have; "
        f"medians of {REPEATS} runs in turns (of 2 at {FAR} ms) over four connections, JSON packed "
        "with gzip on its way. The times of whole runs contain the server's own work, which the "
        "publisher's machines do otherwise; bytes, requests and parsing do not depend on it.",
        100,
    ) + "\n\n"


def _formats(near: str, far: str, codes: list[str]) -> tuple[str, str]:
    head = [
        "format", "requests", "MB on the wire", "MB unpacked", "parsing, all", "all, 0 ms",
        f"all, {FAR} ms", "says of being whole",
    ]  # fmt: skip
    packed = {"Accept-Encoding": "gzip"}
    urls = {name: [stand_in.asked(near, url.format(code)) for code in codes]
            for name, url in FORMATS.items()}  # fmt: skip
    bodies = {name: by_hand.fetched(each, headers=dict.fromkeys(each, packed))
              for name, each in urls.items()}  # fmt: skip
    plain = {name: [_unpacked(body) for body in each] for name, each in bodies.items()}
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in FORMATS}
    for turn in range(REPEATS):
        for name in FORMATS:
            read = PARSERS[name]
            away = [url.replace(near, far) for url in urls[name]]
            runs: list[tuple[str, Callable[[], Any]]] = [
                ("parse", lambda name=name, read=read: [read(body) for body in plain[name]]),
                ("near", lambda name=name, read=read: by_hand.fetched(
                    urls[name], lambda body: read(_unpacked(body)),
                    dict.fromkeys(urls[name], packed))),
            ]  # fmt: skip
            if turn < 2:
                runs.append(("far", lambda away=away, read=read: by_hand.fetched(
                    away, lambda body: read(_unpacked(body)), dict.fromkeys(away, packed)
                )))  # fmt: skip
            for what, run in runs:
                start = time.perf_counter()
                run()
                taken[name].setdefault(what, []).append(time.perf_counter() - start)
    rows = []
    for name in FORMATS:
        middle = {what: statistics.median(each) for what, each in taken[name].items()}
        raw = sum(map(len, plain[name]))
        if name == "zip of CSV":
            raw = sum(_size_of_zip(body) for body in plain[name])
        rows.append([
            name, str(len(codes)), f"{sum(map(len, bodies[name])) / 1e6:.2f}", f"{raw / 1e6:.1f}",
            f"{middle['parse']:.2f} s", f"{middle['near']:.2f} s", f"{middle['far']:.2f} s",
            WHOLE[name],
        ])  # fmt: skip
    return _table(head, rows), why(rows)


def why(rows: list[list[str]]) -> str:
    """What follows from the measured rows: name, requests, bytes, bytes unpacked, parsing."""
    packed, stat, plain = rows
    said = WHY.format(
        zip=packed[2], stat=stat[2], rows=plain[2], zip_parsed=packed[4], rows_parsed=plain[4]
    )
    return f"\n{textwrap.fill(said, 100, break_on_hyphens=False)}\n\n"


def _clients(near: str, far: str, series: list[Any], codes: list[str]) -> str:
    names = [each.id for each in series if each.code in codes]
    truth = {
        code: len(worldbank.read_json(body, code).table)
        for code, body in zip(codes, by_hand.fetched(
            [stand_in.asked(near, FORMATS["JSON, a row a figure"].format(code)) for code in codes]
        ), strict=True)
    }  # fmt: skip
    rows = []
    stand_in.config.mirror = near
    own = [_seconds(lambda: _panel(names)) for _ in range(REPEATS)]
    wide = _panel(names)
    stand_in.config.mirror = far
    away = [_seconds(lambda: _panel(names)) for _ in range(2)]
    have = {each.code: int(wide[each.id].count()) for each in series if each.id in names}
    rows.append(["migov", _s(statistics.median(own)), _s(statistics.median(away)), str(len(codes)),
                 _complete(have, truth)])  # fmt: skip
    for name in CLIENTS:
        _say(name)
        try:
            first = others.asked(name, near, codes)
            if "failure" in first:
                rows.append([name, "", "", "", _plainly(first["failure"])])
                continue
            again = [others.asked(name, near, codes)["seconds"]] if first["seconds"] < 10 else []
            distant = others.asked(name, far, codes)
        except Skipped as reason:
            return f"Not measured: {reason}.\n"
        rows.append([
            name, _s(min([first["seconds"], *again])),
            _s(distant["seconds"]) if "seconds" in distant else distant["failure"],
            str(first["requests"]), _complete(first["figures"], truth),
        ])  # fmt: skip
    head = ["client", "0 ms", f"{FAR} ms", "requests", "figures"]
    return _table(head, rows)


def _panel(names: list[str]) -> Any:
    stand_in.empty_cache()
    tables = {each.series: each.found.table for each in live.answers(names) if each.found}
    return side_by_side(tables)


def _plainly(failure: str) -> str:
    """A client's last words in a cell of a table; of a page only its title."""
    titled = re.search(r"<title>(.*?)</title>", failure)
    said = f"refused with a page, {titled[1]!r}" if titled else failure
    return said.replace("|", "/")


def _complete(have: dict[str, int], truth: dict[str, int]) -> str:
    short = [code for code, count in truth.items() if have.get(code, 0) < count]
    total = sum(min(have.get(code, 0), count) for code, count in truth.items())
    if not short:
        return f"complete: {total:,}"
    return f"{total:,} of {sum(truth.values()):,}; {len(short)} indicators are short, unsaid"


def _unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def _size_of_zip(body: bytes) -> int:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return sum(each.file_size for each in archive.infolist())


def _stat(body: bytes) -> np.ndarray:
    (answer,) = json.loads(body).values()
    return np.array(answer["value"], dtype="float64").reshape(answer["dimension"]["size"])


def _rows(body: bytes) -> np.ndarray:
    return np.array([row["value"] for row in json.loads(body)[1]], dtype="float64")


PARSERS: dict[str, Callable[[bytes], np.ndarray]] = {
    "zip of CSV": by_hand.figures,
    "JSON-stat": _stat,
    "JSON, a row a figure": _rows,
}


def _seconds(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text} ...".ljust(60))


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.wire_formats")
    parser.add_argument("which", nargs="?", choices=["all", "fast"], default="all")
    fast = parser.parse_args().which == "fast"
    try:
        stand_in.standing()  # without it nothing is measured, and the page stays as it is
        text = how_fast.put(PAGE.read_text("utf-8"), how_fast.part()) if fast else page()
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
