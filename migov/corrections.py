"""Known errors of publishers: declared in a file, corrected in one place, and reported when gone.

``datasets/known_errors.toml`` says which figures of which vintages are wrong, what the
publisher printed, why that is an error, and until when the declaration stands.  A figure is only
touched while it is the very one that was declared; nothing here finds errors by itself.  A figure
never depends on the calendar: what has expired is still corrected, and reported until a maintainer
has looked at it again.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from migov import registry
from migov.config import datasets_dir
from migov.errors import KnownErrorWarning, RegistryError, warn_caller
from migov.words import few

FILE = "known_errors.toml"
ACTIONS = ("drop", "replace")
# From the words of the file to the columns of a table.
_COLUMNS = {
    "economies": "economy", "origins": "origin", "destinations": "destination", "years": "year",
    "sexes": "sex",
}  # fmt: skip
_NEEDED = frozenset(
    ("series", "versions", "years", "published", "action", "reason", "evidence", "expires")
)
_KNOWN = _NEEDED | _COLUMNS.keys() | {"value", "source"}
# Some releases print ten digits where others print all.
_SAME = 1e-9


@dataclass(frozen=True)
class KnownError:
    """An error of a publisher, as it is declared.

    Attributes
    ----------
    id : str
    series, versions : tuple of str
        A version that ends in ``+`` means this one and every later one.
    where : mapping
        Column → the values of the rows that are wrong.
    published : float
        What the publisher printed in all of these rows.
    action : {"drop", "replace"}
    value : float or None
        What stands instead, and `source`, where that is from.
    reason, evidence : str
    expires : datetime.date or None
        None for vintages that the publisher will not touch again.
    """

    id: str
    series: tuple[str, ...]
    versions: tuple[str, ...]
    where: Mapping[str, tuple[Any, ...]]
    published: float
    action: str
    reason: str
    evidence: str
    expires: date | None
    value: float | None = None
    source: str = ""

    def concerns(self, series: str, version: str) -> bool:
        """Whether it is declared of this vintage."""
        return series in self.series and any(
            version == each or (each.endswith("+") and version >= each[:-1])
            for each in self.versions
        )

    @property
    def expired(self) -> bool:
        """Whether a maintainer should have looked at it again by now."""
        return self.expires is not None and self.expires < date.today()


@dataclass(frozen=True)
class Correction:
    """What came of a declared error in one table: how many figures still are wrong, how many not.

    Attributes
    ----------
    error : KnownError
    series, version : str
    corrected : int
        Figures that were wrong as declared, and were corrected.
    mended : int
        Figures that the publisher prints otherwise by now; they were left as they are.
    """

    error: KnownError
    series: str
    version: str
    corrected: int
    mended: int

    @property
    def caveat(self) -> str:
        """What the table says of it; empty if nothing was corrected."""
        if not self.corrected:
            return ""
        error = self.error
        places = [
            f"{few(values)}" for column, values in error.where.items() if column != "year"
        ]
        done = (
            "are left out" if error.action == "drop"
            else f"are replaced by {error.value:,g} ({error.source})"
        )  # fmt: skip
        return (
            f"Known error of the publisher: the figures of {' → '.join(places)} in "
            f"{few(error.where['year'])}, printed as {error.published:,g}, {done}. {error.reason}"
        )

    @property
    def complaint(self) -> str:
        """What a maintainer should mend in the declaration; empty if it is in order."""
        vintage = f"{self.series} {self.version}"
        if not self.corrected and not self.mended:
            said = f"it matches no figure of {vintage}: it is unused"
        elif self.mended and self.corrected:
            said = f"{self.mended} of its figures in {vintage} are other ones: mended in part"
        elif self.mended:
            said = f"the publisher has mended it in {vintage}, where nothing was corrected"
        elif self.error.expired:
            said = (
                f"it expired on {self.error.expires}, and {vintage} still has the error, which was "
                "corrected"
            )
        else:
            return ""
        return f"The known error {self.error.id!r} should be looked at again ({FILE}): {said}."


def correct(
    table: pd.DataFrame, series: str, version: str, sex: str = "both"
) -> tuple[pd.DataFrame, tuple[Correction, ...]]:
    """Correct the figures of a vintage that are declared to be wrong.

    Parameters
    ----------
    table : pandas.DataFrame
        A tidy table; it is not changed.
    series, version : str
        Whose figures they are.
    sex : str
        Whom a table without the column counts; what is declared of others is left to theirs.

    Returns
    -------
    tuple
        The table, the same object if nothing is wrong in it, and what came of each declaration.

    Examples
    --------
    >>> wrong = pd.DataFrame({"economy": ["WLD"], "year": [2014], "value": [0.0]})
    >>> right, made = correct(wrong, "oda_and_official_aid_received", "2016-02")
    >>> len(right), made[0].corrected
    (0, 1)
    """
    made = []
    for error in declared():
        if not error.concerns(series, version):
            continue
        if "sex" not in table.columns and sex not in error.where.get("sex", (sex,)):
            continue
        rows = np.ones(len(table), dtype=bool)
        for column, values in error.where.items():
            if column in table.columns:
                rows &= table[column].isin(values).to_numpy()
            elif column != "sex":
                rows[:] = False
        wrong = rows & np.isclose(table["value"], error.published, rtol=_SAME, atol=0)
        if wrong.any() and error.action == "drop":
            table = table[~wrong].reset_index(drop=True)
        elif wrong.any():
            table = table.assign(value=table["value"].where(~wrong, error.value))
        made.append(
            Correction(error, series, version, int(wrong.sum()), int((rows & ~wrong).sum()))
        )
    return table, tuple(made)


def warn(made: Iterable[Correction]) -> None:
    """Warn of declarations that should be looked at again.

    Warns
    -----
    KnownErrorWarning
    """
    for each in made:
        if each.complaint:
            warn_caller(each.complaint, KnownErrorWarning)


def unknown() -> list[str]:
    """What is declared of series that the registry does not know, a sentence each.

    Examples
    --------
    >>> unknown()
    []
    """
    known = registry.series()
    return [
        f"The known error {error.id!r} names the series {name!r}, which is not known ({FILE}): it "
        "is unused."
        for error in declared()
        for name in error.series
        if name not in known
    ]


def declared() -> tuple[KnownError, ...]:
    """Every known error that is declared.

    Raises
    ------
    RegistryError
        If a declaration lacks something, has too much, or contradicts itself.

    Examples
    --------
    >>> declared()[0].action
    'drop'
    """
    path = datasets_dir() / FILE
    try:
        stamp = path.stat()
    except FileNotFoundError:
        return ()
    return _read(path, stamp.st_mtime_ns, stamp.st_size)


@cache
def _read(path: Path, mtime: int, size: int) -> tuple[KnownError, ...]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise RegistryError(
            f"The file of known errors {path} is not valid TOML: {error}."
        ) from error
    return tuple(_error(key, facts, path) for key, facts in content.items())


def _error(key: str, facts: Any, path: Path) -> KnownError:
    faults = []
    if not isinstance(facts, dict):
        facts, faults = {}, ["is no table"]
    faults += [f"lacks {name}" for name in sorted(_NEEDED - facts.keys())]
    faults += [f"has {name!r}, which means nothing" for name in sorted(facts.keys() - _KNOWN)]
    if not faults:
        faults = _contradictions(facts)
    if faults:
        raise RegistryError(
            f"The known error {key!r} in {path} {'; '.join(faults)}. Mend the declaration; the "
            "head of the file says what one holds."
        )
    return KnownError(
        id=key,
        series=tuple(facts["series"]),
        versions=tuple(facts["versions"]),
        where={
            column: tuple(facts[name]) for name, column in _COLUMNS.items() if name in facts
        },
        published=float(facts["published"]),
        action=facts["action"],
        reason=facts["reason"],
        evidence=facts["evidence"],
        expires=None if facts["expires"] == "never" else facts["expires"],
        value=facts.get("value"),
        source=facts.get("source", ""),
    )


def _contradictions(facts: Mapping[str, Any]) -> list[str]:
    faults = []
    lists = [name for name in ("series", "versions", *_COLUMNS) if name in facts]
    faults += [
        f"should have a list as {name}" for name in lists
        if not isinstance(facts[name], list) or not facts[name]
    ]  # fmt: skip
    if faults:
        return faults
    if not {"economies", "origins", "destinations"} & facts.keys():
        faults.append("says nothing of its economies, origins or destinations")
    if facts["action"] not in ACTIONS:
        faults.append(f"has the action {facts['action']!r}, not one of {', '.join(ACTIONS)}")
    if (facts["action"] == "replace") != ({"value", "source"} <= facts.keys()):
        faults.append("should have value and source if, and only if, its action is 'replace'")
    if not isinstance(facts["published"], (int, float)):
        faults.append("should say what was published as a number")
    for_good = facts["expires"] == "never"
    if not for_good and type(facts["expires"]) is not date:
        faults.append("should expire on a date, such as 2027-12-31, or 'never'")
    if for_good and any(str(each).endswith("+") for each in facts["versions"]):
        faults.append("should expire, because it speaks of vintages to come")
    return faults
