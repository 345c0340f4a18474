"""What an economy is, as the colour of its shape: party, signatory or neither, in words.

Takes a table with a word for each economy and draws it; nothing is loaded, and an economy without
a word is grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from migov import economies
from migov.compiled import said_of
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError, SchemaError, UnknownNameError, nearest
from migov.maps import paper
from migov.maps.outline import territories
from migov.maps.projection import equal_earth
from migov.plots.asked import options, sound
from migov.plots.headings import heading, shown
from migov.plots.style import INK, PALETTE, style
from migov.words import few

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FACES = (PALETTE[0], PALETTE[1], PALETTE[2], "#f2dc8c")
_HATCHES = ("", "////", "", "....")
_DOT = 17.0  # points², of a small state's dot


@style()
def kinds(
    table: pd.DataFrame,
    column: str,
    *,
    order: Sequence[str] | None = None,
    within: paper.Within | None = None,
    title: str | None = None,
    source: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """The world with a colour for each word, small states as dots, the others grey.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns `economy` and `column`, an economy a row.
    column : str
        The words: up to four of them.
    order : sequence of str, optional
        The words as they stand in the key; by default the most frequent first.
    within : str, list of str or tuple of float, optional
        A part of the world, as in :func:`corridors`.
    title : str, optional
        What stands above; if not said, what the table is, as those of memberships say.
    source : bool
        Whether the caption says on what evidence the table rests, and what part of a list it has.
    ax : Axes, optional
        Where to draw; a new figure if not said.

    Raises
    ------
    SchemaError
        If a column is not there.
    ArgumentError
        If the words are none or too many, an economy has two, or `order` leaves one out.
    UnknownNameError
        If a code is none that is known.

    Examples
    --------
    >>> import migov
    >>> vote = migov.governance.members("GCM", status="all")
    >>> ax = kinds(vote, "status")
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['in favour (152)', 'abstained (12)', 'against (5)']
    """
    options(column=column, order=order, title=title, source=source, ax=ax)
    sound(table)
    said = _checked(table, column)
    words = list(order) if order is not None else said.value_counts().index.tolist()
    _refuse_words(said, words, column)
    counts = said.value_counts()
    fresh = ax is None
    ax = paper.sheet(ax, within)
    look = dict(zip(words, zip(_FACES, _HATCHES, strict=True), strict=False))
    faces = {
        code: {"facecolor": look[word][0], "hatch": look[word][1] or None,
               "hatchcolor": "white", "hatch_linewidth": 0.6}
        for code, word in said.items()
    }  # fmt: skip
    paper.land(ax, faces, facecolor=paper.LAND, zorder=1)
    small = [each for each in territories() if each.small and each.economy in said.index]
    if small:
        x, y = equal_earth(*np.transpose([each.point for each in small]))
        ax.scatter(x, y, s=_DOT, color=[look[said[each.economy]][0] for each in small],
                   edgecolor=INK, linewidth=0.4, zorder=4)
    heading(ax, shown(table) if title is None else title, fresh)
    _key(ax, [(f"{word} ({counts.get(word, 0)})", *look[word]) for word in words])
    known = _known(table) if source else ()
    return paper.credit(ax, table, source, 0.35 if fresh else None, *known)


def _known(table: pd.DataFrame) -> tuple[str, str]:
    """The documents that a compiled table rests on, and what its list lacks; empty if not said."""
    rows = rows_of(read_table("governance/evidence.csv"))
    named = {row["evidence"]: row["source"] for row in rows}
    documents = [named[key] for key in said_of(table).get("evidence", ()) if key in named]
    about = table.attrs.get("migov", {})
    partial = str(about.get("partial", "")) if isinstance(about, dict) else ""
    return f"Source: {'; '.join(documents)}." if documents else "", partial


def _checked(table: pd.DataFrame, column: str) -> pd.Series:
    missing = sorted({"economy", str(column)} - set(getattr(table, "columns", ())))
    if missing:
        raise SchemaError(
            f"kinds() finds no column {', '.join(missing)}. Give a table with an economy a row, "
            "such as governance.members(...), and name the column of words."
        )
    rows = table[["economy", column]].dropna()
    rows = rows[rows["economy"] != "EUU"]
    unknown = sorted(set(rows["economy"]) - set(economies.table()["economy"]))
    if unknown:
        raise UnknownNameError(
            "economy", unknown, nearest(unknown[0], economies.table()["economy"]),
            "A map takes codes; migov.economies.resolve() turns names into them.",
        )
    twice = rows.loc[rows["economy"].duplicated(), "economy"]
    if len(twice):
        raise ArgumentError(
            f"{few(twice)} stands in the table more than once, and a map has one colour for it. "
            "Ask for one date, or one status."
        )
    return rows.set_index("economy")[column].astype(str)


def _refuse_words(said: pd.Series, words: Sequence[str], column: str) -> None:
    if not 0 < len(words) <= len(_FACES):
        raise ArgumentError(
            f"The column {column} has {len(words)} different words; 1 to {len(_FACES)} can be told "
            "apart on a map. For figures there is migov.maps.choropleth()."
        )
    left = sorted(set(said) - set(words))
    if left:
        raise ArgumentError(f"order= leaves out {few(left)}. Name every word of {column}.")


def _key(ax: Axes, entries: Sequence[tuple[str, str, str]]) -> None:
    from matplotlib.patches import Patch

    ax.legend(
        handles=[
            Patch(facecolor=face, hatch=hatch or None, hatchcolor="white", hatch_linewidth=0.6,
                  edgecolor="white", label=text)
            for text, face, hatch in entries
        ],
        loc="upper center", bbox_to_anchor=(0.5, 0.02), ncols=len(entries), fontsize=9.5,
        handlelength=1.6, columnspacing=1.4,
    )  # fmt: skip
