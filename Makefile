# Both commands make the environment themselves: Python 3.11 or newer and make are all that is needed.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help report test lint clean
.DEFAULT_GOAL := help

help:
	@echo "make report   verify the catalogue, time it at small sizes, write tables and pages under reports/out/"
	@echo "make test     the whole test suite"
	@echo "make lint     ruff and pyright"
	@echo "make clean    remove the environment and everything generated"

# verify and bench exit with 1 where something is not as it should be: the pages say what, so they are written before make fails.
report: .venv/ready
	@rm -f reports/out/verdicts.json reports/out/bench.jsonl; failed=0; \
	echo "── Verifying the catalogue (20 draws a claim)"; \
	$(BIN)/python -m verify --json reports/out/verdicts.json || failed=$$?; [ $$failed -le 1 ] || exit $$failed; \
	echo "── Timing it at small sizes"; \
	$(BIN)/python -m bench --sizes small --budget 240 || failed=$$?; [ $$failed -le 1 ] || exit $$failed; \
	echo "── Writing tables and pages"; \
	$(BIN)/python -m reports && exit $$failed

test: .venv/ready
	@echo "── Running the test suite"
	$(BIN)/pytest -n 2 --dist loadfile

lint: .venv/ready
	@echo "── Linting and checking types"
	$(BIN)/ruff check
	$(BIN)/pyright

.venv/ready: pyproject.toml constraints.txt
	@echo "── Making the environment in .venv"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv reports/out
