"""Reads answers of UNHCR's population statistics API (JSON, one file a page): people displaced,
asylum applications, decisions on them, solutions, and those under UNRWA's mandate, each by origin
and asylum.  An answer is whole or it is refused: every page once, each full, and the sum that the
publisher prints.  Nothing is fetched, and no figure is filled in; applications and decisions of a
year are added up over the stages of the procedure, which the publisher lists apart.
"""

from __future__ import annotations

from migov.publishers._unhcr_rows import Pages, read_measure
from migov.tidy import Reading

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
    return read_measure(path, measure, POPULATION)


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
    return read_measure(path, "applied", {"applied": "Asylum applications"}, dims, app_type)


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
    return read_measure(path, measure, DECISIONS, ("procedure_type", "dec_level", "dec_pc"))


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
    return read_measure(path, measure, SOLUTIONS)


def read_unrwa(path: Pages) -> Reading:
    """Read the pages of ``/population/v1/unrwa/``: Palestine refugees whom UNRWA registers.

    Parameters
    ----------
    path : path, binary buffer or list of them
        The pages of one answer, in any order.

    Returns
    -------
    Reading
        As from :func:`read_population`, all from ``PSE``, of whom many are in ``PSE``.

    Raises
    ------
    LayoutError
        As from :func:`read_population`.

    Examples
    --------
    >>> read_unrwa("page-1.json").unit  # doctest: +SKIP
    'persons'
    """
    return read_measure(path, "total", {"total": "Palestine refugees under UNRWA's mandate"})
