"""A csv that was damaged is read to the last figure as it was, or it is refused in words."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migov.errors import LayoutError
from migov.publishers import (
    _ims_copies,
    abel_cohen,
    gaskin_abel,
    gbmd,
    knomad,
    oecd,
    passport_index,
    unctad,
    unctad_bilateral,
    undesa,
    unhcr_copies,
    untc,
    worldbank,
    wpp,
)
from migov.publishers._lines import Lines, cells
from publishers import knomad_files, oecd_files, test_wpp
from publishers.cepii_files import zipped

_PLACES = ("NAM", "AGO", "ZAF")
_PAIRS = [(of, to) for of in _PLACES for to in _PLACES if of != to]
_FLOWS = "year0,orig,dest,mig_rate,other\n" + "".join(
    f"1990,{of},{to},{10 + n},1\n" for n, (of, to) in enumerate(_PAIRS)
)
_FDI = (
    "Year,Economy,Economy Label,Mode,Mode Label,Direction,Direction Label,"
    "US dollars at current prices in millions,Footnote\n"
    + "".join(f'"{y}","516","Namibia","08","Flow","1","Inward",{y}.5,\n' for y in (2001, 2009))
    + "".join(f'{y},"710","South, Africa","08","Flow","1","Inward",3,\n' for y in (2001, 2002))
)
_STOCKS = "year,sex,orig,dest,migrants\n" + "".join(
    f"{year},{sex},MEX,USA,{stock + 10 * at}\n"
    for at, year in enumerate((1960, 1970, 1980, 1990, 2000))
    for sex, stock in (("Female", 5), ("Male", 7))
)
_ANNEX = (
    '"Annex table 1. FDI inflows, by region and economy",,\n(Millions of dollars),,\n'
    'Region/economy,2001,2002\nWorld,30,31\n"Namibia",10.5,11\nAngola,"1 000",-\n'
    'Note: Totals exclude "financial centres".,,\n'
)
_TABLE = "\n".join([
    '"Data Source","World Development Indicators",', "", '"Last Updated Date","2026-07-01",', "",
    '"Country Name","Country Code","Indicator Name","Indicator Code","2023","2024",',
    *(f'"{name}","{code}","Population, total","SP.POP.TOTL","{n}","{n + 1}",'
      for n, (name, code) in enumerate((("Namibia", "NAM"), ("Angola", "AGO"), ("Chad", "TCD")))),
]) + "\n"  # fmt: skip


def _given(rows: list[list[str]], header: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def _zip(text: str) -> io.BytesIO:
    return zipped(("Table1_Data.csv", text.encode()))


def _plain(text: str) -> io.BytesIO:
    return io.BytesIO(text.encode())


def _gzip(text: str) -> io.BytesIO:
    return io.BytesIO(gzip.compress(text.encode()))


Read = Callable[[str], pd.DataFrame]
READERS: dict[str, tuple[str, Read]] = {
    "Abel and Cohen": (_FLOWS, lambda t: abel_cohen.read_flows(_plain(t), "mig_rate").table),
    "Gaskin and Abel": (
        _FLOWS.replace("year0", "year").replace("mig_rate", "mig_prev"),
        lambda t: gaskin_abel.read_flows(_gzip(t)).table,
    ),
    "a copy of 2017": (
        "destination,origin,year,migrants,by\n" + "".join(
            f'"{to}",{of},{year},{year - 1900},x\n' for year in (1990, 2000)
            for of, to in (("Namibia", "Angola"), ("Angola", "South Africa"))
        ),
        lambda t: undesa.read_corridors_csv(_plain(t)).table,
    ),
    "a copy of 2019": (
        "destination,origin,sex,year,migrants\n" + "".join(
            f"{to},{of},{sex},1990,7\n" for of, to in _PAIRS for sex in ("female", "male")
        ),
        lambda t: _ims_copies.read_pairs(_plain(t)),
    ),
    "Data360": (
        knomad_files.data360(*({"TIME_PERIOD": str(year)} for year in range(2001, 2006)))
        .getvalue().decode().replace(knomad_files._IN, '"Inflows, US$"').replace("Namibia", '"N"'),
        lambda t: knomad.read_flows(_plain(t), "WB_KNOMAD_MRI").table,
    ),
    "Data360's pairs": (
        knomad_files.data360(*knomad_files.PAIRS).getvalue().decode(),
        lambda t: knomad.read_pairs(_plain(t)).table,
    ),
    "DAC1": (
        _given(oecd_files.GIVEN, oecd_files.HEADER),
        lambda t: oecd.read_dac1(_zip(t)).table,
    ),
    "DAC2a": (
        _given(oecd_files.GIVERS, oecd_files.HEADER_2A),
        lambda t: oecd.read_dac2a_corridors(_zip(t)).table,
    ),
    "FDI": (_FDI, lambda t: unctad.read_fdi(_plain(t), "usd_millions", "flow", "inward").table),
    "FDI by pairs": (
        "host,partner,year,FDI_inflows,FDI_outflows\n"
        + "".join(f"{of},{to},2002,{n}.5,\n" for n, (of, to) in enumerate(_PAIRS)),
        lambda t: unctad_bilateral.read_pairs(_plain(t), "FDI_inflows").table,
    ),
    "GBMD": (_STOCKS, lambda t: gbmd.read_stocks(_plain(t)).table),
    "the annex": (_ANNEX, lambda t: unctad.read_annex(_plain(t), 1).table),
    "UNHCR": (
        "year,coo,coo_iso,coo_name,coa,coa_iso,refugees\n"
        '2001,AFG,AFG,Afghanistan,PAK,PAK,5\n2002,AFG,AFG,"Afghanistan",PAK,PAK,6\n'
        '2001,IRQ,IRQ,Iraq,GFR,DEU,7\n2001,BOL,BOL,"Bolivia, (State of)",GFR,DEU,7\n',
        lambda t: unhcr_copies.read_population(_plain(t)).table,
    ),
    "visas": (
        "Passport,Destination,Requirement\n" + "".join(f"{of},{to},90\n" for of, to in _PAIRS),
        lambda t: passport_index.read_access(_plain(t)),
    ),
    "the treaty": (
        'Participant,"Signature","Ratification, Accession(a)"\n'
        'Namibia,"1 Jan 2001","5 Jun 2007 a"\nAngola,,5 Jun 2008\n"Chad",3 May 2001,\n',
        lambda t: untc.read_status(_plain(t)),
    ),
    "the World Bank": (_TABLE, lambda t: worldbank.read_csv(_plain(t), "SP.POP.TOTL").table),
    "WPP": (
        "\n".join([test_wpp.HEADER, *test_wpp.ROWS]) + "\n",
        lambda t: wpp.read_indicators(_gzip(t), "TPopulation1July").table,
    ),
}  # fmt: skip
_WHOLE = {name: read(text) for name, (text, read) in READERS.items()}


def _exact_or_refused(name: str, text: str) -> None:
    try:
        found = READERS[name][1](text)
    except LayoutError:
        return
    pd.testing.assert_frame_equal(found, _WHOLE[name])


@pytest.mark.parametrize("name", READERS)
def test_a_stray_quotation_mark(name: str) -> None:
    """Wherever it stands: at the beginning of each row, and all over the file."""
    text = READERS[name][0]
    step = max(1, len(text) // 150)
    begins = [n + 1 for n, each in enumerate(text[:-1]) if each == "\n"]
    for place in {*range(0, len(text), step), *begins}:
        _exact_or_refused(name, text[:place] + '"' + text[place:])


@pytest.mark.parametrize("name", READERS)
def test_a_comma_that_was_lost_or_added(name: str) -> None:
    text = READERS[name][0]
    commas = [n for n, each in enumerate(text) if each == ","]
    for place in commas[:: max(1, len(commas) // 40)]:
        _exact_or_refused(name, text[:place] + text[place + 1 :])
        _exact_or_refused(name, text[:place] + "," + text[place:])
        _exact_or_refused(name, text[:place] + "\r" + text[place:])


@pytest.mark.parametrize("name", sorted(set(READERS) - {"the annex", "the World Bank"}))
def test_a_header_that_is_no_longer_that_of_its_rows(name: str) -> None:
    """A label less, a label twice, a comma behind each row."""
    text, read = READERS[name]
    head, body = text.split("\n", 1)
    header = next(csv.reader([head]))
    for place, label in enumerate(header):
        short = [*header[:place], *header[place + 1 :]]
        for other in (short, [*header, label]):
            with pytest.raises(LayoutError):
                read(_given([], other) + body)
        for other in range(place):  # a label that is there twice instead of another
            twice = [header[other] if n == place else each for n, each in enumerate(header)]
            _exact_or_refused(name, _given([], twice) + body)
    with pytest.raises(LayoutError, match=r"\d cells"):
        read(head + "\n" + body.replace("\n", ",\n"))


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"])),
                 min_size=3, max_size=3).filter(lambda row: any(each.strip() for each in row)),
        min_size=1, max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 9),
)  # fmt: skip
def test_what_is_written_is_read(rows: list[list[str]], end: str, size: int) -> None:
    """However small the pieces in which it is read, commas and quotation marks in cells too."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows([["a", "b", "c"], *rows])
    body = text.getvalue()
    found = cells(Lines(io.StringIO(body, newline=""), "The file"), [0, 1, 2])
    assert found.to_numpy().tolist() == rows
    lines = Lines(io.StringIO(body, newline=""), "The file")
    assert "".join(iter(lambda: lines.read(size), "")) == body.split(end, 1)[1]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_the_line_is_named_whatever_the_pieces(size: int) -> None:
    lines = Lines(io.StringIO('a,b\n1,2\n\n3,"4\n5",6\n'), "The file")
    with pytest.raises(LayoutError, match=r"nothing closes in line 4: '3,\"4'"):
        while lines.read(size):
            pass
