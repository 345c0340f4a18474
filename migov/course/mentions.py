"""A claim that a page names becomes a link to the claim's page, while Sphinx writes the site.

The notebooks stay as they are, in JupyterLab and under the download button: an id in their prose,
or in a card or table that a cell shows, is linked on the page that is made of them and nowhere
else.  A page never links to itself or to a page that the site has not; prose that names a claim
that the ledger has not is warned of, which stops the build.  Nothing here reads or checks a claim.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from migov.claims.ledger import claims
from migov.course.ledger import FOLDER, ids

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

# What is shown as it stands, in HTML that a cell puts out.
_AS_IT_STANDS = {"a", "code", "pre", "script", "style", "svg", "textarea", "title"}
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx to link the claims that a page names, and to run the lessons first.

    ``conf.py`` names this module.
    """
    app.connect("doctree-resolved", _link)
    app.setup_extension("migov.course.ahead")
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def known(pages: set[str], docname: str, address: Callable[[str], str]) -> dict[str, str]:
    """Claim id → address of its page as seen from `docname`, of the pages that the site has.

    Examples
    --------
    >>> known({"claim/o018", "index"}, "index", lambda page: f"{page}.html")
    {'O018': 'claim/o018.html'}
    """
    found = {name: f"{FOLDER}/{name.lower()}" for name in claims()}
    return {
        name: address(page) for name, page in found.items() if page in pages and page != docname
    }


def in_html(shown: str, addresses: Mapping[str, str]) -> str:
    """HTML in which each claim's id is a link, except in links, code and drawings.

    Examples
    --------
    >>> in_html("<td>O018</td><td><a>O018</a></td>", {"O018": "claim/o018.html"})
    '<td><a class="reference internal" href="claim/o018.html">O018</a></td><td><a>O018</a></td>'
    """

    def link(found: re.Match[str]) -> str:
        address = addresses.get(found[0])
        if address is None:
            return found[0]
        return f'<a class="reference internal" href="{html.escape(address)}">{found[0]}</a>'

    within: list[str] = []
    parts = _TAG.split(shown)
    for number, part in enumerate(parts):
        name = _NAME.match(part)
        if number % 2 == 0:
            parts[number] = part if within else ids().sub(link, part)
        elif name and name[1].lower() in _AS_IT_STANDS:
            if not part.startswith("</"):
                within.append(name[1].lower())
            elif within and within[-1] == name[1].lower():
                within.pop()
    return "".join(parts)


def _link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    from docutils import nodes

    addresses = known(
        set(app.env.found_docs), docname,
        lambda page: app.builder.get_relative_uri(docname, page),
    )  # fmt: skip
    for text in list(doctree.findall(nodes.Text)):
        if ids().search(text.astext()) and not _apart(text):
            _link_prose(text, addresses)
    for raw in doctree.findall(nodes.raw):
        if "html" in raw.get("format", "").split() and "text_html" in raw.get("classes", ()):
            raw.children[:] = [nodes.Text(in_html(raw.astext(), addresses))]


def _apart(text: nodes.Text) -> bool:
    """Whether a text is no prose: a link already, a heading, code, a formula, or not shown."""
    from docutils import nodes

    kinds = (
        nodes.reference, nodes.title, nodes.literal_block, nodes.math, nodes.math_block,
        nodes.raw, nodes.Invisible, nodes.label,
    )  # fmt: skip
    node: Any = text
    while node.parent is not None:
        node = node.parent
        # An id alone in backticks is the claim's name; among other code it is an argument.
        if isinstance(node, nodes.literal) and not ids().fullmatch(node.astext()):
            return True
        if isinstance(node, kinds):
            return True
    return False


def _link_prose(text: nodes.Text, addresses: Mapping[str, str]) -> None:
    from docutils import nodes
    from sphinx.util import logging

    place: Any = text
    while isinstance(place.parent, nodes.literal):
        place = place.parent
    parts: list[nodes.Node] = []
    # Every other part is an id.
    for number, part in enumerate(re.split(f"({ids().pattern})", text.astext())):
        if number % 2 and part not in claims():
            logging.getLogger(__name__).warning(
                "the claim %s is named here, and the ledger has no such claim", part,
                location=text.parent,
            )  # fmt: skip
        shown: nodes.Node = nodes.Text(part) if place is text else place.deepcopy()
        if number % 2 and part in addresses:
            shown = nodes.reference(
                "", "", shown, internal=True, refuri=addresses[part],
                reftitle=claims()[part].text,
            )  # fmt: skip
        if part:
            parts.append(shown)
    place.parent.replace(place, parts)
