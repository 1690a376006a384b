"""One table says who may see which page; what it does not name opens for nobody."""

from types import SimpleNamespace

import pytest
from django.urls import get_resolver

from asylia.accounts.models import Account
from asylia.core.event import ROLES
from asylia.web import access
from asylia.web.access import PAGES, Relation, Staff, case_visible, relations


def names(resolver, prefix=""):
    """Every url name of the site, with the patterns that have none as their text."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, prefix + str(pattern.pattern))
        else:
            yield pattern.name or prefix + str(pattern.pattern)


def case(*dues, **known):
    """A row of the caseload with what access asks for."""
    row = {"case": "2027-1", "place": "Northgate crossing", "encounter_open": False, "parts": ()}
    row |= {"owners": (), "counsel": (), "anew": (), "repeats": ()}
    row |= {"drawn_for": "", "stage": "interview", "dues": SimpleNamespace(all=lambda: list(dues))}
    row |= dict.fromkeys(("counsels", "searches"), SimpleNamespace(all=list))
    return SimpleNamespace(**{**row, **known})


def due(desk, staff=""):
    """Something due at a desk, from a person where one is named."""
    return SimpleNamespace(desk=desk, staff=staff)


def account(role, staff="x", office="Larkfield office"):
    """An account of a role."""
    return Account(staff=staff, name=staff, role=role, office=office)


def test_every_address_stands_in_the_table():
    """style.md: a test walks every URL and fails on a missing row."""
    assert set(names(get_resolver())) - set(PAGES) == set()


def test_every_row_of_the_table_is_an_address():
    """A row for a page that is gone would mislead whoever reads the table."""
    assert set(PAGES) - set(names(get_resolver())) == set()


def test_every_row_names_roles_that_exist():
    """A misspelt role would shut a page to the desk that needs it."""
    rows = [page for page in PAGES.values() if isinstance(page, Staff)]
    assert rows
    assert {role for row in rows for role in row.relations} <= set(ROLES)


def test_an_unnamed_page_looks_like_one_that_is_not_there(client, demonstration, monkeypatch):
    """Denied is 404-shaped, and both answers are the same bytes."""
    nowhere = client.get("/no-such-page")
    monkeypatch.delitem(access.PAGES, "keys")
    denied = client.get("/keys")
    assert (nowhere.status_code, denied.status_code) == (404, 404)
    assert nowhere.content == denied.content


def test_border_roles_see_only_encounters_open_at_their_post():
    """data.purpose"""
    officer = account("border_officer", office="Northgate crossing")
    assert case_visible(officer, case(encounter_open=True))
    assert not case_visible(officer, case(encounter_open=False))
    assert not case_visible(officer, case(encounter_open=True, place="Southgate crossing"))


def test_an_officer_sees_the_cases_drawn_to_them_and_those_where_their_desk_owes_something():
    """data.purpose: seeing follows duty."""
    officer = account("asylum_officer")
    assert not case_visible(officer, case())
    assert case_visible(officer, case(owners=("x",)))
    assert case_visible(officer, case(due("asylum_officer")))
    assert not case_visible(officer, case(due("asylum_officer", staff="another")))


def test_a_clerk_sees_no_case_before_it_is_referred():
    """data.purpose"""
    assert not case_visible(account("hearing_clerk"), case(stage="encounter"))
    assert case_visible(account("hearing_clerk"), case())


def test_headquarters_sees_only_what_was_drawn_or_sent_to_it():
    """review.blind"""
    assert not case_visible(account("headquarters"), case())
    assert case_visible(account("headquarters"), case(owners=("x",)))
    assert not case_visible(account("headquarters"), case(owners=("x",), drawn_for="headquarters"))


def test_who_decided_a_case_anew_never_sees_it_named_and_may_have_it_before_them_again():
    """review.blind: sight of one case more than of another would tell which will come again."""
    anew = case(due("headquarters"), stage="notice", anew=(("x", "agreed"),))
    assert not case_visible(account("headquarters"), anew)
    assert case_visible(account("headquarters", staff="y"), anew)
    assert relations(account("headquarters"), anew) == {Relation.REFERRED}
    again = case(anew=(("x", "agreed"),), repeats=(("x", "2022-01-01"), ("y", "2999-01-01")))
    assert Relation.REPEATED in relations(account("headquarters"), again)
    assert Relation.REPEATED not in relations(account("headquarters", staff="y"), again)


def test_who_recognised_a_drawn_case_does_not_have_it_before_them_again():
    """review.blind: recognising replaces the reviewer, not the case."""
    waits = case(due("headquarters"), drawn_for="headquarters", anew=(("x", "recognised"),))
    assert Relation.DRAWN not in relations(account("headquarters"), waits)
    assert Relation.DRAWN in relations(account("headquarters", staff="y"), waits)


@pytest.mark.parametrize("role", ["applicant", "anyone", "duty_post", "interpreter", "judge", "monitor"])
def test_roles_that_the_case_page_does_not_name_never_open_it(role):
    """Default deny, however the person stands to the case."""
    assert not case_visible(account(role), case(owners=("x",), counsel=("x",)))
