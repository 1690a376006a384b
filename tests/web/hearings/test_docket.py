"""The docket: who is not served first, the day's hearings, the month as the court sits."""

from tests.web.hearings.conftest import HEARING, answered, served


def test_an_empty_docket_says_when_a_hearing_appears(clerk):
    """pages.md, Words: the empty state."""
    page = clerk.get("/docket")
    assert page.status_code == 200
    assert "No hearing is booked for this day." in page.content.decode()


def test_who_is_not_served_stands_first(clerk, noticed, house):
    """notice.served: an undelivered or unserved notice is seen before the hearing."""
    text = clerk.get("/docket").content.decode()
    assert "1 hearing ahead without proven service" in text
    assert "Not served" in text
    assert text.index("Serve what is missing") < text.index("Hearings of the day")
    assert noticed.case in house.ledger.reads(house.raw())[-1].ids
    served(noticed)
    text = clerk.get("/docket").content.decode()
    assert "without proven service" not in text
    assert "in person" in text


def test_a_returned_notice_is_at_risk_again(clerk, noticed):
    """notice.served"""
    served(noticed)
    assert answered(
        clerk, f"/case/{noticed.case}/notices/1/undelivered", why="moved", happened="2026-01-05T09:00"
    ).status_code == 303  # fmt: skip
    assert "Returned" in clerk.get("/docket").content.decode()


def test_the_month_shows_the_days_on_which_the_court_does_not_sit(clerk, noticed):
    """The court's own calendar decides."""
    text = clerk.get(f"/docket?court=larkfield&day={HEARING}").content.decode()
    assert "1 booked" in text
    assert 'aria-current="date"' in text
    assert clerk.get("/docket?day=nonsense").status_code == 200


def test_a_docket_shows_no_case_that_its_desk_may_not_see(clerk, house, begun):
    """data.purpose: a clerk sees no case before it is referred, or due from the desk."""
    assert "Reyes" not in clerk.get("/docket").content.decode()


def test_that_a_member_is_heard_apart_is_nowhere(clerk, noticed):
    """family.whole; pages.md, Corrections, 1."""
    text = clerk.get(f"/docket?day={HEARING}").content.decode().lower()
    assert "apart" not in text
    assert "alone" not in text


def test_other_desks_find_no_docket(at_desk):
    """404-shaped; a judge has one."""
    assert at_desk("sloane").get("/docket").status_code == 404
    assert at_desk("bell").get("/docket").status_code == 404
    assert at_desk("ito").get("/docket").status_code == 200


def test_a_hearing_is_due_at_the_hour_of_its_court(clerk, noticed):
    """08:30 on the notice is 08:30 on every page, whatever the zone."""
    served(noticed)
    assert f"{HEARING.day} {HEARING:%b}, 08:30" in clerk.get("/to-serve").content.decode()
    assert f"{HEARING.day} {HEARING:%b}, 08:30" in clerk.get(f"/case/{noticed.case}").content.decode()


def test_the_list_of_what_is_due_leads_to_the_notices(clerk, noticed):
    """One list, due first."""
    text = clerk.get("/to-serve").content.decode()
    assert "Serve the notice of hearing" in text
    assert f"/case/{noticed.case}/notices" in text


def test_a_judge_has_a_docket_without_the_clerks_doors(at_desk, noticed):
    """No link leads where a desk may not go."""
    page = at_desk("ito").get(f"/docket?court=larkfield&day={HEARING}").content.decode()
    assert "/courts/" not in page
    assert "/docket/transport" not in page
