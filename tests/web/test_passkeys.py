"""Signing in with a passkey: what opens a desk, and that whatever does not looks the same."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies
from webauthn.helpers import bytes_to_base64url

from asylia.accounts import passkeys, tries
from asylia.accounts.enrolment import invite
from asylia.accounts.history import history
from asylia.accounts.models import Challenge, Happened, Passkey, SignIn
from asylia.accounts.staff import project
from asylia.core.facts import Staff
from asylia.web.public.sign_in import NOBODY
from tests.web.authenticator import PRESENT, Authenticator

HOST = {"host": "localhost:8000"}
FORM = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def rowan(live):
    """The authenticator of an officer who has registered."""
    return enrolled("rowan")


def enrolled(staff):
    """An authenticator with a passkey of a member of staff, registered with a code."""
    authenticator = Authenticator()
    client = Client(headers=HOST)
    client.post("/enrol", {"code": invite(staff)})
    answer = authenticator.make(client.post("/enrol/options").content)
    assert client.post("/enrol", {"answer": answer}).headers["Location"] == "/sign-in"
    return authenticator


def options(client):
    """A challenge handed to this client."""
    return client.post("/sign-in/options").content


def attempt(authenticator, client=None):
    """The answer of sign-in to an authenticator that signs a fresh challenge."""
    client = client or Client(headers=HOST)
    return client.post("/sign-in", {"answer": authenticator.sign(options(client))})


def signed_in(authenticator):
    """A client that is signed in with a passkey."""
    client = Client(headers=HOST)
    assert attempt(authenticator, client).status_code == 302
    return client


def refused(answer):
    """What a refused sign-in shows, without the token that every form has of its own."""
    assert answer.status_code == 403
    assert NOBODY in answer.content.decode()
    return FORM.sub("", answer.content.decode())


def test_a_passkey_opens_the_desk_of_its_holder(live):
    """conventions.md, Sign-in. The session's id is new: one from before is worth nothing."""
    authenticator = enrolled("rowan")
    client = Client(headers=HOST)
    given = options(client)
    before = client.session.session_key
    assert client.post("/sign-in", {"answer": authenticator.sign(given)}).status_code == 302
    assert (client.session["staff"], client.session.session_key == before) == ("rowan", False)
    assert Passkey.objects.get().sign_count == 1


def test_no_account_is_named_before_a_passkey_has_answered(live):
    """Discoverable credentials, the holder verified by the device; the options are the same whoever asks."""
    enrolled("rowan")
    given = json.loads(options(Client(headers=HOST)))
    assert (given["allowCredentials"], given["userVerification"], given["rpId"]) == ([], "required", "localhost")


@pytest.mark.parametrize(
    ("wrong", "how"),
    [
        ("unknown passkey", {"credential": b"unknown"}),
        ("another key", {"key": Authenticator().key}),
        ("another's handle", {"handle": b"another"}),
        ("holder not verified", {"flags": PRESENT}),
        ("another site", {"origin": "http://elsewhere.example"}),
        ("another port", {"origin": "http://localhost:8001"}),
        ("another domain", {"domain": "elsewhere.example"}),
    ],
)
def test_what_does_not_sign_in_looks_like_a_passkey_that_nobody_knows(live, wrong, how):
    """Which accounts and passkeys exist is never told; nor does a wrong answer stop anyone's passkey."""
    authenticator = enrolled("rowan")
    nobody = refused(attempt(Authenticator(handle=b"x")))
    for name, value in how.items():
        setattr(authenticator, name, value)
    assert refused(attempt(authenticator)) == nobody, wrong
    assert Passkey.objects.get().stopped is None


def test_a_closed_account_looks_like_one_that_is_not_there(live):
    """pages.md, Sign-in: never which accounts exist."""
    authenticator = enrolled("rowan")
    client = signed_in(authenticator)
    nobody = refused(attempt(Authenticator(handle=b"x")))
    project(Staff(id="rowan", name="", role="asylum_officer", disabled=True))
    assert refused(attempt(authenticator)) == nobody
    client.get("/keys")
    assert "staff" not in client.session


def test_an_unknown_passkey_is_checked_as_long_as_a_known_one(live, monkeypatch):
    """No difference in time tells which exist: a signature is verified either way."""
    checked = []
    real = passkeys.verify_authentication_response
    monkeypatch.setattr(passkeys, "verify_authentication_response", lambda **how: checked.append(1) or real(**how))
    refused(attempt(Authenticator(handle=b"x")))
    assert checked == [1]


def test_a_challenge_is_answered_once(live):
    """A replayed answer opens nothing, even from the same browser with an authenticator that keeps no count."""
    authenticator = enrolled("rowan")
    client = Client(headers=HOST)
    authenticator.count = -1
    answer = authenticator.sign(options(client))
    assert client.post("/sign-in", {"answer": answer}).status_code == 302
    refused(client.post("/sign-in", {"answer": answer}))
    session = client.session
    session["challenge"] = {"text": json.loads(answer)["response"]["clientDataJSON"], "purpose": "sign in"}
    session.save()
    refused(client.post("/sign-in", {"answer": answer}))
    assert Challenge.objects.count() == 0


def test_a_challenge_is_for_the_session_it_was_handed_to(live):
    """An answer that was listened to opens nothing elsewhere."""
    authenticator = enrolled("rowan")
    client, thief = Client(headers=HOST), Client(headers=HOST)
    answer = authenticator.sign(options(client))
    options(thief)
    refused(thief.post("/sign-in", {"answer": answer}))


def test_a_challenge_is_good_for_five_minutes(live):
    """A page left open asks for a new one."""
    authenticator = enrolled("rowan")
    client = Client(headers=HOST)
    answer = authenticator.sign(options(client))
    Challenge.objects.update(until=timezone.now() - timedelta(seconds=1))
    refused(client.post("/sign-in", {"answer": answer}))


def test_a_copied_passkey_is_stopped_and_what_it_opened_is_ended(live):
    """A count that goes back means two authenticators with one key; nobody can tell which is the copy."""
    authenticator = enrolled("rowan")
    client = signed_in(authenticator)
    copy = Authenticator(**{**vars(authenticator), "count": 0})
    nobody = refused(attempt(Authenticator(handle=b"x")))
    assert refused(attempt(copy)) == nobody
    assert refused(attempt(authenticator)) == nobody
    assert [each.what for each in history("rowan")] == ["copied", "added", "invited"]
    client.get("/keys")
    assert "staff" not in client.session


def test_a_count_that_goes_back_stops_nothing_without_the_key(live):
    """Otherwise anyone who knows a passkey's id could lock its holder out."""
    authenticator = enrolled("rowan")
    attempt(authenticator)
    refused(attempt(Authenticator(credential=authenticator.credential, handle=authenticator.handle)))
    assert signed_in(authenticator)


def test_an_authenticator_that_keeps_no_count_signs_in_each_time(live):
    """Passkeys that are kept in step between devices always say 0."""
    authenticator = enrolled("rowan")
    for _ in range(2):
        authenticator.count = -1
        assert signed_in(authenticator)


def test_signing_out_ends_every_session_of_that_person_and_no_other(live):
    """V7: sign-out, on all computers, with the next request."""
    rowan, abara = enrolled("rowan"), enrolled("abara")
    here, there, other = signed_in(rowan), signed_in(rowan), signed_in(abara)
    assert here.post("/sign-out").headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    for client, expected in ((here, None), (there, None), (other, "abara")):
        client.get("/keys")
        assert client.session.get("staff") == expected


def test_a_new_desk_ends_the_sessions_of_the_old_one(live):
    """A change of role holds from the next request."""
    client = signed_in(enrolled("rowan"))
    project(Staff(id="rowan", name="Rowan", role="overseer"))
    client.get("/keys")
    assert "staff" not in client.session


def test_twenty_failures_from_one_network_are_enough_for_five_minutes(live):
    """Failures are counted, not people: an office that signs in at eight is not locked out."""
    authenticator = enrolled("rowan")
    for _ in range(tries.MOST["failed"]):
        refused(attempt(Authenticator(handle=b"x")))
    late = Client(headers=HOST).post("/sign-in", {"answer": "{}"})
    assert (late.status_code, late.headers["Retry-After"]) == (429, "300")
    assert Client(headers=HOST).post("/sign-in/options").status_code == 429
    assert Client(headers=HOST).post("/enrol", {"code": "x"}).status_code == 429
    assert attempt(authenticator, Client(headers=HOST, REMOTE_ADDR="192.0.2.7")).status_code == 302


@pytest.mark.parametrize(
    ("given", "network"),
    [
        ({"REMOTE_ADDR": "192.0.2.7"}, "192.0.2.7"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.7"}, "192.0.2.7"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::"),
        ({"REMOTE_ADDR": ""}, "unknown"),
    ],
)
def test_a_network_is_who_the_own_proxy_says(rf, settings, given, network):
    """What a client writes before it counts for nothing."""
    settings.SERVED_OVER_TLS = True
    assert tries.network(rf.get("/", **given)) == network


def test_under_another_name_the_page_says_where_passkeys_work(live):
    """A passkey belongs to one domain, the first of ASYLIA_HOSTS; browsers offer it nowhere else."""
    client = Client(headers={"host": "127.0.0.1:8000"})
    assert "http://localhost:8000/sign-in" in client.get("/sign-in").content.decode()
    assert client.post("/sign-in/options").status_code == 403


def test_over_tls_the_origin_is_the_domain_itself(rf, settings):
    """Never http, wherever a request says it came from."""
    settings.PASSKEY_DOMAIN = "screening.example"
    settings.ALLOWED_HOSTS = ["screening.example", "other.example"]
    party = passkeys.party(rf.get("/", secure=True, HTTP_HOST="screening.example"))
    assert party == ("screening.example", "https://screening.example")
    assert passkeys.party(rf.get("/", HTTP_HOST="screening.example")) is None
    assert passkeys.party(rf.get("/", secure=True, HTTP_HOST="other.example")) is None


def test_without_a_script_the_page_says_what_is_missing(live):
    """Only a script can ask an authenticator; who has none is told so, and told why."""
    client = Client(headers=HOST)
    assert "A passkey needs JavaScript" in client.get("/sign-in").content.decode()
    answer = client.post("/sign-in", {"answer": ""})
    assert (answer.status_code, "none ran on this page" in answer.content.decode()) == (422, True)


def test_no_name_is_stored_with_a_passkey(live):
    """Credential id, public key, count, staff id and times, and nothing else."""
    enrolled("rowan")
    columns = {field.name for field in Passkey._meta.fields}
    assert columns == {
        "id", "credential", "staff", "handle", "public_key", "sign_count", "made", "used", "stopped",
    }  # fmt: skip
    assert b"rowan" not in bytes(Passkey.objects.get().handle)


def test_forms_of_sign_in_are_refused_without_the_pages_token(live):
    """CSRF: no other site can sign anyone in or out, or add a passkey."""
    client = Client(headers=HOST, enforce_csrf_checks=True)
    for address in ("/sign-in", "/sign-in/options", "/sign-out", "/enrol", "/enrol/options", "/passkeys", "/stay"):
        assert client.post(address).status_code == 403, address


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.data())
def test_a_mangled_answer_is_refused_and_nothing_breaks(rowan, data):
    """Any text instead of an answer, and any change to a good one, is a 403 and never a fault."""
    cache.clear()
    client = Client(headers=HOST)
    answer = json.loads(rowan.sign(options(client)))
    part = data.draw(strategies.sampled_from(["authenticatorData", "signature", "userHandle", "clientDataJSON"]))
    junk = strategies.binary(max_size=80).map(bytes_to_base64url) | strategies.text(max_size=20)
    nested = junk | strategies.none() | strategies.integers() | strategies.lists(strategies.none(), max_size=2)
    answer["response"][part] = data.draw(nested)
    whole = data.draw(strategies.just(json.dumps(answer)) | strategies.text(min_size=1, max_size=40))
    refused(client.post("/sign-in", {"answer": whole}))
    assert SignIn.objects.count() == 0


def test_the_log_says_what_happened_and_to_nobody(live, caplog):
    """V16: sign-in events are logged, without anyone's id."""
    enrolled("rowan")
    assert [each.getMessage() for each in caplog.records] == ["passkey.invited", "passkey.added"]
    assert Happened.objects.filter(staff="rowan").count() == 2
