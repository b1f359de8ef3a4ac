# make run · make test · make check · make bench. Nothing else needs to be typed first.

PYTHON ?= python3
PORT ?= 8000
export PORT
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# Without a .env this is the demo newsroom; with one, whatever .env says.
ifeq ($(wildcard .env),)
run migrate: export DEMO ?= 1
endif

.PHONY: run test check bench lint types migrations translations lock messages
.DEFAULT_GOAL := run

# The port is asked first: gunicorn shares ports between its workers, so a second site would silently share it too.
TAKEN := import socket, sys; sys.exit(socket.socket().connect_ex(("127.0.0.1", $(PORT))) == 0 and "Port $(PORT) is taken. Choose another one: make run PORT=8001")

run: .venv/installed var/static/staticfiles.json
	@$(BIN)/python -c '$(TAKEN)'
	@$(BIN)/python manage.py migrate --verbosity 0
	@if [ "$$DEMO" = 1 ]; then $(BIN)/python manage.py load_demo; fi
	@echo "Newsroom: http://127.0.0.1:$(PORT)/   desk: http://127.0.0.1:$(PORT)/admin/"
	@exec env -u PYTHONDONTWRITEBYTECODE $(BIN)/gunicorn  # compiled modules are kept: the next start is a third faster

test: .venv/installed-dev
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -q -rs $(ARGS)  # keeps compiled tests: saves four seconds per process

check: lint types migrations translations test

# Within five minutes on two quiet cores; BENCH=full takes half an hour and adds what more stories cost.
bench: export BENCH ?=
bench: .venv/installed
	@$(BIN)/python -m bench.run

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')

types migrations translations: export SECRET_KEY := only-for-checks
types migrations translations: export ALLOWED_HOSTS := localhost
types migrations translations: export EMAIL_URL := memorymail://

types: .venv/installed-dev
	$(BIN)/mypy

migrations: .venv/installed-dev
	$(BIN)/python manage.py makemigrations --check --dry-run

translations: .venv/installed-dev
	$(BIN)/python -m pytest -q tests/test_translations.py

# Collect new message ids and compile. Write the missing Indonesian into locale/id/LC_MESSAGES/django.po in between.
messages: export DEMO := 1
messages: .venv/installed-dev
	$(BIN)/python manage.py makemessages --locale id --no-location --no-wrap --ignore .venv --ignore var --ignore tests
	$(BIN)/python manage.py compilemessages --locale id --ignore .venv

lock: .venv/installed-dev
	$(BIN)/uv pip compile requirements.in --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 -o requirements.txt
	$(BIN)/uv pip compile requirements-dev.in -c requirements.txt --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 -o requirements-dev.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Newsroom needs Python 3.11 or newer: make run PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

var/static/staticfiles.json: export DEMO ?= 1
var/static/staticfiles.json: .venv/installed $(shell find static -type f)
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
