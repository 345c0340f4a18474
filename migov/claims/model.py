"""What a claim is, and what checking it gives.

A :class:`Claim` is a record from the ledger; a :class:`Finding` is what the data say of it, then
and now.  Neither decides anything: verdicts are judged in :mod:`migov.claims.verdicts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from migov import registry
from migov.claims import card
from migov.claims.run import one_run
from migov.claims.values import Figure, format_value
from migov.claims.verdicts import Verdict, judge_level
from migov.words import edition

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class Claim:
    """One claim of one paper, with how it is checked.

    Attributes
    ----------
    id, slug : str
        ``"O037"`` and a name to remember, ``"fdi-share-1997"``.
    paper, locator : str
        Where it stands.
    text : str
        The claim in migov's words.
    kind : str
        What sort of figure it is about: ``level, share, ratio, trend, count, ranking, date,
        membership`` or ``relation``; a rank, a year and a number of members are figures too.
    stated : float or None
        The figure that the paper prints, in `unit`.
    stated_as : str
        How the paper puts it, such as ``"more than half"``.
    year : int
        The year that the paper speaks of; the last of a span.
    population : str
        Whom or what it is about.
    reading : str
        How the words were turned into a test, decided before the figures were looked at.
    tolerance : float or None
        Relative distance from `stated` within which the claim holds.
    tolerance_why : str
        Why that far and no farther.
    check_name : str
        ``module.function`` of the check; `arguments` go to it.
    series, arrangements : tuple of str
        What the check reads: series, and arrangements or treaties of :mod:`migov.governance`.
    why_not, needs : str
        Of a claim that no public series can decide: why, and what data would settle it.
    only_source : str
        Of a claim that fails or is revised on one source in one vintage: why no second is shown.
    see : tuple of str
        Claims that say the same of another year, or the opposite.
    """

    id: str
    slug: str
    paper: str
    locator: str
    text: str
    kind: str
    topic: str
    stated_as: str
    unit: str
    year: int
    population: str
    cited_source: str
    reading: str
    check_name: str
    series: tuple[str, ...] = ()
    arrangements: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    why_not: str = ""
    needs: str = ""
    only_source: str = ""
    stated: float | None = None
    tolerance: float | None = None
    tolerance_why: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def judge(self, found: float, point_stands: bool = False) -> Verdict:
        """The verdict on the stated figure, given the one found for its year.

        Examples
        --------
        >>> import migov
        >>> migov.claims.get("O018").judge(72.0).value
        'holds'
        """
        assert self.stated is not None and self.tolerance is not None, self.id
        return judge_level(self.stated, found, self.tolerance, point_stands)

    def check(self) -> Finding:
        """Check the claim on the embedded snapshot.

        Examples
        --------
        >>> import migov
        >>> migov.claims.get("O018").check().verdict.value
        'revised'
        """
        module, function = self.check_name.split(".")
        check = getattr(import_module(f"migov.claims.{module}"), function)
        with one_run():
            return check(self, **self.arguments)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Check the claim and draw its evidence, with the paper's figure on it."""
        return self.check().plot(ax)

    def code(self) -> str:
        """The lines of Python that reach the verdict, and show what the check reads.

        Examples
        --------
        >>> import migov
        >>> print(migov.claims.get("G065").code())
        import migov
        finding = migov.claims.get("G065").check()
        population_wpp = migov.load("population_wpp", economies=["935", "WLD"])
        print(finding, finding.table, population_wpp, sep="\\n\\n")
        finding.plot()
        """
        from migov.claims import recipe

        return recipe.written(self)

    def __repr__(self) -> str:
        return f"<Claim {self.id} {self.slug}: {self.paper}, {self.locator}>"

    def __str__(self) -> str:
        return card.stated(self)

    def _repr_html_(self) -> str:
        return self.check()._repr_html_()


@dataclass(frozen=True, repr=False)
class Finding:
    """What the data say of a claim.

    Attributes
    ----------
    claim : Claim
    verdict : Verdict
    then, now : Figure or None
        The figure for the paper's year and the newest one, in the series that the verdict rests
        on; None where there is none.
    reason : str
        Why, in at most two sentences.
    lines : pandas.DataFrame
        All the evidence, a row a figure: ``label, source, series, version, population, year,
        value, unit, basis, pinned, second``.  The verdict rests on the line with `basis`; those
        with `second` measure the same by another source, or in another vintage.
    vintages : pandas.DataFrame
        The figure for the paper's year in each vintage: ``label, version, value``.
    """

    claim: Claim
    verdict: Verdict
    then: Figure | None
    now: Figure | None
    reason: str
    lines: pd.DataFrame
    vintages: pd.DataFrame

    COLUMNS: ClassVar[list[str]] = [
        "id", "slug", "paper", "locator", "claim", "topic", "kind", "stated", "stated_as", "unit",
        "year", "then", "then_year", "now", "now_year", "vintages", "vintages_low",
        "vintages_high", "beside", "verdict", "reason", "only_source", "sources",
    ]  # fmt: skip

    @property
    def readings(self) -> pd.DataFrame:
        """The evidence at the paper's year and at the newest year of each line."""
        if self.lines.empty:
            return self.lines.assign(role=pd.Series(dtype="str"))
        keys = ["label", "version"]
        last = self.lines.groupby(keys, sort=False)["year"].transform("max")
        then = self.lines[self.lines["year"] == self.claim.year].assign(role="then")
        now = self.lines[(self.lines["year"] == last) & (last != self.claim.year)]
        return pd.concat([then, now.assign(role="now")], ignore_index=True)

    @property
    def table(self) -> pd.DataFrame:
        """The evidence by year, one column a line in its pinned vintage; it can be cited."""
        from migov.claims.ledger import resting_on

        newest = self.lines[self.lines["pinned"].astype(bool)]
        by_year = newest.pivot(index="year", columns="label", values="value")
        return resting_on(by_year, f"Evidence on {self.claim.id}", [self.claim])

    def row(self) -> dict[str, Any]:
        """The finding as one row of the table of claims."""
        claim = self.claim
        values = self.vintages["value"]
        return {
            "id": claim.id,
            "slug": claim.slug,
            "paper": claim.paper,
            "locator": claim.locator,
            "claim": claim.text,
            "topic": claim.topic,
            "kind": claim.kind,
            "stated": claim.stated,
            "stated_as": claim.stated_as,
            "unit": claim.unit,
            "year": claim.year,
            "then": self.then.value if self.then else None,
            "then_year": self.then.year if self.then else None,
            "now": self.now.value if self.now else None,
            "now_year": self.now.year if self.now else None,
            "vintages": len(values),
            "vintages_low": values.min() if len(values) else None,
            "vintages_high": values.max() if len(values) else None,
            "beside": "; ".join(self.beside()),
            "verdict": self.verdict.value,
            "reason": self.reason,
            "only_source": self.claim.only_source,
            "sources": "; ".join(dict.fromkeys(self.lines["source"])) if len(self.lines) else "",
        }

    def beside(self) -> list[str]:
        """What the other lines of evidence say, then and now, one phrase each."""
        said = []
        year = self.claim.year
        others = self.lines[~self.lines["label"].isin(self._basis)]
        for label, rows in others.groupby("label", sort=False):
            line = rows[rows["pinned"]].set_index("year")["value"]
            unit, last = rows["unit"].iloc[0], int(line.index.max())
            if year in line.index:
                then = f"{format_value(line[year], unit)} ({year}{_range(rows, year, unit)})"
            else:
                then = f"no figure ({year})"
            said.append(f"{label}: {then}, {format_value(line[last], unit)} ({last})")
        return said

    @property
    def codes(self) -> dict[str, str]:
        """The publisher's code of each series in the evidence."""
        return {name: registry.series()[name].code for name in self._series}

    @property
    def publishers(self) -> dict[str, str]:
        """The publisher's name of each series in the evidence."""
        return {name: registry.series()[name].publisher.name for name in self._series}

    @property
    def documents(self) -> list[tuple[str, str]]:
        """What stands behind the evidence and is no series, and as of when or which edition.

        Examples
        --------
        >>> from migov import claims
        >>> claims.get("O084").check().documents
        [('Regional Conference on Migration, criteria for observers of January 1999 (Spanish)', '')]
        """
        rows = self.lines[["source", "series", "version", "unit"]].drop_duplicates()
        publishers = set(self.publishers.values())
        found: dict[tuple[str, str], None] = {}
        for source, series, version, unit in rows.itertuples(index=False):
            if version == "printed":
                continue
            # The date of an event is the figure itself, and no edition of what tells it.
            said = "" if series or unit == "year" else edition([version], coded=False)
            rest = [each for each in source.split("; ") if each not in publishers]
            found |= dict.fromkeys([(each, "") for each in rest] if series else [(source, said)])
        return list(found)

    @property
    def _series(self) -> list[str]:
        ids = {name for names in self.lines["series"].unique() for name in names.split(", ")}
        return sorted(ids & set(registry.series()))

    @property
    def _basis(self) -> list[str]:
        return self.lines.loc[self.lines["basis"], "label"].unique().tolist()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the evidence with the paper's figure on it.

        Examples
        --------
        >>> import migov
        >>> migov.claims.get("O037").check().plot()  # doctest: +SKIP
        """
        from migov import plots

        return plots.claim(self, ax=ax)

    def __repr__(self) -> str:
        return card.as_text(self)

    def _repr_html_(self) -> str:
        return card.as_html(self)


def _range(rows: pd.DataFrame, year: int, unit: str) -> str:
    """The lowest and the highest figure for a year, where there are several vintages."""
    values = rows.loc[rows["year"] == year, "value"]
    if len(values) < 2:
        return ""
    low, high = (format_value(end, unit) for end in (values.min(), values.max()))
    if low == high:
        return f", in each of {len(values)} vintages"
    return f", {low} to {high} in {len(values)} vintages"
