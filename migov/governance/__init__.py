"""How migration is governed, as data: arrangements, members and parties on a date, their overlap.

Compiled facts with the evidence and confidence of each row stand in ``datasets/governance``; coded
datasets whose terms are closed or unseen are fetched by the user, or read from the user's file.
Nothing here judges an arrangement, and nothing unverified is used without a caveat that names it.
"""

from migov.governance.coverage import coverage
from migov.governance.disagreements import (
    counts,
    disagreements,
    other_dates,
    other_lists,
)
from migov.governance.members import arrangements, evidence, members, membership
from migov.governance.movement import free_movement
from migov.governance.overlap import Overlap, overlap
from migov.governance.publishers import income_groups, provisions, status, visa_free
from migov.governance.treaties import parties, ratifications, signatories
from migov.governance.validity import check

__all__ = [
    "Overlap",
    "arrangements",
    "check",
    "counts",
    "coverage",
    "disagreements",
    "evidence",
    "free_movement",
    "income_groups",
    "members",
    "membership",
    "other_dates",
    "other_lists",
    "overlap",
    "parties",
    "provisions",
    "ratifications",
    "signatories",
    "status",
    "visa_free",
]


def __dir__() -> list[str]:
    return __all__
