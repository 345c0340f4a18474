"""Files in the World Bank's layouts, made up: a wide CSV, the zip around it, answers in JSON."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping

CODE = "BX.TRF.PWKR.CD.DT"
NAME = "Personal remittances, received (current US$)"
YEARS = (2000, 2001, 2002)
# Text, as the file prints it; an empty text is a figure that is not there.
FIGURES: Mapping[str, tuple[str, ...]] = {
    "WLD": ("300.5", "310", "320.125"),
    "MEX": ("7524743000", "", "9814449000"),
    "NAM": ("", "9.0", "7.25"),
    "ABW": ("", "", ""),
}
LABELS = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")


def csv_lines(
    figures: Mapping[str, Iterable[str]] = FIGURES,
    years: Iterable[object] = YEARS,
    code: str = CODE,
    name: str = NAME,
    origin: str = "World Development Indicators",
    released: str = "2026-07-01",
) -> list[str]:
    """The lines of an API_*.csv, without their ends."""
    head = [f'"Data Source","{origin}",', "", f'"Last Updated Date","{released}",', ""]
    rows = [[*LABELS, *map(str, years)]]
    rows += [[f"Name of {place}", place, name, code, *cells] for place, cells in figures.items()]
    return head + ["".join(f'"{cell}",' for cell in row) for row in rows]


def csv_bytes(lines: Iterable[str], bom: bool = True, end: str = "\r\n") -> bytes:
    return ("\ufeff" * bom + "".join(line + end for line in lines)).encode()


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def indicator_zip(table: bytes, code: str = CODE) -> bytes:
    columns = '"INDICATOR_CODE","INDICATOR_NAME","SOURCE_NOTE","SOURCE_ORGANIZATION",'
    about = f'"{code}","{NAME}","What it means,\nat length.","An organisation;\nanother",'
    return zip_bytes(
        {
            f"Metadata_Indicator_API_{code}_DS2_en_csv_v2_7.csv": csv_bytes([columns, about]),
            f"API_{code}_DS2_en_csv_v2_7.csv": table,
            f"Metadata_Country_API_{code}_DS2_en_csv_v2_7.csv": _listing(table),
        }
    )


def _listing(table: bytes) -> bytes:
    """The list of economies that the publisher packs beside a table."""
    codes = re.findall(rb'^"[^"]*","([A-Z]{3})",', table, re.M)
    return csv_bytes(['"Country Code","Region",', *(f'"{code.decode()}","",' for code in codes)])


def archive_answer(
    figures: Mapping[tuple[str, int], object],
    code: str = CODE,
    archive: str = "201611",
    concepts: Iterable[str] = ("Country", "Version", "Series", "Time"),
) -> dict[str, object]:
    """An answer of source 57 as the server would write it, before it becomes text."""
    data = []
    for (place, year), value in figures.items():
        named = {
            "Country": {"id": place, "value": f"Name of {place}"},
            "Version": {"id": archive, "value": "2016 Nov"},
            "Series": {"id": code, "value": NAME},
            "Time": {"id": f"YR{year}", "value": str(year)},
        }
        variable = [{"concept": concept, **named[concept]} for concept in concepts]
        data.append({"variable": variable, "value": value})
    source = {"id": "57", "name": "WDI Database Archives", "data": data}
    return {"page": 1, "pages": 1, "per_page": "32000", "total": len(data), "source": source}


def interface_answer(
    figures: Mapping[tuple[str, int], object], code: str = CODE, released: str = "2026-07-01"
) -> list[object]:
    """An answer of the data interface as the server would write it, before it becomes text."""
    letters = {"HIC": "XD", "LMY": "XO", "INX": "XY"}
    rows = [
        {
            "indicator": {"id": code, "value": NAME},
            "country": {"id": letters.get(place, place[:2]), "value": f"Name of {place}"},
            "countryiso3code": "" if place in letters else place,
            "date": str(year), "value": value, "unit": "", "obs_status": "", "decimal": 0,
        }
        for (place, year), value in figures.items()
    ]  # fmt: skip
    head = {
        "page": 1, "pages": 1, "per_page": 20000, "total": len(rows), "sourceid": "2",
        "lastupdated": released,
    }  # fmt: skip
    return [head, rows]


def as_bytes(answer: object) -> bytes:
    return json.dumps(answer).encode()
