"""Several series from their publishers at once: each file asked for once, and politely.

The store keeps to four connections a host.  What several series read from one file is fetched
once.  Nothing here compares figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass

from migov.bars import Progress
from migov.beyond import find_series
from migov.errors import DownloadError, MigovError, OfflineError
from migov.figures import LATEST, Whole, find_version, standing_in, terms_of, whole
from migov.registry import Series, Version

_THREADS = 6  # more than one host is asked by at once: who waits for a connection does nothing


@dataclass(frozen=True)
class Answer:
    """What came of a series: its figures, or the error that says why there are none."""

    series: str
    found: Whole | None
    error: MigovError | None


def answers(
    names: Iterable[str], version: str = LATEST, progress: Progress | None = None
) -> Iterator[Answer]:
    """The figures of several series that are published as such, as they come.

    Derived series are left out for those that they follow from.

    Parameters
    ----------
    names : iterable of str
        Series ids or publishers' codes.
    version : str
        ``"latest"``, or a vintage that is not embedded.
    progress : callable, optional
        Told an address, the bytes so far and in all, from several threads.

    Examples
    --------
    >>> [each.series for each in answers(["gdp"])]  # doctest: +SKIP
    ['gdp']
    """
    with _asked(names, version, progress) as tasks:
        for task in as_completed(set(tasks.values())):
            yield from task.result()


@contextmanager
def together(names: Iterable[str], version: str | None) -> Iterator[None]:
    """In this block the latest of these series is fetched side by side; no other version is.

    A figure that is read before it has come is waited for, while the others go on coming; where it
    cannot be had, its reader gets the error.

    Examples
    --------
    >>> with together(["gdp", "population"], None):
    ...     pass
    """
    if version != LATEST:
        yield
        return
    with _asked(names, LATEST, None) as tasks, standing_in(_Awaited(tasks)):
        yield


class _Awaited(Mapping[tuple[str, str], Whole]):
    """The latest of several series by the ids of series and version, each once it has come."""

    def __init__(self, tasks: Mapping[str, Future[list[Answer]]]) -> None:
        self._tasks = tasks

    def __getitem__(self, wanted: tuple[str, str]) -> Whole:
        series, version = wanted
        if version != LATEST:
            raise KeyError(wanted)
        answer = next(each for each in self._tasks[series].result() if each.series == series)
        if answer.error is not None:
            raise answer.error
        assert answer.found is not None
        return answer.found

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((series, LATEST) for series in self._tasks)

    def __len__(self) -> int:
        return len(self._tasks)


@contextmanager
def _asked(
    names: Iterable[str], version: str, progress: Progress | None
) -> Iterator[dict[str, Future[list[Answer]]]]:
    """In this block the files of these series are fetched: a task for each series."""
    by_file: dict[str, list[tuple[Series, Version]]] = {}
    for record, vintage in _leaves(names, version):
        assert vintage.file is not None
        by_file.setdefault(vintage.file.address(record, vintage), []).append((record, vintage))
    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        tasks: dict[str, Future[list[Answer]]] = {}
        for url, wanted in by_file.items():
            task = pool.submit(_of_one_file, url, wanted, progress)
            tasks |= {record.id: task for record, _ in wanted}
        try:
            yield tasks
        finally:
            for task in tasks.values():
                task.cancel()


def _leaves(names: Iterable[str], version: str) -> list[tuple[Series, Version]]:
    found: dict[str, tuple[Series, Version]] = {}
    records = [find_series(name, version) for name in names]
    chosen = [(record, find_version(record, version)) for record in records]
    while chosen:
        record, vintage = chosen.pop(0)
        if vintage.file is None:
            chosen += terms_of(record, vintage)
        else:
            found.setdefault(record.id, (record, vintage))
    return list(found.values())


def _of_one_file(
    url: str,
    wanted: list[tuple[Series, Version]],
    progress: Progress | None,
) -> list[Answer]:
    came: list[Answer] = []
    for place, (record, vintage) in enumerate(wanted):
        if came and isinstance(came[0].error, (DownloadError, OfflineError)):
            came.append(Answer(record.id, None, came[0].error))  # asked once is enough
            continue
        try:
            found = whole(
                record,
                vintage,
                sex="each" if record.kind == "corridor" else "both",
                bar=None if progress is None else lambda *sizes: progress(url, *sizes),
                refresh=None if place == 0 else False,
            )
        except MigovError as error:
            came.append(Answer(record.id, None, error))
        else:
            came.append(Answer(record.id, found, None))
    return came
