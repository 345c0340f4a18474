"""What there is to load: the catalogue of series, searched with forgiveness.

The registry is read, and on request the lists that publishers print of their own series; no file
of figures is opened.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache

import pandas as pd

from migov import registry, store
from migov.beyond import is_code
from migov.compiled import compiled
from migov.config import config
from migov.errors import ArgumentError, OfflineError
from migov.publishers import wdi_lists
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
    rows = pd.DataFrame([_row(each) for each in registry.series().values()])
    return compiled(rows, "The catalogue of series")


def search(words: str, online: bool = False) -> pd.DataFrame:
    """Series that match some words, best first.

    Titles, ids and codes count most, then the publisher and the kind, then the description.  A
    word that is misspelt finds the nearest.  Series that match every word are given; if there is
    none, those that match the most words.

    Parameters
    ----------
    words : str
        What is looked for.
    online : bool
        Look in the World Bank's own list of indicators too, which is asked for the newest.  It
        lists the World Development Indicators only: indicators of the bank's other collections
        are not found, and load all the same.  What is found only there is loaded by its code with
        ``version="latest"``; the other publishers print no such list.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`catalogue` that match, with a column ``score``; empty if none does.  Of
        what is only online `pinned` is empty and `versions` is ``"latest"``.

    Raises
    ------
    ArgumentError
        If there is no word to look for.
    OfflineError, DownloadError, LayoutError
        If the publisher's list cannot be had or understood.

    Examples
    --------
    >>> search("worker remitances received")["series"].iloc[0]
    'workers_remittances_received'
    >>> search("life expectancy", online=True)["series"].iloc[0]  # doctest: +SKIP
    'SP.DYN.LE00.IN'
    """
    if not isinstance(words, str) or not _words(words):
        raise ArgumentError("search() needs a word to look for, such as search('remittances').")
    asked = [word for word in _words(words) if word not in _SMALL_WORDS] or _words(words)
    known = [_row(each) for each in registry.series().values()]
    rows = [*known, *_online({each["code"] for each in known})] if online else known
    scores = [
        [max(_score(same, each) for same in (w, *_SAME.get(w, ()))) for w in asked]
        for each in rows
    ]
    most = max(sum(map(bool, found)) for found in scores)
    matching = [
        {**row, "score": round(sum(found) / len(found), 3)}
        for row, found in zip(rows, scores, strict=True)
        if most and sum(map(bool, found)) == most
    ]
    found = pd.DataFrame(matching, columns=[*known[0], "score"])
    found = found.sort_values(["score", "series"], ascending=[False, True], ignore_index=True)
    where = " and of the World Bank's list of World Development Indicators" if online else ""
    return compiled(found, f"Series of the catalogue{where} found by {words.strip()!r}")


def _online(known: set[str]) -> list[dict[str, str]]:
    """What the World Bank lists beyond the registry, as rows of the catalogue."""
    if config.offline and not store.mirrored_by_folder():
        raise OfflineError(
            "search(online=True) asks the World Bank for its list of indicators, and "
            "MIGOV_OFFLINE=1 refuses the network. Unset it, or leave online= out: the catalogue "
            "of migov's own series is there without it."
        )
    got = store.obtain(
        wdi_lists.INDICATORS, refresh=True, expect="json", check=wdi_lists.read_indicators
    )
    publisher = registry.publishers()["worldbank"]
    return [
        {
            "series": each.code,
            "title": each.title,
            "publisher": publisher.name,
            "code": each.code,
            "unit": each.unit,
            "kind": "economy",
            "measure": "",
            "periods": "",
            "pinned": "",
            "versions": "latest",
            "licence": publisher.licence,
            "description": each.note,
        }
        for each in wdi_lists.read_indicators(got.path)
        if each.code not in known and is_code(each.code)
    ]


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


def _score(word: str, row: dict[str, str]) -> float:
    fields = {
        "id": row["series"].replace("_", " "),
        "title": row["title"],
        "code": row["code"],
        "publisher": f"{_ids().get(row['publisher'], '')} {row['publisher']}",
        "kind": f"{row['kind']} {row['measure']}",
        "description": row["description"],
    }
    best = 1.5 * _WEIGHTS["code"] if word == row["code"].casefold() else 0.0
    for name, text in fields.items():
        likeness = max((_likeness(word, other) for other in _words(text)), default=0.0)
        best = max(best, _WEIGHTS[name] * likeness)
    # A short title that consists of what was asked stands before a long one that mentions it.
    return best * (1 + 0.25 / len(_words(row["title"]))) if best else 0.0


@cache
def _ids() -> dict[str, str]:
    """The publishers' ids by their names."""
    return {each.name: key for key, each in registry.publishers().items()}


@lru_cache(maxsize=50_000)
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
