"""Reads answers of UNHCR's population statistics API (JSON, one file a page): people displaced,
asylum applications, decisions on them, and solutions, each by origin and asylum.  An answer is
whole or it is refused: every page once, each full, and the sum that the publisher prints.  Nothing
is fetched, and no figure is filled in; applications and decisions of a year are added up over the
stages of the procedure, which the publisher lists apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pandas as pd

from migov import economies
from migov.errors import ArgumentError, LayoutError
from migov.publishers import _source
from migov.publishers._source import Source
from migov.publishers._unhcr_pages import read_pages, whole
from migov.tidy import Reading, arrange

Pages: TypeAlias = "Source | Sequence[Source]"

POPULATION = {
    "refugees": "Refugees under UNHCR's mandate",
    "asylum_seekers": "Asylum-seekers",
    "returned_refugees": "Returned refugees",
    "idps": "Internally displaced persons of concern to UNHCR",
    "returned_idps": "Returned internally displaced persons",
    "stateless": "Stateless persons",
    "ooc": "Others of concern",
    "oip": "Other people in need of international protection",
    "hst": "Host community",
}
DECISIONS = {
    "dec_recognized": "Asylum decisions: recognised as refugees",
    "dec_other": "Asylum decisions: other protection",
    "dec_rejected": "Asylum decisions: rejected",
    "dec_closed": "Asylum decisions: otherwise closed",
    "dec_total": "Asylum decisions",
}
SOLUTIONS = {
    "returned_refugees": "Refugees who returned",
    "resettlement": "Refugees resettled",
    "naturalisation": "Refugees naturalised",
    "returned_idps": "Internally displaced persons who returned",
}
_SIDES = ("coo", "coa")  # country of origin, country of asylum; each with its *_iso
_ABSENT = ("", "-")


def read_population(path: Pages, measure: str = "refugees") -> Reading:
    """Read one group of people from the pages of ``/population/v1/population/``.

    Parameters
    ----------
    path : path, binary buffer or list of them
        The pages of one answer, in any order; a file may hold all of them, one on each line of
        a JSON array.
    measure : {"refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps", \
"stateless", "ooc", "oip", "hst"}
        The publisher's name of the group; ``ooc`` are others of concern, ``oip`` other people in
        need of international protection, ``hst`` host communities.

    Returns
    -------
    Reading
        Columns origin, destination (the country of asylum), year, value; persons at the end of
        the year.  Origin ``XXX`` is unknown, ``XXA`` stateless.  Zeros that the publisher prints
        are kept; a dash is no figure.

    Raises
    ------
    ArgumentError
        If there is no such group.
    LayoutError
        If pages are missing, repeated, past the end or of different answers, if keys or codes are
        not those expected, or if the answer was summed over origins or countries of asylum.

    Examples
    --------
    >>> reading = read_population(["page-1.json", "page-2.json"], "refugees")  # doctest: +SKIP
    >>> reading.unit  # doctest: +SKIP
    'persons'
    """
    return _read(path, measure, POPULATION)


def read_asylum_applications(path: Pages, app_type: str | None = None) -> Reading:
    """Read the pages of ``/population/v1/asylum-applications/``.

    Parameters
    ----------
    path : path, binary buffer or list of them
        The pages of one answer, in any order.
    app_type : str, optional
        Only applications of this type in the publisher's code: ``"N"`` new, ``"R"`` repeated,
        ``"A"`` on appeal, ...; ``"V"`` stands for all until 2005.  All types by default.

    Returns
    -------
    Reading
        As from :func:`read_population`; applications in the year, over all stages and kinds of
        procedure.  A note says how many rows count cases instead of persons.

    Raises
    ------
    ArgumentError
        If the answer holds no application of this type.
    LayoutError
        As from :func:`read_population`, or if the sum is not the one that the answer prints.

    Examples
    --------
    >>> read_asylum_applications("page-1.json", "N").title  # doctest: +SKIP
    'Asylum applications, type N'
    """
    dims = ("procedure_type", "app_type", "dec_level", "app_pc")
    return _read(path, "applied", {"applied": "Asylum applications"}, dims, app_type)


def read_decisions(path: Pages, measure: str = "dec_total") -> Reading:
    """Read one outcome from the pages of ``/population/v1/asylum-decisions/``.

    Parameters
    ----------
    path : path, binary buffer or list of them
        The pages of one answer, in any order.
    measure : {"dec_total", "dec_recognized", "dec_other", "dec_rejected", "dec_closed"}
        The publisher's name of the outcome.

    Returns
    -------
    Reading
        As from :func:`read_population`; decisions in the year, over all stages.

    Raises
    ------
    ArgumentError
        If there is no such outcome.
    LayoutError
        As from :func:`read_asylum_applications`.

    Examples
    --------
    >>> read_decisions("page-1.json", "dec_recognized").unit  # doctest: +SKIP
    'persons'
    """
    return _read(path, measure, DECISIONS, ("procedure_type", "dec_level", "dec_pc"))


def read_solutions(path: Pages, measure: str = "returned_refugees") -> Reading:
    """Read one solution from the pages of ``/population/v1/solutions/``.

    Parameters
    ----------
    path : path, binary buffer or list of them
        The pages of one answer, in any order.
    measure : {"returned_refugees", "resettlement", "naturalisation", "returned_idps"}
        The publisher's name of the solution.

    Returns
    -------
    Reading
        As from :func:`read_population`; persons in the year.  Whoever returned goes from
        `destination` back to `origin`; whoever is resettled comes to `destination`.

    Raises
    ------
    ArgumentError
        If there is no such solution.
    LayoutError
        As from :func:`read_population`.

    Examples
    --------
    >>> read_solutions("page-1.json", "resettlement").title  # doctest: +SKIP
    'Refugees resettled'
    """
    return _read(path, measure, SOLUTIONS)


def _read(
    path: Pages,
    measure: str,
    known: dict[str, str],
    dims: tuple[str, ...] = (),
    app_type: str | None = None,
) -> Reading:
    if measure not in known:
        raise ArgumentError(f"measure={measure!r} is not one of {', '.join(map(repr, known))}.")
    keys = ("year", *(f"{side}{part}" for side in _SIDES for part in ("", "_iso")), *dims, measure)
    several = isinstance(path, Sequence) and not isinstance(path, (str, bytes))
    sources: Sequence[Any] = path if several else [path]  # type: ignore[assignment]
    found = (page for each in sources for page in read_pages(each, keys))
    pages = sorted(found, key=lambda page: page.number)
    frame, where = whole(pages), pages[0].where
    _source.no_repeats(frame[["year", *_SIDES, *dims]], where)
    numbers = _source.figures(frame[["year", measure]], where, _ABSENT)
    _refuse_uncountable(numbers, frame, measure, where)
    _refuse_other_sum(pages[0].total, measure, numbers[measure].sum(), where)
    title, notes = known[measure], tuple[str, ...]()
    if app_type is not None:
        if app_type not in (types := set(frame["app_type"])):
            raise ArgumentError(
                f"app_type={app_type!r} is not in the answer; it has {', '.join(sorted(types))}."
            )
        frame = frame[frame["app_type"] == app_type]
        title = f"{title}, type {app_type}"
    if dims:
        cases = int((frame[dims[-1]] == "C").sum())
        notes = (f"{cases:,} of {len(frame):,} rows count cases, which may hold several persons.",)
    table = pd.DataFrame(
        {
            "origin": _codes(frame, "coo", where),
            "destination": _codes(frame, "coa", where),
            "year": numbers.loc[frame.index, "year"].astype("int64"),
            "value": numbers.loc[frame.index, measure],
        }
    )
    if dims:
        by = table.groupby(["origin", "destination", "year"], sort=False)["value"]
        table = by.sum(min_count=1).reset_index()
    else:
        _source.no_repeats(table[["origin", "destination", "year"]], where)
    return Reading(arrange(table, "corridor"), title, None, "persons", notes)


def _refuse_uncountable(
    numbers: pd.DataFrame, frame: pd.DataFrame, measure: str, where: str
) -> None:
    # Missing figures compare as false, and are no fault; a missing year is one.
    wrong = ~numbers["year"].between(1900, 2100) | (numbers["year"] % 1 > 0)
    wrong |= (numbers[measure] < 0) | (numbers[measure] % 1 > 0)
    absent = frame[measure].isna() | frame[measure].map(lambda cell: cell in _ABSENT)
    wrong |= numbers[measure].isna() & ~absent
    if wrong.any():
        row = frame[wrong].iloc[0]
        raise LayoutError(
            f"{where} has {int(wrong.sum())} rows whose year is none or whose {measure} is no "
            f"count of persons, first {row['coo']} to {row['coa']}, {row['year']}: "
            f"{row[measure]}. The answer was probably damaged, or its form has changed."
        )


def _refuse_other_sum(total: Any, measure: str, found: float, where: str) -> None:
    """The sum over all pages that the publisher prints, where it prints one."""
    if isinstance(total, dict) and measure in total and float(total[measure]) != found:
        raise LayoutError(
            f"{where} and its further pages add up to {found:,.0f} {measure}; the answer says "
            f"{float(total[measure]):,.0f}. Rows are missing; fetch all pages again."
        )


def _codes(frame: pd.DataFrame, side: str, where: str) -> pd.Series:
    """Codes of one side by its ISO column; what has no ISO code by the publisher's own."""
    own, iso = frame[side].astype(str), frame[f"{side}_iso"].astype(str)
    collapsed = own.isin(_ABSENT)
    if collapsed.any():
        raise LayoutError(
            f"{where} has {int(collapsed.sum())} rows without {side}: the publisher has summed "
            "over it. Ask with both coo_all=true and coa_all=true."
        )
    without = iso.isin((*_ABSENT, "None", "nan"))
    found = economies.translate(iso.where(~without, "XXX"), "iso3", f"{where}, {side}_iso")
    if without.any():
        found[without] = economies.translate(own[without], "unhcr", f"{where}, {side}")
    return found
