"""Reads DESTA, the Design of Trade Agreements: its list of treaties and its coded treaties.

Both are csv in Latin-1, with a row a treaty or a change to one and the economies in numbered
columns.  The nine items on the entry of persons are read as they are coded; an item that is not
coded stays missing, which is not a no.  Nothing says here whether a treaty is in force.
"""

from __future__ import annotations

import pandas as pd

from migov import economies
from migov.errors import LayoutError
from migov.publishers import _csv, _source
from migov.publishers._source import Source

# What the nine items ask, in words of ours.
ITEMS = {
    "temp_ser_movement": "suppliers of services may enter",
    "temp_ser_movement_gatsplus": "beyond the GATS",
    "temp_ser_movement_gatsextra": "beside the GATS",
    "temp_visa_cooperation_transparency": "cooperation on visas",
    "temp_visa_mechanism": "a body or way to settle visas",
    "temp_visa_freedom": "no visas",
    "temp_inv_mov_bus_per": "business persons may enter",
    "temp_inv_boardmembers_requirements_limited": "limits on rules for boards",
    "temp_inv_boardmembers_requirements_prohibited": "no rules for boards",
}
_KEYS = ("number", "base_treaty", "name", "entry_type", "year", "entryforceyear", "regioncon")
_KOSOVO = 900


def read_treaties(path: Source) -> pd.DataFrame:
    """Read the list of treaties: one row an entry.

    Parameters
    ----------
    path : path or binary buffer
        ``desta_list_of_treaties_….csv``; gzip is opened.

    Returns
    -------
    pandas.DataFrame
        In the file's order: `treaty` (number, as text), `base` (of the treaty that it belongs to),
        `name`, `entry` (``base_treaty``, ``accession``, ``withdrawal``, …), `signed` and
        `in_force` (years; missing if not printed), `region` and `economies` (codes joined by
        ``;``).

    Raises
    ------
    LayoutError
        If a column is missing, or an economy is not known.
    """
    frame, where = _table(path)
    return _keys(frame, where)


def read_provisions(path: Source) -> pd.DataFrame:
    """Read the coded treaties: as :func:`read_treaties`, with the nine items on persons.

    Parameters
    ----------
    path : path or binary buffer
        ``desta_version_….csv``; gzip is opened.

    Returns
    -------
    pandas.DataFrame
        The columns of :func:`read_treaties` and those of :data:`ITEMS`, true, false or missing.

    Raises
    ------
    LayoutError
        If a column is missing, or an item is coded with anything but 0 and 1.
    """
    frame, where = _table(path)
    table = _keys(frame, where)
    if lacking := [item for item in ITEMS if item not in frame]:
        raise LayoutError(
            f"{where} lacks the items {_source.listing(lacking)}. It is probably the list of "
            "treaties, or the indices; the coded treaties are in desta_version."
        )
    for item in ITEMS:
        numbers = pd.to_numeric(frame[item].replace({"": None, "NA": None}), errors="coerce")
        wrong = frame.loc[~frame[item].isin(["", "NA", "0", "1"]), item]
        if len(wrong):
            raise LayoutError(
                f"{where} codes {item} with {_source.listing(sorted(set(wrong)))}; 0 and 1 are "
                "known."
            )
        table[item] = numbers.astype("boolean")
    return table


def _keys(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    if lacking := [name for name in _KEYS if name not in frame]:
        raise LayoutError(
            f"{where} lacks the columns {_source.listing(lacking)}. It is probably another table "
            "of DESTA, such as the one by pairs of economies."
        )
    places = [name for name in frame if name[:1] == "c" and name[1:].isdigit()]
    numbers = frame[places].stack()
    numbers = numbers[~numbers.isin(["", "NA"])]
    kosovo = numbers.astype("float").astype(int) == _KOSOVO
    codes = pd.Series("XKX", index=numbers.index, dtype="str")
    codes[~kosovo] = economies.translate(numbers[~kosovo], "m49", where)
    joined = codes.groupby(level=0).agg(lambda found: ";".join(dict.fromkeys(found)))
    years = {
        name: pd.to_numeric(frame[column].replace({"": None, "NA": None})).astype("Int64")
        for name, column in (("signed", "year"), ("in_force", "entryforceyear"))
    }
    return pd.DataFrame(
        {
            "treaty": frame["number"],
            "base": frame["base_treaty"],
            "name": frame["name"].str.split().str.join(" "),
            "entry": frame["entry_type"].str.replace("_", " "),
            **years,
            "region": frame["regioncon"].replace("NA", ""),
            "economies": joined.reindex(frame.index).fillna(""),
        }
    )


def _table(path: Source) -> tuple[pd.DataFrame, str]:
    return _csv.columns(path, encoding="latin-1"), _source.label(path)
