"""The look of migov's figures: sizes, colours, line styles and markers.

The colours differ in lightness as well as in hue, and each goes with a line style and a marker, so
that a photocopy can still be read.  Nothing here draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from migov.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Chosen so that the first four are far apart in grey print and for readers without red or green
# cones, and each differs in lightness from the next; the tests measure it.
PALETTE = ("#004488", "#CC6611", "#66A5D9", "#111111", "#117755", "#B08500", "#882255", "#44AA99")
LINESTYLES = ("-", "--", "-.", (0, (1, 1.2)), "-", (0, (5, 1, 1, 1, 1, 1)), "--", "-.")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")

INK = "#222222"
FAINT = "#6b6b6b"
GRID = "#e3e3e3"
PAPER = "#a50f15"  # what a paper states; used for nothing else

_FIGSIZE = (7.2, 4.2)


@contextmanager
def style() -> Iterator[None]:
    """The style within a block.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with style():
    ...     fig, ax = plt.subplots()
    >>> ax.spines["top"].get_visible()
    False
    >>> plt.close(fig)
    """
    # Not rc_context(): on leaving it undoes what Jupyter's backend sets when it starts within,
    # and no later figure would be shown.
    current, settings = _pyplot().rcParams, _settings()
    before = {name: current[name] for name in settings}
    current.update(settings)
    try:
        yield
    finally:
        current.update(before)


def set_style() -> None:
    """The style from here on, for figures of one's own, seaborn's included.

    Examples
    --------
    >>> import matplotlib as mpl
    >>> with mpl.rc_context():
    ...     set_style()
    ...     mpl.rcParams["axes.spines.right"]
    False
    """
    _pyplot().rcParams.update(_settings())


def axes(ax: Axes | None = None) -> Axes:
    """`ax` itself, or new axes in the style on a figure of their own."""
    if ax is not None:
        return ax
    with style():
        return _pyplot().subplots()[1]


def figure_of(ax: Axes) -> Figure:
    """The figure that axes stand on."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def lay_out(figure: Figure) -> None:
    """Put everything on a figure where it will stand, without drawing it."""
    engine = figure.get_layout_engine()
    if engine is None:
        figure.draw_without_rendering()
    else:
        engine.execute(figure)


def look(number: int) -> dict[str, Any]:
    """Colour, line style and marker of the line with this number, counted from 0.

    Colours come again after the eighth, with another line style and another marker.
    """
    turn, again = number % len(PALETTE), number // len(PALETTE)
    return {
        "color": PALETTE[turn],
        "linestyle": LINESTYLES[(turn + again) % len(LINESTYLES)],
        "marker": MARKERS[(turn + 3 * again) % len(MARKERS)],
    }


def _pyplot() -> Any:
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        raise MissingExtraError("matplotlib", "lab", "Drawing a figure") from error
    return plt


def _settings() -> dict[str, Any]:
    from cycler import cycler

    return {
        "figure.figsize": _FIGSIZE,
        "figure.dpi": 110,
        "figure.constrained_layout.use": True,
        "savefig.dpi": 160,
        "font.size": 11,
        "font.family": "sans-serif",
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.labelsize": 10.5,
        "axes.titlesize": 12,
        "axes.titlelocation": "left",
        "axes.edgecolor": FAINT,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.labelsize": 10,
        "ytick.labelsize": 10,
        "lines.linewidth": 2,
        "lines.markersize": 4.5,
        "legend.frameon": False,
        "legend.fontsize": 10,
        "axes.prop_cycle": cycler(color=PALETTE) + cycler(linestyle=LINESTYLES),
    }
