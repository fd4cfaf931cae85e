# Peil: `make demo` runs it, `make test` proves it, `make help` lists the rest.

SHELL := /bin/bash
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
WORKERS ?= 2
# Tests of one kind: make test TESTS=tests/training
TESTS ?= tests
# Tests by their marks: make test-postgres MARKED="not any_database" leaves out what SQLite showed.
# With PEIL_ASKED=folder, make test writes down there what tests ask of a database, and make
# test-postgres leaves out those that ask nothing that three others do not.
MARKED ?=
# A module of journeys stays with one worker, and the long ones begin first.
IN_PARALLEL := -n $(WORKERS) --dist loadscope --no-loadscope-reorder

PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check \
	--require-hashes --no-deps --no-compile --requirement

# Where a machine sets this, each command would compile Django and Wagtail anew: 4 s of CPU.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-postgres lint bench bench-scale lock messages clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Peil needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; exit 1; }
	@echo "Making the virtual environment ..."
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Python could not make a virtual environment; is its venv module installed?"; exit 1; }

$(VENV)/.installed-%: requirements/%.txt requirements/pip.txt | $(VENV)/bin/python
	@echo "Installing the locked requirements (requirements/$*.txt) ..."
	@{ $(PIP_INSTALL) requirements/pip.txt && $(PIP_INSTALL) requirements/$*.txt; } 2> $(VENV)/install.log \
		|| { tail -n 3 $(VENV)/install.log; \
		     echo "The requirements could not be downloaded; check the network and run make again."; exit 1; }
	@touch $@

demo: $(VENV)/.installed-base  ## Set up and serve the demo on HOST:PORT (127.0.0.1:8000)
	@DJANGO_SETTINGS_MODULE=cms.settings.demo $(PY) manage.py demo --host $(HOST) --port $(PORT)

demo-reset: $(VENV)/.installed-base  ## Throw the demo's data away and start over
	@DJANGO_SETTINGS_MODULE=cms.settings.demo $(PY) manage.py demo --host $(HOST) --port $(PORT) --reset

test: $(VENV)/.installed-test  ## Run all tests on SQLite
	@$(PY) manage.py compile_catalogues
	@$(PY) -m pytest $(IN_PARALLEL) -q -m "$(MARKED)" $(TESTS)

test-postgres: $(VENV)/.installed-test  ## Run all tests on a throwaway PostgreSQL
	@$(PY) manage.py compile_catalogues
	@tests/with_postgres.sh $(PY) -m pytest $(IN_PARALLEL) -q -m "$(MARKED)" $(TESTS)

lint: $(VENV)/.installed-test  ## Check style, layers, types, migrations, deployment, catalogues
	@tests/lint.sh $(VENV)/bin

bench: $(VENV)/.installed-test  ## Measure speed and size against their budgets
	@$(PY) manage.py compile_catalogues
	@$(PY) -m tests.bench

bench-scale: $(VENV)/.installed-test  ## Measure how cost grows to 100,000 advisers (takes an hour)
	@$(PY) -m tests.bench.scale

messages: $(VENV)/.installed-test  ## Collect the interface's words (needs gettext's tools)
	@$(PY) manage.py collect_messages
	@$(PY) manage.py compile_catalogues

lock: $(VENV)/.installed-test  ## Lock the requirements again, with hashes
	@$(PY) -m pip install --quiet uv
	@for name in pip base test; do \
		$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --no-header --upgrade \
			--output-file requirements/$$name.txt requirements/$$name.in || exit 1; \
	done

clean:  ## Remove what make built, the demo's data included
	@rm -rf $(VENV) var .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
