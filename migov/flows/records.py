"""What a table of estimated flows says of itself: its method, the papers, whose figures went in.

Nothing is estimated or loaded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from migov import tidy
from migov.flows.methods import METHODS

# The papers behind each method, first the one that proposed it.
_ABEL_2013 = (
    "Abel, G. J. (2013): Estimating global migration flow tables using place of birth data. "
    "Demographic Research 28(18), 505–546"
)
_ABEL_SANDER = (
    "Abel, G. J. and Sander, N. (2014): Quantifying global international migration flows. "
    "Science 343(6178), 1520–1522"
)
_ABEL_2018 = (
    "Abel, G. J. (2018): Estimates of global bilateral migration flows by gender between 1960 and "
    "2015. International Migration Review 52(3), 809–852"
)
_AZOSE = (
    "Azose, J. J. and Raftery, A. E. (2019): Estimation of emigration, return migration, and "
    "transit migration between all pairs of countries. PNAS 116(1), 116–122"
)
_ABEL_COHEN = (
    "Abel, G. J. and Cohen, J. E. (2019): Bilateral international migration flow estimates for 200 "
    "countries. Scientific Data 6:82"
)
_BEINE = (
    "Beine, M. and Parsons, C. (2015): Climatic factors as determinants of international "
    "migration. The Scandinavian Journal of Economics 117(2), 723–767"
)
_DENNETT = (
    "Dennett, A. (2016): Estimating an annual time series of global migration flows: an "
    "alternative methodology for using migrant stock data. In Wilson, A. (ed.), Global Dynamics, "
    "Wiley, chapter 7"
)
_ROGERS = (
    "Rogers, A. and von Rabenau, B. (1971): Estimation of interregional migration streams from "
    "place-of-birth-by-residence data. Demography 8(2), 185–194"
)
_WORKS: Mapping[str, tuple[str, ...]] = {
    "sd_drop_neg": (_ABEL_COHEN,),
    "sd_rev_neg": (_BEINE,),
    "mig_rate": (_DENNETT,),
    "da_min_open": (_ABEL_2013,),
    "da_min_closed": (_ABEL_SANDER, _ABEL_2018),
    "da_pb_closed": (_AZOSE, _ABEL_COHEN),
}


def works(method: str, rates: str = "dennett") -> tuple[str, ...]:
    """The papers to cite for a method, as lines of a list of references.

    Examples
    --------
    >>> works("da_min_open")[0]
    'Abel, G. J. (2013): Estimating global migration flow tables using place of birth data. ...'
    """
    return (_ROGERS,) if rates == "rogers_von_rabenau" else _WORKS[method]


def record(
    method: str, notes: list[str], sources: list[dict[str, Any]], rates: str = "dennett"
) -> dict[str, Any]:
    """What a table of estimated flows says of itself; its sources are the tables it was made of.

    Under ``works`` stand the papers of the method, under ``ingredients`` the sources.

    Examples
    --------
    >>> record("sd_rev_neg", [], [])["works"][0].split(":")[0]
    'Beine, M. and Parsons, C. (2015)'
    """
    sources = [each for each in sources if each]
    known = list({(each.get("series"), each.get("version")): each for each in sources}.values())
    said = {
        key: "; ".join(dict.fromkeys(str(each[key]) for each in known if each.get(key))) or None
        for key in ("publisher", "publisher_name", "version", "licence", "licence_url", "url")
    }
    caveats = ["An estimate from stocks of migrants, not a count.", *notes]
    for each in known:
        caveats += [caveat for caveat in each.get("caveats", ()) if caveat not in caveats]
    title = f"Migration flows estimated from stocks: {METHODS[method]}"
    return {
        **said,
        "series": f"estimated_flow_{method}",
        "title": title,
        "code": method,
        "unit": "persons in the period",
        "attribution": "; ".join(
            dict.fromkeys(str(each["attribution"]) for each in known if each.get("attribution"))
        )
        or None,
        "retrieved": max((str(each.get("retrieved") or "") for each in known), default="") or None,
        "sha256": None,
        "derived": "Computed by migov",
        "works": list(works(method, rates)),
        "caveats": caveats,
        "ingredients": known,
    }


def records_of(given: Any) -> Iterable[dict[str, Any]]:
    """What the tables among the arguments say of themselves, by sex or in pairs too.

    Examples
    --------
    >>> list(records_of((pd.DataFrame(), {"female": pd.DataFrame()}, 7)))
    []
    """
    if isinstance(given, pd.DataFrame):
        yield from tidy.provenance(given).values()
    elif isinstance(given, (Mapping, tuple, list)):
        for each in given.values() if isinstance(given, Mapping) else given:
            yield from records_of(each)
