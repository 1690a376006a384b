"""Drafting: keep what someone types, give it back, forget it when it was sent or after seven days."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from asylia.shell.failing import failing_plainly
from asylia.shell.house import House
from asylia.shell.models import Draft

KEPT = dt.timedelta(days=7)


class Writing(NamedTuple):
    """Who writes what about whom: staff id, case, form (the command's name, where a draft of it is dropped on success).

    `person` is whose key seals it: nothing about anyone is kept under a key that an erasure does not reach.
    """

    staff: str
    case: str
    form: str
    person: str

    @property
    def place(self) -> bytes:
        """Where it lies: what is sealed opens nowhere else."""
        return f"draft/{self.staff}/{self.case}/{self.form}".encode()


def keep(house: House, writing: Writing, fields: Mapping[str, object]) -> dt.datetime:
    """Keep a draft's fields (plain data), over the one before, and sweep old ones; returns when it was kept.

    Raises ledger.KeyDestroyed where the person's record was erased.
    """
    staff, case, form, person = writing
    at = house.clock()
    key = f"person/{person}"
    sealed = house.ledger.keys.seal(key, msgspec.json.encode(fields), writing.place)
    with failing_plainly():
        Draft.objects.update_or_create(
            staff=staff, case=case, form=form, defaults={"under": key, "sealed": sealed, "kept": at}
        )
        sweep(house)
    return at


def kept(house: House, writing: Writing) -> tuple[dict[str, object], dt.datetime] | None:
    """The draft's fields and when they were kept, or None where there is none (or it can no longer be opened)."""
    staff, case, form, _ = writing
    draft = Draft.objects.filter(staff=staff, case=case, form=form, kept__gt=house.clock() - KEPT).first()
    if draft is None:
        return None
    text = house.ledger.keys.unseal(draft.under, bytes(draft.sealed), writing.place)
    return None if text is None else (msgspec.json.decode(text, type=dict[str, object]), draft.kept)


def drop(writing: Writing) -> None:
    """Forget a draft: it was sent."""
    staff, case, form, _ = writing
    Draft.objects.filter(staff=staff, case=case, form=form).delete()


def sweep(house: House) -> int:
    """Forget drafts older than seven days; returns how many."""
    return Draft.objects.filter(kept__lte=house.clock() - KEPT).delete()[0]
