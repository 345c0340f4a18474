"""Where a course is built and where it is put: the work folder, taken in turns, and the exchange.

Beside a site lies the folder in which it is made, with what makes the next build quick.  A site is
only ever replaced whole, and never a folder that holds anything else.  Nothing here renders.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from migov.course import render
from migov.errors import CourseError

MARK = ".migov-site"  # in a site that migov built
_WORK = ".migov-course"


def refuse_strangers(site: Path) -> None:
    """Raise `CourseError` for a place that holds anything but a course or nothing."""
    if site.is_dir() and any(site.iterdir()) and not (site / MARK).is_file():
        raise CourseError(
            f"{site} has files that are not of a migov course, and building there would remove "
            "them. Name a new folder, or an empty one."
        )
    if site.exists() and not site.is_dir():
        raise CourseError(f"{site} is a file. Name a folder for the course.")


@contextmanager
def turn(site: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """Hold the work folder beside the site: two builds in it would write over each other's pages.

    The turn of a build that is stopped, however it is stopped, falls to the others by itself.

    Raises
    ------
    CourseError
        If nothing can be written there.
    """
    from filelock import FileLock, Timeout

    work = _work_folder(site)
    lock = FileLock(work / "lock")
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            say(f"another build is at work in {work}: this one begins when that has ended")
            lock.acquire()
    except (OSError, NotImplementedError) as error:
        raise _nowhere(site, error) from error
    try:
        _tidy(work)
        yield work
    finally:
        lock.release()


def keep(work: Path, clean: bool) -> Path:
    """The folder of what holds for the present code and data; those for others go."""
    kept = work / f"kept-{render.fingerprint()}"
    for old in work.glob("kept-*"):
        if clean or old != kept:
            shutil.rmtree(old, ignore_errors=True)
    kept.mkdir(exist_ok=True)
    return kept


def standing(site: Path) -> str:
    """What a build that fails leaves of the site."""
    return f"{site} is as it was before." if site.is_dir() else f"{site} was not made."


def sign(html: Path, edition: str, made_of: str) -> None:
    """Write into a site what it is, what it was made of, and what is in it."""
    lines = (f"A migov course ({edition}).", made_of, digest(html))
    (html / MARK).write_text("\n".join(lines) + "\n", encoding="utf-8")


def stands(site: Path, made_of: str) -> bool:
    """Whether a site was made of the same, and nobody has touched a file of it since."""
    mark = site / MARK
    lines = mark.read_text(encoding="utf-8").splitlines() if mark.is_file() else []
    return lines[1:] == [made_of, digest(site)]


def digest(folder: Path, but: Sequence[str] = ()) -> str:
    """A short name for the files of a folder, their places in it and what they hold.

    The mark of a site is left out, and what these globs match.
    """
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name != MARK and not any(fnmatch(name, each) for each in but):
            found.update(f"{name}\0{path.stat().st_size}\0".encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def swap(html: Path, site: Path, work: Path) -> None:
    """Put `html` in the place of `site`; if that fails, what was there is put back."""
    site.parent.mkdir(parents=True, exist_ok=True)
    attic = Path(tempfile.mkdtemp(prefix="old-", dir=work))
    old = attic / site.name
    try:
        if site.exists():
            site.rename(old)
        try:
            html.rename(site)
        except BaseException:
            if old.exists() and not site.exists():
                old.rename(site)
            raise
    except OSError as error:
        raise CourseError(
            f"The course was rendered but {site} could not be replaced: {error}. Close what has "
            "it open, or name another folder."
        ) from error
    shutil.rmtree(attic, ignore_errors=True)


def _work_folder(site: Path) -> Path:
    """The folder beside the site in which it is built, and which makes the next build quick."""
    work = site.parent / _WORK
    try:
        work.mkdir(parents=True, exist_ok=True)
        (work / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise _nowhere(site, error) from error
    return work


def _tidy(work: Path) -> None:
    """Mend what builds that were killed left: a site on its way out goes back, half ones go."""
    for attic in work.glob("old-*"):
        for old in attic.iterdir():
            if not (work.parent / old.name).exists():
                old.rename(work.parent / old.name)
    for left in (*work.glob("old-*"), *work.glob("*/site-*")):
        shutil.rmtree(left, ignore_errors=True)


def _nowhere(site: Path, error: Exception) -> CourseError:
    return CourseError(
        f"Nothing can be written in {site.parent}, where the course is built before it is put "
        f"in its place ({getattr(error, 'strerror', None) or error}). Name a folder in a place of "
        "your own: migov course --out ~/site."
    )
