"""Invented facts for every notice and every choice it offers, so that tests see all that can be said."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

from asylia.notices import Field, load

# As large as proofs from ten million entries and two witnesses: 1,800 bytes in digits; of a notice, 2,100. Papers are
# drawn with them.
PROOF_OF_NOTICE = "ASYLIA:" + "".join(str(pow(7, n, 1009) % 10) for n in range(5250))
PROOF = PROOF_OF_NOTICE[:4507]
PROMISE = PROOF[:1807]  # 720 bytes

FACTS: dict[str, Any] = {
    "office": {"en": "Larkfield region (invented)", "es": "Región Larkfield (inventada)"},
    "code": "7K3Q-9F2M-X4TD",
    "case": "2027-004417",
    "phone": "000-0100",
    "made": dt.date(2027, 3, 12),
    "signer": "B. Ferro",
    "signer_title": {"en": "hearing clerk", "es": "secretaría de audiencias"},
    "regime": "us_credible_fear/2022-05-31",
    "regime_name": {"en": "Rules of 31 May 2022", "es": "Reglas del 31 de mayo de 2022"},
    "law": [("Order of an invented court, no. 7", False)],
    "name": "Daniela Reyes Oyuela",
    "report_day": dt.date(2027, 4, 26),
    "report_time": dt.time(6, 0),
    "report_place": "Puente Sur, gate 2, Rio Street",
    "report_city": "Larkfield",
    "local_time": dt.time(7, 0),
    "local_city": "Sur",
    "hearing_day": dt.date(2027, 4, 26),
    "hearing_time": dt.time(8, 30),
    "hearing_city": "Larkfield",
    "hearing_kind": {"en": "the judge sees you and asks about a lawyer",
                     "es": "el juez le ve y pregunta por un abogado"},
    "court": "Larkfield court",
    "court_address": "12 Elm Street, floor 2, room 3",
    "old_day": dt.date(2027, 4, 12),
    "list_made": dt.date(2027, 3, 1),
    "told_day": dt.date(2027, 3, 11),
    "not_before_day": dt.date(2027, 3, 6),
    "not_before_time": dt.time(12, 0),
    "heard_day": dt.date(2027, 3, 4),
    "heard_time": dt.time(7, 18),
    "heard_place": "Northgate crossing",
    "read_day": dt.date(2027, 3, 8),
    "read_time": dt.time(14, 40),
    "until_day": dt.date(2027, 3, 17),
    "until_time": dt.time(17, 0),
    "asked_day": dt.date(2027, 3, 15),
    "first_day": dt.date(2027, 3, 9),
    "country": "MX",
    "spoken": "es",
    "interpreter": "IN-207",
    "portal": "asylia.example",
    "proof": PROOF[:60],
    "entry": "4",
    "checkpoint": "17410 9b1e c07a",
    "due_day": dt.date(2027, 3, 5),
    "due_time": dt.time(7, 18),
    "check": "asylia.example/check",
    "day": dt.date(2027, 3, 10),
    "paper": {"en": "Your hearing", "es": "Su audiencia"},
    "hearing": "1",
    "length": {"en": "about 3 hours", "es": "unas 3 horas"},
    "meets": {"en": "an officer in a green vest", "es": "un oficial con chaleco verde"},
    "after": {"en": "you come back to this gate the same day", "es": "vuelve a esta puerta el mismo día"},
    "refusal": {"en": "a place name is wrong", "es": "el nombre de un lugar está mal"},
    "next": {"en": "You get a paper with the day.", "es": "Recibe un papel con el día."},
    "question": {
        "en": "Is there a real chance that you would be badly hurt in Mexico? It need not be more likely than not.",
        "es": "¿Hay una posibilidad real de que le hagan mucho daño en México? No tiene que ser lo más probable.",
    },
    "facts": [
        {"en": "On 2 February four men stopped the bus.", "es": "El 2 de febrero cuatro hombres pararon el bus."},
        {"en": "They took only you and your son.", "es": "Se llevaron solo a usted y a su hijo."},
        {"en": "The town police did nothing.", "es": "La policía del pueblo no hizo nada."},
    ],
    "corrections": [{"en": "There were five men, not four.", "es": "Eran cinco hombres, no cuatro."}],
    "added": [{"en": "One of them knew your name.", "es": "Uno de ellos sabía su nombre."}],
    "accepted": [{"en": "You were held for nine days.", "es": "Le tuvieron nueve días."}],
    "sources": [{"en": "Report on Sur, January 2027.", "es": "Informe sobre Sur, enero de 2027."}],
    "new": [{"en": "A letter of 14 March.", "es": "Una carta del 14 de marzo."}],
    "reasons": [
        ({"en": "Could you be badly hurt there?", "es": "¿Le pueden hacer mucho daño allí?"},
         {"en": "Found. You were held for nine days.", "es": "Hallado. Le tuvieron nueve días."}),
        ({"en": "Is it because of who you are?", "es": "¿Es por quién es usted?"},
         {"en": "Not found. The men asked all people for money.", "es": "No hallado. Pedían dinero a todos."}),
    ],
    "acts": [{"en": "You came in on 2 March 2027.", "es": "Usted entró el 2 de marzo de 2027."}],
    "charges": [{"en": "You had no visa (an invented provision).", "es": "No tenía visa (norma inventada)."}],
}  # fmt: skip


def facts(notice: str, **others: Any) -> dict[str, Any]:
    """All facts a notice can be told, each choice at its first answer unless said otherwise."""
    return {name: FACTS[name] if name in FACTS else field.choices[0] for name, field in asked(notice).items()} | others


def asked(notice: str) -> dict[str, Field]:
    return load(notice).fields


def every_choice(notice: str) -> Iterator[dict[str, Any]]:
    """The facts of a notice once for each way its choices can fall."""
    choices = {name: field.choices for name, field in asked(notice).items() if field.type == "choice"}
    for answers in itertools.product(*choices.values()):
        yield facts(notice, **dict(zip(choices, answers, strict=True)))
