"""Words on a figure: notes where there is room, and the source below.

Text is laid where it hides no data; nothing here changes what is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from migov import tidy
from migov.errors import ArgumentError
from migov.plots.asked import options
from migov.plots.style import FAINT, INK, figure_of, lay_out
from migov.words import edition

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation, Text
    from matplotlib.transforms import Bbox

PRINTED = "printed"  # the version of figures that a publication prints and no file holds
_REACH = (14, 24, 36, 52, 72, 96, 130, 170, 220)  # points between a note and what it speaks of
# As its own suggested citations shorten it.
_SHORT = {
    "United Nations, Department of Economic and Social Affairs, Population Division": "UN DESA"
}
_WAYS = 16  # directions that a note may lie in


def caption(target: Axes | Figure, table: Any, more: str = "") -> Text:
    """A small line below the figure that says where its figures come from.

    Parameters
    ----------
    target : Axes or Figure
        What was drawn.
    table : pandas.DataFrame or Finding or None
        The table that was drawn, with its provenance; or a claim's finding.
    more : str
        What else a reader should know of the figure; said alone if there is no table.

    Raises
    ------
    ArgumentError
        If the table does not say where it comes from, or there are no axes and no figure.

    Examples
    --------
    >>> import migov
    >>> ax = migov.plots.lines(migov.load("gdp", economies="NAM"), source=False)
    >>> caption(ax, migov.load("gdp", economies="NAM")).get_text()  # doctest: +ELLIPSIS
    'Source: World Bank...NY.GDP.MKTP.CD...'
    """
    from matplotlib.figure import Figure, SubFigure

    if not isinstance(target, (Figure, SubFigure)):
        options(target=target)
    options(more=more)
    known = isinstance(getattr(table, "lines", table), (pd.DataFrame, pd.Series, type(None)))
    if target is None or not known:
        raise ArgumentError(
            "caption() takes the axes or figure that were drawn, and the table or finding; this is "
            f"{type(target if known else table).__name__}."
        )
    figure = target if isinstance(target, Figure) else figure_of(target)
    source = "" if table is None else source_line(table)
    text = " ".join(part for part in (source, more) if part)
    if not text:
        raise ArgumentError(
            "The table does not say where it comes from. Load it with migov.load(), or write the "
            "source yourself: ax.figure.supxlabel('Source: ...')."
        )
    size = 8.5
    wide = int(figure.get_figwidth() * 72 / (size * 0.6))
    text = fill(text, wide)
    if target is not figure and len(figure.axes) > 1:
        text = _joined(figure.get_supxlabel(), text)
    return figure.supxlabel(
        text, x=0.01, ha="left", fontsize=size, color=FAINT, linespacing=1.3
    )


def _joined(before: str, text: str) -> str:
    """The captions of pictures on one page, each sentence once."""
    old, new = " ".join(before.split()), " ".join(text.split())
    if new in old:
        return before
    return text if old in new else f"{before}\n{text}"


def source_line(table: Any) -> str:
    """Publisher, codes and vintages of a table or finding in one sentence; empty if not known.

    The codes are the publisher's, by which a reader finds the series there; a finding says them in
    ``codes`` (series → code), and where it does not, the series stand in their place; likewise
    ``publishers`` (series → name) where a line rests on several.
    """
    lines = getattr(table, "lines", None)
    if lines is not None:
        pinned = lines[lines["pinned"]] if "pinned" in lines else lines
        # The date of an event is the figure itself, and no edition of what tells it.
        rows = pinned[["source", "series", "version"]]
        if "unit" in pinned:
            dates = (pinned["unit"] == "year") & (pinned["series"] == "")
            rows = rows.assign(version=rows["version"].mask(dates, ""))
        rows = rows.drop_duplicates()
        codes, whose = getattr(table, "codes", {}), getattr(table, "publishers", {})
        found = [
            (whose.get(series, source), codes.get(series, series), version)
            for source, listed, versions in rows.itertuples(index=False)
            for series, version in _paired(str(listed).split(", "), str(versions).split("/"))
        ]
        # A line on a series may rest on a list as well, which its publisher does not give.
        told = {part for publisher, *_ in found for part in publisher.split("; ")}
        found += [(part, "", "") for source in rows["source"].drop_duplicates()
                  for part in str(source).split("; ") if part not in told]  # fmt: skip
    else:
        found = [
            (record["publisher_name"], record["code"], record["version"])
            for record in tidy.provenance(table).values()
        ]
    return _sentence(found)


def note(
    ax: Axes,
    text: str,
    xy: tuple[float, float],
    colour: str = INK,
    bold: bool = False,
    side: int = 0,
    lead: bool = True,
) -> Annotation:
    """Write `text` near a point, where it hides the least of the lines and of other notes.

    ``side`` is 1 for above the point, -1 for below, 0 for wherever there is room; ``lead`` draws a
    thin line from the text to the point.
    """
    from matplotlib.transforms import Bbox

    figure = figure_of(ax)
    lay_out(figure)
    taken, words = _taken(ax), [_box(other) for other in ax.texts]
    start = ax.transData.transform(xy)
    frame = ax.get_window_extent()
    # Beside the axes stand their figures and the names of lines; above them a title, or nothing.
    above = 1.0 if ax.get_title() or ax.get_title("left") else 0.5
    point = figure.dpi / 72
    written = ax.annotate(
        text, xy, xytext=(0, 0), textcoords="offset points", color=colour, fontsize=10,
        fontweight="bold" if bold else "normal", linespacing=1.2, zorder=6,
        bbox={"boxstyle": "round,pad=0.2", "fc": "white", "ec": "none", "alpha": 0.85},
        arrowprops={
            "arrowstyle": "-", "color": colour, "lw": 0.9, "shrinkA": 2, "shrinkB": 5,
        } if lead else None,
    )
    written.set_in_layout(False)  # it lies inside the axes, which should not move because of it
    size = _box(written)
    wide, high, edge = size.width, size.height, 3 * point
    marks = _marks(ax)
    marks = marks[np.abs(marks - start).max(axis=1) > 5 * point]

    def cost(across: float, up: float) -> float:
        x = start[0] + across * point - (wide / 2 if not across else wide * (across < 0))
        y = start[1] + up * point - (high / 2 if not up else high * (up < 0))
        box = Bbox.from_bounds(x, y, wide, high).padded(edge)
        outside = (
            max(0.0, frame.x0 - box.x0) + max(0.0, box.x1 - frame.x1)
            + max(0.0, frame.y0 - box.y0) + above * max(0.0, box.y1 - frame.y1)
        )
        hidden = (
            (taken[:, 0] > box.x0) & (taken[:, 0] < box.x1)
            & (taken[:, 1] > box.y0) & (taken[:, 1] < box.y1)
        )
        astray = side * up < 0
        steps = np.linspace(0, 1, 10)[:, None]
        way = start + steps * (np.array([across, up]) * point)
        crossed = sum(int(other.contains(*step)) for other in words for step in way)
        # A line that runs through another mark seems to speak of that.
        struck = lead * (np.abs(marks - way[:, None]).max(axis=2) < 5 * point).sum()
        return float(
            80 * outside / point + 10 * hidden.sum() + 25 * crossed + 60 * astray
            + 20 * struck + np.hypot(across, up)
        )

    across, up = min(_offsets(), key=lambda offset: cost(*offset))
    written.set_position((across, up))
    written.set_horizontalalignment(_aligned(across, "left", "right"))
    written.set_verticalalignment(_aligned(up, "bottom", "top"))
    return written


def _sentence(found: Sequence[tuple[str, str, str]]) -> str:
    by_source: dict[tuple[str, str], list[str]] = {}
    uncoded: dict[str, dict[str, None]] = {}  # what no publisher codes: members, dates
    for publisher, code, version in found:
        if code or version == PRINTED:
            codes = by_source.setdefault((_SHORT.get(publisher, publisher), version), [])
            if code and code not in codes:
                codes.append(code)
        else:  # each of the documents behind it once
            uncoded.setdefault(version, {}).update(dict.fromkeys(publisher.split("; ")))
    by_source |= {("; ".join(documents), version): [] for version, documents in uncoded.items()}
    by_codes: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (publisher, version), codes in by_source.items():
        by_codes.setdefault((publisher, tuple(codes)), []).append(version)
    parts = [
        f"{publisher}, in print"
        if list(versions) == [PRINTED]
        else ", ".join(filter(None, (publisher, *codes, edition(versions, bool(codes)))))
        for (publisher, codes), versions in by_codes.items()
    ]
    return f"Source: {'; '.join(parts)}." if parts else ""


def _paired(series: Sequence[str], versions: Sequence[str]) -> list[tuple[str, str]]:
    """Each series with its vintage; a line that does not say which is whose keeps all of them."""
    if len(series) == len(versions):
        return list(zip(series, versions, strict=True))
    return [(each, "/".join(versions)) for each in series]


def _taken(ax: Axes) -> np.ndarray:
    """Points of the figure that a note should not cover: along lines, markers and other notes."""
    found = [np.empty((0, 2))]
    for line in ax.get_lines():
        if line.get_transform() != ax.transData:  # a guide, which may run behind a note
            continue
        points = ax.transData.transform(np.column_stack(line.get_data(orig=False)))
        points = points[np.isfinite(points).all(axis=1)]
        if line.get_drawstyle() == "steps-post":
            corners = np.column_stack([points[1:, 0], points[:-1, 1]])
            points = np.insert(points, np.arange(1, len(points)), corners, axis=0)
        if len(points) > 1:
            steps = np.linspace(0, 1, 12)[:, None, None]
            points = (points[:-1] * (1 - steps) + points[1:] * steps).reshape(-1, 2)
        found.append(points)
    for text in ax.texts:
        box = _box(text)
        across, up = np.linspace(box.x0, box.x1, 16), np.linspace(box.y0, box.y1, 6)
        found.append(np.array(np.meshgrid(across, up)).reshape(2, -1).T)
    return np.concatenate(found)


def _marks(ax: Axes) -> np.ndarray:
    """Points of the figure where a single figure is marked, such as what a paper states."""
    drawn = [np.column_stack(line.get_data(orig=False)) for line in ax.get_lines()
             if line.get_transform() == ax.transData]
    single = [points for points in drawn if len(points) == 1]
    return ax.transData.transform(np.concatenate([np.empty((0, 2)), *single]))


def _box(text: Text) -> Bbox:
    """Where the words stand, without the line that leads to them."""
    from matplotlib.text import Annotation
    from matplotlib.text import Text as Words

    if isinstance(text, Annotation):
        text.get_window_extent()  # for its side effect: the words move to where they were put
    return Words.get_window_extent(text)


def _offsets() -> list[tuple[float, float]]:
    turns = np.arange(_WAYS) * 2 * np.pi / _WAYS + np.pi / 4
    return [
        (round(far * np.cos(turn), 1), round(far * np.sin(turn), 1))
        for far in _REACH
        for turn in turns
    ]


def _aligned(offset: float, after: str, before: str) -> Any:
    return after if offset > 0 else before if offset < 0 else "center"
