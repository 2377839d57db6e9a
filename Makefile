# Every target sets up what it needs: a virtual environment in .venv, from the locks.

# The first of these that is Python 3.11 or newer builds the environment.
PYTHON = $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$python"; break; }; done)
BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate pyproject.toml --group build

# Tests look at pages, workbooks and documents with the programs that people open them with,
# and with strace at what the database writes.
VIEWERS = chromium libreoffice-calc poppler-utils strace
VIEWED_WITH = command -v chromium && command -v soffice && command -v pdftoppm && command -v strace

# Tests open a database each and throw it away: in memory, where there is room for it.
SCRATCH = $(shell test "$$(df --output=avail -m /dev/shm 2>/dev/null | tail -n 1)" -gt 2000 2>/dev/null \
	&& echo /dev/shm || echo "$${TMPDIR:-/tmp}")

.PHONY: install run test coverage check bench faults mutants fix lock upgrade example-export example-transcript docs \
	docs-pictures

install: .venv/.run  ## what the program needs
run: .venv/.run  ## the demo; with a token in .env, the bot
	$(BIN)/python -m bot run

test: .venv/.viewers  ## every test, on all cores
	TMPDIR=$(SCRATCH) $(BIN)/python -m pytest --numprocesses auto --dist loadfile

coverage: .venv/.viewers  ## the same with branch coverage, which doubles the time
	TMPDIR=$(SCRATCH) $(BIN)/python -m pytest --cov --numprocesses auto --dist loadfile

check: .venv/.dev  ## style, types, who imports whom, secrets, clinical content
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet tests/test_conventions.py
	$(BIN)/python -m tests.committed
	$(BIN)/python -m bot protocol check

bench: .venv/.bench  ## every figure beside what people would use instead; docs/benchmarks.md, anew
	$(BIN)/python -m benchmarks --write docs/benchmarks.md

faults: .venv/.viewers  ## every failure in its long form; docs/safety/faults.md, anew
	TMPDIR=$(SCRATCH) $(BIN)/python -m tests.faults

mutants: .venv/.dev  ## which changes to rule evaluation and schedule no test notices
	$(BIN)/python -m tests.mutants

fix: .venv/.dev  ## what ruff can put right by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: .venv/.dev  ## docs/protocol.md, docs/clinical-content.md, docs/privacy.md and docs/safety/hazard-log.md, anew
	$(BIN)/python -m bot protocol describe --protocol bot/protocol/dry_needling_headache
	$(BIN)/python -m tests.data_map
	$(BIN)/python -m tests.hazards

example-export: .venv/.dev  ## docs/example-export, anew
	$(BIN)/python -m tests.example_export

example-transcript: .venv/.dev  ## docs/transcript.md and its part of the README, anew
	$(BIN)/python -m tests.example_transcript

docs-pictures: .venv/.viewers example-export  ## docs/pictures and docs/example-export, anew
	$(BIN)/python -m tests.example_pictures
	$(BIN)/python -m tests.portal_pictures

lock: .venv/.dev  ## the locks, changed only where pyproject.toml asks for it
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) --extra bench --output-file requirements-bench.lock

upgrade: COMPILE += --upgrade
upgrade: lock  ## the locks, with the newest of everything

.venv/.run: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "This program needs Python 3.11 or newer, and none was found. Install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments. On Debian: sudo apt install python3-venv"; exit 1; }
	@echo "Installing into .venv; the first time takes about half a minute."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

# What the bot is measured beside asks for older packages than the bot: an environment of its own.
.venv/.bench: .venv/.dev requirements-bench.lock
	@$(BIN)/python -m venv --clear .venv/peers
	@.venv/peers/bin/python -m pip --disable-pip-version-check -qq install \
		--require-hashes --requirement requirements-bench.lock
	@touch $@

.venv/.viewers: .venv/.dev Makefile
	@{ $(VIEWED_WITH); } >/dev/null || { test "$$(id -u)" = 0 && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $(VIEWERS) >/dev/null; } \
		|| { echo "The tests need a browser, a spreadsheet, a PDF viewer and strace. On Debian: sudo apt install $(VIEWERS)"; exit 1; }
	@touch $@
