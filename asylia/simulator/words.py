"""What simulated people say and write: a few invented sentences, so that entries have the size of real ones."""

from asylia.core.file import Conditions
from asylia.core.steps.advisal import TOPICS
from asylia.core.steps.vulnerability import TOOL

FEARS = (
    "No puedo volver allá. Unos hombres me tuvieron encerrada.",
    "Tengo miedo de los que nos siguieron desde la terminal.",
    "La policía los vio y no hizo nada. Me van a encontrar.",
    "A mi primo lo mataron donde nos mandan a esperar.",
)
NO = "No, no tengo miedo de nadie allá."
SAID_BACK = "Quieren saber si me puede pasar algo mientras espero, y puedo decirlo después."
KNOWN = "Tengo que estar en el puente ese día y después me llevan al juez."
QUESTIONS = (
    ("harm", "What happened to you there?"), ("ground", "Why you, do you think?"),
    ("nexus", "What did they say when they did it?"), ("actor", "Did you see police or any official?"),
    ("relocation", "Could you live safely in another part of that country?"), ("official", "Who else knew of it?"),
)  # fmt: skip
ANSWERS = (
    "Nos bajaron del bus y nos tuvieron varios días.", "Decían que por nosotros nadie iba a preguntar.",
    "Preguntaron de dónde éramos y quién pagaría.", "Dos policías vinieron a cobrar y se fueron.",
    "Me fui a otra ciudad y a la semana preguntaron por mí.", "No sé más que eso.",
)  # fmt: skip
REASONS = "The testimony on this point is specific and was not shaken by follow-up questions."
DOUBTS = "What was said does not show it; the passage of country information on the point says otherwise."
FAVOURABLE = "It could be read in the person's favour. Answered: the record gives one occasion, far from the port."
GROUP = "People in transit without family in the country of return"
DECISION = {"positive": "You were found to be in danger there.", "negative": "It was not found that this would happen."}
STATEMENT = "I heard this person myself and these are my findings."
PRESSURE = "Do not sign positives before we have seen them."
RETURNED = "Say on which lines this finding rests."
NATIVE = ("es", "pt", "en", "ht", "fr")  # languages in which an office finds interpreters at once

PURPOSE = tuple(sorted(TOPICS))
CALM = dict.fromkeys(TOOL, "no")


def conditions(*, good: bool, restrained: bool, rest_hours: int, waived: bool, counsel: bool) -> Conditions:
    """The checklist before the first question, as the person answers it."""
    return Conditions(
        answered_by="person", private=good, quiet=good, rested=good, fed=True, well=True, child_care=True,
        restrained=restrained, rest_hours=rest_hours, rest_waived=waived, counsel_offered=counsel, goes_on=False,
    )  # fmt: skip
