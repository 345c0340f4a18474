"""The lines of Python that show what a check reads, and the verdict that it reaches.

They are written for whoever copies them, from what the check was seen to read; nothing is judged
here.
"""

from __future__ import annotations

import keyword
import re
import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from migov import economies, registry
from migov.claims.arrangements import askable
from migov.claims.run import Read, noting
from migov.errors import MigovError

if TYPE_CHECKING:
    from migov.claims.model import Claim, Finding

_MOST = 4  # tables; a script that shows more of them shows nothing
_LISTED = 12  # codes that are written one by one; more of them are a group, or all rows are taken
_DATES = '["founded", "in_force", "ended"]'
_SIDES = ("economies", "origins", "destinations")


def written(claim: Claim) -> str:
    """The lines for a claim: its verdict, its evidence by year, and the tables that it is made of.

    The tables have every year and the rows that the check takes, and of a list all that is said of
    an arrangement; those of the line that carries the verdict come first.

    Examples
    --------
    >>> import migov
    >>> print(written(migov.claims.get("O012")))
    import migov
    finding = migov.claims.get("O012").check()
    figures = migov.panel("external_debt", "gdp", economies=["SSA", "LAC", "ECA"])
    print(finding, finding.table, figures, sep="\\n\\n")
    finding.plot()
    """
    with noting() as read:
        finding = claim.check()
    tables = {**_series(read, finding), **_lists(read, claim)}
    some = dict(list(tables.items())[:_MOST])
    more = len(tables) - len(some)
    shown = ["finding", *(["finding.table"] if len(finding.lines) else []), *some]
    separated = ', sep="\\n\\n"' if len(shown) > 1 else ""
    return "\n".join([
        "import migov",
        f'finding = migov.claims.get("{claim.id}").check()',
        *(f"{name} = {call}" for name, call in some.items()),
        *([f"# The check reads {more} more; finding.lines names their sources."] if more else []),
        f"print({', '.join(shown)}{separated})",
        "finding.plot()",
    ])


def _series(read: Iterable[Read], finding: Finding) -> dict[str, str]:
    """A call for each series, or for all of economies whose rows are the same."""
    basis = finding.lines.loc[finding.lines["basis"].astype(bool), "series"]
    first = [name for names in basis.unique() for name in names.split(", ")]
    taken: dict[str, list[Read]] = {}
    for each in read:
        if each.what == "series" and each.version == registry.find(each.name).pinned:
            taken.setdefault(each.name, []).append(each)
    order = sorted(taken, key=lambda name: (name not in first, [*taken].index(name)))
    together: dict[str, list[str]] = {}
    for name in order:
        options = _options(taken[name], finding.claim.year)
        # What is not of economies, and what is taken whole, stands better by itself.
        key = options if options and registry.find(name).kind == "economy" else name + options
        together.setdefault(key, []).append(name)
    found: dict[str, str] = {}
    for names in together.values():
        options = _options(taken[names[0]], finding.claim.year)
        quoted = ", ".join(f'"{name}"' for name in names)
        verb = "load" if len(names) == 1 else "panel"
        label = names[0] if len(names) == 1 else "figures"
        while label in found:
            label += "_too"
        found[label] = f"migov.{verb}({quoted}{options})"
    return found


def _options(read: list[Read], year: int) -> str:
    """The rows of a series as arguments: all that any part of the check takes."""
    sides = {}
    for side in _SIDES:
        taken = [getattr(each, side) for each in read]
        if all(taken):
            sides[side] = tuple(dict.fromkeys(code for some in taken for code in some))
    # A group is that of today, or that of the paper's year, on all sides alike.
    found = [{side: _group(codes, on) for side, codes in sides.items()} for on in (None, year)]
    groups = max(found, key=lambda named: sum(map(bool, named.values())))
    whole = {}
    for side, codes in sides.items():
        if groups[side] or len(codes) == 1:
            whole[side] = f'"{groups[side] or codes[0]}"'
        elif len(codes) <= _LISTED:
            whole[side] = "[" + ", ".join(f'"{code}"' for code in codes) + "]"
    if groups is not found[0]:
        whole["on"] = str(year)
    if {each.sex for each in read} != {"both"}:
        whole["sex"] = '"each"'
    return "".join(f", {name}={value}" for name, value in whole.items())


@cache
def _group(codes: tuple[str, ...], on: int | None) -> str:
    """The group whose members these are, if they are many and there is one."""
    if len(codes) <= _LISTED:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for name in economies.groups()["group"]:
            try:
                members = economies.members(name, on=on)
            except MigovError:
                continue
            if sorted(members) == sorted(codes):
                return str(name)
    return ""


def _lists(read: Iterable[Read], claim: Claim) -> dict[str, str]:
    """A call for each list that is read, those of the claim's own arrangements first."""
    own: Mapping[str, int] = {name: at for at, name in enumerate(claim.arrangements)}
    lists = [each for each in read if each.what != "series"]
    found: dict[str, str] = {}
    dated = [each.name for each in lists if each.what == "arrangements"]
    if dated:
        rows = ", ".join(f'"{name}"' for name in dict.fromkeys(dated))
        every = 'migov.governance.arrangements().set_index("arrangement")'
        found["dates"] = f"{every}.loc[[{rows}], {_DATES}]"
    for each in sorted(lists, key=lambda one: own.get(one.name, len(own))):
        name, call = _list(each, claim.year)
        if call and call not in found.values():
            found[name] = call
    return found


def _list(read: Read, year: int) -> tuple[str, str]:
    word = re.sub(r"\W", "_", read.name.lower())
    word = word if word.isidentifier() and not keyword.iskeyword(word) else f"of_{word}"
    if read.what == "arrangements":
        return "", ""
    if read.what != "members":
        return f"{word}_{read.what}", f'migov.governance.{read.what}("{read.name}")'
    on = year if askable(read.name, year, read.status) else None
    if on is None and not askable(read.name, None, read.status):
        return word, ""
    options: dict[str, Any] = {} if on is None else {"on": on}
    if read.status:
        options["status"] = read.status[0] if len(read.status) == 1 else list(read.status)
    said = "".join(f", {name}={value!r}".replace("'", '"') for name, value in options.items())
    label = "_".join([word, *(re.sub(r"\W", "_", each) for each in read.status or ())])
    return label, f'migov.governance.members("{read.name}"{said})'

