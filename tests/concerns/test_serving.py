"""The channel as it is served: nothing of who came is on any disk, seized keys open nothing, and answers look alike."""

import base64
import http.client
import io
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import bech32
import pyrage
import pytest
from PIL import Image

from asylia.concerns import opener
from asylia.concerns.box import Box
from asylia.concerns.channel import DATABASE, LOG_KEY
from asylia.concerns.opener import identity, own_share
from asylia.concerns.receipt import drawn, receipt
from asylia.concerns.sealing import received
from tests.concerns.conftest import Served

MARKS = (
    "CANARY-BROWSER",
    "CANARY-SESSION",
    "CANARY-WORDS",
    "CANARY-NAME",
    "203.0.113.77",
    "CANARY-REFERRER",
    "CANARY-QUERY",
)
LOUD = {
    "User-Agent": "CANARY-BROWSER/1", "Cookie": "sessionid=CANARY-SESSION", "X-Forwarded-For": "203.0.113.77",
    "Forwarded": "for=203.0.113.77", "Referer": "https://agency.example/CANARY-REFERRER",
}  # fmt: skip


def asked(
    served: Served, method: str, path: str, body: bytes | str = b"", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One request, with every mark that a browser could leave."""
    to = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=60)
    to.request(method, path, body, {**LOUD, **headers})
    got = to.getresponse()
    told = got.status, {name.lower(): value for name, value in got.getheaders()}, got.read()
    to.close()
    return told


def form(**values: str) -> tuple[str, dict[str, str]]:
    """A form as a browser without script sends it."""
    return urlencode(values), {"Content-Type": "application/x-www-form-urlencoded"}


def send(served: Served, **values: str) -> tuple[int, str]:
    """Send a report without script."""
    body, headers = form(do="report", **values)
    status, _, page = asked(served, "POST", "/?CANARY-QUERY", body, **headers)
    return status, page.decode()


def words_of(page: str) -> str:
    """The twelve words on a page."""
    return " ".join(re.findall(r"<li>([a-z]+)</li>", page.partition('class="words"')[2].partition("</ol>")[0]))


def bytes_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below a folder, its name among its bytes."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.name.encode() + path.read_bytes()


def plant(served: Served, count: int) -> None:
    """Send reports that carry marks in every place that is not the report's own."""
    for number in range(count):
        status, page = send(served, words=f"CANARY-WORDS {number}", name="CANARY-NAME" if number % 5 == 0 else "")
        assert status == 200, page[:200]


def found_marks(served: Served) -> list[tuple[str, str]]:
    """Every mark in every byte that the program left: database, journal, temporary files, terminal, bundles."""
    top = served.scene.home.parent
    return [(path.name, mark) for path, data in bytes_below(top) for mark in MARKS if mark.encode() in data]


@pytest.mark.parametrize("count", [pytest.param(40, id="few"), pytest.param(500, id="many", marks=pytest.mark.long)])
def test_nothing_of_who_came_or_what_they_said_is_on_any_disk(served, count):
    began = time.time()
    plant(served, count)
    subprocess.run(
        [sys.executable, "-m", "asylia.concerns", "daily"],
        env={**os.environ, "ASYLIA_CONCERNS": str(served.scene.home)},
        check=True,
        capture_output=True,
    )
    assert found_marks(served) == []
    for path, data in bytes_below(served.scene.home):
        hours = re.findall(rb"20\d\d-\d\d-\d\d[T ]\d\d:\d\d", data)
        assert hours == [], path.name
        assert str(int(began))[:7].encode() not in data, f"{path.name} holds a time of day"
    assert served.log.read_bytes() == b""


def test_the_marks_would_be_found(served, tmp_path):
    """The search above finds what is written plainly."""
    (served.scene.home.parent / "planted.txt").write_text("x CANARY-SESSION y", "utf-8")
    assert found_marks(served) == [("planted.txt", "CANARY-SESSION")]
    (served.scene.home.parent / "planted.txt").unlink()


@pytest.mark.parametrize("count", [pytest.param(40, id="few"), pytest.param(500, id="many", marks=pytest.mark.long)])
def test_whoever_takes_database_and_server_keys_opens_none(served, count):
    plant(served, count)
    box = Box(served.scene.home / DATABASE)
    seized = [json.loads(bytes(row[0])) for row in box.rows("SELECT parcel FROM report")]
    box.close()
    keys = [path.read_bytes() for path, _ in bytes_below(served.scene.home) if path.name in (LOG_KEY, "concerns.toml")]
    assert len(seized) >= count
    assert b"AGE-SECRET-KEY" not in b"".join(keys)
    assert len(list(served.scene.home.iterdir())) == 3 + served.scene.home.joinpath("bundles").exists()
    # The one 32-byte secret on the machine signs; as an age identity it opens no share either.
    secret = (served.scene.home / LOG_KEY).read_bytes()
    bits = bech32.convertbits(secret, 8, 5)
    taken = pyrage.x25519.Identity.from_str(bech32.bech32_encode("age-secret-key-", bits).upper())
    opens = 0
    for parcel in seized:
        try:
            own_share(parcel, taken)
        except opener.NotOpened:
            continue
        opens += 1
    assert opens == 0
    shares = [own_share(seized[0], identity(served.scene.key(each))) for each in ("union", "ombudsman")]
    assert "CANARY-WORDS" in str(opener.opened(seized[0], shares)["words"]), "two recipients open the same bytes"


def test_wrong_and_unknown_words_cannot_be_told_apart(served):
    _, page = send(served, words="Invented.")
    known = words_of(page)
    unknown, slip = drawn(), " ".join([*known.split()[:-1], "zebra"])
    wrong = "not twelve words at all"
    bodies, times = {}, {"unknown": [], "wrong": [], "slip": []}
    for name, said in (("unknown", unknown), ("wrong", wrong), ("slip", slip)):
        body, headers = form(do="read", receipt=said)
        bodies[name] = asked(served, "POST", "/", body, **headers)
    assert len({(status, page) for status, _, page in bodies.values()}) == 1, "the same page, byte for byte"
    for _ in range(60):
        for name, said in (("unknown", unknown), ("wrong", wrong), ("slip", slip)):
            body, headers = form(do="read", receipt=said)
            began = time.perf_counter()
            asked(served, "POST", "/", body, **headers)
            times[name].append(time.perf_counter() - began)
    middles = [statistics.median(each) for each in times.values()]
    assert max(middles) - min(middles) < 0.005, "less than 5 ms between medians of 60"


def test_a_mailbox_that_nobody_made_looks_like_one_without_an_answer(served):
    told = [
        asked(served, "POST", "/", base64.b64encode(receipt(words).mailbox), **{"Content-Type": "text/plain"})
        for words in (drawn(), "no such words")
    ]
    assert told[0][2] == told[1][2]
    assert len(told[0][2]) == 64 << 10


@pytest.mark.parametrize(
    "path", ["/", "/checkpoints", "/nothing", "/look/visit.js", "/bundles/union/2027-03-01", "/answers"]
)
def test_every_answer_has_the_headers_and_sets_no_cookie(served, path):
    _, headers, _ = asked(served, "GET", path)
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
    assert "set-cookie" not in headers


def test_nothing_on_the_page_comes_from_elsewhere(served):
    _, _, page = asked(served, "GET", "/")
    assert set(re.findall(r'(?:src|href|action)="([^"]*)"', page.decode())) <= {
        "/", "/look/page.css", "/look/concerns.css", "/look/visit.js", "/checkpoints", "#main", "#words",
    }  # fmt: skip


def test_a_browser_that_did_not_work_or_sent_something_else_is_told_so(served):
    for body, work in ((b"{}", "1"), (b"", ""), (b"x" * 1000, "9" * 80)):
        status, _, said = asked(
            served, "POST", "/", body, **{"Content-Type": "application/octet-stream", "X-Work": work}
        )
        assert (status, said) in ((422, b"work"), (422, b"form"))


def picture(name: str) -> tuple[str, bytes]:
    """A small picture under a hostile name."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return name, out.getvalue()


def multipart(values: dict[str, str], files: list[tuple[str, bytes]]) -> tuple[bytes, str]:
    """A form with files."""
    edge, parts = "edge0edge", []
    for name, value in values.items():
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, data in files:
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: x/y\r\n\r\n'
        )
        parts += [head.encode(), data, b"\r\n"]
    return b"".join([*parts, f"--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00b.png", "=cmd()", "\u202egnp.exe", "x" * 5000, "", "con.png", "<script>.png"]
)
def test_hostile_names_are_never_used(served, name):
    body, kind = multipart({"do": "report", "words": "Invented."}, [picture(name)])
    status, _, page = asked(served, "POST", "/", body, **{"Content-Type": kind})
    assert status in (200, 400), page[:300]
    assert b"<script>.png" not in page


def test_nothing_at_all_a_report_as_large_as_allowed_and_one_larger(served):
    assert send(served, words="")[0] == 422
    assert "Nothing was written" in send(served, words="   ")[1]
    assert send(served, words="é" * 100_000)[0] == 200
    status, page = send(served, words="x" * 100_001)
    assert (status, "longer than can be sent" in page) == (422, True)
    assert "x" * 100_001 in page, "nothing that was typed is lost"
    pictures = []
    for seed in range(2):
        out = io.BytesIO()
        Image.frombytes("RGB", (1100, 1100), os.urandom(3 * 1100 * 1100)).save(out, "PNG")
        pictures.append((f"{seed}.png", out.getvalue()))
    body, kind = multipart({"do": "report", "words": "Invented."}, pictures)
    assert asked(served, "POST", "/", body, **{"Content-Type": kind})[0] == 200
    body, kind = multipart({"do": "report", "words": "Invented."}, pictures * 2)
    assert asked(served, "POST", "/", body, **{"Content-Type": kind})[0] == 422


def test_a_file_that_cannot_be_stripped_is_named_by_its_place(served):
    body, kind = multipart({"do": "report", "words": "Kept words."}, [picture("a.png"), ("b.pdf", b"%PDF-1.7")])
    status, _, page = asked(served, "POST", "/", body, **{"Content-Type": kind})
    assert (status, b"The file in place 2" in page, b"Kept words." in page) == (422, True, True)


def test_when_everybody_who_receives_is_named_it_says_where_to_go(served):
    status, page = send(served, words="Invented.", about="Quintero\nAbara")
    assert (status, "Office of Special Counsel" in page.partition('id="refusal"')[2][:600]) == (422, True)


def test_what_was_received_in_the_box_is_what_the_format_says(served):
    send(served, words="Invented.")
    box = Box(served.scene.home / DATABASE)
    for (data,) in box.rows("SELECT parcel FROM report"):
        assert received(bytes(data), 3).data == data
    box.close()
