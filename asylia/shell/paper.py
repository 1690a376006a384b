"""Which sheet a notice goes out on, and how far its text has come in the person's language."""

from asylia.core.facts import Wording
from asylia.core.steps.notice import NoticeKind, PrepareNotice
from asylia.notices import load

SHEETS: dict[NoticeKind, str] = {
    "decision": "determination",
    "appear": "notice_to_appear",
    "hearing": "hearing_notice",
    "reporting": "reporting",
    "appointment": "interview_appointment",
    "reconsideration": "reconsideration_decision",
}


def wording_of(act: PrepareNotice) -> Wording:
    """The text that this notice is made from; the desk does not say it, so that nobody can call a draft approved."""
    notice = load(SHEETS[act.kind])
    language, fallback = notice.sent(act.language)
    return Wording(
        text=notice.id, version=notice.version, digest=notice.digest(language), language=language,
        state=notice.states[language], fallback=fallback, beside=" ".join(notice.along(language)),
    )  # fmt: skip
