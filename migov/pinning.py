"""Lines of the registry that name a series' vintages, written so that all else stays as it is.

The registry is text that people write, with comments; only two lines of a series are touched.
Nothing here knows which vintage is the right one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from migov.errors import RegistryError


def pin(folder: Path, series: str, version: str, place: Mapping[str, Any]) -> Path:
    """Add a vintage to a series of the registry and pin the series to it; the file changed.

    Parameters
    ----------
    folder : path
        Of the registry's files.
    series, version : str
    place : mapping
        What the registry says of the vintage: its file, and what is embedded of it.

    Raises
    ------
    RegistryError
        If no file, or more than one, has the series with lines that can be mended.

    Examples
    --------
    >>> pin(Path("datasets/registry"), "gdp", "2026-10", {"file": "wdi"})  # doctest: +SKIP
    PosixPath('datasets/registry/series-worldbank.toml')
    """
    # JSON's texts, numbers and lists are TOML's too.
    facts = ", ".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in place.items()
    )
    line = f'"{version}" = {{ {facts} }}' if facts else f'"{version}" = {{}}'
    head = re.compile(rf"^\[{re.escape(series)}\][ \t]*$", re.M)
    holding = [
        path for path in sorted(folder.glob("*.toml")) if head.search(path.read_text("utf-8"))
    ]
    if len(holding) == 1:
        text = holding[0].read_text("utf-8")
        found = head.search(text)
        assert found is not None
        before, after = text[: found.end()], text[found.end() :]
        after, pins = re.subn(
            r'^pinned = "[^"\n]*"', f'pinned = "{version}"', after, count=1, flags=re.M
        )
        after, lists = re.subn(
            rf"^\[{re.escape(series)}\.versions\][^\n]*\n",
            lambda title: f"{title[0]}{line}\n", after, count=1, flags=re.M,
        )  # fmt: skip
        if pins == lists == 1:
            holding[0].write_text(before + after, "utf-8")
            return holding[0]
    raise RegistryError(
        f"The registry has no lines [{series}], pinned and [{series}.versions] that could be "
        f"mended. Write them as those of its other series, with {line}, and try again."
    )
