"""What every measure does before and after its sum: take a table in, and say what came out.

`figures` accepts a tidy economy–year table (or one column of a panel) and refuses anything else
with a sentence; `derived` puts a result into the same schema with a record of its ingredients.
Nothing is computed from the values here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from migov import economies, tidy
from migov.errors import ArgumentError, warn_caller
from migov.words import few

_KEYS = ["economy", "year"]
_NAMES = {"Palestine"}  # words that titles of series begin with and that keep their capital
_RECORD = (
    "series",
    "publisher",
    "publisher_name",
    "code",
    "version",
    "retrieved",
    "licence",
    "licence_url",
    "attribution",
    "url",
    "sha256",
)


class MeasureWarning(UserWarning):
    """Figures that a measure had to leave out, with how many and which."""


@dataclass(frozen=True)
class Measured:
    """The rows of one series and what is known of it.

    Attributes
    ----------
    rows : pandas.DataFrame
        Keys and ``value``, sorted, no value missing.
    record : dict
        Its record of provenance; empty if the table has none.
    name : str
        What messages call it.
    """

    rows: pd.DataFrame
    record: dict[str, Any]
    name: str

    @property
    def unit(self) -> str | None:
        """The unit the publisher or a measure declared."""
        return self.record.get("unit") or None

    @property
    def title(self) -> str:
        """The series in words, as a title begins with it; its name if the record has none."""
        return str(self.record.get("title") or self.name)

    @property
    def words(self) -> str:
        """The same, as it stands within a title."""
        return inside(self.title)


class Figures(Measured):
    """One series as a measure sees it: rows of ``economy, year, value``."""

    @property
    def economies(self) -> set[str]:
        """The codes that have a figure."""
        return set(self.rows["economy"])


def figures(table: pd.DataFrame, role: str = "table") -> Figures:
    """Take in a tidy economy–year table.

    Parameters
    ----------
    table : pandas.DataFrame
        ``economy, year, value`` and any columns beside them, or ``economy, year`` and one more
        column of any name (``panel[["economy", "year", "gdp"]]``).
    role : str
        The argument's name, for messages.

    Raises
    ------
    ArgumentError
        If it is no such table, is empty or holds infinite values.
    SchemaError
        If it breaks the schema: keys twice, missing or no codes.
    """
    column = tidy.value_column(table, f"`{role}`")
    record = dict(tidy.provenance(table).get(column, {}))
    name = str(record.get("series") or ("the table" if role == "table" else f"`{role}`"))
    plain = pd.DataFrame(
        {"economy": table["economy"], "year": table["year"], "value": table[column]}
    )
    rows = tidy.in_order(plain, f"`{role}`")
    if rows.empty:
        raise ArgumentError(f"`{role}` has no figures. Ask for more years or economies.")
    endless = rows.loc[~np.isfinite(rows["value"].to_numpy())]
    if len(endless):
        raise ArgumentError(
            f"`{role}` has {len(endless)} infinite figures ({listed(endless)}). Probably a "
            "division by zero; leave those rows out."
        )
    return Figures(rows, record, name)


def derived(
    rows: pd.DataFrame,
    ingredients: Iterable[Figures],
    description: str,
    unit: str | None,
    caveats: Iterable[str] = (),
) -> pd.DataFrame:
    """Put a result into the schema, with the record of what it was made from."""
    columns = [*_KEYS, "value"]
    extra = [column for column in rows.columns if column not in columns]
    table = rows[[*columns, *extra]].sort_values(_KEYS, ignore_index=True)
    tidy.check(table, "economy", description)
    records = [each.record for each in ingredients]
    said = derived_record(records, description, unit, caveats)
    return tidy.with_provenance(table, {"value": said})


def inside(title: str) -> str:
    """A title as it stands within another: its first letter small, unless it is of a name.

    Examples
    --------
    >>> inside("Gross domestic product"), inside("GDP deflator")
    ('gross domestic product', 'GDP deflator')
    """
    first = title.partition(" ")[0]
    return title[:1].lower() + title[1:] if first[1:].islower() and first not in _NAMES else title


def followed(title: str, words: str) -> str:
    """A title and more words; after a title with commas they stand apart by one more.

    Examples
    --------
    >>> followed("Gross domestic product", "per head"), followed("Population, total", "of Africa")
    ('Gross domestic product per head', 'Population, total, of Africa')
    """
    return f"{title}{',' * (',' in title)} {words}"


def derived_record(
    records: list[dict[str, Any]],
    description: str,
    unit: str | None,
    caveats: Iterable[str],
) -> dict[str, Any]:
    """A record for a derived column; what its ingredients do not share is joined with ``;``."""
    sources = [source for record in records for source in _sources(record)]
    inherited = [caveat for record in records for caveat in record.get("caveats") or ()]
    return {
        **{key: _joined(source.get(key) for source in sources) for key in _RECORD},
        "title": description[:1].upper() + description[1:],
        "unit": unit,
        "derived": description,
        "caveats": list(dict.fromkeys([*inherited, *caveats])),
        "ingredients": sources,
    }


def leave_out(rows: pd.DataFrame, bad: pd.Series, reason: str) -> tuple[pd.DataFrame, list[str]]:
    """The rows that are not `bad`, and a caveat; warns if there are any."""
    count = int(bad.sum())
    if not count:
        return rows, []
    sentence = f"{count} of {len(rows)} figures left out ({listed(rows.loc[bad])}): {reason}"
    warn_caller(sentence, MeasureWarning)
    return rows.loc[~bad], [sentence]


def listed(rows: pd.DataFrame, most: int = 5) -> str:
    """Name the first few rows: ``MEX 1995, MEX 1996 and 3 more``."""
    names = [f"{code} {year}" for code, year in zip(rows["economy"], rows["year"], strict=True)]
    return few(names, most)


def span(rows: pd.DataFrame) -> str:
    """How much a table covers, in words."""
    count = rows["economy"].nunique()
    noun = "economy" if count == 1 else "economies"
    return f"{count} {noun} in {rows['year'].min()}–{rows['year'].max()}"


def refuse_mixture(codes: Iterable[str], purpose: str) -> None:
    """Refuse to add aggregates to the economies that are inside them.

    Raises
    ------
    ArgumentError
        If any of the codes is an aggregate.
    """
    found = sorted(set(codes))
    wholes = [code for code in found if economies.is_aggregate(code)]
    if wholes:
        raise ArgumentError(
            f"{purpose} would count economies twice: {few(wholes)} of the table's {len(found)} "
            "codes are aggregates. Leave them out (migov.load() gives economies only), or name "
            "the members."
        )


def _sources(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    # A measure of a measure names the publishers' series, not the step between; a record that
    # has no series behind it (a table typed by hand) is no source.
    if "ingredients" in record:
        return list(record["ingredients"])
    return [dict(record)] if record else []


def _joined(values: Iterable[Any]) -> str | None:
    unique = list(dict.fromkeys(str(value) for value in values if value))
    return "; ".join(unique) or None
