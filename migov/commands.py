"""The commands on corridors, and how a shell's words become arguments.

Each command calls one public verb and gives the text that is to be printed; nothing is printed
here.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from migov.errors import ArgumentError, MigovError
from migov.words import few


def matrix(options: argparse.Namespace) -> str:
    """``migov matrix SERIES YEAR``."""
    from migov.corridors import matrix

    table = matrix(
        options.series, options.year, by=_by(options.by), margins=options.margins, **_sides(options)
    )
    return _written(table, options) or _text(table.reset_index(), table)


def top(options: argparse.Namespace) -> str:
    """``migov top SERIES [YEAR]``."""
    from migov.corridors import top_corridors

    table = top_corridors(
        options.series, options.year, options.n, by=_by(options.by), **_sides(options)
    )
    return _written(table, options) or _text(table.round({"share": 2}), table)


def corridor(options: argparse.Namespace) -> str:
    """``migov corridor ORIGIN DESTINATION``."""
    from migov.corridors import corridor

    table = corridor(
        options.origin, options.destination, span(options.years), both=options.both,
        version=options.of,
    )  # fmt: skip
    return _written(table, options) or "\n".join([_text(table, table), *lacking(table)])


def lacking(table: Any) -> list[str]:
    """Which series have nothing of a corridor, and in which nobody looked.

    Examples
    --------
    >>> from migov import corridor
    >>> lacking(corridor("MEX", "USA", 2020, series=["migrant_stock", "migration_flow_annual"]))
    ['Not held here, --version latest fetches it: migration_flow_annual']
    """
    absent = table.attrs["migov"]["absent"]
    apart = [name for name, why in absent.items() if why.startswith("not held here")]
    known = [name for name in absent if name not in apart]
    said = {"Nothing in": known, "Not held here, --version latest fetches it": apart}
    return [f"{words}: {', '.join(names)}" for words, names in said.items() if names]


def remarks(table: Any) -> list[str]:
    """What must be known of these rows alone, and how many caveats their series have anyhow.

    Examples
    --------
    >>> from migov import load
    >>> remarks(load("net_migration", "EU", 2000))
    ['EU stands for its 27 members of today, in every year.',
     '4 caveats of net_migration itself: a file written with --out has them all.']
    """
    from migov import tidy
    from migov.load import describe

    found: dict[str, None] = {}
    own: dict[str, list[str]] = {}
    for record in tidy.provenance(table).values():
        anyhow: list[str] = []
        with suppress(MigovError):  # of a series that is not in the registry all are told
            anyhow = describe(record["series"])["caveats"] if record.get("series") else []
            anyhow = [each for each in anyhow if each in record.get("caveats", ())]
        found |= dict.fromkeys(each for each in record.get("caveats", ()) if each not in anyhow)
        own |= {record["series"]: anyhow} if anyhow else {}
    count = len({each for anyhow in own.values() for each in anyhow})
    whose = f"{few(own, 1)} itself" if len(own) == 1 else f"{len(own)} series themselves"
    more = f"{count} caveat{'s' * (count > 1)} of {whose}: a file written with --out has them all."
    return [*found, *([more] if own else [])]


def listed(names: list[str] | None) -> list[str] | None:
    """Names separated by blanks or commas.

    Examples
    --------
    >>> listed(["MEX,USA", "EU"])
    ['MEX', 'USA', 'EU']
    """
    if names is None:
        return None
    return [part.strip() for name in names for part in name.split(",") if part.strip()]


def span(words: list[str] | None) -> Any:
    """``2000``, ``1990 2024``, ``1990-2024`` or ``1990,2024``: one year, or both ends.

    Raises
    ------
    ArgumentError
        If it is none of these.

    Examples
    --------
    >>> span(["1990-2024"])
    (1990, 2024)
    """
    if words is None:
        return None
    # A sign after a number divides two; before one it would make a year that nobody means.
    some = [word for word in words if word not in ("-", "–")]
    parts = [part for word in some for part in re.split(r"(?<=\d)[-–:,]", word) if part]
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 2:
        raise ArgumentError(
            f"--years {' '.join(words)}: give one year, or the first and the last, such as "
            "--years 1990 2024."
        )
    years = [int(part) for part in parts]
    return years[0] if len(years) == 1 else (years[0], years[1])


def _by(words: list[str]) -> str | list[str]:
    names = listed(words) or []
    return names[0] if len(names) == 1 else names


def _sides(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "origins": listed(options.origins),
        "destinations": listed(options.destinations),
        "sex": options.sex,
        "version": options.of,
        "on": options.on,
    }


def _written(table: Any, options: argparse.Namespace) -> str:
    """What is said of the file that is asked for, once it is written; empty if none is."""
    from migov.export import save

    return "" if options.out is None else f"{save(table, options.out)}: {len(table)} rows"


def _text(shown: Any, table: Any) -> str:
    from migov.cite import cite

    rows = shown.map(_readable).to_string(index=False, max_rows=200)
    return "\n".join([rows, *remarks(table), cite(table)])


def _readable(value: Any) -> Any:
    """Whole numbers in full, with commas: 11,279,561 and not 11279561.0; blank where unknown."""
    if not isinstance(value, float):
        return value
    if value != value:
        return ""
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}"


COMMANDS: dict[str, Callable[[argparse.Namespace], str]] = {
    "matrix": matrix,
    "top": top,
    "corridor": corridor,
}
