"""The settings of tests: the site's own, with a database, folders and a broker that belong to the test session."""

import os
import tempfile
from pathlib import Path

_data = Path(os.environ.setdefault("JALONS_TEST_DATA", tempfile.mkdtemp(prefix="jalons-tests-")))
os.environ.setdefault("DATA_DIR", str(_data / os.environ.get("PYTEST_XDIST_WORKER", "main")))
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("CREDENTIAL_KEYS", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")

Path(os.environ["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
(_data / os.environ.get("PYTEST_XDIST_WORKER", "main")).mkdir(parents=True, exist_ok=True)

from coursesite.settings import *  # noqa: E402, F403
from coursesite.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
OUTBOX_POKE = False
AXES_ENABLED = True
# No test searches the editing space: its index is kept up to date by the sites of the journeys alone.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: threads and processes of a test meet on it.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / os.environ.get("PYTEST_XDIST_WORKER", "main") / "test.sqlite3")}
