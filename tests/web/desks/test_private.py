"""The specialist's desk: who waits, what is recorded in private, and what no page says."""

import pytest

from tests.web.desks.conftest import hidden, text


def test_the_list_says_what_to_do_and_never_why(at_desk, house, ids):
    """vulnerable.screened: two doubts of one person are one line, and it names none of them."""
    page = text(at_desk("nakamura").get("/private"))
    assert page.count("Batres Luna, Dalia") == 1
    assert "Resolve a doubt in private" in page
    assert "pregnan" not in page
    (look,) = [read for read in house.ledger.reads(house.raw()) if read.page == "private"]
    assert look.ids == [ids.in_doubt]


@pytest.mark.parametrize("staff", ["sloane", "abara", "okafor", "dossou"])
def test_no_other_desk_reads_what_is_in_doubt(at_desk, ids, staff):
    """vulnerable.screened: the case page says that something is due in private."""
    page = at_desk(staff).get(f"/case/{ids.in_doubt}")
    assert "pregnan" not in text(page)
    assert at_desk(staff).get(f"/case/{ids.in_doubt}/resolve").status_code == 404


def test_a_resolved_doubt_leaves_the_list_and_the_case_closes_to_the_desk(at_desk, file, ids):
    """data.purpose: seeing follows duty. The needs stay, and any conversation meets the wish."""
    client, address = at_desk("nakamura"), f"/case/{ids.in_doubt}/resolve"
    page = client.get(address)
    assert "In doubt: pregnant." in text(page)
    assert "would rather tell someone else" in text(page)
    typed = {"condition": "pregnant", "present": "yes", "ground": "She said so, alone.", "needs": "Short breaks"}
    answer = client.post(address, hidden(page) | typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/private")
    screening = file(ids.in_doubt).screening
    assert (screening.resolved, screening.spoken_with, screening.needs) == ({"pregnant": True}, True, ("Short breaks",))
    assert "Batres Luna" not in text(client.get("/private"))
    assert client.get(address).status_code == 404


def test_a_resolution_without_a_ground_is_not_recorded(at_desk, ids, names):
    """What was typed stands in the form again."""
    client, address = at_desk("nakamura"), f"/case/{ids.in_doubt}/resolve"
    typed = {"condition": "pregnant", "present": "no", "ground": "", "needs": "Woman officer"}
    answer = client.post(address, hidden(client.get(address)) | typed)
    assert answer.status_code == 422
    assert "Woman officer" in text(answer)
    assert "vulnerability.resolved/1" not in names(ids.in_doubt)


def test_a_representative_is_appointed_and_kinship_disproved(at_desk, file, ids, desk):
    """advisal.understood; family.whole"""
    desk(ids.in_doubt).give("sloane", "JoinFamily", family="batres", relation="kin")
    client = at_desk("nakamura")
    for page, typed in {
        "representative": {"representative": "Hadley Clinic, guardian desk", "says": ""},
        "kinship": {"reasons": "Each named another mother.", "in_private": "yes"},
    }.items():
        address = f"/case/{ids.in_doubt}/{page}"
        answer = client.post(address, hidden(client.get(address)) | typed)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/case/{ids.in_doubt}/resolve")
    assert (file(ids.in_doubt).representative, file(ids.in_doubt).family) == ("Hadley Clinic, guardian desk", "")
