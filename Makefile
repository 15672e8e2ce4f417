# Needs: make, and Python 3.11 or newer with venv. Everything else is installed into .venv.
PY ?= python3
BIN := .venv/bin
# uv is quick; pip is the way where only pip knows this machine's index or certificates (pip.conf).
INSTALL = $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --compile-bytecode -r $< || \
	{ echo "Trying again with pip …"; $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<; }
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-emit-index-url -q
TESTS ?=
JOBS ?= 2
.DEFAULT_GOAL := help
.PHONY: help run test check fix bench demo shots backup restore lock vendor messages clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1|/' | while IFS='|' read -r name words; do printf '  make %-9s %s\n' "$$name" "$$words"; done

run: .venv/.demo ## set up all and start the demo clinic (PORT=8001 for another port)
	@exec $(BIN)/python manage.py devstack

test: .venv/.dev .venv/.chromium ## run all tests on a private PostgreSQL and Valkey (TESTS=tests/clients for some)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup --no-loadscope-reorder $(TESTS)

check: .venv/.dev ## lint, format, types, import contracts, migration drift, templates, production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=iop.settings.test $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.production_environment manage.py check --deploy --fail-level WARNING

fix: .venv/.dev ## mend what a tool can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## measure speed against the reference views (docs say what the numbers mean)
	$(BIN)/python -m tests.bench

demo: .venv/.demo ## make the demo clinic anew, in a database of its own
	$(BIN)/python manage.py devstack --rebuild

shots: .venv/.dev .venv/.chromium ## take the README's screenshots from the demo clinic
	$(BIN)/python -m tests.shots

backup: .venv/.demo ## write an encrypted copy of database and files to backups/ (needs BACKUP_KEY)
	$(BIN)/python manage.py backup

# make restore backups/NAME.iopbackup
ifeq (restore,$(firstword $(MAKECMDGOALS)))
FILE ?= $(word 2,$(MAKECMDGOALS))
ifneq (,$(FILE))
$(eval .PHONY: $(FILE))
$(eval $(FILE): ; @:)
endif
endif
restore: .venv/.demo ## bring a copy back into an empty database: make restore FILE
	@test -n "$(FILE)" || { echo "Name the file: make restore backups/NAME.iopbackup"; exit 2; }
	$(BIN)/python manage.py restore "$(FILE)"

messages: .venv/.demo ## gather the words that visitors and clients read into locale/es, and compile it
	DJANGO_SETTINGS_MODULE=iop.settings.build $(BIN)/python manage.py messages

lock: $(BIN)/uv ## compile the requirements anew from pyproject.toml
	$(COMPILE) --custom-compile-command "make lock" -o requirements/base.txt
	$(COMPILE) --custom-compile-command "make lock" --group demo -o requirements/demo.txt
	$(COMPILE) --custom-compile-command "make lock" --group dev -o requirements/dev.txt

# name@version, and the files of the package that a browser loads. Each licence comes along.
VENDORED = \
	"bootstrap@5.3.9 dist/css/bootstrap.min.css dist/js/bootstrap.bundle.min.js" \
	"signature_pad@5.1.4 dist/signature_pad.umd.min.js" \
	"chart.js@4.6.1 dist/chart.umd.min.js"
vendor: ## fetch the front-end files of other projects at exact versions (for maintainers; needs npm)
	@command -v npm >/dev/null || { echo "npm is needed for this: it comes with Node.js."; exit 2; }
	@set -e; here=$$(pwd); for line in $(VENDORED); do set -- $$line; package=$$1; shift; name=$${package%@*}; \
	  box=$$(mktemp -d); (cd "$$box" && npm pack --silent "$$package" >/dev/null && tar -xzf ./*.tgz); \
	  place="$$here/static/vendor/$$name"; rm -rf "$$place"; mkdir -p "$$place"; \
	  for file in "$$@"; do cp "$$box/package/$$file" "$$place/"; done; sed -i '/sourceMappingURL=/d' "$$place"/*.css "$$place"/*.js 2>/dev/null || true; \
	  cp "$$box"/package/LICENSE* "$$place/"; printf '%s\n' "$$package" > "$$place/VERSION"; rm -rf "$$box"; echo "$$package"; done

clean: ## remove what the tools made; the environment and the demo's data stay
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache test-results htmlcov .coverage staticfiles

$(BIN)/uv: requirements/uv.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PY) is $$($(PY) -V 2>&1). Name another: make PY=python3.12 run"; exit 2; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PY) -m venv .venv || { echo "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 2; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt && touch $@

.venv/.demo: requirements/demo.txt $(BIN)/uv
	@echo "Installing what the application needs …"
	@$(INSTALL)
	@touch $@

.venv/.dev: requirements/dev.txt $(BIN)/uv
	@echo "Installing what the tests need …"
	@$(INSTALL)
	@touch $@ .venv/.demo

# Never fails: without a browser its journeys are skipped and said so; under CI=true they fail instead.
.venv/.chromium: $(BIN)/uv
	@$(BIN)/python -c 'import sys; from tests.plugins.finding import chromium; sys.exit(chromium() is None)' && touch $@ || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && echo "Installing Chromium for the browser journeys …" && apt-get update -qq && export DEBIAN_FRONTEND=noninteractive && for package in chromium-headless-shell chromium; do apt-get install -y -qq --no-install-recommends $$package >/dev/null && touch $@ && break; done && test -e $@; } || \
	echo "No Chromium was found: the browser journeys will be skipped."
