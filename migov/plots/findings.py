"""A claim on its evidence: what the paper said, beside what the data say.

The figure is drawn from a finding as it is; nothing is checked or judged here.
"""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from migov.errors import SchemaError
from migov.plots import shapes
from migov.plots.asked import options
from migov.plots.ends import make_room, name_ends
from migov.plots.frame import draw_line, lists, over_years
from migov.plots.labels import PRINTED, caption, note
from migov.plots.style import FAINT, INK, PAPER, axes, figure_of, look, style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_FARTHEST = 8  # a line that rises so many times above the verdict's own would flatten it
_MEASURED = ("%", "ratio", "US$", "million", "per ")  # units of what is not counted one by one
_AROUND = 10  # years shown on both sides of a single one
_OF_A_DATE = 2.6  # inches of a figure that has a date to show and nothing else
_NEEDED = ("claim", "lines", "then", "now")


@style()
def claim(
    finding: Any, ax: Axes | None = None, *, source: bool = True, grow: bool = False
) -> Axes:
    """Draw a finding: a line for each source, and the paper's figure at the year it speaks of.

    Lines that do not share the unit of the one that the verdict rests on are left out, and so are
    those that would flatten it, which the figure says; earlier vintages are thin and grey.  What
    counts a list (members, parties) is drawn in steps, and in points where it is known at some
    dates only.

    Parameters
    ----------
    finding : migov.claims.Finding
        What ``migov.claims.get("O018").check()`` gives.
    ax : Axes, optional
        Where to draw; a new figure if not said.
    source : bool
        Say below the figure where its figures come from.
    grow : bool
        Let the figure of given axes become higher, as one of its own does, where many names or
        sources need it.

    Raises
    ------
    SchemaError
        If it is not a finding.

    Examples
    --------
    >>> import migov
    >>> ax = claim(migov.claims.get("O018").check())
    >>> ax.get_xlabel()
    'Year'
    """
    options(ax=ax, source=source, grow=grow)
    missing = [name for name in _NEEDED if not hasattr(finding, name)]
    if missing:
        raise SchemaError(
            f"claim() draws a finding, and a {type(finding).__name__} has no "
            f"{', '.join(missing)}. Check the claim first: migov.claims.get('O018').check()."
        )
    said, unit = finding.claim, _unit(finding)
    rows = finding.lines
    if len(rows):
        rows = rows[rows["unit"] == unit]
    # A date has its place on the axis of years and none on the other.
    stated = None if _dated(finding) else said.stated
    rows, remarks = _within_reach(rows, stated)
    given, ax = ax is not None and not grow, axes(ax)
    ends = []
    lines = _pinned(rows)
    head, names = _shared([name for name, _ in lines])
    for number, ((name, one), short) in enumerate(zip(lines, names, strict=True)):
        shown = look(number)
        width = 2.6 if bool(one["basis"].any()) else 1.6
        if set(one["version"]) == {PRINTED}:  # a few figures from print, with nothing between them
            shown = {**shown, "linestyle": "none", "markersize": 7}
        draw_line(
            ax, one.set_index("year")["value"], **shown, linewidth=width, zorder=4, label=name,
            steps=lists(unit),
        )
        last = one.iloc[-1]
        now = f"\n{_told(finding.now, said)}" if _is_now(finding, last) else ""
        ends.append((short + now, float(last["year"]), float(last["value"]), shown["color"]))
    if stated is not None:
        ax.plot(
            said.year, stated, marker="D", markersize=9, color=PAPER, linestyle="none",
            markeredgecolor="white", zorder=6,
        )
    counted = shapes.axis_label(unit) if unit else ""
    over_years(ax, "\n".join(filter(None, (fill(head, 34), counted))))
    ax.axvline(_when(finding), color=PAPER, linewidth=0.9, linestyle=":", zorder=1)
    if stated is not None:
        ax.axhline(stated, color=PAPER, linewidth=0.9, linestyle=":", zorder=1)
    if len(rows) and rows["year"].nunique() == 1:  # one year alone would stand on two centuries
        ax.set_xlim(said.year - _AROUND, said.year + _AROUND)
    low, high = ax.get_ylim()
    reach = [low, high]
    for one in _earlier(rows):
        draw_line(
            ax, one.set_index("year")["value"], marked=False, color="#9a9a9a", linewidth=0.9,
            linestyle="-", zorder=2, steps=lists(unit),
        )
        reach += [one["value"].min(), one["value"].max()]
    # An earlier vintage far from the others does not flatten them; above, room for what is written.
    most = 0.25 * (high - low)
    low, high = max(min(reach), low - most), min(max(reach), high + most)
    if max(reach) > high:
        remarks.append(f"Grey lines leave it where an earlier vintage has up to "
                       f"{shapes.plain(max(reach))}.")
    ax.set_ylim(low, high + 0.12 * (high - low))
    if remarks:
        ax.set_title(fill(" ".join(remarks), 62), fontsize=9, color=FAINT)
    if not given and not unit:
        figure_of(ax).set_figheight(_OF_A_DATE)
    if source and len(finding.lines):
        words = caption(ax, finding).get_text()
        if not given:  # of many sources, lines that would leave the data no room
            figure_of(ax).set_figheight(
                figure_of(ax).get_figheight() + 0.16 * max(0, words.count("\n") - 1)
            )
    if not given:
        make_room(ax, ends)
    name_ends(ax, ends)
    _notes(ax, finding, said, unit)
    return ax


def _notes(ax: Axes, finding: Any, said: Any, unit: str) -> None:
    dated = _dated(finding)
    stated = None if dated else said.stated
    height = stated if stated is not None else ax.get_ylim()[1] * 0.94
    words = fill(str(said.stated_as), 26)
    if not len(finding.lines) or not unit:  # before anything is written at a place on the axes
        ax.set(xlim=(_when(finding) - _AROUND, _when(finding) + _AROUND), yticks=[])
    note(
        ax, f"{said.paper}, for {said.year}:\n{words}", (_when(finding), height), PAPER, True,
        lead=stated is not None,
    )
    if dated and finding.then is not None:
        ax.axvline(finding.then.value, color=INK, linewidth=0.9, zorder=1)
        low, high = ax.get_ylim()
        note(ax, f"data: {finding.then.value:.0f}", (finding.then.value, (low + high) / 2))
    for figure in (finding.then, finding.now):
        if figure is not None and figure.unit == unit:
            ax.plot(
                figure.year, figure.value, marker="o", markersize=8, markerfacecolor="none",
                markeredgecolor=INK, linestyle="none", zorder=5,
            )
    # The newest figure is told where its line is named, beside the axes, and needs no room within.
    if finding.then is not None and finding.then.unit == unit:
        note(ax, _told(finding.then, said), (finding.then.year, finding.then.value))
    if not len(finding.lines):
        ax.text(
            0.5, 0.08, "No public series can speak to it.", transform=ax.transAxes, ha="center",
            color=FAINT,
        )


def _dated(finding: Any) -> bool:
    """Whether the claim gives a date: then its figure is a year."""
    rows = finding.lines
    return len(rows) > 0 and "year" in set(rows.loc[rows["basis"], "unit"])


def _when(finding: Any) -> float:
    """Where on the axis of years the paper's claim stands."""
    stated = finding.claim.stated
    return float(stated) if _dated(finding) and stated is not None else float(finding.claim.year)


def _told(figure: Any, said: Any) -> str:
    counted = figure.value == round(figure.value) and not str(said.unit).startswith(_MEASURED)
    value = f"{figure.value:,.0f}" if counted else shapes.beside(figure.value, said.stated)
    return f"data, {figure.year}: {value}"


def _is_now(finding: Any, point: pd.Series) -> bool:
    return finding.now is not None and bool(point["basis"]) and finding.now.year == point["year"]


def _unit(finding: Any) -> str:
    """The unit that is drawn: that of the line the verdict rests on; none for a date alone."""
    rows = finding.lines
    if not len(rows):
        return finding.claim.unit
    basis = rows[rows["basis"]]
    if _dated(finding):
        others = rows.loc[rows["unit"] != "year", "unit"]
        return str(others.iloc[0]) if len(others) else ""
    return str((basis if len(basis) else rows)["unit"].iloc[0])


def _within_reach(
    rows: pd.DataFrame, stated: float | None
) -> tuple[pd.DataFrame, list[str]]:
    """The lines that one axis can show beside the verdict's own, and what is said of the others."""
    if not len(rows):
        return rows, []
    if not rows["basis"].any():
        return rows, []
    basis = rows.loc[rows["basis"], "value"].abs().max()
    peaks = rows[rows["pinned"]].groupby("label", sort=False)["value"].max()
    high = peaks[peaks > _FARTHEST * max(basis, abs(stated or 0))]
    return rows[~rows["label"].isin(high.index)], [
        f"Not drawn, since far above: {name} (up to {shapes.plain(peak)})."
        for name, peak in high.items()
    ]


def _pinned(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Label and points of each line in its pinned vintage, the verdict's own first."""
    if not len(rows):
        return []
    newest = rows[rows["pinned"]].sort_values("year")
    parts = [(str(name), one) for name, one in newest.groupby("label", sort=False)]
    return sorted(parts, key=lambda part: not part[1]["basis"].any())


def _shared(names: list[str]) -> tuple[str, list[str]]:
    """What three names and more begin with, to be said once, and what is left of each."""
    head = min((name.split(", ")[0] for name in names), key=len, default="")
    if len(names) < 3 or not all(f"{name}, ".startswith(f"{head}, ") for name in names):
        return "", names
    return head, [name[len(head) + 2 :] or "all" for name in names]


def _earlier(rows: pd.DataFrame) -> list[pd.DataFrame]:
    if not len(rows):
        return []
    older = rows[~rows["pinned"]].sort_values("year")
    return [one for _, one in older.groupby(["label", "version"], sort=False)]
