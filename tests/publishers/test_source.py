"""What publishers' readers share: figures as they are printed, files that are not what they say."""

from __future__ import annotations

import datetime
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov.errors import LayoutError
from migov.publishers import _source

BLANKS = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "  "])
MINUS = st.sampled_from(["-", "- ", "\u2212", "\u2013 "])


@given(st.integers(-(10**12), 10**12), BLANKS, MINUS, BLANKS)
def test_a_printed_figure_is_read_back(tenths: int, blank: str, minus: str, lead: str) -> None:
    whole = f"{abs(tenths) // 10:,}".replace(",", blank) + f".{abs(tenths) % 10}"
    printed = lead + (minus if tenths < 0 else "") + whole
    found = _source.figures(pd.DataFrame({"1990": [printed]}), "the table")
    assert found.iloc[0, 0] == tenths / 10


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_python_prints_is_read_back(value: float) -> None:
    found = _source.figures(pd.DataFrame({"1990": [repr(value)]}), "the table")
    assert found.iloc[0, 0] == value


@given(st.text(alphabet=st.characters(exclude_categories=["Nd", "Cs"]), min_size=1))
def test_text_is_never_a_figure(text: str) -> None:
    if text.strip(" \t\r\n\u00a0\u2007\u2009\u202f") in ("", ".."):
        return
    with pytest.raises(LayoutError, match="row 7, column 1990"):
        _source.figures(pd.DataFrame({"1990": [text]}), "the table", first=7)


@pytest.mark.parametrize("text", ["1,5", "12 (b)", "1.2.3", "n.a.", "--1", "0x10", "1_000", "inf"])
def test_what_only_looks_like_a_figure_is_refused(text: str) -> None:
    with pytest.raises(LayoutError, match="text where figures belong"):
        _source.figures(pd.DataFrame({"1990": [1.0, text]}), "the table")


@pytest.mark.parametrize(
    "cell",
    [True, np.True_, datetime.date(2020, 1, 1), datetime.time(1, 2), datetime.timedelta(1),
     datetime.datetime(2020, 1, 1), pd.Timestamp(2020, 1, 1), b"1", [1]],
)  # fmt: skip
def test_a_cell_that_is_neither_text_nor_number_is_refused(cell: object) -> None:
    for others in ([1.0, ""], [cell, cell], [None, 2]):
        printed = pd.DataFrame({"1990": pd.Series([*others, cell])})
        with pytest.raises(LayoutError, match=r"no numbers.*row \d, column 1990: .*dates"):
            _source.figures(printed, "the table")


def test_nothing_is_no_figure() -> None:
    printed = pd.DataFrame({"1990": [None, float("nan"), "", np.int64(3), np.float32(0.5)]})
    found = _source.figures(printed, "the table")["1990"]
    assert found.isna().tolist() == [True, True, True, False, False]
    assert found.dropna().tolist() == [3, 0.5]


def test_a_mixed_column_of_numbers_and_text() -> None:
    printed = pd.DataFrame({"1990": [1, 2.5, "..", "", "3 000"], "2000": [0, -1, 2, 3, 4]})
    found = _source.figures(printed, "the table")
    assert found["1990"].isna().tolist() == [False, False, True, True, False]
    assert found["1990"].dropna().tolist() == [1, 2.5, 3000]
    assert found["2000"].tolist() == [0, -1, 2, 3, 4]


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"PK\x03\x04..", _source.ZIP), (b"\x1f\x8b..", _source.GZIP), (b"Year,Economy\n", b"")],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: bytes) -> None:
    buffer = io.BytesIO(head)
    assert _source.kind(buffer) == kind
    assert buffer.tell() == 0


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html>", b"\xef\xbb\xbf<?xml version='1.0'?>", b"\n <HTML>"]
)
def test_a_page_is_refused(page: bytes) -> None:
    with pytest.raises(LayoutError, match="page of HTML or XML"):
        _source.kind(io.BytesIO(page))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(LayoutError, match="is empty"):
        _source.kind(io.BytesIO(b" \n"))
