"""The same verbs from a shell: ``migov search|load|versions|update|claims|course|cite`` and more.

Each command calls one public function and prints what it gives.  An error of migov's is printed
as its sentence and ends with status 1; a verdict on a claim never changes the status.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from migov.arguments import parser
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
        _COMMANDS[options.run](options)
    except MigovError as error:
        print(f"migov: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of the pipe, such as head, has seen enough
        sys.stderr.close()
    return 0


def _search(options: argparse.Namespace) -> None:
    from migov.catalogue import catalogue, search

    found = search(" ".join(options.words)) if options.words else catalogue()
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
        _listed(options.economies),
        _years(options.years),
        version=options.of,
        aggregates=options.aggregates,
        sex=options.sex,
        origins=_listed(options.origins),
        destinations=_listed(options.destinations),
        on=options.on,
    )
    if options.out is not None:
        print(f"{save(table, options.out)}: {len(table)} rows")
        return
    record = table.attrs["migov"]["columns"]["value"]
    print(f"{record['title']} ({record['unit']}), version {record['version']}")
    _print_table(table)
    print(cite(table))


def _listed(names: list[str] | None) -> list[str] | None:
    """Names separated by blanks or commas."""
    if names is None:
        return None
    return [part.strip() for name in names for part in name.split(",") if part.strip()]


def _years(words: list[str] | None) -> Any:
    """``2000``, ``1990 2024``, ``1990-2024`` or ``1990,2024``: one year, or both ends."""
    if words is None:
        return None
    parts = [part for word in words for part in re.split(r"[-–:,]", word) if part]
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 2:
        raise ArgumentError(
            f"--years {' '.join(words)}: give one year, or the first and the last, such as "
            "--years 1990 2024."
        )
    years = [int(part) for part in parts]
    return years[0] if len(years) == 1 else (years[0], years[1])


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

    words = options.ids
    if words and words[0] in _CLAIM_STEPS:
        print(_CLAIM_STEPS[words[0]](words[1:], options))
        return
    wanted = ("paper", "topic", "kind", "verdict", "arrangement", "series")
    table = claims.table(words or None, **{name: getattr(options, name) for name in wanted})
    if options.json:
        print(table.to_json(orient="records", indent=2, force_ascii=False))
    elif options.csv:
        print(table.to_csv(index=False), end="")
    elif options.markdown:
        print(claims.markdown(table), end="")
    else:
        print(claims.text(table), end="")


def _show_claims(words: list[str], _: argparse.Namespace) -> str:
    from migov import claims

    if not words:
        raise ArgumentError("Name the claims to show, such as migov claims show O037.")
    return "\n\n".join(
        f"{finding!r}\n\n{finding.claim.code()}" for finding in claims.findings(words)
    )


def _report_claims(words: list[str], _: argparse.Namespace) -> str:
    from migov import claims

    if not words:
        raise ArgumentError("Name the file to write, such as migov claims report ledger.html.")
    return f"Written: {claims.report(words[0], words[1:] or None)}"


def _compare_claims(words: list[str], options: argparse.Namespace) -> str:
    from migov import claims

    if options.before is None:
        raise ArgumentError("Say from which date, such as migov claims diff --from 2016-11.")
    found = claims.diff(options.before, options.after, words or None)
    said = [
        f"{row['id']} {row['slug']}: {row['from']} → {row['to']}. {row['reason']}"
        for row in found.to_dict("records")
    ]
    count = f"{len(found)} verdict{'s differ' if len(found) != 1 else ' differs'}"
    return "\n".join([f"{count} between {options.before} and {options.after}.", *said])


_CLAIM_STEPS = {"show": _show_claims, "report": _report_claims, "diff": _compare_claims}


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


def _print_table(table: Any, most: int | None = 60) -> None:
    import pandas as pd

    with pd.option_context("display.max_colwidth", 60):
        print(table.map(_readable).to_string(index=False, max_rows=most))


def _readable(value: Any) -> Any:
    """Large figures in full, with commas: 43,977,650,000 and not 4.397765e+10."""
    return f"{value:,.0f}" if isinstance(value, float) and abs(value) >= 1e5 else value


_COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "search": _search,
    "load": _load,
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
