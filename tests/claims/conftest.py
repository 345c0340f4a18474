"""Every claim checked once for all the tests, with the network shut."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

import migov


@pytest.fixture(scope="session")
def calls_to_the_network() -> list[object]:
    """What the checks tried to reach; it must stay empty."""
    return []


@pytest.fixture(scope="session")
def findings(calls_to_the_network: list[object]) -> dict[str, migov.claims.Finding]:
    """Findings by the id of the claim."""
    with ShutOff(calls_to_the_network):
        return {finding.claim.id: finding for finding in migov.claims.findings()}


class ShutOff:
    """No connection and no look-up of a host while this lasts; each attempt is noted."""

    def __init__(self, noted: list[object]) -> None:
        self.noted = noted
        self.patch = pytest.MonkeyPatch()

    def __enter__(self) -> None:
        def refuse(*arguments: object, **options: object) -> None:
            self.noted.append(arguments)
            raise OSError("the network is shut off in this test")

        self.patch.setenv("MIGOV_OFFLINE", "1")
        for name in ("connect", "connect_ex"):
            self.patch.setattr(socket.socket, name, refuse)
        self.patch.setattr(socket, "getaddrinfo", refuse)

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


@pytest.fixture
def network_shut() -> Iterator[list[object]]:
    noted: list[object] = []
    with ShutOff(noted):
        yield noted
