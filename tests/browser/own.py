"""A house with three people who hold the digits to their own pages: heard, waiting outside, told the decision.

`python -m tests.browser.own HOME` founds it and prints their digits as JSON.
"""

import json
import sys
from pathlib import Path

import django

django.setup()

from asylia.accounts.staff import found  # noqa: E402
from asylia.shell import own_pages  # noqa: E402
from asylia.shell.house import House, founded  # noqa: E402
from tests.shell import people  # noqa: E402

TOLD = {"language": "es", "understood": True, "said_back": "Que no me creyeron."}


def digits(house: House, desk: people.Desk) -> str:
    """Give access in a case; gives the digits."""
    answer = desk.give("GiveAccess", "ferro", how="told")
    secret = own_pages.secret_for(house, answer, desk.file)
    assert secret is not None
    return secret


def heard(house: House) -> people.Desk:
    """Heard and read back; something was asked for and answered, and the ways to be reached are known."""
    desk = people.Desk(house).open("Ana Inventada").make_open_to_hearing()
    ways = [
        {"kind": "message", "value": "+12025550143", "safe": True},
        {"kind": "shelter", "value": "Casa", "safe": False},
    ]
    desk.give("PlanContact", "ferro", channels=ways)
    officer = desk.weigh()
    desk.give("AskFor", "ana", role="applicant", what="woman", words="Prefiero hablar con una mujer.")
    desk.give("AnswerAsked", officer, asked=1, says="Sí. La próxima vez le escucha una mujer.")
    return desk


def outside(house: House) -> people.Desk:
    """Sent to wait outside, afraid there: an appointment at the port."""
    desk = people.Desk(house).open("Berta Inventada").make_returnable()
    desk.give("ReturnPerson", "sloane", port="Northgate")
    desk.give("ReportFear", "castellan", words="Me siguen.", language="es")
    return desk


def told(house: House) -> people.Desk:
    """A negative, reviewed and served."""
    desk = people.Desk(house).open("Carla Inventada").make_open_to_hearing()
    officer = desk.decide("negative")
    desk.give("Concur", "abara", claim=1, determination=1)
    desk.give(
        "PrepareNotice", officer, kind="decision", language="es", claim=1, determination=1, signer=officer,
        title="Asylum officer",
    )  # fmt: skip
    desk.give("ServeNotice", officer, notice=1, how="in_person", remedy_asked=True, remedy_answer="decline", **TOLD)
    return desk


def main(home: Path) -> dict[str, str]:
    """Found the house; gives each person's digits by what their case is at."""
    house = founded(home)
    people.arrive(house)
    found(demonstration=True, place="Larkfield region")
    return {each.__name__: digits(house, each(house)) for each in (heard, outside, told)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
