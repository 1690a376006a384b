"""Whatever a fact holds, it is shown as text, in its place, and changes nothing around it."""

import re
import time
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from asylia.notices import Unfit, ids, render
from tests.notices.examples import asked, facts

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>&\"'"


def shown(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


@pytest.mark.parametrize("notice", ids())
def test_no_fact_is_read_as_markup(notice):
    """Each fact that takes text is given markup, in a list, a pair and a word for a language too."""
    hostile = {
        "lines": [MARKUP, {"en": MARKUP}], "points": [(MARKUP, {"en": MARKUP})], "citations": [(MARKUP, False)],
    }  # fmt: skip
    kinds = {"text", "place", "code", "phone", "language"}
    given = facts(notice)
    for name, field in asked(notice).items():
        if field.type in kinds or field.type in hostile:
            given[name] = hostile.get(field.type, MARKUP)
    html = render(notice, "es", given, "full", True).html
    ET.fromstring(html)  # noqa: S314 - our own output
    assert not re.search("<script|<img", html)
    assert MARKUP in shown(html)


@pytest.mark.parametrize("text", ["{phone}", "**bold**", "# head", "- item", "\\", "%s", "{{7*7}}", "[who]", "~~a~~"])
def test_no_fact_is_read_as_our_own_notation(text):
    html = render("hearing_notice", "en", facts("hearing_notice", court=text), "full", False).html
    assert f"<bdi>{text}</bdi>" in html


def test_marks_that_turn_a_line_around_do_not_reach_the_sheet():
    """Overrides and isolates would let a value show another date or number than it holds."""
    turned = "Elm\u202e Street\u2069\u202b\u2066"
    html = render("hearing_notice", "es", facts("hearing_notice", court=turned), "full", False).html
    assert "<bdi>Elm Street</bdi>" in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)


@pytest.mark.parametrize(
    "name",
    [
        "Jose\u0301 Nu\u0303ez",
        "José Núñez",
        "Ba ʼIxchel 🙂",
        "محمد \u200fالعلي",
        "Ng\u0323u\u031b\u0303",
        "👩\u200d👧",
        "李 明",
    ],
)
def test_a_name_stands_as_it_was_typed(name):
    html = render("hearing_notice", "es", facts("hearing_notice", name=name), "full", False).html
    assert f"<dd><bdi>{name}</bdi></dd>" in html


@pytest.mark.parametrize("character", ["\0", "\x1b", "\ud800", "\ufffe", "\x85"])
def test_what_no_paper_can_show_is_refused(character):
    with pytest.raises(Unfit, match=f"name: it holds a character that cannot be printed, U\\+{ord(character):04X}"):
        render("hearing_notice", "es", facts("hearing_notice", name=f"Ana{character}"), "full", False)


def test_lines_of_a_fact_stay_lines():
    html = render("readback", "en", facts("readback", facts=["one\r\ntwo"]), "full", False).html
    assert "<bdi>one\ntwo</bdi>" in html


def test_a_megabyte_of_text_is_only_long():
    long = "é<" * 350_000
    began = time.perf_counter()
    html = render("readback", "es", facts("readback", facts=[long]), "full", False).html
    assert html.count("é&lt;" * 350_000) == 2
    assert time.perf_counter() - began < 5
