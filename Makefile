# Answerbus. `make` lists what can be done.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
WEB := services/gateway/web
WIDGET := services/gateway/src/gateway/static/widget/widget.js
PACKAGES := libs/contracts libs/chassis libs/cli services/gateway services/conversation services/retrieval services/ticketing services/analytics
SERVICES := gateway conversation retrieval ticketing analytics
ARGS ?=

# where it is set, each of the hundreds of processes of a test run compiles every library again
unexport PYTHONDONTWRITEBYTECODE

# Behind a proxy that signs with the company's own certificate, which the system knows.
export NODE_USE_SYSTEM_CA ?= 1
export UV_SYSTEM_CERTS ?= $(if $(wildcard /etc/ssl/cert.pem /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),true,false)

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-retrieval chaos eval eval-retrieval eval-reuse train-answerability eval-conversation train-emotion lock clean setup setup-dev format

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-19s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Set up, start everything on embedded parts, print where to click (ARGS="--port 9000")
	@exec $(BIN)/answerbus up $(ARGS)

test: setup-dev ## Set up and run the whole suite (ARGS="-k tickets" for a part of it)
	@$(BIN)/python -m tests.support.browser || true
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix $(WEB) run --silent test
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder --ignore tests/chaos/test_storm.py $(ARGS)
	$(if $(ARGS),,$(BIN)/python -m pytest tests/chaos/test_storm.py)

check: setup-dev ## Format, lint, types, arrows between packages, lanes, sizes, compose file
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy libs/*/src services/*/src
	$(BIN)/lint-imports
	$(BIN)/python .ci/lanes.py
	$(BIN)/python .ci/sizes.py
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix $(WEB) run --silent check

bench: setup-dev ## Measure latency, throughput, CPU and counts per turn; writes docs/performance.md
	$(BIN)/python -m benches.turns $(ARGS)

bench-retrieval: setup-dev ## Measure search and ingestion over 100,000 passages; writes its section of docs/performance.md
	$(BIN)/python -m benches.retrieval_speed $(ARGS)

chaos: setup-dev ## Long chaos run: 5,000 turns while processes are killed 50 times
	$(BIN)/python -m tests.chaos.run $(ARGS)

eval-retrieval: setup-dev ## Measure retrieval on public sets beside plain baselines (EVAL_DATA=folder)
	$(BIN)/python -m benches.eval_retrieval $(EVAL_DATA) $(ARGS)

train-answerability: setup-dev ## Learn and judge the confidence of a search (EVAL_DATA=folder)
	$(BIN)/python -m benches.train_answerability $(EVAL_DATA) $(ARGS)

eval: setup-dev ## Measure retrieval on the demo company's question set; writes docs/quality.md
	$(BIN)/python -m benches.retrieval_quality $(ARGS)

eval-reuse: setup-dev ## Measure which questions count as the same (EVAL_DATA=folder with banking77)
	$(BIN)/python -m benches.eval_reuse $(EVAL_DATA) $(ARGS)

eval-conversation: setup-dev ## Measure understanding and answers (EVAL_DATA=folder); writes docs/quality.md
	$(BIN)/python -m benches.eval_conversation.understanding --data $(EVAL_DATA)
	$(BIN)/python -m benches.eval_conversation.answers --data $(EVAL_DATA) $(ARGS)

train-emotion: setup-dev ## Train the emotion model anew (EVAL_DATA=folder with goemotions)
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements/train.txt
	$(BIN)/python -m benches.train_emotion --data $(EVAL_DATA)

lock: setup-dev ## Resolve dependencies anew into requirements/*.txt (hashes, no addresses)
	sh requirements/lock.sh

format: setup-dev ## Format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## Remove the environment, caches and the embedded data
	@cd .answerbus/postgres 2>/dev/null && test -s postgres.place && rm -rf "$$(cat postgres.place)" || true
	rm -rf $(VENV) .answerbus .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf $(WEB)/node_modules services/gateway/src/gateway/static/widget

setup: $(VENV)/.run $(WIDGET)
setup-dev: $(VENV)/.dev $(WIDGET)

$(UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("Answerbus needs Python 3.11 or newer, this is " + sys.version.split()[0] + ".") if sys.version_info < (3, 11) else None'
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(VENV)/.run: $(UV) requirements/run.txt $(addsuffix /pyproject.toml,$(PACKAGES))
	@echo "Installing what running needs ..."
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements/run.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(PACKAGES))
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing what testing needs ..."
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

$(WEB)/node_modules/.ready: $(VENV)/.run $(WEB)/package-lock.json
	@echo "Installing what the widget is built with ..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix $(WEB) ci --loglevel=error --no-audit --no-fund
	@touch $@

$(WIDGET): $(WEB)/node_modules/.ready $(shell find $(WEB) -path '*/node_modules' -prune -o -type f \( -name '*.ts' -o -name '*.tsx' -o -name '*.css' \) -print 2>/dev/null)
	@echo "Building the widget ..."
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm --prefix $(WEB) run --silent build
	@touch $@
