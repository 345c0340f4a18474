"""``migov governance …``: the verbs of this package from a shell, as a table and as its text."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import pandas as pd

from migov.errors import MigovError
from migov.governance.coverage import coverage
from migov.governance.disagreements import disagreements, other_dates, other_lists
from migov.governance.members import arrangements, evidence, members, membership
from migov.governance.movement import free_movement
from migov.governance.treaties import parties, signatories
from migov.governance.validity import check

_WIDEST = 70
_LEFT_OUT = {
    "arrangements": ("aliases", "bindingness", "scope", "in_force", "known_from", "known_until",
                     "includes", "predecessor", "secretariat", "mentioned_in", "stated",
                     "changed_since", "evidence", "confidence", "note"),
    "members": ("evidence",),
    "membership": ("kind", "level", "evidence", "note"),
    "parties": ("entry_into_force", "withdrawal", "reservation", "evidence", "note"),
    "signatories": ("action", "deposit", "entry_into_force", "withdrawal", "reservation",
                    "evidence", "note"),
    "disagreements": ("one", "other", "why", "evidence"),
}  # fmt: skip


def answer(options: argparse.Namespace) -> pd.DataFrame:
    """The table that a command asks for.

    Raises
    ------
    MigovError
        As the verb does.

    Examples
    --------
    >>> asked = argparse.Namespace(step="members", name="RCM", on="1999-01-28", status=None)
    >>> len(answer(asked))
    10
    """
    return _STEPS[options.step](options)


def text(options: argparse.Namespace) -> str:
    """What a command prints: its table without what is too wide, and what must be known of it.

    Raises
    ------
    MigovError
        If ``check`` finds what nobody has explained; otherwise as the verb does.

    Examples
    --------
    >>> asked = argparse.Namespace(step="members", name="RCM", on="1999-01-28", status=None)
    >>> print(text(asked).splitlines()[0])
    10 rows
    """
    table = answer(options)
    if options.step == "check":
        return _checked(table)
    said = table.attrs["migov"]["caveats"]
    shown = table.drop(columns=[*_LEFT_OUT.get(options.step, ())], errors="ignore").map(_readable)
    if options.step == "coverage":
        shown = shown.rename(columns={"share": "share, %"})
    body = shown.to_string(index=False) if len(table) else "None is known here."
    return "\n".join([f"{len(table)} row{'' if len(table) == 1 else 's'}", body, *said])


_STEPS: dict[str, Callable[[argparse.Namespace], pd.DataFrame]] = {
    "arrangements": lambda asked: arrangements(
        kind=asked.kind, level=asked.level, paper=asked.paper, on=asked.on
    ),
    "members": lambda asked: members(asked.name, asked.on, status=asked.status),
    "parties": lambda asked: parties(asked.name, asked.on),
    "signatories": lambda asked: signatories(asked.name, asked.on),
    "membership": lambda asked: membership(asked.economy),
    "free-movement": lambda asked: free_movement(
        asked.origin, asked.destination, asked.on, right=asked.right, status=asked.status
    ),
    "coverage": lambda asked: coverage(
        asked.name, asked.on, of=asked.of, year=asked.year, version=asked.of_figures
    ),
    "disagreements": lambda asked: disagreements(asked.name),
    "other-lists": lambda asked: other_lists(asked.name),
    "other-dates": lambda asked: other_dates(asked.name),
    "evidence": lambda asked: evidence(asked.keys or None),
    "check": lambda asked: check(),
}


def _checked(found: pd.DataFrame) -> str:
    open_ones = found[found["reason"] == ""]
    said = f"{len(found)} findings, {len(found) - len(open_ones)} of them explained."
    if len(open_ones):
        shown = open_ones.drop(columns="reason").to_string(index=False)
        raise MigovError(
            f"{said}\n{shown}\nMend datasets/governance, or say in explained.csv why it is right."
        )
    reasons = found.groupby(["finding", "reason"], sort=True).size()
    lines = [f"{count:4d}  {rule}: {why}" for (rule, why), count in reasons.items()]
    return "\n".join([said, *lines])


def _readable(cell: object) -> object:
    """A cell as it is printed: long ones cut, persons with commas, per cent with two decimals."""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell.is_integer() else f"{cell:,.2f}"
    written = str(cell)
    return cell if len(written) <= _WIDEST else f"{written[: _WIDEST - 1]}…"
