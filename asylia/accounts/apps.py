"""Django's entry for this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "asylia.accounts"
    default_auto_field = "django.db.models.BigAutoField"
