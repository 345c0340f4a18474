"""Economies, aggregates and groups: codes, names as people write them, former states, members.

Every table of migov names economies by ISO 3166 alpha-3 code; this package turns publishers' codes
and people's words into those codes and knows which codes are aggregates.  It reads the tables in
``datasets/economies`` once, when first asked, and returns copies.  It never guesses: what is
unknown or ambiguous is refused with the nearest choices.
"""

from migov.economies.codes import aggregates, is_aggregate, is_residual, table
from migov.economies.memberships import ends_before, groups, has_history, members
from migov.economies.names import is_group, name, resolve, select
from migov.economies.schemes import translate, translate_texts
from migov.economies.standing import partial, select_each_year, unverified

__all__ = [
    "aggregates",
    "ends_before",
    "groups",
    "has_history",
    "is_aggregate",
    "is_group",
    "is_residual",
    "members",
    "name",
    "partial",
    "resolve",
    "select",
    "select_each_year",
    "table",
    "translate",
    "translate_texts",
    "unverified",
]


def __dir__() -> list[str]:
    return __all__
