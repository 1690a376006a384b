"""A running server, a proxy in front of it that loses what passes, and a desk that sends its forms through it.

with serving(home, url) as port, Proxy(port) as proxy:
    desk = Sender(proxy.port, "sloane")
    proxy.do_next("drop")                        # what becomes of the next form
    desk.post(case, "ReportFear", form)          # the answer's code; raises Lost where none arrived
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from tests.faults.opening import HERE
from tests.ports import free_port

# What the proxy does with a form: nothing; loses its answer; cuts it; loses the form itself; cuts it; sends it twice.
WAYS = ("pass", "drop", "cut_answer", "lose", "cut_form", "repeat")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Lost(Exception):
    """No whole answer arrived: nobody at the desk knows what became of the form."""


@contextmanager
def serving(home: Path, url: str | None, **environment: str) -> Iterator[int]:
    """`asylia serve`'s server on the deployment; gives its port."""
    port = free_port()
    settings = {"ASYLIA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "asylia.web.settings", **environment}
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if url:
        settings["DATABASE_URL"] = url
    command = [sys.executable, "-c", f"from asylia.web.server import serve; serve({port})"]
    server = subprocess.Popen(command, cwd=HERE, env={**inherited, **settings}, start_new_session=True)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            connection.close()
            return
        time.sleep(0.1)
    raise AssertionError("the server did not answer within 30 seconds")


class Sender:
    """One person's browser, as far as forms go: signed in once, then form after form over connections of their own."""

    def __init__(self, port: int, staff: str) -> None:
        self.port = port
        self._cookies: dict[str, str] = {}
        page = self._ask("GET", "/sign-in")[2]
        found = TOKEN.search(page)
        assert found
        code, _, _ = self._ask("POST", "/sign-in", {"staff": staff, "csrfmiddlewaretoken": found[1]})
        assert code == http.HTTPStatus.FOUND, page[:2000]

    def post(self, case: str, act: str, form: Mapping[str, str], code: str = "") -> tuple[int, str]:
        """Send the form; the answer's code and page. `code` names the form to the proxy. Raises Lost."""
        token = {"csrfmiddlewaretoken": self._cookies["form"]}
        status, _, page = self._ask("POST", f"/case/{case}/act/{act}", {**form, **token}, {"X-Way": code})
        return status, page

    def page(self, path: str) -> str:
        """A page as it is read."""
        code, _, page = self._ask("GET", path)
        assert code == http.HTTPStatus.OK, page
        return page

    def _ask(
        self, method: str, path: str, form: Mapping[str, str] | None = None, more: Mapping[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Connection": "close", "Host": f"localhost:{self.port}", **(more or {})}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Lost(str(error)) from error
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.headers, page


class Proxy(socketserver.ThreadingTCPServer):
    """In front of the server: a form that names a way in X-Way meets it, the server never sees that line."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, server: int) -> None:
        super().__init__(("127.0.0.1", 0), _Through)
        self.server_port, self.port = server, self.server_address[1]
        self.ways: Counter[str] = Counter()

    def __enter__(self) -> Proxy:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Through(socketserver.BaseRequestHandler):
    server: Proxy
    request: socket.socket

    def handle(self) -> None:
        asked = _whole(self.request)
        way = re.search(rb"\r\nX-Way: (\w*)", asked)
        named = way[1].decode() if way and way[1] else "pass"
        self.server.ways[named] += 1
        asked = re.sub(rb"\r\nX-Way: \w*", b"", asked)
        match named:
            case "lose":
                return
            case "cut_form":
                with socket.create_connection(("127.0.0.1", self.server.server_port)) as onward:
                    onward.sendall(asked[: len(asked) * 2 // 3])
                return
            case "repeat":
                other = threading.Thread(target=self._answered, args=(asked,))
                other.start()
                answer = self._answered(asked)
                other.join()
            case _:
                answer = self._answered(asked)
        if named == "cut_answer":
            answer = answer[: len(answer) // 2]
        if named != "drop":
            self.request.sendall(answer)

    def _answered(self, asked: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as onward:
            onward.sendall(asked)
            return b"".join(iter(lambda: onward.recv(65536), b""))


def _whole(connection: socket.socket) -> bytes:
    """One request, with its body."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        more = connection.recv(65536)
        if not more:
            return asked
        asked += more
    length = re.search(rb"\r\nContent-Length: (\d+)", asked, re.IGNORECASE)
    wanted = asked.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
    while len(asked) < wanted:
        asked += connection.recv(65536)
    return asked
