"""One settings file, read from the environment (and from `.env` beside it).

Every variable is listed in `.env.example`. A value that cannot be understood, a variable of `.env` that is unknown, or two
values that contradict each other stop the start with a sentence that says what to write.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from coursesite.core.addresses import is_loopback

BASE_DIR = Path(__file__).resolve().parent.parent

KNOWN = {
    "DEBUG", "DEMO", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "CACHE_URL", "CROWD_CACHE_URL", "BROKER_URL",
    "DATA_DIR", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "XAPI_BASE_IRI", "CREDENTIAL_KEYS", "LRS_HOSTS", "LOG_LEVEL", "MONITORING_KEY",
    "PORT", "WEB_WORKERS", "BEHIND_PROXY", "FAULTS",
}  # fmt: skip

env = Env()
_env_file = BASE_DIR / ".env"
if _env_file.exists():
    names = {line.split("=", 1)[0].strip() for line in _env_file.read_text().splitlines() if "=" in line and line[0] != "#"}
    if unknown := names - KNOWN:
        raise ImproperlyConfigured(f".env: unknown variable {sorted(unknown)}. See .env.example for the ones understood.")
    env.read_env(str(_env_file))

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
TESTING = "pytest" in sys.modules
FAULTS = env.list("FAULTS", [])
if FAULTS and not TESTING and not env.bool("TESTING_CHILD", False):
    raise ImproperlyConfigured("FAULTS breaks things on purpose: it is read in tests only. Remove it.")

SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured("SITE_URL must be a whole address, for example https://cours.example.org")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [_site.hostname])
if DEMO:
    if not all(is_loopback(host) for host in [_site.hostname, *ALLOWED_HOSTS]):
        raise ImproperlyConfigured("DEMO=1 shows mail and asks no second factor: it is refused on any address but 127.0.0.1.")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

DEMO_SECRET_KEY = "demo-only-not-secret-" + "0" * 40
SECRET_KEY = env.str("SECRET_KEY", DEMO_SECRET_KEY if DEMO or DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing. Write 50 random characters (see docs/deployment).")
if SECRET_KEY == DEMO_SECRET_KEY and not (DEMO or DEBUG or TESTING):
    raise ImproperlyConfigured("SECRET_KEY is the one of the demo. Write 50 random characters (see docs/deployment).")

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var"))).resolve()
os.umask(0o077)  # what the site writes (database, files, mail, documents) is for the account that runs it, and nobody else
DATA_DIR.mkdir(parents=True, exist_ok=True)

# --- Applications -------------------------------------------------------------------------------------------------------
ROOMS = [  # floors bottom up, rooms right to left: the order in which seeds run
    "coursesite.core", "coursesite.accounts", "coursesite.tracking", "coursesite.notifications", "coursesite.organisations",
    "coursesite.cohorts", "coursesite.pages", "coursesite.dashboards", "coursesite.search",
    "modules.competencies", "modules.glossary", "modules.exercises", "modules.catalogue", "modules.progress", "modules.surveys", "modules.advice",
    "modules.training", "step_guides.worksheets", "step_guides.reviews", "step_guides.guide",
    "certification.certificates", "certification.evidence",
]  # fmt: skip

INSTALLED_APPS = [
    *ROOMS,
    "wagtail.contrib.settings", "wagtail.embeds", "wagtail.sites", "coursesite.accounts.people_admin_app.PeopleAdmin",
    "wagtail.snippets", "wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit",
    "polymorphic", "allauth", "allauth.account", "allauth.mfa", "axes", "csp",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.humanize",
]  # fmt: skip

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware",
    "coursesite.core.middleware.RequestIds", "coursesite.core.public_cache.PublicPages",
    "csp.middleware.CSPMiddleware", "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware", "coursesite.core.middleware.PathLanguage",
    "coursesite.core.middleware.BodyLimits", "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware",
    "coursesite.core.middleware.SignInRequired",
    "allauth.account.middleware.AccountMiddleware", "coursesite.accounts.middleware.SignInDoor",
    "coursesite.accounts.middleware.SecondFactor",
    "coursesite.core.middleware.PrivateByDefault", "coursesite.core.middleware.Refusals", "axes.middleware.AxesMiddleware",
]  # fmt: skip

ROOT_URLCONF = "coursesite.urls"
WSGI_APPLICATION = "coursesite.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages", "coursesite.core.context.site",
            ],
        },
    }
]  # fmt: skip

# --- Database -----------------------------------------------------------------------------------------------------------
# SQLite: IMMEDIATE takes the write lock at BEGIN, so a transaction never fails half-way. Therefore ATOMIC_REQUESTS stays
# False: reading opens no transaction, an action opens a short one. FULL, because NORMAL may lose commits at a power cut.
_database = env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'jalons.sqlite3'}")
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
    }
    _database["CONN_MAX_AGE"] = None
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database["CONN_MAX_AGE"] = 600
    _database["OPTIONS"] = {"connect_timeout": 5, "options": "-c statement_timeout=10000 -c lock_timeout=5000"}
DATABASES = {"default": _database}

_at = env.str("CACHE_URL", f"file://{DATA_DIR / 'cache'}")
_crowd = env.dj_cache_url("CROWD_CACHE_URL", _at) | {"KEY_PREFIX": "crowd"}  # what anybody may fill, apart
_stores = {"FileBasedCache": "coursesite.core.stores.FileStore", "RedisCache": "coursesite.core.stores.RedisStore"}
CACHES = {"default": env.dj_cache_url("CACHE_URL", _at), "crowd": _crowd}
CACHES = {name: one | {"BACKEND": _stores.get(one["BACKEND"].rpartition(".")[2], one["BACKEND"])} for name, one in CACHES.items()}

# --- Worker -------------------------------------------------------------------------------------------------------------
# time limit < lease < visibility timeout: a killed worker's row is free again before anything else retries it.
LEASE = 300
CELERY_BROKER_URL = env.str("BROKER_URL", "filesystem://")
CELERY_RESULT_BACKEND = None
CELERY_ACCEPT_CONTENT, CELERY_TASK_SERIALIZER = ["json"], "json"
CELERY_TASK_IGNORE_RESULT = CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
_sweeps = {"core.drain_outbox": 30, "core.make_documents": 30, "tracking.deliver": 60, "core.remove_files": 3600}
_sweeps |= dict.fromkeys(["reviews.remind", "reviews.pair_peers", "notifications.digest", "progress.nudge"], 1800)  # seconds
CELERY_BEAT_SCHEDULE = {
    name: {"task": name, "schedule": float(every), "options": {"expires": every - 5}} for name, every in _sweeps.items()
}
if CELERY_BROKER_URL.startswith("filesystem"):
    _broker = DATA_DIR / "broker"
    for _name in ("messages", "control"):
        (_broker / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "messages"),
        "data_folder_out": str(_broker / "messages"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 1, "socket_connect_timeout": 1}
OUTBOX_POKE = True

# --- People -------------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]  # fmt: skip
_validation = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{_validation}CommonPasswordValidator"},
    {"NAME": f"{_validation}UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "full_name")}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "coursesite.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = dict.fromkeys(["login_failed", "reset_password", "request_login_code"], "5/15m/key,20/15m/ip")
MFA_ENFORCED = not DEMO
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Jalons"
MFA_TOTP_TOLERANCE = 1  # a phone whose clock is half a minute off still signs in
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_HTTP_RESPONSE_CODE = 429
AXES_DISABLE_ACCESS_LOG, AXES_VERBOSE = True, False
AXES_CLIENT_IP_CALLABLE = "coursesite.accounts.adapter.client_address"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "coursesite.core.views.csrf_failure"
_secure = _site.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
if _secure:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 3600, True
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Mail ---------------------------------------------------------------------------------------------------------------
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
else:
    _email = env.dj_email_url("EMAIL_URL", "console://")
    EMAIL_BACKEND = _email["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"Jalons <ne-pas-repondre@{_site.hostname}>")

# --- Language and time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS, FORMAT_MODULE_PATH = [BASE_DIR / "coursesite" / "locale"], ["coursesite.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Paris"

# --- Files --------------------------------------------------------------------------------------------------------------
STATIC_URL, MEDIA_URL = "/static/", "/media/"
STATICFILES_DIRS = [BASE_DIR / "coursesite" / "static"]
STATIC_ROOT, MEDIA_ROOT, PRIVATE_ROOT = DATA_DIR / "static", DATA_DIR / "media", DATA_DIR / "private"
_hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG or TESTING else _hashed},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# --- Wagtail ------------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Jalons"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_ALLOW_UNICODE_SLUGS = WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}  # a page is closed to people, whose rights every action knows
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp"}  # small, and without what a camera adds (place, date)
WAGTAILIMAGES_EXTENSIONS, WAGTAILIMAGES_MAX_IMAGE_PIXELS = ["jpg", "jpeg", "png", "webp"], 40_000_000
# Addresses and passwords are kept on the person's account page: Wagtail's own ways ask for no code and notify nobody.
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "docx", "xlsx"]
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"

# --- Headers ------------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        **{name: [SELF] for name in ["script-src", "style-src", "font-src", "connect-src", "form-action"]},
        **{name: [NONE] for name in ["default-src", "base-uri", "object-src", "frame-ancestors"]},
        "img-src": [SELF, "data:"],
    },
}
PERMISSIONS_POLICY: dict[str, list] = {"camera": [], "microphone": [], "geolocation": [], "payment": [], "usb": []}
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- Traces -------------------------------------------------------------------------------------------------------------
XAPI_BASE_IRI = env.str("XAPI_BASE_IRI", f"{SITE_URL}/xapi").rstrip("/")
# Fernet keys that encrypt the passwords of external record stores, newest first. Never SECRET_KEY, so that each can be changed.
_demo_key = "ZGVtby1vbmx5LW5vdC1zZWNyZXQtMDAwMDAwMDAwMDA="
CREDENTIAL_KEYS = env.list("CREDENTIAL_KEYS", [_demo_key] if DEMO else [])
LRS_HOSTS = env.list("LRS_HOSTS", [])  # the only external record stores that may be named (coursesite/tracking/endpoints.py)

# --- Operation ----------------------------------------------------------------------------------------------------------
MONITORING_KEY = env.str("MONITORING_KEY", "")
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_tokens": {"()": "coursesite.core.logs.WithoutTokens"}},
    "formatters": {"json": {"()": "coursesite.core.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_tokens"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {name: {"level": "WARNING"} for name in ("fontTools", "weasyprint", "django_tasks", "wagtail", "axes")},
}
