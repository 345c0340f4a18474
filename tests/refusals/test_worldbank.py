"""What the World Bank's readers refuse: each fault gets a sentence that says what and where."""

from __future__ import annotations

import builtins
import contextlib
import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publishers.wdi_files import (
    CODE,
    FIGURES,
    archive_answer,
    as_bytes,
    csv_bytes,
    csv_lines,
    indicator_zip,
    interface_answer,
    zip_bytes,
)

from migov.errors import ArgumentError, LayoutError, MigovError, MissingExtraError
from migov.publishers.worldbank import read_archive, read_csv, read_excel, read_json, read_zip

TABLE = csv_bytes(csv_lines())
ZIP = indicator_zip(TABLE)
ANSWER = archive_answer({("MEX", 2015): 1.5, ("MEX", 2014): None, ("WLD", 2015): 7.0})

PAGE = b"<!DOCTYPE html>\r\n<html><head><title>Scheduled maintenance</title></head></html>"
XML = (
    b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\r\n'
    b'<wb:error xmlns:wb="http://www.worldbank.org"><wb:message id="175" key="Invalid format">'
    b"The indicator was not found. It may have been deleted or archived.</wb:message></wb:error>"
)
MESSAGE = as_bytes(
    [{"message": [{"id": "120", "key": "Invalid value", "value": "The provided value is wrong"}]}]
)
NOTHING = as_bytes([{"page": 0, "pages": 0, "per_page": 0, "total": 0, "lastupdated": None}, None])
NOT_FILES = {
    "nothing": (b"", ["is empty"]),
    "blanks": (b" \r\n", ["is empty"]),
    "a page": (PAGE, ["HTML page", "Scheduled maintenance", "fetch the file again"]),
    "a page after a blank": (b"\xef\xbb\xbf \n" + PAGE, ["HTML page"]),
    "a page in XHTML": (b'<?xml version="1.0"?>\n<!DOCTYPE html><html></html>', ["HTML page"]),
    "a message in XML": (XML, ["id 175", "It may have been deleted or archived"]),
    "a message in JSON": (MESSAGE, ["id 120", "The provided value is wrong"]),
    "a message with a mark": (b"\xef\xbb\xbf" + MESSAGE, ["id 120"]),
    "an empty answer": (NOTHING, ["without figures"]),
    "half an answer": (MESSAGE[:40], ["not valid JSON", "cut short"]),
}


def refusal(call: Any, *arguments: Any) -> str:
    with pytest.raises(LayoutError) as caught:
        call(*arguments)
    message = str(caught.value)
    assert message.endswith("."), "a message is a sentence"
    return message


@pytest.mark.parametrize("name", NOT_FILES)
@pytest.mark.parametrize("read", [read_zip, read_csv, read_excel, read_archive, read_json])
def test_what_a_server_sends_instead_of_a_file(tmp_path: Path, name: str, read: Any) -> None:
    data, said = NOT_FILES[name]
    path = tmp_path / "download.bin"
    path.write_bytes(data)
    more = ("201611",) if read is read_archive else ()
    message = refusal(read, path, CODE, *more)
    assert "download.bin" in message
    assert [words for words in said if words not in message] == []
    assert path.read_bytes() == data


# --- the zip --------------------------------------------------------------------------------------

MEMBERS = {"API_one.csv": TABLE, "Metadata_Country_API_one.csv": b""}
BAD_ZIPS = {
    "two tables": (zip_bytes({**MEMBERS, "API_two.csv": TABLE}), "API_one.csv, API_two.csv"),
    "no table": (zip_bytes({"Metadata_Country_API_one.csv": b""}), "holds Metadata_Country_API"),
    "no member": (zip_bytes({}), "no member at all"),
    "noise": (b"PK\x03\x04" + bytes(range(256)), "cut short or damaged"),
    "a table by itself": (TABLE, "cannot be unpacked"),
}


@pytest.mark.parametrize("name", BAD_ZIPS)
def test_a_zip_that_is_not_one_or_holds_something_else(name: str) -> None:
    data, said = BAD_ZIPS[name]
    assert said in refusal(read_zip, data, CODE)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_zip_that_was_cut(share: float) -> None:
    assert "cannot be unpacked" in refusal(read_zip, ZIP[: int(len(ZIP) * share)], CODE)


def test_a_zip_whose_checksum_is_wrong() -> None:
    with zipfile.ZipFile(io.BytesIO(ZIP)) as archive:
        place = archive.getinfo(f"API_{CODE}_DS2_en_csv_v2_7.csv").header_offset + 120
    broken = bytearray(ZIP)
    broken[place] ^= 0xFF
    assert "cut short or damaged" in refusal(read_zip, bytes(broken), CODE)


def test_an_indicator_without_any_figure() -> None:
    nothing = csv_bytes(csv_lines({"MEX": ("", "", ""), "WLD": ("", "", "")}))
    said = "has 2 rows and not one figure in 2000 to 2002"
    assert said in refusal(read_zip, indicator_zip(nothing), CODE)
    assert said in refusal(read_csv, nothing, CODE)
    answer = as_bytes(archive_answer({("MEX", 2015): None, ("WLD", 2015): None}))
    assert "has 2 rows and not one figure" in refusal(read_archive, answer, CODE, "201611")


def test_a_zip_given_as_a_csv() -> None:
    assert "Read it with read_zip()" in refusal(read_csv, ZIP, CODE)


def test_a_gzip_that_was_cut() -> None:
    assert "cut short" in refusal(read_csv, gzip.compress(TABLE)[:-20], CODE)


# --- the table ------------------------------------------------------------------------------------


def lines_with(place: int, old: str, new: str) -> list[str]:
    lines = csv_lines()
    assert old in lines[place]
    lines[place] = lines[place].replace(old, new)
    return lines


HEADER, WORLD, MEXICO, NAMIBIA = 4, 5, 6, 7
BAD_TABLES = {
    "no header": (csv_lines()[:4] + csv_lines()[5:], ["lacks its header line", "Name of WLD"]),
    "only a header": (csv_lines()[:5], ["no rows"]),
    "only the top": (csv_lines()[:3], ["lacks its header line"]),
    "another indicator": (csv_lines(code="SP.POP.TOTL"), ["'SP.POP.TOTL'; asked for", CODE]),
    "two indicators": (lines_with(NAMIBIA, CODE, "SP.POP.TOTL"), ["'SP.POP.TOTL'", CODE]),
    "a row twice": ([*csv_lines(), csv_lines()[MEXICO]], ["more than one row for MEX"]),
    "a row by two codes": (
        csv_lines({"ZAR": ("1", "", ""), "COD": ("2", "", "")}), ["more than one row for COD"],
    ),
    "a column that is no year": (lines_with(HEADER, "2001", "2001 [YR2001]"), ["2001 [YR2001]"]),
    "a quarter": (lines_with(HEADER, '"2001"', '"2001Q1"'), ["no years", "2001Q1"]),
    "a year twice": (lines_with(HEADER, '"2001"', '"2000"'), ["twice", "'2000'"]),
    "no years": ([",".join(line.split(",")[:4]) for line in csv_lines()], ["has no years"]),
    "a renamed column": (lines_with(HEADER, "Indicator Code", "Series Code"), ["'Series Code'"]),
    "a column without name": (lines_with(HEADER, '"2001"', '""'), ["no years", "''"]),
    "text for a number": (lines_with(MEXICO, '"7524743000"', '"n/a"'), ["'n/a'", "MEX", "2000"]),
    "two dots": (lines_with(MEXICO, '"7524743000"', '".."'), ["'..'", "MEX"]),
    "a comma in a number": (lines_with(MEXICO, "7524743000", "7,524"), ["'7,524'", "MEX"]),
    "not a number": (lines_with(NAMIBIA, "9.0", "NaN"), ["'NaN'", "NAM", "2001"]),
    "infinity": (lines_with(NAMIBIA, "9.0", "inf"), ["'inf'", "NAM"]),
    "beyond all numbers": (lines_with(NAMIBIA, "9.0", "1e999"), ["'1e999'", "NAM"]),
    "hexadecimal": (lines_with(NAMIBIA, "9.0", "0x10"), ["'0x10'", "NAM"]),
    "a field too many": (lines_with(NAMIBIA, "7.25", '7.25","8'), ["9 fields", "8"]),
    "a field too few": (lines_with(NAMIBIA, '"9.0",', ""), ["7 fields", "8"]),
    "a quotation mark left open": (lines_with(MEXICO, '"MEX"', '"MEX'), ["'MEX,Personal"]),
    "a figure beyond the header": (
        [*csv_lines()[:-1], csv_lines()[-1] + '"5"'], ["'5'", "column without a name"],
    ),
    "no code": (lines_with(NAMIBIA, '"NAM"', '""'), ["without a country code", "Namibia"]),
    "a code that nobody knows": (lines_with(MEXICO, '"MEX"', '"QQQ"'), ["'QQQ'"]),
    "another database": (csv_lines(origin="Doing Business"), ["'Doing Business'"]),
    "no date": (csv_lines(released=""), ["Last Updated Date", "nothing"]),
    "a date the American way": (csv_lines(released="07/01/2026"), ["'07/01/2026'"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_table_that_is_not_the_one_asked_for(tmp_path: Path, name: str) -> None:
    lines, said = BAD_TABLES[name]
    path = tmp_path / "remittances.zip"
    path.write_bytes(indicator_zip(csv_bytes(lines)))
    message = refusal(read_zip, path, CODE)
    assert "remittances.zip" in message
    assert [words for words in said if words not in message] == []


def test_a_table_that_a_spreadsheet_program_saved() -> None:
    data = csv_bytes(lines_with(WORLD, "Name of WLD", "Côte d'Ivoire"), bom=False)
    damaged = data.decode().encode("cp1252")
    assert "not UTF-8 (byte 0xf4" in refusal(read_csv, damaged, CODE)
    assert "not UTF-8" in refusal(read_csv, TABLE.decode().encode("utf-16"), CODE)


def test_a_table_with_the_line_ends_of_old() -> None:
    assert "lacks its header line" in refusal(read_csv, csv_bytes(csv_lines(), end="\r"), CODE)


@given(data=st.binary(max_size=400))
def test_noise_is_refused_by_name(data: bytes) -> None:
    for read in (read_zip, read_csv):
        with pytest.raises(MigovError):
            read(data, CODE)
    with pytest.raises(MigovError):
        read_archive(data, CODE, "201611")


@given(place=st.integers(0, len(TABLE) - 1), byte=st.integers(0, 255))
def test_a_damaged_byte_is_refused_by_name_or_changes_one_figure(place: int, byte: int) -> None:
    damaged = bytearray(TABLE)
    damaged[place] = byte
    cells = sum(cell != "" for row in FIGURES.values() for cell in row)
    try:
        table = read_csv(bytes(damaged), CODE).table
    except MigovError:
        return
    assert len(table) == cells


@given(data=st.data())
def test_damage_to_a_zip_or_an_answer_is_refused_by_name(data: st.DataObject) -> None:
    calls = ((ZIP, read_zip, ()), (as_bytes(ANSWER), read_archive, ("201611",)))
    whole, read, more = data.draw(st.sampled_from(calls))
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    # Some damage leaves a file that can be read, in its timestamps for one.
    with contextlib.suppress(MigovError):
        read(bytes(damaged), CODE, *more)


def test_a_zip_whose_offsets_lead_nowhere() -> None:
    broken = bytearray(ZIP)
    # Where the list of members begins, as the last record of a zip has it.
    broken[-6:-2] = b"\xff\xff\xff\x7f"
    assert "cannot be unpacked" in refusal(read_zip, bytes(broken), CODE)


# --- the workbook ---------------------------------------------------------------------------------


def workbook(sheet: str, rows: list[list[object]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with migov[test]")
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


TOP: list[list[object]] = [["Data Source", "World Development Indicators"],
                           ["Last Updated Date", "2025-12-19"], [None]]  # fmt: skip
NAMES: list[object] = ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2000"]


def test_a_workbook_is_read_and_its_faults_are_said() -> None:
    row: list[object] = ["Mexico", "MEX", "Remittances (current US$)", CODE, 1.5]
    reading = read_excel(workbook("Data", [*TOP, NAMES, row]), CODE)
    assert reading.table.to_numpy().tolist() == [["MEX", 2000, 1.5]]
    renamed = refusal(read_excel, workbook("Figures", [*TOP, NAMES, row]), CODE)
    assert "no sheet 'Data'" in renamed and "'Figures'" in renamed
    words = refusal(read_excel, workbook("Data", [*TOP, NAMES, [*row[:4], "n/a"]]), CODE)
    assert "'n/a'" in words and "MEX" in words
    assert "lacks its header line" in refusal(read_excel, workbook("Data", [*TOP, row]), CODE)
    assert "no rows" in refusal(read_excel, workbook("Data", [*TOP, NAMES]), CODE)
    other = refusal(read_excel, workbook("Data", [*TOP, NAMES, [*row[:3], "X.Y", 1]]), CODE)
    assert "'X.Y'" in other


def test_a_file_that_is_no_workbook() -> None:
    assert "cannot be opened" in refusal(read_excel, b"\xd0\xcf\x11\xe0" + bytes(600), CODE)


def test_a_workbook_without_the_package_that_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **named: Any) -> Any:
        if name == "python_calamine":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"migov\[fetch\]"):
        read_excel(b"\xd0\xcf\x11\xe0", CODE)


# --- the archives ---------------------------------------------------------------------------------


def answer_with(**changed: object) -> dict[str, object]:
    return {**ANSWER, **changed}


def cell(**changed: str) -> dict[str, object]:
    """An answer of one cell, with other ids than were asked for."""
    answer: Any = archive_answer({("MEX", 2015): 1.5})
    for each in answer["source"]["data"][0]["variable"]:
        each["id"] = changed.get(each["concept"], each["id"])
    return answer


def without(concept: str) -> dict[str, object]:
    answer: Any = archive_answer({("MEX", 2015): 1.5})
    row = answer["source"]["data"][0]
    row["variable"] = [each for each in row["variable"] if each["concept"] != concept]
    return answer


def without_value() -> dict[str, object]:
    answer: Any = archive_answer({("MEX", 2015): 1.5, ("USA", 2015): 2.5, ("FRA", 2015): 3.5})
    row = answer["source"]["data"][1]
    row["val"] = row.pop("value")
    return answer


def repeated() -> dict[str, object]:
    answer: Any = archive_answer({("MEX", 2015): 1.5})
    answer["source"]["data"] *= 2
    return {**answer, "total": 2}


BAD_ANSWERS = {
    "a part of several": (answer_with(pages=3), ["not whole", "3 pages", "per_page"]),
    "fewer rows than counted": (answer_with(total=4), ["3 of 4 rows"]),
    "more rows than counted": (answer_with(total="2"), ["3 of 2 rows"]),
    "no count": ({"page": 1, "source": ANSWER["source"]}, ["does not say how many"]),
    "no rows": (archive_answer({}), ["no figures", "201611"]),
    "no source": (answer_with(source=None), ["should be an answer"]),
    "a catalogue": (answer_with(source=[{"id": "57"}]), ["should be an answer"]),
    "another source's answer": ([{"page": 1}, [{"value": 1}]], ["should be an answer"]),
    "another indicator": (cell(Series="SP.POP.TOTL"), ["SP.POP.TOTL", CODE]),
    "another version": (cell(Version="201602"), ["201602", "201611"]),
    "a quarter": (cell(Time="YR2015Q1"), ["row 1", "YR2015"]),
    "a concept less": (without("Time"), ["row 1", "probably changed"]),
    "a row without its value": (without_value(), ["row 2", "give a value"]),
    "text for a number": (archive_answer({("MEX", 2015): "1.5"}), ["'1.5'", "MEX", "2015"]),
    "true": (archive_answer({("MEX", 2015): True}), ["True", "MEX"]),
    "not a number": (archive_answer({("MEX", 2015): float("nan")}), ["NaN"]),
    "a cell twice": (repeated(), ["gives MEX 2015 twice"]),
    "an economy by two codes": (
        archive_answer({("ZAR", 2015): 1.0, ("COD", 2015): 2.0}), ["more than one row for COD"],
    ),
    "a code that nobody knows": (archive_answer({("QQQ", 2015): 1.0}), ["'QQQ'"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_an_archive_answer_that_is_not_the_one_asked_for(tmp_path: Path, name: str) -> None:
    answer, said = BAD_ANSWERS[name]
    path = tmp_path / "answer.json"
    path.write_bytes(as_bytes(answer))
    message = refusal(read_archive, path, CODE, "201611")
    assert "answer.json" in message
    assert [words for words in said if words not in message] == []


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_an_archive_answer_that_was_cut(share: float) -> None:
    data = as_bytes(ANSWER)
    assert "not valid JSON" in refusal(read_archive, data[: int(len(data) * share)], CODE, "201611")


@pytest.mark.parametrize("archive", ["2016-11", "201613", "latest", ""])
def test_a_version_that_is_no_month(archive: str) -> None:
    with pytest.raises(ArgumentError, match="'201611'"):
        read_archive(as_bytes(ANSWER), CODE, archive)


# --- a row a figure -------------------------------------------------------------------------------

ROWS = interface_answer({("MEX", 2015): 1.5, ("MEX", 2014): None, ("WLD", 2015): 7.0})
HEAD, LIST = ROWS


def _row(**changes: object) -> list[Any]:
    return [HEAD, [{**LIST[0], **changes}, *LIST[1:]]]


BAD_ROWS = {
    "a page of several": ([{**HEAD, "pages": 7}, LIST], "one of 7 pages"),
    "pages in text": ([{**HEAD, "pages": "2", "total": "4"}, LIST], "3 of 4 rows, one of 2"),
    "fewer rows than it counts": ([{**HEAD, "total": 4}, LIST], "has 3 of 4 rows"),
    "more rows than it counts": ([{**HEAD, "total": 2}, LIST], "has 3 of 2 rows"),
    "no count": ([{"lastupdated": "2026-07-01"}, LIST], "does not say how many pages"),
    "past the end": ([{**HEAD, "page": 99}, []], "without figures"),
    "no release": ([{**HEAD, "lastupdated": None}, LIST], "when it was last updated"),
    "an object": ({"WDI": {"value": [1]}}, "a list of two"),
    "rows alone": (LIST, "a list of two"),
    "another indicator": (_row(indicator={"id": "SP.POP.TOTL"}), "'SP.POP.TOTL'; asked for was"),
    "no economy": (_row(countryiso3code="", country={}), "should name an indicator, an economy"),
    "letters of nobody": (_row(countryiso3code="", country={"id": "ZZ"}), "does not know 1 code"),
    "a month": (_row(date="2015M01"), "should name an indicator, an economy and a year"),
    "other keys": ([HEAD, [{"Land": 1}] * 3], "changed the answer's form"),
    "a figure in words": (_row(value="1,5"), "'1,5' where MEX"),
    "a truth": (_row(value=True), "True where MEX"),
    "a repeat": ([HEAD, [LIST[0], LIST[0], LIST[2]]], "gives MEX 2015 twice"),
    "nothing but blanks": (
        interface_answer({("MEX", 2015): None, ("WLD", 2015): None}), "not one figure"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ROWS)
def test_an_answer_in_rows_that_is_not_the_one_asked_for(name: str) -> None:
    answer, said = BAD_ROWS[name]
    assert said in refusal(read_json, as_bytes(answer), CODE)


@given(cut=st.integers(0, len(as_bytes(ROWS)) - 1))
def test_an_answer_in_rows_that_was_cut(cut: int) -> None:
    refusal(read_json, as_bytes(ROWS)[:cut], CODE)
