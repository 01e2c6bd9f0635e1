# Two commands matter: `make run` and `make test`. Both work from a fresh clone with only Python >= 3.11, make and git.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
MESSAGES := pdportal/locale/es/LC_MESSAGES/django.mo

.PHONY: run test check bench lint messages demo lock format

$(RUNTIME): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the portal needs (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(MESSAGES): pdportal/locale/es/LC_MESSAGES/django.po $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --directory pdportal/locale --domain django --use-fuzzy

run: $(RUNTIME) $(MESSAGES)
	@mkdir -p var
	@BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/python manage.py demo --migrate --if-empty
	@BASE_URL=http://127.0.0.1:$(PORT) $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: $(TOOLS) $(MESSAGES)
	@$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(TOOLS) $(MESSAGES)
	@PYTHON=$(BIN)/python sh .ci/check

bench: $(TOOLS) $(MESSAGES)
	@bash -c '. .ci/postgres; trap stop_postgres EXIT; start_postgres 2>/dev/null && export BENCH_POSTGRES_URL=$$POSTGRES_URL; \
	  $(BIN)/python -m tests.benchmarks'

format: $(TOOLS)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet templates || true

messages: $(TOOLS)
	@$(BIN)/python manage.py makemessages --locale es --no-obsolete --no-wrap --add-location file --ignore var --ignore .venv --ignore "styleguide*"
	@$(BIN)/pybabel --quiet compile --directory pdportal/locale --domain django --use-fuzzy

lock:
	@$(PYTHON) -m uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.txt
	@$(PYTHON) -m uv pip compile pyproject.toml --extra dev -c requirements.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements-dev.txt
