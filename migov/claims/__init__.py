"""Claims: what the papers say, and what the data say of it, then and now.

:func:`table` checks the claims of the ledger and gives one row each; :func:`get` finds one;
:func:`scoreboard` counts the verdicts; :func:`report` writes the ledger as a document;
:func:`diff` says which verdicts hang on the vintage.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from migov.claims import ledger
from migov.claims.diff import diff
from migov.claims.ledger import get, resting_on, select, several
from migov.claims.model import Claim, Finding
from migov.claims.report import report
from migov.claims.run import one_run
from migov.claims.scores import rows_of_claims, scoreboard
from migov.claims.values import Figure, format_value
from migov.claims.verdicts import Verdict
from migov.compiled import compiled

__all__ = [
    "Claim", "Figure", "Finding", "Verdict",
    "diff", "findings", "get", "markdown", "printed", "report", "scoreboard", "table", "text",
]  # fmt: skip


def __dir__() -> list[str]:
    return __all__


def findings(
    names: str | Iterable[str] | None = None,
    *,
    paper: str | Iterable[str] | None = None,
    topic: str | Iterable[str] | None = None,
    kind: str | Iterable[str] | None = None,
    arrangement: str | Iterable[str] | None = None,
    series: str | Iterable[str] | None = None,
    verdict: str | Iterable[str] | None = None,
) -> list[Finding]:
    """Check claims, all of the ledger's by default; the arguments are those of :func:`table`.

    Examples
    --------
    >>> [each.verdict.value for each in findings(["O018", "G067"])]
    ['revised', 'holds']
    """
    wanted = None if verdict is None else [*map(Verdict.of, several(verdict, "verdict"))]
    chosen = select(
        names, paper=paper, topic=topic, kind=kind, arrangement=arrangement, series=series
    )
    with one_run():
        found = [claim.check() for claim in chosen]
    return [each for each in found if wanted is None or each.verdict in wanted]


def table(
    names: str | Iterable[str] | None = None,
    *,
    paper: str | Iterable[str] | None = None,
    topic: str | Iterable[str] | None = None,
    kind: str | Iterable[str] | None = None,
    arrangement: str | Iterable[str] | None = None,
    series: str | Iterable[str] | None = None,
    verdict: str | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Claims with their verdicts, then and now.

    Parameters
    ----------
    names : str or list of str, optional
        Ids or slugs; all claims by default.
    paper, topic, kind : str or list of str, optional
        Only the claims of a paper (``"Overbeek"``), a topic (``"remittances and aid"``) or a kind
        (``"count"``), or of one of several.
    arrangement, series : str or list of str, optional
        Only the claims that rest on an arrangement or treaty (``"ICRMW"``) or on a series.
    verdict : str or list of str, optional
        Only the claims with this verdict, such as ``"overtaken"``.

    Returns
    -------
    pandas.DataFrame
        One row a claim: ``id, slug, paper, locator, claim, topic, kind, stated, stated_as, unit,
        year, then, then_year, now, now_year, vintages, vintages_low, vintages_high, beside,
        verdict, reason, only_source, sources``.

    Raises
    ------
    UnknownNameError
        If a claim is not in the ledger, or no claim has this paper, topic, kind, arrangement,
        series or verdict.
    ArgumentError
        If one of these is an empty list, or is not text.

    Examples
    --------
    >>> table(["O035"])["verdict"].tolist()
    ['not testable']
    >>> table(series="oda_received", verdict="fails")["id"].tolist()
    ['G053']
    """
    found = findings(
        names, paper=paper, topic=topic, kind=kind, arrangement=arrangement, series=series,
        verdict=verdict,
    )  # fmt: skip
    rows = pd.DataFrame([each.row() for each in found], columns=Finding.COLUMNS)
    whole = ("year", "then_year", "now_year", "vintages")
    return resting_on(
        rows.astype(dict.fromkeys(whole, "Int64")),
        "What two papers say, and what the data say of it", [each.claim for each in found],
    )  # fmt: skip


def printed() -> pd.DataFrame:
    """Figures from print that are shown beside the data: no verdict rests on them.

    Returns
    -------
    pandas.DataFrame
        ``id, label, publisher, document, url, unit, year, value``.

    Examples
    --------
    >>> printed().set_index("id").loc["unctad-1998-inflows", "value"].item()
    400.0
    """
    known = ledger.printed().values()
    rows = pd.DataFrame([
        {**{name: getattr(each, name) for name in
            ("id", "label", "publisher", "document", "url", "unit")}, "year": year, "value": value}
        for each in known
        for year, value in each.values.items()
    ])
    documents = [f"{each.publisher}: {each.document}. {each.url}" for each in known]
    return compiled(rows, "Figures from print that are shown beside the data", works=documents)


def text(rows: pd.DataFrame) -> str:
    """The table of claims for a terminal: a line of figures and a line of reason each.

    Examples
    --------
    >>> print(text(table(["O035"])).splitlines()[-1])
    1 claim: 1 not testable.
    """
    lines = []
    rows = rows_of_claims(rows, *Finding.COLUMNS)
    for row in rows.to_dict("records"):
        lines += [
            f"{row['id']}  {row['verdict'].upper():<13} {row['claim']}",
            f"      {row['paper']}, {row['locator']}: {row['stated_as']}. {_then_and_now(row)}"
            f"{_vintages(row)}",
            *(f"      {line}." for line in str(row["beside"]).split("; ") if line),
            f"      {row['reason']}",
            "",
        ]
    if rows.empty:
        return "No claims.\n"
    counts = rows["verdict"].value_counts()
    summary = ", ".join(f"{counts[each]} {each}" for each in map(str, Verdict) if each in counts)
    lines += [_checked(rows, by) for by in ("paper", "kind") if rows[by].nunique() > 1]
    lines.append(f"{len(rows)} claim{'s' * (len(rows) != 1)}: {summary}.")
    return "\n".join(lines) + "\n"


def markdown(rows: pd.DataFrame) -> str:
    """The table of claims in Markdown, for the README and the course.

    Examples
    --------
    >>> markdown(table(["O035"])).splitlines()[0]
    '| claim | the paper says | then | now | verdict |'
    """
    lines = [
        "| claim | the paper says | then | now | verdict |",
        "|---|---|---|---|---|",
    ]
    for row in rows_of_claims(rows, *Finding.COLUMNS).to_dict("records"):
        then, now = (_figure(row, when) for when in ("then", "now"))
        lines.append(
            f"| {row['id']} | {row['claim']} ({row['paper']}, {row['locator']}) | {then} | {now} | "
            f"**{row['verdict']}** |"
        )
    return "\n".join(lines) + "\n"


def _checked(rows: pd.DataFrame, by: str) -> str:
    """How many of the claims of each paper or kind could be checked."""
    scores = scoreboard(rows, by).drop(index="all")
    each = ", ".join(
        f"{name} {share:.0f} % of {count:.0f}"
        for name, share, count in zip(
            scores.index, scores["checked"], scores["claims"], strict=True)
    )  # fmt: skip
    return f"Checked, by {by}: {each}."


def _then_and_now(row: dict[str, Any]) -> str:
    return f"Then {_figure(row, 'then')}, now {_figure(row, 'now')}."


def _figure(row: dict[str, Any], when: str) -> str:
    value = row[when]
    if value is None or pd.isna(value):
        return "no figure"
    stated = None if row["stated"] is None or pd.isna(row["stated"]) else row["stated"]
    shown = format_value(value, row["unit"], beside=stated)
    return f"{shown} ({int(row[f'{when}_year'])})"


def _vintages(row: dict[str, Any]) -> str:
    count = int(row["vintages"])
    if count < 2:
        return ""
    low, high = (
        format_value(row[f"vintages_{end}"], row["unit"])
        for end in ("low", "high")
    )
    return f" In {count} vintages: {low} to {high}."
