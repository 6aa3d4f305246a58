"""One settings module; what differs between machines comes from the environment (`.env.example`)."""

from datetime import date
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

# demo: invented data and a fixed day; test: the test run; production: the real thing.
VEILLE_ENV = env.str("VEILLE_ENV", default="production")
IS_DEMO = VEILLE_ENV == "demo"
IS_PRODUCTION = VEILLE_ENV == "production"
DEBUG = False

VEILLE_VAR_DIR = Path(env.str("VEILLE_VAR_DIR", default=str(BASE_DIR / "var")))
VEILLE_KEYS_DIR = Path(env.str("VEILLE_KEYS_DIR", default=str(VEILLE_VAR_DIR / "keys")))
VEILLE_TODAY = date.fromisoformat(env.str("VEILLE_TODAY")) if env.str("VEILLE_TODAY", default="") else None
if IS_PRODUCTION and VEILLE_TODAY:
    # It would forget nobody and be late for nothing.
    raise ImproperlyConfigured("VEILLE_TODAY est réservé à la démonstration et aux tests.")


def _secret_key() -> str:
    key_file = VEILLE_KEYS_DIR / "secret.key"
    return key_file.read_text().strip() if key_file.exists() else env.str("SECRET_KEY")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its templates: our own ones may replace them (FORM_RENDERER)
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "veille.core",
    "partners",
    "households",
    "funding",
    "accompaniment",
    "cellule",
    "reports",
    "veille.demonstration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "veille.middleware.ActorMiddleware",
]

ROOT_URLCONF = "veille.urls"
WSGI_APPLICATION = "veille.wsgi.application"

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
                "csp.context_processors.nonce",
                "veille.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# The application signs in as a role that owns nothing; `prepare_database` uses the owner's address.
# A name with one letter missing still resembles (by default PostgreSQL wants more); compiling our short queries
# would cost more than running them.
DATABASE_OPTIONS = {"options": "-c pg_trgm.word_similarity_threshold=0.4 -c jit=off"}
DATABASES = {
    "default": env.db_url("DATABASE_URL") | {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 60, "OPTIONS": DATABASE_OPTIONS}
}
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
DATABASE_APPLICATION_ROLE = DATABASES["default"]["USER"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    # What `{% cache %}` keeps of the frame of the pages, in each process: nothing of a person or a case enters it.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_SAVE_EVERY_REQUEST = False

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TIMEZONE = "Europe/Paris"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A killed worker must not delay its task: the transport gives unacknowledged messages back fast
# (the durable Run row and its lease are the real guard, see veille.core.runs).
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60 * 60,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULE = {
    "sweep-runs": {"task": "veille.core.tasks.sweep_runs", "schedule": 15.0},
    "ask-for-retention": {
        "task": "households.tasks.ask_for_retention",
        "schedule": crontab(hour=3, minute=10),  # after midnight in Paris, before anybody works
    },
    "forget-account-months": {"task": "households.tasks.forget_account_months", "schedule": crontab(hour=3, minute=40)},
    "watch-documents": {"task": "households.tasks.watch_documents", "schedule": 60.0 * 5},
    "forget-imports": {"task": "households.tasks.forget_imports", "schedule": 60.0 * 60},
    "send-digests": {"task": "households.tasks.send_digests", "schedule": 60.0 * 10},
    "forget-merges": {"task": "households.tasks.forget_merges", "schedule": 60.0 * 60},
    "remind-solicitations": {"task": "accompaniment.tasks.remind_solicitations", "schedule": 60.0},
    "plan-visits-after-moves": {
        "task": "accompaniment.tasks.plan_visits_after_moves",
        "schedule": crontab(hour=4, minute=0),
    },
    "expire-candidatures": {"task": "cellule.tasks.expire_candidatures", "schedule": crontab(hour=3, minute=50)},
    "keep-sessions-ahead": {"task": "cellule.tasks.keep_sessions_ahead", "schedule": crontab(hour=4, minute=10)},
    "purge-expired": {"task": "veille.core.tasks.purge_expired", "schedule": 60.0 * 60},
}

AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "partners.passwords.CnilPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "partners.adapters.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation; the invitation link proves the address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "partners.adapters.EncryptedMfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Veille sociale"
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=IS_PRODUCTION)
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# For how long an « accès d’urgence motivé » opens a file.
EMERGENCY_ACCESS_HOURS = env.int("EMERGENCY_ACCESS_HOURS", default=24)

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VEILLE_VAR_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    # The manifest exists once `collectstatic` has run; tests read the files where they are.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if VEILLE_ENV == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Compressed already, or read by nobody but us.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "ttf", "woff", "woff2", "jpg", "jpeg", "png", "webp", "zip", "gz", "br"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VEILLE_VAR_DIR / "files")))
MEDIA_URL = ""  # nothing is served by address: each file is fetched through its parent's right
# A path (unix socket) or host:port; empty: no antivirus, files are received without quarantine.
CLAMD_SOCKET = env.str("CLAMD_SOCKET", default="")
# First in line: a sending too large is refused before a byte of it is kept.
FILE_UPLOAD_HANDLERS = [
    "veille.core.uploads.sending.BoundedSending",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
if VEILLE_ENV != "production":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VEILLE_VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Veille sociale <ne-pas-repondre@veille.invalid>")
SITE_ORIGIN = env.str("SITE_ORIGIN", default="http://localhost:8000")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "veille.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "veille.core.logs.PlainFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"veille": {"level": "INFO"}},
}
