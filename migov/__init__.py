"""migov: public series on migration, remittances, aid and investment, and the claims they test.

The door: public names, nothing computed.  The verbs are light and imported with the package;
what needs matplotlib, seaborn or Sphinx is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from migov import corridors, economies, errors, measures
from migov._version import __version__
from migov.catalogue import catalogue, search
from migov.cite import cite
from migov.config import config
from migov.corridors import corridor, diaspora, hosts, matrix, to_networkx, top_corridors
from migov.export import save
from migov.geodist import geodist, great_circle
from migov.joins import panel
from migov.load import load
from migov.update import update
from migov.vintages import revisions, versions

if TYPE_CHECKING:
    from migov import claims, course, flows, governance, maps, models, plots

_LATER = ("claims", "course", "flows", "governance", "maps", "models", "plots")

__all__ = [
    "__version__",
    "catalogue",
    "cite",
    "claims",
    "config",
    "corridor",
    "corridors",
    "course",
    "diaspora",
    "economies",
    "errors",
    "flows",
    "geodist",
    "governance",
    "great_circle",
    "hosts",
    "load",
    "maps",
    "matrix",
    "measures",
    "models",
    "panel",
    "plots",
    "revisions",
    "save",
    "search",
    "to_networkx",
    "top_corridors",
    "update",
    "versions",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return import_module(f"migov.{name}")
    raise AttributeError(f"module 'migov' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
