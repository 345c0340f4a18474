"""Runs another client in an environment of its own: ``.clients``, or where MIGOV_CLIENTS says."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.harness import HERE, Skipped
from migov import registry

FASTEST = "world-bank-data"
# The interface has these no longer in rows; the zip is still served.
LEFT = {"SM.POP.REFG", "SM.POP.REFG.OR"}
PATIENCE = 45  # seconds


def codes(series: list[registry.Series]) -> list[str]:
    """The indicators that every client can ask for."""
    known = (each.code for each in series if each.latest != "wdi-archive")
    archived = {each.code for each in series if _archived(each)}
    return [code for code in dict.fromkeys(known) if code not in LEFT | archived]


def asked(name: str, base: str, wanted: list[str]) -> dict[str, Any]:
    """What a client said of its run; ``failure`` where it did not come to an end.

    Raises
    ------
    Skipped
        If the clients are not installed.
    """
    place = Path(os.environ.get("MIGOV_CLIENTS", HERE.parent / ".clients" / "bin" / "python"))
    if not place.is_file():
        raise Skipped(f"no clients at {place}; benchmarks/clients.txt says how they are installed")
    try:
        done = subprocess.run(
            [str(place), str(HERE / "clients.py"), name, base], input=json.dumps(wanted),
            capture_output=True, text=True, check=True, timeout=PATIENCE,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"failure": f"not done after {PATIENCE} seconds"}
    except subprocess.CalledProcessError as error:
        said = [line for line in error.stderr.splitlines() if line.strip()]
        return {"failure": said[-1][:200] if said else f"exit status {error.returncode}"}
    said = json.loads(done.stdout.splitlines()[-1])
    if not any(said["figures"].values()):
        lines = [line for line in done.stderr.splitlines() if "Error" in line]
        said["failure"] = f"no figure came ({lines[-1].strip()[:160] if lines else 'no reason'})"
    return said


def _archived(series: registry.Series) -> bool:
    file = series.versions[series.pinned].file
    return not series.latest and file is not None and file.id == "wdi-archive"
