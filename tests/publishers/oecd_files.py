"""OECD's bulk files in small, in the layout that is documented."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from publishers.cepii_files import zipped

HEADER = [
    "DONOR", "Donor", "PART", "Part", "AIDTYPE", "Aid type", "FLOWS", "Fund flows", "AMOUNTTYPE",
    "Amount type", "TIME", "Year", "Value", "Flags",
]  # fmt: skip
HEADER_2A = [
    "RECIPIENT", "Recipient", "DONOR", "Donor", "PART", "Part", "AIDTYPE", "Aid type", "DATATYPE",
    "Amount type", "TIME", "Year", "Value", "Flags",
]  # fmt: skip
_PART = ["1", "1 : Part I - Developing Countries"]
_CURRENT = ["A", "Current prices"]


def given(donor: str, name: str, year: int, value: object, **other: list[str]) -> list[str]:
    """A row of DAC1: net ODA in current prices, unless said otherwise."""
    aid = other.get("aid", ["1010", "I. Official Development Assistance (ODA) (I.A + I.B)"])
    flows = other.get("flows", ["1140", "Disbursements, net"])
    amount, part = other.get("amount", _CURRENT), other.get("part", _PART)
    time = other.get("time", [str(year), str(year)])
    return [donor, name, *part, *aid, *flows, *amount, *time, str(value), *other.get("flag", [""])]


def received(code: str, name: str, value: object, donor: tuple[str, str] = ("20001", "DAC"),
             year: int = 2019) -> list[str]:  # fmt: skip
    """A row of DAC2a: ODA, total net, in current prices."""
    aid = ["206", "ODA: Total Net"]
    time = [str(year), str(year)]
    return [code, name, *donor, *_PART, *aid, *_CURRENT, *time, str(value), ""]


GIVEN = [
    given("302", "United States", 2019, 32980.53),
    given("302", "United States", 2019, 33492.1, aid=["11010", "ODA, grant equivalent"],
          flows=["1160", "Grant equivalents"]),
    given("302", "United States", 2019, 34000, flows=["1120", "Disbursements, gross"]),
    given("302", "United States", 2019, 31000, amount=["D", "Constant prices"]),
    given("302", "United States", 2019, 5, part=["2", "2 : Part II - Countries in Transition"]),
    given("20001", "DAC countries", 2019, 146590, flag=["p"]),
    given("918", "EU Institutions", 2019, 14827),
    given("742", "Korea", 1987, -0.5),
]  # fmt: skip
# Donors and what they give to Namibia: governments, bodies of the world, groups of them.
GIVERS = [
    received("275", "Namibia", 20, donor=("302", "United States")),
    received("275", "Namibia", 25.5, donor=("5", "Germany")),
    received("275", "Namibia", 10, donor=("918", "EU Institutions")),
    received("275", "Namibia", 4, donor=("905", "International Development Association")),
    received("275", "Namibia", 3, donor=("1312", "Global Fund")),
    received("275", "Namibia", 2, donor=("1601", "Gates Foundation")),
    received("275", "Namibia", 17, donor=("20002", "Multilateral organisations")),
    received("275", "Namibia", 9, donor=("20021", "United Nations, Total")),
    received("275", "Namibia", 62.5, donor=("20005", "Official Donors")),
    received("298", "Africa, regional", 7, donor=("302", "United States")),
    received("998", "Developing countries, unspecified", 1, donor=("302", "United States")),
    received("10001", "Africa, total", 27, donor=("302", "United States")),
    received("60", "Former Yugoslavia", -1.5, donor=("5", "Germany"), year=1985),
]
RECEIVED = [
    received("275", "Namibia", 130.25),
    received("298", "Africa, regional", 1000),
    received("9998", "Developing countries, unspecified", 500),
    received("10001", "Africa, total", 2000),
    received("275", "Namibia", 20, donor=("302", "United States")),
]


def bulk(rows: Iterable[list[str]], header: list[str] = HEADER, mark: str = ",") -> io.BytesIO:
    """The zip with one csv."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark, lineterminator="\r\n")
    writer.writerows([header, *rows])
    return zipped(("Table1_Data.csv", text.getvalue().encode("utf-8-sig")))
