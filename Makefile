# Both commands make the environment themselves: Python 3.11 or newer and make are all that is needed.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: report test lint clean
.DEFAULT_GOAL := help

help:
	@echo "make report   verify the catalogue, time it at small sizes, write tables and pages under reports/out/"
	@echo "make test     the whole test suite"
	@echo "make lint     ruff and pyright"
	@echo "make clean    remove the environment and everything generated"

report: .venv/ready
	@echo "── Verifying the catalogue (20 draws a claim)"
	$(BIN)/python -m verify --json reports/out/verdicts.json
	@echo "── Timing it at small sizes"
	rm -f reports/out/bench.jsonl
	$(BIN)/python -m bench --sizes small --budget 240
	@echo "── Writing tables and pages"
	$(BIN)/python -m reports

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
