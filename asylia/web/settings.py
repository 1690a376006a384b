"""Django's settings: everything a page needs, from two environment variables and nothing else.

`ASYLIA_HOME` (default `./var`) holds the keys and, unless `DATABASE_URL` names a PostgreSQL database,
the SQLite one. `ASYLIA_DEBUG=1` is for whoever writes pages.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from asylia.web.home import database, secret_key

HOME = Path(os.environ.get("ASYLIA_HOME", "var")).absolute()
DEBUG = os.environ.get("ASYLIA_DEBUG") == "1"
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("ASYLIA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# What sheets and public pages print: the one number to call day and night, and this site's own address.
PHONE = os.environ.get("ASYLIA_PHONE", "")
PORTAL = os.environ.get("ASYLIA_ADDRESS", "")
SERVED_OVER_TLS = os.environ.get("ASYLIA_TLS") == "1"
# Publications of court data, one folder each, as `asylia courtdata site` writes them.
COURT_DATA = Path(os.environ.get("ASYLIA_COURT_DATA", HOME / "court-data"))
# Rows of single officers, for that officer and a quality lead: made and shown only where a deployment says so.
OFFICER_ROWS = os.environ.get("ASYLIA_OFFICER_ROWS") == "yes"
PASSKEY_DOMAIN = ALLOWED_HOSTS[0]  # passkeys are made for this name and open nothing under another

DATABASES = {"default": database(HOME, os.environ.get("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "csp",
    "asylia.accounts",
    "asylia.caseload",
    "asylia.shell",
    "asylia.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "asylia.accounts.session.AccountMiddleware",
    "asylia.web.errors.UnwrittenMiddleware",
    "asylia.web.access.AccessMiddleware",
    "asylia.web.caching.NoStoreMiddleware",
]
ROOT_URLCONF = "asylia.web.urls"
WSGI_APPLICATION = "asylia.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["asylia.web.frame.frame"],
            "builtins": ["asylia.web.templatetags.words", "django.templatetags.static"],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).parent / "static"
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600

# What a person who stops working loses: sign-in after 15 minutes without a request, or after 12 hours.
STAFF_IDLE_SECONDS = 15 * 60
STAFF_LONGEST_SECONDS = 12 * 60 * 60
# A borrowed telephone: what the person has open closes sooner than a desk does.
OWN_PAGES_IDLE_SECONDS = 10 * 60
OWN_PAGES_LONGEST_SECONDS = 2 * 60 * 60
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# The prefix has browsers refuse the cookie unless it came over TLS and for this host alone.
COOKIE_PREFIX = "__Host-" if SERVED_OVER_TLS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}asylia"
SESSION_COOKIE_AGE = STAFF_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_FAILURE_VIEW = "asylia.web.errors.stale_form"

# One megabyte of text is a long statement; more than that is said to be too long, not cut.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A file that is sent is read in memory and lies on no disk; of a larger request nothing is kept, and its page says so.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024  # one file of shell/examining.py MOST_BYTES, and the form around it

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # USWDS draws its own marks as data: images
        "media-src": [SELF],  # what speakers recorded of a notice
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing to other sites. Not "no-referrer": browsers then send `Origin: null` with our own forms.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SERVED_OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SERVED_OVER_TLS
SECURE_SSL_REDIRECT = SERVED_OVER_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_OVER_TLS else None
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "asylia.web.log.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
