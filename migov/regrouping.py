"""Members that a publisher moved between its groups, against the memberships that migov holds.

The World Bank lists its economies with their region, income and lending group; it is asked for the
newest list, which is compared with ``datasets/economies/classifications.csv``.  Totals of groups
in new vintages follow the new lists, and figures of different vintages then cover different
economies.  The United Nations and UNCTAD print their groups with each edition, under an address of
its own; nothing there can be asked for the newest.
"""

from __future__ import annotations

import pandas as pd

from migov import store
from migov.economies.tables import read_table
from migov.economies.usage import check_names
from migov.publishers import wdi_lists

PUBLISHER = "worldbank"
COLUMNS = ("publisher", "kind", "economy", "from", "to")
# The World Bank puts it into a region and an income group ("Taiwan, China"), and leaves it out of
# the list that its API gives, where it has no figures ("Where are your data on Taiwan?", at
# datahelpdesk.worldbank.org).  Should it be listed again, it is compared like the others.
_NOT_LISTED = {"TWN"}
# The groups of a kind exclude each other; the World Bank has others that do not.
_KINDS = {
    "region": ("EAS", "ECS", "LCN", "MEA", "NAC", "SAS", "SSF"),
    "income group": ("LIC", "LMC", "UMC", "HIC"),
    "lending": ("IBD", "IDX", "IDB"),
}


def regrouped(bar: store.Bar | None = None) -> pd.DataFrame:
    """Economies that the World Bank has in another group than migov's memberships say.

    Parameters
    ----------
    bar : callable, optional
        Told the bytes so far and in all.

    Returns
    -------
    pandas.DataFrame
        ``publisher, kind, economy, from, to``: codes of groups, empty for none.

    Raises
    ------
    OfflineError, DownloadError, LayoutError
        If the list cannot be had or understood.

    Warns
    -----
    UnknownNamesWarning
        If the list has economies that migov does not know.
    MissingNamesWarning
        If it lacks economies that migov has among the publisher's.

    Examples
    --------
    >>> regrouped()["economy"].tolist()  # doctest: +SKIP
    ['ETH']
    """
    got = store.obtain(
        wdi_lists.ECONOMIES, refresh=True, expect="json", check=wdi_lists.read_economies, bar=bar
    )
    return moved(held(), newest(wdi_lists.read_economies(got.path)))


def held() -> pd.DataFrame:
    """The memberships that migov holds: ``economy, kind, group``, empty for none.

    Examples
    --------
    >>> rows = held().set_index(["economy", "kind"])["group"]
    >>> rows["MEX", "region"], rows["MEX", "income group"]
    ('LCN', 'UMC')
    """
    known = read_table("classifications.csv")
    known = known[known["publisher"] == PUBLISHER]
    return pd.concat([_of_kind(known, kind, groups) for kind, groups in _KINDS.items()])


def newest(listed: pd.DataFrame) -> pd.DataFrame:
    """The publisher's list in migov's codes; what is not known is warned of and left out."""
    expected = set(held()["economy"]) - _NOT_LISTED
    codes = check_names(listed["code"], PUBLISHER, "The World Bank's list of economies", expected)
    return listed.assign(economy=codes)[codes != ""][["economy", "kind", "group"]]


def moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Economies whose group is another; those that only one of the two lists are left out.

    Examples
    --------
    >>> old = pd.DataFrame({"economy": ["PAK"], "kind": ["region"], "group": ["SAS"]})
    >>> moved(old, old.assign(group="MEA"))[["economy", "from", "to"]].values.tolist()
    [['PAK', 'SAS', 'MEA']]
    """
    both = before.merge(after, on=["economy", "kind"], suffixes=("_before", "_after"))
    both = both[both["group_before"] != both["group_after"]]
    both = both.rename(columns={"group_before": "from", "group_after": "to"})
    both = both.assign(publisher=PUBLISHER)[list(COLUMNS)]
    return both.sort_values(["kind", "economy"], ignore_index=True)


def _of_kind(known: pd.DataFrame, kind: str, groups: tuple[str, ...]) -> pd.DataFrame:
    mine = known[known["group"].isin(groups)].set_index("economy")["group"]
    every = sorted(known["economy"].unique())
    return pd.DataFrame(
        {"economy": every, "kind": kind, "group": mine.reindex(every).fillna("").to_numpy()}
    )
