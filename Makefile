# What a newcomer types. Everything runs in .venv, made by the first command from the locked dependencies.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check format clients clients-install bench bench-growth attack simulate kill fuzz load words lock clean

run: .venv/run.stamp ## the whole bot at http://127.0.0.1:8080/
	@exec $(BIN)/coreflect run $(ARGS)

test: .venv/dev.stamp ## every test that needs no browser and no Node
	$(BIN)/python -m pytest -n auto -m "not clients and not attack_long" $(ARGS)

check: .venv/dev.stamp ## format, lint, types, import rules, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

format: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clients: .venv/dev.stamp tests/clients/node_modules ## the dialogue against the independent stand-ins
	$(BIN)/python -m pytest -n 3 --dist loadfile -m clients tests/clients $(ARGS)

tests/clients/node_modules: tests/clients/package.json tests/clients/package-lock.json
	cd tests/clients && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

bench: .venv/dev.stamp ## speed, each figure beside its floor
	$(BIN)/python -m tests.bench $(ARGS)

bench-growth: .venv/dev.stamp ## what a member costs, from 1,000 to 100,000 members
	$(BIN)/python -m tests.bench.growth $(ARGS)

attack: .venv/dev.stamp ## every attack on the answers, in its long form (ARGS=--short for the form that CI runs), as a table
	$(BIN)/python -m tests.attack $(ARGS)

simulate: .venv/dev.stamp ## whole installations under faults, SEEDS of them; SIZE=--small for the size that the tests run
	$(BIN)/python -m tests.simulation --seeds $(or $(SEEDS),200) $(SIZE) $(ARGS)

kill: .venv/dev.stamp ## kill -9 at every point of the courier, each kind of message on each kind of platform, as a table
	$(BIN)/python -m tests.kill

fuzz: .venv/dev.stamp ## generated requests on every route, signed and not; texts and forms that no test has seen
	$(BIN)/python -m tests.fuzz --cases $(or $(CASES),20000) $(ARGS)
	$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=search

load: .venv/dev.stamp ## ten minutes of a Monday morning, five times over; needs a quiet machine
	$(BIN)/python -m tests.load --minutes $(or $(MINUTES),10) --rate-factor 5 $(ARGS)

words: .venv/dev.stamp ## bring every language's catalogue up to the sentences that the code says now
	$(BIN)/pybabel -q extract -k t -k plural:1,2 --add-location=file -o .venv/interface.pot bot coreflect.py command_line.py
	for po in framework_content/*/interface.po; do \
		$(BIN)/pybabel -q update -N --ignore-pot-creation-date -w 116 -i .venv/interface.pot -o $$po -l $$(basename $$(dirname $$po)); \
	done

lock: ## write the lock files anew, after a change of dependencies
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group dev -o requirements-dev.lock

.venv/run.stamp: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv tests/clients/node_modules data
