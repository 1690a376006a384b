"""The shell says how far a notice's text has come; no form can call a draft approved."""

import pytest

from asylia import notices
from asylia.core.steps.notice import PrepareNotice
from asylia.shell.paper import SHEETS, wording_of
from asylia.web.hearings.kinds import KINDS
from tests.core.build import concurred


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize(
    ("language", "sent", "fallback"), [("es-GT", "es", False), ("ht", "ht", False), ("mam", "en", True)]
)
def test_it_is_what_the_notices_say(kind, language, sent, fallback):
    act = PrepareNotice(who=concurred().file.opened, kind=kind, language=language)
    wording, notice = wording_of(act), notices.load(SHEETS[kind])
    assert (wording.text, wording.version, wording.language, wording.fallback) == (
        notice.id,
        notice.version,
        sent,
        fallback,
    )
    assert (wording.digest, wording.state) == (notice.digest(sent), notice.states[sent])
    assert wording.beside == ("" if sent == "en" else "en")


def test_every_kind_of_notice_has_its_sheet():
    assert {kind: each.sheet for kind, each in KINDS.items()} == SHEETS
