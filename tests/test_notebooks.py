"""Every lesson keeps to the form of a lesson; that each runs is shown by building the course."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from migov import claims, registry
from migov.claims.ledger import select
from migov.config import notebooks_dir
from migov.course import collect, students_edition

LESSONS = collect(notebooks_dir())
LOADING = re.compile(r"migov\.(?:load|panel|matrix|revisions)\b")
DRAWING = re.compile(
    r"plots\.(?:lines|bars|vintages|claim|heat|alluvial|chord|ranks)\(|maps\.\w+\("
    r"|\.plot\(|\bsns\.\w+\(|plt\.subplots\("
)
# Claims whose figure is too odd to stand in a lesson's code for anything else.
STATED = ("O018", "O019", "O035", "O037", "O057", "G067")
HIDDEN = {"hide-input", "remove-input", "hide-cell", "remove-cell"}
PUBLISHERS = ("World Bank", "UN DESA", "United Nations", "UNCTAD", "UNHCR")
WIDTH = 92  # characters of code that a rendered page shows with little scrolling

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def book(lesson) -> nbformat.NotebookNode:
    return nbformat.read(lesson.path, as_version=nbformat.NO_CONVERT)


def prose(lesson) -> list[str]:
    return [cell.source for cell in book(lesson).cells if cell.cell_type == "markdown"]


def code(lesson) -> list[nbformat.NotebookNode]:
    return [cell for cell in book(lesson).cells if cell.cell_type == "code"]


def shown(lesson) -> list[nbformat.NotebookNode]:
    """The code cells that a student sees before any solution is opened."""
    kept = students_edition(book(lesson), lesson.name)["cells"]
    return [cell for cell in kept if cell["cell_type"] == "code"]


def figures(lesson) -> list[dict]:
    found = [cell.metadata.get("mystnb", {}).get("figure") for cell in code(lesson)]
    return [figure for figure in found if figure]


def test_lessons_are_numbered_from_nought_without_a_gap():
    assert [lesson.name[:2] for lesson in LESSONS] == [f"{n:02d}" for n in range(len(LESSONS))]


@each_lesson
def test_it_is_a_valid_notebook_with_cell_ids(lesson):
    found = book(lesson)
    nbformat.validate(found)
    assert (found.nbformat, found.nbformat_minor) >= (4, 5)
    assert len({cell.id for cell in found.cells}) == len(found.cells)


@each_lesson
def test_it_is_stored_without_outputs(lesson):
    for cell in code(lesson):
        assert not cell.outputs and cell.execution_count is None, cell.source
    assert "widgets" not in book(lesson).metadata


@each_lesson
def test_it_runs_on_whatever_python_renders_it(lesson):
    assert book(lesson).metadata.kernelspec.name == "python3"


@each_lesson
def test_it_says_its_minutes_and_teaches_in_under_thirty(lesson):
    assert 0 < lesson.teaching < 30
    assert 0 < lesson.exercises < 60


@each_lesson
def test_it_has_one_title_objectives_first_and_key_points_last(lesson):
    texts = prose(lesson)
    assert texts[0].startswith("# ")
    assert len(re.findall(r"^# ", "\n".join(texts), re.MULTILINE)) == 1
    assert len(lesson.objectives) >= 2
    order = [next(n for n, text in enumerate(texts) if words in text) for words in
             ("{admonition} Learning objectives", "{exercise}", "{admonition} Key points",
              "{bibliography}")]
    assert order == sorted(order) and order[0] <= 1


@each_lesson
def test_imports_come_first(lesson):
    first, *rest = code(lesson)
    tree = ast.parse(first.source)
    assert any(isinstance(line, ast.Import | ast.ImportFrom) for line in tree.body)
    for cell in rest:
        lines = re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.MULTILINE)
        late = [line for line in ast.walk(ast.parse(lines))
                if isinstance(line, ast.Import | ast.ImportFrom)]
        assert not late, cell.source


@each_lesson
def test_it_has_exercises_and_each_has_its_solution(lesson):
    text = "\n".join(prose(lesson))
    exercises = re.findall(r"\{exercise\}[^\n]*\n:label: (\S+)", text)
    solutions = re.findall(r"\{solution-start\} (\S+)\n:class: dropdown", text)
    assert len(exercises) >= 2
    assert Counter(exercises) == Counter(solutions)
    assert "solution" not in "\n".join(
        cell["source"] for cell in students_edition(book(lesson), lesson.name)["cells"]
    )


@each_lesson
def test_it_loads_data_where_it_can_be_seen(lesson):
    seen = [cell for cell in shown(lesson) if not HIDDEN & set(cell["metadata"].get("tags", ()))]
    assert any(LOADING.search(cell["source"]) for cell in seen)
    for cell in code(lesson):
        if HIDDEN & set(cell.metadata.get("tags", ())):
            assert not LOADING.search(cell.source), f"hidden: {cell.source}"


@each_lesson
def test_it_reads_no_file_and_no_address(lesson):
    for cell in code(lesson):
        assert not re.search(r"read_(?:csv|excel|parquet|json)\(|open\(|https?://", cell.source)


@each_lesson
def test_every_figure_is_named_captioned_and_spoken_of(lesson):
    text = "\n".join(prose(lesson))
    assert figures(lesson)
    for figure in figures(lesson):
        assert f"{{numref}}`{figure['name']}`" in text, figure["name"]
        assert re.search("version|revision|vintage", figure["caption"]), figure["name"]
        assert any(name in figure["caption"] for name in PUBLISHERS), figure["name"]
    for cell in shown(lesson):
        if DRAWING.search(cell["source"]):
            assert cell["metadata"].get("mystnb", {}).get("figure"), cell["source"]


@each_lesson
def test_every_version_in_a_caption_exists(lesson):
    known = {name for series in registry.series().values() for name in series.versions}
    for figure in figures(lesson):
        named = re.findall(r"\b\d{4}-\d\d\b", figure["caption"])
        named += re.findall(r"(?:version|revision of) (\d{4})\b(?!-)", figure["caption"])
        assert set(named) <= known, figure["caption"]


@each_lesson
def test_what_a_paper_states_is_taken_from_the_ledger_and_not_typed(lesson):
    ledger = [claims.get(name) for name in STATED]
    stated = {float(claim.stated) for claim in ledger}
    for cell in code(lesson):
        typed = {float(part.value) for part in ast.walk(ast.parse(cell.source))
                 if isinstance(part, ast.Constant) and type(part.value) in (int, float)}
        assert not typed & stated, cell.source


@each_lesson
def test_code_fits_the_page(lesson):
    for cell in code(lesson):
        if not HIDDEN & set(cell.metadata.get("tags", ())):
            assert all(len(line) <= WIDTH for line in cell.source.splitlines()), cell.source


@each_lesson
def test_it_links_to_no_other_lesson(lesson):
    text = "\n".join(prose(lesson))
    assert "{doc}" not in text and ".ipynb" not in text and not re.search(r"\]\(\d\d-", text)


@each_lesson
def test_every_work_and_term_is_known(lesson):
    text = "\n".join(prose(lesson))
    works = set(re.findall(r"^@\w+\{([^,]+),", read("references.bib"), re.MULTILINE))
    cited = {key.strip() for keys in re.findall(r"\{cite:\w+\}`([^`]+)`", text)
             for key in keys.split(",")}
    assert cited and cited <= works
    terms = set(re.findall(r"^(\S.*)$", glossary(), re.MULTILINE))
    used = {(re.search(r"<(.+)>", term) or [term, term])[1]
            for term in re.findall(r"\{term\}`([^`]+)`", text)}
    assert {term.casefold() for term in used} <= {
        term.replace("\\", "").casefold() for term in terms
    }


@each_lesson
def test_every_claim_that_it_names_is_on_the_ledger(lesson):
    named = re.findall(r"\b[OG]\d{3}[a-z]?\b", lesson.path.read_text(encoding="utf-8"))
    assert named and not set(named) - {claim.id for claim in select()}


def test_labels_of_figures_and_exercises_are_used_once():
    names = [figure["name"] for lesson in LESSONS for figure in figures(lesson)]
    for lesson in LESSONS:
        names += re.findall(r"\n:label: (\S+)", "\n".join(prose(lesson)))
    assert not [name for name, count in Counter(names).items() if count > 1]


def test_the_glossary_is_in_alphabetical_order():
    entries = [block.split("\n")[0] for block in glossary().strip().split("\n\n")]
    assert entries == sorted(entries, key=str.casefold)


def read(name: str) -> str:
    return (Path(notebooks_dir()) / name).read_text(encoding="utf-8")


def glossary() -> str:
    found = re.search(r"```\{glossary\}\n(.*?)\n```", read("glossary.md"), re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("extra", ["course", "lab"])
def test_what_runs_the_lessons_installs_what_their_verbs_need(extra):
    # A package that a verb may miss is named where it is imported; the tests have all of them.
    root = Path(__file__).resolve().parent.parent
    extras = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    inside = re.search(r"migov\[(.*?)\]", " ".join(extras[extra]))
    brought = {extra, *(inside[1].split(",") if inside else ())}
    named = {
        found
        for path in (root / "migov").rglob("*.py")
        for found in re.findall(
            r'MissingExtraError\(\s*"[\w.-]+", "(\w+)"', path.read_text("utf-8")
        )
    }
    assert {"networks", "flows"} <= named
    # `fetch` reads publishers' files, which no lesson does.
    assert named - {"fetch", "course", "lab"} <= brought
