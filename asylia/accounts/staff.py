"""Keeps accounts equal to the staff streams, and the deployment's one founding row."""

from asylia.accounts.models import Account, Deployment
from asylia.core.facts import Staff


def project(staff: Staff) -> None:
    """Write one account as its stream now shows it. Called by the shell, in the transaction that appends."""
    shown = {"name": staff.name, "role": staff.role, "office": staff.office, "zone": staff.zone}
    Account.objects.update_or_create(staff=staff.id, defaults={**shown, "disabled": staff.disabled})


def found(*, demonstration: bool, place: str) -> None:
    """Say once what this database is.

    Raises ValueError on a second call with another kind: nothing turns a live record into a
    demonstration, or the other way.
    """
    kind = {"demonstration": demonstration, "place": place}
    deployment, _ = Deployment.objects.get_or_create(only=1, defaults=kind)
    if deployment.demonstration != demonstration:
        raise ValueError(f"This database was founded as {deployment} and stays so; use another ASYLIA_HOME.")


def deployment() -> Deployment:
    """Return what this database was founded as; a live one, unnamed, where nobody has said."""
    return Deployment.objects.first() or Deployment(demonstration=False, place="")
