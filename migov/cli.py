"""The same verbs from a shell: ``migov search|load|versions|update|claims|course|cite`` and more.

Each command calls one public function and prints what it gives.  An error of migov's is printed
as its sentence and ends with status 1; a verdict on a claim never changes the status.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from migov.arguments import parser
from migov.commands import listed, remarks, span
from migov.errors import ArgumentError, MigovError, MissingExtraError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status.

    Examples
    --------
    >>> main(["cite", "gdp"])  # doctest: +ELLIPSIS
    World Bank, ...
    0
    """
    options = parser().parse_args(arguments)
    try:
        with _plain_warnings():
            _COMMANDS[options.run](options)
    except MigovError as error:
        print(f"migov: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of the pipe, such as head, has seen enough
        sys.stderr.close()
    except OSError as error:  # a folder that cannot be made, a disk that is full
        print(f"migov: {error.filename or 'A file'}: {error.strerror or error}.", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _plain_warnings() -> Iterator[None]:
    """In this block a warning is one sentence on the error stream, and the same one comes once."""
    said: set[str] = set()

    def show(message: Warning | str, *_: object, **__: object) -> None:
        sentence = " ".join(str(message).split())
        if sentence not in said:
            said.add(sentence)
            print(f"migov: warning: {sentence}", file=sys.stderr)

    with warnings.catch_warnings():
        if not sys.warnoptions:  # whoever starts Python with -W has chosen
            warnings.simplefilter("always", UserWarning)
        warnings.showwarning = show
        yield


def _search(options: argparse.Namespace) -> None:
    from migov.catalogue import catalogue, search

    if options.online and not options.words:
        raise ArgumentError("--online needs words to look for; the publishers' lists are long.")
    found = search(" ".join(options.words), options.online) if options.words else catalogue()
    if found.empty:
        print("No series matches every word; try fewer words.")
    else:
        _print_table(found[["series", "title", "publisher", "code", "unit", "pinned"]], most=None)


def _load(options: argparse.Namespace) -> None:
    from migov.cite import cite
    from migov.export import save
    from migov.load import load

    table = load(
        options.series,
        listed(options.economies),
        span(options.years),
        version=options.of,
        aggregates=options.aggregates,
        sex=options.sex,
        origins=listed(options.origins),
        destinations=listed(options.destinations),
        on=options.on,
    )
    if options.out is not None:
        print(f"{save(table, options.out)}: {len(table)} rows")
        return
    record = table.attrs["migov"]["columns"]["value"]
    print(f"{record['title']} ({record['unit']}), version {record['version']}")
    _print_table(table)
    print(*remarks(table), cite(table), sep="\n")


def _corridors(options: argparse.Namespace) -> None:
    from migov import commands

    print(commands.COMMANDS[options.verb](options))


def _governance(options: argparse.Namespace) -> None:
    from migov.governance.commands import answer, text

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the caveats below the table say the same
        if options.out is None:
            print(text(options))
        else:
            from migov.export import save

            table = answer(options)
            print(f"{save(table, options.out)}: {len(table)} rows")


def _versions(options: argparse.Namespace) -> None:
    from migov.vintages import versions

    _print_table(versions(options.series, options.archive).drop(columns="url"))


def _fetch(options: argparse.Namespace) -> None:
    from migov import live, store
    from migov.bars import bars

    if options.locked is not None:
        if options.series:
            raise ArgumentError("--locked takes its files from the lock file; name no series.")
        came = store.fetch_locked(options.locked, lambda got: print(f"{got.how:<9} {got.path}"))
        print(f"{len(came)} files, the very bytes of {options.locked}.")
        return
    if not options.series:
        raise ArgumentError("Name the series to fetch, or a lock file with --locked.")
    failed: list[MigovError] = []
    had = 0
    with bars(None, len(options.series)) as (tell, one_more):
        for each in live.answers(options.series, progress=tell):
            one_more()
            if each.found is None:
                failed += [each.error] if each.error else []
                continue
            facts, had = each.found.facts, had + 1
            print(
                f"{each.series}: {each.found.version.name}, {len(each.found.table)} rows, "
                f"retrieved {facts['retrieved']}"
            )
    print(f"Recorded in {store.lock_file()}" if had else "Nothing was fetched.")
    if failed:
        raise MigovError("\n".join(dict.fromkeys(str(error) for error in failed)))


def _update(options: argparse.Namespace) -> None:
    from migov.update import update

    if options.write_snapshot:
        if options.dry_run:
            raise ArgumentError("--write-snapshot writes and --dry-run does not; say one of them.")
        from migov.release import write_snapshot

        print(write_snapshot(options.only))
        return
    found = update(options.only, dry_run=options.dry_run)
    print(found)
    if len(found.failed):
        raise MigovError(f"{len(found.failed)} series could not be had; what was there is kept.")


def _cite(options: argparse.Namespace) -> None:
    from migov.cite import cite

    print(cite(options.series, style=options.style))


def _claims(options: argparse.Namespace) -> None:
    from migov.claims.commands import text

    print(text(options), end="")


def _course(options: argparse.Namespace) -> None:
    from migov import course

    report = course.build(
        out=options.out,
        only=options.only,
        students=options.students,
        clean=options.clean,
        progress=lambda line: print(line, flush=True),
    )
    print(f"Open {report.index.resolve().as_uri()}")


def _lab(options: argparse.Namespace) -> None:
    import shutil
    import subprocess

    from migov.config import notebooks_dir

    if find_spec("jupyterlab") is None:
        raise MissingExtraError("jupyterlab", "lab", "Opening the lessons")
    options.folder.mkdir(parents=True, exist_ok=True)
    for notebook in sorted(notebooks_dir().glob("*.ipynb")):
        if not (options.folder / notebook.name).exists():  # never over a student's own work
            shutil.copyfile(notebook, options.folder / notebook.name)
    subprocess.run([sys.executable, "-m", "jupyterlab", str(options.folder)], check=False)


def _mirror(options: argparse.Namespace) -> None:
    from migov import mirror

    found = mirror.build(options.folder, options.only, told=print)
    print(f"{found.files} files, {found.bytes / 1e6:.1f} MB, in {found.folder}")
    for terms in found.terms:
        print(f"Not to be passed on beyond what the terms allow: {terms}")
    if found.failed:
        raise MigovError("\n".join(found.failed))


def _snapshot(options: argparse.Namespace) -> None:
    from migov.snapshot import build

    report = build(options.source, options.copies, options.only, progress=print)
    print(
        f"{report.files} files, {report.rows:,} rows, {report.bytes / 1e6:.1f} MB, "
        f"{len(report.changed)} changed"
    )


def _print_table(table: Any, most: int | None = 60) -> None:
    import pandas as pd

    with pd.option_context("display.max_colwidth", 60):
        print(table.apply(_readable).to_string(index=False, max_rows=most))


def _readable(column: Any) -> Any:
    """Figures in full and in one form a column: 43,977,650,000 and not 4.397765e+10."""
    if column.dtype.kind != "f" or not column.notna().any():
        return column
    # Of a hundred thousand and more the decimals say nothing.
    whole = ((column % 1 == 0) | (column.abs() >= 1e5) | column.isna()).all()
    if not whole and column.abs().max() < 1e5:
        return column
    form = "{:,.0f}" if whole else "{:,.1f}"
    return column.map(form.format, na_action="ignore")


_COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "search": _search,
    "load": _load,
    "corridors": _corridors,
    "governance": _governance,
    "versions": _versions,
    "fetch": _fetch,
    "update": _update,
    "cite": _cite,
    "claims": _claims,
    "course": _course,
    "lab": _lab,
    "mirror": _mirror,
    "snapshot": _snapshot,
}

if __name__ == "__main__":
    raise SystemExit(main())
