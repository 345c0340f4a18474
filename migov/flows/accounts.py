"""The demographic account of one period: stocks by birthplace and residence, births and deaths.

Takes births and deaths out of two stock tables and makes them agree, so that what still differs
between them is migration (Abel 2013; Abel and Sander 2014; Abel 2018).  Pure arithmetic on arrays;
nothing here loads a series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from migov.errors import ArgumentError
from migov.flows.fitting import Floats, NoFitError, fit_margins, fit_pair
from migov.words import few

# An account that misses more than this share of its people lacks births, deaths or whole places.
MOST_MISSING = 0.01


@dataclass(frozen=True)
class Account:
    """Two stocks and what happened between them, of n places and K birthplaces.

    Attributes
    ----------
    places : tuple of str
        The n places of residence.
    birthplaces : tuple of str
        The K birthplaces; the first n are the places, others have nobody at home (an unknown
        origin, an economy without figures of its own).
    start, end : arrays of shape (K, n)
        Persons by birthplace and residence; natives stand on the diagonal.
    births, deaths : arrays of shape (n,)
        Persons born and dying in each place in the period.
    notes : tuple of str
        What was done to the figures, in sentences.
    """

    places: tuple[str, ...]
    birthplaces: tuple[str, ...]
    start: Floats
    end: Floats
    births: Floats
    deaths: Floats
    notes: tuple[str, ...] = field(default=())

    @property
    def net(self) -> Floats:
        """Net migration of each place: the change of its people less births plus deaths."""
        return self.end.sum(0) - self.start.sum(0) - self.births + self.deaths

    def with_notes(self, *notes: str) -> Account:
        """The same account with more said about it."""
        return replace(self, notes=(*self.notes, *notes))


def matched(account: Account, rule: str) -> Account:
    """The account without births and deaths, each birthplace as many people at both ends.

    With natives :math:`s_{kk}`, births :math:`b_j` and deaths :math:`d_j`, stocks
    :math:`s^0_{kj}` and :math:`s^1_{kj}`, first

    .. math:: \\tilde s^0_{kj} = s^0_{kj} (1 - d_j / \\textstyle\\sum_k s^0_{kj}), \\qquad
              \\tilde s^1_{jj} = s^1_{jj} - b_j,

    births coming off everyone who lives in j, in proportion, where they are more than the natives.
    Then birthplaces are made to agree.  ``rescale`` (closed: whoever leaves a place arrives in
    another) scales natives so that the world gains and loses nobody, and fits both tables to the
    mean of their row sums with their column sums kept; ``larger`` and ``smaller`` (open: people
    come from and go to places outside) scale each row of both to the larger or the smaller of its
    two sums, and leave columns to follow.

    Parameters
    ----------
    account : Account
        The stocks, births and deaths.
    rule : {"rescale", "larger", "smaller"}
        How birthplaces are made to agree.

    Returns
    -------
    Account
        Row sums of `start` and `end` are equal, births and deaths nought.  Under ``rescale`` the
        columns still hold the net migration of each place.

    Raises
    ------
    ArgumentError
        If a place has more births than people at the end or more deaths than at the start, or the
        account of a closed world misses more than 1% of its people.
    NoFitError
        If no closed account exists with the given zeros.
    """
    notes: list[str] = []
    start, end = account.start, account.end
    if rule == "rescale":
        start, end = _balanced(account, notes)
    start = _without_deaths(start, account.deaths, account.places)
    end = _without_births(end, account.births, account.places, notes)
    if rule == "rescale":
        start, end = _rescaled(start, end, account, notes)
    else:
        start, end = _scaled(start, end, account.birthplaces, rule, notes)
    nought = np.zeros(len(account.places))
    return replace(
        account,
        start=start,
        end=end,
        births=nought,
        deaths=nought,
        notes=(*account.notes, *notes),
    )


def _balanced(account: Account, notes: list[str]) -> tuple[Floats, Floats]:
    """Natives scaled, half at each end, so that net migration of all places adds up to nought."""
    start, end = account.start.copy(), account.end.copy()
    missing = -float(account.net.sum())
    people = float(start.sum() + end.sum()) / 2
    if abs(missing) > MOST_MISSING * people:
        raise ArgumentError(
            f"The account does not close: start plus births less deaths is {abs(missing):,.0f} "
            f"persons {'more' if missing > 0 else 'fewer'} than the end, "
            f"{abs(missing) / people:.1%} of all. Probably births or deaths are missing, are not "
            "of the whole period, or are in thousands. If people really came from outside, use "
            "method='da_min_open'."
        )
    if abs(missing) <= 1e-9 * max(people, 1):
        return start, end
    diagonal = np.diag_indices(len(account.places))
    for stock, share in ((start, -missing / 2), (end, missing / 2)):
        natives = float(stock[diagonal].sum())
        if natives + share <= 0:
            raise ArgumentError(
                "The account does not close, and no natives are there to scale: the diagonal of "
                "the stocks is nought. Give population=, or stocks with natives on the diagonal."
            )
        stock[diagonal] *= 1 + share / natives
    notes.append(
        f"Natives were scaled so that net migration adds up to nought ({missing:,.0f} persons, "
        f"{missing / people:.4%} of all, half at each end)."
    )
    return start, end


def _without_deaths(stock: Floats, deaths: Floats, places: Sequence[str]) -> Floats:
    people = stock.sum(0)
    over = deaths > people
    if over.any():
        raise ArgumentError(
            f"More deaths than people at the start in {_named(places, over)}. Probably the deaths "
            "are of more years than the period, or the stocks are in thousands."
        )
    return stock * (1 - np.divide(deaths, people, out=np.zeros_like(people), where=people > 0))


def _without_births(
    stock: Floats, births: Floats, places: Sequence[str], notes: list[str]
) -> Floats:
    people = stock.sum(0)
    over = births > people
    if over.any():
        raise ArgumentError(
            f"More births than people at the end in {_named(places, over)}. Probably the births "
            "are of more years than the period, or the stocks are in thousands."
        )
    left = stock.copy()
    natives = stock[np.diag_indices(len(places))]
    fits = births <= natives
    left[np.diag_indices(len(places))] -= np.where(fits, births, 0)
    left *= np.where(fits, 1, 1 - np.divide(births, people, where=~fits, out=np.ones_like(people)))
    if not fits.all():
        notes.append(
            f"More births than natives at the end in {_named(places, ~fits)}: the births were "
            "taken from everyone who lives there, in proportion."
        )
    return left


def _rescaled(
    start: Floats, end: Floats, account: Account, notes: list[str]
) -> tuple[Floats, Floats]:
    """Both tables with the mean of their rows, columns kept; the nearest pair if that cannot be."""
    one, two = start.sum(1), end.sum(1)
    lone = (one > 0) != (two > 0)
    if lone.any():
        notes.append(
            f"Born in {_named(account.birthplaces, lone)}: nobody at one of the two ends. A closed "
            "account has no way to bring them in or out, and leaves them aside."
        )
    agreed = np.where(lone, 0, (one + two) / 2)
    total = agreed.sum()
    agreed *= start.sum() / total if total else 0
    named = (account.birthplaces, account.places)
    try:
        start_fitted, _ = fit_margins(start, agreed, start.sum(0), named)
        return start_fitted, fit_margins(end, agreed, end.sum(0), named)[0]
    except NoFitError as error:
        fitted_start, fitted_end, _ = fit_pair(start, end, account.birthplaces)
        stuck = few(error.names)
    notes.append(
        f"No two tables have the mean of both ends for every birthplace (in trouble: {stuck}); "
        "the pair nearest to the stocks whose birthplaces agree was taken instead."
    )
    return fitted_start, fitted_end


def _scaled(
    start: Floats, end: Floats, birthplaces: Sequence[str], rule: str, notes: list[str]
) -> tuple[Floats, Floats]:
    """Each birthplace scaled to the larger or the smaller of its two sums."""
    one, two = start.sum(1), end.sum(1)
    lone = (one > 0) != (two > 0)
    agreed = np.where(lone, 0, np.maximum(one, two) if rule == "larger" else np.minimum(one, two))
    if lone.any():
        notes.append(
            f"Born in {_named(birthplaces, lone)}: nobody at one of the two ends. They came from "
            "outside or went there, and no flow between places is counted."
        )
    shares = [
        np.divide(agreed, each, out=np.zeros_like(each), where=each > 0) for each in (one, two)
    ]
    return start * shares[0][:, None], end * shares[1][:, None]


def _named(names: Sequence[str], which: np.ndarray) -> str:
    return few(np.asarray(names, dtype=object)[which])
