"""Reads status lists of the United Nations Treaty Collection: who signed a treaty and who is bound.

The page of a treaty, as the Collection serves it, and copies of its table as csv come out alike:
one row a participant, with the day of signature and the day and kind of the deposit.  A participant
without a deposit has only signed.  Whether a declaration is a reservation is not judged.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import re
from html.parser import HTMLParser

import pandas as pd

from migov import economies
from migov.errors import LayoutError, UnknownNameError
from migov.publishers import _source
from migov.publishers._lines import Lines
from migov.publishers._source import Source

ACTIONS = {
    "": "ratification", "a": "accession", "d": "succession", "A": "acceptance", "AA": "approval",
}  # fmt: skip
# Names that stand for one party here and for two economies, or for none, elsewhere.
_PARTIES = {"Congo": "COG", "Congo, Republic of the": "COG", "European Union": "EUU"}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DATE = re.compile(r"(\d{1,2})\s+([A-Z][a-z]{2})[a-z]*\s+(\d{4})\s*\[?(AA|[aAd])?\]?")
_AS_AT = re.compile(r"STATUS AS AT\s*:?\s*(\d{2})-(\d{2})-(\d{4})")
_GRID = "tblgrid"


def read_status(path: Source) -> pd.DataFrame:
    """Read the status of one treaty: the Collection's page, or its table as csv.

    Parameters
    ----------
    path : path or binary buffer
        The page (html) or a csv with the columns ``Participant``, ``Signature …`` and
        ``Ratification …``, in any order of the words; gzip is opened.

    Returns
    -------
    pandas.DataFrame
        Sorted by `economy`: `economy` (code; ``EUU`` is the European Union as a party),
        `participant` (as printed), `signature` and `deposit` (ISO dates, empty if none), `action`
        (ratification, accession, succession, acceptance, approval; empty without a deposit) and
        `declared` (the page links a declaration or reservation; always false for a csv).
        ``attrs["as_at"]`` is the ISO date that the page gives for the status, or empty.

    Raises
    ------
    LayoutError
        If there is no table of participants, a date is none, or a participant is not known or
        stands there twice.
    """
    where = _source.label(path)
    text = _text(path)
    if text.lstrip()[:1] == "<":
        rows, as_at = _page(text, where)
    else:
        lines = Lines(io.StringIO(text, newline=""), where)
        rows, as_at = [(row, False) for row in (lines.header, *csv.reader(lines)) if row], ""
    head, *body = rows or [([], False)]
    titles = [" ".join(title.split()) for title in head[0]]
    twice = len(set(titles)) < len(titles)
    if not titles or titles[0] != "Participant" or not 2 <= len(titles) <= 3 or twice:
        raise LayoutError(
            f"{where} has no table of participants with their signature and ratification; it "
            f"begins with {_source.listing(titles[:4]) or 'nothing'}. It is probably the page of "
            "a chapter, not of one treaty."
        )
    signed = next((at for at, title in enumerate(titles) if title.startswith("Signature")), None)
    bound = next((at for at in range(1, len(titles)) if at != signed), None)
    found = [_participant(cells, signed, bound, declared, where) for cells, declared in body]
    table = pd.DataFrame(
        found, columns=["economy", "participant", "signature", "deposit", "action", "declared"]
    ).sort_values("economy", ignore_index=True)
    _source.no_repeats(table[["economy"]], where)
    if table.empty:
        raise LayoutError(f"{where} names no participant. Download it again.")
    table.attrs["as_at"] = as_at
    return table


def party(name: str, where: str = "the list") -> str:
    """Code of a participant by the name that the United Nations print.

    Raises
    ------
    LayoutError
        If the name is not known.

    Examples
    --------
    >>> party("Viet Nam"), party("Congo"), party("European Union")
    ('VNM', 'COG', 'EUU')
    """
    plain = re.sub(r"\s*\d[\d, ]*$", "", " ".join(name.split()))
    if plain in _PARTIES:
        return _PARTIES[plain]
    try:
        return economies.resolve(plain)
    except UnknownNameError as error:
        raise LayoutError(
            f"{where}: the participant {name!r} is not known. If the name is right, it belongs "
            f"into datasets/economies/aliases.csv. {error}"
        ) from error


def _participant(
    cells: list[str], signed: int | None, bound: int | None, declared: bool, where: str
) -> tuple[str, str, str, str, str, bool]:
    cells = [*cells, "", ""]
    name = " ".join(cells[0].split())
    signature, _ = _date(cells[signed], name, where) if signed is not None else ("", "")
    deposit, letter = _date(cells[bound], name, where) if bound is not None else ("", "")
    action = ACTIONS[letter] if deposit else ""
    return party(name, where), name, signature, deposit, action, declared


def _date(cell: str, name: str, where: str) -> tuple[str, str]:
    text = " ".join(cell.replace("\xa0", " ").split())
    if not text:
        return "", ""
    found = _DATE.search(text)
    try:
        if found is None:
            raise ValueError(text)
        month = _MONTHS.index(found[2]) + 1
        day = datetime.date(int(found[3]), month, int(found[1]))
    except ValueError:
        raise LayoutError(
            f"{where} gives {cell.strip()!r} for {name}, which is no date such as '5 Jun 2007 a'. "
            "The columns have probably moved."
        ) from None
    return day.isoformat(), found[4] or ""


def _text(path: Source) -> str:
    body = _source.contents(path)
    if not body.strip():
        raise LayoutError(f"{_source.label(path)} is empty. Download it again.")
    try:
        if body.startswith(_source.GZIP):
            body = gzip.decompress(body)
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")
    except (OSError, EOFError) as error:
        raise LayoutError(
            f"{_source.label(path)} cannot be unpacked ({error}). Download it again."
        ) from error


def _page(text: str, where: str) -> tuple[list[tuple[list[str], bool]], str]:
    parser = _Grid()
    parser.feed(text)
    if not parser.rows:
        raise LayoutError(
            f"{where} is a page without the table of participants. The Collection was probably "
            "out of order, or the page is another one; open its address in a browser."
        )
    found = _AS_AT.search(re.sub(r"<[^>]+>|&nbsp;", " ", text))
    as_at = f"{found[3]}-{found[2]}-{found[1]}" if found else ""
    return [row for row in parser.rows if any(row[0])], as_at


class _Grid(HTMLParser):
    """The rows of the table whose id ends in ``tblgrid``, and whether a row links a declaration."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[list[str], bool]] = []
        self._depth = 0
        self._cells: list[str] | None = None
        self._declared = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table" and (self._depth or (given.get("id") or "").endswith(_GRID)):
            self._depth += 1
        if self._depth != 1:
            return
        if tag == "tr":
            self._cells, self._declared = [], False
        elif tag in ("td", "th") and self._cells is not None:
            self._cells.append("")
        elif tag == "a" and "Declarations" in (given.get("onclick") or ""):
            self._declared = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self._depth == 1 and self._cells is not None:
            cells = [" ".join(cell.split()) for cell in self._cells]
            self.rows.append((cells, self._declared))
            self._cells = None
        elif tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth == 1 and self._cells:
            self._cells[-1] += data
