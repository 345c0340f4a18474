"""Names as bare letters, so that spellings of one name can be compared, and the likest be found.

Nothing here knows which names there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from migov.errors import nearest

_LIKE = 0.76  # of one: how like two names must be for one to be offered for the other
_SHORT = 4  # letters; a word of fewer is no beginning of another


def fold(text: str) -> str:
    """The bare letters and digits of a name: no case, accents, punctuation, spaces or articles.

    Examples
    --------
    >>> fold("Côte d’Ivoire") == fold("COTE DIVOIRE")
    True
    """
    return "".join(_words(text))


def likest(asked: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names that somebody may have meant, best first; empty if none is like it.

    A name with all the words that were asked for comes before one that is spelt alike, the
    shortest first, and of several spellings of one name the first is taken.

    Examples
    --------
    >>> likest("Latin America", ["South America", "WIR14-LATIN-AMERICA", "Latin America and Asia"])
    ['Latin America and Asia', 'WIR14-LATIN-AMERICA']
    >>> likest("Mexcio", ["Mexico", "Monaco"]), likest("BRICS", ["Americas", "BIS"])
    (['Mexico'], [])
    """
    folded: dict[str, str] = {}
    for each in known:
        folded.setdefault(fold(each), each)
    text, words = fold(asked), _words(asked)
    holding = [key for key, each in folded.items() if words and _holds(_words(each), words)]
    holding.sort(key=lambda key: (not key.startswith(text), len(key)))
    alike = nearest(text, [key for key in folded if not key.isdigit() or text.isdigit()], count)
    alike = [key for key in alike if SequenceMatcher(None, key, text).ratio() >= _LIKE]
    return [folded[key] for key in dict.fromkeys([*holding, *alike])][:count]


def _holds(words: list[str], asked: list[str]) -> bool:
    """Whether each word asked for is one of the words, or the beginning of one."""
    return all(
        any(word == each or (len(each) >= _SHORT and word.startswith(each)) for word in words)
        for each in asked
    )


def _words(text: str) -> list[str]:
    """The words of a name as bare letters, without articles."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.split(r"[^0-9a-z]+", plain.replace("'", "").replace("&", " and "))
    return ["saint" if w == "st" else w for w in words if w and w != "the"]


# Letters that have no decomposition, and apostrophes of all kinds.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"}
    | dict.fromkeys("\u2019\u2018\u02bc\u0060\u00b4", "'")
)
