"""Court orders: entered by one, confirmed by another, lifted by two; who is in scope is counted."""

import pytest

from asylia.shell.reading import orders
from tests.web.hearings.conftest import answered
from tests.web.real import hidden

TYPED = {
    "court": "District court of Larkfield (invented)", "number": "27-cv-0001", "effects": ["no_return"],
    "in_custody": "no", "with_counsel": "no",
}  # fmt: skip


@pytest.fixture
def entered(clerk):
    """An order entered by the clerk; its address."""
    assert answered(clerk, "/orders", **TYPED).status_code == 303
    text = clerk.get("/orders").content.decode()
    return text.split('href="/orders/')[1].split('"')[0]


def test_no_order_yet(clerk):
    """The empty state says when one binds."""
    assert "No order is on the record." in clerk.get("/orders").content.decode()


def test_an_order_binds_when_a_second_person_has_confirmed_it(clerk, at_desk, entered, asked, house):
    """order.obeyed: the first person cannot be the second; those in scope are counted and listed."""
    at = f"/orders/{entered}"
    assert "Waits for a second person" in clerk.get(at).content.decode()
    refused = clerk.post(f"{at}/act", {"act": "confirm"})
    assert refused.status_code == 422
    assert "order.obeyed" in refused.content.decode()
    assert orders(house, house.raw()) == ()
    second = at_desk("abara")
    assert second.post(f"{at}/act", {"act": "confirm"}).status_code == 303
    assert [each.id for each in orders(house, house.raw())] == [entered]
    text = second.get(at).content.decode()
    assert "<dt>Open cases in scope</dt><dd>1</dd>" in text
    assert "Reyes Oyuela, Daniela" in text
    assert house.ledger.reads(house.raw())[-1].ids == [asked.case]


def test_an_order_is_lifted_by_two(clerk, at_desk, entered, house):
    """order.obeyed: it binds until the second person has confirmed the lifting."""
    at, second = f"/orders/{entered}/act", at_desk("abara")
    second.post(at, {"act": "confirm"})
    empty = second.post(at, {"act": "lift", "reason": ""})
    assert empty.status_code == 422
    assert "This is missing." in empty.content.decode()
    assert second.post(at, {"act": "lift", "reason": "Stayed on appeal."}).status_code == 303
    assert len(orders(house, house.raw())) == 1
    assert clerk.post(at, {"act": "confirm"}).status_code == 303
    assert orders(house, house.raw()) == ()
    assert "Lifted by two people" in clerk.get(f"/orders/{entered}").content.decode()


def test_scope_is_counted_by_place_custody_and_counsel(clerk, asked):
    """As core/standing.py reads it."""
    assert answered(clerk, "/orders", **TYPED, places=["Southgate"]).status_code == 303
    assert answered(clerk, "/orders", **{**TYPED, "number": "2", "with_counsel": "yes"}).status_code == 303
    text = clerk.get("/orders").content.decode()
    assert text.count('<td class="number">0</td>') == 2
    assert "at Southgate" in text


def test_a_slip_keeps_what_was_typed(clerk):
    """422"""
    page = answered(clerk, "/orders", **{**TYPED, "effects": []})
    assert page.status_code == 422
    assert "27-cv-0001" in page.content.decode()


def test_an_order_sent_twice_is_one(clerk):
    """The id comes with the form."""
    form = {**hidden(clerk.get("/orders")), **TYPED}
    assert clerk.post("/orders", form).status_code == 303
    assert clerk.post("/orders", form).status_code == 422
    assert clerk.get("/orders").content.decode().count("27-cv-0001") == 1


@pytest.mark.parametrize("staff", ["sloane", "bell", "ito"])
def test_other_desks_find_no_orders(at_desk, staff):
    """404-shaped."""
    assert at_desk(staff).get("/orders").status_code == 404
    assert at_desk(staff).get("/orders/nothing").status_code == 404


def test_an_order_that_is_not_there_is_nowhere(clerk):
    """404-shaped."""
    assert clerk.get("/orders/nothing").status_code == 404
