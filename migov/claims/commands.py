"""``migov claims …``: the table of claims and its steps from a shell, as the text to print.

Each calls one public verb; a verdict never makes a command fail, and nothing is printed here.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from migov import claims
from migov.errors import ArgumentError


def text(options: argparse.Namespace) -> str:
    """What ``migov claims`` and its steps print.

    Raises
    ------
    MigovError
        As the verb does, or if an option belongs to another step.

    Examples
    --------
    >>> asked = argparse.Namespace(
    ...     step="show", ids=["O018"], before=None, after=None, filters=(), forms=()
    ... )
    >>> print(text(asked).splitlines()[0])
    O018 remittances-1995
    """
    step = options.step
    given = [name for name in (*options.filters, *options.forms) if getattr(options, name)]
    if step != "table" and given:
        does = "chooses from the table" if given[0] in options.filters else "is a form of the table"
        raise ArgumentError(f"--{given[0]} {does}; migov claims {step} takes ids.")
    for name, value in (("from", options.before), ("to", options.after)):
        if step != "diff" and value is not None:
            raise ArgumentError(
                f"--{name} belongs to migov claims diff, such as diff --from 2016-11."
            )
    return _STEPS[step](options)


def _table(options: argparse.Namespace) -> str:
    chosen = {name: getattr(options, name) for name in options.filters}
    table = claims.table(options.ids or None, **chosen)
    if options.json:
        return f"{table.to_json(orient='records', indent=2, force_ascii=False)}\n"
    if options.csv:
        return table.to_csv(index=False)
    return claims.markdown(table) if options.markdown else claims.text(table)


def _show(options: argparse.Namespace) -> str:
    if not options.ids:
        raise ArgumentError("Name the claims to show, such as migov claims show O037.")
    cards = (f"{each!r}\n\n{each.claim.code()}\n" for each in claims.findings(options.ids))
    return "\n".join(cards)


def _report(options: argparse.Namespace) -> str:
    if options.path is None:
        raise ArgumentError("Name the file to write, such as migov claims report ledger.html.")
    return f"Written: {claims.report(options.path, options.ids or None)}\n"


def _diff(options: argparse.Namespace) -> str:
    if options.before is None:
        raise ArgumentError("Say from which date, such as migov claims diff --from 2016-11.")
    after = options.after or "pinned"
    found = claims.diff(options.before, after, options.ids or None)
    said = [
        f"{row['id']} {row['slug']}: {row['from']} → {row['to']}. {row['reason']}"
        for row in found.to_dict("records")
    ]
    count = f"{len(found)} verdict{'s differ' if len(found) != 1 else ' differs'}"
    lines = [f"{count} between {options.before} and {after}.", *said,
             *found.attrs["migov"]["caveats"]]  # fmt: skip
    return "\n".join(lines) + "\n"


_STEPS: dict[str, Callable[[argparse.Namespace], str]] = {
    "table": _table, "show": _show, "report": _report, "diff": _diff
}
