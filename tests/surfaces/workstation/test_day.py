"""The worklist on the first page of those who serve."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock
from jiayi.registry.tasks.models import Task
from jiayi.service.care.models import ContactAttempt, Enrolment
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_team
from tests.service.care import factories as care

DAY = dt.timedelta(days=1)
HERE = f"{COUNTY}100201"


@pytest.fixture
def team(county):
    team = make_team(make_institution(f"{COUNTY}100"), name="春晖团队")
    make_area(team, HERE)
    return team


@pytest.fixture
def patient(team):
    """Somebody whose visit is due these days."""
    resident = care.hypertension(name="沈建国", village=HERE, phone="13812345678")
    before = clock.today() - 90 * DAY
    care.save(resident, by=care.carer(COUNTY), visit_on=before, on=before)
    return resident


@pytest.fixture
def doctor(signed_in, team):
    return signed_in("doctor", institution=team.institution, practitioner=team.leader)


def test_the_first_page_of_those_who_serve_is_the_worklist(doctor, patient):
    page = doctor.get("/")
    assert "沈建国" in page.text and "高血压随访" in page.text and 'aria-current="page">应办' in page.text
    enrolment = Enrolment.objects.get()
    assert reverse("care:contact", args=[enrolment.id]) in page.text
    assert reverse("care:new_record", args=[patient.id, "hypertension-follow-up"]) in page.text
    assert Entry.objects.filter(act="workstation.open_worklist", resident_ids=[patient.id]).exists()


@pytest.mark.parametrize("post", ["county_bureau", "auditor", "pharmacist"])
def test_who_writes_no_records_has_no_worklist(signed_in, patient, post):
    visitor = signed_in(post)
    assert visitor.get("/").context.get("day") is None
    assert visitor.post("/", {"export": "all-csv"}).status_code == 404


def test_htmx_is_given_the_list_alone(doctor, patient):
    answer = doctor.get("/?tab=due", headers={"HX-Request": "true", "HX-Target": "list"})
    assert "沈建国" in answer.text and "<html" not in answer.text


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("programme=hypertension", True),
        ("programme=diabetes", False),
        (f"region={HERE}", True),
        ("risk=high", False),
        ("tab=overdue", False),
        ("sort=place", True),
        ("sort=road", True),
        ("sort=-road", True),
    ],
)
def test_the_worklist_is_narrowed_and_put_in_order(doctor, patient, query, is_there):
    assert ("沈建国" in doctor.get(f"/?{query}").context["day"].page.rows.__repr__()) == is_there


def test_the_members_list_holds_the_villages_of_the_responsible_person(doctor, patient, team):
    other = team.members.exclude(practitioner=team.leader).first().practitioner_id
    assert len(doctor.get(f"/?member={team.leader_id}").context["day"].page.rows) == 1
    assert doctor.get(f"/?member={other}").context["day"].page.rows == []


def test_the_queries_do_not_grow_with_the_rows(doctor, patient, django_assert_max_num_queries):
    asked = {"HX-Request": "true", "HX-Target": "list"}
    doctor.get("/", headers=asked)
    with django_assert_max_num_queries(24):
        doctor.get("/?sort=road", headers=asked)
    for number in range(8):
        resident = care.hypertension(name=f"陈家{'一二三四五六七八'[number]}", village=HERE)
        before = clock.today() - 90 * DAY
        care.save(resident, by=care.carer(COUNTY), visit_on=before, on=before)
    with django_assert_max_num_queries(24):
        assert len(doctor.get("/?sort=road", headers=asked).context["day"].page.rows) == 9
    with django_assert_max_num_queries(32):  # the whole page: worklist, cards, whom to sign, what ends soon
        assert len(doctor.get("/").context["day"].page.rows) == 9


@pytest.mark.parametrize("extent", ["page", "all"])
def test_the_worklist_is_taken_away_with_everybody_on_record(doctor, patient, extent):
    file = doctor.post("/?tab=due", {"export": f"{extent}-csv"})
    text = b"".join(file.streaming_content).decode()
    assert "沈建国" in text and "高血压随访" in text
    assert Entry.objects.get(act="workstation.export_worklist").resident_ids == [patient.id]


def test_a_call_is_noted_from_the_list_and_the_promise_moves_the_row(doctor, patient):
    enrolment = Enrolment.objects.get()
    dialog = doctor.get(reverse("care:contact", args=[enrolment.id]), headers={"HX-Request": "true"})
    assert "tel:13812345678" in dialog.text and "data-open" in dialog.text
    assert Entry.objects.filter(act="people.reveal_numbers", resident_ids=[patient.id]).exists()
    to_come = clock.today() + 3 * DAY
    answer = doctor.post(
        reverse("care:contact", args=[enrolment.id]),
        {
            "mode": "phone",
            "outcome": "promised",
            "attempted_on": clock.today().isoformat(),
            "remind_on": to_come.isoformat(),
            "next": "/?tab=due",
        },
    )
    assert answer["Location"] == "/?tab=due"
    assert ContactAttempt.objects.get().remind_on == to_come
    assert Task.objects.get(state="open", kind="visit_hypertension").remind_on == to_come
    assert "沈建国" not in doctor.get("/?tab=due").context["day"].page.rows.__repr__()
    assert "沈建国" in doctor.get("/?tab=promised").context["day"].page.rows.__repr__()


def test_three_calls_in_vain_move_the_row_to_the_lost_and_it_comes_back(doctor, patient):
    enrolment = Enrolment.objects.get()
    call = {"mode": "phone", "outcome": "not_reached", "attempted_on": clock.today().isoformat()}
    for _ in range(3):
        doctor.post(reverse("care:contact", args=[enrolment.id]), call)
    page = doctor.get("/?tab=lost")
    assert "沈建国" in page.text and "3次未联系上" in page.text
    doctor.post(reverse("care:take_back", args=[enrolment.id]))
    assert doctor.get("/?tab=lost").context["day"].page.rows == []
    assert len(doctor.get("/?tab=due").context["day"].page.rows) == 1


def test_a_call_without_a_result_is_asked_again_on_a_page(doctor, patient):
    answer = doctor.post(reverse("care:contact", args=[Enrolment.objects.get().id]), {"next": "//evil.example/"})
    assert answer.status_code == 422 and "evil.example" not in answer.text


def test_ticked_tasks_are_handed_over_and_each_that_is_not_is_named(doctor, patient, team):
    task = Task.objects.get(state="open", kind="visit_hypertension")
    answer = doctor.post(
        reverse("workstation:assign"),
        {"task": [str(task.id), "01a00000-0000-7000-8000-000000000000", "x"], "member": str(team.leader_id)},
    )
    assert "已分配 1 项" in answer.text and "1 项没有分配" in answer.text and "(404)" in answer.text
    assert Task.objects.get(pk=task.pk).assignee_id == team.leader_id
    assert team.leader.name in doctor.get("/").text


def test_nothing_ticked_says_what_to_do(doctor):
    assert "没有选中任何一项" in doctor.post(reverse("workstation:assign")).text


def test_the_worklist_speaks_english(doctor, patient):
    doctor.cookies["django_language"] = "en"
    page = doctor.get("/?tab=due", headers={"accept-language": "en"}).text
    assert "Hypertension follow-up" in page and not re.search(r'<section class="card list-region.*?承办人', page, re.S)
