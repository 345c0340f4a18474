"""The pages of the ledger: one table to search all claims in, and one page for each.

Each function returns the MyST text of pages from plain values, so that what is on a page can be
tested without rendering it.  Nothing here checks a claim or draws.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migov.course.markup import cell, table

if TYPE_CHECKING:
    import pandas as pd

    from migov.claims import Claim

FOLDER = "claim"  # of the pages of the claims

_BADGES = {
    "holds": "bdg-success",
    "revised": "bdg-info",
    "fails": "bdg-danger",
    "overtaken": "bdg-warning",
    "not testable": "bdg-dark",
}
_MEANINGS = {
    "holds": "The data agree with the paper within the tolerance that the claim states.",
    "revised": "The figure is another one, because the data were revised or defined anew or the "
    "paper was not exact; the point stands.",
    "fails": "The data say otherwise.",
    "overtaken": "It held when it was written and no longer does.",
    "not testable": "No public series can decide it; the reason is said, and what would.",
}


def written(
    rows: pd.DataFrame, drawn: Mapping[str, str], treated: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """Every page of the ledger by its name.

    Parameters
    ----------
    rows : pandas.DataFrame
        What ``migov.claims.table()`` gives, and the lines of ``code`` of each.
    drawn : mapping of str to str
        Claim id → path of its figure, from its page.
    treated : mapping of str to collection of str
        Name of a lesson → ids of the claims that it names.
    """
    from migov import claims

    pages = {"claims": claims_page(rows)}
    for row in rows.to_dict("records"):
        name = row["id"]
        lessons = [lesson for lesson, ids in treated.items() if name in ids]
        pages[f"{FOLDER}/{name.lower()}"] = claim_page(
            row, claims.get(name), drawn.get(name), lessons
        )
    return pages


def named_in(notebook: Path) -> frozenset[str]:
    """Ids of the claims that a notebook names."""
    return frozenset(ids().findall(notebook.read_text(encoding="utf-8")))


@cache
def ids() -> re.Pattern[str]:
    """What an id of a claim looks like: a letter that a paper on the ledger has, and a number.

    Examples
    --------
    >>> ids().findall("O018 and G078b, not OECD 2018 or G20")
    ['O018', 'G078b']
    """
    from migov.claims.ledger import claims

    letters = "".join(sorted({name[0] for name in claims()}))
    return re.compile(rf"\b[{letters}]\d{{3}}[a-z]?\b")


def claims_page(rows: pd.DataFrame) -> str:
    """The scoreboard, and every claim in one table that a reader can search.

    Parameters
    ----------
    rows : pandas.DataFrame
        What ``migov.claims.table()`` gives.
    """
    from migov.claims import scoreboard

    known = rows.to_dict("records")
    boards = [
        table(
            (by.capitalize(), *_BADGES, "Claims", "Checked"),
            [
                (cell(each[by]), *(str(each[name]) for name in _BADGES), str(each["claims"]),
                 f"{each['checked']:.0f} %")
                for each in scoreboard(rows, by).rename_axis(by).reset_index().to_dict("records")
            ],
            "scores",
        )
        for by in ("paper", "kind")
    ]  # fmt: skip
    lines = [
        (
            f"[{row['id']}](#claim-{row['id'].lower()})",
            _badge(row["verdict"]),
            f"{cell(row['claim'])} *{cell(row['paper'])}, {cell(row['locator'])}: "
            f"{cell(row['topic'])}*",
            cell(_when(row, "then")),
            cell(_when(row, "now")),
        )
        for row in known
    ]
    meanings = "\n\n".join(f"{_badge(name)}\n: {text}" for name, text in _MEANINGS.items())
    return f"""# Claims

What the two papers say, and what the data say: checked when this site was built.

{boards[0]}

Each claim has a page of its own, with its reading, its evidence and the code that reproduces it.

:::{{dropdown}} What the verdicts mean
{meanings}
:::

{table(("Claim", "Verdict", "The paper says", "Data then", "Data now"), lines, "claims")}

## By kind of claim

What sort of thing a claim says decides how well it can be checked.

{boards[1]}
"""


def claim_page(
    row: Mapping[str, Any], claim: Claim, picture: str | None, lessons: Iterable[str] = ()
) -> str:
    """One claim: what the paper says, how it was read, what the data say, and the code.

    Parameters
    ----------
    row : mapping
        Its row of ``migov.claims.table()``, and its lines of ``code``.
    claim : Claim
        Its record in the ledger.
    picture : str or None
        Path of its figure, from the page.
    lessons : iterable of str
        Names of the lessons that treat it.
    """
    facts = [
        ("The paper", f"{row['stated_as']}, for {row['year']} ({row['paper']}, {row['locator']})"),
        ("Its source", claim.cited_source),
        ("Read as", claim.reading),
        ("Tolerance", claim.tolerance_why),
    ]
    found = [("Data then", _when(row, "then")), ("Data now", _when(row, "now"))]
    if row["vintages"] > 1:
        low, high = (_figure(row[f"vintages_{end}"], row["unit"]) for end in ("low", "high"))
        span = f"{low} to {high}" if low != high else f"{low} in each"
        found.append((f"In {row['vintages']:.0f} vintages", span))
    found += [("Beside it", line) for line in str(row.get("beside") or "").split("; ") if line]
    found += [("One source", claim.only_source), ("Sources", row["sources"])]
    decided = claim.check_name != "evidence.undecided"
    parts = [
        "---\norphan: true\n---",  # two hundred of them would fill the list of pages
        f"(claim-{row['id'].lower()})=\n# {row['id']}: {row['slug']}",
        f"{_badge(row['verdict'])} {cell(row['claim'])}",
        cell(row["reason"]),
        f"![{cell(row['claim'])}]({picture})" if picture and decided else "",
        "## What the paper says\n\n" + _listed(facts),
        "## What the data say\n\n" + _listed(found) if decided else "",
        _see("See also", [f"[{name}](#claim-{name.lower()})" for name in claim.see]),
        _see("Lessons that treat it", [f"{{doc}}`/{name}`" for name in lessons]),
        f"## Do it yourself\n\n```python\n{row['code']}\n```" if decided else "",
        "[All claims](/claims.md)",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _listed(facts: Iterable[tuple[str, Any]]) -> str:
    return "\n".join(f"- **{name}:** {cell(fact)}" for name, fact in facts if fact)


def _see(title: str, links: Iterable[str]) -> str:
    told = ", ".join(links)
    return f"**{title}:** {told}" if told else ""


def _when(row: Mapping[str, Any], when: str) -> str:
    value = row[when]
    if value is None or value != value:
        return "no figure"
    stated = row["stated"]
    beside = None if stated is None or stated != stated else float(stated)
    return f"{_figure(value, row['unit'], beside)} ({row[f'{when}_year']:.0f})"


def _figure(value: float, unit: str, beside: float | None = None) -> str:
    from migov.claims import format_value

    return format_value(float(value), unit, beside)


def _badge(verdict: str) -> str:
    return f"{{{_BADGES[verdict]}}}`{verdict}`"
