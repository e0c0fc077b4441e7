# Everything below sets up what it needs: Python 3.11 or newer with venv and pip is all it assumes.
PYTHON ?= python3
BIN := .venv/bin
LAKE := .lake
# Lakes are written with the older DuckDB alone; what asks the database its questions must do on both.
ON_OLDER := tests/backup tests/compose/test_rehearsal.py tests/test_docs.py \
	$(filter-out %/test_properties.py %/test_timeline.py,$(wildcard tests/warehouse/test_*.py)) \
	$(wildcard tests/flows/test_lake*.py) $(addprefix tests/cli/test_,sql.py changes.py history.py)
# Many processes that are killed, disks that are full, servers that come and go, days in every order.
LONG := $(filter-out %/test_kills.py,$(wildcard tests/faults/test_*.py)) \
	$(addprefix tests/flows/test_,alert_kills.py alerts_at_once.py kill.py order.py reparse.py) \
	$(addprefix tests/flows/test_,import_records.py wayback_runs.py prefect.py automations.py) \
	$(addprefix tests/flows/test_,deployed_runs.py registering.py)
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: help demo test test-newest test-older test-long lint bench bench-precision soak lock clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: .venv/installed  ## install, then show two real events on recorded pages
	$(BIN)/podium demo

test: test-newest test-older  ## the suite, and what asks DuckDB most once more on 1.5.5, lakes too

test-newest: .venv/installed
	$(PYTEST) $(addprefix --ignore=,$(LONG))

test-older: .venv/installed $(LAKE)/installed
	PYTHONPATH=$(abspath $(LAKE)) $(PYTEST) $(ON_OLDER)

test-long: .venv/installed  ## the rest: kills, faults and servers by the hundred
	$(PYTEST) $(LONG)

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
