"""The pictures of measures: accessible SVG from rows made by hand; what each says, marks and leaves unsaid."""

import re
from xml.etree import ElementTree as ET

import pytest

from asylia.publish.charts import (
    Both,
    Curve,
    Mark,
    Moment,
    Pair,
    Point,
    Rung,
    Series,
    Step,
    Unit,
    chance,
    control,
    funnel,
    ladder,
    lines,
    mirrored,
    paired,
    standard,
    survival,
)
from asylia.publish.charts.drawing import scale
from asylia.publish.charts.units import limits
from asylia.publish.page import style

HOSTILE = '<script>alert("1")</script>'
NONE = Mark("x", None, "not measurable: none drawn")


def share(of, n):
    """A mark with an invented interval."""
    value = of / n
    return Mark("", value, f"{of} of {n}", max(value - 0.05, 0), min(value + 0.05, 1))


def parsed(drawn):
    """A picture of our own making, as a tree."""
    return ET.fromstring(drawn)  # noqa: S314


RUNGS = [Rung("Encountered", 4212, "4 212"), Rung("Asked about fear", 3904, "3 904", share(3904, 4212)),
         Rung("Claimed fear", 1316, "1 316", share(1316, 3904)), Rung("Decided", None, "not known", NONE)]  # fmt: skip
PAIRS = [Pair("Headquarters, drawn review", share(3, 72), share(9, 130)), Pair("Reconsideration", NONE, share(14, 201))]
PLACES = [Both("All sites", share(101, 110), share(291, 466)), Both("Easton Bridge", share(19, 22), NONE),
          Both("Fallbrook", share(31, 31), share(2, 114), named=True)]  # fmt: skip
UNITS = [Unit("Fallbrook", 110, 0.03, outside=True), Unit("Larkfield", 55, 0.06), Unit("Northgate", 150, 0.23),
         Unit("Westmere", 30, 0.11), Unit("Easton Bridge", 88, 0.27)]  # fmt: skip
WEEKS = [Point(f"{week + 1} Feb", 40 + week, 0.97 - 0.002 * week if week != 6 else 0.7) for week in range(12)]
CURVES = [Curve("two sites", 40, [Step(12, 0.7, 0.6, 0.8), Step(30, 0.4, 0.3, 0.5), Step(72, 0.1, 0.02, 0.2)]),
          Curve("all others", 160, [Step(10, 0.5), Step(48, 0.05)])]  # fmt: skip
BANDS = [(0.0, 0.1, share(0, 40)), (0.1, 0.25, share(1, 30)), (0.25, 0.5, share(6, 40)), (0.5, 0.75, share(12, 30)),
         (0.75, 0.9, share(20, 30)), (0.9, 1.0, Mark("", None, "none"))]  # fmt: skip

PICTURES = {
    "ladder": lambda title: ladder("p", title, RUNGS),
    "mirrored": lambda title: mirrored("p", title, PAIRS, ("positive to negative", "negative to positive")),
    "paired": lambda title: paired("p", title, PLACES, ("positives", "negatives")),
    "funnel": lambda title: funnel("p", title, UNITS, centre=0.21, tau=0.045, of="decisions at the site", share="%"),
    "control": lambda title: control("p", title, WEEKS, 0.96),
    "lines": lambda title: lines(
        "p", title, [f"week {week}" for week in range(12)],
        [Series("three sites", [0.12] * 6 + [0.06] * 6), Series("the others", [0.12, None] * 6, [(0.1, 0.14)] * 12)],
        [Moment(6, "a concern")],
    ),
    "survival": lambda title: survival("p", title, CURVES, "hours", (72, "limit")),
    "standard": lambda title: standard("p", title, BANDS, 0.51, Mark("", 0.71, "0.71", 0.64, 0.78)),
    "chance": lambda title: chance("p", title, [1, 4, 9, 4, 1], (-0.06, 0.06), seen=-0.1, says="seen: -10.0 points"),
}  # fmt: skip
EMPTY = {
    "ladder": ladder("p", "t", []),
    "mirrored": mirrored("p", "t", [Pair("all", NONE, NONE)], ("a", "b")),
    "paired": paired("p", "t", [Both("one", NONE, NONE, named=True)], ("a", "b")),
    "funnel": funnel("p", "t", [], centre=0, tau=0, of="n", share="%"),
    "control": control("p", "t", [Point("1 Feb", 0, None)], 0.0),
    "lines": lines("p", "t", ["week 1"], [Series("none", [None])]),
    "survival": survival("p", "t", [Curve("nobody", 0, [])], "hours"),
    "standard": standard("p", "t", [(0, 1, NONE)], 0.51, NONE),
    "chance": chance("p", "t", [], (0, 0), seen=0, says="none"),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_has_a_title_that_is_a_sentence_and_says_what_it_shows(kind):
    """WCAG 1.1.1: role, name and description; the words of a row become no markup."""
    drawn = PICTURES[kind](HOSTILE)
    root = parsed(drawn)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "p-title p-desc")
    assert root.find("title").text == HOSTILE
    assert len(root.find("desc").text) > 30
    assert "<script" not in drawn


@pytest.mark.parametrize("kind", PICTURES)
def test_every_mark_and_word_lies_inside_the_picture(kind):
    """Nothing is cut off at 1:1; words are at most as wide as seven units a letter."""
    root = parsed(PICTURES[kind]("t"))
    width, height = (float(root.get(side)) for side in ("width", "height"))
    for mark in root.iter():
        for across in ("x", "x1", "x2", "cx"):
            assert -0.1 <= float(mark.get(across, 0)) <= width, ET.tostring(mark)
        for down in ("y", "y1", "y2", "cy"):
            assert -0.1 <= float(mark.get(down, 0)) <= height, ET.tostring(mark)
        if mark.tag == "text":
            room = 7.2 * len(mark.text)
            left, right = {"end": (room, 0), "middle": (room / 2, room / 2)}.get(
                next(iter((mark.get("class") or "").split()), ""), (0, room)
            )
            assert float(mark.get("x")) - left >= -4, mark.text
            assert float(mark.get("x")) + right <= width + 4, mark.text


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_has_no_colour_and_no_style_of_its_own(kind):
    """The policy forbids inline style, and imposed colours must reach every mark."""
    drawn = PICTURES[kind]("t")
    assert not re.search(r'(style|fill|stroke)="', drawn)
    classes = {each for found in re.findall(r'class="([^"]+)"', drawn) for each in found.split()} - {"chart"}
    css = style()
    assert {each for each in classes if not re.search(rf"\.{each}\b", css)} <= {"one"}


@pytest.mark.parametrize("kind", EMPTY)
def test_where_there_is_nothing_the_picture_still_stands(kind):
    root = parsed(EMPTY[kind])
    assert "nan" not in EMPTY[kind].lower()
    assert root.get("role") == "img"


def test_what_is_not_known_is_said_and_has_no_mark():
    drawn = mirrored("p", "t", PAIRS, ("positive to negative", "negative to positive"))
    assert "not measurable: none drawn" in drawn
    assert drawn.count("<rect") == 3
    assert "not known" in ladder("p", "t", RUNGS)


def test_a_funnel_names_what_lies_outside_and_nobody_else():
    drawn = funnel("p", "t", UNITS, centre=0.21, tau=0.045, of="decisions", share="%")
    words = re.sub(r"<(title|desc)[^>]*>.*?</\1>", "", drawn)
    assert "Fallbrook" in words
    assert not any(name in words for name in ("Larkfield", "Northgate", "Westmere", "Easton Bridge"))
    assert "outside the limits: Fallbrook: 3.0 % of 110" in drawn


def test_the_limits_of_a_funnel_are_those_of_a_binomial_with_additive_spread():
    """Spiegelhalter 2005; by hand: sqrt(.21 * .79 / 100 + .045^2) = .0607."""
    assert limits(0.21, 0.045, 1.96, 100) == pytest.approx((0.0910, 0.3290), abs=1e-4)
    assert limits(0.21, 0.0, 1.96, 100) == pytest.approx((0.1302, 0.2898), abs=1e-4)
    assert limits(0.01, 0.0, 3.09, 4)[0] == 0


def test_a_week_outside_three_standard_errors_is_marked_and_the_others_are_not():
    drawn = control("p", "t", WEEKS, 0.96)
    assert "outside three standard errors: 7 Feb: 70.0 %" in drawn
    assert drawn.count('class="dot outside"') == 1


def test_two_series_differ_by_shape_not_by_colour_alone():
    drawn = paired("p", "t", PLACES, ("positives", "negatives"))
    assert (drawn.count("<circle"), drawn.count("<rect")) == (3, 2)
    drawn = lines("p", "t", ["a", "b"], [Series("one", [0.1, 0.2]), Series("two", [0.2, 0.1])])
    assert drawn.count("other-1") == 1


def test_bars_begin_at_zero_and_keep_their_proportion():
    widths = [
        float(each)
        for each in re.findall(r'<rect class="bar" x="150.0"[^>]* width="([\d.]+)"', ladder("p", "t", RUNGS))
    ]
    assert widths[1] / widths[0] == pytest.approx(3904 / 4212, abs=0.001)


@pytest.mark.parametrize(("most", "end"), [(0.0, 0.02), (0.02, 0.02), (0.07, 0.08), (0.55, 0.6), (0.9, 1.0)])
def test_a_scale_ends_at_a_round_share(most, end):
    assert scale(most) == end
