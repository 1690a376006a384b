"""Messages (SMS, WhatsApp) and calls through Twilio's REST API of 2010-04-01, as its documentation describes it.

    POST /2010-04-01/Accounts/{AccountSid}/Messages.json     To, From, Body, StatusCallback       basic authentication
    POST /2010-04-01/Accounts/{AccountSid}/Calls.json        To, From, Twiml, StatusCallback
    GET  the same, with To                                   newest first, by pages (next_page_uri)
    callbacks                                                form-encoded, X-Twilio-Signature

A message has no idempotency key there. So after silence its list is asked, and never before a minute has passed.
"""

import base64
import datetime as dt
import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Callable, Collection, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.sax.saxutils import escape

from asylia.core.steps.message import Way
from asylia.sending.carrying import Later, Note, NotTaken, Outcome, Report, Taken, Unsure
from asylia.sending.setup import Messages

TIMEOUT = 30.0  # seconds for each answer
SKEW = dt.timedelta(
    days=1
)  # by which the provider's clock may differ from ours: a page more is read, no message sent twice
PAGE = 50
# Languages that its voices speak; in any other a person calls (`<Say>`, attribute language).
VOICES: Mapping[str, str] = {
    "en": "en-US", "es": "es-MX", "pt": "pt-BR", "fr": "fr-FR", "ar": "arb", "ru": "ru-RU", "zh": "cmn-CN",
}  # fmt: skip
ARRIVED = frozenset({"delivered", "read", "completed"})
LOST = frozenset({"undelivered", "failed", "busy", "no-answer", "canceled"})


class Twilio:
    """One account there."""

    def __init__(self, messages: Messages, token: str, clock: Callable[[], dt.datetime]) -> None:
        self._setup, self._token, self._clock = messages, token, clock
        self._site = urlsplit(messages.url)
        self._path = f"{self._site.path.rstrip('/')}/2010-04-01/Accounts/{messages.account}"
        self._kind = "whatsapp:" if messages.sender.startswith("whatsapp:") else ""

    def carries(self, way: Way, language: str) -> bool:
        """Messages in any language; calls where a number to call from is set up and a voice speaks the language."""
        return way == "message" or (way == "phone" and bool(self._setup.calls_from) and _voice(language) is not None)

    def send(self, way: Way, note: Note) -> Outcome:
        """Send a message, or call and say it twice."""
        if way == "phone":
            says = f'<Say language="{_voice(note.language)}">{escape(note.words)}</Say>'
            form = {"To": note.to, "From": self._setup.calls_from}
            form["Twiml"] = f'<Response><Pause length="1"/>{says}<Pause length="2"/>{says}</Response>'
        else:
            form = {"To": f"{self._kind}{note.to}", "From": self._setup.sender, "Body": note.words}
        return self._ask("POST", _resource(way), form | {"StatusCallback": note.report_to})

    def find(self, way: Way, to: str, since: dt.datetime, known: Collection[str]) -> Outcome:
        """Taken where the list to that number has one made after `since` that no record knows; else Later."""
        to = to if way == "phone" else f"{self._kind}{to}"
        try:
            for each in self._listed(way, to, since - SKEW):
                if each["sid"] not in known and str(each.get("direction", "")).startswith("outbound"):
                    return Taken(str(each["sid"]))
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, LookupError) as error:
            return Unsure(type(error).__name__)
        return Later("not in the list")

    def report(self, url: str, form: Mapping[str, str], signature: str) -> Report | None:
        """What a status callback says. `url` is the one that it was asked to call, to the letter."""
        if not hmac.compare_digest(signature_of(self._token, url, form).encode(), signature.encode()):
            return None
        status = form.get("MessageStatus") or form.get("CallStatus") or ""
        outcome = "delivered" if status in ARRIVED else "failed" if status in LOST else ""
        why = " ".join(part for part in (status, form.get("ErrorCode", "")) if part)
        return Report(form.get("MessageSid") or form.get("CallSid") or "", outcome, why)

    def _ask(self, method: str, resource: str, form: Mapping[str, str]) -> Outcome:
        connection = self._connection()
        try:
            connection.connect()
        except OSError as error:
            return Later(type(error).__name__)
        try:
            code, answer = self._answered(connection, method, f"{self._path}/{resource}", form)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Unsure(type(error).__name__)
        if code in (200, 201) and isinstance(answer.get("sid"), str):
            return Taken(answer["sid"])
        if code == 429 or code in (401, 403):  # too fast, or our own account: nothing is wrong with this number
            return Later(f"{code}")
        if 400 <= code < 500:
            return NotTaken(f"{answer.get('code', code)}")
        return Unsure(f"{code}")

    def _listed(self, way: Way, to: str, since: dt.datetime) -> Iterator[Mapping[str, Any]]:
        resource = _resource(way)
        place = f"{self._path}/{resource}?{urlencode({'To': to, 'PageSize': PAGE})}"
        while place:
            connection = self._connection()
            code, answer = self._answered(connection, "GET", place, None)
            if code != 200:
                raise LookupError(code)
            for each in answer[resource.removesuffix(".json").lower()]:
                if parsedate_to_datetime(each["date_created"]) < since:
                    return
                yield each
            place = answer.get("next_page_uri") or ""
            if place and not place.startswith("/"):
                raise ValueError("a page elsewhere")  # nothing is asked but the configured address

    def _connection(self) -> http.client.HTTPConnection:
        # Neither redirects nor proxies: the configured address and no other.
        host = self._site.hostname or ""
        if self._site.scheme == "https":
            trusted = ssl.create_default_context()
            return http.client.HTTPSConnection(host, self._site.port, timeout=TIMEOUT, context=trusted)
        return http.client.HTTPConnection(host, self._site.port, timeout=TIMEOUT)

    def _answered(
        self, connection: http.client.HTTPConnection, method: str, place: str, form: Mapping[str, str] | None
    ) -> tuple[int, Mapping[str, Any]]:
        basic = base64.b64encode(f"{self._setup.account}:{self._token}".encode()).decode("ascii")
        headers = {"Authorization": f"Basic {basic}", "Accept": "application/json"}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form).encode("ascii")
        try:
            connection.request(method, place, body=body, headers=headers)
            answer = connection.getresponse()
            read = json.loads(answer.read() or b"{}")
        finally:
            connection.close()
        return answer.status, read if isinstance(read, dict) else {}


def signature_of(token: str, url: str, form: Mapping[str, str]) -> str:
    """What X-Twilio-Signature holds: HMAC-SHA1, under the token, of the address and of each field and value, sorted."""
    said = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1)).decode("ascii")


def _resource(way: Way) -> str:
    return "Calls.json" if way == "phone" else "Messages.json"


def _voice(language: str) -> str | None:
    return VOICES.get(language.partition("-")[0])
