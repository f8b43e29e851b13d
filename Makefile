# Jalons. `make run` to see it, `make test` to trust it. Every step here is safe to repeat.

PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 gettext
TEST_PACKAGES := chromium postgresql redis-server poppler-utils hunspell hunspell-fr
DEMO_ENV := DEMO=1 PORT=$(PORT) SITE_URL=http://127.0.0.1:$(PORT)
# Compiled tests are kept, whatever the environment says: each process would compile them all anew.
PYTEST := PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n 2 --dist worksteal --no-skips

.PHONY: help install run seed test test-fast test-slow check fix bench messages lock

help:
	@echo "make run    the site, its worker and demo people on http://127.0.0.1:$(PORT)"
	@echo "make test   what a change is judged by (a quarter of an hour)   make test-slow   faults, drills, second ways"
	@echo "make check  format, lint, import contracts, types, migrations, French catalogue   make fix   mends what can be"
	@echo "make bench  figures beside their floors, as JSON       make lock    resolves the lock files anew"

# --- Installing ---------------------------------------------------------------------------------------------------------

# $(call packages,<names>): installs the missing Debian packages when root or sudo is there, else says which in one line.
define packages
	@missing=""; for name in $(1); do dpkg-query -W -f='$${Status}' $$name 2>/dev/null | grep -q "install ok installed" || missing="$$missing $$name"; done; \
	$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || missing="$$missing python3-venv"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then root=""; elif sudo -n true 2>/dev/null; then root="sudo"; \
	  else echo "Missing system packages, to be installed by an administrator: apt-get install$$missing"; exit 1; fi; \
	  echo "Installing system packages:$$missing"; \
	  $$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi
endef

.venv/installed: requirements-dev.lock
	$(call packages,$(RUN_PACKAGES))
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@echo "Installing the locked dependencies…"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard coursesite/locale/*/LC_MESSAGES/django.po))
coursesite/locale/%/LC_MESSAGES/django.mo: coursesite/locale/%/LC_MESSAGES/django.po .venv/installed
	@msgfmt --check-format -o $@ $<

install: .venv/installed $(CATALOGUES)

# --- Running ------------------------------------------------------------------------------------------------------------

run: install
	@$(DEMO_ENV) $(PY) manage.py migrate --verbosity 0
	@$(DEMO_ENV) $(PY) manage.py collectstatic --noinput --verbosity 0
	@$(DEMO_ENV) $(PY) manage.py seed_site --demo
	@echo "Demo sign-ins, all with the password « jalons demo jalons » (the sign-in page lists them with their parts):"
	@echo "  amina@ bilal@ chloe@ luc@ maud@ noe@ rose@ ines@ sofia@ paul@   …demo.example"
	@$(DEMO_ENV) $(PY) manage.py serve --port $(PORT)

seed: install
	@$(PY) manage.py seed_site

# --- Judging ------------------------------------------------------------------------------------------------------------

test: install
	$(call packages,$(TEST_PACKAGES))
	$(PYTEST) -m "not slow"
	$(PYTEST) -m "not slow and not browser and not pages" --database=postgres

test-slow: install
	$(call packages,$(TEST_PACKAGES))
	$(PYTEST) -m slow
	$(PYTEST) -m "(slow or pages) and not browser" --database=postgres

check: install
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/djade --check $$(git ls-files 'templates/*.html')
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports
	SECRET_KEY=check DEBUG=1 PYTHONPATH=. .venv/bin/mypy
	SECRET_KEY=check DEBUG=1 $(PY) manage.py makemigrations --check --dry-run
	$(PY) -m pytest -q -p no:randomly tests/test_catalogue.py

fix: install
	.venv/bin/ruff check --fix --quiet . || true
	.venv/bin/ruff format --quiet .
	.venv/bin/djade $$(git ls-files 'templates/*.html') || true

messages: install  ## gathers strings into the French catalogue
	SECRET_KEY=messages DEBUG=1 $(PY) manage.py makemessages -l fr --no-location --no-wrap -i var -i .venv -i tests

bench: install
	@$(PY) -m tests.bench

lock:
	$(PY) -m pip install --quiet uv
	.venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	.venv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock
