# Everything below sets up what it needs: Python 3.11 or newer with venv and pip is all it assumes.
PYTHON ?= python3
BIN := .venv/bin
LAKE := .lake
# What asks the database its questions, on the older DuckDB too; lakes are written with that alone.
ON_OLDER := tests/warehouse tests/backup tests/compose/test_rehearsal.py tests/test_docs.py \
	$(wildcard tests/flows/test_lake*.py tests/alerts/test_telling*.py) \
	$(addprefix tests/flows/test_,kill.py speech_board.py) \
	$(addprefix tests/cli/test_,reading.py sql.py standings.py changes.py history.py renames.py)

# What takes many processes, servers of its own, or months of days.
LONG := tests/faults tests/mutations tests/test_precision.py tests/test_readme.py \
	$(addprefix tests/flows/test_,serve.py prefect.py deployed_runs.py registering.py) \
	$(addprefix tests/flows/test_,automations.py kill.py alert_kills.py alerts_at_once.py) \
	$(addprefix tests/flows/test_,reparse.py order.py wayback_runs.py import_records.py)
# Some wait for others: a worker more than there are cores.
PYTEST := $(BIN)/python -m pytest -n 3 --dist worksteal

.PHONY: help demo test test-quick test-newest test-older lint bench bench-precision soak lock clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: .venv/installed  ## install, then show two real events on recorded pages
	$(BIN)/podium demo

test: test-newest test-older  ## the whole suite, and what asks DuckDB most once more on 1.5.5

test-newest: .venv/installed
	$(PYTEST)

test-quick: .venv/installed  ## all but what takes long, for while you work
	$(PYTEST) $(addprefix --ignore=,$(LONG))

test-older: .venv/installed $(LAKE)/installed
	PYTHONPATH=$(abspath $(LAKE)) $(PYTEST) $(ON_OLDER)

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
