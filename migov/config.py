"""Where migov finds its own data and what the user has set.

One small object, :data:`config`, holds the settings; each falls back to an environment
variable and then to a default, read when it is asked for and never at import.  The two functions
find the embedded datasets and notebooks in an installed wheel and in a checkout alike.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Self

from migov.errors import ArgumentError

_HERE = Path(__file__).resolve().parent
_YES = frozenset(("1", "true", "t", "yes", "y", "on"))
_NO = frozenset(("", "0", "false", "f", "no", "n", "off"))
_SETTINGS = ("mirror", "cache", "offline", "tries", "backoff", "timeout")


class Config:
    """Settings of this process.

    Attributes
    ----------
    mirror : str or None
        Base address or folder that stands in for every publisher: ``https://HOST/PATH`` becomes
        ``<mirror>/HOST/PATH``.  Environment: ``MIGOV_MIRROR``; ``http``, ``https`` or ``file``.
    cache : pathlib.Path
        Folder for what is downloaded.  Environment: ``MIGOV_CACHE``.
    offline : bool
        Refuse the network.  Environment: ``MIGOV_OFFLINE`` (``1``, ``true``, ``yes`` or ``on``;
        what is neither yes nor no is an error).
    tries : int
        How often a publisher is asked before its silence is an error.  Environment:
        ``MIGOV_TRIES`` (5).
    backoff : float
        Seconds from which the pauses between two tries grow, each twice the last.  Environment:
        ``MIGOV_BACKOFF`` (1).
    timeout : float
        Seconds to wait for the next bytes of an answer.  Environment: ``MIGOV_TIMEOUT`` (60).

    Examples
    --------
    >>> from migov.config import config
    >>> config.offline = True
    >>> config.offline
    True
    >>> config.offline = None
    """

    def __init__(self) -> None:
        self._set: dict[str, object] = {}

    @property
    def mirror(self) -> str | None:
        value = self._set.get("mirror") or os.environ.get("MIGOV_MIRROR")
        return _mirror(str(value)) if value else None

    @mirror.setter
    def mirror(self, value: str | os.PathLike[str] | None) -> None:
        self._set["mirror"] = _path("mirror", value)

    @property
    def cache(self) -> Path:
        value = self._set.get("cache") or os.environ.get("MIGOV_CACHE")
        if value:
            return _folder(str(value)).expanduser()
        from platformdirs import user_cache_path

        return user_cache_path("migov", appauthor=False)

    @cache.setter
    def cache(self, value: str | os.PathLike[str] | None) -> None:
        self._set["cache"] = _path("cache", value)

    @property
    def offline(self) -> bool:
        value = self._set.get("offline")
        if value is None:
            return _yes("MIGOV_OFFLINE", os.environ.get("MIGOV_OFFLINE", ""))
        return bool(value)

    @offline.setter
    def offline(self, value: bool | str | None) -> None:
        self._set["offline"] = _yes("config.offline", value) if isinstance(value, str) else value

    @property
    def tries(self) -> int:
        return max(1, int(self._number("tries", "MIGOV_TRIES", 5)))

    @tries.setter
    def tries(self, value: int | None) -> None:
        self._set["tries"] = value

    @property
    def backoff(self) -> float:
        return self._number("backoff", "MIGOV_BACKOFF", 1.0)

    @backoff.setter
    def backoff(self, value: float | None) -> None:
        self._set["backoff"] = value

    @property
    def timeout(self) -> float:
        return self._number("timeout", "MIGOV_TIMEOUT", 60.0)

    @timeout.setter
    def timeout(self, value: float | None) -> None:
        self._set["timeout"] = value

    @contextmanager
    def override(self, **settings: object) -> Iterator[Self]:
        """Other settings for the length of a ``with`` block, and then those from before.

        Parameters
        ----------
        **settings
            Any of the attributes, with what one would assign to it; None is what the environment
            says, or the default.

        Raises
        ------
        ArgumentError
            If there is no such setting, or it cannot be that; nothing is changed then.

        Examples
        --------
        >>> from migov.config import config
        >>> with config.override(tries=1, timeout=5):
        ...     config.tries, config.timeout
        (1, 5.0)
        >>> config.tries
        5
        """
        unknown = sorted(set(settings) - set(_SETTINGS))
        if unknown:
            raise ArgumentError(
                f"config has no setting {', '.join(unknown)}. Must be one of "
                f"{', '.join(_SETTINGS)}."
            )
        kept = dict(self._set)
        try:
            for name, value in settings.items():
                setattr(self, name, value)
                getattr(self, name)  # a number that is none is refused here and not in the block
            yield self
        finally:
            self._set = kept

    def _number(self, name: str, variable: str, default: float) -> float:
        value = self._set.get(name)
        if value is None:
            value = os.environ.get(variable) or default
        try:
            number = float(str(value))
        except ValueError:
            number = -1.0
        if not 0 <= number < 86_400:
            raise ArgumentError(
                f"config.{name} ({variable}) is {value!r}; it should be a number from 0 on."
            )
        return number


config = Config()


def datasets_dir() -> Path:
    """Folder of the embedded datasets (``MIGOV_DATA_DIR`` if set)."""
    override = os.environ.get("MIGOV_DATA_DIR")
    return Path(override).resolve() if override else _embedded("datasets")


def notebooks_dir() -> Path:
    """Folder of the lessons' notebooks."""
    return _embedded("notebooks")


def _path(name: str, value: str | os.PathLike[str] | None) -> str | None:
    if value is None:
        return None
    try:
        return os.fspath(value)
    except TypeError:
        raise ArgumentError(
            f"config.{name} is given {value!r}; it should be text or a path, or None."
        ) from None


def _yes(name: str, written: str) -> bool:
    word = written.strip().lower()
    if word not in _YES | _NO:
        raise ArgumentError(
            f"{name} is {written!r}, which is neither yes nor no. Set it to 1 to refuse the "
            "network, or to 0 to allow it."
        )
    return word in _YES


@lru_cache(maxsize=8)
def _mirror(written: str) -> str:
    scheme, mark, rest = written.partition("://")
    written = f"{scheme.lower()}://{rest}" if mark else written
    if mark and scheme.lower() not in ("http", "https", "file"):
        raise ArgumentError(
            f"MIGOV_MIRROR is {written!r}; it should be an address that begins with http:// or "
            "https://, or a folder."
        )
    if re.match(r"[\w.-]+:\d+(/|$)", written):
        raise ArgumentError(f"MIGOV_MIRROR is {written!r}; write http://{written} for a server.")
    return written.rstrip("/")


@lru_cache(maxsize=8)
def _folder(written: str) -> Path:
    return Path(written)


@cache
def _embedded(folder: str) -> Path:
    # A wheel carries the folder inside the package; in a checkout it stands beside it.
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder
