"""How a verdict follows from figures.

The two ``judge`` functions are the only places where a verdict is decided; they know numbers and
nothing of papers, series or files.
"""

from __future__ import annotations

from enum import StrEnum

from migov.errors import UnknownNameError, nearest


class Verdict(StrEnum):
    """What the data say of a claim."""

    HOLDS = "holds"
    REVISED = "revised"
    FAILS = "fails"
    OVERTAKEN = "overtaken"
    NOT_TESTABLE = "not testable"

    @classmethod
    def of(cls, name: str) -> Verdict:
        """The verdict with this name.

        Raises
        ------
        UnknownNameError
            With the verdicts that there are.

        Examples
        --------
        >>> Verdict.of("Not testable").name
        'NOT_TESTABLE'
        """
        asked = str(name).strip().casefold().replace("_", " ")
        if asked not in list(cls):
            known = [str(each) for each in cls]
            raise UnknownNameError("verdict", name, nearest(asked, known) or known)
        return cls(asked)


def judge_level(stated: float, found: float, tolerance: float, point_stands: bool) -> Verdict:
    """A stated figure against the one found for its year.

    Within the tolerance it holds.  Outside, it is revised if the point that the paper makes with
    it stands with the new figure as well, and fails if not.

    Examples
    --------
    >>> judge_level(70, 94.5, 0.05, point_stands=True).value
    'revised'
    >>> judge_level(50, 63.0, 0.05, point_stands=False).value
    'fails'
    """
    if found != found:
        raise ValueError("the figure found is not a number, and no verdict follows from it")
    if abs(found - stated) <= tolerance * abs(stated):
        return Verdict.HOLDS
    return Verdict.REVISED if point_stands else Verdict.FAILS


def judge_relation(then: bool, now: bool) -> Verdict:
    """A relation that the paper states as standing: was it so then, and is it so now?

    Examples
    --------
    >>> judge_relation(True, False).value
    'overtaken'
    """
    if not then:
        return Verdict.FAILS
    return Verdict.HOLDS if now else Verdict.OVERTAKEN
