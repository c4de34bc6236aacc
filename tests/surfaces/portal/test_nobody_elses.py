"""No resident reaches another's data by any id: every address of the portal is knocked at with somebody else's."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayi.surfaces.portal import urls
from tests.registry.people.factories import OTHER_VILLAGE
from tests.registry.people.factories import make_resident as make_anybody
from tests.service.agreements.factories import make_resident, make_village
from tests.surfaces.portal.factories import OTHER_PHONE, PHONE, signed_in

from .things import THINGS

pytestmark = pytest.mark.django_db
ROUTES = {pattern.name: pattern for pattern in urls.urlpatterns}
PUBLIC = {"sign_in", "code", "who", "by_paper", "text_size"}
NAMED = sorted(name for name, pattern in ROUTES.items() if "<" in str(pattern.pattern) and name not in PUBLIC)
STRANGER = "欧阳陌生"


def arguments_of(name: str) -> list[str]:
    return re.findall(r"<\w+:(\w+)>", str(ROUTES[name].pattern))


def test_every_address_says_whether_it_asks_for_a_sign_in():
    assert {name for name, pattern in ROUTES.items() if not pattern.callback.is_for_residents} == PUBLIC


def test_everything_that_an_address_names_is_tried():
    named = {argument for name in NAMED for argument in arguments_of(name)}
    assert named and named <= set(THINGS)


@pytest.fixture
def place():
    return make_village()


@pytest.fixture
def stranger():
    return make_resident(name=STRANGER, phone=OTHER_PHONE)


@pytest.fixture
def me():
    """Somebody of another village."""
    resident = make_anybody(name="张小明", phone=PHONE, village=OTHER_VILLAGE)
    return signed_in(resident, Client(raise_request_exception=False))


def address(name: str, place: Any, owner: Any) -> str:
    return reverse(f"portal:{name}", kwargs={one: THINGS[one](place, owner) for one in arguments_of(name)})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", NAMED)
def test_somebody_elses_thing_is_not_there(name, method, place, stranger, me):
    answer = getattr(me, method)(address(name, place, stranger), {"code": "123456", "text": "x", "reason": "x"})
    assert answer.status_code in (404, 405), f"{name}: {answer.status_code}"
    assert STRANGER not in answer.content.decode(errors="replace")


@pytest.mark.parametrize("name", NAMED)
def test_its_owner_does_reach_it(name, place, stranger):
    """Or the test above would prove nothing."""
    own = signed_in(stranger, Client(raise_request_exception=False))
    where = address(name, place, stranger)
    answers = {own.get(where).status_code, own.post(where, {}).status_code}
    assert answers - {404, 405}, f"{name} is there for nobody"


@pytest.mark.parametrize("name", sorted(set(ROUTES) - PUBLIC))
def test_nobody_enters_without_a_session(name, place, stranger):
    for client in (Client(), Client(headers={"cookie": "jiayi_resident=made-up"})):
        for method in ("get", "post"):
            answer = getattr(client, method)(address(name, place, stranger))
            assert answer.status_code == 302 and answer["Location"] == "/my/sign-in/"


def test_the_pages_without_an_id_show_nobody_else(place, stranger, me):
    for argument in THINGS.values():
        argument(place, stranger)
    for name in sorted(set(ROUTES) - PUBLIC - set(NAMED)):
        assert STRANGER not in me.get(reverse(f"portal:{name}")).content.decode(errors="replace"), name
