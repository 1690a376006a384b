"""A person's record erased for a test that is not about who may ask for it: straight to what an approval begins."""

from asylia.core.event import Author
from asylia.core.streams.keeping import ErasureApproved, ErasureAsked
from asylia.shell.erasing import begin, finish, kept_of, stream_now
from asylia.shell.house import House
from asylia.shell.reading import append_beside
from tests.shell.people import BEGAN


def approved(house: House, person: str) -> None:
    """An erasure asked for and approved, and begun."""
    id = house.new_id()
    asking, approving = (
        Author(by=by, role=role, at=BEGAN) for by, role in (("moyo", "headquarters"), ("okafor", "overseer"))
    )
    with house.transaction() as raw:
        asked = ErasureAsked(
            who=asking, erasure=id, person=person, basis="court_order", cite="invented", from_day=BEGAN.date()
        )
        append_beside(house, raw, stream_now(house), asked)
        kept = kept_of(house, raw, person)
        begin(house, raw, ErasureApproved(who=approving, erasure=id, cases=kept.cases, keys=kept.keys, last_copy=None))


def erase(house: House, person: str) -> None:
    """An erasure from its asking to its end, whatever is open in the person's cases."""
    approved(house, person)
    finish(house)
