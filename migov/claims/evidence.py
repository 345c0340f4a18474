"""Lines of evidence: a figure by year, in one source and one vintage, ready to be compared.

Checks build their evidence from these.  They load and combine series; they judge nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from migov import registry
from migov.claims.ledger import printed
from migov.claims.model import Claim, Finding
from migov.claims.run import Read, note
from migov.claims.single import figures, scale, shared, versions
from migov.claims.values import Figure
from migov.claims.verdicts import Verdict
from migov.errors import ArgumentError
from migov.load import load

COLUMNS = [
    "label", "source", "series", "version", "population", "year", "value", "unit", "basis",
    "pinned", "second",
]
_TEXT = ("label", "source", "series", "version", "population", "unit")
_FLAGS = ("basis", "pinned", "second")
_NO_LINES = pd.DataFrame(columns=COLUMNS)
_NO_VINTAGES = pd.DataFrame(columns=["label", "version", "value"])


@dataclass(frozen=True)
class Line:
    """One line of evidence: values by year.

    `second` is said of a line that measures what the first one does, by another source.
    """

    label: str
    source: str
    series: str
    version: str
    population: str
    unit: str
    values: pd.Series
    pinned: bool = True
    basis: bool = False
    second: bool = False

    def at(self, year: int) -> Figure:
        """The figure in a year.

        Raises
        ------
        ArgumentError
            If the line has no figure in that year.
        """
        if year not in self.values.index:
            raise ArgumentError(
                f"{self.label} ({self.version}) has no figure for {year}; it covers "
                f"{self.values.index.min()} to {self.values.index.max()}."
            )
        return Figure(float(self.values[year]), year, self.unit, self.label, self.version)

    @property
    def last(self) -> Figure:
        """The newest figure."""
        return self.at(int(self.values.index.max()))


def levels(
    series: str,
    label: str,
    unit: str,
    economy: str = "WLD",
    population: str = "World",
    origin: str | None = None,
) -> list[Line]:
    """A series in each of its vintages, the pinned one first."""
    record = registry.find(series)
    return [
        Line(
            label=label,
            source=record.publisher.name,
            series=record.id,
            version=name,
            population=population,
            unit=unit,
            values=figures(series, economy, name, unit, origin),
            pinned=name == record.pinned,
        )
        for name in versions(series, economy, origin)
    ]


def combined(
    series: Sequence[str],
    combine: Callable[..., pd.Series],
    label: str,
    unit: str,
    economies: Sequence[str] | str = "WLD",
    population: str = "World",
) -> list[Line]:
    """A figure made from several series, in each vintage that all of them have.

    The first line takes each series in its pinned vintage, whichever that is.
    """
    records = [registry.find(each) for each in series]
    places = [economies] * len(records) if isinstance(economies, str) else list(economies)
    source = "; ".join(dict.fromkeys(record.publisher.name for record in records))
    pinned = [record.pinned for record in records]
    whole = "/".join(dict.fromkeys(pinned))
    lines: list[Line] = []
    for names in [pinned, *([name] * len(records) for name in shared(series))]:
        version = "/".join(dict.fromkeys(names))
        if lines and version == whole:
            continue
        parts = [
            figures(record.id, place, name)
            for record, place, name in zip(records, places, names, strict=True)
        ]
        lines.append(
            Line(
                label=label,
                source=source,
                series=", ".join(dict.fromkeys(record.id for record in records)),
                version=version,
                population=population,
                unit=unit,
                values=combine(*parts).dropna(),
                pinned=not lines,
            )
        )
    return lines


def named(series: Iterable[str], version: str | None = None) -> tuple[str, str, str]:
    """Publishers, ids and vintages of some series, as a line says them.

    The vintages are the pinned ones, but for `version` of the first.

    Examples
    --------
    >>> named(["fdi_inflow", "gdp"], "2016-11")
    ('World Bank', 'fdi_inflow, gdp', '2016-11/2026-07')
    """
    records = [registry.find(name) for name in series]
    vintages = [version or records[0].pinned, *(record.pinned for record in records[1:])]
    return (
        "; ".join(dict.fromkeys(record.publisher.name for record in records)),
        ", ".join(dict.fromkeys(record.id for record in records)),
        "/".join(dict.fromkeys(vintages)),
    )


def from_print(name: str) -> Line:
    """Figures of a publication, typed; they stand beside the data and carry no verdict."""
    facts = printed()[name]
    return Line(
        facts.label, facts.publisher, name, "printed", "World", facts.unit,
        pd.Series(facts.values).sort_index(),
    )


def summed(series: str, label: str, unit: str) -> Line:
    """A series added up over the economies that report it, where there is no world figure."""
    record = registry.find(series)
    note(Read("series", record.id, record.pinned))
    values = load(series).groupby("year")["value"].sum() * scale(record.unit, unit)
    return Line(
        label, record.publisher.name, series, record.pinned, "Economies that report", unit, values
    )


def the_one(lines: Iterable[Line], fits: Callable[[Line], bool], what: str) -> Line:
    """The first of some lines that fits, such as the one of a vintage.

    Raises
    ------
    ArgumentError
        If none does, as among the vintages of an earlier date; `what` says which is meant.
    """
    found = next(filter(fits, lines), None)
    if found is None:
        raise ArgumentError(
            f"No vintage at hand has {what}, which the check needs. Ask for a later date."
        )
    return found


def again(lines: Iterable[Line]) -> list[Line]:
    """The same lines, said to measure what the first one of a finding does, by another source."""
    return [replace(line, second=True) for line in lines]


def finding(
    claim: Claim,
    verdict: Verdict,
    reason: str,
    lines: Iterable[Line],
    then_year: int | None = None,
) -> Finding:
    """Put the lines of evidence, the verdict and its reason together.

    The first line is the one that the verdict rests on.
    """
    first, *others = lines
    first = replace(first, basis=True, second=False)
    # The line that the verdict rests on, in other vintages: the same figure a second time.
    every = [first, *(replace(line, second=line.second or _again(line, first)) for line in others)]
    year = claim.year if then_year is None else then_year
    same = [line for line in every if line.label == first.label and year in line.values.index]
    return Finding(
        claim=claim,
        verdict=verdict,
        then=first.at(year) if year in first.values.index else None,
        now=first.last,
        reason=reason,
        lines=_frame(every),
        vintages=pd.DataFrame({
            **_words(same, ["label", "version"], np.arange(len(same))),
            "value": np.array([line.values[year] for line in same]),
        }),
    )


def undecided(claim: Claim) -> Finding:
    """The finding on a claim that no public series can decide: why not, and what would.

    Examples
    --------
    >>> from migov import claims
    >>> undecided(claims.get("O035")).verdict.value
    'not testable'
    """
    return Finding(
        claim=claim,
        verdict=Verdict.NOT_TESTABLE,
        then=None,
        now=None,
        reason=f"{claim.why_not} {claim.needs}",
        lines=_NO_LINES.copy(deep=False),
        vintages=_NO_VINTAGES.copy(deep=False),
    )


def _again(line: Line, first: Line) -> bool:
    said = (line.source, line.version) != (first.source, first.version)
    return line.label == first.label and said


def _frame(lines: Sequence[Line]) -> pd.DataFrame:
    """Every figure of every line, a row each; built at once, for there are thousands."""
    at = np.repeat(np.arange(len(lines)), [len(line.values) for line in lines])
    columns: dict[str, Any] = {
        "year": np.concatenate([line.values.index.to_numpy() for line in lines]),
        "value": np.concatenate([line.values.to_numpy() for line in lines]),
        **_words(lines, _TEXT, at),
        **{name: np.array([getattr(line, name) for line in lines])[at] for name in _FLAGS},
    }
    return pd.DataFrame({name: columns[name] for name in COLUMNS}, copy=False)


def _words(lines: Sequence[Line], names: Sequence[str], at: np.ndarray) -> dict[str, Any]:
    """What lines say, a column each, with a row for each line that `at` names by its place."""
    # Text takes long to become an array, whatever its length; one array is cut into columns.
    text = pd.array([getattr(line, name) for name in names for line in lines], dtype="str")
    rows = text.take(np.add.outer(len(lines) * np.arange(len(names)), at).ravel())
    return {name: rows[place * len(at) :][: len(at)] for place, name in enumerate(names)}
