"""A lesson's cells run in this process, and what a reader would then read in it.

The answers are sentences that the lesson computes; what else its cells show or print is kept by the
cell's id, the axes of a picture by the figure's name, and the names are its variables when it has
ended.  A lesson runs once for all tests.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import warnings
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import nbformat

from migov.config import notebooks_dir
from migov.course import collect


@dataclass
class Told:
    """What a lesson computed."""

    names: dict[str, Any] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, Any] = field(default_factory=dict)
    prose: str = ""

    @property
    def tables(self) -> list[Any]:
        """What the cells show, in their order."""
        return list(self.shown.values())

    def answer(self, words: str) -> list[str]:
        """The numbers of the one answer that has these words, in their order."""
        (found,) = (text for text in self.answers if words in text)
        return numbers(found)


def book_of(name: str) -> nbformat.NotebookNode:
    """The one lesson whose name matches."""
    (lesson,) = collect(notebooks_dir(), name)
    return nbformat.read(lesson.path, as_version=nbformat.NO_CONVERT)


def prose_of(book: nbformat.NotebookNode) -> str:
    """The words of a lesson, captions and alternative texts of figures among them."""
    words = []
    for cell in book.cells:
        if cell.cell_type == "markdown":
            words.append(cell.source)
        elif figure := cell.metadata.get("mystnb", {}).get("figure"):
            words.append(figure["caption"])
    return "\n\n".join(words)


@cache
def run(name: str) -> Told:
    """Run the one lesson whose name matches."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    book = book_of(name)
    told = Told(prose=prose_of(book))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        for cell in book.cells:
            if cell.cell_type == "markdown":
                continue
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(compile(tree, f"{name}, {cell.id}", "exec"), told.names)
                shown = None
                if isinstance(last, ast.Expr):
                    shown = eval(compile(ast.Expression(last.value), cell.id, "eval"), told.names)
            if printed.getvalue():
                told.printed[cell.id] = printed.getvalue()
            if type(shown).__name__ == "Markdown":
                told.answers.append(shown.data)
            elif shown is not None and not cell.source.rstrip().endswith(";"):
                told.shown[cell.id] = shown
            if figure := cell.metadata.get("mystnb", {}).get("figure"):
                told.pictures[figure["name"]] = plt.gcf().axes[0]
    plt.close("all")
    return told


def numbers(text: str) -> list[str]:
    """Every number in a text, as it is written.

    Examples
    --------
    >>> numbers("From 1,000 to -52 per cent, 0.62 million.")
    ['1,000', '-52', '0.62']
    """
    return re.findall(r"(?<![\w.])[+-]?\d+(?:,\d{3})*(?:\.\d+)?", text)
