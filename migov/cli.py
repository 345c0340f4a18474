"""The same verbs from a shell: ``migov search|load|versions|update|claims|course|cite`` and more.

Each command calls one public function and prints what it gives.  An error of migov's is printed
as its sentence and ends with status 1; a verdict on a claim never changes the status.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from migov._version import __version__
from migov.errors import ArgumentError, MigovError, MissingExtraError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status.

    Examples
    --------
    >>> main(["cite", "gdp"])  # doctest: +ELLIPSIS
    World Bank, ...
    0
    """
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except MigovError as error:
        print(f"migov: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of the pipe, such as head, has seen enough
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="migov",
        description="Public series on migration, remittances, aid and investment, and the claims "
        "they test.",
    )
    parser.add_argument("--version", action="version", version=f"migov {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")

    verb = verbs.add_parser("search", help="find a series by words, forgiving of spelling")
    verb.add_argument("words", nargs="+")
    verb.set_defaults(run=_search)

    verb = verbs.add_parser("load", help="print a series, or write it to a file")
    verb.add_argument("series")
    verb.add_argument("--economies", nargs="+", help="codes, names or groups")
    verb.add_argument("--years", nargs="+", type=int, metavar="YEAR", help="one year, or two ends")
    verb.add_argument("--version", dest="of", metavar="VERSION", help="such as 2016-11")
    verb.add_argument("--aggregates", action="store_true", help="only aggregates")
    verb.add_argument("--sex", default="both", choices=["both", "female", "male", "each"])
    verb.add_argument("--origins", nargs="+")
    verb.add_argument("--destinations", nargs="+")
    verb.add_argument("--out", type=Path, help="a file ending in .csv, .csv.gz, .parquet or .xlsx")
    verb.set_defaults(run=_load)

    verb = verbs.add_parser("versions", help="list the vintages of a series")
    verb.add_argument("series")
    verb.set_defaults(run=_versions)

    verb = verbs.add_parser("fetch", help="fetch the newest files of series into the cache")
    verb.add_argument("series", nargs="*", help="series ids or publishers' codes")
    verb.add_argument("--locked", type=Path, metavar="LOCK", help="the very files of a lock file")
    verb.set_defaults(run=_fetch)

    verb = verbs.add_parser("update", help="fetch what changed, and say what that changes")
    verb.add_argument("--only", nargs="+", metavar="PUBLISHER", help="such as worldbank")
    verb.add_argument("--dry-run", action="store_true", help="only ask what changed")
    verb.set_defaults(run=_update)

    verb = verbs.add_parser("cite", help="say how to cite a series")
    verb.add_argument("series")
    verb.add_argument("--style", default="text", choices=["text", "bibtex"])
    verb.set_defaults(run=_cite)

    verb = verbs.add_parser("claims", help="check the papers' claims, then and now")
    verb.add_argument("ids", nargs="*", help="ids or slugs; all by default")
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    form.add_argument("--markdown", action="store_true")
    verb.set_defaults(run=_claims)

    verb = verbs.add_parser("course", help="run the notebooks and render the course")
    verb.add_argument(
        "--only", nargs="+", action="extend", metavar="GLOB", help="such as '01*'"
    )
    verb.add_argument("--out", type=Path, default=Path("site"))
    verb.add_argument("--students", action="store_true", help="without the solutions")
    verb.add_argument("--clean", action="store_true", help="run every notebook again")
    verb.set_defaults(run=_course)

    verb = verbs.add_parser("lab", help="open the notebooks in JupyterLab")
    verb.add_argument("--folder", type=Path, default=Path("migov-lessons"))
    verb.set_defaults(run=_lab)

    verb = verbs.add_parser("mirror", help="a folder of publishers' files for a classroom")
    steps = verb.add_subparsers(dest="step", required=True, metavar="STEP")
    step = steps.add_parser("build", help="fetch the newest files and lay them out for a server")
    step.add_argument("folder", type=Path)
    step.add_argument("--only", nargs="+", metavar="SERIES")
    step.set_defaults(run=_mirror)

    verb = verbs.add_parser("snapshot", help="for maintainers: build the embedded snapshot")
    steps = verb.add_subparsers(dest="step", required=True, metavar="STEP")
    step = steps.add_parser("build", help="read publishers' files and write the snapshot anew")
    step.add_argument("--source", help="a mirror: an address or a folder")
    step.add_argument("--copies", type=Path, help="a folder of kept copies")
    step.add_argument("--only", metavar="PUBLISHER")
    step.set_defaults(run=_snapshot)
    return parser


def _search(options: argparse.Namespace) -> None:
    from migov.catalogue import search

    found = search(" ".join(options.words))
    if found.empty:
        print("No series matches every word; try fewer words.")
    else:
        _print_table(found[["series", "title", "publisher", "code", "unit", "pinned"]])


def _load(options: argparse.Namespace) -> None:
    from migov.cite import cite
    from migov.export import save
    from migov.load import load

    years: Any = options.years
    if years is not None and len(years) > 2:
        raise ArgumentError("--years takes one year, or the first and the last.")
    if years is not None:
        years = tuple(years) if len(years) == 2 else years[0]
    table = load(
        options.series,
        options.economies,
        years,
        version=options.of,
        aggregates=options.aggregates,
        sex=options.sex,
        origins=options.origins,
        destinations=options.destinations,
    )
    if options.out is not None:
        print(f"{save(table, options.out)}: {len(table)} rows")
        return
    record = table.attrs["migov"]["columns"]["value"]
    print(f"{record['title']} ({record['unit']}), version {record['version']}")
    _print_table(table)
    print(cite(table))


def _versions(options: argparse.Namespace) -> None:
    from migov.vintages import versions

    _print_table(versions(options.series).drop(columns="url"))


def _fetch(options: argparse.Namespace) -> None:
    from migov import live, store

    if options.locked is not None:
        if options.series:
            raise ArgumentError("--locked takes its files from the lock file; name no series.")
        came = store.fetch_locked(options.locked, lambda got: print(f"{got.how:<9} {got.path}"))
        print(f"{len(came)} files, the very bytes of {options.locked}.")
        return
    if not options.series:
        raise ArgumentError("Name the series to fetch, or a lock file with --locked.")
    failed: list[MigovError] = []
    with _bars() as bar:
        for each in live.answers(options.series, progress=bar):
            if each.found is None:
                failed += [each.error] if each.error else []
                continue
            facts = each.found.facts
            print(
                f"{each.series}: {each.found.version.name}, {len(each.found.table)} rows, "
                f"retrieved {facts['retrieved']}"
            )
    print(f"Recorded in {store.lock_file()}")
    if failed:
        raise MigovError("\n".join(dict.fromkeys(str(error) for error in failed)))


def _update(options: argparse.Namespace) -> None:
    from migov.update import update

    with _bars() as bar:
        found = update(options.only, dry_run=options.dry_run, progress=bar)
    print(found)
    if len(found.failed):
        raise MigovError(f"{len(found.failed)} series could not be had; what was there is kept.")


def _cite(options: argparse.Namespace) -> None:
    from migov.cite import cite

    print(cite(options.series, style=options.style))


def _claims(options: argparse.Namespace) -> None:
    from migov import claims

    table = claims.table(options.ids or None)
    if options.json:
        print(table.to_json(orient="records", indent=2, force_ascii=False))
    elif options.csv:
        print(table.to_csv(index=False), end="")
    elif options.markdown:
        print(claims.markdown(table), end="")
    else:
        print(claims.text(table), end="")


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


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar a file and one for all, on a terminal and where tqdm is installed."""
    if not sys.stderr.isatty() or find_spec("tqdm") is None:
        yield None
        return
    from threading import Lock

    from tqdm import tqdm

    shown: dict[str, Any] = {}
    whole: set[str] = set()
    every = tqdm(desc="files fetched", unit=" files", leave=False)
    lock = Lock()

    def tell(url: str, done: int, size: int) -> None:
        with lock:
            if url not in shown:
                shown[url] = tqdm(
                    desc=url.rpartition("/")[2][:40], unit="B", unit_scale=True, leave=False
                )
            shown[url].total = size or None
            shown[url].update(done - shown[url].n)
            if size and done == size and url not in whole:
                whole.add(url)
                every.update()

    try:
        yield tell
    finally:
        for each in (*shown.values(), every):
            each.close()


def _print_table(table: Any) -> None:
    import pandas as pd

    with pd.option_context(
        "display.max_rows", 60, "display.max_columns", None, "display.width", 160,
        "display.max_colwidth", 60,
    ):
        print(table.to_string(index=False) if len(table) <= 60 else table)


if __name__ == "__main__":
    raise SystemExit(main())
