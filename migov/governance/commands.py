"""``migov governance …``: the verbs of this package from a shell, each as text to be printed."""

from __future__ import annotations

import argparse

import pandas as pd

from migov.errors import MigovError
from migov.governance.disagreements import disagreements
from migov.governance.members import arrangements, members, membership
from migov.governance.treaties import parties
from migov.governance.validity import check


def text(options: argparse.Namespace) -> str:
    """What a command prints.

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
    if options.step == "check":
        return _checked(check())
    if options.step == "arrangements":
        table = arrangements(kind=options.kind, level=options.level, paper=options.paper,
                             on=options.on)  # fmt: skip
        columns = ["arrangement", "name", "kind", "level", "founded", "ended", "members"]
        return _shown(table, columns)
    if options.step == "members":
        table = members(options.name, options.on, status=options.status)
        return _shown(table, ["economy", "status", "from", "to", "confidence", "note"])
    if options.step == "parties":
        table = parties(options.name, options.on)
        wanted = ["economy", "status", "signature", "action", "deposit", "from", "to", "confidence"]
        return _shown(table, [column for column in wanted if column in table])
    if options.step == "disagreements":
        return _shown(disagreements(options.name), ["arrangement", "economy", "about", "one_says",
                                                    "other_says", "chosen"])  # fmt: skip
    columns = ["arrangement", "status", "from", "to", "confidence", "name"]
    return _shown(membership(options.economy), columns)


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


def _shown(table: pd.DataFrame, columns: list[str]) -> str:
    said = table.attrs.get("migov", {}).get("caveats", [])
    short = table[columns].map(lambda cell: cell if len(str(cell)) <= 70 else f"{str(cell)[:69]}…")
    return "\n".join([f"{len(table)} rows", short.to_string(index=False), *said])
