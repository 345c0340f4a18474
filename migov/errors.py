"""The errors that migov raises and the warnings it gives, each with the way out in its message.

Every error is a :class:`MigovError`, so one ``except`` catches them all, and also the built-in
that a caller would expect (a name that is not known is a ``LookupError``).  Nothing is computed
here; the sentences are written where the fault is found.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from types import FrameType

_OWN = ("migov", "pandas", "contextlib", "functools")
# Warnings of a thread that works for another: its own frames lead to no caller.
_HELD: ContextVar[list[tuple[str, type[Warning]]] | None] = ContextVar("_HELD", default=None)


class MigovError(Exception):
    """Base of every error that migov raises on purpose."""


class UnknownNameError(MigovError, LookupError):
    """A series, economy, group, version or claim that migov does not know.

    Parameters
    ----------
    kind : str
        What was looked for: ``"series"``, ``"economy"``, ``"group"``, ``"version"``, ``"claim"``.
    name : str or sequence of str
        The name or names that are not known.
    nearest : iterable of str
        What the caller may have meant, best first.
    hint : str
        One closing sentence: where the known names can be seen.
    """

    def __init__(
        self, kind: str, name: object, nearest: Iterable[str] = (), hint: str = ""
    ) -> None:
        self.kind = kind
        self.names = [name] if isinstance(name, str) or not isinstance(name, Sequence) else name
        self.nearest = list(nearest)
        asked = ", ".join(repr(each) for each in self.names)
        text = f"Unknown {kind} {asked}."
        if self.nearest:
            text += f" Did you mean {' or '.join(repr(each) for each in self.nearest)}?"
        super().__init__(" ".join(part for part in (text, hint) if part))


class AmbiguousNameError(UnknownNameError):
    """A name that several things answer to; ``nearest`` holds all of them."""

    def __init__(self, kind: str, name: str, choices: Iterable[str]) -> None:
        self.kind, self.names, self.nearest = kind, [name], list(choices)
        Exception.__init__(
            self,
            f"The {kind} {name!r} is ambiguous: it may be {' or '.join(self.nearest)}. "
            "Write the one you mean, or its code.",
        )


class ArgumentError(MigovError, ValueError):
    """An argument that cannot be used as it stands: years the wrong way round, a bad option."""


class SchemaError(MigovError, ValueError):
    """A table that breaks the schema it should obey."""


class LayoutError(MigovError, ValueError):
    """A publisher's file that is not laid out as its reader expects."""


class RegistryError(MigovError, ValueError):
    """A file of the registry that is not written as it should be."""


class SnapshotError(MigovError, OSError):
    """An embedded file that is missing, truncated or not the one the release was made with."""


class OfflineError(MigovError, ConnectionError):
    """The network is needed and the user's settings refuse it."""


class DownloadError(MigovError, ConnectionError):
    """A publisher did not answer, or answered with something that is not the file asked for.

    Parameters
    ----------
    message : str
        What happened, what is kept, and what to do.
    url : str
        The publisher's address.
    status : int, optional
        The status of the answer, if there was one.
    passing : bool
        The publisher may well have the file at another time.
    """

    def __init__(
        self, message: str, url: str = "", status: int | None = None, passing: bool = False
    ) -> None:
        self.url, self.status, self.passing = url, status, passing
        super().__init__(message)


class MissingExtraError(MigovError, ImportError):
    """An optional dependency is needed that is not installed."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the package {package!r}, which is not installed. "
            f"Install it with: pip install {package} (it is of the extra migov[{extra}])"
        )


class CourseError(MigovError, RuntimeError):
    """A notebook that fails, or a course that cannot be rendered."""


class KnownErrorWarning(UserWarning):
    """A declared error of a publisher that should be looked at again: mended, unused or expired."""


class MissingYearsWarning(UserWarning):
    """A list of years names one of which there is no figure."""


class NamesWarning(UserWarning):
    """Names or codes of economies in a publisher's file are not those that migov expects."""


class UnknownNamesWarning(NamesWarning):
    """The file has names that migov does not know."""


class MissingNamesWarning(NamesWarning):
    """The file lacks names that migov expects in it."""


class UnusedNamesWarning(NamesWarning):
    """migov knows names of the publisher that no file has."""


@contextmanager
def warnings_held() -> Iterator[list[tuple[str, type[Warning]]]]:
    """In this block of a thread's work warnings are kept, for whoever asked for the work to give.

    Examples
    --------
    >>> with warnings_held() as said:
    ...     warn_caller("look at this again", KnownErrorWarning)
    >>> said
    [('look at this again', <class 'migov.errors.KnownErrorWarning'>)]
    """
    said: list[tuple[str, type[Warning]]] = []
    token = _HELD.set(said)
    try:
        yield said
    finally:
        _HELD.reset(token)


def warn_caller(message: str, category: type[Warning] = UserWarning) -> None:
    """Warn at the line that called migov, and once in that call.

    The reason may be found deep in the package, and by several of its modules.

    Examples
    --------
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as said:
    ...     warnings.simplefilter("always")
    ...     warn_caller("look at this again", KnownErrorWarning)
    >>> said[0].category.__name__, str(said[0].message)
    ('KnownErrorWarning', 'look at this again')
    """
    if (held := _HELD.get()) is not None:
        held.append((message, category))
        return
    level, frame = 1, sys._getframe()
    while (caller := frame.f_back) is not None and (level == 1 or _inside(caller)):
        level, frame = level + 1, caller
    # What was said in this call is kept in the frame of the verb that was called, and goes with it:
    # Python's own registry forgets whenever anything below changes a filter. A frame that is not
    # the package's own is left as it is.
    said = frame.f_locals.setdefault("__said__", set()) if _inside(frame) else set()
    if (message, category) not in said:
        said.add((message, category))
        warnings.warn(message, category, stacklevel=level + (caller is not None))


def _inside(frame: FrameType) -> bool:
    """Whether a frame is the package's own, or of a library that calls it back."""
    return str(frame.f_globals.get("__name__")).partition(".")[0] in _OWN


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names most like `name`, best first, ignoring case."""
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(each.casefold(), each)
    found = get_close_matches(name.casefold(), list(folded), n=count, cutoff=0.6)
    return [folded[each] for each in found]
