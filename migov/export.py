"""Tables written to files that say where their figures came from.

A CSV file opens with comment lines, an Excel file has a second sheet, a Parquet file carries
metadata: units, version, licence, caveats and citation are inside the file.  Tables that migov
compiled, such as members or claims, are written like figures.  A file is written beside its goal
and moved there when it is whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd

from migov import tidy
from migov._version import __version__
from migov.cite import cite
from migov.compiled import said_of
from migov.errors import ArgumentError, MigovError

# NA is Namibia's code of two letters, and no missing value.
_TO_READ = 'pandas.read_csv(path, comment="#", keep_default_na=False, na_values=[""])'
_FIELDS = ("series", "title", "publisher_name", "code", "unit", "version", "retrieved", "licence")


def save(table: pd.DataFrame, path: str | os.PathLike[str]) -> Path:
    """Write a table as CSV, Parquet or Excel, by the ending of the file's name.

    Parameters
    ----------
    table : pandas.DataFrame
        A table that migov gave.
    path : str or path
        Ends in ``.csv``, ``.csv.gz``, ``.parquet`` or ``.xlsx``.

    Returns
    -------
    pathlib.Path
        The file written.  ``pandas.read_parquet(path)`` gives the table back with all that it
        says of itself, so that :func:`cite` takes it.  A CSV opens with lines that begin with
        ``#``: they say what it is, how to cite it, and how to read the rows back with pandas; a
        sheet of Excel is called figures, and the one beside it about.

    Raises
    ------
    ArgumentError
        If the ending is none of these, the folder does not exist or may not be written to, `path`
        is a folder itself, the table does not say where it came from, or it was given columns that
        the format cannot hold.

    Examples
    --------
    >>> import tempfile, migov
    >>> table = migov.load("net_migration", economies="NAM", years=2000)
    >>> path = save(table, Path(tempfile.mkdtemp()) / "namibia.csv")
    >>> path.read_text(encoding="utf-8").splitlines()[0]
    '# Written by migov. Figures: net_migration'

    In a CSV a name such as ``NA``, Namibia's in codes of two letters, is a text and nothing that is
    missing:

    >>> import pandas as pd
    >>> back = pd.read_csv(path, comment="#", keep_default_na=False, na_values=[""])
    >>> back.equals(table.astype({"economy": back["economy"].dtype}))
    True
    """
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(
            f"save() writes a table that migov gave, such as migov.load(...), not a "
            f"{type(table).__name__}."
        )
    try:
        goal = Path(path)
    except TypeError:
        raise ArgumentError(
            f"A table is written to a file named by text or a path, not to {path!r}."
        ) from None
    ending = "".join(goal.suffixes[-2:]) if goal.suffix == ".gz" else goal.suffix
    if ending not in _WRITERS:
        raise ArgumentError(
            f"{goal.name!r} ends in {ending or 'nothing'}; migov writes {', '.join(_WRITERS)}."
        )
    if not os.path.isdir(goal.parent):
        raise ArgumentError(f"The folder {goal.parent} does not exist; make it first.")
    if os.path.isdir(goal):  # is_dir() of a path raises where its name is too long
        raise ArgumentError(
            f"{goal} is a folder, not a file that could be written. Name a file inside it, such as "
            f"{goal / ('figures' + ending)}."
        )
    cite(table)  # refuses a table that does not say where it came from
    unfinished = goal.with_name(f".{goal.name}.part{goal.suffix}")
    try:
        _WRITERS[ending](table, unfinished)
        unfinished.replace(goal)
    except MigovError:
        raise
    except (OSError, ValueError) as error:
        raise ArgumentError(
            f"{goal} cannot be written ({_reason(error)}), and nothing was changed. The folder may "
            "be read-only or the disk full, or the table too long for a workbook; name a file in "
            "another folder, or another format."
        ) from error
    finally:
        with suppress(OSError, ValueError):
            unfinished.unlink(missing_ok=True)
    return goal


def about(table: pd.DataFrame) -> pd.DataFrame:
    """What a table says of itself, as a table of its own: a row for each column of figures.

    A table that migov compiled has one row, for the whole of it.

    Raises
    ------
    ArgumentError
        If it is no table, or does not say where it came from.

    Examples
    --------
    >>> import migov
    >>> about(migov.load("gdp", economies="WLD", years=2000))["unit"].tolist()
    ['current US$']
    """
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(
            f"about() reads a table that migov gave, such as migov.load(...), not "
            f"{type(table).__name__}."
        )
    whole = table.attrs.get(tidy.ATTRS, {}).get("caveats", ())
    rows = []
    for column, record in tidy.provenance(table).items():
        caveats = dict.fromkeys([*record.get("caveats", ()), *whole])
        rows.append({
            "column": column,
            **{field: record.get(field) for field in _FIELDS},
            "caveats": " ".join(caveats),
        })
    said = said_of(table)
    if said and not rows:
        rows.append({
            "column": "all", **dict.fromkeys(_FIELDS), "title": said["title"],
            "publisher_name": "migov", "version": __version__, "caveats": " ".join(whole),
        })  # fmt: skip
    lines = cite(table).splitlines()
    frame = pd.DataFrame(rows)
    frame["citation"] = lines if len(lines) == len(frame) else "\n".join(lines)
    return frame


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).rstrip(".")


def _csv(table: pd.DataFrame, path: Path) -> None:
    facts = about(table)
    series = [name for name in facts["series"] if name]
    what = f"Figures: {', '.join(series)}" if series else f"Table: {facts['title'].iloc[0]}"
    head = [f"# Written by migov. {what}", f"# Read the rows with {_TO_READ}"]
    for row in facts.to_dict("records"):
        head += [
            f"# {name}: {' '.join(str(value).split())}"
            for name, value in row.items()
            if value is not None and value != ""
        ]
    flat = _flat(table)
    import csv
    import gzip

    # Whoever reads with comment="#" loses what follows a # in a cell or name that is not quoted.
    texts = flat.select_dtypes(exclude="number")
    quote = any("#" in str(name) for name in flat) or any(
        "#" in str(cell) for name in texts for cell in texts[name]
    )
    rows = flat.to_csv(
        index=False, lineterminator="\n",
        quoting=csv.QUOTE_NONNUMERIC if quote else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    raw = ("\n".join(head) + "\n" + rows).encode("utf-8")
    path.write_bytes(gzip.compress(raw, mtime=0) if path.suffix == ".gz" else raw)


def _parquet(table: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        arrow = pa.Table.from_pandas(_flat(table), preserve_index=False)
    except pa.ArrowException as error:
        raise ArgumentError(
            f"A column of the table has things of several kinds, which Parquet cannot hold "
            f"({_reason(error)}). Make it one kind, or write .csv."
        ) from error
    said = {
        b"migov": json.dumps(tidy.provenance(table)).encode(),
        b"cite": cite(table).encode(),
        b"PANDAS_ATTRS": json.dumps({tidy.ATTRS: table.attrs[tidy.ATTRS]}).encode(),
    }
    pq.write_table(arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **said}), path)


def _excel(table: pd.DataFrame, path: Path) -> None:
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        _flat(table).to_excel(book, sheet_name="figures", index=False)
        about(table).T.to_excel(book, sheet_name="about", header=False)


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    named = [name for name in table.index.names if name is not None]
    return table.reset_index() if named else table


_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    ".csv": _csv, ".csv.gz": _csv, ".parquet": _parquet, ".xlsx": _excel
}
