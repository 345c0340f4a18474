"""How a result shows itself: as text where it is printed, as a small table in a notebook.

Both say what was estimated, on what, the coefficients and how sure they are; nothing is computed.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_HEADS = {
    "term": "",
    "estimate": "estimate",
    "std_error": "std. error",
    "statistic": "t",
    "p_value": "p value",
    "conf_low": "95 % CI from",
    "conf_high": "to",
}


class Shown:
    """A result with ``summary()``, made of a heading, its coefficients, and what is around them."""

    def summary(self) -> str:
        """The result in a few lines of text."""
        heading, above, below = self._parts()
        return "\n".join([heading, *above, *self._coefficients(), *below])

    def tidy(self) -> pd.DataFrame:
        """One row a term."""
        raise NotImplementedError

    def _parts(self) -> tuple[str, list[str], list[str]]:
        """The heading, and the lines above and below the coefficients."""
        raise NotImplementedError

    def _coefficients(self) -> list[str]:
        """The coefficients as lines of text."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.summary()

    def _repr_html_(self) -> str:
        heading, above, below = self._parts()
        unit = getattr(self, "unit", "")
        heads = {**_HEADS, "estimate": f"estimate, {unit}" if unit else "estimate"}
        rows = [
            "".join(f"<td>{escape(_written(value))}</td>" for value in row)
            for row in self.tidy()[list(heads)].itertuples(index=False)
        ]
        return (
            f"<p><strong>{escape(heading)}</strong></p>{_lines(above)}<table><thead><tr>"
            + "".join(f"<th>{escape(head)}</th>" for head in heads.values())
            + "</tr></thead><tbody>"
            + "".join(f"<tr>{row}</tr>" for row in rows)
            + f"</tbody></table>{_lines(below)}"
        )


def _lines(lines: list[str]) -> str:
    # A label and what it says stand apart by spaces, which a page does not show.
    text = "<br/>".join(escape(re.sub(r"\s{2,}", ": ", line.strip(), count=1)) for line in lines)
    return f"<p>{text}</p>" if text else ""


def _written(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return "" if value != value else f"{value:.4g}"
