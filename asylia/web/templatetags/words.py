"""The house's words for what the record holds as codes."""

import datetime as dt

from django import template
from django.template import defaultfilters
from django.template.context import RequestContext

from asylia.core.event import Role
from asylia.publish.page import count, percent
from asylia.web import names

register = template.Library()

DESKS: dict[Role, str] = {
    "border_officer": "border officer",
    "asylum_officer": "asylum officer",
    "supervisor": "supervisor",
    "headquarters": "headquarters",
    "judge": "judge",
    "hearing_clerk": "hearing clerk",
    "monitor": "monitor",
    "overseer": "overseer",
    "duty_post": "duty post",
    "counsel": "counsel",
    "interpreter": "interpreter",
    "specialist": "specialist",
    "applicant": "applicant",
    "anyone": "anyone",
}


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@register.filter
def role(code: Role) -> str:
    """Say a role as pages do."""
    return DESKS[code]


@register.filter
def said(code: str) -> str:
    """Say a code of the record (`not_found`) in words (`not found`)."""
    return code.replace("_", " ")


@register.filter
def language(code: str) -> str:
    """Say a language by its code (`es`) in English (`Spanish`)."""
    return names.language(code)


@register.filter
def country(code: str) -> str:
    """Say a country by its code (`HN`) in English (`Honduras`)."""
    return names.country(code)


@register.filter
def family(id: str) -> str:
    """Say a family by the last letters of its id, as `F-4X7Q`."""
    return f"F-{id[-4:].upper()}"


@register.filter
def court(id: str) -> str:
    """Say a court by its id (`larkfield`) as pages do."""
    name = id.replace("-", " ").capitalize()
    return name if name.endswith("court") else f"{name} court"


@register.filter
def weekday(number: int) -> str:
    """Say a weekday by its number (0 is Monday)."""
    return WEEKDAYS[number]


@register.filter
def date(when: dt.date | None, form: str) -> str:
    """Write a day or a moment by the clock that it carries, which its view chose; Django's own writes it in UTC."""
    return str(defaultfilters.date(when, form))


@register.filter
def many(number: int | None) -> str:
    """Write a count with a thin space between thousands."""
    return "" if number is None else count(number)


@register.filter
def share(given: float | None) -> str:
    """Write a share in per cent; nothing where there is none."""
    return percent(given)


@register.simple_tag(takes_context=True)
def here(context: RequestContext) -> str:
    """The page's own address for a form, without the place on it: a browser with one ignores `autofocus`.

    So a refusal would not be read first (HTML, "flush autofocus candidates").
    """
    return context.request.get_full_path() if context.request else ""
