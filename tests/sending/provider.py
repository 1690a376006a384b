"""A stand-in for Twilio's REST API of 2010-04-01, written from its documentation; the real one was never asked.

    with provider() as twilio:
        twilio.url, twilio.account, twilio.token        what an adapter is set up with
        twilio.messages                                 what it has accepted, oldest first
        twilio.next("silence")                          how it treats the next message: see TREATED
        twilio.callback(message, "delivered")           (form, signature) as it calls StatusCallback

What it keeps of the contract: paths, basic authentication, form-encoded requests, JSON answers with sid, status and
date_created (RFC 2822); 201 for what is accepted; 400 with code 21211 for a number that is none, 21610 for one that has
said STOP; 401 with 20003; 429 with 20429; lists by To, newest first, in pages with a relative next_page_uri; callbacks
signed by HMAC-SHA1 over the address and the sorted fields.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

STOPPED = "+12025550199"
TREATED = {
    "silence": "accepts it and closes the line without an answer",
    "slow": "accepts it and answers only after the adapter's patience is over",
    "elsewhere": "307 to another host, nothing accepted",
    "busy": "429, nothing accepted",
    "broken": "500, after accepting it",
    "down": "500, nothing accepted",
}


class Provider:
    """What the stand-in remembers."""

    def __init__(self) -> None:
        self.account, self.token = "AC" + "0" * 32, "an invented token"
        self.messages: list[dict[str, Any]] = []
        self.requests: list[tuple[str, dict[str, str], str]] = []
        self.treatment: list[str] = []
        self.url = ""
        self.on_accept: list[threading.Event] = []
        self._numbers = count(1)

    def next(self, *how: str) -> None:
        assert set(how) <= set(TREATED)
        self.treatment += how

    def accept(self, kind: str, form: dict[str, str]) -> dict[str, Any]:
        sid = f"{'SM' if kind == 'Messages' else 'CA'}{next(self._numbers):032x}"
        made = format_datetime(dt.datetime.now(dt.UTC))
        message = {
            "sid": sid, "status": "queued", "date_created": made, "to": form["To"], "from": form["From"],
            "body": form.get("Body"), "direction": "outbound-api", "error_code": None, "kind": kind,
            "callback": form.get("StatusCallback", ""), "twiml": form.get("Twiml", ""),
        }  # fmt: skip
        self.messages.append(message)
        return message

    def callback(self, message: dict[str, Any], status: str, code: str = "") -> tuple[dict[str, str], str]:
        """The form that StatusCallback is called with, and its signature."""
        own = {"Messages": ("MessageSid", "MessageStatus"), "Calls": ("CallSid", "CallStatus")}[message["kind"]]
        form = {own[0]: message["sid"], own[1]: status, "AccountSid": self.account, "To": message["to"]}
        form |= {"ErrorCode": code} if code else {}
        said = message["callback"] + "".join(key + form[key] for key in sorted(form))
        return form, base64.b64encode(hmac.new(self.token.encode(), said.encode(), hashlib.sha1).digest()).decode()


@contextmanager
def provider() -> Iterator[Provider]:
    """One that listens on this machine until the end."""
    twilio = Provider()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))
            twilio.requests.append((f"POST {self.path}", form, str(self.headers)))
            found = re.fullmatch(rf"/2010-04-01/Accounts/{twilio.account}/(Messages|Calls)\.json", self.path)
            if not self.allowed():
                return self.answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
            if not found or self.headers["Content-Type"] != "application/x-www-form-urlencoded":
                return self.answer(404, {"code": 20404, "message": "not found", "status": 404})
            how = twilio.treatment.pop(0) if twilio.treatment else ""
            if how == "busy":
                return self.answer(429, {"code": 20429, "message": "Too Many Requests", "status": 429})
            if how == "elsewhere":
                self.send_response(307)
                self.send_header("Location", "http://elsewhere.example/2010-04-01/Accounts/AC1/Messages.json")
                self.send_header("Content-Length", "0")
                return self.end_headers()
            if how == "down":
                return self.answer(500, {"code": 20500, "message": "Internal Server Error", "status": 500})
            if not re.fullmatch(r"(whatsapp:)?\+[1-9]\d{7,14}", form["To"]):
                return self.answer(400, {"code": 21211, "message": f"Invalid 'To' {form['To']}", "status": 400})
            if form["To"].endswith(STOPPED):
                return self.answer(400, {"code": 21610, "message": "unsubscribed", "status": 400})
            message = twilio.accept(found[1], form)
            if how == "broken":
                return self.answer(500, {"code": 20500, "message": "Internal Server Error", "status": 500})
            if how == "slow":
                time.sleep(1.5)
            if how == "silence":
                self.close_connection = True
                return self.connection.close()
            return self.answer(201, {key: value for key, value in message.items() if key not in ("kind", "callback")})

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            twilio.requests.append((f"GET {self.path}", asked, str(self.headers)))
            found = re.fullmatch(rf"/2010-04-01/Accounts/{twilio.account}/(Messages|Calls)\.json", parts.path)
            if not self.allowed() or not found:
                return self.answer(401 if found else 404, {"code": 20003, "status": 401})
            to = [each for each in twilio.messages if each["kind"] == found[1] and each["to"] == asked["To"]][::-1]
            size, page = int(asked.get("PageSize", "50")), int(asked.get("Page", "0"))
            more = f"{parts.path}?{urlencode({**asked, 'Page': page + 1})}" if len(to) > size * (page + 1) else None
            shown = to[size * page : size * (page + 1)]
            return self.answer(200, {found[1].lower(): shown, "next_page_uri": more, "page": page, "page_size": size})

        def allowed(self) -> bool:
            basic = base64.b64encode(f"{twilio.account}:{twilio.token}".encode()).decode()
            return self.headers.get("Authorization") == f"Basic {basic}"

        def answer(self, code: int, what: dict[str, Any]) -> None:
            data = json.dumps(what).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    twilio.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield twilio
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
