"""What the World Bank says of its own data: an indicator's name and terms, its archives' months.

Each reader takes the path of an answer in JSON and returns plain facts; figures are read in
:mod:`migov.publishers.worldbank`.  Nothing here fetches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from migov.errors import LayoutError
from migov.publishers import _wdi_block
from migov.publishers._wdi_answer import Source, answer_of, bytes_of


@dataclass(frozen=True)
class Indicator:
    """An indicator as its publisher describes it; empty texts where the publisher says nothing."""

    code: str
    title: str
    unit: str
    note: str
    organisation: str
    source: str = ""  # number of the collection of data that has it
    source_name: str = ""


def read_indicator(path: Source, code: str) -> Indicator:
    """Read what the publisher says of an indicator (``/v2/indicator/CODE?format=json``).

    Raises
    ------
    LayoutError
        If the answer is a message, or of another indicator.

    Examples
    --------
    >>> answer = b'[{"page":1},[{"id":"NY.GNP.MKTP.CD","name":"GNI (current US$)"}]]'
    >>> read_indicator(answer, "NY.GNP.MKTP.CD").unit
    'current US$'
    """
    answer, where = _answer(path)
    rows = answer[1] if isinstance(answer, list) and len(answer) == 2 else None
    facts = rows[0] if isinstance(rows, list) and len(rows) == 1 else None
    if not isinstance(facts, dict) or not facts.get("name") or facts.get("id") != code:
        raise LayoutError(
            f"{where} should describe the indicator {code}, with its name; it does not. The "
            "publisher has probably changed the answer's form; ask for a series of the registry."
        )
    return indicator_of(facts)


def indicator_of(facts: Mapping[str, Any]) -> Indicator:
    """An indicator from what the publisher says of it, in a list or alone."""
    title = _text(facts["name"])
    source = facts.get("source")
    source = source if isinstance(source, dict) else {}
    return Indicator(
        code=_text(facts["id"]),
        title=title,
        unit=_text(facts.get("unit")) or _wdi_block.unit_of(title) or "",
        note=_text(facts.get("sourceNote")),
        organisation=_text(facts.get("sourceOrganization")),
        source=_text(source.get("id")),
        source_name=_text(source.get("value")),
    )


def read_terms(path: Source, code: str) -> tuple[str, str]:
    """Read licence and its address (``/v2/sources/SOURCE/series/CODE/metadata?format=json``).

    Returns
    -------
    tuple of str
        Both empty if the publisher says nothing of the indicator's terms.

    Raises
    ------
    LayoutError
        If the answer is not laid out as metadata.

    Examples
    --------
    >>> answer = b'''{"source": [{"concept": [{"variable": [{"id": "X.Y", "metatype": [
    ...     {"id": "License_Type", "value": "CC BY-4.0"}]}]}]}]}'''
    >>> read_terms(answer, "X.Y")
    ('CC BY 4.0', '')
    """
    said: dict[str, str] = {}
    for each in _variables(path):
        if each.get("id") == code:
            said |= {
                str(fact.get("id")).lower(): _text(fact.get("value"))
                for fact in each.get("metatype") or ()
            }
    licence = re.sub(r"^(CC BY(?:-[A-Z]+)*)-(?=\d)", r"\1 ", said.get("license_type", ""))
    return licence, said.get("license_url", "")


def read_months(path: Source) -> tuple[str, ...]:
    """Read which months the archives hold (``/v2/sources/57/version/data?format=json``).

    Returns
    -------
    tuple of str
        As ``"2016-11"``, the newest first.

    Raises
    ------
    LayoutError
        If the answer lists no month.

    Examples
    --------
    >>> answer = b'''{"source": [{"concept": [{"variable": [
    ...     {"id": "201602", "value": "2016 Feb"}, {"id": "201611", "value": "2016 Nov"}]}]}]}'''
    >>> read_months(answer)
    ('2016-11', '2016-02')
    """
    found = {str(each.get("id")) for each in _variables(path)}
    months = {f"{each[:4]}-{each[4:]}" for each in found if re.fullmatch(r"(19|20)\d{4}", each)}
    if not months:
        raise LayoutError(
            "The list of the archives' versions names no month. The publisher has probably changed "
            "the answer's form; use a vintage that migov.versions() lists."
        )
    return tuple(sorted(months, reverse=True))


def _variables(path: Source) -> list[dict[str, Any]]:
    answer, where = _answer(path)
    try:
        return [
            each
            for source in answer["source"]
            for concept in source["concept"]
            for each in concept["variable"]
        ]
    except (KeyError, TypeError) as error:
        raise LayoutError(
            f"{where} should list the variables of a source's concepts; it has no {error}. The "
            "publisher has probably changed the answer's form."
        ) from error


def _answer(path: Source) -> tuple[Any, str]:
    data, where = bytes_of(path)
    return answer_of(data, where), where


def _text(value: object) -> str:
    return " ".join(str(value).split()) if value else ""
