"""The house's words for what the record holds as codes."""

from django import template

from asylia.core.event import Role

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


@register.filter
def role(code: Role) -> str:
    """Say a role as pages do."""
    return DESKS[code]


@register.filter
def said(code: str) -> str:
    """Say a code of the record (`not_found`) in words (`not found`)."""
    return code.replace("_", " ")
