"""One file from a publisher's server to a path: asked again where that helps, refused where not.

urllib3 moves the bytes over connections that stay open; each answer is looked at before its body
is read, and urllib3's policy says how long to wait before asking again.  Nothing here knows
the cache: the path that is written is a temporary one of the caller's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urljoin, urlsplit

from migov.config import config
from migov.store.answers import UnfitAnswer, is_page, refuse_unfit, refuse_unread
from migov.store.bodies import Bar, ShortBody, write
from migov.store.connections import ask
from migov.store.hosts import farewell, user_agent
from migov.store.places import address as asked_at
from migov.store.places import publishers_own
from migov.store.workers import go_on, pause

MOST_PATIENCE = 120.0  # seconds that a publisher may ask us to wait; longer is for the user
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 522, 524))
_FOR_GOOD = frozenset((401, 402, 403, 404, 405, 406, 407, 410, 414, 451))
_PACKED = frozenset(("zip", "xlsx", "xls", "7z", "gz"))
_MOST_LED_ON = 20
_NO_NAME = "the server's name cannot be found; is there a connection to the network?"

_Came = TypeVar("_Came")


class Refusal(Exception):
    """Why a file did not come: a sentence part, the status, and whether to ask again."""

    def __init__(
        self, what: str, status: int | None = None, passing: bool = False, wait: float = 0.0
    ) -> None:
        self.status, self.passing, self.wait = status, passing, wait
        super().__init__(what)


@dataclass
class Arrival:
    """What the last answer said of itself; of several pages, the stamp of each.

    ``asked`` is the address that a server was asked for, whatever the settings say by now.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    asked: str = ""


def transfer(
    asked: str,
    path: Path,
    *,
    conditions: Mapping[str, str],
    expect: str = "",
    redirects: tuple[str, ...] = (),
    bar: Bar | None = None,
    before: Callable[[], None] | None = None,
    read: Callable[[Path], object] | None = None,
    sleep: Callable[[float], None] = pause,
) -> Arrival:
    """Write the answer of an address to `path`; with status 304 nothing is written.

    Parameters
    ----------
    asked : str
        The address, of the publisher or of the mirror.
    path : path
        A temporary path; what was there is overwritten.
    conditions : mapping
        Headers that ask for the file only if it changed.
    expect : str
        What should arrive, as :func:`migov.store.answers.refuse_unfit` knows it.
    redirects : tuple of str
        Hosts that the server may lead on to besides its own.
    bar : callable, optional
        Told the bytes so far and the bytes in all (0 if not known).
    before : callable, optional
        Called each time that a body is about to be written.
    read : callable, optional
        Reads the file as soon as it is there.

    Raises
    ------
    Refusal
        If no whole file came after all tries.
    OSError
        If it cannot be written.
    LayoutError
        If `read` does not know the layout of a file that came whole.
    """

    def once() -> Arrival:
        return _once(asked, path, conditions, expect, redirects, bar, before, read)

    return _patiently(once, asked, sleep)


def unchanged(asked: str, conditions: Mapping[str, str], redirects: tuple[str, ...]) -> bool:
    """Whether the server says that a file did not change; its body is not fetched.

    Raises
    ------
    Refusal
        If the server does not say.
    """

    def once() -> bool:
        with _answer(asked, _headers(asked, "identity", conditions), redirects) as answer:
            return bool(answer.status == 304)

    return _patiently(once, asked, pause)


def _patiently(once: Callable[[], _Came], asked: str, sleep: Callable[[float], None]) -> _Came:
    """What comes of a question that is asked again where that helps, after a pause."""
    policy = None
    while True:
        go_on()
        try:
            return once()
        except Refusal as refusal:
            if not refusal.passing:
                raise
            from urllib3.exceptions import MaxRetryError
            from urllib3.util import Retry

            if refusal.wait > MOST_PATIENCE:
                raise Refusal(
                    f"{refusal}, and the publisher asks to wait {refusal.wait:.0f} seconds",
                    refusal.status,
                    passing=True,
                ) from refusal
            policy = policy or Retry(
                total=config.tries - 1, backoff_factor=config.backoff, backoff_max=60
            )
            try:
                policy = policy.increment("GET", asked, error=refusal)
            except MaxRetryError:
                tries = f", {config.tries} times" if config.tries > 1 else ""
                raise Refusal(f"{refusal}{tries}", refusal.status, passing=True) from refusal
            # The first pause of the policy is none; a little chance keeps a class of thirty apart.
            least = max(policy.get_backoff_time(), config.backoff) * random.uniform(0.75, 1.25)
            sleep(max(least, refusal.wait))


def _once(
    asked: str,
    path: Path,
    conditions: Mapping[str, str],
    expect: str,
    redirects: tuple[str, ...],
    bar: Bar | None,
    before: Callable[[], None] | None,
    read: Callable[[Path], object] | None,
) -> Arrival:
    packing = "identity" if expect in _PACKED else "gzip"
    with _answer(asked, _headers(asked, packing, conditions), redirects) as answer:
        arrival = Arrival(answer.status, answer.headers, asked=asked)
        if arrival.status == 304:
            if not conditions:
                raise Refusal("the server says that it did not change, unasked", 304, passing=True)
            return arrival
        if before is not None:
            before()
        with path.open("wb") as stream:
            try:
                write(answer, stream, bar)
            except ShortBody as short:
                raise Refusal(str(short), arrival.status, passing=True) from short
    try:
        if read is None:
            refuse_unfit(path, expect)
        else:
            refuse_unread(path, expect, read)
    except UnfitAnswer as unfit:
        raise Refusal(str(unfit), arrival.status, passing=unfit.passing) from unfit
    return arrival


@contextmanager
def _answer(asked: str, headers: dict[str, str], redirects: tuple[str, ...]) -> Iterator[Any]:
    """The answer to one question, with status 200 or 304 and its body still to be read.

    What goes wrong in the block is told in the same words.
    """
    from requests import RequestException
    from urllib3 import exceptions

    address, answer, timeout = asked, cast(Any, None), config.timeout
    try:
        for _ in range(_MOST_LED_ON):
            answer = ask(address, headers, timeout)
            if not (goal := answer.get_redirect_location()):
                break
            address = _led_on(address, goal, answer.status, redirects)
            answer.drain_conn()
        else:
            raise Refusal(f"the server leads on more than {_MOST_LED_ON} times", answer.status)
        _look(answer)
        yield answer
        if answer.status == 304:
            answer.drain_conn()  # a connection with nothing left to read stays open
    except exceptions.SSLError as error:
        raise _unsafe(error) from error
    except (exceptions.LocationValueError, RequestException) as error:
        raise Refusal(f"its address, or that of the proxy, cannot be used ({error})") from error
    except exceptions.ProxyError as error:
        why = f"the proxy that the environment names does not let it through ({_plain(error)})"
        raise Refusal(why, passing=True) from error
    except exceptions.HTTPError as error:
        said = _plain(error)
        raise Refusal(said, passing=said != _NO_NAME) from error
    except ValueError as error:  # of a number, a date or an address that is none
        raise Refusal(f"its answer cannot be understood ({error})", passing=True) from error
    finally:
        if answer is not None:  # a body that was read has given its connection back
            answer.close()
            answer.release_conn()


def _headers(asked: str, packing: str, conditions: Mapping[str, str]) -> dict[str, str]:
    name = user_agent(publishers_own(asked))
    return {"User-Agent": name, "Accept": "*/*", "Accept-Encoding": packing, **conditions}


def _led_on(origin: str, location: str, status: int, redirects: tuple[str, ...]) -> str:
    """Where a server leads on to; refused if the registry does not allow it."""
    goal = urljoin(origin, location)
    if _may_follow(origin, goal, redirects):
        return asked_at(publishers_own(goal))  # what stands in for the publisher still does
    gone = farewell(publishers_own(origin)) or "the file has probably moved or is gone"
    raise Refusal(
        f"the server leads on to {publishers_own(goal)}, which the registry does not allow; {gone}",
        status,
    )


def _look(answer: Any) -> None:
    """Before the body is read: take the answer or refuse it."""
    status = answer.status
    if status in (200, 304):
        return
    body = answer.read(2048, decode_content=True)
    # The World Bank's server answers sound requests with a page and status 400, at random, and
    # others do with other numbers; a page that says why for good is taken at its word.
    at_random = 400 <= status < 500 and status not in _FOR_GOOD and is_page(body)
    passing = status in _PASSING or at_random
    reason = f" {answer.reason}" if answer.reason else ""
    hint = ""
    if status in (401, 403):
        hint = "; the publisher refuses the request or the name that migov gives"
    elif status in (404, 410):
        hint = "; the file has probably moved or is gone"
    raise Refusal(
        f"the server answered with status {status}{reason}{hint}", status, passing,
        _wait(answer.headers.get("Retry-After")) if passing else 0.0,
    )  # fmt: skip


def _may_follow(origin: str, goal: str, redirects: tuple[str, ...]) -> bool:
    origin_parts, goal_parts = urlsplit(publishers_own(origin)), urlsplit(publishers_own(goal))
    if goal_parts.scheme not in ("http", "https"):
        return False
    if origin_parts.scheme == "https" and goal_parts.scheme == "http":
        return f"http://{goal_parts.netloc}" in redirects
    return goal_parts.netloc == origin_parts.netloc or goal_parts.netloc in redirects


def _wait(header: str | None) -> float:
    """Seconds that ``Retry-After`` asks for, as a number or as a date; 0 if it asks for none."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    if not header:
        return 0.0
    try:
        return float(Retry().parse_retry_after(header))
    except (InvalidHeader, OverflowError, ValueError):
        return 0.0


def _unsafe(error: Exception) -> Refusal:
    """Why there is no safe connection: a certificate stays as it is, the rest may pass."""
    import ssl

    inner = error.args[0] if error.args else error
    if isinstance(inner, ssl.SSLError) and not isinstance(inner, ssl.SSLCertVerificationError):
        return Refusal(_plain(error), passing=True)
    return Refusal(f"its certificate cannot be trusted ({_plain(error)})")


def _plain(error: Exception) -> str:
    """What a fault of the connection means, without the library's inner names."""
    text = str(error)
    if "IncompleteRead" in text:
        return "the answer was cut short"
    if "Failed to resolve" in text or "getaddrinfo" in text:
        return _NO_NAME
    if "timed out" in text:
        return f"the server was silent for {config.timeout:g} seconds"
    if "refused" in text:
        return "the server refused the connection"
    if re.search("reset|aborted|RemoteDisconnected|EOF occurred", text):
        return "the server dropped the connection"
    return f"the connection failed ({text})"
