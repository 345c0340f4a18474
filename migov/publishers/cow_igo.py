"""Reads the Correlates of War list of intergovernmental organisations: who was a member when.

Organisations are rows, years apart, and states are columns, by names and numbers of the project's
own; here they are spells of economies.  Years before 1965 are those of five-year steps, so that a
spell's first year may be up to four years late.  Nothing is interpolated, and a year coded missing
ends a spell without saying that the state left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _csv, _source
from migov.publishers._lines import Lines
from migov.publishers._source import Source

STATUS = {1: "full", 2: "associate", 3: "observer"}
_CODES = (-9, 0, 1, 2, 3)
_KEYS = ("ioname", "year")
# How the project's columns write states whose English names are longer or others today; an empty
# code is a state that no table of migov has.
_STATES = {
    "antiguabarbuda": "ATG", "bosnia": "BIH", "capeverde": "CPV", "car": "CAF",
    "congobrazz": "COG", "czechrep": "CZE", "domrepublic": "DOM", "egermany": "DDR",
    "eqguinea": "GNQ", "etimor": "TLS", "fyromacedonia": "MKD", "ivorycoast": "CIV", "korea": "",
    "marshallis": "MHL", "micronesiafs": "FSM", "nokorea": "PRK", "nyemen": "YEM",
    "saotome": "STP", "soafrica": "ZAF", "sokorea": "KOR", "solomonis": "SLB", "sosudan": "SSD",
    "stkitts": "KNA", "stlucia": "LCA", "stvincent": "VCT", "svietnam": "", "swaziland": "SWZ",
    "syemen": "YMD", "trinidad": "TTO", "turkey": "TUR", "uae": "ARE", "uk": "GBR", "usa": "USA",
    "wgermany": "DEU", "wsamoa": "WSM", "yugoslaviaserb": "YUG", "zaire": "COD", "zanzibar": "",
}  # fmt: skip
_FORMER_STATES = frozenset({
    "austriahungary", "baden", "bavariaelect", "hanover", "hesseelect", "hessegrand",
    "mecklenburg", "modena", "papalstates", "parma", "saxony", "tuscany", "twosicilies",
    "wurtenburg",
})  # fmt: skip


def read_members(path: Source, organisations: Sequence[str] | None = None) -> pd.DataFrame:
    """Read the table of organisations by year, as csv or Parquet: one row a spell.

    Parameters
    ----------
    path : path or binary buffer
        The project's file in its format of a row an organisation and year.
    organisations : list of str, optional
        Abbreviations as the file has them (``"IOMig"``, ``"ILO"``); all by default.

    Returns
    -------
    pandas.DataFrame
        Sorted: `organisation`, `economy` (code), `status` (full, associate, observer),
        `first_year`, `last_year`, `ended` (false where the spell lasts to the last year of an
        organisation that is alive then) and `organisation_from` (its first year in the file).

    Raises
    ------
    LayoutError
        If a column is missing, a code is none of −9, 0, 1, 2, 3, or a state is not known.
    ArgumentError
        If an organisation is not in the file.
    """
    where = _source.label(path)
    table = _table(path, where)
    known = set(table["ioname"])
    asked = sorted(known) if organisations is None else list(organisations)
    if unknown := [each for each in asked if each not in known]:
        raise ArgumentError(
            f"{where} has no organisation {_source.listing(unknown)}; it uses the abbreviations "
            "of Correlates of War, such as 'IOMig' for the IOM."
        )
    table = table[table["ioname"].isin(asked)]
    states = _states(table, where)
    last = int(table["year"].max())
    rows: list[tuple[str, str, str, int, int, bool, int]] = []
    for name, one in table.groupby("ioname"):
        one = one.sort_values("year")
        years = one["year"].to_numpy()
        alive = int(years[-1]) == last
        by_economy: dict[str, np.ndarray] = {}
        for column, code in states.items():
            held = one[column].fillna(0).to_numpy(dtype=float)
            if not np.isin(held, _CODES).all():
                raise LayoutError(
                    f"{where} codes {column} in {name} with "
                    f"{_source.listing(sorted(set(held) - set(_CODES)))}; membership is one of "
                    "-9, 0, 1, 2, 3."
                )
            for part in set(_who(code, int(year)) for year in years):
                mine = np.array([_who(code, int(year)) == part for year in years])
                seen = np.where(mine, held, 0)
                before = by_economy.get(part, np.zeros(len(years)))
                by_economy[part] = np.where(seen > 0, seen, before)
        for economy, held in by_economy.items():
            for begin, end, status in _runs(held):
                ended = end < len(years) - 1 or not alive
                rows.append((
                    str(name), economy, STATUS[status], int(years[begin]), int(years[end]), ended,
                    int(years[0]),
                ))  # fmt: skip
    columns = [
        "organisation", "economy", "status", "first_year", "last_year", "ended",
        "organisation_from",
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["organisation", "economy", "first_year"], ignore_index=True)


def _table(path: Source, where: str) -> pd.DataFrame:
    packed = _source.opening(path, 4) == b"PAR1"
    if not packed:
        _source.kind(path)
    try:
        if packed:
            table = pd.read_parquet(path)
        else:
            with _csv.text(path) as (stream, _):
                lines: Any = Lines(stream, where)
                table = pd.read_csv(lines, names=lines.header)
    except (ValueError, OSError) as error:
        raise LayoutError(f"{where} cannot be read as a table ({error}).") from error
    if missing := [column for column in _KEYS if column not in table.columns]:
        raise LayoutError(
            f"{where} lacks the column {_source.listing(missing)}. The format with a row an "
            "organisation and year is wanted, not the one with a row a state and year."
        )
    return table


def _states(table: pd.DataFrame, where: str) -> dict[str, str]:
    """The economy behind each column that holds a membership."""
    started = list(table.columns).index("afghanistan") if "afghanistan" in table else None
    if started is None:
        raise LayoutError(f"{where} has no column afghanistan, where its states begin.")
    spelt = _run_together()
    found: dict[str, str] = {}
    unknown = []
    for column in table.columns[started:]:
        if column in _FORMER_STATES:
            continue
        if not pd.api.types.is_numeric_dtype(table[column]):
            if column in _STATES or column in spelt:
                raise LayoutError(
                    f"{where} has text in the column {column}, where memberships are coded in "
                    "numbers. It was probably edited; download it again."
                )
            continue
        if not (table[column].fillna(0) > 0).any():
            continue
        code = _STATES[column] if column in _STATES else spelt.get(column)
        if code is None:
            unknown.append(column)
        elif code:
            found[column] = code
    if unknown:
        raise LayoutError(f"{where} has states that are not known: {_source.listing(unknown)}.")
    return found


def _run_together() -> dict[str, str]:
    """Codes by the name without blanks, as the project's columns write it."""
    listed = economies.table()
    listed = listed[listed["status"] != "special"]
    plain = listed["name"].str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    keys = plain.str.lower().str.replace(r"[^a-z]", "", regex=True)
    return dict(zip(keys, listed["economy"], strict=True))


def _who(code: str, year: int) -> str:
    """Which state of a row of successors it was: Russia's seat was the Soviet Union's."""
    if code == "RUS" and year < 1991:
        return "SUN"
    if code == "YUG":
        return "YUG" if year < 1992 else "SCG" if year < 2006 else "SRB"
    return code


def _runs(held: np.ndarray) -> list[tuple[int, int, int]]:
    """First and last place of each run of one status."""
    found = []
    begin = None
    for at, value in enumerate([*held, 0]):
        if begin is not None and value != held[begin]:
            found.append((begin, at - 1, int(held[begin])))
            begin = None
        if begin is None and value > 0:
            begin = at
    return found
