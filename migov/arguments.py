"""What the command line takes: verbs, options and their help.

Nothing is run here; :mod:`migov.cli` has the command behind each verb.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from migov._version import __version__

# What chooses rows from the table of claims, and the forms that it is printed in.
_FILTERS = ("paper", "topic", "kind", "verdict", "arrangement", "series")
_FORMS = {
    "json": "as JSON, with reasons and vintages",
    "csv": "as CSV, with reasons and vintages",
    "markdown": "as a table for a document",
}
_NOT_SAID = argparse.SUPPRESS


def parser() -> argparse.ArgumentParser:
    """The parser of ``migov``; what is parsed names in ``run`` the command to call.

    Examples
    --------
    >>> parser().parse_args(["cite", "gdp"]).run
    'cite'
    """
    top = _Parser(
        prog="migov",
        description="Public series on migration, remittances, aid and investment, and the claims "
        "they test.",
    )
    top.add_argument("--version", action="version", version=f"migov {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    verb = verbs.add_parser("search", help="find a series by words, forgiving of spelling")
    verb.add_argument("words", nargs="*", help="what is looked for; every series if none is given")
    verb.add_argument("--online", action="store_true",
                      help="in the World Bank's list of World Development Indicators too")
    verb.set_defaults(run="search")

    verb = verbs.add_parser("load", help="print a series, or write it to a file")
    verb.add_argument("series", help="a series id or a publisher's code")
    verb.add_argument("--economies", nargs="+", help="codes, names or groups")
    verb.add_argument("--years", nargs="+", metavar="YEAR", help="one year, or the first and last")
    verb.add_argument("--version", dest="of", metavar="VERSION", help="such as 2016-11")
    verb.add_argument("--aggregates", action="store_true", help="only aggregates")
    verb.add_argument("--sex", default="both", choices=["both", "female", "male", "each"],
                      help="for corridor series")
    verb.add_argument("--origins", nargs="+", help="for corridor series: one side")
    verb.add_argument("--destinations", nargs="+", help="for corridor series: the other side")
    verb.add_argument("--on", metavar="DATE", help="a group's members on this date, not today's")
    verb.add_argument("--out", type=Path, help="a file ending in .csv, .csv.gz, .parquet or .xlsx")
    verb.set_defaults(run="load")

    verb = verbs.add_parser("matrix", help="one year of corridors, origins by destinations")
    verb.add_argument("series", help="a corridor series, such as migrant_stock")
    verb.add_argument("year", type=int)
    verb.add_argument("--by", nargs="+", default=["region"], metavar="GROUP",
                      help="region by default; subregion, income, economy, or groups")
    verb.add_argument("--margins", action="store_true", help="with totals and what they hold more")
    _corridor_options(verb)
    verb.set_defaults(run="corridors")

    verb = verbs.add_parser("corridor", help="one corridor in every series that knows it")
    verb.add_argument("origin", help="an economy by code or name")
    verb.add_argument("destination", help="another")
    verb.add_argument("--years", nargs="+", metavar="YEAR", help="one year, or the first and last")
    verb.add_argument("--both", action="store_true", help="the way back as well")
    verb.add_argument("--version", dest="of", metavar="VERSION", help="such as 2020, or latest")
    verb.add_argument("--out", type=Path, help="a file ending in .csv, .csv.gz, .parquet or .xlsx")
    verb.set_defaults(run="corridors")

    verb = verbs.add_parser("top", help="the largest corridors of a year")
    verb.add_argument("series", help="a corridor series, such as migrant_stock")
    verb.add_argument("year", type=int, nargs="?", help="the newest by default")
    verb.add_argument("-n", type=int, default=10, help="how many")
    verb.add_argument("--by", nargs="+", default=["economy"], metavar="GROUP",
                      help="economy by default; region, subregion, income, or groups")
    _corridor_options(verb)
    verb.set_defaults(run="corridors")

    verb = verbs.add_parser("versions", help="list the vintages of a series")
    verb.add_argument("series", help="a series id or a publisher's code")
    verb.add_argument("--archive", action="store_true", help="and the World Bank's archives'")
    verb.set_defaults(run="versions")

    verb = verbs.add_parser("fetch", help="fetch the newest files of series into the cache")
    verb.add_argument("series", nargs="*", help="series ids or publishers' codes")
    verb.add_argument("--locked", type=Path, metavar="LOCK", help="the very files of a lock file")
    verb.set_defaults(run="fetch")

    verb = verbs.add_parser("update", help="fetch what changed, and say what that changes")
    verb.add_argument("--only", nargs="+", metavar="PUBLISHER", help="such as worldbank")
    verb.add_argument("--dry-run", action="store_true", help="only ask what changed")
    verb.add_argument("--write-snapshot", action="store_true",
                      help="for maintainers: write the new vintages into the snapshot")
    verb.set_defaults(run="update")

    verb = verbs.add_parser("cite", help="say how to cite a series")
    verb.add_argument("series", help="a series id or a publisher's code")
    verb.add_argument("--style", default="text", choices=["text", "bibtex"])
    verb.set_defaults(run="cite")

    _claims(verbs.add_parser("claims", help="check the papers' claims, then and now"))
    _governance(verbs.add_parser("governance", help="arrangements, members, parties on a date"))

    verb = verbs.add_parser("course", help="run the notebooks and render the course")
    verb.add_argument(
        "--only", nargs="+", action="extend", metavar="GLOB", help="such as '01*'"
    )
    verb.add_argument("--out", type=Path, default=Path("site"), help="folder of the site")
    verb.add_argument("--students", action="store_true", help="without the solutions")
    verb.add_argument("--clean", action="store_true", help="run every notebook again")
    verb.set_defaults(run="course")

    verb = verbs.add_parser("lab", help="open the notebooks in JupyterLab")
    verb.add_argument(
        "--folder", type=Path, default=Path("migov-lessons"), help="where the copies go"
    )
    verb.set_defaults(run="lab")

    verb = verbs.add_parser("mirror", help="a folder of publishers' files for a classroom")
    steps = verb.add_subparsers(dest="step", required=True, metavar="STEP")
    step = steps.add_parser("build", help="fetch the newest files and lay them out for a server")
    step.add_argument("folder", type=Path)
    step.add_argument("--only", nargs="+", metavar="SERIES")
    step.set_defaults(run="mirror")

    verb = verbs.add_parser("snapshot", help="for maintainers: build the embedded snapshot")
    steps = verb.add_subparsers(dest="step", required=True, metavar="STEP")
    step = steps.add_parser("build", help="read publishers' files and write the snapshot anew")
    step.add_argument("--source", help="a mirror: an address or a folder")
    step.add_argument("--copies", type=Path, help="a folder of kept copies")
    step.add_argument("--only", metavar="PUBLISHER")
    step.set_defaults(run="snapshot")
    return top


class _Parser(argparse.ArgumentParser):
    """Takes its words before, between and after its options, as people write them.

    A word of `steps`, if there is one, is the name of a step, and that step's parser takes the
    rest; without one the words are the verb's own.
    """

    steps: Mapping[str, _Parser] = {}
    _between = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        words = list(args or ())  # none at all only where argparse looks for them itself
        for at, word in enumerate(words):
            if word in self.steps and not (at and self._takes_a_word(words[at - 1])):
                return self.steps[word].parse_known_args(words[:at] + words[at + 1 :], namespace)
        if self._between or any(each.nargs == argparse.PARSER for each in self._actions):
            return super().parse_known_args(args, namespace)
        self._between = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._between = False

    def _takes_a_word(self, option: str) -> bool:
        return getattr(self._option_string_actions.get(option), "nargs", 0) != 0


def _claims(verb: _Parser) -> None:
    """The table of ``migov claims``, and its steps, each with a page of help of its own."""
    verb.usage = (
        "migov claims [IDS ...] [--json | --csv | --markdown] [filters]\n"
        "       migov claims show ID ...\n"
        "       migov claims report FILE.html|.md|.xlsx|.tex [IDS ...]\n"
        "       migov claims diff [IDS ...] --from DATE [--to DATE]"
    )
    verb.description = "Check the papers' claims, then and now; each step has its own --help."
    verb.add_argument("ids", nargs="*", help="ids or slugs; all by default")
    _of_the_table(verb)
    verb.add_argument("--from", dest="before", help=_NOT_SAID)
    verb.add_argument("--to", dest="after", help=_NOT_SAID)
    verb.set_defaults(run="claims", step="table")

    def add(name: str, usage: str, description: str, **ids: Any) -> _Parser:
        step = _Parser(
            prog=f"{verb.prog} {name}", usage=f"migov claims {usage}", description=description
        )
        if name == "report":
            step.add_argument("path", metavar="FILE", nargs="?", type=Path,
                              help="ends in .html, .md, .xlsx or .tex")  # fmt: skip
        step.add_argument("ids", metavar="ID", nargs="*", **ids)
        _of_the_table(step, said=False)
        said = name == "diff"
        step.add_argument("--from", dest="before", metavar="DATE",
                          help="such as 2016-11, pinned or latest" if said else _NOT_SAID)
        step.add_argument("--to", dest="after", metavar="DATE",
                          help="the same; pinned by default" if said else _NOT_SAID)
        step.set_defaults(run="claims", step=name)
        return step

    every = "ids or slugs; all by default"
    verb.steps = {
        "show": add("show", "show ID [ID ...]",
                    "Show what claims say, what the data say, and the code to copy.",
                    help="ids or slugs, such as O037"),
        "report": add("report", "report FILE.html|.md|.xlsx|.tex [ID ...]",
                      "Write the ledger with its sources to a file.", help=every),
        "diff": add("diff", "diff [ID ...] --from DATE [--to DATE]",
                    "List the claims whose verdict is another on the figures of another date.",
                    help=every),
    }  # fmt: skip


def _of_the_table(verb: _Parser, said: bool = True) -> None:
    """What the table of claims takes; a step takes it only to say whose it is."""
    for name in _FILTERS:
        help = f"only claims with this {name}" if said else _NOT_SAID
        verb.add_argument(f"--{name}", metavar=name.upper(), help=help)
    form = verb.add_mutually_exclusive_group() if said else verb
    for name, help in _FORMS.items():
        form.add_argument(f"--{name}", action="store_true", help=help if said else _NOT_SAID)
    verb.set_defaults(filters=_FILTERS, forms=tuple(_FORMS))


def _governance(verb: argparse.ArgumentParser) -> None:
    """The steps of ``migov governance``."""
    steps = verb.add_subparsers(dest="step", required=True, metavar="STEP")

    def add(name: str, help: str, *, dated: str = "") -> argparse.ArgumentParser:
        step = steps.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
        if dated:
            step.add_argument(
                "--on", metavar="DATE", help=f"{dated}; a year (its end), a month or a day"
            )
        step.add_argument(
            "--out", type=Path, help="a file ending in .csv, .csv.gz, .parquet or .xlsx"
        )
        return step

    step = add("arrangements", "organisations, treaties, processes and proposals",
               dated="only what there was on this date")  # fmt: skip
    step.add_argument("--kind", help="such as treaty or process")
    step.add_argument("--level", help="global, interregional, regional or national")
    step.add_argument("--paper", help="only what this paper names, such as geddes-2018")
    step = add("members", "who belongs, or belonged, to an arrangement",
               dated="on this date, not today")  # fmt: skip
    step.add_argument("name", help="its acronym or name, such as ECOWAS or 'Puebla Process'")
    step.add_argument("--status", help="such as observer, associate or all")
    for name, help in (
        ("parties", "who is a party to a treaty"),
        ("signatories", "who has signed a treaty and is no party to it"),
    ):
        step = add(name, help, dated="on this date, not today")
        step.add_argument("name", help="its acronym or name, such as ICRMW")
    step = add("membership", "what an economy belongs to, and since when")
    step.add_argument("economy", help="its code or name, such as CHL or Chile")
    step = add(
        "free-movement",
        "what citizens of one economy may do in another by agreements of several states",
        dated="on this date, not today",
    )
    step.add_argument("origin", help="whose citizens: a code or name, such as Poland")
    step.add_argument("destination", help="where they go, such as Germany")
    step.add_argument("--right", help="only this one: entry, residence, work, establishment or "
                      "'business entry'")  # fmt: skip
    step.add_argument("--status", help="only this one: 'in force', suspended or 'not known'")
    step = add(
        "coverage", "how many migrants, or people, live under an arrangement, of all in the world",
        dated="the date whose members count",
    )  # fmt: skip
    step.add_argument("name", help="its acronym or name, such as ECOWAS")
    step.add_argument("--of", default="migrants", choices=["migrants", "population"],
                      help="who is counted; migrants by default")
    step.add_argument("--year", type=int, help="year of the figures; the nearest to the date")
    step.add_argument("--version", dest="of_figures", metavar="VERSION",
                      help="vintage of the figures, such as 2020")  # fmt: skip
    for name, help in (
        ("disagreements", "where sources differ, and whose word is followed"),
        ("other-lists", "who belongs by a list that is not the one followed here"),
        ("other-dates", "dates of arrangements by further sources"),
    ):
        add(name, help).add_argument("name", nargs="?", help="an arrangement; all by default")
    step = add("evidence", "the sources behind the keys that tables have in the column evidence")
    step.add_argument("keys", nargs="*", help="such as untc-icrmw; all by default")
    add("check", "whether the tables of governance hold together")
    verb.set_defaults(run="governance")


def _corridor_options(verb: argparse.ArgumentParser) -> None:
    """What a matrix and a ranking of corridors both take."""
    verb.add_argument("--origins", nargs="+", help="only these: codes, names or groups")
    verb.add_argument("--destinations", nargs="+", help="only these")
    verb.add_argument("--sex", default="both", choices=["both", "female", "male"])
    verb.add_argument("--on", metavar="DATE", help="a group's members on this date, not today's")
    verb.add_argument("--version", dest="of", metavar="VERSION", help="such as 2020, or latest")
    verb.add_argument("--out", type=Path, help="a file ending in .csv, .csv.gz, .parquet or .xlsx")
