"""One key, one effect: alone, again, at once, and after a failure."""

import dataclasses
import datetime as dt
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import RequestFactory

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.base.idempotency import answer_once, forget_old_keys
from jiayi.foundation.base.models import IdempotencyKey
from jiayi.foundation.jobs.models import JobRun
from jiayi.registry.access.viewers import UserViewer

VIEWER = UserViewer(uuid.uuid4(), "王芳")
NUMBER = "420324199001011234"


def request(body: str = '{"a": 1, "b": 2}', key: str | None = "k1", path: str = "/api/v1/things", viewer=VIEWER):
    made = RequestFactory().post(path, body, content_type="application/json")
    if key is not None:
        made.META["HTTP_IDEMPOTENCY_KEY"] = key
    made.viewer = viewer
    return made


def make_thing() -> dict:
    return {"id": JobRun.objects.create(kind="thing").pk}


def show(ids) -> dict:
    return {"thing": str(ids["id"])}


def once(**kwargs):
    return answer_once(request(**kwargs), do=make_thing, show=show)


@pytest.mark.django_db
def test_without_a_key_every_request_has_its_effect():
    assert once(key=None) != once(key=None)
    assert JobRun.objects.count() == 2
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db
def test_the_same_request_again_gets_the_same_answer():
    first = once()
    assert first[0] == 201
    assert once() == first
    assert once(body='{"b":2,  "a":1}') == first  # the same body, written differently
    assert JobRun.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"body": '{"a": 2}'}, {"path": "/api/v1/others"}])
def test_the_key_of_another_request_is_refused(other):
    once()
    with pytest.raises(BadShape) as refused:
        once(**other)
    assert refused.value.code == "E_IDEMPOTENCY_MISMATCH"
    assert JobRun.objects.count() == 1


@pytest.mark.django_db
def test_two_users_may_choose_the_same_key():
    assert once() != once(viewer=dataclasses.replace(VIEWER, actor_id=uuid.uuid4()))


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", " ", "键", "a b", "x" * 201])
def test_a_key_is_visible_ascii(key):
    with pytest.raises(BadShape) as refused:
        once(key=key)
    assert refused.value.code == "E_IDEMPOTENCY_KEY"


@pytest.mark.django_db
def test_what_was_refused_may_be_tried_again():
    def refuse() -> dict:
        make_thing()
        raise LawBroken("E_LAW")

    with pytest.raises(LawBroken):
        answer_once(request(), do=refuse, show=show)
    assert not JobRun.objects.exists()
    assert once()[0] == 201


@pytest.mark.django_db
def test_neither_the_body_nor_the_clients_key_is_kept():
    once(body=f'{{"name": "{NUMBER}"}}', key=NUMBER)
    assert NUMBER not in repr(list(IdempotencyKey.objects.values()))


@pytest.mark.django_db
def test_keys_are_kept_for_more_than_a_day_and_then_forgotten():
    once()
    assert forget_old_keys(clock.now() + dt.timedelta(hours=25)) == 0
    assert forget_old_keys(clock.now() + dt.timedelta(days=8)) == 1


@pytest.mark.django_db(transaction=True)
def test_32_simultaneous_requests_have_one_effect_and_one_answer():
    gate = threading.Barrier(32)

    def send(_: int):
        gate.wait()
        try:
            return once()
        finally:
            connection.close()

    with ThreadPoolExecutor(32) as threads:
        answers = list(threads.map(send, range(32)))
    assert len({str(answer) for answer in answers}) == 1
    assert JobRun.objects.count() == 1
