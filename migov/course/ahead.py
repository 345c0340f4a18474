"""Lessons run several at once, before Sphinx reads them and would run one after another.

Each has a kernel of its own, so that nothing which one leaves behind meets another.  One that runs
well goes to the cache in which Sphinx then finds it; one that fails is left to Sphinx, which runs
it again and reports on it.  One whose kernel ends is reported here, since Sphinx would name another
cause.  Nothing here is rendered.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migov.course.render import at_once

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_DIED = "its kernel ended or did not answer, as happens where memory is short"


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx to run the lessons before it reads them."""
    app.connect("env-before-read-docs", _run)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _run(app: Sphinx, env: Any, docnames: Sequence[str]) -> None:
    import nbformat
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn
    from jupyter_cache.executors.utils import single_nb_execution
    from sphinx.errors import BuildEnvironmentError
    from sphinx.util import logging

    config = env.mystnb_config
    # A course that sets more than how long a cell may take is run as Sphinx reads it.
    if config.execution_mode != "cache" or config.execution_excludepatterns:
        return
    cache = get_cache(config.execution_cache_path)
    waiting = []
    for path in (Path(env.doc2path(name)) for name in sorted(docnames)):
        if path.suffix == ".ipynb":
            book = nbformat.read(path, as_version=4)
            try:
                cache.match_cache_notebook(book)
            except KeyError:
                if config.metadata_key not in book.metadata:
                    waiting.append((path, book))
    log = logging.getLogger(__name__)

    def execute(path: Path, book: Any) -> Any:
        log.info("%s: Executing notebook", path)
        return single_nb_execution(
            book, cwd=str(path.parent), timeout=config.execution_timeout,
            allow_errors=config.execution_allow_errors,
        )  # fmt: skip

    died: list[str] = []
    pool = ThreadPoolExecutor(at_once())
    try:
        running = {pool.submit(execute, path, book): path for path, book in waiting}
        for done in as_completed(running):
            path = running[done]
            try:
                result = done.result()
            except RuntimeError as error:
                report = Path(app.outdir) / "reports" / f"{path.stem}.err.log"
                report.parent.mkdir(parents=True, exist_ok=True)
                report.write_text(f"{_DIED} ({error})\n", encoding="utf-8")
                where = env.path2doc(str(path))
                log.warning("Executing notebook failed: %s", error, location=where)
                died.append(path.name)
                continue
            if result.err is None:
                log.info("%s: Executed notebook in %.2f seconds", path, result.time)
                seconds = {"execution_seconds": result.time}
                cache.cache_notebook_bundle(
                    CacheBundleIn(result.nb, str(path), data=seconds),
                    check_validity=False, overwrite=True,
                )  # fmt: skip
    finally:
        pool.shutdown(cancel_futures=True)
    if died:
        raise BuildEnvironmentError(f"{_DIED}: {', '.join(died)}")
