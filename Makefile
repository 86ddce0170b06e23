# `make help` lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := services shared deploy tests

# Handed on to the local stack: where it listens, where its data lies, how many of each service run.
export PORT DATA REPLICAS
# Python is started hundreds of times, and compiles what it runs once, also where it is told to keep nothing.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help up demo-reset test check types rules browser compiled fix translate bench logs psql stop start messages lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: $(VENV)/.runtime ## Run everything on http://localhost:8080 (PORT=, DATA=, REPLICAS=); Ctrl-C stops it
	@exec $(BIN)/python -m deploy.local up

demo-reset: $(VENV)/.runtime ## Throw the local data away; the next `make up` starts anew
	@$(BIN)/python -m deploy.local reset

test: $(VENV)/.dev ## Check, then run all tests, or only some: T=path
	@$(AT_ONCE) types rules browser compiled
	$(BIN)/python -m pytest $(or $(T),$(ON_ALL_CORES))

# A few tests are sooner done than workers have started.
ON_ALL_CORES := --numprocesses auto --no-loadscope-reorder --max-worker-restart 0

check: $(VENV)/.dev ## Lint, format, spelling, types, import rules
	@$(AT_ONCE) types rules

# The types take as long as all else.
AT_ONCE := $(MAKE) --no-print-directory --jobs=2 --output-sync

types:
	$(BIN)/mypy --strict $(CODE)

rules:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/codespell
	$(BIN)/lint-imports

browser:
	@deploy/install_browser.sh $(BIN)/python

# Tests are compiled when they are collected: once here, beside the types, instead of in each worker.
compiled:
	-@$(BIN)/python -m pytest --collect-only -qqq >/dev/null

fix: $(VENV)/.dev ## Format, and repair what can be repaired by itself
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

translate: $(VENV)/.dev ## Take new texts into shared/translations, and drop those that are gone
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-location --omit-header --no-wrap --output $(TEXTS) services shared
	@for catalogue in shared/translations/*.po; do \
		$(BIN)/pybabel --quiet update --input-file $(TEXTS) --output-file $$catalogue --locale $$(basename $$catalogue .po | cut -d - -f 1) \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap || exit; \
	done
	@echo "New texts have an empty msgstr; \`make test T=tests/shared/test_translations.py\` names them."

TEXTS := shared/translations/texts.pot

bench: $(VENV)/.dev ## Measure, as ratios to a bare server in the same run; or only some: P=cold_start
	$(BIN)/python -m tests.bench $(P)

logs: $(VENV)/.runtime ## Follow the logs of the running stack
	@exec $(BIN)/python -m deploy.local logs

psql: $(VENV)/.runtime ## Open the database of a service: s=events
	@exec $(BIN)/python -m deploy.local psql $(s)

stop: $(VENV)/.runtime ## Stop a program of the running stack to see what the others do: s=notify
	@$(BIN)/python -m deploy.local stop $(s)

start: $(VENV)/.runtime ## Start it again: s=notify
	@$(BIN)/python -m deploy.local start $(s)

messages: $(VENV)/.runtime ## List all messages with who says and who hears them
	@$(BIN)/python -m deploy.messages

lock: $(VENV)/.dev ## Choose the newest versions again and write the lock files
	$(BIN)/uv pip compile --quiet --upgrade $(LOCKED) --extra local -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --upgrade $(LOCKED) --extra local --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

LOCKED := --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

clean: ## Remove .venv and caches; the local data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than its lock file as long as what the lock file asks for is installed.
$(VENV)/.runtime: requirements.lock | $(BIN)/uv
	@echo "Installing what is needed to run ..."
	@$(call install,$<)
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(BIN)/uv
	@echo "Installing what is needed to test ..."
	@$(call install,$<)
	@touch $@ $(VENV)/.runtime

# uv takes a tenth of the time; pip also knows the indexes of a machine's pip.conf.
install = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) || $(PIP) $(1)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r

# As the lock file has it.
$(BIN)/uv: | $(BIN)/python
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock >$(VENV)/uv.txt
	@$(PIP) $(VENV)/uv.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %d.%d; choose one with PYTHON=" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
