"""The International Migrant Stock of 2019 out of a tidy copy of its pairs and the publisher's own
workbook of totals.  The copy lacks Other North and Other South; what the workbook counts beyond
the pairs is therefore the migrants of unknown origin.  Nothing else is inferred.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _csv, _source
from migov.publishers._source import Source
from migov.tidy import Reading, arrange

REVISION = "2019"
_COLUMNS = ["destination", "origin", "sex", "year", "migrants"]
_KEYS = ["origin", "destination", "year", "sex"]
# The workbook has one total of the Netherlands Antilles in 2005, which it calls Bonaire, Sint
# Eustatius and Saba; the pairs of Sint Maarten stand apart.
_COUNTED_WITH = {("SXM", 2005): "BES"}


def read_pairs(path: Source) -> pd.DataFrame:
    """The pairs of the copy by sex, men and women added up to both; no totals."""
    where = _source.label(path)
    frame = _csv.columns(path, _COLUMNS)
    numbers = _source.figures(frame[["year", "migrants"]], where, absent=(), first=2)
    numbers = _source.whole(numbers, where, first=2)
    if set(frame["sex"]) != {"female", "male"}:
        raise LayoutError(
            f"{where} has {_source.listing(sorted(set(frame['sex'])))} as sex; female and male are "
            "expected, each pair by both. It is another copy."
        )
    _source.no_repeats(frame[["destination", "origin", "sex", "year"]], where, 2)
    table = pd.DataFrame(
        {
            "origin": economies.translate(frame["origin"], "iso3", where),
            "destination": economies.translate(frame["destination"], "iso3", where),
            "year": numbers["year"],
            "sex": frame["sex"],
            "value": numbers["migrants"],
        }
    )
    _source.no_repeats(table[_KEYS], where)
    both = table.groupby(["origin", "destination", "year"], as_index=False)["value"].sum()
    return pd.concat([table, both.assign(sex="both")], ignore_index=True)


def completed(pairs: pd.DataFrame, totals: dict[str, Reading], where: str) -> Reading:
    """Pairs with the totals of the workbook: by destination as printed, by origin as added up."""
    printed = pd.concat(
        [reading.table.assign(sex=sex) for sex, reading in totals.items()], ignore_index=True
    ).rename(columns={"economy": "destination"})
    keys = ["destination", "year", "sex"]
    if gone := sorted(set(pairs["destination"]) - set(printed["destination"])):
        raise LayoutError(
            f"{where} has destinations that the workbook of totals does not know: "
            f"{_source.listing(gone)}. The two are of different revisions."
        )
    places = pd.Series(list(zip(pairs["destination"], pairs["year"], strict=True)), pairs.index)
    counted = pairs.assign(destination=places.map(_COUNTED_WITH).fillna(pairs["destination"]))
    known = counted.groupby(keys)["value"].sum()
    # Aggregates of the workbook have no pairs in the copy, and so no unknown origins here.
    mine = ~economies.is_aggregate(printed["destination"])
    rest = printed[mine].set_index(keys)["value"].sub(known, fill_value=0)
    beyond = rest[(rest < 0) | rest.isna()]
    if len(beyond):
        raise LayoutError(
            f"{where} has more migrants than the workbook of totals at {len(beyond)} destinations "
            f"and years, first {' '.join(map(str, beyond.index[0]))}. The two are of different "
            "revisions."
        )
    unknown = rest[rest > 0].rename("value").reset_index().assign(origin="XXX")
    every = pd.concat([pairs, unknown], ignore_index=True)
    of_origin = every.groupby(["origin", "year", "sex"], as_index=False)["value"].sum()
    parts = [
        every,
        printed[mine | (printed["destination"] == "WLD")].assign(origin="WLD"),
        of_origin.assign(destination="WLD"),
    ]
    table = arrange(pd.concat(parts, ignore_index=True)[[*_KEYS, "value"]], "corridor")
    title = "International Migrant Stock 2019: migrants by destination and origin"
    notes = (
        "A tidy copy of the publisher's table, which leaves out Other North and Other South; they "
        "are counted as one unknown origin, XXX: the destination's total less its pairs.",
        "The total of Bonaire, Sint Eustatius and Saba in 2005 is that of the Netherlands "
        "Antilles, Sint Maarten included, whose pairs stand apart.",
        "Both sexes of a pair are men and women together; totals by origin are added up by migov.",
    )
    return Reading(table, title, REVISION, "persons", notes)
