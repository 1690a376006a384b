"""Erasing: a person's keys are destroyed, and every row that was made of what they sealed goes with them.

Whether it may be done (two people, no open claim, no hold: record.erasable) is decided before this is called.
"""

from contextlib import suppress

from asylia.caseload.models import CaseRow
from asylia.core.codec import at_text
from asylia.ledger import KeyMissing
from asylia.shell.house import House
from asylia.shell.models import Draft


def erase(house: House, person: str) -> None:
    """Destroy the person's keys, then their rows and drafts; the entries stay, and prove that they were.

    Done again after it was interrupted, it ends what it began. Raises ledger.KeyMissing for nobody's key.
    """
    at = at_text(house.clock())
    house.ledger.keys.destroy(f"person/{person}", at)
    with suppress(KeyMissing):  # where no likelihood band was ever locked
        house.ledger.keys.destroy(f"overseer/{person}", at)
    house.folds.forget()
    with house.transaction():
        CaseRow.objects.filter(person=person).delete()
        Draft.objects.filter(under=f"person/{person}").delete()
