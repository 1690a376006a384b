"""Statements without a case: the asylum office reads and matches them, never a border desk."""

from django.test import Client

from asylia.caseload.models import CaseRow
from tests.web.public.test_afraid import WORDS, sent
from tests.web.real import hidden


def stated():
    """A statement that someone just sent; its row."""
    assert sent(Client(), reach="000-0123", about="another").status_code == 200
    return CaseRow.objects.get(provisional=True)


def test_an_empty_list_says_so(at_desk):
    """pages.md, Words."""
    assert "Every statement is matched." in at_desk("bell").get("/unmatched").content.decode()


def test_the_asylum_office_reads_and_matches(at_desk, asked, house):
    """fear.open-door: with its words, whom it speaks of and how to reach them; the list then is empty."""
    row, client = stated(), at_desk("bell")
    listed = client.get("/unmatched").content.decode()
    assert row.number in listed
    assert "Miró" not in listed
    assert house.ledger.reads(house.raw())[-1].ids == [row.case]
    page = client.get(f"/case/{row.case}/match")
    text = page.content.decode()
    assert "&lt;b&gt;Miró&lt;/b&gt;" in text
    assert "someone else" in text
    assert "000-0123" in text
    number = CaseRow.objects.get(case=asked.case).number
    answer = client.post(f"/case/{row.case}/match", {**hidden(page), "to": number.lower()})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/unmatched")
    assert row.number not in client.get("/unmatched").content.decode()


def test_a_number_that_is_no_case_is_refused_and_kept(at_desk):
    """422: rule, sentence, citation; what was typed stands there."""
    row, client = stated(), at_desk("bell")
    page = client.get(f"/case/{row.case}/match")
    answer = client.post(f"/case/{row.case}/match", {**hidden(page), "to": "2027-XXXXXX"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "procedure.exists" in text
    assert 'value="2027-XXXXXX"' in text


def test_a_border_desk_finds_no_statement(at_desk):
    """fear.open-door: matched by the asylum office, never a border role."""
    row, client = stated(), at_desk("sloane")
    assert client.get("/unmatched").status_code == 404
    assert client.get(f"/case/{row.case}/match").status_code == 404
    assert WORDS not in client.get("/encounters").content.decode()
