"""Make the generated tables of ``datasets/economies`` from publishers' own lists.

Run ``python tools/make_economies.py FOLDER`` with the folder that holds the publishers' files
(``worldbank/``, ``undesa/``, ``unctad/``, ``unhcr/``, ``knomad/``, ``flows/``, ``governance/``).
It writes ``economies.csv``, ``aggregates.csv``, ``codes.csv``, ``classifications.csv`` and
``income_history.csv`` in migov's own schema, the same bytes every time.  ``aliases.csv`` and
``groups.csv`` are kept by hand and never touched.  What no list says
(former states, old numerical codes, residual origins) stands in ``economies_by_hand.py`` beside
this file, each with its reason.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import economies_by_hand as by_hand
import pandas as pd

CSV = {"keep_default_na": False, "na_values": [], "dtype": str}
OUT = Path(__file__).resolve().parent.parent / "datasets" / "economies"


def main(arguments: list[str] | None = None) -> int:
    """Read the folder of publishers' files and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of publishers' files")
    parser.add_argument("--out", type=Path, default=OUT, help="where the tables go")
    options = parser.parse_args(arguments)
    folder, out = options.folder, options.out

    economies = economies_table(folder)
    aggregates = aggregates_table(folder)
    codes = codes_table(folder, economies)
    classes = classifications_table(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, table in {
        "economies": economies,
        "aggregates": aggregates,
        "codes": codes,
        "classifications": classes,
        "income_history": income_history_table(folder),
    }.items():
        table.to_csv(out / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8")
        print(f"{name}.csv: {len(table)} rows")
    return 0


def economies_table(folder: Path) -> pd.DataFrame:
    """One row an economy: ISO codes, M49 region, World Bank region and income group."""
    iso = pd.read_csv(folder / "governance" / "country-codes.csv.gz", **CSV)
    bank = world_bank_classes(folder).set_index("Code")
    rows = []
    for each in iso.to_dict("records"):
        code = each["ISO3166-1-Alpha-3"]
        if not code:
            continue
        display = each["CLDR display name"].replace(" & ", " and ").replace("St. ", "Saint ")
        rows.append(
            {
                "economy": code,
                "name": by_hand.NAMES.get(code, display),
                "iso2": each["ISO3166-1-Alpha-2"],
                "m49": each["M49"].zfill(3),
                "region": each["Region Name"],
                "subregion": each["Intermediate Region Name"] or each["Sub-region Name"],
                "status": "current",
            }
        )
    table = pd.DataFrame(rows + by_hand.ECONOMIES).fillna("")
    table["wb_region"] = table["economy"].map(bank["Region"]).fillna("")
    table["income_group"] = table["economy"].map(bank["Income group"]).fillna("")
    for column in ("first_year", "last_year", "successor", "note"):
        given = table[column] if column in table else pd.Series("", index=table.index)
        extra = table["economy"].map({k: v.get(column, "") for k, v in by_hand.YEARS.items()})
        table[column] = given.where(given != "", extra.fillna(""))
    columns = ["economy", "name", "iso2", "m49", "region", "subregion", "wb_region"]
    columns += ["income_group", "status", "first_year", "last_year", "successor", "note"]
    return table[columns].sort_values("economy").reset_index(drop=True)


def world_bank_classes(folder: Path) -> pd.DataFrame:
    """Economies of the World Bank's current classification."""
    path = folder / "governance" / "CLASS_FY2026.xlsx"
    sheet = read_sheet(path, "List of economies", header=0)
    return sheet[sheet["Region"] != ""]


def aggregates_table(folder: Path) -> pd.DataFrame:
    """Every aggregate that a publisher's files name: code, name, publisher, kind."""
    rows: list[tuple[str, str, str]] = []
    bank = pd.read_csv(folder / "worldbank" / "countries_2026-04-30.csv", **CSV)
    bank = bank[bank["region"] == "Aggregates"]
    rows += [(c, n, "worldbank") for c, n in zip(bank["iso3c"], bank["country"], strict=True)]
    rows += [(code, name, "worldbank") for code, name in by_hand.WORLD_BANK_OLD_AGGREGATES]

    known = set(economies_table(folder)["m49"].str.lstrip("0"))
    for code, name in desa_names(folder):
        if code == "900" or (code not in known and code not in by_hand.M49):
            rows.append((code, name, "undesa"))
    rows += [(code, name, "undesa") for code, name in by_hand.DESA_PARENTS]
    iso = pd.read_csv(folder / "governance" / "country-codes.csv.gz", **CSV)
    for level in ("Global", "Region", "Sub-region", "Intermediate Region"):
        for code, name in zip(iso[f"{level} Code"], iso[f"{level} Name"], strict=True):
            if code:
                rows.append((code.zfill(3), name, "unsd"))
    for code, name in unctad_labels(folder):
        if len(code) == 4:
            rows.append((code, name, "unctad"))
    wir = (*by_hand.WIR_AGGREGATES, *by_hand.WIR_2014_AGGREGATES)
    rows += [(code, name, "unctad") for code, name in wir]
    rows += [(code, name, "oecd") for code, name in by_hand.DAC_GROUPS]

    table = pd.DataFrame(rows, columns=["code", "name", "publisher"])
    table["code"] = table["code"].replace({"900": "WLD", "001": "WLD", "0000": "WLD"})
    table["name"] = table["name"].str.strip(" *").str.replace(r"\s+", " ", regex=True)
    shouted = table["name"].str.isupper() & (table["publisher"] == "undesa")
    plain = table["name"].str.title().str.replace(" And The ", " and the ")
    table["name"] = table["name"].mask(shouted, plain)
    # The newest list of a publisher comes last, and its wording is kept.
    table = table.drop_duplicates(["code", "publisher"], keep="last")
    table["kind"] = [by_hand.kind(c, n, p) for c, n, p in table.itertuples(index=False)]
    return table.sort_values(["publisher", "code"]).reset_index(drop=True)


def codes_table(folder: Path, economies: pd.DataFrame) -> pd.DataFrame:
    """How each publisher's codes and names become ours: scheme, value, code, beside, note.

    A code that equals ours, or an economy's M49 code, needs no row.
    """
    rows: list[tuple[str, ...]] = []
    m49 = {m.lstrip("0"): e for e, m in zip(economies["economy"], economies["m49"], strict=True)}
    m49.pop("", None)
    m49 |= {code: ours for code, (ours, _) in by_hand.M49.items()}

    rows += [("worldbank", v, c, "", n) for v, (c, n) in by_hand.WORLD_BANK.items()]
    rows += [("m49", v, c, "", n) for v, (c, n) in by_hand.M49.items()]

    for code, name in unctad_labels(folder):
        if len(code) == 3:
            ours, note = by_hand.UNCTAD.get(code, ("", ""))
            if ours:
                rows.append(("unctad", code, ours, "", note))
            ours = ours or m49[code.lstrip("0")]
            rows.append(("unctad_name", name, by_hand.UNCTAD_NAMES.get(name, ours), "", ""))
    rows += [("unctad", v, c, b, n) for v, c, b, n in by_hand.UNCTAD_BESIDE]

    unhcr = pd.read_csv(folder / "unhcr" / "countries_2026-06-25.csv.gz", **CSV)
    for record in unhcr.to_dict("records"):
        ours, note = by_hand.UNHCR.get(record["unhcr_code"], ("", ""))
        ours = ours or record["iso_code"]
        rows.append(("unhcr", record["unhcr_code"], ours, "", note))
        if record["iso_code"]:
            rows.append(("unhcr_name", record["name"], ours, "", ""))
    rows.append(("unhcr", "AB9", "AB9", "", "Abyei Area, in figures of internal displacement"))

    rows += [("iso3", v, c, "", n) for v, (c, n) in by_hand.ISO3.items()]
    rows += [("dac", v, c, "", "") for v, c in by_hand.DAC.items()]
    beyond = "of a region, or not allocated"
    rows += [("dac", v, "XXX", "", beyond) for v in by_hand.DAC_UNALLOCATED]
    rows += [("dac", v, c, "", n) for v, (c, n) in by_hand.DAC_OTHER.items()]
    rows += [("cepii", v, c, "", n) for v, (c, n) in by_hand.CEPII.items()]
    bank = pd.read_csv(folder / "worldbank" / "countries_2026-04-30.csv", **CSV)
    older = pd.read_csv(folder / "worldbank" / "countries_2016-11.csv.gz", **CSV)
    named = set(economies["economy"])
    for frame, code, columns in (
        (bank, "iso3c", ["country"]),
        (older, "country_code", ["short_name", "table_name", "long_name"]),
    ):
        for record in frame.to_dict("records"):
            ours = by_hand.WORLD_BANK.get(record[code], (record[code], ""))[0]
            if ours in named:
                rows += [("worldbank_name", record[c], ours, "", "") for c in columns if record[c]]
    iso = pd.read_csv(folder / "governance" / "country-codes.csv.gz", **CSV)
    for record in iso.to_dict("records"):
        for column in ("official_name_en", "UNTERM English Short", "UNTERM English Formal"):
            name = record[column].replace("**", "").replace("*", "").replace("(the)", "").strip()
            if name and "\n" not in name:
                rows.append(("un_name", name, record["ISO3166-1-Alpha-3"], "", ""))

    for code, name in desa_names(folder):
        rows.append(("undesa_name", name.strip(" *"), m49.get(code, code), "", ""))
    rows += [("undesa_name", v, c, "", n) for v, (c, n) in by_hand.DESA_NAMES.items()]
    names = {n: c for s, n, c, *_ in rows if s.endswith("_name") and s != "undesa_name"}
    for name in wir_names(folder):
        ours, note = by_hand.WIR_NAMES.get(name, ("", ""))
        if not ours and name not in names:
            raise SystemExit(f"WIR table names {name!r}, which nothing here explains.")
        rows.append(("wir_name", name, ours or names[name], "", note))
    for name in knomad_names(folder):
        ours, note = by_hand.KNOMAD_NAMES.get(name, ("", ""))
        if not ours and name not in names:
            raise SystemExit(f"A KNOMAD workbook names {name!r}, which nothing here explains.")
        rows.append(("knomad_name", name, ours or names[name], "", note))

    table = pd.DataFrame(rows, columns=["scheme", "value", "code", "beside", "note"])
    table["value"] = table["value"].str.replace(r"\s+", " ", regex=True).str.strip()
    # Hand-made rows come after the publisher's and win.
    table = table.drop_duplicates(["scheme", "value", "beside"], keep="last")
    return table.sort_values(["scheme", "value", "beside"]).reset_index(drop=True)


def classifications_table(folder: Path) -> pd.DataFrame:
    """Members of undated groups: M49 regions, and the World Bank's groups as of July 2025."""
    rows: list[tuple[str, str, str]] = []
    codes: dict[str, str] = {}
    iso = pd.read_csv(folder / "governance" / "country-codes.csv.gz", **CSV)
    for record in iso.to_dict("records"):
        for level in ("Region", "Sub-region", "Intermediate Region"):
            code = record[f"{level} Code"]
            if code and record["ISO3166-1-Alpha-3"]:
                rows.append(("unsd", code.zfill(3), record["ISO3166-1-Alpha-3"]))
                codes[record[f"{level} Name"]] = code.zfill(3)
    # Economies of migov's that the list of M49 does not have, in the regions that migov gives them.
    rows += [
        ("unsd", codes[each[level]], each["economy"])
        for each in by_hand.ECONOMIES
        if each["status"] == "current"
        for level in ("region", "subregion")
        if each.get(level)
    ]
    groups = read_sheet(folder / "governance" / "CLASS_FY2026.xlsx", "composition", header=0)
    for group, code in zip(groups["WB_Group_Code"], groups["WB_Country_Code"], strict=True):
        if group and group != "WLD":
            rows.append(("worldbank", group, code))
    table = pd.DataFrame(rows, columns=["publisher", "group", "economy"]).drop_duplicates()
    return table.sort_values(["publisher", "group", "economy"]).reset_index(drop=True)


def income_history_table(folder: Path) -> pd.DataFrame:
    """Spells of each economy in the World Bank's four income groups, from July 1988 on."""
    path = folder / "governance" / "OGHIST.xlsx"
    sheet = read_sheet(path, "Country Analytical History", header=None)
    fiscal = next(row for _, row in sheet.iterrows() if "FY89" in set(row))
    starts = {}
    for column, label in fiscal.items():
        if label.startswith("FY"):
            year = int(label[2:]) + (1900 if int(label[2:]) > 80 else 2000)
            starts[column] = year - 1  # The fiscal year begins on 1 July of the year before.
    rows: list[dict[str, str]] = []
    for _, row in sheet.iterrows():
        code = by_hand.INCOME_HISTORY.get(row[0], row[0])
        if not (3 <= len(row[0]) <= 4 and code.isupper()):
            continue
        previous = ""
        for column, year in starts.items():
            group = by_hand.INCOME_GROUPS.get(row[column].rstrip("*"), "")
            group = by_hand.INCOME_CORRECTED.get((code, year), group)
            if group != previous and previous:
                rows[-1]["to"] = f"{year}-06-30"
            if group and group != previous:
                rows.append({"group": group, "economy": code, "from": f"{year}-07-01", "to": ""})
            previous = group
    table = pd.DataFrame(rows)
    return table.sort_values(["group", "economy", "from"]).reset_index(drop=True)


def desa_names(folder: Path) -> list[tuple[str, str]]:
    """Codes and names in UN DESA's workbooks and WPP's list, oldest first."""
    found: list[tuple[str, str]] = []
    for path, sheet, code, name in (
        ("UN_MigrantStockTotal_2015.xlsx", "Table 1", 3, 1),
        ("aggregates_correspondence_table_2020_1.xlsx", "Annex", 3, 1),
        ("undesa_pd_2020_ims_stock_by_sex_and_origin.xlsx", "Table 1", 3, 1),
    ):
        frame = read_sheet(folder / "undesa" / path, sheet, header=None)
        for c, n in zip(frame[code], frame[name], strict=True):
            text = c.strip().removesuffix(".0")
            if text.isdigit() and n.strip():
                found.append((text, n.strip()))
    wpp = pd.read_csv(
        folder / "flows" / "wpp2024_locations.txt.gz", sep="\t", encoding="latin1", **CSV
    )
    found += list(zip(wpp["country_code"], wpp["name"], strict=True))
    return [(c, " ".join(n.split())) for c, n in found]


def unctad_labels(folder: Path) -> list[tuple[str, str]]:
    """Codes and labels of UNCTADstat's files, oldest layout first."""
    import py7zr

    frames = []
    with tempfile.TemporaryDirectory() as unpacked:
        archive = folder / "unctad" / "US_FdiFlowsStock_2020-07-16.7z"
        with py7zr.SevenZipFile(archive) as packed:
            packed.extractall(unpacked)
        frames += [
            pd.read_csv(each, encoding="utf-8-sig", **CSV) for each in Path(unpacked).glob("*.csv")
        ]
    frames.append(pd.read_csv(folder / "unctad" / "US_FdiFlowsStock_2025.csv.gz", **CSV))
    labels = pd.concat([f[["Economy", "Economy Label"]].drop_duplicates() for f in frames])
    return list(labels.drop_duplicates().itertuples(index=False, name=None))


def wir_names(folder: Path) -> list[str]:
    """Names in the first column of the World Investment Report's annex tables."""
    names: list[str] = []
    for path in sorted((folder / "unctad").glob("WIR20*_tab*.csv.gz")):
        if "tab10" in path.name:  # by sector, not by economy
            continue
        ours = path.name.startswith("WIR2025")
        frame = pd.read_csv(path, header=0 if ours else 2, encoding="utf-8-sig", **CSV)
        column = frame["Region/economy"] if ours else frame.iloc[:, 0]
        names += [n.strip() for n in column if n.strip()]
    notes = ("Source:", "Note:", "Memorandum")
    return sorted({n for n in names if not n.startswith(notes)})


def knomad_names(folder: Path) -> list[str]:
    """Names down the side and across the top of KNOMAD's workbooks of remittances."""
    names: set[str] = set()
    for file, sheet, row in (
        ("bilateral_remittance_matrix_2021_0.xlsx", "FINAL BRM 2021 ", 1),
        ("WB_Bilateral_Remittance_Estimates_2017.xlsx", "Bilateral_Remittances_2017", 1),
        ("inward_remittance_flows_december_2023_1.xlsx", "Inward remittance flows", 0),
    ):
        frame = read_sheet(folder / "knomad" / file, sheet, header=None)
        down = frame[0].iloc[row + 1 :].tolist()
        names.update(down[: down.index("")])  # notes stand below an empty row
        if row:
            names.update(frame.iloc[row, 1:])
    return sorted(names)


def read_sheet(path: Path, sheet: str, header: int | None) -> pd.DataFrame:
    """One sheet as text, blank cells as empty text."""
    frame = pd.read_excel(path, sheet_name=sheet, header=header, engine="calamine", **CSV)
    return frame.fillna("").map(lambda cell: str(cell).strip())


if __name__ == "__main__":
    sys.exit(main())
