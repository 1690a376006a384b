"""Registering, listing and removing passkeys: always one's own, never another's."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies

from asylia.accounts.enrolment import invite
from asylia.accounts.models import Invitation, Passkey, SignIn
from asylia.accounts.passkeys import MOST_PASSKEYS
from asylia.accounts.session import FRESH_SECONDS
from asylia.accounts.staff import project
from asylia.core.facts import Staff
from asylia.web.public.passkeys import NO_CODE, NOT_FRESH, NOT_REGISTERED, ONLY_ONE
from tests.web.authenticator import PRESENT, Authenticator

HOST = {"host": "localhost:8000"}


def with_code(staff):
    """A browser in which the code of a member of staff was given."""
    client = Client(headers=HOST)
    page = client.post("/enrol", {"code": invite(staff)})
    assert f"{staff.capitalize()} (invented)" in page.content.decode()
    return client


def register(client, authenticator, at="/enrol"):
    """Register a passkey at the page of the code, or at one's own."""
    made = authenticator.make(client.post(f"{at}/options").content)
    return client.post(at, {"answer": made})


def signed_in(staff):
    """A browser in which a member of staff registered and signed in; and the authenticator."""
    client, authenticator = with_code(staff), Authenticator()
    register(client, authenticator)
    answer = authenticator.sign(client.post("/sign-in/options").content)
    assert client.post("/sign-in", {"answer": answer}).status_code == 302
    return client, authenticator


def stale(client):
    """Put back the time of a sign-in, as if its holder had worked for a while."""
    session = client.session
    session["since"] -= FRESH_SECONDS + 1
    session.save()


def test_a_code_registers_one_passkey(live):
    """Shown once, kept as a digest, spent when used; nobody is signed in by it."""
    code = invite("rowan")
    assert re.fullmatch(r"([0-9a-z]{4}-){6}[0-9a-z]{2}", code)
    client = Client(headers=HOST)
    client.post("/enrol", {"code": f" {code.upper()} "})
    asked = json.loads(client.post("/enrol/options").content)
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert register(client, Authenticator()).headers["Location"] == "/sign-in"
    assert Passkey.objects.get().staff == "rowan"
    assert not Invitation.objects.exists()
    assert "staff" not in client.session
    assert "registered. Sign in with it" in client.get("/sign-in").content.decode()
    assert NO_CODE in Client(headers=HOST).post("/enrol", {"code": code}).content.decode()


def test_what_opens_nothing_looks_alike(live):
    """A code that is wrong, too old, replaced, or of an account since closed."""
    pages = []

    def refused(code):
        answer = Client(headers=HOST).post("/enrol", {"code": code})
        pages.append((answer.status_code, re.sub(r'value="\w+"', "", answer.content.decode())))

    refused("0000-0000-0000-0000-0000-0000-00")
    first, second = invite("rowan"), invite("rowan")
    refused(first)
    Invitation.objects.update(until=timezone.now() - timedelta(seconds=1))
    refused(second)
    third = invite("rowan")
    project(Staff(id="rowan", name="", role="asylum_officer", disabled=True))
    refused(third)
    refused("")
    assert len(set(pages)) == 1
    assert pages[0][0] == 422
    assert NO_CODE in pages[0][1]


def test_a_code_is_good_for_a_day(live):
    """Twenty-four hours, not more."""
    invite("rowan")
    left = Invitation.objects.get().until - timezone.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)


@pytest.mark.parametrize("staff", ["nobody", ""])
def test_a_code_for_nobody_is_a_plain_error(live, staff):
    """Said on the terminal, where whoever asks may know."""
    with pytest.raises(ValueError, match="no open account"):
        invite(staff)


def test_who_is_signed_in_cannot_enrol_by_anothers_code(live):
    """A can never enrol a factor for B, even holding B's code."""
    client, _ = signed_in("abara")
    code = invite("rowan")
    assert NO_CODE in client.post("/enrol", {"code": code}).content.decode()
    assert client.post("/enrol/options").status_code == 403
    assert NOT_REGISTERED in client.post("/enrol", {"answer": "{}"}).content.decode()
    assert not Passkey.objects.filter(staff="rowan").exists()


def test_a_passkey_that_was_asked_for_one_person_is_registered_for_no_other(live):
    """Two codes in one browser: the challenge is bound to whom it was made for."""
    client = with_code("abara")
    made = Authenticator().make(client.post("/enrol/options").content)
    client.post("/enrol", {"code": invite("rowan")})
    assert client.post("/enrol", {"answer": made}).status_code == 403
    assert not Passkey.objects.exists()


def test_another_passkey_is_added_for_oneself_whatever_is_sent_along(live):
    """The page knows whose it is from the session alone."""
    client, _ = signed_in("abara")
    made = Authenticator().make(client.post("/passkeys/options", {"staff": "rowan"}).content)
    assert client.post("/passkeys", {"answer": made, "staff": "rowan", "holder": "rowan"}).status_code == 302
    assert [each.staff for each in Passkey.objects.all()] == ["abara", "abara"]


def test_a_passkey_is_nobody_elses_too(live):
    """A credential that one person registered is refused for the next."""
    authenticator = Authenticator()
    register(with_code("rowan"), authenticator)
    assert register(with_code("abara"), authenticator).status_code == 403
    assert [each.staff for each in Passkey.objects.all()] == ["rowan"]


@pytest.mark.parametrize(
    "how",
    [{"flags": PRESENT}, {"origin": "http://elsewhere.example"}, {"domain": "elsewhere.example"}],
)
def test_a_passkey_is_registered_only_here_and_by_its_verified_holder(live, how):
    """User verification required; origin and domain are this site's. The code is not spent by a failure."""
    client = with_code("rowan")
    assert register(client, Authenticator(**how)).status_code == 403
    assert register(client, Authenticator()).status_code == 302


def test_no_device_holds_two_and_nobody_more_than_ten(live):
    """The browser is told which are there; the number is bounded."""
    client, _ = signed_in("rowan")
    asked = json.loads(client.post("/passkeys/options").content)
    assert [each["id"] for each in asked["excludeCredentials"]] == [Passkey.objects.get().credential]
    for _ in range(MOST_PASSKEYS - 1):
        assert register(client, Authenticator(), at="/passkeys").status_code == 302
    assert register(client, Authenticator(), at="/passkeys").status_code == 403
    assert len({bytes(each.handle) for each in Passkey.objects.all()}) == 1


def test_one_is_removed_with_what_it_opened_but_never_the_last(live):
    """Who removes the only one would be locked out; a lost one takes its sessions with it."""
    lost, _ = signed_in("rowan")
    only = Passkey.objects.get()
    assert ONLY_ONE in lost.post("/passkeys", {"remove": only.pk}).content.decode()
    client, _ = signed_in("rowan")
    assert client.post("/passkeys", {"remove": only.pk}).status_code == 302
    lost.get("/keys")
    assert "staff" not in lost.session
    client.get("/keys")
    assert client.session["staff"] == "rowan"


def test_anothers_passkey_looks_like_one_that_is_not_there(live):
    """No A removes a factor of B, nor learns that it exists."""
    signed_in("rowan")
    client, _ = signed_in("abara")
    theirs = Passkey.objects.get(staff="rowan").pk
    answers = [client.post("/passkeys", {"remove": id}) for id in (theirs, 999, "x", "9" * 40)]
    assert {each.status_code for each in answers} == {404}
    assert Passkey.objects.filter(staff="rowan").exists()


def test_changing_passkeys_asks_for_a_fresh_sign_in(live):
    """V7: a desk left open changes nothing; signing in once more leads back."""
    client, authenticator = signed_in("rowan")
    stale(client)
    page = client.get("/passkeys").content.decode()
    assert "sign in once more" in page
    assert "Remove" not in page
    assert client.post("/passkeys/options").status_code == 403
    assert NOT_FRESH in client.post("/passkeys", {"remove": Passkey.objects.get().pk}).content.decode()
    answer = authenticator.sign(client.post("/sign-in/options").content)
    assert client.post("/sign-in", {"answer": answer}).headers["Location"] == "/passkeys"


def test_the_page_tells_what_became_of_ones_passkeys(live):
    """A code that was made behind one's back is seen; times are those of one's office."""
    client, _ = signed_in("rowan")
    invite("rowan")
    page = client.get("/passkeys").content.decode()
    assert page.count("A code to register a passkey was made.") == 2
    assert "America/Chicago" in page
    assert "You are signed in with it" in page


def test_nobody_sees_a_list_without_signing_in(live):
    """The page is staff's; adding to it from outside leads to sign-in."""
    for send in (Client().get, Client().post):
        assert send("/passkeys").headers["Location"] == "/sign-in"
    assert Client().post("/passkeys/options").headers["Location"] == "/sign-in"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=strategies.text(min_size=1, max_size=60), junk=strategies.binary(max_size=120))
def test_a_mangled_registration_is_refused_and_nothing_breaks(live, answer, junk):
    """Any text, and any bytes where the authenticator's statement stands."""
    cache.clear()
    client, authenticator = with_code("rowan"), Authenticator()
    made = json.loads(authenticator.make(client.post("/enrol/options").content))
    made["response"]["attestationObject"] = junk.hex()
    for sent in (json.dumps(made), answer):
        assert client.post("/enrol", {"answer": sent}).status_code in (403, 422)
    assert not Passkey.objects.exists()
    assert not SignIn.objects.exists()
