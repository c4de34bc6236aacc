"""A mother and her children as one line: who stands on it, what was done, what comes next."""

import datetime as dt

import pytest
from django.test import Client

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people import selectors as people
from jiayi.service.care import selectors
from tests.registry.access.factories import make_post, make_user

from .factories import DAY, carer, make_resident, make_village, save
from .test_all_forms import FIRST, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    make_village()
    mother = make_resident(name="王秀英", sex="female", birth_date=dt.date(1996, 5, 4), groups=("maternal",))
    younger, elder = (
        make_resident(name=name, birth_date=born, groups=("child",), guardian=mother)
        for name, born in (("李小宝", dt.date(2026, 3, 1)), ("李大宝", dt.date(2021, 6, 1)))
    )
    make_resident(name="李成年", birth_date=dt.date(2000, 1, 1), guardian=mother)
    return mother, elder, younger


def served(resident, form: str) -> None:
    facts = people.facts_of([resident.id], DAY)[resident.id]
    values = filled(rulebook().forms[form], selectors.person_on(facts, DAY), FIRST)
    save(resident, values, form=form, confirmed=frozenset(values), acts_on_urgent=True)


def names(members) -> list[tuple[str, str]]:
    return [(one.resident.name, one.role) for one in members]


def test_the_mother_stands_first_then_her_children_under_age_whoever_is_asked_for(family) -> None:
    expected = [("王秀英", "mother"), ("李大宝", "child"), ("李小宝", "child")]
    for person in family:
        assert names(selectors.mother_child_line(carer(), person.id, on=DAY)) == expected


def test_a_child_whose_mother_is_out_of_reach_stands_alone(family) -> None:
    orphan = make_resident(name="赵小", birth_date=dt.date(2022, 1, 1), groups=("child",))
    assert names(selectors.mother_child_line(carer(), orphan.id, on=DAY)) == [("赵小", "child")]
    for by in (carer("420324102"), carer(permissions=("resident_read",))):
        with pytest.raises(NotVisible):
            selectors.mother_child_line(by, orphan.id, on=DAY)


def test_what_was_done_for_each_stands_on_one_page_with_what_comes_next(family) -> None:
    mother, elder, younger = family
    served(elder, "vision-screen")
    served(younger, "vaccination-status")
    user = make_user()
    make_post(user=user, code="doctor", region="420324101")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/residents/{mother.id}/mother-child/").content.decode()
    assert all(text in page for text in ("李小宝 · 预防接种", "李大宝 · 儿童青少年视力", "母亲"))


def test_more_children_cost_no_more(family, django_assert_max_num_queries) -> None:
    mother, *_children = family
    with django_assert_max_num_queries(6):
        selectors.mother_child_line(carer(), mother.id, on=DAY)
