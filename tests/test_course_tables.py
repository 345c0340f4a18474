"""What the site's script makes of a table: columns of words are marked, and only they."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from migov.config import notebooks_dir

TABLE = pd.DataFrame(
    {
        "verdict": ["holds", "fails", ""],
        "figure": [1.5, float("nan"), 2e-9],
        "day": ["2009-02-12", "1996", "–"],
        "mixed": ["27", "CHE, ISL", "GBR"],
        "unknown": [pd.NA, pd.NA, pd.NA],
        "right to work": ["Côte d'Ivoire", "none", "Österreich"],
    },
    index=["a", "b", "c"],
)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> str:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("chromium is not installed, so no page can be opened")
    folder: Path = tmp_path_factory.mktemp("tables")
    script = (notebooks_dir() / "_static" / "tables.js").as_uri()
    several = TABLE.set_index("mixed", append=True).rename_axis(["of", "who"])
    (folder / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8"><script src="{script}"></script>'
        f'<div class="cell_output">{TABLE.to_html()}</div>'
        f'<div class="cell_output">{several.to_html()}</div>', encoding="utf-8",
    )  # fmt: skip
    return subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", f"--user-data-dir={folder / 'profile'}",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=3000", "--dump-dom",
         (folder / "page.html").as_uri()],
        check=True, capture_output=True, timeout=120, encoding="utf-8",
    ).stdout  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("place", [0, 1])
def test_a_column_of_words_is_marked_from_its_head_down(seen: str, place: int) -> None:
    table = seen.split("<table")[place + 1]
    marked = re.findall(r'<(t[hd])[^>]*class="words"[^>]*>([^<]*)<', table)
    heads = [text for tag, text in marked if tag == "th"]
    cells = [text for tag, text in marked if tag == "td"]
    # Above an index of two levels the heads of columns and the names of levels are two rows.
    assert heads == ["verdict", "right to work"] + ["", ""] * place
    assert sorted(cells) == sorted([*TABLE["verdict"], *TABLE["right to work"]])


def test_the_marked_columns_stand_on_the_left() -> None:
    style = (notebooks_dir() / "_static" / "course.css").read_text(encoding="utf-8")
    (rule,) = (each for each in style.split("}") if ".words" in each)
    assert "text-align: left" in rule
