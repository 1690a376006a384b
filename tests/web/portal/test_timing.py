"""Timing attacks on sign-in: how long an answer takes tells nothing of whether digits, or most of them, are right."""

import time
from itertools import product
from math import sqrt
from statistics import median

import pytest
from django.core.cache import cache
from django.test import Client

from asylia.accounts import own_pages
from asylia.web.portal import sign_in
from tests.shell import people
from tests.web.portal.conftest import made

ROUNDS = 60
Z = 4.5  # two-sided: chance alone gives more in 7 of a million runs
MOST = 0.10  # of the median: what a difference may be at most, whatever chance says


def rank_sum(one, other):
    """Mann and Whitney's U as a normal deviate: how far two samples of times are from the same distribution."""
    wins = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in product(one, other))
    n, m = len(one), len(other)
    return (wins - n * m / 2) / sqrt(n * m * (n + m + 1) / 12)


def times(kinds, rounds=ROUNDS):
    """CPU milliseconds of answers to each kind of digits, taken in turns so that a busy machine meets all alike."""
    took = {name: [] for name in kinds}
    client = Client()
    for turn in range(rounds + 5):
        for name, digits in kinds.items():
            cache.clear()
            began = time.process_time()
            client.post("/own/sign-in", {"digits": digits})
            if turn >= 5:
                took[name].append((time.process_time() - began) * 1000)
    return took


@pytest.fixture
def kinds(house, desk, secret):
    """Digits that are nobody's; off by the last one; revoked; of a case whose pages were never opened to anyone."""
    other = people.Desk(house).open("Berta Inventada").claim()
    gone = made(house, other)
    other.give("RevokeAccess", "ferro", because="lost")
    near = secret[:-1] + str((int(secret[-1]) + 1) % 10)
    return {"unknown": "01234567890123456789", "near": near, "revoked": gone}


def test_an_answer_takes_as_long_whatever_the_digits_are(kinds):
    """With the slow digest made quick, so that any difference beside it would show; CPU time, rank test, 3 pairs."""
    took = times(kinds)
    middle = {name: median(each) for name, each in took.items()}
    scores = {pair: rank_sum(took[pair[0]], took[pair[1]]) for pair in (("unknown", "near"), ("unknown", "revoked"),
                                                                      ("near", "revoked"))}  # fmt: skip
    print({name: f"{each:.2f} ms" for name, each in middle.items()}, {p: f"z {z:.1f}" for p, z in scores.items()})  # noqa: T201
    for (one, other), z in scores.items():
        assert abs(z) < Z or abs(middle[one] - middle[other]) < MOST * middle["unknown"], (one, other, z, middle)


def test_the_measure_would_see_a_difference(house, kinds, monkeypatch):
    """A planted fault: digits that are unknown are answered without their digest; the test above would fail."""
    real = own_pages.slow_digest

    def leaky(secret, keyed):
        times = 0 if secret == kinds["unknown"] else 50
        return b"".join([real(secret, keyed) for _ in range(times)])

    monkeypatch.setattr(own_pages, "slow_digest", leaky)
    took = times({name: kinds[name] for name in ("unknown", "near")}, 20)
    assert abs(rank_sum(took["unknown"], took["near"])) > Z


def test_asking_for_a_link_takes_as_long_for_a_number_that_is_there(house, desk, secret, monkeypatch):
    """The page writes one row whatever was typed; who it belongs to is looked up later, elsewhere."""
    monkeypatch.setattr(sign_in, "LINKS", sign_in.Rate(most=10_000, seconds=60))
    numbers = {"there": f"2022-{desk.case[-6:].upper()}", "not": "2022-ZZZZZZ"}
    took = {name: [] for name in numbers}
    client = Client()
    for turn in range(ROUNDS + 5):
        for name, number in numbers.items():
            began = time.process_time()
            client.post("/own/link", {"number": number})
            if turn >= 5:
                took[name].append((time.process_time() - began) * 1000)
    z, middle = rank_sum(took["there"], took["not"]), median(took["not"])
    assert abs(z) < Z or abs(median(took["there"]) - middle) < MOST * middle
