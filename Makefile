# Everything a newcomer, a developer and CI run. `make` alone lists it.

PYTHON ?= python3
PORT ?= 8000
TUOLUO_HOME ?= $(CURDIR)/var/demo
export PORT
BIN := .venv/bin
CATALOGUES := $(wildcard src/tuoluo/locale/*/LC_MESSAGES/django.po)
COMPILED := $(CATALOGUES:.po=.mo)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install demo test rules check fix bench docs lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'PORT (8000), TUOLUO_HOME (var/demo for the demo) and TUOLUO_DATABASE_URL (SQLite) are respected.'

install: .venv/.dev .venv/.vendor $(COMPILED) ## set the checkout up in .venv, with all that tests and checks need

demo: .venv/.run .venv/.vendor $(COMPILED) ## build the demo district (first time only) and serve it
	@TUOLUO_HOME='$(TUOLUO_HOME)' $(BIN)/tuoluo demo

test: install ## run the whole suite: SQLite always, PostgreSQL and the browser where installed (ARGS="-k words")
	@$(BIN)/python tools/run_tests.py $(ARGS)

rules: .venv/.dev ## run the tests of the rules alone: no Django, no database, under 2 seconds
	@$(BIN)/python -m pytest tests/rules $(ARGS)

check: install ## check format, lint, types, imports, migrations, docs, translations, sizes; changes nothing
	@$(BIN)/python tools/check.py $(ARGS)

fix: install ## format, sort imports, take new sentences into the translations, write generated docs again
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format
	@$(BIN)/python tools/translations.py update
	@TUOLUO_HOME='$(CURDIR)/var/docs' $(BIN)/tuoluo docs

bench: install ## measure, each figure beside a reference run in the same minute
	@$(BIN)/python bench/run.py $(ARGS)

docs: .venv/.run $(COMPILED) ## write the generated reference pages again
	@TUOLUO_HOME='$(CURDIR)/var/docs' $(BIN)/tuoluo docs

lock: ## resolve the dependencies again, newest that fit (needs the network)
	@$(PYTHON) tools/locks.py write

clean: ## take away what `make` made, except the deployments under var/
	rm -rf .venv .venv-boot src/tuoluo/vendor dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(COMPILED)

# Stamps: where a lock is newer than its stamp, it is installed again; otherwise nothing is started.

.venv/.run: requirements/run.lock pyproject.toml
	@$(PYTHON) tools/install.py run

.venv/.dev: requirements/dev.lock pyproject.toml
	@$(PYTHON) tools/install.py dev

.venv/.vendor: package-lock.json tools/vendor.py | .venv/.run
	@$(PYTHON) tools/vendor.py $(if $(filter true,$(CI)),--strict)
	@touch $@

%.mo: %.po | .venv/.run
	@$(BIN)/python tools/translations.py compile
