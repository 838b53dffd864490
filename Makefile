# Relevo. `make help` lists what there is.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready
JOBS ?= $(shell echo $$(($$(nproc 2>/dev/null || echo 2) + 1)))
export PATH := $(PATH):/usr/sbin
unexport PYTHONDONTWRITEBYTECODE  # what one process has compiled, the others need not

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset up test check check-types check-rest format messages faults bench lock

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## make the environment in .venv (from the lock file, with hashes)

$(STAMP): requirements/dev.txt pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" sh scripts/setup.sh

demo: $(STAMP) ## start the living demo; Ctrl-C stops it
	@$(BIN)/python scripts/compile_messages.py
	@$(BIN)/relevo demo $(ARGS)

demo-reset: $(STAMP) ## throw the demo's data away and start it again
	@$(BIN)/relevo demo --fresh $(ARGS)

up: $(STAMP) ## start an empty installation
	@$(BIN)/relevo up $(ARGS)

test: $(STAMP) ## run the whole suite, browser journeys included
	@sh scripts/need-packages.sh
	@$(BIN)/python scripts/compile_messages.py
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -p tests.counting -rR $(ARGS)

faults: $(STAMP) ## the fault suite in full, with its ledger (needs dovecot-imapd, postfix, strace; takes an hour)
	@RELEVO_FAULTS=full $(BIN)/python -m pytest tests/channels/mail/test_faults_*.py tests/faults -p no:randomly -q -s $(ARGS)

check: $(STAMP) ## what CI checks beside the tests: format, lint, types, contracts, templates, migrations, texts
	@$(MAKE) --no-print-directory --output-sync=line -j2 check-types check-rest

check-types: $(STAMP)
	$(BIN)/mypy

check-rest: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src
	$(BIN)/python scripts/check_migrations.py
	$(BIN)/python scripts/check_messages.py
	RELEVO_TEST_SERVER=none DATABASE_URL=postgresql://none/none $(BIN)/python -m pytest --collect-only -qqq \
	  -p no:tests.stage > .venv/collected.txt || { cat .venv/collected.txt; exit 1; }

format: $(STAMP) ## put code and templates into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: $(STAMP) ## bring the Spanish and Latvian texts up to date with the code (needs gettext)
	$(BIN)/python scripts/make_messages.py
	$(BIN)/python scripts/compile_messages.py

lock: ## draw new lock files from requirements/*.in
	$(BIN)/python scripts/lock.py
