"""What the command line takes: verbs, options and their help.

Nothing is run here; :mod:`migov.cli` has the command behind each verb.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from migov._version import __version__


def parser() -> argparse.ArgumentParser:
    """The parser of ``migov``; what is parsed names in ``run`` the command to call.

    Examples
    --------
    >>> parser().parse_args(["cite", "gdp"]).run
    'cite'
    """
    top = argparse.ArgumentParser(
        prog="migov",
        description="Public series on migration, remittances, aid and investment, and the claims "
        "they test.",
    )
    top.add_argument("--version", action="version", version=f"migov {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    verb = verbs.add_parser("search", help="find a series by words, forgiving of spelling")
    verb.add_argument("words", nargs="*", help="what is looked for; every series if none is given")
    verb.add_argument("--online", action="store_true", help="in the publishers' own lists too")
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

    verb = verbs.add_parser(
        "claims",
        help="check the papers' claims, then and now",
        usage="migov claims [IDS ...] [--json | --csv | --markdown] [filters]\n"
        "       migov claims show ID\n"
        "       migov claims report FILE.html|.md|.xlsx|.tex [IDS ...]\n"
        "       migov claims diff [IDS ...] --from DATE [--to DATE]",
    )
    verb.add_argument("ids", nargs="*", help="ids or slugs; all by default")
    for name in ("paper", "topic", "kind", "verdict", "arrangement", "series"):
        verb.add_argument(f"--{name}", metavar=name.upper(), help=f"only claims with this {name}")
    verb.add_argument("--from", dest="before", metavar="DATE", help="of a diff, such as 2016-11")
    verb.add_argument(
        "--to", dest="after", default="pinned", metavar="DATE", help="of a diff; or latest"
    )
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON, with reasons and vintages")
    form.add_argument("--csv", action="store_true", help="as CSV, with reasons and vintages")
    form.add_argument("--markdown", action="store_true", help="as a table for a document")
    verb.set_defaults(run="claims")

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
