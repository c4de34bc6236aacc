"""Residents of groups to be covered in full are given to somebody to visit and sign: a task until they are signed."""

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.people import services as people
from jiayi.registry.tasks import services as tasks
from jiayi.registry.tasks.models import Task
from jiayi.service.agreements import services
from jiayi.service.agreements.models import SigningDuty
from tests.registry.people.factories import OTHER_VILLAGE

from .factories import DOCTORS, make_resident, make_signer, make_village, sign
from .factories import SIGNED_ON as DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village("county-2018")


def giver(*prefixes: str):
    return make_signer(*prefixes, permissions=(*DOCTORS, "task_assign"))


def give(village, *residents, by=None, member=None):
    return services.give_to_sign(
        by=by or giver(),
        resident_ids=[resident.id for resident in residents],
        team_id=village.team.id,
        practitioner_id=member or village.doctor.id,
        on=DAY,
    )


def test_each_resident_is_answered_for_and_the_good_ones_become_tasks_of_the_person(village):
    here, signed, far = make_resident(), make_resident(), make_resident(village=OTHER_VILLAGE)
    sign(village, signed)
    gone = make_resident()
    people.mark_died(by=make_signer(), resident_id=gone.id, died_on=DAY, on=DAY)
    told = [(one.status, one.code) for one in give(village, here, signed, far, gone)]
    assert told == [(200, ""), (409, "E_DUTY_SIGNED"), (404, "E_RESIDENT_OUT_OF_REACH"), (409, "E_RESIDENT_GONE")]
    task = Task.objects.get(kind="sign_resident", state="open")
    assert (task.subject_id, task.assignee_id, (task.due_on - DAY).days) == (here.id, village.doctor.id, 30)
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_signing_closes_the_task_and_the_end_of_the_agreement_opens_it_again(village):
    resident = make_resident()
    give(village, resident)
    sign(village, resident)
    assert not Task.objects.filter(kind="sign_resident", state="open").exists()
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_who_is_given_to_another_is_no_longer_the_first_ones(village):
    resident = make_resident()
    give(village, resident)
    other = village.team.members.exclude(practitioner=village.doctor).first().practitioner_id
    give(village, resident, member=other)
    assert SigningDuty.objects.filter(ended_on=None).get().practitioner_id == other
    assert Task.objects.get(kind="sign_resident", state="open").assignee_id == other
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_who_dies_is_visited_no_more(village):
    resident = make_resident()
    give(village, resident)
    people.mark_died(by=make_signer(), resident_id=resident.id, died_on=DAY, on=DAY)
    assert not Task.objects.filter(kind="sign_resident", state="open").exists()
    assert tasks.rebuild(on=DAY, check=True).total == 0


def test_a_team_out_of_reach_or_without_the_member_is_not_there(village):
    resident = make_resident()
    with pytest.raises(NotVisible):
        give(village, resident, by=giver(OTHER_VILLAGE[:9]))
    with pytest.raises(NotVisible):
        give(village, resident, member=resident.id)
    with pytest.raises(NotVisible):
        give(village, resident, by=make_signer())


def test_the_number_of_queries_does_not_grow(village, django_assert_max_num_queries):
    many = [make_resident() for _ in range(15)]
    give(village, make_resident())
    with django_assert_max_num_queries(24):
        give(village, *many)
