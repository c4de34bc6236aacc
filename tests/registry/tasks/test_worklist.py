"""The day's worklist: one tab for each task, counted in one query, in the order in which a round walks."""

import datetime as dt

import pytest
from django.db import connection

from jiayi.foundation.base.viewer import Nobody, SystemViewer
from jiayi.registry.people.models import Resident
from jiayi.registry.tasks import selectors, services
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.terms import Tab
from tests.registry.access.factories import make_viewer
from tests.registry.organization.factories import make_area, make_institution, make_team
from tests.registry.people.factories import OTHER_VILLAGE, VILLAGE, make_household, make_region, make_resident

from .factories import TODAY, make_task

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
VISIT = {"kind": "visit_hypertension", "programme": "hypertension"}
BEFORE, AFTER = {"from_on": TODAY - 9 * DAY, "due_on": TODAY - DAY}, {"from_on": TODAY + DAY}


def of_every_tab() -> None:
    make_task(key="due", **VISIT, due_on=TODAY)
    make_task(key="overdue", **VISIT, **BEFORE)
    make_task(key="promised", **VISIT, **BEFORE, remind_on=TODAY)
    make_task(key="missed", **VISIT, **BEFORE, remind_on=TODAY - DAY)
    make_task(key="lost", kind="find_lost", programme="hypertension", **BEFORE)
    make_task(key="renewals")
    make_task(key="others", kind="open_record")
    make_task(key="later", **VISIT, **AFTER)
    make_task(key="later renewal", **AFTER)


def keys(viewer, tab, narrow=lambda rows: rows) -> list[str]:
    return sorted(task.key for task in narrow(selectors.worklist(viewer, on=TODAY, tab=tab)))


def test_every_open_task_stands_in_one_tab():
    of_every_tab()
    viewer = SystemViewer()
    found = [key for tab in Tab for key in keys(viewer, str(tab))]
    assert sorted(found) == sorted(Task.objects.values_list("key", flat=True))
    assert all(keys(viewer, tab) == [tab] for tab in ("due", "overdue", "promised", "missed", "lost", "others"))
    assert keys(viewer, "later") == ["later", "later renewal"]


def test_the_tabs_are_counted_in_one_query_and_as_they_are_listed(django_assert_num_queries):
    of_every_tab()
    with django_assert_num_queries(1):
        counts = selectors.tab_counts(SystemViewer(), on=TODAY)
    assert counts == {str(tab): len(keys(SystemViewer(), str(tab))) for tab in Tab}
    narrowed = selectors.tab_counts(SystemViewer(), on=TODAY, narrow=lambda rows: rows.filter(key="due"))
    assert sum(narrowed.values()) == narrowed["due"] == 1


def test_nobody_counts_nothing_and_an_institution_counts_each_task_once():
    institution = make_institution(make_region(VILLAGE[:9]))
    make_task(**VISIT, team_id=make_team(institution).id)
    assert selectors.tab_counts(make_viewer(post="doctor", institution=institution), on=TODAY)["due"] == 1
    assert not any(selectors.tab_counts(Nobody(), on=TODAY).values())


def test_a_restricted_programme_is_told_to_those_alone_who_may_read_its_records():
    make_task(key="restricted", kind="visit_mental_disorder", programme="mental_disorder")
    doctor, nurse = (make_viewer(post=post, region=VILLAGE[:9]) for post in ("doctor", "nurse"))
    assert keys(doctor, "due") == ["restricted"]
    assert keys(nurse, "due") == [] and selectors.tab_counts(nurse, on=TODAY)["due"] == 0


def test_a_round_walks_villages_and_households_as_the_team_has_put_them_and_then_by_the_number_of_the_house():
    team = make_team()
    for village in (VILLAGE, OTHER_VILLAGE):
        make_area(team, village)
    for key, village, address in (
        ("b12", VILLAGE, "2组12号"),
        ("b2", VILLAGE, "2组2号"),
        ("a1", OTHER_VILLAGE, "1组1号"),
        ("b9", VILLAGE, "1组9号"),
    ):
        home = make_household(village=village, address=address)
        resident = make_resident(village=village, household=home)
        make_task(key=key, **VISIT, region_code=village, team_id=team.id, resident_id=resident.id)

    def walk() -> list[str]:
        rows = selectors.in_road_order(selectors.worklist(SystemViewer(), on=TODAY, tab="due"))
        return [task.key for task in rows.order_by(*selectors.ROAD)]

    assert walk() == ["b9", "b2", "b12", "a1"]
    services.order_villages(by=SystemViewer(), team_id=team.id, codes=[OTHER_VILLAGE, VILLAGE], on=TODAY)
    last = Resident.objects.get(tasks__key="b12").household_id
    services.order_households(by=SystemViewer(), team_id=team.id, region_code=VILLAGE, ids=[last], on=TODAY)
    assert walk() == ["a1", "b12", "b9", "b2"]


def test_a_members_list_holds_what_was_given_to_them_and_what_their_villages_leave_to_nobody_else():
    team = make_team()
    make_area(team, VILLAGE)
    other = team.members.exclude(practitioner=team.leader).first().practitioner
    make_task(key="given", **VISIT, region_code=OTHER_VILLAGE, team_id=team.id)
    make_task(key="own", **VISIT, team_id=team.id)
    make_task(key="given away", **VISIT, team_id=team.id)
    Task.objects.filter(key="given").update(assignee=team.leader)
    Task.objects.filter(key="given away").update(assignee=other)
    mine = selectors.of_member(team.leader_id, SystemViewer(), TODAY)
    assert keys(SystemViewer(), "due", lambda rows: rows.filter(mine)) == ["given", "own"]


def test_who_is_given_a_task_stays_when_the_records_state_it_anew():
    team = make_team()
    task = make_task(key="k", **VISIT, team_id=team.id)
    services.assign_tasks(by=SystemViewer(), task_ids=[task.id], practitioner_id=team.leader_id, on=TODAY)
    again = make_task(key="k", **VISIT, team_id=team.id, due_on=TODAY + 90 * DAY, risk="high", remind_on=TODAY)
    assert (again.assignee_id, again.risk, again.remind_on) == (team.leader_id, "high", TODAY)


def many_tasks(number: int) -> None:
    make_region(VILLAGE), make_region(OTHER_VILLAGE)
    Task.objects.bulk_create(
        Task(
            key=f"k{place}",
            region_id=(VILLAGE, OTHER_VILLAGE)[place % 8 > 0],
            from_on=TODAY - place % 90 * DAY,
            due_on=TODAY + (place % 200 - 60) * DAY + 90 * DAY * (place % 2),
            **VISIT,
        )
        for place in range(number)
        if place % 200 - 60 + 90 * (place % 2) >= -(place % 90)
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze tasks_task")


def plan_of(sql: str, parameters) -> str:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_bitmapscan = off")
        cursor.execute(f"explain {sql}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_page_walks_the_index_of_its_village_in_order_and_counting_reads_no_table():
    many_tasks(8000)
    viewer = make_viewer(post="village_doctor", region=VILLAGE)
    page = selectors.worklist(viewer, on=TODAY, tab="due").filter(region=VILLAGE)[:26]
    plan = plan_of(*page.query.sql_with_params())
    assert "task_region_open" in plan and "Seq Scan on tasks_task" not in plan and "Sort" not in plan
    rows = selectors.worklist(viewer, on=TODAY, tab="overdue").select_related(None).order_by().values_list("due_on")
    assert "Index Only Scan using task_region_open" in plan_of(*rows[:10_001].query.sql_with_params())
