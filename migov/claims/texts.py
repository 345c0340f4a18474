"""Lines of evidence from what treaties say themselves, and from a register of trade agreements.

What the texts say clause by clause stands in ``datasets/governance/clauses.csv``: only what was
read, so that a share is one of the treaties read.  The agreements of a register are in
``deals.csv``.  Nothing here judges.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from migov.claims.arrangements import said_by
from migov.claims.evidence import Line
from migov.claims.run import once
from migov.economies import spells
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError

BINDING = ("grants", "as others")  # to both sides: the state's own treatment, or any third state's


def clauses(clause: str, until: int, place: str = "") -> list[dict[str, str]]:
    """What the texts say of a clause that were signed by the end of a year; of one place only.

    Raises
    ------
    ArgumentError
        If no text was read for such a clause.

    Examples
    --------
    >>> [row["partner"] for row in clauses("entry", 2001, "the former Soviet Union")]
    ['KAZ', 'KGZ', 'RUS']
    """
    rows = [row for row in _table("clauses") if row["clause"] == clause]
    if not rows:
        raise ArgumentError(f"No text was read for a clause on {clause!r}.")
    return [
        row for row in rows
        if spells.first(row["signed"]).year <= until and place in ("", row["place"])
    ]  # fmt: skip


def having(rows: Collection[dict[str, str]], says: Collection[str]) -> int:
    """How many of the texts say one of these.

    Examples
    --------
    >>> having(clauses("entry", 2001, "the Mediterranean"), BINDING)
    1
    """
    return sum(row["says"] in says for row in rows)


def share_of_texts(
    clause: str, population: str, label: str, says: Collection[str] = BINDING
) -> Line:
    """Per cent of the treaties read that have a clause, by the year of signature.

    Examples
    --------
    >>> line = share_of_texts("treatment", "Partners", "By the texts", ("grants",))
    >>> round(line.at(2001).value, 1), line.version
    (68.4, '2001-10-29')
    """
    rows = clauses(clause, 9999)
    years = [spells.first(row["signed"]).year for row in rows]
    values = {}
    for year in range(min(years), max(years) + 1):
        read = clauses(clause, year)
        values[year] = 100 * having(read, says) / len(read)
    return Line(
        label, said_by(row["evidence"] for row in rows), "", max(row["signed"] for row in rows),
        population, "%", pd.Series(values), second=True,
    )  # fmt: skip


def registered(population: str, label: str, first: int) -> Line:
    """Agreements of a register by the year of signature, from a first year on.

    Examples
    --------
    >>> registered("Americas", "In a register", 1990).at(2001).value
    15.0
    """
    rows = _table("deals")
    years = pd.Series([spells.first(row["signed"]).year for row in rows])
    span = range(first, int(years.max()) + 1)
    return Line(
        label, said_by(row["evidence"] for row in rows), "", max(row["seen"] for row in rows),
        population, "agreements",
        pd.Series({year: float(years.between(first, year).sum()) for year in span}), second=True,
    )  # fmt: skip


def _table(name: str) -> list[dict[str, str]]:
    return once(("texts", name), lambda: rows_of(read_table(f"governance/{name}.csv")))
