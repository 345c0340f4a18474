"""The whole ledger as a document, with its sources: HTML, Markdown, Excel or LaTeX.

It writes what findings say and where their figures come from; it decides nothing.
"""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import pandas as pd

from migov import registry
from migov.cite import cite
from migov.claims.card import dated
from migov.claims.model import Finding
from migov.claims.scores import scoreboard
from migov.errors import ArgumentError

_TITLE = "What two papers say, and what the data say of it"
_HEAD = ("Claim", "The paper says", "Then", "Now", "Verdict", "Why")


def report(path: str | os.PathLike[str], names: str | Iterable[str] | None = None) -> Path:
    """Check the claims and write them all, with the scoreboard and the sources, to a file.

    Parameters
    ----------
    path : str or path
        Ends in ``.html``, ``.md``, ``.xlsx`` or ``.tex``.
    names : str or list of str, optional
        Ids or slugs; all claims by default.

    Returns
    -------
    pathlib.Path
        The file written.  The HTML page needs no other file and no network.

    Raises
    ------
    ArgumentError
        If the ending is none of these, or the file cannot be written; an old one stays.

    Examples
    --------
    >>> import tempfile
    >>> path = report(Path(tempfile.mkdtemp()) / "ledger.md", ["O018", "G067"])
    >>> path.read_text(encoding="utf-8").splitlines()[0]
    '# What two papers say, and what the data say of it'
    """
    from migov.claims import findings

    if not isinstance(path, (str, os.PathLike)) or "\0" in os.fspath(path):
        raise ArgumentError(
            f"{path!r} is no name of a file. Write one such as 'ledger.html'."
        )
    goal = Path(path)
    write = _WRITERS.get(goal.suffix.lower())
    if write is None:
        raise ArgumentError(
            f"{goal.name!r} ends in {goal.suffix or 'nothing'}; a report is written as "
            f"{', '.join(_WRITERS)}."
        )
    if not os.path.isdir(goal.parent):
        raise ArgumentError(f"The folder {goal.parent} does not exist; make it first.")
    found = findings(names)  # refuses an empty list of names
    unfinished = goal.with_name(f".{goal.stem}.part{goal.suffix}")
    try:
        write(found, unfinished)
        unfinished.replace(goal)
    except OSError as error:
        raise ArgumentError(
            f"{goal} cannot be written ({error.strerror or error}); what was there is kept. Name a "
            "file in another folder."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return goal


def _sources(found: Sequence[Finding]) -> list[str]:
    """A citation for each series that the findings rest on, and whoever says who was a member."""
    known = registry.series()
    names = dict.fromkeys(
        name for each in found for name in (*each.claim.series, *each.codes) if name in known
    )
    cited = {line for name in names for line in cite(name).splitlines()}
    others = {
        f"{', '.join(filter(None, said))}." for each in found for said in each.documents
    }
    return sorted(cited | others)


def _cells(found: Finding) -> tuple[str, ...]:
    claim = found.claim
    then, now = (dated(figure, claim.stated) for figure in (found.then, found.now))
    why = f"{found.reason} {claim.only_source}".strip()
    said = f"{claim.text} ({claim.stated_as}; {claim.paper}, {claim.locator})"
    return claim.id, said, then, now, str(found.verdict), why


def _scores(found: Sequence[Finding]) -> pd.DataFrame:
    return scoreboard(found).rename_axis("paper").reset_index()


def _markdown(found: Sequence[Finding], path: Path) -> None:
    def table(head: Iterable[object], rows: Iterable[tuple[object, ...]]) -> str:
        names = tuple(head)
        lines = [names, ("---",) * len(names), *rows]
        return "\n".join(
            f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |"
            for line in lines
        )

    scores = _scores(found)
    path.write_text(
        "\n\n".join([
            f"# {_TITLE}",
            table(scores.columns, scores.itertuples(index=False)),
            table(_HEAD, map(_cells, found)),
            "## Sources",
            "\n".join(f"- {line}" for line in _sources(found)),
        ])
        + "\n",
        encoding="utf-8",
    )


def _html(found: Sequence[Finding], path: Path) -> None:
    rows = "\n".join(
        f'<tr id="{html.escape(each.claim.id)}">'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in _cells(each))
        + "</tr>"
        for each in found
    )
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    sources = "\n".join(f"<li>{html.escape(line)}</li>" for line in _sources(found))
    scores = _scores(found).to_html(index=False, border=0)
    path.write_text(
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{_TITLE}</title>
<style>
body {{ font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem }}
table {{ border-collapse: collapse; margin: 1rem 0 }}
th, td {{ border-bottom: 1px solid #ccc; padding: .4rem .6rem }}
th, td {{ text-align: left; vertical-align: top }}
</style>
</head>
<body>
<h1>{_TITLE}</h1>
{scores}
<table><thead><tr>{head}</tr></thead><tbody>
{rows}
</tbody></table>
<h2>Sources</h2>
<ul>
{sources}
</ul>
</body>
</html>
""",
        encoding="utf-8",
    )


def _excel(found: Sequence[Finding], path: Path) -> None:
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        rows = pd.DataFrame([each.row() for each in found])
        rows.to_excel(book, sheet_name="claims", index=False)
        _scores(found).to_excel(book, sheet_name="scoreboard", index=False)
        lines = [each.lines.assign(claim=each.claim.id) for each in found if len(each.lines)]
        if lines:
            evidence = pd.concat(lines, ignore_index=True)
            evidence[evidence["pinned"]].to_excel(book, sheet_name="evidence", index=False)
        pd.DataFrame({"source": _sources(found)}).to_excel(
            book, sheet_name="sources", index=False
        )
        for sheet in book.sheets.values():
            sheet.freeze_panes = "A2"


def _latex(found: Sequence[Finding], path: Path) -> None:
    rows = "\n".join(
        " & ".join(_tex(cell) for cell in _cells(each)) + r" \\" for each in found
    )
    sources = "\n".join(rf"\item {_tex(line)}" for line in _sources(found))
    head = " & ".join(_HEAD)
    path.write_text(
        rf"""% Needs longtable and booktabs; XeLaTeX or LuaLaTeX.
\documentclass[a4paper,landscape]{{article}}
\usepackage{{booktabs,longtable,fontspec}}
\usepackage[margin=1.5cm]{{geometry}}
\usepackage[hidelinks]{{hyperref}}
\sloppy
\begin{{document}}
\section*{{{_TITLE}}}
\footnotesize
\begin{{longtable}}{{p{{1cm}}p{{7.5cm}}p{{2.6cm}}p{{2.6cm}}p{{1.8cm}}p{{8.5cm}}}}
\toprule
{head} \\
\midrule
\endhead
{rows}
\bottomrule
\end{{longtable}}
\section*{{Sources}}
\begin{{itemize}}
{sources}
\end{{itemize}}
\end{{document}}
""",
        encoding="utf-8",
    )


def _tex(text: str) -> str:
    signs = {
        "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        **{sign: rf"\{sign}" for sign in "&%$#_{}"},
    }  # fmt: skip
    return "".join(signs.get(letter, letter) for letter in text)


_WRITERS: dict[str, Callable[[Sequence[Finding], Path], None]] = {
    ".html": _html, ".md": _markdown, ".xlsx": _excel, ".tex": _latex
}  # fmt: skip
