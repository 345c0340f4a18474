"""Readers against files by hand, and against the publishers' own read a second way."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

# What the fixture `file_of` gives: a file's path by its name, and by a folder's if need be.
FileOf: TypeAlias = Callable[..., Path]
