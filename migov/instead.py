"""Records that stand in for those of the registry while a block lasts.

Whoever asks what was known on a date puts back the vintages of then; nothing here knows which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, TypeVar

Record = TypeVar("Record")
_INSTEAD: ContextVar[Mapping[str, Any]] = ContextVar("_INSTEAD", default=MappingProxyType({}))


@contextmanager
def standing(given: Mapping[str, Any]) -> Iterator[None]:
    """In this block the registry finds these records, by id, instead of its own.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from migov import registry
    >>> with standing({"gdp": replace(registry.find("gdp"), pinned="2016-11")}):
    ...     registry.find("gdp").pinned
    '2016-11'
    """
    token = _INSTEAD.set({**_INSTEAD.get(), **given})
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def of(record: Record, key: str) -> Record:
    """What stands in for a record by its id; itself, unless something does.

    Examples
    --------
    >>> of("as it is", "gdp")
    'as it is'
    """
    return _INSTEAD.get().get(key, record)
