# The verbs of a checkout.  Each makes what it needs in .venv first: with uv if it is there, else
# with venv and pip; on PYTHON if you name one, else on the first of 3.11, 3.12 or 3.13 found.

PYTHON ?=
export PYTHON
BIN := .venv/bin

help: ## list the verbs (this is what a bare `make` does)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo "  make clean test PYTHON=python3.12 chooses the Python of .venv."

course: .venv/.course ## run the lessons on the embedded figures, check the claims, render site/
	@$(BIN)/migov course
	@$(BIN)/migov claims
	@$(BIN)/python -c "from pathlib import Path; print('Open', Path('site/index.html').resolve().as_uri())"

test: .venv/.test ## run the whole test suite
	@$(BIN)/python -m pytest -n auto --dist loadfile

fast: .venv/.test ## run the tests that take no more than a moment, in under two minutes
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not reference"

check: .venv/.test ## style, types and the import contract (make test runs them too)
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/.test ## measure speed and memory against the floor (add ARGS=--course for the site)
	@$(BIN)/python -m benchmarks $(ARGS)

lab: .venv/.lab ## open a copy of the lessons (migov-lessons/) in JupyterLab
	@$(BIN)/migov lab

clean: ## remove what the other verbs made: .venv, site/ and caches
	@rm -rf .venv site .migov-course dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .jupyter_cache
	@find migov tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up runs once for each extra, and again when pyproject.toml changes.
.venv/.%: pyproject.toml tools/setup.sh
	@sh tools/setup.sh $*
	@touch $@

.PHONY: help course test fast check bench lab clean
.PRECIOUS: .venv/.%
