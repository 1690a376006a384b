"""The sample as a page: seeds committed, shares planned before a month, never by outcome; chosen reviews are marked."""

import datetime as dt

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.shell.reading import drawing_of
from asylia.web.access import Relation, relations
from tests.web.desks.conftest import hidden, text

NOW = dt.datetime.now(dt.UTC)
NEXT = (NOW.replace(day=1) + dt.timedelta(days=32)).strftime("%Y-%m")
AFTER = (NOW.replace(day=1) + dt.timedelta(days=63)).strftime("%Y-%m")
SHARE = {"rates.0.rate": "0.5", "rates.0.site": "Northgate crossing", "rates.0.represented": "no"}


def test_months_seeds_and_shares_stand_on_the_page(at_desk, house):
    """review.draw: what is committed is shown, the seed itself is not before its month is over."""
    page = text(at_desk("okafor").get("/sample"))
    period = f"{NOW:%Y-%m}"
    committed = drawing_of(house, house.raw(), period).committed
    assert committed is not None
    assert committed.digest in page
    assert house.draw_seed(period).hex() not in page
    assert ("kept until the month is over" in page, "1 decision waits" in page) == (True, True)
    assert "Plan a month’s sample" not in text(at_desk("brandt").get("/sample"))


def test_the_overseer_plans_a_month_to_come(at_desk, house):
    """review.draw, review.symmetry: a place, with counsel or without; there is no field for an outcome."""
    client = at_desk("okafor")
    form = client.get("/sample/plan")
    assert "positive" not in text(form)
    assert client.post("/sample/plan", hidden(form) | SHARE | {"period": AFTER}).status_code == 303
    (planned,) = drawing_of(house, house.raw(), AFTER).plan
    assert (planned.rate, planned.site, planned.represented) == ("0.5", "Northgate crossing", False)
    assert "0.5 at Northgate crossing, without counsel" in text(client.get("/sample"))


def test_a_month_that_has_begun_a_share_that_is_none_and_another_desk_are_refused(at_desk):
    """review.draw; nothing typed is lost."""
    client = at_desk("okafor")
    late = client.post("/sample/plan", SHARE | {"period": f"{NOW:%Y-%m}"})
    assert (late.status_code, "has begun" in text(late), "Northgate crossing" in text(late)) == (422, True, True)
    wrong = client.post("/sample/plan", SHARE | {"period": AFTER, "rates.0.rate": "half"})
    assert (wrong.status_code, "is no share between 0 and 1" in text(wrong)) == (422, True)
    slip = client.post("/sample/plan", SHARE | {"period": "next month"})
    assert (slip.status_code, "a year and a month" in text(slip)) == (422, True)
    other = at_desk("brandt").post("/sample/plan", SHARE | {"period": AFTER})
    assert (other.status_code, "authority.role" in text(other)) == (422, True)
    assert at_desk("abara").get("/sample").status_code == 404


def test_a_chosen_decision_goes_blind_to_a_reviewer_and_out_of_sight(at_desk, ids, names):
    """review.draw: possible, marked, kept out of every estimate; headquarters no longer sees the case by name."""
    client, reviewer = at_desk("lindqvist"), at_desk("petros")
    address = f"/case/{ids.agreed}/target"
    assert f'href="{address}"' in text(client.get(f"/case/{ids.agreed}/reviews"))
    page = client.get(address)
    assert "kept out of every estimate" in text(page)
    empty = client.post(address, hidden(page) | {"reason": ""})
    assert empty.status_code == 422
    assert client.post(address, hidden(page) | {"reason": "A complaint names it."}).status_code == 303
    assert names(ids.agreed)[-1] == "review.targeted/1"
    row = CaseRow.objects.get(case=ids.agreed)
    assert row.drawn_for == "headquarters"
    assert client.get(f"/case/{ids.agreed}/").status_code == 404
    assert Relation.DRAWN in relations(Account.objects.get(staff="petros"), row)
    listed = text(reviewer.get("/drawn"))
    assert (listed.count("/drawn/") >= 2, "complaint" in listed, "chosen" in listed.lower()) == (True, False, False)
