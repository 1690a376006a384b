"""What is set up to send with: one plain sentence a defect, secrets apart, nothing elsewhere from a demonstration."""

import pytest

from asylia.ledger import WrongSetup
from asylia.sending.carriers import carriers_of
from asylia.sending.setup import setup_of

MAIL = '[mail]\nserver = "smtp.agency.example"\nsender = "news@agency.example"\n'
MESSAGES = '[messages]\nprovider = "twilio"\naccount = "AC1"\nsender = "+12025550100"\n'
SITE = 'site = "https://screening.agency.example"\n'


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("ASYLIA_PHONE", "555 0100")
    monkeypatch.delenv("ASYLIA_MESSAGES_TOKEN", raising=False)
    monkeypatch.delenv("ASYLIA_MAIL_PASSWORD", raising=False)
    return tmp_path


def secret(home, name, mode=0o600):
    (home / name).write_text("an invented secret\n")
    (home / name).chmod(mode)


def test_a_whole_file_is_read(home):
    secret(home, "messages.token")
    (home / "sending.toml").write_text(SITE + MAIL + MESSAGES)
    setup = setup_of(home, demonstration=False)
    assert (setup.mail.port, setup.mail.security, setup.messages.url) == (587, "starttls", "https://api.twilio.com")
    assert setup.messages_token == "an invented secret"
    assert [type(each).__name__ for each in carriers_of(setup, lambda: None)] == ["Twilio", "Mailer"]


def test_without_the_file_nothing_is_set_up(home):
    assert setup_of(home, demonstration=False) is None


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "neither [mail] nor [messages]"),
        ("[mail", "cannot be read"),
        (MAIL + "servers = 1\n", "unknown field `servers`"),
        (MAIL.replace("news@agency.example", "news"), "[mail] sender: is no e-mail address"),
        (MAIL + 'security = "none"\n', "is for this machine alone"),
        (MAIL + 'account = "asylia"\n', "its password is missing"),
        (SITE + MESSAGES, "the token is missing"),
        (MESSAGES.replace("+12025550100", "5550100"), "does not say its country"),
        (MESSAGES + 'url = "http://api.example"\n', "begins with https://"),
        (MESSAGES, "the address that carriers report to is missing"),
        (MESSAGES.replace("twilio", "pigeon"), "Invalid enum value 'pigeon'"),
    ],
)
def test_each_defect_is_one_plain_sentence(home, written, says):
    if "token is missing" not in says:
        secret(home, "messages.token")
    (home / "sending.toml").write_text(written)
    with pytest.raises(WrongSetup) as raised:
        setup_of(home, demonstration=False)
    assert says in str(raised.value)
    assert "invented secret" not in str(raised.value)


def test_a_secret_that_others_can_read_is_not_used(home):
    secret(home, "messages.token", 0o644)
    (home / "sending.toml").write_text(SITE + MESSAGES)
    with pytest.raises(WrongSetup, match=r"chmod 600 messages\.token"):
        setup_of(home, demonstration=False)


def test_every_message_says_a_number_to_call(home, monkeypatch):
    monkeypatch.delenv("ASYLIA_PHONE")
    (home / "sending.toml").write_text(MAIL)
    with pytest.raises(WrongSetup, match="ASYLIA_PHONE is missing"):
        setup_of(home, demonstration=False)


@pytest.mark.parametrize("written", [MAIL, SITE + MESSAGES])
def test_a_demonstration_sends_to_this_machine_alone(home, written):
    """Its numbers are invented, and may be somebody's."""
    secret(home, "messages.token")
    (home / "sending.toml").write_text(written)
    with pytest.raises(WrongSetup, match="this machine alone"):
        setup_of(home, demonstration=True)
    (home / "sending.toml").write_text(written.replace("smtp.agency.example", "localhost").replace(
        'account = "AC1"', 'account = "AC1"\nurl = "http://127.0.0.1:1"'))  # fmt: skip
    assert setup_of(home, demonstration=True) is not None
