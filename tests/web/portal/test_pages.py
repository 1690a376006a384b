"""The person's own pages: what happens next, what can be sent, what is listed; and what never stands on them."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from PIL import Image

from asylia.accounts import own_pages
from asylia.accounts.models import Visit
from asylia.caseload.models import DueRow
from asylia.core.letters import LETTERS
from asylia.shell.failing import MOVED, SendAgain
from asylia.web.portal import acting, plain
from tests.shell import people
from tests.web.portal.conftest import hidden, made, signed_in, text

OWN = [
    "/own", "/own/words", "/own/now", "/own/contact", "/own/contact/phone", "/own/ask", "/own/summary", "/own/papers",
    "/own/relatives", "/own/documents", "/own/looks", "/own/digits",
]  # fmt: skip
PUBLIC = ["/own/sign-in", "/own/link", "/afraid"]
CSS = Path("asylia/web/static/own.css")


@pytest.mark.parametrize("address", [*OWN, *PUBLIC])
def test_a_page_is_light_and_kept_in_no_cache(phone, address):
    """Under 60 kB with its sheet; nothing is left on a shared telephone."""
    page = phone.get(address)
    assert page.status_code == 200
    assert len(page.content) + CSS.stat().st_size < 60_000
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script" not in page.content.decode()
    assert set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.content.decode())) == {"/static/own.css"}


@pytest.mark.parametrize("address", OWN)
def test_whoever_is_not_in_sees_nothing(house, desk, address):
    """Default deny; a fear may be said all the same."""
    page = Client().get(address)
    if address in ("/own/words", "/own/now"):
        assert (page.status_code, "<textarea" in page.content.decode()) == (200, True)
    else:
        assert page.headers["Location"] == "/own/sign-in"
    staff = Client()
    staff.post("/sign-in", {"staff": "sloane"})
    assert "Inventada" not in text(staff.get(address))


def test_the_first_screen_tells_a_shoulder_nothing(phone, desk):
    """paper.safe, pages.md: no name, nationality, shelter, contact or word that was said; nor in the title."""
    page = phone.get("/own").content.decode()
    # What chance puts there is no secret: the form's own token, the end of the case's number.
    said = re.sub(r'csrfmiddlewaretoken" value="[^"]*"|(?<=termina en )\w{4}', "", page)
    for secret in ("Inventada", "Ana", "HN", "Honduras", "Casa", "terminal", "0143", desk.case):
        assert secret not in said
    assert re.search(r"<title>\s*Qué pasa ahora\s*</title>", said)
    assert "asyl" not in said.lower().replace("/static/", "")


def test_what_happens_next_follows_the_case(house, desk, phone):
    """In words, with the day where there is one."""
    assert "Se elegirá un oficial para usted" in text(phone.get("/own"))
    desk.give("AssignOfficer", "abara", claim=1)
    officer = desk.file.claims[0].officer
    assert "Se le dirá cuándo le escuchan" in text(phone.get("/own"))
    desk.give("BookInterview", officer, claim=1, starts="2022-01-20T15:00:00Z", place="Albergue Inventado, sala 2")
    page = text(phone.get("/own"))
    assert "jueves 20 de enero de 2022, 9:00 a.m. (de la mañana)" in page
    assert "Un oficial le va a escuchar" in page
    assert "Albergue" not in page
    assert "La regla prohíbe que le devuelvan" in page


def test_an_outcome_is_not_told_before_it_is_served(house, desk, phone):
    """notice.served: signed and reviewed, the page says only that it is being checked, then that it will be given."""
    officer = desk.decide("negative")
    assert "Se está revisando la decisión" in text(phone.get("/own"))
    desk.give("Concur", "abara", claim=1, determination=1)
    desk.give(
        "PrepareNotice", officer, kind="decision", language="es", claim=1, determination=1, signer=officer,
        title="Asylum officer",
    )  # fmt: skip
    assert "Le van a entregar la decisión" in text(phone.get("/own"))
    papers = phone.get("/own/papers")
    assert "Decisión" not in text(papers)
    for entry in desk.record():
        if entry.name in ("determination.signed/1", "notice.prepared/1"):
            code = phone.get(f"/own/papers/{entry.version}/see").status_code
            assert code == (404 if entry.name == "determination.signed/1" else code)
            assert "negativ" not in text(phone.get(f"/own/papers/{entry.version}/see")).lower()


def test_afraid_in_any_words_gives_a_receipt_at_once(phone, desk):
    """fear.any-words, fear.receipt: opens a claim like any other, in the person's own voice."""
    form = hidden(phone.get("/own/words"))
    page = phone.post("/own/words", {**form, "words": "Volvieron. 🕊 <b>Miró</b> a mi hijo."})
    assert "Tenemos sus palabras" in text(page)
    assert "&lt;b&gt;Miró&lt;/b&gt;" in page.content.decode()
    assert desk.file.claims[0].words[-1] == "Volvieron. 🕊 <b>Miró</b> a mi hijo."
    again = phone.post("/own/words", {**form, "words": "Volvieron. 🕊 <b>Miró</b> a mi hijo."})
    assert again.status_code == 200
    assert len(desk.file.claims[0].words) == 2
    assert desk.record()[-1].role == "applicant"


def test_afraid_is_taken_though_the_page_closed_while_it_was_written(phone, desk):
    """fear.any-words: words sent after the session ended stand in the public field, ready to be sent."""
    form = hidden(phone.get("/own/words"))
    Visit.objects.update(over=True)
    page = phone.post("/own/words?lang=es", {**form, "words": "Me siguen."})
    assert "Tenemos sus palabras" in text(page)
    assert not any("Me siguen." in words for words in desk.file.claims[0].words)  # nobody is in: it is anyone's


def test_sent_back_now_is_told_at_once_and_needs_no_word(phone, desk):
    """The event, an alarm of class A, a claim; one press."""
    page = phone.post("/own/now", hidden(phone.get("/own/now")))
    assert "Se les está avisando" in text(page)
    names = [entry.name for entry in desk.record()]
    assert names[-2:] == ["sending_back.said/1", "fear.said_again/1"]
    assert any(each.rule == "fear.stay" for each in desk.file.signs)


def test_sent_back_now_writes_its_letters_in_the_same_transaction(phone, desk):
    """Asylum duty, counsel and overseer are told by the outbox's own table; no page sends anything."""
    told = {each.to for each in LETTERS["sending_back.said/1"]}
    assert {"asylum_duty", "counsel", "overseer"} <= told


def test_waiting_outside_the_page_says_not_yet_inside_and_when_to_come(house, secret, desk):
    """fear.brought-in: a claim makes an appointment, the page is the pass; a refusal says so."""
    desk.give("ReportReturn", "castellan", says="At dawn.", place="Northgate")
    phone = signed_in(secret)
    phone.post("/own/words", {**hidden(phone.get("/own/words")), "words": "Me esperan aquí."})
    page = text(phone.get("/own"))
    assert "Usted todavía no está adentro" in page
    assert "Northgate crossing" in page
    assert f"2022-{desk.case[-6:].upper()}" in page
    assert "9:00 a.m." in page
    desk.give("ReportPortAnswer", "castellan", port="Northgate crossing", answer="refused")
    assert "no le dejaron pasar" in text(phone.get("/own"))


def test_contact_is_kept_through_the_persons_own_door(phone, desk):
    """contact.reachable: one way at a time; what is lost is said."""
    form = hidden(phone.get("/own/contact/phone"))
    typed = {"value": "+52 656 123 4567", "may": "no", "danger": "Mi primo contesta.", "from": "18:30"}
    page = phone.post("/own/contact/phone", {**form, **typed})
    assert "Está escrito." in text(page)
    (first, *_) = desk.file.contact.channels
    assert (first.kind, first.safe, first.danger, first.from_time) == (
        "phone", False, "Mi primo contesta.", dt.time(18, 30),
    )  # fmt: skip
    phone.post("/own/contact", {**hidden(phone.get("/own/contact")), "lost": "message"})
    assert next(each for each in desk.file.contact.channels if each.kind == "message").lost


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("phone", {}, "Escriba el número, la dirección o el nombre."),
        ("phone", {"value": "mañana"}, "No es un número de teléfono."),
        ("message", {"value": "+1 12"}, "No es un número de teléfono."),
        ("email", {"value": "a@b"}, "No es una dirección de correo."),
        ("postal", {"value": "Facebook"}, "Ahí no se puede entregar nada."),
        ("postal", {"value": "Consulado de Honduras 12"}, "Ahí no se puede entregar nada."),
        ("trusted_person", {"value": "Ñ" * 301}, "Sobran 1 letras. Caben 300."),
        ("phone", {"value": "+52 656 123 4567"}, "Diga si se puede dejar un mensaje."),
        ("phone", {"value": "+52 656 123 4567", "may": "yes", "from": "25:00"}, "Esa hora no existe."),
        ("trusted_person", {"value": "a\0b", "may": "yes"}, "Hay una letra que no se puede guardar."),
    ],
)
def test_bad_input_is_said_in_the_persons_language_and_nothing_typed_is_lost(phone, desk, kind, typed, says):
    """Issue 6, demand 13: numbers that are none, addresses that are no address, impossible hours, endless names."""
    before = desk.file.contact
    page = phone.post(f"/own/contact/{kind}", {**hidden(phone.get(f"/own/contact/{kind}")), **typed})
    assert page.status_code == 422
    assert says in text(page)
    if "\0" not in typed.get("value", ""):
        assert f'value="{typed.get("value", "")}"' in page.content.decode()
    assert desk.file.contact == before
    assert phone.get("/own/contact/consulate").status_code == 404


def test_several_scripts_in_one_line_are_kept_as_typed(phone, desk):
    """Demand 13: a name in three scripts and two directions."""
    name = "María مريم Ⴋარია 李"
    address = "/own/contact/trusted_person"
    assert phone.post(address, {**hidden(phone.get(address)), "value": name, "may": "no"}).status_code == 200
    assert desk.file.contact.channels[0].value == name


def test_what_is_asked_for_is_answered_where_the_person_reads_it(phone, desk):
    """An interpreter, a woman or a man, a lawyer, to be heard alone; the desk sees it, no list says why."""
    page = phone.post("/own/ask", {**hidden(phone.get("/own/ask")), "what": "alone", "words": "Sin mi esposo."})
    assert "La oficina tiene un día" in text(page)
    due = DueRow.objects.get(case=desk.case, key="asked.1")
    assert "alone" not in due.what
    desk.give("AssignOfficer", "abara", claim=1)
    officer = desk.file.claims[0].officer
    at_desk = Client()
    at_desk.post("/sign-in", {"staff": officer})
    shown = at_desk.get(f"/case/{desk.case}/asked")
    assert "to be heard alone" in text(shown)
    assert "Sin mi esposo." in text(shown)
    sent = at_desk.post(f"/case/{desk.case}/asked", {**hidden(shown), "says": "Sí. Usted entra sola."})
    assert sent.status_code == 303
    assert "Sí. Usted entra sola." in text(phone.get("/own/ask"))
    assert phone.post("/own/ask", hidden(phone.get("/own/ask"))).status_code == 422


def test_the_summary_is_read_and_corrected_beside_what_was_said(phone, desk):
    """readback.before-decision: an event of its own; what stood stays."""
    assert "Todavía no le leyeron nada" in text(phone.get("/own/summary"))
    desk.weigh()
    assert "Four men took her." in text(phone.get("/own/summary"))
    form = hidden(phone.get("/own/summary/1"))
    answer = phone.post("/own/summary/1", {**form, "words": "Eran cinco."})
    assert answer.status_code == 303
    page = text(phone.get(answer.headers["Location"]))
    assert "Está escrito al lado" in page
    assert "Four men took her." in page
    assert "Eran cinco." in page
    assert desk.record()[-1].name == "readback.corrected/1"
    assert phone.get("/own/summary/2").status_code == 404
    assert phone.post("/own/summary/0", {**hidden(phone.get("/own/summary/0")), "words": " "}).status_code == 422
    officer = Client()
    officer.post("/sign-in", {"staff": desk.file.claims[0].officer})
    assert "Eran cinco." in text(officer.get(f"/case/{desk.case}/read-back"))


def test_every_paper_is_there_and_can_be_kept(phone, desk):
    """Each notice as a page and as a file; the carry version is free of words; the file's name says nothing."""
    entry = next(each for each in desk.record() if each.name == "fear.claimed/1")
    assert f"/own/papers/{entry.version}/see" in phone.get("/own/papers").content.decode()
    page = phone.get(f"/own/papers/{entry.version}/see?version=full")
    assert page.status_code == 200
    assert len(page.content) + CSS.stat().st_size < 60_000
    assert phone.get("/own/papers/1/see").status_code == 404
    carried = text(phone.get(f"/own/papers/{entry.version}/see?version=carry"))
    assert "asilo" not in carried.lower()


def test_a_photo_from_the_telephone_gets_a_number(phone, desk):
    """Demand 8: kept as it is, sealed, filed in the person's own name; the bytes are kept once."""
    photo = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(photo, "JPEG")
    for number in (1, 2):
        sent = SimpleUploadedFile("IMG_0001.jpg", photo.getvalue(), "image/jpeg")
        page = phone.post("/own/documents", {**hidden(phone.get("/own/documents")), "file": sent, "title": "La carta"})
        assert f"Su número es F {number}" in text(page)
    filed = desk.file.filings[0]
    assert (filed.title, filed.kind, filed.who.role) == ("La carta", "photograph", "applicant")
    assert "IMG_0001" not in repr(desk.file)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (None, "Primero elija un archivo."),
        (b"", "El archivo está vacío."),
        (b"PK\x03\x04" + b"\0" * 40, "Word, Excel o zip"),
        (b"\xff\xd8\xff\xe0 no picture", "El archivo está dañado"),
        (b"\x7fELF" + b"\0" * 60, "Este tipo de archivo no se puede guardar."),
        (b"x" * (20 * 1024 * 1024 + 1), "El archivo es demasiado grande."),
    ],
    ids=["none", "empty", "zip", "damaged", "program", "large"],
)
def test_a_file_that_cannot_be_kept_is_told_why_in_the_persons_language(phone, desk, data, says):
    """Demand 13: too large, the wrong kind, damaged, active; nothing is filed, and what was written stands."""
    form = {**hidden(phone.get("/own/documents")), "title": "La carta"}
    sent = {} if data is None else {"file": SimpleUploadedFile("x.jpg", data)}
    page = phone.post("/own/documents", {**form, **sent})
    assert page.status_code == 422
    assert says in text(page)
    assert 'value="La carta"' in page.content.decode()
    assert not desk.file.filings


def test_who_looked_stands_with_office_desk_purpose_and_day_and_no_name(phone, desk):
    """read.accounted; pages.md, correction 9."""
    clerk = Client()
    clerk.post("/sign-in", {"staff": "ferro"})
    assert clerk.get(f"/case/{desk.case}/notices").status_code == 200
    page = text(phone.get("/own/looks"))
    assert "Larkfield office" in page
    assert "papeles y audiencias" in page
    assert "ferro" not in page
    assert "Usted" in page
    assert "Nadie ha recibido nada" in page


def test_new_digits_are_seen_by_the_person_alone(phone, desk, secret):
    """Made on the person's own page: the desk's digits stop, and who is in stays in."""
    assert "Alguien en la oficina vio sus cifras" in text(phone.get("/own"))
    page = phone.post("/own/digits", hidden(phone.get("/own/digits")))
    new = re.search(r"\d{4}(?: \d{4}){4}", text(page))[0]
    assert phone.get("/own").status_code == 200
    assert "Alguien en la oficina" not in text(phone.get("/own"))
    assert Client().post("/own/sign-in", {"digits": secret}).status_code == 403
    signed_in(new)
    shut = phone.post("/own/digits", {**hidden(phone.get("/own/digits")), "shut": "yes"})
    assert "Su página está cerrada" in text(shut)
    assert "storage" in shut.headers["Clear-Site-Data"]
    assert phone.get("/own").status_code == 302


def test_leaving_ends_it_and_tells_the_browser_to_forget(phone):
    """Nothing left on a shared telephone."""
    answer = phone.post("/own/leave")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert phone.get("/own").headers["Location"] == "/own/sign-in"
    assert "No queda nada" in text(Client().get(answer.headers["Location"] + "&lang=es"))


def test_a_page_that_is_not_touched_closes(phone, monkeypatch, settings):
    """A short idle ends it, on the server and on the screen."""
    page = phone.get("/own")
    assert page.headers["Refresh"] == f"{settings.OWN_PAGES_IDLE_SECONDS}; url=/own/closed"
    assert "Refresh" not in phone.get("/own/words").headers  # where something may be half written
    now = own_pages.time.time()
    monkeypatch.setattr(own_pages.time, "time", lambda: now + settings.OWN_PAGES_IDLE_SECONDS + 1)
    assert phone.get("/own").status_code == 302
    assert not Visit.objects.filter(over=False).exists()


def test_hiding_ends_it_too(phone):
    """Hide this page: away, signed out, nothing kept."""
    assert phone.get("/hide").status_code == 302
    assert phone.get("/own").status_code == 302


def test_what_cannot_be_recorded_now_is_said_and_stands_in_the_field(phone, desk, monkeypatch):
    """503 in the person's language; the words are still there, with the key that makes them count once."""

    def away(*_, **__):
        raise SendAgain(MOVED)

    form = hidden(phone.get("/own/words"))
    monkeypatch.setattr(acting, "submit", away)
    page = phone.post("/own/words", {**form, "words": "Me siguen."})
    assert page.status_code == 503
    assert "Sus palabras siguen aquí" in text(page)
    assert "Me siguen." in page.content.decode()
    assert hidden(page)["key"] == form["key"]


def test_errors_speak_the_persons_language(house):
    """404, a form too old, the record away: in words, without a session."""
    client = Client(HTTP_ACCEPT_LANGUAGE="es-GT,es;q=0.9", enforce_csrf_checks=True)
    assert "Aquí no hay nada" in text(client.get("/own/nothing"))
    assert "abierta demasiado tiempo" in text(client.post("/own/sign-in", {"digits": "1"}))
    request = RequestFactory().get("/own", HTTP_ACCEPT_LANGUAGE="es")
    assert "no llegamos a nuestro registro" in text(plain.away(request))


def test_an_erased_record_opens_no_page_and_leaves_no_secret(house, desk, phone):
    """record.erasable: the digits go with it."""
    own_pages.forget([desk.case])
    assert phone.get("/own").status_code == 302


def test_a_desk_gives_changes_and_revokes_and_shows_the_digits_once(house, desk):
    """At a desk: the digits are on the answer and nowhere after it; the slip is in the person's language."""
    at_desk = Client()
    at_desk.post("/sign-in", {"staff": "ferro"})
    address = f"/case/{desk.case}/own-pages"
    form = hidden(at_desk.get(address))
    page = at_desk.post(address, {**form, "how": "slip", "act": "give"})
    digits = re.search(r"\d{4}(?: \d{4}){4}", text(page))[0]
    assert "Solo para usted" in text(page)
    assert digits not in text(at_desk.get(address))
    assert digits not in text(at_desk.post(address, {**form, "how": "slip", "act": "give"}))
    signed_in(digits)
    assert "Last opened" in text(at_desk.get(address))
    assert at_desk.post(address, hidden(at_desk.get(address))).status_code == 422
    at_desk.post(address, {**hidden(at_desk.get(address)), "act": "revoke", "because": "lost"})
    assert Client().post("/own/sign-in", {"digits": digits}).status_code == 403
    counsel = Client()
    counsel.post("/sign-in", {"staff": "castellan"})
    assert counsel.get(address).status_code == 404


def test_a_member_of_the_family_learns_nothing_of_another(house, desk, phone):
    """family.whole: what one asked for, corrected or said is on no other adult's page."""
    desk.give("JoinFamily", "sloane", family="f-1", relation="self")
    mother = people.Desk(house).open("Berta Inventada", family="f-1", relation="mother").claim("Otra cosa.")
    hers = signed_in(made(house, mother))
    phone.post("/own/ask", {**hidden(phone.get("/own/ask")), "what": "alone", "words": "NADIE-MAS"})
    for address in OWN:
        assert "NADIE-MAS" not in text(hers.get(address))


def test_a_lawyer_is_let_in_by_the_persons_own_word(phone, desk):
    """Demand 9: who asks stands on the first screen; nothing opens to them before a yes."""
    assert "/own/lawyer" not in phone.get("/own").content.decode()
    assert phone.get("/own/lawyer").status_code == 404
    desk.give("AskAppearance", "castellan", organisation="Hadley Clinic")
    assert "Hadley Clinic pide ser su abogado" in text(phone.get("/own"))
    form = hidden(phone.get("/own/lawyer"))
    assert phone.post("/own/lawyer", form).status_code == 422
    assert phone.post("/own/lawyer", {**form, "agreed": "yes"}).status_code == 303
    assert desk.file.counsel == "castellan"


def test_a_served_negative_can_be_asked_to_be_looked_at_again(phone, desk):
    """remedy.reachable: on the person's own page too; any words, or none, suspend return."""
    assert 'value="again"' not in phone.get("/own/ask").content.decode()
    officer = desk.decide("negative")
    desk.give("Concur", "abara", claim=1, determination=1)
    desk.give(
        "PrepareNotice", officer, kind="decision", language="es", claim=1, determination=1, signer=officer,
        title="Asylum officer",
    )  # fmt: skip
    told = {"language": "es", "understood": True, "said_back": "No.", "remedy_asked": True, "remedy_answer": "decline"}
    desk.give("ServeNotice", officer, notice=1, how="in_person", **told)
    form = hidden(phone.get("/own/ask"))
    assert phone.post("/own/ask", {**form, "what": "again"}).status_code == 200
    assert desk.record()[-1].name in ("remedy.asked/1", "reconsideration.asked/1")
    assert "Se está mirando la decisión otra vez" in text(phone.get("/own"))
