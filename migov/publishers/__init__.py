"""Readers: one module a publisher, each from a file to a tidy table.

A reader is pure: it is given a path and gives back a :class:`migov.tidy.Reading`; it never
fetches, and nothing else knows a publisher's layout.  :func:`reader` finds one by the name that
the registry gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from migov.errors import UnknownNameError
from migov.tidy import Reading


def reader(name: str) -> Callable[..., Reading]:
    """The reader that the registry calls `name`, such as ``"worldbank.read_zip"``.

    Raises
    ------
    UnknownNameError
        If there is no such reader.

    Examples
    --------
    >>> reader("worldbank.read_zip").__name__
    'read_zip'
    """
    module, _, function = str(name).partition(".")
    try:
        if not re.fullmatch(r"[a-z]\w*\.read_\w+", str(name)):
            raise AttributeError(name)
        return getattr(import_module(f"migov.publishers.{module}"), function)
    except (AttributeError, ModuleNotFoundError) as error:
        raise UnknownNameError(
            "reader", str(name), hint="It is written module.read_something, as the registry does."
        ) from error
