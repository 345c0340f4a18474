"""Who is in what, and since when: arrangements, their members, and an economy's own timeline.

Every verb gives a table with the evidence and confidence of each row, and names in its caveats
what is not verified.  Nothing is inferred from a name: an arrangement whose members are not known
is refused with what is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from migov import economies
from migov.choices import one_of, texts
from migov.economies import spells, wholes
from migov.economies.tables import read_table, rows_of
from migov.errors import ArgumentError, UnknownNameError, nearest
from migov.governance import records, remarks
from migov.governance.held import covering, held
from migov.governance.records import On

_PAPERS = ("overbeek-2002", "geddes-2018")


def arrangements(
    *,
    kind: str | None = None,
    level: str | None = None,
    bindingness: str | None = None,
    paper: str | None = None,
    on: On = None,
    confidence: str | None = None,
) -> pd.DataFrame:
    """The organisations, treaties, processes, agreements and proposals that migov knows.

    Parameters
    ----------
    kind : str, optional
        Such as ``"organisation"``, ``"treaty"``, ``"process"``, ``"proposal"``.
    level : str, optional
        ``"global"``, ``"interregional"``, ``"regional"`` or ``"national"``.
    bindingness : str, optional
        Such as ``"binding"``, ``"supranational"``, ``"soft"``, ``"informal"``, ``"proposal"``.
    paper : {"overbeek-2002", "geddes-2018"}, optional
        Only what this paper names.
    on : int, str or datetime.date, optional
        Only what was founded by then and had not ended.
    confidence : str, optional
        Only rows of this confidence or a better one.

    Returns
    -------
    pandas.DataFrame
        One row each: `arrangement` (acronym), `name`, `aliases`, `kind`, `level`, `bindingness`,
        `scope`, `founded`, `in_force`, `ended` (ISO dates, years or months; empty if not known),
        `known_from` and `known_until` (of its members), `includes` (whose members count as its
        own), `predecessor`, `secretariat`, `mentioned_in` (paper and place), `stated` (what the
        papers say), `changed_since`, `evidence`, `confidence`, `note`; `members`, how many belong
        to it (on the date, or now; 0 if none is known); and `in_all`, how many do by the newest
        total that it gives of itself, where the list at hand has fewer (missing otherwise).

    Raises
    ------
    ArgumentError
        If a value is not one that is used, or the date is none or still to come.

    Examples
    --------
    >>> arrangements(kind="proposal", paper="overbeek-2002")["arrangement"].tolist()
    ['MAI', 'FTAA', 'IMFC']
    """
    table = records.listed()
    for column, asked in (("kind", kind), ("level", level), ("bindingness", bindingness)):
        if asked is not None:
            choices = sorted(set(records.listed()[column]))
            table = table[table[column] == one_of(asked, choices, column)]
    if paper is not None:
        table = table[table["mentioned_in"].str.contains(one_of(paper, _PAPERS, "paper"))]
    table = records.at_least(table, confidence)
    day = spells.day(on)
    if day is not None:
        began = table["founded"].map(lambda text: bool(text) and spells.first(text) <= day)
        lasts = table["ended"].map(lambda text: not text or day <= spells.last(text))
        table = table[began & lasts]
    counts = [len({each.economy for each in covering(held(key), on)})
              for key in table["arrangement"]]  # fmt: skip
    parts = [wholes.part(row, day) for row in rows_of(table)]
    whole = pd.array([each.whole if each else None for each in parts], dtype="Int64")
    table = table.assign(members=counts, in_all=whole).reset_index(drop=True)
    unsure = table.loc[table["confidence"] == "unverified", "arrangement"]
    said = [f"Known from memory and not verified: {', '.join(unsure)}."] if len(unsure) else []
    title = f"Arrangements of migration governance {remarks.when(on)}"
    return remarks.documented(table, title, said, on=on)


def members(
    arrangement: str,
    on: On = None,
    *,
    status: str | Iterable[str] | None = None,
    confidence: str | None = None,
) -> pd.DataFrame:
    """Who belonged to an arrangement on a date.

    Parameters
    ----------
    arrangement : str
        Acronym, name or alias: ``"ECOWAS"``, ``"Puebla Process"``, ``"ICRMW"``.
    on : int, str or datetime.date, optional
        A year or month, which means its last day, or a day (``"2009-02-12"``); now by default.
    status : str or list of str, optional
        ``"member"``, ``"participant"``, ``"party"``, ``"in favour"`` (of a declaration),
        ``"associate"``, ``"observer"``, ``"transitional"``, ``"bound"`` (but not applying),
        ``"suspended"``, ``"signatory"`` (only signed), ``"against"``, ``"abstained"``,
        ``"absent"``, or ``"all"``.  The first four, which belong in full, by default.
    confidence : {"data", "verified", "secondary", "partial", "unverified"}, optional
        Only rows of this confidence or a better one.

    Returns
    -------
    pandas.DataFrame
        Sorted by `economy`: `economy`, `status`, `from`, `to` (ISO, as precise as known),
        `evidence` (a key of :func:`evidence`), `confidence` and `note`, with caveats in
        ``attrs["migov"]``.  A spell that is known by year counts from 1 January of
        its first to 31 December of its last year.

    Raises
    ------
    UnknownNameError
        If there is no such arrangement; the nearest are offered.
    ArgumentError
        If the date is none, still to come or before the arrangement had members, or no member is
        known at all.

    Warns
    -----
    UserWarning
        If the members are known only up to an earlier date, or the list of them is a part.

    Examples
    --------
    >>> len(members("Puebla Process", on="1999-01-28")), len(members("RCM", on="2000-03-24"))
    (10, 11)
    >>> members("MERCOSUR", on=2009, status="associate")["economy"].tolist()
    ['BOL', 'CHL', 'COL', 'ECU', 'PER']
    """
    key = records.find(arrangement)
    row, every = records.record(key), records.rows(key)
    wanted = records.statuses(status)
    # Of a conference it may be known who stayed away, and not who came.
    if every.empty or ("absent" not in wanted and (every["status"] == "absent").all()):
        raise ArgumentError(
            f"{row['name']} ({key}) has no members or parties with dates here: "
            f"{row['note'] or row['scope']}. "
            "governance.arrangements() shows what is known of it."
        )
    asked = records.of_status(every, wanted)
    if key in spells.dated():
        spells.refuse_other_times(row, spells.day(on))
    found = records.at_least(records.standing(asked, on), confidence)
    remarks.warn_of_list(key, on)
    table = found[list(records.COLUMNS)].sort_values(["economy", "from"], ignore_index=True)
    return remarks.documented(
        table, f"{row['name']} ({key}): members {remarks.when(on)}",
        remarks.caveats(found, key, on), arrangement=key, on=on,
        partial=wholes.remark_of_part(row, spells.day(on)),
    )  # fmt: skip


def membership(economy: str, *, status: str | Iterable[str] | None = "all") -> pd.DataFrame:
    """What an economy belongs to, as a timeline.

    Parameters
    ----------
    economy : str
        Code or name.
    status : str or list of str, optional
        As in :func:`members`; every status by default, None for those that belong in full.

    Returns
    -------
    pandas.DataFrame
        Sorted by `from`: `arrangement`, `name`, `kind`, `level`, `status`, `from`, `to`,
        `evidence`, `confidence` and `note`.  What it belongs to by another arrangement (the
        European Economic Area by the Union) is there too.

    Raises
    ------
    UnknownNameError, AmbiguousNameError
        If the economy is not known.

    Examples
    --------
    >>> mine = membership("Chile")
    >>> mine.loc[mine["arrangement"] == "CAN", ["status", "from", "to"]].values.tolist()
    [['member', '1969-05-26', '1976-10-29'], ['associate', '2006', '']]
    """
    code = records.economy(economy)
    mine = records.everywhere()
    mine = mine[mine["economy"] == code]
    title = f"{economies.name(code)}: memberships {remarks.when(None)}"
    if mine.empty:
        empty = pd.DataFrame(columns=["arrangement", "name", "kind", "level", *records.COLUMNS[1:]])
        said = [f"No arrangement here has {code}."]
        return remarks.documented(empty, title, said, economy=code)
    found = records.of_status(mine, status)
    about = records.listed().set_index("arrangement")[["name", "kind", "level"]]
    table = found.sort_values(["begins", "arrangement"]).join(about, on="arrangement")
    unsure = table.loc[table["confidence"] == "unverified", "arrangement"]
    said = [f"{code}: known from memory and not verified: {', '.join(dict.fromkeys(unsure))}."]
    said = said if len(unsure) else []
    lasting = dict.fromkeys(table.loc[table["to"] == "", "arrangement"])
    ended = {each: spells.ends_before(records.record(each), None) for each in lasting}
    if lists := [f"{each} ({until})" for each, until in ended.items() if until]:
        said.append(
            "Lists of members that end before today, so that who left since is not seen: "
            f"{', '.join(lists)}."
        )
    parts = {row["arrangement"]: wholes.part(row, None) for row in rows_of(records.listed())}
    if short := [f"{key} ({each.held} of {each.whole})" for key, each in parts.items() if each]:
        said.append(
            f"Lists that are a part, so that {code} may belong where it is not shown: "
            f"{', '.join(short)}."
        )
    columns = ["arrangement", "name", "kind", "level", *records.COLUMNS[1:]]
    return remarks.documented(
        table[columns].reset_index(drop=True), title, said, economy=code
    )


def evidence(key: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Where the rows come from: the keys in their column `evidence`.

    Parameters
    ----------
    key : str or list of str, optional
        Keys, as a cell of a column `evidence` has them: one, or several joined by ``;``.  All by
        default.

    Returns
    -------
    pandas.DataFrame
        `evidence`, `source`, `address`, `says` and `made` (``file``: derived from the publisher's
        file by rule; ``hand``: compiled).

    Raises
    ------
    UnknownNameError
        If there is no such key; the nearest are offered.

    Examples
    --------
    >>> evidence("untc-icrmw")["source"].item()
    'United Nations Treaty Collection, IV-13, as at 3 February 2026'
    """
    table = read_table("governance/evidence.csv")
    if key is not None:
        asked = [part for each in texts(key, "key") for part in each.split(";")]
        for part in asked:
            if part not in set(table["evidence"]):
                raise UnknownNameError(
                    "evidence", part, nearest(part, table["evidence"]),
                    "governance.evidence() lists all of it.",
                )  # fmt: skip
        table = table[table["evidence"].isin(asked)].reset_index(drop=True)
    return remarks.documented(table, "Sources of migov's tables of governance")
