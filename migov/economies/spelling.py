"""Names as bare letters, so that spellings of one name can be compared.

Nothing here knows which names there are.
"""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """The bare letters and digits of a name: no case, accents, punctuation, spaces or articles.

    Examples
    --------
    >>> fold("Côte d’Ivoire") == fold("COTE DIVOIRE")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.split(r"[^0-9a-z]+", plain.replace("'", "").replace("&", " and "))
    return "".join("saint" if w == "st" else w for w in words if w != "the")


# Letters that have no decomposition, and apostrophes of all kinds.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"}
    | dict.fromkeys("\u2019\u2018\u02bc\u0060\u00b4", "'")
)
