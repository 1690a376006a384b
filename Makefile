# The verbs of this house. `make help` lists them; `make run` and `make test` need Python 3.11 or newer
# and nothing else of ours: each makes what it lacks and is quick when nothing has changed.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENDOR := asylia/web/static/vendor/.made

.PHONY: help install run test check fix bench long docs requirements
.DEFAULT_GOAL := help

help: ## List these verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: $(VENV)/.run $(VENDOR) ## Start the demonstration on this machine and print its address and sign-ins
	@$(BIN)/asylia demo
	@$(BIN)/asylia serve

install: $(VENV)/.run $(VENDOR) ## Make what a deployment needs (docs/operating.md), and start nothing

test: $(VENV)/.dev $(VENDOR) ## Run every test, those in a real browser included
	@$(BIN)/python -m scripts.browser
	@$(BIN)/python -m scripts.packages test
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev $(VENDOR) ## Lint, types, who may use whom, licences, generated pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m scripts.licences
	$(BIN)/python -m scripts.reference --check

fix: $(VENV)/.dev ## Put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev $(VENDOR) ## Measure speed, each figure beside a limit measured in the same run
	@$(BIN)/python -m scripts.packages bench
	$(BIN)/python -m bench

long: $(VENV)/.dev $(VENDOR) ## Run the tests with full counts (hours)
	@$(BIN)/python -m scripts.browser
	@$(BIN)/python -m scripts.packages long
	@$(PYTHON) scripts/environment.py $(VENV) spark
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -q -m "long or not long"

docs: $(VENV)/.dev $(VENDOR) ## Write the generated pages of docs/ anew from the code
	$(BIN)/python -m scripts.reference

requirements: $(VENV)/.dev ## Resolve and pin the dependencies of pyproject.toml anew
	$(BIN)/python -m scripts.requirements

$(VENV)/.run: requirements/run.txt scripts/environment.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; on Debian: apt-get install python3"; exit 1; }
	@$(PYTHON) scripts/environment.py $(VENV) run

$(VENV)/.dev: requirements/dev.txt scripts/environment.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; on Debian: apt-get install python3"; exit 1; }
	@$(PYTHON) scripts/environment.py $(VENV) dev

$(VENDOR): package-lock.json scripts/assets.py | $(VENV)/.run
	@$(BIN)/python -m scripts.assets
