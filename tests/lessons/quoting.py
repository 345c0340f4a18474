"""Which numbers of a lesson's words no test finds again, and which of its outputs no test opens.

A number of the prose is found if a test of that lesson asserts the very words in which it stands
(``assert "nine in ten" in told.prose``) beside its own arithmetic; or it is no finding: an edition,
a place in a paper, a unit, a year that the lesson's code asks for, or words that the lesson's tests
list with what they are.  Numbers are figures and the words for small ones; ``one`` is left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from lessons.running import prose_of

_SPELT = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "half halves third thirds quarter quarters fifth fifths tenth tenths twice thrice dozen"
)
_NUMBER = re.compile(
    rf"(?<![\w.,])[+-]?\d+(?:[.,]\d+)*|\b(?:one in )?(?:{'|'.join(_SPELT.split())})\b",
    re.IGNORECASE,
)
# What is no finding in any lesson.
_EVERYWHERE = (
    r"\b\d{4}-\d\d\b",  # editions
    r"(?:versions?|revisions? of|Prospects,? (?:version )?)(?: \d{4}\b(?: and)?)(?! to)",
    r"¶¶? \d+\.\d+(?: and \d+\.\d+)?|\(p\. \d+\)|, pp?\. \d+",  # places in a paper
    r"\bper (?:100|1,000)\b|(?:among|for|Of|of) 1,000 people|US\\\$ 1,000 and more",  # units
)


def unfound(
    book: nbformat.NotebookNode, tests: Path, listed: Mapping[str, Sequence[str]]
) -> list[str]:
    """Numbers of the prose that nothing accounts for, with the words around them."""
    text = plain(prose_of(book))
    free = [False] * len(text)
    for words in [*asserted(tests), *(each for group in listed.values() for each in group)]:
        for start in places(plain(words), text):
            free[start : start + len(plain(words))] = [True] * len(plain(words))
    for pattern in _EVERYWHERE:
        for found in re.finditer(pattern, text):
            free[found.start() : found.end()] = [True] * len(found[0])
    years = asked(book)
    return [
        text[max(0, found.start() - 40) : found.end() + 40]
        for found in _NUMBER.finditer(text)
        if not all(free[found.start() : found.end()]) and found[0] not in years
    ]


def count(book: nbformat.NotebookNode) -> int:
    """How many numbers the prose has."""
    return len(_NUMBER.findall(plain(prose_of(book))))


def plain(text: str) -> str:
    """Words without marks, works, names of figures, of claims and of what is code.

    Examples
    --------
    >>> plain("The {term}`stocks <stock>` of {cite:t}`abel2022`, `value` and **G003**.")
    'The stocks of , and .'
    """
    text = re.sub(r"\{solution-start\} \S+|^:\w+:.*$", " ", text, flags=re.MULTILINE)
    text = re.sub(r"```+(?:\{[\w-]+\})?", " ", text)
    text = re.sub(r"\{term\}`([^`<]+?)(?: <[^`]*>)?`", r"\1", text)
    text = re.sub(r"\{[\w:]+\}`[^`]*`|`[^`]*`|\b[OG]\d{3}[a-z]?\b|\*\*?", " ", text)
    return " ".join(text.split())


def places(words: str, text: str) -> list[int]:
    """Where the words stand in the text."""
    return [found.start() for found in re.finditer(re.escape(words), text)]


def asked(book: nbformat.NotebookNode) -> set[str]:
    """Years that the lesson's code names, ranges between two of them included as decades."""
    years = set()
    for cell in book.cells:
        if cell.cell_type == "code":
            source = re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE)
            years |= {
                str(part.value) for part in ast.walk(ast.parse(source))
                if isinstance(part, ast.Constant) and type(part.value) is int
                and 1800 < part.value < 2100
            }  # fmt: skip
    return years


def asserted(tests: Path) -> list[str]:
    """The words of which some test asserts that they stand in the prose."""
    return [
        part.left.value
        for test in _tests(tests)
        for part in ast.walk(test)
        if isinstance(part, ast.Compare)
        and isinstance(part.left, ast.Constant)
        and isinstance(part.ops[0], ast.In)
        and isinstance(part.comparators[0], ast.Attribute)
        and part.comparators[0].attr == "prose"
    ]


def opened(tests: Path, mapping: str) -> set[str]:
    """Keys by which the tests look into a mapping: ``TOLD["..."]``, ``told.shown["05-14"]``."""
    found = set()
    for test in _tests(tests):
        if test.name == "test_every_number_of_every_answer":
            continue
        for part in ast.walk(test):
            if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant):
                name = getattr(part.value, "attr", getattr(part.value, "id", ""))
                if name == mapping:
                    found.add(part.slice.value)
    return found


def names(tests: Path) -> set[str]:
    """The tests of a module."""
    return {test.name for test in _tests(tests)}


def _tests(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [part for part in tree.body
            if isinstance(part, ast.FunctionDef) and part.name.startswith("test_")]  # fmt: skip
