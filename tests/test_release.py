"""The way to the next release: new vintages in the snapshot, all of them or none."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from editions import newer, publish, with_value

import migov
from migov import pinning, registry, release, store
from migov.cli import main
from migov.config import config, datasets_dir
from migov.errors import ArgumentError, DownloadError, RegistryError, SnapshotError
from migov.provenance import provenance_text
from migov.release import write_snapshot

NAMES = ("remittances_received", "net_migration")
NEW = "2027-01"


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the datasets that may be written."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets_dir(), folder, ignore=shutil.ignore_patterns("maps"))
    monkeypatch.setenv("MIGOV_DATA_DIR", str(folder))
    few = SimpleNamespace(
        series=lambda: {name: registry.find(name) for name in NAMES},
        find=registry.find,
        publishers=registry.publishers,
    )
    monkeypatch.setattr(sys.modules["migov.update"], "registry", few)
    # Verdicts have tests of their own and take seconds.
    nothing = pd.DataFrame(columns=["id", "slug", "pinned", "latest", "reason"])
    monkeypatch.setattr(sys.modules["migov.update"], "_verdicts", lambda newest: nothing)
    release._forget()
    yield folder
    monkeypatch.undo()
    release._forget()


@pytest.fixture
def publishers(mirror, copied, tmp_path, monkeypatch):
    """Publishers who have a newer edition of one series and the old one of the other."""
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})
    folder = tmp_path / "newer"

    def revise(rows):
        rows = with_value(newer(rows), "MEX", 2003, "1000000000")
        return with_value(rows, "NAM", 2025, "5000000")

    publish(folder, "remittances_received", revise)
    publish(folder, "net_migration", lambda rows: rows)
    config.mirror = str(folder)
    return folder


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.reference
def test_a_new_vintage_becomes_a_new_file_and_the_series_is_pinned_to_it(publishers, copied):
    before = contents(copied)
    made = write_snapshot()
    assert dict(made.vintages) == {"remittances_received": NEW}
    after = contents(copied)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        f"snapshot/remittances_received/{NEW}.parquet", "snapshot/manifest.json",
        "registry/series-worldbank.toml", "PROVENANCE.md",
    }  # fmt: skip
    assert before.keys() <= after.keys(), "a file is gone"
    # As a user of the next release would have it: offline, from another process.
    code = (
        "import migov; table = migov.load('remittances_received', ['MEX', 'NAM'], (2003, 2025));"
        "print(table.attrs['migov']['columns']['value']['version'],"
        " table.set_index(['economy', 'year'])['value'].loc[[('MEX', 2003), ('NAM', 2025)]]"
        ".tolist())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "MIGOV_OFFLINE": "1", "MIGOV_CACHE": str(copied / "none"),
             "PYTHONPATH": str(Path(migov.__file__).parent.parent)},
    )  # fmt: skip
    assert done.stdout.strip() == f"{NEW} [1000000000.0, 5000000.0]", done.stderr
    older = migov.load("remittances_received", "MEX", 2003, version="2026-07")["value"].item()
    assert older > 1e10


@pytest.mark.reference
def test_the_registry_keeps_its_comments_and_all_other_lines(publishers, copied):
    path = copied / "registry" / "series-worldbank.toml"
    before = path.read_text("utf-8").splitlines()
    write_snapshot()
    after = path.read_text("utf-8").splitlines()
    added = [line for line in after if line not in before]
    assert added == [
        f'pinned = "{NEW}"',
        f'"{NEW}" = {{ file = "wdi-indicator", obtained = "a file that came through a mirror" }}',
    ]
    assert len(after) == len(before) + 1
    said = tomllib.loads("\n".join(after))["remittances_received"]
    assert said["pinned"] == NEW and next(iter(said["versions"])) == NEW


@pytest.mark.reference
def test_list_and_page_are_those_of_the_new_files(publishers, copied):
    write_snapshot()
    name = f"remittances_received/{NEW}.parquet"
    facts = json.loads((copied / "snapshot" / "manifest.json").read_text("utf-8"))
    assert facts[name]["released"] == "2027-01-15" and facts[name]["last_year"] == 2025
    assert list(facts) == sorted(facts)
    assert store.embedded("remittances_received", NEW) is not None  # its hash is the one listed
    text = (copied / "PROVENANCE.md").read_text("utf-8")
    assert text == provenance_text() and f"| {NEW} | 2027-01-15 |" in text


@pytest.mark.reference
def test_a_file_from_a_mirror_is_said_to_be_one(publishers, copied):
    made = write_snapshot()
    assert "remittances_received: a file that came through a mirror, and nobody" in str(made)
    (row,) = (line for line in (copied / "PROVENANCE.md").read_text("utf-8").splitlines()
              if "`remittances_received`" in line and NEW in line)  # fmt: skip
    assert "(a file that came through a mirror)" in row
    assert "from a file that came through a mirror. " in migov.cite("remittances_received")


@pytest.mark.reference
def test_a_file_from_the_publisher_is_said_to_be_its_own(publishers, copied, monkeypatch):
    # The folder stands for the publisher itself: the lock file records the publisher's address.
    monkeypatch.setattr(sys.modules["migov.store.fetch"], "address", lambda url: url)
    made = write_snapshot()
    assert made.by_hand and "mirror" not in " ".join(made.by_hand)
    page = (copied / "PROVENANCE.md").read_text("utf-8").splitlines()
    rows = [line for line in page if "`remittances_received`" in line]
    assert "(the publisher's own file)" in next(row for row in rows if NEW in row)
    assert "re-assembled" in next(row for row in rows if "| 2026-07 |" in row)
    assert ", retrieved 20" in migov.cite("remittances_received")
    said = registry.find("remittances_received").versions[NEW]
    assert said.obtained == "the publisher's own file" and "obtained" not in said.extra


@pytest.mark.reference
def test_a_second_run_writes_nothing_and_the_same_files_give_the_same_bytes(
    publishers, copied, tmp_path
):
    again = tmp_path / "again"
    shutil.copytree(copied, again)
    write_snapshot()
    first = contents(copied)
    assert dict(write_snapshot().vintages) == {}
    assert contents(copied) == first
    os.environ["MIGOV_DATA_DIR"] = str(again)  # the fixture takes it back
    release._forget()
    config.cache = tmp_path / "another cache"
    write_snapshot()
    assert contents(again) == first


@pytest.mark.reference
def test_what_is_left_to_do_by_hand_is_listed(publishers, copied, capsys):
    assert main(["update", "--write-snapshot"]) == 0
    out = capsys.readouterr().out
    assert f"remittances_received {NEW}" in out and "To do by hand:" in out
    assert "the vintage has 2025 too; mend periods = '1970-2024, annual'" in out
    assert "its address no longer serves 2026-07" in out and "CHANGELOG.md" in out


@pytest.mark.reference
def test_an_edition_without_a_new_date_is_said_and_not_written(publishers, copied):
    before = contents(copied)
    # The same date as the embedded vintage, and other figures.
    _redate(next(publishers.rglob("*BX.TRF.PWKR.CD.DT*")), "2027-01-15", "2026-07-01")
    made = write_snapshot()
    assert dict(made.vintages) == {} and contents(copied) == before
    assert "changed figures without a new date" in str(made)


def _redate(place, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(place) as held, zipfile.ZipFile(out, "w") as archive:
        for member in held.namelist():
            archive.writestr(member, held.read(member).replace(old.encode(), new.encode()))
    place.write_bytes(out.getvalue())


@pytest.mark.reference
def test_a_vintage_in_another_unit_is_said_and_not_written(publishers, copied, monkeypatch):
    record = registry.find("remittances_received")
    older = replace(record, unit="constant 2010 US$")
    few = {older.id: older, "net_migration": registry.find("net_migration")}
    monkeypatch.setattr(registry, "series", lambda: few)
    before = contents(copied)
    _redate(next(publishers.rglob("*BX.TRF.PWKR.CD.DT*")), "current US$", "constant 2015 US$")
    made = write_snapshot()
    assert dict(made.vintages) == {} and contents(copied) == before
    assert "2027-01 is in constant 2015 US$, and the registry has one unit" in str(made)
    assert "the newest is in constant 2015 US$, the pinned in constant 2010 US$" in str(made)


@pytest.mark.reference
def test_a_derived_series_follows_its_terms(publishers, copied):
    # fdi_inflow_share_of_gfcf = fdi_inflow ÷ gfcf, and gfcf = gfcf_share_of_gdp × gdp.
    moved = release._derived({"gdp": NEW})
    assert moved["gfcf"] == NEW and moved["fdi_inflow_share_of_gfcf"] == NEW
    assert release._derived({"remittances_received": NEW}) == {}


# --- all or nothing -------------------------------------------------------------------------------


@pytest.mark.reference
@pytest.mark.parametrize("step", range(1, 5))
def test_a_move_that_fails_leaves_all_as_it_was(publishers, copied, monkeypatch, step):
    before = contents(copied)
    move, moves = os.replace, []

    def fail(source, goal):
        if ".release-" in str(source) and "before" not in Path(source).parts:
            moves.append(goal)
            if len(moves) == step:
                raise OSError(28, "No space left on device")
        return move(source, goal)

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(SnapshotError, match=r"No space left.*there as it was"):
        write_snapshot()
    assert len(moves) == step
    assert contents(copied) == before
    assert registry.find("remittances_received").pinned == "2026-07"


KILLED = """
import os, sys
import pandas as pd
from types import SimpleNamespace
from migov import registry
from migov.release import write_snapshot

names = {names}
few = SimpleNamespace(
    series=lambda: {{name: registry.find(name) for name in names}},
    find=registry.find, publishers=registry.publishers,
)
module = sys.modules["migov.update"]
module.registry = few
module._verdicts = lambda newest: pd.DataFrame(columns=["id", "slug", "pinned", "latest", "reason"])
move, moves = os.replace, []


def stop(source, goal):
    if ".release-" in str(source):
        moves.append(goal)
        if len(moves) == {step}:
            os.kill(os.getpid(), 9)
    return move(source, goal)


os.replace = stop
write_snapshot()
"""
LOADED = (
    "import migov; table = migov.load('remittances_received', 'MEX', 2003);"
    "print(table.attrs['migov']['columns']['value']['version'], table['value'].item() > 1e10)"
)


@pytest.mark.reference
@pytest.mark.parametrize("step", range(1, 5))
def test_a_process_that_is_killed_leaves_sound_datasets_and_the_next_run_goes_on(
    publishers, copied, tmp_path, step
):
    environment = {
        **os.environ, "MIGOV_MIRROR": str(publishers), "MIGOV_CACHE": str(tmp_path / "other"),
        "PYTHONPATH": str(Path(migov.__file__).parent.parent),
    }  # fmt: skip
    code = KILLED.format(names=NAMES, step=step)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, check=False
    )
    # The registry is the third to take its place: until then the series is pinned as before.
    assert loaded.stdout.strip() == ("2026-07 True" if step < 4 else f"{NEW} False"), loaded.stderr
    release._forget()
    write_snapshot()
    release._forget()
    assert registry.find("remittances_received").pinned == NEW
    assert list(copied.glob(".release-*")) == []
    assert migov.load("remittances_received", "MEX", 2003)["value"].item() == 1e9


@pytest.mark.reference
def test_a_file_that_cannot_be_written_leaves_all_as_it_was(publishers, copied, monkeypatch):
    before = contents(copied)

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys.modules["migov.embedding"], "_write_parquet", full)
    with pytest.raises(SnapshotError, match="could not be written"):
        write_snapshot()
    assert contents(copied) == before


@pytest.mark.reference
def test_a_snapshot_beyond_its_bounds_is_not_written(publishers, copied, monkeypatch):
    before = contents(copied)
    monkeypatch.setattr(sys.modules["migov.embedding"], "MOST_BYTES", 1_000_000)
    with pytest.raises(SnapshotError, match="Embed less"):
        write_snapshot()
    assert contents(copied) == before


@pytest.mark.reference
def test_a_series_that_does_not_come_stops_the_whole(publishers, copied):
    before = contents(copied)
    next(publishers.rglob("*SM.POP.NETM*")).unlink()
    with pytest.raises(DownloadError, match="stays as it is, because the newest of 1 series did"):
        write_snapshot()
    assert contents(copied) == before


# --- refusals -------------------------------------------------------------------------------------


def test_an_installed_package_is_never_rewritten(monkeypatch):
    inside = Path(release.__file__).resolve().parent / "datasets"
    monkeypatch.setattr(release, "datasets_dir", lambda: inside)
    with pytest.raises(SnapshotError, match=r"installed package.*Check out migov's repository"):
        write_snapshot()


def test_datasets_that_cannot_be_written_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("MIGOV_DATA_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(SnapshotError, match=r"nowhere cannot be written.*MIGOV_DATA_DIR"):
        write_snapshot()


def test_writing_and_a_trial_exclude_each_other(capsys):
    assert main(["update", "--write-snapshot", "--dry-run"]) == 1
    assert "say one of them" in capsys.readouterr().err


# --- lines of the registry ------------------------------------------------------------------------

LINES = """\
# A comment that stays.
[one]
title = "One"  # and this one
pinned = "2020"
[one.versions]
"2020" = { file = "f" }

[one_more]
pinned = "2020"
[one_more.versions]
"2020" = { file = "f" }
"""


def test_two_lines_of_one_series_are_written_and_no_other(tmp_path):
    path = tmp_path / "series.toml"
    path.write_text(LINES, "utf-8")
    pinning.pin(tmp_path, "one", "2021", {"file": "f", "embed": ["WLD"], "threshold": 100.0})
    said = tomllib.loads(path.read_text("utf-8"))
    assert said["one"]["pinned"] == "2021" and said["one_more"]["pinned"] == "2020"
    assert said["one"]["versions"]["2021"] == {"file": "f", "embed": ["WLD"], "threshold": 100.0}
    assert said["one"]["versions"]["2020"] == {"file": "f"}
    assert "2021" not in said["one_more"]["versions"]
    lines = path.read_text("utf-8").splitlines()
    assert set(LINES.splitlines()) <= {*lines, 'pinned = "2020"'}


@pytest.mark.parametrize("text", ["", "[one]\ntitle = 'x'\n", LINES.replace("[one.", "[two.")])
def test_lines_that_are_not_there_are_said_with_what_to_write(tmp_path, text):
    (tmp_path / "series.toml").write_text(text, "utf-8")
    with pytest.raises(RegistryError, match=r'no lines \[one\].*"2021" = \{\}'):
        pinning.pin(tmp_path, "one", "2021", {})
    assert (tmp_path / "series.toml").read_text("utf-8") == text


def test_an_unknown_publisher_is_refused(copied):
    with pytest.raises(ArgumentError, match="no publisher"):
        write_snapshot(only="worldbnak")
