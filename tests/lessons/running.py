"""A lesson's cells run in this process, and what a reader would then read in it.

The answers are what the lesson prints as text; the names are its variables when it has ended.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field
from typing import Any

import nbformat

from migov.config import notebooks_dir
from migov.course import collect


@dataclass
class Told:
    """What a lesson computed."""

    names: dict[str, Any] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)
    prose: str = ""

    def answer(self, words: str) -> list[str]:
        """The numbers of the one answer that has these words, in their order."""
        (found,) = (text for text in self.answers if words in text)
        return numbers(found)


def run(name: str) -> Told:
    """Run the one lesson whose name matches."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    (lesson,) = collect(notebooks_dir(), name)
    book = nbformat.read(lesson.path, as_version=nbformat.NO_CONVERT)
    told = Told()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        for cell in book.cells:
            if cell.cell_type == "markdown":
                told.prose += cell.source + "\n\n"
                continue
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, f"{name}, {cell.id}", "exec"), told.names)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), cell.id, "eval"), told.names)
                if type(shown).__name__ == "Markdown":
                    told.answers.append(shown.data)
                else:
                    told.tables.append(shown)
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
