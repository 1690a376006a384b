"""The site as a WSGI application, and the server that `asylia serve` starts."""

import os

from django.core.wsgi import get_wsgi_application

from asylia.web.postgres.base import PATIENCE, Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "asylia.web.settings")
application = get_wsgi_application()
Connection.patience = PATIENCE
