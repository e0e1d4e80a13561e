# IPRO: `make run` sets everything up and starts the platform, `make test` checks everything a change must not break.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# python3 if it is recent enough, else a newer one beside it.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
	command -v $(name) >/dev/null && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
PY := .venv/bin/python
LOCAL := $(PY) -m deploy.local
UV_OPTIONS := --generate-hashes --no-header --no-annotate --python-version 3.11 --quiet $(if $(UPGRADE),--upgrade)

.PHONY: help run start stop reset status check test full bench journey features docs lock venv venv-dev venv-test python

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: venv ## Set everything up and start IPRO with demonstration data, here; Ctrl-C stops it
	@exec $(LOCAL) run

start: venv ## The same in the background; returns when IPRO is ready
	@$(LOCAL) start

stop: ## Stop all that run or start started, and nothing else
	@if [ -x $(PY) ]; then $(LOCAL) stop; else echo "The platform was never started."; fi

reset: venv ## Stop, forget all data, and start again from empty
	@exec $(LOCAL) reset

status: ## List the processes with their health
	@if [ -x $(PY) ]; then $(LOCAL) status; else echo "The platform was never started."; exit 1; fi

check: venv-dev ## Seconds: format, lint, types, floors, unit tests
	@$(PY) -m deploy.local.checks check

test: venv-test ## Minutes: everything that a change must not break
	@$(PY) -m deploy.local.checks test

full: venv-test ## Hours: test, and the slow proofs
	@$(PY) -m deploy.local.checks full

bench: venv-test ## Measure, and compare with the last figures
	@$(PY) -m benchmarks

journey: venv-test ## Walk one internship from end to end on the running platform
	@$(PY) -m deploy.journey

features: venv-dev ## Which test shows which feature
	@$(PY) -m tests.features

docs: venv-dev ## Regenerate the documents that the code writes
	@$(PY) -m deploy.docs

lock: venv ## Compile requirements.in and requirements-dev.in into the hashed locks (UPGRADE=1: newest versions)
	@test -x .ipro/uv/bin/uv || $(PY) -m pip install -q --disable-pip-version-check --target .ipro/uv uv
	@.ipro/uv/bin/uv pip compile requirements.in -o requirements.lock $(UV_OPTIONS) >/dev/null
	@.ipro/uv/bin/uv pip compile requirements-dev.in -o requirements-dev.lock $(UV_OPTIONS) >/dev/null
	@git diff --stat -- requirements.lock requirements-dev.lock

venv: python
	@$(PYTHON) -m deploy.local.venv --for run

venv-dev: python
	@$(PYTHON) -m deploy.local.venv --for check

venv-test: python
	@$(PYTHON) -m deploy.local.venv --for test

python:
	@$(if $(PYTHON),:,echo "IPRO needs Python 3.11 or newer; python3 here is: $$(python3 --version 2>&1 || true)." \
	"Debian 12: apt-get install python3 python3-venv. Elsewhere: make PYTHON=/path/to/python3.11 run" >&2; exit 1)
