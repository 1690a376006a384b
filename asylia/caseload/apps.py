"""The caseload as a Django app."""

from django.apps import AppConfig


class CaseloadConfig(AppConfig):
    """Its tables are read models."""

    name = "asylia.caseload"
    default_auto_field = "django.db.models.BigAutoField"
