"""Write the generated parts of README.md: claims, sources, and the first plot with its picture.

``python tools/readme.py`` writes them between their markers; ``--check`` only says whether they
are stale, with exit status 1 if so.  Every figure and licence comes from the package.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PICTURE = Path("docs") / "first-plot.png"
CLAIM = "O037"
# At least one claim of each verdict, topic and kind that a first reader would ask about.
SHOWN = (
    "O014", "O017", "O018", "O025", "O035", "O037", "O058",
    "G026", "G029", "G053", "G068", "G075", "G089",
)  # fmt: skip
CLAIM_PICTURE = Path("docs") / f"claim-{CLAIM.lower()}.png"

FIRST_PLOT = """\
import migov

table = migov.load("remittances_received", economies=["MEX", "IND", "PHL"], years=(1990, 2024))
axes = migov.plots.lines(table)
axes.figure.savefig("first-plot.png")
"""


def claims() -> str:
    """How many claims came to which verdict, and a few of them, then and now."""
    import migov

    rows = migov.claims.table()
    board = migov.claims.scoreboard(rows).rename_axis("paper").reset_index()
    board["checked"] = board["checked"].map("{:.0f} %".format)
    shown = rows[rows["id"].isin(SHOWN)]
    return "\n\n".join([
        _table(tuple(board.columns), board.astype(str).itertuples(index=False, name=None)),
        f"{len(SHOWN)} of them:",
        migov.claims.markdown(shown).strip(),
    ])


def sources() -> str:
    """Every file that series are read from, with its terms; and every series, folded."""
    from migov import registry

    rows = []
    for file in registry.files().values():
        pinned = [
            each
            for each in registry.series().values()
            if each.versions[each.pinned].file is file
        ]
        if not pinned:
            continue
        first = pinned[0]
        publisher = file.publisher
        held = sorted({each.pinned for each in pinned})
        held = held if len(held) < 3 else [f"{held[0]} to {held[-1]}"]
        embedded = [each.versions[each.pinned].embed for each in pinned]
        rows.append((
            f"[{publisher.name}]({publisher.homepage})",
            file.title,
            str(len(pinned)),
            ", ".join(held),
            f"[{first.licence}]({first.licence_url})",
            "whole"
            if set(embedded) == {None}
            else "what claims cite"
            if any(embedded)
            else "nothing, fetched when asked for",
        ))
    rows.sort(key=lambda row: (row[0], -int(row[2])))
    head = ("Publisher", "File", "Series", "Pinned vintage", "Terms", "Embedded")
    every = [
        (f"`{each.id}`", each.title, each.unit, each.publisher.id, f"`{each.code}`", each.pinned)
        for each in registry.series().values()
    ]
    return "\n".join([
        _table(head, rows),
        "",
        "<details><summary>Every series</summary>",
        "",
        _table(("Series", "What", "Unit", "Publisher", "Its code", "Pinned"), every),
        "",
        "</details>",
    ])


def first_plot() -> str:
    """The five lines, and the picture they make."""
    return f"```python\n{FIRST_PLOT}```\n\n![The plot that these lines make]({PICTURE.as_posix()})"


def claim_picture() -> str:
    """One claim's figure as its lesson shows it, under the claim in words."""
    import migov

    claim = migov.claims.get(CLAIM)
    return f"![{claim.id}: {claim.text}]({CLAIM_PICTURE.as_posix()})"


SECTIONS: dict[str, Callable[[], str]] = {
    "first-plot": first_plot,
    "claims": claims,
    "claim-picture": claim_picture,
    "sources": sources,
}


def fill(text: str) -> str:
    """`text` with every generated section written anew."""
    for name, section in SECTIONS.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if len(between.findall(text)) != 1:
            raise SystemExit(f"README.md should have the markers of {name!r} once, in order.")
        body = section()
        text = between.sub(lambda found, body=body: f"{found[1]}\n{body}\n\n{found[2]}", text)
    return text


def draw(folder: Path) -> Path:
    """Run the five lines in `folder`; the picture they make."""
    import matplotlib

    matplotlib.use("agg")
    here = Path.cwd()
    os.chdir(folder)
    try:
        exec(compile(FIRST_PLOT, "README.md", "exec"), {})
    finally:
        os.chdir(here)
    return folder / PICTURE.name


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if stale")
    options = parser.parse_args()
    old = README.read_text(encoding="utf-8")
    new = fill(old)
    if options.check:
        sys.exit("README.md is stale: run python tools/readme.py." if new != old else 0)
    README.write_text(new, encoding="utf-8", newline="\n")
    import migov

    (ROOT / PICTURE).parent.mkdir(exist_ok=True)
    draw((ROOT / PICTURE).parent)
    migov.claims.get(CLAIM).check().plot().figure.savefig(ROOT / CLAIM_PICTURE)


if __name__ == "__main__":
    main()
