# Everything a developer does with Jiayi. `make help` lists it; any Python 3.11 to 3.14 and make are enough.
PYTHON := .venv/bin/python
SIZE ?= small
BIND ?= 127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help setup demo run test test-fast lint fix types bench clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | while IFS='	' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

setup: ## make .venv, install packages and front-end files (quick when nothing changed)
	@JIAYI_PYTHON="$(JIAYI_PYTHON)" sh scripts/setup.sh

demo: setup ## build a synthetic demo county (SIZE=small|medium|large) and serve it
	@.venv/bin/jiayi migrate --verbosity 0
	@.venv/bin/jiayi demo --size $(SIZE) --keep
	@.venv/bin/jiayi serve --bind $(BIND)

run: setup ## serve what is there, without building anything
	@.venv/bin/jiayi migrate
	@.venv/bin/jiayi serve --bind $(BIND)

test: setup ## every check and every test, with a real browser where there is one
	@$(PYTHON) scripts/check.py

test-fast: setup ## the tests without browser and without slow ones
	@$(PYTHON) -m pytest -n 2 -m "not slow and not browser"

lint: setup ## style, formatting and the borders between rooms
	@$(PYTHON) scripts/check.py --only lint

fix: setup ## repair style and formatting where a tool can
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format

types: setup ## static types of the pure parts
	@$(PYTHON) scripts/check.py --only types

bench: setup ## measure speed (docs/performance.md)
	@$(PYTHON) -m bench.run

clean: ## stop the databases, remove what setup and tests made; the data of .jiayi stays
	@if [ -x .venv/bin/jiayi ]; then .venv/bin/jiayi db_stop; .venv/bin/jiayi db_remove --yes --data-dir .jiayi/test; fi
	@rm -rf .venv node_modules jiayi/foundation/ui/static/vendor .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	@find jiayi tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	@find jiayi -name '*.mo' -type f -exec rm -f {} +
