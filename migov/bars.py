"""Progress bars of what is fetched: one for each file on its way, and one for all together.

They are drawn on a terminal and nowhere else, unless they are asked for; without tqdm there are
none.  Nothing here fetches.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Lock
from typing import Any, TypeAlias

# Told the address of a file, the bytes so far and the bytes in all (0 if not known).
Progress: TypeAlias = Callable[[str, int, int], None]
_LONGEST = 40


@contextmanager
def bars(
    progress: Progress | bool | None, total: int, what: str = "series"
) -> Iterator[tuple[Progress | None, Callable[[], object]]]:
    """Bars for the length of a ``with`` block, or the caller's own way to show progress.

    Parameters
    ----------
    progress : callable or bool, optional
        The caller's own; True for bars, False for none.  By default there are bars where the
        standard error is a terminal.
    total : int
        How many things will come.
    what : str
        What they are called.

    Returns
    -------
    context manager
        Gives what is to be told of each file's bytes (None if nobody listens), and what is to be
        called as each thing has come.

    Examples
    --------
    >>> with bars(False, total=2) as (tell, came):
    ...     tell is None, came()
    (True, None)
    """
    if callable(progress):
        yield progress, _nothing
    elif not _wanted(progress):
        yield None, _nothing
    else:
        shown = _Shown(total, what)
        try:
            yield shown.tell, shown.came
        finally:
            shown.close()


def _wanted(progress: bool | None) -> bool:
    if find_spec("tqdm") is None:
        return False
    if progress is None:  # a program without a window to write to has no standard error
        return sys.stderr is not None and sys.stderr.isatty()
    return progress


def _nothing() -> None:
    return None


class _Shown:
    """Bars on the standard error; files come from several threads."""

    def __init__(self, total: int, what: str) -> None:
        from tqdm import tqdm

        self._bar, self._lock = tqdm, Lock()
        self._files: dict[str, Any] = {}
        self._every = tqdm(
            total=total, desc="all", unit=f" {what}", leave=False, position=0, mininterval=0,
            file=sys.stderr,
        )

    def tell(self, url: str, done: int, size: int) -> None:
        with self._lock:
            if url not in self._files:
                self._files[url] = self._bar(
                    desc=url.rpartition("/")[2][:_LONGEST], unit="B", unit_scale=True,
                    leave=False, file=sys.stderr,
                )  # fmt: skip
            shown = self._files[url]
            shown.total = size or None
            shown.update(done - shown.n)
            if size and done >= size:
                shown.close()

    def came(self) -> None:
        with self._lock:
            self._every.update()

    def close(self) -> None:
        for each in (*self._files.values(), self._every):
            each.close()
