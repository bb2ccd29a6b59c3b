# `make` prints itself: every target with its sentence.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
PAPER ?= paper
BIN := .venv/bin
# More than cores: much of what is proved waits for a clock, a child or a browser.
WORKERS ?= 3
# What is compiled is kept: a suite starts Kabar hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help dev run test check audit bench wheel docs faults mutations requirements clean

help: ## Print this
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- environments -----------------------------------------------------------------------------------------------------

.venv/runtime: requirements/runtime.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Kabar needs Python 3.11 or newer; try make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@echo "Installing Kabar and what it needs into .venv"
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/runtime.txt
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/build.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements/dev.txt .venv/runtime
	@echo "Installing the developers' tools into .venv"
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@

dev: .venv/dev ## Create .venv with everything a developer needs

requirements: .venv/dev ## Pin the newest allowed versions, with hashes, in requirements/
	@$(BIN)/python -m tools.pin

# --- the paper --------------------------------------------------------------------------------------------------------

run: .venv/runtime ## Serve the demo paper on PORT (8000), in the folder PAPER (paper/)
	@test -f $(PAPER)/kabar.toml || $(BIN)/kabar init $(PAPER) --to-try
	@$(BIN)/kabar migrate --paper $(PAPER)
	@$(BIN)/kabar demo --paper $(PAPER)
	@$(if $(filter-out 8000,$(PORT)),KABAR_PAPER_ADDRESS=http://localhost:$(PORT)) exec $(BIN)/kabar run --paper $(PAPER) --port $(PORT)

# --- proofs -----------------------------------------------------------------------------------------------------------

test: .venv/dev ## Run the whole suite on SQLite, then on PostgreSQL all that has to do with a database
	@$(BIN)/python -m tools.machine chromium postgresql redis nginx java node
	@echo "The suite on SQLite"
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder
	@echo "The suite on PostgreSQL"
	@$(BIN)/python -m tools.postgres -- $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder -m "not once"

check: .venv/dev ## Read the code: style, types, floors, templates, migrations, messages, advisories
	@$(BIN)/python -m tools.machine gettext
	@$(BIN)/python -m tools.check

audit: .venv/dev ## Ask for advisories against every pinned requirement; a skipped one fails
	@$(BIN)/python -m tools.audit

bench: .venv/dev ## Measure every figure beside its peer, a line each
	@$(BIN)/python -m benchmarks

faults: .venv/dev ## Long run of the crash and fault proofs
	@$(BIN)/python -m tools.machine chromium postgresql redis nginx java node
	@$(BIN)/python -m tools.postgres -- $(BIN)/python -m pytest tests/faults --long

mutations: .venv/dev ## Break real agency copy and real archives a hundred thousand times each; their readers must hold
	@$(BIN)/python -m tools.mutations 100000 1 copy
	@$(BIN)/python -m tools.mutations 100000 1 archives

wheel: .venv/dev ## Build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

docs: .venv/dev ## Check that the documentation is complete and its links lead somewhere
	@$(BIN)/python -m pytest tests/contracts -k "docs or documentation"

clean: ## Forget what was built and checked (not the paper)
	@rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage .coverage.*
