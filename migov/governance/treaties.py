"""Treaties: who is a party, who has only signed, and from which day it binds them.

A party counts from the day on which it deposited its instrument, as the keepers of treaties count;
the treaty binds it some time later, in the column `entry_into_force`.  Agreements without deposits
of their own answer with their members.
"""

from __future__ import annotations

import datetime

import pandas as pd

from migov.choices import yes_or_no
from migov.economies import spells, wholes
from migov.economies.tables import read_table
from migov.errors import ArgumentError
from migov.governance import records, remarks
from migov.governance.members import members
from migov.governance.records import On

_COLUMNS = [
    "economy", "signature", "action", "deposit", "entry_into_force", "withdrawal", "reservation",
    "evidence", "confidence", "note",
]  # fmt: skip


def parties(
    treaty: str, on: On = None, *, in_force: bool = False, confidence: str | None = None
) -> pd.DataFrame:
    """Who is a party to a treaty on a date.

    Parameters
    ----------
    treaty : str
        Acronym, name or alias (``"ICRMW"``, ``"1951 Refugee Convention"``).
    on : int, str or datetime.date, optional
        A year or month, which means its last day, or a day; now by default.
    in_force : bool
        Only those whom the treaty binds by then, not all that have deposited an instrument.
    confidence : str, optional
        Only rows of this confidence or a better one.

    Returns
    -------
    pandas.DataFrame
        Sorted by `economy` (``EUU`` is the European Union as a party): `signature`, `action`
        (ratification, accession, succession, acceptance, approval), `deposit`, `entry_into_force`
        (computed from the treaty's closing articles; empty for successors), `withdrawal` (the day
        from which it is none any more, also because the state ended), `reservation`, `evidence`,
        `confidence`, `note`.  For an agreement without deposits here the columns of
        :func:`members`.

    Raises
    ------
    UnknownNameError
        If there is no such treaty.
    ArgumentError
        If no date of any party is known, or the date is still to come or before the treaty had
        parties.

    Warns
    -----
    UserWarning
        If the parties are known only up to an earlier date, or the list of them is a part.

    Examples
    --------
    >>> len(parties("ICRMW", on="2008-06-30")), len(parties("ICRMW", on="2026-02-03"))
    (37, 60)
    """
    key, table = _of(treaty)
    in_force = yes_or_no(in_force, "in_force")
    if table.empty:
        if in_force:
            raise ArgumentError(
                f"{key} has no deposits here, so that in_force cannot be told apart from being a "
                "party. Leave it out."
            )
        return members(key, on, status=["party", "member", "participant"], confidence=confidence)
    deposited = table[table["deposit"] != ""]
    if deposited.empty:
        raise ArgumentError(
            f"{records.record(key)['name']} ({key}) has no dates: {len(table)} states are known to "
            f"have ratified ({', '.join(table['economy'])}), not when. Ask "
            f"governance.ratifications({key!r}) for the rows."
        )
    row, day = records.record(key), spells.day(on)
    first = deposited["deposit"].map(spells.first).min()
    if day is not None and day < first:
        raise ArgumentError(
            f"{row['name']} ({key}), signed from {row['founded']}, had no party on "
            f"{day.isoformat()}: the first deposit was on {first.isoformat()}. Ask for a later "
            "date."
        )
    return _answer(key, deposited[_standing(deposited, day, in_force)], on, confidence, "parties")


def signatories(
    treaty: str, on: On = None, *, also_parties: bool = False, confidence: str | None = None
) -> pd.DataFrame:
    """Who has signed a treaty and is not, or not yet, a party on a date.

    Parameters
    ----------
    treaty : str
        As in :func:`parties`.
    on : int, str or datetime.date, optional
        As in :func:`parties`.
    also_parties : bool
        Everybody who signed, whether or not they became parties.
    confidence : str, optional
        Only rows of this confidence or a better one.

    Returns
    -------
    pandas.DataFrame
        As from :func:`parties`.

    Raises
    ------
    UnknownNameError
        If there is no such treaty.
    ArgumentError
        If no signature is known, or the date is still to come or before the treaty was opened.

    Examples
    --------
    >>> on = "2026-02-03"
    >>> len(signatories("ICRMW", on)), len(signatories("ICRMW", on, also_parties=True))
    (11, 40)
    """
    key, table = _of(treaty)
    also_parties = yes_or_no(also_parties, "also_parties")
    signed = table[table["signature"] != ""]
    row, day = records.record(key), spells.day(on)
    if signed.empty:
        raise ArgumentError(
            f"{row['name']} ({key}) has no signatures here. governance.parties({key!r}) gives the "
            "parties, if they are known."
        )
    if day is not None and row["founded"] and day < spells.first(row["founded"]):
        raise ArgumentError(
            f"{row['name']} ({key}) was opened on {row['founded']}; nobody had signed on "
            f"{day.isoformat()}. Ask for a later date."
        )
    limit = day or datetime.date.today()
    keep = signed["signature"].map(lambda text: spells.first(text) <= limit)
    keep &= signed["withdrawal"].map(lambda text: not text or limit < spells.first(text))
    if not also_parties:
        keep &= ~_standing(signed, day, in_force=False)
    return _answer(key, signed[keep], on, confidence, "signatories")


def ratifications(treaty: str) -> pd.DataFrame:
    """Every row that is known of a treaty, whatever its dates.

    Parameters
    ----------
    treaty : str
        As in :func:`parties`.

    Returns
    -------
    pandas.DataFrame
        As from :func:`parties`; empty dates are not known.

    Raises
    ------
    UnknownNameError
        If there is no such treaty.
    ArgumentError
        If nothing is known of who took part.

    Examples
    --------
    >>> ratifications("AU Free Movement Protocol")["economy"].tolist()
    ['MLI', 'NER', 'RWA', 'STP']
    """
    key, table = _of(treaty)
    if table.empty:
        raise ArgumentError(
            f"{records.record(key)['name']} ({key}) has no signatures or deposits here: "
            f"{records.record(key)['note'] or 'no list at hand'}."
        )
    return remarks.documented(
        table[_COLUMNS].reset_index(drop=True),
        f"{records.record(key)['name']} ({key}): signatures and deposits {remarks.when(None)}",
        remarks.caveats(_spells(table), key), arrangement=key,
        partial=wholes.remark_of_part(records.record(key), None),
    )  # fmt: skip


def _of(treaty: str) -> tuple[str, pd.DataFrame]:
    key = records.find(treaty)
    table = read_table("governance/treaties.csv")
    return key, table[table["arrangement"] == key].sort_values("economy", ignore_index=True)


def _standing(table: pd.DataFrame, day: datetime.date | None, in_force: bool) -> pd.Series:
    column = "entry_into_force" if in_force else "deposit"
    limit = day or datetime.date.today()

    def stands(row: dict[str, str]) -> bool:
        start, left = row[column], row["withdrawal"]
        begun = bool(start) and spells.first(start) <= limit
        return begun and not (left and spells.first(left) <= limit)

    found = [stands(row) for row in table.to_dict("records")]
    return pd.Series(found, index=table.index, dtype=bool)


def _answer(
    key: str, chosen: pd.DataFrame, on: On, confidence: str | None, who: str
) -> pd.DataFrame:
    chosen = records.at_least(chosen, confidence)
    remarks.warn_of_list(key, on)
    return remarks.documented(
        chosen[_COLUMNS].reset_index(drop=True),
        f"{records.record(key)['name']} ({key}): {who} {remarks.when(on)}",
        remarks.caveats(_spells(chosen), key, on),
        arrangement=key, on=on,
        partial=wholes.remark_of_part(records.record(key), spells.day(on)),
    )  # fmt: skip


def _spells(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{"from": table["deposit"], "seen": ""})
