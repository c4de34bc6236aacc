"""What happens to people, staff and teams, and what follows for agreements."""

import datetime as dt
from uuid import uuid4

import pytest

from jiayi.foundation.base import events
from jiayi.registry.organization.events import AreaSuccessor, PractitionerHandedOver, TeamDissolved, TeamSuccessor
from jiayi.registry.people import services as people
from jiayi.registry.people.models import CareRelation
from jiayi.registry.people.terms import ResidentStatus
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, DoctorLoad, Refusal, TeamLoad
from tests.registry.organization.factories import make_member, make_practitioner
from tests.registry.people.factories import OTHER_VILLAGE, make_region

from .factories import COUNTY, DOCTORS, SIGNED_ON, VILLAGE, agreement_of, make_resident, make_signer, make_village, sign

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LATER = SIGNED_ON + 10 * DAY


@pytest.fixture
def clerk():
    """Somebody who keeps residents of the whole county."""
    return make_signer(COUNTY, permissions=(*DOCTORS, "resident_merge"))


@pytest.fixture
def signed():
    village, resident = make_village(), make_resident()
    return village, resident, sign(village, resident).agreements.get()


def test_a_death_ends_the_agreement_and_the_tasks(signed, clerk):
    village, resident, agreement = signed
    people.mark_died(by=clerk, resident_id=resident.id, died_on=LATER, on=LATER)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason, agreement.ended_on) == ("terminated", "death", LATER)
    assert TeamLoad.objects.get().persons == 0
    assert not Task.objects.filter(state="open").exists()
    assert not CareRelation.objects.filter(until=None).exists()


def test_a_death_entered_by_mistake_gives_the_agreement_back(signed, clerk):
    village, resident, agreement = signed
    departure = people.mark_died(by=clerk, resident_id=resident.id, died_on=LATER, on=LATER)
    people.undo_departure(by=clerk, departure_id=departure.id, reason="同名误报")
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason, agreement.ended_on) == ("active", "", None)
    assert TeamLoad.objects.get().persons == 1
    assert CareRelation.objects.filter(resident=resident, until=None).count() == 3
    assert rebuild(on=LATER, check=True).total == 0


def test_who_leaves_the_county_is_signed_no_longer(signed, clerk):
    village, resident, agreement = signed
    people.mark_closed(by=clerk, resident_id=resident.id, status=ResidentStatus.MOVED_AWAY, left_on=LATER, on=LATER)
    assert agreement_of(resident).end_reason == "moved_away"


def test_who_cannot_be_reached_stays_signed_until_a_year_has_passed(signed, clerk):
    village, resident, agreement = signed
    people.mark_closed(by=clerk, resident_id=resident.id, status=ResidentStatus.UNREACHABLE, left_on=LATER, on=LATER)
    assert agreement_of(resident).state == "active"


def test_who_moves_to_another_village_stays_signed_and_is_listed_there(signed, clerk):
    village, resident, agreement = signed
    make_region(OTHER_VILLAGE)
    people.mark_moved(by=clerk, resident_id=resident.id, to_region=OTHER_VILLAGE, moved_on=LATER, on=LATER)
    moved = agreement_of(resident)
    assert (moved.state, moved.region_id) == ("active", OTHER_VILLAGE)
    assert set(Task.objects.filter(state="open").values_list("region_id", flat=True)) == {OTHER_VILLAGE}


def merge(clerk, kept, merged):
    return people.merge_residents(by=clerk, kept_id=kept.id, merged_id=merged.id, reason="同一人", on=LATER)


def test_a_merger_moves_agreements_and_refusals_and_can_be_undone(clerk):
    village, kept, merged = make_village(), make_resident(number=None), make_resident()
    agreement = sign(village, merged).agreements.get()
    merger = merge(clerk, kept, merged)
    agreement.refresh_from_db()
    assert (agreement.resident_id, agreement.paper.signer_id, agreement.state) == (kept.id, kept.id, "active")
    assert TeamLoad.objects.get().persons == 1
    people.undo_merge(by=clerk, merge_id=merger.id, reason="误合并", on=LATER)
    agreement = Agreement.objects.select_related("paper").get()
    assert (agreement.resident_id, agreement.paper.signer_id) == (merged.id, merged.id)
    assert TeamLoad.objects.get().persons == 1
    assert rebuild(on=LATER, check=True).total == 0


def test_of_two_agreements_of_one_person_the_kept_records_stays_in_force(clerk):
    village, kept, merged = make_village(), make_resident(number=None), make_resident()
    stays, ends = (sign(village, one).agreements.get() for one in (kept, merged))
    merger = merge(clerk, kept, merged)
    ends.refresh_from_db()
    assert (ends.state, ends.end_reason, ends.resident_id) == ("terminated", "merger", kept.id)
    assert TeamLoad.objects.get().persons == 1
    people.undo_merge(by=clerk, merge_id=merger.id, reason="误合并", on=LATER)
    ends.refresh_from_db()
    assert (ends.state, ends.resident_id, ends.ended_on) == ("active", merged.id, None)
    assert Agreement.objects.get(id=stays.id).resident_id == kept.id
    assert TeamLoad.objects.get().persons == 2


def test_two_open_refusals_of_one_person_become_one(clerk):
    kept, merged = make_resident(number=None), make_resident()
    for one in (kept, merged):
        services.record_refusal(by=clerk, resident_id=one.id, reason="cost", refused_on=SIGNED_ON, on=SIGNED_ON)
    merge(clerk, kept, merged)
    assert Refusal.objects.get(withdrawn_on=None).resident_id == kept.id


def hand_over(leaver, successor, **fields):
    usual = {"left_on": LATER, "successor_id": successor.id, "teams": (), "areas": ()}
    events.publish(PractitionerHandedOver(leaver.id, **(usual | fields)))


def test_agreements_pass_to_the_successor_with_counters_and_relations(signed):
    village, resident, agreement = signed
    successor = make_practitioner(village.team.institution, "gp")
    hand_over(village.doctor, successor)
    agreement.refresh_from_db()
    assert agreement.responsible_person_id == agreement.contact_person_id == successor.id
    assert dict(DoctorLoad.objects.values_list("practitioner_id", "persons")) == {village.doctor.id: 0, successor.id: 1}
    places = set(CareRelation.objects.filter(resident=resident, until=None).values_list("place_id", flat=True))
    assert successor.id in places and village.doctor.id not in places


def test_the_successor_of_the_area_comes_before_that_of_the_team(signed):
    village, resident, agreement = signed
    area, team, other = (make_practitioner(village.team.institution, "gp") for _ in range(3))
    areas = (AreaSuccessor(VILLAGE, "", village.team.id, area.id),)
    hand_over(village.doctor, other, areas=areas, teams=(TeamSuccessor(village.team.id, "gp", team.id),))
    assert agreement_of(resident).responsible_person_id == area.id


def test_the_successor_of_the_team_comes_before_the_general_one(signed):
    village, resident, agreement = signed
    team, other = (make_practitioner(village.team.institution, "gp") for _ in range(2))
    hand_over(village.doctor, other, teams=(TeamSuccessor(village.team.id, "gp", team.id),))
    assert agreement_of(resident).responsible_person_id == team.id


def test_a_full_successor_takes_over_all_the_same():
    village = make_village("household-village", roles=("gp",))
    resident = make_resident()
    sign(village, resident)
    successor = make_practitioner(village.team.institution, "gp")
    make_member(village.team, successor)
    DoctorLoad.objects.create(practitioner=successor, persons=1500)
    hand_over(village.doctor, successor)
    assert DoctorLoad.objects.get(practitioner=successor).persons == 1501


def test_a_team_that_is_dissolved_ends_its_agreements(signed):
    village, resident, agreement = signed
    events.publish(TeamDissolved(village.team.id, LATER))
    agreement.refresh_from_db()
    assert (agreement.state, agreement.end_reason) == ("terminated", "team_dissolved")
    assert TeamLoad.objects.get().persons == 0


def test_events_about_people_without_agreements_change_nothing():
    events.publish(TeamDissolved(uuid4(), LATER))
    assert not Agreement.objects.exists()
