"""Several series from their publishers at once: each file asked for once, and politely.

The store keeps to four connections a host.  What several series read from one file is fetched
once.  Nothing here compares figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass

from migov import store
from migov.bars import Progress
from migov.beyond import find_series
from migov.errors import DownloadError, MigovError, OfflineError, warn_caller, warnings_held
from migov.figures import LATEST, Whole, find_version, standing_in, terms_of, whole
from migov.registry import Series, Version

_THREADS = 6


@dataclass(frozen=True)
class Answer:
    """What came of a series: its figures, or the error that says why there are none."""

    series: str
    found: Whole | None
    error: MigovError | None


def answers(
    names: Iterable[str | Series], version: str = LATEST, progress: Progress | None = None
) -> Iterator[Answer]:
    """The figures of several series that are published as such, as they come.

    Derived series are left out for those that they follow from.

    Parameters
    ----------
    names : iterable of str or Series
        Series ids or publishers' codes, or what was found of them.
    version : str
        ``"latest"``, or a vintage that is not embedded.
    progress : callable, optional
        Told an address, the bytes so far and in all, from several threads.

    Examples
    --------
    >>> [each.series for each in answers(["gdp"])]  # doctest: +SKIP
    ['gdp']
    """
    by_file: dict[str, list[tuple[Series, Version]]] = {}
    for record, vintage in _leaves(names, version):
        assert vintage.file is not None
        by_file.setdefault(vintage.file.address(record, vintage), []).append((record, vintage))
    hosts = len({store.host(url) for url in by_file})
    with store.workers(max(1, min(_THREADS, store.MOST_A_HOST * hosts))) as start:
        tasks = [start(_held, url, wanted, progress) for url, wanted in by_file.items()]
        for task in as_completed(tasks):
            came, said = task.result()
            for message, category in said:
                warn_caller(message, category)
            yield from came


@contextmanager
def together(names: Iterable[str | Series], version: str | None) -> Iterator[None]:
    """In this block the latest of these series is there, fetched side by side; no other version is.

    Raises
    ------
    OfflineError, DownloadError, LayoutError
        If one of them cannot be had.

    Examples
    --------
    >>> with together(["gdp", "population"], None):
    ...     pass
    """
    given: dict[tuple[str, str], Whole] = {}
    for answer in answers(names) if isinstance(version, str) and version == LATEST else ():
        if answer.error is not None:
            raise answer.error
        if answer.found is not None:
            given[answer.series, LATEST] = answer.found
    with standing_in(given):
        yield


def _leaves(names: Iterable[str | Series], version: str) -> list[tuple[Series, Version]]:
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


def _held(
    url: str, wanted: list[tuple[Series, Version]], progress: Progress | None
) -> tuple[list[Answer], list[tuple[str, type[Warning]]]]:
    """The answers of a file, and the warnings that whoever asked for them should give."""
    with warnings_held() as said:
        return _of_one_file(url, wanted, progress), said


def _of_one_file(
    url: str,
    wanted: list[tuple[Series, Version]],
    progress: Progress | None,
) -> list[Answer]:
    came: list[Answer] = []
    for record, vintage in wanted:
        if came and isinstance(came[0].error, (DownloadError, OfflineError)):
            came.append(Answer(record.id, None, came[0].error))  # asked once is enough
            continue
        # What another series refused is not in the cache, and what is there is an older one.
        try:
            found = whole(
                record,
                vintage,
                sex="each" if record.kind == "corridor" else "both",
                bar=None if progress is None else lambda *sizes: progress(url, *sizes),
                refresh=False if any(each.found for each in came) else None,
            )
        except MigovError as error:
            came.append(Answer(record.id, None, error))
        else:
            came.append(Answer(record.id, found, None))
    return came
