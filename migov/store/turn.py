"""Whose turn it is to write a file of the cache: one process and one thread at a time."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from migov.store.lock import Fetched, held, record_of, standing, sweep
from migov.store.places import kept_path
from migov.store.sums import sha256_of


class CameMeanwhile(Exception):
    """Another process fetched the file while this one waited for its turn."""


@dataclass
class Turn:
    """The right to write the file of an address; what the cache holds of it once that is had.

    It is taken before the first byte is written.  Who only asks whether a file changed needs none.
    """

    url: str
    seen: Fetched | None
    found: tuple[Path, Fetched | None] | None
    sha256: str | None
    stack: ExitStack
    mine: bool = False

    def take(self, wait: bool = True) -> None:
        """Take the turn, if it is not taken yet, and sweep up what a stopped process left.

        Raises
        ------
        CameMeanwhile
            If another process has fetched what is wanted.
        BusyError
            If somebody else has the turn and is not to be waited for.
        """
        if self.mine:
            return
        path = kept_path(self.url)
        self.stack.enter_context(held(path, wait))
        self.mine = True
        changed = record_of(self.url) != self.seen
        if changed or self.found is None:
            self.found = standing(self.url)
        if self.found and changed and is_wanted(self.found[0], self.sha256):
            raise CameMeanwhile
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path)


def is_wanted(path: Path, sha256: str | None) -> bool:
    """Whether a file is there, with the bytes that are wanted if some are."""
    return sha256 is None or (path.is_file() and sha256_of(path) == sha256)
