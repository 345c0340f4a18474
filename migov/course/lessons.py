"""Lessons as they lie on disk: what a notebook says of itself, and its students' edition.

A lesson is a notebook whose name begins with two digits.  Its title, minutes and objectives are
read from the notebook itself, so that they are written once.  Nothing here executes a notebook,
and nothing here writes to the folder that notebooks are read from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from migov.errors import CourseError, UnknownNameError, nearest

Notebook = Mapping[str, Any]

_FENCE = r"^[ \t]*(?:`{3,}|:{3,}|~{3,})[ \t]*\{%s\}"
_START = re.compile(_FENCE % "solution-start", re.MULTILINE)
_END = re.compile(_FENCE % "solution-end", re.MULTILINE)
_UNGATED = re.compile(_FENCE % "solution", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_OBJECTIVES = re.compile(_FENCE % "admonition" + r"[ \t]*Learning objectives", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """A notebook of the course.

    Attributes
    ----------
    name : str
        The file's name without its suffix: ``"01-remittances-and-aid"``.
    path : pathlib.Path
        Where it was read.
    title : str
        Its first heading.
    teaching, exercises : int
        Minutes, from the notebook's metadata.
    objectives : tuple of str
        The points of its ``Learning objectives``.
    """

    name: str
    path: Path
    title: str
    teaching: int
    exercises: int
    objectives: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """Teaching and exercises together."""
        return self.teaching + self.exercises


def collect(folder: Path, only: str | Sequence[str] | None = None) -> tuple[Lesson, ...]:
    """The lessons of a folder in the order of their names.

    Parameters
    ----------
    folder : pathlib.Path
        Where the notebooks lie.
    only : str or sequence of str, optional
        Globs on their names, with or without ``.ipynb``: ``"01*"``, ``["00*", "04*"]``.

    Raises
    ------
    CourseError
        If there is no notebook, or one cannot be read.
    UnknownNameError
        If a glob matches no lesson.

    Examples
    --------
    >>> from migov.config import notebooks_dir
    >>> [lesson.name for lesson in collect(notebooks_dir(), "01*")]
    ['01-remittances-and-aid']
    """
    paths = sorted(folder.glob("[0-9][0-9]*.ipynb")) if folder.is_dir() else []
    if not paths:
        raise CourseError(
            f"No lesson in {folder}: a lesson is a notebook whose name begins with two digits, "
            "such as 01-remittances-and-aid.ipynb. Name a folder that has some."
        )
    if only is not None:
        globs = [only] if isinstance(only, str) else list(only)
        globs = [each.strip().removesuffix(".ipynb") for each in globs]
        names = [path.stem for path in paths]
        idle = [each for each in globs if not any(_matches(name, each) for name in names)]
        if idle or not globs:
            near = [name for each in idle for name in _like(each, names)]
            raise UnknownNameError(
                "lesson", idle or "(none)", dict.fromkeys(near), f"There are {', '.join(names)}."
            )
        paths = [path for path in paths if any(_matches(path.stem, each) for each in globs)]
    return tuple(describe(path) for path in paths)


def describe(path: Path) -> Lesson:
    """What the notebook at `path` says of itself."""
    notebook = read(path)
    prose = [source(cell) for cell in notebook["cells"] if cell.get("cell_type") == "markdown"]
    heading = next((found for text in prose if (found := _HEADING.search(text))), None)
    objectives = next((text for text in prose if _OBJECTIVES.search(text)), "")
    metadata = notebook.get("metadata", {})
    return Lesson(
        name=path.stem,
        path=path,
        title=heading.group(1) if heading else path.stem,
        teaching=_minutes(metadata, "teaching", path),
        exercises=_minutes(metadata, "exercises", path),
        objectives=tuple(_BULLET.findall(objectives)),
    )


def read(path: Path) -> dict[str, Any]:
    """The notebook at `path` as it lies there.

    Raises
    ------
    CourseError
        If it is not the JSON of a notebook of format 4.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise CourseError(
            f"{path} is not a notebook: {error}. A merge may have left its marks in it, or it was "
            "cut short; open it in JupyterLab, or take it from a fresh copy of migov."
        ) from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise CourseError(
            f"{path} is JSON but not a notebook of format 4: it has no list of cells. Open it in "
            "JupyterLab and save it again."
        )
    return notebook


def students_edition(notebook: Notebook, name: str = "the notebook") -> dict[str, Any]:
    """A copy of `notebook` without the cells from each solution's start to its end.

    Parameters
    ----------
    notebook : mapping
        The notebook's JSON; it is left as it is.
    name : str
        What the messages call it.

    Raises
    ------
    CourseError
        If a solution is not closed, is closed without having begun, or is written in a way that
        could leave a part of it, or take something else away.

    Examples
    --------
    >>> cells = ["Exercise", "```{solution-start} e\\n```", "42", "```{solution-end}\\n```", "On"]
    >>> book = {"cells": [{"cell_type": "markdown", "source": text} for text in cells]}
    >>> [source(cell) for cell in students_edition(book)["cells"]]
    ['Exercise', 'On']
    """
    kept: list[Any] = []
    opened: int | None = None
    for number, cell in enumerate(notebook["cells"], start=1):
        text = source(cell) if cell.get("cell_type") == "markdown" else ""
        starts, ends = bool(_START.search(text)), bool(_END.search(text))
        where = f"{name}, cell {number}"
        if _UNGATED.search(text):
            raise CourseError(
                f"{where}: a {{solution}} in one piece would stay in the students' edition. Write "
                "it between a {solution-start} cell and a {solution-end} cell."
            )
        if starts or ends:
            _alone(text, where)
        if starts and opened is not None:
            raise CourseError(
                f"{where}: a solution begins before that of cell {opened} has ended. Add a "
                "{solution-end} cell before it."
            )
        if ends and opened is None:
            raise CourseError(
                f"{where}: a solution ends that has not begun. Add a {{solution-start}} cell, or "
                "take this one out."
            )
        if starts:
            opened = number
        if opened is None:
            kept.append(deepcopy(cell))
        if ends:
            opened = None
    if opened is not None:
        raise CourseError(
            f"{name}, cell {opened}: the solution that begins here does not end. Add a "
            "{solution-end} cell after it."
        )
    rest = {key: deepcopy(value) for key, value in notebook.items() if key != "cells"}
    return {"cells": kept, **rest}


def source(cell: Mapping[str, Any]) -> str:
    """The text of a cell, which a notebook may hold as one string or as lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def _alone(text: str, where: str) -> None:
    # A directive that shares its cell takes the rest of the cell with it when it is dropped.
    lines = [line.strip() for line in text.strip().splitlines()]
    closed = len(lines) > 1 and re.fullmatch(r"`{3,}|:{3,}|~{3,}", lines[-1])
    body = lines[1:-1] if closed else lines[1:]
    if any(line and not line.startswith(":") for line in body):
        raise CourseError(
            f"{where}: a solution's start or end shares its cell with other text, which would be "
            "lost in the students' edition. Give it a cell of its own."
        )


def _minutes(metadata: Mapping[str, Any], key: str, path: Path) -> int:
    value = metadata.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise CourseError(
            f"{path}: the metadata say {value!r} for {key!r}, which is no whole number of "
            "minutes. Mend it under Notebook metadata in JupyterLab."
        )
    return value


def _matches(name: str, glob: str) -> bool:
    return fnmatch(name, glob) or (glob.isdigit() and name.startswith(glob))


def _like(glob: str, names: Sequence[str]) -> list[str]:
    return nearest(glob.strip("*"), names) or [name for name in names if name[:1] == glob[:1]]
