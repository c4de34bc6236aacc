"""Programmes: taken in, contacted, lost and found, ended; and they follow their residents."""

import datetime as dt

import pytest

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people import services as people
from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.models import Task
from jiayi.service.care import services
from jiayi.service.care.models import Enrolment, Record
from tests.registry.people.factories import OTHER_VILLAGE, make_region

from .factories import DAY, carer, enrolment_of, hypertension, make_resident, make_village, save

pytestmark = pytest.mark.django_db
LATER = DAY + dt.timedelta(days=30)


def enrol(resident, programme="hypertension", by=None, enrolled_on=DAY):
    return services.enrol(
        by=by or carer(), resident_id=resident.id, programme=programme, enrolled_on=enrolled_on, on=DAY
    )


def attempt(enrolment, outcome="not_reached", *, on=DAY, remind_on=None, by=None):
    return services.record_attempt(
        by=by or carer(),
        enrolment_id=enrolment.id,
        mode="phone",
        outcome=outcome,
        attempted_on=on,
        remind_on=remind_on,
        note="",
        on=on,
    )


def close(enrolment, reason="refused", *, on=DAY, by=None):
    return services.close_enrolment(
        by=by or carer(), enrolment_id=enrolment.id, reason=reason, closed_on=on, note="", on=on
    )


@pytest.fixture
def village():
    return make_village()


def test_who_is_taken_in_has_a_day_and_a_task(village) -> None:
    enrolment = enrol(hypertension())
    assert enrolment.due_on and enrolment.team_id == village.team.id
    assert Task.objects.get(subject_id=enrolment.id).due_on == enrolment.to_on
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_nobody_is_in_a_programme_twice(village) -> None:
    resident = hypertension()
    enrol(resident)
    with pytest.raises(LawBroken):
        enrol(resident)
    assert enrol(resident, "diabetes")


@pytest.mark.parametrize("programme", ["no_such", ""])
def test_an_unknown_programme_is_refused(village, programme) -> None:
    with pytest.raises(BadShape):
        enrol(hypertension(), programme)


def test_three_calls_in_vain_make_somebody_lost_and_a_visit_finds_them(village) -> None:
    resident = hypertension()
    enrolment = enrol(resident)
    for _ in range(2):
        assert attempt(enrolment).state == "active"
    assert attempt(enrolment).state == "lost"
    assert Task.objects.get(subject_id=enrolment.id, state="open").kind == "find_lost"
    assert tasks.rebuild(on=DAY, check=True).total == 0
    save(resident, visit_on=LATER)
    found = enrolment_of(resident)
    assert (found.state, found.missed_contacts) == ("active", 0)
    assert tasks.rebuild(on=LATER, check=True).total == 0


def test_a_promise_breaks_the_row_of_calls_in_vain(village) -> None:
    enrolment = enrol(hypertension())
    attempt(enrolment)
    attempt(enrolment)
    attempt(enrolment, "promised", remind_on=LATER)
    assert attempt(enrolment).state == "active"


def test_who_was_lost_can_be_taken_back(village) -> None:
    enrolment = enrol(hypertension())
    for _ in range(3):
        attempt(enrolment)
    services.take_back(by=carer(), enrolment_id=enrolment.id, on=DAY)
    assert Task.objects.filter(subject_id=enrolment.id, state="open").exists()


@pytest.mark.parametrize(
    ("outcome", "remind_on", "code"),
    [("promised", None, "E_ATTEMPT_NEEDS_DAY"), ("promised", DAY, "E_REMIND_BEFORE_CONTACT")],
)
def test_a_promise_has_a_day_to_come(village, outcome, remind_on, code) -> None:
    with pytest.raises(BadShape) as refusal:
        attempt(enrol(hypertension()), outcome, remind_on=remind_on)
    assert refusal.value.code == code


def test_what_is_closed_is_due_no_more_and_cannot_be_closed_again(village) -> None:
    enrolment = close(enrol(hypertension()))
    assert not Task.objects.filter(state="open").exists()
    assert tasks.rebuild(on=DAY, check=True).total == 0
    for act in (close, attempt):
        with pytest.raises(LawBroken):
            act(enrolment)


def test_it_does_not_end_before_it_began(village) -> None:
    with pytest.raises(BadShape):
        close(enrol(hypertension()), on=DAY - dt.timedelta(days=1))


def test_the_dead_are_in_no_programme_until_the_mistake_is_undone(village) -> None:
    resident = hypertension()
    enrol(resident)
    services.end_enrolments_of(resident_id=resident.id, reason="died", closed_on=DAY, on=DAY)
    assert enrolment_of(resident).close_reason == "died"
    services.reopen_enrolments_of(resident_id=resident.id, reason="died", closed_on=DAY, on=DAY)
    assert enrolment_of(resident).state == "active"
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_who_moves_is_visited_by_the_team_of_the_new_village(village) -> None:
    resident = hypertension()
    save(resident)
    make_region(OTHER_VILLAGE)
    services.follow_moved_resident(resident_id=resident.id, region_code=OTHER_VILLAGE, on=DAY)
    assert (enrolment_of(resident).region_id, Record.objects.get().region_id) == (OTHER_VILLAGE, OTHER_VILLAGE)
    assert Task.objects.get(state="open").region_id == OTHER_VILLAGE
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_records_of_a_double_follow_the_merger_and_go_back(village) -> None:
    kept, merged = hypertension(), hypertension(name="张大山")
    save(kept)
    save(merged, visit_on=LATER)
    by = carer(permissions=("resident_read", "resident_write", "resident_merge", "record_read"))
    merge = people.merge_residents(
        by=by, kept_id=kept.id, merged_id=merged.id, reason="同一人", on=LATER, confirmed=True
    )
    assert Record.objects.filter(resident=kept).count() == 2
    going_on = Enrolment.objects.exclude(state="closed").get(resident=kept)
    assert going_on.last_on == LATER
    assert tasks.rebuild(on=LATER, check=True).total == 0
    people.undo_merge(by=by, merge_id=merge.id, reason="不是同一人", on=LATER)
    assert Record.objects.filter(resident=merged).count() == 1
    assert Enrolment.objects.get(resident=merged).state == "active"
    assert tasks.rebuild(on=LATER, check=True).total == 0


def test_everybody_of_the_groups_is_taken_in_once(village) -> None:
    here = hypertension()
    gone = hypertension(status="moved_away", status_on=DAY)
    refused = hypertension()
    close(enrol(refused))
    make_resident()
    services.enrol_due(by=SystemViewer(), on=DAY)
    assert set(Enrolment.objects.filter(programme="hypertension").values_list("resident_id", flat=True)) == {
        here.id,
        refused.id,
    }
    assert not Enrolment.objects.filter(resident=gone).exists()
    assert services.enrol_due(by=SystemViewer(), on=DAY) == 0
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_taking_in_many_takes_no_more_questions_than_taking_in_few(village, django_assert_max_num_queries) -> None:
    for _ in range(3):
        hypertension()
    with django_assert_max_num_queries(60):
        services.enrol_due(by=SystemViewer(), on=DAY)
    for _ in range(30):
        hypertension()
    with django_assert_max_num_queries(60):
        services.enrol_due(by=SystemViewer(), on=DAY)


def test_the_wrong_person_finds_nothing(village) -> None:
    resident = hypertension()
    enrolment = enrol(resident)
    for by in (carer("420324102"), carer(permissions=("resident_read", "record_read"))):
        for act in (close, attempt):
            with pytest.raises(NotVisible):
                act(enrolment, by=by)
        with pytest.raises(NotVisible):
            enrol(make_resident(), by=by)


def test_a_restricted_programme_is_not_there_for_those_without_the_permission(village) -> None:
    resident = hypertension(groups=("mental_disorder",))
    enrolment = enrol(resident, "mental_disorder")
    with pytest.raises(NotVisible):
        close(enrolment, by=carer(permissions=("resident_read", "record_read", "record_write")))
