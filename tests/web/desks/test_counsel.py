"""Counsel's desk: own clients only; appearances, filings, requests, calls, the calendar, the record, what is kept."""

import base64
import datetime as dt
import hashlib
import html
import json
import re
import subprocess
import sys
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from asylia.accounts.models import Account, Feed
from asylia.caseload.models import CaseRow
from asylia.ledger import verifier
from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import keys_path
from asylia.shell import documents
from asylia.shell.examining import UNFIT
from tests.shell import uploads
from tests.web.desks.conftest import hidden, text


@pytest.fixture
def officer(file):
    """A function: the name of the officer to whom a case was drawn."""
    return lambda case: Account.objects.get(staff=file(case).claims[0].officer).name


def number(case):
    """The number on a client's sheet."""
    return CaseRow.objects.get(case=case).number


def test_own_clients_stand_by_the_nearest_date(at_desk, house, ids):
    """counsel.png; read.accounted"""
    page = text(at_desk("castellan").get("/clients"))
    assert page.index("Alvarado Ruiz, Inés") < page.index("Zelaya Mora, Tulio")
    assert "No date set" in page
    (look,) = [read for read in house.ledger.reads(house.raw()) if read.page == "clients"]
    assert set(look.ids) == {ids.booked, ids.not_booked}


def test_nobody_elses_clients(at_desk, ids):
    """pages.md, Counsel: never other counsel's clients."""
    page = at_desk("marsh").get("/clients")
    assert "No client yet." in text(page)
    assert at_desk("marsh").get(f"/case/{ids.booked}").status_code == 404
    assert at_desk("castellan").get(f"/case/{ids.to_review}").status_code == 404


def test_an_officer_has_no_name_before_an_interview_is_booked(at_desk, ids, officer):
    """pages.md, Counsel: not on the list, nor in the due line and the lines of the case."""
    client = at_desk("castellan")
    booked, before = text(client.get(f"/case/{ids.booked}")), text(client.get(f"/case/{ids.not_booked}"))
    assert officer(ids.booked) in booked
    assert officer(ids.not_booked) not in before
    assert "Asylum officer" in before
    assert f"with {officer(ids.booked)}" in text(client.get("/clients"))


def posted(client, address, **typed):
    """Send the form of a page, as it came but for what is typed; what happened, happens now."""
    page = client.get(address)
    happened = re.search(r'name="happened" value="([^"]+)"', text(page))
    return client.post(address, hidden(page) | ({"happened": happened[1]} if happened else {}) | typed)


def signed():
    """The form that a client signed, as a file."""
    return SimpleUploadedFile("signed.pdf", uploads.pdf())


def enter(client, **typed):
    """Send the form of an appearance."""
    return posted(client, "/clients/enter", **({"organisation": "Bridge Legal Aid", "form.file": signed()} | typed))


def test_an_appearance_is_entered_by_number_and_name_with_a_signed_form(at_desk, file, house, ids):
    """counsel.admitted: the form is kept, by its digest."""
    client = at_desk("marsh")
    answer = enter(client, number=number(ids.to_review).lower(), name="daniela REYES oyuela")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/case/{ids.to_review}")
    assert file(ids.to_review).counsel == "marsh"
    assert client.get(f"/case/{ids.to_review}").status_code == 200
    entry = house.ledger.read(house.raw(), f"case/{ids.to_review}")[-1]
    assert (entry.name, entry.fields["how"]) == ("counsel.entered/2", "signed")
    assert documents.opened(house, file(ids.to_review), entry.fields["form"]).data == uploads.pdf()


def test_without_a_form_the_client_is_asked_and_nothing_opens_before(at_desk, file, names, desk, ids):
    """counsel.admitted"""
    client, address = at_desk("marsh"), f"/case/{ids.to_review}"
    answer = enter(client, number=number(ids.to_review), name="Reyes Oyuela, Daniela", **{"form.file": ""})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/clients")
    assert names(ids.to_review)[-1] == "appearance.asked/1"
    assert "Waiting for the client’s word" in text(client.get("/clients"))
    assert client.get(address).status_code == 404
    office = at_desk("abara")
    assert "Ask the person, alone, whether they want this counsel" in text(office.get(address))
    assert posted(office, f"{address}/act/AnswerAppearance", agreed="yes", alone="no").status_code == 422
    assert posted(office, f"{address}/act/AnswerAppearance", agreed="yes", alone="yes").status_code == 303
    assert file(ids.to_review).counsel == "marsh"
    assert client.get(address).status_code == 200


def test_a_form_that_is_no_document_is_not_taken(at_desk, file, ids):
    """Issue item 13: one plain sentence, and nothing typed is lost."""
    bad = SimpleUploadedFile("signed.pdf", uploads.UNFIT["a PDF with a script"][0]())
    answer = enter(at_desk("marsh"), number=number(ids.to_review), name="Reyes Oyuela, Daniela", **{"form.file": bad})
    assert answer.status_code == 422
    assert "This PDF carries a program" in text(answer)
    assert "Bridge Legal Aid" in text(answer)
    assert file(ids.to_review).counsel == ""


def test_what_opens_nothing_is_answered_alike(at_desk, file, ids):
    """data.purpose: no such case, another name, other counsel there already: the same words, and all typed is kept."""
    client = at_desk("marsh")
    tried = {
        "9999-ABCDEF": "Reyes Oyuela, Daniela",
        number(ids.to_review): "Reyes",
        number(ids.booked): "Alvarado Ruiz, Inés",
    }
    for each, name in tried.items():
        answer = enter(client, number=each, name=name)
        assert answer.status_code == 422
        assert "No appearance can be entered under this number and name." in text(answer)
    assert file(ids.booked).counsel == "castellan"
    assert file(ids.to_review).counsel == ""


def test_counsel_enters_nobody_but_themselves(at_desk, file, ids):
    """Whatever id the form is made to carry."""
    answer = enter(at_desk("marsh"), number=number(ids.to_review), name="Reyes Oyuela, Daniela", counsel="castellan")
    assert answer.status_code == 303
    assert file(ids.to_review).counsel == "marsh"


def file_one(client, case, data, **typed):
    """File evidence for a client."""
    sent = {"digest.file": SimpleUploadedFile("holiday.exe", data)} if data else {}
    return posted(client, f"/case/{case}/file/evidence",
                  **{"title": "Medical report, 2 pages", "kind": "medical", "says": "", **sent, **typed})  # fmt: skip


def test_what_is_filed_is_answered_by_the_officer_with_its_file(at_desk, file, names, ids):
    """filing.answered; the file is what it holds, whatever its name says."""
    client, case = at_desk("castellan"), ids.booked
    assert file_one(client, case, uploads.picture()).status_code == 303
    assert names(case)[-1] == "evidence.filed/1"
    assert "Waiting, due" in text(client.get("/clients"))
    officer = at_desk(file(case).claims[0].officer)
    page = text(officer.get(f"/case/{case}/evidence"))
    assert "Filed, waiting for your answer" in page
    shown = officer.get(f"/case/{case}/filing/1/shown")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert uploads.WHERE not in shown.content
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in shown.headers["Cache-Control"]
    filed = officer.get(f"/case/{case}/filing/1/filed")
    assert filed.content == uploads.picture()
    assert filed.headers["Content-Disposition"] == 'attachment; filename="F-1.jpg"'
    assert posted(officer, f"/case/{case}/filing/1/accept").status_code == 303
    assert officer.get(f"/case/{case}/claim/1/evidence/1/filed").content == uploads.picture()
    assert "in the record as E 1" in text(client.get("/clients"))


def test_a_rejection_stays_visible_with_its_reason(at_desk, file, ids):
    """filing.answered: it never deletes, and is taken back by accepting."""
    client, case = at_desk("castellan"), ids.booked
    file_one(client, case, uploads.pdf())
    officer = at_desk(file(case).claims[0].officer)
    typed = {"code": "incomplete", "reasons": "The second page is missing."}
    assert posted(officer, f"/case/{case}/filing/1/reject", code="incomplete", reasons=" ").status_code == 422
    assert posted(officer, f"/case/{case}/filing/1/reject", **typed).status_code == 303
    for page in ("/clients", "/clients/filings", f"/case/{case}/whole"):
        assert "The second page is missing." in text(client.get(page))
    assert client.get(f"/case/{case}/filing/1/filed").content == uploads.pdf()
    assert officer.get(f"/case/{case}/filing/1/shown").status_code == 404, "a PDF is taken, not looked at"
    assert posted(officer, f"/case/{case}/filing/1/accept").status_code == 303


def test_nobody_else_opens_a_filed_file_and_each_opening_is_written_down(at_desk, house, ids):
    """read.accounted; data.purpose: a clerk never sees what was said or filed."""
    case = ids.booked
    file_one(at_desk("castellan"), case, uploads.TEXT)
    for staff in ("marsh", "ferro", "sloane"):
        assert at_desk(staff).get(f"/case/{case}/filing/1/filed").status_code == 404
    assert at_desk("castellan").get(f"/case/{case}/filing/1/shown").content == uploads.TEXT
    looks = [read for read in house.ledger.reads(house.raw()) if read.page == "filing-file"]
    assert [(read.staff, read.outcome) for read in looks][-1] == ("castellan", "shown")
    assert {read.staff for read in looks if read.outcome == "denied"} == {"marsh", "ferro", "sloane"}


@pytest.mark.parametrize("name", ["a PDF with a script", "a Word file", "nothing", "a picture that is a PDF"])
def test_an_unfit_file_is_said_plainly_and_nothing_typed_is_lost(at_desk, names, ids, name):
    """Issue item 13"""
    made, why = uploads.UNFIT[name]
    before = names(ids.booked)
    answer = file_one(at_desk("castellan"), ids.booked, made() or b" ", title="Kept title")
    if name != "nothing":
        assert answer.status_code == 422
        assert UNFIT[why] in html.unescape(text(answer))
        assert "Kept title" in text(answer)
        assert names(ids.booked) == before


def test_a_file_too_large_is_said_to_be_and_a_form_sent_back_has_its_file_still(at_desk, names, ids, settings):
    """Issue item 13: of a request that is too large nothing is kept; a file that came is kept with the form."""
    client = at_desk("castellan")
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 4000
    answer = file_one(client, ids.booked, uploads.TEXT * 200)
    assert (answer.status_code, UNFIT["large"] in text(answer)) == (422, True)
    slipped = file_one(client, ids.booked, uploads.TEXT, title="")
    assert slipped.status_code == 422
    again = hidden(slipped)
    assert re.fullmatch("[0-9a-f]{64}", again["digest"])
    happened = re.search(r'name="happened" value="([^"]+)"', text(slipped))[1]
    typed = {"title": "A message", "kind": "document", "happened": happened}
    assert client.post(f"/case/{ids.booked}/file/evidence", again | typed).status_code == 303
    assert client.get(f"/case/{ids.booked}/filing/1/shown").content == uploads.TEXT
    made_up = posted(client, f"/case/{ids.booked}/file/evidence", title="x", kind="document", digest="ab" * 32)
    assert made_up.status_code == 422
    assert "not kept any more" in text(made_up)


def test_the_numbers_are_on_the_contact_page_which_is_a_clients_only(at_desk, ids):
    """contact.family-counsel"""
    assert at_desk("castellan").get(f"/case/{ids.booked}/contact").status_code == 200
    assert at_desk("marsh").get(f"/case/{ids.booked}/contact").status_code == 404


def test_a_request_is_answered_where_its_day_is_decided(at_desk, file, ids):
    """filing.answered: asked by counsel, granted by the officer with a line; counsel reads it on the list."""
    client, case = at_desk("castellan"), ids.booked
    asked = {"kind": "attend", "number": "1", "by_line": "yes", "because": "none", "says": ""}
    assert posted(client, f"/case/{case}/ask", **asked).status_code == 303
    officer = at_desk(file(case).claims[0].officer)
    assert "Answer what was asked (R 1)" in text(officer.get(f"/case/{case}"))
    assert posted(officer, f"/case/{case}/act/GrantRequest", request="1", place="Line 4").status_code == 303
    assert "Granted" in text(client.get("/clients"))
    assert "Line 4" in text(client.get(f"/case/{case}/call"))


def test_a_signal_to_call_is_answered_and_keeps_nothing_of_what_is_said(at_desk, file, names, ids):
    """contact.family-counsel"""
    client, case = at_desk("castellan"), ids.booked
    assert posted(client, f"/case/{case}/call", to="client", line="555 0100").status_code == 303
    assert names(case)[-1] == "call.signalled/1"
    officer = at_desk(file(case).claims[0].officer)
    assert "Put the client through to counsel, out of hearing" in text(officer.get(f"/case/{case}"))
    typed = {"call": "1", "put_through": "yes", "out_of_hearing": "yes"}
    assert posted(officer, f"/case/{case}/act/ReportCall", **typed).status_code == 303
    assert file(case).calls[0].answered


def test_a_filing_has_its_receipt_at_once(at_desk, house, ids):
    """fear.receipt's kind, for a filing: the log's promise, then its proof; it opens the digest and no word."""
    log = log_of(house.home, "demonstration")
    client, address = at_desk("castellan"), f"/case/{ids.booked}/whole/filing/1/receipt"
    file_one(client, ids.booked, uploads.pdf(), title="A report nobody else reads of")
    keys = verifier.read_keys(keys_path(house.home).read_text())
    promised = client.get(address).content.decode()
    verifier.read_receipt(promised, keys)
    once(house.ledger, house.raw(), house.home, log)
    proved = client.get(address).content.decode()
    verifier.read_receipt(proved, keys)
    assert promised != proved
    opened = base64.b64decode(re.search(r"^extra ([A-Za-z0-9+/=]+)$", proved, re.MULTILINE)[1]).decode()
    assert hashlib.sha256(uploads.pdf()).hexdigest() in opened
    assert "A report nobody" not in opened
    assert client.get(f"/case/{ids.booked}/whole/filing/2/receipt").status_code == 404
    assert at_desk("marsh").get(address).status_code == 404


# --- the calendar and its feed


def feed_of(client):
    """Make a feed and return its path."""
    page = text(client.post("/clients/calendar", {"make": "1"}))
    return re.search(r"(/feed/[A-Za-z0-9_-]{43}\.ics)</code>", page)[1]


def test_the_calendar_stands_by_day_in_the_clock_of_each_place(at_desk, file, ids):
    """counsel.png; local time with zone shown"""
    page = text(at_desk("castellan").get("/clients/calendar"))
    starts = file(ids.booked).claims[0].interview.starts.astimezone(ZoneInfo(file(ids.booked).zone))
    assert f"<b>{starts:%H:%M}</b>" in page
    assert "Alvarado Ruiz, Inés" in page
    assert file(ids.booked).zone in page


def test_the_feed_is_a_calendar_that_names_nobody(at_desk, file, house, ids, client):
    """RFC 5545; data.purpose: day, hour and zone, the same ids each time, and no name, number or place."""
    address = feed_of(at_desk("castellan"))
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == file(ids.booked).claims[0].interview.starts
    assert str(event["summary"]) == "Appointment, see Asylia"
    assert event["dtstart"].params["TZID"] == file(ids.booked).zone
    assert icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")[0]["uid"] == event["uid"]
    for said in ("Alvarado", "Inés", number(ids.booked), ids.booked, "Room 2", "Interview", "castellan"):
        assert said.encode() not in answer.content
        assert said not in address
    assert b"\r\n" in answer.content
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75
    looks = [read for read in house.ledger.reads(house.raw()) if read.page == "calendar-feed"]
    assert [read.staff for read in looks] == ["castellan", "castellan"]


def test_a_feed_is_revoked_replaced_dropped_unread_and_empty_of_former_clients(at_desk, desk, ids, client):
    """contact.family-counsel: stale addresses and former clients drop out."""
    counsel = at_desk("castellan")
    first = feed_of(counsel)
    second = feed_of(counsel)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    desk(ids.booked).give("castellan", "EndAppearance")
    assert b"VEVENT" not in client.get(second).content
    Feed.objects.update(used=Feed.objects.get().made - dt.timedelta(days=91))
    assert client.get(second).status_code == 404
    third = feed_of(counsel)
    assert counsel.post("/clients/calendar", {"revoke": "1"}).status_code == 303
    assert client.get(third).status_code == 404
    assert client.get("/feed/" + "A" * 43 + ".ics").status_code == 404


# --- the record, and what former counsel keep


def test_the_extract_proves_itself_and_opens_what_is_counsels_alone(at_desk, ids, tmp_path):
    """contact.family-counsel: every entry is there; the decision's own weighing is closed until it is served."""
    client = at_desk("marsh")
    enter(client, number=number(ids.to_review), name="Reyes Oyuela, Daniela")
    assert "Extract to take" in text(client.get(f"/case/{ids.to_review}/whole"))
    answer = client.get(f"/case/{ids.to_review}/whole/extract")
    extract = tmp_path / "extract.jsonl"
    extract.write_bytes(answer.content)
    ran = subprocess.run([sys.executable, verifier.__file__, extract], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    lines = [json.loads(line) for line in answer.content.splitlines()]
    opened = {field[1] for line in lines for field in line.get("fields", ()) if isinstance(field, list)}
    assert {"words", "claim", "language"} <= opened
    assert not opened & {"outcome", "band", "findings", "finding", "met", "statement"}
    extract.write_bytes(answer.content.replace(b'"es"', b'"en"', 1))
    ran = subprocess.run([sys.executable, verifier.__file__, extract], capture_output=True, text=True, check=False)
    assert ran.returncode != 0, "the verifier finds what is altered"


def test_former_counsel_keep_what_was_served_on_them_and_see_nothing_newer(at_desk, desk, file, ids):
    """contact.family-counsel: served before they left is theirs; filed, served or said after is not."""
    client, case = at_desk("marsh"), ids.reconsidered
    enter(client, number=number(case), name="Mbeki, Thandi")
    file_one(client, case, uploads.pdf(), title="What I filed")
    at_work, language = desk(case), file(case).best_language
    paper = {"kind": "appointment", "language": language, "address": "12 Calle Uno, Larkfield", "signer": "B. Ferro",
             "title": "Hearing clerk", "claim": 1}  # fmt: skip
    told = {"how": "in_person", "language": language, "understood": True, "said_back": "I come on that day."}
    at_work.give("ferro", "PrepareNotice", **paper)
    kept = len(file(case).notices)
    at_work.give("ferro", "ServeNotice", notice=kept, **told)
    at_work.give("marsh", "EndAppearance")
    at_work.give("ferro", "FileEvidence", claim=1, title="Filed after")
    at_work.give(file(case).claims[0].officer, "AcceptEvidence", claim=1, filing=1)
    at_work.give("ferro", "PrepareNotice", **paper)
    at_work.give("ferro", "ServeNotice", notice=kept + 1, **told)
    listed = text(client.get("/clients/former"))
    assert "Mbeki, Thandi" in listed
    page = text(client.get(f"/case/{case}/kept"))
    assert f"Notice {kept}:" in page
    assert "What I filed" in page
    assert "Waiting, due" in page, "as it stood when they left, whatever became of it"
    assert f"Notice {kept + 1}:" not in page
    assert "Notice 1:" not in page, "served before they entered"
    assert "Filed after" not in page
    assert client.get(f"/case/{case}/kept/notice/{kept}").status_code == 200
    assert client.get(f"/case/{case}/kept/notice/{kept + 1}").status_code == 404
    assert client.get(f"/case/{case}/kept/filing/1").content == uploads.pdf()
    assert client.get(f"/case/{case}/kept/filing/2").status_code == 404
    for shut in ("", "/whole", "/whole/extract", "/filing/1/filed", "/contact", "/call", "/evidence"):
        assert client.get(f"/case/{case}{shut}").status_code == 404, shut
    assert at_desk("castellan").get(f"/case/{case}/kept").status_code == 404


def test_a_sheet_that_former_counsel_keep_is_offered_as_files(at_desk, desk, file, ids):
    """contact.family-counsel: PDF, large print and plain text, as at every desk."""
    client, case = at_desk("marsh"), ids.reconsidered
    enter(client, number=number(case), name="Mbeki, Thandi")
    at_work, language = desk(case), file(case).best_language
    at_work.give("ferro", "PrepareNotice", kind="decision", language=language, address="12 Calle Uno, Larkfield",
                 signer="B. Ferro", title="Hearing clerk", claim=1, determination=1)  # fmt: skip
    kept = len(file(case).notices)
    at_work.give("ferro", "ServeNotice", notice=kept, how="in_person", language=language, understood=True,
                 said_back="I can ask again.")  # fmt: skip
    at_work.give("marsh", "EndAppearance")
    sheet = f"/case/{case}/kept/notice/{kept}"
    assert "as=large" in text(client.get(sheet))
    assert client.get(f"{sheet}?as=pdf").content.startswith(b"%PDF-1.7")
    assert client.get(f"{sheet}?as=text")["Content-Type"].startswith("text/plain")


def test_what_can_be_asked_for_stands_with_the_client_once_a_negative_is_served(at_desk, names, ids):
    """remedy.reachable: any words ask; before service the list tells nothing of an outcome."""
    client = at_desk("marsh")
    assert enter(client, number=number(ids.to_review_negative), name="Óscar Pineda Funes").status_code == 303
    assert "Ask to look again" not in text(client.get("/clients"))
    assert enter(client, number=number(ids.reconsidered), name="Mbeki, Thandi").status_code == 303
    assert "Ask to look again" in text(client.get("/clients"))
    answer = posted(client, f"/case/{ids.reconsidered}/file/again", words="Que lo mire otra persona.")
    assert answer.status_code == 303
    assert names(ids.reconsidered)[-1] == "reconsideration.asked/1"
