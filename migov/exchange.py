"""New files of the datasets take the place of the old ones: all of them or none.

Nothing here knows what is in a file, but for the order that keeps the datasets sound.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# Figures, their list, the registry that names them, the page about them.
_ORDER = (".parquet", "manifest.json", ".toml", "PROVENANCE.md")


def exchange(new: Path, goal: Path, aside: Path) -> None:
    """Put what is new in its place, file by file; if one cannot be moved, all is as before.

    Figures first, then their list, then the registry's lines: whoever is stopped between two of
    them leaves datasets that are sound, and the next run goes on.

    Parameters
    ----------
    new, goal : path
        Folders of datasets; what is the same in both is not touched, and nothing is taken away.
    aside : path
        Where the old files are kept meanwhile, on the same disk.

    Raises
    ------
    OSError
        If a file cannot be moved.
    """
    found = [path.relative_to(new) for path in new.rglob("*") if path.is_file()]
    changed = [
        name for name in found
        if not (goal / name).is_file() or (goal / name).read_bytes() != (new / name).read_bytes()
    ]  # fmt: skip
    order = sorted(changed, key=lambda name: (_ORDER.index(_kind(name)), name))
    for name in order:
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        (goal / name).parent.mkdir(parents=True, exist_ok=True)
        if (goal / name).is_file():
            shutil.copyfile(goal / name, aside / name)
    done: list[Path] = []
    try:
        for name in order:
            os.replace(new / name, goal / name)
            done.append(name)
    except OSError:
        for name in reversed(done):
            if (aside / name).is_file():
                os.replace(aside / name, goal / name)
            else:
                (goal / name).unlink()
        raise


def _kind(name: Path) -> str:
    return name.name if name.name in _ORDER else name.suffix
