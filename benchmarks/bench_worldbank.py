"""The World Bank's bytes to a tidy table, held against pandas by hand, from memory.

The zips are made here, in the publisher's layout and size: five indicators of 266 economies and
aggregates over 64 years, a third of the cells empty.
"""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd

from benchmarks.harness import Benchmark
from migov import economies
from migov.publishers import worldbank

PLACES, YEARS = 266, range(1960, 2024)
CODES = [f"XX.BEN.CHMK.C{number}" for number in range(5)]


def benchmark() -> Benchmark:
    zips = {code: _zip(code, seed) for seed, code in enumerate(CODES)}
    for code, data in zips.items():
        ours, floor = worldbank.read_zip(io.BytesIO(data), code).table, _by_hand(data)
        pd.testing.assert_frame_equal(_plain(ours), _plain(floor))

    def read() -> None:
        for code, data in zips.items():
            worldbank.read_zip(io.BytesIO(data), code)

    def by_hand() -> None:
        for data in zips.values():
            _by_hand(data)

    return Benchmark("read 5 World Bank zips / read_csv, melt and dropna", read, by_hand, limit=2)


def _by_hand(data: bytes) -> pd.DataFrame:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = next(each for each in archive.namelist() if each.startswith("API_"))
        wide = pd.read_csv(archive.open(name), skiprows=4, keep_default_na=False, na_values=[""])
    years = [column for column in wide.columns if column.isdigit()]
    long = wide.melt("Country Code", years, var_name="year").dropna(subset="value")
    long = long.rename(columns={"Country Code": "economy"}).astype({"year": "int64"})
    return long.sort_values(["economy", "year"], ignore_index=True)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    table = table[["economy", "year", "value"]].astype({"economy": "object"})
    return table.sort_values(["economy", "year"], ignore_index=True)


def _zip(code: str, seed: int) -> bytes:
    random = np.random.default_rng(seed)
    values = random.lognormal(20, 3, (PLACES, len(YEARS)))
    absent = random.random(values.shape) < 1 / 3
    text = io.StringIO(newline="")
    text.write('"Data Source","World Development Indicators",\n\n')
    text.write('"Last Updated Date","2026-07-01",\n\n')
    labels = ["Country Name", "Country Code", "Indicator Name", "Indicator Code"]
    text.write(_line([*labels, *map(str, YEARS)]))
    for place, row, blank in zip(_places(), values, absent, strict=True):
        cells = ["" if no else repr(float(cell)) for cell, no in zip(row, blank, strict=True)]
        text.write(_line([f"Name of {place}", place, "A benchmark (current US$)", code, *cells]))
    listed = "".join(map(_line, [["Country Code"], *([place] for place in _places())]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"API_{code}_DS2_en_csv_v2_1.csv", text.getvalue().encode("utf-8-sig"))
        archive.writestr(f"Metadata_Country_API_{code}_DS2_en_csv_v2_1.csv", listed)
    return packed.getvalue()


def _line(cells: list[str]) -> str:
    return "".join(f'"{cell}",' for cell in cells) + "\n"


def _places() -> list[str]:
    # Codes that the World Bank and migov write alike, so that both roads give the same table.
    theirs = economies.table().query("status == 'current'")["economy"].tolist()
    groups = economies.aggregates().query("publisher == 'worldbank'")["code"].tolist()
    return [*theirs, *groups][:PLACES]
