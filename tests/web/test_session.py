"""Signing in, staying, and being signed out."""

import re
import time
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from asylia.accounts.models import Account, Deployment
from asylia.accounts.staff import found, project
from asylia.core.facts import Staff
from asylia.shell.models import Draft
from asylia.web.frame import start_of


def desk(staff):
    """Where the desk of a member of staff starts."""
    return start_of(Account.objects.get(staff=staff))


def later(client, seconds):
    """Put a session's times back, as if that many seconds had gone by."""
    session = client.session
    session["seen"] -= seconds
    session.save()


def test_a_live_database_has_no_desks_to_click(client, db):
    """conventions.md: no password path, and one-click desks in a demonstration only."""
    found(demonstration=False, place="")
    project(Staff(id="rowan", name="K. Rowan", role="asylum_officer"))
    assert b"Demonstration" not in client.get("/sign-in").content
    client.post("/sign-in", {"staff": "rowan"})
    assert "staff" not in client.session


def test_a_database_never_changes_from_demonstration_to_live(demonstration):
    """Invented cases and real ones never share a record."""
    with pytest.raises(ValueError, match="stays so"):
        found(demonstration=False, place="")
    assert Deployment.objects.get().demonstration


def test_signing_in_makes_a_session_of_its_own(demonstration):
    """A session id from before sign-in is worth nothing after it."""
    client = Client()
    client.get("/sign-in")
    before = client.session.session_key
    client.post("/sign-in", {"staff": "rowan"})
    assert client.session.session_key != before
    assert client.session["staff"] == "rowan"


def test_fifteen_minutes_without_activity_end_a_session(signed_in, settings):
    """conventions.md, Session"""
    client = signed_in("rowan")
    later(client, settings.STAFF_IDLE_SECONDS - 5)
    client.get("/keys")
    assert "staff" in client.session
    later(client, settings.STAFF_IDLE_SECONDS + 5)
    assert "after 15 minutes" in client.get("/sign-in").content.decode()
    assert "staff" not in client.session


def test_twelve_hours_end_a_session_however_busy(signed_in, settings):
    """A desk that is never left alone is signed in to anew each day."""
    client = signed_in("rowan")
    session = client.session
    session["since"] = int(time.time()) - settings.STAFF_LONGEST_SECONDS - 1
    session.save()
    client.get("/keys")
    assert "staff" not in client.session


def test_a_clock_that_is_put_back_prolongs_no_session(signed_in, settings):
    """reliability.md, clock jumps: no session lasts longer for it."""
    client = signed_in("rowan")
    later(client, -settings.STAFF_IDLE_SECONDS - 5)
    client.get("/keys")
    assert "staff" not in client.session


def test_who_was_signed_out_is_told_of_the_draft_that_was_kept(signed_in, settings):
    """pages.md, Sign-in: timed out. The hour is that of their office, and of a draft that is really there."""
    client = signed_in("rowan")
    project(Staff(id="rowan", name="K. Rowan", role="asylum_officer", zone="America/Chicago"))
    kept = timezone.now() - timedelta(hours=1)
    Draft.objects.create(staff="rowan", case="2027-1", form="ReadBack", sealed=b"", kept=kept)
    later(client, settings.STAFF_IDLE_SECONDS + 5)
    client.get("/passkeys")
    said = f"Your draft of {kept.astimezone(ZoneInfo('America/Chicago')):%H:%M} is kept; you return to it."
    assert said in client.get("/sign-in").content.decode()
    assert client.post("/sign-in", {"staff": "rowan"}).headers["Location"] == "/passkeys"


def test_no_draft_is_promised_that_was_not_kept(signed_in, settings):
    """What is not known is not said."""
    client = signed_in("rowan")
    later(client, settings.STAFF_IDLE_SECONDS + 5)
    page = client.get("/sign-in").content.decode()
    assert "after 15 minutes" in page
    assert "draft" not in page


def test_whoever_signs_in_next_is_not_led_to_the_page_of_who_was_before(signed_in, settings):
    """One computer, two people: a page is returned to by its own reader."""
    client = signed_in("rowan")
    later(client, settings.STAFF_IDLE_SECONDS + 5)
    client.get("/passkeys")
    assert client.post("/sign-in", {"staff": "abara"}).headers["Location"] != "/passkeys"


def test_a_form_sent_too_late_leads_back_to_its_page(signed_in, settings):
    """The page that the form stood on is returned to, if it is one of this site."""
    elsewhere = ("http://elsewhere.example/x", desk("rowan"))
    for page, back in (("http://testserver/passkeys?x=1", "/passkeys?x=1"), elsewhere):
        client = signed_in("rowan")
        later(client, settings.STAFF_IDLE_SECONDS + 5)
        assert client.post("/passkeys", headers={"referer": page}).headers["Location"] == "/sign-in"
        assert client.post("/sign-in", {"staff": "rowan"}).headers["Location"] == back


def test_staying_is_activity(signed_in, settings):
    """One key, or one press of a link, extends the session."""
    client = signed_in("rowan")
    later(client, settings.STAFF_IDLE_SECONDS - 60)
    assert client.post("/stay").status_code == 200
    assert time.time() - client.session["seen"] < 5
    assert Client().post("/stay").headers["Location"] == "/sign-in"


def test_the_warning_comes_two_minutes_before_the_end(signed_in, settings):
    """The style sheet shows it by time alone; its seconds and the sentence must be those of the settings."""
    css = Path("asylia/web/static/asylia.css").read_text("utf-8")
    (shown,) = re.findall(r"animation: quiet 1s (\d+)s", css)
    assert settings.STAFF_IDLE_SECONDS - int(shown) == 120
    page = signed_in("rowan").get("/passkeys").content.decode()
    assert "signed out in two minutes" in page
    assert "quiet for 13" in page


def test_a_closed_account_is_out_at_once(signed_in):
    """Closing an account does not wait for its session to end."""
    client = signed_in("rowan")
    project(Staff(id="rowan", name="K. Rowan", role="asylum_officer", disabled=True))
    client.get("/keys")
    assert "staff" not in client.session
    assert Account.objects.get(staff="rowan").disabled
    client.post("/sign-in", {"staff": "rowan"})
    assert "staff" not in client.session


def test_signing_out_has_the_browser_forget(signed_in):
    """Shared computers: cache, cookies and storage of this site are cleared."""
    answer = signed_in("rowan").post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.headers["Location"] == "/sign-in"


def test_only_a_page_of_this_site_is_returned_to(demonstration):
    """A link that was planted in the session leads nowhere else."""
    for planted in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        client = Client()
        session = client.session
        session["return_to"] = planted
        session.save()
        assert client.post("/sign-in", {"staff": "rowan"}).headers["Location"] == desk("rowan")


def test_no_page_of_ours_is_kept_by_a_browser_or_framed_or_allowed_other_scripts(client, demonstration):
    """Strict headers on every page."""
    headers = client.get("/sign-in").headers
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
