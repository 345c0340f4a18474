"""What stands above a picture: the series that it shows, and what its lines do not say of it.

A heading is read from the table's provenance or given by the caller; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill
from typing import TYPE_CHECKING

import pandas as pd

from migov import tidy
from migov.compiled import said_of
from migov.plots.shapes import called
from migov.plots.style import FAINT, INK, figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE, _UNDER = 11.5, 10.5  # points of the heading, and of the line under it
_LINE = 0.235  # inches that a line of it needs
_SIDES = {"origin": "from ", "destination": "to "}


def heading(ax: Axes, text: str, fresh: bool, under: str = "", pad: float = 6) -> None:
    """Write what is shown above a picture.

    Parameters
    ----------
    text : str
        The heading; nothing is written if it is empty.
    fresh : bool
        Whether the figure is the picture's own: it grows by the heading, which runs from its left
        edge.  On axes of the caller's it stands where their title is, unless they have one.
    under : str
        A second line, fainter, for what is counted and when.
    pad : float
        Points between it and the axes.
    """
    figure = figure_of(ax)
    across = figure.get_figwidth() if fresh else ax.get_position().width * figure.get_figwidth()
    words = fill(text, max(int(across * 72 / (_SIZE * 0.56)), 20))
    if fresh:
        if words:
            figure.suptitle(words, x=0.01, ha="left", fontsize=_SIZE, color=INK, linespacing=1.2)
            grown = _LINE * (words.count("\n") + 1)
            figure.set_figheight(figure.get_figheight() + grown)
        if under:
            ax.set_title(under, fontsize=_UNDER, color=FAINT, pad=pad)
        return
    own = any(ax.get_title(loc) for loc in ("left", "center", "right"))
    above = "" if own else words
    if above or (under and not own):
        ax.set_title("\n".join(filter(None, [above, under])), fontsize=_UNDER, pad=pad,
                     color=INK if above else FAINT)


def shown(table: pd.DataFrame, named: Iterable[str] = (), unit: str | None = None) -> str:
    """The series of a table, and the place and sex that it holds alone; empty if it does not say.

    A table in another unit than its provenance says was reckoned from the series, which then is
    not what is shown: nothing is said of it.

    Parameters
    ----------
    table : pandas.DataFrame
        The table that is drawn, with its provenance.
    named : iterable of str
        What the lines, bars or cells are called, which need not be said again.
    unit : str, optional
        The unit that the caller gives.

    Examples
    --------
    >>> import migov
    >>> shown(migov.load("migrant_stock", destinations="USA", years=2024))
    'International migrant stock by origin and destination: to United States'
    >>> shown(migov.load("migrant_stock", destinations="USA", years=2024, sex="female"))
    'International migrant stock by origin and destination: to United States, female'
    """
    records = tidy.provenance(table).values()
    if not records:
        return str(said_of(table).get("title", ""))
    if unit is not None and any(record.get("unit") != unit for record in records):
        return ""
    titles = {str(record.get("title") or "") for record in records}
    words = " ".join(named)
    series = [title for title in titles if len(titles) == 1 and title and title not in words]
    said = []
    facts = table.attrs.get(tidy.ATTRS, {})
    for side in ("economy", *_SIDES):
        codes = table[side].unique() if side in table else [facts.get(side)]
        if len(codes) == 1 and isinstance(codes[0], str) and called(codes[0]) not in words:
            said.append(_SIDES.get(side, "") + called(codes[0]))
    sexes = set(table["sex"]) if "sex" in table else {record.get("sex") for record in records}
    said += [sex for sex in ("female", "male") if sexes == {sex}]
    return ": ".join([*series, *filter(None, [", ".join(said)])])
