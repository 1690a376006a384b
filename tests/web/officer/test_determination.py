"""The worksheet: own findings on the record, the likelihood locked and seen nowhere, then the signature."""

import datetime as dt
import re

import pytest

from asylia.core.file import CaseFile, Claim
from asylia.core.steps.determination import FindBar, RecordFinding
from asylia.core.streams.staff import AppointStaff
from asylia.regimes import regimes
from asylia.regimes.shelf import named
from asylia.shell import beside
from asylia.web.cases import Case
from asylia.web.fields import Typed
from asylia.web.officer.sheet import sheet_of
from tests.shell import people
from tests.web.officer.conftest import SIGNED, hidden, says_band, written


def test_nothing_is_preselected_and_no_outcome_is_there_before_its_turn(read):
    """pages.md, Eight rules, 3; analysis.standard."""
    said = read.get("worksheet").content.decode()
    assert not [each for each in said.split("<input") if 'type="radio"' in each.split(">")[0] and "checked" in each]
    assert says_band(read.get("worksheet")) == []
    assert "sign.outcome" not in said
    assert said.index('value="found"') < said.index('value="not_found"')


def test_question_and_standard_are_said_with_whether_anyone_read_the_citation(read):
    """Issue 2, item 4: `verified = false` shows."""
    said = read.get("worksheet").content.decode()
    regime = read.desk.house.regimes[people.MPP]
    assert regime.question.says in said
    assert "Reasonable possibility." in said
    assert said.count("citation not yet checked") >= 2


def test_one_press_records_every_element_with_its_lines(read):
    """analysis.complete: citations as typed become citations as the record writes them."""
    assert read.post("worksheet", do="findings", **written(read.desk)).status_code == 303
    finding = read.claim.findings[0]
    assert (finding.finding, finding.cites) == ("found", ("T 2", "RB 2", "C 1"))
    assert len(read.claim.findings) == len(list(read.desk.house.regimes[people.MPP].elements()))


def test_what_is_recorded_already_is_not_recorded_again(found):
    """A press more counts once."""
    version = found.desk.file.version
    assert found.post("worksheet", do="findings", **written(found.desk)).status_code == 303
    assert found.desk.file.version == version


def test_a_refused_element_says_every_rule_and_the_others_are_on_the_record(read):
    """analysis.complete, analysis.group: 422, and nothing typed is lost."""
    first = "element.withholding.harm."
    typed = written(read.desk) | {f"{first}cites": "T 99", "element.withholding.ground.group": ""}
    page = read.post("worksheet", do="findings", **typed)
    said = page.content.decode()
    assert page.status_code == 422
    assert all(rule in said for rule in ("analysis.complete", "analysis.group", "Nothing in the record at T 99."))
    assert 'id="element-withholding-harm-cites-slip"' in said
    assert 'value="T 99"' in said
    assert "7 findings were recorded" in said
    assert len(read.claim.findings) == len(written(read.desk)) // 9 - 2


def test_not_found_asks_for_the_line_country_information_and_the_favourable_reading(read):
    """analysis.complete"""
    prefix = "element.withholding.actor."
    typed = {f"{prefix}{name}": value for name, value in {
        "claim": "1", "protection": "withholding", "element": "actor", "finding": "not_found", "reasons": "No.",
        "cites": "T 4",
    }.items()}  # fmt: skip
    said = read.post("worksheet", do="findings", **typed).content.decode()
    for field in ("asked_line", "cites", "favourable"):
        assert f'id="element-withholding-actor-{field}-slip"' in said


def test_half_an_element_is_a_slip_beside_its_field(read):
    """A check box alone is not a finding."""
    page = read.post("worksheet", do="findings", **{"element.withholding.harm.finding": "found"})
    assert page.status_code == 422
    assert 'id="element-withholding-harm-reasons-slip"' in page.content.decode()
    assert read.claim.findings == ()


def test_the_likelihood_opens_with_the_last_finding_and_locks(found):
    """analysis.standard: before the outcome, once."""
    said = found.get("worksheet").content.decode()
    assert 'name="band"' in said
    assert "sign.outcome" not in said
    assert found.post("worksheet", do="band", band="75_to_90", **written(found.desk)).status_code == 303
    after = found.get("worksheet").content.decode()
    assert 'name="band"' not in after
    assert "sign.outcome" in after
    again = found.post("worksheet", do="band", band="under_10", **written(found.desk))
    assert again.status_code == 422
    assert "The band is locked already." in again.content.decode()


def test_the_likelihood_stands_on_no_page_once_locked(locked, at_desk):
    """analysis.standard: absent from every page, the officer's own among them."""
    shared = ["", "/interview", "/read-back", "/evidence", "/reviews", "/record"]
    supervisor, overseer = at_desk("abara"), at_desk("okafor")
    looks = [(locked.client, [*shared, "/worksheet"]), (supervisor, shared), (overseer, ["", "/reviews", "/record"])]
    for client, pages in looks:
        for page in pages:
            answer = client.get(f"/case/{locked.desk.case}{page}")
            assert (page, answer.status_code, says_band(answer)) == (page, 200, [])
    assert locked.claim.band == "75_to_90"


def test_a_draft_never_holds_the_likelihood(found):
    """It is sealed under the overseer's key from its first moment."""
    found.post("worksheet", keep="1", band="25_to_50", **written(found.desk))
    assert 'value="25_to_50" checked' not in found.get("worksheet").content.decode()


def test_half_written_reasons_are_kept(read):
    """conventions.md, Session"""
    read.post("worksheet", keep="1", **{"element.torture.official.reasons": "They wore the"})
    said = read.get("worksheet").content.decode()
    assert "They wore the" in said
    assert "Draft kept, " in said
    assert read.claim.findings == ()


def test_an_outcome_against_the_findings_is_refused_with_every_rule(locked):
    """analysis.torture, analysis.standard: nothing typed is lost, the likelihood stays locked."""
    against = SIGNED | {"sign.outcome": "negative", "sign.met.withholding": "no", "sign.met.torture": "no"}
    page = locked.post("worksheet", do="sign", **written(locked.desk), **against)
    said = page.content.decode()
    assert page.status_code == 422
    assert "The determination was not signed" in said
    assert all(rule in said for rule in ("analysis.torture", "analysis.standard", "You can"))
    assert "We believe you." in said
    assert 'id="sign-outcome-slip"' in said
    assert locked.claim.determination is None


def test_the_explanation_is_asked_for_where_likelihood_and_statement_differ(found):
    """analysis.standard: the refusal asks; nothing shows the field before."""
    found.post("worksheet", do="band", band="under_10", **written(found.desk))
    assert "sign.explanation" not in found.get("worksheet").content.decode()
    page = found.post("worksheet", do="sign", **written(found.desk), **SIGNED)
    assert page.status_code == 422
    assert 'name="sign.explanation"' in page.content.decode()
    explained = SIGNED | {"sign.explanation": "The standard lies lower."}
    assert found.post("worksheet", do="sign", **written(found.desk), **explained).status_code == 303


def test_signed_it_can_be_read_and_not_changed(locked):
    """decider.own-voice"""
    assert locked.post("worksheet", do="sign", **written(locked.desk), **SIGNED).status_code == 303
    said = locked.get("worksheet").content.decode()
    assert "<textarea" not in said
    assert all(words in said for words in ("We believe you.", "This decision is my own.", "Positive"))
    again = locked.client.post(locked.at("worksheet"), {**SIGNED, "do": "sign", "seen": "99", "key": "k9"})
    assert again.status_code == 422


def test_a_second_press_of_the_same_form_signs_once(locked):
    """Exactly once."""
    typed = hidden(locked.get("worksheet")) | written(locked.desk) | SIGNED | {"do": "sign"}
    answers = [locked.client.post(locked.at("worksheet"), typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(locked.claim.determinations) == 1


def test_new_evidence_meanwhile_is_shown_before_anything_is_signed(locked):
    """pages.md, Conflict: a signature is never carried over."""
    typed = hidden(locked.get("worksheet")) | written(locked.desk) | SIGNED | {"do": "sign"}
    locked.desk.give("AddEvidence", "rowan", claim=1, title="Medical report")
    page = locked.client.post(locked.at("worksheet"), typed)
    said = page.content.decode()
    assert page.status_code == 409
    assert "Evidence E 1: document." in said
    assert "Read the new evidence" in said
    assert "We believe you." in said
    assert locked.claim.determination is None
    assert f'name="seen" value="{locked.desk.file.version}"' in said


def test_returned_words_stand_with_the_element_they_mean(locked):
    """review.deference"""
    locked.post("worksheet", do="sign", **written(locked.desk), **SIGNED)
    element = [each.says for _, each in locked.desk.house.regimes[people.MPP].elements()][2]
    reasons = f"T 2 does not say why.\n\nMarked insufficient: 3 {element}"
    locked.desk.give("ReturnForCorrection", "abara", claim=1, determination=1, code="reasons_without_record",
                     reasons=reasons, could_change_outcome=True)  # fmt: skip
    said = locked.get("worksheet").content.decode()
    part = said[said.index('id="element-withholding-nexus"') :]
    assert "T 2 does not say why." in part[: part.index("</details>")]
    assert "Returned" in locked.client.get("/my-work").content.decode()


def test_a_certificate_not_valid_today_is_said_before_any_field(read, house):
    """decider.trained, decider.of-the-office"""
    hq = people.author("quill", dt.datetime.now(dt.UTC))
    lent = AppointStaff(who=hq, staff=read.officer, desk="asylum_officer", name="x", office="Larkfield office",
                        zone=people.ZONE, detailed_from="border service")  # fmt: skip
    assert beside.appoint(house, lent) is None
    said = read.get("worksheet").content.decode()
    assert "You cannot decide this claim today" in said
    assert "decider.of-the-office" in said
    assert not re.search(r'name="element\.', said)


def test_a_contact_about_the_case_can_always_be_recorded(read, locked):
    """decider.no-pressure: the link stands there before and after."""
    assert "Someone contacted me about this case" in read.get("worksheet").content.decode()
    typed = {"asked": "Do not sign.", "inside_chain": "yes", "advice_asked_for": "no", "happened": "2026-01-02T09:00"}
    assert locked.post("contacted", **typed).status_code == 303
    assert locked.desk.file.signs[-1].rule == "decider.no-pressure"


@pytest.mark.parametrize("version", regimes())
def test_every_regime_has_a_worksheet_of_its_own_elements(version):
    """Adding a regime takes no page: elements, standards and bars are read from its file."""
    regime = named(version)
    who = people.author("rowan")
    claim = Claim(number=1, who=who, day=who.at.date(), words=(), channel="border", regime=version, officer="rowan")
    case = Case("c", "2027-1", CaseFile(id="c", version=3, opened=who, claims=(claim,)), regime)
    sheet = sheet_of(case, claim, Typed())
    elements = [part.title for part in sheet.parts if part.command is RecordFinding]
    assert elements == [element.says for _, element in regime.elements()]
    bars = [part for part in sheet.parts if part.command is FindBar]
    assert bool(bars) is (regime.bars.in_screening != "ignored" and any(each.bars for each in regime.protections))
    assert not [part for part in bars for each in regime.protection(part.prefix.split(".")[1]).elements if each.torture]
    assert {f.path for f in sheet.field["met"].parts} == {f"sign.met.{each.id}" for each in regime.protections}
    assert not [f for f in sheet.every_field() if f.value and f.kind != "hidden"]
