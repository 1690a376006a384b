"""How fields that many commands share are asked: one label and one list of choices for each."""

from collections.abc import Mapping

from asylia.accounts.models import Account
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import COUNTRIES, LANGUAGES, OFTEN


def common(case: Case) -> Asks:
    """Return the shared words for the fields of any command on this case."""
    claim = case.file.claims[-1] if case.file.claims else None
    determination = claim.determination if claim else None
    languages = Ask("Language", choices=LANGUAGES, given=case.file.best_language)
    return {
        "claim": Ask(hidden=True, given=claim.number if claim else 0),
        "determination": Ask(hidden=True, given=determination.number if determination else 0),
        "language": languages,
        "best": Ask("Language understood best", choices=LANGUAGES),
        "languages": Ask(
            "Languages understood",
            hint="Ask; never infer a language from nationality. Another: its code (BCP 47 or ISO 639-3).",
            choices=OFTEN,
            open=True,
        ),
        "country": Ask("Country", choices=COUNTRIES),
        "nationalities.country": Ask("Country", choices=COUNTRIES, optional=True),
        "regime": Ask(hidden=True, given=case.regime.version),
        "says": Ask("What happened", words=True),
        "words": Ask("In the person’s own words", hint="As spoken. Do not summarise.", words=True),
        "interpretation": Ask("As interpreted into English", words=True),
        "interpreter": Ask("Interpreter", choices=staff_of("interpreter")),
        "reviewer": Ask("Reviewer", choices=staff_of("supervisor", "headquarters")),
        "owner": Ask("Who looks for the relative", choices=staff_of("asylum_officer", "supervisor", "specialist")),
        **numbered(case),
        "list_given": Ask("Was the list of legal help given?"),
        "listed": Ask("Day of that list", hint="A list that nobody called through for a month counts as none."),
        "line": Ask("Line or number"),
        "line_worked": Ask("Did the line work when it was tried?"),
        "out_of_hearing": Ask("Could nobody else hear?"),
        "put_through": Ask("Were they put through?"),
        "agreed": Ask("What the person said"),
        "alone": Ask("Was the person alone, apart from the family?"),
        "understood": Ask("Did the person understand?"),
        "attested": Ask("Does the interpreter attest question and answer?"),
    }


def numbered(case: Case) -> Asks:
    """Return how the numbers of a case are asked for: what waits first, by its number and what it is."""
    file = case.file
    filings = {f"{each.number}": f"F {each.number}: {each.title}" for each in file.filings if each.answer != "accepted"}
    requests = {
        f"{each.number}": f"R {each.number}: {each.kind.replace('_', ' ')}"
        for each in file.requests if each.answer != "granted"
    }  # fmt: skip
    calls = {f"{each.number}": f"{each.number}, for {each.to}" for each in file.calls if not each.answered}
    searches = {
        f"{each.number}": f"{each.number}: {each.relation}" for each in file.traces if not each.closed
    }  # fmt: skip
    asked = {"filing": filings, "request": requests, "call": calls, "trace": searches}
    return {
        name: Ask(name.capitalize() if name != "trace" else "Search", choices=choices, given=next(iter(choices)))
        for name, choices in asked.items() if choices
    }  # fmt: skip


def staff_of(*roles: str) -> Mapping[str, str]:
    """Return the open accounts of some roles, as staff id -> name and office."""
    open_accounts = Account.objects.filter(role__in=roles, disabled=False)
    return {each.staff: f"{each.name}, {each.office}" if each.office else each.name for each in open_accounts}
