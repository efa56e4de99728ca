# Everything here works on a machine that has only python3, make and git; nothing is destructive.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
.DEFAULT_GOAL := help
.PHONY: help install run test test-everywhere check format bench soak lock

help: ## What can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 12

$(BIN)/python:
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory venv-package
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

.PHONY: venv-package
venv-package:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's python3-venv …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
	else \
		echo "Python's venv module is missing. Please run: sudo apt-get install python3-venv" >&2; exit 1; \
	fi

$(VENV)/.run: requirements/run.txt | $(BIN)/python
	@echo "Installing the program's libraries (about a minute, once) …"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@printf '#!/bin/sh\ncd "$(CURDIR)" && exec $(BIN)/python -m bot "$$@"\n' > $(BIN)/cakra && chmod 755 $(BIN)/cakra
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing the tools for tests and checks (about a minute, once) …"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/.run ## The environment only, into .venv

run: $(VENV)/.run ## Everything a fresh machine needs, then the program
	@exec $(BIN)/python -m bot run

.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Debian's chromium for the tests of the page …"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 \
			|| { echo "chromium could not be installed. Please run: apt-get install chromium" >&2; exit 1; }; \
	else \
		echo "The tests of the page need a browser. Please run: sudo apt-get install chromium" >&2; exit 1; \
	fi

test: $(VENV)/.dev browser ## All tests
	@$(BIN)/python -m pytest -n 2 --dist worksteal

test-everywhere: $(VENV)/.dev browser ## All tests, every conversation in every scene
	@EVERY_SCENE=1 $(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/.dev ## Format, lint, types, imports
	@echo "Formatting …" && $(BIN)/ruff format --check -q .
	@echo "Linting …" && $(BIN)/ruff check -q .
	@echo "Types …" && $(BIN)/mypy
	@echo "Imports …" && $(BIN)/lint-imports

format: $(VENV)/.dev ## Format the code
	@$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

soak: $(VENV)/.dev ## Two minutes (SOAK_SECONDS) under load and random kill -9, then the accounts
	@$(BIN)/python -m tests.soak

bench: $(VENV)/.dev ## Timings side by side
	@$(BIN)/python -m tests.bench

lock: ## Pin the libraries anew (needs uv)
	@for extra in run dev; do \
		uv pip compile pyproject.toml $$( [ $$extra = dev ] && echo --extra dev ) --generate-hashes --no-emit-index-url \
			--no-header --no-annotate --python-version 3.11 -q -o requirements/$$extra.txt; done
