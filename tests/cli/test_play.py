"""`asylia play`: for a person, for a program, and for an exit code."""

import json
from pathlib import Path

STORIES = Path(__file__).parent.parent / "scenarios"
HELD_BACK = STORIES / "review_held_back.toml"

# The shape of `--json`: each key that a program may rest on, and its kind.
TEXT, NUMBER, YES_OR_NO = str, int, bool
SHAPE = {
    "case": {
        "name": TEXT, "id": TEXT, "version": NUMBER, "regime": TEXT, "historical": YES_OR_NO, "outcome": TEXT,
        "signed": TEXT, "final": YES_OR_NO, "stage": TEXT, "placement": TEXT, "open_claims": NUMBER, "held": YES_OR_NO,
        "outside": YES_OR_NO, "officer": TEXT, "drawn": TEXT, "due": [TEXT], "exclusions": [TEXT], "dissents": [TEXT],
        "closed": TEXT, "others": {},
        "reviews": [{"level": TEXT, "by": TEXT, "kind": TEXT, "code": TEXT, "outcome": (str, type(None)),
                     "reasons": TEXT}],
    },
    "events": [{"name": TEXT, "version": NUMBER, "at": TEXT, "by": TEXT, "role": TEXT, "case": TEXT, "step": NUMBER}],
    "refused": [{"step": NUMBER, "do": TEXT, "by": TEXT, "case": TEXT,
                 "rules": [{"rule": TEXT, "says": TEXT, "cite": TEXT, "detail": TEXT, "field": TEXT}]}],
    "alarms": [{"rule": TEXT, "says": TEXT, "sentence": TEXT, "case": TEXT, "version": NUMBER, "since": TEXT}],
    "expectations": [{"says": TEXT, "expected": object, "found": object, "holds": YES_OR_NO, "file": TEXT,
                      "line": NUMBER}],
}  # fmt: skip


def agrees(value, shape, where="$"):
    """Fail where a value is not of the shape; a dict has these keys and no others."""
    if isinstance(shape, dict):
        assert set(value) == set(shape), where
        for key, part in shape.items():
            agrees(value[key], part, f"{where}.{key}")
    elif isinstance(shape, list):
        for each in value:
            agrees(each, shape[0], f"{where}[]")
    else:
        assert isinstance(value, shape), f"{where}: {value!r}"


def test_a_person_reads_the_case_file_at_80_columns(asylia, tmp_path):
    """The supervisor told to hold positives, as the press told it."""
    ran = asylia(tmp_path, "play", HELD_BACK)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert max(len(line) for line in ran.stdout.splitlines()) <= 80
    for said in (
        "A supervisor told to hold positives cannot",
        "Wednesday 12 January 2022 (America/Chicago)",
        "09:10  Fear question put in Spanish; answer: yes. (P. Sloane, border officer)",
        "Refused: return for correction. (T. Abara, supervisor)",
        "review.deference: A reviewer concurs, or returns the decision",
        "[S2; S4]",
        "✓ alarms: decider.no-pressure",
        "Outcome:      positive, final",
        "✓ All 13 expectations hold.",
    ):
        assert said in ran.stdout


def test_a_program_reads_json_of_a_fixed_shape(asylia, tmp_path):
    """Issue item 7."""
    ran = asylia(tmp_path, "play", HELD_BACK, "--json")
    told = json.loads(ran.stdout)
    agrees(told, SHAPE)
    assert (told["case"]["outcome"], told["case"]["final"], told["case"]["open_claims"]) == ("positive", True, 1)
    assert told["events"][0] == {
        "name": "case.opened/1", "version": 1, "at": "2022-01-12T15:00:00.000Z", "by": "sloane",
        "role": "border_officer", "case": "case", "step": 1,
    }  # fmt: skip
    versions = [each["version"] for each in told["events"]]
    assert versions == list(range(1, len(versions) + 1))
    held_back = next(each for each in told["refused"] if each["do"] == "ReturnForCorrection")
    assert held_back["rules"][0]["rule"] == "review.deference"
    assert {each["rule"] for each in told["alarms"]} >= {"decider.no-pressure"}
    assert all(each["holds"] for each in told["expectations"])


def test_the_same_story_tells_the_same_each_time(asylia, tmp_path):
    """Clock and entropy are the story's: not even an id differs."""
    once, again = (asylia(tmp_path, "play", HELD_BACK, "--json").stdout for _ in range(2))
    assert once == again


def test_what_does_not_hold_is_said_with_both_sides_and_exit_code_1(asylia, tmp_path):
    """Which expectation, expected, found."""
    (tmp_path / "people.toml").write_text((STORIES / "people.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "opened.toml").write_text((STORIES / "opened.toml").read_text("utf-8"), "utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        'title = "Not so"\nsource = "invented"\nregime = "us_mpp/2021-12-02"\nafter = "opened.toml"\n\n'
        '[[step]]\ndo = "PlaceInProgramme"\nby = "rowan"\n\n[step.with]\nreason = "no_exclusion_found"\n\n'
        '[[look]]\nplacement = "placed"\nalarms = ["fear.stay"]\n',
        "utf-8",
    )
    ran = asylia(tmp_path, "play", wrong)
    assert ran.returncode == 1
    assert "✗ 3 of 3 expectations do not hold:" in ran.stdout
    assert "wrong.toml:6: PlaceInProgramme is done: expected done, found authority.role" in " ".join(ran.stdout.split())
    assert "wrong.toml:13: placement: expected placed, found none" in ran.stdout
    assert "wrong.toml:13: alarms: expected fear.stay, found none" in ran.stdout


def test_a_defect_is_one_sentence_on_stderr_and_exit_code_2(asylia, tmp_path):
    """No traceback."""
    bad = tmp_path / "bad.toml"
    bad.write_text('title = "x"\nsource = "x"\nregime = "us_mpp/2021-12-02"\n[[step]]\ndo = "OpenCas"\nby = "x"\n')
    ran = asylia(tmp_path, "play", bad)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == 'bad.toml:5: there is no command "OpenCas"; did you mean "OpenCase"?\n'
    assert asylia(tmp_path, "play", tmp_path / "none.toml").returncode == 2


def test_data_keeps_a_record_that_can_be_verified_and_served(asylia, tmp_path):
    """--data DIR: a real ledger; a second story is played into the same one."""
    home = tmp_path / "kept"
    for story in ("said_by_a_child", "said_by_a_child", "injunction_then_stayed"):
        assert asylia(tmp_path, "play", STORIES / f"{story}.toml", "--data", home).returncode == 0
    export = tmp_path / "record.jsonl"
    assert asylia(home, "ledger", "export", export, "--opened").returncode == 0
    assert asylia(home, "ledger", "verify", export).stdout.startswith("Good: ")
    assert asylia(home, "rebuild").stdout == "5 cases read again from the record.\n"


def test_no_story_is_played_into_a_live_record(asylia, tmp_path):
    """Nothing turns a live record into a demonstration."""
    assert asylia(tmp_path / "live", "found", "--headquarters", "lindqvist", "--name", "M. Lindqvist").returncode == 0
    ran = asylia(tmp_path, "play", HELD_BACK, "--data", tmp_path / "live")
    assert ran.returncode == 2
    assert "founded as live" in ran.stderr
    assert "Traceback" not in ran.stderr
