"""Headquarters: drawn reviews blind in four steps, votes hidden, regimes adopted by two, staff and certificates."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.steps import drawn_review
from asylia.shell.models import Draft
from asylia.shell.reading import adopted, staff_of
from asylia.web.access import Relation, relations
from asylia.web.headquarters import drawn_list
from asylia.web.headquarters.blind import pattern
from tests.web.desks import caseload
from tests.web.desks.conftest import hidden, names_in, text


@pytest.fixture
def drawn(at_desk):
    """A reviewer's client with the place of the one review that is drawn."""
    client = at_desk("brandt")
    place = re.search(r"/drawn/([a-z0-9]+)/", text(client.get("/drawn")))[1]
    return SimpleNamespace(client=client, at=lambda step: f"/drawn/{place}/{step}")


def go(drawn, until, outcome="negative"):
    """Go through the steps of a drawn review up to `until`."""
    findings = {"reasons": "Nothing in T 8 shows it.\nWeighed."}
    typed = {"read": {}, "findings": findings, "outcome": {"outcome": outcome}}
    for step, fields in typed.items():
        if step == until:
            break
        found = dict.fromkeys(names_in(drawn.client.get(drawn.at(step)), "found."), "not_found")
        sent = fields | found | {"cites.withholding.harm": "T 8"}
        assert drawn.client.post(drawn.at(step), sent).status_code == 303
    return drawn.client.get(drawn.at(until))


def told_on(page, case, file):
    """What of the case a page gives away: id, number, names of people and places, who decided."""
    row = CaseRow.objects.get(case=case)
    staff = Account.objects.filter(staff__in={each.staff for each in file.parts} - {"brandt"})
    people = {word for name in [file.name, *(each.name for each in staff)] for word in re.findall(r"\w{3,}", name)}
    secrets = {case, row.number, row.person, *people, "Northgate", "Larkfield"}
    return sorted(secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", page))


def main(page):
    """What a page says between its frame."""
    return re.search(r"<main.*</main>", text(page), re.DOTALL)[0]


@pytest.mark.parametrize("step", ["read", "findings", "outcome", "sign"])
def test_no_step_tells_whose_case_it_is_or_who_decided_it(drawn, ids, file, step):
    """review.blind: without sight of outcome, officer or site; no search, no case number."""
    page = text(go(drawn, step))
    assert told_on(page, ids.drawn, file(ids.drawn)) == []
    assert "[name]" in page
    assert 'type="search"' not in page
    assert "Officer: positive" not in page
    assert re.findall(r"<title>([^<]*)", page)[0].startswith("Drawn review ")


def test_the_list_tells_nothing_either(drawn, ids, file):
    """review.blind"""
    assert told_on(text(drawn.client.get("/drawn")), ids.drawn, file(ids.drawn)) == []


def test_times_are_hours_and_minutes_only(drawn, ids, file):
    """pages.md: time stamps only hours and minutes."""
    page = text(go(drawn, "findings"))
    lines = re.findall(r"<time>([^<]*)</time>", page)
    assert lines
    assert all(re.fullmatch(r"\d\d:\d\d", line) for line in lines)


def test_steps_open_one_after_the_other(drawn):
    """pages.md: the outcome opens after the findings."""
    for step, leads in (("findings", "read"), ("outcome", "read"), ("sign", "read")):
        assert drawn.client.get(drawn.at(step)).headers["Location"] == drawn.at(leads)
    go(drawn, "findings")
    assert drawn.client.get(drawn.at("outcome")).headers["Location"] == drawn.at("findings")
    assert drawn.client.get(drawn.at("band")).status_code == 404


def test_nothing_is_chosen_before_the_reviewer_chooses(drawn):
    """pages.md, Eight rules, 3"""
    assert not re.search(r"<input[^>]* checked", text(go(drawn, "findings")))
    assert not re.search(r"<input[^>]* checked", text(go(drawn, "outcome")))


def test_what_is_missing_is_said_and_what_was_typed_is_kept(drawn):
    """A slip of form."""
    go(drawn, "findings")
    answer = drawn.client.post(drawn.at("findings"), {"found.withholding.harm": "found", "reasons": "Half <written>"})
    assert answer.status_code == 422
    assert text(answer).count("Found, or not found?") == 2 * 8
    assert "Half &lt;written&gt;" in text(answer)
    assert drawn.client.post(drawn.at("outcome"), {"outcome": "positive"}).headers["Location"] == drawn.at("findings")


def test_findings_half_done_are_kept_and_the_outcome_stays_shut(drawn):
    """conventions.md: autosave on the server; a draft is no step done."""
    go(drawn, "findings")
    half = {"found.withholding.harm": "found", "reasons": "Half of", "keep": "1"}
    saved = drawn.client.post(drawn.at("findings"), half, headers={"X-Draft": "1"})
    assert text(saved).startswith("Draft kept, ")
    assert drawn.client.post(drawn.at("findings"), half).headers["Location"] == f"{drawn.at('findings')}#kept"
    page = text(drawn.client.get(drawn.at("findings")))
    assert ("Half of" in page, page.count('value="found" checked')) == (True, 1)
    assert drawn.client.get(drawn.at("outcome")).headers["Location"] == drawn.at("findings")


def test_a_drawn_review_is_recorded_with_its_findings_and_is_gone_from_the_list(drawn, ids, file, names):
    """review.draw: against the person it is counted, and nothing else happens."""
    page = go(drawn, "sign")
    assert Draft.objects.count() == 1
    slip = drawn.client.post(drawn.at("sign"), hidden(page))
    assert (slip.status_code, "Yes, or no?" in text(slip)) == (422, True)
    assert drawn.client.post(drawn.at("sign"), hidden(page) | {"recognised": "no"}).headers["Location"] == "/drawn"
    review = file(ids.drawn).claims[0].determination.reviews[-1]
    assert (review.kind, review.outcome) == ("disagreed", "negative")
    assert names(ids.drawn)[-2:] == ["drawn_review.signed/1", "repeat_draw.held/1"]
    assert (
        "1 The harm feared threatens life or freedom: it is as grave as persecution. Not found (T 8)." in review.reasons
    )
    assert review.reasons.endswith("Nothing in T 8 shows it.\nWeighed.")
    assert file(ids.drawn).claims[0].determination.reconsideration_asked is None
    assert Draft.objects.count() == 0
    assert drawn.client.get(drawn.at("sign")).status_code == 404
    assert "No review is drawn" in text(drawn.client.get("/drawn"))


@pytest.mark.parametrize("step", ["read", "findings", "sign"])
def test_who_recognises_a_case_says_so_on_any_step_and_another_reviewer_has_it(drawn, at_desk, ids, names, step):
    """review.blind: the reviewer is replaced, not the case, and what they found is thrown away."""
    page = go(drawn, step)
    said = {"recognised": "yes"} if step == "sign" else {"recognise": "yes"}
    assert drawn.client.post(drawn.at(step), hidden(page) | said).headers["Location"] == "/drawn"
    assert names(ids.drawn)[-1] == "case.recognised/1"
    assert "No review is drawn" in text(drawn.client.get("/drawn"))
    assert "/drawn/" in text(at_desk("petros").get("/drawn"))
    assert Draft.objects.count() == 0


def test_a_case_comes_before_its_reviewer_again_under_another_name(drawn, ids, at_desk):
    """review.blind: not told; not by its place, not by its due."""
    go(drawn, "sign")
    row = CaseRow.objects.get(case=ids.drawn)
    row.anew, row.repeats, row.drawn_for = [["brandt", "agreed"]], [["brandt", "2022-01-01"]], ""
    reviewer = Account.objects.get(staff="brandt")
    assert drawn_list.place_of(row, reviewer) not in drawn.at("read")
    row.save()
    (listed,) = drawn_list.drawn_for(reviewer)
    assert listed.case == ids.drawn
    assert drawn.client.get(f"/case/{ids.drawn}/").status_code == 404
    assert row.number not in text(drawn.client.get("/panels"))
    assert row.number in text(at_desk("petros").get("/panels"))
    assert drawn.client.get(drawn.at("read")).status_code == 404


def test_a_repeat_is_done_from_reading_to_signature_like_any_other(drawn, ids, names, monkeypatch):
    """review.blind: the same steps, the same words, another place; nothing kept from the first time."""
    monkeypatch.setattr(drawn_review, "is_repeated", lambda *_: True)
    monkeypatch.setattr(drawn_review, "REPEAT_AFTER", dt.timedelta(days=-2))
    first = main(drawn.client.get(drawn.at("read")))
    drawn.client.post(drawn.at("sign"), hidden(go(drawn, "sign")) | {"recognised": "no"})
    place = re.search(r"/drawn/([a-z0-9]+)/", text(drawn.client.get("/drawn")))[1]
    again = SimpleNamespace(client=drawn.client, at=lambda step: f"/drawn/{place}/{step}")
    assert again.at("read") != drawn.at("read")
    here, there = (re.sub(r"/drawn/[a-z0-9]+/", "", page) for page in (first, main(again.client.get(again.at("read")))))
    assert "csrf" in here
    assert re.sub(r'value="[^"]*"', "", here) == re.sub(r'value="[^"]*"', "", there)
    page = go(again, "sign", outcome="positive")
    assert again.client.post(again.at("sign"), hidden(page) | {"recognised": "no"}).headers["Location"] == "/drawn"
    assert names(ids.drawn)[-1] == "repeat.signed/1"
    assert "No review is drawn" in text(again.client.get("/drawn"))


def test_a_changed_case_does_not_show_a_blind_reviewer_what_changed(drawn, ids, desk):
    """review.blind holds in a conflict too."""
    page = go(drawn, "sign")
    desk(ids.drawn).give("bell", "AddEvidence", claim=1, title="Medical report", kind="medical")
    answer = drawn.client.post(drawn.at("sign"), hidden(page) | {"recognised": "no"})
    assert answer.status_code == 409
    assert "What changed is not shown here" in text(answer)
    assert 'class="lines"' not in text(answer)


def test_the_case_behind_a_drawn_review_stays_shut(drawn, ids):
    """review.blind: the same page as for a case that does not exist."""
    nowhere = main(drawn.client.get("/case/none"))
    for address in ("", "/reviews", "/panel", "/act/Override"):
        shut = drawn.client.get(f"/case/{ids.drawn}{address}")
        assert (shut.status_code, main(shut)) == (404, nowhere)
    assert drawn.client.get("/drawn/aaaaaaaaaaaaaaaaaaaaaaaaaa/read").status_code == 404


def test_who_took_part_in_a_case_is_never_its_blind_reviewer(ids):
    """roles.apart"""
    row = CaseRow.objects.get(case=ids.drawn)
    reviewer = Account.objects.get(staff="brandt")
    assert Relation.DRAWN in relations(reviewer, row)
    row.parts = [["brandt", "decided"]]
    assert Relation.DRAWN not in relations(reviewer, row)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("nobody would ask for Daniela Reyes.", "nobody would ask for [name]."),
        ("REYES OYUELA, Daniela", "[name]"),
        ("The interpreter and an officer of Rowan’s office", "The interpreter and an officer of [name]’s office"),
        ("tres reyes", "tres reyes"),
        ("dany is not Dan", "dany is not Dan"),
        ("Reyesita", "Reyesita"),
    ],
)
def test_names_are_taken_out_whole_words_at_a_time(said, shown):
    """review.blind: what is not a name of the case stays as it was said."""
    names = ["Reyes Oyuela, Daniela", "K. Rowan", "Interpreter IN-207"]
    assert pattern(names).sub("[name]", said) == shown
    assert pattern([""]).sub("[name]", said) == said


# --- panels and overrides -------------------------------------------------------------------------


def voted(client, case, outcome):
    """Vote on the panel of a case."""
    page = client.get(f"/case/{case}/panel")
    return client.post(f"/case/{case}/panel", hidden(page) | {"outcome": outcome, "reasons": "T 8 answers it."})


def test_four_texts_stand_side_by_side(at_desk, ids):
    """pages.md: the proposal is never shown alone."""
    page = text(at_desk("brandt").get(f"/case/{ids.panel}/panel"))
    said = ("Officer: positive", "Supervisor: concurs", "Headquarters: negative", "Asylum officer’s dissent")
    assert [each for each in said if each not in page] == []
    assert not re.search(r"<input[^>]* checked", page)


def test_no_vote_is_shown_before_all_have_signed(at_desk, ids):
    """review.override: others' votes hidden, on every page of the case, to every desk."""
    for staff in ("brandt", "abara", "okafor", "lindqvist", "rowan", "bell"):
        client = at_desk(staff)
        pages = ["", "/panel", "/reviews", "/record", *(f"/record?entry={number}" for number in range(38, 44))]
        for address in pages:
            assert "HIDDEN-VOTE-OF-MOYO" not in text(client.get(f"/case/{ids.panel}{address}"))


def test_the_third_vote_decides_and_leads_back_to_the_list(at_desk, ids, names):
    """review.override"""
    assert voted(at_desk("brandt"), ids.panel, "positive").headers["Location"] == "/panels"
    assert voted(at_desk("petros"), ids.panel, "positive").status_code == 303
    assert names(ids.panel)[-1] == "panel.closed/1"
    assert "No replacement is before a panel." in text(at_desk("brandt").get("/panels"))


def test_who_proposed_does_not_vote(at_desk, ids):
    """roles.apart: refused, with everything typed kept."""
    answer = voted(at_desk("lindqvist"), ids.panel, "negative")
    assert answer.status_code == 422
    assert "roles.apart" in text(answer)
    assert "T 8 answers it." in text(answer)


def test_two_agreeing_levels_are_replaced_by_nobody_alone(at_desk, ids, names):
    """review.override: only a panel; and the refusal says so."""
    client = at_desk("brandt")
    page = client.get(f"/case/{ids.agreed}/override")
    typed = hidden(page) | {"outcome": "negative", "reasons": "Too broad."}
    answer = client.post(f"/case/{ids.agreed}/override", typed)
    assert answer.status_code == 422
    assert "only a panel may replace it" in text(answer)
    page = client.get(f"/case/{ids.agreed}/panel/propose")
    typed = hidden(page) | {"outcome": "negative", "reasons": "Too broad."}
    assert client.post(f"/case/{ids.agreed}/panel/propose", typed).status_code == 303
    assert names(ids.agreed)[-1] == "override.proposed/1"


# --- regimes and staff ----------------------------------------------------------------------------


def test_a_regime_is_adopted_by_two_people(at_desk, house):
    """architecture.md, A regime file: one proposes, another adopts; the same person is refused."""
    version, first, second = "us_reasonable_fear/1999-03-22", at_desk("brandt"), at_desk("moyo")
    assert first.post("/regimes", {"act": "propose", "version": version}).status_code == 303
    assert version not in adopted(house, house.raw())
    alone = first.post("/regimes", {"act": "adopt", "version": version})
    assert (alone.status_code, "the second person must be another" in text(alone).casefold()) == (422, True)
    assert second.post("/regimes", {"act": "adopt", "version": version}).status_code == 303
    assert version in adopted(house, house.raw())
    assert second.post("/regimes", {"act": "adopt", "version": "no/such"}).status_code == 404


def test_staff_are_appointed_certified_and_closed(at_desk, house):
    """decider.trained: certificates are recorded, and an account ends at once."""
    client = at_desk("brandt")
    typed = {"staff": "k0731", "desk": "asylum_officer", "name": "N. Ode", "office": "Larkfield office",
             "zone": "America/Chicago", "languages": "mam"}  # fmt: skip
    assert client.post("/staff/appoint", typed).headers["Location"] == "/staff/k0731"
    certified = {"staff": "k0731", "standard": "reasonable_possibility", "from_day": "2026-01-05", "hours": "40",
                 "mode": "in person", "trainer": "Invented"}  # fmt: skip
    assert client.post("/staff/k0731/certify", certified).status_code == 303
    shown = staff_of(house, house.raw(), "k0731")
    assert (shown.role, shown.languages, shown.certificates[0].hours) == ("asylum_officer", ("mam",), 40)
    assert "Reasonable possibility" in text(client.get("/staff/k0731"))
    assert client.post("/staff/k0731/disable", {"staff": "k0731", "reason": "Left."}).status_code == 303
    assert "Closed" in text(client.get("/staff/k0731"))


def test_a_slip_in_an_appointment_is_said_beside_its_field(at_desk, house):
    """Slips of form, with what was typed kept."""
    client = at_desk("brandt")
    answer = client.post(
        "/staff/rowan/certify", {"staff": "rowan", "standard": "", "from_day": "2026-02-30", "mode": "<x>"}
    )
    assert answer.status_code == 422
    assert "There is no such day." in text(answer)
    assert "&lt;x&gt;" in text(answer)
    assert client.get("/staff/nobody").status_code == 404
    assert client.get("/staff/rowan/promote").status_code == 404


def test_a_duty_is_given_by_another_person_and_taken_away_again(at_desk, house):
    """oversight: a quality lead sees rows of one officer; nobody gives themselves the sight of them."""
    client = at_desk("lindqvist")
    typed = {"staff": "moyo", "duty": "quality_lead"}
    assert client.post("/staff/moyo/duty", typed).status_code == 303
    assert staff_of(house, house.raw(), "moyo").duties == ("quality_lead",)
    assert "Quality lead" in text(client.get("/staff/moyo"))
    own = client.post("/staff/lindqvist/duty", typed | {"staff": "lindqvist"})
    assert (own.status_code, "Nobody gives a duty to themselves" in text(own)) == (422, True)
    assert client.post("/staff/moyo/duty-end", typed).status_code == 303
    assert staff_of(house, house.raw(), "moyo").duties == ()


def test_a_sign_in_code_is_shown_once(at_desk, house):
    """For who has no passkey yet, or lost every one."""
    client = at_desk("brandt")
    code = re.search(r"(?:[a-z0-9]{4}-){6}[a-z0-9]{2}", text(client.post("/staff/rowan/code")))
    assert code
    assert code[0] not in text(client.get("/staff/rowan"))
    assert client.post("/staff/nobody/code").status_code == 404


def test_other_desks_see_none_of_it(at_desk, ids):
    """404-shaped."""
    for staff in ("abara", "rowan", "okafor", "ferro"):
        for address in ("/drawn", "/panels", "/regimes", "/staff", "/staff/rowan", f"/case/{ids.panel}/panel"):
            assert at_desk(staff).get(address).status_code == 404


def test_a_served_positive_stays_in_the_draw(drawn, ids, desk):
    """review.draw: service never takes a decision out of the list of its blind reviewers."""
    case = desk(ids.drawn)
    caseload.served(case)
    assert drawn.client.get(drawn.at("read")).status_code == 200
    assert "Northgate" not in text(drawn.client.get("/drawn"))
