"""Who may open which field of an entry: default is nobody but the asylum office and oversight (data.purpose)."""

from typing import NamedTuple

from asylia.core.event import Role


class Audience(NamedTuple):
    """In words and as roles: who may open a field on the record's page."""

    says: str
    roles: frozenset[Role]


OFFICE: frozenset[Role] = frozenset({"asylum_officer", "supervisor"})
ALL = Audience("whoever sees the case", OFFICE | {"overseer"})
SAID = Audience("applicant, counsel, asylum office, oversight", OFFICE | {"overseer"})
OTHER = Audience("asylum office, oversight", OFFICE | {"overseer"})
NEEDS = Audience("a specialist; counted, shown on no page", frozenset())
REACH = Audience("whoever must reach the person", frozenset())
ALONE = Audience("the person alone", frozenset())
OVERSIGHT = Audience("oversight", frozenset({"overseer"}))
BAND = Audience("nobody; counted over all cases", frozenset())
VOTE = Audience("everyone here, once all members have signed", frozenset())

CODES = frozenset({
    "act", "alone", "among", "answer", "at", "attested", "best", "case", "certainty", "channel", "claim", "code",
    "confirmed", "country", "day", "determination", "drawn_for", "element", "hearing", "how", "interpreter", "kind",
    "lacking", "language", "languages", "level", "line", "mode", "notice", "number", "oral", "outcome", "place",
    "port", "protection", "reason", "received_by", "regime", "relation", "remedy_answer", "replaced", "rule",
    "rules", "signed", "speaker", "starts", "to", "topics", "understood", "what", "zone",
})  # fmt: skip
WORDS = frozenset({
    "words", "interpretation", "said_back", "says", "facts", "added", "counsel_says", "closing", "explanation",
    "between", "passage", "title", "point", "topic",
})  # fmt: skip
SEALED: dict[str, Audience] = {
    "vulnerability.screened/1": NEEDS,
    "vulnerability.resolved/1": NEEDS,
    "representative.appointed/1": NEEDS,
    "contact.planned/1": REACH,
    "contact.planned/2": REACH,
    "contact.changed/1": REACH,
    "channel.lost/1": REACH,
    "wish_to_be_apart.recorded/1": ALONE,
    "tracing.sought/1": ALONE,
    "tracing.asked_alone/1": ALONE,
    "tracing.in_touch/1": OTHER,
    "officer.recused/1": ALONE,
    "band.locked/1": BAND,
}
# What a family must not learn of by its name in a list (family.whole).
UNNAMED = frozenset({"wish_to_be_apart.recorded/1", "tracing.sought/1"})
ADDRESSES = frozenset({"address", "channels", "dangers", "reach", "phone", "value"})


def audience(event: str, field: str, *, panel_open: bool) -> Audience:
    """Return who may open a field of an event; `panel_open`: a panel has not signed its last vote yet."""
    if event == "panel.voted/1" and panel_open and field in ("outcome", "reasons", "by"):
        return VOTE
    if (event, field) == ("determination.signed/1", "explanation"):
        return OVERSIGHT  # it answers the band, and so would tell on which side it lay (analysis.standard)
    if event in SEALED and field not in ("by", "signed", "claim"):
        return SEALED[event]
    if field in ADDRESSES:
        return REACH
    if field in CODES:
        return ALL
    return SAID if field in WORDS else OTHER
