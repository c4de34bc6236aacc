"""Every post at every door: each page and each operation of the API answers exactly whom `routes.yaml` names.

To add a route: one line in `routes.yaml` (its head says what may stand there) and, where the address names a thing of a
new kind, one function in `things.py`. A route without a line fails here, and so does a line without a route.
"""

import copy
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jiayi.config.api import api
from jiayi.foundation.rulebook.yaml_files import read_document

from . import things  # noqa: F401  (registers how things are made)
from .matrix import AT_THE_COUNTY, POSTS, THINGS, Person, World, make_world

pytestmark = pytest.mark.django_db

TABLE: dict[str, Any] = read_document(Path(__file__).with_name("routes.yaml"))
PAGES, OPERATIONS = TABLE["pages"], TABLE["operations"]
LINES = PAGES | OPERATIONS
PUBLIC, EVERYBODY, RESIDENT = "public", "everybody", "resident"
NOT_FOR_THE_DATA = ("audit_%", "django_session", "axes_%")  # what a look may write: its audit, its session


def _is_get(name: str) -> bool:
    return name.startswith("GET ") or (name in PAGES and LINES[name].get("method", "get") == "get")


def test_every_page_has_its_line() -> None:
    names = {name for name, _ in _patterns(get_resolver()) if not name.startswith("api:")}
    assert names == set(PAGES) | {"api_unknown"}


def test_every_operation_has_its_line() -> None:
    assert _operations() == set(OPERATIONS)


def test_no_operation_hides_from_the_documentation() -> None:
    routes = {route for name, route in _patterns(get_resolver()) if name.startswith("api:")}
    documented = {re.sub(r"\{(\w+)\}", r"<\1>", path).lstrip("/") for path in api.get_openapi_schema()["paths"]}
    plain = {re.sub(r"<\w+:(\w+)>", r"<\1>", route) for route in routes}
    assert plain - {"api/v1/", "api/v1/openapi.json"} == documented


def test_the_table_names_only_posts_and_things_that_exist() -> None:
    for name, line in LINES.items():
        assert line.keys() <= {"posts", "method", "thing", "reach", "body"}, name
        assert line["posts"] in (PUBLIC, EVERYBODY, RESIDENT) or set(line["posts"]) <= set(POSTS), name
        assert line.get("thing", "user") in THINGS, name


def _patterns(resolver: URLResolver, prefix: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, f"{prefix}{each.namespace}:" if each.namespace else prefix, here)
        elif isinstance(each, URLPattern):
            yield f"{prefix}{each.name or here}", here


def _operations() -> set[str]:
    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}


@pytest.fixture
def world(people: World) -> World:
    """The world without the things that an earlier test made and undid."""
    people.things.clear()
    return people


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Places and people, made once for all the routes and undone at the end."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, django_db_blocker.unblock():
        with transaction.atomic():
            yield make_world()
            transaction.set_rollback(True)
        connection.close()


@pytest.mark.parametrize("name", LINES)
def test_a_visitor_comes_only_to_public_doors(world: World, name: str) -> None:
    values = _values(world, name, world.people["county_bureau"], "near")
    answer = _knock(name, values, Client(raise_request_exception=False), {})
    if LINES[name]["posts"] == PUBLIC:
        assert answer.status_code < 500
        assert not _asks_for_sign_in(answer)
    elif LINES[name]["posts"] == RESIDENT:
        assert _leads_residents(answer)
    elif name in PAGES:
        assert _asks_for_sign_in(answer)
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("name", [name for name, line in LINES.items() if line["posts"] not in (PUBLIC, RESIDENT)])
def test_each_post_comes_exactly_where_it_may(world: World, name: str) -> None:
    line = LINES[name]
    surprises = []
    for person in world.people.values():
        for place in _places(line, person):
            expected = _may(line, person, place)
            answer = _visit(world, name, person, place)
            is_open = answer.status_code not in (401, 403, 404) and not _asks_for_sign_in(answer)
            if answer.status_code >= 500 or is_open != expected:
                surprises.append(f"{person.post} {place}: {answer.status_code}, expected {'in' if expected else '404'}")
            elif not expected and answer.status_code != 404:
                surprises.append(f"{person.post} {place}: refused with {answer.status_code} instead of 404")
    assert not surprises, "\n".join([name, *surprises])


@pytest.mark.parametrize("name", [name for name, line in LINES.items() if line["posts"] == RESIDENT])
def test_no_post_opens_a_page_of_residents(world: World, name: str) -> None:
    for person in world.people.values():
        assert _leads_residents(_visit(world, name, person, "near")), f"{name} as {person.post}"


@pytest.mark.parametrize("name", [name for name in LINES if _is_get(name)])
def test_looking_changes_nothing(world: World, name: str) -> None:
    may_enter = [person for person in world.people.values() if _may(LINES[name], person, "near")]
    one_of_each = {person.post in AT_THE_COUNTY: person for person in may_enter}
    for person in one_of_each.values():
        values = _values(world, name, person, "near")
        before = _writes()
        with transaction.atomic():
            _knock(name, values, person.pages, person.api.headers)
            changed = {table for table, count in _writes().items() if count != before.get(table)}
            transaction.set_rollback(True)
        assert not changed, f"{name} as {person.post} writes to {changed}"


def _leads_residents(answer: HttpResponse) -> bool:
    """To the sign-in of residents, which has sessions of its own."""
    return answer.status_code == 302 and answer["Location"] == "/my/sign-in/"


def _places(line: dict[str, Any], person: Person) -> tuple[str, ...]:
    """Where to try: whoever may not even enter at home is tried there alone."""
    return ("near", "far", "abroad") if "thing" in line and _may(line, person, "near") else ("near",)


def _may(line: dict[str, Any], person: Person, place: str) -> bool:
    if line["posts"] == RESIDENT:
        return False
    if line["posts"] not in (EVERYBODY, PUBLIC) and person.post not in line["posts"]:
        return False
    reach, at_the_county = line.get("reach", "place"), person.post in AT_THE_COUNTY
    if "thing" not in line or reach == "all" or place == "near":
        return True
    return at_the_county and (reach == "own_or_county" or (reach == "place" and place == "far"))


def _visit(world: World, name: str, person: Person, place: str) -> HttpResponse:
    values = _values(world, name, person, place)
    cookies = copy.deepcopy(person.pages.cookies)
    with transaction.atomic():
        answer = _knock(name, values, person.pages, person.api.headers)
        transaction.set_rollback(True)
    person.pages.cookies = cookies  # a sign-out is undone here too
    return answer


def _values(world: World, name: str, person: Person, place: str) -> dict[str, Any]:
    kind = LINES[name].get("thing")
    return world.thing(kind, place, person) if kind else {}


def _knock(name: str, values: dict[str, Any], client: Client, token: dict[str, str]) -> HttpResponse:
    line = LINES[name]
    body = _filled(line.get("body", {}), values)
    if name in PAGES:
        needed = {key: value for key, value in values.items() if f"{key}>" in _routes()[name]}
        return _closed(getattr(client, line.get("method", "get"))(reverse(name, kwargs=needed), body))
    method, path = name.split(" ", 1)
    address = path.format(**{key: str(value) for key, value in values.items()})
    if method == "GET":
        return _closed(client.get(address, body, headers=token))
    sent = json.dumps(body, default=str)
    return _closed(client.generic(method, address, sent, content_type="application/json", headers=token))


def _closed(answer: HttpResponse) -> HttpResponse:
    """Read a download to its end, so that its file is closed (by the client, which spares the connection)."""
    for _ in answer.streaming_content if answer.streaming else ():
        pass
    return answer


@functools.cache
def _routes() -> dict[str, str]:
    return dict(_patterns(get_resolver()))


def _filled(body: Any, values: dict[str, Any]) -> Any:
    if isinstance(body, dict):
        return {key: _filled(each, values) for key, each in body.items()}
    if isinstance(body, list):
        return [_filled(each, values) for each in body]
    return body.format(**values) if isinstance(body, str) else body


def _asks_for_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")


def _writes() -> dict[str, int]:
    """How many rows this transaction has written so far, by table."""
    unlike = " AND ".join(f"relname NOT LIKE '{pattern}'" for pattern in NOT_FOR_THE_DATA)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE {unlike}"
        )
        return dict(cursor.fetchall())
