"""The lines of Python that show what a check reads, and the verdict that it reaches.

They are written for whoever copies them; nothing is run or judged here.
"""

from __future__ import annotations

import keyword
import re
from typing import TYPE_CHECKING

from migov import registry
from migov.claims.arrangements import askable
from migov.claims.single import everything
from migov.economies import is_aggregate
from migov.registry import Series

if TYPE_CHECKING:
    from migov.claims.model import Claim

_MOST = 2  # tables: the first ones that the claim names carry its figure


def written(claim: Claim) -> str:
    """The lines for a claim: its verdict, and at most two tables of the year that it speaks of.

    Examples
    --------
    >>> import migov
    >>> print(written(migov.claims.get("O061")))
    import migov
    finding = migov.claims.get("O061").check()
    refugees = migov.load("refugees", years=2002)
    asylum_applications = migov.load("asylum_applications", years=2002)
    print(finding, refugees, asylum_applications, sep="\\n\\n")
    finding.plot()
    """
    tables = dict(list(_tables(claim).items())[:_MOST])
    shown = ", ".join(["finding", *tables])
    return "\n".join([
        "import migov",
        f'finding = migov.claims.get("{claim.id}").check()',
        *(f"{name} = {call}" for name, call in tables.items()),
        f'print({shown}, sep="\\n\\n")' if tables else f"print({shown})",
        "finding.plot()",
    ])


def _tables(claim: Claim) -> dict[str, str]:
    """What the check reads, a call for each name: figures first, then corridors, then members."""
    records = [registry.find(each) for each in claim.series]
    plain = [each for each in records if each.kind == "economy"][:_MOST]
    found = {}
    if plain:
        found[plain[0].id if len(plain) == 1 else "figures"] = _call(plain, claim.year)
    for each in records:
        if each.kind == "corridor":
            found[each.id] = _call([each], claim.year)
    for name in claim.arrangements:
        if len(found) < _MOST and askable(name, claim.year):
            found[_variable(name)] = f'migov.governance.members("{name}", on={claim.year})'
    return found


def _call(records: list[Series], year: int) -> str:
    """The call for some series, of the year if all have it, and of groups if all have groups."""
    tables = [everything(each.id) for each in records]
    options = [f'"{each.id}"' for each in records]
    if all((each["year"] == year).any() for each in tables):
        options.append(f"years={year}")
    if all("economy" in each and is_aggregate(each["economy"]).any() for each in tables):
        options.append("aggregates=True")
    return f"migov.{'load' if len(records) == 1 else 'panel'}({', '.join(options)})"


def _variable(name: str) -> str:
    word = re.sub(r"\W", "_", name.lower())
    return word if word.isidentifier() and not keyword.iskeyword(word) else f"members_{word}"
