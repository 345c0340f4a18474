"""The course: editions, generated pages, and what a build leaves behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from migov import claims, course, registry
from migov.claims.ledger import claims as on_record
from migov.config import notebooks_dir
from migov.course import (
    drawing,
    ledger,
    lessons,
    links,
    markup,
    mentions,
    pages,
    place,
    processes,
    render,
)
from migov.errors import CourseError, MissingExtraError, UnknownNameError

OBJECTIVES = "```{admonition} Learning objectives\n- Add two numbers.\n- Rest.\n```"
EXERCISE = "```{exercise}\n:label: sum-one\nAdd them.\n```"
START = "```{solution-start} sum-one\n:class: dropdown\n```"
END = "```{solution-end}\n```"
# One claim that has a page where two have, in prose and in backticks; one that has none; and code.
NAMED = (
    "Claim O018, and (`O035`), but not G053; nor is `claims.get(\"O018\")` a link, or "
    "[O018](https://example.org).\n\n```python\nO018\n```\n\n| id |\n| --- |\n| O035 |"
)
FIGURE = {"mystnb": {"figure": {"name": "fig-line", "caption": "A line. Source: none."}}}


def markdown(text: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(text: str, **metadata) -> dict:
    return {"cell_type": "code", "execution_count": None, "metadata": metadata, "outputs": [],
            "source": text}


def notebook(*cells: dict, **metadata) -> dict:
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": list(cells), "metadata": {"kernelspec": kernel, **metadata},
            "nbformat": 4, "nbformat_minor": 5}


def tiny() -> dict:
    return notebook(
        markdown("# One and one"), markdown(OBJECTIVES),
        markdown("See {numref}`fig-line`, {cite:t}`overbeek2002`, {term}`stock` and $x^2$."),
        markdown("## O018 and others\n\n" + NAMED),
        code("import migov\nimport matplotlib.pyplot as plt"),
        code("migov.claims.get('O018').check()"),
        code("migov.load('remittances_received', economies='WLD', years=1995)"),
        code("fig, ax = plt.subplots(figsize=(2, 1))\nax.plot([1, 2]);", **FIGURE),
        markdown(EXERCISE), markdown(START), code("SECRET = 1 + 1"), markdown(END),
        markdown("```{admonition} Key points\n- Two.\n```"),
        markdown("## Bibliography\n\n```{bibliography}\n:filter: docname in docnames\n```"),
        teaching=5, exercises=7,
    )


def write(folder: Path, **books: dict) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, book in books.items():
        path = folder / f"{name.lstrip('_').replace('_', '-')}.ipynb"
        path.write_text(json.dumps(book), encoding="utf-8")
    return folder


def sources(book: dict) -> list[str]:
    return [lessons.source(cell) for cell in book["cells"]]


# --- the students' edition ------------------------------------------------------------------------


def test_students_edition_drops_from_start_to_end_and_nothing_else():
    book = tiny()
    kept = course.students_edition(book)
    assert [text for text in sources(book) if text not in sources(kept)] == [
        START, "SECRET = 1 + 1", END,
    ]
    assert kept["metadata"] == book["metadata"] and kept["nbformat"] == 4


def test_students_edition_leaves_the_notebook_as_it_was():
    book = tiny()
    before = json.dumps(book)
    kept = course.students_edition(book)
    kept["cells"][0]["source"] = "changed"
    assert json.dumps(book) == before


def test_students_edition_reads_lines_as_well_as_text():
    book = notebook(markdown("# A"), markdown(START), code("1"), markdown(END))
    for cell in book["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    assert sources(course.students_edition(book)) == ["# A"]


@given(st.lists(st.sampled_from(["text", "solution"]), max_size=12))
def test_every_solution_goes_and_every_other_cell_stays_in_order(plan):
    cells, expected = [], []
    for number, kind in enumerate(plan):
        if kind == "text":
            cells.append(markdown(f"text {number}"))
            expected.append(f"text {number}")
        else:
            cells += [markdown(START), code(f"secret {number}"), markdown(END)]
    assert sources(course.students_edition(notebook(*cells))) == expected


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([markdown(START), code("1")], "cell 1: the solution that begins here does not end"),
        ([code("1"), markdown(END)], "cell 2: a solution ends that has not begun"),
        ([markdown(START), markdown(START), markdown(END)], "before that of cell 1 has ended"),
        ([markdown(START + "\n\nAnd a bibliography.")], "shares its cell"),
        ([markdown(START), markdown("Well done.\n\n" + END)], "shares its cell"),
        ([markdown("```{solution} sum-one\n42\n```")], "would stay in the students' edition"),
    ],
)
def test_a_solution_that_could_leak_or_take_more_is_refused(cells, said):
    with pytest.raises(CourseError, match=said):
        course.students_edition(notebook(*cells), "07-x.ipynb")


# --- collecting -----------------------------------------------------------------------------------


def test_a_lesson_says_its_title_minutes_and_objectives(tmp_path):
    (lesson,) = course.collect(write(tmp_path, _07_sum=tiny()))
    assert (lesson.name, lesson.title) == ("07-sum", "One and one")
    assert (lesson.teaching, lesson.exercises, lesson.minutes) == (5, 7, 12)
    assert lesson.objectives == ("Add two numbers.", "Rest.")


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (None, ["00-a", "01-b", "02-c"]),
        ("01*", ["01-b"]),
        ("01", ["01-b"]),
        ("01-b.ipynb", ["01-b"]),
        (["02*", "00*"], ["00-a", "02-c"]),
        ("*", ["00-a", "01-b", "02-c"]),
    ],
)
def test_lessons_are_chosen_by_glob_and_kept_in_order(tmp_path, only, found):
    write(tmp_path, _02_c=tiny(), _00_a=tiny(), _01_b=tiny())
    (tmp_path / "draft.ipynb").write_text("not JSON")
    assert [lesson.name for lesson in course.collect(tmp_path, only)] == found


def test_a_glob_that_matches_nothing_is_refused_with_what_there_is(tmp_path):
    write(tmp_path, _00_remittances=tiny())
    with pytest.raises(UnknownNameError, match="00-remittances"):
        course.collect(tmp_path, ["00*", "07*"])
    with pytest.raises(UnknownNameError):
        course.collect(tmp_path, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"cells": [', "is not a notebook"),
        ("<<<<<<< HEAD", "is not a notebook"),
        ('{"worksheets": []}', "no list of cells"),
        (json.dumps(notebook(teaching="ten")), "no whole number of minutes"),
    ],
)
def test_a_notebook_that_is_none_is_refused_by_name(tmp_path, text, said):
    (tmp_path / "03-broken.ipynb").write_text(text)
    with pytest.raises(CourseError, match=said) as caught:
        course.collect(tmp_path)
    assert "03-broken.ipynb" in str(caught.value)


def test_a_folder_without_lessons_is_refused(tmp_path):
    with pytest.raises(CourseError, match="No lesson in"):
        course.collect(tmp_path / "absent")


# --- generated pages ------------------------------------------------------------------------------


def lesson(name: str, **facts) -> course.Lesson:
    facts = {"title": "One | two", "teaching": 10, "exercises": 15, "objectives": ("See *it*.",),
             **facts}
    return course.Lesson(name=name, path=Path(f"{name}.ipynb"), **facts)


def test_the_index_lists_each_lesson_once_with_its_minutes():
    text = pages.index_page([lesson("00-a"), lesson("01-b", objectives=())], ["claims"])
    assert "| {doc}`One \\| two <00-a>` | 10 + 15 | See \\*it\\*. |" in text
    assert "2 lessons,\n50 minutes" in text
    assert re.search(r":caption: Lessons\n\n00-a\n01-b\n```", text)
    assert re.search(r":caption: Reference\n\nclaims\n```", text)
    assert "without their solutions" not in text
    assert "without their solutions" in pages.index_page([lesson("00-a")], students=True)


def row(**facts) -> dict:
    return {
        "id": "O018", "slug": "remittances-1995", "paper": "Overbeek (2002)", "locator": "p. 4",
        "claim": "World remittances came to US$ 70 billion.", "stated_as": "US$ 70 billion",
        "stated": 70.0,
        "unit": "US$ billion", "year": 1995, "then": 94.547, "then_year": 1995.0, "now": 856.6,
        "now_year": 2024, "vintages": 7, "vintages_low": 94.5, "vintages_high": 102.4,
        "beside": "Workers' remittances: 51.6; Aid: 62.4", "verdict": "revised",
        "reason": "Revised | since.", "sources": "World Bank", "topic": "remittances",
        "kind": "level", "code": "migov.claims.get(...)", **facts,
    }


def test_the_claims_page_has_a_row_a_claim_and_the_scoreboard():
    none = float("nan")
    table = pd.DataFrame([
        row(), row(id="O035", slug="fdi-share-1960", verdict="not testable", then=none,
                   then_year=none, vintages=0),
    ])
    text = ledger.claims_page(table)
    assert "[O018](#claim-o018)" in text and "[O035](#claim-o035)" in text
    assert "US\\$ 94.5 billion (1995)" in text and "no figure" in text
    assert text.count("| all | 0 | 1 | 0 | 0 | 1 | 2 | 50 % |") == 2  # by paper, and by kind


def test_every_claim_has_a_page_of_its_own():
    table = pd.DataFrame([row(), row(id="O035", verdict="not testable", vintages=0)])
    written = ledger.written(table, {"O018": "../drawn/O018.png"}, {"01-x": {"O018"}, "02-y": ()})
    assert set(written) == {"claims", "claim/o018", "claim/o035"}
    text = written["claim/o018"]
    assert text.startswith("---\norphan: true\n---\n\n(claim-o018)=\n# O018: ")
    assert "{bdg-info}`revised`" in text
    assert text.count("![") == 1 and "](../drawn/O018.png)" in text
    assert "Revised \\| since." in text and text.count("**Beside it:**") == 2
    assert text.count("**In 7 vintages:**") == 1
    assert "{doc}`/01-x`" in text and "02-y" not in text
    assert "```python\nmigov.claims.get(...)\n```" in text
    assert "![" not in written["claim/o035"] and "**Lessons that treat it:**" not in written[
        "claim/o035"
    ]


def test_a_notebook_names_the_claims_that_it_treats(tmp_path):
    path = tmp_path / "01-x.ipynb"
    path.write_text('"O018 and G053, not OECD 2018 or G0531"', encoding="utf-8")
    assert ledger.named_in(path) == {"O018", "G053"}


def test_the_sources_page_names_every_series_its_terms_and_its_credit():
    text = pages.sources_page(registry.series().values(), registry.publishers().values())
    for each in registry.series().values():
        assert f"`{each.id}`" in text and each.url in text
    assert "Figures from print" not in text
    assert "derived by migov: gfcf\\_share\\_of\\_gdp × gdp × 0.01" in text
    for publisher in {each.publisher.id for each in registry.series().values()}:
        assert registry.publishers()[publisher].licence_url in text


def test_the_sources_page_lists_what_is_only_in_print():
    printed = claims.printed()
    text = pages.sources_page(
        registry.series().values(), registry.publishers().values(), printed
    )
    listed = text.split("## Figures from print")[1]
    for each in printed.to_dict("records"):
        assert markup.cell(each["document"]) in listed and each["url"] in listed
        assert f"| {each['year']}: " in listed


def test_a_figure_next_to_the_papers_is_shown_with_the_decimals_that_differ():
    near = row(unit="ratio", stated=0.5, then=1.53, now=0.4999)
    written = ledger.written(pd.DataFrame([near]), {}, {})
    assert all(text.count("0.4999 (2024)") == 1 for text in written.values())


def test_the_status_page_has_the_table_of_runs_and_the_versions():
    text = pages.status_page({"Python": "3.11.7", "my_st": "1"})
    assert "```{nb-exec-table}\n```" in text
    assert "| Python | 3.11.7 |" in text and "my\\_st" in text


@given(st.text(alphabet="ab |*_`<>[]${}\\\n", max_size=30))
def test_no_text_breaks_out_of_a_table_cell(text):
    cell = markup.cell(text)
    assert "\n" not in cell
    assert not re.search(r"(?<!\\)(?:\\\\)*[|`<$\[]", cell)


# --- what rendering needs -------------------------------------------------------------------------


def test_every_extension_of_the_configuration_is_asked_for():
    text = (notebooks_dir() / "conf.py").read_text(encoding="utf-8")
    block = re.search(r"extensions = \[(.*?)\]", text, re.DOTALL)
    assert block
    named = set(re.findall(r'^    "([\w.]+)"', block[1], re.MULTILINE))
    assert named - set(render.REQUIRED) == {"migov.course.mentions"}


def test_a_missing_package_is_named_with_its_extra(monkeypatch, tmp_path):
    monkeypatch.setattr(render, "find_spec", lambda name: None if name == "myst_nb" else object())
    with pytest.raises(MissingExtraError, match=r"'myst-nb'.*migov\[course\]"):
        course.build(tmp_path / "site")
    assert not list(tmp_path.iterdir())


def test_the_kernel_is_this_interpreter_and_refuses_the_network(tmp_path):
    render.install_kernel(tmp_path)
    spec = json.loads((tmp_path / "kernels" / "python3" / "kernel.json").read_text())
    assert spec["argv"][0] == sys.executable and spec["env"]["MIGOV_OFFLINE"] == "1"


def test_the_fingerprint_moves_with_the_data(monkeypatch, tmp_path):
    before = render.fingerprint()
    assert render.fingerprint() == before
    monkeypatch.setattr(render, "datasets_dir", lambda: tmp_path)
    assert render.fingerprint() != before


@pytest.mark.parametrize(
    ("named", "program"),
    [(render.fingerprint, "networkx"), (render.fingerprint, "pycirclize"),
     (render.rendered_with, "myst-parser"), (render.rendered_with, "pydata-sphinx-theme")],
)  # fmt: skip
def test_another_version_of_what_draws_or_renders_is_another_state(monkeypatch, named, program):
    monkeypatch.setattr(render, "_files", lambda folder, glob: [])
    before, installed = named(), render.version
    monkeypatch.setattr(
        render, "version", lambda name: "999" if name == program else installed(name)
    )
    assert named() != before


def test_a_folder_with_other_files_is_never_replaced(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CourseError, match="not of a migov course"):
        course.build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(CourseError, match="is a file"):
        course.build(tmp_path / "thesis.txt")


def test_a_place_where_nothing_can_be_written_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CourseError, match=r"Nothing can be written in .*Name a folder in a place"):
        course.build(tmp_path / "file" / "site")


def test_a_read_only_folder_is_refused_in_words(tmp_path, monkeypatch):
    def refused(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refused)
    with pytest.raises(CourseError, match=r"Nothing can be written .*Permission denied"):
        course.build(tmp_path / "site")


def test_what_sphinx_says_becomes_progress_and_a_record():
    told: list[str] = []
    run = render.Run()
    for line in [
        "/w/text/01-b.ipynb: Executing notebook using local CWD [mystnb]",
        "/w/text/01-b.ipynb: Executed notebook in 2.31 seconds [mystnb]",
        "/w/text/00-a.ipynb: Using cached notebook: ID=3 [mystnb]",
        "/w/text/02-c.ipynb: WARNING: Executing notebook failed: CellExecutionError [mystnb.exec]",
        "/w/text/index.md:7: WARNING: unknown document: 'x' [ref.doc]",
        "reading sources... [100%] status",
    ]:
        render._note(line, run, told.append)
    assert (run.executed, run.cached, run.failed) == (["01-b"], ["00-a"], ["02-c"])
    assert len(run.complaints) == 1 and "unknown document" in run.complaints[0]
    assert told == ["01-b: running", "01-b: ran in 2.3 s",
                    "00-a: unchanged, taken from the cache", "02-c: failed"]


# --- the claims that a page names -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "count"),
    [
        ("<td>O018</td>", 1),
        ("<caption><strong>O018 remittances-1995</strong></caption>", 1),
        ("<p>O018, O035 and G053</p>", 2),
        ("<p>XO018 O0181 o018 O018x</p>", 0),
        ("<a href='#O018'>O018</a>", 0),
        ("<pre>O018</pre><code><b>O018</b></code>", 0),
        ("<svg><text>O018</text></svg><style>.O018 > td {}</style>", 0),
        ("<pre>O018</pre>O018", 1),
    ],
)
def test_an_id_that_a_cell_puts_out_is_a_link_but_in_links_code_and_drawings(shown, count):
    found = mentions.in_html(shown, {"O018": "claim/o018.html", "O035": "claim/o035.html"})
    assert found.count('<a class="reference internal" href="claim/o0') == count
    assert re.sub(r'<a class="reference internal" href="[^"]*">(\w+)</a>', r"\1", found) == shown


@given(st.text(alphabet="<>/apre O018&\n'", max_size=60))
def test_output_is_only_ever_added_to(shown):
    found = mentions.in_html(shown, {"O018": "x.html"})
    assert re.sub(r'<a class="reference internal" href="x.html">O018</a>', "O018", found) == shown


def test_a_page_links_to_the_pages_that_the_site_has_and_not_to_itself():
    found = mentions.known({"index", "claim/o018", "claim/g053"}, "claim/g053", "../{}".format)
    assert found == {"O018": "../claim/o018"}


# --- links that lead nowhere ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("b.html", ""), ("b.html#here", ""), ("#top", ""), ("#", ""), ("sub/c.html", ""),
        ("b.html?highlight=x#here", ""), ("b%2Ehtml", ""), ("b.html#%C3%A9", ""),
        ("https://example.org/b.html", ""), ("//example.org", ""), ("mailto:a@b", ""),
        ("absent.html", "no such file"), ("sub", "no such file"),
        ("b.html#there", "no such place on the page"), ("#there", "no such place on the page"),
        ("../b.html", "outside the site"),
    ],
)  # fmt: skip
def test_a_link_is_followed_to_its_file_and_its_place(tmp_path, link, why):
    site = tmp_path / "site"
    (site / "sub").mkdir(parents=True)
    (tmp_path / "b.html").write_text("beside the site")
    (site / "a.html").write_text(f'<h1 id="here">A</h1><a href="{link}">x</a>')
    (site / "b.html").write_text('<h1 id="here">B</h1><a name="\u00e9"></a>', encoding="utf-8")
    (site / "sub" / "c.html").write_text('<a href="../a.html#here">back</a>')
    assert links.broken(site) == ([f"a.html: {link} ({why})"] if why else [])


def test_a_picture_or_script_that_is_not_there_is_found(tmp_path):
    (tmp_path / "a.html").write_text("<img src='x.png'><script src='y.js'></script>")
    assert links.broken(tmp_path) == [
        "a.html: x.png (no such file)", "a.html: y.js (no such file)",
    ]  # fmt: skip


# --- a site that stands ---------------------------------------------------------------------------


def touched(site: Path) -> None:
    (site / "a.html").write_text("other", encoding="utf-8")


def lost(site: Path) -> None:
    (site / "sub" / "b.html").unlink()


def moved(site: Path) -> None:
    (site / "sub" / "b.html").rename(site / "b.html")


def joined(site: Path) -> None:
    (site / "notes.txt").write_text("mine", encoding="utf-8")


def of_an_earlier_migov(site: Path) -> None:
    (site / place.MARK).write_text("A migov course (course).\n", encoding="utf-8")


@pytest.mark.parametrize("change", [None, touched, lost, moved, joined, of_an_earlier_migov])
def test_a_site_stands_if_it_is_as_it_was_signed(tmp_path, change):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.html").write_text("a", encoding="utf-8")
    (tmp_path / "sub" / "b.html").write_text("b", encoding="utf-8")
    place.sign(tmp_path, "course", "this")
    assert place.stands(tmp_path, "this") and not place.stands(tmp_path, "that")
    if change:
        change(tmp_path)
        assert not place.stands(tmp_path, "this")


def test_what_was_never_signed_does_not_stand(tmp_path):
    assert not place.stands(tmp_path, "this")
    assert not place.stands(tmp_path / "absent", "this")


# --- the claims' pictures -------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "at_once", "processes"), [(0, 2, 0), (1, 4, 1), (50, 2, 2)])
def test_each_picture_is_drawn_once_by_so_many_processes(
    monkeypatch, tmp_path, count, at_once, processes
):
    monkeypatch.setattr(
        drawing, "_DRAW", "import os, sys; from pathlib import Path; "
        "[Path(name).write_text(f'{os.getpid()} {sys.argv[1]}') for name in sys.argv[2:]]",
    )  # fmt: skip
    names = [f"O{number:03}" for number in range(count)]
    drawing.draw_all(names, tmp_path, {**render.environment(tmp_path)}, at_once)
    drawn = {path.name: path.read_text().split() for path in tmp_path.iterdir()}
    assert sorted(drawn) == names
    assert {folder for _, folder in drawn.values()} <= {str(tmp_path)}
    assert len({process for process, _ in drawn.values()}) == processes


def test_a_picture_that_cannot_be_drawn_is_told_in_words(monkeypatch, tmp_path):
    monkeypatch.setattr(drawing, "_DRAW", "raise ValueError('no ink')")
    with pytest.raises(CourseError, match=r"could not be drawn: ValueError: no ink\. If that"):
        drawing.draw_all(["O018"], tmp_path, render.environment(tmp_path), 1)


def test_the_claim_that_cannot_be_drawn_is_named(tmp_path):
    (tmp_path / "O035.png").mkdir()  # which no picture can take the place of
    with pytest.raises(CourseError) as caught:
        drawing.draw_all(["O018", "O035"], tmp_path, render.environment(tmp_path), 1)
    said = str(caught.value)
    assert said.startswith("The claims could not be drawn: migov.claims.get('O035').plot() fails: ")
    assert "O018" not in said and (tmp_path / "O018.png").is_file()


def test_a_process_ends_with_the_block_that_is_interrupted(tmp_path):
    asked = [sys.executable, "-c", "import time; time.sleep(600)"]
    with (
        pytest.raises(KeyboardInterrupt),
        processes.started(asked, os.environ, tmp_path, *[subprocess.DEVNULL] * 2) as process,
    ):
        raise KeyboardInterrupt
    assert process.wait(timeout=30) != 0


def test_what_was_recorded_of_claims_is_not_checked_again(monkeypatch, tmp_path):
    findings = claims.findings
    monkeypatch.setattr(claims, "findings", lambda: findings(["O018"]))
    monkeypatch.setattr(drawing, "draw_all", lambda *_: None)
    course._check_claims(tmp_path, print)
    code = claims.get("O018").code()
    monkeypatch.delattr(claims.Claim, "check")
    again = ledger.written(course._check_claims(tmp_path, print), {}, {})
    assert f"```python\n{code}\n```" in again["claim/o018"]


def test_a_record_of_claims_that_is_not_whole_is_not_taken(monkeypatch, tmp_path):
    def half(table: pd.DataFrame, path: Path, **_) -> None:
        path.write_text('[{"id": "O0', encoding="utf-8")
        raise KeyboardInterrupt

    findings, told = claims.findings, []
    monkeypatch.setattr(claims, "findings", lambda: findings(["O044"]))
    monkeypatch.setattr(drawing, "draw_all", lambda *_: None)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(pd.DataFrame, "to_json", half)
        course._check_claims(tmp_path, told.append)
    assert course._check_claims(tmp_path, told.append)["id"].tolist() == ["O044"]
    assert "claims: unchanged, taken from the cache" not in told


@pytest.mark.slow
def test_a_picture_is_that_of_the_library_whatever_its_reader_set_up(monkeypatch, tmp_path):
    import matplotlib.pyplot as plt
    from PIL import Image, ImageChops

    from migov import plots

    (tmp_path / "matplotlibrc").write_text("lines.dash_capstyle: round\naxes.facecolor: red\n")
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path))
    (tmp_path / "drawn").mkdir()
    drawing.draw_all(["O018"], tmp_path / "drawn", render.environment(tmp_path), 1)
    with plots.style():
        figure, ax = plt.subplots()
        plots.claim(claims.get("O018").check(), ax, grow=True)
        figure.savefig(tmp_path / "here.png", dpi=130)
        plt.close(figure)
    here, there = (Image.open(tmp_path / name) for name in ("here.png", "drawn/O018.png"))
    assert here.size == there.size
    assert ImageChops.difference(here, there).getbbox() is None


# --- builds that share a folder -------------------------------------------------------------------


def test_a_build_waits_for_its_turn_and_says_so(tmp_path):
    first, told = Event(), []

    def second() -> None:
        with place.turn(tmp_path / "other", lambda line: (told.append(line), first.set())):
            told.append("begins")

    with ThreadPoolExecutor() as pool:
        with place.turn(tmp_path / "site", told.append) as work:
            waiting = pool.submit(second)
            assert first.wait(timeout=30)
            told.append("ends")
        waiting.result(timeout=30)
    assert told == [
        f"another build is at work in {work}: this one begins when that has ended",
        "ends", "begins",
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="no signal of that kind")
def test_the_turn_of_a_build_that_is_killed_falls_to_the_next(tmp_path):
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom migov.course import place\n"
        "with place.turn(Path(sys.argv[1]), print):\n"
        "    print('mine', flush=True)\n    time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "site")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "mine\n"
        other.send_signal(signal.SIGKILL)
        other.wait()
    told: list[str] = []
    with place.turn(tmp_path / "site", told.append):
        assert not told


def test_what_a_killed_build_left_is_put_back_and_cleared_away(tmp_path):
    with place.turn(tmp_path / "site", print) as work:
        for left in ("old-a/site", "old-b/other", "course/site-c", "students/site-d"):
            (work / left).mkdir(parents=True)
            (work / left / "index.html").write_text(left, encoding="utf-8")
    (tmp_path / "other").mkdir()
    with place.turn(tmp_path / "students", print):
        assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "old-a/site"
        assert not list((tmp_path / "other").iterdir())  # made anew since
        assert sorted(path.name for path in work.rglob("*") if path.is_dir()) == [
            "course", "students"
        ]  # fmt: skip


def test_a_site_on_its_way_out_comes_back_if_the_exchange_is_interrupted(monkeypatch, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "new").mkdir()
    (tmp_path / "site/index.html").write_text("old", encoding="utf-8")
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        place.swap(tmp_path / "new", tmp_path / "site", tmp_path)
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "old"


# --- a build, from end to end ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One tiny lesson, built in both editions and the first of them twice."""
    folder = tmp_path_factory.mktemp("course")
    books = write(folder / "books", _00_sum=tiny(), _01_other=tiny())
    told: list[str] = []
    # So that a change to migov in the middle of the tests does not empty the cache.
    state = render.fingerprint()
    patched = pytest.MonkeyPatch()
    patched.setattr(render, "fingerprint", lambda: state)
    # Two findings show the page as well as all of them do.
    findings = claims.findings
    patched.setattr(claims, "findings", lambda: findings(["O018", "O035"]))
    first = course.build(folder / "site", only="00*", notebooks=books, progress=told.append)
    again = course.build(folder / "site", only="00*", notebooks=books)
    students = course.build(folder / "students", only="00*", students=True, notebooks=books)
    yield SimpleNamespace(folder=folder, books=books, told=told, first=first, again=again,
                          students=students)
    patched.undo()


@pytest.mark.slow
def test_a_build_says_what_it_did(built):
    assert built.first.executed == ("00-sum",) and built.first.cached == ()
    assert built.again.executed == () and built.again.cached == ("00-sum",)
    assert built.again.seconds < built.first.seconds
    assert built.first.index == built.folder / "site" / "index.html"
    site = built.folder / "site"
    written = {path for path in site.rglob("*.html") if "_static" not in path.parts}
    assert built.first.pages == len(written)
    assert {site / "claim" / "o018.html", site / "claim" / "o035.html"} <= written
    assert "00-sum: running" in built.told


@pytest.mark.slow
def test_a_build_has_every_page_and_only_the_lessons_asked_for(built):
    names = {path.stem for path in (built.folder / "site").glob("*.html")}
    assert {"index", "00-sum", "claims", "glossary", "sources", "status"} <= names
    assert "01-other" not in names
    page = (built.folder / "site" / "00-sum.html").read_text(encoding="utf-8")
    assert "remittances" in page and "Fig. 1" in page and "Overbeek" in page
    assert "SECRET" in page


ID = r"[OG]\d{3}[a-z]?"


class Named(HTMLParser):
    """The ids of claims in the text of a page: those linked, and those that are not."""

    VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                      "path", "source", "wbr"})  # fmt: skip
    APART = frozenset({"title", "script", "pre", "h1", "h2", "h3", "h4"})

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.within: list[tuple[str, str | None]] = []
        self.linked: list[tuple[str, str]] = []
        self.plain: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.places |= {dict(attrs).get("id") or ""}
        if tag not in self.VOID:
            self.within.append((tag, dict(attrs).get("href")))

    def handle_endtag(self, tag):
        while self.within and self.within.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tags = {tag for tag, _ in self.within}
        for name in re.findall(rf"\b{ID}\b", data):
            if "a" in tags:
                self.linked.append((name, next(to for tag, to in self.within[::-1] if tag == "a")))
            elif not tags & self.APART:
                self.plain.append(name)


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["site", "students"])
def test_a_claim_that_a_lesson_names_is_a_link_if_it_has_a_page(built, edition):
    seen = Named(built.folder / edition / "00-sum.html")
    own = [(name, to) for name, to in seen.linked if not to.startswith(("http", "#"))]
    # In a sentence and on the card of a finding; in backticks and in a table.
    assert own.count(("O018", "claim/o018.html")) == 2
    assert own.count(("O035", "claim/o035.html")) == 2
    assert len(own) == 4
    # One that has no page here, and an argument of a call.
    assert sorted(seen.plain) == ["G053", "O018"]
    page = (built.folder / edition / "00-sum.html").read_text(encoding="utf-8")
    assert f'title="{claims.get("O018").text}"' in page
    # Whoever takes the notebook along takes the words as they were written.
    kept = lessons.read(built.folder / edition / "_sources" / "00-sum.ipynb")
    assert any(NAMED in text for text in sources(kept))


@pytest.mark.slow
def test_a_page_of_a_claim_does_not_link_to_itself(built):
    seen = Named(built.folder / "site" / "claim" / "o018.html")
    assert "o018.html" not in {to for _, to in seen.linked}


@pytest.mark.slow
def test_a_claim_that_the_ledger_has_not_stops_the_build(built):
    books = write(built.folder / "named", _00_sum=notebook(markdown("# A\n\nAs O999 says.")))
    with pytest.raises(CourseError, match=r"00-sum.*the claim O999 is named here, and the ledger"):
        course.build(built.folder / "named-site", notebooks=books)
    assert not (built.folder / "named-site").exists()


@pytest.mark.slow
def test_a_link_that_leads_nowhere_stops_the_build(built):
    text = "# A\n\n<a href='absent.html'>away</a>"
    books = write(built.folder / "dead", _00_sum=notebook(markdown(text)))
    with pytest.raises(CourseError, match=r"00-sum\.html: absent\.html \(no such file\)"):
        course.build(built.folder / "dead-site", notebooks=books)
    assert not (built.folder / "dead-site").exists()


@pytest.mark.slow
def test_two_builds_at_once_in_one_folder_both_come_out_whole(built):
    begun = Event()
    told: dict[str, list[str]] = {"one": [], "two": []}

    def build(name: str, only: str) -> course.CourseReport:
        def say(line: str) -> None:
            told[name].append(line)
            begun.set()

        return course.build(built.folder / name, only, notebooks=built.books, progress=say)

    with ThreadPoolExecutor() as pool:
        one = pool.submit(build, "one", "00*")
        assert begun.wait(timeout=60)
        two = pool.submit(build, "two", "01*")
        assert {one.result().index.parent.name, two.result().index.parent.name} == {"one", "two"}
    assert "another build is at work" in told["two"][0]
    assert "another build" not in " ".join(told["one"])
    for name, has, lacks in (("one", "00-sum", "01-other"), ("two", "01-other", "00-sum")):
        assert "SECRET" in (built.folder / name / f"{has}.html").read_text(encoding="utf-8")
        assert not (built.folder / name / f"{lacks}.html").exists()
        assert links.broken(built.folder / name) == []


# The smallest picture, in place of what a lesson draws.
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The site of every lesson's words, with a picture in place of what its code would draw."""
    folder = tmp_path_factory.mktemp("words")
    books = {}
    for each in course.collect(notebooks_dir()):
        book = lessons.read(each.path)
        for cell in book["cells"]:
            if "figure" in cell["metadata"].get("mystnb", {}):
                cell["outputs"] = [{"output_type": "display_data", "metadata": {},
                                    "data": {"image/png": PNG}}]  # fmt: skip
        books[f"_{each.name}"] = book
    write(folder / "books", **books)
    conf = (notebooks_dir() / "conf.py").read_text(encoding="utf-8")
    (folder / "books" / "conf.py").write_text(conf + '\nnb_execution_mode = "off"\n', "utf-8")

    def unchecked(kept, say):
        (kept / "drawn").mkdir(exist_ok=True)
        return pd.DataFrame([row(id=each.id, slug=each.slug) for each in on_record().values()])

    patched = pytest.MonkeyPatch()
    patched.setattr(course, "_check_claims", unchecked)
    report = course.build(folder / "site", notebooks=folder / "books")
    yield SimpleNamespace(site=folder / "site", report=report)
    patched.undo()


@pytest.mark.slow
def test_every_claim_that_a_lesson_names_leads_to_its_page(words):
    found = 0
    for each in course.collect(notebooks_dir()):
        seen = Named(words.site / f"{each.name}.html")
        book = lessons.read(each.path)
        texts = [lessons.source(cell) for cell in book["cells"] if cell["cell_type"] == "markdown"]
        texts += [
            cell["metadata"]["mystnb"]["figure"]["caption"] for cell in book["cells"]
            if "figure" in cell["metadata"].get("mystnb", {})
        ]  # fmt: skip
        # Without the marks of directives, and without code unless it is an id alone.
        said = re.sub(r"^(?:`{3}|:{3}).*$", "", "\n".join(texts), flags=re.MULTILINE)
        said = re.sub(
            r"`([^`\n]+)`", lambda part: part[1] if re.fullmatch(ID, part[1]) else "", said
        )
        named = re.findall(rf"\b{ID}\b", said)
        goals = [(name, to) for name, to in seen.linked if to.startswith("claim/")]
        assert sorted(name for name, _ in goals) == sorted(named), each.name
        for name, to in goals:
            page = words.site / to.partition("#")[0]
            assert to == f"claim/{name.lower()}.html"
            assert f"claim-{name.lower()}" in Named(page).places
        found += len(goals)
    assert found > 50


@pytest.mark.slow
def test_no_link_of_the_whole_site_leads_nowhere(words):
    assert links.broken(words.site) == []
    assert words.report.pages > len(on_record())


@pytest.mark.slow
def test_a_build_with_nothing_changed_leaves_the_site_and_any_change_makes_it_anew(built):
    books = write(built.folder / "kept", _00_sum=notebook(markdown("# A"), code("1 + 1")))
    site = built.folder / "kept-site"
    told: list[str] = []

    def made_anew(**asked) -> bool:
        before = site.stat().st_ino
        told.clear()
        course.build(site, notebooks=books, progress=told.append, **asked)
        return site.stat().st_ino != before

    course.build(site, notebooks=books)
    assert not made_anew()
    assert "nothing has changed since this site was built: it stays" in told
    assert made_anew(clean=True) and "00-sum: running" in told
    write(books, _00_sum=notebook(markdown("# B"), code("1 + 1")))
    assert made_anew() and ">B<" in (site / "00-sum.html").read_text(encoding="utf-8")
    assert "00-sum: unchanged, taken from the cache" in told  # its code is the same
    (books / "_static").mkdir()
    (books / "_static" / "extra.css").write_text("p { color: red }", encoding="utf-8")
    assert made_anew() and "00-sum: unchanged, taken from the cache" in told


@pytest.mark.slow
def test_a_lesson_runs_again_when_a_file_that_it_may_read_has_changed(built):
    shown = code("print('It says', open('beside.csv').read())")
    books = write(built.folder / "reads", _00_sum=notebook(markdown("# A"), shown))
    site = built.folder / "reads-site"
    for word, executed in (("one", ("00-sum",)), ("one", ()), ("two", ("00-sum",))):
        (books / "beside.csv").write_text(word, encoding="utf-8")
        assert course.build(site, notebooks=books).executed == executed
        assert f"It says {word}" in (site / "00-sum.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_lesson_whose_kernel_ends_is_named_and_the_others_are_kept(built):
    end = notebook(markdown("# A"), code("import os\nos._exit(1)"))
    books = write(built.folder / "ends", _00_end=end, _01_sum=notebook(markdown("# B"), code("1")))
    with pytest.raises(CourseError, match=r"00-end\.ipynb fails: its kernel ended"):
        course.build(built.folder / "ends-site", notebooks=books)
    write(books, _00_end=notebook(markdown("# A"), code("2")))
    again = course.build(built.folder / "ends-site", notebooks=books)
    assert (again.executed, again.cached) == (("00-end",), ("01-sum",))


@pytest.mark.slow
@pytest.mark.skipif(render.at_once() < 2, reason="one core runs one lesson at a time")
def test_lessons_run_at_the_same_time_and_each_is_told_once(built):
    meet = (
        "import time\nfrom pathlib import Path\nPath('{0}').touch()\nlimit = time.time() + 60\n"
        "while not Path('{1}').exists():\n    assert time.time() < limit\n    time.sleep(0.1)"
    )
    books = write(
        built.folder / "pair",
        _00_one=notebook(markdown("# A"), code(meet.format("one.met", "two.met"))),
        _01_two=notebook(markdown("# B"), code(meet.format("two.met", "one.met"))),
    )
    told: list[str] = []
    report = course.build(built.folder / "pair-site", notebooks=books, progress=told.append)
    assert report.executed == ("00-one", "01-two") and report.cached == ()
    told = [line for line in told if re.match(r"0[01]-", line)]
    assert sorted(told[:2]) == ["00-one: running", "01-two: running"]
    assert sorted(re.sub(r"[\d.]+ s$", "", line) for line in told[2:]) == [
        "00-one: ran in ", "01-two: ran in ",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_backend_style_and_cache_of_the_users_do_not_reach_the_kernels(built, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "Agg")
    for name, setting in (("MATPLOTLIBRC", "axes.facecolor: red"),
                          ("XDG_CONFIG_HOME", "axes.edgecolor: red"),
                          ("MIGOV_CACHE", "what was fetched")):  # fmt: skip
        (built.folder / name / "matplotlib").mkdir(parents=True)
        for place_of in (built.folder / name, built.folder / name / "matplotlib"):
            (place_of / "matplotlibrc").write_text(f"{setting}\n", encoding="utf-8")
        monkeypatch.setenv(name, str(built.folder / name))
    told = (
        "import os\nimport matplotlib as mpl\nimport migov\n"
        "print('backend', mpl.get_backend())\n"
        "print('face', mpl.rcParams['axes.facecolor'], mpl.rcParams['axes.edgecolor'])\n"
        "print('fetched', [*migov.config.cache.glob('*')])"
    )
    drawn = "import matplotlib.pyplot as plt\nplt.subplots(figsize=(2, 1))[1].plot([1, 2]);"
    books = write(
        built.folder / "users", _00_sum=notebook(markdown("# A"), code(drawn), code(told))
    )
    course.build(built.folder / "users-site", notebooks=books)
    page = (built.folder / "users-site" / "00-sum.html").read_text(encoding="utf-8")
    assert "face white black" in page and "fetched []" in page
    assert not re.search("backend agg", page, re.IGNORECASE) and "backend " in page
    # Under Agg a notebook shows no figure at all.
    output = page.partition("plt")[2]
    assert re.search(r'<img[^>]*src="_images/[0-9a-f]+\.png"', output)


@pytest.mark.slow
def test_nothing_of_a_solution_is_in_the_students_site(built):
    for path in (built.folder / "students").rglob("*"):
        if path.is_file():
            assert b"SECRET" not in path.read_bytes(), path
    assert (built.folder / "students" / "_sources" / "00-sum.ipynb").is_file()


@pytest.mark.slow
def test_a_build_writes_nothing_beside_the_notebooks(built):
    assert sorted(path.name for path in built.books.iterdir()) == [
        "00-sum.ipynb", "01-other.ipynb",
    ]
    assert json.loads((built.books / "00-sum.ipynb").read_text()) == tiny()


@pytest.mark.slow
def test_a_failing_notebook_is_named_and_the_old_site_stays(built):
    site = built.folder / "site"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    books = write(
        built.folder / "broken",
        _00_sum=notebook(markdown("# A"), code("import migov"),
                         code("# the line below fails\nmigov.load('remitances')")),
        _01_other=notebook(markdown("# B"), code("1 / 0")),
    )
    with pytest.raises(CourseError) as caught:
        course.build(site, notebooks=books)
    said = str(caught.value)
    assert "00-sum.ipynb fails in cell 3 (\"migov.load('remitances')\")" in said
    assert "UnknownNameError: Unknown series 'remitances'" in said
    assert "01-other.ipynb fails in cell 2 ('1 / 0'): ZeroDivisionError: division by zero" in said
    assert f"{site} is as it was before" in said and "site-" not in said
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_a_warning_stops_the_build_and_is_shown(built):
    books = write(built.folder / "warned", _00_sum=notebook(markdown("# A\n\n{doc}`absent`")))
    with pytest.raises(CourseError, match=r"00-sum\.ipynb:\d+: WARNING: unknown document"):
        course.build(built.folder / "warned-site", notebooks=books)
    assert not (built.folder / "warned-site").exists()


@pytest.mark.slow
def test_a_build_that_fails_says_what_it_leaves_and_names_no_folder_of_its_own(built):
    books = write(built.folder / "first", _00_sum=notebook(markdown("# A\n\n{doc}`absent`")))
    with pytest.raises(CourseError) as caught:
        course.build(built.folder / "first-site", notebooks=books)
    said = str(caught.value)
    assert f"{built.folder / 'first-site'} was not made." in said
    assert ".migov-course" not in said and "as it was before" not in said


@pytest.mark.slow
def test_the_status_page_says_in_words_that_a_notebook_ran(built):
    page = (built.folder / "site" / "status.html").read_text(encoding="utf-8")
    assert re.search(r"<td>(?:<p>)?yes", page)
    assert not re.search("[\u2705\u274c]", page)


class Loaded(HTMLParser):
    """Addresses that a browser fetches by itself when it opens a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag in {"script", "img", "iframe", "source", "video", "audio", "embed"}:
            self.found.append(facts.get("src") or "")
        if tag == "link" and facts.get("rel") not in {"index", "search", "next", "prev"}:
            self.found.append(facts.get("href") or "")


@pytest.mark.slow
def test_no_page_names_another_host_for_what_it_loads(built):
    site = built.folder / "site"
    for path in site.glob("*.html"):
        seen = Loaded()
        seen.feed(path.read_text(encoding="utf-8"))
        assert len(seen.found) > 3
        assert not [each for each in seen.found if re.match(r"(?:https?:)?//", each)], path.name
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", text), path.name


def opened(page: Path, folder: Path, place: str = "") -> tuple[str, set[str]]:
    """What a browser makes of a page, and the addresses that it asks the network for."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("chromium is not installed, so no page can be opened")
    log = folder / "net.json"
    found = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-default-apps", f"--user-data-dir={folder / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost", f"--log-net-log={log}",
            "--virtual-time-budget=8000", "--dump-dom", page.as_uri() + place,
        ],
        check=True, capture_output=True, timeout=180, encoding="utf-8",
    )
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = [event["params"] for event in events if "url" in event.get("params", {})]
    # What the browser asks on its own account (the time, its updates) is "not an origin".
    return found.stdout, {
        facts["url"] for facts in asked
        if facts.get("initiator", "not an origin") != "not an origin"
        and re.match(r"(?:https?|wss?|ftp):", facts["url"])
    }


@pytest.mark.slow
@pytest.mark.parametrize("page", ["index", "00-sum", "claims", "claim/o018"])
def test_a_page_opens_from_its_folder_without_asking_another_host(built, tmp_path, page):
    seen, asked = opened(built.folder / "site" / f"{page}.html", tmp_path)
    assert "</html>" in seen
    assert not asked
    if page == "00-sum":
        assert "<mjx-container" in seen  # MathJax, from the site's own file, has set the formula
    if page == "claims":
        assert "2 of 2 claims" in seen  # the search box counts the rows that it shows


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("find=o18", ["O018"]), ("find=remittances+1995", ["O018"]),
        ("find=overbeek+2002", ["O018", "O035"]), ("find=formation&verdict=revised", []),
        ("verdict=revised", ["O018"]), ("find=O018&verdict=not+testable", []),
        ("find=nothing+of+the+kind", []), ("verdict=absent", ["O018", "O035"]),
    ],
)  # fmt: skip
def test_the_ledger_is_searched_without_a_network(built, tmp_path, asked, shown):
    page, network = opened(built.folder / "site" / "claims.html", tmp_path, f"#{asked}")
    table = page.partition("course-claims")[2].partition("</table>")[0]
    rows = re.findall(r"<tr([^>]*)><td><p><a[^>]*>(?:<span[^>]*>)?(\w+)<", table)
    assert [name for _, name in rows] == ["O018", "O035"]
    assert [name for marks, name in rows if "hidden" not in marks] == shown
    assert f"{len(shown)} of 2 claims" in page and not network


@pytest.mark.slow
def test_a_page_that_asks_another_host_would_be_found_out(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html><script src='https://example.org/x.js'></script></html>")
    assert opened(page, tmp_path)[1] == {"https://example.org/x.js"}
