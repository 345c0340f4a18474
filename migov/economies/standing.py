"""Members of groups year by year, which of them nobody has verified, and whose list is a part.

Stands on :mod:`migov.economies.memberships`; a year means its end, and a year before a group had
members has none of it.
"""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterable

import pandas as pd

from migov.choices import Years, one_year, texts, years_of
from migov.economies import memberships, names, spells, wholes
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError, warn_caller, warnings_held
from migov.words import few


def select_each_year(economies: str | Iterable[str], years: Years) -> pd.DataFrame:
    """Who is asked for in which year, where the members of groups change.

    Parameters
    ----------
    economies : str or iterable of str
        As in :func:`migov.economies.select`.
    years : int, (first, last), range or list of int
        The years, each of which means its end.

    Returns
    -------
    pandas.DataFrame
        Sorted rows `year`, `economy`.  An economy or aggregate is there in every year, and so are
        the members of a group that are known only as they are now.  A year to come has no members
        of a group that changes.

    Warns
    -----
    UserWarning
        If there are such years, or a list of members ends before the last year or is a part.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        As from :func:`migov.economies.select`.
    ArgumentError
        If a group has no members in any of the years.

    Examples
    --------
    >>> table = select_each_year("EU", [2003, 2004])
    >>> table.groupby("year").size().to_dict()
    {2003: 15, 2004: 25}
    """
    asked = texts(economies, "economies")
    if (span := years_of(years)) is None:
        raise ArgumentError("years= has to name the years here, such as range(1990, 2025).")
    wanted = [one_year(year, "years") for year in span]
    ahead = [year for year in wanted if spells.is_ahead(year)]
    pairs: set[tuple[int, str]] = set()
    for each in asked:
        if not (names.is_group(each) and memberships.has_history(each)):
            with warnings.catch_warnings():
                pairs |= {(year, code) for code in names.select(each) for year in wanted}
            continue
        found, refusal, newest = 0, "", []
        for year in wanted:
            try:
                with warnings_held() as said:  # given once, and not for every year
                    members = memberships.members(each, on=year)
            except ArgumentError as error:
                refusal = str(error)
                continue
            found, newest = found + len(members), said
            pairs |= {(year, code) for code in members}
        if not found:
            raise ArgumentError(refusal or f"{each} has no members in {wanted[0]}–{wanted[-1]}.")
        for remark, category in newest:
            warn_caller(remark, category)
        if ahead:
            warn_caller(
                f"Who belongs to {each} in {few(ahead)} is not known yet, and these years are left "
                "out. Say on= a date to take the members of that date in every year.",
            )
    return pd.DataFrame(sorted(pairs), columns=["year", "economy"])


def partial(group: str, on: int | str | datetime.date | None = None) -> str:
    """What is said of a group whose list is a part of its members only; empty if it is whole.

    Raises
    ------
    UnknownNameError, AmbiguousNameError, ArgumentError
        As from :func:`migov.economies.members`.

    Examples
    --------
    >>> partial("EU"), partial("C97")[:54]
    ('', 'The list of C97 is partial: it has 28 of the 54 partie')
    """
    row, day = spells.dated().get(memberships.key_of(group)), spells.day(on)
    return wholes.remark_of_part(row, day) if row else ""


def unverified(group: str, on: int | str | datetime.date | None = None) -> tuple[str, ...]:
    """Members of a group whose membership is known from memory only.

    Parameters
    ----------
    group : str
        As in :func:`migov.economies.members`.
    on : int, str or datetime.date, optional
        As in :func:`migov.economies.members`.

    Returns
    -------
    tuple of str
        Codes; empty for regions and income groups, which their publisher decides.

    Raises
    ------
    UnknownNameError, AmbiguousNameError, ArgumentError
        As from :func:`migov.economies.members`.

    Examples
    --------
    >>> unverified("EAC", on=2023)
    ('COD', 'KEN', 'SSD', 'TZA', 'UGA')
    """
    key, day = memberships.key_of(group), spells.day(on) or datetime.date.today()
    if key not in spells.dated():
        return ()
    doubtful = [
        row["economy"]
        for row in rows_of(read_table("governance/memberships.csv"))
        if row["arrangement"] == key
        and row["confidence"] == "unverified"
        and row["status"] in spells.BELONGS
        and spells.begins(row) <= day
        and (not row["to"] or day <= spells.last(row["to"]))
    ]
    return tuple(sorted(set(doubtful)))
