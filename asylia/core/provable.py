"""What a person may prove of the record with the paper in their hand: for each event, the fields a receipt opens.

A receipt shows an entry's own members (event, times, role, regime) and the salts of these fields; of every other field
only a digest that nobody can open. Never among them: names, words, addresses, languages, interpreters, members of
staff, what was said alone, what a draw chose, or a country (safeguards fear.receipt, paper.safe, review.blind).
"""

from collections.abc import Mapping

PROVABLE: Mapping[str, tuple[str, ...]] = {
    "fear.claimed/1": ("claim", "day"),
    "fear.said_again/1": ("claim",),
    "fear_question.put/1": ("answer", "day"),
    "determination.signed/1": ("claim", "number", "outcome", "day"),
    "determination.overridden/1": ("claim", "determination", "outcome"),
    "reconsideration.decided/1": ("claim", "determination", "outcome"),
    "notice.prepared/1": (
        "number", "kind", "claim", "determination", "hearing", "court", "hearing_day", "hearing_time", "hearing_zone",
        "port", "report_day", "report_time", "day",
    ),
    "hearing.postponed/1": ("hearing",),
    "hearing.moved/1": ("hearing",),
    "contact.changed/1": ("door", "day"),
}  # fmt: skip
"""Event by its stored name -> the fields opened on its receipt. An event that is not here gives none."""
