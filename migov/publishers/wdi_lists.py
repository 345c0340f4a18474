"""The World Bank's own lists: its economies with the groups that they are in, its indicators.

Each reader takes the path of an answer in JSON, all of it or an error, and returns plain facts.
Nothing here fetches, and no figure is read here.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from migov.errors import LayoutError
from migov.publishers._wdi_answer import Source, bytes_of, json_of, refuse_answer, refuse_part
from migov.publishers.wdi_catalogue import Indicator, indicator_of

ECONOMIES = "https://api.worldbank.org/v2/en/country?format=json&per_page=1000"
INDICATORS = "https://api.worldbank.org/v2/en/source/2/indicator?format=json&per_page=20000"
# What the answer calls a group's kind, and what we do.
_KINDS = {"region": "region", "incomeLevel": "income group", "lendingType": "lending"}
# Groups of those that are in none.
_NONE = {"income group": "INX", "lending": "LNX"}


def read_economies(path: Source) -> pd.DataFrame:
    """Read which economy is in which region, income and lending group (``/v2/country``).

    Returns
    -------
    pandas.DataFrame
        ``code`` (the publisher's), ``name, kind`` (``"region"``, ``"income group"``,
        ``"lending"``) and ``group``, empty where the economy is in none of the kind; aggregates
        are left out.

    Raises
    ------
    LayoutError
        If the answer is a message, not whole, or lists no economies.

    Examples
    --------
    >>> answer = b'''[{"page": 1, "pages": 1, "total": 1}, [{"id": "MEX", "name": "Mexico",
    ...     "region": {"id": "LCN"}, "incomeLevel": {"id": "UMC"},
    ...     "lendingType": {"id": "IBD"}}]]'''
    >>> read_economies(answer)["group"].tolist()
    ['LCN', 'UMC', 'IBD']
    """
    rows, where = _rows(path, "economies")
    found = []
    for row in rows:
        try:
            groups = {kind: str(row[key]["id"]) for key, kind in _KINDS.items()}
            code, name = str(row["id"]), str(row["name"]).strip()
        except (KeyError, TypeError) as error:
            raise LayoutError(
                f"{where} should give each economy an id, a name and its {', '.join(_KINDS)}; a "
                f"row lacks {error}. The publisher has probably changed the answer's form."
            ) from error
        if groups["region"] == "NA":  # an aggregate
            continue
        found += [
            (code, name, kind, "" if group == _NONE.get(kind) else group)
            for kind, group in groups.items()
        ]
    if not found:
        raise LayoutError(f"{where} lists aggregates alone and no economy. Fetch it again.")
    return pd.DataFrame(found, columns=["code", "name", "kind", "group"])


def read_indicators(path: Source) -> tuple[Indicator, ...]:
    """Read which indicators a source has (``/v2/source/2/indicator``), in the publisher's order.

    Raises
    ------
    LayoutError
        If the answer is a message, not whole, or describes an indicator without code or name.

    Examples
    --------
    >>> answer = b'''[{"page": 1, "pages": 1, "total": 1},
    ...     [{"id": "NY.GNP.MKTP.CD", "name": "GNI (current US$)"}]]'''
    >>> read_indicators(answer)[0].unit
    'current US$'
    """
    rows, where = _rows(path, "indicators")
    if not all(isinstance(row, dict) and row.get("id") and row.get("name") for row in rows):
        raise LayoutError(
            f"{where} should give each indicator an id and a name; a row has none. The publisher "
            "has probably changed the answer's form."
        )
    return tuple(indicator_of(row) for row in rows)


def _rows(path: Source, what: str) -> tuple[list[dict[str, Any]], str]:
    data, where = bytes_of(path)
    refuse_answer(data, where, "an answer in JSON")
    answer = json_of(data, where)
    if not (isinstance(answer, list) and len(answer) == 2 and isinstance(answer[0], dict)
            and isinstance(answer[1], list)):  # fmt: skip
        raise LayoutError(
            f"{where} should list {what}: a head and rows. The publisher has probably changed the "
            "answer's form."
        )
    refuse_part(answer[0], len(answer[1]), where)
    return answer[1], where
