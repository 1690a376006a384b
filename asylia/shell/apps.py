"""The shell as a Django app: its one table is drafts."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Its tables are drafts."""

    name = "asylia.shell"
    default_auto_field = "django.db.models.BigAutoField"
