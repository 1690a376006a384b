"""What people type and paste: kept as it is, or a slip of form that names the field; never an error of ours."""

import datetime as dt
import unicodedata

import pytest
from babel import Locale
from msgspec import inspect

from asylia.core import codec
from asylia.core.countries import COUNTRIES
from asylia.core.errors import SlipOfForm
from asylia.core.event import Author
from asylia.core.steps.fear import ReportFear
from asylia.shell.submitting import submit
from tests.shell.people import BEGAN, MPP, Desk

AS_TYPED = {
    "right to left": "\u202eמגדלור\u202c \u200fفنار\u200e \u2066x\u2069",
    "emoji": "Tengo miedo 😱 👩‍👧‍👦 🏳️‍🌈",
    "combining accents": "Nun\u0303ez Me\u0301ndez",
    "composed accents": "Nuñez Méndez",
    "line ends": "uno\r\ndos\n\ttres\x0b\x1f",
    "other scripts": "ᎣᏏᏲ ᏣᎳᎩ, K’iche’, 漢字, \U00020000, ꯅꯨꯡꯁꯤ",
    "code": "'; DROP TABLE ledger_events; -- <script>alert(1)</script> {{ 7*7 }} %s %(x)s \\x00 \\u0000",
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "spaces alone": " \u00a0\u2003\u200b",
    "one megabyte": "a\u0301😱x" * 200_000,
}
UNKEEPABLE = {"NUL": "Tengo\0miedo", "half a character": "Tengo miedo \ud83d", "the other half": "\ude31"}


@pytest.mark.parametrize("text", AS_TYPED.values(), ids=AS_TYPED)
def test_text_is_kept_as_it_was_typed(house, text):
    desk = Desk(house).open(name=text)
    desk.give("ReportFear", "sloane", words=text)
    desk.give("ReportContact", "rowan", asked=text, key=f"{desk.case}-typed")
    again = Desk(house, desk.case).file
    assert again.name == text, "a name is its owner's: not normalised, not trimmed"
    assert again.claims[0].words == (text,)
    assert desk.record()[-1].fields["asked"] == text


def test_two_spellings_of_one_name_stay_two_and_are_found_as_one(house):
    from asylia.caseload.models import NameToken  # noqa: PLC0415 - what search looks at, one test alone does

    typed = ["Nun\u0303ez", "Nuñez", "NÚÑEZ"]
    cases = {Desk(house).open(name=name).case: name for name in typed}
    assert unicodedata.normalize("NFC", typed[0]) == typed[1]
    assert {Desk(house, case).file.name for case in cases} == set(typed)
    token = house.digest("nunez")
    assert set(NameToken.objects.filter(token=token).values_list("case", flat=True)) >= set(cases)


@pytest.mark.parametrize("text", UNKEEPABLE.values(), ids=UNKEEPABLE)
@pytest.mark.parametrize("field", ["words", "channel", "said_by"])
def test_text_that_no_record_can_hold_is_a_slip_that_names_its_field(house, text, field):
    desk = Desk(house).open()
    command = ReportFear(
        who=Author(by="sloane", role="border_officer", at=BEGAN), **{"words": "Tengo miedo.", field: text}
    )
    with pytest.raises(SlipOfForm) as slip:
        submit(house, command, desk.case, key="k")
    assert slip.value.field == field
    assert "miedo" not in str(slip.value), "the slip does not repeat what was typed"
    assert len(desk.record()) == 1


@pytest.mark.parametrize("text", UNKEEPABLE.values(), ids=UNKEEPABLE)
def test_no_field_of_any_command_lets_such_text_through(house, text):
    """In every field that takes words, of every command, at any depth."""
    tried = 0
    for name, kind in codec.COMMANDS.items():
        for field in inspect.type_info(kind).fields:
            plain = codec.COMMANDS[name]
            if isinstance(field.type, inspect.StrType):
                fields = {**{each: least(of) for each, of in needed(plain).items()}, field.name: text}
                desk = Desk(house)
                with pytest.raises(SlipOfForm):
                    desk.try_(name, "sloane", **fields)
                tried += 1
    assert tried > 60


def needed(kind):
    """The required fields of a command, with their types."""
    return {each.name: each.type for each in inspect.type_info(kind).fields if each.required and each.name != "who"}


def least(kind):
    """The least value of a type."""
    match kind:
        case inspect.Metadata():
            return least(kind.type)
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.StrType():
            return "x"
        case inspect.IntType():
            return 1
        case inspect.BoolType():
            return True
        case inspect.DateTimeType():
            return "2022-01-12T15:00:00Z"
        case inspect.DateType():
            return "2022-01-12"
        case inspect.TimeType():
            return "09:30:00"
        case inspect.VarTupleType():
            return []
        case inspect.DictType():
            return {}
        case inspect.StructType():
            return {each.name: least(each.type) for each in kind.fields if each.required}
    raise AssertionError(kind)


# --- ids and codes


@pytest.mark.parametrize("id", ["Ana Inventada", "a/b", "../x", "é", "-x", "x" * 65, "x\n"])
@pytest.mark.parametrize("field", ["person", "family", "counsel", "case", "by"])
def test_an_id_is_no_place_for_words(house, field, id):
    desk, by = Desk(house).open(), "sloane"
    given = {
        "person": ("OpenCase", {"name": "x", "born": "", "nationalities": [], "place": "x", "regime": MPP}),
        "family": ("JoinFamily", {"relation": "mother"}),
        "counsel": ("EnterAppearance", {"consent": True}),
        "case": ("ReportFear", {"words": "x"}),
        "by": ("ReportFear", {"words": "x"}),
    }
    do, fields = given[field]
    if field == "case":
        desk.case = id
    elif field == "by":
        by = id
    else:
        fields = {**fields, field: id}
    with pytest.raises(SlipOfForm) as slip:
        desk.try_(do, by, **fields)
    assert slip.value.field == field


def test_what_a_list_shows_has_a_length(house):
    home = {"person": "p1", "name": "x", "born": "", "nationalities": [], "regime": MPP}
    with pytest.raises(SlipOfForm, match="place"):
        Desk(house).try_("OpenCase", "sloane", **home, place="x" * 201)
    with pytest.raises(SlipOfForm, match="best"):
        Desk(house).open().try_("RecordLanguage", "sloane", languages=["es"], best="x" * 36, how="said_back")


def test_a_condition_of_the_tool_is_a_code_and_no_sentence(house):
    with pytest.raises(SlipOfForm, match="answers"):
        Desk(house).open().try_("ScreenVulnerability", "sloane", answers={"Le falta un ojo": "yes"}, private_wish=False)


# --- days and times


@pytest.mark.parametrize(
    "day", ["2022-02-30", "2022-13-01", "30/02/2022", "", "tomorrow", "2022-02-29T00:00:00Z", "99999-01-01"]
)
def test_a_day_that_does_not_exist_is_a_slip(house, day):
    with pytest.raises(SlipOfForm) as slip:
        Desk(house).open().try_("ProcessApart", "sloane", code="x", reasons="x", until=day)
    assert slip.value.field == "until"


@pytest.mark.parametrize("moment", ["2022-02-30T10:00:00Z", "2022-01-12T25:00:00Z", "2022-01-12T10:00:00", "noon"])
def test_a_moment_that_does_not_exist_or_has_no_zone_is_a_slip(house, moment):
    with pytest.raises(SlipOfForm) as slip:
        Desk(house).open().try_("BookPort", "ferro", port="Northgate", appointment=moment)
    assert slip.value.field == "appointment"


@pytest.mark.parametrize("at", [dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.UTC)])
def test_the_ends_of_the_calendar_are_slips(house, at):
    desk = Desk(house).open()
    with pytest.raises(SlipOfForm) as slip:
        desk.try_("ReportFear", "sloane", words="Tengo miedo.", at=at)
    assert slip.value.field == "at"
    with pytest.raises(SlipOfForm) as slip:
        desk.try_("BookPort", "ferro", port="Northgate", appointment=at.isoformat())
    assert slip.value.field == "appointment"
    with pytest.raises(SlipOfForm) as slip:
        desk.try_("ProcessApart", "rowan", code="x", reasons="x", until=at.date().isoformat())
    assert slip.value.field == "until"
    assert len(desk.record()) == 1


def test_what_is_said_to_have_happened_has_happened(house):
    desk = Desk(house).open()
    with pytest.raises(SlipOfForm, match="future"):
        desk.try_("ReportFear", "sloane", words="Tengo miedo.", at=house.clock() + dt.timedelta(days=2))
    desk.give("ReportFear", "sloane", words="Tengo miedo.", at=house.clock())


# --- nationalities


@pytest.mark.parametrize("code", ["ZZ", "hn", "HND", "Honduras", "H", "EU", "UN", "00", "ＨＮ"])
def test_a_nationality_that_does_not_exist_is_a_slip_that_names_its_field(house, code):
    good = {"country": "HN", "source": "own words", "certainty": "certain"}
    with pytest.raises(SlipOfForm) as slip:
        Desk(house).open().try_("RecordNationality", "sloane", nationalities=[good, {**good, "country": code}])
    assert slip.value.field == "nationalities[1].country"
    with pytest.raises(SlipOfForm, match="country"):
        Desk(house).open().try_("ReportBirth", "sloane", child="c1", country=code)


def test_several_undetermined_contested_and_no_nationality_are_answers(house):
    desk = Desk(house).open()
    for answer in (
        [
            {"country": "HN", "source": "own words", "certainty": "certain"},
            {"country": "GT", "source": "birth", "certainty": "possible"},
        ],
        [{"country": "", "source": "own words", "certainty": "undetermined"}],
        [{"country": "HN", "source": "own words", "certainty": "contested"}],
        [{"country": "", "source": "own words", "certainty": "none"}],
        [],
    ):
        desk.give("RecordNationality", "sloane", nationalities=answer)
        assert [each.country for each in desk.file.nationalities] == [each["country"] for each in answer]


def test_the_countries_are_those_of_cldr():
    """ISO 3166-1 alone: without what CLDR adds of its own (islands, unions, test codes); Kosovo's XK stays."""
    of_its_own = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    listed = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    assert listed - of_its_own == COUNTRIES


def test_an_event_is_read_whatever_code_it_was_written_with(house):
    desk = Desk(house).open()
    entry = desk.record()[0]
    old = {**entry.fields, "nationalities": [{"country": "YU", "source": "paper", "certainty": "possible"}]}
    assert codec.from_fields(entry.name, entry.at, entry.role, old).nationalities[0].country == "YU"
