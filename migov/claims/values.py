"""One figure of a finding, and how a figure is written with its unit.

Nothing here loads or judges.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One figure of a finding: its value, and where and when it is from."""

    value: float
    year: int
    unit: str
    label: str
    version: str

    def __str__(self) -> str:
        return f"{format_value(self.value, self.unit)} ({self.year})"


def format_value(value: float, unit: str, beside: float | None = None) -> str:
    """A figure with its unit, as a reader wants it.

    `beside` is a figure that it will be compared with: a value that differs from it is given the
    decimals that show so.

    Examples
    --------
    >>> format_value(94.547, "US$ billion"), format_value(6.54, "%"), format_value(1.53, "ratio")
    ('US$ 94.5 billion', '6.5 %', '1.53')
    >>> format_value(0.4999, "ratio", beside=0.5)
    '0.4999'
    >>> format_value(37, "states"), format_value(1, "organisations"), format_value(1996, "year")
    ('37 states', '1 organisation', '1996')
    """
    if unit == "year":
        return f"{value:.0f}"
    digits = 0 if unit in _COUNTED and value == round(value) else 2 if unit == "ratio" else 1
    if beside is not None and value != beside:
        while digits < 6 and round(value, digits) == round(beside, digits):
            digits += 1
    number = f"{value:,.{digits}f}"
    if number == "1" and unit in _ONE:
        return f"1 {_ONE[unit]}"
    return _FORMS.get(unit, "{} " + unit).format(number)


_COUNTED = frozenset((
    "states", "economies", "parties", "members", "observers", "signatories", "agreements",
    "treaties", "processes", "proposals", "organisations", "regimes", "rank", "persons",
    "applications", "years", "clauses", "governments", "locations", "mode",
))  # fmt: skip
_ONE = {
    "states": "state", "economies": "economy", "parties": "party", "members": "member",
    "observers": "observer", "signatories": "signatory", "agreements": "agreement",
    "treaties": "treaty", "processes": "process", "proposals": "proposal",
    "organisations": "organisation", "regimes": "regime", "persons": "person",
    "applications": "application", "years": "year", "clauses": "clause",
    "governments": "government", "locations": "location",
}  # fmt: skip
_FORMS = {
    "mode": "mode {}",
    "rank": "rank {}",
    "US$ billion": "US$ {} billion",
    "%": "{} %",
    "ratio": "{}",
    "million persons": "{} million",
}
