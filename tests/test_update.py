"""An update: what is new, series by series, and which verdicts would be others."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from types import SimpleNamespace

import pandas as pd
import pytest

import migov
from migov import figures, registry, store
from migov.changes import compare
from migov.cli import main
from migov.config import config
from migov.errors import ArgumentError, OfflineError

NAMES = ("remittances_received", "net_migration")


@pytest.fixture
def two(monkeypatch):
    """A registry of two series, for the update alone."""
    few = SimpleNamespace(
        series=lambda: {name: registry.find(name) for name in NAMES},
        find=registry.find,
        publishers=registry.publishers,
    )
    monkeypatch.setattr(sys.modules["migov.update"], "registry", few)


@pytest.fixture
def fresh(mirror, tmp_path, monkeypatch, two):
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path / "cache")})
    return tmp_path


def _publish(folder, name, change):
    """A folder that stands in for the publisher, with a newer edition of a series."""
    record = registry.find(name)
    url = figures.latest(record).file.address(record, figures.latest(record))
    data = store.fetch(url).read_bytes()
    goal = store.places.in_mirror(folder, url)[0]
    goal.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(goal, "w") as new:
        for member in old.namelist():
            rows = list(csv.reader(io.StringIO(old.read(member).decode("utf-8-sig"), newline="")))
            if member.startswith("API_"):
                rows = change(rows)
            out = io.StringIO(newline="")
            writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=",\r\n")
            writer.writerows([row[:-1] if row and row[-1] == "" else row for row in rows])
            new.writestr(member, "\ufeff" + out.getvalue())


def _set(rows, code, year, value):
    (row,) = (row for row in rows[5:] if row and row[1] == code)
    row[rows[4].index(str(year))] = value
    return rows


def _newer(rows):
    rows[2][1] = "2027-01-15"
    return rows


# --- against publishers ---------------------------------------------------------------------------


@pytest.mark.reference
def test_nothing_new(fresh):
    found = migov.update()
    assert found.series["series"].tolist() == sorted(NAMES)
    assert found.series["state"].unique().tolist() == ["same"]
    assert found.series["latest"].unique().tolist() == ["2026-07"]
    assert found.revised.empty and found.claims.empty and found.failed.empty
    assert str(found) == "2 series: 2 same."


@pytest.mark.reference
def test_a_trial_asks_and_writes_nothing(fresh):
    assert migov.update(dry_run=True).series["state"].unique().tolist() == ["to fetch"]
    assert not config.cache.exists()
    migov.update()
    before = {path: path.read_bytes() for path in config.cache.rglob("*") if path.is_file()}
    assert migov.update(dry_run=True).series["state"].unique().tolist() == ["unchanged"]
    after = {path: path.read_bytes() for path in config.cache.rglob("*") if path.is_file()}
    assert before == after


@pytest.mark.reference
def test_what_is_new_is_said_and_which_verdicts_it_turns(fresh, capsys):
    folder = fresh / "newer"

    def revise(rows):
        rows = _set(_newer(rows), "WLD", 1995, "70000000000")
        rows = _set(rows, "MEX", 2003, "1000000000")
        return _set(rows, "NAM", 2025, "5000000")

    _publish(folder, "remittances_received", revise)
    _publish(folder, "net_migration", lambda rows: rows)
    config.mirror = str(folder)
    assert migov.claims.get("O018").check().verdict.value == "revised"
    found = migov.update()
    rows = found.series.set_index("series")
    row = rows.loc["remittances_received"]
    assert (row["state"], row["latest"], row["revised"]) == ("changed", "2027-01", 2)
    assert row["years_added"] == "2025" and row["added"] == 1
    assert row["largest_at"] == "MEX 2003" and row["largest_change"] < -0.9
    assert rows.loc["net_migration", "state"] == "same"
    assert found.revised[["economy", "year"]].to_numpy().tolist() == [["MEX", 2003], ["WLD", 1995]]
    turned = found.claims.set_index("id")
    assert turned.loc["O018", ["pinned", "latest"]].tolist() == ["revised", "holds"]
    # The snapshot is what it was, and so are the verdicts on it.
    assert migov.claims.get("O018").check().verdict.value == "revised"
    assert main(["update"]) == 0
    out = capsys.readouterr().out
    assert "2026-07 → 2027-01; years added: 2025; 2 figures revised" in out
    assert "O018" in out and "revised → holds" in out


@pytest.mark.reference
def test_one_that_fails_is_in_the_report_with_its_reason(fresh, capsys):
    folder = fresh / "newer"
    _publish(folder, "net_migration", lambda rows: rows)
    config.mirror = str(folder)
    found = migov.update()
    assert found.failed["series"].tolist() == ["remittances_received"]
    assert "has no file" in found.failed["error"].item()
    assert main(["update"]) == 1
    assert "could not be had" in capsys.readouterr().err


def test_update_refuses_what_it_cannot_do(tmp_path, monkeypatch, two):
    with pytest.raises(ArgumentError, match="no publisher; choose from worldbank"):
        migov.update(only=["worldbnak"])
    monkeypatch.setattr(config, "_set", {"offline": True, "cache": str(tmp_path)})
    with pytest.raises(OfflineError, match="MIGOV_OFFLINE=1 refuses"):
        migov.update()


# --- the comparison -------------------------------------------------------------------------------


def _table(**values):
    rows = [(key[:3], int(key[3:]), value) for key, value in values.items()]
    return pd.DataFrame(rows, columns=["economy", "year", "value"])


def test_a_comparison_finds_what_was_done_to_a_table():
    before = _table(AAA2000=1.0, AAA2001=0.0, BBB2000=5.0)
    after = _table(AAA2000=1.5, AAA2001=2.0, CCC2002=1.0)
    found = compare(before, after, "economy")
    assert (found.years_added, found.years_gone) == ((2002,), ())
    assert (found.appeared, found.vanished) == (("CCC",), ("BBB",))
    assert (found.added, found.removed) == (1, 1)
    assert found.revised["change"].fillna(-9).tolist() == [0.5, -9]


def test_a_table_does_not_differ_from_itself_or_from_fewer_digits():
    before = migov.load("gdp", version="2016-11")
    assert not compare(before, before, "economy")
    rounded = before.assign(value=before["value"].map(lambda value: float(f"{value:.10g}")))
    assert not compare(before, rounded, "economy")


def test_corridors_are_compared_by_sex():
    before = migov.load("migrant_stock", destinations="MEX", sex="each")
    after = before.copy()
    row = after.index[after["sex"] == "female"][-1]
    after.loc[row, "value"] *= 2
    found = compare(before, after, "corridor")
    assert len(found.revised) == 1 and found.revised["sex"].item() == "female"
