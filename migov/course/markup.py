"""Pieces of MyST that the written pages are made of, and the words for marks that a font may lack.

Each takes plain values and returns text; nothing here knows what a page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

_MARKS = {"✅": "yes", "❌": "no"}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> str:
    """A Markdown table whose wrapper carries the class ``course-<name>``.

    Examples
    --------
    >>> print(table(("a", "b"), [("1", "2")], "small"))
    :::{div} course-table course-small
    | a | b |
    | --- | --- |
    | 1 | 2 |
    :::
    """
    lines = [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows)]
    return f":::{{div}} course-table course-{name}\n" + "\n".join(lines) + "\n:::"


def cell(value: Any) -> str:
    """Text that a table cell, a link or a list item can hold without being taken for markup."""
    if value is None or value != value:
        return ""
    text = f"{value:,.4g}" if isinstance(value, float) else str(value)
    for mark in ("\\", "|", "*", "_", "`", "<", ">", "[", "]", "$", "{", "}"):
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def in_words(page: str) -> str:
    """A rendered page with words for the marks that myst-nb sets, which a font may lack.

    Examples
    --------
    >>> in_words("<td>✅</td><td>❌</td>")
    '<td>yes</td><td>no</td>'
    """
    for mark, word in _MARKS.items():
        page = page.replace(mark, word)
    return page


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
