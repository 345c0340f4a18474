"""How migov names itself to publishers, and what it says of a host that is gone."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from migov import __version__, registry, store
from migov.config import config
from migov.errors import DownloadError
from migov.store import hosts, transfer

PLAIN = f"migov/{__version__} (+https://github.com/migov/migov)"
BROWSERS = f"Mozilla/5.0 (compatible; migov/{__version__}; +https://github.com/migov/migov)"
STOCK = (
    "https://www.un.org/development/desa/pd/sites/www.un.org.development.desa.pd/files/"
    "undesa_pd_2020_ims_stock_by_sex_and_origin.xlsx"
)
ZIP = "https://api.worldbank.org/v2/en/indicator/SM.POP.NETM?downloadformat=csv"
KNOMAD = (
    "https://www.knomad.org/sites/default/files/2022-12/bilateral_remittance_matrix_2021_0.xlsx"
)


def test_the_plain_name_is_the_rule() -> None:
    forms = {
        each.id: hosts.user_agent(each.url.format_map({})) if "{" not in each.url else None
        for each in registry.files().values()
    }
    for record in registry.files().values():
        if forms[record.id] is not None:
            browsers = record.publisher.user_agent == "browser-form"
            assert forms[record.id] == (BROWSERS if browsers else PLAIN), record.id
    asking = [each.id for each in registry.publishers().values() if each.user_agent != "plain"]
    assert asking == ["undesa"]


@pytest.mark.parametrize("url", [ZIP, STOCK, "https://example.org/x"])
def test_every_form_says_who_we_are(url: str) -> None:
    assert f"migov/{__version__}" in hosts.user_agent(url)
    assert "+https://github.com/migov/migov" in hosts.user_agent(url)


@pytest.fixture
def sent(
    mirror: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], list[dict[str, str]]]:
    """The headers that go out with the requests for a file."""
    from urllib3 import HTTPConnectionPool

    went: list[dict[str, str]] = []
    send = HTTPConnectionPool.urlopen

    def watched(pool: HTTPConnectionPool, *question: object, **options: Any):
        went.append(dict(options["headers"]))
        return send(pool, *question, **options)

    monkeypatch.setattr(HTTPConnectionPool, "urlopen", watched)
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path), "tries": 1})

    def fetch(url: str) -> list[dict[str, str]]:
        went.clear()
        store.fetch(url, refresh=True)
        return list(went)

    return fetch


@pytest.mark.reference
def test_the_name_is_sent(sent: Callable[[str], list[dict[str, str]]]) -> None:
    for url, name in ((ZIP, PLAIN), (STOCK, BROWSERS), (ZIP, PLAIN)):
        assert [each["User-Agent"] for each in sent(url)] == [name]


@pytest.mark.reference
def test_the_united_nations_let_no_other_name_in(
    sent: Callable[[str], list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = urllib.request.Request(
        f"{config.mirror}/{STOCK.removeprefix('https://')}", headers={"User-Agent": PLAIN}
    )
    with pytest.raises(HTTPError, match="403"):
        urllib.request.urlopen(request)
    sent(STOCK)
    monkeypatch.setattr(transfer, "user_agent", lambda url: PLAIN)
    with pytest.raises(DownloadError, match="refuses the request or the name") as caught:
        sent(STOCK)
    assert caught.value.status == 403 and "kept as it was" in str(caught.value)


@pytest.mark.reference
def test_a_host_that_was_retired_is_called_so(
    mirror: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "_set", {"mirror": mirror, "cache": str(tmp_path), "tries": 1})
    with pytest.raises(DownloadError, match=r"www\.knomad\.org was retired by its publisher") as e:
        store.fetch(KNOMAD, expect="xlsx")
    where = registry.publishers()["worldbank-knomad"].homepage
    assert re.search(rf"listed at {re.escape(where)}\b", str(e.value))
    assert "migov.catalogue()" in str(e.value) and store.standing(KNOMAD) is None


@pytest.mark.parametrize(
    ("url", "gone"),
    [
        ("https://knomad.org/x", True),
        ("https://www.knomad.org/x", True),
        ("https://notknomad.org/x", False),
        ("https://web.archive.org/web/2023/https://knomad.org/x", False),
        ("", False),
    ],
)
def test_only_the_host_itself_is_gone(url: str, gone: bool) -> None:
    assert bool(hosts.farewell(url)) is gone
