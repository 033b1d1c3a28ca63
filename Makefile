# gouji: the two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-fast check format bench eval lock wheelhouse clean

.venv/base: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("gouji needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/dev: requirements-dev.lock .venv/base
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: .venv/base  ## extract the sample reports and print the summary
	$(BIN)/gouji run gold/reports --out out

test: .venv/dev  ## the whole test suite
	$(BIN)/pytest

test-fast: .venv/dev  ## the unit suite, under two minutes
	$(BIN)/pytest -m "not slow and not outside"

check: .venv/dev  ## lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/dev  ## choose versions anew, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --extra ocr --extra ray --extra postgres --extra otel --group dev -c requirements.lock -o requirements-dev.lock

wheelhouse: .venv/base  ## all wheels for a machine without network
	$(BIN)/pip wheel --quiet --wheel-dir wheelhouse --require-hashes -r requirements.lock
	$(BIN)/pip wheel --quiet --wheel-dir wheelhouse --no-deps .

clean:
	rm -rf .venv out build dist wheelhouse
