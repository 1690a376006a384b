"""What commands beside the cases have in common as pages: typed, asked of the shell, refused with the rule or done."""

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from asylia.accounts.models import Account
from asylia.core.command import Act
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author, Role
from asylia.shell.house import House
from asylia.web.act import Form, Step, refusal_of
from asylia.web.cases import house
from asylia.web.fields import Field, Typed, fields_of
from asylia.web.reading import command_of

Given = Callable[[House, Any], Refused | None]


def author(account: Account) -> Author:
    """Return who gives a command now."""
    return Author(by=account.staff, role=cast("Role", account.role), at=dt.datetime.now(dt.UTC))


def form_of(step: Step, asks: Any, typed: Typed) -> Form:
    """Return a form of a command that is about no case."""
    return Form(fields_of(step.command, asks, typed), seen=0, key="")


def settled(step: Step, form: Form, account: Account, give: Given) -> dict[str, Any]:
    """Give what was typed; returns the boxes to show, none where it was recorded."""
    command = command_of(step.command, form.fields, author(account), account.zone)
    if isinstance(command, list):
        return {"slips": {"title": step.refused, "fields": command}}
    return given(step, form, cast("Act", command), give)


def given(step: Step, form: Form, command: Act, give: Given) -> dict[str, Any]:
    """Give a command to the shell; returns the boxes to show, none where it was recorded."""
    try:
        answer = give(house(), command)
    except SlipOfForm as slip:
        blamed = form.field.get(slip.field) or Field(slip.field, "hidden", form.fields[0].ask, required=False)
        blamed.slip = slip.says
        return {"slips": {"title": step.refused, "fields": [blamed]}}
    return {"refusal": refusal_of(step, answer, form)} if answer else {}
