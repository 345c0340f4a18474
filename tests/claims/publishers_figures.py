"""The same figures read from publishers' files with pandas alone, never through migov.

Where a file at hand holds the figures in another layout than the one migov reads (World Bank in
one table of vintages, migrants by pair and sex, World Population Prospects by rates), that other
layout is the one used: two roads to one figure.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook

from claims.printed_figures import Figures

# Editions of the World Development Indicators by the dates under which they are filed.
EDITIONS = {
    "2026-07-01": "2026-07",
    "2026-07-13": "2026-07",
    "2026-03-04": "2026-03",
    "2025-12-17": "2025-12",
    "2025-12-19": "2025-12",
    "2025-10-07": "2025-10",
    "2025-07-01": "2025-07",
    "2018-08-01": "2018-08",
    "2016-11": "2016-11",
    "2016-02": "2016-02",
    "2013-12": "2013-12",
}
# Name of a figure: code, economy, factor, edition that counts as the newest.
WANTED = {
    "remittances WLD": ("BX.TRF.PWKR.CD.DT", "WLD", 1e-9, "2026-07"),
    "remittances LMY": ("BX.TRF.PWKR.CD.DT", "LMY", 1e-9, "2026-07"),
    "remittances LCN": ("BX.TRF.PWKR.CD.DT", "LCN", 1e-9, "2026-07"),
    "remittances LAC": ("BX.TRF.PWKR.CD.DT", "LAC", 1e-9, "2026-07"),
    "remittances IND": ("BX.TRF.PWKR.CD.DT", "IND", 1e-9, "2026-07"),
    "oda WLD": ("DT.ODA.ODAT.CD", "WLD", 1e-9, "2026-07"),
    "oda LMY": ("DT.ODA.ODAT.CD", "LMY", 1e-9, "2026-07"),
    "oda LCN": ("DT.ODA.ODAT.CD", "LCN", 1e-9, "2026-07"),
    "aid WLD": ("DT.ODA.ALLD.CD", "WLD", 1e-9, "2025-10"),
    "fdi WLD": ("BX.KLT.DINV.CD.WD", "WLD", 1e-9, "2026-07"),
    "fdi LCN": ("BX.KLT.DINV.CD.WD", "LCN", 1e-9, "2026-07"),
    "fdi LAC": ("BX.KLT.DINV.CD.WD", "LAC", 1e-9, "2026-07"),
    "fdi VGB": ("BX.KLT.DINV.CD.WD", "VGB", 1e-9, "2026-07"),
    "gdp WLD": ("NY.GDP.MKTP.CD", "WLD", 1e-9, "2026-07"),
    "gdp IND": ("NY.GDP.MKTP.CD", "IND", 1e-9, "2026-07"),
    "gfcf WLD": ("NE.GDI.FTOT.CD", "WLD", 1e-9, ""),
    "gfcf share WLD": ("NE.GDI.FTOT.ZS", "WLD", 1.0, "2025-12"),
    "goods imports IND": ("TM.VAL.MRCH.CD.WT", "IND", 1e-9, "2026-07"),
    "goods exports IND": ("TX.VAL.MRCH.CD.WT", "IND", 1e-9, "2026-07"),
    "imports share IND": ("NE.IMP.GNFS.ZS", "IND", 1.0, "2026-07"),
    "exports share IND": ("NE.EXP.GNFS.ZS", "IND", 1.0, "2026-07"),
    "imports bop IND": ("BM.GSR.GNFS.CD", "IND", 1e-9, "2016-11"),
    "exports bop IND": ("BX.GSR.GNFS.CD", "IND", 1e-9, "2016-11"),
    "migrants bank": ("SM.POP.TOTL", "WLD", 1e-6, "2026-07"),
    "people bank": ("SP.POP.TOTL", "WLD", 1e-6, "2026-07"),
}


def _codes(text: str) -> list[str]:
    return text.split()


# Asia as the United Nations draw it, Western Asia and Cyprus included, by ISO code.
ASIA = _codes(
    "AFG ARE ARM AZE BGD BHR BRN BTN CHN CYP GEO HKG IDN IND IRN IRQ ISR JOR JPN KAZ KGZ KHM KOR "
    "KWT LAO LBN LKA MAC MDV MMR MNG MYS NPL OMN PAK PHL PRK PSE QAT SAU SGP SYR THA TJK TKM TLS "
    "TUR TWN UZB VNM YEM"
)
SUCCESSORS = {
    "Soviet Union": _codes("ARM AZE BLR EST GEO KAZ KGZ LTU LVA MDA RUS TJK TKM UKR UZB"),
    "Yugoslavia": _codes("BIH HRV MKD MNE SRB SVN XKX"),
    "Czechoslovakia": _codes("CZE SVK"),
}
REPORTS_NOT = ("CSS", "IDB", "LAC", "TLA")  # groups of 2016 that have a figure of their own


def read(data: Path) -> Figures:
    """Every figure of `printed_figures` that a publisher's file holds, all years."""
    return {
        **world_bank(data / "worldbank"),
        **unctad(data / "unctad"),
        **migrants(data / "undesa"),
        **people(data / "flows"),
        **redrawn(data / "flows"),
    }


def world_bank(folder: Path) -> Figures:
    codes = sorted({code for code, *_ in WANTED.values()} | {"BX.TRF.PWKR.CD"})
    table = pd.read_parquet(
        folder / "vintages_long.parquet",
        columns=["ind", "code", "vintage", "year", "value", "transcribed"],
        filters=[("ind", "in", codes)],
    )
    table = table[~table["transcribed"]].astype({"ind": str, "code": str, "vintage": str})
    found: Figures = {}
    chosen = {economy for _, economy, *_ in WANTED.values()}
    single = table[table["code"].isin(chosen) & table["vintage"].isin(EDITIONS)]
    lines = {
        key: dict(zip(rows["year"].tolist(), rows["value"].tolist(), strict=True))
        for key, rows in single.groupby(["ind", "code", "vintage"])
    }
    for name, (code, economy, factor, newest) in WANTED.items():
        for (other, place, filed), values in lines.items():
            if (other, place) == (code, economy):
                edition = EDITIONS[filed]
                key = name if edition == newest else f"{name}@{edition}"
                found[key] = {year: value * factor for year, value in values.items()}
    narrow = table[(table["ind"] == "BX.TRF.PWKR.CD") & (table["vintage"] == "2016-11")]
    groups = set(
        pd.read_csv(folder / "countries_2016-11.csv.gz", keep_default_na=False)
        .query("region == ''")["country"]
        .str.upper()
    )
    alone = narrow[~narrow["code"].isin(groups | set(REPORTS_NOT))]
    found["workers' remittances"] = (1e-9 * alone.groupby("year")["value"].sum()).to_dict()
    return found


def unctad(folder: Path) -> Figures:
    import py7zr

    with tempfile.TemporaryDirectory() as place:
        with py7zr.SevenZipFile(folder / "US_FdiFlowsStock_2020-07-16.7z") as archive:
            archive.extractall(place)
        (path,) = Path(place).iterdir()
        old, share = {}, {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if (row["Economy"], row["Mode Label"], row["Direction Label"]) == (
                    "0000",
                    "Flow",
                    "Inward",
                ):
                    year = int(row["Year"])
                    old[year] = float(row["US dollars at current prices in millions"]) / 1e3
                    if row["Percentage of Gross Fixed Capital Formation"]:
                        share[year] = float(row["Percentage of Gross Fixed Capital Formation"])
    report = pd.read_csv(folder / "WIR2025_tab01_inflows.csv.gz", dtype=str)
    world = report[report["Region/economy"] == "World"].iloc[0]
    new = {int(year): float(world[year]) / 1e3 for year in report.columns if year.isdigit()}
    with (folder / "WIR2026_world_rows_TRANSCRIBED.csv").open(newline="") as file:
        latest = {
            int(row["year"]): float(row["pct_gfcf"])
            for row in csv.DictReader(file)
            if row["pct_gfcf"] and row["direction"] == "Inward"
        }
    with (folder / "published_figures.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    def first(item: str, document: str) -> dict[str, str]:
        (row,) = (r for r in rows if r["item"] == item and r["document"].startswith(document))
        return row

    release = first("FDI inflows world", "TAD/INF/2775")
    bought = first("Cross-border M&As (all)", "press release WIR98")
    news = first("Remittances to LAC", "news item 2004")
    assert "surpassed FDI by about 50 per cent" in news["note"]
    return {
        "inflows": new,
        "inflows@2020-07": old,
        "inflows share@2020-07": share,
        "inflows share@2026": latest,
        "inflows first printed": {1997: float(release["value"])},
        "mergers first printed": {1997: float(bought["value"])},
        "bank remittances": {2003: float(news["value"])},
        "bank times fdi": {2003: 1.5},
    }


def migrants(folder: Path) -> Figures:
    found: Figures = {}
    for revision, mark in (("2024", ""), ("2020", "@2020")):
        pairs = pd.read_csv(
            folder / f"ims{revision}_destination_origin_sex.csv.gz",
            keep_default_na=False,
            usecols=["dest_iso3", "origin_iso3", "year", "sex", "migrants"],
        )
        found[f"migrants{mark}"] = (1e-6 * pairs.groupby("year")["migrants"].sum()).to_dict()
        for what, column in (("from", "origin_iso3"), ("in", "dest_iso3")):
            there = pairs[pairs[column].isin(ASIA)]
            for sex, name in (("female", "women"), ("male", "men")):
                total = there[there["sex"] == sex].groupby("year")["migrants"].sum()
                found[f"{name} {what} Asia{mark}"] = (1e-6 * total).to_dict()
        for state, members in SUCCESSORS.items():
            inside = pairs["dest_iso3"].isin(members) & pairs["origin_iso3"].isin(members)
            total = pairs[inside].groupby("year")["migrants"].sum()
            found[f"within {state}{mark}"] = (1e-6 * total).to_dict()
    named = pd.read_csv(folder / "ims2017_destination_origin_both.csv.gz")
    world = named[(named["destination"] == "WORLD") & (named["origin"] == "Total")]
    found["migrants@2017"] = dict(zip(world["year"], world["migrants"] * 1e-6, strict=True))
    workbook = load_workbook(folder / "UN_MigrantStockTotal_2015.xlsx", read_only=True)
    sheet = workbook["Table 1"]
    years, world = (next(sheet.iter_rows(row, row, 6, 11, values_only=True)) for row in (16, 17))
    found["migrants@2015"] = {int(y): v * 1e-6 for y, v in zip(years, world, strict=True)}
    workbook.close()
    return found


def people(folder: Path) -> Figures:
    """Mid-year population as births over the birth rate, which WPP prints to five figures."""
    table = pd.read_csv(folder / "wpp2024_annual_1950_2023.csv.gz")
    table = table.assign(people=table["births"] / table["cbr"])
    by_area = {
        area: rows.set_index("year")["people"] for area, rows in table.groupby("country_code")
    }
    areas = {"people": 900, "people Africa": 903, "people Asia": 935}
    found = {name: by_area[area].to_dict() for name, area in areas.items()}
    # 2024 is the first projected year: between the population at its two ends.
    names = [path for path in folder.parents[1].rglob("WPP2024_Demographic_*.csv.gz")]
    columns = ["LocID", "Time", "TPopulation1Jan"]
    ends = pd.read_csv(names[0], usecols=columns).query("LocID == 900").set_index("Time")
    found["people"][2024] = ends["TPopulation1Jan"].loc[[2024, 2025]].mean() / 1000
    return found


def redrawn(folder: Path) -> Figures:
    pairs = pd.read_csv(
        folder / "gbmd_1960_2000_years_corrected.csv.gz", usecols=["year", "migrants"]
    )
    return {"migrants redrawn": (1e-6 * pairs.groupby("year")["migrants"].sum()).to_dict()}
