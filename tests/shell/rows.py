"""The read models as one value: every row and column, sealed text opened, surrogate keys left out."""

from typing import Any

from django.apps import apps

from asylia.accounts.models import Account
from asylia.shell.house import House


def rows(house: House) -> dict[str, list[dict[str, Any]]]:
    """Every row of every read model, in an order of its own content."""
    return {
        kind.__name__: sorted((_opened(house, each) for each in kind.objects.values()), key=repr)
        for kind in (*apps.get_app_config("caseload").get_models(), Account)
    }


def _opened(house: House, row: dict[str, Any]) -> dict[str, Any]:
    row.pop("id", None)
    if row.get("person") and "name" in row:
        row["name"] = house.unseal(row["person"], bytes(row["name"]))
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}
