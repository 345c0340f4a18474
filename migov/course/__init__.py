"""Notebooks to a course: a site of pages that opens from a folder, with or without solutions.

:func:`build` copies the lessons into a work folder, adds an index, the claims, the sources and a
page on how each notebook ran, executes what has changed, renders all of it, and only then puts the
new site in the place of the old one.  It never writes to the folder of the notebooks and never
asks anything of another host, neither while it builds nor when the site is read.

For those who write a lesson: its name begins with two digits; its metadata say ``teaching`` and
``exercises`` in minutes; it opens with one heading and a ``Learning objectives`` admonition and
ends with ``Key points``; a solution stands between a ``{solution-start}`` and a ``{solution-end}``
cell, each alone in its cell.  A lesson names another lesson in plain text and never links to it,
since a course may be built of some lessons only; it names a claim by its id, which the site links.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from migov import claims, registry
from migov.config import notebooks_dir
from migov.course import drawing, ledger, links, markup, pages, place, render
from migov.course.lessons import Lesson, collect, read, students_edition
from migov.errors import CourseError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CourseReport", "Lesson", "build", "collect", "students_edition"]


def __dir__() -> list[str]:
    return __all__


_PAGES = ("index", "claims", "sources", "status")
_FOR_PAGES = ("*.md", "*.bib", "conf.py", "_static/*")  # which no lesson reads as it runs


@dataclass(frozen=True)
class CourseReport:
    """What a build made.

    Attributes
    ----------
    pages : int
        HTML pages written.
    seconds : float
        How long it took.
    index : pathlib.Path
        The page to open.
    executed, cached, failed : tuple of str
        Names of the notebooks that were run, that were taken from an earlier build, and that
        failed; a report that :func:`build` returns has none that failed, since a failure raises.
    """

    pages: int
    seconds: float
    index: Path
    executed: tuple[str, ...] = ()
    cached: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


def build(
    out: str | Path = "site",
    only: str | Sequence[str] | None = None,
    students: bool = False,
    clean: bool = False,
    progress: render.Progress | None = None,
    notebooks: str | Path | None = None,
) -> CourseReport:
    """Execute the lessons and render them to a site.

    Parameters
    ----------
    out : path
        Folder of the site.  A site that migov built there before is replaced once the new one is
        whole, or stays if nothing has changed since; a folder with anything else in it is
        refused.  Beside it stays a folder
        ``.migov-course`` with the executed notebooks, for the next build; it may be deleted.
        Builds that share that folder take turns.
    only : str or sequence of str, optional
        Globs on the lessons' names: ``"01*"``.
    students : bool
        Leave the solutions out, of the pages and of the notebooks that can be downloaded.
    clean : bool
        Forget the notebooks executed by earlier builds and run all of them.
    progress : callable, optional
        Told a line for each step.
    notebooks : path, optional
        A folder of lessons other than migov's own; what it lacks of ``conf.py``,
        ``references.bib``, ``glossary.md`` and ``_static`` is migov's.

    Returns
    -------
    CourseReport

    Raises
    ------
    CourseError
        If a notebook fails, a page cannot be rendered, a link leads nowhere, or nothing can be
        written beside `out`; the old site stays as it was.
    MissingExtraError
        If a package of the extra ``course`` is not installed.
    UnknownNameError
        If `only` matches no lesson.

    Examples
    --------
    >>> import migov.course
    >>> report = migov.course.build("site", only="01*", progress=print)  # doctest: +SKIP
    >>> report.index                                                      # doctest: +SKIP
    PosixPath('site/index.html')
    """
    started = time.monotonic()
    say = progress or (lambda line: None)
    render.require()
    site = Path(out).expanduser().resolve()
    place.refuse_strangers(site)
    folder = Path(notebooks).expanduser().resolve() if notebooks else notebooks_dir()
    lessons = collect(folder, only)

    with place.turn(site, say) as work:
        run, count = _build(site, folder, lessons, students, clean, work, say)
    report = CourseReport(
        pages=count,
        seconds=time.monotonic() - started,
        index=site / "index.html",
        executed=tuple(sorted(run.executed)),
        cached=tuple(sorted(run.cached)),
    )
    say(f"{report.pages} pages in {report.seconds:.1f} s: {report.index}")
    return report


def _build(
    site: Path,
    folder: Path,
    lessons: Sequence[Lesson],
    students: bool,
    clean: bool,
    work: Path,
    say: render.Progress,
) -> tuple[render.Run, int]:
    """Render the lessons and put the site in its place; what ran, and how many pages there are."""
    kept = place.keep(work, clean)
    edition = "students" if students else "course"
    say(f"{edition}: {len(lessons)} lesson{'s' * (len(lessons) != 1)}")
    text = work / edition / "text"
    executed = kept / f"executed-{_lay_out(text, folder, lessons, students, kept, say)}"
    made_of = " ".join((kept.name, place.digest(text), render.rendered_with()))
    if not clean and place.stands(site, made_of):
        say("nothing has changed since this site was built: it stays")
        return render.Run(cached=[lesson.name for lesson in lessons]), _count(site)

    # Beside `text` and not in the work folder itself: myst-nb leaves files next to what it renders.
    html = Path(tempfile.mkdtemp(prefix="site-", dir=work / edition))
    try:
        standing = place.standing(site)
        run = render.render(text, html, work / edition, executed, say, standing)
        status = html / "status.html"
        status.write_text(markup.in_words(status.read_text(encoding="utf-8")), encoding="utf-8")
        _refuse_dead_links(html, site)
        count = _count(html)
        place.sign(html, edition, made_of)
        html.chmod(0o755)
        place.swap(html, site, work)
    finally:
        shutil.rmtree(html, ignore_errors=True)
    return run, count


def _count(site: Path) -> int:
    """How many pages a site has."""
    return sum("_static" not in page.parts for page in site.rglob("*.html"))


def _refuse_dead_links(html: Path, site: Path) -> None:
    dead = links.broken(html)
    if dead:
        more = f"\n  and {len(dead) - 10} more" if len(dead) > 10 else ""
        raise CourseError(
            "The course was rendered, but links on its pages lead nowhere:\n  "
            + "\n  ".join(dead[:10])
            + f"{more}\n{place.standing(site)} Mend the lesson that is named, and build again."
        )


def _lay_out(
    text: Path,
    folder: Path,
    lessons: Sequence[Lesson],
    students: bool,
    kept: Path,
    say: render.Progress,
) -> str:
    """Write all that a site is made of; a short name for what its lessons may read there."""
    shutil.rmtree(text, ignore_errors=True)
    text.mkdir(parents=True)
    for origin in dict.fromkeys((notebooks_dir(), folder)):
        _copy_surroundings(origin, text)
    beside = place.digest(text, _FOR_PAGES)
    for lesson in lessons:
        notebook = read(lesson.path)
        if students:
            notebook = students_edition(notebook, lesson.path.name)
        content = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        (text / lesson.path.name).write_text(content, encoding="utf-8")
    checked = _check_claims(kept, say)
    shutil.copytree(kept / "drawn", text / "drawn")
    (text / ledger.FOLDER).mkdir(exist_ok=True)
    for name, content in _pages(text, lessons, students, checked).items():
        (text / f"{name}.md").write_text(content, encoding="utf-8")
    return beside


def _copy_surroundings(origin: Path, text: Path) -> None:
    for path in origin.iterdir():
        made = path.stem in _PAGES or path.name == "_build"
        if made or path.name.startswith((".", "__")) or path.suffix == ".ipynb":
            continue
        if path.is_dir():
            shutil.copytree(path, text / path.name, dirs_exist_ok=True)
        else:
            shutil.copyfile(path, text / path.name)


def _pages(
    text: Path, lessons: Sequence[Lesson], students: bool, checked: pd.DataFrame
) -> dict[str, str]:
    written = sorted(
        path.stem for path in text.glob("*.md") if not path.name.upper().startswith("README")
    )
    drawn = {path.stem: f"../drawn/{path.name}" for path in (text / "drawn").glob("*.png")}
    treated = {lesson.name: ledger.named_in(lesson.path) for lesson in lessons}
    return {
        "index": pages.index_page(lessons, ["claims", *written, "sources", "status"], students),
        **ledger.written(checked, drawn, treated),
        "sources": pages.sources_page(
            registry.series().values(), registry.publishers().values(), claims.printed()
        ),
        "status": pages.status_page(render.versions()),
    }


def _check_claims(kept: Path, say: render.Progress) -> pd.DataFrame:
    """Check every claim and draw it, once for the present code and data."""
    import pandas as pd

    record = kept / "claims.json"
    if record.is_file():
        say("claims: unchanged, taken from the cache")
        return pd.DataFrame(json.loads(record.read_text(encoding="utf-8")))
    say("claims: checking")
    findings = claims.findings()
    (kept / "drawn").mkdir(exist_ok=True)
    shown = [finding.claim.id for finding in findings if len(finding.lines)]
    say(f"claims: drawing {len(shown)}")
    drawing.draw_all(shown, kept / "drawn", render.environment(kept), render.at_once())
    # The lines of code are told by what a check reads, so that each takes one more check.
    rows = pd.DataFrame([{**each.row(), "code": each.claim.code()} for each in findings])
    # Put in its place last: a record that is there is whole.
    half = record.with_suffix(".part")
    rows.to_json(half, orient="records", double_precision=15, force_ascii=False)
    half.replace(record)
    return pd.DataFrame(json.loads(record.read_text(encoding="utf-8")))
