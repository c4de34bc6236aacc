"""Who sees which tasks, and how near they are."""

import datetime as dt

import pytest

from jiayi.foundation.base.viewer import Nobody, SystemViewer
from jiayi.registry.tasks import selectors
from jiayi.registry.tasks.services import close_tasks
from tests.registry.access.factories import make_viewer
from tests.registry.organization.factories import make_institution, make_region, make_team
from tests.registry.people.factories import OTHER_VILLAGE, VILLAGE, make_resident

from .factories import TODAY, make_task

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def keys(viewer, **narrowed) -> list[str]:
    return [task.key for task in selectors.tasks(viewer, on=TODAY, **narrowed)]


def test_tasks_are_told_by_how_near_they_are():
    make_task(key="overdue", from_on=TODAY - 9 * DAY, due_on=TODAY - DAY)
    make_task(key="now", due_on=TODAY)
    make_task(key="later", from_on=TODAY + DAY)
    make_task(key="closed")
    close_tasks(keys=["closed"], on=TODAY, outcome="done")
    everybody = SystemViewer()
    assert keys(everybody) == ["overdue", "now"]
    assert [keys(everybody, due=due) for due in ("overdue", "now", "later")] == [["overdue"], ["now"], ["later"]]
    assert selectors.task_counts(everybody, on=TODAY) == {
        ("overdue", "renewal_notice"): 1,
        ("now", "renewal_notice"): 1,
    }


def test_a_viewer_sees_the_tasks_of_region_institution_and_team_alone():
    make_task(key="village", region_code=VILLAGE)
    elsewhere = make_institution(make_region(OTHER_VILLAGE[:9]))
    make_task(key="team", region_code=OTHER_VILLAGE, team_id=make_team(elsewhere).id)
    make_task(key="other", region_code=OTHER_VILLAGE)
    assert keys(make_viewer(post="county_bureau", region=VILLAGE[:9])) == ["village"]
    assert sorted(keys(make_viewer(post="county_bureau", region=VILLAGE[:6]))) == ["other", "team", "village"]
    assert "team" in keys(make_viewer(post="doctor", institution=elsewhere))
    assert "village" not in keys(make_viewer(post="doctor", institution=elsewhere))


def test_without_the_permission_nothing_is_seen():
    make_task()
    assert keys(Nobody()) == keys(make_viewer(post="insurer", region=VILLAGE[:6])) == []


def test_rows_need_no_query_each(django_assert_num_queries):
    for _ in range(10):
        make_task(resident_id=make_resident().id)
    with django_assert_num_queries(1):
        assert {task.resident.name and task.region.name for task in selectors.tasks(SystemViewer(), on=TODAY)}
