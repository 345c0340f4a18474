"""What every reader says of a path that is no file, and of a file that is nothing."""

from __future__ import annotations

import io
import pkgutil
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from migov import publishers, registry
from migov.errors import ArgumentError, LayoutError, UnknownNameError
from migov.publishers import (
    abel_cohen,
    cepii,
    cow_igo,
    desta,
    gaskin_abel,
    gbmd,
    knomad,
    oecd,
    passport_index,
    reader,
    unctad,
    unctad_bilateral,
    unctad_workbooks,
    undesa,
    unhcr,
    unhcr_copies,
    unhcr_within,
    untc,
    wdi_catalogue,
    wdi_lists,
    worldbank,
    worldbank_classes,
    wpp,
)

CODE = "SP.POP.TOTL"
READERS: dict[str, Callable[[Any], object]] = {
    "abel_cohen.read_flows": partial(abel_cohen.read_flows, method="mig_rate"),
    "abel_cohen.read_copy": partial(abel_cohen.read_copy, method="mig_rate"),
    "abel_cohen.read_decades": abel_cohen.read_decades,
    "cow_igo.read_members": cow_igo.read_members,
    "desta.read_provisions": desta.read_provisions,
    "desta.read_treaties": desta.read_treaties,
    "gaskin_abel.read_flows": gaskin_abel.read_flows,
    "gbmd.read_stocks": gbmd.read_stocks,
    "passport_index.read_access": passport_index.read_access,
    "unctad_bilateral.read_pairs": partial(
        unctad_bilateral.read_pairs, measure="FDI_inflows"
    ),
    "unctad_workbooks.read_workbooks": partial(
        unctad_workbooks.read_workbooks, measure="FDI_inflows"
    ),
    "undesa.read_corridors_2019": lambda path: undesa.read_corridors_2019(path, path),
    "unhcr.read_unrwa": unhcr.read_unrwa,
    "unhcr_copies.read_population": unhcr_copies.read_population,
    "unhcr_within.read_idmc": unhcr_within.read_idmc,
    "unhcr_within.read_population": unhcr_within.read_population,
    "untc.read_status": untc.read_status,
    "wdi_lists.read_economies": wdi_lists.read_economies,
    "wdi_lists.read_indicators": wdi_lists.read_indicators,
    "worldbank.read_json": partial(worldbank.read_json, code=CODE),
    "worldbank_classes.read_income_groups": worldbank_classes.read_income_groups,
    "knomad.read_pairs": knomad.read_pairs,
    "oecd.read_dac2a_corridors": oecd.read_dac2a_corridors,
    "cepii.read_distances": cepii.read_distances,
    "cepii.read_places": cepii.read_places,
    "knomad.read_brief": knomad.read_brief,
    "knomad.read_flows": partial(knomad.read_flows, indicator="WB_KNOMAD_MRI"),
    "knomad.read_matrix": partial(knomad.read_matrix, year=2021),
    "knomad.read_workbook": partial(knomad.read_workbook, indicator="WB_KNOMAD_MRI"),
    "oecd.read_dac1": oecd.read_dac1,
    "oecd.read_dac2a": oecd.read_dac2a,
    "unctad.read_annex": partial(unctad.read_annex, table=1),
    "unctad.read_fdi": partial(
        unctad.read_fdi, measure="usd_millions", flow="flow", direction="inward"
    ),
    "undesa.read_corridors": partial(undesa.read_corridors, revision=2024),
    "undesa.read_corridors of 2015": partial(undesa.read_corridors, revision=2015),
    "undesa.read_corridors_csv": undesa.read_corridors_csv,
    "undesa.read_margin": partial(undesa.read_margin, revision=2020),
    "undesa.read_totals": partial(undesa.read_totals, revision=2020),
    "unhcr.read_asylum_applications": unhcr.read_asylum_applications,
    "unhcr.read_decisions": unhcr.read_decisions,
    "unhcr.read_population": unhcr.read_population,
    "unhcr.read_solutions": unhcr.read_solutions,
    "wdi_catalogue.read_indicator": partial(wdi_catalogue.read_indicator, code=CODE),
    "wdi_catalogue.read_months": wdi_catalogue.read_months,
    "wdi_catalogue.read_terms": partial(wdi_catalogue.read_terms, code=CODE),
    "worldbank.read_archive": partial(worldbank.read_archive, code=CODE, archive="201611"),
    "worldbank.read_csv": partial(worldbank.read_csv, code=CODE),
    "worldbank.read_excel": partial(worldbank.read_excel, code=CODE),
    "worldbank.read_zip": partial(worldbank.read_zip, code=CODE),
    "wpp.read_indicators": partial(wpp.read_indicators, column="Births"),
}
each_reader = pytest.mark.parametrize("read", READERS.values(), ids=list(READERS))


def test_no_reader_is_left_out() -> None:
    public = {
        f"{module.name}.{name}"
        for module in pkgutil.iter_modules(publishers.__path__)
        if not module.name.startswith("_")
        for name, value in vars(import_module(f"migov.publishers.{module.name}")).items()
        if name.startswith("read_") and value.__module__.endswith(f".{module.name}")
    }
    assert public <= set(READERS)


@each_reader
def test_a_path_where_nothing_is(read: Callable[[Any], object], tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"There is no file .*missing\.xlsx.*Check the path"):
        read(tmp_path / "missing.xlsx")
    with pytest.raises(ArgumentError, match=r"There is no file 'missing\.xlsx'"):
        read("missing.xlsx")


@each_reader
def test_a_folder(read: Callable[[Any], object], tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="is a folder, and one file is read"):
        read(tmp_path)


@each_reader
@pytest.mark.parametrize("body", [b"", b" \n"])
def test_a_file_that_is_nothing(
    read: Callable[[Any], object], body: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(body)
    with pytest.raises(LayoutError, match=r"figures\.csv is empty"):
        read(path)
    with pytest.raises(LayoutError, match="The file is empty"):
        read(io.BytesIO(body))


@each_reader
@pytest.mark.parametrize(
    "thing",
    [None, 5, io.StringIO("economy,year\n"), "a\0b"],
    ids=["nothing", "a number", "text", "a zero byte"],
)
def test_what_is_no_path(read: Callable[[Any], object], thing: object) -> None:
    with pytest.raises(ArgumentError, match=r"takes a path or a file|cannot be opened"):
        read(thing)


@pytest.mark.parametrize("name", ["worldbank", "worldbank.read_pdf", "os.system", "worldbank.re"])
def test_a_reader_that_there_is_not(name: str) -> None:
    with pytest.raises(UnknownNameError, match="Unknown reader"):
        reader(name)


def test_every_reader_of_the_registry_is_one() -> None:
    for file in registry.files().values():
        assert callable(reader(file.reader))
