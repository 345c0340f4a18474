"""Names of economies: from what people and publishers write to one code, and back.

Reads ``aliases.csv`` (words people use) and the publishers' names in ``codes.csv``.  It forgives
case, accents, punctuation and spaces, never spelling: a misspelt name is refused with the nearest
ones, and a name that fits several economies with all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache

import pandas as pd

from migov.economies import codes, memberships, schemes, spells
from migov.economies.spelling import fold, likest
from migov.economies.tables import read_table
from migov.errors import AmbiguousNameError, ArgumentError, UnknownNameError, nearest

_HINT = "economies.table(), economies.groups() and economies.aggregates() list what is known."
_NONE = f"No such economy or group is held, nor one that is spelt like it; {_HINT}"


def name(code: str) -> str:
    """English name of an economy or aggregate.

    Parameters
    ----------
    code : str
        Code of an economy, aggregate or residual.

    Returns
    -------
    str
        The name; for the few aggregate codes that two publishers use for different groups, both
        names with their publishers.

    Raises
    ------
    UnknownNameError
        If no economy or aggregate has the code.

    Examples
    --------
    >>> from migov import economies
    >>> economies.name("CIV"), economies.name("935")
    ("Côte d'Ivoire", 'Asia')
    """
    found = _names().get(code) if isinstance(code, str) else None
    if found is None:
        raise UnknownNameError("code", str(code), nearest(str(code), _names()), _HINT)
    return found


def resolve(name: str) -> str:
    """Code of the economy that a name, ISO code or former code means.

    Case, accents, punctuation, spaces and articles do not matter.  Two-letter ISO codes are read
    in upper case only (``"NA"`` is Namibia), codes of migov's pass through.

    Parameters
    ----------
    name : str
        What a person or publisher writes.

    Returns
    -------
    str
        ISO 3166 alpha-3 code, or migov's code for what ISO does not name.

    Raises
    ------
    UnknownNameError
        If nothing answers to the name; the nearest names are offered.  Groups and aggregates are no
        economies.
    AmbiguousNameError
        If several economies do (``"Korea"``, ``"Congo"``); all are offered.

    Examples
    --------
    >>> from migov import economies
    >>> economies.resolve("Ivory Coast"), economies.resolve("Korea, Rep."), economies.resolve("NA")
    ('CIV', 'KOR', 'NAM')
    """
    _require_text(name)
    found = _economy(name)
    if found is None and (many := _many(name)):
        raise UnknownNameError("economy", name, (), f"{many}, and one economy is asked for here.")
    if found is None:
        near = likest(name, _economy_names())
        raise UnknownNameError("economy", name, near, _HINT if near else _NONE)
    return found


def select(
    economies: str | Iterable[str], on: int | str | datetime.date | None = None
) -> list[str]:
    """Codes of the economies, groups and aggregates asked for, in the order asked.

    Parameters
    ----------
    economies : str or iterable of str
        Codes, names, groups (which give their members) and codes of aggregates (which stand for
        themselves), mixed as one likes.
    on : int, str or datetime.date, optional
        Year or date for the members of groups; now, unless given.

    Returns
    -------
    list of str
        Codes, each once.

    Raises
    ------
    UnknownNameError
        If anything asked is not known; one error names every such entry.
    AmbiguousNameError
        If a name fits several economies or groups.
    ArgumentError
        If nothing is asked for, or something that is not text, or `on` is no date or still to come,
        even where no group needs it.

    Notes
    -----
    A code wins over a name, and an economy over a group: ``"CAN"`` is Canada and ``"AU"`` is
    Australia, so the Andean Community and the African Union go by their full names here (and by
    their acronyms in :func:`members`).  ``"LMC"`` is the World Bank's aggregate; ``"Lower middle
    income"`` its members.

    Examples
    --------
    >>> from migov import economies
    >>> economies.select(["Mexico", "WLD", "USMCA"])
    ['MEX', 'WLD', 'CAN', 'USA']
    """
    spells.day(on)
    if not isinstance(economies, Iterable):
        _require_text(economies)
    asked = [economies] if isinstance(economies, str) else list(economies)
    if not asked:
        raise ArgumentError("No economy is asked for. Leave economies= out to have all of them.")
    chosen: dict[str, None] = {}
    unknown: list[str] = []
    ambiguous: AmbiguousNameError | None = None
    for each in asked:
        _require_text(each)
        try:
            found = _one(each, on)
        except AmbiguousNameError as error:
            ambiguous = ambiguous or error
            continue
        if found is None:
            unknown.append(each)
        else:
            chosen |= dict.fromkeys(found)
    if unknown:
        count = max(1, 3 // len(unknown))
        near = [other for each in unknown for other in likest(each, _all_names())[:count]]
        asked_for = unknown[0] if len(unknown) == 1 else unknown
        hint = _HINT if near else _NONE
        raise UnknownNameError("economy", asked_for, dict.fromkeys(near), hint)
    if ambiguous:
        raise ambiguous
    return list(chosen)


def is_group(name: str) -> bool:
    """Whether :func:`select` puts a group's members in the place of this entry.

    Who they are depends on the date then: a caller that names no `on` takes today's members for
    every year, and should say so.

    Parameters
    ----------
    name : str
        One entry of what :func:`select` is asked for.

    Returns
    -------
    bool
        False for economies and codes of aggregates, which stand for themselves, and for what is
        not known at all.

    Examples
    --------
    >>> from migov import economies
    >>> [economies.is_group(each) for each in ("EU", "Asia", "Mexico", "WLD", "Atlantis")]
    [True, True, False, False, False]
    """
    if not isinstance(name, str) or not name.strip():
        return False
    try:
        return _itself(name) is None and memberships.known(name)
    except AmbiguousNameError:
        return False


def _one(text: str, on: int | str | datetime.date | None) -> list[str] | None:
    """Codes for one entry; None if it is not known."""
    code = _itself(text)
    if code is not None:
        return [code]
    return list(memberships.members(text, on)) if memberships.known(text) else None


def _itself(text: str) -> str | None:
    """Code of the economy or aggregate that an entry stands for; None for groups and unknowns."""
    text = text.strip()
    if text in _names():
        return text
    economy = _economy(text)
    return "WLD" if economy is None and fold(text) == "world" else economy


def _many(text: str) -> str:
    """What is said of a name that is not one economy's but a group's or an aggregate's."""
    if is_group(text):
        return f"It is a group: economies.members({text.strip()!r}) lists its economies"
    whole = _itself(text)
    return f"It is an aggregate, {_names()[whole]}" if whole else ""


def _economy(text: str) -> str | None:
    """Code of one economy; None if unknown, an error if ambiguous."""
    text = text.strip()
    own = _own_codes()
    if text in own:
        return text
    if text in _iso2():
        return _iso2()[text]
    choices = _choices().get(fold(text), ())
    if len(choices) > 1:
        named = [f"{_names()[code]} ({code})" for code in choices]
        raise AmbiguousNameError("economy", text, named)
    if choices:
        return choices[0]
    return text.upper() if text.upper() in own else None


def _require_text(value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        lost = value is None or value is pd.NA or (isinstance(value, float) and value != value)
        missing = " (A missing value? Namibia's two-letter code is NA.)" if lost else ""
        raise ArgumentError(
            f"An economy is asked for by its name or code as text, not by {value!r}.{missing}"
        )


@cache
def _names() -> dict[str, str]:
    frame = codes.aggregates().drop_duplicates(["code", "name"])
    several = frame["code"].duplicated(keep=False) & (frame["code"] != "WLD")
    labelled = frame["name"].where(~several, frame["name"] + " (" + frame["publisher"] + ")")
    found = labelled.groupby(frame["code"]).agg(" or ".join).to_dict()
    found["WLD"] = "World"
    economies = codes.table()
    return found | dict(zip(economies["economy"], economies["name"], strict=True))


@cache
def _own_codes() -> frozenset[str]:
    return frozenset(codes.table()["economy"])


@cache
def _iso2() -> dict[str, str]:
    frame = codes.table()
    frame = frame[(frame["iso2"] != "") & (frame["status"] == "current")]
    return dict(zip(frame["iso2"], frame["economy"], strict=True))


@cache
def _choices() -> dict[str, tuple[str, ...]]:
    """Economies by folded name: migov's aliases first, then its names, then publishers' names."""
    found: dict[str, tuple[str, ...]] = {}
    aliases = read_table("aliases.csv")
    for alias, economy in zip(aliases["alias"], aliases["economy"], strict=True):
        key = fold(alias)
        found[key] = (*found.get(key, ()), *(() if economy in found.get(key, ()) else (economy,)))
    frame = codes.table()
    for own, economy in zip(frame["name"], frame["economy"], strict=True):
        found.setdefault(fold(own), (economy,))
    rows = schemes.publishers_codes()
    rows = rows[rows["scheme"].str.endswith("_name") & rows["code"].isin(_own_codes())]
    published: dict[str, tuple[str, ...]] = {}
    for value, economy in zip(rows["value"], rows["code"], strict=True):
        key = fold(value)
        if key not in found and economy not in published.get(key, ()):
            published[key] = (*published.get(key, ()), economy)
    return published | found


@cache
def _economy_names() -> tuple[str, ...]:
    frame = codes.table()
    return (*frame["name"], *read_table("aliases.csv")["alias"], *frame["economy"])


@cache
def _all_names() -> tuple[str, ...]:
    return (*_economy_names(), *memberships.names(), *_names())
