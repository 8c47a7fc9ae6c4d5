# Every command of the house. `make help` lists them; each works on a fresh clone.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
PORT ?= 8000
SIZE ?= small
DB ?= sqlite
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: help setup setup-dev run test test-fast soak check format bench screenshots catalogues requirements clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/bin/python:
	@.ci/make-venv "$(PYTHON)"

.venv/.runtime: requirements.txt | .venv/bin/python
	@echo "Installing the pinned libraries ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.txt
	@touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	@echo "Installing the pinned tools for development ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements-dev.txt
	@touch $@

setup: .venv/.runtime ## set up only: virtual environment, libraries, keys, catalogues, assets
	@$(BIN)/python -c "from app.web.language import compile_catalogues; compile_catalogues(); import wsgi"

setup-dev: .venv/.development setup ## the same with the tools for development

run: setup ## start Xunhu on 127.0.0.1:8000 (PORT=...), with a demo township when the database is empty
	@$(FLASK) db upgrade
	@PORT=$(PORT) .ci/serve

test: setup-dev ## everything: check, then every test on SQLite, in Chromium, and on a real PostgreSQL
	@.ci/system-packages
	@$(MAKE) --no-print-directory check
	@.ci/test

test-fast: setup-dev ## the inner loop: no browser, no PostgreSQL, no long draws
	@$(BIN)/python -m pytest -q -n 2 -m "not browser and not postgres and not long" $(ARGS)

soak: setup-dev ## what scales, at length: 100,000 mutated rosters, crashes of the post by the hundred, each fault of the tablet by twenty throws, its histories by the thousand (hours)
	@XUNHU_TEST_SOAK=1 $(BIN)/python -m pytest -q -n auto --timeout 3600 tests/rosters/test_mutations.py tests/outbox/test_crashes.py tests/audit/test_tampering.py \
		tests/durability/test_power_cuts.py tests/servers/test_killed.py tests/browser/faults \
		tests/tablet/test_model.py tests/browser/test_tablet_model.py $(ARGS)

check: setup-dev ## format, lint, types (of Python and of the scripts), import contracts, templates, migrations in step
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	.ci/types/check
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint app
	$(BIN)/python -m pytest -q tests/house/test_migrations.py

format: setup-dev ## put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev ## measure against the bare baseline: SIZE=small|full, DB=sqlite|postgresql, ARGS="--only A6,A7"
	@$(BIN)/python -m bench --size $(SIZE) --database $(DB) $(ARGS)

screenshots: setup-dev ## the main pages at 800 x 1280 and 1280 x 800 into instance/screenshots
	@.ci/system-packages
	@$(BIN)/python -m tests.browser.screenshots

catalogues: setup-dev ## gather the texts of the pages into the English catalogue
	@$(BIN)/pybabel -q extract -F app/web/babel.cfg -k _l -k _n:1,2 --no-location --omit-header -o .venv/messages.pot app
	@$(BIN)/pybabel -q update --ignore-obsolete -i .venv/messages.pot -d app/web/translations -l en --no-fuzzy-matching --omit-header

requirements: ## pin the libraries anew with hashes (needs uv on the path)
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	uv pip compile pyproject.toml --extra dev -c requirements.txt --universal --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt

clean: ## remove what was made, but never the database or the keys
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache instance/assets instance/screenshots
