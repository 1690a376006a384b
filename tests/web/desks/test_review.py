"""The supervisor's desk: both outcomes alike, every finding marked, nothing replaced, nothing typed lost."""

import re

import pytest

from asylia.caseload.models import DueRow
from tests.web.desks.conftest import hidden, names_in, text


def marked(page, view="sufficient"):
    """Every finding of the page marked alike, with what its form carries."""
    return hidden(page) | dict.fromkeys(names_in(page, "view."), view)


def test_what_is_due_stands_first_and_overdue_before_all(at_desk):
    """queue.png: overdue, then by time."""
    page = text(at_desk("abara").get("/to-review"))
    assert page.index("Sandoval Quim, Elvira") < page.index("Reyes Oyuela, Daniela") < page.index("Okello, James")
    assert page.index("Overdue") < page.index("Reyes Oyuela, Daniela")


def test_a_list_is_one_look_with_the_cases_it_showed(at_desk, house, ids):
    """read.accounted"""
    at_desk("abara").get("/to-review")
    (look,) = [read for read in house.ledger.reads(house.raw()) if read.page == "to-review"]
    assert (look.staff, look.stream, ids.to_review in look.ids) == ("abara", None, True)


def test_both_outcomes_are_reviewed_on_the_same_page(at_desk, ids):
    """review.symmetry: but for the words of the case the pages are alike, and nothing is chosen beforehand."""
    pages = [text(at_desk("abara").get(f"/case/{case}/review")) for case in (ids.to_review, ids.to_review_negative)]
    labels = [re.findall(r"<(?:h1|legend|button)[^>]*>([^<]*)", page) for page in pages]
    assert labels[0] == labels[1]
    assert not any(re.search(r"<input[^>]* checked", page) for page in pages)


def test_each_finding_stands_beside_the_lines_it_rests_on(at_desk, ids):
    """review.png"""
    page = text(at_desk("abara").get(f"/case/{ids.to_review}/review"))
    first = page[page.index("The harm feared") : page.index("Your view of finding 2")]
    assert all(
        said in first for said in ("T 2", "Una camioneta", "A van stopped", "RB 1", "Nine days in the first house")
    )


def test_a_concurrence_is_recorded_and_leads_back_to_the_list(at_desk, ids, names):
    """review.deference"""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.to_review}/review")
    answer = client.post(f"/case/{ids.to_review}/review", marked(page) | {"decision": "concur", "notes": ""})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/to-review")
    assert names(ids.to_review)[-1] == "review.concurred/1"


def test_every_finding_is_marked_before_a_review_is_signed(at_desk, ids, names):
    """pages.md: sufficient or insufficient per element."""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.to_review}/review")
    answer = client.post(
        f"/case/{ids.to_review}/review", hidden(page) | {"decision": "concur", "notes": "Read it all."}
    )
    assert answer.status_code == 422
    assert text(answer).count("Sufficient or insufficient?") == 2 * 9
    assert "Read it all." in text(answer)
    assert "review.concurred/1" not in names(ids.to_review)


def test_what_is_marked_insufficient_cannot_be_concurred_with(at_desk, ids):
    """A reviewer who sees an insufficiency returns it, or does not see one."""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.to_review}/review")
    typed = marked(page) | {"view.torture.official": "insufficient", "decision": "concur"}
    answer = client.post(f"/case/{ids.to_review}/review", typed)
    assert answer.status_code == 422
    assert "You marked finding 8 insufficient" in text(answer)


def test_a_return_tells_the_officer_which_finding_is_meant(at_desk, ids, file):
    """review.deference: a stated insufficiency, in words."""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.to_review}/review")
    typed = marked(page) | {
        "view.torture.official": "insufficient", "decision": "return", "code": "reasons_without_record",
        "reasons": "T 4 is not weighed.", "could_change_outcome": "yes",
    }  # fmt: skip
    assert client.post(f"/case/{ids.to_review}/review", typed).status_code == 303
    (review,) = file(ids.to_review).claims[0].determination.reviews
    assert review.code == "reasons_without_record"
    assert review.reasons.startswith("T 4 is not weighed.\n\nMarked insufficient: 8 By a public official")


def test_a_refused_return_explains_itself_and_keeps_what_was_typed(at_desk, ids, names):
    """review.deference: what could not change the outcome travels as a note."""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.to_review}/review")
    typed = marked(page, "insufficient") | {
        "decision": "return", "code": "wrong_standard", "reasons": "A comma is missing <here>.",
        "could_change_outcome": "no",
    }  # fmt: skip
    answer = client.post(f"/case/{ids.to_review}/review", typed)
    page = text(answer)
    assert answer.status_code == 422
    assert all(
        said in page
        for said in (
            "The review was not signed",
            "review.deference",
            "The Hill, May 2019; Vox, 2 May 2019",
            "send it as a note",
        )
    )
    assert "A comma is missing &lt;here&gt;." in page
    assert re.search(r'value="wrong_standard" selected', page)
    assert page.count('value="insufficient" checked') == 9
    assert names(ids.to_review)[-1] == "act.refused/1"


def test_a_review_of_a_case_that_changed_meanwhile_shows_what_changed(at_desk, ids, desk):
    """conflict.png: nothing is recorded, everything typed is kept."""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.to_review}/review")
    desk(ids.to_review).give("bell", "AddEvidence", claim=1, title="Medical report", kind="medical")
    answer = client.post(f"/case/{ids.to_review}/review", marked(page) | {"decision": "concur", "notes": "Kept."})
    assert answer.status_code == 409
    assert "This case changed while you were working" in text(answer)
    assert "E 1" in text(answer)
    assert "Kept." in text(answer)


def test_a_review_is_kept_half_done_and_goes_on_where_it_stopped(at_desk, ids):
    """conventions.md: drafts on the server; gone once the review is signed."""
    client, address = at_desk("abara"), f"/case/{ids.to_review}/review"
    typed = marked(client.get(address)) | {"notes": "Half of it.", "decision": "concur"}
    assert client.post(address, typed | {"keep": "yes"}).headers["Location"] == f"{address}#kept"
    page = client.get(address)
    assert "Half of it." in text(page)
    assert text(page).count('value="sufficient" checked') == 9
    assert client.post(address, marked(page) | typed | hidden(page)).status_code == 303
    assert "Half of it." not in text(client.get(address))


def test_who_took_another_part_is_refused(at_desk, ids, desk, house):
    """roles.apart: who reviewed another way into the case cannot sign."""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.agreed}/review")
    answer = client.post(f"/case/{ids.agreed}/review", marked(page) | {"decision": "concur"})
    assert answer.status_code == 422
    assert "roles.apart" in text(answer)


def test_a_late_review_passes_by_draw_outside_the_chain(at_desk, ids, file):
    """review.deference: the form chooses nobody; the draw falls among another office's reviewers."""
    client = at_desk("abara")
    address = f"/case/{ids.overdue}/review/pass"
    assert address in text(client.get(f"/case/{ids.overdue}/review"))
    page = client.get(address)
    assert "Drawn among 1 reviewer of other offices" in text(page)
    assert "Hale" not in text(page)
    assert client.post(address, hidden(page) | {"reviewer": "abara"}).status_code == 303
    assert file(ids.overdue).claims[0].determination.reviewer == "hale"
    assert "Passed to you" in text(at_desk("hale").get("/to-review"))


def test_a_review_within_its_time_is_not_passed_on(at_desk, ids):
    """review.deference"""
    client = at_desk("abara")
    address = f"/case/{ids.to_review}/review/pass"
    assert address not in text(client.get(f"/case/{ids.to_review}/review"))
    answer = client.post(address, hidden(client.get(address)))
    assert answer.status_code == 422
    assert "2 days have not passed yet" in text(answer)


def test_an_officer_is_drawn_and_named_by_nobody(at_desk, ids, file):
    """decider.drawn"""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.to_assign}/officer")
    assert not any(name in text(page) for name in ("Rowan", "Bell"))
    assert client.post(f"/case/{ids.to_assign}/officer", hidden(page)).status_code == 303
    assert file(ids.to_assign).claims[0].officer in ("rowan", "bell")


@pytest.mark.parametrize(("reason", "code"), [("workload", 422), ("illness", 303)])
def test_a_case_leaves_its_officer_after_the_first_question_for_few_reasons(at_desk, ids, reason, code):
    """decider.drawn"""
    client = at_desk("abara")
    page = client.get(f"/case/{ids.in_hearing}/officer/another")
    answer = client.post(
        f"/case/{ids.in_hearing}/officer/another", hidden(page) | {"reason": reason, "says": "As said."}
    )
    assert answer.status_code == code
    assert code == 303 or ("decider.drawn" in text(answer) and "As said." in text(answer))


def test_a_dissent_and_a_request_to_look_again_stand_beside_what_they_answer(at_desk, ids):
    """review.override: nothing is replaced."""
    client = at_desk("abara")
    for address, words in (("dissent", "I do not agree."), ("again", "Pido que lo miren.")):
        page = client.get(f"/case/{ids.agreed}/reviews/{address}")
        now = re.search(r'name="happened" value="([^"]+)"', text(page))
        typed = hidden(page) | {"words": words, "channel": "by mail", "happened": now[1] if now else ""}
        assert client.post(f"/case/{ids.agreed}/reviews/{address}", typed).headers["Location"].endswith("/reviews")
    page = text(client.get(f"/case/{ids.agreed}/reviews"))
    assert all(
        said in page for said in ("I do not agree.", "Pido que lo miren.", "Officer: positive", "Supervisor: concurs")
    )


def test_requests_to_look_again_have_a_list_of_their_own(at_desk):
    """remedy.reachable"""
    assert "Mbeki, Thandi" in text(at_desk("abara").get("/to-review?show=again"))


def test_a_list_with_nothing_in_it_says_what_will_appear(at_desk, house):
    """pages.md: Empty."""
    page = text(at_desk("hale").get("/to-review?show=again&page=99"))
    assert "Mbeki" in page

    DueRow.objects.all().delete()
    assert "Nothing is due." in text(at_desk("hale").get("/to-review"))


def test_a_case_of_nobody_here_is_nowhere(at_desk, ids):
    """404-shaped for desks the table does not name."""
    for staff in ("sloane", "ferro", "ito", "diallo"):
        assert at_desk(staff).get(f"/case/{ids.to_review}/review").status_code == 404
    assert at_desk("abara").get("/case/none/review").status_code == 404


def test_an_officer_who_took_no_part_looks_again(at_desk, ids, file):
    """remedy.reachable: only in the person's favour, by somebody else."""
    decided = file(ids.reconsidered).claims[0].officer
    other = {"rowan": "bell", "bell": "rowan"}[decided]
    address = f"/case/{ids.reconsidered}/again"
    page = at_desk(other).get(address)
    said = ("Pido que lo miren otra vez.", "Officer: negative", "Una camioneta", "The determination stands")
    assert [each for each in said if each not in text(page)] == []
    typed = hidden(page) | {"outcome": "changed_for_person", "reasons": "T 4 was not weighed."}
    answer = at_desk(decided).post(address, typed)
    assert answer.status_code == 422
    assert all(said in text(answer) for said in ("roles.apart", "T 4 was not weighed."))
    assert at_desk(other).post(address, typed).headers["Location"] == "/my-work"
    assert file(ids.reconsidered).claims[0].determination.standing == "positive"
    assert at_desk("abara").get(address).status_code == 404
