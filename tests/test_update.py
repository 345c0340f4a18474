"""An update: what is new, series by series, and which verdicts would be others."""

from __future__ import annotations

import io
import json
import sys
import warnings
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from editions import newer, publish, with_value

import migov
from migov import corrections, registry, regrouping, store
from migov import mirror as mirrors
from migov.bars import bars
from migov.changes import compare
from migov.cli import main
from migov.config import config
from migov.errors import (
    ArgumentError,
    LayoutError,
    MissingNamesWarning,
    OfflineError,
    UnknownNamesWarning,
)
from migov.publishers import wdi_lists

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


# --- against publishers ---------------------------------------------------------------------------


@pytest.mark.reference
def test_nothing_new(fresh):
    found = migov.update()
    assert found.series["series"].tolist() == sorted(NAMES)
    assert found.series["state"].unique().tolist() == ["same"]
    assert found.series["latest"].unique().tolist() == ["2026-07"]
    assert found.revised.empty and found.claims.empty and found.failed.empty
    assert found.moved.empty
    assert str(found).splitlines()[0] == "2 series: 2 same."


@pytest.mark.reference
def test_a_trial_asks_and_writes_nothing(fresh):
    assert migov.update(dry_run=True).series["state"].unique().tolist() == ["not fetched"]
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
        rows = with_value(newer(rows), "WLD", 1995, "70000000000")
        rows = with_value(rows, "MEX", 2003, "1000000000")
        return with_value(rows, "NAM", 2025, "5000000")

    publish(folder, "remittances_received", revise)
    publish(folder, "net_migration", lambda rows: rows)
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
    publish(folder, "net_migration", lambda rows: rows)
    config.mirror = str(folder)
    found = migov.update()
    assert found.failed["series"].tolist() == ["remittances_received"]
    assert "has no file" in found.failed["error"].item()
    assert main(["update"]) == 1
    assert "could not be had" in capsys.readouterr().err


@pytest.mark.reference
def test_what_is_not_embedded_is_compared_with_what_was_kept_before(fresh, monkeypatch):
    name = "internally_displaced_idmc"
    few = SimpleNamespace(
        series=lambda: {name: registry.find(name)}, find=registry.find,
        publishers=registry.publishers,
    )  # fmt: skip
    monkeypatch.setattr(sys.modules["migov.update"], "registry", few)
    folder = mirrors.build(fresh / "classroom", only=[name]).folder
    config.cache, config.mirror = fresh / "another", folder
    assert migov.update().series["state"].tolist() == ["new"]
    assert migov.update().series["state"].tolist() == ["same"]
    (file,) = (path for path in folder.rglob("*") if path.is_file())
    before = migov.load(name, "COL", 2020, version="latest")["value"].item()
    text = file.read_text(encoding="utf-8")
    assert text.count(f"{before:.0f}") == 1
    file.write_text(text.replace(f"{before:.0f}", f"{2 * before:.0f}"), encoding="utf-8")
    found = migov.update()
    row = found.series.iloc[0]
    assert (row["state"], row["revised"], row["largest_at"]) == ("changed", 1, "COL 2020")
    assert row["largest_change"] == pytest.approx(1) and found.claims.empty


# --- members that a publisher moved ---------------------------------------------------------------


def _list_economies(folder, change):
    """The World Bank's list of economies, changed, in a folder that stands in for it."""
    answer = json.loads(store.fetch(wdi_lists.ECONOMIES).read_bytes())
    rows = change({row["id"]: row for row in answer[1]})
    answer = [{**answer[0], "total": len(rows)}, list(rows.values())]
    goal = store.places.in_mirror(folder, wdi_lists.ECONOMIES)[0]
    goal.parent.mkdir(parents=True, exist_ok=True)
    goal.write_text(json.dumps(answer), "utf-8")


def _rearranged(rows):
    rows["MEX"]["incomeLevel"]["id"] = "HIC"
    rows["PAK"]["region"]["id"] = "SAS"
    rows["AGO"]["lendingType"]["id"] = "LNX"
    rows["ZZA"] = {**rows["MEX"], "id": "ZZA", "name": "Atlantis"}
    del rows["CUB"]
    return rows


@pytest.mark.reference
def test_members_that_a_publisher_moved_are_listed_with_where_from_and_where_to(fresh):
    folder = fresh / "newer"
    for name in NAMES:
        publish(folder, name, lambda rows: rows)
    _list_economies(folder, _rearranged)
    config.mirror = str(folder)
    found = migov.update()
    assert found.moved[["kind", "economy", "from", "to"]].to_numpy().tolist() == [
        ["income group", "MEX", "UMC", "HIC"],
        ["lending", "AGO", "IBD", ""],
        ["region", "PAK", "MEA", "SAS"],
    ]
    said = str(found)
    assert "3 memberships differ" in said and "MEX (income group, worldbank): UMC → HIC" in said
    assert "AGO (lending, worldbank): IBD → none" in said
    # What the list has and migov does not, and the other way round, are two different notes.
    assert any("not known: 'ZZA'" in note for note in found.notes)
    assert any("missing, where they are expected: CUB" in note for note in found.notes)


@pytest.mark.reference
def test_names_that_are_unknown_or_missing_are_two_warnings(fresh):
    folder = fresh / "newer"
    _list_economies(folder, _rearranged)
    config.mirror = str(folder)
    with pytest.warns(UnknownNamesWarning, match="ZZA"), pytest.warns(MissingNamesWarning,
                                                                       match="CUB"):
        regrouping.regrouped()


@pytest.mark.reference
def test_an_economy_that_is_classified_and_not_listed_is_not_missed(fresh):
    listed = wdi_lists.read_economies(store.fetch(wdi_lists.ECONOMIES))
    assert "TWN" not in set(listed["code"]) and "TWN" in migov.economies.members("EAS")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert regrouping.regrouped().empty
    # Were it listed, in whichever group, that would be compared.
    again = listed[listed["code"] == "KOR"].assign(code="TWN", group="LIC", kind="income group")
    found = regrouping.moved(regrouping.held(), regrouping.newest(pd.concat([listed, again])))
    assert found[["economy", "from", "to"]].drop_duplicates().to_numpy().tolist() == [
        ["TWN", "HIC", "LIC"]
    ]


@pytest.mark.reference
def test_a_list_of_members_that_does_not_come_leaves_the_rest_of_the_report(fresh):
    folder = fresh / "newer"
    for name in NAMES:
        publish(folder, name, lambda rows: rows)
    config.mirror = str(folder)
    found = migov.update()
    assert found.failed.empty and found.moved.empty
    assert "memberships could not be compared" in str(found)


@pytest.mark.reference
def test_a_list_of_members_that_is_not_whole_is_refused(fresh):
    def short(rows):
        return {key: row for key, row in rows.items() if key > "C"}

    folder = fresh / "newer"
    _list_economies(folder, short)
    place = store.places.in_mirror(folder, wdi_lists.ECONOMIES)[0]
    place.write_text(place.read_text("utf-8").replace('"total": ', '"total": 1'), "utf-8")
    config.mirror = str(folder)
    with pytest.raises(LayoutError, match="not whole"):
        regrouping.regrouped()


def test_memberships_that_are_held_are_those_of_the_groups():
    held = regrouping.held()
    for kind, group in (("region", "LCN"), ("income group", "LIC"), ("lending", "IDB")):
        mine = held[(held["kind"] == kind) & (held["group"] == group)]["economy"]
        assert tuple(sorted(mine)) == migov.economies.members(group)


# --- declared errors that are gone ----------------------------------------------------------------


@pytest.mark.reference
def test_a_declared_error_that_the_publisher_mended_is_in_the_report(fresh, monkeypatch):
    printed = migov.load("remittances_received", "MEX", 2003)["value"].item()
    error = corrections.KnownError(
        "mexico", ("remittances_received",), ("2026-07+",), {"economy": ("MEX",), "year": (2003,)},
        printed, "drop", "A slip.", "A letter.", date(2999, 1, 1),
    )  # fmt: skip
    monkeypatch.setattr(corrections, "declared", lambda: (error,))
    folder = fresh / "newer"
    publish(folder, "remittances_received", lambda rows: with_value(newer(rows), "MEX", 2003, "1"))
    publish(folder, "net_migration", lambda rows: rows)
    config.mirror = str(folder)
    found = migov.update()
    assert any("'mexico'" in note and "mended it in remittances_received 2027-01" in note
               for note in found.notes)  # fmt: skip


# --- progress -------------------------------------------------------------------------------------


@pytest.fixture
def terminal(monkeypatch):
    """A standard error that says whether it is a terminal, and what was drawn on it."""

    class Screen(io.StringIO):
        isatty_says = True

        def isatty(self):
            return self.isatty_says

    screen = Screen()
    monkeypatch.setattr(sys.modules["migov.bars"], "sys", SimpleNamespace(stderr=screen))
    return screen


@pytest.mark.reference
def test_bars_are_drawn_on_a_terminal_one_for_each_file_and_one_for_all(fresh, terminal):
    pytest.importorskip("tqdm")
    migov.update()
    drawn = terminal.getvalue()
    assert "2/2" in drawn or "1/2" in drawn, "no bar for all series together"
    for name in NAMES:
        code = registry.find(name).code
        assert code in drawn, f"no bar for the file of {name}"


@pytest.mark.reference
def test_nothing_is_drawn_where_no_terminal_is(fresh, terminal):
    terminal.isatty_says = False
    migov.update()
    assert terminal.getvalue() == ""


@pytest.mark.reference
def test_bars_can_be_asked_for_and_refused(fresh, terminal):
    pytest.importorskip("tqdm")
    migov.update(progress=False)
    assert terminal.getvalue() == ""
    terminal.isatty_says = False
    migov.update(progress=True)
    assert "series" in terminal.getvalue()


@pytest.mark.reference
def test_a_program_without_a_standard_error_has_no_bars(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    with bars(None, total=2) as (tell, came):
        assert tell is None and came() is None


def test_a_listener_is_told_the_bytes_of_each_file(fresh):
    told = {}
    migov.update(progress=lambda url, done, size: told.setdefault(url, []).append((done, size)))
    assert {store.host(url) for url in told} == {"api.worldbank.org"} and len(told) == 2
    for sizes in told.values():
        assert sizes[-1][0] == sizes[-1][1] > 1000
        assert [done for done, _ in sizes] == sorted(done for done, _ in sizes)


def test_without_tqdm_there_are_no_bars(monkeypatch, terminal):
    monkeypatch.setattr(sys.modules["migov.bars"], "find_spec", lambda name: None)
    with bars(None, 3) as (tell, came):
        assert tell is None and came() is None


def test_update_refuses_what_it_cannot_do(tmp_path, monkeypatch, two):
    with pytest.raises(ArgumentError, match="no publisher; choose from worldbank"):
        migov.update(only=["worldbnak"])
    with pytest.raises(ArgumentError, match="only=5 is no publisher's id"):
        migov.update(only=5)
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
