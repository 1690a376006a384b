"""Answers that are lost on the way, and forms that are sent again: each is recorded once, and answered alike."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random

import pytest

from asylia.accounts.staff import found
from tests.faults.conftest import Site
from tests.faults.journal import Answer, Given
from tests.faults.wire import WAYS, Lost, Proxy, Sender, serving
from tests.shell.people import Desk

AT_ONCE = 4
MOST = 50  # forms of one case
CHANCE = Random(2019)  # noqa: S311 (what is lost is no secret)
HAPPENED = {"happened": "2022-01-12T09:00", "language": "es", "new_facts": "no"}


@pytest.mark.parametrize("forms", [60, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_form_whose_answer_is_lost_and_that_is_sent_again_is_recorded_once(site, forms):
    """Three in four lose their answer or themselves, or arrive twice; every one is sent again."""
    found(demonstration=True, place="Larkfield region")
    cases = [Desk(site.house).open() for _ in range(max(AT_ONCE, forms // MOST))]
    plan = [(cases[each % len(cases)], CHANCE.choice([*WAYS, "drop", "drop"])) for each in range(forms)]
    lost: Counter[str] = Counter()
    with serving(site.home, site.url) as port, Proxy(port) as proxy:
        desks = threading.local()

        def one(number: int) -> None:
            if not hasattr(desks, "sender"):
                desks.sender = Sender(proxy.port, "sloane")
            case, way = plan[number]
            lost.update(sent_until_answered(site, desks.sender, case, number, way))

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(one, range(forms)))
    said = sum(each.name in {"fear.claimed/1", "fear.said_again/1"} for case in cases for each in case.record())
    assert said == forms, "exactly once"
    assert lost.total() > forms // 3
    print(f"{forms} forms, of which {dict(proxy.ways)}; {lost.total()} lost their answer; {said} recorded")  # noqa: T201
    site.require_whole()


def sent_until_answered(site: Site, sender: Sender, case: Desk, number: int, way: str) -> list[str]:
    """The same form again and again until an answer arrives, and once more; some with another content in the end."""
    words, key = f"Tengo miedo, {number}. {site.journal.canary}", uuid.uuid4().hex
    form = {"words": words, "key": key, "seen": "1", **HAPPENED}
    fields = {"words": words, "language": "es", "new_facts": False}
    given = Given("ReportFear", "sloane", case.at.isoformat(), case.case, fields)
    lost = []
    for tried in count():
        site.journal.sent(key, given, seen=1)
        try:
            code, page = sender.post(case.case, "ReportFear", form, way if tried == 0 else "pass")
        except Lost:
            lost.append(way)
            site.journal.failed(key, "Lost")
            continue
        assert code == 303, page
        break
    site.journal.answered(key, Answer("Accepted"))
    if not lost:
        assert sender.post(case.case, "ReportFear", form)[0] == 303, "the same answer"
    if number % 10 == 0:
        code, page = sender.post(case.case, "ReportFear", {**form, "words": "No dije nada."})
        assert (code, "was sent before with other content" in page) == (422, True)
    return lost
