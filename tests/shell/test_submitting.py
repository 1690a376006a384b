"""One command, one transaction: accepted, refused, once, in conflict; and from the desk one really holds."""

from asylia.shell.reading import read_case
from tests.shell.people import Desk


def test_a_family_may_lawfully_return(house):
    mother = Desk(house).open(family="f1").make_returnable()
    mother.give("ReturnPerson", "sloane", port="Northgate")
    assert read_case(house, mother.case).custody.returned == 1
