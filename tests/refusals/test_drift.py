"""Layout drift: every reader, met by a column, a sheet, a code and a unit that it does not know.

Each refusal names what was met.  What a reader's file cannot have (a sheet in a csv) is left out,
and which kinds of drift that is stands beside the reader with its reason.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from publishers import cepii_files, knomad_files, oecd_files, undesa_files, unhcr_files
from publishers import unctad_files as unctads
from publishers.knomad_files import with_cell, workbook
from publishers.test_abel_cohen import SMALL
from publishers.test_wpp import HEADER, ROWS, small

from migov import registry
from migov.errors import LayoutError
from migov.publishers import abel_cohen, cepii, knomad, oecd, unctad, undesa, unhcr, wpp
from migov.publishers import unhcr_within as within

KINDS = ("column", "sheet", "code", "unit")
Case = tuple[Callable[[Path], Any], str]


@dataclass(frozen=True)
class Reader:
    """A reader with what it is given, by the kind of drift, and what it says."""

    cases: dict[str, Case]
    without: dict[str, str] = field(default_factory=dict)


PLAIN = {"sheet": "the file is no workbook"}
COUNTS = {"unit": "the answer prints no unit: whole persons, and a fraction is refused"}
PEOPLE, LONG, MATRIX = unhcr_files.PEOPLE, knomad_files.LONG, knomad_files.MATRIX
BRIEF, GIVEN, RECEIVED = knomad_files.BRIEF, oecd_files.GIVEN, oecd_files.GIVERS
INFLOW = ("usd_millions", "flow", "inward")


def _fdi(old: str, new: str) -> Callable[[Path], Any]:
    text = unctads.bulk("2025")
    assert old in text
    return lambda _: unctad.read_fdi(io.BytesIO(text.replace(old, new).encode()), *INFLOW)


def _annex(row: int, cells: list[str], sheet: bool = False) -> Callable[[Path], Any]:
    rows = [list(each) for each in unctads.ANNEX]
    rows[row] = cells
    if sheet:
        return lambda _: unctad.read_annex(workbook([["Contents"]], "Contents"), 6)
    return lambda _: unctad.read_annex(io.BytesIO(unctads.annex(rows).encode()), 6)


def _stock(**changes: Any) -> Callable[[Path], Any]:
    return lambda folder: undesa.read_corridors(
        undesa_files.corridors(folder / "s.xlsx", 2024, **changes), 2024
    )


def _people(read: Callable[..., Any], rows: list[dict], **renamed: str) -> Callable[[Path], Any]:
    changed = [{renamed.get(key, key): value for key, value in row.items()} for row in rows]
    return lambda folder: read(unhcr_files.written(folder, changed))


def _wpp(old: str, new: str) -> Callable[[Path], Any]:
    assert old in "\n".join([HEADER, *ROWS])
    return lambda folder: wpp.read_indicators(
        small(folder / "wpp.csv.gz", HEADER.replace(old, new), [r.replace(old, new) for r in ROWS]),
        "TPopulation1July",
    )


def _aid(read: Callable[..., Any], rows: list, header: list[str]) -> Callable[[Path], Any]:
    return lambda _: read(oecd_files.bulk(rows, header))


def _drifted(rows: list[list[str]], place: int, cell: str) -> list[list[str]]:
    return [[cell if n == place else old for n, old in enumerate(row)] for row in rows]


WIDER = [[*row, "100"] for row in GIVEN], [*oecd_files.HEADER, "SECTOR"]
WIDER_2A = [[*row, "100"] for row in RECEIVED], [*oecd_files.HEADER_2A, "SECTOR"]
HOME = [unhcr_files.row(2020, "AFG", "AFG", idps=5, refugees=1, total=5)]

READERS = {
    "unctad.read_fdi": Reader(
        {
            "column": (
                _fdi("Direction Label,", "Direction Label,Sector,Sector Label,"),
                "by 'sector'",
            ),
            "code": (_fdi(",516,Namibia", ",999,Utopia"), "'999'"),
            "unit": (_fdi("in millions", "in billions"), "no columns that could be usd_millions"),
        },
        PLAIN,
    ),
    "unctad.read_annex": Reader(
        {
            "column": (_annex(2, ["Region/economy", "1990", "Change"]), "the columns 'Change'"),
            "sheet": (_annex(0, [], sheet=True), "begins in line 4"),
            "code": (_annex(4, ["Utopia", "1", "2"]), "'Utopia'"),
            "unit": (_annex(1, ["(Billions of dollars)", "", ""]), "where its unit should stand"),
        }
    ),
    "undesa.read_corridors": Reader(
        {
            "column": (
                _stock(
                    header=[
                        "Index",
                        "To",
                        "Location code of destination",
                        "Data type",
                        "Location code of destination",
                        "From",
                        "Location code of origin",
                    ]
                ),
                "one column of location codes",
            ),
            "sheet": (_stock(sheet="Tabelle 1"), "no sheet 'Table 1'; it has .*'Tabelle 1'"),
            "code": (_stock(pairs=[("x", 777, "Namibia", 516)]), "777"),
            "unit": (
                _stock(headings=[f"{undesa_files.STOCK} (thousands), both sexes combined"] * 3),
                "this says thousand",
            ),
        }
    ),
    "wpp.read_indicators": Reader(
        {
            "column": (_wpp("TPopulation1July", "TPopulationMidYear"), "column TPopulation1July"),
            "code": (_wpp(",516,", ",999,"), "'?999"),
            "unit": (_wpp("8091734.930", "8091734930"), "expected are thousands"),
        },
        PLAIN,
    ),
    "unhcr.read_population": Reader(
        {
            "column": (_people(unhcr.read_population, PEOPLE, refugees="mandate"), "without refug"),
            "code": (
                _people(unhcr.read_population, [PEOPLE[0] | {"coo_iso": "ATL"}]),
                "1 code: 'ATL'",
            ),
        },
        PLAIN | COUNTS,
    ),
    "unhcr.read_asylum_applications": Reader(
        {
            "column": (
                _people(unhcr.read_asylum_applications, unhcr_files.APPLICATIONS, app_pc="unit"),
                "rows without app_pc",
            ),
            "code": (
                _people(
                    unhcr.read_asylum_applications,
                    [unhcr_files.APPLICATIONS[0] | {"coa_iso": "ATL"}],
                ),
                "'ATL'",
            ),
            "unit": (
                _people(
                    unhcr.read_asylum_applications,
                    [unhcr_files.APPLICATIONS[0] | {"app_pc": "H"}],
                ),
                r"counts 'H' \(app_pc\); expected are P persons, C cases",
            ),
        },
        PLAIN,
    ),
    "unhcr.read_decisions": Reader(
        {
            "column": (
                _people(unhcr.read_decisions, unhcr_files.DECISIONS, dec_total="all"),
                "rows without dec_total",
            ),
            "code": (
                _people(unhcr.read_decisions, [unhcr_files.DECISIONS[0] | {"coo_iso": "ATL"}]),
                "'ATL'",
            ),
            "unit": (
                _people(unhcr.read_decisions, [unhcr_files.DECISIONS[0] | {"dec_pc": "H"}]),
                "counts 'H'",
            ),
        },
        PLAIN,
    ),
    "unhcr.read_solutions": Reader(
        {
            "column": (_people(unhcr.read_solutions, PEOPLE), "rows without returned_refugees"),
            "code": (
                _people(
                    unhcr.read_solutions, [PEOPLE[0] | {"coo_iso": "A", "returned_refugees": 1}]
                ),
                "'A'",
            ),
        },
        PLAIN | COUNTS,
    ),
    "unhcr.read_unrwa": Reader(
        {
            "column": (_people(unhcr.read_unrwa, HOME, total="registered"), "rows without total"),
            "code": (_people(unhcr.read_unrwa, [HOME[0] | {"coa_iso": "ATL"}]), "'ATL'"),
        },
        PLAIN | COUNTS,
    ),
    "unhcr_within.read_population": Reader(
        {
            "column": (_people(within.read_population, HOME, idps="displaced"), "without idps"),
            "code": (_people(within.read_population, [HOME[0] | {"coa_iso": "ATL"}]), "'ATL'"),
        },
        PLAIN | COUNTS,
    ),
    "unhcr_within.read_idmc": Reader(
        {
            "column": (_people(within.read_idmc, HOME, total="displaced"), "without total"),
            "code": (_people(within.read_idmc, [HOME[0] | {"coo_iso": "ATL"}]), "'ATL'"),
        },
        PLAIN | COUNTS,
    ),
    "knomad.read_flows": Reader(
        {
            "column": (
                lambda _: knomad.read_flows(
                    io.BytesIO(knomad_files.data360({}).getvalue().replace(b"OBS_VALUE", b"VALUE")),
                    "WB_KNOMAD_MRI",
                ),
                "lacks the column OBS_VALUE",
            ),
            "code": (
                lambda _: knomad.read_flows(
                    knomad_files.data360({"REF_AREA": "ATL"}), "WB_KNOMAD_MRI"
                ),
                "'ATL'",
            ),
            "unit": (
                lambda _: knomad.read_flows(
                    knomad_files.data360({"UNIT_MULT": "9"}), "WB_KNOMAD_MRI"
                ),
                "'9' in UNIT_MULT where 6",
            ),
        },
        PLAIN,
    ),
    "knomad.read_pairs": Reader(
        {
            "column": (
                lambda _: knomad.read_pairs(
                    io.BytesIO(
                        knomad_files.data360(*knomad_files.PAIRS)
                        .getvalue()
                        .replace(b"COMP_BREAKDOWN_1", b"COUNTERPART")
                    )
                ),
                "lacks the column COMP_BREAKDOWN_1",
            ),
            "code": (
                lambda _: knomad.read_pairs(
                    knomad_files.data360(knomad_files.pair("ATL", "NAM", 1))
                ),
                "'ATL'",
            ),
            "unit": (
                lambda _: knomad.read_pairs(
                    knomad_files.data360({**knomad_files.PAIRS[0], "UNIT_MEASURE": "EUR"})
                ),
                "'EUR' in UNIT_MEASURE where USD_CUR",
            ),
        },
        PLAIN,
    ),
    "knomad.read_workbook": Reader(
        {
            "column": (
                lambda _: knomad.read_workbook(
                    workbook(with_cell(LONG, 0, 7, "Counterpart"), "Data"), "WB_KNOMAD_BRE"
                ),
                "lacks Partner",
            ),
            "sheet": (
                lambda _: knomad.read_workbook(workbook(LONG, "Figures"), "WB_KNOMAD_BRE"),
                "no sheet 'Data'; it has 'Figures'",
            ),
            "code": (
                lambda _: knomad.read_workbook(
                    workbook(with_cell(LONG, 1, 0, "ATL"), "Data"), "WB_KNOMAD_BRE"
                ),
                "'ATL'",
            ),
            "unit": (
                lambda _: knomad.read_workbook(
                    workbook(with_cell(LONG, 1, 3, "Remittances (US$ billion)"), "Data"),
                    "WB_KNOMAD_BRE",
                ),
                r"in US\$ million; it has",
            ),
        }
    ),
    "knomad.read_matrix": Reader(
        {
            "column": (
                lambda _: knomad.read_matrix(workbook(with_cell(MATRIX, 1, 0, "Country")), 2021),
                "it says 'Country'",
            ),
            "sheet": (
                lambda _: knomad.read_matrix(workbook([["Contents"]], "Contents"), 2021),
                "its title is 'Contents'",
            ),
            "code": (
                lambda _: knomad.read_matrix(workbook(with_cell(MATRIX, 1, 2, "Atlantis")), 2021),
                "'Atlantis'",
            ),
            "unit": (
                lambda _: knomad.read_matrix(
                    workbook(with_cell(MATRIX, 0, 0, MATRIX[0][0].replace("millions", "billions"))),
                    2021,
                ),
                "billions",
            ),
        }
    ),
    "knomad.read_brief": Reader(
        {
            "column": (
                lambda _: knomad.read_brief(workbook(with_cell(BRIEF, 0, 4, "Growth in 2023"))),
                "a column 'Growth in 2023'",
            ),
            "sheet": (
                lambda _: knomad.read_brief(workbook([["Contents"]], "Contents")),
                "begin 'Contents'",
            ),
            "code": (
                lambda _: knomad.read_brief(workbook(with_cell(BRIEF, 1, 0, "Atlantis"))),
                "'Atlantis'",
            ),
            "unit": (
                lambda _: knomad.read_brief(
                    workbook(with_cell(BRIEF, 0, 0, "Remittance inflows (US$ billion)"))
                ),
                "its unit has changed",
            ),
        }
    ),
    "oecd.read_dac1": Reader(
        {
            "column": (_aid(oecd.read_dac1, *WIDER), "has 'SECTOR', which is not known"),
            "code": (
                _aid(oecd.read_dac1, _drifted(GIVEN[:1], 0, "99999"), oecd_files.HEADER),
                "'99999'",
            ),
            "unit": (
                _aid(
                    oecd.read_dac1, _drifted(GIVEN[:1], 9, "National currency"), oecd_files.HEADER
                ),
                "'National currency' where current prices",
            ),
        },
        PLAIN,
    ),
    "oecd.read_dac2a": Reader(
        {
            "column": (_aid(oecd.read_dac2a, *WIDER_2A), "has 'SECTOR', which is not known"),
            "code": (
                _aid(oecd.read_dac2a, _drifted(RECEIVED[8:9], 0, "777"), oecd_files.HEADER_2A),
                "'777'",
            ),
            "unit": (
                _aid(
                    oecd.read_dac2a,
                    _drifted(RECEIVED[8:9], 9, "Constant prices"),
                    oecd_files.HEADER_2A,
                ),
                "'Constant prices' where current prices",
            ),
        },
        PLAIN,
    ),
    "oecd.read_dac2a_corridors": Reader(
        {
            "column": (_aid(oecd.read_dac2a_corridors, *WIDER_2A), "has 'SECTOR'"),
            "code": (
                _aid(
                    oecd.read_dac2a_corridors,
                    _drifted(RECEIVED[:1], 2, "777"),
                    oecd_files.HEADER_2A,
                ),
                "'777'",
            ),
            "unit": (
                _aid(
                    oecd.read_dac2a_corridors,
                    _drifted(RECEIVED, 9, "Constant prices"),
                    oecd_files.HEADER_2A,
                ),
                "'Constant prices' where current prices",
            ),
        },
        PLAIN,
    ),
    "abel_cohen.read_flows": Reader(
        {
            "column": (
                lambda _: abel_cohen.read_flows(
                    io.BytesIO(SMALL.replace("mig_rate", "rate").encode()), "mig_rate"
                ),
                "lacks the column mig_rate",
            ),
            "code": (
                lambda _: abel_cohen.read_flows(
                    io.BytesIO(SMALL.replace("AGO", "ATL").encode()), "mig_rate"
                ),
                "'ATL'",
            ),
        },
        PLAIN | {"unit": "the file prints none: persons in five years"},
    ),
    "cepii.read_distances": Reader(
        {
            "column": (
                lambda _: cepii.read_distances(
                    cepii_files.distances(with_cell(cepii_files.PAIRS, 0, 10, "miles"))
                ),
                "one column dist each; it has .*'miles'",
            ),
            "sheet": (
                lambda _: cepii.read_distances(
                    cepii_files.zipped(
                        ("dist_cepii.xls", workbook(cepii_files.PAIRS, "pairs").getvalue())
                    )
                ),
                "no sheet 'dist_cepii'; it has 'pairs'",
            ),
            "code": (
                lambda _: cepii.read_distances(
                    cepii_files.distances(with_cell(cepii_files.PAIRS, 1, 0, "ATL"))
                ),
                "'ATL'",
            ),
            "unit": (
                lambda _: cepii.read_distances(
                    cepii_files.distances(with_cell(cepii_files.PAIRS, 2, 10, 7_500_500))
                ),
                "not a distance in km",
            ),
        }
    ),
    "cepii.read_places": Reader(
        {
            "column": (
                lambda _: cepii.read_places(
                    cepii_files.places(with_cell(cepii_files.PLACES, 0, 8, "north"))
                ),
                "one column lat each",
            ),
            "sheet": (
                lambda _: cepii.read_places(workbook(cepii_files.PLACES, "cities")),
                "no sheet 'geo_cepii'; it has 'cities'",
            ),
            "code": (
                lambda _: cepii.read_places(
                    cepii_files.places(with_cell(cepii_files.PLACES, 1, 1, "ATL"))
                ),
                "'ATL'",
            ),
            "unit": (
                lambda _: cepii.read_places(
                    cepii_files.places(with_cell(cepii_files.PLACES, 1, 8, -1354.2))
                ),
                "not lat",
            ),
        }
    ),
}
CASES = [(name, kind) for name, reader in READERS.items() for kind in reader.cases]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_what_is_not_known_is_named_and_refused(tmp_path: Path, name: str, kind: str) -> None:
    read, says = READERS[name].cases[kind]
    with pytest.raises(LayoutError, match=says) as caught:
        read(tmp_path)
    # More than the cell itself: what to make of it.
    assert len(str(caught.value).split()) > 12


@pytest.mark.parametrize("name", READERS)
def test_every_kind_of_drift_is_met_or_cannot_be(name: str) -> None:
    reader = READERS[name]
    assert set(reader.cases) | set(reader.without) == set(KINDS)
    assert not set(reader.cases) & set(reader.without)


def test_every_reader_of_these_publishers_is_here() -> None:
    modules = {name.partition(".")[0] for name in READERS}
    used = {each.reader for each in registry.files().values()}
    # Totals and margins of the migrant stock are cut from the same sheets by the same code.
    same = {"undesa.read_totals", "undesa.read_margin"}
    # Tidy copies that are no publisher's file.
    copies = {each.reader for each in registry.files().values() if each.copy} | {
        name for name in used if name.endswith("_copy")
    }
    wanted = {name for name in used if name.partition(".")[0] in modules}
    assert wanted - same - copies <= set(READERS)


def test_json_that_was_not_expected_is_shown(tmp_path: Path) -> None:
    """An answer in another form is quoted, so that a message can be acted on."""
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"data": [], "meta": {}}))
    with pytest.raises(LayoutError, match=r'with page, maxPages.*begins b\'\{"data"'):
        unhcr.read_population(path)
