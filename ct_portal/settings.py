"""One settings file; everything that differs between installations comes from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from ct_portal import environment as env
from ct_portal import log_lines, queues

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = env.text("SECRET_KEY")
DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", False)
# A demonstration may leave out what a live service must say.
TRIAL = DEMO or DEBUG
BASE_URL = env.web_address("BASE_URL", "http://127.0.0.1:8000" if TRIAL else env.REQUIRED)
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS", urlsplit(BASE_URL).hostname or "")
env.refuse_contradictions(
    base_url=BASE_URL, hosts=ALLOWED_HOSTS, secret_key=SECRET_KEY, debug=DEBUG, demo=DEMO
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "") if DEMO else ""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "organisations",
    "thresholds",
    "cases",
    "notifications",
    "portals.components",
    "portals",
    "ct_portal.keeping",
]

MIDDLEWARE = [
    "ct_portal.request_log.RequestLog",
    # Before all that could need the database, a host name or TLS.
    "ct_portal.health.HealthFirst",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "organisations.tenancy.RequestTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portals.refusals.RefusalPages",
]

ROOT_URLCONF = "ct_portal.urls"
WSGI_APPLICATION = "ct_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portals.context.everywhere",
            ],
        },
    },
]
FORM_RENDERER = "portals.components.renderer.GovukRenderer"

# --- Data -----------------------------------------------------------------------------------------

# Seconds that a connection is kept; behind a pooler its server connection is free between
# transactions anyhow. No server-side cursors, and kept plans only where DATABASE_PREPARE says so:
# DATABASE_URL may name a PgBouncer in transaction mode (docs/manuals/operator.md).
DATABASES = {
    "default": dj_database_url.parse(
        env.database("DATABASE_URL"),
        conn_max_age=env.whole("DATABASE_CONN_MAX_AGE", 60),
        conn_health_checks=True,
    )
    | {"DISABLE_SERVER_SIDE_CURSORS": True, "ATOMIC_REQUESTS": False}
}
# Plans are kept with the connection: only where it is not shared through a pooler (ADR 16).
DATABASE_PREPARE = env.plans_kept(
    wanted=env.flag("DATABASE_PREPARE", False), url=env.text("DATABASE_URL")
)
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
if DATABASE_PREPARE:
    # One plan for all values, never planned anew: what the tests hold is what runs.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c plan_cache_mode=force_generic_plan")
DATABASE_OWNER_URL = env.database("DATABASE_OWNER_URL", "")
env.two_roles(application=env.text("DATABASE_URL"), owner=DATABASE_OWNER_URL)
DATABASE_BACKUP_URL = env.database("DATABASE_BACKUP_URL", "")
PG_BIN = env.text("PG_BIN", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", schemes=env.BROKERS)
CACHES = {
    "default": {
        "BACKEND": "ct_portal.cache.ForgivingRedis",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "ct",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

STORAGE_DIR = Path(
    env.text("STORAGE_DIR", str(BASE_DIR / ".state" / "storage") if TRIAL else env.REQUIRED)
)
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(env.text("STATIC_BUILD_DIR", str(BASE_DIR / "build" / "static")))]
WHITENOISE_USE_FINDERS = env.flag("SERVE_UNCOLLECTED", DEMO or DEBUG)
STATIC_ROOT = (
    None
    if WHITENOISE_USE_FINDERS
    else Path(env.text("STATIC_ROOT", str(BASE_DIR / "build" / "collected")))
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STORAGE_DIR, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if WHITENOISE_USE_FINDERS
            else "ct_portal.static_names.RememberedManifest"
        )
    },
}

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["organisations.sign_in.Backend"]
SESSION_ENGINE = "organisations.sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff_home"
LOGOUT_REDIRECT_URL = "public:home"
ACCOUNT_ADAPTER = "portals.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False

SESSION_COOKIE_AGE = 4 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "ct_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portals.refusals.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- The post and the workers ---------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", "no-reply@casereview.example" if TRIAL else env.REQUIRED
)
EMAIL_BACKEND = "notifications.mailbox.DemoMailbox" if DEMO else "notifications.smtp.SmtpBackend"
_mail = env.mail("EMAIL_URL", "smtp://localhost:25" if TRIAL else env.REQUIRED)
EMAIL_HOST, EMAIL_PORT = _mail["HOST"], _mail["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["HOST_USER"], _mail["HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["USE_TLS"], _mail["USE_SSL"]
EMAIL_TIMEOUT = 20

# Which way out of the machine each channel takes. A demonstration sends nothing: its texts, like
# its e-mails, are kept in its mailbox.
MAIL_BY = env.one_of("MAIL_BY", "smtp", ("smtp", "notify"))
TEXT_BY = env.one_of("TEXT_BY", "none", ("none", "notify"))
POST_BY = env.one_of("POST_BY", "print", ("print", "notify"))
_notify = env.notify(channels=(MAIL_BY, TEXT_BY, POST_BY), trial=TRIAL, demo=DEMO)
NOTIFY_BASE_URL, NOTIFY_API_KEY = _notify["BASE_URL"], _notify["API_KEY"]
NOTIFY_CALLBACK_TOKEN = _notify["CALLBACK_TOKEN"]
NOTIFY_EMAIL_TEMPLATE = _notify["EMAIL_TEMPLATE"]
NOTIFY_TEXT_TEMPLATE = _notify["TEXT_TEMPLATE"]
if DEMO:
    TEXT_BY = "mailbox"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# In which queue a task waits, and in which order workers take from them: ct_portal/queues.py.
CELERY_TASK_DEFAULT_QUEUE = queues.POST
CELERY_TASK_QUEUES = queues.QUEUES
CELERY_TASK_ROUTES = (queues.route,)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker's process is replaced after so many tasks, or when it has grown to so many KiB: the
# memory of many letters goes with it.
CELERY_WORKER_MAX_TASKS_PER_CHILD = env.whole("WORKER_TASKS", 200, least=1)
CELERY_WORKER_MAX_MEMORY_PER_CHILD = env.whole("WORKER_MEMORY_MIB", 400, least=50) * 1024
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Workers and beat wait for a broker that is away as long as it takes; a page does not wait
# (notifications/nudge.py).
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "queue_order_strategy": "ct_portal.queues:ByUrgency",
}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = "Europe/London"

# --- The API --------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ASB case review",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "CaseStatus": "cases.status.Status",
        "ActionStatus": "cases.models.Action.Status",
    },
}

# --- Logs: ids and kinds, never people ------------------------------------------------------------

LOGGING_CONFIG = "ct_portal.log_lines.configure"
LOGGING = log_lines.configuration(level=env.one_of("LOG_LEVEL", "INFO", env.LOG_LEVELS))
