"""What the reader of UNHCR's answers refuses, and what it says."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from publishers.unhcr_files import APPLICATIONS, PEOPLE, row, written

from migov.errors import ArgumentError, LayoutError
from migov.publishers import unhcr, unhcr_within


def _renamed(rows: list[dict[str, Any]], old: str, new: str) -> list[dict[str, Any]]:
    return [{new if key == old else key: value for key, value in row.items()} for row in rows]


def test_a_page_short(tmp_path: Path) -> None:
    pages = written(tmp_path, PEOPLE)
    with pytest.raises(LayoutError, match="an answer of 3 pages that lacks 2, 3"):
        unhcr.read_population(pages[0])
    with pytest.raises(LayoutError, match="lacks 2"):
        unhcr.read_population([pages[0], pages[2]])


def test_a_page_that_repeats(tmp_path: Path) -> None:
    pages = written(tmp_path, PEOPLE)
    with pytest.raises(LayoutError, match="has 1 more than once"):
        unhcr.read_population([pages[0], *pages])
    # The same rows again under the number of the next page.
    answer = json.loads(pages[0].read_text()) | {"page": 2}
    pages[1].write_text(json.dumps(answer))
    with pytest.raises(LayoutError, match="4 rows that repeat each other: 2005 AFG IRN"):
        unhcr.read_population(pages)


def test_a_page_past_the_end(tmp_path: Path) -> None:
    pages = written(tmp_path, PEOPLE)
    past = tmp_path / "past.json"
    past.write_text('{"page": 4, "maxPages": 3, "total": [], "items": []}')
    with pytest.raises(LayoutError, match=r"past\.json is page 4 of 3 and has 0 rows"):
        unhcr.read_population([*pages, past])


def test_pages_of_different_answers(tmp_path: Path) -> None:
    pages = written(tmp_path, PEOPLE)
    answer = json.loads(pages[2].read_text()) | {"maxPages": 4}
    pages[2].write_text(json.dumps(answer))
    with pytest.raises(LayoutError, match="3 or 4 pages"):
        unhcr.read_population(pages)


def test_a_page_with_a_row_less(tmp_path: Path) -> None:
    pages = written(tmp_path, [*PEOPLE, row(2006, "AFG", "IRN", refugees=1)])
    answer = json.loads(pages[1].read_text())
    del answer["items"][0]
    pages[1].write_text(json.dumps(answer))
    with pytest.raises(LayoutError, match="A page was cut short"):
        unhcr.read_population(pages)


def test_an_answer_in_one_file_that_was_cut(tmp_path: Path) -> None:
    pages = [page.read_bytes() for page in written(tmp_path, PEOPLE)]
    joined = b"[\n" + b",\n".join(pages) + b"\n]\n"
    ends = [joined.index(page) + len(page) for page in pages]
    assert len(unhcr.read_population(io.BytesIO(joined)).table) == 4
    for end in (*ends, ends[0] + 1, ends[1] - 20, len(joined) - 3):
        with pytest.raises(LayoutError, match="The answer was probably cut short"):
            unhcr.read_population(io.BytesIO(joined[:end]))
    with pytest.raises(LayoutError, match="the end is expected at character"):
        unhcr.read_population(io.BytesIO(joined + pages[0]))
    with pytest.raises(LayoutError, match="an answer of 3 pages that lacks 2"):
        unhcr.read_population(io.BytesIO(b"[\n" + pages[0] + b",\n" + pages[2] + b"\n]\n"))


def test_rows_that_stand_twice_in_a_page(tmp_path: Path) -> None:
    (page,) = written(tmp_path, PEOPLE[:2])
    text = page.read_text()
    page.write_text(text.replace('"items":', '"items": [], "items":'))
    with pytest.raises(LayoutError, match="the key 'items' stands twice"):
        unhcr.read_population(page)


@pytest.mark.parametrize("total", ["many", [551], None])
def test_a_sum_that_is_no_number(tmp_path: Path, total: Any) -> None:
    pages = written(tmp_path, APPLICATIONS, total={"applied": total})
    with pytest.raises(LayoutError, match="which is no number"):
        unhcr.read_asylum_applications(pages)


def test_a_sum_that_is_not_the_publishers(tmp_path: Path) -> None:
    pages = written(tmp_path, APPLICATIONS, total={"applied": 550})
    with pytest.raises(LayoutError, match="add up to 551 applied; the answer says 550"):
        unhcr.read_asylum_applications(pages)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "there is nothing there"),
        (_renamed(PEOPLE, "coo_iso", "origin_iso3"), "rows without coo_iso"),
        (_renamed(PEOPLE, "refugees", "refugees_total"), "rows without refugees"),
        (_renamed(PEOPLE, "year", "period"), "rows without year"),
        ([*PEOPLE[:-1], "end"], "rows without year, coo"),
        ([PEOPLE[0] | {"coo": "-", "coo_iso": "-"}], "coo_all=true"),
        ([PEOPLE[0] | {"coa": "-", "coa_iso": "-"}], "1 rows without coa"),
        ([PEOPLE[0] | {"coo_iso": "ATL"}], "coo_iso: .* does not know 1 code: 'ATL'"),
        ([PEOPLE[0] | {"coo_iso": "-", "coo": "ATL"}], "'unhcr' does not know 1 code: 'ATL'"),
        ([PEOPLE[0] | {"refugees": "many"}], "column refugees: 'many'"),
        ([PEOPLE[0] | {"refugees": -5}], "AFG to IRN, 2005: -5"),
        ([PEOPLE[0] | {"refugees": 1.5}], "no count of persons"),
        ([PEOPLE[0] | {"refugees": [5]}], "several values as refugees"),
        ([PEOPLE[0] | {"refugees": True}], "true or false as refugees"),
        ([PEOPLE[0] | {"year": "-"}], "whose year is none"),
        ([PEOPLE[0] | {"year": 20055}], "whose year is none"),
        ([PEOPLE[0], PEOPLE[0]], "repeat each other"),
        # The same place under the publisher's code and under another.
        ([PEOPLE[2], PEOPLE[2] | {"coo": "XXX"}], "repeat each other"),
    ],
)  # fmt: skip
def test_rows_that_were_changed(tmp_path: Path, rows: list[Any], says: str) -> None:
    pages = written(tmp_path, rows)
    with pytest.raises(LayoutError, match=says) as caught:
        unhcr.read_population(pages)
    assert "page-" in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>maintenance</html>", b'{"page": 1, "maxPages": 1, "total": [], "it',
        b'{"statusCode": 400, "message": "Bad Request"}', b"[]", b"null", b"{}", b'{"page": 1}',
        b'{"page": "-", "maxPages": 1, "items": []}', b'{"page": 1, "maxPages": 1, "items": {}}',
        b'{"page": 1, "maxPages": NaN, "total": [], "items": []}', b"\xff\xfe\x00{", b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_answer(body: bytes) -> None:
    with pytest.raises(LayoutError):
        unhcr.read_population(io.BytesIO(body))


@pytest.mark.parametrize(
    ("measure", "rows", "says"),
    [
        ("idps", [row(2020, "AFG", "AFG", idps=5), row(2020, "AFG", "IRN", idps=3)],
         "1 rows of idps between two places, first AFG to IRN, 2020: 3"),
        ("stateless", [row(2020, "AFG", "AFG", stateless=7)], "rows of stateless between"),
        ("hst", [row(2020, "AFG", "IRN", hst=7)], "rows of hst between"),
        ("returned_idps", [row(2020, "UKN", "IRN", returned_idps=7)], "changed what it counts"),
    ],
)  # fmt: skip
def test_people_who_did_cross_a_border(
    tmp_path: Path, measure: str, rows: list[dict[str, Any]], says: str
) -> None:
    with pytest.raises(LayoutError, match=says):
        unhcr_within.read_population(written(tmp_path, rows), measure)


def test_choices(tmp_path: Path) -> None:
    pages = written(tmp_path, APPLICATIONS)
    with pytest.raises(ArgumentError, match="'refugees', 'asylum_seekers'"):
        unhcr.read_population(pages, "migrants")
    with pytest.raises(ArgumentError, match="'dec_other'"):
        unhcr.read_decisions(pages, "refused")
    with pytest.raises(ArgumentError, match="'idps', 'stateless', 'hst'"):
        unhcr_within.read_population(pages, "refugees")
    with pytest.raises(ArgumentError, match="'resettlement'"):
        unhcr.read_solutions(pages, "resettled")
    with pytest.raises(ArgumentError, match="it has A, N, NA"):
        unhcr.read_asylum_applications(pages, "Z")
    with pytest.raises(ArgumentError, match="empty list"):
        unhcr.read_population([])
