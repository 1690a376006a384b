"""Invented cases at every stage that the reviewing and overseeing desks see, made through the real shell.

`python -m tests.web.desks.caseload HOME` founds a house in HOME and prints the cases' ids as JSON.
"""

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path

import django

django.setup()  # also run as a script, before any test is

from asylia.accounts.staff import found  # noqa: E402
from asylia.core import codec  # noqa: E402
from asylia.core.draw import is_drawn  # noqa: E402
from asylia.core.event import Author  # noqa: E402
from asylia.core.streams.adoption import AdoptRegime, ProposeRegime  # noqa: E402
from asylia.core.streams.staff import AppointStaff, CertifyStaff  # noqa: E402
from asylia.shell import beside  # noqa: E402
from asylia.shell.house import House, founded  # noqa: E402
from asylia.shell.reading import read_case  # noqa: E402
from asylia.shell.submitting import Accepted, submit  # noqa: E402

MPP, CREDIBLE = "us_mpp/2021-12-02", "us_credible_fear/2022-05-31"
ZONE = "America/Chicago"
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)

PEOPLE = (
    ("sloane", "P. Sloane", "border_officer", "Northgate crossing"),
    ("rowan", "K. Rowan", "asylum_officer", "Larkfield office"),
    ("bell", "R. Bell", "asylum_officer", "Larkfield office"),
    ("abara", "T. Abara", "supervisor", "Larkfield office"),
    ("hale", "S. Hale", "supervisor", "Westmere office"),
    ("lindqvist", "M. Lindqvist", "headquarters", "Headquarters"),
    ("moyo", "S. Moyo", "headquarters", "Headquarters"),
    ("brandt", "A. Brandt", "headquarters", "Headquarters"),
    ("petros", "L. Petros", "headquarters", "Headquarters"),
    ("ferro", "B. Ferro", "hearing_clerk", "Larkfield office"),
    ("ito", "H. Ito", "judge", "Larkfield court"),
    ("okafor", "J. Okafor", "overseer", "Oversight"),
    ("diallo", "F. Diallo", "monitor", "Monitor, Northgate"),
    ("in207", "Interpreter IN-207", "interpreter", ""),
    ("nakamura", "S. Nakamura", "specialist", "Larkfield office"),
    ("dossou", "V. Dossou", "duty_post", "Northgate crossing"),
    ("castellan", "R. Castellan", "counsel", "Hadley Clinic"),
    ("marsh", "E. Marsh", "counsel", "Bridge Legal Aid"),
)

# Who asks and who answers; what an officer wrote down. Invented.
TESTIMONY = (
    ("officer", "Who took you?", "en", ""),
    ("applicant", "Una camioneta paró junto a la terminal. Cuatro hombres.", "es",
     "A van stopped by the bus station. Four men."),
    ("officer", "Who were they?", "en", ""),
    ("applicant", "Dos tenían la camisa de la policía municipal.", "es", "Two had the shirt of the municipal police."),
    ("officer", "How many people were held in the house?", "en", ""),
    ("applicant", "Unas veinte. Hombres y mujeres juntos, en dos cuartos.", "es",
     "About twenty. Men and women together, in two rooms."),
    ("officer", "What happened to the others?", "en", ""),
    ("applicant", "Cuando sus familias pagaban los dejaban en la carretera. A nosotras no. El dinero de mi hermana "
     "llegó el domingo y nos siguieron teniendo.", "es",
     "When their families paid they were put out on the road. Us they kept. My sister’s money came on the Sunday "
     "and they still kept us."),
    ("officer", "Did anyone say why you were kept?", "en", ""),
    ("applicant", "Uno de ellos, el de la camisa, dijo que una hondureña sin hombre es de quien la encuentra, y que "
     "nadie iba a preguntar por Daniela Reyes.", "es",
     "One of them, with the shirt, said a Honduran woman with no man behind her belongs to whoever finds her, and "
     "that nobody would ask for Daniela Reyes."),
    ("officer", "Could you go to the police in another city?", "en", ""),
    ("applicant", "¿Cómo iba a ir a la policía? Ellos eran la policía.", "es",
     "How would I go to the police? They were the police."),
)  # fmt: skip
FACTS = (
    {"text": "She was held about eleven days in two houses.", "lines": [6, 8], "answer": "corrected",
     "correction": "Nine days in the first house, then three in the second."},
    {"text": "Others were freed on payment.", "lines": [8], "answer": "right"},
)  # fmt: skip
REASONS = {
    "harm": ("Abduction, captivity for twelve days and threats. Taken together a threat to freedom and to life.",
             ["T 2", "T 8", "RB 1"]),
    "ground": ("Cannot be changed; limits are clear; captors and police treated them as a kind apart.",
               ["T 8", "T 10"]),
    "nexus": ("Fellow captives were freed once paid for. She was not, and the reason given was the group.",
              ["T 8", "T 10"]),
    "actor": ("Two of the captors wore the shirts of the municipal police; she had no one to go to.",
              ["T 4", "T 12", "C 1"]),
}  # fmt: skip
OTHERWISE = ("The lines cited bear on this element and are weighed together.", ["T 8", "C 1"])
AGAINST = ("What was said does not reach this element.", ["T 11", "C 1"])


class Desk:
    """One house and one case in it: gives commands in turn, each a minute after the one before."""

    def __init__(self, house: House, case: str, began: dt.datetime) -> None:
        self.house, self.case, self.at = house, case, began

    def give(self, by: str, command: str, **fields: object) -> None:
        """Give a command that must be accepted; raises AssertionError with the rules that refused it."""
        answer = self.tried(by, command, **fields)
        assert isinstance(answer, Accepted), (command, answer)

    def tried(self, by: str, command: str, **fields: object) -> object:
        """Give a command; returns what the shell answered."""
        self.at = min(self.at + dt.timedelta(minutes=1), dt.datetime.now(dt.UTC))
        author = Author(by=by, role=ROLES[by], at=self.at)
        return submit(self.house, codec.to_command(command, author, fields), self.case)

    def later(self, days: float) -> "Desk":
        """Let days go by."""
        self.at += dt.timedelta(days=days)
        return self


ROLES = {id: role for id, _, role, _ in PEOPLE}


def arrive(house: House) -> House:
    """Make an empty house a demonstration with its people and two adopted regimes."""
    found(demonstration=True, place="Protection screening, Larkfield region")
    hq = Author(by="lindqvist", role="headquarters", at=NOW - dt.timedelta(days=400))
    for id, name, role, office in PEOPLE:
        appointed = AppointStaff(who=hq, staff=id, desk=role, name=name, office=office, zone=ZONE)
        assert beside.appoint(house, appointed) is None
    for version in (MPP, CREDIBLE):
        digest = house.regimes[version].digest
        second = Author(by="moyo", role="headquarters", at=hq.at)
        assert beside.regime(house, ProposeRegime(who=hq, version=version, digest=digest)) is None
        assert beside.regime(house, AdoptRegime(who=second, version=version, digest=digest)) is None
        for officer in ("rowan", "bell"):
            standard = house.regimes[version].certificate.standard
            day = hq.at.date()
            certified = CertifyStaff(who=hq, staff=officer, standard=standard, from_day=day, hours=40, mode="in person")
            assert beside.appoint(house, certified) is None
    return house


def opened(house: House, name: str, days_ago: float, regime: str = MPP, *, drawn: bool = False) -> Desk:
    """A case with a claim of fear, not yet drawn to an officer; `drawn`: its first determination will be drawn."""
    case = drawn_id(house, days_ago, drawn=drawn)
    desk = Desk(house, case, NOW - dt.timedelta(days=days_ago))
    honduran = {"country": "HN", "source": "own words", "certainty": "certain"}
    desk.give("sloane", "OpenCase", person=house.new_id(), name=name, born="1995-08", nationalities=[honduran],
              place="Northgate crossing", regime=regime)  # fmt: skip
    desk.give("sloane", "RecordLanguage", languages=["es"], best="es", how="said_back")
    conditions = ("unaccompanied_child", "child", "illness", "disability", "pregnant", "advanced_age", "distress",
                  "unsafe_tonight")  # fmt: skip
    desk.give("sloane", "ScreenVulnerability", answers=dict.fromkeys(conditions, "no"), private_wish=False)
    desk.give("sloane", "AskFear", language="es", answer="yes", words="No puedo volver allá.", interpreter="in207",
              interpretation="I cannot go back there.")  # fmt: skip
    return desk


def drawn_id(house: House, days_ago: float, *, drawn: bool) -> str:
    """An id for a case whose determination, signed some days later, the draw will choose, or will not."""
    while True:
        case = house.new_id()
        months = {f"{NOW - dt.timedelta(days=day):%Y-%m}" for day in (days_ago, max(days_ago - 4, 0))}
        chosen = {is_drawn(house.draw_seed(month), "headquarters", case, 1, 1, "0.1") for month in months}
        if chosen == {drawn}:
            return case


def heard(desk: Desk) -> Desk:
    """Drawn to an officer, heard, read back."""
    desk.give("abara", "AssignOfficer", claim=1)
    officer = officer_of(desk)
    desk.give(officer, "GiveAdvisal", language="es", topics=["purpose", "country", "steps", "rights", "outcomes"],
              said_back="Me preguntan por México.", understood="understood", interpreter="in207")  # fmt: skip
    desk.give(officer, "BookInterview", claim=1, starts=desk.at.isoformat(), place="Room 2")
    desk.give(officer, "AppointInterpreter", claim=1, interpreter="in207", language="es", accepted=True)
    desk.later(2.2)
    conditions = {"answered_by": "person", "restrained": False, "rest_hours": 52}
    conditions |= dict.fromkeys(("private", "quiet", "rested", "fed", "well", "child_care"), True)
    desk.give(officer, "BeginInterview", claim=1, conditions=conditions, present=[officer, "in207"])
    for speaker, words, language, interpretation in TESTIMONY:
        desk.give(officer, "AddTestimony", claim=1, speaker=speaker, words=words, language=language,
                  interpretation=interpretation)  # fmt: skip
    desk.give(officer, "EndInterview", claim=1)
    desk.give(officer, "ReadBack", claim=1, language="es", facts=list(FACTS), confirmed=True)
    desk.give(officer, "ConsultCountryInformation", claim=1, source="Country report, invented", point="police",
              passage="Reports of officers taking part in abductions near bus stations.", dated="2026")  # fmt: skip
    return desk


def signed(desk: Desk, outcome: str = "positive") -> Desk:
    """Found element by element and signed."""
    regime = desk.house.regimes[read_case(desk.house, desk.case).regime]
    officer = officer_of(desk)
    for protection, element in regime.elements():
        found = outcome == "positive" and protection.id != "torture"
        reasons, cites = REASONS.get(element.id, OTHERWISE) if found else AGAINST
        more = {} if found else {"favourable": "That two wore police shirts; it is answered above.", "asked_line": 11}
        if element.group and found:
            more["group"] = "Honduran women travelling in northern Mexico without a male relative"
        desk.give(officer, "RecordFinding", claim=1, protection=protection.id, element=element.id, reasons=reasons,
                  finding="found" if found else "not_found", cites=cites, **more)  # fmt: skip
    desk.give(officer, "AssessCredibility", claim=1, credible=True, reasons="Consistent and detailed.")
    desk.give(officer, "LockBand", claim=1, band="50_to_75" if outcome == "positive" else "under_10")
    met = {each.id: outcome == "positive" and each.id != "torture" for each in regime.protections}
    desk.give(officer, "SignDetermination", claim=1, met=met, outcome=outcome, statement="This is my own decision.",
              reasons="You told us that you were held and that others were freed when you were not.",
              explanation="The reasons say why." if outcome == "negative" else "")  # fmt: skip
    return desk


def served(desk: Desk, **answer: object) -> Desk:
    """Told: the decision's notice is prepared and handed over."""
    desk.give("ferro", "PrepareNotice", kind="decision", language="es", claim=1, determination=1, signer="B. Ferro",
              address="12 Calle Uno, Larkfield", title="Hearing clerk")  # fmt: skip
    number = len(read_case(desk.house, desk.case).notices)
    desk.give("ferro", "ServeNotice", notice=number, how="in_person", language="es", understood=True,
              said_back="Que no me creyeron.", **answer)  # fmt: skip
    return desk


def officer_of(desk: Desk) -> str:
    """The officer to whom the claim was drawn."""
    return read_case(desk.house, desk.case).claims[0].officer


def concurred(desk: Desk) -> Desk:
    """Reviewed: the supervisor concurs."""
    desk.give("abara", "Concur", claim=1, determination=1, notes="Each finding is legally sufficient.")
    return desk


def panel(desk: Desk) -> Desk:
    """Two levels agree, and headquarters puts a replacement before a panel; the officer dissents, one has voted."""
    concurred(desk).give("lindqvist", "ProposeOverride", claim=1, determination=1, outcome="negative",
                         reasons="The group is too broad to be particular (T 10).")  # fmt: skip
    desk.give(officer_of(desk), "Dissent", claim=1, determination=1, words="Others were freed when they paid. I do not"
              " agree with the replacement and am not its signatory.")  # fmt: skip
    desk.give("moyo", "VoteOnPanel", claim=1, determination=1, outcome="negative", reasons="HIDDEN-VOTE-OF-MOYO")
    return desk


def alarming(desk: Desk) -> Desk:
    """Pressed, and a return reported: two alarms; a border officer's try to close the claim was refused."""
    desk.tried("sloane", "CloseClaim", claim=1, reason="no_fear_seen")
    desk.give(officer_of(desk), "ReportContact", asked="Do not sign before we have looked.", by_whom="a superior")
    desk.give("sloane", "ReportReturn", says="Sent back over the bridge at dawn.", place="Northgate crossing")
    return desk


def judged(desk: Desk) -> Desk:
    """A negative served, and the judge asked for in passing words."""
    served(concurred(signed(heard(desk), "negative")), remedy_asked=True, remedy_answer="silent")
    desk.give("diallo", "AskRemedy", claim=1, determination=1, words="No estoy de acuerdo, que lo vea un juez.")
    return desk


def reconsidered(desk: Desk) -> Desk:
    """A negative served where there is no judge, and the office asked to look again."""
    served(concurred(signed(heard(desk), "negative")))
    desk.give("diallo", "AskReconsideration", claim=1, determination=1, words="Pido que lo miren otra vez.")
    return desk


def in_doubt(house: House) -> Desk:
    """Met and held; the tool leaves one doubt, and the person would rather tell someone else."""
    desk = Desk(house, house.new_id(), NOW - dt.timedelta(days=0.1))
    desk.give("sloane", "OpenCase", person=house.new_id(), name="Batres Luna, Dalia", born="2001-05", held=True,
              nationalities=[{"country": "SV", "source": "own words", "certainty": "certain"}],
              place="Northgate crossing", regime=MPP)  # fmt: skip
    desk.give("sloane", "RecordLanguage", languages=["es"], best="es", how="said_back")
    answers = dict.fromkeys(("unaccompanied_child", "child", "illness", "disability", "advanced_age", "distress",
                             "unsafe_tonight"), "no")  # fmt: skip
    desk.give("sloane", "ScreenVulnerability", answers={**answers, "pregnant": "doubt"}, private_wish=True)
    return desk


def stayed(desk: Desk) -> Desk:
    """Held, with a claim open and no post that has acknowledged the stay."""
    desk.give("sloane", "ReportCustody", what="held", place="Northgate crossing")
    return desk


def represented(desk: Desk, *, booked: bool) -> Desk:
    """Drawn to an officer, counsel entered; the interview is booked for tomorrow, or is not yet."""
    desk.give("abara", "AssignOfficer", claim=1)
    form = {"how": "signed", "form": "ab" * 32}
    desk.give("castellan", "EnterAppearance", counsel="castellan", consent=True, organisation="Hadley Clinic", **form)
    if booked:
        starts = (NOW + dt.timedelta(days=1)).isoformat()
        desk.give(officer_of(desk), "BookInterview", claim=1, starts=starts, place="Room 2")
    return desk


CASES: dict[str, Callable[[House], Desk]] = {
    "to_assign": lambda house: opened(house, "Okello, James", 0.2),
    "in_hearing": lambda house: heard(opened(house, "Coc Ba, Marcelino", 3)),
    "to_review": lambda house: signed(heard(opened(house, "Reyes Oyuela, Daniela", 3))),
    "to_review_negative": lambda house: signed(heard(opened(house, "Pineda Funes, Óscar", 3)), "negative"),
    "overdue": lambda house: signed(heard(opened(house, "Sandoval Quim, Elvira", 6))),
    "drawn": lambda house: concurred(signed(heard(opened(house, "Reyes Oyuela, Daniela", 4, drawn=True)))),
    "panel": lambda house: panel(signed(heard(opened(house, "Haddad, Rim", 5)))),
    "agreed": lambda house: concurred(signed(heard(opened(house, "Lobo Nájera, Wendy", 5)))),
    "alarming": lambda house: alarming(heard(opened(house, "Arriaga Mejía, Nelson", 7))),
    "judged": lambda house: judged(opened(house, "Duvalsaint, Roseline", 5, CREDIBLE)),
    "reconsidered": lambda house: reconsidered(opened(house, "Mbeki, Thandi", 6)),
    "in_doubt": in_doubt,
    "stayed": lambda house: stayed(opened(house, "Quiñónez Paz, Luz", 0.3)),
    "booked": lambda house: represented(opened(house, "Alvarado Ruiz, Inés", 1), booked=True),
    "not_booked": lambda house: represented(opened(house, "Zelaya Mora, Tulio", 1), booked=False),
}


def fill(house: House) -> dict[str, str]:
    """Make every case of CASES; gives their ids by name."""
    return {name: make(house).case for name, make in CASES.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill(arrive(founded(Path(sys.argv[1]))))))
