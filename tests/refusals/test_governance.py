"""What governance refuses, and what it says then: a sentence each, never a wrong number."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import inspect
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import migov
from migov import governance
from migov.errors import ArgumentError, LayoutError, MigovError, OfflineError, UnknownNameError
from migov.publishers import cow_igo, desta, passport_index, untc, worldbank_classes


@pytest.mark.parametrize(
    ("name", "near"),
    [("ECOWASS", "ECOWAS"), ("Shengen", "Schengen"), ("ICRWM", "ICRMW"),
     ("Puebla", "Puebla Process"),
     ("Blue Crad", "BLUECARD"), ("MERCOSUL-RA", "MERCOSUR-RA")],
)  # fmt: skip
def test_an_unknown_acronym_is_refused_with_near_ones(name: str, near: str) -> None:
    for ask in (
        governance.members,
        governance.parties,
        governance.signatories,
        governance.coverage,
    ):
        with pytest.raises(UnknownNameError, match=r"governance\.arrangements") as caught:
            ask(name)
        assert near in caught.value.nearest


@pytest.mark.parametrize("ask", [governance.other_lists, governance.other_dates])
def test_what_no_other_source_has_is_said_with_what_they_have(ask) -> None:
    with pytest.raises(ArgumentError, match=r"^No other (list|date) of COMESA is kept") as said:
        ask("COMESA")
    kept = ask()["arrangement"].unique()
    assert all(each in str(said.value) for each in kept) and len(kept) > 3
    with pytest.raises(UnknownNameError) as caught:
        ask("Shengen")
    assert "Schengen" in caught.value.nearest


@pytest.mark.parametrize("name", [None, 7, "", ["EU"], float("nan")])
def test_a_name_is_text(name: object) -> None:
    with pytest.raises(ArgumentError, match="by its name as text"):
        governance.members(name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "on", "says"),
    [
        ("ECOWAS", 1974, "founded on 1975-05-28"), ("Schengen", 1990, "members from 1995-03-26"),
        ("NAFTA", "1993-12-31", "members from 1994-01-01"), ("GCM", 2017, "founded on 2018-12-19"),
        ("IGC", 1990, "known from 2009-06 on"), ("BP", 1996, "known from 1997-10-14 on"),
        ("OAU", 2005, "ended on 2002-07-08"), ("OAU", None, "has no members today"),
        ("EAEU", 2010, "founded on 2014-05-29"),
    ],
)  # fmt: skip
def test_a_date_before_or_after_an_arrangement(name: str, on: object, says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        governance.members(name, on=on)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match=says):
        migov.economies.members(name, on=on)  # type: ignore[arg-type]


@pytest.mark.parametrize("on", ["soon", "2020-13", "2020-02-30", 2020.5, "2020/01/31", -5, ""])
def test_a_date_has_to_be_one(on: object) -> None:
    for ask in (governance.members, governance.parties, governance.coverage):
        with pytest.raises(ArgumentError, match="is not a date"):
            ask("ICRMW", on=on)
    with pytest.raises(ArgumentError, match="is not a date"):
        governance.overlap(on=on)  # type: ignore[arg-type]


ON = {
    "members": lambda on: governance.members("EU", on),
    "parties": lambda on: governance.parties("ICRMW", on),
    "signatories": lambda on: governance.signatories("ICRMW", on),
    "arrangements": lambda on: governance.arrangements(on=on),
    "coverage": lambda on: governance.coverage("EU", on),
    "free_movement": lambda on: governance.free_movement("FRA", "DEU", on),
    "overlap": lambda on: governance.overlap(on),
    "economies.members": lambda on: migov.economies.members("EU", on),
    "of a region": lambda on: migov.economies.members("Asia", on),
    "income group": lambda on: migov.economies.members("Low income", on),
    "select": lambda on: migov.economies.select("MEX", on),
    "has a list": lambda on: migov.economies.ends_before("EU", on),
    "unverified": lambda on: migov.economies.unverified("EU", on),
    "load a group": lambda on: migov.load("gdp", "EU", on=on),
    "load one": lambda on: migov.load("gdp", "MEX", on=on),
    "load all": lambda on: migov.load("gdp", on=on),
    "panel": lambda on: migov.panel("gdp", "population", economies="MEX", on=on),
    "matrix": lambda on: migov.matrix("migrant_stock", 2020, on=on),
    "top": lambda on: migov.top_corridors("migrant_stock", 2020, on=on),
}  # fmt: skip


@pytest.mark.parametrize("verb", ON)
def test_a_date_to_come_or_none_at_all_is_refused_by_every_verb(verb: str) -> None:
    next_year = datetime.date.today().year + 1
    to_come = (2090, "2090-06", "2090-06-30", next_year, datetime.date(next_year, 1, 1),
               pd.Timestamp("2090-01-01"), np.datetime64("2090-01-01"), 2090.0)  # fmt: skip
    for on in to_come:
        with pytest.raises(ArgumentError, match=r"still to come.*reach to \d{4}-\d\d-\d\d"):
            ON[verb](on)
    for on in ("nonsense", 2020.5, True, (2009, 2010), [2009], pd.NaT, pd.NA, "2020-13", {}):
        with pytest.raises(ArgumentError, match="is not a date"):
            ON[verb](on)


def test_years_to_come_alone_have_no_members() -> None:
    with pytest.raises(ArgumentError, match="still to come"):
        migov.load("population_projected_wpp", "EU", years=(2040, 2050), on="each year")


@pytest.mark.parametrize("many", ["EU", "ECOWAS", "Europe", "WLD", "Low income", "EUU"])
def test_a_group_where_one_economy_is_asked_for(many: str) -> None:
    for ask in (
        lambda: governance.free_movement(many, "POL"),
        lambda: governance.free_movement("POL", many),
        *([] if many == "EUU" else [lambda: governance.membership(many)]),  # a party to treaties
        lambda: migov.economies.resolve(many),
    ):
        with pytest.raises(UnknownNameError, match=r"It is an? (group|aggregate).*one economy"):
            ask()


def test_a_group_and_an_economy_without_a_corridor_are_not_told_of_aggregates() -> None:
    with pytest.raises(ArgumentError, match="which is not zero") as said:
        migov.load("migrant_stock", origins="CARICOM", destinations="TKM")
    assert "aggregate" not in str(said.value)


ODD = [None, [], (), {}, "", 0, 7, 2009.5, float("nan"), True, pd.NA, pd.NaT, b"EU", "ecowas",
       ["EU"], ("EU", "NAFTA"), {"EU"}, np.array(["EU"]), pd.Series(["EU"]), pd.DataFrame(),
       datetime.date(2009, 1, 1), np.datetime64("2009-01-01"), pd.Timestamp("2009-01-01"), 2009.0,
       10**30, range(3), len, "\n", ["EU", 3], [None], [["EU"]]]  # fmt: skip
ASKED = {
    "arrangements": {}, "members": {"arrangement": "EU"}, "membership": {"economy": "FRA"},
    "parties": {"treaty": "ICRMW"}, "signatories": {"treaty": "ICRMW"},
    "ratifications": {"treaty": "ICRMW"}, "coverage": {"arrangement": "EU", "on": 2009},
    "free_movement": {"origin": "POL", "destination": "DEU"},
    "overlap": {"on": 2009, "arrangements": ["EU", "EFTA"]}, "evidence": {}, "counts": {},
    "disagreements": {}, "other_lists": {}, "other_dates": {}, "status": {"treaty": "ICRMW"},
    "provisions": {"path": "desta.csv"}, "visa_free": {}, "income_groups": {}, "check": {},
}  # fmt: skip


def test_the_verbs_that_are_asked_oddly_are_all_of_them() -> None:
    assert set(ASKED) == set(governance.__all__) - {"Overlap"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("verb", ASKED)
def test_odd_arguments_are_answered_or_refused_with_a_sentence(verb: str, tmp_path: Path) -> None:
    """A table, or an error of migov's: nothing of pandas' or Python's comes out."""
    ask = getattr(governance, verb)
    with migov.config.override(offline=True, cache=tmp_path, mirror=None):
        for name in inspect.signature(ask).parameters:
            for odd in ODD:
                with contextlib.suppress(MigovError):
                    ask(**{**ASKED[verb], name: odd})


@pytest.mark.parametrize("name", ["C143", "MAI", "GCIM", "World Migration Organization", "UNHCR"])
def test_what_has_no_members_says_so(name: str) -> None:
    with pytest.raises(ArgumentError, match="no members or parties with dates"):
        governance.members(name)
    with pytest.raises(ArgumentError, match="no members or parties with dates"):
        governance.parties(name)


def test_a_treaty_without_dates() -> None:
    with pytest.raises(ArgumentError, match=r"has no dates: 4 states.*MLI, NER, RWA, STP"):
        governance.parties("AU Free Movement Protocol")
    with pytest.raises(ArgumentError, match="no signatures"):
        governance.signatories("CSR67")
    with pytest.raises(ArgumentError, match="no deposits here"):
        governance.parties("MERCOSUR-RA", in_force=True)


def test_a_treaty_before_it_had_parties() -> None:
    with pytest.raises(ArgumentError, match="first deposit was on 1993-02-19"):
        governance.parties("ICRMW", on=1992)
    with pytest.raises(ArgumentError, match="was opened on 1990-12-18"):
        governance.signatories("ICRMW", on=1989)


@pytest.mark.parametrize(
    ("origin", "destination", "on", "says"),
    [
        ("SUN", "DEU", 2009, "to 1991|from 1922 to 1991"), ("SSD", "UGA", 2005, "from 2011"),
        ("CSK", "POL", 2000, "CZE, SVK"), ("SRB", "HUN", 1999, "from 2006"),
        ("CSK", "POL", None, "CZE, SVK"), ("POL", "SUN", None, "to 1991"),
    ],
)  # fmt: skip
def test_an_economy_that_was_none_then(
    origin: str, destination: str, on: int | None, says: str
) -> None:
    with pytest.raises(ArgumentError, match=says):
        governance.free_movement(origin, destination, on)


def test_movement_needs_two_economies_and_a_known_right() -> None:
    with pytest.raises(ArgumentError, match="between two"):
        governance.free_movement("FRA", "France")
    with pytest.raises(ArgumentError, match="right='roam'"):
        governance.free_movement("FRA", "DEU", right="roam")
    with pytest.raises(ArgumentError, match=r"status='lapsed'.*'in force', 'suspended'"):
        governance.free_movement("FRA", "DEU", status="lapsed")
    with pytest.raises(UnknownNameError, match="Germany"):
        governance.free_movement("FRA", "Grmany")


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: governance.members("EU", status="friend"), "status='friend'"),
        (lambda: governance.members("EU", confidence="sure"), "confidence='sure'"),
        (lambda: governance.arrangements(kind="treatys"), "Did you mean 'treaty'"),
        (lambda: governance.arrangements(paper="geddes"), "geddes-2018"),
        (lambda: governance.members("EU", status=[]), "leave it out|Leave it out"),
        (lambda: governance.overlap(arrangements=[]), r"arrangements=\[\] is neither"),
        (lambda: governance.parties("ICRMW", in_force="yes"), "must be True or False"),
        (lambda: governance.coverage("EU", year=2010.5), "year=2010.5 must be one year"),
        (lambda: migov.economies.select_each_year("EU", None), "years= has to name the years"),
        (lambda: governance.coverage("EU", of="money"), "of='money'"),
        (lambda: governance.coverage("EU", year=1066), "no figures for 1066"),
        (lambda: governance.overlap(level="village"), "level='village'"),
        (lambda: governance.overlap(level="regional", arrangements=["EU"]), "not both"),
        (lambda: governance.overlap(1800), "Ask for another date"),
        (lambda: governance.overlap(arrangements=["EU"]).project("sides"), "onto='sides'"),
        (lambda: governance.counts("CTA"), "No total of CTA"),
        (lambda: governance.visa_free(version="2000"), "2019-11-23"),
        (lambda: governance.status("EU"), "no page of EU"),
        (lambda: governance.ratifications("EU"), "no signatures or deposits"),
        (lambda: governance.provisions("nowhere.csv"), "designoftradeagreements"),
        (lambda: migov.load("gdp", "EAEU", on="each year", years=(2000, 2010)), "founded"),
    ],
)  # fmt: skip
def test_an_argument_that_cannot_be(ask: Callable[[], object], says: str) -> None:
    with pytest.raises(ArgumentError, match=says):
        ask()


def test_a_key_of_evidence_that_is_none() -> None:
    with pytest.raises(UnknownNameError, match="'untc-icmrw'") as caught:
        governance.evidence("rcm;untc-icmrw")
    assert caught.value.nearest[0] == "untc-icrmw"


def test_an_unknown_economy_in_a_timeline() -> None:
    with pytest.raises(UnknownNameError, match="Mexico"):
        governance.membership("Mexco")
    assert governance.membership("Aruba").empty


def test_offline_is_said(tmp_path: Path) -> None:
    with migov.config.override(offline=True, cache=tmp_path, mirror=None):
        for ask in (
            governance.visa_free,
            governance.income_groups,
            lambda: governance.status("ICRMW"),
        ):
            with pytest.raises(OfflineError, match="MIGOV_OFFLINE"):
                ask()


def _file(text: str, packed: bool = False) -> io.BytesIO:
    body = text.encode("latin-1")
    return io.BytesIO(gzip.compress(body) if packed else body)


HEAD = "Participant,Signature,Ratification\n"


@pytest.mark.parametrize(
    ("read", "text", "says"),
    [
        (untc.read_status, "Name,Signature,Ratification\n", "no table of participants"),
        (untc.read_status, f"{HEAD}Atlantis,,5 Jun 2007 a\n", "'Atlantis' is not known"),
        (untc.read_status, f"{HEAD}Albania,,in June\n", "is no date such as"),
        (untc.read_status, f"{HEAD}Albania,,31 Feb 2007\n", "is no date such as"),
        (untc.read_status, f"{HEAD}Albania,,\nAlbania,,\n", "repeat each other"),
        (untc.read_status, HEAD, "names no participant"),
        (untc.read_status, "<html><body>Out of order</body></html>", "without the table"),
        (passport_index.read_access, "Passport,Country\nAFG,ALB\n", "tidy-iso3"),
        (passport_index.read_access, "Passport,Destination,Requirement\nAFG,ALB,so\n", "'so'"),
        (passport_index.read_access, "Passport,Destination,Code\nAFG,ALB,7\n", "'7'"),
        (passport_index.read_access, "Passport,Destination,Code\nAFG,QQQ,3\n", "does not know"),
        (passport_index.read_access, "Passport,Destination,Code\nAFG,ALB,3\nAFG,ALB,3\n", "repeat"),
        (passport_index.read_access, "Passport,Destination,Requirement\nAFG,AFG,-1\n", "no pair"),
        (passport_index.read_access, "<html></html>", "page of HTML"),
        (desta.read_treaties, "number,name\n1,One\n", "lacks the columns"),
        (desta.read_provisions, "", "is empty"),
        (cow_igo.read_members, "ioname,when\nUN,1\n", "lacks the column 'year'"),
        (cow_igo.read_members, "ioname,year\nUN,2000\n", "no column afghanistan"),
        (cow_igo.read_members, "ioname,year,afghanistan\nUN,2000,9\n", "-9, 0, 1, 2, 3"),
        (worldbank_classes.read_income_groups, "a,b\n", "not an Excel workbook"),
    ],
)  # fmt: skip
def test_a_file_that_is_another(read: Callable[..., object], text: str, says: str) -> None:
    with pytest.raises(LayoutError, match=says):
        read(_file(text))


def test_an_organisation_that_the_file_does_not_have() -> None:
    with pytest.raises(ArgumentError, match="IOMig"):
        cow_igo.read_members(_file("ioname,year,afghanistan\nUN,2000,1\n"), ["IOM"])


def test_an_item_coded_otherwise() -> None:
    items = list(desta.ITEMS)
    head = ",".join(["number", "base_treaty", "name", "entry_type", "year", "entryforceyear",
                     "regioncon", "c1", *items])  # fmt: skip
    rows = ",".join(["1", "1", "One", "base_treaty", "2000", "2001", "Asia", "4", "2", *"00000000"])
    with pytest.raises(LayoutError, match="temp_ser_movement with '2'"):
        desta.read_provisions(_file(f"{head}\n{rows}\n", packed=True))
