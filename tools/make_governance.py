"""Make the derived rows of ``datasets/governance`` from publishers' own lists.

Run ``python tools/make_governance.py FOLDER`` with the folder that holds the publishers' files
(below it ``governance/``).  Rows of ``memberships.csv``, ``treaties.csv`` and ``other_lists.csv``
whose evidence ``evidence.csv`` marks as made from a file are written anew, the same bytes every
time; rows of any other evidence are kept by hand and pass through untouched, as do the other
tables.  A membership by hand takes the place of the file's for the same economy.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from migov import economies
from migov.publishers import cow_igo, untc

CSV = {"keep_default_na": False, "na_values": [], "dtype": str}
OUT = Path(__file__).resolve().parent.parent / "datasets" / "governance"
MEMBERSHIPS = [
    "arrangement", "economy", "from", "to", "status", "seen", "evidence", "confidence",
    "to_confidence", "note",
]  # fmt: skip
OTHERS = [
    "arrangement", "economy", "from", "to", "status", "seen", "entry_into_force", "evidence",
]  # fmt: skip
TREATIES = [
    "arrangement", "economy", "signature", "action", "deposit", "entry_into_force", "withdrawal",
    "reservation", "evidence", "confidence", "note",
]  # fmt: skip

# Correlates of War's organisations and the arrangements they are here. Others are by hand, with
# days: a second list of the same members would be a second home.
FROM_COW = {
    "IOMig": "IOM", "ILO": "ILO", "UN": "UN", "IRO": "IRO", "OAU": "OAU", "COMESA": "COMESA",
    "CIS": "CIS", "BENELUX": "Benelux", "NordC": "NORDIC", "SICA": "SICA", "OECS": "OECS",
    "MARRI": "MARRI", "EAEC": "EURASEC", "COE": "COE", "SIECA": "CACM", "IGAD": "IGAD",
    "IMF": "IMF", "IBRD": "IBRD", "WHO": "WHO", "NATO": "NATO",
}  # fmt: skip
# Lists that stand beside those by hand, which are followed instead.
OTHERS_IN_COW = {"Andean": "CAN", "APEC": "APEC", "Mercosur": "MERCOSUR"}
# Members by the source that the body's own treaty does not name: they stand among the lists that
# are not followed, with the reason in disagreements.csv.
NO_MEMBERS = {("CACM", "GBR")}
# Days of founding: whoever is coded in the founding year counts from the day.
FOUNDING_DAY = {"IOM": "1951-12-05", "UN": "1945-10-24", "OAU": "1963-05-25"}
STATUS = {"full": "member", "associate": "associate", "observer": "observer"}

CHAPTER_IV = {
    "cerd": "CERD", "iccpr": "ICCPR", "icescr": "ICESCR", "cedaw": "CEDAW", "cat": "CAT",
    "crc": "CRC", "crpd": "CRPD", "ced": "CED",
}  # fmt: skip
COPIES_OF_2015 = {
    "5-2": "CSR51", "5-5": "CSR67", "5-3": "CSSP54", "5-4": "CRS61", "18-12": "UNTOC",
    "18-12-a": "TRAFFICKING", "18-12-b": "SMUGGLING", "18-12-c": "FIREARMS",
}  # fmt: skip


def _days(count: int) -> Callable[[datetime.date], datetime.date]:
    return lambda deposit: deposit + datetime.timedelta(days=count)


def _months(count: int) -> Callable[[datetime.date], datetime.date]:
    def later(deposit: datetime.date) -> datetime.date:
        return (pd.Timestamp(deposit) + pd.DateOffset(months=count)).date()

    return later


def _next_month_after_three(deposit: datetime.date) -> datetime.date:
    return (pd.Timestamp(deposit) + pd.DateOffset(months=4)).date().replace(day=1)


# When a treaty binds a state that ratifies or accedes, by the treaty's own closing articles: a
# time after the deposit, but not before the treaty itself is in force.
BINDS = {
    "ICRMW": _next_month_after_three,  # Art. 87
    "CERD": _days(30), "CEDAW": _days(30), "CAT": _days(30), "CRC": _days(30), "CRPD": _days(30),
    "CED": _days(30), "ICCPR": _months(3), "ICESCR": _months(3),
    "CSR51": _days(90), "CSR67": _days(0), "CSSP54": _days(90), "CRS61": _days(90),
    "UNTOC": _days(30), "TRAFFICKING": _days(30), "SMUGGLING": _days(30), "FIREARMS": _days(30),
}  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Read the folder of publishers' files and write the two tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder of publishers' files")
    parser.add_argument("--out", type=Path, default=OUT, help="where the tables go")
    options = parser.parse_args(arguments)
    folder = options.folder / "governance"
    sources = pd.read_csv(OUT / "evidence.csv", **CSV)
    from_file = set(sources.loc[sources["made"] == "file", "evidence"])
    listed = pd.read_csv(OUT / "arrangements.csv", **CSV).set_index("arrangement")
    in_force = listed["in_force"]

    derived = {
        "memberships": [
            *from_cow(folder, listed["ended"]), *from_the_vote(folder), *from_the_wto(folder),
        ],
        "treaties": [*from_chapter_iv(folder), *from_copies(folder)],
        "other_lists": [*others_in_cow(folder), *an_older_copy(folder, in_force["ICRMW"])],
    }
    options.out.mkdir(parents=True, exist_ok=True)
    for name, columns in (
        ("memberships", MEMBERSHIPS), ("treaties", TREATIES), ("other_lists", OTHERS),
    ):  # fmt: skip
        kept = pd.read_csv(OUT / f"{name}.csv", **CSV)
        kept = kept[~kept["evidence"].isin(from_file)]
        made = pd.DataFrame(derived[name])
        if name == "treaties":
            kept, made = joined(kept, made)
        if name == "memberships":
            made = corrected(kept, made)
        table = pd.concat([kept, made]).reindex(columns=columns).fillna("")
        if name == "treaties":
            ended = former_states()
            table["withdrawal"] = table["withdrawal"].where(
                table["withdrawal"] != "", table["economy"].map(ended).fillna("")
            )
            table["entry_into_force"] = [
                binds(row, in_force[row["arrangement"]]) for row in table.to_dict("records")
            ]
        keys = ["arrangement", "economy", *columns[2:5]]
        table = table.sort_values(keys, kind="stable").reset_index(drop=True)
        table.to_csv(
            options.out / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8"
        )
        print(f"{name}.csv: {len(table)} rows, {len(kept)} by hand")
    return 0


def from_cow(folder: Path, ends: pd.Series) -> list[dict[str, str]]:
    """Spells of membership that Correlates of War counts by year; none outlasts what has ended."""
    spells = cow_igo.read_members(folder / "cow_igo_v3_igo_year.parquet", list(FROM_COW))
    rows = []
    for each in spells.to_dict("records"):
        code = FROM_COW[each["organisation"]]
        if (code, each["economy"]) in NO_MEMBERS:
            continue
        stepped = each["first_year"] < 1966 and each["first_year"] > each["organisation_from"]
        day = FOUNDING_DAY.get(code, "")
        first = day if day[:4] == str(each["first_year"]) else str(each["first_year"])
        rows.append(
            {
                "arrangement": code,
                "economy": each["economy"],
                "from": first,
                "to": str(each["last_year"]) if each["ended"] else ends[code],
                "status": STATUS[each["status"]],
                "evidence": "cow-igo",
                "confidence": "partial" if stepped else "data",
                "note": "in by then; the source has five-year steps before 1965" if stepped else "",
            }
        )
    return rows


def others_in_cow(folder: Path) -> list[dict[str, str]]:
    """Members that Correlates of War counts where another list is followed, or nobody else does."""
    names = {**OTHERS_IN_COW, **FROM_COW}
    spells = cow_igo.read_members(folder / "cow_igo_v3_igo_year.parquet", list(names))
    return [
        {
            "arrangement": names[each["organisation"]],
            "economy": each["economy"],
            "from": str(each["first_year"]),
            "to": str(each["last_year"]) if each["ended"] else "",
            "status": STATUS[each["status"]],
            "evidence": "cow-igo",
        }
        for each in spells.to_dict("records")
        if each["organisation"] in OTHERS_IN_COW
        or (names[each["organisation"]], each["economy"]) in NO_MEMBERS
    ]


def an_older_copy(folder: Path, in_force: str) -> list[dict[str, str]]:
    """Parties to ICRMW, and who had only signed, by a copy older than the page that is followed."""
    rows = []
    for each in untc.read_status(folder / "untc_2015" / "4-13.csv").to_dict("records"):
        told = {**each, "arrangement": "ICRMW"}
        rows.append(
            {
                "arrangement": "ICRMW",
                "economy": each["economy"],
                "from": each["deposit"] or each["signature"],
                "status": "party" if each["deposit"] else "signatory",
                "entry_into_force": binds(told, in_force),
                "evidence": "untc-icrmw-2014",
            }
        )
    return rows


def from_the_vote(folder: Path) -> list[dict[str, str]]:
    """How states voted on the Global Compact for Migration; who was absent has no row."""
    votes = pd.read_csv(folder / "unga_vote_gcm_2018-12-19.csv", **CSV)
    words = {"yes": "in favour", "no": "against", "abstain": "abstained"}
    return [
        {
            "arrangement": "GCM",
            # The source goes on calling Serbia by the name of the seat that it took over.
            "economy": "SRB" if name == "Yugoslavia" else untc.party(name, "the vote"),
            "from": day,
            "status": words[vote],
            "evidence": "unga-73-195",
            "confidence": "data",
        }
        for name, day, vote in votes[["country", "date", "vote"]].itertuples(index=False)
    ]


def from_the_wto(folder: Path) -> list[dict[str, str]]:
    """Members of the WTO with their day."""
    listed = pd.read_csv(folder / "wto_members_2026-01.csv", **CSV)
    return [
        {
            "arrangement": "WTO",
            "economy": untc.party(name, "the list of the WTO"),
            "from": day,
            "status": "member",
            "evidence": "wto-2026",
            "confidence": "data",
        }
        for name, day in listed[["country_name", "accession_date"]].itertuples(index=False)
    ]


def from_chapter_iv(folder: Path) -> list[dict[str, str]]:
    """Participants in the human-rights treaties; ICRMW from the Collection's own page."""
    page = untc.read_status(folder / "icrmw_status_2026-02-03.html.gz")
    listed = pd.read_csv(folder / "un_hr_ratifications_2026-02-03.csv.gz", **CSV)
    copied = listed[listed["treaty_id"] == "cmw"]
    said = dict(zip(copied["country_name"].map(untc.party), copied["action_date"], strict=True))
    if said != dict(zip(page["economy"], page["deposit"], strict=True)):
        raise SystemExit("The page of ICRMW and the csv of chapter IV differ; look which is newer.")
    rows = [_treaty_row("ICRMW", each, "untc-icrmw") for each in page.to_dict("records")]
    for treaty, code in CHAPTER_IV.items():
        for each in listed[listed["treaty_id"] == treaty].to_dict("records"):
            rows.append(
                {
                    "arrangement": code,
                    "economy": untc.party(each["country_name"], "chapter IV"),
                    "signature": each["signature_date"],
                    "action": each["action_type"].lower(),
                    "deposit": each["action_date"],
                    "evidence": "un-hr",
                    "confidence": "data",
                }
            )
    return rows


def from_copies(folder: Path) -> list[dict[str, str]]:
    """Participants in the treaties of chapters V and XVIII, as copied in 2015."""
    return [
        _treaty_row(code, each, "untc-2015")
        for name, code in COPIES_OF_2015.items()
        for each in untc.read_status(folder / "untc_2015" / f"{name}.csv").to_dict("records")
    ]


def _treaty_row(code: str, each: dict[str, object], evidence: str) -> dict[str, str]:
    return {
        "arrangement": code,
        "economy": str(each["economy"]),
        "signature": str(each["signature"]),
        "action": str(each["action"]),
        "deposit": str(each["deposit"]),
        "reservation": "declaration or reservation" if each["declared"] else "",
        "evidence": evidence,
        "confidence": "data",
    }


def joined(kept: pd.DataFrame, made: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row by hand of a later deposit takes the signature of the older list and its place."""
    keys = ["arrangement", "economy"]
    later = pd.MultiIndex.from_frame(kept[keys])
    listed = pd.MultiIndex.from_frame(made[keys])
    signed = dict(zip(listed, made["signature"], strict=True))
    kept = kept.assign(signature=[
        own or signed.get(key, "") for key, own in zip(later, kept["signature"], strict=True)
    ])  # fmt: skip
    return kept, made[~listed.isin(later)]


def corrected(kept: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """The file's memberships without those of which a row by hand says better."""
    keys = ["arrangement", "economy"]
    better = pd.MultiIndex.from_frame(kept[keys])
    return made[~pd.MultiIndex.from_frame(made[keys]).isin(better)]


def former_states() -> dict[str, str]:
    """The day from which a state that was is no participant any more."""
    listed = economies.table()
    listed = listed[(listed["status"] == "former") & listed["last_year"].notna()]
    days = {code: f"{last + 1}-01-01" for code, last in zip(listed["economy"], listed["last_year"],
                                                            strict=True)}  # fmt: skip
    return days | {"DDR": "1990-10-03"}


def binds(row: dict[str, str], in_force: str) -> str:
    """The day from which the treaty binds the party; empty where its articles do not give it.

    A successor is bound from a day of its own, which the lists do not have.
    """
    if (
        len(row["deposit"]) != 10
        or row["action"] == "succession"
        or row["arrangement"] not in BINDS
    ):
        return row.get("entry_into_force", "")
    day = BINDS[row["arrangement"]](datetime.date.fromisoformat(row["deposit"]))
    return max(day, datetime.date.fromisoformat(in_force)).isoformat()


if __name__ == "__main__":
    sys.exit(main())
