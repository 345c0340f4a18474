"""What there is to load: the catalogue of series, searched with forgiveness.

Both functions only read the registry; they open no file of figures.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pandas as pd

from migov import registry
from migov.errors import ArgumentError
from migov.registry import Series

# How much a match counts, by where it stands.
_WEIGHTS = {
    "id": 4.0, "title": 4.0, "code": 4.0, "publisher": 2.0, "kind": 2.0, "description": 1.0
}  # fmt: skip
_CLOSE = 0.75
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to")
)

# Words that people use for what the titles call otherwise.
_SAME = {
    "aid": ("oda", "assistance"),
    "trade": ("exports", "imports"),
    "diaspora": ("origin", "emigrant"),
    "emigrants": ("origin", "emigrant"),
    "immigrants": ("destination", "migrant"),
    "women": ("sex", "female"),
    "men": ("sex", "male"),
}


def catalogue() -> pd.DataFrame:
    """Every series, one row each.

    Returns
    -------
    pandas.DataFrame
        ``series, title, publisher, code, unit, kind, measure, periods, pinned, versions, licence,
        description``.

    Examples
    --------
    >>> catalogue().set_index("series").loc["remittances_received", "code"]
    'BX.TRF.PWKR.CD.DT'
    """
    return pd.DataFrame([_row(each) for each in registry.series().values()])


def search(words: str) -> pd.DataFrame:
    """Series that match some words, best first.

    Titles, ids and codes count most, then the publisher and the kind, then the description.  A
    word that is misspelt finds the nearest.  Series that match every word are given; if there is
    none, those that match the most words.

    Parameters
    ----------
    words : str
        What is looked for.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`catalogue` that match, with a column ``score``; empty if none does.

    Examples
    --------
    >>> search("worker remitances received")["series"].iloc[0]
    'workers_remittances_received'
    """
    if not isinstance(words, str) or not _words(words):
        raise ArgumentError("search() needs a word to look for, such as search('remittances').")
    asked = [word for word in _words(words) if word not in _SMALL_WORDS] or _words(words)
    scores = {
        each.id: [max(_score(same, each) for same in (w, *_SAME.get(w, ()))) for w in asked]
        for each in registry.series().values()
    }
    most = max(sum(map(bool, found)) for found in scores.values())
    rows = [
        {**_row(registry.find(name)), "score": round(sum(found) / len(found), 3)}
        for name, found in scores.items()
        if most and sum(map(bool, found)) == most
    ]
    found = pd.DataFrame(rows, columns=[*catalogue().columns, "score"])
    return found.sort_values(["score", "series"], ascending=[False, True], ignore_index=True)


def _row(each: Series) -> dict[str, str]:
    return {
        "series": each.id,
        "title": each.title,
        "publisher": each.publisher.name,
        "code": each.code,
        "unit": each.unit,
        "kind": each.kind,
        "measure": each.measure,
        "periods": each.periods,
        "pinned": each.pinned,
        "versions": ", ".join(sorted(each.versions, reverse=True)),
        "licence": each.licence,
        "description": each.description,
    }


def _score(word: str, each: Series) -> float:
    fields = {
        "id": each.id.replace("_", " "),
        "title": each.title,
        "code": each.code,
        "publisher": f"{each.publisher.id} {each.publisher.name}",
        "kind": f"{each.kind} {each.measure}",
        "description": each.description,
    }
    best = 1.5 * _WEIGHTS["code"] if word == each.code.casefold() else 0.0
    for name, text in fields.items():
        likeness = max((_likeness(word, other) for other in _words(text)), default=0.0)
        best = max(best, _WEIGHTS[name] * likeness)
    # A short title that consists of what was asked stands before a long one that mentions it.
    return best * (1 + 0.25 / len(_words(each.title))) if best else 0.0


def _likeness(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if len(word) > 2 and (other.startswith(word) or (len(other) > 3 and word.startswith(other))):
        return 0.9
    if len(word) < 4 or abs(len(word) - len(other)) > 3:
        return 0.0
    ratio = SequenceMatcher(None, word, other).ratio()
    return 0.8 * ratio if ratio >= _CLOSE else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9][a-z0-9.]*", text.casefold())
