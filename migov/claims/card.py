"""The card of a finding: what the paper says, what the data say, and why, as text or as HTML.

It writes what a finding holds; it checks and decides nothing.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from migov.claims.values import Figure, format_value

if TYPE_CHECKING:
    from migov.claims.model import Claim, Finding


def facts(finding: Finding) -> list[tuple[str, str]]:
    """What stands on the card: a name and a text for each line of it.

    Examples
    --------
    >>> from migov import claims
    >>> dict(facts(claims.get("G067").check()))["Verdict"]
    'holds'
    """
    claim = finding.claim
    told = [
        ("The paper", f"{claim.text} ({claim.stated_as}; {claim.paper}, {claim.locator})"),
        ("Then", dated(finding.then, claim.stated)),
        ("Now", dated(finding.now, claim.stated)),
        ("Verdict", finding.verdict.value),
        ("Why", finding.reason),
        ("One source", claim.only_source),
    ]
    return [(name, text) for name, text in told if text]


def as_text(finding: Finding) -> str:
    """The card for a console."""
    lines = [f"{finding.claim.id} {finding.claim.slug}"]
    lines += [f"  {name + ':':<11} {text}" for name, text in facts(finding)]
    return "\n".join(lines)


def stated(claim: Claim) -> str:
    """What a claim says and how it is read, for a console; nothing is checked.

    Examples
    --------
    >>> from migov import claims
    >>> print(stated(claims.get("O037")).splitlines()[0])
    O037 fdi-share-1997
    """
    told = [
        ("The paper", f"{claim.text} ({claim.stated_as}; {claim.paper}, {claim.locator})"),
        ("About", f"{claim.population}, {claim.year}"),
        ("Read as", claim.reading),
        ("Tolerance", claim.tolerance_why),
        ("Series", ", ".join(claim.series)),
        ("Rests on", ", ".join(claim.arrangements)),
        ("Open", claim.why_not),
        ("Needed", claim.needs),
        ("To check", f'migov.claims.get("{claim.id}").check()'),
    ]
    lines = [f"  {name + ':':<11} {text}" for name, text in told if text]
    return "\n".join([f"{claim.id} {claim.slug}", *lines])


def as_html(finding: Finding) -> str:
    """The card for a notebook; nothing in it is read as markup."""
    claim = finding.claim
    rows = "".join(
        f"<tr><th style='text-align:left;vertical-align:top'>{html.escape(name)}</th>"
        f"<td style='text-align:left'>{html.escape(text)}</td></tr>"
        for name, text in facts(finding)
    )
    return (
        f"<table><caption style='text-align:left'><strong>{html.escape(claim.id)} "
        f"{html.escape(claim.slug)}</strong></caption>{rows}</table>"
    )


def dated(figure: Figure | None, beside: float | None = None) -> str:
    """A figure with its year, or that there is none.

    Examples
    --------
    >>> dated(Figure(37.0, 2008, "parties", "", "")), dated(None)
    ('37 parties (2008)', 'no figure')
    """
    if figure is None:
        return "no figure"
    return f"{format_value(figure.value, figure.unit, beside)} ({figure.year})"
