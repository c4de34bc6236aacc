"""A doctor leaves: the hand-over is an act that can be undone until something is built on it."""

import datetime as dt
from functools import partial

import pytest

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken
from jiayi.registry.organization import services as organization
from jiayi.registry.organization.models import Area, Practitioner, Reorganization, TeamMember
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements.models import Agreement, DoctorLoad
from jiayi.service.agreements.services import reconcile_loads
from tests.registry.organization.factories import make_adoption, make_member, make_practitioner, make_viewer

from .factories import COUNTY, agreement_of, make_resident, make_village, sign

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)
BUREAU = make_viewer("reorganize", "practitioner_write", regions=(COUNTY,))


def rows(model) -> list:
    return sorted([str(v) for k, v in row.items() if k != "updated_at"] for row in model.objects.values())


def test_a_hand_over_is_undone_with_memberships_areas_and_agreements():
    village, resident = make_village(), make_resident()
    leaver = village.team.leader
    successor = make_practitioner(village.team.institution, "gp")
    make_member(village.team, successor, "gp")
    sign(village, resident, signed_on=TODAY - dt.timedelta(days=20))
    tables = (Agreement, Area, TeamMember, Practitioner)
    before = {model: rows(model) for model in tables}
    organization.hand_over(by=BUREAU, practitioner_id=leaver.id, last_day=TODAY, successor_id=successor.id)
    assert agreement_of(resident).responsible_person_id == successor.id
    act = Reorganization.objects.get()
    assert (act.kind, act.former, act.following) == ("hand_over", [leaver.name], [successor.name])
    assert act.counts["agreements_agreement"] == 1
    organization.undo_reorganization(by=BUREAU, act_id=act.id, reason="不走了", on=TODAY, at=clock.now())
    assert {model: rows(model) for model in tables} == before
    assert DoctorLoad.objects.get(practitioner=leaver).persons == 1
    assert not reconcile_loads(by=BUREAU, on=TODAY) and not rebuild(on=TODAY, check=True).total


def test_a_hand_over_stays_once_its_agreements_have_passed_on_again():
    village, resident = make_village(), make_resident()
    leaver = village.team.leader
    first, second = [make_practitioner(village.team.institution, "gp") for _ in range(2)]
    for person in (first, second):
        make_member(village.team, person, "gp")
    sign(village, resident, signed_on=TODAY - dt.timedelta(days=20))
    organization.hand_over(by=BUREAU, practitioner_id=leaver.id, last_day=TODAY, successor_id=first.id)
    act = Reorganization.objects.get()
    later = TODAY + dt.timedelta(days=1)
    organization.hand_over(by=BUREAU, practitioner_id=first.id, last_day=later, successor_id=second.id)
    with pytest.raises(LawBroken, match="B_BUILT_ON"):
        organization.undo_reorganization(by=BUREAU, act_id=act.id, reason="x", on=TODAY, at=clock.now())
    assert agreement_of(resident).responsible_person_id == second.id


def test_a_successor_who_would_be_beyond_the_cap_is_named_before_and_afterwards_and_nothing_is_refused():
    village, resident = make_village(), make_resident()
    successor = make_practitioner(village.team.institution, "gp", name="接替医生")
    make_member(village.team, successor, "gp")
    sign(village, resident, signed_on=TODAY - dt.timedelta(days=20))
    make_adoption(COUNTY, "household-village")
    DoctorLoad.objects.create(practitioner=successor, persons=1_499)
    leave = partial(
        organization.hand_over,
        by=BUREAU,
        practitioner_id=village.team.leader.id,
        last_day=TODAY,
        successor_id=successor.id,
    )
    assert organization.try_out(leave).warnings == []
    DoctorLoad.objects.filter(practitioner=successor).update(persons=1_500)
    (warning,) = organization.try_out(leave).warnings
    assert (warning["who"], warning["code"]) == ("接替医生", "B_DOCTOR_PERSONS")
    assert "1501" in warning["text_zh"] and warning["source"]["document"] == "plan-household-village"
    assert leave().warnings == [warning] == Reorganization.objects.get().warnings
    assert agreement_of(resident).responsible_person_id == successor.id
