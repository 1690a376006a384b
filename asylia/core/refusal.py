"""What is kept of an act that was refused: who, when, which act, which rules; never what was typed."""

from asylia.core.event import Event


class ActRefused(Event, frozen=True, kw_only=True, tag="act.refused/1"):
    """An act was refused; the first rule is the rule of record.

    Source: safeguards.md, "How the rules are read", 5: trying to close a fear claim at the border is a
    fact that oversight must be able to count.
    """

    act: str
    rules: tuple[str, ...]
