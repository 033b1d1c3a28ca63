# gouji: the two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check format bench eval readme lock wheelhouse clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

.venv/base: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("gouji needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; name another one: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --editable .
	@touch $@

.venv/dev: requirements-dev.lock .venv/base
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/base  ## extract the sample reports and print the summary
	$(BIN)/gouji run gold/reports --out out

test: .venv/dev  ## the whole test suite
	$(BIN)/python -m pytest

test-fast: .venv/dev  ## the unit suite, under two minutes
	$(BIN)/python -m pytest -n 2 -m "not slow and not outside"

check: .venv/dev  ## lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev  ## mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

BENCHES := offline grounding mutations scoring resume prompts decisions

bench: .venv/dev  ## the short benchmarks, each a command of its own (python bench/<name>.py)
	@for name in $(BENCHES); do echo; echo "== bench/$$name.py"; $(BIN)/python bench/$$name.py || exit 1; done
	@echo; echo "== bench/orchestration.py --short"; $(BIN)/python bench/orchestration.py --short

eval: .venv/base  ## score the offline reader on the labelled reports
	$(BIN)/gouji run gold/reports --out out-eval --reader rules --fresh --quiet
	$(BIN)/gouji eval score --gold gold --records out-eval --report out-eval/report

readme: .venv/dev  ## refresh the outputs that both READMEs show
	$(BIN)/python tests/kit/readme_excerpts.py

lock: .venv/dev  ## choose versions anew, with hashes
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --extra ocr --extra ray --extra postgres --extra otel --group dev -c requirements.lock -o requirements-dev.lock

wheelhouse: .venv/base  ## all wheels for a machine without network (pip install --no-index, see docs/running.md)
	$(PIP) wheel --wheel-dir wheelhouse --require-hashes -r requirements.lock
	$(PIP) wheel --wheel-dir wheelhouse --no-deps .

clean:  ## remove what these targets made
	rm -rf .venv out out-eval build dist wheelhouse bench/results
