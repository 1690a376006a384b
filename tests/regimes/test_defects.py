"""Each kind of defect in a regime file is refused with the file, the key and the reason."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from asylia.regimes import Defect, for_live_use, load, named, regimes, version_on

Shelf = Callable[..., Path]
FILE = "us_mpp/2021-12-02.toml"
HOUSE = 'cite = "house rule (safeguards: placement.reasoned)"\nverified = '
DRAWN = 'rate = { positive = "0.1", negative = "0.1" }'
EVERY = 'rate = { positive = "1", negative = "1" }'

# What is changed in a good file, the key that the defect names, and a part of its reason.
DEFECTS = {
    "an unknown key, with the nearest known one": (
        ("rest_hours =", "rest_hour ="),
        "interview.rest_hour",
        'no such key; did you mean "rest_hours"?',
    ),
    "an unknown key at the top": (
        ('status = "published"', 'status = "published"\ndigest = "x"'),
        "digest",
        "no such key",
    ),
    "an unknown key inside a list": (
        ('depth = "blind"', 'deep = "blind"'),
        "review[2].deep",
        'did you mean "depth"?',
    ),
    "a rule without citation": (
        ('cite = "INA 235(b)(2)(C)"\n', ""),
        "authority",
        "a rule without citation",
    ),
    "an empty citation": (
        ('cite = "INA 235(b)(2)(C)"', 'cite = " "'),
        "authority",
        "a rule without citation",
    ),
    "an element without citation": (
        ('torture = true\ncite = "8 CFR 208.18(a)(3)"\n', "torture = true\n"),
        "protections[2].elements[4]",
        "a rule without citation",
    ),
    "a citation that does not say whether it was read": (
        ('cite = "INA 235(b)(2)(C)"\nverified = true\n', 'cite = "INA 235(b)(2)(C)"\n'),
        "authority",
        "missing required field `verified`",
    ),
    "not verified, and no source named": (
        ('source = "hstoday.us, report of a hearing, 3 March 2022"\n', ""),
        "standards[1].source",
        "name where it was read",
    ),
    "a house rule that claims to be law": (
        (f"{HOUSE}false", f"{HOUSE}true"),
        "placement.elsewhere[1].verified",
        "a house rule is no text of law",
    ),
    "a citation of a key that the table lacks": (
        ('keys = ["gloss"]', 'keys = ["glos"]'),
        "standards[1].elsewhere.keys",
        'no such key "glos"; did you mean "gloss"?',
    ),
    "a citation of a list member that is not there": (
        ('keys = ["listed.pregnant"]', 'keys = ["listed.tall"]'),
        "vulnerability.elsewhere.keys",
        '"listed" has no "tall"',
    ),
    "a value of the wrong kind": (
        ("rest_hours = 24", 'rest_hours = "a day"'),
        "interview.rest_hours",
        "expected `int`, got `str`",
    ),
    "a word that is not one of the choices": (
        ('kind = "asked"', 'kind = "guessed"'),
        "trigger.kind",
        "invalid enum value 'guessed'",
    ),
    "a protection at a standard that the file lacks": (
        ('standard = "reasonable_possibility"', 'standard = "reasonable_posibility"'),
        "protections[1].standard",
        'did you mean "reasonable_possibility"?',
    ),
    "a rate that is no share": (
        (DRAWN, 'rate = { positive = "0.1", negative = "10 %" }'),
        "review[2].rate.negative",
        'a share is text from "0" to "1"',
    ),
    "a limit in hours and days": (
        ("hours = 2\n", "hours = 2\ndays = 1\n"),
        "limits[1]",
        "give hours or days",
    ),
    "an id that stands twice": (
        ('id = "next_step"', 'id = "stay_acknowledged"'),
        "limits",
        '"stay_acknowledged" stands twice',
    ),
    "an id that is not words": (('id = "next_step"', 'id = "Next step"'), "limits", "lower-case"),
    "no end stated": (("until = 2022-08-08\n", ""), "until", 'until = "open"'),
    "an end before the beginning": (
        ("until = 2022-08-08", "until = 2020-08-08"),
        "until",
        "ends before it begins",
    ),
    "no sentence in English": (("\nen = ", "\nfr = "), "trigger.asked_as", "English"),
    "rules of its own in a text that is not historical": (
        ('status = "published"', 'status = "published"\nown_rules = ["fear.stay"]'),
        "own_rules",
        "only a historical text",
    ),
    "a rule of its own that does not exist": (
        ('status = "published"', 'status = "historical"\nown_rules = ["fear.stey"]'),
        "own_rules",
        'did you mean "fear.stay"?',
    ),
    "a return programme whose question is about another country": (
        ('country = "return"', 'country = "origin"'),
        "placement",
        "is given exactly where",
    ),
    "the date of another file": (
        ("in_force_from = 2021-12-02", "in_force_from = 2021-12-03"),
        "id",
        "us_mpp/2021-12-03 belongs in us_mpp/2021-12-03.toml",
    ),
    "not TOML": (("[authority]", "[authority"), "", "not a TOML file"),
}


@pytest.mark.parametrize("kind", DEFECTS)
def test_a_defect_names_file_key_and_reason(kind: str, shelf: Shelf) -> None:
    change, key, reason = DEFECTS[kind]
    with pytest.raises(Defect) as caught:
        load(shelf(change))
    assert caught.value.file == FILE
    assert caught.value.key == key
    assert reason.lower() in caught.value.reason.lower()
    assert FILE in str(caught.value)


def test_a_good_copy_has_no_defect(shelf: Shelf, tmp_path: Path) -> None:
    shelf()
    assert list(regimes(tmp_path)) == ["us_mpp/2021-12-02"]


def test_two_versions_may_not_overlap(shelf: Shelf, tmp_path: Path) -> None:
    shelf()
    shelf(("2021-12-02", "2022-08-08"), version="us_mpp/2022-08-08")
    with pytest.raises(Defect, match=r"us_mpp/2021-12-02.toml: until: overlaps us_mpp/2022-08-08"):
        regimes(tmp_path)


def test_an_open_version_holds_until_the_next_begins(shelf: Shelf, tmp_path: Path) -> None:
    """A published file never changes, so a later version closes it."""
    shelf(("until = 2022-08-08", 'until = "open"'))
    shelf(("2021-12-02", "2022-08-09"), ("= 2022-08-08", "= 2023-01-01"), version="us_mpp/2022-08-09")
    assert version_on("us_mpp", dt.date(2022, 8, 8), tmp_path).version == "us_mpp/2021-12-02"
    assert version_on("us_mpp", dt.date(2022, 8, 9), tmp_path).version == "us_mpp/2022-08-09"
    with pytest.raises(Defect, match="no version was in force on 2023-01-02"):
        version_on("us_mpp", dt.date(2023, 1, 2), tmp_path)


@pytest.mark.parametrize("later", ["us_mpp/2022-08-10", None])
def test_a_gap_must_be_stated(later: str | None, shelf: Shelf, tmp_path: Path) -> None:
    shelf(("gap_after =", "# gap_after ="))
    if later:
        shelf(("2021-12-02", later[-10:]), ("= 2022-08-08", "= 2023-01-01"), version=later)
    with pytest.raises(Defect) as caught:
        regimes(tmp_path)
    assert (caught.value.file, caught.value.key) == (FILE, "gap_after")
    assert "say why" in caught.value.reason


def test_versions_that_follow_on_need_no_gap(shelf: Shelf, tmp_path: Path) -> None:
    shelf(("gap_after =", "# gap_after ="))
    shelf(("2021-12-02", "2022-08-09"), ("= 2022-08-08", "= 2023-01-01"), version="us_mpp/2022-08-09")
    assert version_on("us_mpp", dt.date(2022, 8, 8), tmp_path).version == "us_mpp/2021-12-02"
    assert version_on("us_mpp", dt.date(2022, 8, 9), tmp_path).version == "us_mpp/2022-08-09"


def test_a_published_file_never_changes(shelf: Shelf, tmp_path: Path) -> None:
    path = shelf()
    path.write_text(path.read_text(encoding="utf-8") + "\n# one more word\n", encoding="utf-8")
    with pytest.raises(Defect, match="has changed since it was published"):
        regimes(tmp_path)


def test_a_published_file_must_be_listed(shelf: Shelf, tmp_path: Path) -> None:
    shelf(listed=False)
    with pytest.raises(Defect, match=r"not listed in PUBLISHED.toml"):
        regimes(tmp_path)


def test_a_listed_file_must_exist(shelf: Shelf, tmp_path: Path) -> None:
    shelf().unlink()
    with pytest.raises(Defect, match="listed, but there is no such file"):
        regimes(tmp_path)


def test_two_people_publish(shelf: Shelf, tmp_path: Path) -> None:
    shelf()
    listing = tmp_path / "PUBLISHED.toml"
    listing.write_text(listing.read_text(encoding="utf-8").replace("invented: B", "invented: A"), encoding="utf-8")
    with pytest.raises(Defect, match="two different people"):
        regimes(tmp_path)


def test_a_draft_can_be_read_and_not_used(shelf: Shelf, tmp_path: Path) -> None:
    draft = load(shelf(('status = "published"', 'status = "draft"'), listed=False))
    for use in (
        lambda: named("us_mpp/2021-12-02", tmp_path),
        lambda: version_on("us_mpp", dt.date(2022, 1, 1), tmp_path),
        lambda: for_live_use(draft),
    ):
        with pytest.raises(Defect, match="a draft cannot be used"):
            use()


def test_a_historical_text_is_not_for_live_use(shelf: Shelf) -> None:
    text = load(shelf(('status = "published"', 'status = "historical"')))
    with pytest.raises(Defect, match="replay and simulation only"):
        for_live_use(text)


ONE_SIDED = {
    "headquarters sees every positive and no negative": (DRAWN, 'rate = { positive = "1", negative = "0" }'),
    "more negatives are drawn": (DRAWN, 'rate = { positive = "0.1", negative = "0.2" }'),
    "only positives can be overridden": (
        'rate = { positive = "0", negative = "0" }',
        'rate = { positive = "1", negative = "0" }',
    ),
}


@pytest.mark.parametrize("kind", ONE_SIDED)
def test_review_that_depends_on_the_outcome_is_refused_for_live_use(kind: str, shelf: Shelf) -> None:
    """Safeguard review.symmetry."""
    text = load(shelf(ONE_SIDED[kind]))
    with pytest.raises(Defect, match=r"review\[\d\].rate: the agency's own review may not depend"):
        for_live_use(text)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ('depth = "legal_sufficiency"', 'depth = "full"'),
        ("days = 2\n", "days = 9\n"),
        ("before_service = true", "before_service = false"),
        ('selects = "every"', 'selects = "targeted"'),
        ('may = ["concur", "return"]', 'may = ["concur", "return", "override"]'),
        ('category = "any"', 'category = "gender"'),
    ],
)
def test_one_rule_for_each_direction_must_be_one_rule(line: str, other: str, shelf: Shelf) -> None:
    """Safeguard review.symmetry: depth, time, selection and powers, not the rate alone."""
    whole = load(shelf()).review[0]
    twin = TWIN.replace(line, other) if line in TWIN else pytest.fail(line)
    split = (EVERY, 'rate = { positive = "1", negative = "0" }')
    assert whole.selects == "every"
    for_live_use(load(shelf(split, ("[[insufficiencies]]", TWIN + "\n[[insufficiencies]]"))))
    with pytest.raises(Defect, match="may not depend on the direction"):
        for_live_use(load(shelf(split, ("[[insufficiencies]]", twin + "\n[[insufficiencies]]"))))


TWIN = """[[review]]
level = "supervisor"
category = "any"
rate = { positive = "0", negative = "1" }
depth = "legal_sufficiency"
days = 2
before_service = true
selects = "every"
returns = 2
may = ["concur", "return"]
cite = "house rule (safeguards: review.deference)"
verified = false
note = "The other half of the supervisor's review."
"""


def test_an_unknown_version_names_the_nearest() -> None:
    with pytest.raises(Defect, match='did you mean "us_mpp/2021-12-02"'):
        named("us_mpp/2021-12-20")
    with pytest.raises(Defect, match='no such regime; did you mean "us_mpp"'):
        version_on("us_mp", dt.date(2022, 1, 1))


def test_a_day_without_law_says_why() -> None:
    with pytest.raises(Defect, match="2022-09-01: The programme ended on 8 August 2022"):
        version_on("us_mpp", dt.date(2022, 9, 1))
    with pytest.raises(Defect, match="the regime had not begun"):
        version_on("us_mpp", dt.date(2018, 1, 1))
