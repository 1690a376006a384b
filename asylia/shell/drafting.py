"""Drafting: keep what someone types, give it back, forget it when it was sent or after seven days."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from asylia.shell.house import House
from asylia.shell.models import Draft

KEPT = dt.timedelta(days=7)


class Writing(NamedTuple):
    """Who writes what about whom: staff id, case, form; `person` is whose key seals it."""

    staff: str
    case: str
    form: str
    person: str = ""


def keep(house: House, writing: Writing, fields: Mapping[str, object]) -> dt.datetime:
    """Keep a draft's fields (plain data), over the one before; returns when it was kept."""
    staff, case, form, person = writing
    kept = house.clock()
    sealed = house.seal(person, msgspec.json.encode(fields).decode())
    Draft.objects.update_or_create(
        staff=staff, case=case, form=form, defaults={"person": person, "sealed": sealed, "kept": kept}
    )
    return kept


def kept(house: House, writing: Writing) -> tuple[dict[str, object], dt.datetime] | None:
    """The draft's fields and when they were kept, or None where there is none (or it can no longer be opened)."""
    staff, case, form, _ = writing
    draft = Draft.objects.filter(staff=staff, case=case, form=form, kept__gt=house.clock() - KEPT).first()
    if draft is None:
        return None
    text = house.unseal(draft.person, bytes(draft.sealed))
    return None if text is None else (msgspec.json.decode(text, type=dict[str, object]), draft.kept)


def drop(writing: Writing) -> None:
    """Forget a draft: it was sent."""
    staff, case, form, _ = writing
    Draft.objects.filter(staff=staff, case=case, form=form).delete()


def sweep(house: House) -> int:
    """Forget drafts older than seven days; returns how many."""
    return Draft.objects.filter(kept__lte=house.clock() - KEPT).delete()[0]
