# make demo       one determination for each authority
# make test       everything that must hold, in a few minutes
# make long-test  the longer searches
# make bench      the timings that docs/ quotes
# make clean      removes what the others made
#
# Each sets itself up in .venv first, once, and again when pyproject.toml changes.
# PYTHON=... chooses the interpreter; without it the first fitting one is taken.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
PYTHON ?=

# What `make demo` shows: a case, and after it any options of `carepanel determine`.
DEMO_CAMDEN := examples/cases/camden/late_papers.yaml --at 2026-03-06T09:00
DEMO_WANDSWORTH := examples/cases/wandsworth/joint_funding_with_ehcp.yaml --at 2026-03-10T09:00

MAKEFLAGS += --no-print-directory

.PHONY: demo test long-test bench clean setup python
.DEFAULT_GOAL := demo

demo: $(STAMP)
	@$(BIN)/carepanel determine camden $(DEMO_CAMDEN)
	@echo
	@$(BIN)/carepanel determine wandsworth $(DEMO_WANDSWORTH)

test: $(STAMP)
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --quiet --numprocesses=auto --cov --cov-report=term

long-test: $(STAMP)
	$(BIN)/python -m pytest --numprocesses=auto -m long --hypothesis-profile=long

bench: $(STAMP)
	@$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf build dist htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(STAMP)

# Prints the interpreter that the set-up would use: the real one, even where `python3` is a pyenv shim. It must be able
# to make a virtual environment. Before 3.13 durable-rules, the second opinion, is compiled when it is installed, so
# among those that fit, one with the headers for that goes first.
python:
	@fits='import sys, os, sysconfig; sys.exit(1) if sys.version_info < (3, 11) else None; import ensurepip, venv; built = sys.version_info >= (3, 13) or os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")); sys.exit(1) if sys.argv[1] == "ready" and not built else print(sys.executable)'; \
	for state in ready bare; do \
		for candidate in $(or $(PYTHON),python3.12 python3.11 python3 python3.13 python3.14 python); do \
			if found=$$("$$candidate" -c "$$fits" $$state 2>/dev/null); then echo "$$found"; exit 0; fi; \
		done; \
	done; \
	for candidate in $(or $(PYTHON),python3.12 python3.11 python3 python3.13 python3.14 python); do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "carepanel: $$candidate cannot make a virtual environment: its module ensurepip is missing" >&2; \
			echo "carepanel: install it, on Debian and Ubuntu: apt-get install python3-venv" >&2; \
			exit 1; \
		fi; \
	done; \
	echo "carepanel: needs Python 3.11 or later, and found none as $(or $(PYTHON),python3.11 to python3.14 or python3)" >&2; \
	echo "carepanel: install one, or name it: make PYTHON=/path/to/python" >&2; \
	exit 1

$(STAMP): pyproject.toml
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		python=$$($(MAKE) python PYTHON='$(PYTHON)') || exit 1; \
		if ! "$$python" -c 'import sys, os, sysconfig; sys.exit(sys.version_info < (3, 13) and not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'; then \
			echo "carepanel: $$python lacks Python.h, which durable-rules needs before Python 3.13" >&2; \
			echo "carepanel: install it, on Debian and Ubuntu: apt-get install python3-dev; or use Python 3.13" >&2; \
			exit 1; \
		fi; \
		echo "carepanel: making $(VENV) with $$python"; \
		"$$python" -m venv --clear $(VENV) || exit 1; \
	fi
	@if $(BIN)/python -c 'import sys; sys.exit(sys.version_info >= (3, 13))' && ! command -v "$${CC:-cc}" >/dev/null && ! command -v gcc >/dev/null; then \
		echo "carepanel: no C compiler, which durable-rules needs before Python 3.13" >&2; \
		echo "carepanel: install one, on Debian and Ubuntu: apt-get install gcc libc6-dev; or use Python 3.13" >&2; \
		exit 1; \
	fi
	@echo "carepanel: installing into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --editable '.[dev]'
	@touch $(STAMP)
