"""The settings of tests: the site's own, with a database, folders and a broker that belong to the test session."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "JALONS_TEST_DATA" not in os.environ:  # the first process of the session gives it to the others
    os.environ["JALONS_TEST_DATA"] = tempfile.mkdtemp(prefix="jalons-tests-")
    atexit.register(shutil.rmtree, os.environ["JALONS_TEST_DATA"], ignore_errors=True)
_data = Path(os.environ["JALONS_TEST_DATA"])
_own = _data / os.environ.get("PYTEST_XDIST_WORKER", "main")
if os.environ.get("DATA_DIR", str(_data / "main")) == str(_data / "main"):  # a worker inherits the first process's
    os.environ["DATA_DIR"] = str(_own)
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("CREDENTIAL_KEYS", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=")

Path(os.environ["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
(_own / "static").mkdir(parents=True, exist_ok=True)

from coursesite.settings import *  # noqa: E402, F403
from coursesite.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in ("default", "crowd")}
OUTBOX_POKE = False
AXES_ENABLED = True
# No test searches the editing space: its index is kept up to date by the sites of the journeys alone.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: threads and processes of a test meet on it.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
