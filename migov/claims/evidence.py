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
from migov.claims.run import once
from migov.claims.values import Figure
from migov.claims.verdicts import Verdict
from migov.errors import ArgumentError
from migov.load import load

# From the unit of a series to that of a claim.
SCALES = {
    ("current US$", "US$ billion"): 1e-9,
    ("persons", "million persons"): 1e-6,
}

COLUMNS = [
    "label", "source", "series", "version", "population", "year", "value", "unit", "basis",
    "pinned",
]


@dataclass(frozen=True)
class Line:
    """One line of evidence: values by year."""

    label: str
    source: str
    series: str
    version: str
    population: str
    unit: str
    values: pd.Series
    pinned: bool = True
    basis: bool = False

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


def figures(
    series: str,
    economy: str = "WLD",
    version: str | None = None,
    unit: str | None = None,
    origin: str | None = None,
    sex: str = "both",
) -> pd.Series:
    """The figures of one economy or aggregate by year, in the unit of a claim.

    A corridor series is read as the migrants in `economy`; with `origin`, those from there.
    """
    return once(
        ("figures", series, economy, version, unit, origin, sex),
        lambda: _figures(series, economy, version, unit, origin, sex),
    )


def _figures(
    series: str, economy: str, version: str | None, unit: str | None, origin: str | None, sex: str
) -> pd.Series:
    record = registry.find(series)
    if record.kind == "corridor":
        table = load(
            series, origins=origin or "WLD", destinations=economy, version=version, sex=sex
        )
    else:
        table = load(series, economies=economy, version=version)
    scale = 1.0 if unit is None else _scale(record.unit, unit)
    table.attrs = {}  # the line says where it is from; here it would be copied with every step
    values = table.set_index("year")["value"] * scale
    return values


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


def versions(
    series: str, economy: str = "WLD", origin: str | None = None, sex: str = "both"
) -> list[str]:
    """The vintages of a series that have the figures of an economy, the newest first."""
    record = registry.find(series)
    return [
        name for name in _versions([series]) if _reaches(record, name, economy, origin, sex)
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
    for names in [pinned, *([name] * len(records) for name in _versions(series))]:
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
    values = load(series).groupby("year")["value"].sum() * _scale(record.unit, unit)
    return Line(
        label, record.publisher.name, series, record.pinned, "Economies that report", unit, values
    )


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
    every = list(lines)
    every[0] = replace(every[0], basis=True)
    first = every[0]
    year = claim.year if then_year is None else then_year
    frame = _frame(every)
    same = [line for line in every if line.label == first.label and year in line.values.index]
    return Finding(
        claim=claim,
        verdict=verdict,
        then=first.at(year) if year in first.values.index else None,
        now=first.last,
        reason=reason,
        lines=frame,
        vintages=pd.DataFrame(
            [{"label": line.label, "version": line.version, "value": line.values[year]}
             for line in same],
            columns=["label", "version", "value"],
        ),
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
        lines=_frame([]),
        vintages=pd.DataFrame(columns=["label", "version", "value"]),
    )


def _frame(lines: Sequence[Line]) -> pd.DataFrame:
    """Every figure of every line, a row each; built at once, for there are thousands."""
    if not lines:
        return pd.DataFrame(columns=COLUMNS)
    lengths = [len(line.values) for line in lines]
    columns: dict[str, Any] = {
        "year": np.concatenate([line.values.index.to_numpy() for line in lines]),
        "value": np.concatenate([line.values.to_numpy() for line in lines]),
    }
    for name in COLUMNS:
        if name not in columns:
            facts = pd.Series([getattr(line, name) for line in lines])
            columns[name] = facts.repeat(lengths).to_numpy()
    return pd.DataFrame(columns)[COLUMNS]


def _versions(series: Iterable[str]) -> list[str]:
    """The vintages that all of these have in the snapshot, the newest first."""
    records = [registry.find(each) for each in series]
    shared = set.intersection(
        *({name for name, each in record.versions.items() if not each.obtainable}
          for record in records)
    )
    return sorted(shared, reverse=True)


def _reaches(
    record: registry.Series, version: str, economy: str, origin: str | None = None,
    sex: str = "both",
) -> bool:  # fmt: skip
    """Whether a vintage has the figures; the pinned one is expected to, and says so if not."""
    held = record.versions[version].embed
    if held is not None and economy not in held:
        return False
    if version == record.pinned:
        return True
    try:  # some revisions are held without aggregates, or for both sexes only
        figures(record.id, economy, version, origin=origin, sex=sex)
    except ArgumentError:
        return False
    return True


def _scale(unit: str, wanted: str) -> float:
    if unit == wanted or (unit.startswith("%") and wanted == "%"):
        return 1.0
    if (unit, wanted) not in SCALES:
        raise ArgumentError(f"A series in {unit} cannot be shown in {wanted}.")
    return SCALES[unit, wanted]
