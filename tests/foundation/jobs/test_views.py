"""Pages of background work."""

import uuid
from types import SimpleNamespace

import pytest

from jiayi.foundation.base.viewer import Scope
from jiayi.foundation.jobs import kinds, services
from jiayi.foundation.jobs.models import JobRun
from jiayi.registry.access.models import User


@pytest.fixture
def users(db):
    return [User.objects.create(username=name, name=name, language="zh-hans") for name in ("owner", "other")]


def viewer_of(user):
    return SimpleNamespace(
        actor_id=user.pk, actor_name=user.name, practitioner_id=None, can=lambda *_: True, scope=lambda _: Scope()
    )


@pytest.fixture
def run(users, monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register("count_sheep", title="数羊")(lambda progress: None)
    return services.start(by=viewer_of(users[0]), kind="count_sheep", arguments={})


def test_the_owner_watches_stops_and_restarts_a_run(client, users, run):
    client.force_login(users[0])
    page = client.get("/jobs/").content.decode()
    assert "数羊" in page and f'hx-get="/jobs/{run.pk}/?stays=1"' in page
    assert client.post(f"/jobs/{run.pk}/cancel/").status_code == 302
    fragment = client.get(f"/jobs/{run.pk}/").content.decode()
    assert "已取消" in fragment and "hx-get" not in fragment
    assert client.post(f"/jobs/{run.pk}/restart/").status_code == 302
    assert JobRun.objects.get(pk=run.pk).state == "waiting"


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", "cancel/"), ("post", "restart/")])
def test_another_person_learns_nothing_of_a_run(client, users, run, method, path):
    client.force_login(users[1])
    assert getattr(client, method)(f"/jobs/{run.pk}/{path}").status_code == 404
    assert getattr(client, method)(f"/jobs/{uuid.uuid4()}/{path}").status_code == 404
    assert "数羊" not in client.get("/jobs/").content.decode()


def test_runs_are_changed_by_post_alone(client, users, run):
    client.force_login(users[0])
    assert client.get(f"/jobs/{run.pk}/cancel/").status_code == 405


def test_an_empty_list_says_what_will_stand_there(client, users):
    client.force_login(users[1])
    assert "还没有后台任务" in client.get("/jobs/").content.decode()


def test_the_list_costs_the_same_for_one_run_and_for_many(client, users, run, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(users[0])
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/jobs/")
    JobRun.objects.bulk_create(JobRun(kind="count_sheep", started_by=users[0].pk) for _ in range(20))
    with CaptureQueriesContext(connection) as many:
        client.get("/jobs/")
    assert len(many) == len(one)
