"""The snapshot: complete, within the publishers' terms, and the same when it is built again."""

import shutil

import pandas as pd
import pyarrow.parquet as pq
import pytest

from migov import economies, registry, store
from migov.config import config, datasets_dir
from migov.errors import ArgumentError, DownloadError
from migov.provenance import provenance_text
from migov.snapshot import build


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the datasets to build in."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets_dir(), folder)
    monkeypatch.setenv("MIGOV_DATA_DIR", str(folder))
    return folder


def writer(path):
    """The program and version that a Parquet file says it was written by."""
    return pq.read_metadata(path).created_by


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_it_holds_every_published_vintage_of_the_registry_and_no_other():
    expected = {
        f"{series.id}/{version.name}.parquet"
        for series in registry.series().values()
        for version in series.versions.values()
        if version.file is not None and not version.obtainable
    }
    assert set(store.manifest()) == expected


def test_the_page_of_provenance_is_the_generated_one():
    text = (datasets_dir() / "PROVENANCE.md").read_text(encoding="utf-8")
    assert text == provenance_text()


def test_what_may_not_be_passed_on_is_not_there():
    for series in registry.series().values():
        for version in series.versions.values():
            if version.file is None:
                continue
            if not series.publisher.open:
                said = f"{series.id} {version.name} says not what may be embedded"
                assert version.embed is not None, said
            if version.embed:
                table = store.read_snapshot(series.id, version.name)
                assert set(table["economy"]) == set(version.embed)
                assert economies.is_aggregate(table["economy"]).all()


def test_figures_keep_every_digit_that_the_publisher_gives():
    # Mexico's remittances of 2003 and the world's migrants of 2024, as their publishers print them.
    table = store.read_snapshot("migrant_stock", "2024", sex="both")
    world = table[(table["origin"] == "WLD") & (table["destination"] == "WLD")]
    assert world.set_index("year")["value"].to_dict()[2024] == 304_021_813


def test_a_source_that_has_nothing_leaves_every_file_as_it_was(copied, tmp_path):
    before = contents(copied)
    with pytest.raises(DownloadError, match="has no file"):
        build(str(tmp_path / "empty"), only="worldbank")
    assert contents(copied) == before
    assert config.mirror is None


def test_an_unknown_publisher_is_refused(copied):
    with pytest.raises(ArgumentError, match="worldbank, undesa, unctad"):
        build(only="imf")


@pytest.mark.reference
@pytest.mark.slow
def test_a_rebuild_from_the_publishers_files_gives_the_same(copied, reference, mirror):
    before = {
        name: pd.read_parquet(store.snapshot_dir() / name) for name in store.manifest()
    }
    written_by = {writer(store.snapshot_dir() / name) for name in before}
    first = build(mirror, reference / "data")
    assert first.files == len(before)
    if written_by == {writer(copied / "snapshot" / name) for name in before}:
        assert first.changed == ()
    else:
        # Another version of Arrow packs the same figures into other bytes.
        for name, table in before.items():
            pd.testing.assert_frame_equal(table, pd.read_parquet(copied / "snapshot" / name))
    bytes_before = contents(copied)
    second = build(mirror, reference / "data", only="undesa")
    assert second.changed == ()
    assert contents(copied) == bytes_before
