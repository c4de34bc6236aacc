"""Tasks are opened once, closed once, and derived from the records again."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.db import connection

from jiayi.registry.tasks import services
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuilding
from tests.registry.people.factories import make_resident

from .factories import TODAY, due_task, make_task

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_a_task_is_opened_once_under_its_key():
    task = due_task()
    assert services.open_tasks(tasks=[task, task]) == 1
    services.open_tasks(tasks=[task])
    assert Task.objects.get().state == "open"


def test_opening_again_restates_the_same_row():
    first = make_task(key="k", due_on=TODAY)
    services.close_tasks(keys=["k"], on=TODAY, outcome="done")
    again = make_task(key="k", due_on=TODAY + DAY)
    assert (again.id, again.state, again.due_on, again.closed_on) == (first.id, "open", TODAY + DAY, None)


def test_one_task_is_opened_by_its_words():
    task = due_task(key="k")
    services.open_task(key="k", kind=task.kind, region_code=task.region_code, from_on=TODAY, due_on=TODAY)
    assert Task.objects.get().due_on == TODAY


def test_closing_twice_keeps_the_first_day():
    make_task(key="k")
    assert services.close_tasks(keys=["k", "unknown"], on=TODAY, outcome="done") == 1
    assert services.close_tasks(keys=["k"], on=TODAY + DAY, outcome="again") == 0
    task = Task.objects.get()
    assert (task.state, task.closed_on, task.outcome) == ("closed", TODAY, "done")


def test_tasks_of_a_subject_are_closed_but_for_those_to_keep():
    resident = make_resident()
    for key in ("a", "b"):
        make_task(key=key, subject_id=resident.id)
    assert services.close_tasks_of(subject_ids=[resident.id], on=TODAY, outcome="x", keep={"b"}) == 1
    assert Task.objects.get(state="open").key == "b"


def test_opening_many_takes_a_constant_number_of_queries(django_assert_num_queries):
    tasks = [due_task() for _ in range(50)]
    with django_assert_num_queries(1):
        services.open_tasks(tasks=tasks)


@pytest.fixture
def one_source(monkeypatch):
    """Records of a made-up room: every village is to be visited."""
    query = """SELECT 'visit:' || code AS key, 'open_record' AS kind, NULL::uuid AS resident_id, NULL::uuid AS team_id,
        code AS region_code, NULL::uuid AS subject_id, date '2026-11-01' AS from_on, date '2026-12-01' AS due_on
        FROM organization_region WHERE level = 'village'"""
    monkeypatch.setattr("jiayi.config.task_sources.TASK_SOURCES", ["made.up"])
    monkeypatch.setattr(rebuilding, "import_string", lambda path: lambda: query)


def expected_and_others() -> None:
    """One task missing, one that no record asks for, one that says another day."""
    make_task(key="stale")
    make_task(key="visit:420324101228", kind="open_record", from_on=dt.date(2026, 11, 2), due_on=dt.date(2026, 12, 1))
    due_task(region_code="420324102228")


def test_a_check_tells_what_differs_and_changes_nothing(one_source):
    expected_and_others()
    before = list(Task.objects.order_by("key").values())
    found = services.rebuild(on=TODAY, check=True)
    assert (found.missing, found.stale, found.changed, found.total) == (1, 1, 1, 3)
    assert set(found.examples) == {"visit:420324102228", "stale", "visit:420324101228"}
    assert list(Task.objects.order_by("key").values()) == before


def test_rebuilding_makes_the_tasks_equal_to_the_records(one_source):
    expected_and_others()
    services.rebuild(on=TODAY)
    assert services.rebuild(on=TODAY, check=True).total == 0
    assert dict(Task.objects.filter(state="open").values_list("key", "from_on")) == {
        "visit:420324101228": dt.date(2026, 11, 1),
        "visit:420324102228": dt.date(2026, 11, 1),
    }


def test_a_closed_task_that_is_due_after_all_is_opened_again(one_source):
    due_task()
    services.rebuild(on=TODAY)
    services.close_tasks(keys=["visit:420324101228"], on=TODAY, outcome="x")
    assert services.rebuild(on=TODAY).missing == 1
    assert Task.objects.get().state == "open"


def test_the_command_exits_with_one_when_a_check_finds_differences(one_source):
    expected_and_others()
    with pytest.raises(SystemExit) as ended:
        call_command("tasks_rebuild", "--check", stdout=io.StringIO())
    assert ended.value.code == 1
    call_command("tasks_rebuild", stdout=io.StringIO())
    said = io.StringIO()
    call_command("tasks_rebuild", "--check", stdout=said)
    assert said.getvalue().startswith("0 missing, 0 stale, 0 changed")


def test_no_temporary_table_is_left(one_source):
    services.rebuild(on=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('due_task')")
        assert cursor.fetchone() == (None,)
