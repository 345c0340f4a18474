"""Processes of a build, each of which ends with the block that started it, however that is left.

What they are told and what they make is said elsewhere.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str], folder: Path,
    stdout: int, stderr: int,
) -> Iterator[subprocess.Popen[str]]:  # fmt: skip
    """A process that works in `folder`; a block that fails or is interrupted takes it along.

    Else it would go on in files that the next build already writes.

    Examples
    --------
    >>> import os, sys
    >>> asked = [sys.executable, "-c", "print('here')"]
    >>> with started(asked, os.environ, Path(), subprocess.PIPE, subprocess.PIPE) as process:
    ...     process.communicate()[0].strip()
    'here'
    """
    with subprocess.Popen(
        command, env=dict(environment), cwd=folder, stdin=subprocess.DEVNULL,
        stdout=stdout, stderr=stderr, text=True, encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        try:
            yield process
        except BaseException:
            process.kill()
            raise
