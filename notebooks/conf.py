"""How Sphinx renders the lessons; ``migov course`` copies this file beside them and runs it.

Nothing that the built pages need comes from another host: MathJax is one file taken from an
installed package, the theme carries its own fonts, and buttons that open a remote service are
left out.
"""

from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

project = "migov"
author = "the migov authors"
copyright = "the migov authors; the figures belong to their publishers, see Sources"
try:
    release = metadata.version("migov")
except metadata.PackageNotFoundError:
    release = ""
html_title = "migov: migration governance in figures"
html_show_sphinx = False
language = "en"

extensions = [
    "myst_nb",
    "sphinx_design",
    "sphinx_copybutton",
    "sphinx_togglebutton",
    "sphinx_exercise",
    "sphinxcontrib.bibtex",
    "migov.course.mentions",  # a claim that a page names is a link to the claim's page
]
exclude_patterns = ["_build", "README*"]

myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 2
numfig = True

bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
# Each lesson ends with the works it cites, so a work that two lessons cite is listed twice.
suppress_warnings = ["bibtex.duplicate_citation"]

nb_execution_mode = "cache"
# Every failing notebook is reported, not only the first; a failure is a warning, thus an error.
nb_execution_raise_on_error = False
nb_execution_timeout = 300
nb_merge_streams = True
exercise_style = "solution_follow_exercise"

html_theme = "sphinx_book_theme"
html_theme_options = {
    "navbar_persistent": [],
    "show_toc_level": 2,
    "use_download_button": True,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
}
html_css_files = ["course.css"]
html_js_files = ["ledger.js", "tables.js"]
html_copy_source = True
html_sourcelink_suffix = ""

_mathjax = find_spec("sphinx-mathjax-offline")
if _mathjax is None or _mathjax.origin is None:
    raise ImportError('No MathJax at hand; install it with: pip install "migov[course]"')
html_static_path = [
    "_static",
    str(Path(_mathjax.origin).parent / "static" / "mathjax" / "tex-svg.js"),
]
mathjax_path = "tex-svg.js"
