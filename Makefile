# Everything below sets up what it needs: Python 3.11 or newer with venv and pip is all it assumes.
PYTHON ?= python3
BIN := .venv/bin
LAKE := .lake
# What touches the database, on the older DuckDB too; lakes are written with that one alone.
ON_DUCKDB := tests/warehouse tests/backup tests/compose/test_rehearsal.py tests/flows tests/cli \
	tests/test_docs.py $(wildcard tests/alerts/test_telling*.py)
# What is about the scheduler, receivers and the network is the same on every DuckDB.
ON_NONE := $(wildcard tests/flows/test_alert*.py tests/flows/test_import*.py tests/flows/test_wayback*.py) \
	$(wildcard tests/cli/test_alerts*.py tests/flows/test_serve*.py tests/flows/test_deploy*.py) \
	$(wildcard tests/flows/test_auto*.py tests/flows/test_sight*.py tests/flows/test_log*.py) \
	tests/cli/scaffold tests/flows/test_prefect.py tests/flows/test_registering.py \
	tests/flows/test_previewing.py tests/flows/test_resending.py tests/flows/test_zones.py \
	tests/flows/test_gap.py tests/flows/test_channels.py

.PHONY: help demo test test-newest test-older lint bench bench-precision soak lock clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: .venv/installed  ## install, then show two real events on recorded pages
	$(BIN)/podium demo

test: test-newest test-older  ## the whole suite, and all that touches DuckDB once more on 1.5.5

test-newest: .venv/installed
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-older: .venv/installed $(LAKE)/installed
	PYTHONPATH=$(LAKE) $(BIN)/python -m pytest -n 2 --dist worksteal $(ON_DUCKDB) \
		$(addprefix --ignore=,$(ON_NONE))

lint: .venv/installed  ## style, types, and which room may see which
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed  ## measure the whole cycle beside a hand-written floor
	$(BIN)/python -m benchmarks.cycle
	$(BIN)/python -m benchmarks.backfill
	$(BIN)/python -m benchmarks.readers

bench-precision: .venv/installed  ## replay real days: what is told, beside the truth and a plain diff
	$(BIN)/python -m benchmarks.precision
	$(BIN)/python -m benchmarks.names

soak: .venv/installed  ## 2,000 scheduled cycles with faults end in the record of those without
	$(BIN)/python -m benchmarks.soak

lock:  ## write the lock file anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --group build --group dev pyproject.toml -o requirements.lock

clean:  ## remove what was installed; data stays
	rm -rf .venv $(LAKE)

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		-r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/pip check
	touch $@

$(LAKE)/installed: requirements-lake.lock .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade --no-deps --require-hashes \
		--target $(LAKE) -r requirements-lake.lock
	touch $@
