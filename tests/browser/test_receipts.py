"""Receipts as people hold them: the sheet on screen and paper, its square as a picture, and the page that checks it."""

import os
import subprocess
import sys

import pytest

from asylia.ledger.packed import unpacked
from asylia.ledger.picture import square_in
from asylia.web.public.tongues import tongues
from tests.browser.conftest import PICTURES, ROOT, Site, barriers, opened, picture, prepare, start
from tests.browser.test_border import begin, looked_at
from tests.browser.test_frame import sign_in
from tests.ports import free_port

pytestmark = pytest.mark.browser
SETTINGS = "tests.browser.settings"
PAPER = {"width": 680, "height": 1010}  # A4 within its margins


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The folder of a demonstration whose log has begun."""
    home = tmp_path_factory.mktemp("receipts")
    prepare(home, SETTINGS)
    sequence(home)
    return home


@pytest.fixture(scope="module")
def site(home):
    """That demonstration, served."""
    port = free_port()
    server = start(home, SETTINGS, port)
    yield Site(f"http://localhost:{port}", "")
    server.terminate()
    server.wait(10)


def sequence(home):
    """Bring the log up to the record, as the sequencer beside the pages does."""
    env = {**os.environ, "ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": SETTINGS}
    command = [sys.executable, "-m", "asylia.cli", "ledger", "sequence"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)


def told(page, site, name):
    """Words of fear, recorded at the border desk; the case's id, its receipt on the page."""
    sign_in(page, site, "sloane")
    case = begin(page, site, name)
    page.select_option("#best", "es")
    page.click("label[for=languages-es]")
    page.click("label[for=how-said_back]")
    page.click("button:has-text('Save and continue')")
    page.goto(f"{site.address}/encounter/{case}/said")
    page.fill("#words", "Tengo miedo.")
    page.click("label[for=new_facts-no]")
    page.click("button:has-text('Record what was said')")
    return case


def paper(page, name):
    """A picture of the sheet as it is printed, as sharp as paper is: 240 dots to an inch."""
    state = page.context.storage_state()
    sharp = opened(page.context.browser, viewport=PAPER, device_scale_factor=2.5, storage_state=state)
    sharp.goto(page.url)
    taken = printed(sharp, name)
    sharp.context.close()
    return taken


def printed(page, name):
    """A picture of what a page prints."""
    page.emulate_media(media="print")
    taken = page.screenshot()
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(taken)
    return taken


def test_from_the_first_sheet_to_the_whole_proof(page, site, home, tmp_path):
    """The promise at once; the proof on the next sheet; both read from a picture and checked without sign-in."""
    case = told(page, site, "Pineda Funes, Óscar")
    looked_at(page, "receipt-promise")
    first = tmp_path / "first.png"
    first.write_bytes(paper(page, "receipt-promise-print"))
    assert square_in(first.read_bytes()).startswith("ASYLIA:")

    page.goto(f"{site.address}/check")
    page.set_input_files("#file", first)
    page.click("button:has-text('Check')")
    assert page.inner_text("h1") == "This receipt holds a signed promise"
    looked_at(page, "check-promise")

    sequence(home)
    page.goto(f"{site.address}/encounter/{case}/receipt")
    assert "The square holds all of the proof" in page.inner_text("article.sheet >> nth=0")
    looked_at(page, "receipt-proof")
    following = tmp_path / "following.png"
    following.write_bytes(paper(page, "receipt-proof-print"))
    for sheet in (first, following):
        page.goto(f"{site.address}/check?lang=es")
        page.set_input_files("#file", sheet)
        page.click("button:has-text('Revisar')")
        assert page.inner_text("h1") == "Este comprobante es auténtico"
    looked_at(page, "check-genuine-es")

    sign_in(page, site, "abara")
    page.goto(f"{site.address}/case/{case}/receipts")
    looked_at(page, "receipts")
    page.click("th a >> nth=0")
    looked_at(page, "receipt-of-the-case")
    sign_in(page, site, "okafor")
    page.goto(f"{site.address}/case/{case}/record")
    assert "Receipts given" in page.inner_text("aside")
    looked_at(page, "case-record-outside")
    page.goto(f"{site.address}/record")
    assert "No witness is named" in page.inner_text("aside")
    looked_at(page, "record-outside")


def saved(page, site, folder, language="en"):
    """The page that checks without a network, as it was saved; opened from the folder, with no network at all."""
    page.goto(f"{site.address}/check?lang={language}")
    with page.expect_download() as download:
        page.click("a[download='check-a-receipt.html']")
    download.value.save_as(folder / "check.html")
    page.context.set_offline(True)
    page.goto((folder / "check.html").as_uri())


def test_a_saved_page_checks_promise_and_proof_with_no_network(page, site, home, tmp_path):
    """WebCrypto's Ed25519, one file, a policy that allows that file's own script alone."""
    told(page, site, "Cárcamo Paz, Ana")
    promise = square_in(paper(page, "offline-promise-print"))
    keys = (home / "log/public/keys").read_text()
    sequence(home)
    page.reload()
    proof = square_in(paper(page, "offline-proof-print"))
    saved(page, site, tmp_path)
    bad = promise[:700] + str((int(promise[700]) + 1) % 10) + promise[701:]
    for text, trusted, verdict, said in (
        (promise, keys, "This receipt holds a signed promise", "fear.claimed/1"),
        (proof, keys, "This receipt is genuine", "claim: 1"),
        (unpacked(promise), keys, "This receipt holds a signed promise", "day: 20"),
        (unpacked(proof), keys, "This receipt is genuine", "demonstration/"),
        (bad, keys, "This does not verify", ""),
        (proof[:-9], keys, "This does not verify", ""),
        (proof, "", "This does not verify", "no log that you trust signed this"),
    ):
        page.fill("#receipt", text)
        page.fill("#keys", trusted)
        page.click("button")
        page.wait_for_function("document.activeElement.id === 'verdict' && document.querySelector('#checks li')")
        assert (page.inner_text("#verdict"), said in page.inner_text("#checks")) == (verdict, True)
        page.evaluate("document.activeElement.blur(); document.querySelector('#checks').replaceChildren()")
    assert barriers(page) == []


def test_the_saved_page_is_there_in_spanish(page, site, tmp_path):
    saved(page, site, tmp_path, "es")
    picture(page, "check-offline-es")
    assert page.inner_text("h1") == "Revisar un comprobante"
    assert barriers(page) == []


@pytest.mark.parametrize("language", tongues())
def test_anyone_checks_a_code_on_a_phone_without_a_script(chromium, site, language):
    """360 pixels: asked, nothing given, a code that has no proof."""
    page = opened(chromium, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{site.address}/check?lang={language}")
    picture(page, f"check-{language}-360")
    page.click("form button.usa-button")
    assert tongues()[language]["nothing"] in page.inner_text("#refused")
    page.fill("#code", "7k3q 9f2m x4td")
    page.click("form button.usa-button")
    assert page.inner_text("h1") == tongues()[language]["pending"]
    picture(page, f"check-pending-{language}-360")
    page.context.close()


@pytest.mark.parametrize("language", tongues())
def test_the_page_that_checks_is_free_of_barriers(page, site, language):
    """WCAG 2.2 AA, and what it says of the public log."""
    page.goto(f"{site.address}/check?lang={language}")
    looked_at(page, f"check-{language}")
    page.fill("#code", "7K3Q-9F2M-X4TD")
    page.click("form button.usa-button")
    assert barriers(page) == []


def test_words_sent_without_sign_in_have_their_square_at_once(chromium, site):
    """fear.receipt: the page is the receipt, and prints."""
    page = opened(chromium, viewport=PAPER, device_scale_factor=2.5)
    page.goto(f"{site.address}/afraid?lang=es")
    page.fill("#words", "Un hombre de la casa estaba afuera.")
    page.click("button:has-text('Enviar')")
    assert barriers(page) == []
    assert square_in(printed(page, "afraid-receipt-square-print")).startswith("ASYLIA:")
    page.context.close()
