"""What the registry says of publishers' servers: the form of our name that they let in, and which
of them are gone.

The name is honest in every form: what we are, which version, and where to find us.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from migov import registry
from migov._version import __version__

HOME = "https://github.com/migov/migov"


def user_agent(url: str) -> str:
    """How migov names itself to the publisher of an address.

    The name is plain and says where to find us.  Some publishers, as the registry says, answer only
    names that begin as browsers' do: they get the form that search engines use, with our own name
    in it.

    Examples
    --------
    >>> user_agent("https://api.worldbank.org/v2/source/2")
    'migov/... (+https://github.com/migov/migov)'
    >>> user_agent("https://www.un.org/development/desa/pd/")
    'Mozilla/5.0 (compatible; migov/...; +https://github.com/migov/migov)'
    """
    if urlsplit(url).hostname in _browser_form_hosts():
        return f"Mozilla/5.0 (compatible; migov/{__version__}; +{HOME})"
    return f"migov/{__version__} (+{HOME})"


@cache
def _browser_form_hosts() -> frozenset[str | None]:
    return frozenset(
        urlsplit(each.url).hostname
        for each in registry.files().values()
        if each.publisher.user_agent == "browser-form"
    )


def farewell(url: str) -> str:
    """What to say of a host that its publisher retired, and where it went; empty for any other.

    Examples
    --------
    >>> farewell("https://www.knomad.org/files/matrix.xlsx")
    'www.knomad.org was retired by its publisher; what it had is listed at https://www.worldbank...'
    >>> farewell("https://www.worldbank.org/")
    ''
    """
    host = urlsplit(url).hostname or ""
    for publisher in registry.publishers().values():
        retired = publisher.retired_host
        if retired and (host == retired or host.endswith(f".{retired}")):
            return (
                f"{host} was retired by its publisher; what it had is listed at "
                f"{publisher.homepage}, and migov.catalogue() has the series with their new places"
            )
    return ""
