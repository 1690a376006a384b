"""Whatever is due in a case has a door: no page of a case fails on something that a step began to owe."""

from asylia.core.codec import COMMANDS
from asylia.stories.looking import WORDS
from asylia.web.standing import DOORS


def test_everything_that_can_be_due_leads_to_the_command_that_does_it():
    """core/deadlines.py names what is due; a story can look for each of these names."""
    named = {each.partition(".")[0] for each in WORDS["due"]}
    assert named - DOORS.keys() == set()
    assert set(DOORS.values()) - COMMANDS.keys() == set()
