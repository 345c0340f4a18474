"""The pages that are written, not taught: index, sources and how each notebook ran.

Each function returns the MyST text of one page from plain values or a table, so that what is on
the page can be tested without rendering it.  Nothing here reads a file, loads a series or
renders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from migov.course.lessons import Lesson
from migov.course.markup import cell, table

if TYPE_CHECKING:
    import pandas as pd

    from migov.registry import Publisher, Series

_REFERENCE = ("claims", "glossary", "sources", "status")

def index_page(
    lessons: Sequence[Lesson], reference: Iterable[str] = _REFERENCE, students: bool = False
) -> str:
    """The first page: what the course is, a table of its lessons, and the way through it.

    Parameters
    ----------
    lessons : sequence of Lesson
        In the order in which they are taught.
    reference : iterable of str
        Names of the pages that follow the lessons.
    students : bool
        Whether this is the edition without solutions.
    """
    rows = [
        (
            f"{{doc}}`{cell(lesson.title)} <{lesson.name}>`",
            f"{lesson.teaching} + {lesson.exercises}",
            cell(lesson.objectives[0]) if lesson.objectives else "",
        )
        for lesson in lessons
    ]
    total = sum(lesson.minutes for lesson in lessons)
    edition = (
        "This is the students' edition: exercises without their solutions."
        if students
        else "Each exercise carries its solution, closed until you open it."
    )
    return f"""# Migration governance in figures

Two papers on the governance of migration rest part of their case on figures:
{{cite:t}}`overbeek2002` and {{cite:t}}`geddes2018`.

In these lessons you find such a figure, load the public series that can speak to it, and judge
whether the claim held when it was written and whether it holds now.

You need Python and some pandas: selecting rows, grouping them, a pivot.

Everything runs offline on the data that migov carries; each table and figure says where it comes
from.

{edition}

## Lessons

{table(("Lesson", "Minutes", "You will"), rows, "lessons")}

Minutes are those of teaching and those of exercises; in all {_plural(len(lessons), "lesson")},
{total} minutes.

Every lesson can be downloaded as a notebook from the button at its top and run in JupyterLab.

```{{toctree}}
:hidden:
:caption: Lessons

{_lines(lesson.name for lesson in lessons)}
```

```{{toctree}}
:hidden:
:caption: Reference

{_lines(reference)}
```

## References

```{{bibliography}}
:filter: docname in docnames
```
"""


def sources_page(
    series: Iterable[Series],
    publishers: Iterable[Publisher],
    printed: pd.DataFrame | None = None,
) -> str:
    """Who publishes each series, under what terms, and how to credit it.

    Parameters
    ----------
    series, publishers
        Of the registry.
    printed : pandas.DataFrame, optional
        What ``migov.claims.printed()`` gives: figures that no file holds.
    """
    known = list(series)
    parts = [
        "# Sources",
        "Every series in the lessons comes from one of these publishers, in the version named; a "
        "few figures that only a publication prints stand at the end.",
        "The addresses are the publishers' own; nothing is asked of them when you read this site.",
    ]
    for publisher in publishers:
        theirs = [each for each in known if each.publisher.id == publisher.id]
        if not theirs:
            continue
        carried = (
            "migov carries these series whole."
            if publisher.open
            else "migov carries only the world and group figures that a claim cites."
        )
        rows = [
            (
                f"{cell(each.title)} `{each.id}`",
                _origin(each),
                cell(each.unit),
                f"{cell(each.pinned)}: {cell(each.periods)}",
            )
            for each in theirs
        ]
        credit = sorted({each.attribution for each in theirs})
        parts += [
            f"## {publisher.name}",
            f"Terms: [{publisher.licence}]({publisher.licence_url}). "
            f"{carried} Home page: <{publisher.homepage}>.",
            table(("Series", "Code", "Unit", "Version: periods"), rows, "sources"),
            ":::{dropdown} Lines of credit\n" + "\n".join(f"- {cell(line)}" for line in credit)
            + "\n:::",
        ]
        caveats = [
            (each.id, caveat)
            for each in theirs
            for caveat in (*each.caveats, *each.versions[each.pinned].caveats)
        ]
        if caveats:
            listed = "\n".join(f"- `{name}`: {cell(caveat)}" for name, caveat in caveats)
            parts.append(f":::{{dropdown}} What to know before using them\n{listed}\n:::")
    if printed is not None and len(printed):
        typed = [
            (cell(row["label"]), f"{row['year']:.0f}: {cell(_figure(row['value'], row['unit']))}",
             f"[{cell(row['document'])}]({row['url']}), {cell(row['publisher'])}")
            for row in printed.to_dict("records")
        ]
        parts += [
            "## Figures from print",
            "These are typed from the document named, stand beside the data and carry no verdict.",
            table(("What", "Figure", "Document"), typed, "printed"),
        ]
    return "\n\n".join(parts) + "\n"


def status_page(versions: Mapping[str, str]) -> str:
    """How long each notebook took, whether it ran, and with what."""
    rows = [(cell(name), cell(version)) for name, version in versions.items()]
    return f"""# How the notebooks ran

Each notebook was executed from its first cell to its last when this site was built.

A notebook that has not changed since an earlier build, on the same data and the same programs, is
taken from that build; its time is then the time it took.

Several run at once on a machine with several cores, each a little slower than it would be alone.

The method is "cache" for all of them: a notebook that has changed is run and then kept, too.

```{{nb-exec-table}}
```

## With what

{table(("Program", "Version"), rows, "versions")}
"""


def _origin(series: Series) -> str:
    """The publisher's code, and how migov derives what the publisher does not publish."""
    code = f"[{cell(series.code)}]({series.url})"
    return f"{code}, derived by migov: {cell(str(series.derived))}" if series.derived else code


def _figure(value: float, unit: str) -> str:
    from migov.claims import format_value

    return format_value(float(value), unit)


def _lines(names: Iterable[str]) -> str:
    return "\n".join(names)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
