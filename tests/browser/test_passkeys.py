"""Enrolment and sign-in on a live deployment, in a real Chromium with virtual authenticators."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, barriers, fits, opened, picture, start
from tests.ports import free_port

pytestmark = pytest.mark.browser
SETTINGS = "tests.browser.settings"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
NOBODY = "This passkey signs nobody in here now."


@dataclass(frozen=True)
class Live:
    """A running live deployment, and what a terminal there can do."""

    address: str
    home: Path

    def terminal(self, *words: str) -> str:
        """Run a verb of tests/browser/live.py; gives what it printed."""
        env = {**os.environ, "ASYLIA_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": SETTINGS}
        command = [sys.executable, "-m", "tests.browser.live", str(self.home), *words]
        return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A live deployment with four of staff and no passkey."""
    home, port = tmp_path_factory.mktemp("live"), free_port()
    site = Live(f"http://localhost:{port}", home)
    site.terminal("found")
    server = start(home, SETTINGS, port)
    yield site
    server.terminate()
    server.wait(10)


class Device:
    """A virtual authenticator in one page's browser (Chrome DevTools Protocol, domain WebAuthn)."""

    def __init__(self, page, **how):
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        made = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **how}})
        self.id = {"authenticatorId": made["authenticatorId"]}

    def holds(self):
        """The passkeys on it, private keys included."""
        return self.devtools.send("WebAuthn.getCredentials", self.id)["credentials"]

    def copy(self, passkey, **changed):
        """Put a passkey of another device on this one."""
        self.devtools.send("WebAuthn.addCredential", {**self.id, "credential": {**passkey, **changed}})


@pytest.fixture
def browser(chromium, live):
    """A function: a fresh browser with a device of its own, on the live deployment."""
    pages = []

    def fresh(**how):
        page = opened(chromium, viewport={"width": 1280, "height": 800})
        pages.append(page)
        return page, Device(page, **how)

    yield fresh
    for page in pages:
        page.context.close()
        assert [said for said in page.complaints if "status of 4" not in said] == []


def enrol(page, live, staff):
    """Register a passkey with a code made at the terminal."""
    page.goto(f"{live.address}/enrol")
    page.fill("#code", live.terminal("invite", staff))
    page.click("text=Go on")
    page.click("button:has-text('Register a passkey')")
    page.wait_for_url("**/sign-in")


def sign_in(page, live):
    """Ask for a page of staff, press the one button, and wait for what comes: that page, or the refusal."""
    page.goto(f"{live.address}/passkeys")
    with page.expect_navigation():
        page.click("button:has-text('Sign in with a passkey')")


def whole(page):
    """No barrier, no sideways scrolling at three widths, and a picture kept."""
    page.set_viewport_size({"width": 1280, "height": 800})
    picture(page, "passkeys-" + page.title().split(" ·")[0].lower().replace(" ", "-"))
    found = barriers(page)
    return found + [f"scrolls at {width}" for width in (1280, 640, 320) if not fits(page, width)]


def test_an_officer_registers_with_a_code_and_signs_in_with_the_passkey(browser, live):
    """The whole way in, by keyboard, each page looked at."""
    page, device = browser()
    page.goto(f"{live.address}/passkeys")
    assert whole(page) == []
    page.click("text=Register your first passkey")
    assert whole(page) == []
    page.fill("#code", "0000")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refused")
    assert page.evaluate("document.activeElement.id") == "refused"
    assert whole(page) == []
    page.fill("#code", live.terminal("invite", "rowan"))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=K. Rowan")
    assert whole(page) == []
    page.focus("button:has-text('Register a passkey')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    assert "Your passkey is registered" in page.inner_text("[role=alert]")
    (passkey,) = device.holds()
    assert (passkey["isResidentCredential"], passkey["rpId"]) == (True, "localhost")
    page.focus("button:has-text('Sign in with a passkey')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.inner_text(".who b") == "K. Rowan"
    assert page.url.endswith("/passkeys")
    assert page.inner_text("main tbody >> nth=0").count("You are signed in with it") == 1
    assert whole(page) == []


def test_a_second_passkey_is_added_and_the_first_removed(browser, live):
    """Your passkeys: the same device refuses, another one is added, and what the lost one opened is over."""
    page, device = browser()
    enrol(page, live, "abara")
    sign_in(page, live)
    page.goto(f"{live.address}/passkeys")
    page.click("button:has-text('Add a passkey')")
    page.wait_for_selector("text=There is a passkey of yours on this device already")
    assert whole(page) == []
    device.devtools.send("WebAuthn.removeVirtualAuthenticator", device.id)
    Device(page)
    with page.expect_navigation():
        page.click("button:has-text('Add a passkey')")
    assert page.locator("main tbody button").count() == 2
    with page.expect_navigation():
        page.click("main tbody tr:first-child button")
    page.goto(f"{live.address}/passkeys")
    assert page.url.endswith("/sign-in")
    sign_in(page, live)
    assert page.locator("main tbody button").count() == 1


def test_every_passkey_that_opens_nothing_is_answered_alike(browser, live):
    """Unknown here, another's handle, a closed account: the same page, word for word."""
    page, device = browser()
    enrol(page, live, "ferro")
    (mine,) = device.holds()
    seen = []
    changes = ({"credentialId": "dW5rbm93biBoZXJl"}, {"userHandle": "YW5vdGhlcg=="}, {})
    for changed in changes:
        other, another = browser()
        another.copy(mine, **changed)
        if not changed:
            live.terminal("close", "ferro")
        sign_in(other, live)
        seen.append(other.inner_text("main"))
    assert NOBODY in seen[0]
    assert len(set(seen)) == 1
    assert whole(other) == []


def test_an_answer_that_was_sent_once_is_refused_when_sent_again(browser, live):
    """A replayed challenge."""
    page, _ = browser()
    enrol(page, live, "rowan")
    sent = []
    page.on("request", lambda asked: sent.append(asked.post_data) if asked.url.endswith("/sign-in") else None)
    sign_in(page, live)
    assert page.inner_text(".who b") == "K. Rowan"
    answer = next(each for each in sent if each)
    page.goto(f"{live.address}/sign-in")
    again = page.evaluate(
        "async (body) => { const token = document.querySelector('[name=csrfmiddlewaretoken]').value;"
        " const fields = new URLSearchParams(body); fields.set('csrfmiddlewaretoken', token);"
        " const answer = await fetch('/sign-in', {method: 'POST', body: fields});"
        " return [answer.status, await answer.text()] }",
        answer,
    )
    assert again[0] == 403
    assert NOBODY in again[1]


AT_ONCE = """async () => {
  const form = document.querySelector("[data-passkey]");
  const options = await (await fetch(form.dataset.options, { method: "POST", body: new FormData(form) })).json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  form.elements.answer.value = JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
  const send = () => fetch("/sign-in", { method: "POST", redirect: "manual", body: new FormData(form) });
  return Promise.all([1, 2, 3, 4].map(() => send().then((sent) => sent.type === "opaqueredirect" ? 302 : sent.status)));
}"""


def test_an_answer_that_is_sent_four_times_at_once_counts_once(browser, live):
    """Taking a challenge is deleting its row: of those that come together, one finds it."""
    page, _ = browser()
    enrol(page, live, "rowan")
    codes = page.evaluate(AT_ONCE)
    assert codes.count(302) == 1
    assert set(codes) <= {302, 400, 403}  # 400: the session that it was sent in is gone already


def test_a_copied_authenticator_is_found_out_and_its_passkey_stopped(browser, live):
    """The count went back: both are shut, what they opened is over, and its holder can read that it was so."""
    page, device = browser()
    enrol(page, live, "lindqvist")
    sign_in(page, live)
    thief, copied = browser()
    copied.copy(device.holds()[0], signCount=0)
    sign_in(thief, live)
    assert NOBODY in thief.inner_text("main")
    page.goto(f"{live.address}/passkeys")
    assert page.url.endswith("/sign-in")
    assert "This sign-in has ended." in page.inner_text("[role=alert] >> nth=0")
    sign_in(page, live)
    assert NOBODY in page.inner_text("main")
    other, _ = browser()
    enrol(other, live, "lindqvist")
    sign_in(other, live)
    other.goto(f"{live.address}/passkeys")
    assert "a copy of it was used" in other.inner_text("main tbody >> nth=0")
    assert whole(other) == []


def test_a_device_that_does_not_verify_its_holder_is_of_no_use(browser, live):
    """User verification is required; the page says what to use instead."""
    page, _ = browser(hasUserVerification=False, isUserVerified=False)
    page.goto(f"{live.address}/enrol")
    page.fill("#code", live.terminal("invite", "rowan"))
    page.click("text=Go on")
    page.click("button:has-text('Register a passkey')")
    page.wait_for_selector("[data-when]:visible")
    assert page.url.endswith("/enrol")
    assert whole(page) == []


def test_where_no_script_runs_the_page_says_what_is_missing(scriptless, live):
    """pages.md, Without script: the one page that cannot work without says so in a sentence."""
    scriptless.goto(f"{live.address}/sign-in")
    assert "A passkey needs JavaScript" in scriptless.inner_text("main")
    scriptless.click("button:has-text('Sign in with a passkey')")
    assert "none ran on this page" in scriptless.inner_text("#refused")


def test_a_quiet_page_warns_and_any_key_keeps_it(browser, live):
    """Thirteen minutes, by the style sheet; one key extends. After fifteen the page is left, but never typed words."""
    page, _ = browser()
    enrol(page, live, "rowan")
    page.clock.install()
    sign_in(page, live)
    page.goto(f"{live.address}/passkeys")
    assert not page.is_visible(".idle")
    quiet = "document.querySelector('.idle').getAnimations().forEach((each) => { each.currentTime = 781000 })"
    page.evaluate(quiet)
    assert page.is_visible(".idle")
    picture(page, "passkeys-quiet")
    assert barriers(page) == []
    page.clock.fast_forward("13:01")
    with page.expect_response("**/stay"):
        page.keyboard.press("Shift")
    page.wait_for_selector(".idle", state="hidden")
    with page.expect_navigation():
        page.clock.fast_forward("15:10")
    page.fill("#find", "Reyes")
    page.clock.fast_forward("15:10")
    page.wait_for_selector("text=What you typed is still on this page")
    assert page.input_value("#find") == "Reyes"
    assert barriers(page) == []


def test_a_quiet_page_warns_where_no_script_runs_too(chromium, browser, live):
    """A link on a second page keeps the sign-in, so that no form here is lost."""
    page, _ = browser()
    enrol(page, live, "rowan")
    sign_in(page, live)
    context = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    still = context.new_page()
    still.goto(f"{live.address}/passkeys")
    assert not still.is_visible(".idle")
    still.evaluate("document.querySelector('.idle').getAnimations().forEach((each) => { each.currentTime = 781000 })")
    assert still.is_visible(".idle")
    with context.expect_page() as second:
        still.click("text=Stay signed in")
    assert second.value.inner_text("h1") == "You stay signed in"
    context.close()
