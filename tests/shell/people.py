"""The invented people of these tests, and a desk at which they give commands about one case in turn."""

import datetime as dt
from itertools import count
from typing import Any

from asylia.core import codec
from asylia.core.draw import is_drawn
from asylia.core.event import Author, Role
from asylia.core.file import CaseFile
from asylia.core.streams.adoption import AdoptRegime, ProposeRegime
from asylia.core.streams.court import SetCalendar
from asylia.core.streams.staff import AppointStaff, CertifyStaff
from asylia.ledger import Recorded
from asylia.shell import beside
from asylia.shell.house import House
from asylia.shell.reading import read_case
from asylia.shell.submitting import Accepted, Decision, submit

MPP = "us_mpp/2021-12-02"
ZONE = "America/Chicago"
BEGAN = dt.datetime(2022, 1, 12, 15, 0, tzinfo=dt.UTC)  # a Wednesday
DESKS: dict[str, tuple[Role, str]] = {
    "quill": ("headquarters", "Headquarters"),
    "moyo": ("headquarters", "Headquarters"),
    "sloane": ("border_officer", "Northgate crossing"),
    "reed": ("duty_post", "Northgate crossing"),
    "rowan": ("asylum_officer", "Larkfield office"),
    "bell": ("asylum_officer", "Larkfield office"),
    "abara": ("supervisor", "Larkfield office"),
    "ferro": ("hearing_clerk", "Larkfield office"),
    "vega": ("specialist", "Larkfield office"),
    "ito": ("judge", "Larkfield court"),
    "okafor": ("overseer", "Oversight"),
    "castellan": ("counsel", "Hadley Clinic"),
    "in207": ("interpreter", ""),
}
NAMES = {"ferro": "B. Ferro"}  # who signs notices, under a name of their own
TOOL = (
    "unaccompanied_child", "child", "pregnant", "illness", "disability", "advanced_age", "distress", "unsafe_tonight",
)  # fmt: skip
ROOM = {"answered_by": "person", "restrained": False, "rest_hours": 80} | dict.fromkeys(
    ("private", "quiet", "rested", "fed", "well", "child_care"), True
)
_days = count()


def author(by: str, at: dt.datetime = BEGAN, role: Role | None = None) -> Author:
    """Who gives a command; from the desk they hold, where none is claimed."""
    return Author(by=by, role=role or DESKS[by][0], at=at)


def arrive(house: House) -> None:
    """Everyone takes their desk, two officers are certified, a court sits, and two people adopt a regime."""
    first = author("quill", BEGAN - dt.timedelta(days=30))
    for id, (role, office) in DESKS.items():
        assert not beside.appoint(
            house, AppointStaff(who=first, staff=id, desk=role, name=NAMES.get(id, id), office=office, zone=ZONE)
        )
    regime = house.regimes[MPP]
    for officer in ("rowan", "bell"):
        standard, day = regime.certificate.standard, first.at.date()
        assert not beside.appoint(house, CertifyStaff(who=first, staff=officer, standard=standard, from_day=day))
    second = author("moyo", first.at)
    assert not beside.regime(house, ProposeRegime(who=first, version=MPP, digest=regime.digest))
    assert not beside.regime(house, AdoptRegime(who=second, version=MPP, digest=regime.digest))
    sittings = SetCalendar(
        who=first, court="larkfield", zone=ZONE, weekdays=(0, 1, 2, 3, 4), opens=dt.time(8), closes=dt.time(17)
    )
    assert not beside.calendar(house, sittings)


def undrawn(house: House, at: dt.datetime = BEGAN) -> str:
    """An id for a case whose first decision no draw of the year chooses: a drawn one would wait for its review.

    What is signed on a page is signed now, and so this year's draws are asked as well.
    """
    years = {at.year, dt.datetime.now(dt.UTC).year}
    seeds = [house.draw_seed(f"{year}-{month:02}") for year in years for month in range(1, 13)]
    while True:
        case = house.new_id()
        if not any(is_drawn(seed, "headquarters", case, 1, 1, "0.1") for seed in seeds):
            return case


class Desk:
    """One case; `give` must succeed, `try_` gives back whatever is answered."""

    def __init__(self, house: House, case: str = "", at: dt.datetime = BEGAN) -> None:
        self.house = house
        self.case = case or undrawn(house, at)
        self.at = at

    def command(self, do: str, by: str, /, **fields: Any) -> Any:
        """The command, as codec reads it."""
        role = fields.pop("role", DESKS[by][0] if by in DESKS else "anyone")
        return codec.to_command(do, Author(by=by, role=role, at=fields.pop("at", self.at)), fields)

    def try_(self, do: str, by: str, /, *, seen: int | None = None, key: str = "", **fields: Any) -> Decision:
        """Give a command and return the answer."""
        return self.send(self.command(do, by, **fields), seen=seen, key=key)

    def send(self, command: Any, *, seen: int | None = None, key: str = "") -> Decision:
        """Give a command that is made already."""
        return submit(self.house, command, self.case, seen=seen, key=key)

    def give(self, do: str, by: str, /, **fields: Any) -> Accepted:
        """Give a command that is accepted."""
        answer = self.try_(do, by, **fields)
        assert isinstance(answer, Accepted), (do, answer)
        return answer

    def open(self, name: str = "Ana Inventada", *, family: str = "", relation: str = "self") -> "Desk":
        """A person is met at the crossing, and says what family she belongs to."""
        home = {"country": "HN", "source": "own words", "certainty": "certain"}
        self.give(
            "OpenCase", "sloane", person=self.house.new_id(), name=name, born="1995-08", nationalities=[home],
            place="Northgate crossing", regime=MPP,
        )  # fmt: skip
        if family:
            self.give("JoinFamily", "sloane", family=family, relation=relation)
        return self

    def claim(self, words: str = "No puedo volver.") -> "Desk":
        """She says that she is afraid."""
        self.give("ReportFear", "sloane", words=words, language="es")
        return self

    def make_returnable(self) -> "Desk":
        """All that the law asks before a return: asked twice, screened, placed, told, served, within reach."""
        self.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
        self.give("AskFear", "sloane", language="es", answer="no", words="No, a nadie.")
        self.give("AskFear", "rowan", language="es", answer="no", words="No, a nadie.")
        self.give("ScreenVulnerability", "sloane", answers=dict.fromkeys(TOOL, "no"), private_wish=False)
        self.give("PlaceInProgramme", "sloane", reason="no_exclusion_found")
        self.give("PlanContact", "sloane", channels=[{"kind": "phone", "value": "+1 202 555 0143", "safe": True}])
        self.give(
            "PrepareNotice", "ferro", kind="appear", language="es", address="12 Calle Uno, Larkfield",
            court="larkfield", day="2022-03-01", time="09:00:00", signer="B. Ferro", title="Hearing clerk",
            port="Northgate", report_day="2022-03-01", report_time="04:30:00",
        )  # fmt: skip
        told = {"language": "es", "understood": True, "said_back": "El 1 de marzo."}
        self.give("ServeNotice", "ferro", notice=1, how="in_person", **told)
        return self

    def make_open_to_hearing(self) -> "Desk":
        """Language and vulnerability recorded, and a claim."""
        self.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
        self.give("ScreenVulnerability", "sloane", answers=dict.fromkeys(TOOL, "no"), private_wish=False)
        return self.claim()

    def hear(self) -> str:
        """Drawn to an officer, advised, booked and begun; gives the officer's id."""
        self.give("AssignOfficer", "abara", claim=1)
        officer = self.file.claims[0].officer
        topics = ["purpose", "country", "steps", "rights", "outcomes"]
        self.give(
            "GiveAdvisal", officer, language="es", topics=topics, said_back="Me preguntan.", understood="understood"
        )
        self.give("BookInterview", officer, claim=1, starts=self.at.isoformat(), place="Room 2")
        self.give("AppointInterpreter", officer, claim=1, interpreter="in207", language="es", accepted=True)
        self.at += dt.timedelta(days=4 + next(_days))  # no officer hears more than three people a day
        self.give("BeginInterview", officer, claim=1, conditions=ROOM, present=[officer, "in207"])
        return officer

    def weigh(self, outcome: str = "positive") -> str:
        """Heard, read back, found element by element, the band locked last; gives the officer's id."""
        officer = self.hear()
        for words in ("Cuatro hombres me llevaron.", "Dos eran policías.", "A las otras las soltaron."):
            self.give("AddTestimony", officer, claim=1, speaker="applicant", words=words, language="es")
        self.give("EndInterview", officer, claim=1)
        facts = [{"text": "Four men took her.", "lines": [1], "answer": "right"}]
        self.give("ReadBack", officer, claim=1, language="es", facts=facts, confirmed=True)
        passage = {
            "source": "Country report, invented",
            "point": "police",
            "passage": "Officers took part.",
            "dated": "2021",
        }
        self.give("ConsultCountryInformation", officer, claim=1, **passage)
        regime = self.house.regimes[MPP]
        for protection, element in regime.elements():
            found = outcome == "positive" and protection.id != "torture"
            reasons = {
                "finding": "found" if found else "not_found",
                "reasons": "The lines show it.",
                "cites": ["T 1", "C 1"],
            }
            more = {"group": "Women who travel alone"} if element.group and found else {}
            more |= {} if found else {"favourable": "That two were police; it is answered above.", "asked_line": 1}
            self.give(
                "RecordFinding", officer, claim=1, protection=protection.id, element=element.id, **reasons, **more
            )
        self.give("AssessCredibility", officer, claim=1, credible=True, reasons="Consistent and detailed.")
        self.give("LockBand", officer, claim=1, band="50_to_75" if outcome == "positive" else "under_10")
        return officer

    def decide(self, outcome: str = "positive") -> str:
        """Weighed and signed; gives the officer's id."""
        return self.sign(self.weigh(outcome), outcome)

    def sign(self, officer: str, outcome: str = "positive") -> str:
        """Signed by the officer who weighed it; gives the officer's id."""
        regime = self.house.regimes[MPP]
        met = {each.id: outcome == "positive" and each.id != "torture" for each in regime.protections}
        self.give(
            "SignDetermination", officer, claim=1, met=met, outcome=outcome, reasons="You told us that you were held.",
            statement="This is my own decision.", explanation="" if outcome == "positive" else "The reasons say why.",
        )  # fmt: skip
        return officer

    @property
    def file(self) -> CaseFile:
        """The case file as the record shows it now."""
        return read_case(self.house, self.case)

    def record(self) -> list[Recorded]:
        """The entries of the case."""
        return entries(self.house, f"case/{self.case}")


def entries(house: House, stream: str) -> list[Recorded]:
    """The entries of a stream."""
    return house.ledger.read(house.raw(), stream)
