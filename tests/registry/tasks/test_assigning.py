"""Many tasks are handed over at once: each is answered for by itself, and the good ones go through."""

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.registry.tasks import services
from jiayi.registry.tasks.models import Task
from tests.registry.access.factories import make_viewer
from tests.registry.organization.factories import make_institution, make_team
from tests.registry.people.factories import OTHER_VILLAGE, VILLAGE, make_region, make_resident

from .factories import TODAY, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team(make_institution(make_region(VILLAGE[:9])))


@pytest.fixture
def doctor(team):
    return make_viewer(post="doctor", region=VILLAGE[:9])


def assign(by, tasks, practitioner_id):
    return services.assign_tasks(by=by, task_ids=[task.id for task in tasks], practitioner_id=practitioner_id, on=TODAY)


def test_each_task_is_answered_for_and_the_good_ones_go_through(team, doctor):
    resident = make_resident(name="周大海")
    good = make_task(team_id=team.id, resident_id=resident.id)
    elsewhere = make_task(region_code=OTHER_VILLAGE)
    done = make_task(team_id=team.id, key="done", resident_id=resident.id)
    services.close_tasks(keys=["done"], on=TODAY, outcome="done")
    foreign = make_task(team_id=make_team().id)
    answers = assign(doctor, [good, elsewhere, done, foreign], team.leader_id)
    told = [(one.status, one.code, one.name) for one in answers]
    assert told == [
        (200, "", "周大海"),
        (404, "E_TASK_UNKNOWN", ""),
        (409, "E_TASK_DONE", "周大海"),
        (409, "E_NOT_OF_TEAM", ""),
    ]
    assert list(Task.objects.exclude(assignee=None)) == [good]
    entry = Entry.objects.get(act="tasks.assign_tasks")
    assert entry.subject_ids == [str(good.id)] and list(entry.resident_ids) == [resident.id]


def test_a_task_is_given_back_to_nobody_in_particular(team, doctor):
    task = make_task(team_id=team.id)
    assign(doctor, [task], team.leader_id)
    assert assign(doctor, [task], None)[0].is_done
    assert Task.objects.get().assignee_id is None


def test_who_may_not_assign_reaches_no_task(team):
    task = make_task(team_id=team.id)
    answers = assign(make_viewer(post="pharmacist", region=VILLAGE[:9]), [task], team.leader_id)
    assert answers[0].status == 404 and Task.objects.get().assignee_id is None


def test_the_number_of_queries_does_not_grow(team, doctor, django_assert_num_queries):
    few = [make_task(team_id=team.id) for _ in range(2)]
    many = [make_task(team_id=team.id) for _ in range(20)]
    for tasks in (few, many):
        with django_assert_num_queries(7):
            assign(doctor, tasks, team.leader_id)
