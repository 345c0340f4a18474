"""Looks for links of a built site that lead nowhere: a file that is not there, or a place in it.

Only links within the site are looked at, as a browser would follow them from a folder.  Nothing
is asked of another host, and nothing is changed.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
# As RFC 3986 takes an address apart: another host or scheme, the path, a query, a place.
_ADDRESS = re.compile(
    r"(?P<away>[a-zA-Z][\w+.-]*:|//)?(?P<path>[^?#]*)(?:\?[^#]*)?(?:#(?P<place>.*))?", re.DOTALL
)
_ENCODED = re.compile(rb"%([0-9a-fA-F]{2})")


def broken(site: Path) -> list[str]:
    """What leads nowhere, a line each: the page, the link, and what is not there.

    Parameters
    ----------
    site : pathlib.Path
        Folder of the built site.

    Examples
    --------
    >>> broken(Path("site"))  # doctest: +SKIP
    []
    """
    root = site.resolve()
    pages = {
        path: _read(path) for path in sorted(root.rglob("*.html")) if "_static" not in path.parts
    }
    return [
        f"{path.relative_to(root).as_posix()}: {link} ({why})"
        for path, page in pages.items()
        for link in page.links
        if (why := _wrong(link, path, root, pages))
    ]


class _Page(HTMLParser):
    """The links and the named places of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.places.add(value or "")
            elif name == _LINKS.get(tag) and value is not None and value not in self.links:
                self.links.append(value)


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _wrong(link: str, path: Path, root: Path, pages: dict[Path, _Page]) -> str:
    """Why a link leads nowhere; empty for one that does not, or that leaves the site."""
    said = _ADDRESS.fullmatch(link)
    if said is None:
        return "no address"
    if said["away"]:
        return ""
    goal = (path.parent / _plain(said["path"])).resolve() if said["path"] else path
    if not goal.is_relative_to(root):
        return "outside the site"
    if not goal.is_file():
        return "no such file"
    # `#` alone and `#top` are the beginning of a page, whatever it names.
    if said["place"] in (None, "", "top") or goal not in pages:
        return ""
    return "" if _plain(said["place"]) in pages[goal].places else "no such place on the page"


def _plain(text: str) -> str:
    """Text without the percent signs that an address wants for some letters."""
    return _ENCODED.sub(lambda code: bytes.fromhex(code[1].decode()), text.encode()).decode()
