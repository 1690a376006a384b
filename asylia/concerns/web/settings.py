"""Django's settings of the channel: no database, no session, no log, nothing on disk but what the box keeps."""

import os
from pathlib import Path

HOME = Path(os.environ.get("ASYLIA_CONCERNS", "concerns")).absolute()
SECRET_KEY = "nothing here is signed by Django"  # noqa: S105 - no cookie, no session, no token exists
DEBUG = False
ALLOWED_HOSTS = ["*"]  # no address is built from the host that was asked for
INSTALLED_APPS: list[str] = []
DATABASES: dict[str, object] = {}
MIDDLEWARE = ["asylia.concerns.web.quiet.QuietMiddleware"]
ROOT_URLCONF = "asylia.concerns.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": []},
    }
]
USE_TZ = True
TIME_ZONE = "UTC"
# An upload stays in memory: a temporary file would be plain text on a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 48 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 20
LOGGING_CONFIG = None  # Django's own would write addresses of requests that fail
SILENCED_SYSTEM_CHECKS = ["security.W001"]
