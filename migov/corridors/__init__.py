"""Corridors: who moves, or sends money, from where to where.

Verbs that load corridor series and arrange them: a matrix of one year, one corridor through every
series that knows it, the largest corridors, the diaspora of an economy, the hosts of its refugees,
and a graph.  Unknown, zero and suppressed stay three things, and nothing is spread over corridors.
"""

from __future__ import annotations

from migov.corridors.matrices import matrix
from migov.corridors.networks import to_networkx
from migov.corridors.one import corridor
from migov.corridors.ranking import diaspora, hosts, top_corridors

__all__ = ["corridor", "diaspora", "hosts", "matrix", "to_networkx", "top_corridors"]


def __dir__() -> list[str]:
    return __all__
